"""The command line as a user meets it: exit codes, messages, folders; never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.errors import InputError
from autarky.runs.new_folder import check_target, new_folder

SCENARIO = """
title = "Test"
horizon = "1y"
[[acts]]
type = "trade_cost"
origin = "BLR"
destination = "RUS"
change = "+10%"
"""
SOURCE = Path(__file__).parents[2] / "src"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SOURCE), "COLUMNS": "100"}
AUTARKY = [sys.executable, "-c", "from autarky.cli import main; main()"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.toml").write_text(SCENARIO)
    return tmp_path


def call(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "100"}, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def real(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AUTARKY, *arguments], capture_output=True, text=True, env=ENVIRONMENT, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """One real run in its own process, shared by the tests below."""
    place = tmp_path_factory.mktemp("solved")
    (place / "s.toml").write_text(SCENARIO)
    answer = subprocess.run(
        [*AUTARKY, "run", "s.toml", "--draws", "0", "--json", "--horizon", "2y"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        cwd=place,
        timeout=240,
        check=False,
    )
    return place, answer


def test_run_writes_a_folder_and_only_json(solved: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    place, answer = solved
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["results"][0]["horizon"] == "2y"
    assert told["results"][0]["economies"]["BLR"]["welfare"] < 0
    run = place / told["folder"]
    assert {"report.html", "record.json", "scenario.toml", "tables", "result-2y.nc"} <= {
        p.name for p in run.iterdir()
    }
    assert [p.name for p in (place / "runs").iterdir()] == ["s"]  # no temporary folder stays
    assert str(place) not in (run / "record.json").read_text()


def test_compare_reads_runs(solved: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    run = str(solved[0] / "runs" / "s")
    code, out, err = call("compare", run, run)
    assert code == 0, err
    assert "Belarus" in out


def test_the_run_replaces_an_older_one_but_nothing_else(
    solved: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    run = solved[0] / "runs" / "s"
    check_target(run)
    (run / "my notes.txt").write_text("mine")
    try:
        with pytest.raises(InputError, match="holds something other than a run"):
            check_target(run)
        check_target(run, force=True)
    finally:
        (run / "my notes.txt").unlink()


def test_folders_that_are_never_replaced(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "link").symlink_to(folder / "sub")
    for place, force in (
        (folder, True),
        (folder.parent, True),
        (folder / "link", True),
        (folder / "s.toml", True),
    ):
        with pytest.raises(InputError):
            check_target(place, force=force)
    check_target(folder / "sub")  # empty
    check_target(folder / "new" / "deep")
    with pytest.raises(InputError, match="is no folder"):
        check_target(folder / "s.toml" / "x")


def test_a_folder_appears_whole_or_not_at_all(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_folder(folder / "out") as made:
        (made / "half").write_text("x")
        raise KeyboardInterrupt
    assert not (folder / "out").exists() and len(list(folder.iterdir())) == 1
    with new_folder(folder / "out") as made:
        (made / "record.json").write_text("{}")
    with new_folder(folder / "out") as made:
        (made / "record.json").write_text("{1}")
    assert (folder / "out" / "record.json").read_text() == "{1}"
    assert {p.name for p in folder.iterdir()} == {"out", "s.toml"}


def test_dry_run_writes_nothing(folder: Path) -> None:
    code, out, _ = call("run", "s.toml", "--dry-run", "--set", "acts.1.both_ways=true")
    assert code == 0 and "BLR ↔ RUS" in out and "change 0.1" in out
    code, out, _ = call("run", "s.toml", "--dry-run", "--json")
    assert json.loads(out)["acts"][0]["origin"] == ["BLR"]
    assert [p.name for p in folder.iterdir()] == ["s.toml"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "none.toml"], "none.toml does not exist (did you mean"),
        (["run", "."], "is a folder"),
        (
            ["run", "s.toml", "--set", "acts.1.origin=BLX"],
            "--set: act 1 (trade_cost), origin: unknown economy 'BLX'",
        ),
        (["run", "s.toml", "--set", "nonsense"], "expected key=value"),
        (["run", "s.toml", "--horizon", "soon"], "Horizon 'soon' is not understood"),
        (["run", "s.toml", "--out", "s.toml"], "is no folder"),
        (["run", "s.toml", "--out", "."], "is the working or home folder"),
        (["run", "s.toml", "--set", "world=nowhere"], "unknown world 'nowhere'"),
        (["run"], "FILE"),
        (["run", "s.toml", "--nonsense"], "--nonsense"),
        (["rum"], "rum"),
        (["compare", "a", "b"], "a does not exist"),
        (["compare", ".", "b"], "not the folder of a run"),
        (["world", "icio-2023"], "did you mean icio-2022?"),
        (["world", "s.toml"], "not a world file"),
        (["acts", "embargos"], "did you mean embargo?"),
        (["init", "s.toml"], "exists already"),
        (["init", "no/where.toml"], "cannot be written"),
    ],
)
def test_wrong_input_is_one_message_and_code_2(arguments: list[str], message: str, folder: Path) -> None:
    code, out, err = call(*arguments)
    assert code == 2
    assert message in err.replace("│\n│ ", "") and "Traceback" not in err
    assert out == ""
    assert [p.name for p in folder.iterdir()] == ["s.toml"]


def test_a_failed_solution_is_code_1(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    from autarky.economy.problem import Problem
    from autarky.errors import SolveError

    def fail(*_: object, **__: object) -> None:
        raise SolveError("The solver did not converge")

    monkeypatch.setattr(Problem, "solve", fail)
    code, _, err = call("run", "s.toml")
    assert code == 1 and "s.toml: after 1y: The solver did not converge" in err
    assert [p.name for p in folder.iterdir()] == ["s.toml"]


def test_lists_and_descriptions() -> None:
    assert "icio-2022" in call("worlds")[1]
    code, out, _ = call("world", "icio-2022")
    assert code == 0 and "Belarus" in out and "citation" in out.casefold() and "stimated" in out
    assert json.loads(call("world", "icio-2022", "--json")[1])["economies"]["BLR"] == "Belarus"
    assert "embargo" in call("acts")[1]
    assert "leakage" in call("acts", "embargo")[1]
    assert "fontagne-2022" in call("elasticities")[1]
    assert "$defs" in json.loads(call("schema")[1])
    assert call("--version")[1].startswith("autarky ")


def test_init_then_dry_run(folder: Path) -> None:
    assert call("init")[0] == 0
    assert call("run", "scenario.toml", "--dry-run")[0] == 0


def test_reader_that_leaves_early() -> None:
    answer = subprocess.run(
        f'{sys.executable} -c "from autarky.cli import main; main()" schema | head -1',
        shell=True,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    assert answer.stdout == "{\n" and answer.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_message() -> None:
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(
            [*AUTARKY, "acts"], stdout=full, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, check=False
        )
    assert answer.returncode == 1 and answer.stderr.startswith("autarky: cannot read or write: No space")
    assert len(answer.stderr.splitlines()) == 1


def test_help_needs_no_heavy_import() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "import sys, autarky.cli.app; print(*sorted(sys.modules))"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
        check=True,
    )
    heavy = {"jax", "numpy", "xarray", "pandas", "pydantic", "equinox", "pyarrow", "pycountry", "jinja2"}
    assert not heavy & set(answer.stdout.split())
    shown = real("--help")
    assert shown.returncode == 0 and "compare" in shown.stdout
