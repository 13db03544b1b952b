"""Interrupts commands at random moments, as Ctrl-C does, and tells what became of them.

    python tools/interrupt_runs.py 500 --from 0.2 --to 14 --parallel 2
    python tools/interrupt_runs.py 30 --command case
    python tools/interrupt_runs.py 50 --terminal

Every run has a folder and a cache of its own; compiled programs are copied from one finished run, so that the runs
get to the draws. Each must end with 130 within 5 seconds, without a traceback, and leave a whole run or none.
"""

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "examples" / "belarus-russia-cut.toml"
COMMANDS: dict[str, list[str]] = {
    "run": ["run", str(SCENARIO), "--draws", "20000", "--out", "out"],
    "study": ["study", "run", "study.toml", "--store", "store"],
    "case": ["case", str(ROOT / "examples" / "union-state" / "case.toml"), "--out", "out"],
    "corridors": ["corridors", "list"],
    "leverage": ["leverage", "--no-resume", "--horizon", "2y"],
}
STUDY = """
scenario = "base.toml"
draws = 999
[grid]
"acts.1.leakage" = [0.1, 0.2, 0.3, 0.4, 0.5]
"""
MAIN = "from autarky.cli import main; main()"
ALLOWED = 5.0  # seconds
TOO_LONG = 60.0  # seconds after which a run that goes on is killed


@dataclass(frozen=True)
class Ended:
    """How one run ended; `delay` in seconds after the interrupt, `left` for files that should not be there."""

    moment: float
    code: int | None
    delay: float
    error: str
    left: tuple[str, ...]
    early: bool = False  # it had ended before

    @property
    def fault(self) -> str:
        """What is wrong; an empty string where nothing is."""
        if self.early:
            return f"ended by itself with {self.code}" if self.code else ""
        if self.code is None:
            return "went on"
        faults = [f"exit code {self.code}"] if self.code != 130 else []
        faults += [f"{self.delay:.1f} s"] if self.delay > ALLOWED else []
        faults += ["traceback"] if re.search("Traceback|Exception ignored|Fatal Python", self.error) else []
        faults += [f"left {', '.join(self.left)}"] if self.left else []
        return "; ".join(faults)


def interrupted(arguments: list[str], moment: float, template: Path, *, terminal: bool) -> Ended:
    """Start a command in an empty folder, interrupt it after `moment` seconds."""
    with tempfile.TemporaryDirectory(prefix="interrupt-", ignore_cleanup_errors=True) as made:
        place = Path(made)
        shutil.copytree(template, place / "cache")
        _inputs(place)
        environment = os.environ | {
            "AUTARKY_CACHE_DIR": str(place / "cache"),
            "PYTHONPATH": str(ROOT / "src"),
        }
        with (place / "stderr").open("wb") as error:
            leader, follower = os.openpty() if terminal else (None, error.fileno())
            process = subprocess.Popen(
                [sys.executable, "-c", MAIN, *arguments],
                cwd=place, env=environment, stdout=subprocess.DEVNULL, stderr=follower,
            )  # fmt: skip
            reader = _copier(leader, follower, place / "stderr") if leader is not None else None
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(moment)
            early = process.returncode is not None
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            try:
                code: int | None = process.wait(TOO_LONG)
            except subprocess.TimeoutExpired:
                code = None
                process.kill()
                process.wait()
            delay = time.monotonic() - began
            if reader is not None:
                reader()
        told = (place / "stderr").read_text("utf-8", "replace")
        return Ended(moment, code, delay, told, tuple(_half_written(place)), early)


def _inputs(place: Path) -> None:
    shutil.copy(SCENARIO, place / "base.toml")
    (place / "study.toml").write_text(STUDY, encoding="utf-8")


