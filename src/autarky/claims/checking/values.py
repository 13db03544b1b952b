"""Amounts of trade: with a partner or with all, of goods or with services, by customs or balanced tables; quantities."""

from collections.abc import Iterator
from dataclasses import replace

from autarky.claims.checking import facts, products
from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.goods import Good, goods
from autarky.claims.checking.partners import COMPLETE, HOLES, flows
from autarky.claims.checking.sources import BACI, CUSTOMS, FACTBOOK, FAO, ICIO, IMTS
from autarky.claims.model import Claim, Truth, Wording

BALANCED = 0.9  # balanced tables at basic prices and customs differ by up to a factor of two for a small pair
TOTAL = 0.25  # for all partners together
FLOWS = {"export_value": "exports", "import_value": "imports", "trade_value": "trade"}


def values(claim: Claim, data: Data) -> Evidence:
    """Truths of an amount of trade in USD."""
    own, others = members(claim.subject), members(claim.partner if claim.partner != "WLD" else None)
    flow = FLOWS[claim.measure or ""]
    if not own:
        return Evidence(missing=Wording("no_subject"))
    if claim.figure.unit != "USD":
        return Evidence(
            needed=(CUSTOMS,), missing=Wording("other_unit", (("unit", claim.figure.unit), ("known", "USD")))
        )
    if claim.product:
        found = [t for g in goods(claim.product) for t in _of_product(g, own, others, flow, data)]
        missing = Wording("no_product", (("product", claim.product),))
        return Evidence(tuple(found), (BACI.needed, CUSTOMS), missing=missing)
    found = [*_customs(own, others, flow, data), *of_tables(own, others, flow, data)]
    if not others:
        found += _totals(own, flow, data)
    missing = Wording(
        "not_in_tables", (("subject", claim.subject or ""), ("partner", claim.partner or "WLD"))
    )
    return Evidence(tuple(found), (CUSTOMS, IMTS.needed), missing=missing)


def of_tables(own: tuple[str, ...], others: tuple[str, ...], flow: str, data: Data) -> Iterator[Truth]:
    """Of each year of the balanced tables, goods and with services, in USD."""
    citation, licence = ICIO.terms()
    for services in (False, True):
        for year in data.trade_years:
            table = data.trade(year)
            at, there = table.at(own), table.at(others) if others else []
            if at is None or there is None or any((year, s) in HOLES for s in (*own, *others)):
                continue
            part, total = flows(table.everything if services else table.goods, at, there, flow)
            value = part if others else total
            key = f"value_{flow}_{'all' if services else 'goods'}"
            yield Truth(
                f"{key}.icio.{year}", "", value * 1e6, "USD", str(year), table.source,
                f"{value:,.0f} million USD at basic prices, balanced with the partners' figures", wording=Wording(key),
                citation=citation, licence=licence, own=not services, estimate=table.estimated,
                margin=BALANCED if others else TOTAL,
            )  # fmt: skip


def _customs(own: tuple[str, ...], others: tuple[str, ...], flow: str, data: Data) -> Iterator[Truth]:
    """Exports FOB as the exporters report them: the mirror of imports, and both for trade."""
    table = data.goods_exports
    sent = [table.get(a, {}).get(b) for a in own for b in others]
    back = [table.get(b, {}).get(a) for a in own for b in others]
    parts = {"exports": sent, "imports": back, "trade": sent + back}[flow]
    if flow == "exports" and not others and all(len(table.get(a, {})) >= COMPLETE for a in own):
        parts = [v for a in own for v in table[a].values()]
    if not parts or any(v is None for v in parts):
        return
    total = sum(v for v in parts if v is not None)
    citation, licence = IMTS.terms()
    yield Truth(
        f"value_{flow}_customs.imts", "", total * 1e6, "USD", "2023/2024", f"{IMTS.name} subset",
        f"{total:,.0f} million USD FOB, mean of two years", wording=Wording(f"value_{flow}_customs"), citation=citation,
        licence=licence, own=True, margin=0.1,
    )  # fmt: skip


