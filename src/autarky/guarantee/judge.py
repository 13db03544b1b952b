"""What a guarantee is worth: losses of coercion in equilibrium, their odds with and without it, and its price."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Tell
from autarky.errors import InputError
from autarky.guarantee.risk import break_even_odds, break_even_reduction, check_risk, highest_price
from autarky.guarantee.treaties import Pact, pacts

if TYPE_CHECKING:
    from autarky.economy.result import Result
    from autarky.guarantee.file import GuaranteeFile
    from autarky.scenario.model import Scenario
    from autarky.world.accounts import World

MOST_OF_OUTPUT = 0.5  # of value added that a price may take


@dataclass(frozen=True)
class Judgement:
    """A guarantee judged. Losses are shares of the protected economy's real income (its final expenditure, `spent`),
    axis 0: without, with the guarantee; then threats. Money is in the world's unit."""

    file: "GuaranteeFile"
    world: "World"
    economy: str
    by: tuple[str, ...]
    coalitions: list[tuple[str, ...]]
    pacts: list[Pact]
    probability: np.ndarray  # [2, K]
    loss: np.ndarray  # [2, K]
    coercers: np.ndarray  # loss of the coalitions without the guarantee, money [K]
    guarantors: np.ndarray  # loss of the guarantors by their relief, money [K]; 0 without relief
    spent: float
    gdp: float
    price: float | None = None  # asked, money a year
    burden: float | None = None  # the price in equilibrium, share of real income
    drawn: np.ndarray = field(default_factory=lambda: np.empty((0, 0, 0)))  # losses by draw [2, draws, K]

    def highest(self, aversion: float, loss: np.ndarray | None = None) -> np.ndarray:
        """Highest price worth paying, share of real income, for losses [2, ..., K] (default: the central ones)."""
        without, with_it = self.loss if loss is None else loss
        return highest_price((self.probability[0], without), (self.probability[1], with_it), aversion)

    def break_even(self, aversion: float) -> float | None:
        """Share of all risk that must go for the price asked to be worth it; None where no price is asked."""
        if self.burden is None:
            return None
        return float(break_even_reduction(self.probability[0], self.loss[0], self.burden, aversion))

    def break_even_odds(self, aversion: float) -> float | None:
        """How many times as likely the threats must be for the price asked to be worth it; None where no price is asked
        or they would have to be certain."""
        if self.burden is None:
            return None
        sides = [(p, loss) for p, loss in zip(self.probability, self.loss, strict=True)]
        times = float(break_even_odds(sides[0], sides[1], self.burden, aversion))
        return times if np.isfinite(times) else None


def judge(file: "GuaranteeFile", tell: Tell, draws: int = 0, seed: int = 0) -> Judgement:
    """Solve every threat with and without the guarantors' relief, and the price as a claim on output; with `draws` the
    threats again for Monte Carlo draws. Raises `InputError` and `AutarkyError`."""
    from autarky.acts.base import Context
    from autarky.scenario.solving import solve

    tell("loading the world")
    world = file.load_world()
    economy, by, coalitions = file.parties(world)
    n = world.economies.index(economy)
    spent = world.array("final").sum(0)
    context = Context(world)

    def money(result: "Result", who: tuple[str, ...]) -> float:
        at = [world.economies.index(c) for c in who]
        return -float((result.welfare.values * spent)[at].sum())

    bare, relieved = file.scenarios(), file.scenarios(relieved=True)
    loss = np.zeros((2, len(bare)))
    coercers, guarantors = np.zeros(len(bare)), np.zeros(len(bare))
    for k, threat in enumerate(file.threat):
        tell(f"solving: {threat.name}")
        alone = solve(world, bare[k])
        helped = solve(world, relieved[k]) if file.relief else alone
        loss[:, k] = -alone.welfare.values[n], -helped.welfare.values[n]
        coercers[k] = money(alone, coalitions[k])
        guarantors[k] = money(helped, by) - money(alone, by)
    probability, milder = _odds(file)
    price = _price(file, context, n)
    burden = None
    if price is not None:
        tell("solving: the price")
        share = price / float(world.array("value_added")[n].sum())
        burden = -float(solve(world, file.spending(share, economy)).welfare.values[n])
    drawn = np.empty((0, 0, 0))
    if draws:
        drawn = _draws(world, file, bare, relieved, n, draws, seed, tell)
        drawn[1] *= milder
    loss[1] *= milder
    check_risk(probability, loss)
    return Judgement(
        file, world, economy, by, coalitions, pacts(world, economy, by), probability, loss, coercers, guarantors,
        float(spent[n]), float(context.gdp[n] * context.unit), price, burden, drawn,
    )  # fmt: skip


def _odds(file: "GuaranteeFile") -> tuple[np.ndarray, np.ndarray]:
    """Probabilities without and with the guarantee [2, K], and what it leaves of each loss [K]."""
    first = np.array([float(t.probability) for t in file.threat])
    cuts = np.array([file.effect(k) for k in range(len(file.threat))])
    return np.stack([first, first * (1 - cuts[:, 0])]), 1 - cuts[:, 1]


def _price(file: "GuaranteeFile", context: object, n: int) -> float | None:
    from autarky.acts.base import Context
    from autarky.acts.money import in_unit
    from autarky.acts.quantities import read_amount
    from autarky.files.fields import FieldError, blame

    if file.guarantee.price is None:
        return None
    assert isinstance(context, Context)
    world = context.world
    try:
        with blame("guarantee"):
            asked = read_amount(file.guarantee.price)
            price = in_unit(asked, "price", world, float(context.gdp[n] * context.unit))
            made = float(world.array("value_added")[n].sum())
            if price > MOST_OF_OUTPUT * made:
                with blame("price"):
                    raise InputError(
                        f"{asked} is {100 * price / made:.3g} % of what {world.economies[n]} makes a year, more than"
                        f" {100 * MOST_OF_OUTPUT:.0f} %"
                    )
    except FieldError as e:
        raise file.source.explain(e) from None
    return price


def _draws(
    world: "World",
    file: "GuaranteeFile",
    bare: "list[Scenario]",
    relieved: "list[Scenario]",
    n: int,
    draws: int,
    seed: int,
    tell: Tell,
) -> np.ndarray:
    """Losses of the economy in every draw, without and with relief [2, draws, K]; the same draws everywhere."""
    from autarky.uncertainty.propagate import propagate

    def losses(scenario: "Scenario", name: str) -> np.ndarray:
        told: Callable[[int, int], None] = lambda done, total: tell(f"{name}: draw {done} of {total}")  # noqa: E731
        (found,) = propagate(world, scenario, draws=draws, seed=seed, progress=told)
        return -found.welfare[:, n]

    names = [t.name for t in file.threat]
    alone = np.stack([losses(s, name) for s, name in zip(bare, names, strict=True)], axis=-1)
    if not file.relief:
        return np.stack([alone, alone])
    helped = [losses(s, f"{name}, relieved") for s, name in zip(relieved, names, strict=True)]
    return np.stack([alone, np.stack(helped, axis=-1)])
