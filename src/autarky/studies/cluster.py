"""A cluster of dask workers as engine: worlds go to each worker once, chunks of cases out, chunks of outcomes back."""

import asyncio
import concurrent.futures
import gc
import logging
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

from autarky import __version__
from autarky.errors import AutarkyError, InputError
from autarky.studies.plan import Task
from autarky.studies.solver import CaseOutcome, Workshop

if TYPE_CHECKING:
    from autarky.world.accounts import World

log = logging.getLogger(__name__)
AHEAD = 2  # chunks waiting at each thread of a worker: none idles, and a kill costs little
CHUNK_SECONDS = 10.0  # of work sent at once, at most a chunk: what the death of a worker costs
TIMEOUT = 30.0  # seconds for a scheduler to answer
EMPTY = 120.0  # seconds without any worker after which the run ends
LOOK = 2.0  # seconds between looks at which workers are there
KEPT = "What was solved is kept: run the study again where workers are"
BROKEN = (
    OSError,
    asyncio.CancelledError,
    concurrent.futures.CancelledError,
)  # what dask raises for a lost connection
NEEDS = "--engine dask needs dask and distributed: pip install 'autarky[dask]'"


def _solve(tasks: Sequence[Task], token: str) -> list[CaseOutcome]:
    """On a worker: outcomes of a chunk."""
    from distributed import get_worker

    equipped: Any = get_worker().plugins[token]
    return list(equipped.workshop.solve(tasks))


def _their_version() -> str:
    """On a worker: its autarky."""
    return __version__


def _same_version(client: Any) -> None:
    """Raise `InputError` where a worker has no autarky, or another one: its figures would not be those of the keys."""
    for worker, found in client.run(_their_version, on_error="return").items():
        if found != __version__:
            has = f"autarky {found}" if isinstance(found, str) else f"no autarky that works ({found!s:.200})"
            raise InputError(
                f"--scheduler: worker {worker} has {has}; it needs autarky {__version__}, as here"
            )


class _Equip:
    """Worker plugin: the worlds, calibrated once and kept for every chunk. Workers that come later get it too."""

    def __init__(self, worlds: "dict[str, World]", tolerance: float, seed: int, own: bool) -> None:
        self._given = worlds, tolerance, seed
        self._own = own

    def setup(self, worker: Any) -> None:
        if self._own and current_thread() is main_thread():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that owns the workers
        self.workshop = Workshop(*self._given)

    def teardown(self, worker: Any) -> None:
        del self.workshop


