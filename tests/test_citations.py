"""What the source text cites of the repository is there: every page, and the section named beside it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CITED = re.compile(r'(?P<page>[\w./-]*[\w-]\.md)\b(?:`*,\s+"(?P<section>[^"\n]+)")?')


def citations() -> list[tuple[str, str, str | None]]:
    files = sorted((ROOT / "src").rglob("*.py"))
    return [
        (str(f.relative_to(ROOT)), m["page"], m["section"])
        for f in files
        for m in CITED.finditer(f.read_text("utf-8"))
    ]


def test_cited_pages_and_their_sections_exist() -> None:
    found = citations()
    assert len(found) > 10  # the pattern still sees them
    missing = []
    for file, page, section in found:
        there = ROOT / page
        if not there.is_file():
            missing.append(f"{file}: {page}")
        elif section is not None and not re.search(
            rf"^#+ .*{re.escape(section)}|\*\*{re.escape(section)}", there.read_text("utf-8"), re.MULTILINE
        ):
            missing.append(f"{file}: {page} has no section {section!r}")
    assert not missing
