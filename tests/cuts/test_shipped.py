"""Cuts that ship solved are those of the embedded world, of the default terms, and right."""

from pathlib import Path

import numpy as np
import pytest

from autarky.cuts.cut import Cut, Party, cut_between
from autarky.cuts.settings import Run, Terms, known_cuts, solve_all
from autarky.cuts.shelf import SolvedCut
from autarky.cuts.shipped import _load, pack, shipped_cuts
from autarky.world import World
from autarky.worlds import load_world


def test_they_are_those_of_the_embedded_world_and_complete() -> None:
    world = load_world()
    cuts = shipped_cuts(Terms().record(world))
    N, J = len(world.economies), len(world.sectors)
    assert cuts, "the embedded world has changed: run python tools/solve_embedded_ties.py FOLDER"
    assert sum(k.count("|") == 1 for k in cuts) == N * (N - 1) // 2
    assert sum(k.startswith("BLR|RUS|") for k in cuts) == J
    assert all(s.residual <= Terms().tolerance for s in cuts.values())


def test_solved_again_they_are_the_same() -> None:
    world = load_world()
    code = Party.single
    asked = [
        cut_between(world, code("BLR"), code("RUS")),
        cut_between(
            world, code("BLR"), code("RUS"), ("B06",) if "B06" in world.sectors else world.sectors[:1]
        ),
        cut_between(world, code("DEU"), code("CHN")),
    ]
    shipped = shipped_cuts(Terms().record(world))
    fresh, _, _ = solve_all(world, asked, Terms(), Run(keep=False))
    for cut in asked:
        for variable in ("welfare", "real_gdp"):
            # both are right to the solver's tolerance, which losses keep to a digit
            np.testing.assert_allclose(
                getattr(shipped[cut.key], variable), getattr(fresh[cut.key], variable), atol=1e-7
            )


@pytest.mark.parametrize(
    "terms",
    [Terms(horizon="3m"), Terms(leakage=0.2), Terms(elasticities="uniform-4"), Terms(tolerance=1e-10)],
)
def test_other_terms_and_worlds_find_nothing(terms: Terms, world: World) -> None:
    assert shipped_cuts(terms.record(load_world())) == {}
    assert shipped_cuts(Terms().record(world)) == {}


def test_what_earlier_runs_solved_goes_first_and_can_be_refused(tmp_path: Path) -> None:
    world, record = load_world(), Terms().record(load_world())
    run = Run(shelf=tmp_path)
    own = SolvedCut(np.full(len(world.economies), 0.5), np.zeros(len(world.economies)), 0.0)
    shelf = run.place(record, len(world.economies))
    assert shelf is not None
    shelf.save({"BLR|RUS": own})
    assert known_cuts(record, run, len(world.economies))["BLR|RUS"].welfare[0] == 0.5
    assert known_cuts(record, Run(shelf=tmp_path, resume=False), len(world.economies)) == {}


def test_packing_keeps_billionths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    cuts = {k: SolvedCut(rng.normal(0, 0.1, 4), rng.normal(0, 1e-6, 4), 1e-9) for k in ("a|b", "a|c")}
    cuts["b|c"] = SolvedCut(np.full(4, np.nan), np.full(4, np.nan), np.nan, "no solution")
    pack(tmp_path / "x.npz", {"world": "w", "autarky": "1"}, cuts)
    monkeypatch.setattr("autarky.cuts.shipped.files", lambda name: tmp_path)
    monkeypatch.setattr("autarky.cuts.shipped.FILE", "x.npz")
    _load.cache_clear()
    try:
        found = shipped_cuts({"world": "w", "autarky": "2"})
        assert list(found) == ["a|b", "a|c"]
        for key, solved in found.items():
            np.testing.assert_allclose(solved.welfare, cuts[key].welfare, atol=0.51e-9)
            np.testing.assert_allclose(solved.real_gdp, cuts[key].real_gdp, atol=0.51e-9)
        assert shipped_cuts({"world": "v", "autarky": "1"}) == {}
    finally:
        _load.cache_clear()


def test_known_ties_need_no_solver(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def never(self: Terms, world: World) -> None:
        raise AssertionError("the solver was started")

    monkeypatch.setattr(Terms, "cutter", never)
    world = load_world()
    solved, _, _ = solve_all(world, [Cut(("BLR",), ("RUS",))], Terms(), Run(shelf=tmp_path))
    assert -solved["BLR|RUS"].welfare[world.economies.index("BLR")] == pytest.approx(0.173, abs=0.001)
