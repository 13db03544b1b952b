"""What stands between a seller and a buyer: taxes, trade costs, price caps and ceilings, cell by cell.

Cells stand sector first (sector, origin, destination): a matrix for each sector, which products of matrices want.
"""

from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float

from autarky.economy.calibration import Economy
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


class Ceilings(eqx.Module):
    """A `Quota` by cell."""

    bound: Bool[Array, "J N N"]  # where there is a ceiling that may bind
    log_limit: Float[Array, "J N N"]  # of the base quantity; 0 where there is none
    to_buyer: Float[Array, "J N N"]
    to_seller: Float[Array, "J N N"]
    softness: Float[Array, ""]


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


def border(economy: Economy, shock: Shock) -> Border:
    """The border that `shock` draws through `economy`."""
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
    )


def log_rationed(
    b: Border, theta: Float[Array, " J"], log_P: Float[Array, "J N"], Q: Float[Array, "J N"]
) -> Float[Array, "J N"]:
    """The price at which buyers take just the base quantity of a variety: from ``(Q/P)(p/P)^(-sigma) = Q0``."""
    volume = jnp.log(jnp.where(b.Q > 0, Q / jnp.where(b.Q > 0, b.Q, 1.0), 1.0)) - log_P
    return log_P + volume / (1 + theta[:, None])


def passage(
    b: Border,
    theta: Float[Array, " J"],
    log_c: Float[Array, "J N 1"],
    rationed: Float[Array, "J 1 N"],
    log_world: Float[Array, " N"],
) -> Passage:
    """From the seller's unit cost to the buyer's price: taxes, caps, trade cost, and the wedge that holds a ceiling."""
    log_seller, seller_tax = log_c + b.log_export, b.export_tax
    if b.log_cap is not None:
        cap = b.log_cap + log_world[:, None]
        seller_tax = jnp.where(
            cap < log_seller, (1 + b.export_tax_base) * jnp.exp(cap - log_c) - 1, seller_tax
        )
        log_seller = jnp.minimum(log_seller, cap)
    log_paid = log_seller + b.log_import
    taxed = (1 + seller_tax) * (1 + b.tariff)
    to_destination, to_origin = b.tariff * (1 + seller_tax), seller_tax
    if b.ceilings is None:
        return Passage(log_paid, taxed, to_destination, to_origin, jnp.zeros_like(log_paid), seller_tax)
    q = b.ceilings
    slack = rationed - q.log_limit / (1 + theta[:, None, None]) - log_paid
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


def _ramp(x: Array, softness: Array) -> Array:
    """max(x, 0), rounded off over a width of `softness`."""
    return jax.lax.cond(
        softness > 0,
        lambda: 0.5 * (x + jnp.sqrt(x**2 + jnp.where(softness > 0, 4 * softness**2, 1.0))),
        lambda: jnp.maximum(x, 0.0),
    )
