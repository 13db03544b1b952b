"""Felbermayr, Groeschl & Heiland (2022): the EU's customs union, 44 economies x 50 sectors with all input
links.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError
from autarky.replications.base import ComparisonRow, Replication, table
from autarky.replications.shares import world_from_shares

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.result import Result
    from autarky.world.accounts import World

FOLDER = "published/felbermayr-2022-placebo"
N, J, DRAWS = 44, 50, 1000
TOLERANCE = 1e-11
EU = (
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN",
    "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
)  # fmt: skip


@dataclass(frozen=True)
class Files:
    """The authors' inputs, shapes as in `World`: [origin, sector, destination], [sector, destination], ..."""

    economies: list[str]
    sourcing: np.ndarray
    tariff: np.ndarray
    tariff_mfn: np.ndarray
    value_added_share: np.ndarray
    input_shares: np.ndarray
    final_shares: np.ndarray
    spending: np.ndarray
    inventories: np.ndarray
    value_added: np.ndarray
    surplus: np.ndarray
    theta: np.ndarray


def load(folder: Path) -> Files:
    """All files, checked for shape and for the conventions their layout implies."""
    cells = {f: table(folder, f"{f}2014.txt", (J, N, N), delimiter=",") for f in ("Din", "tariffs")}
    by_sector = {f: table(folder, f"{f}.txt", (J, N), delimiter=",") for f in ("B", "alphas", "X0", "VP")}
    draws = _elasticities(folder)
    economies, mfn = _mfn(folder)
    tariff = cells["tariffs"].transpose(2, 0, 1) - 1
    inside = np.ix_([economies.index(c) for c in EU], range(J), [economies.index(c) for c in EU])
    if np.abs(tariff[inside]).max() > 0:
        raise InputError(f"{folder / 'tariffs2014.txt'}: tariffs inside the EU must be 0; get it again.")
    after = tariff.copy()
    after[inside] = mfn[inside]
    return Files(
        economies=economies,
        sourcing=cells["Din"].transpose(2, 0, 1),
        tariff=tariff,
        tariff_mfn=after,
        value_added_share=by_sector["B"].T,
        input_shares=table(folder, "G.txt", (N, J, J), delimiter=",").transpose(1, 0, 2),
        final_shares=by_sector["alphas"],
        spending=by_sector["X0"],
        inventories=by_sector["VP"],
        value_added=table(folder, "VA_n.txt", (N,)),
        surplus=table(folder, "S_n.txt", (N,)),
        theta=-draws.mean(0) - 1,
    )


def _elasticities(folder: Path) -> np.ndarray:
    path = folder / "bltau-sec-nnew.txt"
    if not path.is_file():
        raise InputError(f"The file {path} is missing; get the complete data set again.")
    try:
        draws = np.loadtxt(path, skiprows=1, ndmin=2)
    except (ValueError, UnicodeDecodeError) as e:
        raise InputError(f"{path} is damaged or not a table of numbers ({e}); get it again.") from e
    if draws.shape != (DRAWS, J):
        raise InputError(f"{path} holds {draws.shape} numbers, expected {DRAWS} x {J}; get it again.")
    return draws


def _mfn(folder: Path) -> tuple[list[str], np.ndarray]:
    """Labels, and MFN tariffs [origin, sector, destination]: in the file iso2 is the importer, iso1 the
    exporter (where no agreement applies they come close to `tariffs2014`)."""
    import pandas as pd

    frames = {}
    for name in ("countrylist", "fin_cftau_2014_weighted_wiod"):
        path = folder / f"{name}.dta"
        if not path.is_file():
            raise InputError(f"The file {path} is missing; get the complete data set again.")
        try:
            frames[name] = pd.read_stata(path)
        except (ValueError, OSError, KeyError, struct.error) as e:
            raise InputError(f"{path} is damaged or not a Stata file ({e}); get it again.") from e
    economies = [str(c) for c in frames["countrylist"]["iso"]]
    if len(economies) != N or not set(EU) <= set(economies):
        raise InputError(f"{folder / 'countrylist.dta'}: expected {N} economies with all 28 EU members.")
    rates = frames["fin_cftau_2014_weighted_wiod"]
    place = {c: n for n, c in enumerate(economies)}
    mfn = np.zeros((N, J, N))
    origin, destination = rates["iso1"].map(place), rates["iso2"].map(place)
    mfn[origin, rates["sector"].astype(int) - 1, destination] = rates["tau_mfn_w"].to_numpy(float)
    return economies, mfn


