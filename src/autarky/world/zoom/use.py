"""Who buys a product and what its makers pay for: shares of the parent unless given, within what the parent has."""

import numpy as np

from autarky.errors import InputError
from autarky.world.accounts import World
from autarky.world.sectors import select_sectors
from autarky.world.zoom.product import Product
from autarky.world.zoom.report import Capped

FINAL = "final"


def use_shares(world: World, product: Product, s: int) -> np.ndarray | None:
    """Weights of users (sector or group given, user [J] or final [J + 1]) that add up to one; None: as the
    parent.

    A row for each entry of `use`: its share stands in the columns of its users, which divide it as they buy
    the parent.
    """
    if product.use is None:
        return None
    what = f"product {product.name}, use"
    rows = []
    for label, share in product.use.items():
        if not (np.isfinite(share) and 0 <= share <= 1):
            raise InputError(f"{what}: {label}: expected a share from 0 to 1, got {share!r}")
        row = np.zeros(len(world.sectors) + 1)
        if label.casefold() == FINAL:
            row[-1] = share
        else:
            try:
                inside = select_sectors([label], world).labels
            except InputError as e:
                raise InputError(f"{what}: {e}; or {FINAL!r}") from None
            row[[world.sectors.index(k) for k in inside]] = share
        rows.append(row)
    table = np.array(rows).reshape(-1, len(world.sectors) + 1)
    if ((table > 0).sum(0) > 1).any():
        k = int(np.argmax((table > 0).sum(0) > 1))
        raise InputError(f"{what}: {world.sectors[k] if k < len(world.sectors) else FINAL} is in two entries")
    total = sum(product.use.values())
    if abs(total - 1) > 1e-6:
        raise InputError(
            f"{what}: the shares add up to {total:.6g}, expected 1 ({FINAL!r} for households and state)"
        )
    return table / total


def split_use(
    world: World, product: Product, s: int, paid: np.ndarray, inputs: np.ndarray, final: np.ndarray,
    shares: np.ndarray | None,
) -> tuple[np.ndarray, np.ndarray, list[Capped]]:  # fmt: skip
    """What users [N, J] and final demand [N] of each destination pay for the product, `paid` [N] in all.

    `inputs` (destination, user) and `final` (destination) are the parent's. Where a user would pay more than
    `cap` of what it pays for the parent, the rest goes to the other users in proportion to what they have
    left; each such move is named.
    """
    parent = np.concatenate([inputs, final[:, None]], axis=1)  # (N, J + 1)
    whole = parent.sum(1)
    share = np.divide(paid, whole, out=np.zeros_like(paid), where=whole > 0)
    if shares is None:
        used = parent * share[:, None]
        return used[:, :-1], used[:, -1], []
    wanted = np.zeros_like(parent)
    for row in shares:
        users = row > 0
        weight = np.where(users, parent, 0.0)
        total = weight.sum(1, keepdims=True)
        even = users / max(int(users.sum()), 1)
        weight = np.where(total > 0, weight / np.where(total > 0, total, 1.0), even)
        wanted += weight * (row.max() * paid)[:, None]
    most = np.maximum(product.cap, share)[:, None] * parent  # the product as a whole always fits
    used = np.minimum(wanted, most)
    left, room = np.maximum(paid - used.sum(1), 0.0), most - used
    free = room.sum(1)
    used = used + room * np.divide(left, free, out=np.zeros_like(free), where=free > 0)[:, None]
    used = np.minimum(used, parent)
    names = (*world.sectors, FINAL)
    cut = wanted - used > 1e-9 * np.maximum(paid[:, None], 1e-300)
    moved = [
        Capped("use", world.economies[n], f"in {names[k]}", float(wanted[n, k]), float(used[n, k]))
        for n, k in zip(*np.nonzero(cut), strict=True)
    ]
    return used[:, :-1], used[:, -1], moved


def split_value_added(
    world: World, product: Product, made: np.ndarray, value_added: np.ndarray, inputs: np.ndarray
) -> tuple[np.ndarray, list[Capped]]:
    """Value added [N] in `made`, the product's output [N], within the parent's value added and inputs [N];
    what was capped.
    """
    output = value_added + inputs
    as_parent = made * np.divide(value_added, output, out=np.zeros_like(made), where=output > 0)
    if product.value_added is None:
        return as_parent, []
    wanted = made * product.value_added
    most = np.maximum(product.cap, np.divide(made, output, out=np.zeros_like(made), where=output > 0))
    kept = np.clip(wanted, np.maximum(made - most * inputs, 0.0), np.minimum(most * value_added, made))
    moved = [
        Capped("value added", c, "", float(w / y), float(k / y))
        for c, w, k, y in zip(world.economies, wanted, kept, made, strict=True)
        if abs(w - k) > 1e-9 * max(y, 1e-300)
    ]
    return kept, moved
