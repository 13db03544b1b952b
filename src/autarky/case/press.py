"""A part answered by a ledger: the figures of an article, checked."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.acts.exhibits import Column, Exhibit
from autarky.case.outcome import PartOutcome
from autarky.case.run import Solved, Tell

if TYPE_CHECKING:
    from autarky.report.ledger_entries import Entry


@dataclass(frozen=True)
class ArticleJob:
    """An article to be checked, against the data that ship and those in `data` where that folder is there."""

    name: str
    path: Path
    data: Path | None

    def key(self) -> str:
        """Changes with the article, the version and the data at hand."""
        from autarky import __version__

        held = sorted(p.name for p in self.data.iterdir()) if self._there() and self.data else []
        given = [__version__, hashlib.sha256(self.path.read_bytes()).hexdigest(), held]
        return hashlib.sha256(json.dumps(given).encode()).hexdigest()

    def solve(self, tell: Tell) -> Solved:
        """Check its figures. Raises `AutarkyError` for an article that cannot be read or holds none."""
        from autarky.claims import find, read, understand
        from autarky.claims.checking import Data, check
        from autarky.errors import InputError
        from autarky.report.ledger import ledger_page
        from autarky.report.ledger_article import title
        from autarky.report.ledger_entries import Article, finding, headline
        from autarky.report.ledger_words import words

        tell("checking its figures")
        document = read(self.path)
        claims = understand(document, find(document))
        if not claims:
            raise InputError(f"{self.path.name} holds no figures to check")
        data = Data.from_folder(self.data) if self._there() and self.data else Data.shipped()
        article = Article(document, check(claims, data))
        told = words("en")
        entries = article.entries(told)
        sources = sorted({t.source for c in article.checked for t in c.truth})
        notes = [] if self._there() else ["more data than those that ship were not at hand"]
        outcome = PartOutcome(
            title=title(document) or f"The figures of {self.path.name}",
            answer=(headline(entries, told), *finding(entries, told)),
            exhibits=(_exhibit(sorted(entries, key=lambda e: e.rank)),),
            notes=tuple(notes),
            sources=tuple(sources),
            report=f"parts/{self.name}/report.html",
        )
        again = f"autarky check {self.path.name} --out ledger.html"
        return Solved(outcome, writer(ledger_page([article], data=sources, again=again)))

    def _there(self) -> bool:
        return self.data is not None and self.data.is_dir()


def _exhibit(entries: "list[Entry]") -> Exhibit:
    rows = []
    for e in entries:
        fact = e.best if e.verdict != "not_checkable" else None
        said = f"{fact.value}: {fact.definition}, {fact.year}, {fact.source}" if fact else e.reason
        rows.append((e.span, e.verdict.replace("_", " "), e.about, said))
    columns = tuple(
        Column(c) for c in ("Figure", "Verdict", "What it says", "Nearest in the data, or why there is none")
    )
    note = "What matters first. The report of its own marks the figures in the article."
    return Exhibit("The figures, one by one", note, columns, tuple(rows))


def writer(page: str) -> Callable[[Path], object]:
    """What writes `page` as the report of a part's folder, whole or not at all."""

    def write(folder: Path) -> None:
        from autarky.files.writing import replacing
        from autarky.runs.new_folder import new_folder

        with new_folder(folder, force=True) as empty, replacing(empty / "report.html") as temporary:
            temporary.write_text(page, encoding="utf-8", newline="\n")

    return write
