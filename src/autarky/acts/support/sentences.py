"""What support says of itself in a sentence."""

from collections.abc import Mapping
from typing import Any

from autarky.formatting import money, show_share

Facts = Mapping[str, Any]


def support(act: Facts) -> str:
    ends = " that the base year contains ends" if act.get("change") == "withdraw" else ""
    form = str(act.get("form"))
    if form == "grant":
        said = f"{act.get('amount')} a year{ends}"
    else:
        said = f"{form} of {act.get('amount')} at {show_share(act.get('rate'))}"
        said += f" over {act.get('maturity'):g} years{ends}"
    yearly = act.get("yearly")
    if isinstance(yearly, int | float) and form != "grant":
        said += f", worth {money(float(yearly), str(act.get('unit', '')))} a year"
    return said
