"""How sure an answer is: parameters and estimated cells as distributions, draws, bands, and what moves the answer."""
