"""Every figure on a tie side by side: sources differ in definition, year, who reports, and in what they lack."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autarky.errors import InputError
from autarky.sources import registry
from autarky.sources.figures import FigureReader, TieFigure
from autarky.sources.inventory import here, records
from autarky.world.accounts import World

LATEST = 3  # years shown where none is asked


@dataclass(frozen=True)
class Comparison:
    """All figures, and the sources that are here but say nothing on this tie."""

    a: str
    b: str
    figures: tuple[TieFigure, ...]
    silent: tuple[str, ...]
    not_here: tuple[str, ...]


def compare(a: str, b: str, *, years: Sequence[int] = (), worlds: Sequence[World] = ()) -> Comparison:
    """Figures on what a sells b and b sells a, from worlds and from every source of trade that is here.

    Raises `InputError` for unknown economies.
    """
    one, other = _economy(a), _economy(b)
    found: list[TieFigure] = []
    for world in worlds:
        found += _of_world(world, one, other)
    present = set(here())
    silent, missing = [], []
    for name, source in registry.sources().items():
        reader: FigureReader | None = getattr(source, "figures", None)
        if reader is None:
            continue
        if name not in present:
            missing.append(name)
            continue
        told = _of_source(name, reader, one, other, tuple(years))
        found += told
        if not told:
            silent.append(name)
    order = {(one, other): 0, (other, one): 1}
    found.sort(key=lambda f: (order[(f.origin, f.destination)], f.flow, -f.year, f.source))
    return Comparison(one, other, tuple(found), tuple(silent), tuple(missing))


def _of_source(source: str, reader: FigureReader, a: str, b: str, years: tuple[int, ...]) -> list[TieFigure]:
    """The figures of a source that is here on trade between a and b (ISO3), both ways."""
    found: list[TieFigure] = []
    for path, record in records(source).items():
        if not years or not record.years or set(record.years) & set(years):
            found += reader(path, record, a, b)
    last = max((y for record in records(source).values() for y in record.years), default=0)
    found += _ended(found, last)
    asked = set(years) if years else set(sorted({f.year for f in found})[-LATEST:])
    # a piece and a filtered one may tell the same figure
    return list(dict.fromkeys(f for f in found if f.year in asked))


def _ended(found: Sequence[TieFigure], last: int) -> list[TieFigure]:
    """A flow that the source stops to report before its last year is absent then, not zero."""
    ended = []
    for tie in dict.fromkeys((f.origin, f.destination, f.flow) for f in found):
        latest = max((f for f in found if (f.origin, f.destination, f.flow) == tie), key=lambda f: f.year)
        if latest.year < last:
            gone = f"no row after {latest.year}, although the source runs to {last}: absent, not zero"
            ended.append(replace(latest, year=last, value=None, share=None, status="absent", definition=gone))
    return ended


def _economy(label: str) -> str:
    from autarky.world.labels import iso3, known_codes, suggest_economy

    found = iso3(label)
    if found is None:
        raise InputError(f"unknown economy {label!r}{suggest_economy(label, known_codes())}")
    return found


def _of_world(world: World, a: str, b: str) -> list[TieFigure]:
    import numpy as np

    at = {m: n for n, c in enumerate(world.economies) for m in world.members[c]}
    if a not in at or b not in at or at[a] == at[b]:
        return []
    trade = world.array("trade")
    goods = [s for s, c in enumerate(world.sectors) if all(i[:1] in "ABC" for i in world.industries[c])]
    estimated = (
        world.data["trade_estimated"].transpose("origin", "sector", "destination").values
        if "trade_estimated" in world.data
        else np.zeros_like(trade)
    )
    figures = []
    for i, n, origin, destination in ((at[a], at[b], a, b), (at[b], at[a], b, a)):
        for flow, rows in (("goods", goods), ("goods and services", list(range(len(world.sectors))))):
            value = float(trade[i, rows, n].sum())
            abroad = float(trade[i][rows].sum() - trade[i, rows, i].sum())
            share = float((estimated[i, rows, n] * trade[i, rows, n]).sum()) / value if value else 0.0
            wide = [c for c in (world.economies[i], world.economies[n]) if len(world.members[c]) > 1]
            figures.append(
                TieFigure(
                    source=world.name,
                    flow=flow,
                    origin=origin,
                    destination=destination,
                    year=world.year,
                    value=value,
                    unit=world.unit,
                    share=100 * value / abroad if abroad else None,
                    share_of=f"exports of {world.economies[i]}",
                    status=f"{share:.0%} estimated" if share > 0.005 else "reported",
                    definition="basic prices, national accounts, balanced across countries"
                    + (f"; {', '.join(wide)} as a whole" if wide else ""),
                )
            )
    return figures
