"""Opening archives: good ones, damaged ones, and those made to do harm."""

import gzip
import io
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autarky.errors import InputError
from autarky.sources.io import limits
from autarky.sources.io.archive import Member, members, open_member, unpack
from autarky.sources.io.magic import describe, kind_of

CSV = b"t,i,j,k,v,q\n" + b"".join(
    b"2021,%d,%d,310420,%d.5,\n" % (i, i * 7 % 250, i * i % 977) for i in range(20_000)
)
PAGE = b"<html><head><title>Session expired</title></head><body></body></html>"


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


@cache
def packed(kind: str, data: bytes) -> bytes:
    if kind.endswith(".gz"):
        return gzip.compress(data, mtime=0)
    methods = {"a.zip": zipfile.ZIP_DEFLATED, "bz.zip": zipfile.ZIP_BZIP2, "lz.zip": zipfile.ZIP_LZMA}
    return zipped({"a.csv": data}, methods[kind])


def put(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def read(path: Path, pattern: str = "*") -> bytes:
    with open_member(path, pattern) as file:
        return file.read()


def left(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_member_of_a_zip(method: int, tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "BACI.zip",
        zipped(
            {"Readme.txt": b"hello", "data/BACI_Y2021.csv": CSV, "__MACOSX/data/._BACI_Y2021.csv": b"x"},
            method,
        ),
    )
    assert read(path, "BACI_Y*.csv") == CSV == read(path, "DATA/*.csv")
    assert members(path) == (Member("Readme.txt", 5), Member("data/BACI_Y2021.csv", len(CSV)))


def test_lines_and_small_reads(tmp_path: Path) -> None:
    with open_member(put(tmp_path, "a.zip", zipped({"a.csv": CSV}))) as file:
        assert file.readline() == CSV[: CSV.index(b"\n") + 1]
        assert file.read(3) == b"202"


def test_gzip_and_plain_files(tmp_path: Path) -> None:
    packed = put(tmp_path, "table.csv.gz", gzip.compress(CSV))
    assert read(packed) == CSV and members(packed) == (Member("table.csv", None),)
    plain = put(tmp_path, "table.csv", CSV)
    assert read(plain, "another name") == CSV and members(plain) == (Member("table.csv", len(CSV)),)


def test_a_zip_inside_a_zip_one_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({"in/a.csv": CSV, "b.txt": b"b"})
    path = put(tmp_path, "a.zip", zipped({"inner.zip": inner, "readme.pdf": b"%PDF-"}))
    assert read(path, "*.csv") == CSV == read(path, "inner.zip/in/a.csv")
    assert read(path, "*.zip") == inner
    monkeypatch.setattr("autarky.sources.io.archive.IN_MEMORY", 100)  # goes to a temporary file
    assert read(path, "*.csv") == CSV
    deeper = put(tmp_path, "b.zip", zipped({"middle.zip": zipped({"inner.zip": inner})}))
    with pytest.raises(InputError, match=r"holds no file that fits '\*\.csv'.*middle\.zip/inner\.zip"):
        read(deeper, "*.csv")


def test_none_or_several_that_fit(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({f"BACI_{n}.csv": b"x" for n in range(20)}))
    with pytest.raises(
        InputError, match=r"holds 20 files that fit '\*\.csv', one was expected: BACI_0\.csv.* 12 more"
    ):
        read(path, "*.csv")
    with pytest.raises(InputError, match=r"no file that fits 'BACI_99\.csv' \(did you mean BACI_9\.csv"):
        read(path, "BACI_99.csv")
    with pytest.raises(InputError, match="holds no files"):
        read(put(tmp_path, "b.zip", zipped({})))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "a.zip",
            PAGE,
            "a.zip is an HTML page titled “Session expired”, not what its name says; fetch it again",
        ),
        ("a.csv", b"\n<!DOCTYPE HTML>\n<html>", "is an HTML page, not"),
        ("a.unknown", PAGE, "is an HTML page"),
        ("a.zip", b"", "is an empty file"),
        ("a.csv", b"", "is an empty file"),
        ("a.zip", b'{"error": 1}', "is JSON text"),
        ("a.zip", b"a,b\n1,2\n", "is plain text"),
        (
            "a.zip",
            gzip.compress(b"x", mtime=0),
            "is a gzip file, not what its name says; give it the right name",
        ),
        ("a.gz", zipped({"a": b"x"}), "is a zip archive"),
        ("a.csv", zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "is an Excel file"),
        ("a.csv", zipped({"a.csv": b"x"}), "is a zip archive"),
        ("a.csv", b"%PDF-1.7", "is a PDF"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), r"is an old Excel file \(.xls\)"),
        ("a.csv", b"a\0b", "is a binary file"),
        ("a.csv", b'<?xml version="1.0"?><Error/>', "is XML text"),
        ("a.xlsx", PAGE, "is an HTML page"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(9), "is a 7z archive, which autarky does not open; unpack it"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "is a rar archive, which"),
        ("a.tar.gz", gzip.compress(b"x", mtime=0), "is a tar archive, which"),
        ("a.dta.xz", b"\xfd7zXZ\x00", "is an xz file, which"),
        ("a.zip", b"MZ\x00", "is a binary file"),
    ],
)
def test_files_that_are_something_else(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    path = put(tmp_path, name, data)
    for act in (read, members, lambda p: unpack(p, tmp_path / "out")):
        with pytest.raises(InputError, match=said):
            act(path)
    assert left(tmp_path) == {name}


def test_absent_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        read(tmp_path / "a.zip")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)


