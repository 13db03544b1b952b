"""The union on small worlds, against figures worked out by hand."""

from typing import Any

import numpy as np
import pytest
from small_world import BLR, FOOD, OIL, POL, RUS, shock_of, small_world
from tolerances import ROUNDING

from autarky.acts import Context, make_act
from autarky.errors import InputError
from autarky.scenario import Scenario, solve
from autarky.world import World

UNION: dict[str, Any] = {"type": "union", "members": ["BLR", "RUS"]}
KEYS: dict[str, Any] = {
    "budget": "USD 10 million",
    "contributions": {"RUS": "65%", "BLR": "35%"},
    "uses": {"RUS": "40%", "BLR": "60%"},
}


def uneven_tariffs() -> World:
    """Poland's goods pay 5 % (food) and 10 % (oil) in Belarus, 20 % and 30 % in Russia; 1 % elsewhere."""
    base = small_world()
    tariff = 0.01 * (1 - np.eye(3)[:, None, :] * np.ones((1, 2, 1)))
    tariff[POL, :, BLR], tariff[POL, :, RUS] = (0.05, 0.1), (0.2, 0.3)
    trade = base.array("trade").copy()
    trade[POL, FOOD, RUS] = 30.0  # three times what Belarus buys
    return World.from_arrays(
        economies=base.economies,
        sectors=base.sectors,
        trade=trade,
        tariff=tariff,
        inputs=np.zeros((2, 3, 2)),
        final=((1 + tariff) * trade).sum(0),
        attrs=dict(base.data.attrs),
    )


def test_nothing_in_common_changes_nothing(world: World) -> None:
    shock = shock_of(world, UNION)
    assert np.all(np.asarray(shock.trade_cost) == 1)
    assert not np.asarray(shock.tariff).any() and not np.asarray(shock.transfer).any()
    result = solve(world, Scenario(acts=[UNION], horizon="1y"))
    # an empty shock returns the base to 1e-12 (docs/theory/equilibrium.md)
    assert np.abs(result.welfare.values).max() < 1e-12


def test_internal_tariffs_go_and_others_stay() -> None:
    tariff = np.asarray(shock_of(small_world(tariff=0.07), UNION).tariff)
    assert not tariff[BLR, :, RUS].any() and not tariff[RUS, :, BLR].any()
    assert np.all(tariff[POL, :, BLR] == 0.07) and np.all(tariff[BLR, :, POL] == 0.07)
    kept = np.asarray(shock_of(small_world(tariff=0.07), UNION | {"internal_tariffs": "kept"}).tariff)
    assert np.all(kept[BLR, :, RUS] == 0.07)


@pytest.mark.parametrize(
    ("rule", "food", "oil"),
    [
        ("min", 0.05, 0.1),
        ("mean", (0.05 * 10 + 0.2 * 30) / 40, 0.2),  # weighted by 10 and 30 of food, 10 and 10 of oil
        ("Russia", 0.2, 0.3),
        ("BLR", 0.05, 0.1),
    ],
)
def test_common_external_tariff(rule: str, food: float, oil: float) -> None:
    tariff = np.asarray(shock_of(uneven_tariffs(), UNION | {"external_tariff": rule}).tariff)
    for member in (BLR, RUS):
        assert tariff[POL, :, member] == pytest.approx([food, oil], rel=ROUNDING)
    assert np.all(tariff[BLR, :, POL] == 0.01)  # what third countries levy is theirs


def test_standards_and_label(world: World) -> None:
    kappa = np.asarray(
        shock_of(world, UNION | {"standards": {"food": "8%"}, "market_access": {"POL": "2%"}}).trade_cost
    )
    assert kappa[BLR, FOOD, RUS] == kappa[RUS, FOOD, BLR] == 0.92
    assert np.all(kappa[BLR, OIL, RUS] == 1) and np.all(kappa[range(3), :, range(3)] == 1)
    assert kappa[BLR, FOOD, POL] == kappa[RUS, FOOD, POL] == pytest.approx(0.98)
    assert kappa[POL, FOOD, BLR] == 1  # the label is the members'
    scoped = np.asarray(shock_of(world, UNION | {"standards": "8%", "sectors": "oil"}).trade_cost)
    assert scoped[BLR, OIL, RUS] == 0.92 and scoped[BLR, FOOD, RUS] == 1
    published = make_act(UNION | {"standards": "central"}).facts(Context(world))
    assert published["cost_cut"] == {"C10T12": pytest.approx(0.13632, abs=5e-6), "B06": 0.0}
    assert any("Vicard" in line for line in published["basis"])


