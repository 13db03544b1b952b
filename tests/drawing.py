"""How hypothesis draws: the same examples in every run, worker and order, unless the environment asks for new ones.

`HYPOTHESIS=explore` (`make explore`) draws with a new seed. What it finds becomes an `@example` of the test.
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

# neither depends on the code: how busy the machine is fails no test
TIMED = [HealthCheck.too_slow]
settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, print_blob=True, suppress_health_check=TIMED
)
settings.register_profile(
    "explore", derandomize=False, deadline=None, print_blob=True, suppress_health_check=TIMED
)
PROFILE = os.environ.get("HYPOTHESIS", "same")
settings.load_profile(PROFILE)


def without_constants_of_modules() -> None:
    """Hypothesis also draws constants that stand in the modules imported so far: in a suite that depends on what ran
    before, and where."""
    none = providers._get_local_constants.__annotations__["return"]  # fails where hypothesis has changed
    assert isinstance(providers._local_constants, none)
    providers._get_local_constants = lambda: providers._local_constants


if PROFILE == "same":
    without_constants_of_modules()
