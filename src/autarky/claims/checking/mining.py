"""Output of materials by country: World Mining Data, the World Factbook for energy, FAOSTAT for nutrients."""

from collections.abc import Iterator

from autarky.claims.checking import facts, products
from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.goods import Good, goods
from autarky.claims.checking.sources import FACTBOOK, FAO, MINING, WHEAT
from autarky.claims.model import Claim, Truth, Wording

YEARS = tuple(range(2018, 2025))
MARGIN = 0.08  # share of the value by which sources of output differ
_UNITS = {"Mio m3": 1e6, "metr. t": 1.0, "kg": 1e-3, "ct": 1.0}  # into m3, t, carats


def output(good: Good, states: tuple[str, ...], data: Data) -> dict[int, float]:
    """Return output by year in t (m3 of gas, carats of diamonds); a state without a row has none there."""
    frame = data.mining
    if frame is None or not good.mining:
        return {}
    rows = frame[frame["material"].isin(good.mining)]
    if rows.empty:
        return {}
    factor = _UNITS.get(str(rows["unit"].iloc[0]), 1.0)
    mine = rows[rows["Country_ISO"].isin(states)]
    return {y: float(mine[str(y)].sum()) * factor for y in YEARS if str(y) in mine}


def _world(good: Good, data: Data) -> dict[int, float]:
    frame = data.mining
    if frame is None:
        return {}
    rows = frame[frame["material"].isin(good.mining)]
    factor = _UNITS.get(str(rows["unit"].iloc[0]), 1.0)
    return {y: float(rows[str(y)].sum()) * factor for y in YEARS if str(y) in rows}


def output_shares(good: Good, states: tuple[str, ...], data: Data, own: bool = True) -> Iterator[Truth]:
    """Share in the world's output of each year."""
    citation, licence = MINING.terms()
    parts = output(good, states, data)
    totals = _world(good, data) if parts else {}
    name = good.name.replace(" ", "_")
    for year in sorted(parts, reverse=True):
        if totals.get(year) and parts[year]:
            yield Truth(
                f"output_share.{name}.mining.{year}", "", 100 * parts[year] / totals[year], "%", str(year), MINING.name,
                f"100 x {parts[year]:,.0f} / {totals[year]:,.0f}, all producers", wording=Wording("output_share", (("product", good.name),)),
                citation=citation, licence=licence, own=own, margin=MARGIN,
            )  # fmt: skip
    if good.output:
        yield from fact_shares(good.output, good, states, "output_share", own, data)
    yield from products.nutrient_shares(good, states, "Production", "output_share", data)


def fact_shares(
    name: str, good: Good, states: tuple[str, ...], key: str, own: bool, data: Data
) -> Iterator[Truth]:
    """Share of states in the sum of a fact over all economies of the Factbook."""
    known = {s: v for s in data.profiles if s != "EUN" and (v := facts.value(data, s, name)) is not None}
    mine = [known[s] for s in states if s in known]
    total = sum(v.value for v in known.values())
    if not mine or not total:
        return
    citation, licence = FACTBOOK.terms()
    part = sum(v.value for v in mine)
    unit = facts.ENTRIES[name].unit
    yield Truth(
        f"{key}.{name}.factbook", "", 100 * part / total, "%", mine[0].year, FACTBOOK.name,
        f"100 x {part:,.0f} / {total:,.0f} {unit}, sum over {len(known)} economies", wording=Wording(key, (("product", good.name),)),
        citation=citation, licence=licence, own=own, margin=MARGIN, estimate=True,
    )  # fmt: skip


def world_shares(claim: Claim, data: Data) -> Evidence:
    """Truths of shares in the world's output, reserves, use, exports or imports of a product."""
    known, states = goods(claim.product), members(claim.subject)
    if not states:
        return Evidence(missing=Wording("no_subject"))
    found: list[Truth] = []
    for good in known:
        if claim.measure == "output_share":
            found += output_shares(good, states, data)
        elif claim.measure == "reserves_share" and good.reserves:
            found += fact_shares(good.reserves, good, states, "reserves_share", True, data)
            found += output_shares(good, states, data, own=False)
        elif claim.measure == "world_use_share":
            if good.use:
                found += fact_shares(good.use, good, states, "use_share", True, data)
            found += products.nutrient_shares(good, states, "Agricultural Use", "use_share", data)
        elif claim.measure in ("world_export_share", "world_import_share"):
            found += products.of_world(good, states, claim.measure == "world_export_share", data)
    wheat = claim.product in ("wheat", "grain")
    needed = (WHEAT,) if wheat else (MINING.needed, FACTBOOK.needed, FAO.needed)
    # reserves of the Factbook are of one year; who counts otherwise is not wrong
    return Evidence(
        tuple(found), needed, closed=claim.measure != "world_use_share",
        missing=Wording("no_product", (("product", claim.product or "?"),)),
    )  # fmt: skip


