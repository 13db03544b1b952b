"""Writing a scenario as TOML: only the few kinds of values a scenario holds."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any


def dump(fields: Mapping[str, Any]) -> str:
    """TOML of plain values, tables one level deep and arrays of tables; reads back to the same values."""
    single = {k: v for k, v in fields.items() if not isinstance(v, Mapping) and not _tables(v)}
    out = [f"{_key(k)} = {_value(v)}\n" for k, v in single.items()]
    for name, table in fields.items():
        if isinstance(table, Mapping):
            out.append(f"\n[{_key(name)}]\n")
            out += [f"{_key(k)} = {_value(v)}\n" for k, v in table.items()]
    for name, tables in fields.items():
        if _tables(tables):
            for table in tables:
                out.append(f"\n[[{_key(name)}]]\n")
                out += [f"{_key(k)} = {_value(v)}\n" for k, v in table.items()]
    return "".join(out)


def _tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(v, Mapping) for v in value)


def _key(key: str) -> str:
    return key if key and all(c.isascii() and (c.isalnum() or c in "_-") for c in key) else _text(key)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    raise TypeError(f"no TOML for {type(value).__name__}")
