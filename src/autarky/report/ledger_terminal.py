"""The ledger in a terminal: what holds and what does not, one line a figure, whatever the width."""

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from autarky.report.ledger_entries import Article, Entry, headline
from autarky.report.ledger_words import Words

# narrow in every terminal, in colour or not
_SIGNS = {
    "right": ("✓", "green"), "right_by_another_definition": ("~", "blue"), "right_in_another_year": ("@", "magenta"),
    "wrong": ("✗", "bold red"), "implausible_unit": ("!", "bold yellow"), "not_checkable": ("?", "dim"),
}  # fmt: skip
_ROOM = (
    90  # columns of a terminal that has room for what a figure is about; half of it, for the verdict in words
)
_WIDEST = 16  # columns of a figure; longer ones are cut with an ellipsis


def terminal_ledger(articles: Sequence[Article], words: Words, *, by_verdict: bool = False) -> RenderableType:
    """A headline and a table for each article; rows as in the text, or what matters first."""
    shown: list[RenderableType] = []
    first = 1
    for article in articles:
        entries = article.entries(words, first)
        first += len(entries)
        if shown:
            shown.append(Text(""))
        if len(articles) > 1:
            shown.append(Text(article.document.name, style="bold underline"))
        shown += [Text(headline(entries, words), style="bold"), Text("")]
        shown.append(_Rows(sorted(entries, key=lambda e: e.rank) if by_verdict else entries, words))
        commands = dict.fromkeys(command for e in entries for _, command in e.needed if command)
        if commands:
            shown += [Text(""), Text(f"{words.page['decides']}{words.table['colon']}{'; '.join(commands)}")]
    return Group(*shown)


class _Rows:
    """The figures of an article; the narrower the terminal, the fewer columns."""

    def __init__(self, entries: Sequence[Entry], words: Words) -> None:
        self.entries = entries
        self.words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Table]:
        words, page = self.words, self.words.page
        about, named = options.max_width >= _ROOM, options.max_width >= _ROOM // 2
        table = Table(show_edge=False, pad_edge=False, expand=True)
        table.add_column(
            "", justify="right", no_wrap=True, min_width=len(str(max(e.number for e in self.entries)))
        )
        table.add_column(page["figure"], no_wrap=True, overflow="ellipsis", max_width=_WIDEST)
        table.add_column(page["verdict"] if named else "", no_wrap=True, overflow="ellipsis")
        if about:
            table.add_column(page["about"], no_wrap=True, overflow="ellipsis", ratio=2)
        table.add_column(page["evidence"], no_wrap=True, overflow="ellipsis", ratio=3)
        for e in self.entries:
            sign, style = _SIGNS[e.verdict]
            cells = [e.span, f"{sign} {words('short', e.verdict)}" if named else sign]
            cells += [e.about] if about else []
            cells += [_evidence(e, words)]
            shown = [Text(_line(c), style=style if k == 1 else "") for k, c in enumerate(cells)]
            table.add_row(str(e.number), *shown)
        yield table


def _evidence(entry: Entry, words: Words) -> str:
    """The truth the verdict rests on in a line; without one, why there is none."""
    if entry.best is None or entry.verdict == "not_checkable":
        return entry.reason
    fact = entry.best
    return words.join([fact.value, fact.definition, fact.year, fact.source])


def _line(text: str) -> str:
    """Without anything that moves the cursor."""
    return "".join(c if c.isprintable() else " " for c in text)
