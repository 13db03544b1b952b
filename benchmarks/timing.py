"""How benchmarks measure: first call apart from warm calls, medians of several, figures as a table."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import jax


@dataclass(frozen=True)
class Timing:
    first: float  # s, compilation included
    warm: float  # s, median
    fastest: float  # s


def measure(run: Callable[[], Any], repeats: int = 7) -> Timing:
    """Seconds of the first call and of `repeats` warm calls; waits for JAX's results."""

    def once() -> float:
        start = time.perf_counter()
        jax.block_until_ready(run())
        return time.perf_counter() - start

    first = once()
    warm = [once() for _ in range(repeats)]
    return Timing(first, median(warm), min(warm))


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
