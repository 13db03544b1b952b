"""The one way to an equilibrium: a base, how its economies react, and what happens to them.

Every equilibrium that autarky computes, for a scenario, a draw, a study, a cut or a gradient, is a `Problem`: it sets
double precision, makes every check, and shares what problems in one world have in common (`Base`).
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr

from autarky.economy.backend import prepare
from autarky.economy.behaviour import Behaviour, check_shapes
from autarky.economy.calibration import Economy, calibrate
from autarky.economy.certificate import certify
from autarky.economy.equilibrium import Unknowns, allocate
from autarky.economy.feasible import check_equilibrium, check_shock, with_blocs
from autarky.economy.gradient import DIMENSIONS, slopes
from autarky.economy.outcomes import Outcomes, real_gdp, welfare
from autarky.economy.quantities import quantities
from autarky.economy.result import Result, labelled
from autarky.economy.search import TOLERANCE, Statistics, polished, search
from autarky.economy.shock import Shock
from autarky.errors import InputError, SolveError, did_you_mean
from autarky.world.accounts import World

CERTIFIED = 1e-9  # a certificate recomputes logs of rounded figures, so it asks for one digit less
BALANCED = 1e-12  # of the largest flow: deficits below are rounding of a balanced table

_Arguments = tuple[Economy, Behaviour, Shock, Unknowns]


@dataclass(frozen=True)
class Base:
    """The accounts that changes are measured against, calibrated once for all problems in them; threads may share one.

    `empty` is the shock that changes nothing. `observed`: the base that deficits were taken out of, if they were.
    """

    world: World
    economy: Economy
    empty: Shock
    observed: "Base | None" = None

    @classmethod
    def of(cls, world: World, behaviour: Behaviour | None = None, *, tolerance: float = TOLERANCE) -> "Base":
        """The accounts of `world` as they are, or without deficits where the closure of `behaviour` is "zero"."""
        prepare()
        economy = calibrate(world)
        base = cls(world, economy, Shock.empty(economy))
        if behaviour is None or behaviour.deficits != "zero" or base.balanced:
            return base
        return base.without_deficits(behaviour, tolerance=tolerance)

    @property
    def balanced(self) -> bool:
        deficits, trade = self.world.array("deficit"), self.world.array("trade")
        return bool(np.abs(deficits).max() <= BALANCED * trade.max())

    @cached_property
    def unit(self) -> float:
        """World value added in the world's currency: what values in `economy` are shares of."""
        return float(self.world.array("value_added").sum())

    def without_deficits(self, behaviour: Behaviour, *, tolerance: float = TOLERANCE) -> "Base":
        """The equilibrium accounts with all deficits removed. Raises as `Problem.solve`."""
        closed = Problem(self, replace(behaviour, deficits="zero"), self.empty).solve(tolerance=tolerance)
        made = Base.of(closed.world_after(f"{self.world.name} without deficits"))
        return replace(made, observed=self)


