"""Parts of a case that no scenario answers: an article's figures, the ties of an economy, shares over the years."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from autarky.case.spec import Case
from autarky.case.tasks import prepare
from autarky.cli.app import app
from autarky.errors import InputError

ARTICLE = (
    "Belarus sent about 50 % of its exports of goods to Russia in 2022. Trade may grow by 30 % by 2030 <b>."
)
CASE = """title = "A case"
focus = ["BLR"]
[[parts]]
number = 14
part = "Press"
question = "Which figures are right?"
file = "article.md"
[[parts]]
number = 1
part = "Ties"
question = "What does it depend on?"
file = "ties.toml"
[[parts]]
number = 13
part = "Alignment"
question = "Do ties move with votes?"
file = "series.toml"
"""
TIES = '[ties]\nof = "BLR"\non = ["RUS"]\n'
SERIES = 'title = "Moves"\n[series]\nof = "BLR"\non = ["RUS", "CHN"]\npanel = "panel"\n'
STATES = ["BLR", "RUS", "CHN", "DEU", "POL", "USA"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "panel").mkdir()
    rng = np.random.default_rng(3)
    for year in range(2010, 2017):
        np.savez(
            tmp_path / "panel" / f"{year}.npz", trade=rng.uniform(1, 2, (6, 2, 6)), tariff=np.zeros((6, 2, 6)),
            countries=np.array(STATES), sectors=np.array(["A", "B"]),
        )  # fmt: skip
    votes = [
        (year, 100 * year + k, c, str(rng.choice(["yes", "no", "abstain"])))
        for year in range(2010, 2016) for c in STATES for k in range(15)
    ]  # fmt: skip
    pacts = [("BLR", "RUS", y, True, False, False, False, False) for y in range(2010, 2015)]
    tables = {
        "un-votes": pd.DataFrame(votes, columns=["year", "rcid", "economy", "vote"]),
        "atop": pd.DataFrame(pacts, columns=["economy_a", "economy_b", "year", "defense", "offense", "neutrality",
                                             "nonaggression", "consultation"]),
    }  # fmt: skip
    monkeypatch.setattr("autarky.case.series._table", lambda name, path: tables[name])
    for name, text in (
        ("case.toml", CASE),
        ("article.md", ARTICLE),
        ("ties.toml", TIES),
        ("series.toml", SERIES),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(folder: Path, *more: str) -> str:
    result = CliRunner().invoke(app, ["case", str(folder / "case.toml"), "--out", str(folder / "out"), *more])
    assert result.exit_code == 0, result.output
    return result.output


def test_all_kinds_are_answered_and_kept(folder: Path) -> None:
    said = run(folder, "--draws", "0")
    told = json.loads((folder / "out" / "case.json").read_text("utf-8"))["parts"]
    press, ties, moves = told
    assert not any(p["reason"] for p in told), said
    assert (
        press["answer"][0].startswith("2 figures: 1 right") and press["exhibits"][0]["rows"][0][1] == "right"
    )
    assert "Belarus" in ties["title"] and len(ties["exhibits"]) == 2
    assert (
        moves["title"] == "Moves"
        and "with its votes" in moves["answer"][1]
        and "allies" in moves["answer"][-1]
    )
    html = (folder / "out" / "report.html").read_text("utf-8")
    assert "3 answers" in html and "left open" not in html and "<b>.&lt;" not in html
    for name in ("article", "ties", "series"):
        assert (folder / "out" / "parts" / name / "report.html").is_file()
        assert f'href="parts/{name}/report.html"' in html
    again = run(folder, "--draws", "0")
    assert again.count(": kept") == 3
    (folder / "article.md").write_text(ARTICLE.replace("50 %", "70 %"), "utf-8")
    assert run(folder, "--draws", "0").count(": kept") == 2


def test_missing_data_and_figures_are_reasons(folder: Path) -> None:
    (folder / "series.toml").write_text(SERIES.replace('"panel"', '"nowhere"'), "utf-8")
    (folder / "article.md").write_text("The ministers met and talked about trade for a long time.", "utf-8")
    run(folder, "--draws", "0")
    press, _, moves = json.loads((folder / "out" / "case.json").read_text("utf-8"))["parts"]
    assert "no figures" in press["reason"] and "nowhere" in moves["reason"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("case.toml", 'file = "ties.toml"', 'file = "ties.toml"\nworld = "w.toml"', "case.toml:13: .*w.toml"),
        (
            "case.toml",
            'file = "ties.toml"',
            'file = "ties.toml"\ndata = "d"',
            "case.toml:13: .*only an article",
        ),
        ("case.toml", "article.md", "artikel.md", "case.toml:7: .*artikel.md does not exist"),
        ("ties.toml", "leakage", "leakage", ""),
        ("ties.toml", 'of = "BLR"', 'off = "BLR"', "ties.toml:2: ties, off: unknown field"),
        ("series.toml", 'panel = "panel"', "", "series.toml:2: series: panel is missing"),
        ("series.toml", "[series]", '[ties]\nof = "BLR"\n[series]', "expected one table"),
        ("series.toml", 'on = ["RUS", "CHN"]', "on = []", "series.toml:4: series, on: "),
    ],
)
def test_wrong_input_is_named_with_its_line(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    if not message:
        prepare(Case.from_file(folder / "case.toml"), 0, 0)
        return
    with pytest.raises(InputError) as caught:
        prepare(Case.from_file(folder / "case.toml"), 0, 0)
    assert re.search(message, str(caught.value)), str(caught.value)
