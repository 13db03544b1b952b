"""Who a figure is about and with whom: subject and partner from the states named near it, and from what was
spoken of before.
"""

import re
from dataclasses import dataclass
from functools import cache

from autarky.claims.languages import vocabulary
from autarky.claims.measures import Mention
from autarky.claims.sentences import clauses
from autarky.claims.states import StateMention
from autarky.claims.units import Found

WORLD = frozenset(
    {"world_export_share", "world_import_share", "world_use_share", "output_share", "reserves_share"}
)
_BILATERAL = frozenset(
    {
        "trade_value",
        "trade_share",
        "export_share",
        "import_share",
        "supply_share",
        "rank",
        "duration",
        "share_change",
        "agreement_share",
    }
)
_JOINT = frozenset({"settlement_share", "integration_degree"})
# what one state has by itself
_ALONE = frozenset(
    [
        "area",
        "population",
        "production",
        "reserves",
        "gdp",
        "gdp_growth",
        "gdp_share",
        "inflation",
        "interest_rate_change",
        "target_year",
        "deadline",
        "jobs",
        "troops",
        "stock_of_weapons",
        "military_spending",
        "energy_mix_share",
        "efficiency_change",
        "capacity_change",
        "budget",
        "price_change",
        "contribution_share",
    ]
)
_RECEIVED = frozenset({"aid", "debt", "debt_share", "investment"})
_BOUGHT = frozenset({"import_share", "import_quantity", "import_value", "supply_share"})
_SHARES = frozenset(
    {"export_share", "import_share", "trade_share", "supply_share", "rank", "debt_share", "energy_mix_share"}
)


@dataclass(frozen=True)
class Parties:
    """Codes of the subject and the partner, and whether the subject was implied."""

    subject: str | None
    partner: str | None
    implied: bool = False


@cache
def _marks(code: str) -> dict[str, re.Pattern[str]]:
    words = vocabulary(code)
    grammar = words["grammar"]
    flow = [
        w
        for name in (
            "exports",
            "imports",
            "trade",
            "production",
            "reserves",
            "debt",
            "consumption",
            "gdp",
            "budget",
            "supply",
        )
        for w in words["concepts"][name]
    ]
    goods = [w for names in words["products"].values() for w in names]
    gap = r"(?:\s+\S+){0,2}?\s*" if words.spaced else r"[^，。,;；]{0,8}?"
    own = words.pattern([*flow, *goods])
    return {
        "owned": re.compile(
            r"(?:'s?|的)?"
            + (
                r"(?:\s+(?!to\b|from\b|and\b|has\b|is\b|was\b|в\b|из\b|на\b)\S+){0,3}?\s+"
                if words.spaced
                else r"[^，。,;；对从向自占]{0,8}?"
            )
            + own
        ),
        "goods": re.compile((r"(?:\s+\S+)?\s+" if words.spaced else r".{0,2}?") + words.pattern(goods)),
        "bought": re.compile(
            words.pattern(words["concepts"]["imports"]) + (r"(?:\s+\S+)?\s+$" if words.spaced else "$")
        ),
        "owned_near": re.compile(words.pattern(flow) + r"(?:\s+\S+)?\s+$" if words.spaced else r"占其?$"),
        "of": re.compile(
            r"(?:\bof|\bof the|\bin|\bin the)\s+(?:the\s+)?$"
            if words.spaced
            else r"(?:占其?|让|使|帮|助|为)$"
        ),
        "acts": re.compile(
            (r"\s+(?:\S+\s+){0,2}?" if words.spaced else r"[^，。,;；]{0,6}?")
            + words.pattern(grammar["partner_after"])
        ),
        "share_of": re.compile(
            words.pattern(grammar["share_of_partner"]) + (r"\s+(?:of\s+)?$" if words.spaced else "$")
        ),
        "other": words.matcher(grammar["other"]),
        "both": words.matcher(grammar["both"]),
        "implied": words.matcher(grammar["implied"]),
        "gap": re.compile(gap),
        "between": words.matcher(grammar["between"]) if grammar["between"] else re.compile("(?!)"),
        "and": re.compile(r"\s*" + words.pattern(grammar["and"]) + r"\s*(?:the\s+)?"),
    }


