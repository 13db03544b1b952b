"""Uncertainty: parameters and estimated cells as distributions, draws, ranges, and what moves the answer."""

DRAWS, SEED = 200, 2022
