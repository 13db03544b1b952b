"""What a figure measures: decided by its unit, its role in the sentence and the concepts near it."""

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from autarky.claims.languages import vocabulary
from autarky.claims.sentences import clauses
from autarky.claims.units import Found

Role = Literal["share", "change", "level"]
_NEAR = 3.0  # words at which a concept has half its weight
_CLAUSE = 4.0  # words that a comma between counts for
_FAR = 0.35  # weight of a concept that only the sentence before holds
_LEAST = 0.12  # weight of a concept anywhere in the sentence
_ENOUGH = 0.03  # less is no evidence
_BOTH = 0.1  # where two concepts are needed, neither may be far
_YIELDS = 0.2  # weight at which a concept of `unless` is near


_GROWTH = {
    "en": r"growth of|growth rate|to grow|will grow|grow by",
    "ru": r"рост (?:на|составит|составил)",
    "zh": r"经济增长|经济增速",
}


@dataclass(frozen=True)
class Mention:
    """A concept at a place of the folded text."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What a figure measures, with its role and sign; `near` is the concept that decided. None where nothing fits."""

    measure: str | None
    role: Role
    sign: int
    near: Mention | None = None


@cache
def _rules() -> dict[str, dict[str, dict]]:
    return tomllib.loads(
        files("autarky.claims").joinpath("vocabulary/measures.toml").read_text(encoding="utf-8")
    )


