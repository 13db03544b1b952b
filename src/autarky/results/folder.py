"""The folder of a run: report, tables, full results, the scenario and the record; and back."""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from autarky.acts.registry import read_resolved
from autarky.acts.resolved import Resolved
from autarky.economy.result import Result
from autarky.errors import AutarkyError, InputError
from autarky.files.writing import replacing
from autarky.formatting import horizon_code, horizon_years
from autarky.results.store import read_result, save_result
from autarky.uncertainty.budget import Budget
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.store import read_draws, write_draws

RECORD, DRAWS = "record.json", "draws.parquet"


def write_run(
    folder: Path,
    results: list[Result],
    scenario_toml: str,
    resolved: Sequence[Resolved | Mapping[str, Any]],
    report: Callable[[], str],
    draws: Sequence[Draws] = (),
    budget: Budget | None = None,
) -> None:
    """Write everything about a run into `folder`, which exists and is empty; `record.json` comes last.

    `resolved`: the acts as resolved, typed; they go into the record. `report` makes the HTML. `draws`,
    one of each horizon, go into `draws.parquet`. A folder without `record.json` is an unfinished run, and `load_run`
    says so.
    """
    if not results:
        raise ValueError("a run has at least one result")
    from autarky.results.tables import write_tables

    folder, results = Path(folder), _with_acts(results, resolved)
    _write(folder / "scenario.toml", scenario_toml)
    (folder / "tables").mkdir(exist_ok=True)
    files = _files(results)
    with ThreadPoolExecutor(max_workers=2) as pool:
        # rendering charts and packing Parquet run outside of Python's lock, so the three overlap
        html = pool.submit(report)
        written = pool.submit(write_tables, folder / "tables", results)
        for name, result in zip(files, results, strict=True):
            with replacing(folder / name) as temporary:
                save_result(result, temporary)
        if draws:
            write_draws(folder / DRAWS, draws)
        written.result()
        _write(folder / "report.html", html.result())
    _write(folder / RECORD, _record(results, resolved, draws, budget))


def add_draws(
    folder: Path,
    results: list[Result],
    resolved: Sequence[Resolved | Mapping[str, Any]],
    report: Callable[[], str],
    draws: Sequence[Draws],
    budget: Budget | None = None,
) -> None:
    """Put draws, and the uncertainty budget, into the folder that `write_run` made of the same results: the report
    and the record are written anew, file by file, so that the folder is a whole run at any moment.

    Raises `AutarkyError` where the folder holds another run by now.
    """
    folder, results = Path(folder), _with_acts(results, resolved)
    try:
        found = (folder / RECORD).read_text(encoding="utf-8")
    except OSError:
        found = ""
    if found not in {_record(results, resolved, *more) for more in ((), (draws,), (draws, budget))}:
        raise AutarkyError(f"{folder} was changed while the draws were solved; they are not put there")
    html = report()
    if draws:
        write_draws(folder / DRAWS, draws)
    _write(folder / "report.html", html)
    _write(folder / RECORD, _record(results, resolved, draws, budget))


def _with_acts(results: list[Result], resolved: Sequence[Resolved | Mapping[str, Any]]) -> list[Result]:
    """Results that were solved without a scenario file get the acts into their records."""
    return [
        r
        if "acts" in r.record
        else replace(r, record=dict(r.record) | {"acts": [read_resolved(a).as_dict() for a in resolved]})
        for r in results
    ]


def _files(results: Sequence[Result]) -> list[str]:
    return [f"result-{code}.nc" for code in _codes(results)]


def _record(
    results: Sequence[Result],
    resolved: Sequence[Resolved | Mapping[str, Any]],
    draws: Sequence[Draws] = (),
    budget: Budget | None = None,
) -> str:
    record: dict[str, Any] = {
        "autarky_run": "1",
        "acts": [read_resolved(a).as_dict() for a in resolved],
        "results": [
            {"file": name, "record": r.record} for name, r in zip(_files(results), results, strict=True)
        ],
    }
    if draws:
        record["draws"] = {"count": len(draws[0].z), "file": DRAWS, "source": draws[0].source} | {
            "without_equilibrium": {f"{d.years:g}": len(d.reasons) for d in draws}
        }
    if budget is not None:
        record["budget"] = budget.as_plain()
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def load_run(folder: Path | str) -> list[Result]:
    """The results of a run, shortest horizon first as they were written. Raises `InputError` naming what
    is wrong.
    """
    folder = Path(folder)
    if not folder.is_dir():
        what = "is a file, not the folder of a run" if folder.exists() else "does not exist"
        raise InputError(f"{folder} {what}; name a folder that `autarky run` wrote")
    path = folder / RECORD
    if not path.is_file():
        partly = (folder / "scenario.toml").exists()
        what = "holds an unfinished run" if partly else "is not the folder of a run"
        raise InputError(f"{folder} {what} (it has no {RECORD}); name a folder that `autarky run` wrote")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        files = [str(entry["file"]) for entry in record["results"]]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise InputError(f"{path} is damaged ({e}); run the scenario again") from e
    if not files or any(Path(name).name != name for name in files):
        raise InputError(f"{path} is damaged (it names no results in its folder); run the scenario again")
    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        raise InputError(f"{folder} lacks {', '.join(missing)}, which {RECORD} names; run the scenario again")
    return [read_result(folder / name) for name in files]


def load_draws(folder: Path | str) -> list[Draws]:
    """The draws of a run, by horizon; none where it has none. Raises `InputError` where they are damaged."""
    try:
        about = json.loads((Path(folder) / RECORD).read_text(encoding="utf-8")).get("draws")
    except (OSError, ValueError, AttributeError):
        return []
    if not isinstance(about, dict) or not isinstance(about.get("source"), dict):
        return []
    return read_draws(Path(folder) / DRAWS, about["source"])


def _codes(results: Sequence[Result]) -> list[str]:
    """A file name for each result; results of the same horizon are numbered."""
    codes = [horizon_code(r) for r in results]
    if len(set(codes)) == len(codes):
        return codes
    years = [horizon_years(r) for r in results]
    return [
        c if y is not None and codes.count(c) == 1 else f"{c}-{j + 1}"
        for j, (c, y) in enumerate(zip(codes, years, strict=True))
    ]


def _write(path: Path, text: str) -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
