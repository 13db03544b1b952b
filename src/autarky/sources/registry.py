"""All sources at hand: those of autarky and those that other packages add."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from autarky.errors import AutarkyError, InputError, did_you_mean
from autarky.sources.base import Source, WorldReader

GROUP = "autarky.sources"  # entry points of other packages: name -> object with the interface `Source`

# name on the command line -> module of `autarky.sources` that holds it
BUILT_IN: dict[str, str] = {
    "oecd-icio": "oecd_icio",
    "figaro": "figaro",
    "wiod-2016": "wiod_2016",
    "wiod-2013": "wiod_2013",
    "adb-mrio": "adb_mrio",
    "exiobase": "exiobase",
    "baci": "baci",
    "baci-raw-materials": "baci_raw_materials",
    "comtrade": "comtrade",
    "imts": "imts",
    "factbook": "factbook",
    "cepii-gravity": "cepii_gravity",
    "geodist": "geodist",
    "invoicing": "invoicing",
    "wits": "wits",
    "teti": "teti",
    "fontagne": "fontagne",
    "world-mining": "world_mining",
    "mining-codes": "mining_codes",
    "fao-fertilizers": "fao_fertilizers",
    "ember": "ember",
    "energy-institute": "energy_institute",
    "wdi": "wdi",
    "wgi": "wgi",
    "gsdb": "gsdb",
    "atop": "atop",
    "contiguity": "contiguity",
    "un-votes": "un_votes",
    "un-ideal-points": "un_ideal_points",
}


@cache
def sources() -> dict[str, Source]:
    """Name -> source, those of autarky first, in the order in which they are listed."""
    found: dict[str, Source] = {}
    for name, module in BUILT_IN.items():
        found[name] = import_module(f"autarky.sources.{module}").SOURCE
    for entry in sorted(entry_points(group=GROUP)):
        if entry.name in found:
            continue  # nobody replaces a source unseen
        source = entry.load()
        if not isinstance(source, Source):
            raise AutarkyError(
                f"entry point {entry.value} ({GROUP}) is not a data source: it lacks about, columns, pieces or"
                " read; remove or update the package that brings it"
            )
        found[entry.name] = source
    return found


def find_source(name: str) -> Source:
    """The source called `name`; `InputError` with the nearest names for an unknown one."""
    known = sources()
    if name.casefold() not in known:
        raise InputError(f"unknown source {name!r}{did_you_mean(name, known)}; see autarky data list")
    return known[name.casefold()]


def world_readers() -> tuple[WorldReader, ...]:
    """Readers of files that hold a complete world."""
    from autarky.sources.icio_npz import SOURCE as ICIO_NPZ

    return (ICIO_NPZ,)
