"""Costs of paying against answers worked out by hand, and against a simulation of payers who choose."""

import itertools
import math

import numpy as np
import pytest
from tolerances import ROUNDING, SUMS

from autarky.acts.payments.calibration import SEVERITIES, Severity, elasticity, episode
from autarky.acts.payments.channels import channels, select_channels
from autarky.acts.payments.cost import Event, open_shares, wedge
from autarky.acts.payments.reserves import yearly_loss
from autarky.economy.horizon import horizon_parameters

NAMES = ("usd", "spfs", "informal")
MASK = np.array([[[False, True]], [[True, False]]])  # two economies, one sector, abroad


def shares(*parts: float) -> np.ndarray:
    return np.broadcast_to(np.array(parts)[:, None, None], (len(parts), 2, 2))


def cut(*names: str, share: float = 1.0) -> Event:
    return Event("cut", names, MASK, value=share)


def cost(*events: Event, at: tuple[float, ...] = (0.6, 0.3, 0.1), epsilon: float = 8.0) -> float:
    found = wedge(shares(*at), NAMES, events, epsilon)
    assert np.all(found[~MASK] == 1) and found[0, 0, 1] == found[1, 0, 0]
    return float(found[0, 0, 1])


@pytest.mark.parametrize("epsilon", [0.5, 3.0, 12.8, 300.0])
@pytest.mark.parametrize("s", [0.05, 0.3, 0.7, 0.95, 0.999])
def test_a_cut_off_share(s: float, epsilon: float) -> None:
    found = cost(cut("usd"), at=(s, 1 - s, 0.0), epsilon=epsilon)
    assert found == pytest.approx((1 - s) ** (-1 / epsilon), rel=1e-12)  # 1 - s is rounded


def test_all_outside_is_exactly_one() -> None:
    assert cost(cut("usd"), at=(0.0, 1.0, 0.0)) == 1.0
    assert cost(cut("usd"), at=(0.0, 0.7, 0.1 + 0.2)) == 1.0  # 0.1 + 0.2 is not 0.3
    assert np.all(wedge(shares(0.6, 0.3, 0.1), NAMES, (), 8.0) == 1)


def test_nothing_left_is_infinite_not_a_number_that_looks_fine() -> None:
    assert math.isinf(wedge(shares(1.0, 0.0, 0.0), NAMES, (cut("usd"),), 8.0)[0, 0, 1])


def test_events_combine_exactly_in_any_order() -> None:
    events = (
        cut("usd", share=0.5),
        cut("usd", "spfs", share=0.4),
        Event("cost", ("informal",), MASK, factor=1.05),
        Event("open", ("mbridge",), MASK, value=0.1, factor=1.01),
        Event("open", ("spfs",), MASK, value=0.2),
    )
    by_hand = (0.6 * 0.5 * 0.6 + (0.3 + 0.2 / 0.8) * 0.6 + 0.1 * 1.05**-8 + 0.1 / 0.9 * 1.01**-8) ** (-1 / 8)
    for order in itertools.permutations(events):
        assert cost(*order) == pytest.approx(by_hand, rel=ROUNDING)
    assert cost(cut("usd"), cut("spfs")) == cost(cut("spfs"), cut("usd")) == cost(cut("usd", "spfs"))


def test_more_outside_costs_less() -> None:
    costs = [cost(cut("usd"), at=(1 - s, s, 0.0)) for s in (0.05, 0.3, 0.6, 0.95, 1.0)]
    assert all(a > b for a, b in itertools.pairwise(costs)) and costs[-1] == 1.0


def test_a_new_channel_takes_its_share() -> None:
    weight = open_shares(shares(0.6, 0.3, 0.1), NAMES, [Event("open", ("new",), MASK, value=0.25)], 8.0)
    total = sum(w[0, 0, 1] for w in weight.values())
    assert weight["new"][0, 0, 1] / total == pytest.approx(0.25, rel=ROUNDING)
    assert cost(Event("open", ("new",), MASK, value=0.25)) == pytest.approx(0.75 ** (1 / 8), rel=ROUNDING)


def test_payers_who_choose_the_cheapest_channel_pay_the_same() -> None:
    """Costs are drawn with P(cost > c) = exp(-weight c^epsilon); everybody takes the cheapest channel."""
    epsilon, weights, draws = 6.0, np.array([0.6, 0.3, 0.1]), 400_000
    rng = np.random.default_rng(7)
    drawn = (rng.exponential(size=(3, draws)) / weights[:, None]) ** (1 / epsilon)
    before = drawn.min(0).mean()
    assert np.bincount(drawn.argmin(0)) / draws == pytest.approx(weights, abs=0.003)  # 4 standard errors
    dearer = drawn * np.array([1.1, 1.0, 1.0])[:, None]
    event = Event("cost", ("usd",), MASK, factor=1.1)
    # standard error of the ratio of means: 0.19 / sqrt(draws) on each side, 0.04 % together
    assert dearer.min(0).mean() / before == pytest.approx(cost(event, epsilon=epsilon), rel=2e-3)
    assert drawn[1:].min(0).mean() / before == pytest.approx(cost(cut("usd"), epsilon=epsilon), rel=2e-3)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_the_model_reproduces_the_published_decline(severity: Severity) -> None:
    case = episode(severity)
    theta = 4 * 0.38  # Simonovska & Waugh, Boehm et al. after one year
    assert theta == pytest.approx(case.theta * horizon_parameters(1.0).theta_multiplier, rel=SUMS)
    dearer = cost(cut("usd"), at=(case.hit, 1 - case.hit, 0.0), epsilon=elasticity(severity, 1.0))
    assert dearer**-theta == pytest.approx(1 - case.decline, rel=SUMS)
    # all but the informal channel, as the mix of pairs has it, is what the case takes as hit
    assert case.hit == pytest.approx(1 - float(channels()["informal"].share or 0), rel=SUMS)


def test_iran_fell_by_thirty_percent() -> None:
    assert [episode(s).decline for s in SEVERITIES] == [0.15, 0.30, 0.50]


def test_payments_find_other_ways_with_time() -> None:
    path = [elasticity("central", y) for y in (0.1, 0.25, 0.5, 1, 2, 3, 10, 50)]
    assert path == sorted(path) and path[0] == path[1] and path[-1] == path[-2]
    assert elasticity("low", 1) > elasticity("central", 1) > elasticity("high", 1)


def test_frozen_reserves() -> None:
    assert yearly_loss(0.03) == 0.03
    assert yearly_loss(0.0, 8) == 0.125
    assert yearly_loss(0.05, 1) == pytest.approx(1.05, rel=ROUNDING)
    paid = yearly_loss(0.04, 10)
    assert sum(paid / 1.04**t for t in range(1, 11)) == pytest.approx(1.0, rel=SUMS)
    assert yearly_loss(0.03, 10_000) == pytest.approx(0.03, rel=SUMS)


def test_channels_by_name_network_and_currency() -> None:
    assert select_channels(["SWIFT"]) == ("usd", "eur", "own", "other")
    assert select_channels(["dollar", "eur", "usd"]) == ("usd", "eur")
    assert select_channels(["new"], ["new"]) == ("new",)
    assert all(0 < (c.share or 0.5) < 1 for c in channels().values())
