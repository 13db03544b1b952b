"""What the acts on own supply share: who builds, in which sectors, in place of whom, and the trade costs it means."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field, field_validator

from autarky.acts.base import Act, Context, Labels, select, to_jax
from autarky.acts.domestic import ECONOMIES, note_of
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock
    from autarky.world.accounts import World
    from autarky.world.labels import Selection

MOST = 0.99  # of foreign supply that can be replaced: buyers never leave a supplier altogether; an embargo does that
LEAST_THETA = 0.05  # a fall of shares by a tenth would already take costs eight times as high
LEAST = 0.001  # own share below which a note says that the plan starts from next to nothing


@dataclass(frozen=True)
class Supply:
    """Where an act stands in a world: masks of builders, replaced suppliers [N] and sectors [J]; shares of spending
    [N,J,N] as the acts before it plan them; spending [J,N]; `open` [J,N]: buyers and sectors that it touches."""

    world: "World"
    builders: "Selection"
    sectors: "Selection"
    own: np.ndarray
    rivals: np.ndarray
    chosen: np.ndarray
    shares: np.ndarray
    spending: np.ndarray
    open: np.ndarray

    @property
    def bought(self) -> np.ndarray:
        """What the builders together spend by sector, and on own and on replaced suppliers [3, J]; 0 elsewhere."""
        by_origin = np.where(self.open, self.shares * self.spending, 0.0).sum(2)
        total = by_origin.sum(0)
        bought: np.ndarray = np.stack([total, by_origin[self.own].sum(0), by_origin[self.rivals].sum(0)])
        return bought


class OwnSupply(Act):
    """An act that puts own supply of `economies` in the place of foreign supply; a group counts as one."""

    economies: Labels = Field(description=f"who builds, a group as one: {ECONOMIES}", examples=["BLR"])
    sectors: Labels = Field(
        description='what is made at home: codes, names or groups; "-C21" leaves out', examples=["machinery"]
    )
    origin: Labels = Field(
        default=("world",),
        description="suppliers that are replaced, those abroad by default",
        examples=["world", "CHN"],
    )
    theta: float | None = Field(
        default=None,
        description="long-run trade elasticity with which the plan becomes costs (default: the scenario's)",
        examples=[4.0],
    )

    @field_validator("theta", mode="before")
    @classmethod
    def _positive(cls, value: Any) -> Any:
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int | float) or not LEAST_THETA <= value < 1e3
        ):
            raise ValueError(
                f"expected a number of {LEAST_THETA} or more (and below 1000), got {value!r:.60}"
            )
        return value if value is None else float(value)

    # -- what subclasses say ---------------------------------------------------------------------------------
    @abstractmethod
    def replaced(self, supply: Supply) -> np.ndarray:
        """Share of what is bought from the replaced suppliers that own supply takes, by sector [J]."""

    @abstractmethod
    def premium(self, supply: Supply) -> np.ndarray:
        """How much dearer own supply is on what it replaces, by sector [J], a fraction."""

    # -- the plan in a world ---------------------------------------------------------------------------------
    def supply(self, context: Context) -> Supply:
        """Where the act stands. Raises `FieldError` for labels and where there is nothing to build on."""
        from autarky.acts.technology.substitution import spending_shares
        from autarky.world.groups import select_economies
        from autarky.world.sectors import select_sectors

        world = context.world
        builders = select("economies", self.economies, world, select_economies)
        rivals = select("origin", self.origin, world, select_economies)
        sectors = select("sectors", self.sectors, world, select_sectors)
        own = np.array([c in builders.labels for c in world.economies])
        others = np.array([c in rivals.labels for c in world.economies]) & ~own
        if not others.any():
            with blame("origin"):
                raise InputError(
                    "the suppliers to be replaced are those who build; name others, or leave it out"
                )
        chosen = np.array([s in sectors.labels for s in world.sectors])
        shares, spending = spending_shares(*(world.array(v) for v in ("trade", "tariff", "export_tax")))
        for act in context.before:
            if isinstance(act, OwnSupply):
                shares = act.planned(context.world, shares)
        start = shares[own].sum(0) > 0
        reach = np.outer(chosen, own) & (spending > 0)
        for s in np.flatnonzero(chosen):
            if reach[s].any() and not (reach[s] & start[s]).any():
                with blame("sectors"):
                    raise InputError(
                        f"{', '.join(builders.labels[:4])} sells itself no {world.sectors[s]} in world"
                        f" {world.name}, so there is nothing to build on; take a world that says what is made"
                        " at home (docs/how-to/zoom.md, `production`)"
                    )
        return Supply(world, builders, sectors, own, others, chosen, shares, spending, reach & start)

    def planned(self, world: "World", shares: np.ndarray) -> np.ndarray:
        """Shares of spending after this act, from `shares`, at unchanged unit costs [N,J,N]."""
        return self.moved(replace(self.supply(Context(world)), shares=shares))[0]

    def moved(self, supply: Supply) -> tuple[np.ndarray, np.ndarray]:
        """Shares of spending after the act [N,J,N], and how much dearer the composites are [J,N]."""
        from autarky.acts.technology.substitution import replace_supply

        at = supply.open.astype(float)
        replaced, premium = (v[:, None] * at for v in (self.replaced(supply), self.premium(supply)))
        return replace_supply(supply.shares, supply.own, supply.rivals, replaced, premium)

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        from autarky.acts.technology.substitution import cost_factors

        supply = self.supply(context)
        after, dearer = self.moved(supply)
        factors = cost_factors(supply.shares, after, dearer, self._theta(supply, context))
        return replace(shock, trade_cost=to_jax(np.asarray(shock.trade_cost) * factors))

    def _theta(self, supply: Supply, context: Context) -> np.ndarray:
        if self.theta is not None:
            return np.full(len(context.world.sectors), self.theta)
        theta = context.theta
        if (bad := supply.chosen & (theta < LEAST_THETA)).any():
            with blame("theta"):
                raise InputError(
                    f"the elasticity of {context.world.sectors[int(np.argmax(bad))]} is {theta[bad][0]:g}: below"
                    f" {LEAST_THETA} no sensible cost moves buyers as planned; give `theta`"
                )
        return theta

    def facts(self, context: Context) -> dict[str, Any]:
        supply = self.supply(context)
        after, _ = self.moved(supply)
        spent = np.where(supply.open, supply.spending, 0.0)
        total, mine, foreign = (float(v.sum()) for v in supply.bought)
        then = float((after[supply.own].sum(0) * spent).sum())
        notes = note_of("economies", supply.builders) + note_of("sectors", supply.sectors)
        if total <= 0:
            notes.append("nothing is bought there in the base year, so the act changes nothing")
        elif mine / total < LEAST:
            notes.append(
                f"own supply starts from {100 * mine / total:.2g} % of purchases: costs and elasticities say"
                " little about growth from next to nothing"
            )
        return self.given() | {
            "economies": list(supply.builders.labels),
            "sectors": list(supply.sectors.labels),
            "base_trade": foreign,
            "own_share": mine / total if total > 0 else 0.0,
            "own_share_then": then / total if total > 0 else 0.0,
            "unit": context.world.unit,
            "notes": notes,
        }
