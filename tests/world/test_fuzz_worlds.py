"""Whatever stands in a world file, `load_world` gives a world that passes its checks, or an `InputError`."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import example, given, settings
from hypothesis import strategies as st
from world_samples import make_world

from autarky.errors import InputError
from autarky.world.accounts import VARIABLES, World
from autarky.worlds.library import load_world

GOOD = make_world(0, economies=3, sectors=2)
NAMES = sorted(VARIABLES)
# values, labels and dimensions that a world must not have; finite ones break an identity somewhere
BAD = [np.nan, np.inf, -np.inf, -1.0, -2.0, 1e308, -1e308, 1e-320]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def saved(folder: Path) -> bytes:
    return GOOD.save(folder / "good.nc").read_bytes()


def load(path: Path) -> World | None:
    """The world, or nothing where the answer was an error of the right kind that names the file."""
    try:
        world = load_world(path)
        world.check()
    except InputError as e:
        assert path.name in str(e)
        return None
    return world


def load_bytes(folder: Path, content: bytes, suffix: str = ".nc") -> World | None:
    path = folder / f"fuzzed{suffix}"
    path.write_bytes(content)
    return load(path)


place = st.floats(0, 1, exclude_max=True)


@given(st.lists(st.tuples(place, st.integers(0, 255)), min_size=1, max_size=8), st.none() | place)
@settings(max_examples=40)
@example([(0.0, 137)], 0.0)
@example([(0.0, 137)], 0.9999)
def test_damaged_bytes(
    folder: Path, saved: bytes, changed: list[tuple[float, int]], cut: float | None
) -> None:
    content = bytearray(saved)
    for where, value in changed:
        content[int(where * len(content))] = value
    world = load_bytes(folder, bytes(content[: None if cut is None else int(cut * len(content))]))
    # what loads has the numbers that were saved, or the fingerprint would have told
    assert world is None or world.fingerprint == GOOD.fingerprint


@given(st.binary(max_size=200))
@settings(max_examples=20)
def test_bytes_of_any_kind(folder: Path, content: bytes) -> None:
    for suffix in (".nc", ".npz"):
        assert load_bytes(folder, content, suffix) is None
        assert load_bytes(folder, b"\x89HDF\r\n\x1a\n" + content, suffix) is None
        assert load_bytes(folder, b"PK\x03\x04" + content, suffix) is None


Edit = Callable[[xr.Dataset], xr.Dataset]


def put(variable: str, where: float, value: float) -> Edit:
    def edit(data: xr.Dataset) -> xr.Dataset:
        values = data[variable].values.copy()
        values.flat[int(where * values.size)] = value
        return data.assign({variable: (data[variable].dims, values)})

    return edit


def as_type(variable: str, kind: str) -> Edit:
    def edit(data: xr.Dataset) -> xr.Dataset:
        values = data[variable].values
        if kind == "text":
            return data.assign({variable: (data[variable].dims, values.astype(str))})
        if kind == "whole":
            return data.assign({variable: (data[variable].dims, np.nan_to_num(values).astype(np.int32))})
        if kind == "single":
            return data.assign({variable: (data[variable].dims, values.astype(np.float32))})
        return data.assign({variable: ((), values.flat[0])})  # "scalar"

    return edit


def swapped(variable: str) -> Edit:
    """The names of the first two dimensions change places, the numbers do not: other shapes, wrong meaning."""

    def edit(data: xr.Dataset) -> xr.Dataset:
        dims = list(data[variable].dims)
        dims[:2] = dims[1::-1]
        return data.drop_vars(variable).assign({variable: (dims, data[variable].transpose(*dims).values)})

    return edit


def label(dimension: str, where: float, value: str) -> Edit:
    def edit(data: xr.Dataset) -> xr.Dataset:
        values = data[dimension].values.astype(object)
        values[int(where * len(values))] = value
        return data.assign_coords({dimension: values.astype(str)})

    return edit


dimension = st.sampled_from(["economy", "origin", "destination", "sector", "user"])
edit = st.one_of(
    st.builds(put, st.sampled_from(NAMES), place, st.sampled_from(BAD) | st.floats()),
    st.builds(as_type, st.sampled_from(NAMES), st.sampled_from(["text", "whole", "single", "scalar"])),
    st.sampled_from(NAMES).filter(lambda v: len(VARIABLES[v][0]) > 1).map(swapped),
    st.builds(label, dimension, place, st.sampled_from(["ROW", "A", "", "é", ";", "BLR"])),
    st.sampled_from([*NAMES, "members", "industries", "economy_name"]).map(
        lambda v: lambda d: d.drop_vars(v)
    ),
    st.builds(lambda d, n: lambda data: data.isel({d: slice(0, n)}), dimension, st.integers(0, 2)),
    st.builds(
        lambda k, v: lambda data: data.assign_attrs({k: v}),
        st.sampled_from(["year", "unit", "name", "autarky_world", "fingerprint"]),
        st.sampled_from(["x", "", -1, 1.5, [1, 2]]),
    ),
)


def marked(world: World) -> xr.Dataset:
    """The dataset as `save_world` marks it, without the fingerprint that would tell every change at once."""
    return world.data.assign_attrs(autarky_world="1")


@given(st.lists(edit, min_size=1, max_size=3))
@settings(max_examples=25)
def test_wrong_contents(folder: Path, edits: list[Edit]) -> None:
    check_edits(folder, edits)


@pytest.mark.slow
@given(st.lists(edit, min_size=1, max_size=3))
@settings(max_examples=250)
def test_many_wrong_contents(folder: Path, edits: list[Edit]) -> None:
    check_edits(folder, edits)


def check_edits(folder: Path, edits: list[Edit]) -> None:
    data = marked(GOOD)
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # a number may not fit the type it is put into
            for change in edits:
                data = change(data)
        path = folder / "edited.nc"
        data.to_netcdf(path, engine="h5netcdf")
    except (KeyError, ValueError, TypeError, IndexError):
        return  # edits that exclude one another make no file
    world = load(path)
    if world is not None:
        assert all(np.isfinite(world.array(v)).all() for v in VARIABLES)
        assert len(set(world.economies)) == len(world.economies)
        assert len(set(world.sectors)) == len(world.sectors)
        assert isinstance(world.year, int) and world.unit is not None


@pytest.mark.parametrize("variable", NAMES)
@pytest.mark.parametrize("value", [np.nan, np.inf, -1e308, 1e308])
def test_no_impossible_number_gets_in(folder: Path, variable: str, value: float) -> None:
    path = folder / "one.nc"
    put(variable, 0.4, value)(marked(GOOD)).to_netcdf(path, engine="h5netcdf")
    assert load(path) is None


@pytest.mark.parametrize("other", ["origin", "sector"])
def test_duplicate_labels_are_refused(folder: Path, other: str) -> None:
    data = marked(GOOD)
    for name in ("economy", "origin", "destination") if other == "origin" else ("sector", "user"):
        first = str(data[name].values[0])
        data = label(name, 0.99, first)(data)
    path = folder / "twice.nc"
    data.to_netcdf(path, engine="h5netcdf")
    assert load(path) is None


def npz(**changes: np.ndarray | None) -> bytes:
    """The file of the other source, with arrays replaced or left out."""
    arrays = {
        v: GOOD.array(v) for v in ("trade", "tariff", "inputs", "final", "value_added", "output", "deficit")
    }
    arrays |= {"countries": np.array(GOOD.economies), "sectors": np.array(["A01", "SERV"])}
    file = io.BytesIO()
    np.savez(file, **{k: v for k, v in (arrays | changes).items() if v is not None})  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize(
    "changes",
    [
        {"trade": None},
        {"trade": np.zeros((3, 2))},
        {"trade": np.full((3, 2, 3), np.nan)},
        {"final": np.full((2, 3), -1.0)},
        {"trade": np.array(["a"])},
        {"trade": np.array([None])},
        {"countries": np.array(["BLR", "BLR", "RUS"])},
        {"countries": np.array([1, 2, 3])},
        {"sectors": np.array(["nonsense", "SERV"])},
        {"inputs": np.zeros((9, 3, 9))},
    ],
    ids=lambda c: "-".join(c),
)
def test_wrong_arrays_of_the_other_source(folder: Path, changes: dict[str, np.ndarray | None]) -> None:
    assert load_bytes(folder, npz(**changes), ".npz") is None


def at(pattern: bytes, further: int) -> float:
    """The place of the byte `further` bytes after the first `pattern` in the file of the other source."""
    content = npz()
    return (content.index(pattern) + further + 0.5) / len(content)


CENTRAL = b"PK\x01\x02"  # an entry of a zip's directory; from byte 10 on it says how a member is compressed


@given(st.lists(st.tuples(place, st.integers(0, 255)), min_size=1, max_size=5), st.none() | place)
@settings(max_examples=80)
@example([(at(CENTRAL, 10), 77)], None)  # a method that does not exist: NotImplementedError
@example([(at(CENTRAL, 10), 14)], None)  # LZMA, of bytes that are none
@example([(at(CENTRAL, 8), 1)], None)  # encrypted: RuntimeError
def test_damaged_bytes_of_the_other_source(
    folder: Path, changed: list[tuple[float, int]], cut: float | None
) -> None:
    content = bytearray(npz())
    for where, value in changed:
        content[int(where * len(content))] = value
    load_bytes(folder, bytes(content[: None if cut is None else int(cut * len(content))]), ".npz")