def world_with_inventories(files: Files) -> "World":
    """The authors' 2014 as it stands: spending is their X0 exactly, and inventory changes are final demand.

    In 11 cells stocks were drawn down by more than was finally bought (3.2 bn of 74,763 bn USD of value
    added), and final demand cannot be negative: there the sectors' purchases are lowered by the excess, as if
    it came from stock.
    """
    from autarky.world.accounts import World

    trade = files.sourcing / (1 + files.tariff) * files.spending
    inputs = files.input_shares * ((1 - files.value_added_share) * trade.sum(2))[None]
    bought = inputs.sum(2)
    excess = np.maximum(bought - files.spending, 0.0)
    inputs *= (1 - excess / np.where(bought > 0, bought, 1.0))[:, :, None]
    return World.from_arrays(
        economies=files.economies,
        sectors=_sectors(),
        trade=trade,
        tariff=files.tariff,
        inputs=inputs,
        final=np.maximum(files.spending - inputs.sum(2), 0.0),
        attrs={"name": "felbermayr-2014 with inventories", "year": 2014},
    )


def world_without_inventories(files: Files) -> "World":
    """The authors' purged base: their shares and value added, no inventory demand, surpluses a share of
    income.

    First the consistent world of their shares (`world_from_shares`), then transfers that bring every surplus
    to its published share of income, times the one factor that makes all deficits sum to zero. The shares
    apply to incomes that the transfers move, so both are found in turn; each round leaves a tenth of the
    error.
    """
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.behaviour import behaviour
    from autarky.economy.calibration import calibrate
    from autarky.economy.shock import Shock
    from autarky.economy.solve import equilibrium

    world = world_from_shares(
        economies=files.economies,
        sectors=_sectors(),
        sourcing=files.sourcing,
        tariff=files.tariff,
        final_shares=files.final_shares,
        value_added_share=files.value_added_share,
        input_shares=files.input_shares,
        value_added=files.value_added,
        name="felbermayr-2014",
        year=2014,
        unit="USD million",
    )
    revenue = (files.tariff / (1 + files.tariff) * files.sourcing * files.spending).sum((0, 1))
    kept = 1 - files.surplus / (files.value_added + revenue)
    unit = files.value_added.sum()
    empty, behave = Shock.empty(calibrate(world)), behaviour(files.theta)
    transfer = np.zeros(N)
    for _ in range(20):
        shock = eqx.tree_at(lambda s: s.transfer, empty, jnp.asarray(transfer))
        result = equilibrium(world, shock, behave, tolerance=TOLERANCE)
        income = (result["factor_income"].values + result["tariff_revenue"].values) / unit
        wanted = kept * income * income.sum() / (kept * income).sum() - income - world.array("deficit") / unit
        wanted -= wanted.mean()
        moved = np.abs(wanted - transfer).max()
        transfer = wanted
        if moved < TOLERANCE:
            break
    return result.world_after("felbermayr-2014 without inventories")


def _sectors() -> list[str]:
    return [f"C{j + 1:02d}" for j in range(J)]


def _placebo(files: Files, behave: "Behaviour") -> tuple[float, float]:
    """Largest relative gap of solved spending to X0: from the base itself, and from a start far away."""
    import jax

    from autarky.economy.equilibrium import Unknowns, allocate
    from autarky.economy.problem import Base, Problem

    base = Base.of(world_with_inventories(files))
    problem = Problem.of(base, behave, base.empty)
    noise = np.random.default_rng(2022)
    start = jax.tree.map(lambda x: x + 0.2 * noise.standard_normal(x.shape), Unknowns.base(base.economy))
    gaps = []
    for at in (None, start):
        solution = problem.search(start=at, tolerance=TOLERANCE)
        spending = np.asarray(allocate(*solution.arguments).Q) * base.unit
        gaps.append(float(np.abs(spending / files.spending - 1).max()))
    return gaps[0], gaps[1]


