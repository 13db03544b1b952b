"""Whatever is typed or stands in the file: a message and exit code 0, 1 or 2, never a traceback."""

import re
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from autarky.cli.app import app

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
NUMBER = re.compile(r"(?<![\w.])-?\d+(\.\d+)?%?")
WORDS = [
    "-1e308",
    "1e308",
    "nan",
    "-inf",
    "inf",
    "0",
    "-5",
    '"x"',
    '""',
    "[]",
    "{}",
    "true",
    "9" * 400,
    "1e-320",
    "'5 %'",
]
ARGUMENTS = [
    "run", "compare", "worlds", "world", "acts", "elasticities", "schema", "s.toml", "--set", "acts.1.leakage=-1",
    "--horizon", "-3y", "1e99y", "--json", "--dry-run", "--out", "/dev/null/x", "s.toml", "--force", "--", "-", "",
    "\0", "icio-2022", "é", "--help", "--quiet",
]  # fmt: skip
quick = settings(max_examples=40, phases=[Phase.explicit, Phase.generate])


def call(*arguments: str) -> None:
    """Raises what would be a traceback; only codes of the documentation otherwise."""
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code in (0, 1, 2), result.stderr
    assert "Traceback" not in result.stderr
    assert result.exit_code == 0 or result.output.strip()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@given(
    st.sampled_from(EXAMPLES),
    st.lists(st.tuples(st.integers(0, 50), st.sampled_from(WORDS)), min_size=1, max_size=3),
)
@quick
def test_examples_with_other_numbers(place: Path, example: Path, changes: list[tuple[int, str]]) -> None:
    text = example.read_text(encoding="utf-8")
    for which, word in changes:
        found = list(NUMBER.finditer(text))
        at = found[which % len(found)]
        text = text[: at.start()] + word + text[at.end() :]
    file = place / "s.toml"
    file.write_text(text, encoding="utf-8")
    call("run", str(file), "--dry-run")


@given(
    st.sampled_from(EXAMPLES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=5),
)
@quick
def test_examples_with_other_bytes(place: Path, example: Path, changes: list[tuple[float, int]]) -> None:
    content = bytearray(example.read_bytes())
    for where, value in changes:
        content[int(where * len(content))] = value
    file = place / "b.toml"
    file.write_bytes(content)
    call("run", str(file), "--dry-run")


@given(st.lists(st.sampled_from(ARGUMENTS), max_size=4))
@quick
def test_arguments(arguments: list[str]) -> None:
    """Nothing is solved here: `run` only with `--dry-run`."""
    call(*arguments, *(["--dry-run"] if "run" in arguments else []))