@cache
def _concepts(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = vocabulary(code)
    return tuple((name, words.matcher(entries)) for name, entries in words["concepts"].items())


def mentions(text: str, code: str) -> list[Mention]:
    """Return the concepts of a folded text in order; one that lies within a longer one is left out (aid in
    military aid).
    """
    found = [Mention(name, *m.span()) for name, pattern in _concepts(code) for m in pattern.finditer(text)]
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    end, begin = -1, -1
    for mention in found:
        if mention.end < end or (mention.end == end and mention.start > begin):
            continue
        kept.append(mention)
        if mention.end > end:
            end, begin = mention.end, mention.start
    return kept


def within(found: list[Mention], start: int, end: int) -> list[Mention]:
    """Return the mentions between two offsets."""
    first = bisect_left(found, start, key=lambda m: m.start)
    return [m for m in found[first : bisect_left(found, end, key=lambda m: m.start)] if m.end <= end]


def _distance(text: str, figure: Found, mention: Mention, spaced: bool) -> float:
    """Words between a figure and a concept; a comma counts for some, a concept behind the figure for a little."""
    a, b = (mention.end, figure.start) if mention.end <= figure.start else (figure.end, mention.start)
    between = text[a:b] if a < b else ""
    words = len(between.split()) if spaced else len(between) / 1.7
    commas = len(clauses(between, 0, len(between))) - 1 if between else 0
    edge = (bool(between) and between.strip()[:1] in ",，;；:：") or between.strip()[-1:] in ",，;；"
    after = mention.start >= figure.end
    if not after and re.match(r"(?:以上|左右|以下)?\s*(?:of\b|的)", text[figure.end : figure.end + 6]):
        words += 3.0  # what the figure is of stands behind it
    if after and (commas or edge):
        words += _CLAUSE  # the clause behind speaks of its own figures
    return words + _CLAUSE * (commas + (1 if edge and commas == 0 else 0)) + (0.3 if after else 0.0)


def read(
    text: str,
    code: str,
    figure: Found,
    sentence: tuple[int, int],
    before: tuple[int, int] | None,
    found: list[Mention],
) -> Reading:
    """Return what a figure measures.

    sentence, before : offsets of its sentence and of the one before it, whose concepts count little.
    found : the concepts of the text (`mentions`).
    """
    role, sign = direction(text, code, figure, sentence)
    rules = _rules()
    table = (
        ("changes" if role == "change" else "shares")
        if figure.unit == "%"
        else rules["tables"].get(figure.unit)
    )
    if table is None:
        return Reading(None, role, sign)
    spaced = vocabulary(code).spaced
    best: dict[str, tuple[float, Mention]] = {}
    changing = {c for rule in rules["changes"].values() for need in rule["needs"] for c in need.split("|")}
    bare = role == "change" and not any(m.concept in changing for m in within(found, *sentence))
    if bare and figure.unit == "%" and re.search(_GROWTH[code], text[slice(*sentence)]):
        return Reading("gdp_growth", role, sign)
    for place, factor in ((before, _FAR), (sentence, 1.0)):
        for m in within(found, *place) if place else ():
            inside = m.start < figure.end and figure.start < m.end
            cost = 0.0 if inside else _distance(text, figure, m, spaced)
            weight = factor * max(_NEAR / (_NEAR + cost), _LEAST)
            if m.concept == "world" and not _same_clause(text, figure, m):
                weight *= 0.25  # the world of one clause is not that of the next
            if weight > best.get(m.concept, (0.0, m))[0]:
                best[m.concept] = (weight, m)
    scored: list[tuple[float, str, Mention | None]] = []
    for measure, rule in rules[str(table)].items():
        total, near = float(rule.get("prior", 0.0)) * 0.3, None
        if any(best.get(c, (0.0,))[0] > _YIELDS for c in rule.get("unless", ())):
            continue
        for need in rule["needs"]:
            hits = [best[c] for c in need.split("|") if c in best]
            weight, near = max(hits, key=lambda h: h[0], default=(0.0, None))
            if weight < (_BOTH if len(rule["needs"]) > 1 else _ENOUGH):
                break
            total += weight
        else:
            scored.append((total, measure, near))
    if not scored:
        return Reading(_default(figure, role, best), role, sign)
    total, measure, near = max(scored, key=lambda s: (s[0], s[1]))
    return Reading(None if measure == "none" else measure, role, sign, near)


def _same_clause(text: str, figure: Found, mention: Mention) -> bool:
    a, b = (mention.end, figure.start) if mention.end <= figure.start else (figure.end, mention.start)
    return a >= b or not re.search(r"[，：；;:—]|,(?!\d)", text[a:b])


def _default(figure: Found, role: Role, best: dict[str, tuple[float, Mention]]) -> str | None:
    """The measure of a unit that needs no words, or a share of the world of what is not said."""
    if figure.unit == "%" and role != "change" and best.get("world", (0.0,))[0] > 0.2:
        return "output_share"
    if figure.unit in ("count", "persons"):
        return "count"
    return None


@cache
def _directions(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = vocabulary(code)
    table = words["directions"]
    hedges = [w for names in words["hedges"]["before"].values() for w in names]
    return (
        words.matcher(table["rise"]), words.matcher(table["fall"]),
        re.compile(words.pattern(table["to"]) + r"\s*$"), re.compile(r"(?:" + words.pattern(hedges) + r"\s*)+$"),
    )  # fmt: skip


def direction(text: str, code: str, figure: Found, sentence: tuple[int, int]) -> tuple[Role, int]:
    """Return the role of a figure and the sign of a change (1 or -1; 0 where it is none)."""
    rise, fall, to, hedges = _directions(code)
    spaced = vocabulary(code).spaced
    begun = [a for a, _ in clauses(text, *sentence) if a <= figure.start] or [sentence[0]]
    start = begun[-1]
    if (
        spaced
        and len(begun) > 1
        and re.fullmatch(r"\s*(?:\w+\s+)?(?:на|by)\s*", hedges.sub("", text[start : figure.start]))
    ):
        start = begun[-2]  # growth - by nearly 5 %
    head = text[start : figure.start]
    bare = re.sub(r"[(（]\s*$", "", head)
    bare = hedges.sub("", bare.rstrip()).rstrip()
    bare = re.sub(r"\b(?:ma[dk]es?|making|set|sets) up\b|\bup (?:to|for)\b", lambda m: "-" * len(m[0]), bare)
    tail = text[figure.end : sentence[1]]
    moves = [(m.end(), m.start(), 1) for m in rise.finditer(bare)] + [
        (m.end(), m.start(), -1) for m in fall.finditer(bare)
    ]
    last = max(moves, default=None)
    mark = re.search(r"(?:^|[\s(（])([+-])$", text[max(0, figure.start - 2) : figure.start])
    if mark and figure.unit in ("%", "pp", "bp"):
        return "change", 1 if mark[1] == "+" else -1
    points = figure.unit in ("pp", "bp")
    change = text[figure.start : figure.end]
    if re.match(
        r"(?i)doubl|tripl|trebl|quadrupl|quintupl|\w+fold|twice|halv|fell by half|вдвое|удво|втро|утро|вчетв|впят|вдесят|翻|减半|腰斩|增长一倍|增加一倍|增长了一倍|增加了一倍|减少一半|下降一半",
        change,
    ):
        if (figure.value or 0) < 0:
            return "change", 1
        ahead = _first(tail[:30], rise, fall)
        return "change", (last[2] if last else ahead or 1)
    if spaced:
        return _direction_spaced(code, bare, tail, moves, points, figure, to, rise, fall)
    tail_sign = _first(re.split(r"[,，。;；]", tail)[0][:6], rise, fall)
    if last:
        rest = bare[last[0] :]
        if re.match(r"(?:至|到|为|达到?)", rest) or bare[last[1] : last[0]].endswith(("至", "到")):
            return "level", 0
        if (
            points
            or len(rest) <= 4
            or re.search(r"(?:幅度?|率|速)[为达约在]*$", rest)
            or re.fullmatch(r"[^,，]{0,8}(?:了|约|近|超过|逾)", rest)
        ):
            return "change", last[2]
    if points:
        wide = text[sentence[0] : figure.start]
        signs = [(m.end(), 1) for m in rise.finditer(wide)] + [(m.end(), -1) for m in fall.finditer(wide)]
        return "change", max(signs, default=(0, tail_sign or 1))[1]
    if re.match(r"的(?:增长|增速|涨幅|增幅)", tail):
        return "change", 1
    if re.match(r"的(?:降幅|跌幅|下降)", tail):
        return "change", -1
    return "share", 0


def _first(text: str, rise: re.Pattern[str], fall: re.Pattern[str]) -> int:
    """The sign of the first word of direction, 0 where there is none."""
    found = [(m.start(), s) for p, s in ((rise, 1), (fall, -1)) if (m := p.search(text))]
    return min(found, default=(0, 0))[1]


def _direction_spaced(
    code: str, bare: str, tail: str, moves: list[tuple[int, int, int]], points: bool, figure: Found,
    to: re.Pattern[str], rise: re.Pattern[str], fall: re.Pattern[str],
) -> tuple[Role, int]:  # fmt: skip
    last = max(moves, default=None)
    if re.search(r"(?:^|\s)(?:from|с|со)\s*$", bare) and not points:
        return "level", 0
    by = re.compile(r"(?:^|\s)(?:by|на|в)(?:\s+(?:a|an|further|целых|еще|another|the))*\s*$", re.IGNORECASE)
    near = " ".join(re.split(r"[,;:.]", tail)[0].split()[:2])
    ahead = _first(near, rise, fall) if not re.match(r"\s*(?:of|share|доли|in)\b", tail) else 0
    if by.search(bare) and (figure.unit != "times" or code == "ru"):
        sign = last[2] if last else ahead or _first(" ".join(tail.split()[:8]), rise, fall)
        if sign:
            return "change", sign
    if ahead and not to.search(bare):
        return "change", ahead
    if points:
        return "change", last[2] if last else (ahead or 1)
    if last:
        between = bare[last[0] :].split()
        if to.search(bare) and not re.search(
            r"(?i)(?:growth|рост\w*|increase|decline|rise|fall|drop|прирост\w*|паден\w+|сокращен\w+|спад\w*)(?:\s+\S+){0,4}\s*(?:of|at|hit|reached|составил\w*|составит|достиг\w*|на уровне)\s*$",
            bare,
        ):
            return "level", 0
        if re.search(r"(?i)\b(?:on|in|over|for|из|от)\s*$", bare):
            return "share", 0  # cut tariffs on 90 % of products
        noun = re.search(
            r"(?i)(?:рост\w*|прирост\w*|паден\w+|сокращен\w+|спад\w*|снижен\w+)(?:\s+\S+){0,4}$", bare
        )
        if len(between) <= (2 if code == "en" else 0) or noun:
            return "change", last[2]
    return ("level", 0) if to.search(bare) and moves else ("share", 0)
