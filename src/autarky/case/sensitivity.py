"""What moves the answer of a part most: the choices of the model made otherwise, largest change first."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

TOLD = 3  # choices for each economy
SMALL = 1e-4  # of expenditure: economies that change by less are not told
NOTICED = 0.02  # of the answer: smaller changes are not told


def moves(
    world: "World",
    scenario: "Scenario",
    results: "Sequence[Result]",
    near: int,
    focus: Sequence[tuple[str, str, np.ndarray]],
    tell: Callable[[str], None],
) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """One sentence for each of `focus` (label, name, weights [N]) whose welfare changes, at horizon `near`; and by
    label the choice that turns the sign of its answer, and the one that moves it by more than half, where one does."""
    from autarky.formatting import horizon, number
    from autarky.uncertainty.budget import KINDS, budget

    central = np.asarray(results[near].welfare.values)
    if all(abs(float(central @ w)) < SMALL for *_, w in focus):
        return [], {}, {}
    made = budget(
        world,
        scenario,
        results[near],
        scenario.horizons[near],
        lambda done, total: tell(f"choice {done} of {total}"),
    )
    told: list[str] = []
    turned: dict[str, str] = {}
    shifted: dict[str, str] = {}
    for label, name, weights in focus:
        base = float(central @ weights)
        changes = [
            (float((c.welfare - central) @ weights), f"{KINDS[c.kind]} ({c.what})")
            for c in made.choices
            if c.welfare is not None
        ]
        largest = sorted(changes, key=lambda c: -abs(c[0]))
        if other := next((what for v, what in largest if (base + v) * base < 0), ""):
            turned[label] = other
        if largest and abs(largest[0][0]) > 0.5 * abs(base):
            shifted[label] = largest[0][1]
        if abs(base) < SMALL:
            continue
        said = [
            f"{what} {number(100 * v, plus=True)}"
            for v, what in largest[:TOLD]
            if abs(v) >= NOTICED * abs(base)
        ]
        moved = ", ".join(said) if said else "no choice moves it by more than 2 %"
        told.append(f"{name}, {number(100 * base, plus=True)} % after {horizon(results[near])}: {moved}")
    return told, turned, shifted
