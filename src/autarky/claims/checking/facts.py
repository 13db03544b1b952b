"""Facts of states from the World Factbook: areas, people, borders, national accounts, prices, debt, reserves, energy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.sources import FACTBOOK
from autarky.claims.model import Claim, Truth, Wording

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = re.compile(r"(-?)\s*\$?\s*(-?[\d,]*\.?\d+)\s*(thousand|million|billion|trillion)?")
_YEAR = re.compile(r"\((?:FY)?\s*(\d{4})(?:/\d\d)?(\s*est\.)?\)")
_EDITION = "2026"


@dataclass(frozen=True)
class Fact:
    """A value of the Factbook in base units. rounding : half of the last place written."""

    value: float
    year: str
    estimate: bool
    rounding: float
    text: str


@dataclass(frozen=True)
class Entry:
    """Where the Factbook has a fact. path : section, heading, and the line (empty: lines of years).

    unit : of the value; years : is there a line for each year.
    """

    path: tuple[str, ...]
    unit: str
    years: bool = False


ENTRIES: dict[str, Entry] = {
    "area_total": Entry(("Geography", "Area", "total"), "km2"),
    "area_land": Entry(("Geography", "Area", "land"), "km2"),
    "borders_total": Entry(("Geography", "Land boundaries", "total"), "km"),
    "population": Entry(("People and Society", "Population", "total"), "persons"),
    "gdp": Entry(("Economy", "GDP (official exchange rate)"), "USD"),
    "gdp_ppp": Entry(("Economy", "Real GDP (purchasing power parity)"), "USD", True),
    "oil_output": Entry(("Energy", "Petroleum", "total petroleum production"), "bbl/day"),
    "oil_use": Entry(("Energy", "Petroleum", "refined petroleum consumption"), "bbl/day"),
    "oil_reserves": Entry(("Energy", "Petroleum", "crude oil estimated reserves"), "bbl"),
    "gas_output": Entry(("Energy", "Natural gas", "production"), "m3"),
    "gas_use": Entry(("Energy", "Natural gas", "consumption"), "m3"),
    "gas_exports": Entry(("Energy", "Natural gas", "exports"), "m3"),
    "gas_imports": Entry(("Energy", "Natural gas", "imports"), "m3"),
    "gas_reserves": Entry(("Energy", "Natural gas", "proven reserves"), "m3"),
    "coal_output": Entry(("Energy", "Coal", "production"), "t"),
    "coal_use": Entry(("Energy", "Coal", "consumption"), "t"),
    "coal_exports": Entry(("Energy", "Coal", "exports"), "t"),
    "coal_imports": Entry(("Energy", "Coal", "imports"), "t"),
    "coal_reserves": Entry(("Energy", "Coal", "proven reserves"), "t"),
    "power_use": Entry(("Energy", "Electricity", "consumption"), "kWh"),
    "power_exports": Entry(("Energy", "Electricity", "exports"), "kWh"),
    "power_imports": Entry(("Energy", "Electricity", "imports"), "kWh"),
    "power_capacity": Entry(("Energy", "Electricity", "installed generating capacity"), "kW"),
    "exports_total": Entry(("Economy", "Exports"), "USD", True),
    "imports_total": Entry(("Economy", "Imports"), "USD", True),
    "reserves_total": Entry(("Economy", "Reserves of foreign exchange and gold"), "USD", True),
    "debt_external": Entry(("Economy", "Debt - external"), "USD", True),
    "debt_public": Entry(("Economy", "Public debt"), "%", True),
    "military": Entry(("Military and Security", "Military expenditures"), "%", True),
    "remittances": Entry(("Economy", "Remittances"), "%", True),
    "current_account": Entry(("Economy", "Current account balance"), "USD", True),
    "budget_revenue": Entry(("Economy", "Budget", "revenues"), "USD"),
    "budget_spending": Entry(("Economy", "Budget", "expenditures"), "USD"),
    "exports_gdp": Entry(("Economy", "GDP - composition, by end use", "exports of goods and services"), "%"),
    "imports_gdp": Entry(("Economy", "GDP - composition, by end use", "imports of goods and services"), "%"),
    "agriculture_gdp": Entry(("Economy", "GDP - composition, by sector of origin", "agriculture"), "%"),
    "industry_gdp": Entry(("Economy", "GDP - composition, by sector of origin", "industry"), "%"),
    "services_gdp": Entry(("Economy", "GDP - composition, by sector of origin", "services"), "%"),
    "taxes_gdp": Entry(("Economy", "Taxes and other revenues"), "%"),
    "power_fossil": Entry(("Energy", "Electricity generation sources", "fossil fuels"), "%"),
    "power_nuclear": Entry(("Energy", "Electricity generation sources", "nuclear"), "%"),
    "power_solar": Entry(("Energy", "Electricity generation sources", "solar"), "%"),
    "power_wind": Entry(("Energy", "Electricity generation sources", "wind"), "%"),
    "power_hydro": Entry(("Energy", "Electricity generation sources", "hydroelectricity"), "%"),
    "power_biomass": Entry(("Energy", "Electricity generation sources", "biomass and waste"), "%"),
    "power_geothermal": Entry(("Energy", "Electricity generation sources", "geothermal"), "%"),
    "reactors": Entry(("Energy", "Nuclear energy", "Number of operational nuclear reactors"), "count"),
    "gdp_growth": Entry(("Economy", "Real GDP growth rate"), "%", True),
    "inflation": Entry(("Economy", "Inflation rate (consumer prices)"), "%", True),
}
# measure -> entries: the first are the text's own definition, those behind `|` others
MEASURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "area": (("area_total",), ("area_land",)),
    "population": (("population",), ()),
    "gdp": (("gdp",), ("gdp_ppp",)),
    "gdp_growth": (("gdp_growth",), ()),
    "inflation": (("inflation",), ()),
}
# share of the value by which offices and years differ, within which a figure is not yet wrong
MARGINS = {"population": 0.1, "gdp": 0.1, "gdp_growth": 0.2, "inflation": 0.2}
_ADDS = frozenset({"km2", "km", "persons", "USD", "bbl/day", "m3", "t", "kWh"})


def read_fact(text: str) -> Fact | None:
    """Return the first number of an entry with its scale, its year, whether it is an estimate; None where there is none."""
    text = unescape(re.sub(r"<[^>]*>", " ", text)).strip()
    found = _NUMBER.match(re.sub(r"^(?:less than|approximately|about|note[^:]*:)\s*", "", text))
    if found is None:
        return None
    scale = _SCALES.get(found[3] or "", 1.0)
    digits = found[2].replace(",", "")
    value = float(digits) * scale * (-1 if found[1] else 1)
    place = 10.0 ** -len(digits.partition(".")[2]) * scale
    year = _YEAR.search(text)
    return Fact(value, year[1] if year else _EDITION, bool(year and year[2]), place / 2, text[:120])


def values(data: Data, state: str, name: str) -> list[Fact]:
    """Return the values of a fact of a state, the latest first; empty where the Factbook has none."""
    entry = ENTRIES[name]
    cell: Any = data.profiles.get(state) or {}
    for part in entry.path:
        cell = _child(cell, part)
    texts = [c for c in cell.values() if isinstance(c, dict)] if entry.years else [cell]
    found = [f for c in texts if (f := read_fact(str(c.get("text") or "")))]
    return sorted(found, key=lambda f: f.year, reverse=True)


def _child(cell: Any, name: str) -> dict[str, Any]:
    if not isinstance(cell, dict):
        return {}
    found = cell.get(name) or cell.get(f"{name} ") or {}  # "total " has a blank in most profiles
    return found if isinstance(found, dict) else {}


def value(data: Data, state: str, name: str) -> Fact | None:
    """Return the latest value of a fact, None where there is none."""
    return next(iter(values(data, state, name)), None)


def truths(claim: Claim, data: Data) -> Evidence:
    """Truths of a measure that the Factbook lists; those of several states are added where they can be."""
    own, other = MEASURES[claim.measure or ""]
    states = members(claim.subject)
    if not states:
        return Evidence(missing=Wording("no_subject"))
    found = [
        t
        for group, mine in ((own, True), (other, False))
        for n in group
        for t in of_states(data, states, n, mine)
    ]
    if not found:
        return Evidence(
            needed=(FACTBOOK.needed,), missing=Wording("no_fact", (("subject", claim.subject or ""),))
        )
    if found[0].unit != claim.figure.unit:
        return Evidence(
            missing=Wording("other_unit", (("unit", claim.figure.unit), ("known", found[0].unit)))
        )
    margin = MARGINS.get(claim.measure or "", 0.0)
    found = [replace(t, margin=margin) for t in found]
    return Evidence(tuple(found), (FACTBOOK.needed,), dated=claim.measure in ("gdp_growth", "inflation"))


def of_states(data: Data, states: tuple[str, ...], name: str, own: bool) -> Iterator[Truth]:
    """Truths of an entry for states together, one for each year that all of them have."""
    entry = ENTRIES[name]
    if len(states) > 1 and entry.unit not in _ADDS:
        return
    rows = [values(data, s, name) for s in states]
    if not all(rows):
        return
    if entry.years:
        years = set.intersection(*({f.year for f in row} for row in rows))
        sets = [[next(f for f in row if f.year == y) for row in rows] for y in sorted(years, reverse=True)]
    else:
        sets = [[row[0] for row in rows]]
    citation, licence = FACTBOOK.terms()
    for facts in sets:
        yield Truth(
            f"{name}.factbook.{facts[0].year}", "", sum(f.value for f in facts), entry.unit, facts[0].year, FACTBOOK.name,
            " + ".join(f"{s}: {f.text}" for s, f in zip(states, facts, strict=True)), wording=Wording(name),
            citation=citation, licence=licence, own=own, rounding=sum(f.rounding for f in facts),
            estimate=any(f.estimate for f in facts),
        )  # fmt: skip


@dataclass(frozen=True)
class Partners:
    """The largest partners of a state, rounded shares in per cent of goods trade."""

    shares: dict[str, float]
    year: str


def partners(data: Data, state: str, flow: str) -> Partners | None:
    """Return the largest partners in exports or imports, None where the Factbook lists none."""
    from autarky.sources.io.names import economy

    cell = _child(_child(data.profiles.get(state), "Economy"), f"{flow.capitalize()} - partners")
    text = unescape(str(cell.get("text") or ""))
    found = {}
    for m in re.finditer(r"([A-Za-z][^%;]*?)\s+(\d+(?:\.\d+)?)%", text):
        code = economy(m[1].strip(" ,"))
        if code:
            found[code] = float(m[2])
    year = _YEAR.search(text)
    return Partners(found, year[1] if year else _EDITION) if found else None


def borders(claim: Claim, data: Data) -> Evidence:
    """Truths of the land border with the partners, or with all neighbours."""
    from autarky.sources.io.names import economy

    own, others = members(claim.subject), members(claim.partner)
    if not own:
        return Evidence(missing=Wording("no_subject"))
    found: list[Truth] = []
    if not others:
        found = list(of_states(data, own, "borders_total", True)) if len(own) == 1 else []
    elif len(own) == 1:
        cell = _child(
            _child(_child(data.profiles.get(own[0]), "Geography"), "Land boundaries"), "border countries"
        )
        text = unescape(str(cell.get("text") or ""))
        lengths: dict[str, float] = {}
        for m in re.finditer(r"([A-Z][^;\d]*?)\s*(?:\([^)]*\))?\s*([\d,]+(?:\.\d+)?) km", text):
            code = economy(m[1].strip(" ,"))
            if code:
                lengths[code] = lengths.get(code, 0.0) + float(m[2].replace(",", ""))
        near = [s for s in others if s in lengths]
        # all members of a group that are neighbours; a single state must be one
        if near and (len(near) == len(others) or claim.partner in ("NATO", "EU27", "EAEU", "CIS")):
            citation, licence = FACTBOOK.terms()
            found.append(
                Truth(
                    "border.factbook", "", sum(lengths[s] for s in near), "km", _EDITION, FACTBOOK.name,
                    " + ".join(f"{s} {lengths[s]:,.0f} km" for s in near), wording=Wording("border"), citation=citation,
                    licence=licence, own=True, rounding=0.5 * len(near),
                )
            )  # fmt: skip
    if not found:
        return Evidence(
            needed=(FACTBOOK.needed,), missing=Wording("no_fact", (("subject", claim.subject or ""),))
        )
    return Evidence(tuple(found), (FACTBOOK.needed,))
