"""Ways to pay for trade: currencies through correspondent banks, systems of a state's own, no banks at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from autarky.acts.payments.tables import table
from autarky.errors import InputError, did_you_mean

WORDS = {"dollar": "usd", "dollars": "usd", "euro": "eur", "euros": "eur"}


@dataclass(frozen=True)
class Channel:
    """A way to pay. `share`: of own-currency payments between `hub` and `members` that a system of its own carries."""

    name: str
    network: str
    currency: str
    hub: str
    members: str
    share: float | None
    meaning: str


@cache
def channels() -> dict[str, Channel]:
    """All channels by name, in the order of the arrays of the layer (`data/channels.csv`)."""
    return {
        row["channel"]: Channel(
            row["channel"],
            row["network"],
            row["currency"],
            row["hub"],
            row["members"],
            float(row["share"]) if row["share"] else None,
            row["meaning"],
        )
        for row in table("channels")
    }


def networks() -> tuple[str, ...]:
    """Names of networks that carry more than one channel (``swift``)."""
    names = [c.network for c in channels().values()]
    return tuple(n for n in dict.fromkeys(names) if names.count(n) > 1)


def select_channels(labels: Sequence[str], new: Iterable[str] = ()) -> tuple[str, ...]:
    """Names of the channels that names, networks (``swift``) and currencies (``dollar``) mean; `new`: channels that the
    scenario opened. Raises `InputError` for others."""
    known = dict.fromkeys([*channels(), *new])
    chosen: dict[str, None] = {}
    for label in labels:
        word = label.strip().casefold()
        word = WORDS.get(word, word)
        inside = [c.name for c in channels().values() if c.network == word and word in networks()]
        if word in known:
            inside = [word]
        if not inside:
            every = [*networks(), *known]
            raise InputError(
                f"unknown channel {label!r}{did_you_mean(word, every)}; known: {', '.join(every)}"
            )
        chosen |= dict.fromkeys(inside)
    return tuple(c for c in known if c in chosen)
