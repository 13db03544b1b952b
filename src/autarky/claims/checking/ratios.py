"""Shares of GDP and of electricity, debts, military spending, budgets: facts of the World Factbook and what follows."""

from collections.abc import Iterator
from dataclasses import replace

from autarky.claims.checking import concepts, facts
from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.sources import BALANCES, DEBT, FACTBOOK
from autarky.claims.model import Claim, Needed, Truth, Wording

MARGIN = 0.12  # share of the value by which offices differ on such a ratio
# concept or product of the claim -> facts in per cent of GDP
OF_GDP: dict[str, tuple[str, ...]] = {
    "military_spending": ("military",), "defence": ("military",), "remittances": ("remittances",), "migration": ("remittances",),
    "debt": ("debt_public",), "exports": ("exports_gdp",), "imports": ("imports_gdp",), "budget": ("taxes_gdp",),
    "agriculture": ("agriculture_gdp",),
}  # fmt: skip
POWER: dict[str, tuple[str, ...]] = {
    "nuclear power": ("power_nuclear",), "coal": ("power_fossil",), "natural gas": ("power_fossil",),
    "renewables": ("power_solar", "power_wind", "power_hydro", "power_biomass", "power_geothermal"),
}  # fmt: skip


def of_gdp(claim: Claim, data: Data) -> Evidence:
    """Truths of something in per cent of GDP: arms, debt, remittances, exports."""
    states = members(claim.subject)
    what = concepts.nearest(claim, tuple(OF_GDP)) or (claim.product if claim.product in OF_GDP else None)
    said = concepts.nearest(claim, ("of_gdp", "gdp"))  # else it is of the sentence before, and not of GDP
    if len(states) != 1 or claim.partner not in (None, "WLD") or what is None or said is None:
        return Evidence(needed=(FACTBOOK.needed,), missing=Wording("no_data", (("measure", "gdp_share"),)))
    found = [t for name in OF_GDP[what] for t in facts.of_states(data, states, name, True)]
    if what == "debt":
        found += _debt_over_gdp(states[0], data)
    if what in ("imports",):
        found = [replace(t, value=abs(t.value)) for t in found]
    found = [replace(t, margin=MARGIN) for t in found]
    return Evidence(tuple(found), (FACTBOOK.needed,), missing=Wording("no_fact", (("subject", states[0]),)))


def _debt_over_gdp(state: str, data: Data) -> Iterator[Truth]:
    """External debt over GDP, the other meaning of a debt in per cent of GDP."""
    gdp = facts.value(data, state, "gdp")
    for t in facts.of_states(data, (state,), "debt_external", False) if gdp else ():
        assert gdp is not None
        yield replace(
            t, key=f"debt_external_gdp.{t.year}", value=100 * t.value / gdp.value, unit="%", rounding=0.5,
            how=f"100 x {t.value / 1e6:,.0f} / GDP of {gdp.value / 1e6:,.0f} million USD", wording=Wording("debt_external_gdp"),
        )  # fmt: skip


def energy_mix(claim: Claim, data: Data) -> Evidence:
    """Truths of a source's share in electricity."""
    states, names = members(claim.subject), POWER.get(claim.product or "")
    if len(states) != 1 or names is None:
        return Evidence(
            needed=(BALANCES,), missing=Wording("no_product", (("product", claim.product or "?"),))
        )
    known = [v for n in names if (v := facts.value(data, states[0], n)) is not None]
    if not known:
        return Evidence(needed=(BALANCES,), missing=Wording("no_fact", (("subject", states[0]),)))
    citation, licence = FACTBOOK.terms()
    truth = Truth(
        f"power.{(claim.product or '').replace(' ', '_')}.factbook", "", sum(v.value for v in known), "%", known[0].year,
        FACTBOOK.name, " + ".join(v.text for v in known), wording=Wording("power_share", (("product", claim.product or ""),)),
        citation=citation, licence=licence, own=True, rounding=0.05 * len(known), margin=0.15, estimate=True,
    )  # fmt: skip
    # fossil fuels together say nothing of one of them; shares of all energy are not those of electricity
    single = claim.product not in ("coal", "natural gas")
    return Evidence(
        (truth,) if single else (), (BALANCES,), False, Wording("no_fact", (("subject", states[0]),))
    )


def debt(claim: Claim, data: Data) -> Evidence:
    """Truths of a country's whole external debt; what it owes to one creditor needs another source."""
    states = members(claim.subject)
    if claim.partner not in (None, "WLD") or claim.measure == "debt_share":
        return Evidence(needed=(DEBT,), missing=Wording("no_data", (("measure", claim.measure or ""),)))
    found = [replace(t, margin=MARGIN) for t in facts.of_states(data, states, "debt_external", True)]
    found = [t for t in found if t.unit == claim.figure.unit]
    return Evidence(
        tuple(found), (DEBT, FACTBOOK.needed), False, Wording("no_fact", (("subject", claim.subject or ""),))
    )


def military(claim: Claim, data: Data) -> Evidence:
    """Truths of military spending: the share of GDP times GDP, for the year that GDP is of."""
    states = members(claim.subject)
    gdp = [facts.value(data, s, "gdp") for s in states]
    if len(states) != 1 or gdp[0] is None or claim.figure.unit != "USD":
        return Evidence(
            needed=(Needed("SIPRI military expenditure"),),
            missing=Wording("no_data", (("measure", "military_spending"),)),
        )
    found = [
        replace(
            t, key=f"military_spending.{t.year}", value=t.value / 100 * gdp[0].value, unit="USD", margin=0.2,
            rounding=t.rounding / 100 * gdp[0].value, how=f"{t.value} % of GDP of {gdp[0].value / 1e6:,.0f} million USD",
            wording=Wording("military_spending"),
        )
        for t in facts.of_states(data, states, "military", True) if t.year == gdp[0].year
    ]  # fmt: skip
    return Evidence(
        tuple(found),
        (Needed("SIPRI military expenditure"),),
        False,
        Wording("no_fact", (("subject", states[0]),)),
    )


def budget(claim: Claim, data: Data) -> Evidence:
    """Truths of a state's budget, revenue and spending."""
    states = members(claim.subject)
    if len(states) != 1 or claim.figure.unit != "USD":
        return Evidence(missing=Wording("no_data", (("measure", "budget"),)))
    found = [t for n in ("budget_spending", "budget_revenue") for t in facts.of_states(data, states, n, True)]
    return Evidence(tuple(found), (FACTBOOK.needed,), False, Wording("no_fact", (("subject", states[0]),)))