def parties(
    text: str, code: str, figure: Found, sentence: tuple[int, int], measure: str | None, near: Mention | None,
    states: list[StateMention], topic: str | None, recent: list[str], last: tuple[int, Parties] | None,
) -> Parties:  # fmt: skip
    """Return subject and partner of a figure.

    states : those its sentence names. topic : the subject of what was said before. recent : states named before, last first.
    last : where the figure before stands and who it is about.
    """
    who = _parties(text, code, figure, sentence, measure, near, states, topic, recent, last)
    if measure in _JOINT and who.subject and who.partner and who.partner not in who.subject:
        return Parties(f"{who.subject}+{who.partner}", None, who.implied)
    return who


def _parties(
    text: str, code: str, figure: Found, sentence: tuple[int, int], measure: str | None, near: Mention | None,
    states: list[StateMention], topic: str | None, recent: list[str],
    last: tuple[int, "Parties"] | None,
) -> Parties:  # fmt: skip
    marks = _marks(code)
    here = _paired(text, states, marks)
    both = bool(marks["both"].search(text, *sentence))
    trading = near is not None and near.concept == "trade"
    bilateral = measure in _BILATERAL or measure in _JOINT or (measure == "growth" and trading)
    if both and not here and len(recent) > 1:
        pair = (
            [topic, next(s for s in recent if s != topic)]
            if topic and topic in recent[:4] and any(s != topic for s in recent)
            else recent[1::-1]
        )
        return _couple(str(pair[0]), str(pair[1]), measure, bilateral)
    clause = next(((a, b) for a, b in reversed(clauses(text, *sentence)) if a <= figure.start), sentence)
    own = [m for m in here if clause[0] <= m.start < clause[1]]
    joint_here = marks["both"].search(text, clause[0], figure.start)
    if (
        joint_here
        and not own
        and last is not None
        and last[1].subject
        and last[1].partner not in (None, "WLD")
        and "+" not in last[1].subject
    ):
        return _couple(last[1].subject, str(last[1].partner), measure, bilateral)
    if joint_here and not own and len(set(recent)) > 1:
        return _couple(
            recent[1] if recent[0] != recent[1] else next(s for s in recent if s != recent[0]),
            recent[0],
            measure,
            bilateral,
        )
    if (
        last is not None
        and last[0] >= sentence[0]
        and last[1].subject
        and not any(not m.partner for m in own)
    ):
        others = [m for m in own if not set(m.states) & set(last[1].subject.split("+"))] or None
        partner = _partner(
            text, figure, measure, others or here, last[1].subject, marks, topic, recent, both, near, True
        )
        tied = measure in _BILATERAL or measure == "growth" or str(measure).endswith(("_value", "_quantity"))
        if partner is None and not others and tied and last[1].partner != "WLD":
            partner = last[1].partner
        return Parties(last[1].subject, partner, True)
    pair_mention = _closest_pair(figure, own) or _closest_pair(figure, here)
    if pair_mention and pair_mention in own and measure in ("duration", "trade_value", "settlement_share"):
        return _couple(pair_mention.states[0], pair_mention.states[1], measure, True)
    if pair_mention and (
        measure in _JOINT
        or not any(len(m.states) == 1 and not m.partner for m in here)
        or (bilateral and trading)
    ):
        return _couple(pair_mention.states[0], pair_mention.states[1], measure, bilateral)
    scored = sorted(
        ((_subject_score(text, code, figure, sentence, measure, m, here, topic, marks), -k, m) for k, m in enumerate(here)),
        key=lambda s: (s[0], s[1]), reverse=True,
    )  # fmt: skip
    subject: str | None = None
    implied = False
    pointed = (
        marks["implied"].match(text, sentence[0])
        and topic
        and not any(m.start < clause[1] and not m.partner for m in here)
    )
    if scored and scored[0][0] > (1.6 if pointed else 0):
        subject = "+".join(scored[0][2].states)
    else:
        implied = True
        named = {s for m in here for s in m.states}
        subject = (
            topic
            if topic and not (set(topic.split("+")) <= named and len(recent) > 1)
            else next((s for s in recent if s not in named), topic)
        )
    if both and subject and "+" not in subject and bilateral and len(here) == 1 and recent:
        other = next((s for s in recent if s != subject), None)
        if other and measure in _JOINT:
            return Parties(f"{subject}+{other}", None)
    return Parties(
        subject,
        _partner(text, figure, measure, here, subject, marks, topic, recent, both, near, implied),
        implied,
    )


