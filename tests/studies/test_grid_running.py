"""A study is solved once, rightly, kept as it goes, and goes on after whatever stopped it."""

import errno
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from grid_samples import BASE, study

from autarky.errors import AutarkyError, InputError, SolveError
from autarky.scenario import Scenario, solve
from autarky.studies import heartbeat, saving, solver
from autarky.studies.count import Count
from autarky.studies.export import cube, read_study, write_export
from autarky.studies.manifest import find_study
from autarky.studies.result_files import Parts
from autarky.studies.running import run_study
from autarky.studies.solver import Workshop
from autarky.studies.status import Status, status_of
from autarky.studies.store import Store, StoreError
from autarky.world import World

GRID = '[grid]\n"acts.1.leakage" = [0.2, 0.5]\npairs = ["BLR", "RUS", "KAZ"]\n'


@pytest.fixture
def solves(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of the cases really solved."""
    seen: list[int] = []
    real = Workshop._one

    def one(self: Workshop, task: Any, *more: Any) -> Any:
        seen.append(task.case)
        return real(self, task, *more)

    monkeypatch.setattr(Workshop, "_one", one)
    return seen


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part for every case, a sign of life for every outcome."""
    monkeypatch.setattr(saving, "SOONEST", 0.0)
    monkeypatch.setattr(saving, "SHARE", 0.0)
    monkeypatch.setattr(heartbeat, "HEARTBEAT", 0.0)


def run(text: str, world: World, store: Path | str, **options: Any) -> Any:
    """Rows of a study as a frame."""
    return run_study(study(text), store=store, worlds={"w.nc": world}, **options).to_pandas()


def found(store: Path | str) -> tuple[Parts, Status]:
    parts, manifest = find_study(Store(store), "s")
    return parts, status_of(parts, manifest)


def test_rows_are_what_single_scenarios_give(world: World, tmp_path: Path) -> None:
    rows = run(GRID + 'horizon = ["3m", "10y"]\n', world, tmp_path)
    assert len(rows) == 12 * 5 and (rows["status"] == "solved").all() and rows["reason"].isna().all()
    assert list(rows.columns) == [
        "key", "case", "world", "horizon", "years", "draw", "acts_1_leakage", "acts_1_origin",
        "acts_1_destination", "economy", "status", "reason", "welfare", "real_gdp", "residual", "seconds",
    ]  # fmt: skip
    assert list(rows["economy"][:5]) == list(world.economies)
    assert rows["case"].is_monotonic_increasing and (rows["residual"] <= 1e-8).all()
    for case in (0, 7, 11):
        of = rows[rows["case"] == case]
        first = of.iloc[0]
        act = {
            "type": "embargo", "origin": first["acts_1_origin"], "destination": first["acts_1_destination"],
            "both_ways": True, "leakage": first["acts_1_leakage"],
        }  # fmt: skip
        exact = solve(world, Scenario(acts=[act], horizon=first["horizon"], world="w.nc"))
        for name in ("welfare", "real_gdp"):
            # residuals of 1e-8 in logs, amplified by elasticities of about 10
            np.testing.assert_allclose(of[name], exact.data[name], atol=3e-7)


def test_nothing_is_solved_twice(world: World, tmp_path: Path, solves: list[int]) -> None:
    first = run(GRID, world, tmp_path)
    assert len(solves) == 6
    told: list[Count] = []
    again = run(GRID, world, tmp_path, tell=told.append)
    assert len(solves) == 6 and told[-1].known == 6
    assert first.equals(again)


def test_equal_content_is_solved_once(world: World, tmp_path: Path, solves: list[int]) -> None:
    rows = run('[grid]\n"acts.1.origin" = ["RUS", "Russia", "RU"]\n', world, tmp_path)
    assert len(solves) == 1 and len(rows) == 15
    assert rows.groupby("case")["welfare"].apply(tuple).nunique() == 1
    assert list(rows["acts_1_origin"].unique()) == ["RUS", "Russia", "RU"]


def test_other_studies_are_used(world: World, tmp_path: Path, solves: list[int]) -> None:
    small = run(GRID, world, tmp_path)
    told: list[Count] = []
    wide = run(GRID.replace("[0.2,", "[0.1, 0.2,"), world, tmp_path, tell=told.append)
    assert len(solves) == 9 and len(wide) == 9 * 5
    assert len(list(tmp_path.iterdir())) == 2
    both = wide.merge(small, on=["key", "economy"], suffixes=("", "_small"))
    assert len(both) == 6 * 5 and both["welfare"].equals(both["welfare_small"])
    run(GRID.replace("[0.2,", "[0.3, 0.2,"), world, tmp_path, reuse=False)
    assert len(solves) == 18


def test_failures_are_rows_with_reasons(world: World, tmp_path: Path, solves: list[int]) -> None:
    text = '[grid]\n"acts.1.origin" = ["RUS", "KAZ"]\n"acts.1.destination" = ["KAZ", "BLR"]\n'
    rows = run(text, world, tmp_path)
    failed = rows[rows["status"] == "failed"]
    assert len(rows) == 3 * 5 + 1 and list(failed["case"]) == [2]
    assert "origin and destination are both KAZ" in failed["reason"].iloc[0]
    assert failed[["welfare", "real_gdp", "economy"]].isna().all(axis=None)
    run(text, world, tmp_path)
    run(text, world, tmp_path, retry_failed=True)
    assert len(solves) == 5
    _, status = found(tmp_path)
    assert (status.solved, status.failed, status.left, status.state) == (3, 1, 0, "complete")
    assert [(n, e.case) for n, e in status.reasons] == [(1, 2)]


def test_what_does_not_converge_is_a_row(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autarky.economy import problem

    def never(*_: Any, **__: Any) -> Any:
        raise SolveError("The solver did not converge: 12 % of the shock could be carried out")

    monkeypatch.setattr(problem, "search", never)
    rows = run(GRID, world, tmp_path)
    assert (rows["status"] == "failed").all() and rows["reason"].str.contains("did not converge").all()


def test_defects_and_lost_cases_are_tried_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Workshop._one

    def some(self: Workshop, task: Any, *more: Any) -> Any:
        if task.case == 4:
            raise MemoryError("no room")
        return real(self, task, *more)

    with monkeypatch.context() as patched:
        patched.setattr(Workshop, "_one", some)
        rows = run(GRID, world, tmp_path)
    lost = rows[rows["status"] == "lost"]
    assert list(lost["case"]) == [4] and lost["reason"].iloc[0] == "unexpected MemoryError: no room"
    assert found(tmp_path)[1].state == "complete but for lost cases"
    rows = run(GRID, world, tmp_path)
    assert len(rows) == 30 and (rows["status"] == "solved").all()
    assert not any(n.startswith("lost") for n in found(tmp_path)[0].names())


@pytest.mark.usefixtures("often")
def test_an_interrupt_keeps_what_is_solved(world: World, tmp_path: Path, solves: list[int]) -> None:
    def stop(count: Count) -> None:
        if count.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(GRID, world, tmp_path, tell=stop, workers=2)
    _, status = found(tmp_path)
    assert status.state == "interrupted" and status.solved == len(solves) < 6
    told: list[Count] = []
    rows = run(GRID, world, tmp_path, tell=lambda c: told.append(Count(c.total, known=c.known)))
    assert told[0].known == status.solved and len(solves) == 6 and len(rows) == 30


@pytest.mark.usefixtures("often")
def test_rows_can_be_read_while_it_runs(world: World, tmp_path: Path) -> None:
    seen: list[int] = []

    def look(count: Count) -> None:
        if count.done:
            query = f"select count(distinct \"case\") from '{tmp_path}/*/parts/*.parquet'"
            seen.append(duckdb.sql(query).fetchall()[0][0])
            status = found(tmp_path)[1]
            assert (status.state, status.solved) == ("running", count.done)
            assert len(read_study(found(tmp_path)[0])) == 5 * count.done

    run(GRID, world, tmp_path, tell=look, workers=1)
    assert seen == [1, 2, 3, 4, 5, 6]


@pytest.mark.usefixtures("often")
def test_damaged_parts_are_put_aside_and_solved_again(
    world: World, tmp_path: Path, solves: list[int]
) -> None:
    whole = run(GRID, world, tmp_path, workers=1)
    parts, _ = found(tmp_path)
    one, two, three, *_ = sorted(Path(parts.where, "parts").iterdir())
    one.write_bytes(one.read_bytes()[:500])
    raw = bytearray(two.read_bytes())
    raw[200] ^= 1  # one bit of a page; the footer is whole
    two.write_bytes(bytes(raw))
    three.write_bytes(b"")
    told: list[Count] = []
    again = run(GRID, world, tmp_path, tell=told.append)
    assert len(solves) == 9 and len(again) == 30
    assert sum("was damaged" in n for n in told[-1].notes) == 3
    np.testing.assert_allclose(again["welfare"], whole["welfare"], atol=3e-7)
    status = found(tmp_path)[1]
    assert len(status.damaged) == 3 and status.solved == 6


class _Full:
    """A disk with room for some writes of parts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        self.room = room
        real = Store.write

        def write(store: Store, data: bytes, *parts: str) -> None:
            if "parts" in parts:
                self.room -= 1
                if self.room < 0:
                    place = store.where(*parts)
                    fault = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), place)
                    raise StoreError(f"cannot write {place}: {fault.strerror}") from fault
            real(store, data, *parts)

        monkeypatch.setattr(Store, "write", write)


@pytest.mark.usefixtures("often")
def test_a_full_disk_is_told_and_loses_nothing_saved(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _Full(patched, 2)
        with pytest.raises(StoreError, match=r"No space left.* 2 of 6 cases are safe .* go") as told:
            run(GRID, world, tmp_path, workers=1)
        assert "could not be saved" in str(told.value)
    _, status = found(tmp_path)
    assert (status.solved, status.state) == (2, "failed")
    assert len(run(GRID, world, tmp_path)) == 30


def test_a_disk_nearly_full_still_takes_some(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts are halved until they fit: here none may hold all rows (bytes would hang on how long a case took)."""
    real = Store.write

    def write(store: Store, data: bytes, *parts: str) -> None:
        if "parts" in parts and pq.read_metadata(io.BytesIO(data)).num_rows >= most:
            raise StoreError("No space left on device")
        real(store, data, *parts)

    run(GRID, world, tmp_path / "measure")
    most = max(pq.read_metadata(p).num_rows for p in (tmp_path / "measure").rglob("*.parquet"))
    assert most > 1
    monkeypatch.setattr(Store, "write", write)
    rows = run(GRID, world, tmp_path / "small")
    written = list((tmp_path / "small").rglob("*.parquet"))
    assert len(rows) == 30 and len(written) > 1
    assert all(pq.read_metadata(p).num_rows < most for p in written)


def test_a_second_process_is_refused(world: World, tmp_path: Path) -> None:
    run(GRID, world, tmp_path)
    path = next(tmp_path.glob("*/progress.json"))
    said = json.loads(path.read_text()) | {"state": "running", "process": os.getppid()}
    path.write_text(json.dumps(said))
    with pytest.raises(InputError, match=rf"process {os.getppid()} .* runs this study already"):
        run(GRID, world, tmp_path)
    assert len(run(GRID, world, tmp_path, force=True)) == 30


def test_a_killed_process_is_no_hindrance(world: World, tmp_path: Path) -> None:
    run(GRID, world, tmp_path)
    path = next(tmp_path.glob("*/progress.json"))
    path.write_text(json.dumps(json.loads(path.read_text()) | {"state": "running", "process": 2**22 + 1}))
    assert len(run(GRID, world, tmp_path)) == 30


def test_draws_are_those_of_a_run(world: World, tmp_path: Path) -> None:
    from autarky.uncertainty.propagate import propagate

    rows = run('draws = 3\n[grid]\n"acts.1.leakage" = [0.2, 0.5]\n', world, tmp_path)
    act = {"type": "embargo", "origin": "RUS", "destination": "BLR", "both_ways": True, "leakage": 0.5}
    (drawn,) = propagate(world, Scenario(acts=[act], horizon="1y", world="w.nc"), draws=3)
    of = rows[rows["acts_1_leakage"] == 0.5]
    assert sorted(of["draw"].unique()) == [0, 1, 2, 3]
    values = of[of["draw"] > 0]["welfare"].to_numpy().reshape(3, 5)
    np.testing.assert_allclose(values, drawn.welfare, atol=2e-5)  # its tolerance is 1e-6 in logs


@pytest.mark.slow
def test_a_base_without_deficits(world: World, tmp_path: Path) -> None:
    rows = run('[grid]\ndeficits = ["fixed", "zero"]\n', world, tmp_path)
    act = {"type": "embargo", "origin": "RUS", "destination": "BLR", "both_ways": True, "leakage": 0.2}
    exact = solve(world, Scenario(acts=[act], horizon="1y", world="w.nc", deficits="zero"))
    np.testing.assert_allclose(rows["welfare"][5:], exact.data["welfare"], atol=3e-7)


def test_several_worlds(world: World, tmp_path: Path) -> None:
    small = world.aggregate(sectors={"goods": ["A", "C20"], "K": ["K"]})
    made = study('[grid]\nworld = ["w.nc", "small"]\n')
    rows = run_study(made, store=tmp_path, worlds={"w.nc": world, "small": small}).to_pandas()
    assert list(rows.groupby("world", sort=False).size().items()) == [("w.nc", 5), ("small", 5)]
    assert (rows["status"] == "solved").all()


def test_the_cube(world: World, tmp_path: Path) -> None:
    rows = run(GRID + 'horizon = ["3m", "10y"]\n', world, tmp_path)
    parts, _ = found(tmp_path)
    data = cube(parts)
    assert data["welfare"].dims == ("acts_1_leakage", "horizon", "pair", "economy")
    for case in (0, 5, 11):
        of = rows[rows["case"] == case]
        first = of.iloc[0]
        at = data.sel(acts_1_leakage=first["acts_1_leakage"], horizon=first["horizon"])
        chosen = (at["acts_1_origin"] == first["acts_1_origin"]) & (
            at["acts_1_destination"] == first["acts_1_destination"]
        )
        np.testing.assert_array_equal(at["welfare"][chosen.values][0], of["welfare"])
    assert (data["status"] == "solved").all()


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".csv.gz", ".nc"])
def test_exports_hold_every_row(ending: str, world: World, tmp_path: Path) -> None:
    import pandas as pd
    import xarray as xr

    rows = run(GRID, world, tmp_path / "store")
    path = tmp_path / f"out{ending}"
    assert write_export(found(tmp_path / "store")[0], path) == 30
    if ending == ".nc":
        with xr.open_dataset(path) as kept:
            values = kept["welfare"].values.ravel()
    else:
        read = pd.read_parquet if ending == ".parquet" else pd.read_csv
        values = read(path)["welfare"].to_numpy()
    np.testing.assert_allclose(values, rows["welfare"], rtol=1e-15)


