"""Every figure on a tie side by side: sources differ in definition, year, who reports, and in what they lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from autarky.errors import InputError
from autarky.world.accounts import World


@dataclass(frozen=True)
class Figure:
    """One figure on the trade of two economies.

    `flow` is what is measured (exports of goods, all sales ...); value in `unit`, `share` in % of the seller's
    or buyer's total where the source gives it; `status` reported, mirrored, estimated or absent.
    """

    source: str
    flow: str
    origin: str
    destination: str
    year: int
    value: float | None
    unit: str
    share: float | None
    share_of: str
    status: str
    definition: str


@dataclass(frozen=True)
class Comparison:
    """All figures, and the sources that are here but say nothing on this tie."""

    a: str
    b: str
    figures: tuple[Figure, ...]
    silent: tuple[str, ...]
    not_here: tuple[str, ...]


def compare(
    a: str, b: str, *, years: Sequence[int] = (), worlds: Sequence[str] = ("icio-2022",)
) -> Comparison:
    """Figures on what a sells b and b sells a, from worlds and from every source of trade that is here.

    Raises `InputError` for unknown economies and worlds.
    """
    from autarky.sources.kept import here
    from autarky.sources.registry import sources
    from autarky.sources.trade.figures import READERS, figures_of
    from autarky.worlds.library import load_world

    one, other = _economy(a), _economy(b)
    found: list[Figure] = []
    for name in worlds:
        found += _of_world(load_world(name), one, other)
    present = set(here())
    silent, missing = [], []
    for name in sources():
        if name not in READERS:
            continue
        if name not in present:
            missing.append(name)
            continue
        told = figures_of(name, one, other, tuple(years))
        found += told
        if not told:
            silent.append(name)
    order = {(one, other): 0, (other, one): 1}
    found.sort(key=lambda f: (order[(f.origin, f.destination)], f.flow, -f.year, f.source))
    return Comparison(one, other, tuple(found), tuple(silent), tuple(missing))


def _economy(label: str) -> str:
    from autarky.world.labels import iso3, known_codes, suggest_economy

    found = iso3(label)
    if found is None:
        raise InputError(f"unknown economy {label!r}{suggest_economy(label, known_codes())}")
    return found


def _of_world(world: World, a: str, b: str) -> list[Figure]:
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
                Figure(
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
