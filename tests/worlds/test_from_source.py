"""From an address to a world and a run: fetched, made tidy, built, compared, asked, verified, removed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hostile_server import HostileServer, ranged, running, status
from official_tables import icio_csv, real_table, zipped
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.errors import AutarkyError, InputError
from autarky.sources import registry
from autarky.sources.base import Only, Piece
from autarky.sources.get import choose, choose_for, make
from autarky.sources.mrio import oecd_icio
from autarky.sources.mrio.oecd_icio import names_of

USES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
SPEC = """
name = "twelve"
source = "oecd-icio"
year = 2022
[sectors]
SERVICES = "services"
"""


class Served:
    """The ICIO source, its 2022 piece at a local address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.about, self.columns = oecd_icio.SOURCE.about, oecd_icio.SOURCE.columns
        self.figures = oecd_icio.SOURCE.figures
        self.inventories, self.industry_names = oecd_icio.SOURCE.inventories, oecd_icio.SOURCE.industry_names

    def pieces(self) -> tuple[Piece, ...]:
        return tuple(
            replace(p, urls=(self.url,) if p.key == "2025-2022" else (), sha256="")
            for p in oecd_icio.SOURCE.pieces()
        )

    def read(self, path: Path, piece: Piece, only: Only, notes: Any) -> Any:
        return oecd_icio.SOURCE.read(path, piece, only, notes)


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    table = real_table(tuple(names_of("2025")), USES, inventories=("INVNT",))
    path = zipped(tmp_path_factory.mktemp("icio") / "icio.zip", {"2022_SML.csv": icio_csv(table)})
    return path.read_bytes()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileServer]:
    with running() as found:
        served = Served(found.url + "/file.bin")
        monkeypatch.setattr(registry, "sources", lambda: {"oecd-icio": served})
        yield found


