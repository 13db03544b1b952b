"""Acts on payments in words, from the resolved form that a record holds."""

from collections.abc import Mapping
from typing import Any

from autarky.formatting import MINUS, THIN, listed, money

Act = Mapping[str, Any]


def _percent(value: Any, *, plus: bool = False) -> str:
    if not isinstance(value, int | float):
        return str(value)
    sign = MINUS if value < 0 else "+" if plus and value > 0 else ""
    return f"{sign}{abs(100 * value):.3g}{THIN}%"


def _channels(act: Act) -> str:
    value = act.get("channels")
    return listed([value] if isinstance(value, str) else [str(c) for c in value or ()])


def _cost(act: Act) -> str:
    pair = "→".join(str(c) for c in act.get("trade_cost_most_pair") or ())
    return (
        f"{act.get('since')} after the event this changes trade costs by"
        f" {_percent(act.get('trade_cost'), plus=True)} on average"
        f" ({_percent(act.get('trade_cost_most'), plus=True)} at most, {pair}; severity {act.get('severity')})"
    )


def cut_off(act: Act) -> str:
    """What is cut, how much of payments it carried, what that costs."""
    share = act.get("share")
    part = "" if share == 1 else f" for {_percent(share)} of what passes through them"
    carried = _percent(act.get("carried"))
    return f"payments through {_channels(act)} end{part}; they carry {carried} of the payments; {_cost(act)}"


def channel(act: Act) -> str:
    """What opens, and what it would take of payments."""
    cost = f" at {_percent(act.get('cost'), plus=True)}" if act.get("cost") else ""
    return f"channel {_channels(act)} opens for {_percent(act.get('share'))} of payments{cost}; {_cost(act)}"


def dearer(act: Act) -> str:
    """Which channels change by how much."""
    change = _percent(act.get("change"), plus=True)
    return f"paying through {_channels(act)} changes by {change} of the value of the goods; {_cost(act)}"


def freeze(act: Act) -> str:
    """What is frozen and what it costs a year."""
    stock, worth = (
        money(float(v), str(act.get("unit", ""))) if isinstance(v, int | float) else "unknown"
        for v in (act.get("frozen"), act.get("moved"))
    )
    what = (
        "the interest"
        if act.get("lost") == "interest"
        else f"the principal, spread over {act.get('years')} years,"
    )
    return f"{stock} of reserves; {what} at {_percent(act.get('rate'))} is {worth} a year"
