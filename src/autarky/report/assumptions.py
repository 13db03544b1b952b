"""What a run assumed and what it cannot tell, from its record and its world, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from autarky.economy.result import Result
from autarky.formatting import horizon

_CLOSURE = {
    "fixed": "trade deficits stay fixed as shares of world value added",
    "proportional": "trade deficits move with each economy's income",
    "zero": "no trade deficits; changes are against the base year solved without them",
}
_PARAMETERS = (
    ("theta_multiplier", "Trade elasticities, share of their long-run value"),
    ("eta", "Substitution between inputs (eta)"),
    ("rho", "Substitution between value added and inputs (rho)"),
    ("xi", "Substitution between final goods (xi)"),
    ("nu", "Movement of labour and capital between sectors (nu; 0 none, infinite free)"),
)
BLOCKS = {
    "prices": "Prices paid against sellers' prices and the shares bought",
    "costs": "Unit costs against factor and input prices",
    "demand": "Spending on each good against final and intermediate demand",
    "markets": "Output of each sector against its sales",
    "factors": "Factor income against factor supply and prices",
    "budgets": "Expenditure against income",
    "quotas": "Quantities above their ceiling, or a scarcity price without need",
    "walras": "Trade balances against deficits (an equation not used in solving)",
    "numeraire": "World value added against its base",
}

SPREAD = (
    "Elasticities are point values from published estimates. Their uncertainty is not shown here and can"
    " be as large as the differences between economies."
)
BANDS = (
    "Ranges cover what is varied: elasticities and estimated trade flows. They do not cover errors of the model"
    " itself, of reported figures, or in what the acts assume."
)
LIMITS = (
    "The model compares two states of the world, before and after. It does not trace the path between"
    " them: no panic,"
    " no inventories, no stopped investment, no bank runs, no unemployment.",
    "It counts what can be bought and sold. Security, health, liberty and lives are outside of its welfare.",
    SPREAD,
    "Sectors are wide. One chemical, one mineral or one machine that nobody else makes disappears in its"
    " average, so"
    " losses from single choke points are understated, most of all in the short run.",
    "Trade around an embargo through third countries happens only at market prices. Relabelled or"
    " smuggled goods are"
    " represented by the assumed leakage.",
    "Oil, gas and ores are made with factors that move like any other. At long horizons mining can grow beyond what"
    " lies underground; nor is there spare capacity, or a lack of it, other than what the horizon allows to move.",
    "Other states do not retaliate, and policies not named in the acts stay as in the base year.",
)


def limits(with_bands: bool) -> tuple[str, ...]:
    """What the report does not tell; with draws it does tell how far elasticities move the answer."""
    return tuple(BANDS if text == SPREAD and with_bands else text for text in LIMITS)


def parameters(results: Sequence[Result]) -> list[tuple[str, list[str]]]:
    """Rows (name, value per horizon) of what the horizon sets."""
    rows = []
    for key, words in _PARAMETERS:
        found = [_parameter(r.record, key) for r in results]
        if any(v is not None for v in found):
            rows.append((words, ["" if v is None else v for v in found]))
    return rows


def _parameter(record: dict[str, Any], key: str) -> str | None:
    """The value in force: what the scenario chose itself stands in `elasticities`, the dial in `horizon`."""
    for place in ("elasticities", "horizon", "behaviour"):
        block = record.get(place)
        if isinstance(block, dict) and key in block:
            value = block[key]
            if isinstance(value, dict):  # what differs stands under "changed by the scenario"
                return "not the same in all sectors and economies"
            return f"{value:.3g}" if isinstance(value, int | float) else str(value)
    return None


def facts(results: Sequence[Result]) -> list[tuple[str, str]]:
    """Rows (what, value) on world, elasticities and closure."""
    world, record = results[0].world, results[0].record
    attrs = world.data.attrs
    rows = [
        ("World", f"{attrs.get('title', world.name)} ({world.name}), {world.year}, {world.unit}"),
        ("Resolution", f"{len(world.economies)} economies, {len(world.sectors)} sectors"),
        ("Time to adjust", ", ".join(horizon(r) for r in results)),
    ]
    chosen = record.get("elasticities")
    if isinstance(chosen, dict):
        theta = [float(v) for v in (chosen.get("theta_long_run") or {}).values()]
        span = f"; long-run values from {min(theta):.2g} to {max(theta):.2g} by sector" if theta else ""
        rows.append(("Trade elasticities", f"{chosen.get('title', chosen.get('set', ''))}{span}"))
        if own := chosen.get("of_the_world"):
            rows.append(
                ("Of products, from the world", ", ".join(f"{k} {float(v):g}" for k, v in own.items()))
            )
        if chosen.get("own"):
            rows.append(("Changed by the scenario", "; ".join(_own(chosen["own"]))))
    elif chosen:
        rows.append(("Trade elasticities", str(chosen)))
    deficits = str(record.get("deficits", ""))
    if deficits:
        rows.append(("Trade balances", _CLOSURE.get(deficits, deficits)))
    rows.append(("Money", "world value added is the numeraire; amounts are in the unit of the base year"))
    if attrs.get("estimated"):
        rows.append(("Estimated in the data", str(attrs["estimated"])))
    if attrs.get("notes"):
        rows.append(("Notes on the data", str(attrs["notes"])))
    return rows


def _own(chosen: dict[str, Any]) -> Iterator[str]:
    """What a scenario sets itself: for all, by sector, for some economies."""
    for name, value in chosen.items():
        if isinstance(value, dict):
            yield f"{name} " + ", ".join(f"{number} in {sector}" for sector, number in value.items())
        elif isinstance(value, list):
            for entry in value:
                numbers = (f"{k} {v}" for k, v in entry.items() if k not in ("economies", "sectors"))
                where = ", ".join(entry["economies"]), ", ".join(entry["sectors"])
                yield f"{', '.join(numbers)} (economies: {where[0]}; sectors: {where[1]})"
        else:
            yield f"{name} {value}"


def certificate(results: Sequence[Result]) -> list[tuple[str, list[str]]]:
    """Rows (block of equations, largest violation per horizon)."""
    measured = [asdict(r.certificate) for r in results]
    return [(BLOCKS.get(k, k), [f"{m[k]:.1e}" for m in measured]) for k in measured[0]]


def sources(result: Result) -> list[str]:
    """What to cite besides autarky: data and elasticities."""
    attrs, record = result.world.data.attrs, result.record
    found = [str(attrs.get("citation") or attrs.get("source") or result.world.name)]
    chosen = record.get("elasticities")
    if isinstance(chosen, dict) and chosen.get("source"):
        found.append(f"Trade elasticities: {chosen['source']}")
    elif chosen:
        found.append(f"Trade elasticities: {chosen}")
    found.append(
        "Adjustment over time: Boehm, C., Levchenko, A. & Pandalai-Nayar, N. (2023), American Economic"
        " Review 113(4);"
        " Atalay, E. (2017), American Economic Journal: Macroeconomics 9(4)"
    )
    return found
