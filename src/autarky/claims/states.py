"""Where a text names states: by name, people, adjective or capital, alone or as a pair (俄白)."""

import re
from dataclasses import dataclass
from functools import cache

from autarky.claims.languages import state_words, vocabulary

# groups that can be a subject or partner; others in the table are only names
_SHORT_BEFORE = "对在自向从赴驻访援与和同由输来给依赖是"
_SHORT_AFTER = "方军企国总外央政媒商对贸出进经天油气能的与和向从在占将已籍货市盟、"


@dataclass(frozen=True)
class StateMention:
    """States named at a place of the folded text.

    states : codes in the order of the text; two for a pair. partner : does a mark of the other side (to, 从, из) stand before.
    """

    states: tuple[str, ...]
    start: int
    end: int
    partner: bool = False
    adjective: bool = False


@cache
def _names(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One expression for all states, and the group of each."""
    words = vocabulary(code)
    entries = sorted(
        ((w, iso3) for iso3, names in state_words(code).items() for w in names if len(w) > 1 or words.spaced),
        key=lambda e: (-len(e[0]), e[0]),
    )
    by_state: dict[str, list[str]] = {}
    groups: dict[str, str] = {}
    parts = []
    for k, (word, iso3) in enumerate(entries):
        by_state.setdefault(iso3, []).append(word)
        groups[f"s{k}"] = iso3
        body = (
            re.escape(word[:-1]) + r"\w*"
            if word.endswith("*")
            else re.escape(word).replace(r"\*\ ", r"\w*\s+").replace(r"\ ", r"\s+")
        )
        if word[0].islower() and words.spaced:
            body = f"[{word[0]}{word[0].upper()}]{body[1:]}"
        parts.append(f"(?P<s{k}>{body})")
    body = "|".join(parts)
    edge = rf"(?<!\w)(?=[\w])(?:{body})(?!\w)" if words.spaced else f"(?:{body})"
    return re.compile(edge), groups


@cache
def _shorts(code: str) -> dict[str, tuple[str, ...]]:
    """Characters that stand for a state (俄): which states each may mean."""
    found: dict[str, tuple[str, ...]] = {}
    if not vocabulary(code).spaced:
        for iso3, names in state_words(code).items():
            for word in names:
                if len(word) == 1:
                    found[word] = (*found.get(word, ()), iso3)
        found["白"] = (*found.get("白", ()), "BLR")
    return found


@cache
def _before(code: str) -> re.Pattern[str]:
    words = vocabulary(code)
    marks = words.pattern(words["grammar"]["partner_before"])
    return re.compile(marks + (r"\s+(?:the\s+|neighbou?ring\s+)?[«“\"]?$" if words.spaced else "$"))


def state_mentions(text: str, code: str) -> list[StateMention]:
    """Return the states that a folded text names, in order."""
    pattern, groups = _names(code)
    found = [StateMention((groups[str(m.lastgroup)],), *m.span()) for m in pattern.finditer(text)]
    found = [StateMention(tuple(m.states[0].split("+")), m.start, m.end) for m in found]
    if not vocabulary(code).spaced:
        found += _short_mentions(text, code, found)
        found.sort(key=lambda m: m.start)
    before = _before(code)
    marked: set[int] = set()
    for k, m in enumerate(found):
        follows = (
            k > 0 and k - 1 in marked and not vocabulary(code).spaced and 0 <= m.start - found[k - 1].end <= 4
        )
        chained = follows and not re.search(r"[,，。的占]", text[found[k - 1].end : m.start])
        if chained or before.search(text[max(0, m.start - 20) : m.start]):
            marked.add(k)
    return [
        StateMention(m.states, m.start, m.end, k in marked, _adjective(text, m, code))
        for k, m in enumerate(found)
        if m.states != ("WLD",)
    ]  # fmt: skip


def _adjective(text: str, mention: StateMention, code: str) -> bool:
    word = text[mention.start : mention.end]
    if code == "ru":
        return word[:1].islower()
    return (
        code == "en"
        and bool(re.search(r"(?:an|ese|ish|ch|i|iot|ak|ek|k)$", word))
        and word not in ("China", "Denmark", "Iran", "Pakistan", "Kazakhstan")
    )


def _short_mentions(text: str, code: str, known: list[StateMention]) -> list[StateMention]:
    shorts = _shorts(code)
    taken: set[int] = set()
    counts: dict[str, int] = {}
    for m in known:
        taken.update(range(m.start, m.end))
        for s in m.states:
            counts[s] = counts.get(s, 0) + 1
    letters = "".join(shorts)

    def which(c: str) -> str:
        return max(shorts[c], key=lambda s: counts.get(s, 0))

    found = []
    for short in re.finditer(f"[{letters}]+", text):
        start, end = short.span()
        if any(k in taken for k in range(start, end)):
            continue
        c, after, before = short[0], text[end : end + 1], text[start - 1 : start]
        if len(c) == 2 and c[0] != c[1]:
            if c == "中欧" and text[end : end + 2] not in ("贸易", "关系", "经贸", "合作", "投资", "双边"):
                continue  # Central Europe, or the trains
            found.append(StateMention((which(c[0]), which(c[1])), start, end))
        elif len(c) == 1:
            known_here = counts.get(which(c), 0) > 0 or c in "俄华美"
            marked = (
                before in _SHORT_BEFORE
                and before
                and (after in _SHORT_AFTER or not after or before in "对访赴驻援来")
            )
            sided = after in "方军企" or text[end : end + 2] in (
                "总统",
                "央行",
                "政府",
                "外长",
                "总理",
                "天然",
                "贸易",
                "大使",
                "油田",
            )
            if (c in "俄华" or (known_here and c != "中")) and (marked or sided or c == "俄"):
                found.append(StateMention((which(c),), start, end))
            elif c == "中" and after == "企":
                found.append(StateMention(("CHN",), start, end))
    return found
