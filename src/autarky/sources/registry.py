"""All sources at hand: those of autarky and those that other packages add."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from autarky.errors import AutarkyError, InputError, did_you_mean
from autarky.sources.base import Source, WorldReader

GROUP = "autarky.sources"  # entry points of other packages: name -> object with the interface `Source`

# name on the command line -> module of `autarky.sources` that holds it
BUILT_IN: dict[str, str] = {
    "oecd-icio": "mrio.oecd_icio",
    "figaro": "mrio.figaro",
    "wiod-2016": "mrio.wiod_2016",
    "wiod-2013": "mrio.wiod_2013",
    "adb-mrio": "mrio.adb_mrio",
    "exiobase": "mrio.exiobase",
    "baci": "trade.baci",
    "baci-raw-materials": "trade.baci_raw_materials",
    "comtrade": "trade.comtrade",
    "imts": "trade.imts",
    "factbook": "commodities.factbook",
    "cepii-gravity": "trade.cepii_gravity",
    "geodist": "trade.geodist",
    "invoicing": "macro.invoicing",
    "wits": "trade.wits",
    "teti": "trade.teti",
    "fontagne": "trade.fontagne",
    "world-mining": "commodities.world_mining",
    "mining-codes": "commodities.mining_codes",
    "fao-fertilizers": "commodities.fao_fertilizers",
    "ember": "commodities.ember",
    "energy-institute": "commodities.energy_institute",
    "wdi": "macro.wdi",
    "wgi": "politics.wgi",
    "gsdb": "politics.gsdb",
    "atop": "politics.atop",
    "contiguity": "trade.contiguity",
    "un-votes": "politics.un_votes",
    "un-ideal-points": "politics.un_ideal_points",
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
    from autarky.sources.mrio.icio_npz import SOURCE as ICIO_NPZ

    return (ICIO_NPZ,)
