"""What the library offers, each in a process of its own: no fixture, no conftest, nothing imported before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
WORLD = "from five_economies import five_economies; world = five_economies()\n"
SCENARIO = """
from autarky import Scenario
from autarky.acts import Tariff
scenario = Scenario(name="duty", horizon="1y", acts=[Tariff(origin="RUS", destination="BLR", rate="10%")])
"""

SNIPPETS = {
    "equilibrium": WORLD
    + """
from autarky.economy.behaviour import behaviour
from autarky.economy.calibration import calibrate
from autarky.economy.shock import Shock
from autarky.economy.solve import equilibrium
import dataclasses, numpy as np
shock = Shock.empty(calibrate(world))
tariff = np.array(shock.tariff); tariff[1, :, 0] = 0.1
result = equilibrium(world, dataclasses.replace(shock, tariff=tariff), behaviour([4.0, 3.0, 5.0], eta=0.5))
assert result.welfare.dtype == np.float64 and np.isfinite(result.welfare).all()
assert result.certificate.worst()[1] <= 1e-9  # single precision ends near 1e-6
""",
    "shock and behaviour by hand": WORLD
    + """
import numpy as np
from autarky.economy.behaviour import behaviour
from autarky.economy.shock import Shock
from autarky.economy.solve import equilibrium
react = behaviour([4.0, 3.0, 5.0])
tariff = np.zeros((5, 3, 5)); tariff[1, :, 0] = 0.1
shock = Shock(trade_cost=np.ones((5, 3, 5)), tariff=tariff, export_tax=np.zeros((5, 3, 5)),
              productivity=np.ones((5, 3)), endowment=np.ones(5), transfer=np.zeros(5))
assert shock.tariff.dtype == react.theta.dtype == np.float64
assert equilibrium(world, shock, react).certificate.worst()[1] <= 1e-9
""",
    "solve": WORLD
    + SCENARIO
    + """
import autarky, numpy as np
result = autarky.solve(world, scenario)
assert result.welfare.dtype == np.float64
assert result.certificate.worst()[1] <= 1e-9
""",
    "run": WORLD
    + SCENARIO
    + """
import autarky, tempfile, pathlib
folder = pathlib.Path(tempfile.mkdtemp())
autarky.run(scenario, world=world, draws=0, out=folder / "run")
assert (folder / "run" / "record.json").is_file()
""",
    "gradient": WORLD
    + SCENARIO
    + """
import autarky, numpy as np
slopes = autarky.gradient(world, scenario, of="BLR", with_respect_to="tariff")
assert slopes.dtype == np.float64 and np.isfinite(slopes).all() and float(np.abs(slopes).max()) > 1e-6
""",
    "leverage": WORLD
    + """
import autarky, numpy as np
found = autarky.leverage(world, of="BLR", on="RUS")
assert np.isfinite(found["loss"]).all() and found["loss"].dtype == np.float64
""",
    "load_world": """
import autarky
try:
    autarky.load_world("icio-2o22")
except autarky.errors.InputError as e:
    assert "icio-2022" in str(e)
else:
    raise AssertionError
""",
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_in_a_fresh_process(name: str, tmp_path: Path) -> None:
    path = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    clean = {k: v for k, v in os.environ.items() if k != "JAX_ENABLE_X64"}
    done = subprocess.run(
        [sys.executable, "-c", SNIPPETS[name]],
        cwd=tmp_path,
        env=clean | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
