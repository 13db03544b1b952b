"""The ledger: one HTML file that needs nothing else, with an article's figures marked in place and their evidence."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from autarky import __version__
from autarky.report.ledger_article import Piece, paragraphs, title
from autarky.report.ledger_entries import ORDER, Article, Entry, finding, headline
from autarky.report.ledger_words import Words, words
from autarky.report.templates import asset, render


@dataclass(frozen=True)
class Shown:
    """An article as the page shows it."""

    title: str
    name: str
    lang: str
    language: str
    published: str
    paragraphs: list[list[Piece]]
    entries: list[Entry]


def ledger_page(
    articles: Sequence[Article],
    *,
    reader: str | None = None,
    data: Sequence[str] = (),
    again: str = "autarky check article.txt --out ledger.html",
) -> str:
    """The ledger as HTML. `reader` is the language of its words, that of the first article where None; `data` names
    what was looked up, `again` is the command that does it again. Raises `InputError` for an unknown language.

    All text of the articles is escaped, and the page allows no script but its own.
    """
    told = words(reader or articles[0].document.language)
    shown = _shown(articles, told)
    entries = [e for s in shown for e in s.entries]
    script = asset("ledger.js").strip()
    return render(
        "ledger",
        w=told,
        t=told.page,
        order=ORDER,
        present=[v for v in ORDER if any(e.verdict == v for e in entries)],
        title=(len(shown) == 1 and shown[0].title) or told.page["kind"],
        articles=shown,
        finding=("" if told.locale == "zh" else " ").join(finding(entries, told)),
        headline=headline(entries, told),
        entries=entries,
        sorted=sorted(entries, key=lambda e: e.rank),
        data=list(data),
        citations=sorted({t.citation for e in entries for t in e.truths if t.citation}),
        again=again,
        version=__version__,
        file=_file,
        link=_link,
        sheet=Markup(asset("ledger.css")),
        script=Markup(script),
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _shown(articles: Sequence[Article], told: Words) -> list[Shown]:
    made: list[Shown] = []
    first = 1
    for article in articles:
        document = article.document
        entries = article.entries(told, first)
        first += len(entries)
        heading, told_in = title(document), paragraphs(document, entries)
        if heading and told_in and [p.text for p in told_in[0]] == [heading]:
            told_in = told_in[1:]  # it stands above already
        made.append(
            Shown(
                title=heading,
                name=document.name,
                lang=document.language,
                language=told("languages", document.language),
                published=document.published or "",
                paragraphs=told_in,
                entries=entries,
            )
        )
    return made


def _file(entry: Entry) -> str:
    """The name under which a scenario is downloaded."""
    return f"figure-{entry.number}.toml"


def _link(text: str) -> str:
    """A link that holds the text itself, so that it can be downloaded without a network."""
    return f"data:text/plain;charset=utf-8,{quote(text, safe='')}"
