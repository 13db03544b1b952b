"""The command line as a user meets it: help, the first run ever, and a run with the compiled programs kept.

python benchmarks/command_line.py [SCENARIO]
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from timing import table

ROOT = Path(__file__).parents[1]
AUTARKY = Path(sys.executable).with_name("autarky")


def seconds(*words: str, cache: str) -> float:
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run(
        [AUTARKY, *words],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"AUTARKY_CACHE_DIR": cache},
    )
    return time.perf_counter() - start


def main() -> None:
    scenario = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "examples" / "union-state-integration.toml")
    with tempfile.TemporaryDirectory() as folder:
        cache, run = f"{folder}/cache", ("run", scenario, "--quiet", "--out", f"{folder}/run")
        first = seconds(*run, cache=cache)
        kept = [seconds(*run, cache=cache) for _ in range(5)]
        helped = [seconds("--help", cache=cache) for _ in range(7)]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        table(
            ["command", "median, s", "fastest, s"],
            [
                ["autarky --help", f"{median(helped):.2f}", f"{min(helped):.2f}"],
                [f"autarky run {Path(scenario).name}, first ever", f"{first:.1f}", ""],
                ["the same, compiled programs kept", f"{median(kept):.1f}", f"{min(kept):.1f}"],
            ],
        )
    )
    print(f"\nPeak memory {memory:.0f} MB; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