@dataclass(frozen=True)
class Problem:
    """What happens to `base` after `shock`, when its economies react as `behaviour` says. Make one by `Problem.of`."""

    base: Base
    behaviour: Behaviour
    shock: Shock

    @classmethod
    def of(
        cls, world: World | Base, behaviour: Behaviour, shock: Shock, *, tolerance: float = TOLERANCE
    ) -> "Problem":
        """The problem in a world, or in a base that several problems share.

        With the closure "zero" the base is first solved without deficits (to `tolerance`), and all changes are against
        that base, as in Caliendo & Parro (2015).
        """
        base = world if isinstance(world, Base) else Base.of(world)
        if behaviour.deficits == "zero" and not base.balanced and base.observed is None:
            check_shock(base.world, shock)
            base = base.without_deficits(behaviour, tolerance=tolerance)
        return cls(base, behaviour, shock)

    def check(self) -> None:
        """Raise `InputError` for a shock outside the model, `NoEquilibriumError` where no solution can exist."""
        check_shapes(self.behaviour, len(self.base.world.economies), len(self.base.world.sectors))
        check_shock(self.base.world, self.shock)
        check_equilibrium(self.base.world, self.shock, self.behaviour)

    @cached_property
    def _posed(self) -> Shock:
        """The shock, checked, with the blocs into which the world falls apart."""
        self.check()
        return with_blocs(self.base.economy, self.shock)

    @cached_property
    def _found(self) -> "Solution":
        """Where derivatives are taken, whichever is asked for."""
        return self.search()

    def search(self, *, start: Unknowns | None = None, tolerance: float = TOLERANCE) -> "Solution":
        """The unknowns at which all residuals (in logs) are below `tolerance`; `start` near them saves steps.

        Raises as `check`, and `SolveError` where none are found. What is found has no certificate: see `solve`.
        """
        unknowns, statistics = search(
            self.base.economy,
            self.behaviour,
            self._posed,
            start=start,
            tolerance=tolerance,
            world=self.base.world,
        )
        return Solution(self, unknowns, statistics)

    def solve(self, *, tolerance: float = TOLERANCE, record: dict[str, Any] | None = None) -> Result:
        """The equilibrium with labels and certificate; `record` joins what the result says of itself.

        Raises as `search`, and `SolveError` where what was found does not certify: never an unconverged number.
        """
        solution = self.search(tolerance=tolerance)
        # a looser tolerance asked for is a looser certificate
        allowed = max(CERTIFIED, 10 * tolerance)
        answer, certificate = solution.certified()
        if not certificate.worst()[1] <= allowed:
            # demand holds to theta times what prices hold to: some Newton steps more where theta is large
            answer, certificate = solution.polished(tolerance / 30).certified()
        block, size = certificate.worst()
        if not size <= allowed:
            raise SolveError(
                f"The solution does not certify: {block} are violated by {size:.1e} (allowed {allowed:.0e}), though"
                f" the solver reports {solution.statistics.residual:.1e}. Please report this world and scenario."
            )
        full = dict(record or {}) | {"solver": solution.statistics.as_dict() | {"tolerance": tolerance}}
        return Result(self.base.world, labelled(self.base.world, answer), certificate, full)

    def gradient(
        self, *, of: str, outcome: str = "welfare", with_respect_to: str = "trade_cost"
    ) -> xr.DataArray:
        """Derivative of `outcome` (`outcomes.Outcomes`) of economy `of` in every entry of an instrument
        (`gradient.DIMENSIONS`).

        Units: fraction per unit of the instrument (trade_cost: per 1.0 of kappa_hat). Raises `InputError` for unknown
        labels, else as `search`.
        """
        world = self.base.world
        if of not in world.economies:
            raise InputError(
                f"Unknown economy {of!r} in world {world.name!r}{did_you_mean(of, world.economies)}."
            )
        known = list(Outcomes.__dataclass_fields__)
        if outcome not in known:
            raise InputError(
                f"Unknown outcome {outcome!r}{did_you_mean(outcome, known)}; known: {', '.join(known)}."
            )
        if with_respect_to not in DIMENSIONS:
            raise InputError(
                f"Unknown instrument {with_respect_to!r}{did_you_mean(with_respect_to, DIMENSIONS)}."
            )
        chosen = np.array([c == of for c in world.economies], dtype=float)
        weights = Outcomes(**{name: jnp.asarray(chosen * (name == outcome)) for name in known})
        try:
            found = jax.block_until_ready(slopes(*self._found.arguments, weights))
        except eqx.EquinoxRuntimeError:
            raise SolveError(
                f"The derivative of {outcome} of {of} was not found: its linear system is singular to rounding at this"
                " equilibrium. Take differences of two solutions instead."
            ) from None
        dims = DIMENSIONS[with_respect_to]
        return xr.DataArray(
            np.asarray(jax.device_get(getattr(found, with_respect_to))),
            dims=dims,
            coords={d: world.data[d].values for d in dims},
            name=f"d {outcome} of {of} / d {with_respect_to}",
        )


@dataclass(frozen=True)
class Solution:
    """Unknowns that solve a problem, and what it took to find them."""

    problem: Problem
    unknowns: Unknowns
    statistics: Statistics = field(repr=False)

    @property
    def arguments(self) -> _Arguments:
        """Economy, behaviour, shock and unknowns: what compiled programs ask for."""
        p = self.problem
        return p.base.economy, p.behaviour, p._posed, self.unknowns

    def certified(self) -> tuple[dict[str, np.ndarray], Any]:
        """Every quantity of `result.QUANTITIES`, and the certificate that they are an equilibrium."""
        base, behaviour, shock = self.problem.base, self.problem.behaviour, self.problem._posed
        answer = quantities(base.world, *self.arguments)
        return answer, certify(base.world, shock, behaviour, answer)

    def polished(self, tolerance: float) -> "Solution":
        """The solution after some Newton steps more."""
        return replace(self, unknowns=polished(*self.arguments, tolerance))

    def headline(self) -> tuple[np.ndarray, np.ndarray]:
        """Changes of welfare and of real GDP [N], fractions. Raises `SolveError` where they are no numbers."""
        found = tuple(np.asarray(v) for v in _headline(*self.arguments))
        if not all(np.isfinite(v).all() for v in found):
            raise SolveError("The solution has figures that are no numbers.")
        return found[0], found[1]


@eqx.filter_jit
def _headline(economy: Economy, behaviour: Behaviour, shock: Shock, unknowns: Unknowns) -> tuple[Any, Any]:
    allocation = allocate(economy, behaviour, shock, unknowns)
    return welfare(economy, allocation), real_gdp(economy, shock, allocation)
