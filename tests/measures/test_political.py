"""Channels beside trade: alliances and votes by hand, and from fetched data."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from autarky.measures.answer import Ask, answer
from autarky.measures.political import agreement, alliances, energy_tie, political_ties
from autarky.worlds.library import load_world

THREE = {"BLR": "BLR", "RUS": "RUS", "CHN": "CHN"}
NONE = {
    "defense": False,
    "offense": False,
    "neutrality": False,
    "nonaggression": False,
    "consultation": False,
}


def test_alliances_by_hand() -> None:
    rows = pd.DataFrame(
        [
            {"economy_a": "BLR", "economy_b": "RUS", "year": 2018, **NONE, "defense": True},
            {"economy_a": "CHN", "economy_b": "RUS", "year": 2018, **NONE, "nonaggression": True},
            {"economy_a": "BLR", "economy_b": "CHN", "year": 1990, **NONE, "defense": True},
        ]
    )
    tie, year = alliances(rows, THREE | {"POL": "POL"})
    assert tie is not None and year == "2018"
    assert float(tie.sel(economy="RUS", partner="BLR")) == 1.0  # a pact binds both
    assert float(tie.sel(economy="CHN", partner="RUS")) == 0.5
    assert float(tie.sel(economy="BLR", partner="CHN")) == 0.0  # both known, no pact that year
    assert np.isnan(tie.sel(economy="POL", partner="RUS"))  # not in the data: unknown, not absent
    assert alliances(rows.iloc[:0], THREE) == (None, "")


def test_agreement_by_hand() -> None:
    """Same, opposite and one abstention: 1, 0, 1/2; an absence does not count; old votes do not either."""
    votes = [
        (1, "BLR", "yes", 2019), (1, "RUS", "yes", 2019), (1, "CHN", "no", 2019),
        (2, "BLR", "no", 2019), (2, "RUS", "abstain", 2019), (2, "CHN", "absent", 2019),
        (3, "BLR", "no", 1980), (3, "RUS", "yes", 1980),
    ]  # fmt: skip
    rows = pd.DataFrame(votes, columns=["rcid", "economy", "vote", "year"])
    tie, years = agreement(rows, THREE)
    assert tie is not None and years == "2015-2019"
    assert float(tie.sel(economy="BLR", partner="RUS")) == pytest.approx((1 + 0.5) / 2)
    assert float(tie.sel(economy="BLR", partner="CHN")) == 0.0


def test_energy_is_that_of_the_pair_with_most() -> None:
    world = load_world("icio-2022")
    tie = energy_tie(world)
    assert float(tie.max()) == 1.0 and float(tie.min()) == 0.0
    assert float(tie.sel(economy="BLR", partner="RUS")) == float(tie.sel(economy="RUS", partner="BLR")) > 0


def test_what_is_not_fetched_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))
    ties, notes = political_ties(load_world("icio-2022"))
    assert ties == {} and "autarky data get atop" in notes[0] and "un-votes" in notes[1]
    told = answer("bandwidth", Ask(of="BLR", on="RUS"))
    assert {"energy", "bandwidth"} <= set(told.rows[0]) and "votes" not in told.rows[0]


@pytest.mark.slow  # a million votes and four sources read from their files
@pytest.mark.shared
def test_belarus_and_russia_are_allies_and_vote_alike(
    shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from autarky.sources.get import choose_for, make
    from autarky.sources.registry import find_source

    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path))
    source, file = find_source("atop"), shared / "data" / "alliances" / "atop_alliance.rda"
    make(source, choose_for(source, file=file)[0], file=file)
    told = answer("bandwidth", Ask(of="BLR"))
    by = {str(r["partner"]): r for r in told.rows}
    assert by["RUS"]["alliance"] == 1.0 and by["POL"]["alliance"] != 1.0
    assert by["ROW"]["alliance"] is None  # a region: unknown
    assert any("atop, 2018" in n for n in told.notes)
