"""The files of an EXIOBASE 3 table, read one by one into the arrays of an inter-country table, without copies."""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from autarky.errors import InputError, did_you_mean
from autarky.sources.io.archive import members, open_member
from autarky.sources.io.tidy import Notes
from autarky.sources.mrio.assemble import check, economies_of
from autarky.sources.mrio.csv_layout import Wide, read_wide
from autarky.sources.mrio.layout import Layout
from autarky.sources.mrio.source import check_year
from autarky.world.labels import fold
from autarky.world.tables.table import InterCountryTable

FACTORS = ("factor_inputs", "satellite")
TAXES = "taxes less subsidies on products purchased"
VALUE_ADDED = ("other net taxes on production", "compensation of employees", "operating surplus")
ROWS = 40  # of a satellite account: value added stands on top


def read_parts(
    path: Path, layout: Layout, year: int, notes: Notes, industry_names: Mapping[str, str]
) -> InterCountryTable:
    """The table in a zip or folder. Raises `InputError` naming member, line and column."""
    names = _names(path)
    check_year(path.name, year, path.name, *(n.split("/")[0] for n in names[:1]))
    if any("pxp" in text.casefold() for text in (path.name, *names[:1])):
        raise InputError(f"{path.name} is the product-by-product table (pxp); take IOT_{year}_ixi.zip")
    _note_version(path, names, notes)
    coefficients = not _has(names, "Z.txt")
    flows, where = _read(path, names, "A.txt" if coefficients else "Z.txt")
    sellers = [(a, b) for a, b in flows.labels]
    buyers = list(zip(*flows.header, strict=True))
    economies, industries = _axes(sellers, layout, where)
    expected = [(e, i) for e in economies for i in industries]
    _same(sellers, expected, where, "row")
    _same(buyers, expected, where, "column")
    N, J = len(economies), len(industries)
    labels = economies_of(economies, layout, path.name)
    demand, where = _read(path, names, "Y.txt")
    uses = list(dict.fromkeys(u for _, u in zip(*demand.header, strict=True)))
    unknown = [u for u in uses if u not in layout.uses]
    if unknown:
        raise InputError(f"{where}: {unknown[0]!r} is not a final use{did_you_mean(unknown[0], layout.uses)}")
    _same([(a, b) for a, b in demand.labels], expected, where, "row")
    _same(list(zip(*demand.header, strict=True)), [(e, u) for e in economies for u in uses], where, "column")
    for wide in (flows, demand):
        _whole(wide, path.name)
    if coefficients or _has(names, "x.txt"):
        made, where = _read(path, names, "x.txt")
        _same([(a, b) for a, b in made.labels], expected, where, "row")
        _whole(made, path.name)
        output = made.values[:, -1]
    else:
        output = flows.values.sum(1) + demand.values.sum(1)
        notes.append("Output is the sum of sales: the file has no x.txt.")
    if coefficients:
        notes.append("Flows are coefficients (A.txt) times output (x.txt).")
        flows.values[:] *= output
    final = demand.values.reshape(N, J, N, len(uses))
    kept = [k for k, u in enumerate(uses) if layout.uses[u] != "X_TOTA" or np.any(final[..., k])]
    taxes, value_added = _factors(
        path, names, expected, [(e, uses[k]) for e in economies for k in kept], notes
    )
    intermediate = flows.values.reshape(N, J, N, J)
    if value_added is None:
        value_added = output - intermediate.sum((0, 1)).ravel() - taxes[: N * J]
        notes.append("Value added is output less inputs: the file has no factor inputs.")
    table = InterCountryTable(
        economies=tuple(labels[e] for e in economies),
        industries=layout.codes,
        final_uses=tuple(layout.uses[uses[k]] for k in kept),
        intermediate=intermediate,
        final=final if len(kept) == len(uses) else np.ascontiguousarray(final[..., kept]),
        taxes=np.concatenate([taxes[: N * J].reshape(N, J), taxes[N * J :].reshape(N, -1)], axis=1),
        value_added=value_added.reshape(N, J),
        output=output.reshape(N, J),
        year=year,
        unit=layout.unit,
        inventories=layout.inventories,
        industry_names=dict(industry_names),
        attrs={"name": path.name, "title": layout.edition},
    )
    check(table, path.name, layout, notes)
    return table


def _names(path: Path) -> list[str]:
    if path.is_dir():
        return sorted(
            p.relative_to(path).as_posix() for p in path.rglob("*") if p.suffix in (".txt", ".json")
        )
    return [m.name for m in members(path)]


def _note_version(path: Path, names: Sequence[str], notes: Notes) -> None:
    """What `metadata.json` says; all versions give their files the same names."""
    if not _has(names, "metadata.json"):
        return
    with _opened(path, names, "metadata.json") as stream:
        try:
            said = json.loads(stream.read(1 << 20))
        except ValueError:
            return
    if isinstance(said, dict) and said.get("version"):
        notes.append(f"The file says that it is version {said['version']} ({said.get('name') or 'no name'}).")


def _has(names: Sequence[str], member: str) -> bool:
    return any(f"/{n}".endswith(f"/{member}") for n in names)


