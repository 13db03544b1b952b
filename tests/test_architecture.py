"""The floors of the house (docs/architecture.md): what may import what, no circles, no large file, no dead one."""

import ast
import subprocess
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "autarky"
MOST_LINES = 500

# Imported by users only
ENTRIES = {
    "autarky",
    "autarky.cli",
    "autarky.__main__",
    "autarky.acts.corridors.larger",  # for Python only (docs/how-to/corridors.md)
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("autarky", exclude_type_checking_imports=True, cache_dir=None)


def test_floors() -> None:
    """The contracts in pyproject.toml: a package imports only from its own floor and those below."""
    # a process of its own: the linter changes sys.path and the logging of the one it runs in
    run = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"
    answer = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_no_circles(graph: grimp.ImportGraph) -> None:
    """No file imports itself through others, imports inside functions included."""
    imports = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as e:
        pytest.fail(f"imports in a circle: {' <- '.join(e.args[1])}")


def test_no_module_without_use(graph: grimp.ImportGraph) -> None:
    """Every file is imported by another, offered by its package, or named in a registry."""
    named = {
        node.value.partition(":")[0]  # "package.module:Class" too
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    named |= {value.partition(":")[0] for value in named}  # "module:name"
    for stub in SOURCE.rglob("*.pyi"):
        package = ".".join(("autarky", *stub.parent.relative_to(SOURCE).parts))
        tree = ast.parse(stub.read_text("utf-8"))
        named |= {f"{package}.{n.module}" for n in tree.body if isinstance(n, ast.ImportFrom)}

    def used(module: str) -> bool:
        file = SOURCE.joinpath(*module.split(".")[1:])
        tails = {module.split(".", depth)[-1] for depth in range(1, module.count(".") + 1)}
        return (
            module in ENTRIES
            or file.is_dir()
            or bool(graph.find_modules_that_directly_import(module))
            or bool(({module} | tails) & named)
        )

    assert [m for m in sorted(graph.modules) if not used(m)] == []


def test_no_file_is_too_long() -> None:
    files = [
        f for top in ("src", "tests", "properties", "tools", "benchmarks") for f in (ROOT / top).rglob("*.py")
    ]
    long = {
        str(f.relative_to(ROOT)): n
        for f in files
        if (n := len(f.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_offered_names_exist() -> None:
    """Each name that a package offers can be imported from it."""
    packages = [
        ".".join(("autarky", *stub.parent.relative_to(SOURCE).parts)) for stub in SOURCE.rglob("__init__.pyi")
    ]
    # a process of its own: importing everything sets up JAX and logging
    run = "import importlib, sys\nfor p in map(importlib.import_module, sys.argv[1:]):\n"
    run += "    assert p.__all__\n    for name in p.__all__: assert getattr(p, name) is not None, name"
    answer = subprocess.run([sys.executable, "-c", run, *packages], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr


def test_every_package_has_a_floor() -> None:
    """A new package is given its floor in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    floors = {name.strip() for line in contracts[0]["layers"] for name in line.split(":")}
    there = {
        p.stem for p in SOURCE.iterdir() if (p.is_dir() and (p / "__init__.py").exists()) or p.suffix == ".py"
    }
    assert {f"autarky.{name}" for name in there - {"__init__"}} <= {
        ".".join(f.split(".")[:2]) for f in floors
    }
