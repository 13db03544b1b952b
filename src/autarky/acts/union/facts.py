"""What a union means in a world: for the dry run and the record, and as a sentence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.acts.base import Context
from autarky.acts.union.rules import people_of
from autarky.formatting import listed, money, show_share

if TYPE_CHECKING:
    from autarky.acts.union.act import Union


def facts_of(act: "Union", context: Context) -> dict[str, Any]:
    """Members, trade, tariffs and costs that change, and who pays for the budget, JSON-ready."""
    from autarky.world.sectors import select_sectors

    scope, world, cut = act.scope(context), context.world, act.cost_cut(context)
    trade, tariff = world.array("trade"), world.array("tariff")
    inside = np.where(scope.inside, trade, 0.0)
    rule = act.rule(scope, context)
    notes = [*scope.notes]
    found: dict[str, Any] = {
        "members": list(scope.labels),
        "sectors": list(select_sectors(act.sectors, world).labels),
        "cells": int((inside > 0).sum()),
        "base_trade": float(inside.sum()),
        "unit": world.unit,
    }
    if not tariff.any() and (act.internal_tariffs == "removed" or rule is not None):
        notes.append(f"world {world.name} has no tariffs, so that none are removed or made common")
    elif tariff.any():
        found["internal_tariff"] = _mean(tariff, inside)
        found |= _external(act, context, trade, tariff)
    if cut.any():
        found["cost_cut"] = {s: round(float(c), 6) for s, c in zip(world.sectors, cut, strict=True)}
        found["cost_cut_mean"] = _mean(np.broadcast_to(cut[None, :, None], trade.shape), inside)
        basis, note = _basis(act)
        found["basis"] = basis
        notes.append(note)
    if act.market_access:
        exports = np.where(scope.label > 0, trade, 0.0)
        found["label_trade"] = float(exports.sum())
    if act.budget is not None:
        net = act.received(context) * context.unit
        found["net_receipts"] = {c: float(net[world.economies.index(c)]) for c in scope.labels}
        found["moved"] = float(np.maximum(net, 0).sum())
    if act.free_movement:
        people_of(act.population, scope.labels, context)
        notes.append("free movement: welfare is per head of those who live there after people have moved")
    return found | {"notes": notes}


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    total = float(weights.sum())
    return float((values * weights).sum() / total) if total > 0 else 0.0


def _external(act: "Union", context: Context, trade: np.ndarray, tariff: np.ndarray) -> dict[str, Any]:
    """Mean tariffs of the members on third countries, before and after, weighted by base imports."""
    if act.external_tariff == "kept":
        return {}
    scope = act.scope(context)
    after = act.tariffs(tariff, scope, context)
    at = {c: context.world.economies.index(c) for c in scope.labels}
    imports = np.where(scope.from_outside, trade, 0.0)
    return {
        "external_tariff_before": {c: _mean(tariff[:, :, n], imports[:, :, n]) for c, n in at.items()},
        "external_tariff_after": {c: _mean(after[:, :, n], imports[:, :, n]) for c, n in at.items()},
    }


def _basis(act: "Union") -> tuple[list[str], str]:
    """Where the reduction of costs comes from, in full and as a note."""
    from autarky.acts.union.estimates import estimates, sources

    if isinstance(act.standards, float | Mapping):
        return ["own figures"], "standards: own figures"
    already = None if act.already == "none" else act.already
    beyond = f" beyond a {already.replace('-', ' ')}" if already else ""
    theta = estimates().elasticity
    note = (
        f"standards: {act.standards} estimates of a {act.integration.replace('-', ' ')}{beyond}, from gravity studies"
        f" at a trade elasticity of {theta:g}; of energy, and of services in a customs union, an assumption"
    )
    return sources(act.integration, already), note


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
