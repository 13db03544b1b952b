"""The same scenario without some of its acts: what the others would have brought, solved where anything is left."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from autarky.acts.base import Act, SolvedScenario
    from autarky.economy.result import Result


def solved_with(run: "SolvedScenario", years: float, keep: "Callable[[Act], bool]") -> "Result | None":
    """The equilibrium with the acts that `keep` chooses alone, after `years`; None where it chooses none: the base."""
    left = tuple(act for act in run.acts if keep(act))
    return run.solve(left, years) if left else None


def change_of(result: "Result | None", quantity: str, like: "Result") -> np.ndarray:
    """A change from the base year as the result has it; zeros where nothing happened."""
    zeros = np.zeros_like(like.data[quantity].values)
    return zeros if result is None else np.asarray(result.data[quantity].values)


def level_of(result: "Result | None", quantity: str, like: "Result") -> np.ndarray:
    """A level after the acts in the world's currency; that of the base year where nothing happened."""
    if result is not None:
        return np.asarray(result.data[quantity].values)
    base = like.world
    if quantity == "export_tax_revenue":
        return np.asarray((base.array("export_tax") * base.array("trade")).sum((1, 2)))
    return np.asarray(base.data[quantity].values)


def attempted(
    run: "SolvedScenario", acts: "Sequence[Act]", years: float, reasons: list[str], name: str
) -> "Result | None":
    """The equilibrium, None where there is none: `reasons` then says why, under the `name` of what was tried.

    Raises `InputError` for what is wrong in the scenario itself.
    """
    from autarky.errors import NoEquilibriumError, SolveError

    try:
        return run.solve(acts, years)
    except (SolveError, NoEquilibriumError) as e:
        reasons.append(f"{name} has no solution ({e})")
        return None


def unsolved(reasons: list[str]) -> str:
    """The reasons as the end of a note."""
    return "".join(f" {reason}." for reason in dict.fromkeys(reasons))
