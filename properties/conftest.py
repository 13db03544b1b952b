"""Property tests share the random worlds of the tests of the equilibrium."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "economy"))

from autarky.economy.backend import prepare

prepare()
