"""What acts on payments share: who pays whom, how, and how easily that changes (`autarky.acts.payments`).

All payment acts of a scenario act on one system of payments, so that an act's cost is that of all acts so far over
that of the acts before it: any number combine exactly, in any order.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from autarky.acts.base import Context, Flag, Labels, MaybeLabels, to_jax
from autarky.acts.scope import BilateralAct
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.acts.payments.cost import Event
    from autarky.acts.payments.system import System
    from autarky.economy.shock import Shock

COMMON = ("invoicing", "year", "severity", "since")


def _rules(value: Sequence[str] | None) -> Sequence[str] | None:
    from autarky.acts.payments.rules import parse_rule

    for rule in value or ():
        parse_rule(rule)
    return value


def _since(value: Any) -> Any:
    from autarky.economy.horizon import parse_duration

    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"expected a time such as 3m, 1y or a number of years, got {value!r:.60}")
    try:
        parse_duration(value)
    except (InputError, OverflowError) as e:
        raise ValueError(str(e)) from None
    return value


_TIME = {"anyOf": [{"type": "string"}, {"type": "number"}]}


class PaymentAct(BilateralAct):
    """Base of acts on payments for trade between `origin` and `destination`, by default both ways."""

    origin: Labels = Field(
        description='economies whose payments are meant: countries (ISO2, ISO3, name), groups; "-HUN" leaves out',
        examples=["RUS", ["RUS", "BLR"]],
    )
    destination: Labels = Field(
        default=("world",),
        description="partners that they pay and are paid by, written like `origin`",
        examples=["EU27"],
    )
    both_ways: Flag = Field(
        default=True,
        description="false: only payments for what `origin` sells to `destination`",
        examples=[True],
    )
    mix: Annotated[MaybeLabels, AfterValidator(_rules)] = Field(
        default=None,
        description='own figures on how pairs pay: "A-B@YEAR: SHARE CHANNEL, ..." (docs/how-to/payments.md)',
        examples=["BLR-RUS: 95% RUB", ["BLR-RUS@2023: 95% spfs", "RUS>CHN: 40% CNY"]],
    )
    invoicing: Literal["assumed", "boz-2022"] | None = Field(
        default=None,
        description="currency mix of pairs: assumed (default), or boz-2022 (needs `autarky data get invoicing`)",
        examples=["boz-2022"],
    )
    year: int | None = Field(
        default=None, ge=1990, le=2100, description="year of the mix (default: the world's)", examples=[2019]
    )
    severity: Literal["low", "central", "high"] | None = Field(
        default=None,
        description="how much of trade a cut-off takes away, within published estimates (default: central)",
        examples=["high"],
    )
    since: Annotated[str | float | None, BeforeValidator(_since), WithJsonSchema(_TIME)] = Field(
        default=None,
        description="time since the event: payments find other ways as it passes (default: 1y)",
        examples=["3m"],
        json_schema_extra={"unit": "time"},
    )

    @abstractmethod
    def event(self, context: Context) -> "Event":
        """What the act does to the system of payments."""

    def system(self, context: Context) -> "System":
        """The system of payments after the payment acts before this one, and after this one."""
        return system_of((*self._before(context), self), context)

    @staticmethod
    def _before(context: Context) -> "tuple[PaymentAct, ...]":
        return tuple(a for a in context.before if isinstance(a, PaymentAct))

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        return replace(shock, trade_cost=to_jax(np.asarray(shock.trade_cost) * self.factor(context)))

    def factor(self, context: Context) -> np.ndarray:
        """What this act multiplies trade costs by (origin, sector, destination). Raises `FieldError`."""
        before = self._before(context)
        earlier = system_of(before, context).wedge() if before else 1.0
        return self._possible(self.system(context).wedge(), context) / earlier

    def _possible(self, wedge: np.ndarray, context: Context) -> np.ndarray:
        """`wedge`, with 1 where no way to pay is left but nothing is traded either."""
        stuck = ~np.isfinite(wedge)
        if (at := np.argwhere(stuck & (context.world.array("trade") > 0))).size:
            i, s, n = (int(k) for k in at[0])
            economies, sectors = context.world.economies, context.world.sectors
            with blame("channels"):
                raise InputError(
                    f"nothing is left to pay with for {economies[i]}→{economies[n]} {sectors[s]}: leave a channel open"
                    " (informal, say) or a part of these; for trade that ends, use an embargo"
                )
        return np.where(stuck, 1.0, wedge)

    def facts(self, context: Context) -> dict[str, Any]:
        found = super().facts(context)
        system, factor = self.system(context), self.factor(context)
        event, names = system.events[-1], list(system.mix.names)
        trade = np.where(event.mask, context.world.array("trade"), 0.0)
        total = float(trade.sum()) or 1.0
        carried = system.mix.shares[[names.index(c) for c in event.channels if c in names]].sum(0)
        most = int(np.argmax(np.where(trade > 0, np.abs(np.log(factor)), -1.0)))
        i, _, n = (int(k) for k in np.unravel_index(most, factor.shape))
        return found | {
            **system.settings,
            "channels": list(event.channels),
            "carried": float((trade.sum(1) * carried).sum()) / total,
            "trade_cost": float((trade * (factor - 1)).sum()) / total,
            "trade_cost_most": float(factor.ravel()[most] - 1),
            "trade_cost_most_pair": [context.world.economies[i], context.world.economies[n]],
            "elasticity": system.epsilon,
            "notes": [*found["notes"], *(() if self._before(context) else _notes(system))],  # once a scenario
        }


def _notes(system: "System") -> list[str]:
    since = system.settings["since"]
    return [
        f"payments: {system.mix.source}",
        f"payments: costs {since} after the event, at every horizon of the scenario (field since)",
    ]


def _common(acts: "Sequence[PaymentAct]") -> dict[str, Any]:
    """Settings that the acts give; one system of payments has one value of each. Raises `FieldError`."""
    given: dict[str, Any] = {}
    for act in acts:
        for name in COMMON:
            value = getattr(act, name)
            if value is None:
                continue
            if name in given and given[name] != value:
                with blame(name):
                    raise InputError(
                        f"{value} here but {given[name]} in another payment act: a scenario has one system of"
                        " payments; give it once"
                    )
            given[name] = value
    return given


def system_of(acts: "tuple[PaymentAct, ...]", context: Context) -> "System":
    from autarky.acts.payments.calibration import elasticity
    from autarky.acts.payments.mix import payment_mix
    from autarky.acts.payments.rules import parse_rule
    from autarky.acts.payments.system import System
    from autarky.economy.horizon import parse_duration

    world = context.world
    default: dict[str, Any] = {
        "invoicing": "assumed",
        "year": world.year,
        "severity": "central",
        "since": "1y",
    }
    settings = default | _common(acts)
    with blame("invoicing"):
        mix = payment_mix(world, settings["year"], settings["invoicing"])
    with blame("mix"):
        rules = [parse_rule(r) for r in dict.fromkeys(rule for act in acts for rule in act.mix or ())]
        mix = mix.with_rules(rules, world, settings["year"])
    epsilon = elasticity(settings["severity"], parse_duration(settings["since"]))
    return System(
        mix, epsilon, tuple(a.event(Context(world, acts[:k])) for k, a in enumerate(acts)), settings
    )
