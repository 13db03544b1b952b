"""What a case says in words: its lead, the answer of a part in one sentence, what is robust line by line."""

from collections.abc import Sequence
from math import log

from autarky.case.outcome import WELFARE, Value
from autarky.case.robustness import KINDS, Finding
from autarky.formatting import THIN, listed, number, percent

NEAR = 1.0  # years: the horizon told where only one is, or the nearest to it that a part has


def near(values: Sequence[Value]) -> Value:
    """The figure at the horizon nearest to `NEAR`."""
    return min(values, key=lambda v: abs(log(max(v.years, 1e-3) / NEAR)))


def span(v: Value) -> str:
    """``−6.1 … −4.2``; empty without draws."""
    if v.low is None or v.high is None:
        return ""
    return f"{number(100 * v.low, plus=True)} … {number(100 * v.high, plus=True)}"


def sentence(found: Sequence[Finding]) -> str:
    """The answer of a part about those in focus, with how sure it is; empty where none of them is touched."""
    told = []
    for f in found:
        if f.kind == "untouched" or f.values[0].what != WELFARE:
            continue
        v = near(f.values)
        verb = "gains" if v.central > 0 else "loses"
        told.append(f"{f.name} {verb} {number(100 * abs(v.central))}{THIN}%{_SURE[f.kind]}")
    if not told:
        return ""
    calm = [f.name for f in found if f.kind == "untouched"]
    after = f"After {near(found[0].values).horizon} {listed(told)}"
    return after + (f"; {listed(calm)} {'is' if len(calm) == 1 else 'are'} barely affected." if calm else ".")


_SURE = {"robust": "", "sign": " (size uncertain)", "not": " (not robust)", "undrawn": ""}


def lines(kind: str, sure: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """(who, where and why, figures) of every finding of a kind; the untouched of one part share a line."""
    found = [f for f in sure if f.kind == kind]
    if kind == "untouched":
        parts = dict.fromkeys(f.part for f in found)
        return [(listed(f.name for f in found if f.part == p), p, "") for p in parts]
    return [(f.name, f"{f.part}{f': {f.why}' if f.why else ''}", _figures(f)) for f in found]


def _figures(f: Finding) -> str:
    """``−5.3 % (−6.1 … −4.2) after 1 year``, for every horizon."""
    told = []
    for v in f.values:
        within = f" ({span(v)})" if v.low is not None else ""
        told.append(f"{percent(v.central)}{within} after {v.horizon}")
    return "; ".join(told)


def lead(answers: int, failed: int, left: int, sure: Sequence[Finding]) -> str:
    """The case in figures."""
    told = _count(answers, "answer")
    told += f", {_count(failed, 'part')} without one" if failed else ""
    told += f", {_count(left, 'question')} left open" if left else ""
    counts = {k: sum(1 for f in sure if f.kind == k) for k in KINDS}
    if len(sure) == counts["undrawn"]:
        return f"{told}; without draws they have no ranges."
    said = (
        f"{told}. Of {len(sure) - counts['untouched'] - counts['undrawn']} effects larger than a trace,"
        f" {counts['robust']} are robust in sign and size, {counts['sign']} in sign alone, and"
        f" {counts['not']} are not robust."
    )
    worst = [f for f in sure if f.kind == "robust" and f.values[0].what == WELFARE]
    by = sorted(worst, key=lambda f: near(f.values).central)
    for f, word in ((by[0], "loss"), (by[-1], "gain")) if by else ():
        v = near(f.values)
        if (v.central < 0) == (word == "loss"):
            said += (
                f" The largest robust {word}: {f.name}, {percent(v.central)} after {v.horizon} ({f.part})."
            )
    return said


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
