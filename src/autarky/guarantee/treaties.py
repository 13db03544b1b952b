"""Which alliances the data know between two states: a fact beside a guarantee, not a part of the calculation."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from autarky.world.accounts import World

OBLIGATIONS = {
    "defense": "defence",
    "offense": "offence",
    "neutrality": "neutrality",
    "nonaggression": "non-aggression",
    "consultation": "consultation",
}


@dataclass(frozen=True)
class Pact:
    """What `ally` owes the protected economy by its alliances in `year`, and the other way round.

    `year` is None where nothing is known, and `why` says why; an empty tuple is no obligation, which is known.
    """

    ally: str
    year: int | None
    owes: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    why: str = ""


def pacts(world: "World", economy: str, allies: tuple[str, ...]) -> list[Pact]:
    """Obligations by ATOP (`autarky data get atop`) in the last year up to the world's, for single countries."""
    from autarky.sources.inventory import records
    from autarky.sources.io.tidy import read_tidy

    found = [p for p, r in records("atop").items() if not r.only]
    if not found:
        return [Pact(a, None, why="not fetched: autarky data get atop") for a in allies]
    rows = read_tidy(found[-1]).to_pandas()
    return pacts_in(rows[rows["year"].notna() & (rows["year"] <= world.year)], world, economy, allies)


def pacts_in(rows: "pd.DataFrame", world: "World", economy: str, allies: tuple[str, ...]) -> list[Pact]:
    """The same from ATOP's directed dyad-years, those of the last year."""
    if rows.empty:
        return [Pact(a, None, why=f"nothing in the data up to {world.year}") for a in allies]
    year = int(rows["year"].max())
    last = rows[rows["year"] == year]
    a, b = last["economy_a"].astype(str), last["economy_b"].astype(str)
    known = set(a) | set(b)

    def owes(one: str, other: str) -> tuple[str, ...]:
        pair = last[(a == one) & (b == other)]
        return tuple(
            word for name, word in OBLIGATIONS.items() if pair[name].fillna(False).astype(bool).any()
        )

    made = []
    for ally in allies:
        states = [_single(world, c) for c in (ally, economy)]
        unknown = [c for c, s in zip((ally, economy), states, strict=True) if s is None or s not in known]
        if unknown:
            why = f"{' and '.join(unknown)} not in the data of {year}"
            made.append(Pact(ally, None, why=why))
            continue
        one, other = (str(s) for s in states)
        made.append(Pact(ally, year, owes(one, other), owes(other, one)))
    return made


def _single(world: "World", economy: str) -> str | None:
    members = world.members[economy]
    return members[0] if len(members) == 1 else None