@pytest.mark.parametrize(
    "name", ["../x.csv", "a/../../x.csv", "/etc/x.csv", "C:/x.csv", "c:x.csv", "..\\x.csv", "\\\\h\\x"]
)
def test_names_that_climb_out(name: str, tmp_path: Path) -> None:
    """The archive is refused though another member is wanted: it was made to do harm."""
    path = put(tmp_path, "a.zip", zipped({"good.csv": CSV, name: b"x"}))
    for act in (members, lambda p: read(p, "good.csv"), lambda p: unpack(p, tmp_path / "out" / "deep")):
        with pytest.raises(InputError, match="leads out of the folder"):
            act(path)
    assert left(tmp_path) == {"a.zip"}


def test_a_name_that_climbs_out_of_an_inner_zip(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"inner.zip": zipped({"../a.csv": CSV})}))
    with pytest.raises(InputError, match=r"inner\.zip in .*a\.zip is refused"):
        read(path, "*.csv")


def test_names_of_windows(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"folder\\a.csv": CSV}))
    assert read(path, "folder/a.csv") == CSV
    assert unpack(path, tmp_path / "out") == (tmp_path / "out" / "folder" / "a.csv",)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices(kind: int, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a.csv")
    info.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(InputError, match="a link or a device"):
        read(tmp_path / "a.zip")


def in_directory(data: bytes, change: Callable[[bytearray, int], None]) -> bytes:
    """`data`, a zip of one member, with its header in the central directory changed."""
    raw = bytearray(data)
    change(raw, raw.index(b"PK\x01\x02"))
    return bytes(raw)


def test_encrypted(tmp_path: Path) -> None:
    def encrypt(raw: bytearray, at: int) -> None:
        raw[at + 8] |= 1
        raw[6] |= 1

    path = put(tmp_path, "a.zip", in_directory(zipped({"a.csv": CSV}), encrypt))
    with pytest.raises(InputError, match=r"a\.csv in .* is encrypted; unpack it with its password"):
        read(path)


def test_a_compression_that_is_not_read(tmp_path: Path) -> None:
    """Deflate64, which Windows uses beyond 2 GB."""

    def deflate64(raw: bytearray, at: int) -> None:
        raw[at + 10] = 9
        raw[8] = 9

    path = put(tmp_path, "a.zip", in_directory(zipped({"a.csv": CSV}), deflate64))
    with pytest.raises(InputError, match="compressed in a way that is not read here; unpack it"):
        read(path)


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits under which a bomb of some kilobytes is one."""
    monkeypatch.setattr(limits, "FREE_BYTES", 1 << 20)


def test_a_bomb_by_its_header(tmp_path: Path, tight: None) -> None:
    path = put(tmp_path, "a.zip", zipped({"a.csv": bytes(2_000_000)}))
    for act in (members, read, lambda p: unpack(p, tmp_path / "out")):
        with pytest.raises(InputError, match=r"unpack to 2,000,000 or more, as in a zip bomb"):
            act(path)
    assert left(tmp_path) == {"a.zip"}


@pytest.mark.parametrize("claimed", [10, 900_000])
def test_a_bomb_with_a_header_that_lies(claimed: int, tmp_path: Path, tight: None) -> None:
    def lie(raw: bytearray, at: int) -> None:
        struct.pack_into("<I", raw, at + 24, claimed)

    path = put(tmp_path, "a.zip", in_directory(zipped({"a.csv": bytes(50_000_000)}), lie))
    with open_member(path) as file, pytest.raises(InputError, match="damaged or cut short"):
        assert len(file.read()) <= claimed
    with pytest.raises(InputError, match="damaged or cut short"):
        unpack(path, tmp_path / "out")
    assert left(tmp_path) == {"a.zip"}


def test_a_bomb_that_claims_to_be_hardly_compressed(tmp_path: Path, tight: None) -> None:
    def lie(raw: bytearray, at: int) -> None:
        struct.pack_into("<I", raw, at + 20, 3_000_000)

    path = put(tmp_path, "a.zip", in_directory(zipped({"a.csv": bytes(3_000_000)}), lie))
    with pytest.raises(InputError, match="zip bomb"):
        read(path)


def test_a_bomb_without_a_header(tmp_path: Path, tight: None) -> None:
    path = put(tmp_path, "a.csv.gz", gzip.compress(bytes(20_000_000)))
    count = 0
    with open_member(path) as file, pytest.raises(InputError, match="zip bomb"):
        while piece := file.read(100_000):
            count += len(piece)
    assert count <= limits.MOST_RATIO * path.stat().st_size < 20_000_000  # stopped before the end


def test_a_bomb_inside(tmp_path: Path, tight: None) -> None:
    path = put(tmp_path, "a.zip", zipped({"b.zip": zipped({"a.csv": bytes(5_000_000)})}))
    with pytest.raises(InputError, match="zip bomb"):
        read(path, "*.csv")


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autarky.sources.io.archive.MOST_MEMBERS", 3)
    path = put(tmp_path, "a.zip", zipped({str(n): b"" for n in range(4)}))
    with pytest.raises(InputError, match="holds 4 files, at most 3"):
        members(path)


def test_honest_tables_of_zeros_are_no_bombs(tmp_path: Path) -> None:
    """An input-output table of little but zeros, at the real limits."""
    line = b"AGO_A01" + b",0" * 4_000 + b"\n"
    data = line * 500
    assert read(put(tmp_path, "a.zip", zipped({"a.csv": data}))) == data


def test_a_wrong_checksum(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.csv": CSV}, zipfile.ZIP_STORED))
    raw[raw.index(b"310420")] ^= 1
    with pytest.raises(
        InputError, match=r"a\.csv in .*a\.zip is damaged or cut short .*CRC.*; fetch it again"
    ):
        read(put(tmp_path, "a.zip", bytes(raw)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.integers(0, len(CSV)), kind=st.sampled_from(["a.zip", "a.csv.gz", "bz.zip", "lz.zip"]))
def test_cut_short_anywhere_is_one_error(kept: int, kind: str, tmp_path: Path) -> None:
    data = packed(kind, CSV)
    path = put(tmp_path, kind, data[: kept % len(data)])
    with pytest.raises(InputError, match=kind):
        read(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), kind=st.sampled_from(["a.zip", "a.csv.gz", "bz.zip", "lz.zip"]))
def test_any_damage_is_an_error_or_harmless(seed: int, kind: str, tmp_path: Path) -> None:
    """Bytes changed at random: the same contents, or one clear error, never another exception or other contents."""
    at = random.Random(seed)
    small = CSV[:3000]
    data = bytearray(packed(kind, small))
    for _ in range(at.randint(1, 3)):
        data[at.randrange(len(data))] = at.randrange(256)
    path = put(tmp_path, kind, bytes(data))
    try:
        assert read(path) == small
    except InputError as e:
        assert kind in str(e)


def test_unpack(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"d/a.csv": CSV, "b.csv": b"b", "c.txt": b"c"}))
    out = tmp_path / "out"
    assert unpack(path, out, "*.csv") == (out / "d" / "a.csv", out / "b.csv")
    assert left(out) == {"d/a.csv", "b.csv"} and (out / "d" / "a.csv").read_bytes() == CSV
    with pytest.raises(InputError, match="holds no file that fits"):
        unpack(path, out, "*.xlsx")
    packed = put(tmp_path, "t.csv.gz", gzip.compress(CSV))
    assert unpack(packed, out) == (out / "t.csv",) and (out / "t.csv").read_bytes() == CSV


def test_unpack_all_or_nothing(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.csv": b"new", "b.csv": b"damage-me"}, zipfile.ZIP_STORED))
    raw[raw.index(b"damage-me")] ^= 1
    out = tmp_path / "out"
    out.mkdir()
    put(out, "a.csv", b"old")
    with pytest.raises(InputError, match=r"b\.csv in .* is damaged"):
        unpack(put(tmp_path, "a.zip", bytes(raw)), out)
    assert left(out) == {"a.csv"} and (out / "a.csv").read_bytes() == b"old" and len(list(out.iterdir())) == 1


def test_a_name_twice(tmp_path: Path) -> None:
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(tmp_path / "a.zip", "w") as archive,
    ):
        archive.writestr("a.csv", "1")
        archive.writestr("a.csv", "2")
    with pytest.raises(InputError, match="holds 2 files that fit"):
        read(tmp_path / "a.zip")
    with pytest.raises(InputError, match=r"holds a\.csv twice"):
        unpack(tmp_path / "a.zip", tmp_path / "out")


def test_kinds() -> None:
    assert kind_of(b"\xef\xbb\xbf<html>") == "html" and kind_of(b"\xff\xfea\0") == "text"
    assert kind_of(b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC>') == "html"
    assert kind_of(b"<message:StructureSpecificData>") == "xml" and kind_of(b"<htmlish>") == "xml"
    assert (
        kind_of(b"PAR1") == "parquet"
        and kind_of(b"\x89HDF\r\n\x1a\n") == "hdf5"
        and kind_of(b"[1]") == "json"
    )
    assert describe(b"<html><title> a\n b </title>") == "an HTML page titled “a b”"
