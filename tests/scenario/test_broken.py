"""The corpus of broken scenarios: each file fails with exactly the message that stands beside it.

To take over changed messages after reading them: run `python tests/scenario/test_broken.py`.
"""

from pathlib import Path

import pytest

from autarky.errors import InputError
from autarky.scenario import Scenario, solve_all

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(FOLDER.glob("*.toml"))


def message(path: Path) -> str:
    """What a user is told, the folder left out; empty if nothing is wrong."""
    try:
        scenario = Scenario.from_file(path)
        world = scenario.load_world()
        scenario.resolve(world)
        solve_all(world, scenario)
    except InputError as e:
        return str(e).replace(f"{FOLDER}/", "") + "\n"
    return ""


@pytest.mark.parametrize("path", FILES, ids=[f.stem for f in FILES])
def test_message(path: Path) -> None:
    told = message(path)
    assert told
    assert told == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_corpus_is_complete() -> None:
    assert len(FILES) > 40
    assert {f.stem for f in FILES} == {f.stem for f in FOLDER.glob("*.txt")}


if __name__ == "__main__":
    for file in FILES:
        file.with_suffix(".txt").write_text(message(file), encoding="utf-8")
