"""Sources that are asked, not fetched whole: a piece is the answer to one question."""

import hashlib
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from autarky.sources.base import Only, Piece, Source

LONGEST_KEY = 80


@runtime_checkable
class Queryable(Source, Protocol):
    """A source with a programming interface. `pieces()` may be empty; `piece_for` makes the piece that answers."""

    def piece_for(self, year: int, only: Only) -> Piece:
        """The piece with the rows of `year` that `only` wants; `InputError` where the provider would refuse."""
        ...


def key_of(year: int, *parts: Sequence[str]) -> str:
    """A name for the answer: ``2021-blr-rus-3104``; ``all`` where a part is empty, a hash where it gets long."""
    text = "-".join([str(year), *("+".join(p) if p else "all" for p in parts)]).lower()
    if len(text) <= LONGEST_KEY:
        return text
    return f"{year}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
