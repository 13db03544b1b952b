"""Embargoes: a ceiling on quantities, because a cost that is merely large is not a ban; or a ban that is evaded."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from autarky.acts.base import Context, Flag, Labels, number, select, to_jax
from autarky.acts.claims import Claim
from autarky.acts.embargo.steps import Steps, plain_steps, read_duration
from autarky.acts.quantities import percent
from autarky.acts.scope import BilateralAct
from autarky.economy.ceiling import Rent, add_ceiling
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.acts.embargo.routes import Routes
    from autarky.economy.shock import Shock

Side = Literal["origin", "destination"]
_ROUND = ("through", "border", "capacity")  # fields about the ways round a ban


def _leakage(value: Any) -> float:
    return percent(
        value,
        low=0.0,
        high=1.0,
        plain_below=math.inf,
        below="leakage below zero; 0 means that nothing gets through",
    )


def _share(value: Any) -> float:
    return percent(value, low=0.0, low_open=True, high=1.0, plain_below=1.0 + 1e-9)


def _cost(value: Any) -> float | None:
    return None if value is None else percent(value, low=0.0, high=10.0, below="a cost below zero")


def _capacity(value: Any) -> float:
    return percent(value, low=0.0, high=100.0, plain_below=100.0 + 1e-9)


class Embargo(BilateralAct):
    """Bans trade: the quantity that arrives falls to `leakage` times that of the base year, or less.

    What still gets through is dear: the price wedge that holds the quantity is found with the equilibrium.
    `rent` says who has the difference between what the last user pays and what the seller gets. Default
    "buyer": sellers under embargo sell at a discount, and those who bring the goods in resell them at the
    scarcity price (Babina et al. 2023 on Russian oil). "seller" fits a ban on one's own exports that is
    enforced through licences. "lost" uses the wedge up in goods on the way, as if evasion were a transport
    cost (Crozet & Hinz 2020 and most of the gravity literature); with little substitution that keeps the
    seller's sales high, because it must ship a multiple of what arrives. `leakage` 0 removes the flow and
    exists where sigma > 1 in the sector at the horizon.

    With `evasion` leakage is a result: direct trade is gone, but the goods may go round through neighbours at
    that cost of re-export, as far as their own trade with both sides can carry them
    (docs/how-to/coercion.md). `share` covers a part of the trade alone (some firms listed, others not, or
    delisted again); `steps` and `duration` say how it goes on, `coalition` asks who matters among the senders.
    """

    summary: ClassVar[str] = (
        "bans trade but for a leakage, given or found: evasion at a cost through neighbours"
    )
    title: ClassVar[str] = "Embargo"
    analysis: ClassVar[str] = "autarky.acts.embargo.analysis"
    example_also: ClassVar[tuple[str, ...]] = ("leakage",)

    type: Literal["embargo"] = "embargo"
    leakage: Annotated[float | str, *number(_leakage)] = Field(
        default=0.1,
        description="share of the base quantity that still arrives, 0 to 1; a result where `evasion` is given",
        examples=["10%", 0],
        json_schema_extra={"unit": "share"},
    )
    rent: Rent = Field(
        default="buyer", description="who has the scarcity rent: buyer, seller or lost (on the way)"
    )
    share: Annotated[float | str, *number(_share)] = Field(
        default=1.0,
        description="share of the trade that the ban covers; the rest goes on (entities not listed, or delisted)",
        examples=["60%"],
        json_schema_extra={"unit": "share"},
    )
    evasion: Annotated[float | str | None, *number(_cost)] = Field(
        default=None,
        description="cost of re-export through a neighbour with an open customs border, ad valorem",
        examples=["15%"],
        json_schema_extra={"unit": "%"},
    )
    through: Labels | None = Field(
        default=None,
        description="the neighbours; left out: who is in a customs union (EU, EAEU, GCC) with seller or buyer",
        examples=[["EAEU", "TUR"]],
    )
    border: Annotated[float | str, *number(_cost)] = Field(
        default=0.2,
        description="added to the cost of re-export where no customs border is open",
        examples=["20%"],
        json_schema_extra={"unit": "%"},
    )
    capacity: Annotated[float | str, *number(_capacity)] = Field(
        default=1.0,
        description="what a neighbour can carry, relative to the smaller of its own flows from the seller and to"
        " the buyer in the base year",
        examples=["50%"],
        json_schema_extra={"unit": "ratio"},
    )
    steps: Steps = Field(
        default=None,
        description="relief in steps: from which year on which share is in force; the first is solved as `share`",
        examples=[[["2025", "100%"], ["2026", "50%"], ["2028", "0%"]]],
    )
    duration: Annotated[
        float | str | None,
        BeforeValidator(read_duration),
        WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
    ] = Field(
        default=None,
        description="how long it lasts, for what it costs in all",
        examples=["5y"],
        json_schema_extra={"unit": "years"},
    )
    senders: Side | None = Field(
        default=None,
        description="which side imposes it: origin or destination (default: the side of more economies, the"
        " buyers where equal)",
        examples=["destination"],
    )
    coalition: Flag = Field(
        default=False,
        description="also solve the coalition without each sender, and as it grows (some 20 more solutions)",
        examples=[True],
    )

    @model_validator(mode="after")
    def _fits(self) -> "Embargo":
        given = self.model_fields_set
        if self.evasion is None and (
            idle := [f for f in _ROUND if f in given and getattr(self, f) is not None]
        ):
            raise ValueError(
                f"{idle[0]} is about ways round the ban: give `evasion`, the cost of re-export, too"
            )
        if self.evasion is not None and "leakage" in given:
            raise ValueError("with `evasion`, leakage is a result of the equilibrium: leave `leakage` out")
        if self.evasion is not None and "rent" in given and self.rent != "lost":
            raise ValueError("the cost of evasion is used up on the way: leave `rent` out")
        if (
            self.steps
            and self.duration is not None
            and self.steps[-1][0] - self.steps[0][0] >= float(self.duration)
        ):
            raise ValueError(
                f"`duration` of {float(self.duration):g} years ends before the last step, {self.steps[-1][0]}, begins"
            )
        if self.steps and "share" in given:
            raise ValueError("`steps` say which share is in force: leave `share` out")
        return self

    @property
    def in_force(self) -> float:
        """Share of the trade that the ban covers at first."""
        return self.steps[0][1] if self.steps else float(self.share)

    @property
    def limit(self) -> float:
        """Ceiling on the quantity where nothing is evaded, relative to the base."""
        return 1 - self.in_force + self.in_force * float(self.leakage)

    def routes(self, context: Context) -> "Routes":
        """The ways round the ban in this world. Raises `FieldError`."""
        from autarky.acts.embargo.routes import routes_round
        from autarky.world.groups import select_economies

        world, mask = context.world, self.cells(context).mask
        through = None
        if self.through is not None:
            chosen = select("through", self.through, world, select_economies).labels
            through = np.array([c in set(chosen) for c in world.economies])
            with blame("through"):
                _check_outside(through, mask, world.economies)
        closed = np.zeros_like(mask)
        for k, act in enumerate(context.before):
            if isinstance(act, Embargo):
                closed |= act.cells(replace(context, before=context.before[:k])).mask
        return routes_round(
            world,
            mask,
            cost=float(self.evasion or 0),
            border=float(self.border),
            through=through,
            capacity=float(self.capacity),
            covered=self.in_force,
            closed=closed,
        )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        mask = self.cells(context).mask
        if self.evasion is None:
            return add_ceiling(shock, mask, self.limit, self.rent)
        routes = self.routes(context)
        if (gone := mask & routes.none).any():
            shock = add_ceiling(shock, gone, 0.0, "lost")
        factor = np.where(routes.none, 1.0, routes.cost)
        return replace(shock, trade_cost=to_jax(np.asarray(shock.trade_cost) * factor))

    def claims(self, context: Context) -> tuple[Claim, ...]:
        mask = self.cells(context).mask
        if self.evasion is None:
            return (Claim("quantity", "set", mask, self.limit, self.rent),)
        routes = self.routes(context)
        gone = mask & routes.none & (context.world.array("trade") > 0)
        round_ = (Claim("trade cost", "change", mask & ~gone, float(self.evasion)),)
        return (Claim("quantity", "set", gone, 0.0, "lost"), *round_) if gone.any() else round_

    def imposed_by(self, context: Context) -> Side:
        """The side that imposes the ban."""
        cells = self.cells(context)
        many = len(cells.origins.labels) > len(cells.destinations.labels)
        return self.senders or ("origin" if many else "destination")

    def sides(self, context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Senders and targets in the order of the world; an economy on both sides is a sender."""
        cells = self.cells(context)
        both = cells.origins.labels, cells.destinations.labels
        mine, other = both if self.imposed_by(context) == "origin" else both[::-1]
        return mine, tuple(c for c in other if c not in set(mine))

    def given(self) -> dict[str, Any]:
        given = super().given()
        if self.evasion is not None:
            given = {k: v for k, v in given.items() if k not in ("leakage", "rent")}
        else:
            given = {k: v for k, v in given.items() if k not in _ROUND}
        if self.steps:
            given = {k: v for k, v in given.items() if k != "share"} | {"steps": plain_steps(self.steps)}
        return given

    def facts(self, context: Context) -> dict[str, Any]:
        resolved = super().facts(context)
        senders, targets = self.sides(context)
        resolved |= {"senders": list(senders), "targets": list(targets)}
        if self.evasion is None:
            return resolved
        routes, world = self.routes(context), context.world
        base = np.where(self.cells(context).mask, world.array("trade"), 0.0)
        total = float(base.sum()) or 1.0
        gone = float(base[routes.none].sum())
        resolved["through"] = [world.economies[m] for m in routes.through]
        resolved["no_way_round"] = gone / total
        if not routes.through:
            resolved["notes"].append(
                "no neighbour has trade with both sides: nothing of the banned trade goes round"
            )
        elif gone > 0.005 * total:
            resolved["notes"].append(f"{gone / total:.0%} of the banned trade has no way round and ends")
        return resolved

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.embargo.sentences import embargo

        return embargo(facts)


def _check_outside(through: np.ndarray, mask: np.ndarray, economies: tuple[str, ...]) -> None:
    """Refuse intermediaries all of whose legs the ban itself closes: they are parties to it."""
    sells, buys = mask.any((1, 2)), mask.any((0, 1))
    inside = through & (sells | buys)
    if inside.all() or not (through & ~inside).any():
        names = ", ".join(c for c, t in zip(economies, inside, strict=True) if t)
        raise InputError(f"{names}: an economy that bans or is banned is no way round; name third economies")