def amounts(claim: Claim, data: Data) -> Evidence:
    """Truths of an output or of reserves, in the unit of the figure."""
    states = members(claim.subject)
    if not states:
        return Evidence(missing=Wording("no_subject"))
    found: list[Truth] = []
    if claim.measure == "reserves" and claim.figure.unit == "USD":
        found += facts.of_states(data, states, "reserves_total", True)
    for good in goods(claim.product):
        fact = good.reserves if claim.measure == "reserves" else good.output
        if fact and fact != "power_use":
            found += [_in_unit(t, claim.figure.unit, good) for t in facts.of_states(data, states, fact, True)]
        if claim.measure == "production":
            found += _outputs(good, states, claim.figure.unit, data)
    found = [t for t in found if t.unit == claim.figure.unit]
    missing = Wording("no_product", (("product", claim.product or "?"),))
    return Evidence(tuple(found), (MINING.needed, FACTBOOK.needed), missing=missing)


def _in_unit(truth: Truth, unit: str, good: Good) -> Truth:
    """Barrels a day as barrels or tonnes a year, where the figure is so."""
    from dataclasses import replace

    if truth.unit != "bbl/day" or unit == "bbl/day" or good.barrels is None:
        return truth
    factor = {"bbl": 365.0, "t": 365.0 / good.barrels}.get(unit)
    if factor is None:
        return truth
    return replace(truth, value=truth.value * factor, unit=unit, margin=0.1, rounding=truth.rounding * factor)


def _outputs(good: Good, states: tuple[str, ...], unit: str, data: Data) -> Iterator[Truth]:
    citation, licence = MINING.terms()
    name = good.name.replace(" ", "_")
    base = {"Natural Gas": "m3", "Diamonds (Gem)": "count"}.get(good.mining[0] if good.mining else "", "t")
    base = {"potash": "t_K2O", "rare earths": "t_REO"}.get(good.name, base)
    ways = {"": 1.0, **good.per}
    own = good.main or ""
    for year, made in sorted(output(good, states, data).items(), reverse=True):
        for way, factor in ways.items():
            there = unit if base.startswith("t") and unit.startswith("t") else base
            yield Truth(
                f"output.{name}.mining.{year}" + (f".{way}" if way else ""), "", made * factor, there, str(year), MINING.name,
                f"{made:,.0f} {base}" + (f" x {factor} ({way})" if way else ""),
                wording=Wording("output_as" if way else "output", (("product", good.name), ("way", way))), citation=citation,
                licence=licence, own=way == own, margin=MARGIN,
            )  # fmt: skip
        if good.barrels:
            for there, factor in (("bbl/day", good.barrels / 365), ("bbl", good.barrels)):
                yield Truth(
                    f"output.{name}.mining.{year}.{there}", "", made * factor, there, str(year), MINING.name,
                    f"{made:,.0f} t x {good.barrels} bbl a tonne" + (" / 365" if there == "bbl/day" else ""),
                    wording=Wording("output", (("product", good.name),)), citation=citation, licence=licence, own=True, margin=0.1,
                )  # fmt: skip
    frame = products.nutrients(good, "Production", data)
    if frame is None:
        return
    citation, licence = FAO.terms()
    rows = frame[frame["iso3"].isin(states)].groupby("Year")["Value"].sum()
    for year in sorted(rows.index, reverse=True)[:6]:
        yield Truth(
            f"output.{name}.fao.{year}", "", float(rows[year]), unit if unit.startswith("t") else "t", str(year), FAO.name,
            f"{rows[year]:,.0f} t of nutrient", wording=Wording("output", (("product", good.name),)), citation=citation,
            licence=licence, own=True, margin=MARGIN,
        )  # fmt: skip
