"""How sure an answer is: parameters and estimated cells as distributions, draws, bands, and what moves the answer."""

DRAWS, SEED = 200, 2022
