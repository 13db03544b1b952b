"""Understands figures: who, with whom, what, when, and whether as a fact, a forecast, a plan, an opinion.

What the rules cannot read stays None, with a sentence that says so.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from autarky.claims.dates import dates
from autarky.claims.languages import vocabulary
from autarky.claims.measures import Mention, Reading, mentions, read, within
from autarky.claims.model import Claim, Document, Figure, Flow, Kind
from autarky.claims.parties import Parties, parties
from autarky.claims.periods import ANNIVERSARY, calendar, period
from autarky.claims.sentences import at, clauses, overlaps, sentences
from autarky.claims.states import StateMention, state_mentions
from autarky.claims.units import Found

_FLOWS: dict[str, Flow] = {
    "export_share": "exports", "export_value": "exports", "export_quantity": "exports", "world_export_share":
    "exports",
    "import_share": "imports", "import_value": "imports", "import_quantity": "imports", "world_import_share":
    "imports",
    "supply_share": "imports", "trade_share": "trade", "trade_value": "trade", "settlement_share": "trade",
}  # fmt: skip
_CONCEPT_FLOWS: dict[str, Flow] = {
    "exports": "exports",
    "imports": "imports",
    "trade": "trade",
    "supply": "imports",
}
_RECENT = 60  # mentions of states before a sentence that it may refer to
_WITHOUT = frozenset({"area", "border_length", "population", "gdp", "gdp_growth", "inflation", "duration"})
_OF_ALL = frozenset(
    {"export_share", "import_share", "trade_share", "export_value", "import_value", "trade_value"}
)
_JOINED = re.compile(r"\s*(?:and|&|и|与|和|及|、)\s*")
_AFTER = {
    "zh": re.compile(r"(?:仅次于|次于)$"),
    "en": re.compile(r"\b(?:after|behind|second only to|next to)\s+(?:the\s+)?$"),
    "ru": re.compile(r"(?:после|вслед за|уступая|уступает)(?:\s+(?:лишь|только))?\s+$"),
}
_MILITARY = frozenset({"stock_of_weapons", "troops", "flight_time", "replacement_ratio"})


def understand(document: Document, figures: Iterable[Figure]) -> tuple[Claim, ...]:
    """Return a claim for each figure, in order."""
    text, code = document.folded, vocabulary(document.language).code
    ordered = sentences(text)
    concepts, states = mentions(text, code), state_mentions(text, code)
    figures = tuple(figures)
    spans = [(*document.fold(f.span), f.unit) for f in figures]
    bounds = [(a, b) for a, b, _ in spans]
    numeric = [(a, b) for a, b, unit in spans if unit != "year"]
    states = [m for m in states if not overlaps(bounds, m.start, m.end)]  # US dollars
    dated = [d for d in dates(text, code) if not overlaps(numeric, d.start, d.start + 1)]
    cal = calendar(dated, document.published, text, code)
    main = Counter(s for m in states for s in m.states)
    starts = [a for a, _, _ in spans]
    places = [m.start for m in states]
    claims: list[Claim] = []
    topic, topic_at = None, -1
    last: tuple[int, Parties] | None = None
    for number, figure in enumerate(figures, 1):
        f = _folded(document, figure)
        k = at(ordered, f.start)
        sentence = ordered[k]
        before = ordered[k - 1] if k else None
        reading = read(text, code, f, sentence, before, concepts)
        reading = _by_context(text, code, f, sentence, reading, concepts)
        past = bisect_left(places, sentence[0])
        recent = [s for m in reversed(states[max(0, past - _RECENT) : past]) for s in reversed(m.states)]
        spoken = topic if topic is not None and k - topic_at <= 2 else None
        spoken = spoken or _spoken(states, ordered, k) or (main.most_common(1)[0][0] if main else None)
        here = states[past : bisect_left(places, sentence[1])]
        if reading.measure == "rank":  # second after Russia is not about Russia
            here = [m for m in here if not _AFTER[code].search(text[max(0, m.start - 24) : m.start])]
        who = parties(
            text, code, f, sentence, reading.measure, reading.near,
            here, spoken, recent, last,
        )  # fmt: skip
        carried = reading.near is not None and reading.near.start < sentence[0]
        if carried and who.implied and claims and claims[-1].measure == reading.measure:
            who = replace(who, subject=claims[-1].subject, partner=who.partner or claims[-1].partner)
        if reading.measure == "price_change" and who.implied:
            who = replace(who, subject=None, partner=None)
        last = (f.start, who)
        if who.subject:
            topic, topic_at = who.subject, k
        when, source = period(
            text,
            code,
            f,
            sentence,
            ordered[max(0, k - 2) : k][::-1],
            reading.measure,
            reading.role,
            cal,
            starts,
        )
        kind = _kind(text, code, f, sentence, reading.measure, when, cal.year)
        span = document.span(*sentence)
        flow = _flow(reading, who.partner) or _ranked(f, reading, within(concepts, *sentence))
        claims.append(
            Claim(
                document.name, document.language, number, _signed(figure, reading), span, reading.measure, who.subject,
                who.partner, _product(text, code, f, sentence, reading.measure), flow, when, source,
                _attribution(text, code, sentence), kind, _unread(figure, reading, who.subject),
                _since(text, code, f, reading.measure, when), cal.year,
            )
        )  # fmt: skip
    return tuple(claims)


def _folded(document: Document, figure: Figure) -> Found:
    start, end = document.fold(figure.span)
    return Found(
        start, end, figure.unit, figure.value, figure.low, figure.high, figure.approx, figure.precision
    )


def _spoken(states: list[StateMention], ordered: list[tuple[int, int]], k: int) -> str | None:
    """The state that the sentences before are about: the first they name that is not marked as the other side."""
    for a, b in reversed(ordered[max(0, k - 2) : k]):
        named = [m for m in states if a <= m.start < b]
        if named:
            plain = [m for m in named if not m.partner]
            return (plain or named)[0].states[0]
    return None


def _by_context(
    text: str, code: str, f: Found, sentence: tuple[int, int], reading: Reading, concepts: list[Mention]
) -> Reading:
    """Correct the measure where a single concept cannot decide: supplies have two sides, a mix of energy has none."""
    if f.unit in ("t", "m3", "bbl", "bbl/day", "kWh") and reading.measure is None:
        here = [m for m in within(concepts, *sentence) if m.concept in ("supply", "freight", "consumption")]
        if any(m.concept == "supply" for m in here):
            return replace(
                reading, measure="export_quantity", near=next(m for m in here if m.concept == "supply")
            )
    return reading


def _signed(figure: Figure, reading: Reading) -> Figure:
    """Make falls negative; twofold less is a half less."""
    if figure.unit == "times" and reading.sign > 0 and figure.span.text.endswith("倍") and figure.value:
        return replace(
            figure, unit="%", value=100 * figure.value, precision=None
        )  # 增长两倍: by twice as much
    if reading.sign >= 0:
        return figure
    if figure.value is None:
        return replace(figure, low=-(figure.high or 0.0), high=-(figure.low or 0.0))
    fold = re.match(r"(?i)вдвое|втрое|вчетв|впят|вдесят", figure.span.text)
    if fold and figure.unit == "%":
        return replace(figure, value=float(f"{-100 * (1 - 1 / (1 + figure.value / 100)):.6g}"))
    if figure.unit == "times" and figure.value:
        return replace(figure, unit="%", value=float(f"{-100 * (1 - 1 / figure.value):.6g}"), precision=None)
    return replace(figure, value=-abs(figure.value)) if figure.unit in ("%", "pp", "bp") else figure


@cache
def _products(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = vocabulary(code)
    return tuple((name, words.matcher(entries)) for name, entries in words["products"].items())


def _product(text: str, code: str, f: Found, sentence: tuple[int, int], measure: str | None) -> str | None:
    """The product named nearest to a figure in its clause, else in its sentence; two that stand together, joined by and.

    Partners and amounts of trade are of all goods where their own clause names none.
    """
    if measure in _WITHOUT:
        return None
    parts = clauses(text, *sentence)
    start, end = max((p for p in parts if p[0] <= f.start), default=sentence)
    end = max(end, f.end)
    found = sorted(
        (
            abs(m.start() - f.start) + (0 if start <= m.start() < end else 40),
            -(m.end() - m.start()),
            m.start(),
            m.end(),
            name,
        )
        for name, pattern in _products(code)
        for m in pattern.finditer(text, *sentence)
        if measure not in _OF_ALL or start <= m.start() < end
    )
    if not found:
        return None
    _, _, a, b, first = found[0]
    for *_, c, d, other in found[1:]:
        left, right = (b, c) if b <= c else (d, a)
        if other != first and 0 < right - left <= 5 and _JOINED.fullmatch(text[left:right]):
            return f"{first} and {other}" if b <= c else f"{other} and {first}"
    return first


_BEGAN = {
    "zh": r"((?:19|20)\d\d)年[^。，,\d]{0,12}(?:建立[^。，]{0,6}外交关系|建交(?!\d))",
    "en": r"(?:diplomatic|established|ties)[^.;]{0,60}?\b(?:in|since)\s+(?:\w+\s+)?((?:19|20)\d\d)\b",
    "ru": r"дипломатическ\w+ отношени\w+[^.;]{0,40}?\b((?:19|20)\d\d)\b",
}
_BEGAN_BEFORE = {
    "zh": r"(?!)",
    "en": r"\b[Ii]n ((?:19|20)\d\d)[^.;]{0,60}diplomatic relations",
    "ru": r"\b((?:19|20)\d\d) (?:году|г\.)[^.;]{0,60}дипломатическ\w+ отношени\w+",
}


def _since(text: str, code: str, f: Found, measure: str | None, when: str | None) -> int | None:
    """The year in which relations began, for an anniversary of them."""
    if measure != "duration" or not re.search(ANNIVERSARY, text[max(0, f.start - 40) : f.end + 40]):
        return None
    years = [int(m[1]) for p in (_BEGAN[code], _BEGAN_BEFORE[code]) for m in re.finditer(p, text)]
    years = [y for y in years if str(y) != (when or "")[:4]]
    return years[0] if years and len(set(years)) == 1 else None


def _flow(reading: Reading, partner: str | None) -> Flow | None:
    flow = _FLOWS.get(reading.measure or "")
    if flow or reading.measure not in ("growth", "share_change", "rank"):
        return flow
    return _CONCEPT_FLOWS.get(reading.near.concept) if reading.near else None


def _ranked(f: Found, reading: Reading, here: list[Mention]) -> Flow | None:
    """The flow by which partners are ranked: that named nearest."""
    if reading.measure != "rank":
        return None
    near = [(abs(m.start - f.end), m.concept) for m in here if m.concept in _CONCEPT_FLOWS]
    return _CONCEPT_FLOWS[min(near)[1]] if near else None


@cache
def _kinds(code: str) -> dict[str, re.Pattern[str]]:
    words = vocabulary(code)
    return {name: words.matcher(entries) for name, entries in words["kinds"].items()}


def _kind(
    text: str,
    code: str,
    f: Found,
    sentence: tuple[int, int],
    measure: str | None,
    when: str | None,
    year: int | None,
) -> Kind:
    """Fact, or what the words of the clause and the sentence make of it."""
    kinds = _kinds(code)
    clause = next(((a, b) for a, b in reversed(clauses(text, *sentence)) if a <= f.start), sentence)
    later = bool(when and year and when[:4].isdigit() and int(when[:4]) > year)
    if measure == "target_year" or measure == "deadline":
        return "plan"
    if code != "zh":
        clause = (clause[0], f.start)  # the words stand before the figure
    if kinds["plan"].search(text, *clause) or (later and kinds["plan"].search(text, *sentence)):
        return "plan"
    if measure in _MILITARY:
        return "military"
    if kinds["forecast"].search(text, *clause) or later:
        return "forecast"
    if kinds["opinion"].search(text, *clause):
        return "opinion"
    if measure in ("distance", "integration_degree", "duration", "count") and kinds["military"].search(
        text, *sentence
    ):
        return "military"
    return "fact"


@cache
def _attributions(code: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in vocabulary(code)["attribution"]["patterns"])


def _attribution(text: str, code: str, sentence: tuple[int, int]) -> str | None:
    """Who is quoted, as the text names them."""
    found = [m for p in _attributions(code) if (m := p.search(text, *sentence))]
    return min(found, key=lambda m: m.start())["name"].strip() if found else None


def _unread(figure: Figure, reading: Reading, subject: str | None) -> tuple[str, ...]:
    notes = []
    if reading.measure is None:
        notes.append(f"What “{figure.span.text}” measures was not understood.")
    if subject is None:
        notes.append(f"Which state “{figure.span.text}” is about was not understood.")
    return tuple(notes)
