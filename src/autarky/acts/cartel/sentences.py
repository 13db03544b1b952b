"""What a cartel says of itself in a sentence."""

from collections.abc import Mapping
from typing import Any

from autarky.formatting import show_share

Facts = Mapping[str, Any]


def cartel(act: Facts) -> str:
    if act.get("rate") == "best":
        return "at the rate that serves the members best together"
    best = ", the best response of the bloc" if act.get("best_response") else ""
    return f"one export tax of {show_share(act.get('rate'))}{best}"