def test_in_memory(world: World) -> None:
    store = f"memory://{uuid4()}"
    assert len(run(GRID, world, store)) == 30
    assert found(store)[1].state == "complete"


@pytest.mark.parametrize(
    ("store", "told"),
    [("nowhere://x", "not the address of a store"), ("file", "is a file")],
)
def test_bad_stores(store: str, told: str, world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match=told):
        run(GRID, world, tmp_path / store if store == "file" else store)


def test_an_unwritable_store_is_known_before_solving(world: World, tmp_path: Path, solves: list[int]) -> None:
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(AutarkyError, match=r"cannot|is a file|not the address"):
        run(GRID, world, tmp_path / "folder" / "below")
    assert not solves


def test_workers_change_no_figure(world: World, tmp_path: Path) -> None:
    one, three = (run(GRID, world, tmp_path / str(n), workers=n) for n in (1, 3))
    np.testing.assert_allclose(one["welfare"], three["welfare"], atol=3e-7)


def test_a_defect_in_a_thread_is_not_hidden(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OddError(Exception):
        pass

    def broken(*_: Any) -> Iterator[Any]:
        raise OddError("a defect")

    monkeypatch.setattr(solver.Workshop, "_one", broken)
    with pytest.raises(OddError):
        run(GRID, world, tmp_path)
    assert found(tmp_path)[1].state == "failed"


def test_base_is_not_changed_by_its_study(world: World) -> None:
    made = study(GRID)
    assert made.base == made.base and made.base is not made.base
    made.base["acts"].clear()
    assert made.base["acts"] and BASE.count("acts") == 1


def test_a_write_that_fails_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = Store(tmp_path)
    store.write(b"old", "a", "x.parquet")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"cannot write .*x\.parquet: No space left"):
        store.write(b"new", "a", "x.parquet")
    assert store.read("a", "x.parquet") == b"old"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["x.parquet"]


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_large_exports_are_written_part_by_part(
    ending: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    from autarky.studies import export

    rows = run(GRID, world, tmp_path / "store")
    monkeypatch.setattr(export, "MOST_SORTED", 3)
    monkeypatch.setattr(export, "read_study", None)
    path = tmp_path / f"out{ending}"
    assert write_export(found(tmp_path / "store")[0], path) == 30
    kept = (pd.read_parquet if ending == ".parquet" else pd.read_csv)(path).sort_values(["case", "economy"])
    np.testing.assert_allclose(kept["welfare"], rows.sort_values(["case", "economy"])["welfare"], rtol=1e-15)
