"""Text in the how-tos on data and worlds runs as it stands there."""

import re
import shlex
import textwrap
from pathlib import Path

import pytest
from typer.main import get_command

from autarky.cli.app import app
from autarky.sources.io.tidy import Notes, Record, read_tidy, write_tidy
from autarky.worlds.model import Spec

DOCS = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = ("data.md", "build-a-world.md", "add-a-source.md")


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.findall(rf"^ *```{language}\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(b) for b in found]


@pytest.mark.parametrize("page", PAGES)
def test_python(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = blocks(page, "python")
    assert found
    for code in found:
        exec(compile(code, page, "exec"), {"__name__": "page"})


def test_the_source_of_the_page_reads(tmp_path: Path) -> None:
    names: dict[str, object] = {"__name__": "page"}
    exec(compile(blocks("add-a-source.md", "python")[0], "page", "exec"), names)
    source = names["SOURCE"]
    (tmp_path / "calls.csv").write_text("year,harbour,calls\n2020,DEHAM,10\n")
    notes = Notes()
    record = Record("harbours", "all", "", "", "", "", "calls", (2020,), "", "calls.csv", "", 0)
    rows = source.read(tmp_path / "calls.csv", source.pieces()[0], {}, notes)  # type: ignore[attr-defined]
    made = write_tidy(tmp_path / "t.parquet", source.columns, rows, record, notes)  # type: ignore[attr-defined]
    assert made.rows == 1 and made.notes == ("Calls of ferries are not counted.",)
    assert read_tidy(tmp_path / "t.parquet").to_pylist() == [{"year": 2020, "harbour": "DEHAM", "calls": 10}]


def test_specs() -> None:
    first, hold, past = blocks("build-a-world.md", "toml")
    assert Spec.from_toml(past).panel == "trade-by-year"
    spec = Spec.from_toml(first.replace("[regions]", 'closing = "ras"\n' + hold + "\n[regions]"))
    assert spec.year == 2021 and spec.hold[0].origin == ("RUS",)


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    """Every command of a page is one of the command line, with options that it has."""
    lines = [line for b in blocks(page, "sh") for line in b.splitlines() if line.startswith("autarky ")]
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        command = get_command(app)
        while hasattr(command, "commands") and words and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        assert not hasattr(command, "commands"), line
        known = {o for p in command.params for o in p.opts}
        assert {w for w in words if w.startswith("--")} <= known, line
