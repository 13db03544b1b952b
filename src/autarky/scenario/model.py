"""A scenario: acts by several states in one world, at one or more horizons, with the elasticities assumed."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, WithJsonSchema

from autarky.acts.base import Act, Text
from autarky.acts.registry import AnyAct, make_act
from autarky.display import Displayed
from autarky.errors import InputError
from autarky.files.fields import FieldError, Model
from autarky.files.source import Source, override, parse, read_text
from autarky.scenario.elasticities import Elasticities, read_elasticities

if TYPE_CHECKING:
    from autarky.acts.resolved import Resolved
    from autarky.economy.shock import Shock
    from autarky.world.accounts import World


def _horizons(value: Any) -> tuple[float, ...]:
    from autarky.economy.horizon import parse_horizon

    given = list(value) if isinstance(value, list | tuple) else [value]
    if not given:
        raise ValueError('the list of horizons is empty; write for example ["3m", "1y", "10y"]')
    for h in given:
        if isinstance(h, bool) or not isinstance(h, str | int | float):
            raise ValueError(f"expected a time such as 3m, 1y or a number of years, got {h!r:.60}")
    try:
        years = tuple(parse_horizon(h if isinstance(h, str) else float(h)) for h in given)
    except InputError as e:
        raise ValueError(str(e)) from None
    except OverflowError:
        raise ValueError("a horizon is at most 100 years") from None
    if len(set(years)) < len(years):
        raise ValueError("a horizon is named twice")
    return years


def _name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", value):
        raise ValueError(
            f"{value!r:.90} is no name: letters, digits, - _ and . only, at most 80 (it names a folder)"
        )
    return value


_LENGTH = {"anyOf": [{"type": "string"}, {"type": "number"}]}


class Scenario(Displayed, Model):
    """A scenario, checked; equal to another one if all fields are. Raises `InputError` for wrong fields."""

    view: ClassVar[str] = "autarky.report.scenario_view:ScenarioView"

    name: Annotated[str, BeforeValidator(lambda v: _name(v) if isinstance(v, str) else v)] = Field(
        default="scenario", description="short name, also of the folder of results (default: the file's name)"
    )
    title: Text = Field(default="", description="one line for people")
    look_for: Text = Field(default="", description="one paragraph: what to look for in the results")
    world: str = Field(
        default="icio-2022", description="name of a world (`autarky worlds`) or path of a world file"
    )
    horizon: Annotated[
        Sequence[float | str] | float | str,
        BeforeValidator(_horizons),
        WithJsonSchema({"anyOf": [*_LENGTH["anyOf"], {"type": "array", "items": _LENGTH, "minItems": 1}]}),
    ] = Field(
        default=(1.0,),
        description="time to adjust, one or a list; each is solved by itself",
        examples=["1y", ["3m", "1y", "10y"]],
    )
    elasticities: Annotated[Elasticities, BeforeValidator(read_elasticities)] = Field(
        default_factory=Elasticities, description="name of a published set, or a table of choices"
    )
    deficits: Literal["fixed", "proportional", "zero"] = Field(
        default="fixed",
        description="trade deficits: fixed in units of world value added, proportional to income, or zero",
    )
    acts: Sequence[AnyAct] = Field(default=(), description="what states do, in order")

    _source: Source = PrivateAttr(default_factory=Source)

    def __init__(self, **data: Any) -> None:
        acts, errors = _make_acts(data.get("acts"))
        try:
            super().__init__(**data | {"acts": acts})
        except (FieldError, ValidationError) as e:
            errors += e.errors if isinstance(e, FieldError) else []
        if errors:
            raise FieldError(errors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.given() == other.given()

    __hash__ = None  # type: ignore[assignment]

    @property
    def source(self) -> Source:
        """File and lines, for messages."""
        return self._source

    @property
    def horizons(self) -> tuple[float, ...]:
        """Horizons in years."""
        return tuple(float(h) for h in self.horizon)  # type: ignore[union-attr]

    # -- reading and writing ---------------------------------------------------------------------------------
    @classmethod
    def from_file(cls, path: str | Path, settings: Sequence[str] = ()) -> "Scenario":
        """Read a TOML file; `settings` are ``key=value`` in place of what it says. Raises `InputError`
        with lines."""
        path = Path(path)
        return cls._read(read_text(path), str(path), settings, path.parent, path.stem)

    @classmethod
    def from_toml(cls, text: str, *, name: str = "scenario", settings: Sequence[str] = ()) -> "Scenario":
        """Read TOML text; `name` stands for the file in messages."""
        return cls._read(text, name, settings, None, "scenario")

    @classmethod
    def _read(
        cls, text: str, file: str, settings: Sequence[str], folder: Path | None, stem: str
    ) -> "Scenario":
        data, source = parse(text, file)
        set_paths = override(data, settings)
        source = Source(source.name, source.lines, folder, set_paths)
        data.setdefault("name", re.sub(r"[^A-Za-z0-9_.-]+", "-", stem).strip("-._")[:80] or "scenario")
        try:
            scenario = cls(**{str(k): v for k, v in data.items()})
        except FieldError as e:
            raise source.explain(e, _types(data.get("acts"))) from None
        scenario._source = source
        return scenario

    def given(self) -> dict[str, Any]:
        """Every field, defaults included, as plain values that TOML and JSON hold."""
        from autarky.economy.horizon import horizon_label, parse_horizon

        labels = [text if parse_horizon(text := horizon_label(h)) == h else h for h in self.horizons]
        texts = {k: v for k in ("title", "look_for") if (v := getattr(self, k))}
        return {
            "name": self.name,
            **texts,
            "world": self.world,
            "horizon": labels[0] if len(labels) == 1 else labels,
            "deficits": self.deficits,
            "elasticities": self.elasticities.given(),
            "acts": [act.given() for act in self.acts],
        }

    def to_toml(self) -> str:
        """The scenario with all defaults spelled out; reads back to an equal one."""
        from autarky.files.toml import dump

        return dump(self.given())

    # -- in a world ------------------------------------------------------------------------------------------
    def world_file(self) -> Path | None:
        """The file that `world` names, seen from the folder of the scenario's file, else from the working folder; None
        where it is the name of a world, or no file is there."""
        from autarky.worlds.library import list_worlds

        if self.world.casefold() in {entry.name for entry in list_worlds()}:
            return None
        named = Path(self.world).expanduser()
        places = [named] if self.source.folder is None else [self.source.folder / named, named]
        return next((place for place in places if place.is_file()), None)

    def load_world(self) -> "World":
        """The world it names, by name or as a file (`world_file`). Raises `InputError` with file and line."""
        from autarky.worlds.library import load_world

        file = self.world_file()
        try:
            return load_world(self.world if file is None else file)
        except InputError as e:
            gone = ""
            if file is None and Path(self.world).suffix in (".nc", ".npz"):
                here = self.source.folder
                gone = "" if here is None else f", neither in {here.resolve()} nor in the working folder"
                gone += "; if it was moved, say where it is: --set world=PATH"
            raise type(e)(f"{self.source.where(('world',))}{e}{gone}") from None

    def resolve(self, world: "World") -> "tuple[Resolved, ...]":
        """What each act means in `world`: economies, sectors, base value, what was left out. A rate left to be found
        stays open."""
        from autarky.scenario.prepare import Prepared

        return Prepared(world, self).resolved

    def compile(self, world: "World") -> "Shock":
        """The shock that the acts amount to in `world`; a rate left to be found is found first.

        Raises `InputError` for labels and contradictions, `AutarkyError` where a rate has no solution.
        """
        from autarky.scenario.solving import prepare

        return prepare(world, self).shock

    def located(self, error: FieldError) -> InputError:
        """`error` with file and line."""
        return self.source.explain(error, [act.type for act in self.acts])


def _make_acts(given: Any) -> tuple[tuple[Act, ...], list[tuple[tuple[str | int, ...], str]]]:
    if given is None or (isinstance(given, list | tuple) and not given):
        return (), []  # the base point
    if not isinstance(given, list | tuple):
        return (), [(("acts",), f"expected a list of acts ([[acts]] in TOML), got {given!r:.60}")]
    acts, errors = [], []
    for k, fields in enumerate(given):
        try:
            acts.append(make_act(fields))
        except FieldError as e:
            errors += e.below("acts", k).errors
    return tuple(acts), errors


def _types(acts: Any) -> list[str]:
    if not isinstance(acts, list):
        return []
    return [str(a["type"]) if isinstance(a, dict) and isinstance(a.get("type"), str) else "" for a in acts]
