"""Numbers, units and fields of acts, right and wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autarky.acts import ACTS, make_act
from autarky.acts.quantities import percent, read_amount, show_percent, world_unit
from autarky.errors import InputError

TIE = {"origin": "BLR", "destination": "RUS"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10%", 0.1),
        ("+10 %", 0.1),
        ("-7.5%", -0.075),
        ("−3 percent", -0.03),
        ("1e1 %", 0.1),
        (0.1, 0.1),
        ("150%", 1.5),
    ],
)
def test_percentages(text: str | float, value: float) -> None:
    assert percent(text) == value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (10, '10 is ambiguous: write "10%" or "1000%"'),
        (1, '1 is ambiguous: write "1%" or "100%"'),
        ("10", "'10' has no unit"),
        ("10,5%", "the decimal sign is a point"),
        ("5 pp", "wrong unit"),
        (True, "expected a number"),
        (None, "expected a number"),
        ([0.1], "expected a number"),
        (float("nan"), "not a finite number"),
        (float("inf"), "not a finite number"),
        (10**400, "too large"),
        ("1e999%", "too large"),
        ("1e999999999999%", "too large"),
        ("lots", "cannot read 'lots'"),
        ("", "cannot read ''"),
    ],
)
def test_percentages_refused(value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        percent(value)


@given(st.floats(-1e3, 1e3))
def test_percentages_are_written_exactly(value: float) -> None:
    assert percent(show_percent(value)) == value
    assert percent(show_percent(value, "pp"), unit="pp") == value


def test_amounts() -> None:
    assert read_amount("USD 1.5 billion").value == 1.5e9
    assert read_amount("300 million EUR").currency == "EUR"
    assert read_amount("$2bn").value == 2e9
    assert read_amount("2 % of GDP").share == 0.02
    assert read_amount("2% of donor's GDP").share == 0.02
    assert read_amount(str(read_amount("USD 1.5 billion"))) == read_amount("USD 1.5 billion")
    assert world_unit("USD million") == ("USD", 1e6)
    assert world_unit("index") is None


@pytest.mark.parametrize(
    "value",
    [
        3,
        None,
        "",
        "3",
        "3 billion",
        "USD",
        "USD 3 zillion",
        "USD -3 million",
        "90% of GDP",
        "USD 1e999 million",
    ],
)
def test_amounts_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        read_amount(value)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"type": "embargos", **TIE}, r"unknown act 'embargos' \(did you mean embargo\?\)"),
    ({**TIE}, "type is missing"),
    ({"type": 3, **TIE}, "expected the name of an act"),
    ({"type": "embargo", "origin": "BLR"}, "destination is missing"),
    ({"type": "embargo", **TIE, "leakge": 0.1}, r"leakge: unknown field \(did you mean leakage\?\)"),
    ({"type": "embargo", **TIE, "leakage": 1.2}, "leakage: 1.2 is too high: expected at most 100%"),
    ({"type": "embargo", **TIE, "leakage": -0.1}, "leakage below zero"),
    ({"type": "embargo", **TIE, "rent": "byer"}, r"rent: 'byer' is not one of .*\(did you mean buyer\?\)"),
    ({"type": "embargo", **TIE, "both_ways": "yes"}, "both_ways: expected true or false"),
    ({"type": "embargo", **TIE, "sectors": []}, "sectors: the list is empty"),
    ({"type": "embargo", **TIE, "sectors": ["-"]}, "sectors: an empty label"),
    ({"type": "embargo", **TIE, "label": 3}, "label: expected text, got 3"),
    ({"type": "embargo", "origin": 7, "destination": "RUS"}, "origin: expected a label or a list"),
    (
        {"type": "embargo", "origin": ["BLR", 7], "destination": "RUS"},
        "origin: expected labels as text, got 7",
    ),
    ({"type": "trade_cost", **TIE, "change": "-100%"}, "would make trade costs negative"),
    ({"type": "tariff", **TIE}, "exactly one"),
    ({"type": "tariff", **TIE, "rate": 0.1, "change": "5 pp"}, "exactly one"),
    ({"type": "tariff", **TIE, "rate": -0.1}, "a tariff below zero"),
    ({"type": "tariff", **TIE, "change": "5%"}, "a change of a rate is in percentage points"),
    ({"type": "export_subsidy", **TIE, "discount": "100%"}, "too high"),
    ({"type": "export_subsidy", **TIE}, "exactly one"),
    ({"type": "price_cap", **TIE, "cap": 60}, "60 is no ratio"),
    ({"type": "price_cap", **TIE, "cap": 0}, "must be above zero"),
    ({"type": "price_cap", **TIE, "cap": 0.8, "quantity": 0}, "embargo with leakage 0"),
    ({"type": "productivity", "economies": "BLR", "change": "-100%"}, "leaves nothing"),
    ({"type": "productivity", **TIE, "change": "1%"}, "economies is missing"),
    ({"type": "transfer", **TIE, "amount": 3}, "expected an amount with its unit"),
]


@pytest.mark.parametrize(("fields", "message"), BAD, ids=[m for _, m in BAD])
def test_wrong_fields(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make_act(fields)


def test_all_wrong_fields_of_an_act_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        make_act({"type": "embargo", "origin": [], "leakage": 2, "x": 1})
    assert len(str(caught.value).splitlines()) == 4


def test_wrong_fields_from_python() -> None:
    from autarky.acts import Embargo

    with pytest.raises(InputError, match="leakage"):
        Embargo(origin="BLR", destination="RUS", leakage=7)


@pytest.mark.parametrize("name", ACTS)
def test_every_act_reads_its_own_example_and_writes_itself(name: str) -> None:
    import tomllib

    from autarky.acts.describe import act_fields, example_toml

    act = make_act(tomllib.loads(example_toml(ACTS[name]))["acts"][0])
    assert make_act(act.given()) == act
    assert all(f.meaning for f in act_fields(ACTS[name]))
    assert ACTS[name].summary and ACTS[name].__doc__
