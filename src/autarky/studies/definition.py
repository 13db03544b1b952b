"""What a study asks, as STUDY.toml says it, checked: a base scenario and what varies around it."""

import copy
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from autarky.errors import InputError
from autarky.files.fields import FieldError, Model
from autarky.files.source import Source, parse, read_text
from autarky.uncertainty import SEED

HINT = "; docs/how-to/studies.md has one to start from"
TOLERANCE = 1e-8  # of residuals in logs: changes are right to eight digits after the point, in fewer steps
MOST_DRAWS = 100_000


def _name(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", value):
        raise ValueError(
            f"{value!r:.90} is no name: letters, digits, - _ and . only, at most 80 (it names a folder)"
        )
    return value


def _whole(low: int, high: int) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"expected a whole number from {low} to {high}, got {value!r:.40}")
        return value

    return BeforeValidator(check)


def _small(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1e-13 <= value <= 1e-3:
        raise ValueError(f"expected a number from 1e-13 to 1e-3 (residual in logs), got {value!r:.40}")
    return float(value)


def _flat(value: Any) -> Any:
    """A table of settings with dotted keys; ``acts.1.leakage`` without quotes is nested tables in TOML."""
    return dict(_leaves(value, "")) if isinstance(value, Mapping) else value


def _leaves(table: Mapping[str, Any], before: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        name = f"{before}{key}"
        nested = isinstance(value, Mapping) and name != "pairs"
        found += _leaves(value, f"{name}.") if nested else [(name, value)]
    return found


def _lists(value: Any) -> Any:
    flat = _flat(value)
    if isinstance(flat, dict):
        for key, entries in flat.items():
            if key == "pairs":
                continue
            if not isinstance(entries, list | tuple) or not entries:
                raise ValueError(f"{key}: expected a list of at least one value, got {entries!r:.60}")
    return flat


class Pairs(Model):
    """Two fields that run over pairs of economies; a pair is never an economy with itself."""

    of: str | Sequence[str] = Field(default="all", description='economies or groups; "all": the whole world')
    partners: str | Sequence[str] | None = Field(
        default=None, description="second of a pair (default: the same economies as `of`)"
    )
    fields: tuple[str, str] = Field(
        default=("acts.1.origin", "acts.1.destination"), description="the two fields of the scenario"
    )
    ordered: bool | None = Field(
        default=None, description="A-B and B-A are two cases (default: unless act 1 is both_ways)"
    )


def _pairs(value: Any) -> Any:
    return Pairs(**value) if isinstance(value, Mapping) else Pairs(of=value) if value is not None else None


class Study(Model):
    """A study, checked as far as it can be without its worlds. Raises `InputError` for wrong fields."""

    name: Annotated[str, BeforeValidator(_name)] = Field(
        default="study", description="short name, also of its folder in the store (default: the file's)"
    )
    title: str = Field(default="", description="one line for people")
    scenario: str | Mapping[str, Any] = Field(
        description="the base scenario: a table as in a scenario file, or the path of such a file"
    )
    grid: Annotated[Mapping[str, Any], BeforeValidator(_lists)] = Field(
        default_factory=dict,
        description="dotted path of a field -> list of its values; all combinations are solved",
    )
    zip: Sequence[Annotated[Mapping[str, Any], BeforeValidator(_lists)]] = Field(
        default=(), description="fields whose lists run side by side, one axis of the grid together"
    )
    scenarios: Sequence[Annotated[Mapping[str, Any], BeforeValidator(_flat)]] = Field(
        default=(), description="explicit variants: each a table of settings, `label` among them"
    )
    draws: Annotated[int, _whole(0, MOST_DRAWS)] = Field(
        default=0, description="Monte Carlo draws, the same for all scenarios; draw 0 is the central answer"
    )
    seed: Annotated[int, _whole(0, 2**63 - 1)] = Field(default=SEED, description="seed of the draws")
    tolerance: Annotated[float, BeforeValidator(_small)] = Field(
        default=TOLERANCE, description="largest residual, in logs, of a solution"
    )

    _source: Source = PrivateAttr(default_factory=Source)
    _base: dict[str, Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_file(cls, path: str | Path) -> "Study":
        """Read a TOML file. Raises `InputError` with file and line."""
        path = Path(path)
        return cls.from_toml(read_text(path, "study", HINT), name=str(path), folder=path.parent)

    @classmethod
    def from_toml(cls, text: str, *, name: str = "study.toml", folder: Path | None = None) -> "Study":
        """Read TOML text; `name` stands for the file in messages, paths are taken from `folder`."""
        data, source = parse(text, name, "study", HINT)
        source = Source(source.name, source.lines, folder)
        if "acts" in data and "scenario" not in data:
            raise InputError(
                f"{name} is a scenario, not a study: run it with `autarky run`, or name it in a study, "
                f'scenario = "{Path(name).name}"'
            )
        data.setdefault(
            "name", re.sub(r"[^A-Za-z0-9_.-]+", "-", Path(name).stem).strip("-._")[:80] or "study"
        )
        try:
            study = cls(**{str(k): v for k, v in data.items()})
        except FieldError as e:
            raise source.explain(e) from None
        study._source = source
        study.base  # noqa: B018  a scenario file that cannot be read is known at once
        return study

    @property
    def source(self) -> Source:
        """File and lines, for messages."""
        return self._source

    @property
    def base(self) -> dict[str, Any]:
        """Fields of the base scenario, a copy; elasticities always a table, so that its fields can be set."""
        if not self._base:
            self._base.update(self._read_base())
        return copy.deepcopy(self._base)

    @property
    def pairs(self) -> Pairs | None:
        """What `grid.pairs` asks. Raises `InputError` for wrong fields."""
        try:
            return _pairs(self.grid.get("pairs"))
        except FieldError as e:
            raise self.wrong(e.below("grid", "pairs")) from None

    def wrong(self, error: FieldError) -> InputError:
        """`error` with file and line."""
        return self._source.explain(error)

    def beside(self, path: str) -> Path:
        """A path as the study means it: from the folder of its file."""
        return Path(path) if self._source.folder is None else self._source.folder / path

    def given(self) -> dict[str, Any]:
        """Everything that decides on the cases, plain, the base scenario spelled out."""
        return {
            "name": self.name,
            "title": self.title,
            "scenario": self.base,
            "grid": dict(self.grid),
            "zip": [dict(z) for z in self.zip],
            "scenarios": [dict(s) for s in self.scenarios],
            "draws": self.draws,
            "seed": self.seed,
            "tolerance": self.tolerance,
        }

    @property
    def digest(self) -> str:
        """Eight hex digits of the definition, title apart."""
        text = json.dumps(self.given() | {"title": ""}, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    def _read_base(self) -> dict[str, Any]:
        if isinstance(self.scenario, str):
            path = self.beside(self.scenario)
            if not path.is_file():
                raise self.wrong(
                    FieldError(
                        [(("scenario",), f"there is no scenario file {path}; or give a [scenario] table")]
                    )
                )
            data, _ = parse(read_text(path), str(path))
            world = data.get("world")
            if isinstance(world, str) and (path.parent / world).is_file():
                data["world"] = str(path.parent / world)
        else:
            data = copy.deepcopy(dict(self.scenario))
        if isinstance(data.get("elasticities"), str):
            data["elasticities"] = {"source": data["elasticities"]}
        for text in ("name", "title", "look_for"):
            data.pop(text, None)
        return data


Engine = Literal["threads", "dask"]
