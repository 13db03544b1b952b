"""Guarantees on a world of three: figures by hand and from the scenarios alone, and what is refused, with its line."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from autarky.errors import InputError
from autarky.guarantee.exhibits import answer, exhibits
from autarky.guarantee.file import GuaranteeFile
from autarky.guarantee.judge import judge
from autarky.guarantee.treaties import pacts_in
from autarky.scenario import Scenario, solve
from autarky.world import World
from autarky.worlds import load_world

TEXT = """
world = "{world}"
economy = "BLR"
elasticities = {{ theta = 4.0 }}
horizon = "10y"
risk_aversion = 2

[guarantee]
by = "POL"
price = "2% of GDP"
less_likely = "50%"

[[threat]]
name = "Oil stops"
by = "RUS"
probability = "10%"

[[threat.acts]]
type = "embargo"
origin = "RUS"
destination = "BLR"
sectors = "oil and gas"

[[threat]]
name = "All trade stops"
by = "RUS"
probability = "5%"
less_likely = "0%"
milder = "25%"

[[threat.acts]]
type = "embargo"
origin = "RUS"
destination = "BLR"
both_ways = true
"""
STOP = """
horizon = "10y"
elasticities = { theta = 4.0 }
[[acts]]
type = "embargo"
origin = "RUS"
destination = "BLR"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a world file of three equal economies and the guarantee above."""
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    world = World.from_arrays(
        economies=["BLR", "RUS", "POL"], sectors=["C10T12", "B06"], trade=trade, tariff=np.zeros((3, 2, 3)),
        export_tax=np.zeros((3, 2, 3)), inputs=np.zeros((2, 3, 2)), final=trade.sum(0),
        economy_names={"BLR": "Belarus", "RUS": "Russia", "POL": "Poland"},
        attrs={"name": "three", "year": 2022, "unit": "USD million"},
    )  # fmt: skip
    made = tmp_path_factory.mktemp("guarantee")
    world.save(made / "three.nc")
    (made / "g.toml").write_text(TEXT.format(world="three.nc"))
    return made


def silent(text: str) -> None:
    return None


def test_judgement(folder: Path) -> None:
    found = judge(GuaranteeFile.from_file(folder / "g.toml"), silent)
    world = found.world
    assert found.probability == pytest.approx(np.array([[0.1, 0.05], [0.05, 0.05]]))
    for k, more in enumerate(('sectors = "oil and gas"', "both_ways = true")):
        alone = solve(world, Scenario.from_toml(STOP + more))
        own = -float(alone.welfare.sel(economy="BLR"))
        assert found.loss[:, k] == pytest.approx([own, own * (1, 0.75)[k]], rel=1e-9)
        assert found.coercers[k] == pytest.approx(-float(alone.welfare.sel(economy="RUS")) * 200, rel=1e-9)
    assert (found.spent, found.gdp, found.price) == pytest.approx((200, 200, 4))
    # factors fall by 2 %, and the terms of trade make good a part of it
    assert found.burden is not None and 0.01 < found.burden < 0.02
    lost = found.loss
    m = [1 + p @ (1 / (1 - row) - 1) for p, row in zip(found.probability, lost, strict=True)]
    assert float(found.highest(2)) == pytest.approx(
        1 - m[1] / m[0], rel=1e-12
    )  # E[1/c], closed form at g = 2
    assert float(found.highest(0)) == pytest.approx(
        1 - (1 - found.probability[0] @ lost[0]) / (1 - found.probability[1] @ lost[1]), rel=1e-12
    )


def test_exhibits_and_answer(folder: Path) -> None:
    found = judge(GuaranteeFile.from_file(folder / "g.toml"), silent)
    price, losses, threats, treaties = exhibits(found)
    assert [row[0] for row in price.rows] == ["0", "1", "2", "4"]
    assert "It costs USD 4 million a year (2 % of GDP)" in answer(found)
    expected = losses.rows[0]
    assert expected[1] == pytest.approx(200 * float(found.probability[0] @ found.loss[0]))
    assert [row[1] for row in threats.rows] == ["Russia", "Russia"]
    assert treaties.rows[0][0] == "Poland"


def test_a_cheap_guarantee_is_worth_it_and_none_asked_has_no_verdict(folder: Path) -> None:
    cheap = judge(GuaranteeFile.from_file(folder / "g.toml", ["guarantee.price=USD 1 thousand"]), silent)
    assert "worth it." in answer(cheap) and "not worth it" not in answer(cheap)
    text = (folder / "g.toml").read_text().replace('price = "2% of GDP"\n', "")
    free = judge(GuaranteeFile.from_toml(text, "g", (), folder), silent)
    assert free.burden is None and "It costs" not in answer(free)
    assert all(row[-1] is None and row[-2] is None for row in exhibits(free)[0].rows)


def test_relief_that_hurts_is_worth_nothing(folder: Path) -> None:
    more = '\n[[relief]]\ntype = "transfer"\norigin = "BLR"\ndestination = "POL"\namount = "USD 2 million"\n'
    text = (folder / "g.toml").read_text().replace("50%", "0%").replace("25%", "0%") + more
    found = judge(GuaranteeFile.from_toml(text, "g", (), folder), silent)
    assert (
        answer(found) == "The guarantee is worth nothing to Belarus: it removes no loss from these threats."
    )


def test_relief_lowers_the_loss_and_costs_the_guarantor(folder: Path) -> None:
    more = '\n[[relief]]\ntype = "transfer"\norigin = "POL"\ndestination = "BLR"\namount = "USD 2 million"\n'
    text = (folder / "g.toml").read_text() + more
    found = judge(GuaranteeFile.from_toml(text, "g", (), folder), silent)
    assert found.loss[1, 0] < found.loss[0, 0]
    assert (found.guarantors > 1.9).all()  # two millions, and what Poland's own terms of trade lose
    assert exhibits(found)[2].columns[-1].name == "Guarantors lose"


def test_scenario_file_instead_of_acts(folder: Path) -> None:
    (folder / "stop.toml").write_text(STOP)
    text = (folder / "g.toml").read_text()
    start = text.index('\n[[threat]]\nname = "All')
    cut = (
        f'{text[:start]}\n[[threat]]\nname = "File"\nby = "RUS"\nprobability = 0.05\nscenario = "stop.toml"\n'
    )
    found = judge(GuaranteeFile.from_toml(cut, "g", (), folder), silent)
    alone = solve(found.world, Scenario.from_toml(STOP)).welfare.sel(economy="BLR")
    assert found.loss[0, 1] == pytest.approx(-float(alone), rel=1e-9)
    (folder / "stop.toml").write_text(STOP.replace("embargo", "embargos"))
    with pytest.raises(
        InputError, match=r"g:\d+: threat, entry 2, scenario: .*stop.toml:\d+: .*did you mean embargo"
    ):
        judge(GuaranteeFile.from_toml(cut, "g", (), folder), silent)


@pytest.mark.slow
def test_draws(folder: Path) -> None:
    found = judge(GuaranteeFile.from_file(folder / "g.toml"), silent, draws=12, seed=1)
    assert found.drawn.shape == (2, 12, 2)
    assert found.drawn[1][:, 1] == pytest.approx(0.75 * found.drawn[0][:, 1])
    low, high = exhibits(found)[0].rows[2][3:5]
    assert isinstance(low, float) and isinstance(high, float) and 0 < low < high
    worst = exhibits(found)[1].rows[1]
    assert worst[4:] == pytest.approx([200 * np.percentile(d.max(1), 95) for d in found.drawn])


BAD: dict[str, tuple[str, str, str]] = {
    "in the coalition": (
        'by = "POL"', 'by = ["POL", "RUS"]',
        r"guarantee:1[56]: threat, entry 1, by: RUS would guarantee BLR against a coalition to which it belongs"
        r" \(Oil stops\): a guarantee by those who coerce is none",
    ),
    "itself": ('by = "POL"', 'by = "BLR"', "guarantee:9: guarantee, by: BLR cannot guarantee itself"),
    "unknown ally": ('by = "POL"', 'by = "Polland"', r"guarantee:9: guarantee, by: .*Polland"),
    "coerces itself": (
        'by = "RUS"\nprobability = "10%"', 'by = "BLR"\nprobability = "10%"', "BLR is protected and cannot be among"
    ),
    "probability": ('probability = "10%"', 'probability = "110%"', r"guarantee:16: .*probability: .*too high"),
    "ambiguous": ('probability = "10%"', "probability = 10", "10 is ambiguous"),
    "together": ('probability = "10%"', 'probability = "97%"', r"guarantee:27: .*add up to 1.02, more than 1"),
    "cut": ('less_likely = "50%"', 'less_likely = "150%"', "guarantee:11: guarantee, less_likely: .*too high"),
    "act": ('type = "embargo"', 'type = "embargos"', r"guarantee:19: .*did you mean embargo"),
    "sector": ('"oil and gas"', '"oil and gass"', r"guarantee:22: act 1 \(embargo\), sectors: "),
    "field": ('name = "Oil stops"', 'nam = "Oil stops"', "nam: unknown field"),
    "risk": ("risk_aversion = 2", "risk_aversion = -2", "guarantee:6: risk_aversion: "),
    "horizon": ('horizon = "10y"', 'horizon = ["1y", "10y"]', "horizon: expected one time"),
    "economy": ('economy = "BLR"', 'economy = "EU27"', "guarantee:3: economy: "),
    "currency": ('"2% of GDP"', '"EUR 2 million"', "guarantee:10: guarantee, price: EUR 2 million is in EUR"),
    "ruinous": ('"2% of GDP"', '"USD 150 million"', "guarantee:10: guarantee, price: .*is 75 % of what BLR makes"),
    "no threats": ("[[threat]]", "[[treat]]", "threat"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BAD.values(), ids=BAD)
def test_refused(folder: Path, old: str, new: str, message: str) -> None:
    text = TEXT.format(world="three.nc")
    assert old in text
    count = -1 if old == "[[threat]]" else 1
    with pytest.raises(InputError, match=message):
        judge(GuaranteeFile.from_toml(text.replace(old, new, count), "guarantee", (), folder), silent)


def test_a_guarantee_without_effect_is_refused() -> None:
    text = TEXT.format(world="three.nc").replace('less_likely = "50%"\n', "").replace('milder = "25%"\n', "")
    with pytest.raises(InputError, match="guarantee: it changes nothing; set less_likely"):
        GuaranteeFile.from_toml(text)


def _rows(*rows: dict[str, Any]) -> pd.DataFrame:
    none = dict.fromkeys(("defense", "offense", "neutrality", "nonaggression", "consultation"), False)
    return pd.DataFrame([none | r for r in rows])


def test_treaties() -> None:
    rows = _rows(
        {"economy_a": "POL", "economy_b": "LTU", "year": 2010, "defense": True},
        {"economy_a": "POL", "economy_b": "LTU", "year": 2018, "defense": True, "consultation": True},
        {"economy_a": "LTU", "economy_b": "POL", "year": 2018, "nonaggression": True},
        {"economy_a": "RUS", "economy_b": "BLR", "year": 2018, "defense": True},
    )
    poland, russia, china, rest = pacts_in(rows, load_world(), "LTU", ("POL", "RUS", "CHN", "ROW"))
    assert (poland.year, poland.owes, poland.owed) == (2018, ("defence", "consultation"), ("non-aggression",))
    assert (russia.year, russia.owes) == (2018, ())  # known to be none
    assert china.year is None and china.why == "CHN not in the data of 2018"
    assert rest.year is None
    assert pacts_in(rows[:0], load_world(), "LTU", ("POL",))[0].why == "nothing in the data up to 2022"


@pytest.mark.shared
def test_treaties_by_atop(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lithuania is in NATO with Poland; Belarus and Russia have a defence pact; Belarus and Poland owe no defence."""
    from autarky.guarantee.treaties import pacts
    from autarky.sources.get import choose, make
    from autarky.sources.io.sheets import read_rda
    from autarky.sources.politics import atop
    from autarky.sources.registry import find_source

    def of_some(path: Path, name: str) -> pd.DataFrame:  # all pairs take long where every call is checked
        frame = read_rda(path, name)
        states = [365, 370, 368, 290]
        return frame[(frame.year >= 2017) & frame.ccode1.isin(states) & frame.ccode2.isin(states)]

    monkeypatch.setattr(atop, "read_rda", of_some)
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))
    world = load_world()
    assert pacts(world, "LTU", ("POL",))[0].why == "not fetched: autarky data get atop"
    source = find_source("atop")
    (piece,) = choose(source)
    make(source, piece, file=shared / "data" / "alliances" / "atop_alliance.rda")
    poland, russia = pacts(world, "LTU", ("POL", "RUS"))
    assert poland.year == 2018 and "defence" in poland.owes and "defence" in poland.owed
    assert "defence" not in russia.owes
    assert "defence" in pacts(world, "BLR", ("RUS",))[0].owes
