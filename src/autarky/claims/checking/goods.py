"""What the sources call a product, from `vocabulary/goods.toml`."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Good:
    """A product in the words of the sources. Fields as the file describes them; None or empty where a source has none."""

    name: str
    hs: tuple[str, ...] = ()
    pipeline: tuple[str, ...] = ()
    mining: tuple[str, ...] = ()
    nutrient: str | None = None
    output: str | None = None
    use: str | None = None
    reserves: str | None = None
    exports: str | None = None
    imports: str | None = None
    barrels: float | None = None
    main: str | None = None
    per: dict[str, float] = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@cache
def _table() -> dict[str, Good]:
    text = files("autarky.claims").joinpath("vocabulary/goods.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {name: _good(name, entry) for name, entry in table.items()}


def _good(name: str, entry: dict[str, Any]) -> Good:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Good(name, **fields)


def goods(product: str | None) -> tuple[Good, ...]:
    """Return the goods of a product (`natural gas and crude oil` are two); those that no source knows are left out."""
    found: list[Good] = []
    for name in (product or "").split(" and "):
        good = _table().get(name)
        if good is not None:
            found += [_table()[p] for p in good.parts] or [good]
    return tuple(found)
