"""How pairs pay: assumed, recovered from what countries report, and overridden."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tolerances import SOLVED, SUMS

from autarky.acts.payments.channels import channels
from autarky.acts.payments.currencies import (
    Flow,
    assumed_currencies,
    fitted_currencies,
    inside,
)
from autarky.acts.payments.invoicing import reported_shares
from autarky.acts.payments.mix import payment_mix
from autarky.acts.payments.rules import parse_rule
from autarky.errors import InputError
from autarky.sources.get import make
from autarky.sources.macro.invoicing import SOURCE
from autarky.world import World
from autarky.worlds import load_world

ECONOMIES = ["BLR", "RUS", "POL", "DEU", "USA"]
BLR, RUS, POL, DEU, USA = range(5)
AT = {name: k for k, name in enumerate(channels())}


def made() -> World:
    rng = np.random.default_rng(3)
    trade = rng.uniform(1, 30, (5, 1, 5))
    trade[range(5), :, range(5)] = 200
    return World.from_arrays(
        economies=ECONOMIES,
        sectors=["C10T12"],
        trade=trade,
        inputs=np.zeros((1, 5, 1)),
        final=trade.sum(0),
        attrs={"name": "made", "year": 2022},
    )


def mix(*rules: str, year: int = 2022) -> np.ndarray:
    world = made()
    return payment_mix(world, year, "assumed").with_rules([parse_rule(r) for r in rules], world, year).shares


def test_assumed_shares_are_shares() -> None:
    world = load_world()
    found = assumed_currencies(world, 2022)
    assert found.min() >= 0 and found.sum(0) == pytest.approx(1, abs=SUMS)
    shares = payment_mix(world, 2022, "assumed").shares
    assert shares.min() >= 0 and shares.sum(0) == pytest.approx(1, abs=SUMS)
    euro = inside(world, "EuroArea", 2022)
    assert found[2:4][:, euro][:, :, euro].max() == 0  # the euro is never counted as a currency of its own


def test_roubles_and_yuan_have_systems_of_their_own() -> None:
    shares = mix()
    rouble = 0.95 * 0.68  # of what Belarus is paid by Russia; 5 % is informal
    assert shares[AT["spfs"], BLR, RUS] == pytest.approx(0.5 * rouble, rel=SUMS)
    assert shares[AT["own"], BLR, RUS] == pytest.approx(0.95 * 0.01 + 0.5 * rouble, rel=SUMS)
    assert shares[AT["spfs"], BLR, POL] == shares[AT["spfs"], RUS, DEU] == 0
    assert np.all(shares[AT["cips"]] == 0)  # nobody here is China
    assert np.all(shares[AT["informal"]] == 0.05)


def test_the_fit_recovers_shares_it_was_not_told() -> None:
    """A truth that differs from the assumption by the habits of each seller and each buyer, and by its totals."""
    world, rng = made(), np.random.default_rng(11)
    flow = world.array("trade").sum(1)
    np.fill_diagonal(flow, 0)
    seller, buyer = rng.uniform(0.5, 2, (5, 5)), rng.uniform(0.5, 2, (5, 5))  # economy, currency
    seller[:, 4], buyer[:, 4] = seller[:, 3], buyer[:, 2]  # reports do not tell other currencies apart
    truth = assumed_currencies(world, 2022) * seller.T[:, :, None] * buyer.T[:, None, :]
    truth /= truth.sum(0)
    money = truth * flow
    reports: dict[tuple[str, Flow], tuple[float, float, float | None, float]] = {}
    for k, c in enumerate(ECONOMIES):
        sold, bought = money[:, k].sum(1) / money[:, k].sum(), money[:, :, k].sum(1) / money[:, :, k].sum()
        reports[c, "export"] = (float(sold[0]), float(sold[1]), float(sold[2]), float(sold[3] + sold[4]))
        reports[c, "import"] = (
            float(bought[0]),
            float(bought[1]),
            float(bought[3]),
            float(bought[2] + bought[4]),
        )
    fit = fitted_currencies(world, 2022, reports)
    abroad = ~np.eye(5, dtype=bool)
    # the fit stops once a round moves no share by more than 1e-10
    assert fit.shares[:, abroad] == pytest.approx(truth[:, abroad], abs=1e-7)
    assert fit.misfit < 1e-8 and fit.countries == tuple(ECONOMIES)
    assert (
        np.abs(truth - assumed_currencies(world, 2022))[:, abroad].max() > 0.1
    )  # there was something to find


def test_without_reports_the_fit_is_the_assumption() -> None:
    fit = fitted_currencies(made(), 2022, {})
    assert fit.shares == pytest.approx(assumed_currencies(made(), 2022), abs=SUMS)


def test_reports_that_contradict_leave_a_misfit() -> None:
    reports: dict[tuple[str, Flow], tuple[float, float, float | None, float]] = {
        (c, "export"): (0.9, 0.1, 0.0, 0.0) for c in ECONOMIES
    } | {(c, "import"): (0.1, 0.9, 0.0, 0.0) for c in ECONOMIES}
    assert fitted_currencies(made(), 2022, reports).misfit > 0.3


def test_rules_give_and_share_out_the_rest() -> None:
    base, own = mix(), mix("BLR-RUS: 95% spfs")
    for i, n in ((BLR, RUS), (RUS, BLR)):
        assert own[AT["spfs"], i, n] == pytest.approx(0.95, rel=SUMS)
        left = np.delete(base[:, i, n], AT["spfs"])
        assert np.delete(own[:, i, n], AT["spfs"]) == pytest.approx(0.05 * left / left.sum(), rel=SOLVED)
    untouched = np.ones((5, 5), bool)
    untouched[BLR, RUS] = untouched[RUS, BLR] = False
    assert np.all(own[:, untouched] == base[:, untouched])
    one_way = mix("BLR>RUS: 95% spfs")
    assert np.all(one_way[:, RUS, BLR] == base[:, RUS, BLR])


def test_a_currency_of_one_side_keeps_the_split_between_systems() -> None:
    base, own = mix(), mix("BLR-RUS: 80% RUB, EUR 5%")
    of = [AT["own"], AT["spfs"]]
    assert own[of, BLR, RUS].sum() == pytest.approx(0.8, rel=SUMS)
    assert own[of, BLR, RUS] / 0.8 == pytest.approx(base[of, BLR, RUS] / base[of, BLR, RUS].sum(), rel=SUMS)
    assert own[AT["eur"], BLR, RUS] == pytest.approx(0.05, rel=SUMS)


def test_later_years_and_narrower_rules_win_in_any_order() -> None:
    rules = ["BLR-RUS: 10% usd", "BLR-RUS@2020: 20% usd", "BLR-RUS@2030: 30% usd", "EAEU-world: 40% usd"]
    for order in (rules, rules[::-1]):
        assert mix(*order)[AT["usd"], BLR, RUS] == pytest.approx(0.2, rel=SUMS)
        assert mix(*order, year=2019)[AT["usd"], BLR, RUS] == pytest.approx(0.1, rel=SUMS)
        assert mix(*order, year=2031)[AT["usd"], RUS, BLR] == pytest.approx(0.3, rel=SUMS)
        assert mix(*order)[AT["usd"], BLR, POL] == pytest.approx(0.4, rel=SUMS)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("BLR-RUS: 60% RUB, 45% usd", r"the shares add up to 105 %, at most 100 %"),
        ("BLR-RUS 95% RUB", "cannot read 'BLR-RUS 95% RUB'; expected a pair and its shares"),
        ("BLR: 95% RUB", "expected a pair"),
        ("BLR-RUS: RUB", "cannot read 'RUB'; expected for example 95% RUB"),
        ("BLR-RUS: 95 RUB", "cannot read '95 RUB'"),
        ("BLR-RUS: -5% RUB", "cannot read '-5% RUB'"),
        ("BLR-RUS@soon: 5% RUB", "expected a year after @, got 'soon'"),
        ("BLR-RUS: 5% usd, 6% USD", "usd stands twice"),
    ],
)
def test_rules_that_cannot_be_read(rule: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_rule(rule)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (["BLR-RSU: 5% usd"], r"RSU.*did you mean"),
        (["BLR-BLR: 5% usd"], "is about no pair of two economies"),
        (["BLR-POL: 5% RUB"], "RUB is the currency of neither BLR nor POL"),
        (["BLR-RUS: 5% usdt"], r"unknown channel 'usdt' \(did you mean usd\?\)"),
        (["BLR-RUS: 5% usd", "BLR-RUS: 6% usd"], "both say how BLR and RUS pay, and differ"),
        (["BLR-RUS: 50% usd", "RUS-BLR: 50% eur"], "both say how"),
    ],
)
def test_rules_that_cannot_hold(rules: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        mix(*rules)


def test_shares_that_leave_something_to_nobody() -> None:
    every = ", ".join(f"1% {c}" for c in channels())
    with pytest.raises(InputError, match=r"the shares add up to 7 %, expected 100 %"):
        mix(f"BLR-RUS: {every}")


@given(st.text(st.sampled_from("BLRUS->@:%0129, .udeRUB"), max_size=30))
def test_any_text_is_a_rule_or_an_error(text: str) -> None:
    try:
        rule = parse_rule(text)
    except ValueError:
        return
    assert rule.shares and sum(v for _, v in rule.shares) <= 1 + 1e-9


def test_data_that_are_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))
    with pytest.raises(
        InputError, match=r"not here: autarky data get invoicing --from .* or invoicing = \"assumed\""
    ):
        payment_mix(made(), 2022, "boz-2022")


def fetched(folder: Path, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(folder))
    make(SOURCE, SOURCE.pieces()[0], file=file)


HEAD = "country,ISO3C,imfcode,year," + ",".join(
    f"{c}{flow}"
    for flow in ("Export", "Import")
    for c in ("USD", "EUR", "Home", "Other", "Unclassified", "Other_Excl_USDEUR")
)


def test_reports_are_read_as_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[tuple[Any, ...]] = [
        ("Belarus", "BLR", 913, 2018, 90, 10, 0, 0, 0, 0, 90, 10, 0, 0, 0, 0),
        ("Belarus", "BLR", 913, 2019, 30, 30, 0, 20, 20, 20, 50, 20, "", "", "", 30),
        ("Russia", "RUS", 922, 2009, 80, 10, 10, 0, 0, 10, 40, 30, 30, 0, 0, 30),
        ("Poland", "POL", 964, 2019, 20, "", "", "", "", "", "", 60, "", "", "", 20),
    ]
    (tmp_path / "invoicing.csv").write_text("\n".join([HEAD, *(",".join(map(str, r)) for r in rows)]) + "\n")
    fetched(tmp_path / "data", monkeypatch, tmp_path / "invoicing.csv")
    found = reported_shares(2019)
    assert set(found) == {("BLR", "export"), ("BLR", "import"), ("RUS", "export"), ("RUS", "import")}
    assert found["BLR", "export"] == pytest.approx(
        (0.375, 0.375, 0, 0.25)
    )  # what is unclassified is left out
    assert found["BLR", "import"] == pytest.approx((0.5, 0.2, None, 0.3))
    assert ("RUS", "export") not in reported_shares(2020)  # too old
    assert reported_shares(2018)["BLR", "export"] == pytest.approx((0.9, 0.1, 0, 0))
    with pytest.raises(InputError, match="have nothing from 2025 to 2035"):
        reported_shares(2035)


@pytest.mark.shared
def test_published_shares_give_the_rouble_its_place(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched(tmp_path, monkeypatch, shared / "data/invoicing-currency/all_countries_update.xls")
    world, reports = load_world(), reported_shares(2022)
    fit = fitted_currencies(world, 2022, reports)
    at = {c: k for k, c in enumerate(world.economies)}
    assert len(fit.countries) > 40 and "CHN" not in fit.countries and fit.misfit < 1e-4
    flow = world.array("trade").sum(1)
    np.fill_diagonal(flow, 0)
    sold = (fit.shares * flow)[:, at["RUS"]].sum(1) / flow[at["RUS"]].sum()
    assert sold[:3] == pytest.approx(
        reports["RUS", "export"][:3], abs=1e-4
    )  # 62 % dollars, 21 % euros, 15 % roubles
    # nobody reports pairs; that Belarus is paid in roubles by Russia follows from what both report of all their trade
    assert f"{fit.shares[3, at['BLR'], at['RUS']]:.2f}" == "0.73"  # as docs/how-to/payments.md says
    assert fit.shares[1, at["BLR"], at["DEU"]] > 0.8
