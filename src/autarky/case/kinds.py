"""What may answer a part of a case beside a scenario and a guarantee: an article, ties, measures over the years."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from autarky.acts.base import Text
from autarky.errors import InputError
from autarky.files.fields import FieldError, Model, blame
from autarky.files.source import Source, parse, read_text

ARTICLES = (".txt", ".md", ".html", ".htm", ".pdf")  # endings of a file whose figures are checked
HINT = "; docs/how-to/case.md has one to start from"


@dataclass(frozen=True)
class ArticleFile:
    """An article: its part is answered by the ledger of its figures."""

    path: Path


class Ties(Model):
    """The ties of one economy. Raises `FieldError` for wrong fields."""

    of: str = Field(description="whose dependence is asked")
    on: Sequence[str] = Field(default=(), description="partners that must be shown; the first by sector")
    world: str = Field(default="icio-2022", description="name of a world or path of a world file")
    horizon: str | float = Field(default="1y", description="time to adjust when a tie is cut")
    leakage: float = Field(default=0.1, ge=0, le=1, description="share of trade that survives the cut")


class Series(Model):
    """One economy's shares of trade over the years, beside votes and treaties. Raises `FieldError` for wrong fields."""

    of: str = Field(description="whose ties are asked")
    on: Sequence[str] = Field(min_length=1, description="partners shown one by one")
    measures: Sequence[Literal["exports", "imports"]] = Field(
        default=("exports", "imports"), min_length=1, description="shares of its exports and imports"
    )
    panel: str = Field(description="folder with trade by year (YEAR.npz)")
    votes: str = Field(default="", description="file of un-votes (default: the table fetched last)")
    treaties: str = Field(default="", description="file of atop (default: the table fetched last)")


class KindFile(Model):
    """A file that holds one question: `[ties]` or `[series]`. Raises `FieldError` for wrong fields."""

    title: Text = Field(default="", description="one line for people")
    look_for: Text = Field(default="", description="one paragraph: what to look for in the answer")
    ties: Ties | None = Field(default=None, description="table: the ties of one economy")
    series: Series | None = Field(default=None, description="table: measures over the years")

    def __init__(self, **data: Any) -> None:
        data = dict(data)
        for name, model in (("ties", Ties), ("series", Series)):
            if isinstance(data.get(name), dict):
                with blame(name):
                    data[name] = model(**{str(k): v for k, v in data[name].items()})
        super().__init__(**data)
        if (self.ties is None) == (self.series is None):
            raise FieldError([((), "expected one table, [ties] or [series]")])

    @classmethod
    def from_file(cls, path: Path) -> "KindFile":
        """Read a TOML file. Raises `InputError` with lines."""
        data, source = parse(read_text(path, "question", HINT), str(path), "question", HINT)
        source = Source(source.name, source.lines, path.parent)
        try:
            return cls(**{str(k): v for k, v in data.items()})
        except FieldError as e:
            raise source.explain(e) from None


def is_article(name: str) -> bool:
    return Path(name).suffix.lower() in ARTICLES


def table_of(path: Path) -> str:
    """Which of `guarantee`, `ties` and `series` the file at `path` holds; empty for a scenario and for what is said
    better where it is read."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return ""
    return next((k for k in ("guarantee", "ties", "series") if k in held), "")


def article_file(path: Path) -> ArticleFile:
    """The article at `path`. Raises `InputError` where checking articles needs packages that are not here."""
    from importlib.util import find_spec

    if find_spec("babel") is None or find_spec("opencc") is None:
        raise InputError("checking articles needs more packages: pip install 'autarky[claims]'")
    return ArticleFile(path)
