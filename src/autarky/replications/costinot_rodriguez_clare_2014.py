"""Costinot & Rodriguez-Clare (2014): gains from trade, from one sector to input-output links, on the WIOD of
2008.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError
from autarky.replications import gains
from autarky.replications.base import ComparisonRow, Replication, arrays

if TYPE_CHECKING:
    from autarky.world.accounts import World

FOLDER = "data/wiod-2013"
N, S, USES = 41, 35, 5
# The paper's 33 economies and the rest of the world; Slovenia joins the rest (see the page of this
# replication).
MEMBERS = (
    "AUS", "AUT", "BEL", "BRA", "CAN", "CHN", "CZE", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC", "HUN",
    "IDN", "IND", "IRL", "ITA", "JPN", "KOR", "MEX", "NLD", "POL", "PRT", "ROM", "RUS", "SVK", "SWE", "TUR",
    "TWN", "USA", )  # fmt: skip
REST = "RoW"
# industries c1..c35 -> sectors with their elasticity (Caliendo & Parro 2015, full sample, as the paper uses
# them)
GOODS: dict[str, tuple[tuple[int, ...], float]] = {
    "agriculture": ((1,), 8.11),
    "mining": ((2,), 15.72),
    "food": ((3,), 2.55),
    "textiles": ((4, 5), 5.56),
    "wood": ((6,), 10.83),
    "paper": ((7,), 9.07),
    "refined petroleum": ((8,), 51.08),
    "chemicals": ((9,), 4.75),
    "plastics": ((10,), 1.66),
    "minerals": ((11,), 2.76),
    "metals": ((12,), 7.99),
    "machinery": ((13,), 1.52),
    "electrical": ((14,), 10.60),
    "transport equipment": ((15,), 0.37),
    "other manufacturing": ((16,), 5.00),
}
SERVICES = (
    (17,), (18,), (19, 20, 21), (22,), (23, 24, 25, 26), (27,), (28,), (29,), (30,), (31,), (32,), (33,), (34,
    35), )  # fmt: skip
THETA = 5.0  # of services, and of the one-sector model
# Table 1: loss of real income in autarky, per cent; one sector, many sectors, with intermediates (perfect
# competition)
PUBLISHED = {"USA": (1.8, 4.4, 8.3), "CAN": (3.8, 17.4, 30.2)}
RUNGS = ("one sector", "many sectors", "input-output links")
REVISED = "one decimal, and the tables were revised after the paper (2012 -> 2013 release)"


def load(folder: Path, year: int = 2008) -> "World":
    """The world input-output table with the paper's economies and sectors, as a world.

    Final demand is the sum over the five uses. Changes in stocks make some of it negative: such cells
    [origin, sector, destination] are set to 0, output is what is sold, value added output less inputs.
    """
    from autarky.world.accounts import World

    path = folder / f"wiot_{year}.npz"
    found = arrays(path, ("inter", "final", "countries"))
    codes = [str(c) for c in found["countries"]]
    shapes = (found["inter"].shape, found["final"].shape, len(codes))
    if shapes != ((N * S, N * S), (N * S, N * USES), N) or not set(MEMBERS) <= set(codes):
        raise InputError(f"{path}: not the table of {N} economies and {S} industries; get it again.")
    sectors, groups, _ = sector_plan()
    to_economy = np.array(
        [[c == m or (m == REST and c not in MEMBERS) for c in codes] for m in (*MEMBERS, REST)]
    )
    to_sector = np.array([[s + 1 in g for s in range(S)] for g in groups])
    P, Q = to_economy.astype(float), to_sector.astype(float)
    inter = found["inter"].astype(float).reshape(N, S, N, S)
    final = found["final"].astype(float).reshape(N, S, N, USES).sum(3)
    inter = np.einsum("Aa,Ss,asbk,Bb,Kk->ASBK", P, Q, inter, P, Q, optimize=True)
    final = np.einsum("Aa,Ss,asb,Bb->ASB", P, Q, final, P, optimize=True).clip(0)
    return World.from_arrays(
        economies=[*MEMBERS, REST],
        sectors=sectors,
        trade=inter.sum(3) + final,
        inputs=inter.sum(0),
        final=final.sum(0),
        attrs={"name": f"wiod-{year}", "year": year},
    )


def sector_plan() -> tuple[list[str], list[tuple[int, ...]], np.ndarray]:
    """Labels, industries and elasticities of the sectors."""
    services = {f"services {'-'.join(map(str, g))}": (g, THETA) for g in SERVICES}
    plan = GOODS | services
    return list(plan), [g for g, _ in plan.values()], np.array([t for _, t in plan.values()])


def work(data: Path) -> tuple[list[ComparisonRow], list[str], dict[str, str]]:
    """Statistic and solved autarky, each on the paper's three rungs, from the data as they are."""
    world = load(data / FOLDER)
    theta = sector_plan()[2]
    rungs = (
        (gains.one_sector(world), np.array([THETA])),
        (gains.without_inputs(world), theta),
        (world, theta),
    )
    rows, gaps, means = [], [], []
    for k, (rung, (base, elasticities)) in enumerate(zip(RUNGS, rungs, strict=True)):
        statistic = gains.sufficient_statistic(base, elasticities)
        # Deficits end with trade, so welfare moves by them too; the statistic is the change of the real wage.
        solved = gains.solve_autarky(base, elasticities)["real_wage"].values
        for c, published in PUBLISHED.items():
            found = -100 * float(solved[base.economies.index(c)])
            rows.append(
                ComparisonRow(f"gains of {c}, {rung}", published[k], found, 0.35, REVISED, "paper", "%", 1)
            )
        gap = float(np.abs(np.log1p(solved) - np.log1p(statistic)).max())
        gaps.append(
            ComparisonRow(
                f"largest gap of {len(solved)}, {rung}", 0.0, gap, 1e-10, "solver", "statistic", digits=-1
            )
        )
        means.append(f"{rung} {-100 * solved.mean():.1f} %")
    notes = [f"Mean over {len(world.economies)} economies: {', '.join(means)}."]
    return rows + gaps, notes, {"world": f"{len(world.economies)} x {len(world.sectors)}"}


REPLICATION = Replication(
    name="costinot-rodriguez-clare-2014",
    title="Gains from trade from one sector to input-output links, WIOD 2008",
    citation=(
        "Costinot, A. and Rodriguez-Clare, A. (2014), Trade Theory with Numbers: Quantifying the"
        " Consequences of"
        " Globalization, Handbook of International Economics 4, 197-261,"
        " doi:10.1016/B978-0-444-54314-1.00004-5"
    ),
    asks="How much larger are the gains from trade once sectors differ and buy from one another?",
    work=work,
    folders=(FOLDER,),
    where="the World Input-Output Database, 2013 release (wiod.org), as .npz (public repository bquast/wiod)",
)
