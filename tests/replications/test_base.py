"""The interface of replications: rows, reports, the registry, loaders; what a reader sees when data are wrong."""

import math
from pathlib import Path

import numpy as np
import pytest

from autarky.errors import InputError
from autarky.replications import ComparisonRow, Replication, Report, replication, replications
from autarky.replications.base import arrays, table


def row(obtained: float) -> ComparisonRow:
    return ComparisonRow("welfare", 1.31, obtained, 0.005, "two decimals are printed", unit="%")


def test_a_row_holds_within_its_tolerance_only() -> None:
    assert row(1.314).holds and row(1.306).holds
    assert not row(1.316).holds
    assert row(1.314).difference == pytest.approx(0.004)


@pytest.mark.parametrize("nothing", [math.nan, math.inf, -math.inf])
def test_a_figure_that_is_no_number_never_holds(nothing: float) -> None:
    assert not row(nothing).holds


def test_a_report_holds_only_if_every_row_does_and_there_is_one() -> None:
    assert Report("r", "title", (row(1.31),)).holds
    assert not Report("r", "title", (row(1.31), row(2.0))).holds
    assert not Report("r", "title", ()).holds


def test_every_replication_is_complete() -> None:
    known = replications()
    assert len(known) >= 7
    for name, one in known.items():
        assert name == one.name
        assert one.title and one.citation and one.asks
        assert bool(one.folders) == bool(one.where)


def test_every_replication_has_its_page() -> None:
    pages = Path(__file__).parents[2] / "docs" / "replications"
    assert {p.stem for p in pages.glob("*.md")} == {"index", *replications()}
    index = (pages / "index.md").read_text("utf-8")
    for name, one in replications().items():
        text = (pages / f"{name}.md").read_text("utf-8")
        assert f"autarky replicate {name}" in text
        assert one.citation.rsplit("doi:", 1)[-1] in text
        assert f"({name}.md)" in index


def test_an_unknown_name_gets_a_suggestion() -> None:
    with pytest.raises(InputError, match=r"did you mean acr-2012\?"):
        replication("acr-2021")


def test_missing_data_say_where_to_get_them(tmp_path: Path) -> None:
    for one in replications().values():
        if one.folders:
            with pytest.raises(InputError, match="--data") as error:
                one.run(tmp_path)
            assert one.where in str(error.value)


def test_without_data_the_folder_beside_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "work"
    here.mkdir()
    (tmp_path / "shared" / "published" / "x").mkdir(parents=True)
    monkeypatch.chdir(here)
    one = Replication("x", "t", "c", "a", lambda data: ([], [], {}), ("published/x",), "somewhere")
    assert one.locate(None) == Path("..") / "shared"


def test_a_table_of_the_wrong_size_is_named(tmp_path: Path) -> None:
    (tmp_path / "B.txt").write_text("1 2 3\n4 5 6\n")
    assert table(tmp_path, "B.txt", (2, 3)).tolist() == [[1, 2, 3], [4, 5, 6]]
    with pytest.raises(InputError, match=r"B\.txt holds 6 numbers, expected 2 x 4"):
        table(tmp_path, "B.txt", (2, 4))


@pytest.mark.parametrize(
    "content", [b"1 2\n3\n", b"<html>not found</html>", b"\xff\xfe\x00\x01", b"1 nan\n2 3\n"]
)
def test_a_damaged_table_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "B.txt").write_bytes(content)
    with pytest.raises(InputError, match=r"B\.txt"):
        table(tmp_path, "B.txt", (2, 2))


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"B\.txt is missing"):
        table(tmp_path, "B.txt", (2, 2))


def test_damaged_archives_are_named(tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    with pytest.raises(InputError, match=r"w\.npz is missing"):
        arrays(path, ("a",))
    np.savez(path, a=np.ones(2))
    assert arrays(path, ("a",))["a"].tolist() == [1, 1]
    with pytest.raises(InputError, match="arrays missing: b"):
        arrays(path, ("a", "b"))
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(InputError, match="damaged"):
        arrays(path, ("a",))
