"""What a study file means: axes, cases, and errors that name file and line; nothing is solved here."""

import re
from pathlib import Path

import pytest
from grid_samples import BASE, study

from autarky.errors import InputError
from autarky.studies.checks import check_plan
from autarky.studies.definition import Study
from autarky.studies.engines import FEWEST, MOST, chunks_of
from autarky.studies.plan import Plan
from autarky.world import World


@pytest.fixture(scope="module")
def worlds(world: World) -> dict[str, World]:
    return {"w.nc": world}


def plan(text: str, worlds: dict[str, World], base: str = BASE) -> Plan:
    made = Plan(study(text, base=base), worlds)
    check_plan(made)
    return made


def keys(made: Plan) -> list[str]:
    return [t.key for t in sorted(made.tasks(), key=lambda t: t.case)]


def test_a_grid_is_every_combination(worlds: dict[str, World]) -> None:
    made = plan(
        'draws = 3\n[grid]\n"acts.1.leakage" = [0.1, 0.2]\nhorizon = ["3m", "1y", "10y"]\n'
        '"elasticities.source" = ["fontagne-2022", "uniform-4"]\n',
        worlds,
    )
    assert made.shape == (2, 3, 2, 4) and made.total == 48
    assert [a.name for a in made.axes] == ["acts_1_leakage", "horizon", "elasticities_source", "draw"]
    tasks = list(made.tasks())
    assert sorted(t.case for t in tasks) == list(range(48))
    assert len({t.key for t in tasks}) == 48
    last = made.points(made.positions(47))
    assert [p.coordinates[0] for p in last] == [0.2, "10y", "uniform-4", 3]


def test_keys_without_quotes_are_nested_tables_and_mean_the_same(worlds: dict[str, World]) -> None:
    quoted = plan('[grid]\n"acts.1.leakage" = [0.1]\n"elasticities.eta" = [0.5]\n', worlds)
    bare = plan("[grid]\nacts.1.leakage = [0.1]\nelasticities.eta = [0.5]\n", worlds)
    assert keys(quoted) == keys(bare)


def test_zipped_lists_run_side_by_side(worlds: dict[str, World]) -> None:
    made = plan('[[zip]]\n"acts.1.origin" = ["RUS", "KAZ"]\n"acts.1.leakage" = [0.1, 0.3]\n', worlds)
    assert made.shape == (2,)
    fields = made.fields((1,))
    assert (fields["acts"][0]["origin"], fields["acts"][0]["leakage"]) == ("KAZ", 0.3)


def test_explicit_scenarios_with_labels(worlds: dict[str, World]) -> None:
    made = plan(
        '[[scenarios]]\nlabel = "tight"\n"acts.1.leakage" = 0.05\n[[scenarios]]\nhorizon = "10y"\n', worlds
    )
    assert [p.coordinates for p in made.axes[0].points] == [("tight",), ("scenario 2",)]
    assert made.fields((1,))["horizon"] == "10y"


@pytest.mark.parametrize(
    ("pairs", "count"),
    [
        ('pairs = "all"', 10),  # act 1 is both ways: unordered
        ('pairs = { of = "all", ordered = true }', 20),
        ('pairs = ["BLR", "RUS", "KAZ"]', 3),
        ('pairs = { of = ["BLR"], partners = "all" }', 4),
        ('pairs = { of = "EAEU", partners = ["POL", "DEU", "RUS"], ordered = true }', 8),
    ],
)
def test_pairs(pairs: str, count: int, worlds: dict[str, World]) -> None:
    made = plan(f"[grid]\n{pairs}\n", worlds)
    assert made.axes[0].name == "pair" and made.total == count
    assert all(a != b for a, b in (p.coordinates for p in made.axes[0].points))


def test_pairs_one_way_are_ordered(worlds: dict[str, World]) -> None:
    assert plan('[grid]\npairs = "all"\n', worlds, BASE.replace("both_ways = true\n", "")).total == 20


