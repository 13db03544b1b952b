"""Models of files that users write, and errors that name the field at fault in the reader's words."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from autarky.errors import InputError, did_you_mean

Path = tuple[str | int, ...]


class FieldError(InputError):
    """Wrong fields: pairs of a path (("acts", 0, "origin")) and what is wrong there."""

    def __init__(self, errors: Sequence[tuple[Path, str]]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(f"{show_path(path)}{message}" for path, message in self.errors))

    def below(self, *prefix: str | int) -> "FieldError":
        """The same errors, with `prefix` put before every path."""
        return FieldError([((*prefix, *path), message) for path, message in self.errors])


def show_path(path: Path) -> str:
    """``act 2, origin: ``; acts are counted from 1, as people do."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int) and parts and parts[-1] == "acts":
            parts[-1] = f"act {step + 1}"
        elif isinstance(step, int):
            parts.append(f"entry {step + 1}")
        else:
            parts.append(str(step))
    return f"{', '.join(parts)}: " if parts else ""


@contextmanager
def blame(*path: str | int) -> Iterator[None]:
    """Say which field an `InputError` raised inside is about."""
    try:
        yield
    except FieldError as e:
        raise e.below(*path) from e
    except InputError as e:
        raise FieldError([(path, str(e))]) from e


class Model(BaseModel):
    """A pydantic model whose errors are `FieldError`, in the reader's words."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as e:
            raise FieldError([_in_words(type(self), error, data) for error in e.errors()]) from None


def _in_words(model: type[BaseModel], error: Any, data: dict[str, Any]) -> tuple[Path, str]:
    path, kind, given = tuple(error["loc"]), error["type"], error.get("input")
    known = [f for f in model.model_fields if f != "type"]
    if kind == "missing":
        field = model.model_fields.get(str(path[-1]))
        what = f" ({field.description})" if field is not None and field.description else ""
        return path[:-1], f"{path[-1]} is missing{what}"
    if kind == "extra_forbidden":
        return path, f"unknown field{did_you_mean(str(path[-1]), known)}; expected {', '.join(known)}"
    if kind in ("value_error", "assertion_error"):
        return path, str(error["ctx"]["error"])
    if kind == "literal_error":
        choices = error["ctx"]["expected"].replace("'", "")
        return (
            path,
            f"{given!r} is not one of {choices}{did_you_mean(str(given), re.split(', | or ', choices))}",
        )
    expected = {"string_type": "text", "bool_type": "true or false", "bool_parsing": "true or false"}
    what = expected.get(kind, str(error["msg"]))
    shown = repr(given) if len(repr(given)) <= 60 else repr(given)[:57] + "..."
    return path, f"expected {what}, got {shown}" if kind in expected else f"{what} (got {shown})"
