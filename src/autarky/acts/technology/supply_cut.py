"""How much own supply is worth when the suppliers it replaces are cut: shares, the cut, and what it takes."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.technology.own_supply import OwnSupply, Supply
    from autarky.economy.result import Result
    from autarky.world.accounts import World

CUT = 1.0  # year to adjust to the cut: it comes without notice
LEAKAGE = 0.1  # of the cut, the default of an embargo


def suppliers_of(act: "OwnSupply", supply: "Supply") -> tuple[str, ...]:
    """Those that the plan replaces if it names them, else the largest."""
    economies = supply.world.economies
    if tuple(act.origin) != ("world",):
        return tuple(c for c, rival in zip(economies, supply.rivals, strict=True) if rival)
    sold = np.where(supply.open, supply.shares * supply.spending, 0.0).sum((1, 2))
    return (economies[int(np.argmax(np.where(supply.rivals, sold, -1.0)))],)


def cut_of(run: "SolvedScenario", here: "World", suppliers: tuple[str, ...], supply: "Supply") -> "Result":
    """The equilibrium from the world `here` in which the suppliers deliver a tenth, after a year."""
    from autarky.acts.embargo.act import Embargo

    ban = Embargo(
        origin=list(suppliers),
        destination=list(supply.builders.labels),
        sectors=list(supply.sectors.labels),
        leakage=LEAKAGE,
    )
    return run.solve((ban,), CUT, here)


def gain_of(result: "Result", own: np.ndarray) -> float:
    """Equivalent variation of the builders, money a year."""
    spent = result.world.array("final").sum(0)
    return float((result.welfare.values * spent)[own].sum())


def shares_of(here: "World", supply: "Supply", suppliers: tuple[str, ...]) -> tuple[float, float]:
    """What the builders and what the suppliers have of the builders' purchases, at the buyers' prices."""
    paid = (1 + here.array("tariff")) * (1 + here.array("export_tax")) * here.array("trade")
    by_origin = np.where(supply.open, paid, 0.0).sum((1, 2))
    total = float(by_origin.sum()) or 1.0
    sold = [by_origin[here.economies.index(c)] for c in suppliers]
    return float(by_origin[supply.own].sum()) / total, float(sum(sold)) / total


def look_through(here: "World", supply: "Supply", suppliers: tuple[str, ...]) -> float:
    """Inputs of the product from the suppliers at every stage of the chain, per unit of the builders' output."""
    from autarky.measures.leontief import InputOutput
    from autarky.measures.lookthrough import input_reliance

    table, output = InputOutput(here), here.array("output").sum(1)
    sectors = list(supply.sectors.labels)
    total = made = 0.0
    for c in supply.builders.labels:
        n = here.economies.index(c)
        reliance = input_reliance(here, c, None, sectors, table)
        partners = [p for p in suppliers if p != c]
        total += float(reliance.sel(kind="look_through", partner=partners).sum()) * output[n]
        made += float(output[n])
    return total / made
