"""What is solved, and what is refused in which words, where borders are all but closed or a certificate fails."""

from dataclasses import replace

import numpy as np
import pytest
from samples import random_world, rich_behaviour

from autarky.economy import problem as module
from autarky.economy.calibration import calibrate
from autarky.economy.ceiling import add_ceiling
from autarky.economy.shock import Shock
from autarky.economy.solve import equilibrium
from autarky.errors import NoEquilibriumError, SolveError
from autarky.world.accounts import World

LEFT = 1e-3  # of the trade of one economy, in both directions


def all_but_closed(world: World, n: int, left: float = LEFT) -> Shock:
    mask = np.zeros((len(world.economies), len(world.sectors), len(world.economies)), dtype=bool)
    mask[n], mask[:, :, n] = True, True
    mask[n, :, n] = False
    return add_ceiling(Shock.empty(calibrate(world)), mask, left, "lost")


def test_an_embargo_of_999_in_a_thousand_is_solved_without_deficits() -> None:
    world = random_world(31, zeros=0.0)
    result = equilibrium(world, all_but_closed(world, 1), rich_behaviour(world, deficits="zero"))
    assert result.certificate.worst()[1] <= 1e-9  # as always
    volume = result["trade_volume"].values[1, :, 0]
    assert np.all(volume <= LEFT - 1 + 1e-9)  # the certificate's bound on ceilings


def test_a_balance_that_has_no_trade_left_is_named() -> None:
    world = random_world(31, zeros=0.0)
    n = int(np.abs(world.array("deficit") / world.array("value_added").sum(1)).argmax())
    kind = "deficit" if world.array("deficit")[n] > 0 else "surplus"
    with pytest.raises(
        SolveError, match=rf"C0{n} has a trade {kind} of .* nothing can balance that\. Use deficits"
    ):
        equilibrium(world, all_but_closed(world, n), rich_behaviour(world))


def test_a_surplus_is_not_called_a_deficit() -> None:
    world = random_world(31, zeros=0.0)
    n = int(world.array("deficit").argmin())
    share = -world.array("deficit")[n] / world.array("value_added").sum()
    with pytest.raises(NoEquilibriumError, match=f"trade surplus of {share:.2%} of world"):
        equilibrium(world, all_but_closed(world, n, 0.0), rich_behaviour(world))


@pytest.mark.parametrize(("tolerance", "bound"), [(1e-10, "1e-09"), (1e-6, "1e-05")])
def test_a_certificate_that_fails_says_the_bound_that_it_was_held_to(
    tolerance: float, bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = random_world(31, zeros=0.0)
    certify = module.certify

    def worse(*given: object) -> object:
        return replace(certify(*given), markets=0.5)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "certify", worse)
    with pytest.raises(SolveError, match=rf"markets are violated by 5\.0e-01 \(allowed {bound}\)"):
        equilibrium(world, Shock.empty(calibrate(world)), rich_behaviour(world), tolerance=tolerance)
