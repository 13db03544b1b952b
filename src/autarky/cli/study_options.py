"""Options that the studies of ties share, and what they do with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from autarky.cuts.batch import Progress

Labels = list[str] | None

WorldOption = Annotated[str, typer.Option("--world", metavar="WORLD", help="World: name, or path of a file.")]
HorizonOption = Annotated[
    str, typer.Option("--horizon", metavar="TIME", help="Time to adjust (3m, 1y, 10y).")
]
LeakageOption = Annotated[
    float, typer.Option("--leakage", help="Share of the base quantity that still gets through.")
]
ResumeOption = Annotated[
    bool, typer.Option("--resume/--no-resume", help="Use cuts that ship solved or that earlier runs solved.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Solves at a time (default: one per core).", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, on standard output.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]


def split_labels(labels: Labels) -> Labels:
    """``["BLR,KAZ", "EU27"]`` as three labels; None stays None."""
    return [part.strip() for text in labels for part in text.split(",") if part.strip()] if labels else None


@contextmanager
def cut_progress(*, quiet: bool) -> "Iterator[Progress | None]":
    """A bar with the time left, on a terminal's standard error."""
    from autarky.cli.console import bar

    with bar("ties cut", quiet=quiet) as tell:
        yield tell