def call(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "160"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_from_address_to_run(
    server: HostileServer, official: bytes, tmp_path: Path, data_folder: Path
) -> None:
    server.says(ranged(official, cut=len(official) // 2), ranged(official))
    out = call("data", "get", "oecd-icio", "--year", "2022")
    assert "oecd-icio 2025-2022: " in out and len(server.seen) == 2  # broken off once, then the rest
    assert json.loads(call("data", "list", "--json"))[0]["here"] == ["2025-2022"]
    assert "oecd-icio" in call("data", "list")
    facts = json.loads(call("data", "info", "oecd-icio", "--json"))
    record = facts["records"][0]
    assert (
        record["raw_file"] and len(record["sha256"]) == 64 and record["retrieved"] and record["rows"] > 10_000
    )
    assert (
        facts["licence"]
        and facts["citation"]
        and {c["name"] for c in facts["columns"]} >= {"origin", "value"}
    )
    call("data", "get", "oecd-icio", "--year", "2022")
    assert len(server.seen) == 2  # here already

    (tmp_path / "w.toml").write_text(SPEC)
    told = json.loads(call("world", "build", "w.toml", "--json"))
    assert told["fingerprint"] and any("identities hold" in s for s in told["steps"])
    first = (tmp_path / "twelve.nc").read_bytes()
    call("world", "build", "w.toml", "--quiet")
    assert (tmp_path / "twelve.nc").read_bytes() == first
    assert "SERVICES" in call("world", "twelve.nc")

    answer = call("data", "sql", "SELECT count(*) AS n FROM oecd_icio WHERE origin = 'BLR'", "--json")
    assert json.loads(answer)[0]["n"] > 1000
    figures = json.loads(call("data", "compare", "Belarus", "Russia", "--json"))
    by = {(f["source"], f["flow"], f["origin"]): f for f in figures}
    here = by["oecd-icio 2025-2022", "goods and services", "BLR"]
    embedded = by["icio-2022", "goods and services", "BLR"]
    assert here["value"] == pytest.approx(embedded["value"], rel=1e-6)  # the file was written from that world

    assert "as fetched" in call("data", "verify")
    table = Path(call("data", "path", "oecd-icio", "--key", "2025-2022").strip())
    assert table.parent.parent == data_folder
    raw = next((data_folder / "oecd-icio" / "raw").glob("*.zip"))
    raw.write_bytes(raw.read_bytes()[:-1] + b"x")
    assert "changed" in call("data", "verify", code=1)
    assert "removed" in call("data", "rm", "oecd-icio", "--yes")
    assert not (data_folder / "oecd-icio").exists()


def test_a_failure_leaves_the_cache_clean(server: HostileServer, official: bytes, data_folder: Path) -> None:
    server.says(status(200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html>Sign in</html>"))
    assert "HTML" in call("data", "get", "oecd-icio", "--year", "2022", code=1)
    server.says(ranged(official[: len(official) // 2]))  # a zip cut short, of the length it claims
    out = call("data", "get", "oecd-icio", "--year", "2022", code=2)
    assert "Traceback" not in out and ".zip" in out
    left = [p for p in data_folder.rglob("*") if p.is_file() and p.suffix == ".parquet"]
    assert not left and not list(data_folder.rglob("*.part"))
    server.says(ranged(official))
    call("data", "get", "oecd-icio", "--year", "2022", "--force")
    old = (data_folder / "oecd-icio" / "2025-2022.parquet").read_bytes()
    bad = data_folder / "bad.csv"
    bad.write_text("V1,BLR_A01\nBLR_A01,x\n")
    out = call("data", "get", "oecd-icio", "--year", "2022", "--from", str(bad), code=2)
    assert "bad.csv" in out
    assert (data_folder / "oecd-icio" / "2025-2022.parquet").read_bytes() == old


def test_by_hand(server: HostileServer, official: bytes, tmp_path: Path) -> None:
    path = tmp_path / "icio.zip"
    path.write_bytes(official)
    assert "rows" in call("data", "get", "oecd-icio", "--year", "2022", "--from", str(path))
    assert not server.seen
    assert "does not exist" in call("data", "get", "oecd-icio", "--year", "2022", "--from", "no.zip", code=2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("get", "oecd-icoi"), "did you mean oecd-icio"),
        (("get", "oecd-icio"), "which part of oecd-icio"),
        (("get", "oecd-icio", "--year", "1066"), "no year 1066"),
        (("get", "oecd-icio", "--year", "x"), "expected a year such as 2021"),
        (("get", "oecd-icio", "--key", "2025-2202"), "did you mean 2025-2022"),
        (("get", "oecd-icio", "--year", "2022", "--edition", "1999"), "no edition '1999'"),
        (("get", "oecd-icio", "--year", "2021"), "cannot be fetched by a program"),
        (("get", "oecd-icio", "--year", "2022", "--only", "product"), "expected COLUMN=VALUE"),
        (("get", "oecd-icio", "--year", "2022", "--only", "orign=BLR"), "did you mean origin"),
        (("path", "oecd-icio", "--key", "2025-2022"), "is not here"),
        (("sql", "SELECT * FROM oecd_icio"), "there is no table 'oecd_icio'"),
        (("sql", "DROP TABLE x"), "one SELECT at a time"),
        (("sql", "SELEC 1"), "syntax error"),
        (("compare", "BLR", "Rusia"), r"did you mean Russia"),
    ],
)
def test_messages(server: HostileServer, arguments: Sequence[str], message: str) -> None:
    out = call("data", *arguments, code=2)
    assert message in out.replace("\n", " ") and "Traceback" not in out


def test_choosing() -> None:
    source = oecd_icio.SOURCE
    assert [p.key for p in choose(source, years=[2020])] == ["2025-2020"]
    assert [p.key for p in choose(source, years=[2020], edition="2023")] == ["2023-2020"]
    with pytest.raises(InputError, match="is one file, but 2 parts"):
        choose_for(source, years=[2019, 2020], file=Path("x.zip"))
    with pytest.raises((InputError, AutarkyError)):
        make(source, choose(source, years=[2020])[0], only={"nothing": ("x",)})
