"""Caliendo & Parro (2015): the welfare effects of NAFTA's tariff reductions, 31 economies and 40 sectors."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError
from autarky.replications.base import ComparisonRow, Replication, table
from autarky.replications.shares import world_from_shares

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.result import Result
    from autarky.world.accounts import World

FOLDER = "published/caliendo-parro-2015"
ECONOMIES = [
    "ARG", "AUS", "AUT", "BRA", "CAN", "CHL", "CHN", "DNK", "FIN", "FRA", "DEU", "GRC", "HUN", "IND", "IDN",
    "IRL", "ITA", "JPN", "KOR", "MEX", "NLD", "NZL", "NOR", "PRT", "ZAF", "ESP", "SWE", "TUR", "GBR", "USA",
    "ROW",
]  # fmt: skip
MEMBERS = ("MEX", "CAN", "USA")
N, J, TRADED = len(ECONOMIES), 40, 20
SERVICES_THETA = (
    8.22  # of the sectors without an estimate (their section 4.2); it does not matter without trade
)
STEPS = 16

# in per cent, Mexico / Canada / USA
PUBLISHED = {
    "welfare, first-order formula": (1.31, -0.06, 0.08),
    "terms of trade": (-0.41, -0.11, 0.04),
    "volume of trade": (1.72, 0.04, 0.04),
    "real wage": (1.72, 0.32, 0.11),
    "imports from NAFTA": (118.28, 11.11, 40.52),
}
WITHOUT_MATERIALS = (0.50, -0.03, 0.03)
# E'/E / PF_hat of the same equilibrium, which the paper does not print; recomputed independently from its
# files
EXACT = (0.007, -0.110, 0.074)
PRINTED = "the paper prints two decimals"


def load(folder: Path) -> dict[str, np.ndarray]:
    flows = {
        f: table(folder, f"{f}.txt", (TRADED, N, N)) for f in ("xbilat1993", "tariffs1993", "tariffs2005")
    }
    out = {f: np.zeros((N, J, N)) for f in flows}
    for name, values in flows.items():  # rows: importer; columns: exporter
        out[name][:, :TRADED] = values.transpose(2, 0, 1)
    inputs = table(folder, "IO.txt", (N, J, J)).clip(0)  # one coefficient of -0.0008 (Canada)
    columns = inputs.sum(1, keepdims=True)
    va = table(folder, "B.txt", (J, N)).T
    if (va <= 0).any() or (va > 1).any():
        raise InputError(
            f"{folder / 'B.txt'}: value-added shares must lie between 0 and 1; get the file again."
        )
    return {
        "trade": out["xbilat1993"] * 1000,
        "tariff": out["tariffs1993"] / 100,
        "tariff_after": out["tariffs2005"] / 100,
        "input_shares": (inputs / np.where(columns > 0, columns, 1.0)).transpose(1, 0, 2),
        "value_added_share": va,
        "output": table(folder, "GO.txt", (J, N)).T,
        "theta": np.concatenate([table(folder, "T.txt", (TRADED,)), np.full(J - TRADED, SERVICES_THETA)]),
    }


def base_world(files: dict[str, np.ndarray], *, materials: bool = True) -> "World":
    """The accounts of 1993 by the authors' conventions: output at least exports, final demand the residual,
    clipped.
    """
    trade, tariff = files["trade"].copy(), files["tariff"]
    va = files["value_added_share"] if materials else np.ones((N, J))
    inputs = files["input_shares"] if materials else np.zeros((J, N, J))
    exports = trade.sum(2)
    output = np.maximum(files["output"], exports)
    home = np.arange(N)
    trade[home, :, home] += output - exports
    spent = (1 + tariff) * trade
    final = (spent.sum(0) - np.einsum("snk,nk->sn", inputs, (1 - va) * output)).clip(0)
    return world_from_shares(
        economies=ECONOMIES,
        sectors=[f"S{j + 1:02d}" for j in range(J)],
        sourcing=spent / spent.sum(0),
        tariff=tariff,
        final_shares=final / final.sum(0),
        value_added_share=va,
        input_shares=inputs,
        value_added=(va * output).sum(1),
        name="caliendo-parro-1993" + ("" if materials else " without materials"),
        year=1993,
        unit="USD",
    )


def _solve(world: "World", tariff: np.ndarray, behaviour: "Behaviour") -> "Result":
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.calibration import calibrate
    from autarky.economy.shock import Shock
    from autarky.economy.solve import equilibrium

    shock = eqx.tree_at(lambda s: s.tariff, Shock.empty(calibrate(world)), jnp.asarray(tariff))
    return equilibrium(world, shock, behaviour)


def _members(values: np.ndarray) -> np.ndarray:
    """Per cent, of the three members."""
    return 100 * np.asarray(values)[[ECONOMIES.index(c) for c in MEMBERS]]


def _first_order(result: "Result") -> np.ndarray:
    return result["terms_of_trade"].values + result["volume_of_trade"].values


def _chained(
    world: "World", before: np.ndarray, after: np.ndarray, behaviour: "Behaviour", steps: int
) -> np.ndarray:
    """The first-order formula applied anew after each of `steps` small parts of the tariff change, multiplied
    up.
    """
    total = np.ones(N)
    for k in range(steps):
        result = _solve(world, before + (after - before) * (k + 1) / steps, behaviour)
        total *= 1 + _first_order(result)
        world = result.world_after()
    return total - 1


def work(data: Path) -> tuple[list[ComparisonRow], list[str], dict[str, str]]:
    """NAFTA's tariffs of 1993 -> 2005 among its members, all other tariffs kept, no deficits before or
    after.
    """
    from autarky.economy.behaviour import behaviour

    files = load(data / FOLDER)
    after = files["tariff"].copy()
    inside = np.ix_([ECONOMIES.index(c) for c in MEMBERS], range(J), [ECONOMIES.index(c) for c in MEMBERS])
    after[inside] = files["tariff_after"][inside]
    behave = behaviour(files["theta"], deficits="zero")

    result = _solve(base_world(files), after, behave)
    inside_trade = {
        k: w.data["trade"].values[inside] for k, w in (("old", result.world), ("new", result.world_after()))
    }
    abroad = 1 - np.eye(len(MEMBERS))[:, None, :]
    imports = {k: (v * abroad).sum((0, 1)) for k, v in inside_trade.items()}
    obtained = {
        "welfare, first-order formula": _members(_first_order(result)),
        "terms of trade": _members(result["terms_of_trade"].values),
        "volume of trade": _members(result["volume_of_trade"].values),
        "real wage": _members(result["real_wage"].values),
        "imports from NAFTA": 100 * (imports["new"] / imports["old"] - 1),
    }
    rows = [
        ComparisonRow(f"{what}, {member}", value, float(found), 0.00501, PRINTED, unit="%", digits=2)
        for what, values in PUBLISHED.items()
        for member, value, found in zip(MEMBERS, values, obtained[what], strict=True)
    ]
    bare = _solve(base_world(files, materials=False), after, behave)
    rows += [
        ComparisonRow(
            f"welfare without materials, {m}", value, float(found), 0.00501, PRINTED, unit="%", digits=2
        )
        for m, value, found in zip(MEMBERS, WITHOUT_MATERIALS, _members(_first_order(bare)), strict=True)
    ]
    exact = _members(result.welfare.values)
    rows += [
        ComparisonRow(
            f"exact welfare E'/E / P, {m}",
            value,
            float(found),
            0.000501,
            "the figure is given to 0.001 %",
            "recomputed",
            "%",
        )
        for m, value, found in zip(MEMBERS, EXACT, exact, strict=True)
    ]
    # The formula is right for small changes: applied in steps, its error falls with their number, so that
    # twice the chain of `STEPS` less the chain of half as many has none of first order left.
    base = result.world
    whole, half = (_chained(base, files["tariff"], after, behave, k) for k in (STEPS, STEPS // 2))
    chained = _members(2 * whole - half)
    rows += [
        ComparisonRow(
            f"first-order formula in small steps, {m}",
            float(value),
            float(found),
            0.005,
            f"the remaining error of {STEPS} steps is of second order",
            "exact welfare",
            "%",
        )
        for m, value, found in zip(MEMBERS, exact, chained, strict=True)
    ]
    notes = [
        "The published welfare is the first-order formula (terms of trade plus volume of trade) at tariffs"
        " of 1993 times"
        " changes that are not small: Mexico's imports from NAFTA more than double, and every one of them"
        " is counted"
        " as if it paid the tariff of 1993, though at the end it pays almost none. The exact change of"
        " utility of"
        " the same equilibrium is +0.007 % for Mexico. Taken in small steps the formula leads there.",
    ]
    return rows, notes, _facts(result)


def _facts(result: "Result") -> dict[str, str]:
    block, size = result.certificate.worst()
    return {"residual": f"{result.record['solver']['residual']:.1e}", "certificate": f"{size:.1e} ({block})"}


REPLICATION = Replication(
    name="caliendo-parro-2015",
    title="NAFTA's tariff reductions, 31 economies x 40 sectors",
    citation=(
        "Caliendo, L. and Parro, F. (2015), Estimates of the Trade and Welfare Effects of NAFTA, Review of"
        " Economic"
        " Studies 82(1), 1-44, doi:10.1093/restud/rdu035"
    ),
    asks=(
        "What did the tariff reductions among Mexico, Canada and the USA between 1993 and 2005 do to each"
        " of them?"
    ),
    work=work,
    folders=(FOLDER,),
    where=(
        "the supplementary data of the article at the Review of Economic Studies (doi:10.1093/restud/rdu035)"
    ),
)
