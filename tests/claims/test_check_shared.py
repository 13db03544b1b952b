"""The five articles of the gold set through the command: what it prints is what the gold set's own `score.py` reads."""

import json
from pathlib import Path

import pytest
from labelled_scores import scores_of
from typer.testing import CliRunner

from autarky.cli.app import app


@pytest.mark.shared
def test_rows_are_read_by_the_gold_sets_own_program(shared: Path, tmp_path: Path) -> None:
    claims = shared / "claims"
    articles = sorted(map(str, (claims / "seeds").glob("*.txt")))
    ledger = tmp_path / "ledger.html"
    arguments = ["check", *articles, "--data", str(shared / "data"), "--jsonl", "--out", str(ledger)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    gold = [json.loads(line) for line in (claims / "seeds.jsonl").read_text(encoding="utf-8").splitlines()]
    told = scores_of(claims / "score.py", gold, found, [])
    assert told["recall"] >= 0.95 and told["precision"] >= 0.9
    assert told["called wrong though right"] == 0
    html = ledger.read_text(encoding="utf-8")
    assert html.count('class="card ') == len(found)  # one card a figure, whatever the article
