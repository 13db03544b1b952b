"""`autarky case`: one report, kept parts, parts without an answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app

ROOT = Path(__file__).parents[2]
CASE = """title = "A <small> case"
focus = ["BLR", "RUS"]
[[parts]]
number = 1
part = "Tie"
question = "What is the tie worth?"
file = "tie.toml"
leaves_out = "Much & more."
[[parts]]
number = 7
part = "Absent"
question = "What if the data are not there?"
file = "absent.toml"
[[parts]]
number = 12
part = "Open"
question = "What is not asked?"
leaves_out = "Nobody answers it."
"""
TIE = """title = "Tie"
world = "small.nc"
horizon = ["1y", "10y"]
[[acts]]
type = "trade_cost"
origin = "RUS"
destination = "BLR"
sectors = "B06"
change = "10%"
"""


def run(folder: Path, *more: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["case", str(folder / "case.toml"), "--out", str(folder / "out"), *more])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from autarky.worlds import load_world

    folder = tmp_path_factory.mktemp("case")
    small = load_world("icio-2022").aggregate(["BLR", "RUS", "EU27"], ["A", "B06", "C20", "services"])
    small.save(folder / "small.nc")
    (folder / "case.toml").write_text(CASE, "utf-8")
    (folder / "tie.toml").write_text(TIE, "utf-8")
    (folder / "absent.toml").write_text(TIE.replace("small.nc", "absent.nc"), "utf-8")
    from autarky.uncertainty import budget

    def few(*arguments: Any) -> Iterator[budget.Otherwise]:  # the others are programs of their own to compile
        return (o for o in every(*arguments) if o.kind == "elasticities")

    every = budget.alternatives
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(budget, "alternatives", few)
        run(folder, "--draws", "4")
    return folder


def test_report_tells_every_part(built: Path) -> None:
    html = (built / "out" / "report.html").read_text("utf-8")
    for words in (
        "A &lt;small&gt; case",
        "Much &amp; more.",
        "no world file absent.nc",
        "Nobody answers it.",
        "Robust",
    ):
        assert words in html, words
    assert "90 % ranges from 4 Monte Carlo draws" in html and "What moves the answer most" in html
    assert (
        'href="parts/tie/report.html"' in html and (built / "out" / "parts" / "tie" / "report.html").is_file()
    )
    assert "http://" not in html.replace("http://www.w3.org", "") and "<script" not in html


def test_record_holds_the_figures(built: Path) -> None:
    told = json.loads((built / "out" / "case.json").read_text("utf-8"))
    tie, absent, left = told["parts"]
    welfare = {(v["economy"], v["years"]): v for v in tie["values"]}
    assert set(welfare) == {("BLR", 1.0), ("BLR", 10.0), ("RUS", 1.0), ("RUS", 10.0)}
    # the record of the run holds the same figures: nothing is computed twice in two ways
    from autarky.results import load_run

    for result, years in zip(load_run(built / "out" / "parts" / "tie"), (1.0, 10.0), strict=True):
        n = result.world.economies.index("BLR")
        found = welfare["BLR", years]
        assert found["central"] == pytest.approx(float(result.welfare.values[n]), rel=1e-12)  # stored in full
        assert found["low"] <= found["middle"] <= found["high"] and found["central"] < 0
    assert absent["reason"] and left["leaves_out"] == "Nobody answers it."


def test_unchanged_parts_are_kept_and_changed_ones_solved(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autarky.uncertainty.budget.alternatives", lambda *arguments: iter(()))
    assert "tie: kept" in run(built, "--draws", "4")
    (built / "tie.toml").write_text(TIE.replace('"10%"', '"20%"'), "utf-8")
    before = json.loads((built / "out" / "parts" / "tie.json").read_text("utf-8"))["outcome"]["values"][0]
    assert "tie: kept" not in run(built, "--draws", "0")
    after = json.loads((built / "out" / "parts" / "tie.json").read_text("utf-8"))["outcome"]["values"][0]
    assert after["central"] < before["central"] < 0 and after["low"] is None
    html = (built / "out" / "report.html").read_text("utf-8")
    assert "without draws they have no ranges" in html


def test_interrupted_cases_go_on_where_they_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autarky.case import run as module
    from autarky.case.outcome import PartOutcome

    files = "\n".join(f'[[parts]]\nnumber = 1\npart = "P"\nquestion = "Q?"\nfile = "{n}.toml"' for n in "ab")
    (tmp_path / "case.toml").write_text('title = "C"\nfocus = "BLR"\n' + files, "utf-8")
    for n in "ab":
        (tmp_path / f"{n}.toml").write_text(TIE.replace("small.nc", "icio-2022"), "utf-8")

    def solved(task: module.PartTask, tell: module.Tell) -> module.Solved:
        if task.name == stop:
            raise KeyboardInterrupt
        return module.Solved(PartOutcome(title=task.name), lambda folder: write(folder / "report.html"))

    def write(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("report", "utf-8")

    monkeypatch.setattr(module, "solve_part", solved)
    stop = "b"
    told = run(tmp_path, code=130)
    assert "interrupted at part 2 of 2" in told and not (tmp_path / "out" / "report.html").exists()
    stop = ""
    told = run(tmp_path)
    assert (
        "1 of 2: a: kept" in told and "b: kept" not in told and (tmp_path / "out" / "report.html").is_file()
    )
    (tmp_path / "out" / "parts" / "a.json").write_text("{}", "utf-8")  # damaged: solved again
    told = run(tmp_path)
    assert "a: kept" not in told and "2 of 2: b: kept" in told
    assert "kept" not in run(tmp_path, "--no-resume")


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(CASE, "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf-8")
    assert "holds something other than a case" in run(tmp_path, code=2)
    assert (tmp_path / "out" / "mine.txt").read_text("utf-8") == "mine"


@pytest.mark.slow
def test_every_part_of_the_case_of_belarus(tmp_path: Path) -> None:
    file = ROOT / "examples" / "union-state" / "case.toml"
    result = CliRunner().invoke(app, ["case", str(file), "--out", str(tmp_path / "out"), "--draws", "0"])
    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "out" / "case.json").read_text("utf-8"))
    assert [p["file"] for p in told["parts"] if p["reason"]] == []
