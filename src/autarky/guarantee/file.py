"""A guarantee file: who protects whom, at what price, against which coercion (docs/how-to/security.md)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, field_validator

from autarky.acts.base import Act, Text, select
from autarky.acts.registry import make_act
from autarky.errors import InputError
from autarky.files.fields import FieldError, Model, blame
from autarky.files.fields import Path as FieldPath
from autarky.files.source import Source, override, parse, read_text
from autarky.guarantee.tables import Errors, Guarantee, Threat, made, read_acts, read_threats
from autarky.scenario.elasticities import Elasticities, read_elasticities
from autarky.scenario.model import Scenario

if TYPE_CHECKING:
    from autarky.world.accounts import World

WHAT, HINT = "guarantee", "; docs/how-to/security.md has one to start from"


class GuaranteeFile(Model):
    """A guarantee and the threats it is held against, checked. Raises `FieldError` for wrong fields."""

    title: Text = Field(default="", description="one line for people")
    look_for: Text = Field(default="", description="one paragraph: what to look for in the results")
    world: str = Field(default="icio-2022", description="name of a world or path of a world file")
    economy: str = Field(description="who is protected", examples=["LTU"])
    horizon: str | float = Field(default="1y", description="time to adjust to coercion")
    elasticities: Annotated[Elasticities, BeforeValidator(read_elasticities)] = Field(
        default_factory=Elasticities, description="as in a scenario"
    )
    deficits: Literal["fixed", "proportional", "zero"] = Field(
        default="fixed", description="as in a scenario"
    )
    risk_aversion: float = Field(
        default=2.0, ge=0, le=50, allow_inf_nan=False,
        description="relative risk aversion (1 to 4 is usual: assumption); 0: risk-neutral",
    )  # fmt: skip
    guarantee: Guarantee = Field(description="table: who, price, what it does")
    threat: Sequence[Threat] = Field(description="tables: what it protects against")
    relief: Sequence[Act] = Field(default=(), description="acts of the guarantors once coercion has come")

    _source: Source = PrivateAttr(default_factory=Source)

    def __init__(self, **data: Any) -> None:
        errors: Errors = []
        if "guarantee" in data:
            data["guarantee"] = made(Guarantee, data["guarantee"], ("guarantee",), errors)
        if "threat" in data:
            data["threat"] = read_threats(data["threat"], errors)
        if "relief" in data:
            data["relief"] = read_acts(data["relief"], ("relief",), errors)
        failed = {str(path[0]) for path, _ in errors if path}
        try:
            super().__init__(**data)
        except (FieldError, ValidationError) as e:
            found = e.errors if isinstance(e, FieldError) else []
            errors += [(path, what) for path, what in found if not path or str(path[0]) not in failed]
        if not errors:
            errors += self._contradictions()
        if errors:
            raise FieldError(errors)

    def _contradictions(self) -> Errors:
        found: Errors = []
        total = sum(float(t.probability) for t in self.threat)
        if total > 1 + 1e-12:
            found.append(
                (
                    ("threat", len(self.threat) - 1, "probability"),
                    f"the probabilities add up to {total:.4g}, more than 1: threats of one year exclude one another",
                )
            )
        if not self.relief and not any(sum(self.effect(k)) for k in range(len(self.threat))):
            found.append(
                (
                    ("guarantee",),
                    "it changes nothing; set less_likely, milder or acts of the guarantors ([[relief]])",
                )
            )
        return found

    def effect(self, k: int) -> tuple[float, float]:
        """By which shares the guarantee cuts the probability and the loss of threat `k`."""
        own, general = self.threat[k], self.guarantee
        less = general.less_likely if own.less_likely is None else own.less_likely
        milder = general.milder if own.milder is None else own.milder
        return float(less or 0), float(milder or 0)

    @field_validator("horizon", mode="before")
    @classmethod
    def _horizon(cls, value: Any) -> Any:
        from autarky.economy.horizon import parse_horizon

        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError(f"expected one time such as 3m or 1y, got {value!r:.60}")
        try:
            parse_horizon(value)
        except InputError as e:
            raise ValueError(str(e)) from None
        except OverflowError:
            raise ValueError("a horizon is at most 100 years") from None
        return value

    @field_validator("risk_aversion", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"expected a number such as 2, got {value!r:.60}")
        return value

    # -- reading ---------------------------------------------------------------------------------------------
    @classmethod
    def from_file(cls, path: str | Path, settings: Sequence[str] = ()) -> "GuaranteeFile":
        """Read a TOML file; `settings` are ``key=value`` in place of what it says. Raises `InputError` with lines."""
        path = Path(path)
        return cls.from_toml(read_text(path, WHAT, HINT), str(path), settings, path.parent)

    @classmethod
    def from_toml(
        cls, text: str, name: str = "guarantee", settings: Sequence[str] = (), folder: Path | None = None
    ) -> "GuaranteeFile":
        """Read TOML text; `name` stands for the file in messages, `folder` is where relative paths begin."""
        data, source = parse(text, name, WHAT, HINT)
        source = Source(source.name, source.lines, folder, override(data, settings))
        try:
            read = cls(**{str(k): v for k, v in data.items()})
        except FieldError as e:
            raise source.explain(e) from None
        read._source = source
        return read

    @property
    def source(self) -> Source:
        """File and lines, for messages."""
        return self._source

    # -- in a world ------------------------------------------------------------------------------------------
    def load_world(self) -> "World":
        """The world it names; a path is taken from the folder of the file."""
        beside = self._scenario((), Source(self._source.name, self._source.lines, self._source.folder))
        return beside.load_world()

    def parties(self, world: "World") -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
        """The protected economy, the guarantors and the coalition of each threat. Raises `InputError` with lines for
        unknown labels, and where one stands on two sides."""
        try:
            return self._parties(world)
        except FieldError as e:
            raise self._source.explain(e) from None

    def _parties(self, world: "World") -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
        from autarky.world.groups import economy, select_economies

        with blame("economy"):
            own = economy(self.economy, world)
        with blame("guarantee"):
            by = select("by", self.guarantee.by, world, select_economies).labels
            if own in by:
                with blame("by"):
                    raise InputError(
                        f"{own} cannot guarantee itself; its own spending on defence is `price`"
                        f' (leave it out of a group with "-{own}")'
                    )
        coalitions = []
        for k, threat in enumerate(self.threat):
            with blame("threat", k):
                coalition = select("by", threat.by, world, select_economies).labels
                with blame("by"):
                    _check_sides(own, by, coalition, threat.name)
            coalitions.append(coalition)
        return own, by, coalitions

    def scenarios(self, relieved: bool = False) -> list[Scenario]:
        """The scenario of each threat; `relieved`: with the acts of the guarantors after those of the coalition."""
        relief = tuple(self.relief) if relieved else ()
        found = []
        for k, threat in enumerate(self.threat):
            if threat.scenario:
                read = self._read(k, threat.scenario)
                acts: tuple[Act, ...] = tuple(read.acts)
                source = read.source
            else:
                acts = tuple(threat.acts)
                source = self._lines_of({("threat", k, "acts"): 0, ("relief",): len(acts)})
            found.append(self._scenario((*acts, *relief), source, f"threat-{k + 1}"))
        return found

    def spending(self, change: float, economy: str) -> Scenario:
        """The scenario in which the price takes the share `change` of the factors of `economy`."""
        act = make_act({"type": "endowment", "economies": economy, "change": -change})
        return self._scenario((act,), Source(self._source.name), "price")

    def _scenario(self, acts: tuple[Act, ...], source: Source, name: str = "price") -> Scenario:
        nothing = {"type": "endowment", "economies": "world", "change": 0.0}  # a scenario needs an act
        made = Scenario(
            name=name, world=self.world, horizon=self.horizon, elasticities=self.elasticities.given(),
            deficits=self.deficits, acts=list(acts) or [nothing],
        )  # fmt: skip
        made._source = source
        return made

    def _read(self, k: int, name: str) -> Scenario:
        folder = self._source.folder
        path = Path(name).expanduser()
        try:
            return Scenario.from_file(path if folder is None or path.is_absolute() else folder / path)
        except InputError as e:
            raise InputError(f"{self._source.where(('threat', k, 'scenario'))}{e}") from None

    def _lines_of(self, starts: Mapping[FieldPath, int]) -> Source:
        """The lines of this file as those of a scenario whose acts stand at these paths, from that number on."""
        lines: dict[FieldPath, int] = {}
        for path, line in self._source.lines.items():
            for prefix, start in starts.items():
                rest = path[len(prefix) :]
                if path[: len(prefix)] == prefix and rest and isinstance(rest[0], int):
                    lines["acts", start + rest[0], *rest[1:]] = line
        return Source(self._source.name, lines)


def _check_sides(own: str, by: tuple[str, ...], coalition: tuple[str, ...], name: str) -> None:
    if own in coalition:
        raise InputError(f"{own} is protected and cannot be among those who coerce it ({name})")
    if both := [c for c in by if c in coalition]:
        raise InputError(
            f"{', '.join(both)} would guarantee {own} against a coalition to which"
            f" {'it belongs' if len(both) == 1 else 'they belong'} ({name}): a guarantee by those who coerce"
            f" is none; take {', '.join(both)} out of one side"
        )
