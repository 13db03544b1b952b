"""Changes: growth of trade and output against the year before, changes of shares in per cent and in points.

Growth in current dollars by balanced tables is not that of customs: it may bear a figure out and never calls one wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from autarky.claims.checking import mining, partners, values
from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.goods import goods
from autarky.claims.checking.sources import CUSTOMS, IMTS, MINING
from autarky.claims.model import Claim, Truth, Wording


def growth(claim: Claim, data: Data) -> Evidence:
    """Truths of a growth: of exports, imports, trade, or of the output of a product."""
    own, others = members(claim.subject), members(claim.partner if claim.partner != "WLD" else None)
    if not own:
        return Evidence(missing=Wording("no_subject"))
    if claim.figure.unit != "%":
        return Evidence(needed=(CUSTOMS,), missing=Wording("no_data", (("measure", claim.measure or ""),)))
    if claim.flow is None:
        levels = [
            t for g in goods(claim.product) for y, v in mining.output(g, own, data).items()
            for t in [Truth(f"output.{g.name}", "", v, "t", str(y), MINING.name, "", own=True, wording=Wording("output_growth"))]
        ]  # fmt: skip
        return Evidence(
            tuple(_changes(levels, claim.period, "growth_output")), (MINING.needed,), False, _none(claim)
        )
    if claim.product:
        probe = replace(
            claim, measure=f"{claim.flow.removesuffix('s')}_value", figure=replace(claim.figure, unit="USD")
        )
        levels = list(values.values(probe, data).truths)
    else:
        levels = list(values.of_tables(own, others, claim.flow, data))
    found = _changes(levels, claim.period, f"growth_{claim.flow}")
    return Evidence(tuple(found), (CUSTOMS, IMTS.needed), False, _none(claim), True)


def _none(claim: Claim) -> Wording:
    return Wording("no_growth", (("period", claim.period or "?"),))


def share_change(claim: Claim, data: Data) -> Evidence:
    """Truths of a change of a partner's share, in the unit of the figure; per cent may be meant as points."""
    measure = {"exports": "export_share", "imports": "import_share", "trade": "trade_share"}.get(
        claim.flow or ""
    )
    if measure is None or claim.product:
        return Evidence(needed=(CUSTOMS,), missing=_none(claim))
    levels = partners.shares(replace(claim, measure=measure), data).truths
    levels = tuple(t for t in levels if ".icio." in t.key and "mean" not in t.key)
    found = list(
        _changes(levels, claim.period, f"change_{claim.flow}_share", points=claim.figure.unit == "pp")
    )
    if claim.figure.unit == "%":
        found += [
            replace(t, own=False, unit="%")
            for t in _changes(levels, claim.period, f"points_{claim.flow}_share", True)
        ]
    return Evidence(tuple(found), (CUSTOMS, IMTS.needed), False, _none(claim), True)


def _changes(
    levels: list[Truth] | tuple[Truth, ...], period: str | None, key: str, points: bool = False
) -> Iterator[Truth]:
    """Changes of each definition from year to year, or over the years of the period."""
    span = re.fullmatch(r"(\d{4})-(\d{4})", period or "")
    by_definition: dict[str, dict[int, Truth]] = {}
    for t in levels:
        if re.fullmatch(r"\d{4}", t.year):
            by_definition.setdefault(t.key.replace(t.year, ""), {})[int(t.year)] = t
    for years in by_definition.values():
        pairs = [(int(span[1]), int(span[2]))] if span else [(y - 1, y) for y in sorted(years, reverse=True)]
        for a, b in pairs:
            if a not in years or b not in years or not years[a].value:
                continue
            before, after = years[a], years[b]
            change = after.value - before.value if points else 100 * (after.value / before.value - 1)
            yield replace(
                after, key=f"{key}.{after.key}", value=change, unit="pp" if points else "%", year=f"{a}-{b}" if span else str(b),
                how=f"from {before.value:,.5g} in {a} to {after.value:,.5g} in {b}", wording=Wording(key), rounding=0.0,
            )  # fmt: skip
