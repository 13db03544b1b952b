"""The act of docs/how-to/add-an-act.md works as it stands there."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_world import BLR, POL, RUS

from autarky.acts import Context
from autarky.acts.describe import act_fields
from autarky.acts.registry import ACTS
from autarky.economy.calibration import calibrate
from autarky.economy.shock import Shock
from autarky.errors import InputError
from autarky.world import World

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/add-an-act.md").read_text("utf-8")


@pytest.fixture(scope="module")
def border_delay() -> Any:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {"__name__": "add_an_act"}
    exec(compile(code, "add-an-act.md", "exec"), names)
    return names["BorderDelay"]


def test_the_act_of_the_page(border_delay: Any, world: World) -> None:
    act, context = border_delay(origin="BLR", destination="POL", days=2.0, per_day="1%"), Context(world)
    cost = np.asarray(act.apply(Shock.empty(calibrate(world)), context).trade_cost)
    assert cost[BLR, 0, POL] == pytest.approx(1.01**2, rel=1e-15)  # one rounding
    assert cost[RUS, 0, POL] == 1
    resolved = act.resolve(context)
    assert resolved.economies("origin") == ("BLR",) and resolved.base.value == 20
    assert {t.name: t.unit for t in resolved.terms}["days"] == "days"
    assert act.parameters(resolved.facts) == "2 days"
    assert [f.name for f in act_fields(border_delay)][-3:] == ["days", "per_day", "label"]


@pytest.mark.parametrize(("fields", "field"), [({"days": 0}, "days"), ({"per_day": "1"}, "per_day")])
def test_its_messages(border_delay: Any, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError, match=field):
        border_delay(**({"origin": "BLR", "destination": "POL", "days": 1.0, "per_day": "1%"} | fields))


def test_what_the_page_names_is_there() -> None:
    assert "secondary_tariff" in ACTS
    for file in re.findall(r"`((?:src|tests|tools)/[\w./]+\.py)`", PAGE):
        assert (ROOT / file).exists() or file.endswith("acts/border_delay.py"), file
