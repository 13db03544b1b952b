"""`autarky check`: the figures of articles held against data."""

import json
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autarky.cli.guard import guarded, say
from autarky.cli.study_options import QuietOption

if TYPE_CHECKING:
    from autarky.claims.checking import Data
    from autarky.claims.model import Document
    from autarky.report.ledger_entries import Article

_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_EXTRA = ("babel", "opencc", "pypdf")
STANDARD_INPUT = "-"


@guarded
def check(
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARTICLE]...",
            help="Text, HTML, Markdown or PDF; - is standard input, which is also read where none is named.",
            show_default=False,
        ),
    ] = None,
    claim: Annotated[
        list[str] | None,
        typer.Option("--claim", metavar="TEXT", help="A sentence in place of an article. May be repeated."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--lang", metavar="CODE", help="zh, ru or en; found in the text.", show_default=False),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="DATE",
            help="Day of publication: 2024-05-31, 2024-05, 2024.",
            show_default=False,
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="FOLDER", help="Folder with more data than those that ship.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="Write the ledger as HTML.", show_default=False),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--reader",
            metavar="CODE",
            help="Language of the ledger: zh, ru, en; the article's.",
            show_default=False,
        ),
    ] = None,
    by_verdict: Annotated[
        bool, typer.Option("--by-verdict", help="Rows by what matters, not as in the text.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, and nothing else, on standard output.")
    ] = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print one JSON object a figure, with the fields of the gold set.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Check the figures of articles: right, right by another definition or in another year, wrong, or not decided."""
    from autarky.errors import InputError

    names = list(articles or ())
    if not names and not claim:
        if sys.stdin.isatty():
            raise InputError("name an article, or give a sentence with --claim; - reads standard input")
        names = [STANDARD_INPUT]
    if as_json and as_jsonl:
        raise InputError("--json and --jsonl both print; name one of them")
    if names.count(STANDARD_INPUT) > 1:
        raise InputError("- stands twice; standard input can be read once")
    if date is not None and not _DATE.fullmatch(date):
        raise InputError(f"--date {date}: expected 2024-05-31, 2024-05 or 2024")
    if out is not None and (out.suffix != ".html" or not out.absolute().parent.is_dir()):
        raise InputError(f"--out {out}: expected a .html file in a folder that exists")
    if out is not None and any(_same(out, name) for name in names):
        raise InputError(f"--out {out} is the article itself; name another file")
    _extra()
    from autarky.claims.checking import Data
    from autarky.cli.console import progress
    from autarky.report.ledger_words import words

    if reader is not None:
        words(reader)
    at_hand = Data.shipped() if data is None else Data.from_folder(data)
    found: list[Article] = []
    bad = 0
    with progress("reading ...", quiet=quiet or as_json or as_jsonl) as tell:
        for name, document in _documents(names, list(claim or ()), language):
            tell(f"{name} ...")
            try:
                if isinstance(document, Exception):
                    raise document
                found.append(_checked(replace(document, published=date) if date else document, at_hand))
            except InputError as e:
                bad += 1
                say(str(e))
    if out is not None and found:
        if bad:
            say(f"{out} is not written: {bad} of {bad + len(found)} articles could not be checked")
        else:
            _write(out, found, reader, data)
    if found:
        _print(
            found, reader, out if not bad else None, as_json=as_json, as_jsonl=as_jsonl, by_verdict=by_verdict
        )
    if bad:
        raise typer.Exit(InputError.exit_code)


def _same(out: Path, name: str) -> bool:
    return (
        name != STANDARD_INPUT and "\0" not in name and out.exists() and out.resolve() == Path(name).resolve()
    )


def _extra() -> None:
    from importlib.util import find_spec

    from autarky.errors import AutarkyError

    if any(find_spec(name) is None for name in _EXTRA):
        raise AutarkyError("Checking articles needs more packages: pip install 'autarky[claims]'")


def _documents(
    names: list[str], claims: list[str], language: str | None
) -> "Iterator[tuple[str, Document | Exception]]":
    """Each article read, or the error that says why not."""
    from autarky.claims import document, read
    from autarky.errors import InputError

    for name in names:
        try:
            if "\0" in name:
                raise InputError("There is no file of that name.")
            yield name, read(name, language=language)
        except InputError as e:
            yield name, e
    for k, text in enumerate(claims, 1):
        name = "claim" if len(claims) == 1 else f"claim {k}"
        try:
            if any("\ud800" <= c <= "\udfff" for c in text):
                raise InputError("--claim holds bytes that are no text; give it in UTF-8")
            yield name, document(text, name, language=language)
        except InputError as e:
            yield name, e


def _checked(document: "Document", data: "Data") -> "Article":
    """An article with its claims checked. Raises `InputError` where it holds no figures."""
    from autarky.claims import find, understand
    from autarky.claims.checking import check as verdicts
    from autarky.errors import InputError
    from autarky.report.ledger_entries import Article

    claims = understand(document, find(document))
    if not claims:
        raise InputError(f"{document.name} holds no figures to check.")
    return Article(document, tuple(verdicts(claims, data)))


def _write(out: Path, found: "list[Article]", reader: str | None, data: Path | None) -> None:
    from autarky.files.writing import replacing
    from autarky.report.ledger import ledger_page

    page = ledger_page(found, reader=reader, data=_data(found, data), again=_again())
    with replacing(out) as temporary:
        temporary.write_text(page, encoding="utf-8", newline="\n")


def _data(found: "list[Article]", data: Path | None) -> list[str]:
    """What was looked up: the sources of all truths."""
    sources = dict.fromkeys(t.source for a in found for c in a.checked for t in c.truth)
    return sorted(sources)


def _again() -> str:
    return shlex.join(["autarky", *sys.argv[1:]])


def _print(
    found: "list[Article]",
    reader: str | None,
    out: Path | None,
    *,
    as_json: bool,
    as_jsonl: bool,
    by_verdict: bool,
) -> None:
    if as_jsonl:
        for article in found:
            for checked in article.checked:
                typer.echo(json.dumps(checked.to_gold(), ensure_ascii=False, allow_nan=False))
        return
    if as_json:
        typer.echo(json.dumps(_plain(found), indent=1, ensure_ascii=False, allow_nan=False))
        return
    from autarky.cli.console import show
    from autarky.report.ledger_terminal import terminal_ledger
    from autarky.report.ledger_words import words

    show(terminal_ledger(found, words(reader or "en"), by_verdict=by_verdict))
    if out is not None:
        typer.echo(f"\nLedger: {out}")


def _plain(found: "list[Article]") -> dict[str, Any]:
    """Articles, figures and evidence as plain values, for `--json`."""
    from collections import Counter
    from dataclasses import asdict

    from autarky import __version__

    return {
        "autarky_check": "1",
        "autarky": __version__,
        "articles": [
            {
                "doc": a.document.name,
                "lang": a.document.language,
                "published": a.document.published,
                "figures": len(a.checked),
                "verdicts": dict(Counter(c.verdict for c in a.checked)),
                "claims": [
                    c.to_gold()
                    | {
                        "would_decide": [asdict(n) for n in c.needed],
                        "conflicts": [n.other for n in c.conflicts],
                        "scenario": c.scenario,
                        "not_understood": list(c.claim.not_understood),
                    }
                    for c in a.checked
                ],
            }
            for a in found
        ],
    }
