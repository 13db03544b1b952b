"""The stages of a claim, from the text to the verdict.

    Document -> Figure -> Claim -> Checked
      read       find     understand  check

Every stage keeps the verbatim span and its offsets in the text; nothing is changed in place. The words of
`measure`, `unit`,
`approx`, `kind` and `verdict` are those of the gold set (its README and `check.py`), and `to_gold()` gives its fields.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Approx = Literal["exact", "over", "under", "about", "nearly", "at_least"]
Flow = Literal["exports", "imports", "trade"]
Kind = Literal["fact", "forecast", "plan", "opinion", "military"]
PeriodSource = Literal["text", "inferred"]
Verdict = Literal[
    "right", "right_by_another_definition", "right_in_another_year", "wrong", "implausible_unit", "not_checkable",
]  # fmt: skip
Confidence = Literal["high", "medium", "low"]
Unit = Literal[
    "%", "pp", "bp", "USD", "EUR", "RUB", "CNY", "BYN", "KZT", "GBP", "JPY", "INR", "TRY", "t", "t_K2O",
    "t_REO", "bbl",
    "bbl/day", "m3", "kWh", "kW", "km", "km2", "persons", "count", "minutes", "hours", "days", "months", "years",
    "year", "times", "rank", "TEU", "ratio",
]  # fmt: skip
Measure = Literal[
    # a partner's share, and a share of the world
    "export_share", "import_share", "trade_share", "supply_share", "world_export_share", "world_import_share",
    "world_use_share", "output_share", "reserves_share",
    # amounts
    "export_value", "import_value", "trade_value", "export_quantity", "import_quantity", "production",
    "reserves", "revenue",
    "investment", "aid", "budget", "debt", "gdp", "military_spending", "freight_volume",
    # changes
    "growth", "gdp_growth", "share_change", "cost_change", "price_change", "energy_use_change", "efficiency_change",
    "capacity_change", "transit_time_change", "competitiveness_change", "interest_rate_change", "inflation",
    # other shares
    "gdp_share", "debt_share", "energy_share", "energy_mix_share", "contribution_share", "settlement_share",
    "agreement_share", "integration_degree",
    # states, people, arms, time
    "area", "border_length", "distance", "population", "stock_of_weapons", "troops", "replacement_ratio",
    "flight_time",
    "rank", "visits", "count", "count_of_firms", "jobs", "detainees", "duration", "deadline", "target_year",
    # two figures of one text held against each other
    "internal_consistency",
]  # fmt: skip
UNITS: tuple[str, ...] = get_args(Unit)
MEASURES: tuple[str, ...] = get_args(Measure)


@dataclass(frozen=True)
class Span:
    """A stretch of a text as it stands there.

    start, end : offsets of the first character and behind the last, in characters (code points) of the decoded file.
    text : the characters themselves.
    """

    start: int
    end: int
    text: str

    def overlaps(self, other: "Span") -> bool:
        return min(self.end, other.end) > max(self.start, other.start)


@dataclass(frozen=True)
class Document:
    """A text and its folded form, in which the rules look.

    name : the file's name. text : the file decoded, untouched. language : `zh-Hans`, `zh-Hant`, `ru` or `en`.
    folded : the text without mark-up, unrelated parts and damage, traditional characters as simplified ones.
    starts, ends : for each character of `folded`, where the characters of `text` begin and end that it stands
    for; both rise.
    published : day of the article where it says so (`2024-05-01`, or `2024-05`, or `2024`).
    """

    name: str
    text: str
    language: str
    folded: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    published: str | None = None

    def span(self, start: int, end: int) -> Span:
        """Return the verbatim span of `folded[start:end]`; raises ValueError where that is empty."""
        if not 0 <= start < end <= len(self.folded):
            raise ValueError(f"no span from {start} to {end} in {len(self.folded)} characters")
        first, last = self.starts[start], self.ends[end - 1]
        return Span(first, last, self.text[first:last])

    def fold(self, span: Span) -> tuple[int, int]:
        """Return start and end in `folded` of a span of the text (the inverse of `span`)."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)


