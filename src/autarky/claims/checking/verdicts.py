"""From evidence to a verdict, by rule.

right: the text's own definition bears the figure out in its period, or in the nearest with data. Else another
definition, then another year. Off by a power of ten: an implausible unit. wrong is said only where the data cover the period, no
sensible definition is left out, and the figure is farther from all of them than sources of the kind differ.
"""

from dataclasses import dataclass, replace

from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.matching import matches, power_off
from autarky.claims.checking.years import middle, whole
from autarky.claims.model import Checked, Claim, Confidence, Truth, Verdict, Wording

SAME = 0.6  # years: a mean of two years is as good as either
NEAREST = 2.5  # years: data farther from the period do not stand in for it
AROUND = 5.5  # years around in which another year is sought
CLEAR = 0.04  # share of a truth: a figure off by less is not called wrong
DRIFT = 0.08  # share of a truth by which a year changes it: what is far from the period counts for less
SMALL = 5.0  # per cent: shares below it differ widely between sources
SHARES = frozenset({"%", "pp"})


@dataclass(frozen=True)
class _Dated:
    """A truth, and the years between it and the period of the claim."""

    truth: Truth
    gap: float


def judge(claim: Claim, evidence: Evidence) -> Checked:
    """Return the verdict on a claim."""
    if claim.kind != "fact":
        context = tuple(replace(d.truth, match=None) for d in _dated(claim, evidence.truths)[:4])
        return Checked(
            claim, "not_checkable", "", context, "high", wording=Wording("kind", (("kind", claim.kind),)),
            best=context[0] if context else None,
        )  # fmt: skip
    if not evidence.truths:
        missing = evidence.missing or Wording("no_data", (("measure", claim.measure or ""),))
        return Checked(claim, "not_checkable", "", confidence="high", wording=missing, needed=evidence.needed)
    compared = tuple(replace(t, match=matches(claim.figure, t)) for t in evidence.truths)
    dated = _dated(claim, compared)
    own = [d for d in dated if d.truth.own] or dated
    first = own[0]
    if claim.period and not whole(claim.period) and not standing(first.truth):
        wording = Wording("part_of_year", (("period", claim.period),))
        return _left(claim, dated, first.truth, evidence, wording)
    reach = first.gap + (1.0 if claim.period is None else SAME)
    if evidence.dated and claim.period and first.gap > SAME:
        return _left(claim, dated, first.truth, evidence, _said("too_far", claim, first.truth))
    hit = next((d for d in own if d.gap <= reach and d.truth.match), None)
    if hit is None:
        return _otherwise(claim, dated, own, evidence)
    if claim.period and hit.gap > NEAREST:
        return _left(claim, dated, hit.truth, evidence, _said("too_far", claim, hit.truth))
    exact = hit.gap <= SAME
    return _answer(
        claim, "right", dated, hit.truth, "high" if exact else "medium", "right" if exact else "right_nearest"
    )


def _otherwise(claim: Claim, dated: list[_Dated], own: list[_Dated], evidence: Evidence) -> Checked:
    """The verdict on a figure that its own definition does not bear out in its period."""
    first = own[0]
    others = [d for d in dated if not d.truth.own]
    reach = max(first.gap, 1.0) + SAME
    hit = next((d for d in others if d.truth.match and d.gap <= reach), None)
    if hit is not None:
        return _answer(
            claim, "right_by_another_definition", dated, hit.truth, "medium", "other_definition", first.truth
        )
    tells = [d for d in dated if d.truth.match and d.gap <= AROUND and _tells(claim, d.truth, evidence.dated)]
    hit = next((d for d in tells if d.truth.own), None)
    if hit is not None:
        return _answer(claim, "right_in_another_year", dated, hit.truth, "medium", "other_year", first.truth)
    hit = next((d for d in tells if not d.truth.own), None)
    if hit is not None:
        return _answer(
            claim, "right_by_another_definition", dated, hit.truth, "low", "other_definition", first.truth
        )
    factor = next(
        (f for d in own[:3] if (f := power_off(claim.figure, d.truth)) and _plausible(claim, f)), None
    )
    if factor is not None:
        return _answer(
            claim, "implausible_unit", dated, first.truth, "medium", "implausible_unit", factor=factor
        )
    if claim.period and first.gap > NEAREST:
        return _left(claim, dated, first.truth, evidence, _said("too_far", claim, first.truth))
    if not evidence.closed:
        return _left(claim, dated, first.truth, evidence, _said("open", claim, first.truth))
    around = [d for d in dated if d.gap <= max(AROUND, first.gap)]
    drift = DRIFT * first.gap if not standing(first.truth) else 0.0
    nearest = [d for d in own if d.gap <= first.gap + SAME]
    if all(_clearly_off(claim, d.truth) for d in around) and all(
        _clearly_off(claim, d.truth, drift) for d in nearest
    ):
        return _answer(claim, "wrong", dated, first.truth, "medium", "wrong")
    return _left(claim, dated, first.truth, evidence, _said("too_near", claim, first.truth))


