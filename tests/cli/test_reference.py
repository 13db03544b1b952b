"""The reference pages are what the code says now."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("acts.md", "cli.md", "guarantee-file.md", "measures.md", "python.md", "sources.md", "world-spec.md")


def test_reference_pages_are_current(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]; import generate_reference as g, pathlib;"
        "g.FOLDER = pathlib.Path(sys.argv[3]); g.STUB = g.FOLDER / '__init__.pyi'; g.main()"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(ROOT / "tools"), str(ROOT / "src"), str(tmp_path)],
        check=True,
        timeout=60,
    )
    for page in PAGES:
        kept = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
        assert kept == (tmp_path / page).read_text(encoding="utf-8"), "run python tools/generate_reference.py"
    stub = (ROOT / "src" / "autarky" / "acts" / "__init__.pyi").read_text("utf-8")
    assert stub == (tmp_path / "__init__.pyi").read_text("utf-8"), "run python tools/generate_reference.py"
