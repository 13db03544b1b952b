"""SQL over tables that are here: whole and filtered pieces of one source never count a row twice."""

from pathlib import Path

import pyarrow as pa
import pytest

from autarky.errors import InputError
from autarky.sources.io.folder import tidy_path
from autarky.sources.io.tidy import Column, Record, write_tidy
from autarky.sources.sql import ask

COLUMNS = (Column("origin", "label", "", "seller"), Column("value", "float64", "USD", "value"))


def put(key: str, rows: list[tuple[str, float]]) -> None:
    table = pa.table({"origin": [r[0] for r in rows], "value": [r[1] for r in rows]})
    record = Record("toy-trade", key, "", "", "", "", "USD", (2020,), "", "toy.csv", "", 0)
    write_tidy(tidy_path("toy-trade", key), COLUMNS, [table], record)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path / "it's here"))
    return tmp_path


def test_rows_count_once() -> None:
    put("2020~aaaa", [("BLR", 1.0), ("RUS", 2.0)])
    put("2020~bbbb", [("RUS", 2.0), ("CHN", 4.0)])
    total = "SELECT sum(value) AS v, count(*) AS n FROM toy_trade"
    assert ask(total).to_pylist() == [{"v": 7.0, "n": 3}]
    put("2020", [("BLR", 1.0), ("RUS", 2.0), ("CHN", 4.0), ("DEU", 8.0)])
    put("2021", [("BLR", 16.0)])
    assert ask(total).to_pylist() == [{"v": 31.0, "n": 5}]
    assert ask('SELECT DISTINCT piece FROM "toy-trade" ORDER BY 1').to_pylist() == [
        {"piece": "2020"}, {"piece": "2021"},
    ]  # fmt: skip


def test_messages() -> None:
    put("2020", [("BLR", 1.0)])
    with pytest.raises(InputError, match=r"there is no table 'toytrade'.*did you mean toy_trade"):
        ask("SELECT * FROM toytrade")
    with pytest.raises(InputError, match="one SELECT at a time"):
        ask("SELECT 1; SELECT 2")
    with pytest.raises(InputError, match="one SELECT at a time"):
        ask("COPY (SELECT 1) TO 'x.csv'")
