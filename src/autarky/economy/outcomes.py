"""Welfare and the other headline measures of an equilibrium, as differentiable functions of the allocation."""

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from autarky.economy.calibration import Economy
from autarky.economy.equilibrium import Allocation
from autarky.economy.shock import Shock


class Outcomes(eqx.Module):
    """Changes by economy, as fractions (0.01 = +1 %)."""

    welfare: Float[Array, " N"]
    real_gdp: Float[Array, " N"]
    real_wage: Float[Array, " N"]
    consumer_prices: Float[Array, " N"]
    terms_of_trade: Float[Array, " N"]
    volume_of_trade: Float[Array, " N"]


def outcomes(economy: Economy, shock: Shock, allocation: Allocation) -> Outcomes:
    """All headline measures of one equilibrium."""
    terms, volume = first_order_welfare(economy, allocation)
    return Outcomes(
        welfare=welfare(economy, allocation),
        real_gdp=real_gdp(economy, shock, allocation),
        real_wage=jnp.expm1(allocation.log_Phi - allocation.log_PF),
        consumer_prices=jnp.expm1(allocation.log_PF),
        terms_of_trade=terms,
        volume_of_trade=volume,
    )


def welfare(economy: Economy, a: Allocation) -> Float[Array, " N"]:
    """Equivalent variation as a share of base expenditure: ``E'/E / PF_hat - 1``, exact for homothetic tastes; per head
    of those who live there where workers move."""
    return jnp.expm1(jnp.log(a.E / economy.E) - a.log_PF - a.log_moved)


def real_gdp(economy: Economy, shock: Shock, a: Allocation) -> Float[Array, " N"]:
    """GDP at base-year market prices, double deflation (SNA 2008, 15.133): output volumes less input volumes by
    sector, plus taxes on trade at base-year rates on the volumes of trade."""
    gross = (a.Y * jnp.exp(-a.log_c)).sum(1)
    inputs = (a.M.sum(2) * jnp.exp(-a.log_P)).sum(0)
    shipped = a.X * jnp.exp(-a.log_c[:, :, None])
    arrived = shipped / shock.trade_cost
    taxes = (economy.tariff * (1 + economy.export_tax) * arrived).sum((0, 1))
    taxes = taxes + (economy.export_tax * shipped).sum((1, 2))
    base = economy.V.sum(1) + (economy.tariff * (1 + economy.export_tax) * economy.X).sum((0, 1))
    base = base + (economy.export_tax * economy.X).sum((1, 2))
    return (gross - inputs + taxes) / base - 1


def first_order_welfare(economy: Economy, a: Allocation) -> tuple[Float[Array, " N"], Float[Array, " N"]]:
    """Terms of trade and volume of trade of Caliendo & Parro (2015, eq. 17), base flows times changes, over income.

    Terms of trade: ``sum_i,s (X[n,s,i] dlog c[n,s] - X[i,s,n] dlog c[i,s]) / I``; volume of trade:
    ``sum_i,s t[i,s,n] X[i,s,n] (dlog X'[i,s,n](1+t') (1+x') - dlog c[i,s]) / I``, the sum of the two being the
    first-order change of welfare when trade costs, technology and endowments stay as they are.
    """
    cost = jnp.expm1(a.log_c)
    income = economy.E - economy.D
    abroad = 1 - jnp.eye(economy.E.size)[:, None, :]
    flows = economy.X * abroad
    terms = ((flows.sum(2) * cost).sum(1) - (flows * cost[:, :, None]).sum((0, 1))) / income
    traded = flows > 0
    growth = jnp.where(traded, a.X / jnp.where(traded, economy.X, 1.0) - 1, 0.0)
    volume = (economy.tariff * flows * (growth - cost[:, :, None])).sum((0, 1)) / income
    return terms, volume
