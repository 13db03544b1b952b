"""Importer of the complete ICIO world in one `.npz` (80 economies and the rest of the world, 28 sectors,
2022).

Arrays in the file (current-price USD million; N economies, J sectors): `trade[i,s,n]` net of tariff,
`tariff[i,s,n]` ad valorem, `inputs[s,n,k]` and `final[s,n]` tariff included, `value_added[n,k]`,
`output[i,s]`, `deficit[n]`, `countries[N]` ISO3 with ROW last, `sectors[J]` ICIO codes with all services in
SERV.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError, WorldError
from autarky.files.decoding import DamagedError, read_arrays
from autarky.sources.io.archive import found_in
from autarky.sources.io.limits import unpacking
from autarky.sources.mrio.block import Block
from autarky.world.labels import country_name
from autarky.world.sectors import INDUSTRIES, industries_of

if TYPE_CHECKING:
    from autarky.world.accounts import World

TABLE_ARRAYS = ("inter", "final", "output", "countries", "industries")


def read_npz(path: Path, uses: Sequence[str]) -> Block:
    """`inter` (NJ, NJ), `final` (NJ, NK) and `output` (NJ) with `countries` (N) and `industries` (J).

    Final uses are the K of `uses`, by economy. Raises `InputError` where the file is no such archive.
    """
    with unpacking(path.name):
        with zipfile.ZipFile(path) as inside:
            found_in(inside, path.name, path.stat().st_size)
        archive = read_arrays(path, TABLE_ARRAYS)
        inter, final, output = (np.asarray(archive[n], dtype=float) for n in TABLE_ARRAYS[:3])
        countries, industries = (tuple(str(x) for x in archive[n]) for n in TABLE_ARRAYS[3:])
    rows = [(c, i) for c in countries for i in industries]
    finals = [(c, u) for c in countries for u in uses]
    shapes = (len(rows), len(rows)), (len(rows), len(finals)), (len(rows),)
    for name, array, shape in zip(TABLE_ARRAYS, (inter, final, output), shapes, strict=False):
        if array.shape != shape:
            raise InputError(f"{path}: {name} has shape {array.shape}, expected {shape} by its labels")
    values = np.concatenate([inter, final, output[:, None]], axis=1)
    return Block(path.name, values, rows, [*rows, *finals, ("", "GO")], range(1, len(rows) + 1), join=" ")


ARRAYS = ("trade", "tariff", "inputs", "final", "value_added", "output", "deficit", "countries", "sectors")
ESTIMATED = (
    "Trade and tariffs are as published. Estimated: what is bought from ROW as inputs (same use pattern as"
    " other"
    " imports), ROW's technology (world average, capped by its absorption), and 5 columns whose value added"
    " was"
    " under 2 % of output."
)


@dataclass(frozen=True)
class IcioNpz:
    """See the module; satisfies `autarky.sources.base.WorldReader`."""

    name: str = "icio-npz"
    title: str = "OECD ICIO 2025 edition with Teti tariffs, one .npz"
    licence: str = "(c) OECD, free to use with attribution; this file for tests only, not for redistribution"
    citation: str = (
        "OECD (2025), Inter-Country Input-Output tables, 2025 edition; tariffs: Teti (2024), as in the"
        " replication"
        " data `ahmadlp/tariffwar`; intermediate flows as carried by sanction-simulator 0.1.4"
        " (Bhattathiripad and Veetil)."
    )
    url: str = "https://oe.cd/icio"
    suffixes: tuple[str, ...] = (".npz",)

    def read(self, path: Path) -> "World":
        """The world in `path`; raises `WorldError` naming the file for anything else."""
        from autarky.world.accounts import World

        arrays = _arrays(path)
        economies = [str(c) for c in arrays["countries"]]
        sectors = [str(s) for s in arrays["sectors"]]
        goods = {i for s in sectors if s != "SERV" for i in industries_of(s)}
        industries = {s: list(industries_of(s)) for s in sectors if s != "SERV"}
        industries["SERV"] = [i for i in INDUSTRIES if i not in goods]
        try:
            world = World.from_arrays(
                economies=economies,
                sectors=sectors,
                trade=arrays["trade"],
                tariff=arrays["tariff"],
                inputs=arrays["inputs"],
                final=arrays["final"],
                value_added=arrays["value_added"],
                economy_names={c: "Rest of the world" if c == "ROW" else country_name(c) for c in economies},
                sector_names={s: "Services" if s == "SERV" else INDUSTRIES.get(s, s) for s in sectors},
                industries=industries,
                trade_estimated=np.zeros(arrays["trade"].shape),
                attrs={
                    "name": "icio-2022-81x28",
                    "title": "World 2022: 80 economies and the rest of the world, 28 sectors, with tariffs",
                    "version": "1",
                    "year": 2022,
                    "unit": "USD million",
                    "source": self.title,
                    "licence": self.licence,
                    "citation": self.citation,
                    "url": self.url,
                    "notes": "Current prices; trade at basic prices, net of tariff. Tariffs end in 2021.",
                    "estimated": ESTIMATED,
                },
            )
        except ValueError as e:
            raise WorldError(f"{path}: shapes of the arrays do not fit together ({e})") from e
        except WorldError as e:
            raise WorldError(f"{path}: {e}") from e
        for variable, status in {
            "trade": "reported",
            "tariff": "reported",
            "inputs": "mixed",
            "final": "mixed",
        }.items():
            world.data[variable].attrs["status"] = status
        for variable in ("value_added", "output", "deficit", "export_tax"):
            world.data[variable].attrs["status"] = {"output": "reported", "export_tax": "absent (0)"}.get(
                variable, "mixed"
            )
        return world


def _arrays(path: Path) -> dict[str, np.ndarray]:
    if not path.exists():
        raise WorldError(f"there is no world file {path}")
    if path.is_dir():
        raise WorldError(f"{path} is a folder, not a .npz file")
    try:
        return read_arrays(path, ARRAYS)
    except DamagedError as e:
        raise WorldError(f"{path} is damaged, cut short or not a .npz file of an ICIO world ({e})") from e


SOURCE = IcioNpz()


def read_icio_npz(path: str | Path) -> "World":
    """Read the `.npz` described above into a `World`."""
    return SOURCE.read(Path(path))
