"""Acts as sentences, from the resolved form that a record holds (`Act.resolve`)."""

from collections.abc import Callable, Mapping
from typing import Any

from autarky.report.words import MINUS, THIN, listed, money
from autarky.world.accounts import World

Act = Mapping[str, Any]

_RENT = {
    "buyer": "the scarcity rent goes to the buyers",
    "seller": "the scarcity rent goes to the sellers",
    "lost": "the scarcity rent is lost on the way",
}


def _share(value: Any, *, plus: bool = False) -> str:
    if not isinstance(value, int | float):
        return str(value)
    sign = "+" if plus and value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(100 * value):.4g}{THIN}%"


def _embargo(act: Act) -> str:
    rent = _RENT.get(str(act.get("rent")), "")
    return f"{_share(act.get('leakage'))} of the base quantity still arrives, {rent}"


def _price_cap(act: Act) -> str:
    if act.get("cap") is not None:
        cap = f"at {_share(act['cap'])} of the base-year price"
    else:
        cap = f"{_share(act.get('discount'))} below the base-year price"
    quantity = act.get("quantity")
    return cap if quantity == "none" else f"{cap}, quantity at most {_share(quantity)} of the base year's"


def _subsidy(act: Act) -> str:
    if act.get("withdraw") is not None:
        return f"a discount of {_share(act['withdraw'])} that base-year prices contain ends"
    return f"a discount of {_share(act.get('discount'))} at the cost of the seller's budget"


# type -> (name, what its parameters say)
_KINDS: dict[str, tuple[str, Callable[[Act], str]]] = {
    "embargo": ("Embargo", _embargo),
    "price_cap": ("Price cap", _price_cap),
    "export_subsidy": ("Price discount", _subsidy),
    "trade_cost": ("Trade costs", lambda a: f"{_share(a.get('change'), plus=True)} of the delivered price"),
    "productivity": ("Productivity", lambda a: _share(a.get("change"), plus=True)),
    "endowment": ("Work force and capital", lambda a: _share(a.get("change"), plus=True)),
    "transfer": ("Transfer", lambda a: f"{a.get('amount')} a year"),
}
# Said elsewhere in the sentence, or bookkeeping of the resolution.
_SAID = {
    "act", "type", "label", "origin", "destination", "economies", "sectors", "both_ways", "cells",
    "base_trade", "base_output", "base_value_added", "moved", "unit", "notes",
}  # fmt: skip


def sentence(act: Act, world: World) -> str:
    """One act in words: what, between whom, on what, with which parameters, on how much trade."""
    kind = str(act.get("type", "act"))
    name, parameters = _KINDS.get(kind, (kind.replace("_", " ").capitalize(), _any_parameters))
    label = str(act.get("label") or "")
    text = f"{label}: {name.lower()}" if label else name
    text += _ties(act, world)
    if sectors := _sectors(act, world):
        text += f", {sectors}"
    said = parameters(act).rstrip(", ")
    text += f"; {said}" if said else ""
    trade = act.get("base_trade")
    if isinstance(trade, int | float):
        text += f". It covers {money(float(trade), world.unit)} of trade in the base year"
    return text + "."


def notes(act: Act) -> list[str]:
    """Remarks of the resolution, e.g. a country that lies inside a wider region."""
    return [str(n) for n in act.get("notes") or ()]


def _any_parameters(act: Act) -> str:
    shown = [(k, v) for k, v in act.items() if k not in _SAID and v not in (None, "", [])]
    return ", ".join(f"{k.replace('_', ' ')} {_share(v)}" for k, v in shown)


def _ties(act: Act, world: World) -> str:
    origin, destination = _economies(act.get("origin"), world), _economies(act.get("destination"), world)
    if origin and destination:
        if act.get("type") == "transfer":
            return f" from {origin} to {destination}"
        if act.get("both_ways"):
            return f" between {origin} and {destination}, both ways"
        return f" on sales from {origin} to {destination}"
    single = _economies(act.get("economies"), world)
    return f" in {single}" if single else ""


def _economies(value: Any, world: World) -> str:
    codes = [value] if isinstance(value, str) else list(value or ())
    if len(codes) == len(world.economies):
        return "all economies"
    return listed((world.economy_names.get(str(c), str(c)) for c in codes), most=4)


def _sectors(act: Act, world: World) -> str:
    value = act.get("sectors")
    codes = [value] if isinstance(value, str) else [str(c) for c in value or ()]
    if not codes:
        return ""
    if set(codes) >= set(world.sectors) or codes == ["all"]:
        return "all goods and services"
    return listed((world.sector_names.get(c, c).lower() for c in codes), most=4)