@contextlib.contextmanager
def _opened(path: Path, names: Sequence[str], member: str) -> Iterator[BinaryIO]:
    found = [n for n in names if f"/{n}".endswith(f"/{member}")]
    if not found:
        raise InputError(f"{path.name}: no {member} in it; expected an EXIOBASE 3 table (IOT_..._ixi.zip)")
    name = min(found, key=lambda n: n.count("/"))
    with open_member(path / name) if path.is_dir() else open_member(path, name) as stream:
        yield stream


def _read(
    path: Path, names: Sequence[str], member: str, *, labels: int = 2, rows: int | None = None
) -> tuple[Wide, str]:
    """A member without the line that names the label columns."""
    where = f"{path.name}/{member}"
    with _opened(path, names, member) as stream:
        headers = 1 if member == "x.txt" else 2
        wide = read_wide(stream, where, labels=labels, headers=headers, separator="\t", rows=rows)
    if wide.labels[0][0] in ("region", "stressor") and np.isnan(wide.values[0]).all():
        wide = Wide(wide.header, wide.labels[1:], wide.values[1:], wide.lines[1:], wide.notes)
    return wide, where


def _axes(sellers: Sequence[tuple[str, str]], layout: Layout, where: str) -> tuple[list[str], list[str]]:
    """Economies and the industries as printed, in the order of the table."""
    known = {fold(name) for name in layout.industries}
    printed: dict[str, str] = {}
    for _, industry in sellers:
        if fold(industry) not in known:
            near = did_you_mean(industry, layout.industries)
            raise InputError(f"{where}: {industry!r} is not an industry of {layout.edition}{near}")
        printed.setdefault(fold(industry), industry)
    absent = [name for name in layout.industries if fold(name) not in printed]
    if absent:
        raise InputError(f"{where}: {absent[0]} is absent; the file is cut off or not {layout.edition}")
    return list(dict.fromkeys(e for e, _ in sellers)), [printed[fold(name)] for name in layout.industries]


def _same(
    found: Sequence[tuple[str, str]], expected: Sequence[tuple[str, str]], where: str, what: str
) -> None:
    for k, (a, b) in enumerate(zip(found, expected, strict=False)):
        if a != b:
            twice = " (it is there twice)" if a in found[:k] else ""
            raise InputError(
                f"{where}, {what} {k + 1}: {' '.join(a)}{twice}, expected {' '.join(b)}; fetch the file again"
            )
    if len(found) != len(expected):
        raise InputError(
            f"{where}: {len(found)} {what}s, expected {len(expected)}; the file is cut off: fetch it again"
        )


def _whole(wide: Wide, file: str) -> None:
    if not np.isfinite(wide.values).all():
        r, c = (int(k) for k in np.argwhere(~np.isfinite(wide.values))[0])
        column = " ".join(h[c] for h in wide.header)
        raise InputError(
            f"{file}, line {wide.lines[r]} ({' '.join(wide.labels[r])}), column {column}: the cell is blank or no"
            " number; a missing figure is not zero: fetch the file again"
        )


def _factors(
    path: Path,
    names: Sequence[str],
    industries: Sequence[tuple[str, str]],
    finals: Sequence[tuple[str, str]],
    notes: Notes,
) -> tuple[np.ndarray, np.ndarray | None]:
    """Taxes on products of industries and final uses, and value added of industries (None where there is none)."""
    taxes = np.zeros(len(industries) + len(finals))
    folder = next((f for f in FACTORS if _has(names, f"{f}/F.txt")), None)
    if folder is None:
        return taxes, None
    wide, where = _read(path, names, f"{folder}/F.txt", labels=1, rows=ROWS)
    _same(list(zip(*wide.header, strict=True)), industries, where, "column")
    rows = [label[0].casefold() for label in wide.labels]
    # a total beside its parts would count twice
    added = [k for k, r in enumerate(rows) if r.startswith(VALUE_ADDED) and not r.endswith(": total")]
    paid = [k for k, r in enumerate(rows) if r.startswith(TAXES)]
    if not added:
        raise InputError(f"{where}: no value added in the first {ROWS} rows; is it EXIOBASE 3?")
    taxes[: len(industries)] = wide.values[paid].sum(0)
    if _has(names, f"{folder}/F_Y.txt"):
        of_final, where = _read(path, names, f"{folder}/F_Y.txt", labels=1, rows=ROWS)
        at = {label: k for k, label in enumerate(zip(*of_final.header, strict=True))}
        lines = [k for k, label in enumerate(of_final.labels) if label[0].casefold().startswith(TAXES)]
        if all(f in at for f in finals):
            taxes[len(industries) :] = of_final.values[np.ix_(lines, [at[f] for f in finals])].sum(0)
    if not taxes[len(industries) :].any():
        notes.append("Taxes on products of final uses are not in the file: 0 stands for not known.")
    for values, what in ((taxes, "taxes"), (wide.values[added], "value added")):
        if not np.isfinite(values).all():
            raise InputError(f"{where}: blank cells in {what}; a missing figure is not zero: fetch it again")
    return taxes, wide.values[added].sum(0)
