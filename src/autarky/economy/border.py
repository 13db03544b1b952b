"""What stands between a seller and a buyer: taxes, trade costs, price caps and ceilings, cell by cell.

Cells stand sector first (sector, origin, destination): a matrix for each sector, which products of matrices want.
"""

from dataclasses import replace
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int

from autarky.economy.calibration import Economy
from autarky.economy.nests import by_buyer
from autarky.economy.shock import Shock


class Border(eqx.Module):
    """A shock's side of the wedge, with the logs that no search changes taken once."""

    pi: Float[Array, "J N N"]  # base shares of spending; 0 where the flow is withdrawn
    Q: Float[Array, "J N"]  # base spending on composites
    log_export: Float[Array, "J N N"]  # log (1+x')/(1+x)
    log_import: Float[Array, "J N N"]  # log kappa_hat (1+t')/(1+t)
    tariff: Float[Array, "J N N"]  # t'
    export_tax: Float[Array, "J N N"]  # x'
    export_tax_base: Float[Array, "J N N"]  # x
    log_cap: Float[Array, "J N N"] | None  # of the seller's price, in units of the numeraire
    ceilings: "Ceilings | None"
    few: "Few | None" = None  # where the ceilings are, if they are few


class Ceilings(eqx.Module):
    """A `Quota` by cell."""

    bound: Bool[Array, "J N N"]  # where there is a ceiling that may bind
    log_limit: Float[Array, "J N N"]  # of the base quantity; 0 where there is none
    to_buyer: Float[Array, "J N N"]
    to_seller: Float[Array, "J N N"]
    softness: Float[Array, ""]


class Few(eqx.Module):
    """The cells with ceilings, as a list that may hold some of them twice, of which one counts."""

    sector: Int[Array, " K"]
    origin: Int[Array, " K"]
    destination: Int[Array, " K"]
    counts: Float[Array, " K"]

    def of(self, cells: Array) -> Array:
        """The values of `cells` [J, N, N] (any dimension may be 1) in the list [K, 1, 1]."""
        s, i, n = (
            k if size > 1 else 0 * k
            for k, size in zip((self.sector, self.origin, self.destination), cells.shape, strict=True)
        )
        return cells[s, i, n][:, None, None]


SIZES = (128, 2048)  # of lists: one compiled program for each; more ceilings are treated cell by cell


def few_ceilings(shock: Shock) -> Few | None:
    """The list of the ceilings that may bind; None where there are none, or many, or price caps besides."""
    if shock.quota is None or shock.price_cap is not None:
        return None
    limit = np.asarray(shock.quota.limit)
    found = np.argwhere(np.isfinite(limit) & (limit > 0))
    if not 0 < len(found) <= SIZES[-1]:
        return None
    size = next(n for n in SIZES if len(found) <= n)
    cells = np.concatenate([found, np.repeat(found[:1], size - len(found), 0)])
    i, s, n = (jnp.asarray(k) for k in cells.T)
    return Few(s, i, n, jnp.asarray(np.arange(size) < len(found), dtype=float))


class Passage(NamedTuple):
    """What a cell's price becomes on its way; elementwise in the cell's own arguments."""

    log_paid: Float[Array, "J N N"]  # by the buyer, relative to the base
    received: Float[Array, "J N N"]  # what the buyer spends per unit of sales net of taxes
    to_destination: Float[Array, "J N N"]  # tariffs and rents of the buyer's state, per unit of sales
    to_origin: Float[Array, "J N N"]  # export taxes and rents of the seller's state, per unit of sales
    log_wedge: Float[Array, "J N N"]  # that holds the ceiling
    seller_tax: Float[Array, "J N N"]  # export tax in force, price caps included


def by_sector(cells: Float[Array, "a b n"]) -> Float[Array, "b a n"]:
    """Cells sector first; the same function turns them back."""
    return jnp.swapaxes(cells, 0, 1)


