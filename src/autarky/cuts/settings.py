"""How a study of ties is set up: what is assumed, how it is carried out, what its figures mean."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky import __version__
from autarky.cuts.batch import TOLERANCE, Cutter, Progress, solve_cuts
from autarky.cuts.cut import Cut, Party
from autarky.cuts.shelf import CutShelf, SolvedCut
from autarky.cuts.shipped import shipped_cuts
from autarky.economy.elasticities import DEFAULT as ELASTICITIES
from autarky.economy.elasticities import trade_elasticities
from autarky.economy.horizon import horizon_label, horizon_parameters, parse_horizon
from autarky.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from autarky.world.accounts import World

LOSS = {"unit": "fraction", "long_name": "loss of welfare, share of base expenditure (equivalent variation)"}
CHANGE = {"unit": "fraction", "long_name": "change of welfare, share of base expenditure"}


@dataclass(frozen=True)
class Terms:
    """How ties are cut and how economies react; the same for every cut of a study."""

    horizon: str | float = "1y"
    leakage: float = 0.1
    elasticities: str = ELASTICITIES
    deficits: str = "fixed"
    tolerance: float = TOLERANCE

    def record(self, world: "World") -> dict[str, Any]:
        """Everything that decides on an answer, JSON-ready, without starting the solver.

        Raises `InputError` for a leakage outside 0 to 1, an unknown horizon or set of elasticities.
        """
        if not 0 <= self.leakage <= 1:
            raise InputError(f"leakage {self.leakage:g} is outside 0 to 1 (a share: 0.1 = 10 %)")
        years = parse_horizon(self.horizon)
        dial = horizon_parameters(years)
        theta = trade_elasticities(world, self.elasticities) * dial.theta_multiplier
        return {
            "world": world.name,
            "fingerprint": world.fingerprint,  # of what was read: a base without deficits differs in its last digits
            "year": world.year,
            "horizon": horizon_label(years),
            "leakage": float(self.leakage),
            "rent": "buyer",
            "elasticities": self.elasticities,
            "theta": [float(v) for v in theta],
            **{k: float(getattr(dial, k)) for k in ("eta", "rho", "xi")},
            "specificity": 1.0 / (1.0 + dial.nu),
            "deficits": self.deficits,
            "tolerance": self.tolerance,
            "autarky": __version__,
        }

    def cutter(self, world: "World") -> Cutter:
        """The solver of such cuts. Raises as `record`, and for an unknown closure of deficits."""
        from autarky.measures.welfare import behaviour_at

        reaction = behaviour_at(world, self.horizon, self.elasticities, self.deficits)
        return Cutter(world, reaction, float(self.leakage), tolerance=self.tolerance)


@dataclass(frozen=True)
class Run:
    """How a study is carried out; none of it changes a figure."""

    shelf: Path | None = None  # folder for solved cuts; None: autarky's cache folder
    keep: bool = True  # False: nothing is read from or written to disk
    resume: bool = True
    workers: int | None = None
    progress: Progress | None = None

    def place(self, record: dict[str, Any], economies: int) -> CutShelf | None:
        if not self.keep:
            return None
        from autarky.economy.backend import cache_folder

        return CutShelf(self.shelf or cache_folder() / "leverage", record, economies)


def settings(terms: Terms | None, run: Run | None, more: dict[str, Any]) -> tuple[Terms, Run]:
    """`Terms` and `Run` from whole objects or single fields."""
    mine = {f.name for f in fields(Terms)}
    known = [*mine, *(f.name for f in fields(Run))]
    for name in more:
        if name not in known:
            raise InputError(f"leverage: unknown option {name!r}{did_you_mean(name, known)}")
    return (
        replace(terms or Terms(), **{k: v for k, v in more.items() if k in mine}),
        replace(run or Run(), **{k: v for k, v in more.items() if k not in mine}),
    )


def known_cuts(record: dict[str, Any], run: Run, economies: int) -> dict[str, SolvedCut]:
    """Cuts that earlier runs have solved, or that ship with autarky, by key; none where `run` says to solve again."""
    shelf = run.place(record, economies)
    if shelf is None or not run.resume:
        return {}
    return shipped_cuts(record) | shelf.load()


def solve_all(
    world: "World", cuts: Sequence[Cut], terms: Terms, run: Run
) -> "tuple[dict[str, SolvedCut], dict[str, Any], World]":
    """Answers by key, the record, and the world whose base the changes are against.

    The solver, which takes seconds to start, starts only where a cut is not known.
    """
    record = terms.record(world)
    known = known_cuts(record, run, len(world.economies))
    asked = {c.key for c in cuts}
    if terms.deficits != "zero" and asked <= known.keys():
        if run.progress is not None:
            run.progress(len(asked), len(asked))
        return {k: known[k] for k in asked}, record, world
    cutter = terms.cutter(world)
    shelf = run.place(record, len(world.economies))
    solved = solve_cuts(cutter, cuts, shelf=shelf, known=known, workers=run.workers, progress=run.progress)
    return solved, record, cutter.base.world


def inside(world: "World", party: Party) -> np.ndarray:
    return np.array([world.economies.index(c) for c in party.economies])


def loss_of(change: np.ndarray, weights: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Loss of a group as a share of its base expenditure, from changes [..., N]."""
    share = weights[members] / weights[members].sum()
    return np.asarray(-(change[..., members] * share).sum(-1))


def attributes(record: dict[str, Any]) -> dict[str, Any]:
    """The record as attributes that netCDF can hold."""
    return {k: np.asarray(v, dtype=float) if isinstance(v, list) else v for k, v in record.items()}
