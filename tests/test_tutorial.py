"""The tutorial runs as it stands, block by block; its figures are asserted in the page itself."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"


@pytest.mark.slow
def test_the_tutorial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "tutorial"}
    text = PAGE.read_text("utf-8")
    blocks = list(re.finditer(r"```python\n(.*?)```", text, re.DOTALL))
    assert len(blocks) > 15
    for block in blocks:
        line = text[: block.start(1)].count("\n")
        # padded so that a traceback names the line of the page
        exec(compile("\n" * line + block[1], str(PAGE), "exec"), names)
    assert (tmp_path / "runs" / "chemicals" / "report.html").is_file()
    assert {"a", "b", "difference"} <= set(names["difference"].columns)  # type: ignore[attr-defined]
