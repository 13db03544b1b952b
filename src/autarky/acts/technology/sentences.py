"""What the acts on technology say of themselves in a sentence."""

from collections.abc import Mapping
from typing import Any

from autarky.formatting import money, percent

Act = Mapping[str, Any]


def capacity(act: Act) -> str:
    """From which own share to which, by when, for how much."""
    unit = str(act.get("unit", ""))
    said = f"{_growth(act)} in {act.get('year')}"
    if spent := float(act.get("investment_so_far") or 0):
        said += f", for {money(spent, unit)} of investment, {money(float(act['annuity']), unit)} a year"
    if premium := float(act.get("premium_paid") or 0):
        said += f", own output {money(premium, unit)} a year dearer"
    return said


def import_substitution(act: Act) -> str:
    """From which own share to which, and how much dearer."""
    paid, unit = float(act.get("premium_paid") or 0), str(act.get("unit", ""))
    dearer = percent(float(act.get("premium_now") or 0), plus=False)
    return f"{_growth(act)}, own goods {dearer} dearer ({money(paid, unit)} a year)"


def programme(act: Act) -> str:
    """What the sectors gain, and what it costs."""
    said = f"productivity {percent(float(act.get('productivity_gain') or 0))}"
    if cost := float(act.get("yearly_cost") or 0):
        said += f", for {money(cost, str(act.get('unit', '')))} a year"
        said += f" paid by {', '.join(act['payer'])}" if act.get("payer") else ""
    return said


def _growth(act: Act) -> str:
    start, end = (float(act.get(k) or 0) for k in ("own_share", "own_share_then"))
    return f"own supply from {percent(start, plus=False)} to {percent(end, plus=False)} of purchases"
