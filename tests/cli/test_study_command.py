"""`autarky study` as a user meets it."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.cli.study_shown import duration
from autarky.world import World

STUDY = """\
name = "small"
title = "Two ties"

[grid]
"acts.1.leakage" = [0.2, 0.5]
"acts.1.origin" = ["RUS", "POL"]

[scenario]
world = "w.nc"
[[scenario.acts]]
type = "embargo"
origin = "RUS"
destination = ["BLR", "POL"]
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    trade = np.full((4, 2, 4), 1.0)
    trade[range(4), :, range(4)] = 30.0
    World.from_arrays(
        economies=["BLR", "RUS", "KAZ", "POL"],
        sectors=["C20", "K"],
        trade=trade,
        inputs=np.zeros((2, 4, 2)),
        final=trade.sum(0),
        attrs={"name": "four", "year": 2022},
    ).save(tmp_path / "w.nc")
    (tmp_path / "s.toml").write_text(STUDY)
    return tmp_path


def autarky(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["study", *arguments, "--store", "store"])
    return done.exit_code, done.stdout, done.stderr


def test_a_dry_run_counts_and_writes_nothing(place: Path) -> None:
    code, out, _ = autarky("s.toml", "--dry-run")
    assert code == 0 and out.startswith("Two ties: 4 cases\n")
    assert "acts_1_leakage" in out and "acts_1_origin" in out and not (place / "store").exists()
    told = json.loads(autarky("--dry-run", "--json", "s.toml")[1])
    assert told["cases"] == 4 and told["first"][1] == {
        "case": 1, "acts_1_leakage": 0.2, "acts_1_origin": "POL",
    }  # fmt: skip


def test_run_status_export_and_list(place: Path) -> None:
    code, out, _ = autarky("s.toml")
    assert code == 0 and out.startswith(
        "Two ties: complete\n4 solved, 0 without an equilibrium, 0 lost, 0 left"
    )
    assert "parts/*.parquet" in out.replace("\n", "")
    for command in (("status", "small"), ("status", "s.toml"), ("watch", "small"), ("resume", "s.toml")):
        code, out, _ = autarky(*command)
        assert code == 0 and "4 solved" in out
    told = json.loads(autarky("status", "small", "--json")[1])
    assert (told["solved"], told["left"], told["state"], told["reasons"]) == (4, 0, "complete", [])
    code, out, err = autarky("export", "small", "--out", "rows.csv")
    assert (code, out, err) == (0, "rows.csv: 16 rows\n", "")
    assert len(pd.read_csv(place / "rows.csv")) == 16
    assert autarky("export", "s.toml", "--out", "cube.nc")[1] == "cube.nc: 16 cells\n"
    (listed,) = json.loads(autarky("list", "--json")[1])
    assert (listed["name"], listed["cases"]) == ("small", 4)
    assert "small" in autarky("list")[1]


def test_a_part_of_a_study_is_exported_and_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autarky.studies.engines import Threads

    real = Threads.outcomes

    def stop(self: Threads, chunks: object) -> object:
        yield next(iter(real(self, chunks)))  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(Threads, "outcomes", stop)
    code, _, err = autarky("s.toml", "--workers", "1")
    assert code == 130 and "what was solved is kept" in err
    code, _, err = autarky("export", "small", "--out", "rows.parquet")
    assert code == 0 and "3 of 4 cases are not solved yet" in err
    assert autarky("status", "small")[1].startswith("Two ties: interrupted\n1 solved")


WRONG = {
    "gone": (("nothing.toml",), "nothing.toml does not exist"),
    "line": (("bad.toml",), "bad.toml:5: grid, acts.1.leakge, entry 1"),
    "name": (("status", "smal"), "has no study smal"),
    "none": (("resume", "s.toml"), "has no study small"),
    "format": (("export", "small", "--out", "x.xlsx"), "expected a name that ends in .parquet, .csv"),
    "folder": (("export", "small", "--out", "no/x.csv"), "a folder that exists"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_told(case: str, place: Path) -> None:
    (place / "bad.toml").write_text(STUDY.replace("leakage", "leakge"))
    arguments, told = WRONG[case]
    code, out, err = autarky(*arguments)
    assert code == 2 and told in err and not out


def test_a_changed_file_is_another_study(place: Path) -> None:
    autarky("s.toml", "--quiet")
    (place / "s.toml").write_text(STUDY.replace("0.5", "0.6"))
    code, _, err = autarky("status", "s.toml")
    assert code == 2 and "as the file now says it" in err
    assert autarky("status", "small")[0] == 0


def test_help_of_the_group() -> None:
    out = CliRunner().invoke(app, ["study", "--help"]).stdout
    assert all(command in out for command in ("run", "resume", "status", "watch", "export", "list"))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "?"), (12, "12 s"), (200, "3 min"), (8000, "2 h 13 min"), (400_000, "4.6 days")],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert duration(seconds) == text
