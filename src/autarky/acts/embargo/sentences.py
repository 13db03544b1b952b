"""What an embargo says of itself in a sentence."""

from collections.abc import Mapping
from typing import Any

from autarky.formatting import listed, show_share

Facts = Mapping[str, Any]

_RENT = {
    "buyer": "the scarcity rent goes to the buyers",
    "seller": "the scarcity rent goes to the sellers",
    "lost": "the scarcity rent is lost on the way",
}


def embargo(act: Facts) -> str:
    covered = act.get("share", 1.0)
    if act.get("steps"):
        covered = act["steps"][0][1]
        part = (
            f"{covered} of the trade at first ({', '.join(f'{s} from {y}' for y, s in act['steps'][1:])}): "
        )
    else:
        part = f"{show_share(covered)} of the trade: " if covered != 1 else ""
    if act.get("evasion") is not None:
        ways = listed((str(c) for c in act.get("through") or ()), most=4) or "nobody"
        return f"{part}evaded through {ways} at a cost of {show_share(act['evasion'])}"
    rent = _RENT.get(str(act.get("rent")), "")
    return f"{part}{show_share(act.get('leakage'))} of the base quantity still arrives, {rent}"
