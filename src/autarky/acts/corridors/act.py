"""Corridors: links of the transport network closed, taxed, slowed, sped up, widened or built."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema

from autarky.acts.base import Act, Context, Flag, Labels, number, select, to_jax
from autarky.acts.claims import Claim
from autarky.acts.corridors.control import check_control
from autarky.acts.quantities import percent
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.acts.corridors.change import Change
    from autarky.acts.corridors.events import LinkEvent
    from autarky.acts.corridors.network import Link, Network
    from autarky.economy.shock import Shock

_TOLL = r"(?:USD|\$)\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:/|per)\s*t(?:onne)?"


def _change(value: Any) -> float:
    return percent(value, low=-0.95, high=9.0, below="a cut of more than 95 %: close the link, or write -95%")


def _capacity(value: Any) -> float:
    return percent(
        value, low=-0.9, high=99.0, below="less than a tenth of the capacity left: close the link instead"
    )


def _leakage(value: Any) -> float:
    return percent(value, low=0.001, high=1.0, plain_below=np.inf)


def _toll(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(_TOLL, value.strip(), flags=re.IGNORECASE):
        return " ".join(value.split())
    try:
        percent(value, low=0.0, high=5.0, below="a toll below zero; `cost` makes a link cheaper")
    except ValueError as e:
        raise ValueError(f'{e}; or per tonne: "USD 5/t"') from None
    return value if isinstance(value, str) else f"{100 * value:g}%"


class Corridors(Act):
    """Changes links of the transport network; trade goes round, crowds other links, and pays more or less.

    `at` names links by their ends ("Brest-Malaszewicze"), places ("Hormuz": every link there) or corridors ("Suez
    Canal", "China-Europe rail"); `autarky corridors list` shows them. Goods go the way that is cheapest in freight,
    tolls and time; kappa_hat = (1 + transport cost after) / (1 + before), by pair and sector
    (docs/theory/corridors.md). Where no way is left, `leakage` of the quantity still arrives, by ways that are not in
    the network.
    """

    summary: ClassVar[str] = (
        "closes, taxes, slows, speeds up, widens or builds links of the transport network"
    )
    title: ClassVar[str] = "Corridors"
    roles: ClassVar[tuple[str, ...]] = ("economies", "sellers")
    between: ClassVar[str] = "by {economies}"
    analysis: ClassVar[str] = "autarky.acts.corridors.analysis"
    drawings: ClassVar[Mapping[str, str]] = {"corridor_map": "autarky.acts.corridors.charts"}
    example_also: ClassVar[tuple[str, ...]] = ("close",)

    type: Literal["corridors"] = "corridors"
    at: Labels = Field(
        description='links, places or corridors; a mode narrows them ("Brest-Malaszewicze (rail)")',
        examples=["Brest-Malaszewicze", ["Suwalki gap", "Hormuz"]],
    )
    by: Labels | None = Field(
        default=None,
        description="states that do it: each link must be under the control of one of them",
        examples=["POL"],
    )
    close: Flag = Field(default=False, description="nothing passes any more", examples=[True])
    reopen: Flag = Field(
        default=False, description="links closed in the base year or by acts before are open", examples=[True]
    )
    toll: Annotated[
        str, BeforeValidator(_toll), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})
    ] = Field(
        default="0%",
        description="charged on each link: per tonne, or a share of the value of the goods",
        examples=["USD 5/t", "2%"],
        json_schema_extra={"unit": "USD/t or %"},
    )
    time: Annotated[float | str, *number(_change)] = Field(
        default=0.0,
        description="change of the time each link takes, stops included",
        examples=["-20%"],
        json_schema_extra={"unit": "%"},
    )
    cost: Annotated[float | str, *number(_change)] = Field(
        default=0.0,
        description="change of freight and fees on each link",
        examples=["+10%"],
        json_schema_extra={"unit": "%"},
    )
    capacity: Annotated[float | str, *number(_capacity)] = Field(
        default=0.0,
        description="change of what each link can carry at the times of the base year",
        examples=["+50%"],
        json_schema_extra={"unit": "%"},
    )
    build: Literal["rail", "road", "sea", "oil_pipeline", "gas_pipeline"] | None = Field(
        default=None,
        description="a new link of this mode between the two places that `at` names",
        examples=["rail"],
    )
    km: float | None = Field(
        default=None,
        gt=0,
        le=25000,
        description="length of the new link (default: great circle with the detour usual for its mode)",
        examples=[450],
        json_schema_extra={"unit": "km"},
    )
    capacity_mt: float | None = Field(
        default=None,
        gt=0,
        description="what the new link can carry a year (default: no limit that binds)",
        examples=[12],
        json_schema_extra={"unit": "Mt"},
    )
    sectors: Labels = Field(
        default=("all",),
        description="only these goods, as where transit of potash is banned",
        examples=["chemicals"],
    )
    origin: Labels = Field(default=("world",), description="only goods from these sellers", examples=["BLR"])
    time_value: Literal["low", "central", "high"] = Field(
        default="central", description="what a day on the way costs: the range of Hummels & Schaur (2013)"
    )
    leakage: Annotated[float | str, *number(_leakage)] = Field(
        default=0.1,
        description="share of the quantity that still arrives where no way is left",
        examples=["10%"],
        json_schema_extra={"unit": "share"},
    )

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        from dataclasses import replace

        from autarky.economy.ceiling import add_ceiling

        found = self.change(context).wedges
        shock = replace(shock, trade_cost=to_jax(np.asarray(shock.trade_cost) * found.kappa_hat))
        for limit in np.unique(self._limits(context)):
            if limit < 1:
                shock = add_ceiling(shock, self._limits(context) == limit, float(limit), "lost")
        return shock

    def facts(self, context: Context) -> dict[str, Any]:
        from autarky.acts.corridors.resolved import resolved

        return resolved(self, context)

    def claims(self, context: Context) -> tuple[Claim, ...]:
        cut = self._limits(context) < 1
        return (Claim("quantity", "set", cut, float(self.leakage), "lost"),) if cut.any() else ()

    def change(self, context: Context) -> "Change":
        """Markets before and after this act, with the acts before it. Raises `FieldError`."""
        from autarky.acts.corridors.change import change

        network = self._network(context)
        acts = [a for a in context.before if isinstance(a, Corridors)]
        earlier = [a.event(context, network) for a in acts]
        return change(
            context.world,
            [self.event(context, network)],
            earlier=earlier,
            usd_million=_usd_million(context),
            time_value=self.time_value,
        )

    def event(self, context: Context, network: "Network") -> "LinkEvent":
        """What happens to which links. Raises `FieldError` for what the network does not know."""
        from autarky.acts.corridors.events import LinkEvent, key

        built = self._found(network)
        links = (
            (built,) if built is not None else tuple(network.links[k] for k in self._links(network, context))
        )
        toll = re.fullmatch(_TOLL, self.toll, flags=re.IGNORECASE)
        if not self._does():
            with blame("at"):
                raise InputError(
                    "nothing happens to it: say close, reopen, toll, time, cost, capacity or build"
                )
        if self.capacity:
            self._check_capacity(links)
        return LinkEvent(
            links=tuple(key(link) for link in links),
            closed=True if self.close else False if self.reopen or built is not None else None,
            toll=float(toll[1]) if toll else 0.0,
            duty=0.0 if toll else percent(self.toll),
            time=1 + float(self.time),
            cost=1 + float(self.cost),
            capacity=1 + float(self.capacity),
            built=built,
            sectors=self._sectors(context),
            sellers=self._sellers(context),
        )

    def _does(self) -> bool:
        changes = (self.time, self.cost, self.capacity)
        return (
            self.close
            or self.reopen
            or self.build is not None
            or self.toll != "0%"
            or any(map(float, changes))
        )

    def _network(self, context: Context) -> "Network":
        """The embedded network with what this act and those before it build."""
        from autarky.acts.corridors.network import embedded

        network = embedded()
        for act in [*(a for a in context.before if isinstance(a, Corridors)), self]:
            if (link := act._built(network)) is not None:
                network = network.with_link(link)
        return network

    def _found(self, network: "Network") -> "Link | None":
        """The link it builds, in a network that has it by now."""
        from autarky.acts.corridors.lookup import ends

        if self.build is None:
            return None
        start, end = ends(self.at[0], network)
        return next(x for x in network.links if (x.start, x.end, x.mode) == (start, end, self.build))

    def _built(self, network: "Network") -> "Link | None":
        from autarky.acts.corridors.building import new_link

        if self.close and self.reopen:
            with blame("reopen"):
                raise InputError("close and reopen exclude one another")
        if self.build is None:
            for field in ("km", "capacity_mt"):
                if getattr(self, field) is not None:
                    with blame(field):
                        raise InputError('is of a new link: say build = "rail" or another mode too')
            return None
        with blame("at"):
            if len(self.at) != 1:
                raise InputError("a new link joins two places: name it once, as in Kashgar-Osh")
            return new_link(self.at[0], self.build, network, self.km, self.capacity_mt)

    def _links(self, network: "Network", context: Context) -> tuple[int, ...]:
        from autarky.acts.corridors.lookup import controls

        chosen: dict[int, tuple[str, ...]] = {}
        for k, label in enumerate(self.at):
            with blame("at", k) if len(self.at) > 1 else blame("at"):
                found = controls(label, network)
                if self.by:
                    check_control(label, found, self.by, context)
                chosen |= found
        return tuple(chosen)

    def _check_capacity(self, links: "tuple[Link, ...]") -> None:
        with blame("capacity"):
            if all(link.capacity is None for link in links):
                raise InputError(
                    "no link here has a capacity that binds, so that changing it changes nothing"
                )
            if tuple(self.sectors) != ("all",) or tuple(self.origin) != ("world",):
                raise InputError("capacity is there for all goods: leave sectors and origin out")

    def _sectors(self, context: Context) -> frozenset[str]:
        from autarky.world.sectors import select_sectors

        found = select("sectors", self.sectors, context.world, select_sectors).labels
        return frozenset() if len(found) == len(context.world.sectors) else frozenset(found)

    def _sellers(self, context: Context) -> frozenset[str]:
        from autarky.world.groups import select_economies

        found = select("origin", self.origin, context.world, select_economies).labels
        return frozenset() if len(found) == len(context.world.economies) else frozenset(found)

    def _limits(self, context: Context) -> np.ndarray:
        """Share of the base quantity that still arrives, 1 where a way is left [N, J, N]; rounded to a hundredth, so
        that there are few different ones."""
        cut = self.change(context).wedges.cut
        limit: np.ndarray = np.where(cut > 0, np.round(1 - cut * (1 - float(self.leakage)), 2), 1.0)
        return np.where(cut > 0, np.maximum(limit, 0.001), 1.0)

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.corridors.sentences import corridors

        return corridors(facts)


def _usd_million(context: Context) -> float:
    """What one unit of the world's accounts is in USD million; other currencies count as dollars (a note says so)."""
    from autarky.acts.quantities import world_unit

    unit = world_unit(context.world.unit)
    return unit[1] / 1e6 if unit is not None else 1.0
