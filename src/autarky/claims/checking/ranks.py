"""Ranks: of a partner among the partners, of a state among the world's producers."""

from collections.abc import Iterator

from autarky.claims.checking import facts, mining
from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.goods import goods
from autarky.claims.checking.partners import HOLES
from autarky.claims.checking.sources import FACTBOOK, ICIO, IMTS, MINING
from autarky.claims.model import Claim, Truth, Wording

REST = frozenset({"ROW"})


def ranks(claim: Claim, data: Data) -> Evidence:
    """Truths of a rank; without a partner, of the subject among the producers of the product."""
    own, others = members(claim.subject), members(claim.partner if claim.partner != "WLD" else None)
    if len(own) != 1:
        return Evidence(missing=Wording("no_subject"))
    if not others:
        found = tuple(_producers(claim, own[0], data))
        return Evidence(
            found, (MINING.needed,), False, Wording("no_product", (("product", claim.product or "?"),))
        )
    if len(others) != 1 or claim.product:
        return Evidence(needed=(IMTS.needed,), missing=Wording("no_partner"))
    flow = claim.flow or "trade"
    found = (*_partners(own[0], others[0], flow, data), *_listed(own[0], others[0], flow, data))
    missing = Wording("not_in_tables", (("subject", own[0]), ("partner", others[0])))
    return Evidence(found, (IMTS.needed, ICIO.needed), _far(claim, found), missing)


def _far(claim: Claim, found: tuple[Truth, ...]) -> bool:
    """Is the rank off by more than sources of the kind differ: by one place?"""
    return all(abs((claim.figure.value or 0) - t.value) > 1 for t in found)


def _partners(own: str, other: str, flow: str, data: Data) -> Iterator[Truth]:
    citation, licence = ICIO.terms()
    for services in (False, True):
        for year in data.trade_years:
            table = data.trade(year)
            at = table.at((own, other))
            if at is None or (year, own) in HOLES:
                continue
            matrix = table.everything if services else table.goods
            sums = {
                "exports": matrix[at[0]],
                "imports": matrix[:, at[0]],
                "trade": matrix[at[0]] + matrix[:, at[0]],
            }[flow]
            beyond = [
                c
                for c, v in zip(table.economies, sums, strict=True)
                if c not in (own, *REST) and v > sums[at[1]]
            ]
            key = f"rank_{flow}_{'all' if services else 'goods'}"
            yield Truth(
                f"{key}.icio.{year}", "", 1.0 + len(beyond), "rank", str(year), table.source,
                f"after {', '.join(beyond[:4])}" if beyond else "the largest", wording=Wording(key), citation=citation,
                licence=licence, own=not services, estimate=table.estimated,
            )  # fmt: skip


def _listed(own: str, other: str, flow: str, data: Data) -> Iterator[Truth]:
    listed = facts.partners(data, own, flow) if flow != "trade" else None
    if listed is None or other not in listed.shares or own == "BLR":  # its list omits Russia
        return
    citation, licence = FACTBOOK.terms()
    place = 1.0 + sum(v > listed.shares[other] for v in listed.shares.values())
    yield Truth(
        f"rank_{flow}_listed.factbook", "", place, "rank", listed.year, FACTBOOK.name, "place in the list of the largest partners",
        wording=Wording(f"rank_{flow}_goods"), citation=citation, licence=licence, own=True,
    )  # fmt: skip


def _producers(claim: Claim, own: str, data: Data) -> Iterator[Truth]:
    citation, licence = MINING.terms()
    frame = data.mining
    for good in goods(claim.product):
        if frame is None or not good.mining:
            continue
        rows = frame[frame["material"].isin(good.mining)]
        for year in reversed(mining.YEARS):
            sums = rows.groupby("Country_ISO")[str(year)].sum()
            if own not in sums.index or not sums[own]:
                continue
            yield Truth(
                f"rank_output.{good.name}.mining.{year}", "", 1.0 + float((sums > sums[own]).sum()), "rank", str(year),
                MINING.name, f"output of {sums[own]:,.0f}", wording=Wording("rank_output", (("product", good.name),)),
                citation=citation, licence=licence, own=True,
            )  # fmt: skip
