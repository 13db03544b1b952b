"""Write the pages of docs/reference in `PAGES` and the acts' stub from the code; a test says when they are out of date.

Run with: python tools/generate_reference.py
"""

from inspect import cleandoc
from pathlib import Path
from typing import Any

from typer.main import get_command

from autarky.acts.describe import act_fields, example_toml
from autarky.acts.registry import ACTS
from autarky.cli.app import app
from autarky.scenario.elasticities import Elasticities
from autarky.scenario.model import Scenario
from python_reference import python_page

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
STUB = Path(__file__).parents[1] / "src" / "autarky" / "acts" / "__init__.pyi"
HEADER = "<!-- Written by tools/generate_reference.py; do not edit. -->\n\n"


def table(columns: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in line) + " |" for line in lines) + "\n"


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def acts_page() -> str:
    """All acts with their fields."""
    parts = [
        HEADER,
        "# Acts\n\n",
        "What states can do to ties. An act is an `[[acts]]` table of a scenario file, or a class of"
        " `autarky.acts` in Python. Acts apply in order; two that contradict are refused.\n\n",
        table(["Act", "What it does"], [[f"[{n}](#{n})", a.summary] for n, a in ACTS.items()]),
    ]
    for name, act in ACTS.items():
        rows = [[code(f.name), f.unit, code(f.default), f.meaning, code(f.examples)] for f in act_fields(act)]
        parts += [
            f"\n## {name}\n\n{cleandoc(act.__doc__ or '').replace('``', '`')}\n\n",
            table(["Field", "Unit", "Default", "Meaning", "Examples"], rows),
            f"\n```toml\n{example_toml(act)}\n```\n",
        ]
    return "".join(parts)


def _parameters(command: Any) -> tuple[list[list[str]], str]:
    rows, usage = [], ""
    for p in command.params:
        if p.param_type_name == "argument":
            shown = p.metavar or p.name.upper()
            usage += f" {shown}"
            rows.append(
                [code(shown.strip("[]")), p.help or "", code("" if p.default is None else str(p.default))]
            )
        elif p.name != "help":
            shown = ", ".join(p.opts) + ("" if p.is_flag else f" {p.metavar or p.name.upper()}")
            rows.append([code(shown), p.help or "", ""])
    return rows, usage + (" [OPTIONS]" if any(r[0].startswith("`-") for r in rows) else "")


def _commands(group: Any, prefix: str = "") -> list[tuple[str, Any]]:
    """Every command with its full name, groups opened."""
    found: list[tuple[str, Any]] = []
    for name, command in group.commands.items():
        inside = getattr(command, "commands", None)
        found += [(prefix + name, command)] if inside is None else _commands(command, f"{prefix}{name} ")
    return found


def sources_page() -> str:
    """All sources of data: what a figure means, licence, columns."""
    from autarky.sources.get import in_short
    from autarky.sources.registry import BUILT_IN, find_source

    parts = [
        HEADER,
        "# Sources of data\n\n`autarky data get SOURCE` fetches one and makes tidy Parquet tables of it, each"
        " with its record: address, hash, licence, unit, years, what the reader saw. Addresses are in"
        " `src/autarky/sources/addresses`, one table per source; `tools/check_addresses.py` tries them all.\n\n",
        table(
            ["Source", "What", "Group", "Licence"],
            [
                [
                    f"[{n}](#{n})",
                    find_source(n).about.title,
                    find_source(n).about.group,
                    find_source(n).about.licence,
                ]
                for n in BUILT_IN
            ],
        ),
    ]
    for name in BUILT_IN:
        source = find_source(name)
        about = source.about
        facts = {
            "Provider": about.provider, "Coverage": about.coverage, "Unit": about.unit, "Licence": about.licence,
            "Citation": about.citation, "Home": about.url, "Parts": in_short(source.pieces()),
            "Key": f"environment variable `{about.key}`" if about.key else "", "By hand": about.by_hand,
        }  # fmt: skip
        parts += [
            f"\n## {name}\n\n{about.title}. {about.definitions}\n\n",
            "".join(f"- {k}: {v}\n" for k, v in facts.items() if v),
            "\n",
            table(
                ["Column", "Kind", "Unit", "Meaning"],
                [[code(c.name), c.kind, c.unit, c.meaning] for c in source.columns],
            ),
        ]
    return "".join(parts)


