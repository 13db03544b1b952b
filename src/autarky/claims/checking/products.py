"""Trade in one product: a partner's share of it, its share of all exports, the share in the world's trade, quantities.

A flow that a country stops to report is missing, not zero: years in which a partner's flow is empty are left out.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.goods import Good, goods
from autarky.claims.checking.sources import BACI, CUSTOMS, FAO, ICIO
from autarky.claims.model import Claim, Truth, Wording

if TYPE_CHECKING:
    import pandas as pd

MARGIN = 0.10  # share of the value by which BACI and national customs differ for a raw material
MIXED = 0.20  # where numerator and denominator come from two sources
CONFIDENTIAL = frozenset({"natural gas"})  # so much of it is not reported by partner that nothing is excluded
UNITS = {"kusd": "thousand USD", "tonnes": "t"}
LATEST = 12  # years that are compared


def shares(claim: Claim, data: Data) -> Evidence:
    """Truths of a partner's share in exports or imports of a product, or of the product in all of them."""
    known = goods(claim.product)
    needed = (BACI.needed,)
    if not known or not any(g.hs for g in known):
        return Evidence(needed=(CUSTOMS,), missing=Wording("no_product", (("product", claim.product or ""),)))
    own = members(claim.subject)
    if not own:
        return Evidence(missing=Wording("no_subject"))
    exporting = claim.measure != "import_share"
    if not claim.partner or claim.partner == "WLD":
        found = tuple(of_all(known, own, exporting, data))
        return Evidence(
            found, (*needed, ICIO.needed), missing=Wording("no_product", (("product", claim.product or ""),))
        )
    found = tuple(t for g in known for t in partner_shares(g, own, members(claim.partner), exporting, data))
    missing = Wording("not_in_tables", (("subject", claim.subject or ""), ("partner", claim.partner)))
    closed = not any(g.name in CONFIDENTIAL for g in known)
    return Evidence(found, needed, closed, missing)


def partner_shares(
    good: Good, own: tuple[str, ...], others: tuple[str, ...], exporting: bool, data: Data, mine: bool = True
) -> Iterator[Truth]:
    """Of each year in which the flow is not missing, by value and by weight."""
    here, there = ("exp", "imp") if exporting else ("imp", "exp")
    for codes, which in ((good.hs, ""), (good.pipeline, "pipeline")):
        frame = data.raw_trade(codes) if codes else None
        if frame is None:
            continue
        frame = frame[frame[here].isin(own) & ~frame[there].isin(own)]
        citation, licence = BACI.terms()
        for column, by in (("kusd", "value"), ("tonnes", "weight")):
            total = frame.groupby("year")[column].sum()
            part = frame[frame[there].isin(others)].groupby("year")[column].sum()
            for year in sorted(part.index, reverse=True)[:LATEST]:
                if not part[year] or not total[year]:
                    continue
                key = f"product_{'exports' if exporting else 'imports'}_{by}"
                yield Truth(
                    f"{key}.{good.name.replace(' ', '_')}{which}.baci.{year}", "", float(100 * part[year] / total[year]), "%",
                    str(year), BACI.name, f"100 x {part[year]:,.0f} / {total[year]:,.0f} ({UNITS[column]}), HS92 {' '.join(codes)}",
                    wording=Wording(key, (("product", good.name),)), citation=citation, licence=licence, own=mine, margin=MARGIN,
                )  # fmt: skip


