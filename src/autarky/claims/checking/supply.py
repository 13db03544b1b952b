"""A supplier's share of what a country uses of a product: of imports, or of imports and own wells together."""

from collections.abc import Iterator

from autarky.claims.checking import mining, products
from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.goods import Good, goods
from autarky.claims.checking.sources import BACI, BALANCES, MINING
from autarky.claims.model import Claim, Truth, Wording


def shares(claim: Claim, data: Data) -> Evidence:
    """Truths of a supplier's share in supply; the share in imports is another definition, or the text's own where
    the country has next to nothing of its own.
    """
    known = [g for g in goods(claim.product) if g.hs]
    own, others = members(claim.subject), members(claim.partner)
    if not known:
        return Evidence(
            needed=(BALANCES,), missing=Wording("no_product", (("product", claim.product or "?"),))
        )
    if not own or not others:
        return Evidence(missing=Wording("no_partner"))
    found: list[Truth] = []
    for good in known:
        supply = list(of_supply(good, own, others, data))
        found += supply
        found += products.partner_shares(good, own, others, False, data, mine=not supply and len(known) == 1)
    closed = not any(g.name in products.CONFIDENTIAL for g in known)
    missing = Wording("not_in_tables", (("subject", claim.subject or ""), ("partner", claim.partner or "")))
    return Evidence(tuple(found), (BACI.needed, BALANCES), closed, missing)


def of_supply(good: Good, own: tuple[str, ...], others: tuple[str, ...], data: Data) -> Iterator[Truth]:
    """Of each year with both, by weight: imports from the partner over all imports and own output."""
    frame = data.raw_trade(good.hs)
    if frame is None or good.name != "crude oil":
        return
    frame = frame[frame["imp"].isin(own) & ~frame["exp"].isin(own)]
    total = frame.groupby("year")["tonnes"].sum()
    part = frame[frame["exp"].isin(others)].groupby("year")["tonnes"].sum()
    citation, licence = BACI.terms()
    for year, output in mining.output(good, own, data).items():
        if year not in part.index or not part[year]:
            continue
        yield Truth(
            f"supply.{good.name.replace(' ', '_')}.{year}", "", float(100 * part[year] / (total[year] + output)), "%", str(year),
            f"{BACI.name}, {MINING.name}",
            f"100 x {part[year]:,.0f} t / ({total[year]:,.0f} t of imports + {output:,.0f} t of own output)",
            wording=Wording("supply", (("product", good.name),)), citation=citation, licence=licence, own=True, margin=0.1,
        )  # fmt: skip
