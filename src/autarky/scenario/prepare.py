"""A scenario in one world: every act sees those before it, and what can be checked before solving is checked once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING, TypeGuard

import numpy as np

from autarky.acts.base import Act, Context
from autarky.acts.cartel.act import Cartel
from autarky.acts.claims import Claim, contradictions, name_cells
from autarky.acts.resolved import Resolved
from autarky.errors import AutarkyError, InputError, NoEquilibriumError
from autarky.files.fields import FieldError
from autarky.scenario.elasticities import behaviour_of, long_run_theta
from autarky.scenario.record import record_of

if TYPE_CHECKING:
    from autarky.economy.behaviour import Behaviour
    from autarky.economy.problem import Base, Problem
    from autarky.economy.result import Result
    from autarky.economy.shock import Shock
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World


def is_open(act: Act) -> TypeGuard[Cartel]:
    """Whether the act leaves its rate to be found."""
    return isinstance(act, Cartel) and act.rate == "best"


@dataclass(frozen=True, eq=False)
class Prepared:
    """`scenario` in `world`. Everything below is worked out when it is first asked for, and once.

    A rate that the scenario leaves to be found stays open: `best_response.settled` finds it.
    """

    world: "World"
    scenario: "Scenario"

    @cached_property
    def long_run(self) -> np.ndarray:
        """Trade elasticities by sector in the long run [J]. Raises `InputError` for sectors that are not there."""
        return long_run_theta(self.world, self.scenario)

    @cached_property
    def contexts(self) -> tuple[Context, ...]:
        """What each act may look at: the world, the acts before it, and the trade elasticities assumed."""
        acts = tuple(self.scenario.acts)
        return tuple(Context(self.world, acts[:k], lambda: self.long_run) for k in range(len(acts)))

    @cached_property
    def claims(self) -> tuple[tuple[Claim, ...], ...]:
        """What each act writes where. Raises `InputError`, with file and line, for labels and for acts that contradict
        one another."""
        found = self._each(lambda act, context: act.claims(context))
        scenario = self.scenario
        for clash in contradictions(found):
            first = scenario.acts[clash.first]
            line = scenario.source.line(("acts", clash.first))
            cells = name_cells(clash.mask, self.world.economies, self.world.sectors)
            other = f"act {clash.first + 1} ({first.type}{f', line {line}' if line else ''})"
            why = f"contradicts {other}: {clash.why}, at {cells}"
            raise scenario.located(FieldError([(("acts", clash.second), why)]))
        return tuple(found)

    @cached_property
    def resolved(self) -> tuple[Resolved, ...]:
        """What each act means here: economies, sectors, base value, what was left out. Raises `InputError`."""
        assert self.claims is not None  # contradictions are said first
        numbers = count(1)
        return tuple(self._each(lambda act, context: act.resolve(context, next(numbers))))

    @cached_property
    def base(self) -> "Base":
        """The accounts of the world, calibrated."""
        from autarky.economy.problem import Base

        return Base.of(self.world)

    @cached_property
    def shock(self) -> "Shock":
        """The shock that the acts amount to. Raises `InputError`, with file and line."""
        assert self.claims is not None  # contradictions are said first
        shock = self.base.empty
        for k, act in enumerate(self.scenario.acts):
            shock = self._located(k, partial(act.apply, shock, self.contexts[k]))
        return shock

    def behaviour(self, years: float) -> "Behaviour":
        """How economies react after `years`."""
        from autarky.economy.horizon import horizon_parameters

        return behaviour_of(self.world, self.scenario, horizon_parameters(years), self.long_run)

    def check_bans(self, reaction: "Behaviour") -> None:
        """Refuse a flow cut to zero that buyers cannot do without at their elasticities, naming the act
        (docs/theory/equilibrium.md). Raises `NoEquilibriumError`."""
        from autarky.economy.nests import by_buyer

        world = self.world
        theta = by_buyer(np.asarray(reaction.theta_of_buyers))
        for k, claims in enumerate(self.claims):
            for claim in claims:
                if claim.channel != "quantity" or claim.value > 0:
                    continue
                essential = (claim.mask & (world.array("trade") > 0)).any(0) & (theta <= 0)  # sector, buyer
                if essential.any():
                    s, n = np.argwhere(essential)[0]
                    sector, sigma = world.sectors[s], 1 + np.broadcast_to(theta, essential.shape)[s, n]
                    message = (
                        f"no equilibrium: leakage 0 in {sector}, where sigma = {sigma:.2g} <= 1, takes away what"
                        " buyers cannot replace; allow a leakage above 0 or a longer horizon"
                    )
                    error = self.scenario.located(FieldError([(("acts", k), message)]))
                    raise NoEquilibriumError(str(error))

    def problem(self, years: float) -> "Problem":
        """What is solved for the equilibrium after `years`. Raises `InputError` and `NoEquilibriumError`."""
        from autarky.economy.problem import Problem

        shock, reaction = self.shock, self.behaviour(years)
        self.check_bans(reaction)
        with self._located_after(years):
            return Problem.of(self.base, reaction, shock)

    def check(self) -> None:
        """Everything that a run checks before it solves, at every horizon: contradictions, labels, bans, a shock
        outside the model. Raises `InputError`, with file and line. A rate left to be found counts as zero here."""
        from autarky.economy.problem import Problem

        closed = self.with_acts([act.at_rate(0.0) if is_open(act) else act for act in self.scenario.acts])
        for years in self.scenario.horizons:
            reaction = self.behaviour(years)
            closed.check_bans(reaction)
            with self._located_after(years):
                # not `problem`: without deficits the base would have to be solved first
                Problem(self.base, reaction, closed.shock).check()

    def solve(self, years: float) -> "Result":
        """The equilibrium after `years`, with the record needed to compute it again.

        Raises `NoEquilibriumError` where none can exist, `SolveError` where none was found.
        """
        from autarky.economy.horizon import horizon_parameters

        problem = self.problem(years)
        record = record_of(
            self.world,
            self.scenario,
            horizon_parameters(years),
            problem.behaviour,
            self.long_run,
            [act.as_dict() for act in self.resolved],
        )
        with self._located_after(years):
            return problem.solve(record=record)

    def with_acts(self, acts: Sequence[Act]) -> "Prepared":
        """The same scenario with other acts in the same world; what does not depend on acts is shared."""
        made = Prepared(self.world, self.scenario.model_copy(update={"acts": tuple(acts)}))
        made.__dict__.update(long_run=self.long_run, base=self.base)
        return made

    @contextmanager
    def _located_after(self, years: float) -> Iterator[None]:
        """Errors of the solver say which economies and sectors; which file and horizon is known here."""
        from autarky.economy.horizon import horizon_label

        try:
            yield
        except AutarkyError as e:
            where = self.scenario.source.where(())
            raise type(e)(f"{where}after {horizon_label(years)}: {e}") from None

    def _each[T](self, do: Callable[[Act, Context], T]) -> list[T]:
        """`do` for every act in its context; errors say file, line and act."""
        return [
            self._located(k, partial(do, act, self.contexts[k])) for k, act in enumerate(self.scenario.acts)
        ]

    def _located[T](self, k: int, do: Callable[[], T]) -> T:
        try:
            return do()
        except FieldError as e:
            raise self.scenario.located(e.below("acts", k)) from None
        except InputError as e:
            raise self.scenario.located(FieldError([(("acts", k), str(e))])) from None
