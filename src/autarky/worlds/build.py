"""Building a world from its spec: table -> world -> tariffs -> regions and sectors -> products -> checks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autarky.errors import InputError
from autarky.files.fields import blame
from autarky.world.accounts import World
from autarky.world.groups import select_economies
from autarky.world.sectors import select_sectors
from autarky.world.tables.from_table import Treatment, world_of
from autarky.world.tables.table import InterCountryTable
from autarky.worlds.elasticities import merged_elasticities
from autarky.worlds.library import load_world
from autarky.worlds.model import Spec, Tariffs
from autarky.worlds.report import BuildReport

Step = Callable[[str], None]


def build(spec: Spec, step: Step = lambda text: None) -> tuple[World, BuildReport]:
    """The world of a spec and the report of what was done. Same spec and same data, same world.

    Raises `InputError` with the line of the spec where a label, a source or a year is unknown, the data are not
    there (saying which command gets them), or the accounts cannot be closed.
    """
    report = BuildReport()
    world = _base(spec, report, step)
    if spec.regions is not None or spec.sectors is not None:
        step("aggregating")
        world = _aggregated(spec, world, report)
    if spec.tariffs is not None:
        step("tariffs")
        world = _tariffs(spec, spec.tariffs, world, report)
    for k, zoom in enumerate(spec.zoom):
        step(f"product {k + 1} of {len(spec.zoom)}")
        world = _zoomed(spec, k, dict(zoom), world, report)
    world.data.attrs |= _attrs(spec, world, report)
    world.check()
    worst = max(float(np.abs(r).max()) for r in world.violations().values())
    report.steps.append(f"identities hold to {worst:.1e} of the largest entry")
    return world, report


def _base(spec: Spec, report: BuildReport, step: Step) -> World:
    if spec.world:
        given = spec.path(spec.world) if spec.world.endswith((".nc", ".npz")) else spec.world
        world = load_world(given)
        report.steps.append(
            f"world {world.name}: {len(world.economies)} economies, {len(world.sectors)} sectors, {world.year}"
        )
        if spec.panel:
            step(f"fitting the input structure to the trade of {spec.year}")
            return _of_year(spec, world, report)
        return World(world.data.copy())
    step("reading the table")
    table = _table(spec, report)
    sold = np.abs(table.residuals()["sales = output"])
    at = np.unravel_index(int(np.argmax(sold)), sold.shape)
    report.steps.append(
        f"{table.label}: {len(table.economies)} economies, {len(table.industries)} industries; as published,"
        f" sales miss output by at most {sold[at]:,.4g} {table.unit} ({table.cell('output', at)})"
    )
    step("closing the accounts")
    world, moved = world_of(table, _treatment(spec, table))
    report.moved += moved
    return world


def _of_year(spec: Spec, base: World, report: BuildReport) -> World:
    from autarky.worlds.panel import read_panel
    from autarky.worlds.past import SHOWN, jumps, world_of_year

    try:
        years = read_panel(spec.path(spec.panel), base)
        found = {s.year: s for s in years}
        if spec.year not in found:
            raise InputError(f"{spec.panel} has no {spec.year}; it covers {min(found)} to {max(found)}")
        world, moved = world_of_year(base, found[spec.year])
    except InputError as e:
        raise spec.blame("panel", str(e)) from None
    report.moved += moved
    report.steps.append(
        f"trade and tariffs of {spec.year} from {found[spec.year].source}, kept as they are; the input structure of"
        f" {base.year} fitted to them"
    )
    told = jumps(years, spec.year)
    report.remarks += [str(jump) for jump in told[:SHOWN]]
    if len(told) > SHOWN:
        report.remarks.append(f"{len(told) - SHOWN} smaller jumps are not listed")
    return world


def _table(spec: Spec, report: BuildReport) -> InterCountryTable:
    from autarky.sources.base import Source
    from autarky.sources.get import choose, made_path, make, piece_of_file
    from autarky.sources.mrio.tables import read_table
    from autarky.sources.registry import find_source

    try:
        source: Source = find_source(spec.source)
        file = spec.path(spec.file) if spec.file else None
        if spec.year is None and file is not None:
            piece = piece_of_file(source, file)
            if piece is None:
                raise InputError(f"{file.name} does not tell its year: add year = 2022 or whichever it is")
        else:
            piece = choose(source, years=[spec.year] if spec.year else [], edition=spec.edition)[0]
        path = made_path(source, piece, {})
        if file is not None:
            make(source, piece, file=file)
        elif not path.exists():
            raise InputError(
                f"{spec.source} {piece.key} is not here: autarky data get {spec.source} --key {piece.key}"
                " (or --from FILE for one fetched by hand)"
            )
    except InputError as e:
        raise spec.blame("source", str(e)) from None
    return read_table(
        path,
        inventories=getattr(source, "inventories", ()),
        industry_names=getattr(source, "industry_names", {}),
    )


def _treatment(spec: Spec, table: InterCountryTable) -> Treatment:
    if not spec.hold:
        return Treatment(spec.inventories, spec.closing)
    N, J = len(table.economies), len(table.industries)
    labels = World.from_arrays(  # only its labels are used, to resolve groups
        economies=table.economies,
        sectors=table.industries,
        trade=np.zeros((N, J, N)),
        inputs=np.zeros((J, N, J)),
        final=np.zeros((J, N)),
        attrs={"year": table.year, "name": table.attrs.get("name", "?")},
        check=False,
    )
    fixed, weights = np.zeros((N, J, N), dtype=bool), np.ones((N, J, N))
    for k, hold in enumerate(spec.hold):
        try:
            with blame("hold", k):
                i = [table.economies.index(c) for c in select_economies(hold.origin, labels).labels]
                n = [table.economies.index(c) for c in select_economies(hold.destination, labels).labels]
                s = [table.industries.index(c) for c in select_sectors(hold.sectors, labels).labels]
        except InputError as e:
            raise _explained(spec, e) from None
        cells = np.ix_(i, s, n)
        if hold.weight is None:
            fixed[cells] = True
        else:
            weights[cells] = hold.weight
    return Treatment(spec.inventories, spec.closing, fixed, weights)


def _explained(spec: Spec, error: InputError) -> InputError:
    from autarky.files.fields import FieldError

    return spec.origin.explain(error) if isinstance(error, FieldError) else error


def _aggregated(spec: Spec, world: World, report: BuildReport) -> World:
    try:
        with blame("regions" if spec.regions is not None else "sectors"):
            new = world.aggregate(spec.regions, spec.sectors, rest=spec.rest)
    except InputError as e:
        raise _explained(spec, e) from None
    report.steps.append(
        f"aggregated from {len(world.economies)} x {len(world.sectors)} to"
        f" {len(new.economies)} x {len(new.sectors)}; sums and revenues are kept exactly"
    )
    for row in merged_elasticities(world, new):
        report.remarks.append(str(row))
    return new


def _tariffs(spec: Spec, given: Tariffs, world: World, report: BuildReport) -> World:
    from autarky.worlds.rates import tariff_rates
    from autarky.worlds.tariffs import with_tariffs

    try:
        rates, where = tariff_rates(spec, given, world)
        new, notes = with_tariffs(world, rates)
    except InputError as e:
        raise spec.blame("tariffs", str(e)) from None
    if notes.absent and given.absent == "refuse":
        pairs = "; ".join(f"{pair} ({value:,.0f} {world.unit})" for pair, value in notes.absent)
        raise spec.blame(
            "tariffs",
            f"{where} has no rate for {1 - notes.covered:.1%} of imports, most for {pairs}. Missing is not free"
            ' of duty: give rates, or say absent = "zero"',
        )
    report.steps.append(
        f"tariffs of {where}: {notes.covered:.1%} of imports have a rate, revenue {notes.revenue:,.0f}"
        f" {world.unit}; carved out of value added and final demand at unchanged output"
    )
    if notes.absent:
        report.remarks.append(
            f"{1 - notes.covered:.1%} of imports have no rate and were taken as free of duty, as asked"
        )
    new.data["tariff"].attrs["status"] = (
        f"reported ({where}); {1 - notes.covered:.1%} of imports absent, set to 0"
    )
    return new


def _zoomed(spec: Spec, k: int, given: dict[str, Any], world: World, report: BuildReport) -> World:
    from autarky.world.zoom.zoom import zoom
    from autarky.worlds.zoom import read_zoom

    try:
        with blame("zoom", k):
            new, told = zoom(world, read_zoom(given, lambda text: _located(spec, text)))
    except InputError as e:
        raise _explained(spec, e) from None
    report.steps.append(str(told))
    report.zooms.append({"product": given.get("product"), "rows": told.rows()})
    return new


def _located(spec: Spec, text: str) -> Path:
    """A file of the spec's author, or ``SOURCE:KEY``: the tidy table of a source that is here."""
    from autarky.sources.get import choose, made_path
    from autarky.sources.registry import find_source

    name, colon, key = text.partition(":")
    if not colon or len(name) == 1 or "/" in name:  # C:\\data.csv is a path
        return spec.path(text)
    source = find_source(name)
    path = made_path(source, choose(source, keys=[key] if key else ())[0], {})
    if not path.exists():
        raise InputError(f"{text} is not here: autarky data get {name}{f' --key {key}' if key else ''}")
    return path


def _attrs(spec: Spec, world: World, report: BuildReport) -> dict[str, Any]:
    told = spec.model_dump(mode="json", exclude_defaults=True)
    estimated = "; ".join(f"{m.what}: {m.share:.2%} of the total" for m in report.moved if m.amount > 0)
    before = str(world.data.attrs.get("estimated", ""))
    return {
        "name": spec.name,
        "title": spec.title or str(world.data.attrs.get("title", spec.name)),
        "spec": json.dumps(told, sort_keys=True, ensure_ascii=False),
        "estimated": " ".join(x for x in (before, estimated) if x),
    }


def save_built(world: World, report: BuildReport, spec: Spec, out: Path) -> tuple[Path, Path]:
    """Write the world and, beside it, its report (`NAME.build.json`); both whole or not at all."""
    from autarky.files.writing import replacing

    path = world.save(out)
    beside = out.with_suffix(".build.json")
    facts = {
        "world": spec.name,
        "fingerprint": world.fingerprint,
        "spec": json.loads(world.data.attrs["spec"]),
    }
    with replacing(beside) as temporary:
        text = json.dumps(facts | report.as_dict(), indent=1, ensure_ascii=False)
        temporary.write_text(text + "\n", encoding="utf-8")
    return path, beside
