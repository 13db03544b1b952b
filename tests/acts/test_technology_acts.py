"""Capacity, import substitution and programmes, against figures worked out by hand and equilibria known exactly."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from small_world import BLR, FOOD, OIL, POL, RUS, small_world
from tolerances import ROUNDING, SOLVED, SUMS

from autarky.acts import Context, make_act
from autarky.acts.base import Act
from autarky.acts.technology.learning import annuity
from autarky.economy.behaviour import behaviour
from autarky.economy.calibration import calibrate
from autarky.economy.shock import Shock
from autarky.economy.solve import equilibrium
from autarky.errors import InputError
from autarky.world import World

CAPACITY = {
    "type": "capacity",
    "economies": "BLR",
    "sectors": "food",
    "start": 2025,
    "by": 2030,
    "theta": 4.0,
}
ALL = ("BLR", "RUS", "POL")


def compiled(world: World, *given: dict[str, Any]) -> Shock:
    acts: tuple[Act, ...] = tuple(map(make_act, given))
    shock = Shock.empty(calibrate(world))
    for k, act in enumerate(acts):
        shock = act.apply(shock, Context(world, acts[:k]))
    return shock


def resolved(world: World, fields: dict[str, Any]) -> dict[str, Any]:
    return make_act(fields).facts(Context(world))


def welfare(world: World, *given: dict[str, Any]) -> np.ndarray:
    reaction = behaviour(np.full(2, 4.0))
    values: np.ndarray = equilibrium(world, compiled(world, *given), reaction).welfare.values
    return values


def test_capacity_by_hand(world: World) -> None:
    """Own food 80 of 100 becomes 90; ten plants at 1.5 each, paid off in 20 years at 5 %, of value added 200."""
    fields = CAPACITY | {"share": "90%", "learning": "0%"}
    shock = compiled(world, fields)
    cost = np.asarray(shock.trade_cost)
    assert cost[BLR, FOOD, BLR] == pytest.approx((0.9 / 0.8) ** -0.25, rel=ROUNDING)
    assert cost[RUS, FOOD, BLR] == pytest.approx(0.5**-0.25, rel=ROUNDING)
    cost = cost.copy()
    cost[:, FOOD, BLR] = 1.0
    assert (cost == 1).all()  # nothing else is touched
    yearly = 15 * annuity(0.05, 20)
    assert np.asarray(shock.endowment) == pytest.approx([1 - yearly / 200, 1, 1], rel=ROUNDING)
    told = resolved(world, fields)
    assert told["own_share"] == pytest.approx(0.8) and told["own_share_then"] == pytest.approx(0.9)
    assert told["output_added"] == pytest.approx(10) and told["investment_so_far"] == pytest.approx(15)
    assert told["annuity"] == pytest.approx(yearly) and told["premium_paid"] == 0


def test_capacity_as_output_and_on_the_way(world: World) -> None:
    whole = resolved(replace(world), CAPACITY | {"output": "USD 10 million"})
    assert whole["own_share_then"] == pytest.approx(0.9)
    half = resolved(world, CAPACITY | {"share": 0.9, "year": 2028, "learning": 0.0, "investment": 2})
    assert half["output_added"] == pytest.approx(6) and half["investment_so_far"] == pytest.approx(12)
    none = resolved(world, CAPACITY | {"share": 0.9, "year": 2025})
    assert none["output_added"] == 0 and none["investment_so_far"] == 0 and none["notes"] == []


def test_premium_falls_with_installed_output(world: World) -> None:
    """Own output doubles, from 100 with exports to 110 without; world output 300 doubles less."""
    fields = CAPACITY | {"share": 0.9, "dearer": "20%", "learning": "20%"}
    own, wide = (resolved(world, fields | {"experience": e})["premium_paid"] for e in ("own", "world"))
    assert own == pytest.approx(10 * 0.2 * 1.1 ** np.log2(0.8), rel=SUMS)
    assert wide == pytest.approx(10 * 0.2 * (310 / 300) ** np.log2(0.8), rel=SUMS)


def test_a_second_act_starts_from_the_first(world: World) -> None:
    first = {"type": "import_substitution", "economies": "BLR", "sectors": "food", "share": 0.5, "theta": 4.0}
    acts = (first | {"dearer": 0}, CAPACITY | {"share": 0.93, "origin": "RUS"})
    before = (make_act(acts[0]),)
    assert make_act(acts[1]).facts(Context(world, before))["own_share"] == pytest.approx(0.9)
    own = np.asarray(compiled(world, *acts).trade_cost)[BLR, FOOD, BLR]
    assert own == pytest.approx((0.93 / 0.8) ** -0.25, rel=1e-13)  # no trace of the way there


@pytest.mark.parametrize("years", [0.0, 3.0])
def test_substitution_costs_the_premium_and_nothing_else(years: float) -> None:
    """Three equal economies do the same: no price moves against another, so each loses exactly the premium."""
    world = small_world()
    act = {"type": "import_substitution", "sectors": "all", "share": "40%", "dearer": "30%", "theta": 4.0}
    acts = [act | {"economies": c, "years": years} for c in ALL]
    premium = 0.3 * (1 + years) ** np.log2(0.9)
    # own share 0.8; solver precision
    assert welfare(world, *acts) == pytest.approx(1 / (1 + 0.2 * 0.4 * premium) - 1, abs=SOLVED)
    result = equilibrium(world, compiled(world, *acts), behaviour(np.full(2, 4.0)))
    trade = result["trade"].values[:, OIL, POL]
    assert trade[POL] / trade.sum() == pytest.approx(
        (0.8 + 0.08 * (1 + premium)) / (1 + 0.08 * premium), rel=1e-8
    )


def test_capacity_costs_its_annuity_and_nothing_else() -> None:
    """The same for plants as good as those abroad: each gives up the factors that the annuity takes."""
    world = small_world()
    act = CAPACITY | {"sectors": "all", "share": "90%", "learning": 0.0, "investment": 10}
    lost = 200 * annuity(0.05, 20) / 200
    found = welfare(world, *(act | {"economies": c} for c in ALL))
    assert found == pytest.approx(-lost, abs=SOLVED)


def test_programme_by_hand(world: World) -> None:
    fields = {
        "type": "programme", "economies": "BLR", "sectors": "food", "coverage": "25%", "gain": "40%",
        "ramp": 4, "years": 3, "cost": "USD 5 million",
    }  # fmt: skip
    shock = compiled(world, fields)
    assert np.asarray(shock.productivity)[BLR].tolist() == pytest.approx([1 + 0.25 * 0.4 * 0.75, 1.0])
    assert np.asarray(shock.endowment) == pytest.approx([1 - 5 / 200, 1, 1])
    assert not np.asarray(shock.transfer).any()
    paid = np.asarray(compiled(world, fields | {"payer": ["RUS", "POL"]}).transfer)
    assert paid == pytest.approx(np.array([5, -2.5, -2.5]) / 600)
    assert paid.sum() == pytest.approx(0, abs=ROUNDING)
    done = resolved(world, {k: v for k, v in fields.items() if k != "years"} | {"cost": "1% of GDP"})
    assert done["productivity_gain"] == pytest.approx(0.1) and done["yearly_cost"] == pytest.approx(2)


def test_programme_gains_what_its_plants_gain() -> None:
    """Half of all output a fifth more productive everywhere, for 3 % of value added: 1.1 times 0.97."""
    world = small_world()
    act = {"type": "programme", "sectors": "all", "coverage": 0.5, "gain": 0.2, "cost": "3% of GDP"}
    found = welfare(world, *(act | {"economies": c} for c in ALL))
    assert found == pytest.approx(1.1 * 0.97 - 1, abs=SOLVED)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "both goals": (CAPACITY | {"share": 0.9, "output": "USD 1 million"}, "exactly one"),
    "no goal": (CAPACITY, "exactly one"),
    "years": (CAPACITY | {"share": 0.9, "by": 2025}, "by 2025: a plan from 2025"),
    "too early": (CAPACITY | {"share": 0.9, "year": 2020}, "year 2020 lies before the start"),
    "share of GDP": (CAPACITY | {"output": "2% of GDP"}, "not a share of GDP"),
    "learning": (CAPACITY | {"share": 0.9, "learning": "60%"}, "learning: .* too high"),
    "cheaper": (CAPACITY | {"share": 0.9, "dearer": "-5%"}, "dearer: own output cannot be cheaper"),
    "theta": (CAPACITY | {"share": 0.9, "theta": 0}, "theta: expected a number of 0.05 or more"),
    "nan": (CAPACITY | {"share": 0.9, "investment": float("nan")}, "investment: "),
    "true": (CAPACITY | {"share": 0.9, "life": True}, "life: expected a number"),
    "beyond": (CAPACITY | {"share": 0.999}, "share: .*too high"),
    "years left": (
        {"type": "import_substitution", "economies": "BLR", "sectors": "food", "share": 0.5},
        "dearer is missing",
    ),
    "everything": (
        {"type": "import_substitution", "economies": "BLR", "sectors": "food", "share": "100%", "dearer": 0},
        "share: .*too high",
    ),
    "loss": (
        {"type": "programme", "economies": "BLR", "sectors": "food", "coverage": 0.5, "gain": -0.1},
        "gain: a loss is",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "message"), BAD.values(), ids=BAD)
def test_wrong_fields(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act(fields)


WRONG_HERE: dict[str, tuple[dict[str, Any], str]] = {
    "self": (CAPACITY | {"share": 0.9, "origin": "BLR"}, "origin: the suppliers to be replaced are those who"),
    "too much": (CAPACITY | {"output": "USD 20 million"}, "output: more than there is .* at most 99.8 %"),
    "currency": (CAPACITY | {"output": "EUR 2 million"}, "output: EUR 2 million is in EUR"),
    "ruin": (CAPACITY | {"share": 0.9, "investment": 100, "rate": 0.5}, "investment: the plan would take"),
    "sector": (CAPACITY | {"share": 0.9, "sectors": "C99"}, "sectors: .*C99"),
    "who pays": (
        {"type": "programme", "economies": "BLR", "sectors": "food", "coverage": 0.5, "gain": 0.1, "payer": "RUS"},
        "payer: there is no `cost`",
    ),
    "pays itself": (
        {"type": "programme", "economies": "BLR", "sectors": "food", "coverage": 0.5, "gain": 0.1,
         "payer": "BLR", "cost": "1% of GDP"},
        "payer: the payers are",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "message"), WRONG_HERE.values(), ids=WRONG_HERE)
def test_wrong_in_this_world(world: World, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compiled(world, fields)


def test_nothing_to_build_on() -> None:
    trade = np.full((3, 2, 3), 10.0)
    trade[BLR, FOOD, BLR] = 0.0
    world = World.from_arrays(
        economies=list(ALL), sectors=["C10T12", "B06"], trade=trade, tariff=np.zeros((3, 2, 3)),
        export_tax=np.zeros((3, 2, 3)), inputs=np.zeros((2, 3, 2)), final=trade.sum(0),
        attrs={"name": "bare", "year": 2022},
    )  # fmt: skip
    with pytest.raises(InputError, match=r"BLR sells itself no C10T12 .* `production`"):
        compiled(world, CAPACITY | {"share": 0.5})
    bloc = resolved(world, CAPACITY | {"share": 0.9, "economies": ["BLR", "RUS"]})
    assert bloc["own_share"] == pytest.approx(30 / 50)  # a bloc counts as one


def test_the_plan_is_made_with_the_elasticities_of_the_scenario(world: World) -> None:
    from autarky.scenario import Scenario

    act = {k: v for k, v in CAPACITY.items() if k != "theta"} | {"share": "90%"}
    for theta in (2.0, 5.0):
        shock = Scenario(elasticities={"theta": theta}, acts=[act]).compile(world)
        own = np.asarray(shock.trade_cost)[BLR, FOOD, BLR]
        assert own == pytest.approx((0.9 / 0.8) ** (-1 / theta), rel=ROUNDING)
    with pytest.raises(InputError, match=r"theta: the elasticity of C10T12 is -0\.5: below 0\.05"):
        Scenario(elasticities={"theta": -0.5}, acts=[act]).compile(world)
