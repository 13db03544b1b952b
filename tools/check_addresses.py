"""Try every address of every source and say which do not answer: for a weekly run, as publishers move files.

    python tools/check_addresses.py [SOURCE ...] [--all]

Asks for the headers of the newest part of each file (all parts with --all); nothing is downloaded. Exit code 1
where an address fails. A source whose publisher wants a browser is listed, not tried.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from autarky.sources.base import Piece
from autarky.sources.io.http import new_session
from autarky.sources.registry import find_source, sources

SECONDS = 30


@dataclass(frozen=True)
class Tried:
    source: str
    url: str
    works: bool
    said: str


def newest(pieces: Sequence[Piece], *, everything: bool) -> list[Piece]:
    """One piece for each pattern of addresses: the one of the latest year."""
    if everything:
        return list(pieces)
    by_pattern: dict[tuple[str, ...], Piece] = {}
    for piece in pieces:
        pattern = tuple("".join("#" if c.isdigit() else c for c in url) for url in piece.urls)
        known = by_pattern.get(pattern)
        if known is None or max(piece.years, default=0) > max(known.years, default=0):
            by_pattern[pattern] = piece
    return list(by_pattern.values())


def try_address(source: str, url: str) -> Tried:
    """Headers of an address; a server that refuses HEAD is asked for the first byte."""
    import requests

    with new_session() as session:
        try:
            answer = session.head(url, timeout=SECONDS, allow_redirects=True)
            if answer.status_code in (403, 405, 501):
                answer = session.get(
                    url, timeout=SECONDS, headers={"Range": "bytes=0-0"}, stream=True, allow_redirects=True
                )
        except requests.RequestException as e:
            return Tried(source, url, False, type(e).__name__)
        kind = answer.headers.get("Content-Type", "")
        page = "html" in kind and not url.endswith((".html", ".htm"))
        said = f"{answer.status_code}" + (" a page of HTML" if page else "")
        return Tried(source, url, answer.ok and not page, said)


def main(arguments: Sequence[str]) -> int:
    names = [a for a in arguments if not a.startswith("--")]
    chosen = [find_source(n) for n in names] or list(sources().values())
    failed = 0
    for source in chosen:
        pieces = newest(source.pieces(), everything="--all" in arguments)
        if not any(p.urls for p in pieces):
            print(f"-     {source.about.name}: fetched by hand")
        for url in dict.fromkeys(u for p in pieces for u in p.urls):
            tried = try_address(source.about.name, url)
            failed += not tried.works
            print(
                f"{'ok   ' if tried.works else 'FAILS'} {tried.source}: {tried.url} ({tried.said})",
                flush=True,
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
