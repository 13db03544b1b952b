"""Where a file that a user wrote came from: its text read with care, and the line of each field for messages."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autarky.errors import InputError, did_you_mean
from autarky.files.fields import FieldError, show_path
from autarky.files.fields import Path as FieldPath
from autarky.files.lines import lines_of

MOST_BYTES = 1_000_000  # a scenario is some kilobytes; more is another file given by mistake
MOST_ERRORS = 10


@dataclass(frozen=True)
class Source:
    """`name` of the file as the user wrote it ("" for a scenario made in Python) and lines by field path."""

    name: str = ""
    lines: Mapping[FieldPath, int] = field(default_factory=dict)
    folder: Path | None = None
    overridden: tuple[FieldPath, ...] = ()  # fields given by --set

    def line(self, path: FieldPath) -> int | None:
        """Line of the innermost part of `path` that is in the file."""
        return next((self.lines[path[:k]] for k in range(len(path), 0, -1) if path[:k] in self.lines), None)

    def where(self, path: FieldPath, types: Sequence[str] = ()) -> str:
        """``sanctions.toml:14: act 2 (embargo), origin: ``; `types` are those of the acts."""
        if any(path[: len(o)] == o for o in self.overridden):
            start = "--set: "
        elif not self.name:
            start = ""
        else:
            line = self.line(path)
            start = f"{self.name}:{line}: " if line else f"{self.name}: "
        shown = show_path(path)
        if len(path) > 1 and path[0] == "acts" and isinstance(path[1], int) and path[1] < len(types):
            act = f"act {path[1] + 1}"
            shown = shown.replace(act, f"{act} ({types[path[1]]})", 1) if types[path[1]] else shown
        return start + shown

    def explain(self, error: FieldError, types: Sequence[str] = ()) -> InputError:
        """The error as the user should see it: one line for each wrong field."""
        in_order = sorted(error.errors, key=lambda e: self.line(e[0]) or 0)
        told = [f"{self.where(path, types)}{message}" for path, message in in_order[:MOST_ERRORS]]
        if len(in_order) > MOST_ERRORS:
            told.append(f"... and {len(in_order) - MOST_ERRORS} more")
        return InputError("\n".join(dict.fromkeys(told)))


SCENARIO_HINT = "; `autarky init` writes a scenario to start from"


def read_text(path: Path, what: str = "scenario", hint: str = SCENARIO_HINT) -> str:
    """Text of a TOML file that holds a `what`. Raises `InputError` for what is no readable text, saying what it is."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a {what} file (.toml) in it")
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        near = _neighbours(path)
        raise InputError(f"{path} does not exist{near}{hint}") from None
    except (OSError, ValueError) as e:
        raise InputError(f"{path} cannot be read: {getattr(e, 'strerror', None) or e}") from None
    if len(raw) > MOST_BYTES:
        raise InputError(f"{path} has more than {MOST_BYTES // 1000} kB, too much for a {what}")
    return decode(raw, str(path), what)


def _neighbours(path: Path) -> str:
    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix == ".toml"]
    except OSError:
        return ""
    return did_you_mean(path.name, names)


def decode(raw: bytes, name: str, what: str = "scenario") -> str:
    """UTF-8 text, a byte order mark removed. Raises `InputError` with the line of what is not UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name} is UTF-16; save it as UTF-8")
    if b"\0" in raw:
        raise InputError(f"{name} is a binary file, not a {what} (TOML, plain text)")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        raise InputError(
            f"{name}:{line}: not UTF-8 text (byte 0x{raw[e.start]:02x}); save it as UTF-8"
        ) from None


def parse(
    text: str, name: str, what: str = "scenario", hint: str = SCENARIO_HINT
) -> tuple[dict[str, Any], Source]:
    """Values and lines of a TOML text. Raises `InputError` with the line of what is not TOML."""
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{name}: not a {what} (nested too deeply)") from None
    except ValueError as e:  # TOMLDecodeError, or a number that Python refuses
        raise InputError(_toml_error(e, text, name)) from None
    if not data:
        raise InputError(f"{name} is empty{hint}")
    try:
        lines = lines_of(text)
    except RecursionError:
        lines = {}
    return data, Source(name=name, lines=lines)


def _toml_error(error: ValueError, text: str, name: str) -> str:
    message = str(error)
    match = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if "integer string conversion" in message:
        return f"{name}: not valid TOML: a number with thousands of digits"
    if match is None:
        return f"{name}: not valid TOML: {message}"
    line = int(match[1]) if match[1] else max(1, len(text.splitlines()))
    column = f", column {match[2]}" if match[2] else ", end of the file"
    return f"{name}:{line}: not valid TOML{column}: {message[: match.start()]}"


def override(data: dict[str, Any], settings: Sequence[str]) -> tuple[FieldPath, ...]:
    """Apply ``key=value`` settings to `data` in place (acts are counted from 1: ``acts.1.leakage=0``); the
    paths set.

    Values are TOML (``0.2``, ``["3m", "1y"]``, ``true``); what is not TOML is taken as text (``10y``,
    ``+5%``).
    """
    return tuple(_set(data, setting) for setting in settings)


def _set(data: dict[str, Any], setting: str) -> FieldPath:
    key, equals, text = setting.partition("=")
    if not equals or not _steps(key):
        raise InputError(
            f"--set {setting!r}: expected key=value, for example horizon=10y or acts.1.leakage=0"
        )
    return put(data, key, _value(text), f"--set {setting!r}: ")


def _steps(key: str) -> list[str]:
    return [s for s in re.split(r"[.\[\]]+", key.strip()) if s]


def put(data: dict[str, Any], key: str, value: Any, told: str = "") -> FieldPath:
    """Set the field that `key` names (``acts.1.leakage``; entries are counted from 1) in `data`, in place; its path.

    Raises `InputError`, which starts with `told`, where the key leads nowhere.
    """
    steps = _steps(key)
    path: list[str | int] = []
    at: Any = data
    for depth, step in enumerate(steps):
        last = depth == len(steps) - 1
        if isinstance(at, list):
            if not step.isascii() or not step.isdigit() or not 1 <= int(step) <= len(at):
                raise InputError(f"{told}{'.'.join(steps[:depth])} has entries 1 to {len(at)}, not {step!r}")
            index = int(step) - 1
            path.append(index)
            if last:
                at[index] = value
            at = at[index]
        elif isinstance(at, dict):
            path.append(step)
            if last:
                at[step] = value
            elif step not in at:
                at[step] = {}
            at = at[step]
        else:
            raise InputError(f"{told}{'.'.join(steps[:depth])} is a single value without fields")
    return tuple(path)


def _value(text: str) -> Any:
    text = text.strip()
    try:
        parsed = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return parsed["value"] if list(parsed) == ["value"] else text
