"""The general equilibrium: calibration, behaviour, shocks, solution, outcomes (model.md)."""
