"""One-sector structural gravity in general equilibrium: Stata's ge_gravity, and PyPI's gegravity beside
it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError
from autarky.replications.base import ComparisonRow, Replication

if TYPE_CHECKING:
    import pandas as pd

    from autarky.economy.behaviour import Deficits
    from autarky.economy.result import Result
    from autarky.world.accounts import World

FOLDER = "published/ge-gravity"
STATA = "TradeData0014_Results.rda"
SAMPLE = "usitc_sample_data_set.dlm"
YEAR, N_STATA, N_SAMPLE = 2000, 44, 30
THETA = 4.0  # both programs' example: sigma = 5
SINGLE = "the file stores single precision (7 digits)"
COSTS = ("lndist", "contiguity", "pta", "common_language", "international")

# gegravity 0.3 on its own sample, Canada-Japan agreement: p/P in per cent as its documentation prints it,
# with the coefficients given there; and with coefficients estimated on the sample
DOCUMENTED_COSTS = (-0.3764, 0.8850, 0.4823, 0.0392, -3.4224)
DOCUMENTED = {"CAN": 0.435377, "JPN": 0.056228}
ONE_UPDATE, EXACT = 0.418, 0.428
WORST_MARKET = 5.8e-4


def one_sector_world(trade: np.ndarray, economies: list[str], name: str, year: int) -> "World":
    """An endowment economy per country: all output is value added, all sales are final."""
    from autarky.world.accounts import World

    return World.from_arrays(
        economies=economies,
        sectors=["ALL"],
        trade=trade[:, None, :],
        inputs=np.zeros((1, len(economies), 1)),
        final=trade.sum(0)[None],
        attrs={"name": name, "year": year},
    )


def solve(world: "World", partial_effect: np.ndarray, deficits: "Deficits") -> "Result":
    """The equilibrium when bilateral trade changes by exp(partial_effect) at given prices, that is
    kappa_hat = exp(-effect / theta)."""
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.behaviour import behaviour
    from autarky.economy.calibration import calibrate
    from autarky.economy.shock import Shock
    from autarky.economy.solve import equilibrium

    cost = jnp.asarray(np.exp(-partial_effect / THETA))[:, None, :]
    shock = eqx.tree_at(lambda s: s.trade_cost, Shock.empty(calibrate(world)), cost)
    behave = behaviour(np.array([THETA]), deficits=deficits)
    return equilibrium(world, shock, behave, tolerance=1e-12)


# -- Stata -----------------------------------------------------------------------------------------------


def stata_example(folder: Path) -> "pd.DataFrame":
    path = folder / STATA
    if not path.is_file():
        raise InputError(f"The file {path} is missing; get the complete data set again.")
    try:
        import rdata
    except ImportError as e:
        raise InputError("Reading .rda files needs the package rdata: pip install rdata") from e
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # encodings of labels that are plain ASCII
            frame = rdata.read_rda(path)["TradeData0014_Results"]
        frame = frame[frame["year"] == YEAR]
    except Exception as e:  # rdata raises whatever a damaged byte leads to
        raise InputError(f"{path} is damaged or not the expected R data ({type(e).__name__}: {e}).") from e
    if len(frame) != N_STATA**2:
        raise InputError(f"{path} holds {len(frame)} flows of {YEAR}, expected {N_STATA} x {N_STATA}.")
    return frame


def _matrix(frame: "pd.DataFrame", column: str) -> np.ndarray:
    return frame.pivot(index="exporter", columns="importer", values=column).to_numpy(dtype=float)


def _stata_rows(folder: Path) -> tuple[list[ComparisonRow], "Result"]:
    frame = stata_example(folder)
    economies = sorted(frame["exporter"].unique())
    trade = _matrix(frame, "trade")
    world = one_sector_world(trade, economies, "ge-gravity-2000", YEAR)
    effect = _matrix(frame, "eu_effect")
    additive, multiplicative = (solve(world, effect, closure) for closure in ("fixed", "proportional"))
    # Stata lets every country's spending follow its own wage and leaves the sum of the world's deficits open;
    # flows then add up to a little less than output. The core closes that gap by one common factor.
    wages = 1 + multiplicative["factor_price"].values[:, 0]
    gap = (trade.sum(1) * wages).sum() / (trade.sum(0) * wages).sum()
    found = {
        "additive: welfare": (1 + additive["welfare"].values, _matrix(frame, "w_eu")[:, 0]),
        "additive: trade flows": (additive["trade"].values[:, 0], _matrix(frame, "X_eu")),
        "multiplicative: w/P": (1 + multiplicative["real_wage"].values, _matrix(frame, "w_mult")[:, 0]),
        "multiplicative: trade flows": (multiplicative["trade"].values[:, 0] / gap, _matrix(frame, "X_mult")),
    }
    rows = [
        ComparisonRow(f"{what}, largest gap of {b.size}", 0.0, _gap(a, b), 1e-6, SINGLE, "Stata", digits=-1)
        for what, (a, b) in found.items()
    ]
    gained = 100 * (found["additive: welfare"][0] - 1)
    stata = 100 * (found["additive: welfare"][1] - 1)
    rows += [
        ComparisonRow(f"additive: welfare of {c}", stata[j], gained[j], 1e-4, SINGLE, "Stata", "%", 4)
        for j, c in enumerate(economies)
        if c in ("HUN", "DEU", "USA")
    ]
    return rows, additive


def _gap(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a / b - 1).max())


# -- gegravity -------------------------------------------------------------------------------------------


def sample(folder: Path) -> "pd.DataFrame":
    """The 30-economy sample of the package: trade, output Y, expenditure E and cost variables by pair,
    2006.
    """
    import pandas as pd

    path = folder / SAMPLE
    if not path.is_file():
        raise InputError(f"The file {path} is missing; get the complete data set again.")
    try:
        frame = pd.read_csv(path)
    except (ValueError, OSError) as e:
        raise InputError(f"{path} is damaged or not a table ({e}); get it again.") from e
    missing = [c for c in ("exporter", "importer", "trade", "Y", "E", *COSTS) if c not in frame.columns]
    if missing or len(frame) != N_SAMPLE**2:
        raise InputError(f"{path}: expected {N_SAMPLE**2} rows with {', '.join(COSTS)}; get it again.")
    return frame.sort_values(["exporter", "importer"]).reset_index(drop=True)


def ppml(trade: np.ndarray, regressors: np.ndarray) -> np.ndarray:
    """Poisson pseudo-maximum likelihood with exporter and importer effects (Santos Silva & Tenreyro 2006):
    coefficients of `regressors` [variable, exporter, importer], by iteratively reweighted least squares."""
    n = len(trade)
    exporters, importers = np.repeat(np.eye(n), n, 0), np.tile(np.eye(n), (n, 1))[:, 1:]
    x = np.column_stack([regressors.reshape(len(regressors), -1).T, exporters, importers])
    y = trade.ravel()
    mean = (y + y.mean()) / 2
    for _ in range(50):
        root = np.sqrt(mean)
        target = np.log(mean) + y / mean - 1
        beta = np.linalg.lstsq(x * root[:, None], target * root, rcond=None)[0]
        new = np.exp(x @ beta)
        if np.abs(new / mean - 1).max() < 1e-13:
            break
        mean = new
    return beta[: len(regressors)]


def fitted_trade(frame: "pd.DataFrame", coefficients: np.ndarray) -> np.ndarray:
    """Trade predicted by structural gravity with the margins Y and E (E sets the level, as in the
    package).
    """
    from autarky.world.tables.fit import fit

    costs = np.exp(sum(b * _matrix(frame, v) for b, v in zip(coefficients, COSTS, strict=True)))
    output = frame.groupby("exporter")["Y"].first().to_numpy(float)
    spending = frame.groupby("importer")["E"].first().to_numpy(float)
    output = output * spending.sum() / output.sum()
    return fit(costs * output[:, None] * spending, output, spending).table


def one_price_update(trade: np.ndarray, growth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What gegravity calls full equilibrium: factory-gate prices p and price indices P (changes).

    Its system (`_full_ge`) holds output and expenditure shares at the base in the resistances, so these are
    the conditional ones, trade fitted anew to the old margins; prices follow once, p^(1-sigma) = Pi^(sigma-1)
    relative to the base, and neither incomes nor resistances hear of them.
    """
    from autarky.world.tables.fit import fit

    conditional = fit(trade * growth, trade.sum(1), trade.sum(0)).table
    scale = conditional / (trade * growth)
    return (scale[:, 0] / scale[0, 0]) ** (-1 / THETA), scale[0] ** (1 / THETA)


