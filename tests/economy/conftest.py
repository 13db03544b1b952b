"""JAX in double precision for every test of the equilibrium."""

from autarky.economy.backend import prepare

prepare()
