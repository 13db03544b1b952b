"""Acts as sentences, from the resolved form that a record holds (`Act.resolve`)."""

from collections.abc import Mapping
from typing import Any

from autarky.report.words import listed, money, percent
from autarky.world.accounts import World

_NAMES = {
    "trade_cost": "trade costs change",
    "tariff": "tariff",
    "export_tax": "export tax",
    "export_subsidy": "export subsidy",
    "embargo": "embargo",
    "quota": "quota",
    "price_cap": "price cap",
    "productivity": "productivity changes",
    "endowment": "factor endowment changes",
    "transfer": "transfer",
}
# Said elsewhere in the sentence, or bookkeeping of the resolution.
_SAID = {
    "type", "label", "origin", "destination", "economy", "economies", "sectors", "both_ways", "cells",
    "base_trade", "unit", "notes", "text", "units",
}  # fmt: skip


def sentence(act: Mapping[str, Any], world: World) -> str:
    """One act in words: what, between whom, on what, with which parameters, on how much trade."""
    if act.get("text"):
        return str(act["text"])
    kind = str(act.get("type", "act"))
    parts = [str(act.get("label") or _NAMES.get(kind, kind.replace("_", " ")).capitalize())]
    if act.get("label"):
        parts[0] += f" ({_NAMES.get(kind, kind.replace('_', ' '))})"
    ties = _ties(act, world)
    if ties:
        parts.append(ties)
    sectors = _sectors(act, world)
    if sectors:
        parts.append(f"on {sectors}")
    text = " ".join(parts)
    details = [
        f"{k.replace('_', ' ')} {_value(v)}" for k, v in act.items() if k not in _SAID and v not in (None, "", [])
    ]
    if details:
        text += ": " + ", ".join(details)
    trade = act.get("base_trade")
    if isinstance(trade, int | float):
        text += f"; {money(float(trade), world.unit)} of trade in the base year"
    return text + "."


def notes(act: Mapping[str, Any]) -> list[str]:
    """Remarks of the resolution, e.g. a country that lies inside a wider region."""
    found = act.get("notes") or []
    return [str(n) for n in found] if isinstance(found, list | tuple) else [str(found)]


def _ties(act: Mapping[str, Any], world: World) -> str:
    def named(key: str) -> str:
        value = act.get(key)
        codes = [value] if isinstance(value, str) else list(value or ())
        if len(codes) == len(world.economies):
            return "all economies"
        return listed((world.economy_names.get(str(c), str(c)) for c in codes), most=5)

    origin, destination = named("origin"), named("destination")
    if origin and destination:
        if act.get("both_ways"):
            return f"between {origin} and {destination}, both ways"
        return f"on sales of {origin} to {destination}"
    single = named("economy") or named("economies")
    return f"in {single}" if single else ""


def _sectors(act: Mapping[str, Any], world: World) -> str:
    value = act.get("sectors")
    codes = [value] if isinstance(value, str) else [str(c) for c in value or ()]
    if not codes:
        return ""
    if set(codes) >= set(world.sectors) or codes == ["all"]:
        return "all goods and services"
    return listed((world.sector_names.get(c, c).lower() for c in codes), most=5)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return percent(value, plus=False) if abs(value) <= 2 else f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_value(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return listed(map(str, value))
    return str(value)
