"""Tables of text as offices publish them."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autarky.errors import InputError
from autarky.sources.io.archive import open_member
from autarky.sources.io.text import sniff


def test_a_clean_file() -> None:
    d = sniff(b"t,i,j,k,v,q\n2021,4,20,310420,1.5,\n2021,4,24,310420,0.25,3.0\n")
    assert (d.encoding, d.delimiter, d.decimal, d.thousands, d.bom) == ("utf-8", ",", ".", "", 0)
    assert d.header == ("t", "i", "j", "k", "v", "q")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_delimiters(codec: str, delimiter: str, end: str, tmp_path: Path) -> None:
    rows = [["Land", "Größe"], ["Côte d'Ivoire", "1.5"], ["Беларусь", "-2e3"]]
    text = end.join(delimiter.join(r) for r in rows) + end
    mark = "\ufeff" if codec == "utf-16-be" else ""
    path = tmp_path / "a.csv"
    path.write_bytes((mark + text).encode(codec))
    d = sniff(path)
    assert d.delimiter == delimiter and d.decimal == "." and d.header == ("Land", "Größe")
    assert path.read_bytes()[d.bom :].decode(d.encoding) == text


def test_decimal_commas() -> None:
    d = sniff(b"c;x;y\nBLR;1,5;2,25\nRUS;3,5;\nUSA;7;-1,0\n")
    assert (d.delimiter, d.decimal, d.thousands) == (";", ",", "")
    d = sniff(b"c;x\nBLR;1.234,5\nRUS;12,5\n")
    assert (d.decimal, d.thousands) == (",", ".")
    d = sniff(b'c,x\nBLR,"1,5"\nRUS,"2,75"\n')  # quoted, between commas
    assert (d.delimiter, d.decimal, d.thousands) == (",", ",", "")
    d = sniff(b'c,x\nBLR,"1,500"\nRUS,2\n')
    assert (d.delimiter, d.decimal, d.thousands) == (",", ".", ",")
    d = sniff(b"c;x\nBLR;1,500.25\nRUS;2\n")
    assert (d.delimiter, d.decimal, d.thousands) == (";", ".", ",")


def test_commas_in_quoted_names_do_not_count() -> None:
    d = sniff(b'code;name;x\n1;"Korea, Rep.";2\n2;"Congo, Dem. Rep.";3\n')
    assert d.delimiter == ";" and d.header == ("code", "name", "x")
    d = sniff(b'code,name\n1,"a;b;c"\n2,"d;e;f"\n')
    assert d.delimiter == ","


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    latin = "name,x\nBelarus,1\nCôte d'Ivoire,2\n".encode("latin-1")
    with pytest.raises(
        InputError, match=r"a\.csv, line 3: byte 0xf4 is no text in UTF-8; save the file as UTF-8"
    ):
        sniff(latin, "a.csv")
    assert sniff(latin, latin1=True).encoding == "latin-1"
    assert sniff("x\nä\n".encode(), latin1=True).encoding == "utf-8"


def test_a_character_across_the_end_of_what_is_looked_at() -> None:
    data = ("n,x\n" + "é,1\n" * 100_000).encode()
    assert len(data) > 256 << 10
    for shift in range(3):
        assert sniff(b" " * shift + data).delimiter == ","


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe\r\0\n\0"])
def test_empty(data: bytes) -> None:
    with pytest.raises(InputError, match="is empty"):
        sniff(data)


def test_other_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="an HTML page titled “Log in”, not a table of text"):
        sniff(b"<html><title>Log in</title>")
    with pytest.raises(InputError, match="a zip archive"):
        sniff(b"PK\x03\x04" + bytes(30))
    with pytest.raises(InputError, match="cannot be read"):
        sniff(tmp_path / "absent.csv")


def test_a_stream(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", b"\xff\xfe" + "a;b\n".encode("utf-16-le") * 9)
    with open_member(tmp_path / "a.zip") as file:
        assert sniff(file).delimiter == ";"
    with (
        open_member(tmp_path / "a.zip") as file,
        pytest.raises(InputError, match=r"a\.csv in .*a\.zip is empty"),
    ):
        file.read()
        sniff(file)
    assert sniff(io.BytesIO(b"a\tb\n")).header == ("a", "b")


@given(
    cells=st.lists(
        st.tuples(st.text("abcDEF é", min_size=1, max_size=6), st.integers(0, 9999), st.integers(1, 99)),
        min_size=2,
    ),
    delimiter=st.sampled_from([";", "\t"]),
)
def test_what_was_written_is_found(cells: list[tuple[str, int, int]], delimiter: str) -> None:
    lines = [delimiter.join(("name", "value"))] + [f"{n}{delimiter}{a},{b:02d}" for n, a, b in cells]
    d = sniff("\n".join(lines).encode())
    assert (d.delimiter, d.decimal, d.header) == (delimiter, ",", ("name", "value"))
