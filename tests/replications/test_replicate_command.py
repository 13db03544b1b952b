"""`autarky replicate` as a user meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app
from autarky.replications import ComparisonRow, Replication, registry


def call(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(
        app, ["replicate", *arguments], env={"COLUMNS": "120"}, catch_exceptions=False
    )
    return result.exit_code, result.stdout, result.stderr


def made(name: str, obtained: float) -> Replication:
    row = ComparisonRow("welfare", 1.31, obtained, 0.005, "two decimals are printed", unit="%", digits=2)
    return Replication(
        name, "A title", "A citation", "A question?", lambda data: ([row], ["A note."], {"k": "v"})
    )


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {r.name: r for r in (made("good", 1.312), made("off", 1.32))}
    monkeypatch.setattr(registry, "replications", lambda: known)
    monkeypatch.setattr("autarky.replications.replications", lambda: known)


def test_without_a_name_they_are_listed() -> None:
    code, out, _ = call()
    assert code == 0
    for name in ("caliendo-parro-2015", "acr-2012", "welfare-limit"):
        assert name in out
    code, out, _ = call("--json")
    assert code == 0 and {"name", "citation", "asks", "data"} <= set(json.loads(out)[0])


@pytest.mark.usefixtures("two")
def test_one_within_its_tolerance_ends_with_0() -> None:
    code, out, _ = call("good")
    assert code == 0
    for part in ("1.31 %", "1.3120 %", "+2.0e-03", "holds", "A note.", "k v"):
        assert part in out


@pytest.mark.usefixtures("two")
def test_one_outside_its_tolerance_ends_with_1() -> None:
    code, out, _ = call("off")
    assert code == 1 and "OFF" in out
    code, out, _ = call("--all")
    assert code == 1 and "good" in out and "Within tolerance" in out


@pytest.mark.usefixtures("two")
def test_json_is_nothing_but_json() -> None:
    code, out, _ = call("--all", "--json")
    assert code == 1
    reports = json.loads(out)
    assert [r["holds"] for r in reports] == [True, False]
    assert reports[0]["rows"][0]["difference"] == pytest.approx(0.002)


def test_wrong_input_ends_with_2(tmp_path: Path) -> None:
    code, _, err = call("caliendo-paro-2015")
    assert code == 2 and "did you mean caliendo-parro-2015?" in err
    code, _, err = call("--all", "acr-2012")
    assert code == 2 and "not both" in err
    code, _, err = call("caliendo-parro-2015", "--data", str(tmp_path))
    assert code == 2 and "--data" in err and "doi:10.1093/restud/rdu035" in err
