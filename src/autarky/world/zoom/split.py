"""The arithmetic of a zoom: every array of a world split in two, so that the parts add up to it."""

from collections.abc import Mapping

import numpy as np

from autarky.errors import InputError
from autarky.world.accounts import VARIABLES, World
from autarky.world.zoom.estimate import Filling
from autarky.world.zoom.flows import read_pairs
from autarky.world.zoom.product import Product
from autarky.world.zoom.report import Capped
from autarky.world.zoom.use import split_use, split_value_added, use_shares


def _rates(world: World, product: Product, which: str, old: np.ndarray) -> np.ndarray:
    """Rates of the product by (origin, destination): the parent's where none is given."""
    given = getattr(product, which)
    if given is None:
        return old.copy()
    if isinstance(given, Mapping):
        new = old.copy()
        for i, n, rate in read_pairs(given, world, f"product {product.name}, {which}"):
            new[i, n] = rate
    else:
        new = np.where(np.eye(len(old), dtype=bool), old, float(given))
    if not (np.isfinite(new) & (new > -1)).all():
        raise InputError(f"product {product.name}, {which}: a rate is a number above -1 (0.05 is 5 %)")
    return new


def _remainder_rate(world: World, product: Product, which: str, revenue: np.ndarray, base: np.ndarray,
                    old: np.ndarray, new: np.ndarray) -> np.ndarray:  # fmt: skip
    """The rate that leaves the parent's revenue whole; refuses where only a change of sign could."""
    if np.array_equal(old, new):  # also where only the other rate is given: both parts are taxed alike
        return old
    rate = np.where(base > 0, revenue / np.where(base > 0, base, 1.0), old)
    nothing_left = (base <= 0) & (np.abs(revenue) > 1e-12 * np.abs(revenue).max())
    wrong = (rate * old < -1e-9) | ((old == 0) & (np.abs(rate) > 1e-9)) | (rate <= -1) | nothing_left
    if wrong.any():
        i, n = (int(k[0]) for k in np.nonzero(wrong))
        raise InputError(
            f"product {product.name}, {which}: {new[i, n]:.4g} on {world.economies[i]}->{world.economies[n]} is more"
            f" revenue than the parent's rate of {old[i, n]:.4g} brings; the remainder would need {rate[i, n]:.4g}"
        )
    return rate


def split_accounts(
    world: World, product: Product, s: int, flows: np.ndarray
) -> tuple[dict[str, np.ndarray], list[Capped]]:
    """All arrays with the product behind its parent, and which uses and value added had to move."""
    old = {v: world.array(v) for v in VARIABLES}
    X, t, x = (old[v][:, s] for v in ("trade", "tariff", "export_tax"))
    rest = np.maximum(X - flows, 0.0)
    x_product, t_product = (
        np.where(X > 0, _rates(world, product, which, old[which][:, s]), old[which][:, s])
        for which in ("export_tax", "tariff")
    )
    x_rest = _remainder_rate(world, product, "export_tax", x * X - x_product * flows, rest, x, x_product)
    duty = t * (1 + x) * X - t_product * (1 + x_product) * flows
    t_rest = _remainder_rate(world, product, "tariff", duty, (1 + x_rest) * rest, t, t_product)
    out = {
        "trade": _insert(old["trade"], 1, s, rest, flows),
        "tariff": _insert(old["tariff"], 1, s, t_rest, t_product),
        "export_tax": _insert(old["export_tax"], 1, s, x_rest, x_product),
    }
    paid = ((1 + x_product) * (1 + t_product) * flows).sum(0)
    inputs, final = old["inputs"], old["final"]
    used, consumed, moved = split_use(
        world, product, s, paid, inputs[s], final[s], use_shares(world, product, s)
    )
    made = flows.sum(1)
    value_added, shrunk = split_value_added(
        world, product, made, old["value_added"][:, s], inputs[:, :, s].sum(0)
    )
    bought = inputs[:, :, s].sum(0)
    share = np.divide(
        made - value_added, bought, out=np.zeros_like(made), where=bought > 0
    )  # of the parent's inputs
    share = np.minimum(share, 1.0)  # rounding where the product is the whole sector
    rows = _insert(inputs, 0, s, np.maximum(inputs[s] - used, 0.0), used)  # (J + 1, N, J)
    column = rows[:, :, s]
    out["inputs"] = _insert(rows, 2, s, column * (1 - share), column * share)
    out["final"] = _insert(old["final"], 0, s, np.maximum(final[s] - consumed, 0.0), consumed)
    kept = np.maximum(old["value_added"][:, s] - value_added, 0.0)
    out["value_added"] = _insert(old["value_added"], 1, s, kept, value_added)
    return out, moved + shrunk


def _insert(array: np.ndarray, axis: int, s: int, rest: np.ndarray, product: np.ndarray) -> np.ndarray:
    """`array` with `rest` at position `s` of `axis` and `product` behind it."""
    out = np.insert(array, s + 1, 0.0, axis=axis)
    at: list[slice | int] = [slice(None)] * array.ndim
    at[axis] = s
    out[tuple(at)] = rest
    at[axis] = s + 1
    out[tuple(at)] = product
    return out


def split_estimated(world: World, s: int, filled: Filling, flows: np.ndarray) -> np.ndarray:
    """Share of each cell that is an estimate; the remainder has what of the parent's is not in the product."""
    asked = filled.value
    product = np.divide(filled.parts["estimated"], asked, out=np.zeros_like(asked), where=asked > 0)
    if "trade_estimated" not in world.data:
        N, J = len(world.economies), len(world.sectors)
        old = np.zeros((N, J, N))
    else:
        old = world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values.astype(float)
    cell = world.array("trade")[:, s]
    rest = cell - flows
    left = np.divide(old[:, s] * cell - product * flows, rest, out=old[:, s].copy(), where=rest > 0)
    product = np.where(flows > 0, product, old[:, s])
    return _insert(old, 1, s, np.clip(left, 0.0, 1.0), product)
