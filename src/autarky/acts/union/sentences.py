"""What a union says of itself in a sentence."""

from collections.abc import Mapping
from typing import Any

from autarky.formatting import listed, money, show_share

Facts = Mapping[str, Any]


def union(act: Facts) -> str:
    parts = []
    if (before := act.get("internal_tariff")) and act.get("internal_tariffs") == "removed":
        parts.append(f"tariffs of {show_share(before)} on average between them end")
    if (rule := act.get("external_tariff")) not in (None, "kept"):
        parts.append(f"common external tariff: {rule}")
    if cut := act.get("cost_cut_mean"):
        parts.append(f"common standards take {show_share(cut)} on average off delivered prices between them")
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
