"""`autarky data`: what there is, getting it, looking into it, comparing sources."""

import json
from pathlib import Path
from typing import Annotated

import typer

from autarky.cli.guard import guarded

data = typer.Typer(no_args_is_help=True, help="Fetch data, query them, compare sources.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SourceName = Annotated[
    str, typer.Argument(metavar="SOURCE", help="A source (autarky data list).", show_default=False)
]
Years = Annotated[
    list[str] | None,
    typer.Option(
        "--year", metavar="YEAR", help="Year or range (2015-2019); may be repeated.", show_default=False
    ),
]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", metavar="KEY", help="Part of the source, as info lists them.", show_default=False),
]
Onlys = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="COLUMN=A,B",
        help="Keep these rows while reading, for example product=3104,270900.",
        show_default=False,
    ),
]


@data.command("list")
@guarded
def list_(as_json: AsJson = False) -> None:
    """List the sources: what, years, licence, whether a key is needed, whether it is here."""
    from autarky.cli.console import show
    from autarky.cli.data_tables import source_facts, sources_table
    from autarky.sources.registry import sources

    if as_json:
        facts = [source_facts(s) for s in sources().values()]
        typer.echo(json.dumps(facts, indent=1, ensure_ascii=False))
    else:
        show(sources_table(list(sources().values())))


@data.command()
@guarded
def info(source: SourceName, as_json: AsJson = False) -> None:
    """Describe a source: coverage, definitions, columns with units, licence, citation, what is here."""
    from autarky.cli.console import show
    from autarky.cli.data_tables import source_facts, source_page
    from autarky.sources.registry import find_source

    found = find_source(source)
    if as_json:
        typer.echo(json.dumps(source_facts(found, full=True), indent=1, ensure_ascii=False))
    else:
        show(source_page(found))


@data.command()
@guarded
def get(
    source: SourceName,
    year: Years = None,
    key: Keys = None,
    edition: Annotated[str, typer.Option("--edition", help="Edition, where a source has several.")] = "",
    only: Onlys = None,
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Read a file fetched by hand.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Fetch and read again what is here.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress; errors only.")] = False,
) -> None:
    """Fetch a source and make its tidy table. A download that breaks off goes on where it stopped."""
    from autarky.cli.data_tables import bar
    from autarky.sources.get import choose_for, made_path, make, query
    from autarky.sources.registry import find_source

    found = find_source(source)
    wanted = _only(only)
    pieces = query(found, _years(year), wanted) or choose_for(
        found, years=_years(year), keys=key or (), edition=edition, file=from_
    )
    for piece in pieces:
        with bar(quiet=quiet) as progress:
            record = make(found, piece, only=wanted, file=from_, force=force, progress=progress)
        if not quiet:
            path = made_path(found, piece, wanted)
            typer.echo(
                f"{source} {piece.key}: {record.rows:,} rows, {path.stat().st_size / 1e6:,.1f} MB: {path}"
            )
            for note in record.notes:
                typer.echo(f"note: {note}", err=True)


def _years(given: list[str] | None) -> tuple[int, ...]:
    from autarky.errors import InputError

    years: list[int] = []
    for text in given or ():
        first, _, last = text.partition("-")
        if (
            not (first.isdigit() and (last or first).isdigit())
            or not 1000 <= int(first) <= int(last or first) <= 9999
        ):
            raise InputError(f"--year {text!r}: expected a year such as 2021, or a range such as 2015-2019")
        years += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(years))


def _only(given: list[str] | None) -> dict[str, tuple[str, ...]]:
    from autarky.errors import InputError

    wanted: dict[str, tuple[str, ...]] = {}
    for text in given or ():
        column, equals, values = text.partition("=")
        parts = tuple(v.strip() for v in values.split(",") if v.strip())
        if not equals or not parts:
            raise InputError(f"--only {text!r}: expected COLUMN=VALUE or COLUMN=A,B")
        wanted[column.strip()] = (*wanted.get(column.strip(), ()), *parts)
    return wanted


