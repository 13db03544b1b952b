"""The tables of a guarantee file: who guarantees, and each threat it is held against."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from autarky.acts.base import Act, Labels, Text, number
from autarky.acts.quantities import Amount, percent, read_amount
from autarky.acts.registry import make_act
from autarky.files.fields import FieldError, Model
from autarky.files.fields import Path as FieldPath

Errors = list[tuple[FieldPath, str]]


def _probability(value: Any) -> float:
    return percent(value, low=0.0, high=1.0)


def _cut(value: Any) -> float | None:
    return None if value is None else percent(value, low=0.0, high=1.0)


Share = Annotated[float | str | None, *number(_cut)]


class Guarantee(Model):
    """Who guarantees, what it costs, and what it does to coercion unless a threat says otherwise."""

    by: Labels = Field(description="who guarantees: countries, regions or groups", examples=["DEU"])
    price: Annotated[
        Amount | str | None, BeforeValidator(lambda v: None if v is None else read_amount(v)),
        WithJsonSchema({"type": "string"}),
    ] = Field(
        default=None,
        description="what the protected economy spends on it a year, defence included; a claim on its output",
        examples=["1% of GDP", "USD 500 million"],
        json_schema_extra={"unit": "money or % of GDP"},
    )  # fmt: skip
    less_likely: Share = Field(
        default=0.0, description="cut of the probability", examples=["50%"], json_schema_extra={"unit": "%"}
    )
    milder: Share = Field(
        default=0.0, description="cut of the loss", examples=["20%"], json_schema_extra={"unit": "%"}
    )


class Threat(Model):
    """One scenario of coercion, with its yearly probability."""

    name: Text = Field(description="what happens, in a few words")
    by: Labels = Field(description="the coalition that coerces", examples=["RUS"])
    probability: Annotated[float | str, *number(_probability)] = Field(
        description="probability that it happens in a year",
        examples=["5%"],
        json_schema_extra={"unit": "% a year"},
    )
    scenario: str = Field(default="", description="scenario file with the acts, relative to this file")
    acts: Sequence[Act] = Field(default=(), description="or the acts themselves")
    less_likely: Share = Field(
        default=None, description="cut of this probability by the guarantee (default: the guarantee's)",
        json_schema_extra={"unit": "%"},
    )  # fmt: skip
    milder: Share = Field(
        default=None, description="cut of this loss by the guarantee (default: the guarantee's)",
        json_schema_extra={"unit": "%"},
    )  # fmt: skip


def read_threats(given: Any, errors: Errors) -> tuple[Threat, ...]:
    """The threats of `[[threat]]`; what is wrong goes to `errors`."""
    if not isinstance(given, list | tuple) or not given:
        errors.append((("threat",), f"expected tables [[threat]], one or more, got {given!r:.60}"))
        return ()
    found = []
    for k, entry in enumerate(given):
        path: FieldPath = ("threat", k)
        if isinstance(entry, Mapping):
            entry = dict(entry)
            if bool(entry.get("scenario")) == bool(entry.get("acts")):
                errors.append((path, "give `scenario` (a file) or acts ([[threat.acts]]), exactly one"))
            if entry.get("acts"):
                entry["acts"] = read_acts(entry["acts"], (*path, "acts"), errors)
        found.append(made(Threat, entry, path, errors))
    return tuple(t for t in found if t is not None)


def read_acts(given: Any, path: FieldPath, errors: Errors) -> tuple[Act, ...]:
    """Acts at `path`; what is wrong goes to `errors`."""
    if not isinstance(given, list | tuple):
        errors.append((path, f"expected a list of acts, got {given!r:.60}"))
        return ()
    made = []
    for k, fields in enumerate(given):
        try:
            made.append(make_act(fields))
        except FieldError as e:
            errors += e.below(*path, k).errors
    return tuple(made)


def made(model: type[Model], entry: Any, path: FieldPath, errors: Errors) -> Any:
    """The table at `path` as a `model`, None where it is wrong, which goes to `errors`."""
    if isinstance(entry, model):
        return entry
    if not isinstance(entry, Mapping):
        errors.append((path, f"expected a table of fields, got {entry!r:.60}"))
        return None
    try:
        return model(**{str(k): v for k, v in entry.items()})
    except FieldError as e:
        errors += e.below(*path).errors
        return None