def border(economy: Economy, shock: Shock, few: Few | None = None) -> Border:
    """The border that `shock` draws through `economy`; `few` (from `few_ceilings`) makes searches cheaper."""
    pi, ceilings = by_sector(economy.pi), None
    if shock.quota is not None:
        limit = by_sector(shock.quota.limit)
        pi = jnp.where(limit <= 0, 0.0, pi)
        bound = jnp.isfinite(limit) & (limit > 0)
        ceilings = Ceilings(
            bound=bound,
            log_limit=jnp.log(jnp.where(bound, limit, 1.0)),
            to_buyer=by_sector(shock.quota.to_buyer),
            to_seller=by_sector(shock.quota.to_seller),
            softness=shock.quota.softness,
        )
    tariff, export_tax, base = (by_sector(a) for a in (shock.tariff, shock.export_tax, economy.export_tax))
    return Border(
        pi=pi,
        Q=economy.Q,
        log_export=jnp.log((1 + export_tax) / (1 + base)),
        log_import=jnp.log(by_sector(shock.trade_cost) * (1 + tariff) / (1 + by_sector(economy.tariff))),
        tariff=tariff,
        export_tax=export_tax,
        export_tax_base=base,
        log_cap=None if shock.price_cap is None else jnp.log(by_sector(shock.price_cap)),
        ceilings=ceilings,
        few=None if ceilings is None else few,
    )


def log_rationed(
    b: Border, theta: Float[Array, "J *buyers"], log_P: Float[Array, "J N"], Q: Float[Array, "J N"]
) -> Float[Array, "J N"]:
    """The price at which buyers take just the base quantity of a variety: from ``(Q/P)(p/P)^(-sigma) = Q0``."""
    volume = jnp.log(jnp.where(b.Q > 0, Q / jnp.where(b.Q > 0, b.Q, 1.0), 1.0)) - log_P
    return log_P + volume / (1 + by_buyer(theta))


def passage(
    b: Border,
    theta: Float[Array, "J *buyers"],
    log_c: Float[Array, "J N 1"],
    rationed: Float[Array, "J 1 N"],
    log_world: Float[Array, " N"],
) -> Passage:
    """From the seller's unit cost to the buyer's price: taxes, caps, trade cost, and the wedge that holds a ceiling."""
    log_seller, seller_tax = log_c + b.log_export, b.export_tax
    if b.log_cap is not None:
        cap = b.log_cap + log_world[:, None]
        binds = cap < log_seller
        # the exponential of no cap (infinity) has no derivative, also where it is not taken
        held = jnp.where(binds, cap, log_seller)
        seller_tax = jnp.where(binds, (1 + b.export_tax_base) * jnp.exp(held - log_c) - 1, seller_tax)
        log_seller = jnp.minimum(log_seller, cap)
    log_paid = log_seller + b.log_import
    taxed = (1 + seller_tax) * (1 + b.tariff)
    to_destination, to_origin = b.tariff * (1 + seller_tax), seller_tax
    if b.ceilings is None:
        return Passage(log_paid, taxed, to_destination, to_origin, jnp.zeros_like(log_paid), seller_tax)
    q = b.ceilings
    slack = rationed - q.log_limit / (1 + by_buyer(theta)[:, None]) - log_paid
    log_wedge = jnp.where(q.bound, _ramp(slack, q.softness), 0.0)
    rent = (jnp.exp(log_wedge) - 1) * taxed
    return Passage(
        log_paid=log_paid + log_wedge,
        received=taxed + (q.to_buyer + q.to_seller) * rent,
        to_destination=to_destination + q.to_buyer * rent,
        to_origin=to_origin + q.to_seller * rent,
        log_wedge=log_wedge,
        seller_tax=seller_tax,
    )


def without_ceilings(b: Border) -> Border:
    """The border with its ceilings taken away (a withdrawn flow stays away)."""
    return replace(b, ceilings=None, few=None)


def listed(b: Border, few: Few) -> Border:
    """The border of the cells of the list, one after the other: [K, 1, 1] for [J, N, N]."""
    q = b.ceilings
    assert q is not None
    return replace(
        b,
        pi=few.of(b.pi),
        Q=few.of(b.Q[:, None, :])[:, 0],
        log_export=few.of(b.log_export),
        log_import=few.of(b.log_import),
        tariff=few.of(b.tariff),
        export_tax=few.of(b.export_tax),
        export_tax_base=few.of(b.export_tax_base),
        ceilings=Ceilings(
            few.of(q.bound), few.of(q.log_limit), few.of(q.to_buyer), few.of(q.to_seller), q.softness
        ),
        few=None,
    )


def _ramp(x: Array, softness: Array) -> Array:
    """max(x, 0), rounded off over a width of `softness`."""
    return jax.lax.cond(
        softness > 0,
        lambda: 0.5 * (x + jnp.sqrt(x**2 + jnp.where(softness > 0, 4 * softness**2, 1.0))),
        lambda: jnp.maximum(x, 0.0),
    )
