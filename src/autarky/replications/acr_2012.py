"""Arkolakis, Costinot & Rodriguez-Clare (2012): one share and one elasticity are enough for the gains from
trade.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.replications import gains
from autarky.replications.base import ComparisonRow, Replication

if TYPE_CHECKING:
    from autarky.world.accounts import World

FOLDER = "data/icio-2022-81x28"
ONE_SECTOR_THETA = 5.0
# Every economy makes something of each of these, so that autarky has a solution in each of them.
MERGED = {
    "A": ["A01", "A02", "A03"],
    "B_C19": ["B05", "B06", "B07", "B08", "B09", "C19"],
    "C24": ["C24A", "C24B"],
    "C29_30": ["C29", "C301", "C302T309"],
}
SHOWN = ("USA", "CHN", "DEU", "BLR")
SOLVER = "both computed to solver precision"


def united_states(imports: float) -> "World":
    """Two economies, one sector; the first spends the share `imports` abroad (their introduction: 7 % in
    2000).
    """
    from autarky.world.accounts import World

    home = 1 - imports
    trade = np.array([[home, imports], [imports, 3 - imports]])
    return World.from_arrays(
        economies=["USA", "ROW"],
        sectors=["ALL"],
        trade=trade[:, None, :],
        inputs=np.zeros((1, 2, 1)),
        final=trade.sum(0)[None],
        attrs={"name": "acr-2012", "year": 2000},
    )


def _ladder(world: "World", theta: np.ndarray) -> tuple[list[ComparisonRow], dict[str, np.ndarray]]:
    """Statistic and solved autarky on each rung, for the economies `SHOWN` and the worst of all."""
    rungs = {
        "one sector": (gains.one_sector(world), np.array([ONE_SECTOR_THETA])),
        "many sectors": (gains.without_inputs(world), theta),
        "input-output links": (world, theta),
    }
    rows, found = [], {}
    for rung, (base, elasticities) in rungs.items():
        statistic = gains.sufficient_statistic(base, elasticities)
        result = gains.solve_autarky(base, elasticities)
        # without inputs trade no longer balances and deficits end with it: compare the real wage, which they
        # spare
        real = result["real_wage"].values
        found[rung] = real
        for c in SHOWN:
            n = base.economies.index(c)
            pair = 100 * float(statistic[n]), 100 * float(real[n])
            rows.append(ComparisonRow(f"autarky of {c}, {rung}", *pair, 1e-8, SOLVER, "statistic", "%", 4))
        worst = float(np.abs(np.log1p(real) - np.log1p(statistic)).max())
        rows.append(
            ComparisonRow(
                f"largest gap of {len(real)}, {rung}", 0.0, worst, 1e-10, SOLVER, "statistic", digits=-1
            )
        )
    # in the balanced base without tariffs the statistic is the whole of welfare (the last rung is that base)
    gap = float(np.abs(np.log1p(result.welfare.values) - np.log1p(statistic)).max())
    rows.append(
        ComparisonRow("largest gap of welfare itself", 0.0, gap, 1e-10, SOLVER, "statistic", digits=-1)
    )
    return rows, found


def work(data: Path) -> tuple[list[ComparisonRow], list[str], dict[str, str]]:
    """The paper's figures for the United States; then the ladder on the world of 2022."""
    from autarky.economy.elasticities import trade_elasticities
    from autarky.sources.mrio.icio_npz import read_icio_npz

    rows = []
    for elasticity, published in ((5.0, 1.4), (10.0, 0.7)):
        solved = gains.solve_autarky(united_states(0.07), np.array([elasticity]))
        what = f"gains of the USA in 2000, elasticity {elasticity:g}"
        found = -100 * float(solved.welfare.values[0])
        rows.append(ComparisonRow(what, published, found, 0.0501, "one decimal is printed", "paper", "%", 1))
    world = read_icio_npz(data / FOLDER / "world.npz").aggregate(sectors=MERGED)
    theta = trade_elasticities(world, "caliendo-parro-2015")
    ladder, found_ = _ladder(gains.free_and_balanced(world, theta), theta)
    means = ", ".join(f"{rung} {100 * v.mean():.1f} %" for rung, v in found_.items())
    notes = [
        f"Mean over {len(world.economies)} economies of the change of real wages in autarky: {means}.",
        "Base: tariffs removed and deficits closed first, where the statistic is the whole of welfare."
        " Sectors in"
        " which some economy makes nothing are merged with their neighbours: Cobb-Douglas demand for a good"
        " that"
        " cannot be had has no equilibrium.",
    ]
    return rows + ladder, notes, {"world": f"{len(world.economies)} x {len(world.sectors)}"}


REPLICATION = Replication(
    name="acr-2012",
    title="Gains from trade by a sufficient statistic and by solving autarky, 81 economies",
    citation=(
        "Arkolakis, C., Costinot, A. and Rodriguez-Clare, A. (2012), New Trade Models, Same Old Gains?,"
        " American"
        " Economic Review 102(1), 94-130, doi:10.1257/aer.102.1.94"
    ),
    asks=(
        "How much real income does an economy lose without any trade, and does the closed form say the same?"
    ),
    work=work,
    folders=(FOLDER,),
    where="the OECD's Inter-Country Input-Output tables, as one .npz (see the how-to on importing worlds)",
)
