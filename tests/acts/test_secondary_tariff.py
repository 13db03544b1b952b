"""A tariff on whoever buys from a third state: whom it hits, by how much, and the figures of the how-to page."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_world import BLR, FOOD, OIL, POL, RUS, shock_of, small_world

from autarky.acts import Context, make_act
from autarky.acts.sentences import sentence
from autarky.errors import InputError
from autarky.scenario import Scenario, solve
from autarky.world import World

PAGE = Path(__file__).parents[2] / "docs/how-to/scenarios.md"
ACT: dict[str, Any] = {
    "type": "secondary_tariff",
    "destination": "POL",
    "source": "RUS",
    "bought": "oil and gas",
    "threshold": "50%",
    "change": "25 pp",
}


def test_known_cells(world: World) -> None:
    """Belarus gets 10 of its 20 of imported oil from Russia: half, so that it is hit at 50 % and not above."""
    assert make_act(ACT).dependence(Context(world)).tolist() == [0.5, 0.0, 0.5]
    tariff = np.asarray(shock_of(world, ACT).tariff)
    assert [tuple(map(int, cell)) for cell in np.argwhere(tariff)] == [(BLR, FOOD, POL), (BLR, OIL, POL)]
    assert tariff.max() == 0.25
    assert not np.asarray(shock_of(world, ACT | {"threshold": "50.1%"}).tariff).any()
    assert not np.asarray(shock_of(world, ACT | {"origin": ["world", "-BLR"]}).tariff).any()
    food = np.asarray(shock_of(world, ACT | {"sectors": "food"}).tariff)
    assert food[BLR, FOOD, POL] == 0.25 and food[BLR, OIL, POL] == 0


def test_it_adds_to_the_tariff_before_it() -> None:
    taxed = small_world(tariff=0.05)
    before = {"type": "tariff", "origin": "BLR", "destination": "POL", "change": "10 pp"}
    tariff = np.asarray(shock_of(taxed, before, ACT).tariff)
    assert tariff[BLR, FOOD, POL] == pytest.approx(0.40, rel=1e-15)  # sums of three decimals
    assert tariff[RUS, FOOD, POL] == 0.05


def test_it_is_the_tariff_on_those_it_hits(world: World) -> None:
    plain = {"type": "tariff", "origin": "BLR", "destination": "POL", "change": "25 pp"}
    one, two = (solve(world, Scenario(acts=[act], horizon="1y")) for act in (ACT, plain))
    assert np.array_equal(one.welfare.values, two.welfare.values)
    assert float(one.welfare[BLR]) < 0


def test_told(world: World) -> None:
    resolved = make_act(ACT).resolve(Context(world))
    assert resolved.facts["dependence"] == {"BLR": 0.5}
    assert resolved.base is not None and resolved.base.value == 20
    assert sentence(resolved, world).startswith(
        "Secondary tariff by Poland on customers of Russia, all goods and services; 25 pp on BLR (50\u202f%), who "
    )
    nobody = make_act(ACT | {"threshold": "60%"}).resolve(Context(world))
    assert nobody.notes == ("nobody looked at gets 60\u202f% of it from there, so the act changes nothing",)
    assert "on nobody" in sentence(nobody, world)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"threshold": 0}, "threshold: 0 is too low: expected more than 0%"),
        ({"threshold": "110%"}, "threshold: '110%' is too high: expected at most 100%"),
        ({"change": "25%"}, "change: '25%' has the wrong unit, a change of a rate is in percentage points"),
        ({"change": "-5 pp"}, "change: a secondary tariff must be above zero"),
        ({"source": "POL"}, "source: POL is `destination` too; a tariff on it is the act `tariff`"),
        ({"source": "Atlantis"}, "source: .*Atlantis"),
        ({"bought": "pearls"}, "bought: .*pearls"),
    ],
)
def test_wrong_input(fields: dict[str, Any], message: str, world: World) -> None:
    with pytest.raises(InputError, match=message):
        shock_of(world, ACT | fields)


def test_a_rate_set_afterwards_is_refused(world: World) -> None:
    rate = {"type": "tariff", "origin": "BLR", "destination": "POL", "rate": "10%"}
    with pytest.raises(InputError, match=r"act 2 .*contradicts act 1 \(secondary_tariff"):
        Scenario(acts=[ACT, rate]).resolve(world)


def test_the_figures_of_the_page() -> None:
    text = PAGE.read_text("utf-8").split("## Secondary tariffs")[1].split("## Several acts")[0]
    (file,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    scenario = Scenario.from_toml(file)
    world = scenario.load_world()
    (resolved,) = scenario.resolve(world)
    result = solve(world, scenario)
    codes = {"Turkey": "TUR", "China": "CHN", "India": "IND", "Brazil": "BRA"}
    rows = re.findall(r"^\| (\w+) \| ([\d.]+) \| (-[\d.]+) \|$", text, flags=re.M)
    assert {name for name, *_ in rows} == set(codes) and set(resolved.economies("origin")) == set(
        codes.values()
    )
    for name, share, loss in rows:
        assert share == f"{100 * resolved.facts['dependence'][codes[name]]:.1f}"
        assert loss == f"{100 * float(result.welfare.sel(economy=codes[name])):.2f}"
    assert "itself loses 0.08 %" in " ".join(text.split())
    assert f"{-100 * float(result.welfare.sel(economy='RUS')):.2f}" == "0.08"
