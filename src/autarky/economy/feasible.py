"""Scenarios that have no equilibrium, recognised before any iteration."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np

from autarky.economy.behaviour import Behaviour
from autarky.economy.calibration import Economy
from autarky.economy.nests import by_buyer
from autarky.economy.shock import Shock
from autarky.errors import InputError, NoEquilibriumError
from autarky.world.accounts import World

# Deficits below this share of world value added are rounding of a balanced table, not a claim on the world.
NO_DEFICIT = 1e-12


def check_shock(world: World, shock: Shock) -> None:
    """Raise `InputError`, naming the cell, where a shock lies outside the model (a cost below 0, a rate below -1)."""
    N, J = len(world.economies), len(world.sectors)
    cells, made, alone = (N, J, N), (N, J), (N,)
    floors = {
        "trade_cost": (cells, 0.0, "above 0 (1 = no change)"),
        "tariff": (cells, -1.0, "above -100 %"),
        "export_tax": (cells, -1.0, "above -100 %"),
        "productivity": (made, 0.0, "above 0 (1 = no change)"),
        "endowment": (alone, 0.0, "above 0 (1 = no change)"),
        "transfer": (alone, -np.inf, "a number"),
    }
    for name, (shape, floor, expected) in floors.items():
        values = np.asarray(getattr(shock, name))
        if values.shape != shape:
            raise InputError(
                f"Shock: {name} has shape {values.shape}, expected {shape} for world {world.name!r}."
            )
        bad = ~(np.isfinite(values) & (values > floor))
        if bad.any():
            where = np.unravel_index(int(np.argmax(bad)), shape)
            raise InputError(
                f"Shock: {name} of {_cell(world, where)} is {values[where]:g}; expected {expected}."
            )
    total = float(np.asarray(shock.transfer).sum())
    if abs(total) > 1e-9:
        raise InputError(f"Shock: transfers must sum to zero; they sum to {total:.3g} of world value added.")
    if shock.quota is not None:
        for name, top in (("limit", np.inf), ("to_buyer", 1.0), ("to_seller", 1.0)):
            values = np.asarray(getattr(shock.quota, name))
            bad = ~((values >= 0) & (values <= top))
            if bad.any():
                where = np.unravel_index(int(np.argmax(bad)), cells)
                raise InputError(
                    f"Shock: quota {name} of {_cell(world, where)} is {values[where]:g}; expected 0 to {top:g}."
                )
        # home sales cannot be rationed by a border
        own = np.isfinite(np.asarray(shock.quota.limit)[np.arange(N), :, np.arange(N)])
        if own.any():
            n, s = np.argwhere(own)[0]
            raise InputError(
                f"Shock: a quota on the domestic sales of {world.economies[n]}/{world.sectors[s]}."
            )
    if shock.price_cap is not None and not bool((np.asarray(shock.price_cap) > 0).all()):
        raise InputError("Shock: a price cap must be above 0 (relative to the base price).")


def _cell(world: World, where: tuple[np.intp, ...]) -> str:
    labels = (world.economies, world.sectors, world.economies)
    return "/".join(names[j] for names, j in zip(labels, where, strict=False))


def check_equilibrium(world: World, shock: Shock, behaviour: Behaviour) -> None:
    """Raise `NoEquilibriumError` where demand or budgets leave no solution
    (docs/theory/equilibrium.md, "Unknowns and equations")."""
    traded = world.array("trade") > 0
    gone = np.zeros_like(traded) if shock.quota is None else traded & (np.asarray(shock.quota.limit) <= 0)
    theta = by_buyer(np.asarray(behaviour.theta_of_buyers))
    essential = gone.any(0) & (theta <= 0)  # sector, buyer
    if essential.any():
        sector, buyer = np.argwhere(essential)[0]
        s, sigma = world.sectors[sector], 1 + np.broadcast_to(theta, essential.shape)[sector, buyer]
        raise NoEquilibriumError(
            f"No equilibrium: a flow of {s} is cut to zero, but with sigma = {sigma:.2g} <= 1 "
            "buyers cannot do without any origin. Allow a leakage above 0, or a longer horizon."
        )
    # a composite that is bought but has no supplier left has no price; the nests would let it drop out unnoticed
    without = traded.any(0) & ~(traded & ~gone).any(0)
    if without.any():
        where, who = np.argwhere(without)[0]
        raise NoEquilibriumError(
            f"No equilibrium: {world.economies[who]} would have no supplier of {world.sectors[where]} left, which it "
            "needs and does not make itself. Allow a leakage above 0, or merge the sector with one that it makes."
        )
    _check_cut_off(world, shock, behaviour, traded & ~gone)


def stranded_balance(world: World | None, economy: Economy, behaviour: Behaviour, shock: Shock) -> str | None:
    """Why a search found nothing, where ceilings leave an economy less trade, at base prices, than its own deficit or
    surplus takes; None elsewhere. Prices may still close such a gap, so nobody is refused for it beforehand."""
    if shock.quota is None or behaviour.deficits == "zero":
        return None
    left = np.asarray(economy.X) * np.minimum(np.asarray(shock.quota.limit), 1.0)
    home = np.diagonal(left.sum(1))
    sold, bought = left.sum((1, 2)) - home, left.sum((0, 1)) - home
    deficit = np.asarray(economy.D) + np.asarray(shock.transfer)
    missing = np.maximum(deficit - bought, -deficit - sold)
    n = int(missing.argmax())
    if missing[n] <= NO_DEFICIT:
        return None
    name = f"economy {n}" if world is None else world.economies[n]
    kind, trade, rest = (
        ("deficit", "imports", bought[n]) if deficit[n] > 0 else ("surplus", "exports", sold[n])
    )
    return (
        f"{name} has a trade {kind} of {abs(deficit[n]):.2%} of world value added, but what is left of its {trade} is "
        f'worth {100 * rest:.2g}%: nothing can balance that. Use deficits = "zero", or a larger leakage.'
    )


def with_blocs(economy: Economy, shock: Shock) -> Shock:
    """The shock with the number of the bloc of each economy where trade does not connect the whole world."""
    open_flows = np.asarray(economy.X) > 0
    if shock.quota is not None:
        open_flows &= np.asarray(shock.quota.limit) > 0
    groups = _components(open_flows.any(1))
    if len(groups) == 1:
        return replace(shock, blocs=None)
    number = np.zeros(len(open_flows), dtype=int)
    for k, group in enumerate(groups):
        number[group] = k
    return replace(shock, blocs=jnp.asarray(number))


def _check_cut_off(world: World, shock: Shock, behaviour: Behaviour, open_flows: np.ndarray) -> None:
    deficit = np.asarray(shock.transfer)
    if behaviour.deficits != "zero":
        deficit = deficit + world.array("deficit") / world.array("value_added").sum()
    reach = open_flows.any(1) & ~np.eye(len(world.economies), dtype=bool)
    # the largest group is the rest of the world: what is cut off are the others
    for group in sorted(_components(reach), key=len)[:-1]:
        if abs(deficit[group].sum()) > NO_DEFICIT:
            raise _cut_off(world, behaviour, group, "all trade", deficit[group].sum())
    for n in range(len(world.economies)):
        sells, buys = bool(reach[n].any()), bool(reach[:, n].any())
        if buys and not sells and deficit[n] <= NO_DEFICIT:
            raise _cut_off(world, behaviour, [n], "selling abroad", deficit[n])
        if sells and not buys and deficit[n] >= -NO_DEFICIT:
            raise _cut_off(world, behaviour, [n], "buying abroad", deficit[n])


def _cut_off(
    world: World, behaviour: Behaviour, group: list[int], what: str, deficit: float
) -> NoEquilibriumError:
    names = ", ".join(world.economies[n] for n in group[:5]) + (" ..." if len(group) > 5 else "")
    without = "" if behaviour.deficits == "zero" else 'Use deficits = "zero", or a'
    if deficit > NO_DEFICIT:
        why = f"while the trade deficit of {deficit:.2%} of world value added has to be financed"
    elif deficit < -NO_DEFICIT:
        why = f"while the trade surplus of {-deficit:.2%} of world value added has to be spent on others"
    else:
        why = "and trade in one direction alone cannot balance"
    return NoEquilibriumError(
        f"No equilibrium: {names} would be cut off from {what} {why}. {without or 'A'}llow a leakage above 0."
    )


def _components(linked: np.ndarray) -> list[list[int]]:
    """Groups of economies that can reach one another by trade in either direction."""
    linked = linked | linked.T
    left, groups = set(range(len(linked))), []
    while left:
        group, edge = set(), [left.pop()]
        while edge:
            n = edge.pop()
            group.add(n)
            near = {int(k) for k in np.flatnonzero(linked[n])} & left
            left -= near
            edge.extend(near)
        groups.append(sorted(group))
    return groups
