"""`autarky world`: look at a world, build one, compare two, check one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from autarky.cli.guard import guarded

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autarky.world.accounts import World
    from autarky.world.checks import Checks
    from autarky.world.diff import WorldDiff
    from autarky.worlds.report import BuildReport


class _ShowByDefault(TyperGroup):
    """`autarky world NAME` is `autarky world show NAME`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        first = next((a for a in args if not a.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = ["show", *args]
        return list(super().parse_args(ctx, args))


world = typer.Typer(
    cls=_ShowByDefault,
    no_args_is_help=True,
    help="Describe a world; build one of your own, compare two, check one.",
    epilog="autarky world NAME is short for autarky world show NAME",
)

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="Name of a world, or path of a world file (.nc, .npz).", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@world.command()
@guarded
def show(name: Name, as_json: AsJson = False) -> None:
    """Describe a world: economies, sectors, source, what is estimated, licence, citation, identities."""
    from autarky.cli.console import show as put
    from autarky.cli.describe import describe_world, world_facts
    from autarky.worlds import load_world

    found = load_world(name)
    if as_json:
        typer.echo(json.dumps(world_facts(found), indent=1, ensure_ascii=False))
    else:
        put(describe_world(found))


@world.command()
@guarded
def build(
    spec: Annotated[
        Path | None, typer.Argument(metavar="SPEC", help="Spec of the world (TOML).", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="World file to write (default: NAME.nc).", show_default=False
        ),
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="Print a spec to start from.")] = False,
    as_json: AsJson = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no report; errors only.")
    ] = False,
) -> None:
    """Build a calibrated world from a spec: source, year, regions, sectors, tariffs, products."""
    from autarky.cli.console import progress
    from autarky.cli.console import show as put
    from autarky.errors import InputError
    from autarky.worlds.build import build as make
    from autarky.worlds.build import save_built
    from autarky.worlds.model import EXAMPLE, Spec

    if example:
        typer.echo(EXAMPLE, nl=False)
        return
    if spec is None:
        raise InputError("name a spec file; autarky world build --example prints one to start from")
    asked = Spec.from_file(spec)
    target = out or Path(f"{asked.name}.nc")
    if target.suffix != ".nc":
        raise InputError(f"a world is saved as a .nc file, not {target.name!r}")
    if not target.parent.is_dir():
        raise InputError(f"cannot save {target}: the folder {target.parent} does not exist")
    with progress("building", quiet=quiet or as_json) as step:
        made, report = make(asked, step)
        step("writing")
        path, beside = save_built(made, report, asked, target)
    if as_json:
        facts = {"file": str(path), "report": str(beside), "fingerprint": made.fingerprint} | report.as_dict()
        typer.echo(json.dumps(facts, indent=1, ensure_ascii=False))
    elif not quiet:
        put(_built(made, report, path, beside))


def _built(made: "World", report: "BuildReport", path: Path, beside: Path) -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts: list[Any] = [Text(f"{made.name}: {made.data.attrs.get('title', '')}", style="bold")]
    parts += [Text(f"- {line}") for line in report.steps]
    if report.moved:
        table = Table(show_edge=False, pad_edge=False, title_justify="left")
        table.add_column("What moved", overflow="fold")
        table.add_column(made.unit, justify="right")
        table.add_column("Share", justify="right")
        table.add_column("Most", overflow="fold")
        for m in report.moved:
            worst = "; ".join(f"{label} {a:,.0f} → {b:,.0f}" for label, a, b in m.worst[:1])
            table.add_row(Text(m.what), f"{m.amount:,.0f}", f"{m.share:.2%}", Text(worst))
        parts += [Text(""), table]
    if report.remarks:
        parts += [Text(""), *[Text(f"note: {r}") for r in report.remarks[:8]]]
        if len(report.remarks) > 8:
            parts.append(Text(f"... and {len(report.remarks) - 8} more in {beside}"))
    parts += [Text(""), Text(f"World: {path} ({made.fingerprint})"), Text(f"Report: {beside}")]
    return Group(*parts)


@world.command()
@guarded
def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="A world: name or file.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Compare two worlds: labels, facts, and the cells that differ most."""
    from dataclasses import asdict

    from autarky.cli.console import show as put
    from autarky.world.diff import diff as compare
    from autarky.worlds import load_world

    found = compare(load_world(a), load_world(b))
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=1, ensure_ascii=False))
    else:
        put(_differences(found))


def _differences(found: "WorldDiff") -> "RenderableType":
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    one, other = found.names
    if found.same:
        return Text(f"{one} and {other}: same labels, same figures")
    parts: list[Any] = [Text(f"A {one}, B {other}", style="bold")]
    for key, (x, y) in found.facts.items():
        parts.append(Text(f"{key}: {x or '-'} | {y or '-'}"))
    for what in ("economies", "sectors"):
        for which, labels in (("A", found.only_a[what]), ("B", found.only_b[what])):
            if labels:
                shown = ", ".join(labels[:12]) + (f" and {len(labels) - 12} more" if len(labels) > 12 else "")
                parts.append(Text(f"{what} only in {which}: {shown}"))
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("Variable")
    for column in ("A", "B", "Differs"):
        table.add_column(column, justify="right")
    table.add_column("Most", overflow="fold")
    for v in sorted(found.variables, key=lambda v: -v.share):
        rate = v.variable in ("tariff", "export_tax")
        worst = "; ".join(f"{label} {x:,.4g} | {y:,.4g}" for label, x, y in v.worst[:2])
        differs = f"up to {v.difference:.2%}" if rate else f"{v.share:.2%}"
        totals = ("", "") if rate else (f"{v.total_a:,.0f}", f"{v.total_b:,.0f}")
        table.add_row(v.variable, *totals, differs if v.difference else "same", Text(worst))
    if not found.variables:
        return Group(*parts, Text("no economy and sector in common"))
    return Group(*parts, Text(""), table)


@world.command()
@guarded
def check(name: Name, as_json: AsJson = False) -> None:
    """Check a world: identities, signs, gaps; names the worst cells. Exit code 2 where one is violated."""
    from dataclasses import asdict

    from autarky.cli.console import show as put
    from autarky.errors import WorldError
    from autarky.world.checks import check_world
    from autarky.worlds.library import load_world

    path = Path(name)
    found = check_world(read_unchecked(path) if path.suffix == ".nc" else load_world(name))
    if as_json:
        typer.echo(json.dumps({"world": name} | asdict(found), indent=1, ensure_ascii=False))
    else:
        put(_checked(found))
    if found.failed:
        raise WorldError(f"{name}: {found.failed} of {len(found.checks)} checks failed")


def read_unchecked(path: Path) -> "World":
    """A world file whose accounts may not hold."""
    from autarky.world.reading import read_world

    return read_world(path, check=False)


def _checked(found: "Checks") -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for column in ("Check", "", "Worst"):
        table.add_column(column, overflow="fold")
    style = {"ok": "green", "note": "yellow", "fails": "red"}
    for c in found.checks:
        table.add_row(
            Text(c.what), Text(c.verdict, style=style[c.verdict]), Text("; ".join(c.worst) or c.detail)
        )
    return table