class Cluster:
    """Workers of the scheduler at `address`, or `workers` processes of this machine.

    A chunk whose worker dies is given to another one; where it kills several, its cases are sent singly, and one that
    still does is `lost`, with that reason. Raises `InputError` where dask is missing or the scheduler does not answer.
    """

    def __init__(
        self,
        worlds: "dict[str, World]",
        tolerance: float,
        seed: int,
        address: str | None = None,
        workers: int | None = None,
    ) -> None:
        self.notes: list[str] = []
        self._local: Any = None
        self._client = self._connect(address, workers)
        self._running: dict[Any, Sequence[Task]] = {}
        self._counted, self._spent = 0, 0.0
        self._seen = set(self._workers())
        self._looked = self._alive = time.monotonic()
        where = address or f"{len(self._seen)} local processes"
        self.describe = f"dask, {where}"
        self._token = f"autarky-{os.getpid()}-{id(self)}"
        try:
            _same_version(self._client)
            self._client.register_plugin(_plugin(worlds, tolerance, seed, address is None), name=self._token)
        except BaseException:
            self._close()
            raise

    def outcomes(self, chunks: Iterator[Sequence[Task]]) -> Iterator[CaseOutcome]:
        """Outcomes as chunks come back. Raises `AutarkyError` where no worker is left, or no scheduler."""
        try:
            yield from self._outcomes(chunks)
        except BROKEN as e:
            raise AutarkyError(
                f"the connection to the scheduler broke ({e or type(e).__name__}). {KEPT}"
            ) from None

    def _outcomes(self, chunks: Iterator[Sequence[Task]]) -> Iterator[CaseOutcome]:
        from distributed import wait

        while True:
            room = max(1, AHEAD * sum(w["nthreads"] for w in self._workers().values()))
            for chunk in islice(chunks, max(0, room - len(self._running))):
                size = self._size()
                for k in range(0, len(chunk), size):
                    self._submit(chunk[k : k + size])
            if not self._running:
                return
            self._look()
            try:
                done = wait(list(self._running), timeout=LOOK, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                continue
            for future in done:
                yield from self._answers(future)

    def stop(self) -> list[CaseOutcome]:
        """Chunks that have come back; those still being solved are left, a cluster may be far away."""
        with _hushed():
            return self._stopped()

    def _stopped(self) -> list[CaseOutcome]:
        found: list[CaseOutcome] = []
        try:
            for future in [f for f in self._running if f.status == "finished"]:
                found += self._answers(future)
            self._client.cancel(list(self._running), force=True)
            self._client.unregister_worker_plugin(self._token)
        except (OSError, TimeoutError, ValueError, RuntimeError) as e:
            log.warning("the cluster could not be left in order: %s", e)
        finally:
            self._running.clear()
            self._close()
        return found

    def _size(self) -> int:
        """Cases that a worker is sent together: some seconds' work, few before it is known how long one takes."""
        mean = self._spent / self._counted if self._counted else CHUNK_SECONDS
        return max(1, int(CHUNK_SECONDS / max(mean, 1e-3)))

    def _submit(self, tasks: Sequence[Task]) -> None:
        future = self._client.submit(_solve, tasks, self._token, pure=False)
        self._running[future] = tasks

    def _answers(self, future: Any) -> list[CaseOutcome]:
        from distributed import KilledWorker

        tasks = self._running.pop(future)
        state = future.status
        if state == "finished":
            found: list[CaseOutcome] = list(future.result())
            self._counted += len(found)
            self._spent += sum(o.seconds for o in found)
            return found
        if state != "error":  # the worker died with the answer before it was fetched: it is worked out again
            if state == "cancelled":
                self._submit(tasks)
            else:
                self._running[future] = tasks
            return []
        error = future.exception()
        if isinstance(error, KilledWorker) and len(tasks) > 1:
            self.notes.append(f"{len(tasks)} cases killed several workers together: sent singly")
            for task in tasks:
                self._submit([task])
            return []
        reason = (
            "killed every worker that tried it (memory?)"
            if isinstance(error, KilledWorker)
            else f"the worker failed: {type(error).__name__}: {error!s:.300}"
        )
        return [CaseOutcome(t.key, "lost", reason=reason) for t in tasks]

    def _look(self) -> None:
        """Notice workers that went, and that none is left."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        if self._client.status != "running":
            raise AutarkyError(f"the scheduler does not answer any more. {KEPT}")
        here = set(self._workers())
        for gone in sorted(self._seen - here):
            self.notes.append(f"worker {gone} is gone; its cases go to others")
        self._seen = here
        if here:
            self._alive = now
        elif now - self._alive > EMPTY:
            raise AutarkyError(f"the cluster has had no worker for {EMPTY:.0f} seconds. {KEPT}")

    def _workers(self) -> dict[str, Any]:
        return dict(self._client.scheduler_info(n_workers=-1)["workers"])

    def _connect(self, address: str | None, workers: int | None) -> Any:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise InputError(NEEDS) from None
        if address is None:
            count = workers or os.cpu_count() or 1
            self._local = LocalCluster(
                n_workers=count, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
            )
            return Client(self._local)
        try:
            client = Client(address, timeout=TIMEOUT, name="autarky")
            client.wait_for_workers(workers or 1, timeout=TIMEOUT)
        except (OSError, TimeoutError, ValueError) as e:
            raise InputError(
                f"--scheduler {address}: no scheduler with workers answers there within {TIMEOUT:.0f} s ({e})"
            ) from None
        return client

    def _close(self) -> None:
        with _hushed():
            self._client.close(timeout=TIMEOUT)
            if self._local is not None:
                self._local.close(timeout=TIMEOUT)


@contextmanager
def _hushed() -> Iterator[None]:
    """A scheduler that is gone makes the library log its own failed goodbye, traceback and all; we say it ourselves."""
    names = ("distributed", "distributed.client", "distributed.utils", "tornado.application", "asyncio")
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in names}
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
        gc.collect()  # asyncio logs what became of a task when the task is collected
    finally:
        for logger, level in loggers.items():
            logger.setLevel(level)


def _plugin(worlds: "dict[str, World]", tolerance: float, seed: int, own: bool) -> Any:
    """`_Equip` as a plugin of dask, made here because dask is imported only where it is used."""
    from distributed import WorkerPlugin

    kind = type("Equip", (_Equip, WorkerPlugin), {})
    return kind(worlds, tolerance, seed, own)