def test_budget_nets_to_zero(world: World) -> None:
    transfer = np.asarray(shock_of(world, UNION | KEYS).transfer)
    # 10 million of a world of 600: Russia pays 6.5 and gets 4, Belarus pays 3.5 and gets 6
    assert transfer == pytest.approx([2.5 / 600, -2.5 / 600, 0], abs=ROUNDING)
    assert transfer.sum() == 0
    by_gdp = np.asarray(shock_of(world, UNION | {"budget": "1% of GDP", "uses": {"BLR": 1.0}}).transfer)
    assert by_gdp == pytest.approx([2 / 600, -2 / 600, 0], abs=1e-16)  # 1 % of 400, each pays half
    same = shock_of(world, UNION | KEYS | {"uses": KEYS["contributions"]})
    assert not np.asarray(same.transfer).any()


def test_two_equal_countries_have_the_closed_form() -> None:
    """Wages stay equal by symmetry, so P_hat = (pi_h + pi_f k^-theta)^(-1/theta), and welfare is 1 / P_hat."""
    world = World.from_arrays(
        economies=["BLR", "RUS"],
        sectors=["C28"],
        trade=np.array([[[70.0, 30.0]], [[30.0, 70.0]]]),
        inputs=np.zeros((1, 2, 1)),
        final=np.array([[100.0, 100.0]]),
        attrs={"name": "two", "year": 2022},
    )
    act = UNION | {"standards": "12%"}
    scenario = Scenario(acts=[act], horizon="10y", elasticities={"theta": 4.0})
    result = solve(world, scenario)
    theta = result.record["elasticities"]["theta"]["C28"]
    expected = (0.7 + 0.3 * 0.88**-theta) ** (1 / theta) - 1
    assert result.welfare.values == pytest.approx([expected] * 2, rel=1e-9)  # what solutions certify


def test_order_and_contradictions(world: World) -> None:
    tie = {"origin": "BLR", "destination": "RUS"}

    def check(*acts: dict[str, Any]) -> None:
        Scenario(acts=list(acts)).resolve(world)

    with pytest.raises(InputError, match="both set the tariff"):
        check(UNION, {"type": "tariff", **tie, "rate": "5%"})
    with pytest.raises(InputError, match="one bans the trade that the other makes cheaper"):
        check(UNION | {"standards": "5%"}, {"type": "embargo", **tie})
    with pytest.raises(InputError, match="losing the change; set it first"):
        outside = {"type": "tariff", "origin": "POL", "destination": "BLR", "rate": "5%"}
        check(UNION | {"external_tariff": "min"}, outside)
    check(outside, UNION | {"external_tariff": "min"})  # set first: the union then takes the lower one


BAD: list[tuple[dict[str, Any], str]] = [
    ({"members": "BLR"}, "members: a union of one: BLR alone is left"),
    ({"members": ["BLR", "Belarus"]}, "a union of one"),
    ({"external_tariff": "POL"}, r"external_tariff: POL is no member of the union \(BLR, RUS\)"),
    ({"external_tariff": "lowest"}, "external_tariff: "),
    ({"standards": "hihg"}, "expected none, low, central, high"),
    ({"standards": "-5%"}, "without a sign"),
    ({"standards": {"food": 5}}, "food: 5 is ambiguous"),
    ({"standards": {"fod": "5%"}}, "standards, fod: unknown sector 'fod'"),
    ({"standards": {}}, "the table is empty"),
    ({"market_access": {"RUS": "2%"}}, "market_access, RUS: RUS is a member, not a third party"),
    ({"market_access": "2%"}, "expected a table of reductions"),
    (KEYS | {"uses": {"RUS": "40%", "BLR": "50%"}}, "add up to 90 %, not to 100 %"),
    (KEYS | {"contributions": {"RUS": "70%", "BLR": "35%"}}, "add up to 105 %"),
    (KEYS | {"uses": {"POL": "100%"}}, "uses: POL is no member"),
    (KEYS | {"uses": {"BLR": "50%", "Belarus": "50%"}}, "uses: BLR is named twice"),
    (KEYS | {"uses": {"BLR": "-50%", "RUS": "150%"}}, "BLR: .* too low"),
    ({"budget": "1% of GDP"}, "a budget needs uses"),
    ({"uses": {"BLR": "100%"}}, "need a budget"),
    (KEYS | {"budget": "EUR 1 million"}, "budget: .*counts in USD million"),
    (
        {"budget": "USD 400 million", "contributions": {"RUS": "100%"}, "uses": {"BLR": "100%"}},
        "half its GDP",
    ),
]