def _clearly_off(claim: Claim, truth: Truth, drift: float = 0.0) -> bool:
    """Is the figure farther from a truth than its source and others of its kind differ, and than years drift apart?"""
    if truth.match or matches(claim.figure, truth, max(CLEAR, truth.margin) + drift):
        return False
    if claim.figure.unit == "%" and ".icio." in truth.key and abs(truth.value) < SMALL:
        return not matches(claim.figure, truth, 1.0)
    return True


def _tells(claim: Claim, truth: Truth, dated: bool) -> bool:
    """Does a match in another year say something: not where the figure is far finer than sources agree."""
    if dated and ".icio." in truth.key:
        return False  # changes of balanced tables: one of many years fits by chance
    v, p = claim.figure.value, claim.figure.precision
    return not (truth.margin and v and p and p / abs(v) < 0.005)


def _plausible(claim: Claim, factor: float) -> bool:
    return claim.figure.unit not in SHARES or factor in (10.0, 100.0, 0.1, 0.01)


def standing(truth: Truth) -> bool:
    """Does a truth hold for long, so that part of a year is as good as the year?"""
    return truth.unit in ("km", "km2", "persons")


def _moment(claim: Claim, truths: tuple[Truth, ...]) -> float | None:
    """The year of the claim; where the text says none, that of the article, or the latest of its own definition."""
    said = middle(claim.period) or claim.written
    if said is not None:
        return float(said)
    known = [m for t in truths if t.own and (m := middle(t.year)) is not None]
    return max(known, default=None)


def _dated(claim: Claim, truths: tuple[Truth, ...]) -> list[_Dated]:
    """Truths with their distance from the claim, those of the text's own definition first, the nearest first."""
    moment = _moment(claim, truths)
    found = []
    for truth in truths:
        there = middle(truth.year)
        gap = 0.0 if moment is None or there is None or standing(truth) else abs(moment - there)
        found.append(_Dated(truth, gap))
    return sorted(found, key=lambda d: (not d.truth.own, d.gap))


def _left(claim: Claim, dated: list[_Dated], best: Truth, evidence: Evidence, wording: Wording) -> Checked:
    """Not decided, with what is known as context."""
    context = tuple(replace(d.truth, match=None) for d in dated)
    return Checked(
        claim, "not_checkable", "", context, "medium", wording=wording, best=replace(best, match=None), needed=evidence.needed
    )  # fmt: skip


def _said(key: str, claim: Claim, truth: Truth) -> Wording:
    return Wording(key, (*_parts(truth), ("period", claim.period or "")))


def _parts(truth: Truth, first: bool = False) -> tuple[tuple[str, str], ...]:
    prefix = "first_" if first else ""
    return (
        (f"{prefix}value", shown(truth.value, truth.unit)), (f"{prefix}year", truth.year),
        ("first" if first else "definition", truth.wording.key), *truth.wording.parts,
    )  # fmt: skip


def shown(value: float, unit: str) -> str:
    """Return a value with its unit, to three or four digits."""
    size = abs(value)
    if unit in ("rank", "year", "count"):
        return f"{value:.0f}"
    for scale, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if size >= scale and unit != "%":
            return f"{value / scale:.4g} {name} {unit}"
    return f"{value:,.0f} {unit}" if size >= 1000 else f"{value:.3g} {unit}"


def _answer(
    claim: Claim, verdict: Verdict, dated: list[_Dated], best: Truth, confidence: Confidence, key: str,
    first: Truth | None = None, factor: float | None = None,
) -> Checked:  # fmt: skip
    parts = (_parts(first, first=True) if first else ()) + _parts(best)
    if factor:
        parts += (("factor", f"{max(factor, 1 / factor):,.0f}"),)
    truths = tuple(d.truth for d in dated)
    return Checked(claim, verdict, "", truths, confidence, wording=Wording(key, parts), best=best)
