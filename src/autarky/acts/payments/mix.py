"""How each pair of economies pays in the base year: shares of the channels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from autarky.acts.payments.channels import channels
from autarky.acts.payments.currencies import CurrencyFit, assumed_currencies, fitted_currencies, inside
from autarky.acts.payments.invoicing import reported_shares
from autarky.acts.payments.rules import Rule, apply_rules

if TYPE_CHECKING:
    from autarky.world.accounts import World

Invoicing = Literal["assumed", "boz-2022"]
LAST = 2019  # year of the last reports of Boz et al.
_KEPT = 4  # currency mixes kept, as every act and analysis of a scenario asks for the same


@dataclass(frozen=True)
class Mix:
    """`shares` (channel, origin, destination), sum 1 over the channels `names`; `source` in a sentence."""

    names: tuple[str, ...]
    shares: np.ndarray
    source: str

    def with_rules(self, rules: Sequence[Rule], world: "World", year: int) -> "Mix":
        """The mix with own figures (`rules.apply_rules`, whose errors it raises)."""
        return replace(self, shares=apply_rules(self.shares, rules, world, year))


def payment_mix(world: "World", year: int, invoicing: Invoicing) -> Mix:
    """How pairs pay in `year`: currencies (assumed, or fitted to Boz et al.), divided among channels.

    Raises `InputError` where the data are not fetched.
    """
    fit = _currencies(world, year, invoicing)
    if invoicing == "boz-2022":
        source = (
            f"currency mix of pairs fitted to what {len(fit.countries)} countries of this world report (Boz et al."
            f" 2022, last year up to {min(year, LAST)}), mean misfit {100 * fit.misfit:.1f} points"
        )
    else:
        source = 'currency mix assumed by kind of pair; invoicing = "boz-2022" takes the published shares'
    return Mix(tuple(channels()), _by_channel(world, year, fit.shares), source)


def _by_channel(world: "World", year: int, currencies: np.ndarray) -> np.ndarray:
    """Shares by channel from shares by currency: systems of a state's own take their part of own-currency payments,
    the informal channel its part of all (`data/channels.csv`)."""
    usd, eur, seller, buyer, third = currencies
    known = channels()
    shares = dict.fromkeys(known, np.zeros_like(usd))
    shares |= {"usd": usd, "eur": eur, "other": third, "own": seller + buyer}
    for c in known.values():
        if c.currency == "own" and c.hub:
            hub, members = inside(world, c.hub, year), inside(world, c.members, year)
            part = np.outer(hub, members) * seller + np.outer(members, hub) * buyer  # the hub's own currency
            # assumed shares of systems stay below 1 together, so that own keeps what is left
            shares[c.name] = (c.share or 0.0) * part
            shares["own"] = shares["own"] - shares[c.name]
    informal = float(known["informal"].share or 0.0)
    shares = {c: (1 - informal) * s for c, s in shares.items()}
    shares["informal"] = np.full_like(usd, informal)
    return np.stack([shares[c] for c in known])


class _World:
    """A world as a key: two of the same fingerprint have the same currency mix."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.fingerprint = world.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _World) and self.fingerprint == other.fingerprint


@lru_cache(maxsize=_KEPT)
def _fitted(key: _World, year: int, reports: tuple[tuple[Any, Any], ...]) -> CurrencyFit:
    return fitted_currencies(key.world, year, dict(reports))


def _currencies(world: "World", year: int, invoicing: Invoicing) -> CurrencyFit:
    if invoicing == "assumed":
        return CurrencyFit(assumed_currencies(world, year))
    return _fitted(_World(world), year, tuple(sorted(reported_shares(year).items())))
