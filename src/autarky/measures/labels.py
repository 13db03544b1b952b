"""What every measure on a world says of itself: unit, year, source, and how much of its flows is estimated."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from autarky.errors import InputError
from autarky.world.accounts import World


def measured(
    world: World,
    name: str,
    unit: str,
    dims: Sequence[str],
    coords: Mapping[str, Sequence[str]],
    values: np.ndarray,
) -> xr.DataArray:
    """A labelled result. Attributes: `unit`, `year`, `world`, `source`."""
    facts = {
        "unit": unit,
        "year": world.year,
        "world": world.name,
        "source": str(world.data.attrs.get("source", "")),
    }
    return xr.DataArray(
        values, dims=tuple(dims), coords={d: list(v) for d, v in coords.items()}, name=name, attrs=facts
    )


def sector_positions(world: World, sectors: Sequence[str] | None) -> list[int]:
    """Positions of the sectors that the labels mean, all where none is named; `InputError` for unknown ones."""
    if sectors is None:
        return list(range(len(world.sectors)))
    from autarky.world.sectors import resolve_sectors

    return [world.sectors.index(s) for s in resolve_sectors(sectors, world)]


def economy_positions(world: World, labels: str | Sequence[str]) -> list[int]:
    """Positions of the economies that a label, a group or a list of them means; `InputError` otherwise."""
    from autarky.world.groups import resolve_economies

    return [world.economies.index(c) for c in resolve_economies(labels, world)]


def one_economy(world: World, label: str) -> str:
    """The one economy that a label means; `InputError` for a group, which has no dependence of its own here."""
    from autarky.world.groups import economy, find_group

    if label not in world.economies and find_group(label) is not None:
        raise InputError(
            f"{label} is a group: name one of its economies, or aggregate the world first (World.aggregate)"
        )
    return economy(label, world)


def others(world: World, of: str, partner: str | Sequence[str]) -> list[int]:
    """Positions of the partner, an economy or a group, without `of`; `InputError` where nobody else is left."""
    own = world.economies.index(of)
    left = [i for i in economy_positions(world, partner) if i != own]
    if not left:
        raise InputError(f"the partner {partner} is {of} itself; a tie needs two")
    return left


def border_value(world: World) -> np.ndarray:
    """Sales at the price paid at the border: export tax included, tariff not [origin, sector, destination]."""
    value: np.ndarray = world.array("trade") * (1 + world.array("export_tax"))
    return value


def estimated_share(world: World, flows: np.ndarray) -> float | None:
    """Share of the selected flows (a weight per trade cell) that is an estimate; None where the world does not say."""
    if "trade_estimated" not in world.data:
        return None
    total = float(flows.sum())
    weight = world.data["trade_estimated"].transpose("origin", "sector", "destination").values
    return float((flows * weight).sum() / total) if total > 0 else None


def share_of(part: np.ndarray, whole: np.ndarray, labels: Sequence[str], what: str) -> np.ndarray:
    """`part` over `whole`, aligned by broadcasting; refuses where the whole is nothing, because a share of nothing
    is not zero. `labels` name the entries along the last axis of `whole`."""
    empty = [c for c, total in zip(labels, np.asarray(whole).reshape(-1), strict=True) if not total > 0]
    if empty:
        raise InputError(
            f"{', '.join(empty[:5])}: no {what} in these data, so no share of it can be stated (a missing flow is"
            " not zero). Name other sectors or another world."
        )
    return part / whole