@dataclass(frozen=True)
class Figure:
    """A number with its unit, as found.

    span : number with unit or classifier, hedges left out.
    value, or low and high : in base units; None in the other case. Falls are negative once understood.
    unit : a word of `UNITS`. precision : place of the last digit written, in base units, or None.
    """

    span: Span
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    approx: Approx = "exact"
    precision: float | None = None

    def to_gold(self) -> dict[str, Any]:
        return {
            "start": self.span.start, "end": self.span.end, "span": self.span.text,
            "value": self.value, "low": self.low, "high": self.high, "approx": self.approx,
            "unit": self.unit, "as_written_precision": self.precision,
        }  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """A figure and what the text says it measures.

    sentence : the sentence or clause it stands in. measure : a word of `MEASURES`, or None where it was not
    understood.
    subject, partner : ISO 3166 alpha-3 codes, `+` between states taken together, or `EU27`, `NATO`, `WLD`.
    product : English name of the product or project. flow : as seen from the subject.
    period : `2024`, `2024-05`, `2023/2024` (mean or season), `2021-2022` (change), `2025-01/2025-09`.
    written : the year in which the article was written, as far as it shows. since : the year from which a duration counts, where the text says it.
    not_understood : one sentence for each part that the rules could not read.
    """

    doc: str
    lang: str
    number: int
    figure: Figure
    sentence: Span
    measure: str | None = None
    subject: str | None = None
    partner: str | None = None
    product: str | None = None
    flow: Flow | None = None
    period: str | None = None
    period_source: PeriodSource | None = None
    attribution: str | None = None
    kind: Kind = "fact"
    not_understood: tuple[str, ...] = ()
    since: int | None = None
    written: int | None = None

    @property
    def id(self) -> str:
        return f"{self.doc}#{self.number}"

    def to_gold(self) -> dict[str, Any]:
        """Return the fields of the gold set that the text itself decides."""
        figure = self.figure.to_gold()
        span = {k: figure.pop(k) for k in ("start", "end", "span")}
        return {
            "id": self.id, "doc": self.doc, "lang": self.lang, **span,
            "text_start": self.sentence.start, "text_end": self.sentence.end, "text": self.sentence.text, **figure,
            "measure": self.measure, "subject": self.subject, "partner": self.partner, "product": self.product,
            "flow": self.flow, "period": self.period, "period_source": self.period_source,
            "attribution": self.attribution, "kind": self.kind,
        }  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """What to say, by its key in the tables of sayings, with the parts that change; `checking.say` puts it in words.

    parts : name and text; texts that are codes of states or names of products are shown in the reader's language.
    """

    key: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Truth:
    """What data say, by one definition in one year.

    key : short name of the definition and its source. value, unit : in the units of `Figure`.
    definition : in English; `wording` says it in any language. year : `2022`, `2023/2024`, ...
    source : its name; citation, licence : how to cite it and under which terms it stands.
    how : how the value was computed from the source. match : does it bear the claim out; None where it is context only.
    own : is it the definition that the text itself means. rounding : half of the last place that the source gives.
    estimate : does the source call it an estimate, or is a part of it one. margin : share of the value by which
    sources of this kind differ, within which a figure that differs is not yet wrong.
    """

    key: str
    definition: str
    value: float
    unit: str
    year: str
    source: str
    how: str
    match: bool | None = None
    wording: Wording = Wording("")
    citation: str = ""
    licence: str = ""
    own: bool = False
    rounding: float = 0.0
    estimate: bool = False
    margin: float = 0.0

    def to_gold(self) -> dict[str, Any]:
        return {
            k: getattr(self, k)
            for k in ("key", "definition", "value", "unit", "year", "source", "how", "match")
        }


@dataclass(frozen=True)
class Needed:
    """A source that would decide a claim. source : its name for people. command : what gets it, None where autarky
    does not read it.
    """

    source: str
    command: str | None = None


@dataclass(frozen=True)
class Conflict:
    """Another claim of the same article that does not go with this one. other : its id. wording : why not."""

    other: str
    wording: Wording


@dataclass(frozen=True)
class Checked:
    """A claim with its verdict and the evidence.

    truth : nearest first by definition and period: the first compared one is the text's own definition in its own
    period, or the nearest there is. best : the one that the verdict rests on. reason : in English; `wording` says it in any language.
    needed : sources that would decide it where the data at hand do not. conflicts : what the article itself says
    against it. scenario : for a claim about the future, a scenario that autarky can run, as TOML.
    """

    claim: Claim
    verdict: Verdict
    reason: str
    truth: tuple[Truth, ...] = ()
    confidence: Confidence = "medium"
    accept: tuple[Verdict, ...] = field(default=())
    wording: Wording = Wording("")
    best: Truth | None = None
    needed: tuple[Needed, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    scenario: str | None = None

    @property
    def would_decide(self) -> str | None:
        """The sources that would decide it, with the commands that get them, in one line."""
        lines = [f"{n.source} ({n.command})" if n.command else n.source for n in self.needed]
        return "; ".join(lines) or None

    @property
    def checkable(self) -> bool:
        return self.verdict != "not_checkable"

    def to_gold(self) -> dict[str, Any]:
        """Return every field of the gold set."""
        return {
            **self.claim.to_gold(), "checkable": self.checkable, "truth": [t.to_gold() for t in self.truth],
            "verdict": self.verdict, "accept": list(self.accept), "reason": self.reason, "confidence": self.confidence,
            "external": [],
        }  # fmt: skip
