"""Welfare in the limit: Hulten's theorem for small shocks, Baqaee & Farhi's correction at second order."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.replications.base import ComparisonRow, Replication

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.result import Result
    from autarky.world.accounts import World

STEPS = (0.08, 0.04, 0.02)  # fall of log productivity, halved twice
ENERGY = ("B05", "B06", "C19", "D")
ETA, RHO, XI, NU = 0.3, 0.5, 0.7, 1.0
HALVING = "the order shows in the limit; these steps are not yet it"


def solve(world: "World", growth: np.ndarray, behave: "Behaviour") -> "Result":
    """The equilibrium after log productivity moved by `growth` [economy, sector]."""
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.calibration import calibrate
    from autarky.economy.shock import Shock
    from autarky.economy.solve import equilibrium

    shock = eqx.tree_at(lambda s: s.productivity, Shock.empty(calibrate(world)), jnp.asarray(np.exp(growth)))
    return equilibrium(world, shock, behave, tolerance=1e-13)


def hulten(world: "World", growth: np.ndarray) -> np.ndarray:
    """First order, by economy: sales over final expenditure times log productivity (Hulten 1978)."""
    return (world.array("output") * growth).sum(1) / world.array("final").sum(0)


def baqaee_farhi(world: "World", growth: np.ndarray, *, eta: float, rho: float, xi: float) -> float:
    """Second-order term of log welfare of a closed economy with one mobile factor.

    Baqaee & Farhi (2019, Econometrica, proposition 7): half the sum over CES nests j of
    (elasticity - 1) x sales of j over spending x variance, with j's cost shares as weights, of its inputs'
    exposures to the shock. The nests of the core: final goods (xi), value added against materials (rho),
    materials (eta). An exposure is the fall of a price at a given wage, ``e = (I - A')^(-1) growth``; the
    factor's is zero.
    """
    inputs, final = world.array("inputs")[:, 0], world.array("final")[:, 0]
    output, spending = world.array("output")[0], final.sum()
    made = np.where(output > 0, output, 1.0)
    exposure = np.linalg.solve(np.eye(len(output)) - (inputs / made).T, growth[0])
    materials = inputs.sum(0)
    shares = inputs / np.where(materials > 0, materials, 1.0)
    of_materials = shares.T @ exposure
    material_share = materials / made
    nests = (xi - 1) * _variance(final / spending, exposure)
    nests += (rho - 1) * (output / spending * material_share * (1 - material_share)) @ of_materials**2
    spread = np.array([_variance(shares[:, k], exposure) for k in range(len(output))])
    nests += (eta - 1) * (materials / spending) @ spread
    return float(0.5 * nests)


def _variance(weights: np.ndarray, values: np.ndarray) -> float:
    return float(weights @ (values - weights @ values) ** 2)


def _closed(world: "World") -> dict[str, list[float]]:
    """One closed economy: log welfare less the first-order, and less the second-order formula, by step."""
    from autarky.economy.behaviour import behaviour

    behave = behaviour(np.full(len(world.sectors), 4.0), eta=ETA, rho=RHO, xi=XI)
    out: dict[str, list[float]] = {"exact": [], "first": [], "second": []}
    for h in STEPS:
        growth = np.array([[-h if s in ENERGY else 0.0 for s in world.sectors]])
        first = float(hulten(world, growth)[0])
        out["exact"].append(float(np.log1p(solve(world, growth, behave).welfare.values[0])))
        out["first"].append(first)
        out["second"].append(first + baqaee_farhi(world, growth, eta=ETA, rho=RHO, xi=XI))
    return out


def _open(world: "World") -> dict[str, list[float]]:
    """Many economies: largest error of Hulten plus terms of trade; error of the second-order mean of all.

    Spending-weighted, terms of trade cancel, at every point of the path; with means of the weights before and
    after both sides are right to second order: ``sum e log W = sum (sales / world spending) log A``.
    """
    from autarky.economy.behaviour import behaviour
    from autarky.economy.elasticities import trade_elasticities

    behave = behaviour(trade_elasticities(world), eta=ETA, rho=RHO, xi=XI, nu=NU)
    output, spending = world.array("output"), world.array("final").sum(0)
    out: dict[str, list[float]] = {"first": [], "mean": []}
    for h in STEPS:
        growth = np.array([[-h if s in ENERGY else 0.0 for s in world.sectors] for _ in world.economies])
        result = solve(world, growth, behave)
        welfare = np.log1p(result.welfare.values)
        # the published terms-of-trade formula is per unit of income; fixed deficits are spent, too
        trade_terms = result["terms_of_trade"].values * (1 - world.array("deficit") / spending)
        out["first"].append(float(np.abs(welfare - hulten(world, growth) - trade_terms).max()))
        after, sold = result["expenditure"].values, result["output"].values
        weights = 0.5 * (spending / spending.sum() + after / after.sum())
        domar = 0.5 * (output / spending.sum() + sold / after.sum())
        out["mean"].append(float(abs(weights @ welfare - (domar * growth).sum())))
    return out


def _order(errors: list[float]) -> float:
    """The power of the step with which an error falls, from the last halving."""
    return float(np.log2(errors[-2] / errors[-1]))


def work(data: Path) -> tuple[list[ComparisonRow], list[str], dict[str, str]]:
    """Energy productivity falls everywhere: in the world as one closed economy, and in 60 open economies."""
    del data
    from autarky.worlds import load_world

    world = load_world("icio-2022")
    whole = world.aggregate(regions={"WORLD": list(world.economies)})
    closed, opened = _closed(whole), _open(world)
    gaps = {
        k: [abs(a - b) for a, b in zip(closed["exact"], closed[k], strict=True)] for k in ("first", "second")
    }
    last = len(STEPS) - 1
    exact = 100 * closed["exact"][last]
    rows = [
        ComparisonRow(
            f"closed world, energy {-100 * STEPS[last]:g} %: welfare, {name}",
            100 * closed[key][last],
            exact,
            tolerance,
            reason,
            "formula",
            "%",
            5,
        )
        for name, key, tolerance, reason in (
            ("Hulten", "first", 1e-2, "second order in the step"),
            ("Baqaee-Farhi", "second", 2e-4, "third order in the step"),
        )
    ]
    orders = (
        ("closed world: Hulten", 2.0, gaps["first"]),
        ("closed world: Baqaee-Farhi", 3.0, gaps["second"]),
        ("60 economies: Hulten plus terms of trade", 2.0, opened["first"]),
        ("60 economies: second-order mean", 3.0, opened["mean"]),
    )
    rows += [
        ComparisonRow(f"order of the error, {name}", order, _order(errors), 0.1, HALVING, "theory")
        for name, order, errors in orders
    ]
    sizes = "; ".join(f"{name} {', '.join(f'{e:.1e}' for e in errors)}" for name, _, errors in orders)
    notes = [f"Errors at steps of {', '.join(f'{h:g}' for h in STEPS)}: {sizes}."]
    return rows, notes, {"world": f"{len(world.economies)} x {len(world.sectors)}"}


REPLICATION = Replication(
    name="welfare-limit",
    title="Small shocks: Hulten at first order, Baqaee-Farhi at second, on the embedded world",
    citation=(
        "Hulten, C. (1978), Growth Accounting with Intermediate Inputs, Review of Economic Studies 45(3),"
        " 511-518;"
        " Baqaee, D. and Farhi, E. (2019), The Macroeconomic Impact of Microeconomic Shocks: Beyond"
        " Hulten's Theorem,"
        " Econometrica 87(4), 1155-1203, doi:10.3982/ECTA15202"
    ),
    asks="Is the change of welfare right to first order, and its curvature to second, as theory gives them?",
    work=work,
)