def _other_side(text: str, m: StateMention, measure: str | None) -> bool:
    """Is a mention marked as the other side of the tie, or as where a distance is measured to?"""
    away = measure == "distance" and re.search(r"(?:距离?|from|от)\s*$", text[max(0, m.start - 8) : m.start])
    return m.partner or bool(away)


def _couple(first: str, second: str, measure: str | None, bilateral: bool) -> Parties:
    """Two states named as a pair: partners of each other in what goes between them, one subject otherwise."""
    if measure in WORLD:
        return Parties(f"{first}+{second}", "WLD")
    if (bilateral and measure not in _JOINT) or measure in (
        "growth",
        "export_value",
        "import_value",
        "visits",
        "investment",
        "border_length",
        "count_of_firms",
        "export_quantity",
        "import_quantity",
    ):
        return Parties(first, second)
    return Parties(f"{first}+{second}", None)


def _paired(text: str, states: list[StateMention], marks: dict[str, re.Pattern[str]]) -> list[StateMention]:
    """Join `Russia and Belarus` into one mention."""
    joined: list[StateMention] = []
    for m in states:
        last = joined[-1] if joined else None
        if (
            last
            and len(last.states) == 1
            and last.states != m.states
            and (marks["and"].fullmatch(text[last.end : m.start]) or text[last.end : m.start] in ("-", "–"))
        ):
            joined[-1] = StateMention(
                (*last.states, *m.states), last.start, m.end, last.partner, last.adjective
            )
        else:
            joined.append(m)
    return joined


def _closest_pair(figure: Found, here: list[StateMention]) -> StateMention | None:
    pairs = [
        m for m in here if len(m.states) == 2 and not (m.partner and len(here) > 1 and m.states[0] != "RUS")
    ]
    return min(pairs, key=lambda m: abs(m.start - figure.start), default=None)


