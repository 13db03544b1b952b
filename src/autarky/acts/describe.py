"""Acts described from their own declarations: for `autarky acts` and the reference pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autarky.acts.base import Act


@dataclass(frozen=True)
class FieldFacts:
    """One field of an act, as text."""

    name: str
    unit: str
    default: str
    meaning: str
    examples: str


def act_fields(act: type[Act]) -> list[FieldFacts]:
    """Fields of an act in the order of its declaration, `label` last."""
    names = [n for n in act.model_fields if n not in ("type", "label")]
    found = []
    for name in [*names, "label"]:
        info = act.model_fields[name]
        required = info.is_required()
        default = "required" if required else "" if info.default in (None, "") else _toml(info.default)
        examples = ", ".join(_toml(e) for e in info.examples or ())
        found.append(FieldFacts(name, act.unit(name), default, info.description or "", examples))
    return found


def example_toml(act: type[Act]) -> str:
    """The act as it looks in a scenario file, from the first example of each field it needs."""
    lines = ["[[acts]]", f'type = "{act.model_fields["type"].default}"']
    for name, info in act.model_fields.items():
        if name != "type" and (info.is_required() or name in act.example_also):
            lines.append(f"{name} = {_toml((info.examples or [''])[0])}")
    return "\n".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{k} = {_toml(v)}" for k, v in value.items())
        return "{ " + ", ".join(pairs) + " }" if value else ""
    if isinstance(value, tuple | list):
        values = [_toml(v) for v in value]
        return values[0] if isinstance(value, tuple) and len(values) == 1 else f"[{', '.join(values)}]"
    return json.dumps(value, ensure_ascii=False)