def _copier(leader: int, follower: int, into: Path) -> Callable[[], None]:
    """Copies what appears on a terminal into a file; the value waits for its end."""
    os.close(follower)

    def copy() -> None:
        with into.open("ab") as file:
            try:
                while piece := os.read(leader, 4096):
                    file.write(piece)
            except OSError:  # what Linux answers when the other end is closed
                pass
        os.close(leader)

    pool = ThreadPoolExecutor(1)
    done = pool.submit(copy)
    return lambda: (done.result(30), pool.shutdown())[0]


def _half_written(place: Path) -> list[str]:
    """What no run may leave: hidden folders, unfinished files, a folder of a run without all that a run has."""
    left = [str(p.relative_to(place)) for p in place.rglob(".*") if not p.name.startswith(".nfs")]
    runs = [p.parent for p in place.rglob("record.json") if "cache" not in p.parts]
    for run in runs:
        if not (run / "report.html").is_file() or not (run / "scenario.toml").is_file():
            left.append(f"{run.relative_to(place)} incomplete")
        json.loads((run / "record.json").read_text(encoding="utf-8"))
    return left


def prepared(template: Path, command: str) -> None:
    """The cache of one finished short run: compiled programs and nothing else."""
    if (template / "compiled").is_dir():
        return
    environment = os.environ | {"AUTARKY_CACHE_DIR": str(template), "PYTHONPATH": str(ROOT / "src")}
    with tempfile.TemporaryDirectory() as place:
        _inputs(Path(place))
        short = [a if a != "20000" else "20" for a in COMMANDS["run"]]
        subprocess.run(
            [sys.executable, "-c", MAIN, *short, "--quiet"], cwd=place, env=environment, check=True
        )
    for kept in template.iterdir():
        if kept.name != "compiled":
            shutil.rmtree(kept)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", type=int, help="how many")
    parser.add_argument("--from", dest="first", type=float, default=0.2, help="earliest moment, seconds")
    parser.add_argument("--to", dest="last", type=float, default=14.0, help="latest moment, seconds")
    parser.add_argument("--parallel", type=int, default=2, help="runs at a time")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--command", choices=COMMANDS, default="run")
    parser.add_argument("--terminal", action="store_true", help="progress is drawn, on a terminal of its own")
    parser.add_argument(
        "--template", type=Path, help="cache folder with compiled programs (made where absent)"
    )
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    moments = [chance.uniform(asked.first, asked.last) for _ in range(asked.runs)]
    print(
        f"{asked.runs} interrupts of autarky {' '.join(COMMANDS[asked.command])}, seed {asked.seed}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as made:
        template = asked.template or Path(made) / "cache"
        prepared(template, asked.command)
        with ThreadPoolExecutor(asked.parallel) as pool:
            found = []
            for ended in pool.map(
                lambda m: interrupted(COMMANDS[asked.command], m, template, terminal=asked.terminal), moments
            ):
                found.append(ended)
                if ended.fault:
                    print(f"  after {ended.moment:.3f} s: {ended.fault}\n{ended.error[-2000:]}", flush=True)
    _table(found)
    sys.exit(any(e.fault for e in found))


def _table(found: list[Ended]) -> None:
    heard = [e for e in found if not e.early]
    print(f"\n{'moment':>12} {'runs':>5} {'worst delay':>12} {'faults':>7}")
    for second, _ in sorted(Counter(int(e.moment) for e in heard).items()):
        there = [e for e in heard if int(e.moment) == second]
        worst = max(e.delay for e in there)
        print(
            f"{second:>6}-{second + 1:<3} s {len(there):>5} {worst:>10.2f} s {sum(bool(e.fault) for e in there):>7}"
        )
    delays = sorted(e.delay for e in heard)
    if delays:
        middle = delays[len(delays) // 2]
        print(f"{len(heard)} interrupted, {len(found) - len(heard)} had ended before; ", end="")
        print(f"delay: median {middle:.2f} s, worst {delays[-1]:.2f} s; ", end="")
    print(f"{sum(bool(e.fault) for e in found)} with a fault")


if __name__ == "__main__":
    main()