def _subject_score(
    text: str, code: str, figure: Found, sentence: tuple[int, int], measure: str | None, m: StateMention,
    here: list[StateMention], topic: str | None, marks: dict[str, re.Pattern[str]],
) -> float:  # fmt: skip
    parts = clauses(text, *sentence)

    def clause(where: int) -> int:
        return max((k for k, (a, _) in enumerate(parts) if a <= where), default=0)

    behind = m.start >= figure.end
    score = 1.0 if not behind else 0.4
    same = clause(m.start) == clause(figure.start)
    score += 0.6 if same else -0.25 * abs(clause(m.start) - clause(figure.start))
    head, tail = text[max(sentence[0], m.start - 40) : m.start], text[m.end : sentence[1]][:50]
    if marks["owned"].match(tail) and not m.partner:
        score += 1.5 if same else 0.7
    if same and not behind and not m.partner:
        score += 0.6
    if behind and not same:
        score -= 1.5
    between = text[m.end : figure.start] if not behind else ""
    listed = re.fullmatch(r"\s*[—–-]\s*(?:\w+\s+)?|(?:则|也)?占", between) is not None
    if listed and any(
        marks["share_of"].search(text[max(sentence[0], x.start - 40) : x.start]) for x in here if x is not m
    ):
        score -= 4.0  # the share of China is 20 %, Russia - 18 %
    if same and measure in _SHARES and topic and topic not in m.states and marks["other"].search(between):
        score -= 4.0  # China buys 70 % of the country's gas
    if _other_side(text, m, measure):
        score -= 1.0
    if measure == "flight_time" and m.partner:
        score += 4.0
    if m.partner:
        score -= 2.5
    if measure in _BOUGHT and m.adjective and marks["goods"].match(tail):
        score -= 2.5  # imports of Russian gas
    if not m.partner and all(x.partner or x.start >= m.start for x in here):
        score += 0.5
    if measure == "border_length" and m is here[0] and not m.partner:
        score += 1.5
    if (
        (same or not behind)
        and marks["of"].search(head)
        and (marks["owned"].match(tail) or (code == "zh" and head.endswith("占")))
    ):
        score += 3.5
    if (
        code == "ru"
        and not m.partner
        and re.search(
            r"(?i)(?:экспорт|импорт|торговл|товарооборот|добыч|производств|населени|площад|запас|долг|ввп|экономик|поставк|границ|оборот|армия|бюджет)\w*(?:\s+\w+)?\s+$",
            head,
        )
    ):
        score += 1.2
    if marks["share_of"].search(head):
        score -= 4.0
    if m.adjective and marks["bought"].search(head):
        score -= 3.0
    if not m.partner and any(set(x.states) & set(m.states) for x in here if _other_side(text, x, measure)):
        score -= 1.5
    ties = len({s for x in here for s in x.states}) > 1 or (topic is not None and topic not in m.states)
    if measure in _SHARES and ties and marks["acts"].match(tail) and not marks["of"].search(head):
        score -= 4.0
    if code == "ru" and measure in _SHARES and re.match(r"\s+(?:приходи|пришл)", tail):
        score -= 3.0
    inward = re.search(r"(?:\bto|\binto|\bin|\bв|向|给|对|在)\s*$", head) is not None
    if (
        code == "ru"
        and m.adjective
        and inward
        and re.match(r"\s+(?:экспорт|импорт|торговл|внешн|товарооборот|балан|потреблен)", tail)
    ):
        score += 5.0  # in Moldovan exports
    if (
        measure in _BOUGHT
        and inward
        and any(x.partner and x is not m for x in here)
        and re.search(r"(?:\bto|\binto|\bв|向)\s*$", head)
    ):
        score += 4.0  # from Russia to Tajikistan
    if measure == "investment" and inward:
        score += 4.0
    if measure in _RECEIVED:
        given = re.search(r"(?:\bto|向|给|对|欠)\s*$", head) is not None
        if measure in ("aid",) and given:
            score += 4.0
        if measure == "aid" and re.match(
            r"\s*(?:выделил|предоставил|gave|granted|provided|suspended|lent|向|于\d{4}年向|对)", tail
        ):
            score -= 4.5
        if measure in ("debt", "debt_share") and re.match(r"\s+(?:is|are) owed", tail):
            score -= 4.5
    return score - min(abs(figure.start - m.start), 200) / 400


def _partner(
    text: str, figure: Found, measure: str | None, here: list[StateMention], subject: str | None,
    marks: dict[str, re.Pattern[str]], topic: str | None, recent: list[str], both: bool, near: Mention | None,
    implied: bool,
) -> str | None:  # fmt: skip
    if measure in WORLD:
        return "WLD"
    own = set((subject or "").split("+"))
    others = [m for m in here if not set(m.states) & own]
    if measure in _ALONE and measure not in (
        "jobs",
        "stock_of_weapons",
        "troops",
        "efficiency_change",
        "capacity_change",
    ):
        return None
    if others:

        def weight(m: StateMention) -> float:
            value = 2.0 if m.partner else 0.0
            value += 1.5 if marks["share_of"].search(text[max(0, m.start - 30) : m.start]) else 0.0
            value += 1.0 if marks["acts"].match(text[m.end : m.end + 50]) else 0.0
            return value - abs(m.start - figure.start) / 60

        return "+".join(max(others, key=weight).states)
    if both or (
        near is not None and near.concept == "trade" and implied and measure in ("trade_value", "growth")
    ):
        return next((s for s in recent if s not in own), None)
    return None
