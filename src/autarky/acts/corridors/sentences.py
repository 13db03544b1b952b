"""Acts on corridors as sentences."""

from collections.abc import Mapping
from typing import Any

from autarky.formatting import THIN, listed, money


def corridors(act: Mapping[str, Any]) -> str:
    """Which links, what happens to them, and what that costs on the trade of the base year."""
    where = listed((str(a) for a in act.get("at") or ()), most=4)
    does = [text for field, text in (("close", "closed"), ("reopen", "open again")) if act.get(field)]
    if act.get("build"):
        does.append(f"built ({str(act['build']).replace('_', ' ')})")
    if act.get("toll"):
        does.append(f"a toll of {act['toll']}")
    for field, word in (("time", "time"), ("cost", "freight"), ("capacity", "capacity")):
        if act.get(field):
            value = act[field]
            does.append(
                f"{word} {100 * value:+.4g}{THIN}%" if isinstance(value, float) else f"{word} {value}"
            )
    said = f"{where}: {', '.join(does)}"
    if act.get("sellers"):
        said += f", for goods from {listed((str(s) for s in act['sellers']), most=4)}"
    paid = act.get("dearer_by")
    if isinstance(paid, int | float):
        said += f"; transport of the base year's goods costs {money(float(paid), str(act.get('unit', '')), plus=True)}"
    return said