def spec_page() -> str:
    """Fields of the spec of a world."""
    from autarky.worlds.model import EXAMPLE, Hold, Spec, Tariffs
    from autarky.worlds.zoom import ZoomSpec

    parts = [
        HEADER,
        "# Spec of a world\n\nWhat `autarky world build SPEC.toml` reads ([how-to](../how-to/build-a-world.md))."
        f"\n\n```toml\n{EXAMPLE}```\n",
    ]
    for title, model in (
        ("Fields", Spec),
        ("`[[hold]]`", Hold),
        ("`[tariffs]`", Tariffs),
        ("`[[zoom]]`", ZoomSpec),
    ):
        rows = []
        for name, info in model.model_fields.items():
            default = "" if info.is_required() else info.get_default(call_default_factory=True)
            shown = "" if default in (None, (), "", {}) else str(default)
            rows.append([code(name), code(shown), info.description or ""])
        parts.append(f"\n## {title}\n\n{table(['Field', 'Default', 'Meaning'], rows)}")
    return "".join(parts)


def cli_page() -> str:
    """All commands, and the fields of a scenario file."""
    parts = [
        HEADER,
        "# Command line\n\nExit codes: 0 done, 1 the solver failed, 2 the input is wrong (with file and"
        " line), 130 interrupted. A folder of results appears whole or not at all.\n",
    ]
    for name, command in _commands(get_command(app)):
        rows, usage = _parameters(command)
        parts.append(f"\n## autarky {name}{usage}\n\n{cleandoc(command.help or '')}\n")
        if rows:
            parts.append("\n" + table(["Parameter", "Meaning", "Default"], rows))
    for title, model, prefix in (
        ("Fields of a scenario file", Scenario, ""),
        ("Table `[elasticities]`", Elasticities, ""),
    ):
        rows = []
        for name, info in model.model_fields.items():
            default = info.get_default(call_default_factory=True)
            if isinstance(default, Elasticities):
                default = default.source
            shown = {(1.0,): "1y", (): "", None: ""}.get(default, default)
            rows.append([code(prefix + name), code(str(shown)), info.description or ""])
        parts.append(f"\n## {title}\n\n{table(['Field', 'Default', 'Meaning'], rows)}")
    return "".join(parts)


def guarantee_page() -> str:
    """Fields of a guarantee file."""
    from autarky.guarantee.file import GuaranteeFile
    from autarky.guarantee.tables import Guarantee, Threat

    parts = [
        HEADER,
        "# Guarantee file\n\nWhat `autarky guarantee FILE.toml` reads ([how-to](../how-to/security.md)).\n",
    ]
    for title, model in (("Fields", GuaranteeFile), ("`[guarantee]`", Guarantee), ("`[[threat]]`", Threat)):
        rows = []
        for name, info in model.model_fields.items():
            default = "required" if info.is_required() else info.get_default(call_default_factory=True)
            default = default.source if isinstance(default, Elasticities) else default
            extra = info.json_schema_extra
            unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
            shown = "" if default in (None, (), "") else str(default)
            rows.append([code(name), unit, code(shown), info.description or ""])
        parts.append(f"\n## {title}\n\n{table(['Field', 'Unit', 'Default', 'Meaning'], rows)}")
    return "".join(parts)


def measures_page() -> str:
    """The page as it stands, with its table of measures written anew."""
    from autarky.measures.registry import MEASURES

    text = (Path(__file__).parents[1] / "docs" / "reference" / "measures.md").read_text("utf-8")
    columns = ["Measure", "Python", "What it says", "Formula", "Reference", "Unit", "Needs"]
    rows = [
        [code(m.name), code(m.python), m.summary, m.formula, m.reference, m.unit, m.needs]
        for m in MEASURES.values()
    ]
    before, rest = text.split("| Measure | Python |", 1)
    after = rest.split("\n\n", 1)[1]
    return f"{before}{table(columns, rows)}\n{after}"


PAGES = {
    "acts.md": acts_page, "cli.md": cli_page, "sources.md": sources_page, "world-spec.md": spec_page,
    "guarantee-file.md": guarantee_page, "measures.md": measures_page, "python.md": lambda: python_page(HEADER),
}  # fmt: skip


def acts_stub() -> str:
    """`acts/__init__.pyi`: what editors and type checkers know of the package, with every act of the registry."""
    from autarky.acts.registry import CLASSES

    lines = [f"from .{m} import {n} as {n}" for m, n in (entry.split(":") for entry in CLASSES)]
    lines += [f"from .base import {n} as {n}" for n in ("Act", "Context")]
    lines += [f"from .registry import {n} as {n}" for n in ("ACTS", "make_act")]
    return "\n".join(sorted(lines)) + "\n"


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    STUB.write_text(acts_stub(), encoding="utf-8")


if __name__ == "__main__":
    main()
