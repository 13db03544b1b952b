"""Write docs/reference/{acts,cli}.md from the code; a test says when they are out of date.

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

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
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


def cli_page() -> str:
    """All commands, and the fields of a scenario file."""
    parts = [
        HEADER,
        "# Command line\n\nExit codes: 0 done, 1 the solver failed, 2 the input is wrong (with file and"
        " line), 130 interrupted. A folder of results appears whole or not at all.\n",
    ]
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
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


PAGES = {"acts.md": acts_page, "cli.md": cli_page}


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
