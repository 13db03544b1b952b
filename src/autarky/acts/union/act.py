"""Unions of states: no tariffs inside, common ones outside, common standards, label, budget and labour market."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from autarky.acts.base import Act, Context, Flag, Labels, select, to_jax
from autarky.acts.claims import Claim
from autarky.acts.money import money_of, net_receipts
from autarky.acts.quantities import Amount, percent, read_amount, show_percent
from autarky.acts.union.rules import (
    MIGRATION_ELASTICITY,
    by_member,
    moving,
    people_of,
    read_elasticity,
    read_people,
    read_shares,
)
from autarky.acts.union.scope import Scope, scope_of
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock

_PERCENT = {"anyOf": [{"type": "number"}, {"type": "string"}]}
_PEOPLE = {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}}
_TABLE = {"type": "object", "additionalProperties": _PERCENT}


def _cut(value: Any) -> float:
    return percent(
        value, low=0.0, high=0.9, below="give the reduction without a sign; dearer trade is a trade_cost"
    )


def _cuts(value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise ValueError(f'expected a table of reductions such as {{ CHN = "2%" }}, got {value!r:.60}')
    found = {}
    for label, cut in value.items():
        try:
            found[str(label)] = _cut(cut)
        except ValueError as e:
            raise ValueError(f"{label}: {e}") from None
    return found


def _standards(value: Any) -> str | float | dict[str, float]:
    if isinstance(value, Mapping):
        if not value:
            raise ValueError('the table is empty; write for example { goods = "8%" }, or "none"')
        return _cuts(value)
    if isinstance(value, str) and not any(c.isdigit() for c in value):
        if value in ("none", "low", "central", "high"):
            return value
        raise ValueError(f'expected none, low, central, high, or a figure such as "8%", got {value!r:.60}')
    return _cut(value)


def _amount(value: Any) -> Amount | None:
    return None if value is None else read_amount(value)


def _shares(value: Any) -> dict[str, float]:
    return {} if value is None or value == {} else read_shares(value)


class Union(Act):
    """Joins `members` in a union. Each part can be chosen or left out; they combine.

    Tariffs between members are removed (``internal_tariffs``); towards third countries each keeps its own or all take
    the lowest, the trade-weighted mean or one member's (``external_tariff``). Common ``standards`` take a part off the
    delivered price of trade between members, by sector: published estimates at the low, central or high end of their
    range, or own figures. A common label (``market_access``) makes members' exports to named third parties cheaper to
    deliver. A common ``budget`` is paid by ``contributions`` and spent by ``uses``. With ``free_movement`` people move
    to the member with the higher real wage, by ``migration_elasticity``; members' populations weigh them.
    """

    summary: ClassVar[str] = "joins states: tariffs, standards, label, budget and labour market in common"
    title: ClassVar[str] = "Union"
    roles: ClassVar[tuple[str, ...]] = ("members",)
    between: ClassVar[str] = "of {members}"
    analysis: ClassVar[str] = "autarky.acts.union.analysis"
    example_also: ClassVar[tuple[str, ...]] = ("standards", "already", "budget", "contributions", "uses")

    type: Literal["union"] = "union"
    members: Labels = Field(
        description='who joins: countries, regions or groups ("EAEU"); "-ARM" leaves out',
        examples=[["RUS", "BLR"], "EAEU"],
    )
    internal_tariffs: Literal["removed", "kept"] = Field(
        default="removed", description="tariffs between members: removed or kept", examples=["kept"]
    )
    external_tariff: str = Field(
        default="kept",
        description="tariff on third countries: kept (each its own), min, mean (weighted by imports), or a member whose"
        " tariff all take",
        examples=["mean", "RUS"],
    )
    standards: Annotated[
        str | float | Mapping[str, float],
        BeforeValidator(_standards),
        WithJsonSchema({"anyOf": [*_PERCENT["anyOf"], _TABLE]}),
    ] = Field(
        default="none",
        description="what common standards take off the delivered price between members: none; low, central or high of"
        " the published estimates; or own figures, for all sectors or by sector",
        examples=["central", "8%", {"goods": "8%", "services": "5%"}],
        json_schema_extra={"unit": "%"},
    )
    integration: Literal["single-market", "customs-union"] = Field(
        default="single-market",
        description="which published estimates `standards` means",
        examples=["customs-union"],
    )
    already: Literal["none", "customs-union"] = Field(
        default="none",
        description="what members have in the base year; only the step beyond its central estimate counts",
        examples=["customs-union"],
    )
    sectors: Labels = Field(
        default=("all",), description="sectors with common standards", examples=["goods", ["C20", "C28"]]
    )
    market_access: Annotated[Mapping[str, float], BeforeValidator(_cuts), WithJsonSchema(_TABLE)] = Field(
        default={},
        description="what the common label takes off the delivered price of members' exports, by third party",
        examples=[{"CHN": "2%"}],
        json_schema_extra={"unit": "%"},
    )
    market_access_sectors: Labels = Field(
        default=("goods",), description="sectors that carry the label", examples=["food"]
    )
    budget: Annotated[Amount | str | None, BeforeValidator(_amount), WithJsonSchema({"type": "string"})] = (
        Field(
            default=None,
            description="size of the common budget a year: money, or a share of the GDP of all members together",
            examples=["0.5% of GDP", "USD 1 billion"],
            json_schema_extra={"unit": "money or % of GDP"},
        )
    )
    contributions: Annotated[Mapping[str, float], BeforeValidator(_shares), WithJsonSchema(_TABLE)] = Field(
        default={},
        description="who pays what part of the budget, 100 % in all (default: by GDP)",
        examples=[{"RUS": "65%", "BLR": "35%"}],
        json_schema_extra={"unit": "%"},
    )
    uses: Annotated[Mapping[str, float], BeforeValidator(_shares), WithJsonSchema(_TABLE)] = Field(
        default={},
        description="who gets what part of the budget, 100 % in all",
        examples=[{"RUS": "40%", "BLR": "60%"}],
        json_schema_extra={"unit": "%"},
    )
    free_movement: Flag = Field(
        default=False,
        description="workers move freely between members, towards the higher real wage",
        examples=[True],
    )
    migration_elasticity: Annotated[float, BeforeValidator(read_elasticity)] = Field(
        default=MIGRATION_ELASTICITY,
        description="by how many percent a member's labour force grows when its real wage grows by 1 % more than the"
        " others' (default: Tombe & Zhu 2019, between Chinese provinces)",
        examples=[0.5],
    )
    population: Annotated[Mapping[str, float], BeforeValidator(read_people), WithJsonSchema(_PEOPLE)] = Field(
        default={},
        description="people in each member in the base year, for free movement",
        examples=[{"RUS": 144.7, "BLR": 9.2}],
        json_schema_extra={"unit": "million"},
    )

    @model_validator(mode="after")
    def _whole(self) -> "Union":
        if self.budget is None and (self.contributions or self.uses):
            raise ValueError('contributions and uses need a budget, for example budget = "0.5% of GDP"')
        if not self.free_movement and (self.population or self.migration_elasticity != MIGRATION_ELASTICITY):
            raise ValueError(
                "population and migration_elasticity are for free_movement = true, which is not set"
            )
        if self.budget is not None and not self.uses:
            raise ValueError(
                'a budget needs uses: who gets what part, for example { RUS = "40%", BLR = "60%" }'
            )
        return self

    # -- in a world ------------------------------------------------------------------------------------------
    def scope(self, context: Context) -> Scope:
        """Members, third parties and the cells between them. Raises `FieldError`."""
        return scope_of(self.members, self.market_access, self.market_access_sectors, context)

    def cost_cut(self, context: Context) -> np.ndarray:
        """What standards take off the delivered price between members, by sector [J]."""
        from autarky.acts.union.estimates import cost_reduction
        from autarky.world.sectors import select_sectors

        world = context.world
        covered = select("sectors", self.sectors, world, select_sectors).labels
        cut = np.zeros(len(world.sectors))
        with blame("standards"):
            if isinstance(self.standards, Mapping):
                for label, value in self.standards.items():
                    with blame(label):
                        inside = select_sectors([label], world).labels
                    cut[[s in inside for s in world.sectors]] = value
            elif isinstance(self.standards, float):
                cut[:] = self.standards
            elif self.standards != "none":
                already = None if self.already == "none" else self.already
                cut = cost_reduction(world, self.integration, self.standards, already)  # type: ignore[arg-type]
        return np.where([s in covered for s in world.sectors], cut, 0.0)

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        scope = self.scope(context)
        kappa = np.asarray(shock.trade_cost) * scope.cost_factors(self.cost_cut(context))
        if self.free_movement:
            people = people_of(self.population, scope.labels, context)
            with blame("free_movement"):
                shock = moving(shock, scope.members, people, self.migration_elasticity)
        return replace(
            shock,
            tariff=to_jax(self.tariffs(np.asarray(shock.tariff), scope, context)),
            trade_cost=to_jax(kappa),
            transfer=to_jax(np.asarray(shock.transfer) + self.received(context)),
        )

    def tariffs(self, tariff: np.ndarray, scope: Scope, context: Context) -> np.ndarray:
        """Tariffs once the union exists [N, J, N], from those before."""
        from autarky.acts.union.rules import common_tariff

        rule = self.rule(scope, context)
        if rule is not None:
            tariff = common_tariff(tariff, context.world.array("trade"), scope.members, rule)
        return np.where(scope.inside, 0.0, tariff) if self.internal_tariffs == "removed" else tariff

    def rule(self, scope: Scope, context: Context) -> str | int | None:
        """How the common tariff is found; None: there is none. Raises `FieldError` for who is no member."""
        from autarky.world.groups import economy

        if self.external_tariff == "kept":
            return None
        if self.external_tariff in ("min", "mean"):
            return self.external_tariff
        with blame("external_tariff"):
            code = economy(self.external_tariff, context.world)
            if code not in scope.labels:
                raise InputError(
                    f"{code} is no member of the union ({', '.join(scope.labels)}); expected kept, min, mean or one"
                    " of them"
                )
        return context.world.economies.index(code)

    def received(self, context: Context) -> np.ndarray:
        """What each economy receives from the common budget, net, as a share of world value added [N]; sums to 0."""
        if self.budget is None:
            return np.zeros(len(context.world.economies))
        scope = self.scope(context)
        with blame("budget"):
            size = money_of(read_amount(self.budget), scope.members, context)
        paid = context.gdp * scope.members / (context.gdp * scope.members).sum()
        if self.contributions:
            with blame("contributions"):
                paid = by_member(self.contributions, scope.labels, context.world)
        with blame("uses"):
            used = by_member(self.uses, scope.labels, context.world)
        with blame("budget"):
            return net_receipts(size, paid, used, context)

    def claims(self, context: Context) -> tuple[Claim, ...]:
        scope, cut, found = self.scope(context), self.cost_cut(context), []
        if self.internal_tariffs == "removed":
            found.append(Claim("tariff", "set", scope.inside, 0.0))
        if self.external_tariff != "kept":
            found.append(Claim("tariff", "change", scope.from_outside, 0.0, "common external tariff"))
        factors = scope.cost_factors(cut)
        if (cheaper := factors < 1).any():
            found.append(Claim("trade cost", "change", cheaper, float(factors.min()) - 1))
        return tuple(found)

    def facts(self, context: Context) -> dict[str, Any]:
        from autarky.acts.union.facts import facts_of

        return self.given() | facts_of(self, context)

    def given(self) -> dict[str, Any]:
        plain = {k: v for k, v in super().given().items() if v != {} and v != "{}"}
        if not self.free_movement:
            plain.pop("migration_elasticity")
        for name in ("standards", "market_access", "contributions", "uses"):
            value = getattr(self, name)
            if isinstance(value, Mapping) and value:
                plain[name] = {label: show_percent(v) for label, v in value.items()}
            elif isinstance(value, Mapping):
                plain.pop(name, None)
        return plain | ({"population": dict(self.population)} if self.population else {})

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.union.facts import union

        return union(facts)