def _totals(own: tuple[str, ...], flow: str, data: Data) -> Iterator[Truth]:
    """Exports and imports of goods and services, by the Factbook."""
    out = {t.year: t for t in facts.of_states(data, own, "exports_total", flow == "exports")}
    back = {t.year: t for t in facts.of_states(data, own, "imports_total", flow == "imports")}
    if flow != "trade":
        yield from (replace(t, margin=TOTAL) for t in (out if flow == "exports" else back).values())
        return
    for year, t in out.items():
        if year in back:
            yield replace(
                t, key=f"trade_total.factbook.{year}", value=t.value + back[year].value, how=f"{t.how} + {back[year].how}",
                wording=Wording("trade_total"), own=True, rounding=t.rounding + back[year].rounding, margin=TOTAL,
            )  # fmt: skip


def _of_product(
    good: Good, own: tuple[str, ...], others: tuple[str, ...], flow: str, data: Data
) -> Iterator[Truth]:
    for truth in _sums(good, own, others, flow, "kusd", data):
        yield replace(truth, value=truth.value * 1e3, unit="USD")


def _sums(
    good: Good, own: tuple[str, ...], others: tuple[str, ...], flow: str, column: str, data: Data
) -> Iterator[Truth]:
    """Sums of BACI by year; a year without any is missing, not zero."""
    frame = data.raw_trade(good.hs) if good.hs else None
    if frame is None or flow == "trade":
        return
    here, there = ("exp", "imp") if flow == "exports" else ("imp", "exp")
    frame = frame[frame[here].isin(own) & ~frame[there].isin(own)]
    if others:
        frame = frame[frame[there].isin(others)]
    citation, licence = BACI.terms()
    sums = frame.groupby("year")[column].sum()
    for year in sorted(sums.index, reverse=True)[: products.LATEST]:
        if sums[year]:
            key = f"sum_{flow}_{'value' if column == 'kusd' else 'weight'}"
            yield Truth(
                f"{key}.{good.name.replace(' ', '_')}.baci.{year}", "", float(sums[year]), "t", str(year), BACI.name,
                f"{sums[year]:,.0f} {products.UNITS[column]}, HS92 {' '.join(good.hs)}",
                wording=Wording(key, (("product", good.name),)), citation=citation, licence=licence, own=True, margin=0.2,
            )  # fmt: skip


def quantities(claim: Claim, data: Data) -> Evidence:
    """Truths of a quantity sold or bought, in the unit of the figure."""
    own, others = members(claim.subject), members(claim.partner if claim.partner != "WLD" else None)
    flow = "imports" if claim.measure == "import_quantity" else "exports"
    unit = claim.figure.unit
    if not own:
        return Evidence(missing=Wording("no_subject"))
    found: list[Truth] = []
    for good in goods(claim.product):
        weights = list(_sums(good, own, others, flow, "tonnes", data))
        if good.barrels and unit in ("bbl", "bbl/day"):
            factor = good.barrels / (365 if unit == "bbl/day" else 1)
            weights = [
                replace(t, value=t.value * factor, unit=unit, how=f"{t.how} x {factor:.5f}") for t in weights
            ]
        found += weights
        fact = good.exports if flow == "exports" else good.imports
        if fact and not others:
            found += facts.of_states(data, own, fact, True)
        if not others:
            found += _nutrients(good, own, flow, unit, data)
    found = [t for t in found if t.unit == unit]
    missing = Wording("no_product", (("product", claim.product or "?"),))
    return Evidence(tuple(found), (BACI.needed, FACTBOOK.needed, CUSTOMS), missing=missing)


def _nutrients(good: Good, own: tuple[str, ...], flow: str, unit: str, data: Data) -> Iterator[Truth]:
    frame = products.nutrients(good, "Export quantity" if flow == "exports" else "Import quantity", data)
    if frame is None or unit not in ("t", "t_K2O"):
        return
    citation, licence = FAO.terms()
    rows = frame[frame["iso3"].isin(own)].groupby("Year")["Value"].sum()
    for year in sorted(rows.index, reverse=True)[:8]:
        for way, factor in (("", 1.0), *good.per.items()):
            yield Truth(
                f"sum_{flow}_weight.{good.name}.fao.{year}.{way}", "", float(rows[year]) * factor, unit, str(year), FAO.name,
                f"{rows[year]:,.0f} t of nutrient" + (f" x {factor} ({way})" if way else ""),
                wording=Wording("sum_as" if way else f"sum_{flow}_weight", (("product", good.name), ("way", way))),
                citation=citation, licence=licence, own=not way or unit == "t", margin=0.1,
            )  # fmt: skip
