"""The accounts of all economies in a base year: labels, groups, storage, aggregation, balancing.

The names below are imported on first use, so that labels can be resolved without loading xarray.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.world.accounts import World as World
    from autarky.world.groups import members as members
    from autarky.world.groups import resolve_economies as resolve_economies
    from autarky.world.groups import select_economies as select_economies
    from autarky.world.labels import resolve_economy as resolve_economy
    from autarky.world.library import list_worlds as list_worlds
    from autarky.world.library import load_world as load_world
    from autarky.world.sectors import resolve_sector as resolve_sector
    from autarky.world.sectors import resolve_sectors as resolve_sectors
    from autarky.world.sectors import select_sectors as select_sectors
    from autarky.world.selection import Selection as Selection
    from autarky.world.store import fingerprint as fingerprint
    from autarky.world.store import read_world as read_world
    from autarky.world.store import save_world as save_world

_WHERE = {
    "World": "accounts",
    "members": "groups",
    "resolve_economies": "groups",
    "select_economies": "groups",
    "resolve_economy": "labels",
    "list_worlds": "library",
    "load_world": "library",
    "resolve_sector": "sectors",
    "resolve_sectors": "sectors",
    "select_sectors": "sectors",
    "Selection": "selection",
    "fingerprint": "store",
    "read_world": "store",
    "save_world": "store",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'autarky.world' has no attribute {name!r}")
    return getattr(import_module(f"autarky.world.{_WHERE[name]}"), name)
