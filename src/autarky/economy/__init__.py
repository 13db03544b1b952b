"""The general equilibrium: calibration, behaviour, shocks, solution, outcomes (docs/theory/equilibrium.md)."""
