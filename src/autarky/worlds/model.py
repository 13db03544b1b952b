"""The file that describes a world to build: fields, defaults, and its reading with the line of every error."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError

from autarky.errors import InputError
from autarky.files.fields import FieldError, Model
from autarky.files.source import Source, parse, read_text
from autarky.worlds.zoom import ZoomSpec

HINT = "; `autarky world build --example` prints a spec to start from"


EXAMPLE = """\
# A world of your own: autarky world build world.toml
name = "eurasia-2022"
title = "Belarus, Russia, China and the EU, goods in detail"

# Start from a world that autarky carries ...
world = "icio-2022"
# ... with the trade of another year, from a folder of YEAR.npz with the same labels,
# panel = "trade-by-year"
# year = 2019
# ... or from a table: autarky data get oecd-icio --year 2021, then
# source = "oecd-icio"
# year = 2021
# inventories = "keep"      # or positive, drop
# closing = "leontief"      # or ras, gras, entropy

rest = "keep"               # what is not named below stays single; merge: becomes ROW and REST

[regions]                   # new label = what it is made of: countries and groups
EU = "EU27"

[sectors]
SERVICES = "services"

# [tariffs]
# file = "tariffs.csv"      # origin, destination, sector (or HS product), rate
# absent = "refuse"         # or zero
"""


def _labels(value: Any) -> tuple[str, ...]:
    given = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else None
    if not given or not all(isinstance(v, str) and v.strip() for v in given):
        raise ValueError(f"expected a label or a list of labels, got {value!r:.60}")
    return given


def _plan(value: Any) -> Any:
    """A list of what to keep, or a table new label -> what it is made of."""
    if isinstance(value, Mapping):
        return {str(k): _labels(v) for k, v in value.items()}
    return _labels(value)


Labels = Annotated[Sequence[str], BeforeValidator(_labels)]
Plan = Annotated[Mapping[str, Sequence[str]] | Sequence[str], BeforeValidator(_plan)]


class Hold(Model):
    """Cells that may not move, or move less than others, where the accounts are closed by fitting."""

    origin: Labels = Field(default=("world",), description="who sells")
    destination: Labels = Field(default=("world",), description="who buys")
    sectors: Labels = Field(default=("all",), description="of which sectors")
    weight: float | None = Field(
        default=None,
        gt=0,
        description="resistance to moving, 1 is usual (closing entropy only); left out: may not move",
    )


class Tariffs(Model):
    """Where ad valorem tariffs are from."""

    source: str = Field(default="", description="a source of tariffs (autarky data list)")
    file: str = Field(
        default="",
        description="or a table of one's own: csv or parquet with origin, destination, sector, rate",
    )
    year: int | None = Field(default=None, description="year of the tariffs (default: that of the world)")
    absent: Literal["refuse", "zero"] = Field(
        default="refuse",
        description="pairs that trade but have no rate: refuse, or take them as free of duty",
    )

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        if bool(self.source) == bool(self.file):
            raise FieldError([((), "name either a source or a file of tariffs")])


class Spec(Model):
    """A world to build. Raises `FieldError` for wrong fields."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$", description="short name of the world")
    title: str = Field(default="", description="one line for people")
    source: str = Field(default="", description="a source of inter-country tables (autarky data list)")
    year: int | None = Field(default=None, description="year of the table")
    edition: str = Field(default="", description="edition of the source (default: the newest with that year)")
    file: str = Field(default="", description="a raw file of the source, instead of the one fetched")
    world: str = Field(default="", description="a world to start from, instead of a source")
    panel: str = Field(
        default="",
        description="a folder of trade by year (YEAR.npz): the world of that year, with the input structure of"
        " `world` fitted to it",
    )
    inventories: Literal["keep", "positive", "drop"] = Field(
        default="keep",
        description="changes of stocks: keep them in final demand (cells that become negative are set to zero),"
        " keep only positive ones, or drop them",
    )
    closing: Literal["leontief", "ras", "gras", "entropy"] = Field(
        default="leontief",
        description="leontief: output follows final demand at unchanged technology; ras, gras, entropy: output"
        " stays and the cells are fitted",
    )
    hold: Sequence[Hold] = Field(default=(), description="cells that may not move, or less than others")
    regions: Plan | None = Field(
        default=None,
        description="economies: a list to keep (groups become regions, the rest ROW) or a table of new labels",
    )
    sectors: Plan | None = Field(
        default=None, description="sectors: a list to keep (the rest becomes REST) or a table of new labels"
    )
    rest: Literal["keep", "merge"] | None = Field(
        default=None, description="what is not named: keep it single, or merge it"
    )
    tariffs: Tariffs | None = Field(default=None, description="ad valorem tariffs")
    zoom: Sequence[Mapping[str, Any]] = Field(default=(), description="products split out of sectors")

    _source: Source = PrivateAttr(default_factory=Source)

    def __init__(self, **data: Any) -> None:
        errors: list[tuple[tuple[str | int, ...], str]] = []
        for field, model in (("hold", Hold), ("tariffs", Tariffs)):
            given = data.get(field)
            if field == "hold" and isinstance(given, list):
                made = []
                for k, entry in enumerate(given):
                    made.append(_made(model, entry, (field, k), errors))
                data[field] = [m for m in made if m is not None]
            elif field == "tariffs" and isinstance(given, Mapping):
                data[field] = _made(model, given, (field,), errors)
        for k, entry in enumerate(data.get("zoom") or ()):  # checked here, read when its turn comes
            _made(ZoomSpec, entry, ("zoom", k), errors)
        try:
            super().__init__(**data)
        except (FieldError, ValidationError) as e:
            errors += e.errors if isinstance(e, FieldError) else []
        if not errors:
            errors += self._contradictions()
        if errors:
            raise FieldError(errors)

    def _contradictions(self) -> list[tuple[tuple[str | int, ...], str]]:
        found: list[tuple[tuple[str | int, ...], str]] = []
        if bool(self.source) == bool(self.world):
            found.append(((), "name either a source (with its year) or a world to start from"))
        if self.world and (
            (self.year is not None and not self.panel) or self.file or self.edition or self.hold
        ):
            found.append(
                (
                    ("world",),
                    "a world has its year and is closed already: year (without a panel), edition, file and hold"
                    " go with source",
                )
            )
        if self.panel and not self.world:
            found.append(
                (("panel",), "a panel has trade alone: name the world whose input structure is fitted")
            )
        if self.panel and self.world and self.year is None:
            found.append((("panel",), "say which year of the panel, for example year = 2019"))
        if self.source and self.year is None and not self.file:
            found.append((("source",), "say which year, for example year = 2022"))
        if self.hold and self.closing == "leontief":
            found.append((("hold", 0), 'cells can be held with closing = "ras", "gras" or "entropy"'))
        if any(h.weight is not None for h in self.hold) and self.closing != "entropy":
            found.append((("hold", 0), 'weights need closing = "entropy"'))
        return found

    @property
    def origin(self) -> Source:
        """File and lines, for messages."""
        return self._source

    @classmethod
    def from_file(cls, path: str | Path) -> "Spec":
        """Read a spec; `InputError` with lines for what is wrong."""
        path = Path(path)
        return cls.from_toml(read_text(path, "spec of a world", HINT), str(path), path.parent)

    @classmethod
    def from_toml(cls, text: str, name: str = "spec", folder: Path | None = None) -> "Spec":
        """Read TOML text; `name` stands for the file in messages, `folder` is where relative paths begin."""
        data, source = parse(text, name, "spec of a world", HINT)
        try:
            spec = cls(**{str(k): v for k, v in data.items()})
        except FieldError as e:
            raise source.explain(e) from None
        spec._source = Source(source.name, source.lines, folder, ())
        return spec

    def path(self, given: str) -> Path:
        """A path in the spec: relative ones begin at its folder."""
        path = Path(given).expanduser()
        return path if path.is_absolute() or self._source.folder is None else self._source.folder / path

    def blame(self, field: str, message: str) -> InputError:
        """An error about a field, with its line."""
        return InputError(f"{self._source.where((field,))}{message}")


def _made(
    model: type[Model],
    entry: Any,
    path: tuple[str | int, ...],
    errors: list[tuple[tuple[str | int, ...], str]],
) -> Any:
    if not isinstance(entry, Mapping):
        errors.append((path, f"expected a table of fields, got {entry!r:.60}"))
        return None
    try:
        return model(**{str(k): v for k, v in entry.items()})
    except FieldError as e:
        errors += e.below(*path).errors
        return None
