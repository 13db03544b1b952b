"""JAX in double precision for every test of the equilibrium; the cases of `benchmarks/hard_cases.py` at hand."""

import sys
from pathlib import Path

from autarky.economy.backend import prepare

prepare()

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
