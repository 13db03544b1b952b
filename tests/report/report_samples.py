"""Results of a fake scenario on a real world: the numbers are made up, their shapes and signs are not."""

from typing import Any

import numpy as np

from autarky.economy.certificate import Certificate
from autarky.economy.result import QUANTITIES, Result, labelled
from autarky.world.accounts import World

HOSTILE = "<script>alert(1)</script> & [bold]\"'"
ACTS: list[dict[str, Any]] = [
    {
        "act": 1,
        "type": "embargo",
        "label": HOSTILE,
        "origin": ["BLR"],
        "destination": ["RUS"],
        "sectors": ["C20", "C19"],
        "both_ways": False,
        "leakage": 0.1,
        "rent": "buyer",
        "base_trade": 1234.5,
        "unit": "USD million",
        "notes": [HOSTILE],
    }
]


def fake(world: World, years: float, size: float) -> Result:
    """An embargo of BLR on sales of C19 and C20 to RUS; `size` scales every effect."""
    rng = np.random.default_rng(7)
    N, J = len(world.economies), len(world.sectors)
    shapes = {"economy": N, "origin": N, "destination": N, "sector": J, "user": J}
    b, r = world.economies.index("BLR"), world.economies.index("RUS")
    cut = [world.sectors.index(s) for s in ("C19", "C20")]
    values = {
        name: size * rng.normal(0, 0.001, tuple(shapes[d] for d in dims))
        for name, (dims, _, _) in QUANTITIES.items()
    }
    values["welfare"][[b, r]] = -0.2 * size, -0.01 * size
    values["trade_volume"][b, cut, r] = -0.9
    values["quota_wedge"] = np.zeros((N, J, N))
    values["quota_wedge"][b, cut, r] = 3.0 * size
    values["trade"] = world.array("trade") * (1 + values["trade_volume"])
    values["tariff"], values["export_tax"] = np.zeros((N, J, N)), np.zeros((N, J, N))
    for name in ("inputs", "final", "value_added", "output", "deficit"):
        values[name] = world.array(name) * (1 + values[name])
    record = {
        "name": "fake",
        "title": f"Potash {HOSTILE}",
        "look_for": HOSTILE,
        "horizon": {"label": "x", "years": years, "theta_multiplier": 0.4, "eta": 0.1, "rho": 0.5},
        "elasticities": {"title": "Set", "source": "Somebody (2020)", "own": {}, "theta_long_run": {"A": 4}},
        "deficits": "fixed",
        "acts": ACTS,
    }  # fmt: skip
    return Result(world, labelled(world, values), Certificate(*[1e-13] * 9), record)
