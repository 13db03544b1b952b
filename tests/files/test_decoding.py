"""Damaged archives: every reader answers with autarky's own error, whatever the library raised."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from autarky.cuts.shelf import CutShelf, SolvedCut
from autarky.errors import InputError, WorldError
from autarky.files.decoding import DamagedError, decoded, decoding, read_arrays
from autarky.measures.trade import read_baci
from autarky.replications.base import arrays
from autarky.results.store import read_result
from autarky.sources.io.archive import open_member
from autarky.sources.io.sheets import parquet_sheet, read_rda, workbook
from autarky.sources.io.tidy import read_record, read_tidy, stream_tidy
from autarky.sources.mrio.icio_npz import read_npz
from autarky.uncertainty.shelf import Drawn, DrawShelf
from autarky.uncertainty.store import read_draws
from autarky.world.reading import read_world
from autarky.worlds import panel
from autarky.worlds.library import load_world

CENTRAL = b"PK\x01\x02"  # an entry of the directory of a zip


class PanicException(BaseException):
    """As pyo3 raises it: not an Exception."""


@pytest.mark.parametrize(
    "error",
    [NotImplementedError(), MemoryError(), KeyError("x"), RuntimeError("x"), OSError(5, "broken"), EOFError(),
     AssertionError(), RecursionError(), UnicodeDecodeError("utf-8", b"x", 0, 1, "x"), PanicException("x")],
    ids=lambda e: type(e).__name__,
)  # fmt: skip
def test_whatever_a_library_raises_is_damage(error: BaseException) -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise error

    with pytest.raises(DamagedError) as found, decoding():
        raise error
    assert str(found.value) and found.value.__cause__ is error
    read = decoded(broken())
    assert next(read) == 1
    with pytest.raises(DamagedError):
        next(read)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), WorldError("x")], ids=repr)
def test_what_is_no_damage_passes(error: BaseException) -> None:
    with pytest.raises(type(error)) as found, decoding():
        raise error
    assert found.value is error


def npz(**given: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **given)  # type: ignore[arg-type]
    return file.getvalue()


def patched(content: bytes, further: int, value: int) -> bytes:
    """`content` with one byte of the first entry of its directory changed."""
    where = content.index(CENTRAL) + further
    return content[:where] + bytes([value]) + content[where + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "unknown compression": lambda c: patched(c, 10, 77),
    "LZMA that is none": lambda c: patched(c, 10, 14),
    "bzip2 that is none": lambda c: patched(c, 10, 12),
    "encrypted": lambda c: patched(c, 8, 1),
    "member elsewhere": lambda c: patched(c, 42, 99),
    "cut short": lambda c: c[: len(c) // 2],
    "a single array": lambda c: npy(),
}


def npy() -> bytes:
    file = io.BytesIO()
    np.save(file, np.arange(3))
    return file.getvalue()


ARCHIVES: dict[str, Callable[[Path], object]] = {
    "arrays": lambda p: read_arrays(p, ["a"]),
    "world": load_world,
    "table": lambda p: read_npz(p, ["final"]),
    "panel": panel._read,
    "replication": lambda p: arrays(p, ("a",)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("reader", ARCHIVES)
def test_archives_of_arrays(reader: str, damage: str, tmp_path: Path) -> None:
    path = tmp_path / "damaged.npz"
    path.write_bytes(DAMAGES[damage](npz(a=np.arange(50.0))))
    with pytest.raises(InputError) as found:
        ARCHIVES[reader](path)
    assert reader == "arrays" or path.name in str(found.value)


@pytest.mark.parametrize("damage", DAMAGES)
def test_shelves_solve_again_what_is_damaged(damage: str, tmp_path: Path) -> None:
    drawn = DrawShelf(tmp_path, {"what": "draws"}, 2)
    drawn.save({0: Drawn(np.zeros(2)), 1: Drawn(np.full(2, np.nan), "none")})
    cuts = CutShelf(tmp_path, {"what": "cuts"}, 2)
    cuts.save({"k": SolvedCut(np.zeros(2), np.zeros(2), 0.0)})
    assert drawn.load().keys() == {0, 1} and cuts.load().keys() == {"k"}
    for path in tmp_path.rglob("*.npz"):
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert not drawn.load() and not cuts.load()


FILES: dict[str, Callable[[Path], object]] = {
    "damaged.nc": read_world,
    "result.nc": read_result,
    "trade.parquet": read_baci,
    "draws.parquet": lambda p: read_draws(p, {}),
    "sheet.parquet": lambda p: parquet_sheet(p),
    "tidy.parquet": lambda p: read_tidy(p),
    "stream.parquet": lambda p: list(stream_tidy(p, ["a"])),
    "record.parquet": read_record,
    "book.xlsx": lambda p: list(workbook(p)),
    "data.rda": lambda p: read_rda(p, "x"),
}


def whole(name: str) -> bytes:
    """A file of that kind, with some contents."""
    frame = pd.DataFrame({"a": np.arange(200.0), "b": ["x", "y"] * 100})
    file = io.BytesIO()
    if name.endswith(".nc"):
        xr.Dataset({"a": ("x", np.arange(200.0))}).to_netcdf(file, engine="h5netcdf")
    elif name.endswith(".parquet"):
        frame.to_parquet(file)
    elif name.endswith(".xlsx"):
        frame.to_excel(file)
    else:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x", frame.to_csv())
    return file.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_other_files_with_changed_bytes(name: str, tmp_path: Path) -> None:
    """Changed bytes all over the file: it is read, or the answer names it."""
    content, path = whole(name), tmp_path / name
    chance = np.random.default_rng(0)
    read = 0
    for _ in range(20):
        changed = bytearray(content)
        for where in chance.integers(0, len(changed), 8):
            changed[where] = chance.integers(0, 256)
        path.write_bytes(changed)
        try:
            FILES[name](path)
        except InputError as e:
            assert name in str(e)
        else:
            read += 1
    assert read < 20  # the test damages what is read


@pytest.mark.parametrize("damage", [d for d in DAMAGES if d != "a single array"])
def test_members_of_zips(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "damaged.zip"
    path.write_bytes(DAMAGES[damage](whole("x.zip")))
    with pytest.raises(InputError, match=path.name), open_member(path) as stream:
        stream.read()