def test_horizons_of_the_base_are_an_axis(worlds: dict[str, World]) -> None:
    made = plan("", worlds, BASE.replace('"1y"', '["3m", "1y"]'))
    assert made.shape == (2,) and made.axes[0].name == "horizon"


def test_one_case_without_axes(worlds: dict[str, World]) -> None:
    made = plan("", worlds)
    assert made.total == 1 and len(list(made.tasks())) == 1


def test_equal_content_has_one_key(worlds: dict[str, World]) -> None:
    made = plan('[grid]\n"acts.1.origin" = ["RUS", "Russia", "RU", "KAZ"]\n', worlds)
    one, *others = keys(made)
    assert others[:2] == [one, one] and others[2] != one


def test_keys_know_what_matters(worlds: dict[str, World], world: World) -> None:
    found = [keys(plan("", worlds))[0]]
    found += [keys(plan("tolerance = 1e-9\n", worlds))[0]]
    changes = {
        '"1y"': '"2y"',
        "0.2": "0.3",
        "both_ways = true": "",
        'world = "w.nc"': 'world = "w.nc"\ndeficits = "zero"',
    }
    found += [keys(plan("", worlds, BASE.replace(old, new)))[0] for old, new in changes.items()]
    other = World(world.data.copy(deep=True))
    other.data["trade"] *= 1 + 1e-9
    found += keys(plan("", {"w.nc": other}))
    assert len(set(found)) == len(found)
    titled = BASE.replace("[[scenario.acts]]", '[[scenario.acts]]\nlabel = "cut"')
    assert keys(plan('title = "other words"\n', worlds, titled)) == found[:1]


def test_draws_differ_but_not_between_scenarios(worlds: dict[str, World]) -> None:
    made = plan('draws = 4\n[grid]\n"acts.1.leakage" = [0.1, 0.3]\n', worlds)
    drawn = {t.case: t.reaction for t in made.tasks()}
    assert [drawn[k] for k in range(5)] == [drawn[k] for k in range(5, 10)]
    assert len({drawn[k] for k in range(5)}) == 5


def test_more_draws_keep_the_first(worlds: dict[str, World]) -> None:
    few, many = (keys(plan(f"draws = {n}\n", worlds)) for n in (3, 7))
    assert few == many[:4]


def test_chunks_keep_families_together(worlds: dict[str, World]) -> None:
    made = plan('[grid]\n"acts.1.leakage" = [0.1, 0.2, 0.3]\npairs = "all"\n', worlds)
    chunks = list(chunks_of(made.tasks()))
    assert sum(map(len, chunks)) == 30
    assert all(len(c) <= MOST for c in chunks) and all(len(c) >= FEWEST for c in chunks[:-1])
    for chunk in chunks:
        families = [t.family for t in chunk]
        assert families == sorted(families)
    of_first = [t.family for c in chunks for t in c]
    assert all(of_first.count(f) == 3 for f in set(of_first))


def test_the_name_of_the_folder_changes_with_the_cases(worlds: dict[str, World]) -> None:
    one, other, titled = (plan(t, worlds).name for t in ("", "draws = 2\n", 'title = "T"\n'))
    assert one == titled != other and re.fullmatch(r"s-[0-9a-f]{8}", one)


def test_a_scenario_file_as_base(world: World, tmp_path: Path) -> None:
    world.save(tmp_path / "w.nc")
    (tmp_path / "base.toml").write_text(BASE.replace("scenario.", "").replace("[scenario]\n", ""))
    (tmp_path / "s.toml").write_text('scenario = "base.toml"\n[grid]\nhorizon = ["1y", "2y"]\n')
    made = Plan(Study.from_file(tmp_path / "s.toml"))
    check_plan(made)
    assert made.total == 2 and keys(made)[0] == keys(plan("", {"w.nc": world}))[0]


