"""Acts as sentences, from the resolved form that a record holds (`Act.resolve`)."""

from collections.abc import Callable, Mapping
from typing import Any

from autarky.acts.corridors import words as corridor_words
from autarky.acts.payments import words as payment_words
from autarky.acts.technology import words as technology_words
from autarky.formatting import MINUS, THIN, listed, money
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
    covered = act.get("share", 1.0)
    if act.get("steps"):
        covered = act["steps"][0][1]
        part = (
            f"{covered} of the trade at first ({', '.join(f'{s} from {y}' for y, s in act['steps'][1:])}): "
        )
    else:
        part = f"{_share(covered)} of the trade: " if covered != 1 else ""
    if act.get("evasion") is not None:
        ways = listed((str(c) for c in act.get("through") or ()), most=4) or "nobody"
        return f"{part}evaded through {ways} at a cost of {_share(act['evasion'])}"
    rent = _RENT.get(str(act.get("rent")), "")
    return f"{part}{_share(act.get('leakage'))} of the base quantity still arrives, {rent}"


def _cartel(act: Act) -> str:
    if act.get("rate") == "best":
        return "at the rate that serves the members best together"
    best = ", the best response of the bloc" if act.get("best_response") else ""
    return f"one export tax of {_share(act.get('rate'))}{best}"


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


def _union(act: Act) -> str:
    parts = []
    if (before := act.get("internal_tariff")) and act.get("internal_tariffs") == "removed":
        parts.append(f"tariffs of {_share(before)} on average between them end")
    if (rule := act.get("external_tariff")) not in (None, "kept"):
        parts.append(f"common external tariff: {rule}")
    if cut := act.get("cost_cut_mean"):
        parts.append(f"common standards take {_share(cut)} on average off delivered prices between them")
    if access := act.get("market_access"):
        parts.append("a common label takes " + listed(f"{cut} off in {name}" for name, cut in access.items()))
    if act.get("budget"):
        net = act.get("net_receipts") or {}
        unit = str(act.get("unit", ""))
        told = listed(f"{c} {money(float(v), unit, plus=True)}" for c, v in net.items())
        parts.append(f"a common budget of {act['budget']} a year" + (f" ({told} on balance)" if told else ""))
    if act.get("free_movement"):
        parts.append(f"free movement of people, elasticity {act.get('migration_elasticity')}")
    return ", ".join(parts) or "nothing changes in this world"


def _support(act: Act) -> str:
    ends = " that the base year contains ends" if act.get("change") == "withdraw" else ""
    form = str(act.get("form"))
    if form == "grant":
        said = f"{act.get('amount')} a year{ends}"
    else:
        said = f"{form} of {act.get('amount')} at {_share(act.get('rate'))} over {act.get('maturity'):g} years{ends}"
    yearly = act.get("yearly")
    if isinstance(yearly, int | float) and form != "grant":
        said += f", worth {money(float(yearly), str(act.get('unit', '')))} a year"
    return said


# type -> (name, what its parameters say)
_KINDS: dict[str, tuple[str, Callable[[Act], str]]] = {
    "embargo": ("Embargo", _embargo),
    "cartel": ("Cartel", _cartel),
    "price_cap": ("Price cap", _price_cap),
    "export_subsidy": ("Price discount", _subsidy),
    "trade_cost": ("Trade costs", lambda a: f"{_share(a.get('change'), plus=True)} of the delivered price"),
    "productivity": ("Productivity", lambda a: _share(a.get("change"), plus=True)),
    "endowment": ("Work force and capital", lambda a: _share(a.get("change"), plus=True)),
    "transfer": ("Transfer", lambda a: f"{a.get('amount')} a year"),
    "support": ("Support", _support),
    "union": ("Union", _union),
    "corridors": ("Corridors", corridor_words.corridors),
    "capacity": ("Own capacity", technology_words.capacity),
    "import_substitution": ("Import substitution", technology_words.import_substitution),
    "programme": ("Productivity programme", technology_words.programme),
    "payment_cut_off": ("Payment cut-off", payment_words.cut_off),
    "payment_channel": ("Payment channel", payment_words.channel),
    "payment_cost": ("Cost of paying", payment_words.dearer),
    "reserves_freeze": ("Frozen reserves", payment_words.freeze),
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
        if act.get("type") in ("transfer", "support"):
            return f" from {origin} to {destination}"
        if act.get("type") == "reserves_freeze":
            return f" of {origin} in {destination}"
        if act.get("both_ways"):
            return f" between {origin} and {destination}, both ways"
        return f" on sales from {origin} to {destination}"
    if members := _economies(act.get("members"), world):
        return f" of {members}"
    single = _economies(act.get("economies"), world)
    return f" {'by' if act.get('type') == 'corridors' else 'in'} {single}" if single else ""


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