def of_all(known: tuple[Good, ...], own: tuple[str, ...], exporting: bool, data: Data) -> Iterator[Truth]:
    """Share of products in all exports or imports of goods: BACI over the balanced tables."""
    codes = tuple(h for g in known for h in g.hs)
    frame = data.raw_trade(codes)
    if frame is None:
        return
    here, there = ("exp", "imp") if exporting else ("imp", "exp")
    frame = frame[frame[here].isin(own) & ~frame[there].isin(own)]
    parts = frame.groupby("year")["kusd"].sum()
    citation, licence = BACI.terms()
    for year in data.trade_years:
        table = data.trade(year)
        at = table.at(own)
        if at is None or year not in parts.index or not parts[year]:
            continue
        abroad = [k for k in range(len(table.economies)) if k not in at]
        for services, matrix in ((False, table.goods), (True, table.everything)):
            flow = matrix[at][:, abroad] if exporting else matrix[abroad][:, at]
            key = f"product_of_{'exports' if exporting else 'imports'}{'_all' if services else ''}"
            yield Truth(
                f"{key}.{year}", "", float(100 * parts[year] / 1e3 / flow.sum()), "%", str(year), f"{BACI.name}, {table.source}",
                f"100 x {parts[year] / 1e3:,.0f} (HS92 {' '.join(codes)}) / {flow.sum():,.0f} million USD",
                wording=Wording(key, (("product", known[0].name),)), citation=citation, licence=licence, own=not services,
                margin=MIXED,
            )  # fmt: skip


def of_world(good: Good, own: tuple[str, ...], exporting: bool, data: Data) -> Iterator[Truth]:
    """Share in the world's exports or imports of a product, by value and by weight."""
    here, there = ("exp", "imp") if exporting else ("imp", "exp")
    frame = data.raw_trade(good.hs) if good.hs else None
    name = good.name.replace(" ", "_")
    if frame is not None:
        citation, licence = BACI.terms()
        for column, by in (("kusd", "value"), ("tonnes", "weight")):
            total = frame.groupby("year")[column].sum()
            part = frame[frame[here].isin(own) & ~frame[there].isin(own)].groupby("year")[column].sum()
            for year in sorted(part.index, reverse=True)[:LATEST]:
                key = f"world_{'exports' if exporting else 'imports'}_{by}"
                yield Truth(
                    f"{key}.{name}.baci.{year}", "", float(100 * part[year] / total[year]), "%", str(year), BACI.name,
                    f"100 x {part[year]:,.0f} / {total[year]:,.0f} ({UNITS[column]}), HS92 {' '.join(good.hs)}",
                    wording=Wording(key, (("product", good.name),)), citation=citation, licence=licence, own=True, margin=MARGIN,
                )  # fmt: skip
    measurement = "Export quantity" if exporting else "Import quantity"
    yield from nutrient_shares(
        good, own, measurement, f"world_{'exports' if exporting else 'imports'}_weight", data
    )


def nutrient_shares(
    good: Good, own: tuple[str, ...], measurement: str, key: str, data: Data
) -> Iterator[Truth]:
    """Share in the world by FAOSTAT, tonnes of nutrient."""
    frame = nutrients(good, measurement, data)
    if frame is None:
        return
    citation, licence = FAO.terms()
    total = frame[frame["Area"] == "World"].set_index("Year")["Value"]
    part = frame[frame["iso3"].isin(own)].groupby("Year")["Value"].agg(["sum", "size"])
    for year in sorted(part.index, reverse=True)[:LATEST]:
        if part["size"][year] < len(own) or year not in total.index:
            continue
        yield Truth(
            f"{key}.{good.name}.fao.{year}", "", float(100 * part["sum"][year] / total[year]), "%", str(year), FAO.name,
            f"100 x {part['sum'][year]:,.0f} / {total[year]:,.0f} t of nutrient", wording=Wording(key, (("product", good.name),)),
            citation=citation, licence=licence, own=True, margin=MARGIN,
        )  # fmt: skip


def nutrients(good: Good, measurement: str, data: Data) -> "pd.DataFrame | None":
    """Rows of FAOSTAT fertilizers of a nutrient, with ISO3 codes; None where there are none."""
    if good.nutrient is None or data.fertilisers is None:
        return None
    frame = data.fertilisers
    return frame[(frame["Item"] == good.nutrient) & (frame["Measurement"] == measurement)]
