"""How economies react in each draw of a case: the same draws for every scenario, so that differences are clean."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.studies.keys import Behaved, Place
from autarky.uncertainty.propagate import VARIANTS

if TYPE_CHECKING:
    from autarky.economy.horizon import HorizonParameters
    from autarky.scenario.model import Scenario
    from autarky.uncertainty.priors import Parameters, Priors
    from autarky.world.accounts import World


@dataclass(frozen=True)
class Reaction:
    """All draws of one scenario. Draw 0 is the centre, draw k the k-th point of the sequence."""

    centre: "HorizonParameters"
    theta: np.ndarray  # [J] at the horizon
    own: dict[str, float]  # what the scenario sets itself
    varied: str  # its elasticities as JSON, where they vary by sector or economy
    given: "Priors | None" = None
    z: np.ndarray | None = None  # [draws, D]
    variant: np.ndarray | None = None  # [draws]

    @property
    def order(self) -> Sequence[int]:
        """Numbers of the draws, those of one version of the world together."""
        if self.variant is None:
            return (0,)
        return (0, *(int(k) + 1 for k in np.argsort(self.variant, kind="stable")))

    def draw(self, number: int) -> tuple[Behaved, int]:
        """Behaviour and version of the world."""
        if number == 0 or self.given is None or self.z is None or self.variant is None:
            dial = self.centre
            return self._behaved(self.theta, dial.eta, dial.rho, dial.xi, dial.nu), 0
        drawn: Parameters = self.given.draw(self.z[number - 1], self.theta, self.centre)
        nu = float("inf") if drawn.specificity == 0 else 1 / drawn.specificity - 1
        variant = int(self.variant[number - 1])
        return self._behaved(drawn.theta, drawn.eta, drawn.rho, drawn.xi, nu), variant

    def _behaved(self, theta: np.ndarray, eta: float, rho: float, xi: float, nu: float) -> Behaved:
        values = {"eta": eta, "rho": rho, "xi": xi, "nu": nu} | self.own
        multiplier = self.centre.theta_multiplier if self.varied else 1.0
        scalars = {k: float(v) for k, v in values.items()}
        return Behaved(theta=tuple(map(float, theta)), **scalars, own=self.varied, multiplier=multiplier)


class Reactions:
    """`Reaction` of scenarios; what several share is worked out once."""

    def __init__(self, draws: int, seed: int) -> None:
        self.draws, self.seed = draws, seed
        self._theta: dict[tuple[str, str], np.ndarray] = {}
        self._spread: dict[tuple[str, str], tuple[Priors, np.ndarray, np.ndarray]] = {}

    def of(self, place: Place, scenario: "Scenario") -> Reaction:
        """Raises `InputError` where the scenario names elasticities that its world does not have."""
        from autarky.economy.horizon import horizon_parameters
        from autarky.scenario.elasticities import SCALARS, long_run_theta

        chosen = scenario.elasticities
        known = place.fingerprint, json.dumps(chosen.given(), sort_keys=True, default=str)
        if known not in self._theta:
            self._theta[known] = long_run_theta(place.world, scenario)
        dial = horizon_parameters(scenario.horizons[0])
        theta = self._theta[known] * dial.theta_multiplier
        own = {k: v for k in SCALARS if isinstance(v := getattr(chosen, k), float)}
        varied = json.dumps(chosen.given(), sort_keys=True) if chosen.varied else ""
        if not self.draws:
            return Reaction(dial, theta, own, varied)
        if known not in self._spread:
            self._spread[known] = self._drawn(place.world, scenario)
        return Reaction(dial, theta, own, varied, *self._spread[known])

    def _drawn(self, world: "World", scenario: "Scenario") -> "tuple[Priors, np.ndarray, np.ndarray]":
        """As in `uncertainty.propagate`: the last dimension of the sequence chooses the version of the world."""
        from scipy.special import ndtr

        from autarky.uncertainty.priors import normal_draws, priors

        given = priors(world, scenario)
        z = normal_draws(self.draws, len(given.names) + 1, self.seed)
        count = VARIANTS if has_estimates(world) else 1
        variant = np.minimum((ndtr(z[:, -1]) * count).astype(int), count - 1)
        return given, z[:, :-1], variant


def has_estimates(world: "World") -> bool:
    """Whether the world says that some of its trade is estimated (`uncertainty.variants`)."""
    return "trade_estimated" in world.data and bool(world.data["trade_estimated"].values.any())