def _customs_union(world: "World", files: Files, behave: "Behaviour") -> tuple["Result", float]:
    import equinox as eqx
    import jax.numpy as jnp

    from autarky.economy.calibration import calibrate
    from autarky.economy.shock import Shock
    from autarky.economy.solve import equilibrium

    shock = eqx.tree_at(lambda s: s.tariff, Shock.empty(calibrate(world)), jnp.asarray(files.tariff_mfn))
    started = perf_counter()
    result = equilibrium(world, shock, behave, tolerance=TOLERANCE)
    return result, perf_counter() - started


def work(data: Path) -> tuple[list[ComparisonRow], list[str], dict[str, str]]:
    """Placebo on the base with inventories; then MFN tariffs among the 28 members on the purged base."""
    from autarky.economy.behaviour import behaviour

    files = load(data / FOLDER)
    behave = behaviour(files.theta, deficits="proportional")
    here, far = _placebo(files, behave)
    result, seconds = _customs_union(world_without_inventories(files), files, behave)
    block, worst = result.certificate.worst()
    aim = "asked of the replication; the stored figures have 14 digits"
    law = result.certificate.walras
    rows = [
        ComparisonRow("placebo: spending against X0", 0.0, here, 1e-8, aim, "authors' X0", digits=-1),
        ComparisonRow(
            "placebo from a start 20 % away in every price", 0.0, far, 1e-8, aim, "authors' X0", digits=-1
        ),
        ComparisonRow(
            "customs union removed: worst equation", 0.0, worst, 1e-9, "in plain numpy", "theory", digits=-1
        ),
        ComparisonRow(
            "customs union removed: Walras' law", 0.0, law, 1e-9, "not solved for", "theory", digits=-1
        ),
    ]
    welfare = 100 * result.welfare.to_series()
    inside = welfare[list(EU)]
    weights = result.world.data["final"].sum("sector").to_series()
    rest = [c for c in files.economies if c not in EU]
    own, other = (float(np.average(welfare[g], weights=weights[g])) for g in (list(EU), rest))
    notes = [
        f"MFN tariffs among the 28 members: real consumption {own:+.3f} % in the EU (from"
        f" {inside.min():+.2f} %"
        f" in {inside.idxmin()} to {inside.max():+.2f} % in {inside.idxmax()}), {other:+.3f} % elsewhere;"
        f" tariff"
        " revenue stays with the importer. The paper prints averages over 1,000 draws of all parameters,"
        " which"
        " the files at hand do not hold; figures are therefore not compared.",
    ]
    facts = {
        "equations": f"{N * J * 2 + N:,}",
        "time of the solve": f"{seconds:.2f} s",
        "residual": f"{result.record['solver']['residual']:.1e}",
        "Newton steps": str(result.record["solver"]["newton_steps"]),
        "worst block": block,
    }
    return rows, notes, facts


REPLICATION = Replication(
    name="felbermayr-2022",
    title="The EU's customs union, 44 economies x 50 sectors: placebo, and its removal",
    citation=(
        "Felbermayr, G., Groeschl, J. and Heiland, I. (2022), Complex Europe: Quantifying the cost of"
        " disintegration,"
        " Journal of International Economics 138, 103647, doi:10.1016/j.jinteco.2022.103647"
    ),
    asks=(
        "Does an empty shock return the authors' base, and what happens when EU members charge one another"
        " MFN tariffs?"
    ),
    work=work,
    folders=(FOLDER,),
    where="the authors' replication files (GitHub: ingaheiland/FelbermayrGroeschlHeilandJIE2022)",
)