@data.command()
@guarded
def verify(
    source: Annotated[
        str | None,
        typer.Argument(metavar="[SOURCE]", help="A source (default: all that are here).", show_default=False),
    ] = None,
) -> None:
    """Check what is here: raw files against their recorded or pinned hash, tables against their record."""
    from autarky.cli.console import show
    from autarky.cli.data_tables import verified_table
    from autarky.errors import AutarkyError
    from autarky.sources.inventory import verify as check

    found = check(_name(source))
    show(verified_table(found))
    bad = [f for f in found if f.verdict == "changed"]
    if bad:
        raise AutarkyError(
            f"{len(bad)} of {len(found)} files are not what was fetched; autarky data get {bad[0].source}"
            f" --key {bad[0].key} --force fetches again"
        )


@data.command()
@guarded
def path(
    source: Annotated[
        str | None, typer.Argument(metavar="[SOURCE]", help="A source.", show_default=False)
    ] = None,
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="Part of the source.")] = "",
) -> None:
    """Print where data lie: the folder, that of a source, or one table."""
    from autarky.errors import InputError
    from autarky.sources.io.folder import data_folder, source_folder, tidy_path
    from autarky.sources.registry import find_source

    if source is None:
        typer.echo(str(data_folder()))
        return
    name = find_source(source).about.name
    if not key:
        typer.echo(str(source_folder(name)))
        return
    found = tidy_path(name, key)
    if not found.exists():
        raise InputError(f"{name} {key} is not here: autarky data get {name} --key {key}")
    typer.echo(str(found))


@data.command()
@guarded
def rm(
    source: SourceName,
    key: Keys = None,
    raw: Annotated[bool, typer.Option("--raw", help="Remove raw files only; keep the tables.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove what is here of a source."""
    from autarky.sources.inventory import kept_files, remove

    files = kept_files(_name(source) or source, key or (), raw_only=raw)
    if not files:
        typer.echo(f"nothing of {source} is here")
        return
    size = sum(f.stat().st_size for f in files) / 1e6
    if not yes and not typer.confirm(f"Remove {len(files)} files ({size:,.1f} MB) of {source}?"):
        typer.echo("nothing removed")
        return
    remove(files)
    typer.echo(f"removed {len(files)} files, {size:,.1f} MB")


@data.command()
@guarded
def sql(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="SQL; each source is a table.", show_default=False)
    ],
    as_json: AsJson = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="Rows shown in a table.")] = 50,
) -> None:
    """Ask the tables that are here, with DuckDB: SELECT ... FROM baci WHERE ... (baci-x is "baci-x")."""
    from autarky.cli.console import show
    from autarky.cli.data_tables import rows_table
    from autarky.sources.sql import ask

    found = ask(query)
    if as_json:
        typer.echo(json.dumps(found.to_pylist(), indent=1, ensure_ascii=False, default=str))
    elif csv:
        import sys

        import pyarrow.csv as pc

        pc.write_csv(found, sys.stdout.buffer)
    else:
        show(rows_table(found, limit))


@data.command()
@guarded
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="An economy.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="A partner.", show_default=False)],
    year: Years = None,
    world: Annotated[
        list[str] | None,
        typer.Option("--world", help="Worlds to include (default: the embedded one); may be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Every figure on the trade of two economies side by side: source, year, definition, who reports."""
    from dataclasses import asdict

    from autarky.cli.console import show
    from autarky.cli.data_tables import figures_table
    from autarky.sources.compare import compare as put_together
    from autarky.worlds import load_world

    worlds = [load_world(name) for name in world or ["icio-2022"]]
    found = put_together(a, b, years=_years(year), worlds=worlds)
    if as_json:
        typer.echo(json.dumps([asdict(f) for f in found.figures], indent=1, ensure_ascii=False))
    else:
        show(figures_table(found))


def _name(given: str | None) -> str | None:
    from autarky.sources.registry import find_source

    return None if given is None else find_source(given).about.name
