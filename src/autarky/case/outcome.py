"""What is kept of a part: everything the report of a case says about it, as plain data, so that it is solved once."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autarky.acts.exhibits import Exhibit
from autarky.files.writing import replacing

FORMAT = 3
WELFARE, NET = "welfare", "net"


@dataclass(frozen=True)
class Value:
    """One figure of an economy or group at one horizon, as a fraction of its base-year expenditure.

    `what`: `WELFARE`, or `NET` (what a guarantee is worth less its price). `low`, `middle`, `high`: the 5th, 50th and
    95th percentile of the draws, `holds`: the share of the draws with the sign of `central`; None without draws.
    `turned`: a choice of the model that, made otherwise, turns the sign; `shifted`: one that moves the
    figure by more than half.
    """

    what: str
    economy: str
    name: str
    horizon: str
    years: float
    central: float
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    holds: float | None = None
    turned: str = ""
    shifted: str = ""


@dataclass(frozen=True)
class PartOutcome:
    """A part that was run: its answer, or the `reason` why there is none."""

    title: str = ""
    answer: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    acts: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    moves: tuple[str, ...] = ()  # what moves the answer most
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    draws: int = 0
    report: str = ""  # its own report, from the folder of the case
    reason: str = ""

    def as_plain(self) -> dict[str, Any]:
        """JSON-ready; `from_plain` reads it back."""
        return asdict(self)

    @classmethod
    def from_plain(cls, given: dict[str, Any]) -> "PartOutcome":
        """The outcome that `as_plain` wrote. Raises `KeyError` or `TypeError` for anything else."""
        texts: dict[str, Any] = {k: tuple(given[k]) for k in ("answer", "acts", "moves", "notes", "sources")}
        made = cls(**{k: v for k, v in given.items() if k not in (*texts, "values", "exhibits")})
        return replace(
            made,
            values=tuple(Value(**v) for v in given["values"]),
            exhibits=tuple(Exhibit.from_plain(e) for e in given["exhibits"]),
            **texts,
        )


def keep(path: Path, key: str, outcome: PartOutcome) -> None:
    """Write `outcome` under `key`, whole or not at all."""
    told = {"autarky_part": FORMAT, "key": key, "outcome": outcome.as_plain()}
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")


def kept(path: Path, key: str) -> PartOutcome | None:
    """What was kept under `key` at `path`; None where there is nothing, or another part, or a damaged file."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["autarky_part"] != FORMAT or told["key"] != key:
            return None
        return PartOutcome.from_plain(told["outcome"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
