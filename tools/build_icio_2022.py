"""Build the embedded world `icio-2022`: wheel of sanction-simulator 0.1.4 ->
src/autarky/world/data/icio-2022.nc.

    python tools/build_icio_2022.py [--wheel FILE] [--full FILE.nc] [--out FILE.nc]

Without `--wheel` the wheel is downloaded with pip, without its dependencies; its SHA-256 is checked either
way. `--full` also writes the world before aggregation (81 economies, 50 industries). The method is documented
in docs/theory/embedded-world.md, its error is measured by tools/evaluate_final_demand.py.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from autarky.world.accounts import World
from autarky.world.aggregate import aggregate
from autarky.world.labels import country_name
from autarky.world.sectors import INDUSTRIES
from autarky.world.store import fingerprint, save_world
from icio_estimate import Estimate, estimate
from icio_plan import REGIONS, SECTORS, SINGLE
from icio_source import REQUIREMENT, SHA256, Intermediate, download, read_wheel

OUT = Path(__file__).parents[1] / "src" / "autarky" / "world" / "data" / "icio-2022.nc"

CITATION = (
    "OECD (2025), Inter-Country Input-Output tables, 2025 edition, https://oe.cd/icio; carried by"
    " Bhattathiripad, A. and"
    " Veetil, V. P., sanction-simulator 0.1.4 (Python package, MIT licence); final demand by origin and the"
    " rest of the"
    " world estimated by autarky."
)
ESTIMATED = (
    "Reported: output and all sales of intermediates among the 80 economies of the source. Estimated: who"
    " buys each"
    " origin's final goods (the source has only the total per origin and sector), all flows to, from and"
    " within the"
    " rest of the world (ROW), final expenditure, deficits, and that part of value added which the source"
    " does not"
    " separate from inputs bought from ROW. Tariffs and export taxes are not in the source and are 0."
)
STATUS = {
    "trade": "mixed: intermediates among the 80 economies reported, the rest estimated (see trade_estimated)",
    "tariff": "absent from the source, set to 0",
    "export_tax": "absent from the source, set to 0",
    "inputs": "mixed: from the 80 economies reported, from and of the rest of the world estimated",
    "final": "estimated",
    "value_added": "mixed: output less inputs; includes taxes less subsidies on products",
    "output": "reported, estimated for the rest of the world",
    "deficit": "estimated",
}


def full_world(source: Intermediate, made: Estimate) -> World:
    """The world before aggregation: 80 economies and ROW, 50 industries."""
    economies = [*source.economies, "ROW"]
    N = len(source.economies)
    trade = made.intermediate + made.final
    estimated = np.divide(made.final, trade, out=np.zeros_like(trade), where=trade > 0)
    estimated[N], estimated[:, :, N] = 1.0, 1.0
    estimated[trade == 0] = 0.0
    world = World.from_arrays(
        economies=economies,
        sectors=source.industries,
        trade=trade,
        inputs=made.inputs,
        final=made.final.sum(axis=0),
        economy_names={c: "Rest of the world" if c == "ROW" else country_name(c) for c in economies},
        sector_names={s: INDUSTRIES[s] for s in source.industries},
        trade_estimated=np.round(estimated, 4),
        attrs={
            "name": "icio-2022-81x50",
            "title": "World 2022 from the OECD ICIO, final demand by origin estimated, 81 x 50",
            "version": "1",
            "year": 2022,
            "unit": "USD million",
            "source": "OECD Inter-Country Input-Output tables, 2025 edition, year 2022",
            "licence": "data (c) OECD, free to use with attribution; package carrying them MIT",
            "citation": CITATION,
            "url": "https://oe.cd/icio",
            "notes": f"Current basic prices. Made from the wheel {REQUIREMENT}, sha256 {SHA256}. "
            + " ".join(made.notes),
            "estimated": ESTIMATED,
        },
    )
    return with_status(world)


def with_status(world: World) -> World:
    for variable, status in STATUS.items():
        world.data[variable].attrs["status"] = status
    return world


def embedded_world(full: World) -> World:
    """The world that ships: aggregated to the economies and sectors of `icio_plan`."""
    world = aggregate(
        full,
        regions={c: [c] for c in sorted(SINGLE)}
        | {code: list(inside) for code, (_, inside) in REGIONS.items()}
        | {"ROW": ["ROW"]},
        sectors={code: list(inside) for code, (_, inside) in SECTORS.items()},
        region_names={code: name for code, (name, _) in REGIONS.items()},
        sector_names={code: name for code, (name, _) in SECTORS.items()},
    )
    data = world.data.assign_attrs(
        name="icio-2022",
        title="World 2022 from the OECD ICIO, final demand by origin estimated",
        notes=full.data.attrs["notes"] + " Aggregated from 81 economies and 50 industries.",
    )
    data["trade_estimated"] = data["trade_estimated"].round(4)
    return with_status(World(data))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheel", type=Path, help="the wheel, if already downloaded")
    parser.add_argument("--full", type=Path, help="also write the world before aggregation to this .nc file")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = read_wheel(options.wheel or download(Path(folder)))
    full = full_world(source, estimate(source))
    if options.full:
        save_world(full, options.full)
    world = embedded_world(full)
    world.check()
    save_world(world, options.out)
    size = options.out.stat().st_size / 1e6
    print(
        f"{options.out.name}: {len(world.economies)} economies, {len(world.sectors)} sectors, {size:.2f} MB,"
        f" fingerprint {fingerprint(world)}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
