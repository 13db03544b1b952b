"""`autarky case`: many scenarios told in one report; parts that did not change are not solved again."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autarky.cli.ending import INTERRUPTED
from autarky.cli.guard import guarded
from autarky.cli.study_options import JsonOption
from autarky.uncertainty import SEED

if TYPE_CHECKING:
    from autarky.case.outcome import PartOutcome
    from autarky.case.run import Tell
    from autarky.case.tasks import Work

DRAWS = 40  # for each part: the ends of a range then stand on two draws each, and a case takes minutes
MARK = "case.json"


@guarded
def case(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Case file (TOML).", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder for the results (default: runs/NAME).", show_default=False
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, max=100_000, help="Draws for each part, for ranges; 0: none.")
    ] = DRAWS,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws.")] = SEED,
    resume: Annotated[
        bool,
        typer.Option("--resume/--no-resume", help="Keep the parts that DIR holds and that did not change."),
    ] = True,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress; errors only.")] = False,
) -> None:
    """Run every part of a case and combine them into one report: answers, ranges, what is robust and what is not."""
    from autarky.case.spec import Case
    from autarky.case.tasks import prepare

    read = Case.from_file(file)
    target = Path("runs") / file.stem if out is None else out
    _check(target)
    work = prepare(read, draws, seed)
    target.mkdir(parents=True, exist_ok=True)
    _write(target / MARK, json.dumps({"autarky_case": "1", "title": read.title}) + "\n")
    silent = quiet or as_json
    outcomes: list[PartOutcome] = []
    for k in range(len(work.parts)):
        try:
            outcomes.append(_part(work, k, target, resume, silent))
        except KeyboardInterrupt:
            typer.echo(
                f"autarky: interrupted at part {k + 1} of {len(work.parts)}; {target} holds the parts before it. "
                "The same command goes on where it stopped.",
                err=True,
            )
            raise typer.Exit(INTERRUPTED) from None
    from autarky.case.page import page

    record = {
        "autarky_case": "1",
        "title": read.title,
        "draws": draws,
        "seed": seed,
        "parts": work.record(outcomes),
    }
    _write(target / "report.html", page(read, outcomes, work.names))
    _write(target / MARK, json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    if as_json:
        typer.echo(json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False))
    elif not quiet:
        typer.echo(f"Report: {target / 'report.html'}")


def _part(work: "Work", k: int, target: Path, resume: bool, silent: bool) -> "PartOutcome":
    from autarky.case.outcome import PartOutcome
    from autarky.cli.console import progress
    from autarky.errors import AutarkyError

    task = work.tasks[k]
    if task is None:
        return PartOutcome()
    head = f"{k + 1} of {len(work.parts)}: {task.name}"
    began = time.monotonic()
    try:
        with progress(head, quiet=silent) as step:
            outcome, again = _solved(work, k, target, resume, lambda text: step(f"{head}: {text}"))
    except AutarkyError as e:
        outcome, again = PartOutcome(reason=str(e)), True
    if not silent:
        took = f"{time.monotonic() - began:.0f} s" if again else "kept"
        typer.echo(f"{head}: {f'no answer: {outcome.reason}' if outcome.reason else took}", err=True)
    return outcome


def _solved(work: "Work", k: int, target: Path, resume: bool, tell: "Tell") -> "tuple[PartOutcome, bool]":
    """The outcome of a part, and whether it was solved now."""
    from autarky.case.outcome import keep, kept

    task = work.tasks[k]
    assert task is not None
    key = task.key()
    record, folder = target / "parts" / f"{task.name}.json", target / "parts" / task.name
    if resume and (folder / "report.html").is_file() and (found := kept(record, key)) is not None:
        return found, False
    record.unlink(missing_ok=True)
    solved = task.solve(tell)
    tell("writing its report")
    solved.write(folder)
    keep(record, key, solved.outcome)
    return solved.outcome, True


def _check(target: Path) -> None:
    """Raise `InputError` unless a case may be written to `target`: nothing there, an empty folder, or a case."""
    from autarky.errors import InputError

    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError(f"--out {target} exists and is no folder; name another place")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise InputError(f"--out {target} holds something other than a case; name another folder")


def _write(path: Path, text: str) -> None:
    from autarky.files.writing import replacing

    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