def agreement(frame: "pd.DataFrame", coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fitted base trade and the partial effect of a Canada-Japan agreement (logs)."""
    economies = sorted(frame["exporter"].unique())
    can, jpn = economies.index("CAN"), economies.index("JPN")
    effect = np.zeros((N_SAMPLE, N_SAMPLE))
    effect[can, jpn] = effect[jpn, can] = coefficients[COSTS.index("pta")]
    return fitted_trade(frame, coefficients), effect


def _package_rows(folder: Path) -> tuple[list[ComparisonRow], list[str]]:
    frame = sample(folder)
    economies = sorted(frame["exporter"].unique())
    can = economies.index("CAN")
    trade, effect = agreement(frame, np.array(DOCUMENTED_COSTS))
    price, index = one_price_update(trade, np.exp(effect))
    rows = [
        ComparisonRow(
            f"one price update, documented example: p/P of {c}",
            value,
            float(100 * (price / index - 1)[economies.index(c)]),
            1e-6,
            "six decimals are printed",
            "gegravity",
            "%",
            6,
        )
        for c, value in DOCUMENTED.items()
    ]
    estimates = ppml(_matrix(frame, "trade"), np.stack([_matrix(frame, v) for v in COSTS]))
    trade, effect = agreement(frame, estimates)
    price, index = one_price_update(trade, np.exp(effect))
    real = 100 * (price / index - 1)
    # demand at the package's prices against its output: what its equilibrium leaves open
    spending = trade.sum(0) * price
    demand = trade * np.exp(effect) * price[:, None] ** -THETA * (index**THETA * spending / trade.sum(0))
    excess = demand.sum(1) / (price * trade.sum(1)) - 1
    solved = solve(one_sector_world(trade, economies, "gegravity-sample", 2006), effect, "proportional")
    exact = 100 * solved["real_wage"].values
    worst, printed = float(np.abs(excess).max()), "three decimals are given"
    left = float(solved.certificate.markets)
    rows += [
        ComparisonRow("one price update: p/P of CAN", ONE_UPDATE, real[can], 5e-4, printed, "gegravity", "%"),
        ComparisonRow("exact equilibrium: p/P of CAN", EXACT, exact[can], 5e-4, printed, "recomputed", "%"),
        ComparisonRow(
            "one price update: worst market", WORST_MARKET, worst, 5e-6, "two digits", "recomputed", digits=-1
        ),
        ComparisonRow(
            "exact equilibrium: worst market", 0.0, left, 1e-9, "the core's certificate", "theory", digits=-1
        ),
    ]
    notes = [
        "gegravity solves the resistances at base-year shares of output and expenditure, moves factory-gate"
        " prices"
        f" once and stops: at its prices Canada's goods are in excess demand by {100 * excess[can]:.3f} %,"
        f" and its"
        f" gain is {real[can]:.3f} % instead of {exact[can]:.3f} %.",
    ]
    return rows, notes


def work(data: Path) -> tuple[list[ComparisonRow], list[str], dict[str, str]]:
    """EU enlargement in Stata's example, both closures; the Canada-Japan agreement in the package's
    sample.
    """
    rows, additive = _stata_rows(data / FOLDER)
    more, notes = _package_rows(data / FOLDER)
    notes.append(
        "Multiplicative deficits: Stata does not close the sum of the deficits; its flows fall short of"
        " output by a"
        " common factor (1.6e-6 here), which the comparison takes out. Its welfare is then w/P, the core's"
        " real wage."
    )
    return rows + more, notes, {"residual": f"{additive.record['solver']['residual']:.1e}"}


REPLICATION = Replication(
    name="ge-gravity-stata",
    title="One-sector gravity: Stata's ge_gravity, 44 economies; PyPI's gegravity, 30 economies",
    citation=(
        "Baier, S., Yotov, Y. and Zylkin, T. (2019), On the widely differing effects of free trade"
        " agreements, Journal"
        " of International Economics 116, 206-226; Herman, P. (2021), gegravity: General Equilibrium"
        " Gravity Modeling"
        " in Python, USITC Working Paper 2021-04-B"
    ),
    asks="What does the EU enlargement do under either deficit closure; and a Canada-Japan agreement?",
    work=work,
    folders=(FOLDER,),
    where="the example data of Stata's ge_gravity (ssc install ge_gravity) and of gegravity on PyPI (MIT)",
)
