"""What becomes of a chunk that does not come back; the cluster itself is in test_grid_killed.py."""

import logging
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from grid_samples import study

from autarky.errors import AutarkyError
from autarky.studies.plan import Plan, Task
from autarky.world import World

distributed = pytest.importorskip("distributed")
from autarky.studies import cluster  # noqa: E402


@pytest.fixture
def tasks(world: World) -> list[Task]:
    return list(Plan(study('[grid]\n"acts.1.leakage" = [0.1, 0.2, 0.3]\n'), {"w.nc": world}).tasks())


@pytest.fixture
def engine() -> cluster.Cluster:
    """One without a cluster: what it would submit is kept in `sent`."""
    made = object.__new__(cluster.Cluster)
    made.notes, made._running, made._counted, made._spent = [], {}, 0, 0.0
    made.sent = []  # type: ignore[attr-defined]
    made._submit = made.sent.append  # type: ignore[attr-defined, method-assign]
    return made


def answer(engine: cluster.Cluster, tasks: Sequence[Task], status: str, error: Any = None) -> list[Any]:
    class Future(SimpleNamespace):
        __hash__ = object.__hash__

    future = Future(status=status, exception=lambda: error, result=lambda: [])
    engine._running[future] = tasks
    return engine._answers(future)


def killed() -> Exception:
    return distributed.KilledWorker("task", "tcp://127.0.0.1:1", 3)


def test_a_chunk_that_kills_workers_is_sent_singly(engine: Any, tasks: list[Task]) -> None:
    assert answer(engine, tasks, "error", killed()) == []
    assert engine.sent == [[t] for t in tasks] and "3 cases killed several workers" in engine.notes[0]


def test_a_case_that_kills_workers_is_lost(engine: Any, tasks: list[Task]) -> None:
    (lost,) = answer(engine, tasks[:1], "error", killed())
    assert (lost.state, lost.key) == ("lost", tasks[0].key) and "killed every worker" in lost.reason
    assert not engine.sent


def test_other_errors_of_a_worker_are_losses_with_reasons(engine: Any, tasks: list[Task]) -> None:
    lost = answer(engine, tasks, "error", TypeError("odd"))
    assert [o.reason for o in lost] == ["the worker failed: TypeError: odd"] * 3


@pytest.mark.parametrize(("status", "again"), [("cancelled", 1), ("pending", 0), ("lost", 0)])
def test_answers_that_died_are_worked_out_again(
    status: str, again: int, engine: Any, tasks: list[Task]
) -> None:
    assert answer(engine, tasks, status) == []
    assert len(engine.sent) == again and len(engine._running) == 1 - again


def test_a_broken_connection_is_told(engine: Any) -> None:
    def broken(_: Any) -> Any:
        raise distributed.comm.CommClosedError("gone")
        yield

    engine._outcomes = broken
    with pytest.raises(
        AutarkyError, match=r"the connection to the scheduler broke \(gone\)\. What was solved"
    ):
        list(engine.outcomes(iter([])))


def test_few_cases_are_sent_together_where_one_takes_long(engine: Any) -> None:
    assert engine._size() == 1
    engine._counted, engine._spent = 10, 5.0
    assert engine._size() == 20
    engine._spent = 600.0
    assert engine._size() == 1


def test_loggers_are_quiet_only_while_the_cluster_is_left() -> None:
    logger = logging.getLogger("asyncio")
    before = logger.level
    with cluster._hushed():
        assert not logger.isEnabledFor(logging.CRITICAL)
    assert logger.level == before