@pytest.mark.parametrize(
    ("fields", "message"), BAD, ids=[f"{k}-{next(iter(f))}" for k, (f, _) in enumerate(BAD)]
)
def test_wrong_unions(world: World, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act(UNION | fields).facts(Context(world))


def test_writes_itself(world: World) -> None:
    act = make_act(UNION | KEYS | {"standards": {"food": "8%"}, "market_access": {"POL": "2%"}})
    assert make_act(act.given()) == act
    scenario = Scenario(acts=[act])
    assert Scenario.from_toml(scenario.to_toml()) == scenario


PEOPLE: dict[str, Any] = {"free_movement": True, "population": {"RUS": 144.7, "BLR": 9.2}}


def test_free_movement_is_between_members_alone(world: World) -> None:
    movement = shock_of(world, UNION | PEOPLE | {"migration_elasticity": 2}).movement
    assert movement is not None
    assert np.asarray(movement.group).tolist() == [1, 1, 0]
    assert np.asarray(movement.elasticity).tolist() == [2, 2, 0]
    assert np.asarray(movement.population)[:2].tolist() == [9.2, 144.7]
    assert shock_of(world, UNION).movement is None


def test_changes_of_real_wages_meet_as_people_move_more_readily(world: World) -> None:
    """Belarus becomes a fifth more productive: real wages drift apart unless people move."""
    gift = {"type": "productivity", "economies": "BLR", "change": "20%"}
    gaps, people = [], np.array([9.2, 144.7, 0.0])
    for elasticity in (None, 0.5, 5.0, 1e5):
        union = UNION if elasticity is None else UNION | PEOPLE | {"migration_elasticity": elasticity}
        result = solve(world, Scenario(acts=[gift, union], horizon="10y"))
        wage, moved = result["real_wage"].values, result["migration"].values
        gaps.append(abs(np.log((1 + wage[BLR]) / (1 + wage[RUS]))))
        assert people @ moved == pytest.approx(0, abs=1e-7)  # nobody is lost, to the solver's residual
        assert moved[POL] == 0 and (moved[BLR] > 0) == (elasticity is not None)
        if elasticity is not None:  # the definition: labour follows the change of the real wage
            assert np.log((1 + moved[BLR]) / (1 + moved[RUS])) == pytest.approx(
                elasticity * gaps[-1], rel=1e-5
            )
    assert gaps[0] > gaps[1] > gaps[2] > gaps[3]
    assert gaps[3] < 1e-4


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"free_movement": True},
            "population: free movement needs the population of every member, and BLR, RUS is",
        ),
        (PEOPLE | {"population": {"BLR": 9}}, "population: .*RUS is missing"),
        (PEOPLE | {"population": {"BLR": 9, "RUS": 1, "POL": 3}}, "POL is no member"),
        (PEOPLE | {"population": {"BLR": -9}}, "population: BLR: expected millions of people"),
        (PEOPLE | {"population": 9}, "expected millions of people by member"),
        (PEOPLE | {"migration_elasticity": 0}, "expected a migration elasticity above 0"),
        ({"population": {"BLR": 9}}, "are for free_movement = true"),
    ],
    ids=["none", "one", "outsider", "negative", "number", "elasticity", "unused"],
)
def test_wrong_movement(world: World, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act(UNION | fields).facts(Context(world))


def test_a_member_moves_freely_in_one_union_only(world: World) -> None:
    other = UNION | {
        "members": ["RUS", "POL"],
        "free_movement": True,
        "population": {"RUS": 144.7, "POL": 37},
    }
    with pytest.raises(
        InputError, match=r"act 2 \(union\), free_movement: a member moves freely in another union"
    ):
        Scenario(acts=[UNION | PEOPLE, other]).compile(world)
    assert make_act(make_act(UNION | PEOPLE).given()) == make_act(UNION | PEOPLE)
