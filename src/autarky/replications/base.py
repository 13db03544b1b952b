"""What a replication is: a published claim, the core's parameters for it, and a report that can be
checked.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autarky.errors import InputError
from autarky.files.decoding import DamagedError, decoding, read_arrays


@dataclass(frozen=True)
class ComparisonRow:
    """One figure: what is published, what the core obtains, and how far they may be apart.

    `against` says whose figure `published` is (the paper, another program, a closed form, theory); `digits`
    are the decimals shown. `reason` says why the tolerance is what it is.
    """

    quantity: str
    published: float
    obtained: float
    tolerance: float
    reason: str
    against: str = "paper"
    unit: str = ""
    digits: int = 3

    @property
    def difference(self) -> float:
        return self.obtained - self.published

    @property
    def holds(self) -> bool:
        """Whether the difference is within the tolerance; never true for a figure that is not a number."""
        return bool(abs(self.difference) <= self.tolerance)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"difference": self.difference, "holds": self.holds}


@dataclass(frozen=True)
class Report:
    """What one replication found. `notes` are sentences for the reader; `facts` are sizes, times,
    residuals.
    """

    name: str
    title: str
    rows: tuple[ComparisonRow, ...]
    notes: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        return bool(self.rows) and all(row.holds for row in self.rows)

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "holds": self.holds,
            "seconds": self.seconds,
            "rows": [row.as_dict() for row in self.rows],
            "notes": list(self.notes),
            "facts": dict(self.facts),
        }


Work = Callable[[Path], tuple[list[ComparisonRow], list[str], dict[str, str]]]


@dataclass(frozen=True)
class Replication:
    """A replication by name. `work` takes the folder that holds `folders` and returns rows, notes and facts.

    `folders` are relative to the data folder (none: it runs on what autarky ships); `where` says where a user
    gets the data.
    """

    name: str
    title: str
    citation: str
    asks: str
    work: Work
    folders: tuple[str, ...] = ()
    where: str = ""

    def run(self, data: Path | None = None) -> Report:
        """Run it on `data` (default: the folder ``../shared``). Raises `InputError` where data are
        missing.
        """
        from time import perf_counter

        from autarky.economy.backend import prepare

        prepare()
        folder = self.locate(data)
        started = perf_counter()
        rows, notes, facts = self.work(folder)
        seconds = perf_counter() - started
        return Report(self.name, self.title, tuple(rows), tuple(notes), tuple(facts.items()), seconds)

    def locate(self, data: Path | None) -> Path:
        """The data folder: `data`, or the one beside the working directory or the checkout."""
        if not self.folders:
            return Path()
        candidates = [data] if data is not None else default_folders()
        for folder in candidates:
            if all((folder / f).is_dir() for f in self.folders):
                return folder
        looked = " or ".join(str(c) for c in candidates)
        needs = " and ".join(self.folders)
        raise InputError(
            f"The replication {self.name} needs the folder {needs} inside {looked}, which is not there. Get"
            f" the data from"
            f" {self.where}, put them into that folder and name the folder above it with --data."
        )


def default_folders() -> list[Path]:
    """Where data are looked for without --data: ``shared`` beside the working directory, or beside the
    checkout.
    """
    beside = Path("..") / "shared"
    checkout = Path(__file__).resolve().parents[4] / "shared"
    return [beside] if beside.is_dir() or not checkout.is_dir() else [checkout]


def table(
    folder: Path, name: str, shape: tuple[int, ...], *, delimiter: str | None = None, finite: bool = True
) -> np.ndarray:
    """A text table of numbers, checked against the shape it must have; `InputError` names the file
    otherwise.
    """
    path = folder / name
    if not path.is_file():
        raise InputError(f"The file {path} is missing; get the complete data set again.")
    try:
        with decoding():
            values = np.loadtxt(path, delimiter=delimiter, ndmin=1 if len(shape) == 1 else 2)
    except DamagedError as e:
        raise InputError(f"{path} is damaged or not a table of numbers ({e}); get it again.") from e
    if values.size != int(np.prod(shape)):
        raise InputError(
            f"{path} holds {values.size} numbers, expected {' x '.join(map(str, shape))}; get it again."
        )
    if finite and not np.isfinite(values).all():
        raise InputError(f"{path} holds entries that are not numbers; get it again.")
    return values.reshape(shape)


def arrays(path: Path, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Named arrays of a .npz file; `InputError` names the file where it is missing, damaged or incomplete."""
    if not path.is_file():
        raise InputError(f"The file {path} is missing; get the complete data set again.")
    try:
        return read_arrays(path, names)
    except DamagedError as e:
        raise InputError(f"{path} is damaged or not a .npz file ({e}); get it again.") from e