GRID = "[grid]\n"
WRONG = {
    "field": ('[grid]\n"acts.1.leakge" = [0]\n', r"s\.toml:2: .*unknown field \(did you mean leakage"),
    "entry": ('[grid]\n"acts.1.leakage" = [0,\n 0.1,\n 2]\n', r"s\.toml:4: .*entry 3"),
    "label": ('[grid]\n"acts.1.origin" = ["RUS", "Rusia"]\n', r"s\.toml:2: .*entry 2.*Rusia.*did you mean"),
    "act": ('[grid]\n"acts.2.leakage" = [0]\n', r"s\.toml:2: .*acts has entries 1 to 1"),
    "no list": ('[grid]\n"acts.1.leakage" = 0.1\n', r"s\.toml:1: .*leakage: expected a list"),
    "empty": ('[grid]\n"acts.1.leakage" = []\n', r"s\.toml:1: .*at least one value"),
    "twice": (
        '[grid]\n"acts.1.leakage" = [0.1]\n[[scenarios]]\n"acts.1.leakage" = 0.2\n',
        r"s\.toml:3: .*acts\.1\.leakage varies already in s\.toml:2",
    ),
    "zip": ('[[zip]]\nhorizon = ["1y"]\n"acts.1.leakage" = [0, 1]\n', r"s\.toml:1: .*differ in length: horizon has 1"),
    "pair": ('[grid]\npairs = ["Freedonia"]\n', r"s\.toml:2: .*Freedonia"),
    "pairs field": ('[grid]\npairs = { off = "all" }\n', r"s\.toml:2: .*unknown field \(did you mean of"),
    "one": ('[grid]\npairs = ["RUS"]\n', r"s\.toml:2: .*no pair of two economies"),
    "world": ('[grid]\nworld = ["w.nc", "x.nc"]\n', r"s\.toml:2: .*x\.nc"),
    "horizon": ('[grid]\nhorizon = ["1y", "soon"]\n', r"s\.toml:2: .*entry 2.*soon"),
    "draws": ("draws = -1\n", r"s\.toml:1: draws: expected a whole number"),
    "draws text": ('draws = "many"\n', r"s\.toml:1: draws: expected a whole number"),
    "tolerance": ("tolerance = 1\n", r"s\.toml:1: tolerance: expected a number from"),
    "name": ('name = "a/b"\n', r"s\.toml:1: name: .*no name"),
    "unknown": ("drwas = 3\n", r"s\.toml:1: drwas: unknown field \(did you mean draws"),
    "labels": ('[[scenarios]]\nlabel = "a"\n[[scenarios]]\nlabel = "a"\n', r"s\.toml:4: .*a text of its own"),
    "horizons": ('[[scenarios]]\nhorizon = ["1y", "2y"]\n', r"s\.toml:1: .*one case has one horizon"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_errors_name_file_and_line(case: str, worlds: dict[str, World]) -> None:
    text, told = WRONG[case]
    with pytest.raises(InputError, match=told):
        plan(text, worlds)


BASES = {
    "scenario": (
        BASE.replace("scenario.", "").replace("[scenario]", ""),
        r"s\.toml is a scenario, not a study",
    ),
    "act": (BASE.replace("leakage", "leak"), r"s\.toml:10: .*act 1.*leak: unknown field"),
    "world": (BASE.replace("w.nc", "nowhere.nc"), r"s\.toml:3: .*nowhere"),
    "missing": ('name = "x"\n', r"s\.toml: scenario is missing"),
    "file": ('scenario = "gone.toml"\n', r"s\.toml:1: .*no scenario file gone\.toml"),
}


@pytest.mark.parametrize("case", BASES)
def test_errors_of_the_base_scenario(case: str, worlds: dict[str, World]) -> None:
    base, told = BASES[case]
    with pytest.raises(InputError, match=told):
        plan("", worlds, base)


def test_a_faulty_base_is_told_once(worlds: dict[str, World]) -> None:
    with pytest.raises(InputError) as told:
        plan('[grid]\nhorizon = ["1y", "2y"]\n', worlds, BASE.replace("leakage", "leak"))
    assert len(str(told.value).splitlines()) == 1 and "leak" in str(told.value)
