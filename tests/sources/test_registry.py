"""Sources: one interface, documented, light to import; others add theirs."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from autarky.errors import AutarkyError, InputError
from autarky.sources import registry
from autarky.sources.base import Source
from autarky.sources.registry import BUILT_IN, find_source, sources

NAMES = list(BUILT_IN)


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_is(name: str) -> None:
    source = find_source(name)
    about = source.about
    assert isinstance(source, Source) and about.name == name
    for field in ("title", "provider", "coverage", "unit", "licence", "citation", "definitions"):
        assert getattr(about, field), f"{name}: {field} is empty"
    assert about.url.startswith(("https://", "http://"))
    assert all(c.meaning for c in source.columns) and len({c.name for c in source.columns}) == len(
        source.columns
    )
    pieces = source.pieces()
    assert len({p.key for p in pieces}) == len(pieces)
    for piece in pieces:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", piece.key) and re.fullmatch(r"[^/\\~]+", piece.file)
        assert all(u.startswith(("https://", "http://")) for u in piece.urls), piece
        assert all(1800 <= y <= 2100 for y in piece.years)


def test_importing_all_sources_is_light() -> None:
    """`autarky data list` imports every source: none may load pandas, pyarrow, numpy or requests for that."""
    code = (
        "import sys; from autarky.sources.registry import BUILT_IN; from importlib import import_module\n"
        "[import_module(f'autarky.sources.{m}') for m in BUILT_IN.values()]\n"
        "print([m for m in ('pandas', 'pyarrow', 'requests', 'duckdb', 'jax', 'xarray') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "[]"


@pytest.fixture
def fresh() -> Iterator[None]:
    sources.cache_clear()
    yield
    sources.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_others_add_theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "harbours_source.py").write_text(
        "from autarky.sources.politics.atop import SOURCE as ATOP\n"
        "class Harbours:\n"
        "    about, columns = ATOP.about, ATOP.columns\n"
        "    def pieces(self): return ()\n"
        "    def read(self, path, piece, only, notes): yield from ()\n"
        "SOURCE, BROKEN = Harbours(), 3\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    def entry(name: str, value: str) -> EntryPoint:
        return EntryPoint(name=name, value=value, group=registry.GROUP)

    found = [entry("harbours", "harbours_source:SOURCE"), entry("baci", "harbours_source:SOURCE")]
    monkeypatch.setattr(registry, "entry_points", lambda group: found)
    assert find_source("Harbours").pieces() == ()
    assert find_source("baci").pieces()  # nobody replaces a source unseen
    sources.cache_clear()
    found[:] = [entry("broken", "harbours_source:BROKEN")]
    with pytest.raises(AutarkyError, match="is not a data source"):
        find_source("atop")


def test_near_misses() -> None:
    with pytest.raises(InputError, match="did you mean baci"):
        find_source("bacci")
