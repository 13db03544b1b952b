"""The Python reference: signatures and docstrings of what the packages offer, read from the source."""

import inspect
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import griffe

SOURCE = Path(__file__).parents[1] / "src"
# packages whose names the reference lists, with what they are for
PACKAGES = {
    "autarky": "What a notebook needs. `import autarky` alone costs nothing: each name is imported on first use.",
    "autarky.measures": "Measures of dependence; [their page](measures.md) has the formulas side by side.",
    "autarky.world": "Accounts of a world, and the labels of economies and sectors.",
    "autarky.worlds": "Worlds at hand: embedded ones, files, worlds built from sources.",
    "autarky.results": "What runs wrote, and comparisons of runs.",
}
INHERITED = ("summary", "to_frame", "plot")  # of `autarky.display.Displayed`


@cache
def _parsed() -> griffe.Module:
    found = griffe.load("autarky", search_paths=[str(SOURCE)], allow_inspection=False)
    assert isinstance(found, griffe.Module)
    return found


def _source_of(thing: Any) -> Any:
    """What griffe read where the object is defined; names in packages may hide modules of the same name."""
    path = f"{thing.__module__}.{thing.__qualname__}".removeprefix("autarky.")
    found: Any = _parsed()
    for part in path.split("."):
        found = found.members[part]
    return found


def _signature(function: Any, name: str) -> str:
    """As in the source, one parameter a line where it is long; without self and cls."""
    shown: list[str] = []
    kinds = griffe.ParameterKind
    for p in function.parameters:
        if p.name in ("self", "cls"):
            continue
        star = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(p.kind, "")
        if p.kind is kinds.keyword_only and not any(s.startswith("*") for s in shown):
            shown.append("*")
        text = star + p.name + (f": {_type(p.annotation)}" if p.annotation is not None else "")
        if p.default is not None and not star:
            text += f" = {p.default}" if p.annotation is not None else f"={p.default}"
        shown.append(text)
    returns = f" -> {_type(function.returns)}" if function.returns is not None else ""
    line = f"{name}({', '.join(shown)}){returns}"
    if len(line) > 100:
        line = f"{name}(\n" + "".join(f"    {s},\n" for s in shown) + f"){returns}"
    return line


def _type(annotation: Any) -> str:
    """Without the quotes of what is only imported for type checkers, and jaxtyping's leading blanks."""
    text = str(annotation)
    quoted = text[:1] in "'\"" and text[:1] == text[-1:] and text[0] not in text[1:-1]
    return (text[1:-1] if quoted else text).replace("' ", "'").replace('" ', '"')


def _text(docstring: str) -> str:
    return inspect.cleandoc(docstring).replace("``", "`")


def _class(thing: type, found: Any) -> str:
    parts = [_text(thing.__doc__ or "") + "\n"]
    for member, one in found.members.items():
        if member.startswith("_") or one.is_alias or not one.docstring:
            continue
        text = " ".join(_text(one.docstring.value).split("\n\n")[0].split())
        if one.is_function:
            shown = (
                _signature(one, f".{member}").replace("\n    ", " ").replace(",\n)", ")").replace("( ", "(")
            )
        elif one.is_attribute:
            shown = f".{member}"
        else:
            continue
        parts.append(f"- `{shown}`: {text}\n")
    has = [m for m in INHERITED if m not in found.members and hasattr(thing, m)]
    if has:
        parts.append(f"- {', '.join(f'`.{m}`' for m in has)}: see [in a notebook](#in-a-notebook)\n")
    return parts[0] + ("\n" + "".join(parts[1:]) if parts[1:] else "")


def _entry(package: str, name: str) -> str:
    thing = getattr(import_module(package), name)
    title = f"\n### {package}.{name}\n\n"
    if not (inspect.isclass(thing) or inspect.isfunction(thing)):
        return ""  # constants and tables have pages of their own
    found = _source_of(thing)
    if inspect.isclass(thing):
        return title + _class(thing, found)
    return title + f"```python\n{_signature(found, name)}\n```\n\n{_text(thing.__doc__ or '')}\n"


def python_page(header: str) -> str:
    """All names of `PACKAGES`, and how objects show themselves."""
    from autarky.display import Displayed

    sys.path.insert(0, str(SOURCE))
    parts = [
        header,
        "# Python\n\nPublic names with their signatures. Start with the [tutorial](../tutorial.md). Acts are listed on"
        " [a page of their own](acts.md). All errors derive from `AutarkyError`; nothing is printed.\n\n",
        "## In a notebook\n\nWorlds, scenarios, results and runs show themselves in one screen, in a terminal and in a"
        " notebook, and offer:\n\n",
    ]
    for member in INHERITED:
        text = " ".join(_text(getattr(Displayed, member).__doc__ or "").split())
        parts.append(f"- `.{member}`: {text}\n")
    for package, purpose in PACKAGES.items():
        names = sorted(import_module(package).__all__, key=lambda n: (n[0].isupper(), n))
        parts.append(f"\n## {package}\n\n{purpose}\n")
        parts += [_entry(package, n) for n in names if not n.startswith("_")]
    return "".join(parts)
