"""The README's examples run as they stand, and its links lead somewhere."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, flags=re.M | re.S)


def test_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    names: dict[str, object] = {}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), names)
    assert float(out.getvalue().splitlines()[0]) < 0


def test_shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from autarky.cli.app import app  # `main` also takes over the signals of the process

    monkeypatch.chdir(tmp_path)
    (scenario,) = blocks("toml")
    Path("steel.toml").write_text(scenario, "utf-8")
    commands = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("autarky ")]
    assert len(commands) == 10
    Path("article.html").write_text("<p>Belarus sent 49 % of its exports to Russia in 2022.</p>", "utf-8")
    monkeypatch.setenv("AUTARKY_DATA_DIR", str(tmp_path / "data"))
    shown = ""
    for command in commands:
        words, _, target = command.partition(" > ")
        quick = ["--draws", "0"] if words.startswith("autarky run ") else []  # ranges have tests of their own
        with pytest.raises(SystemExit) as ended:
            app([*shlex.split(words, comments=True)[1:], *quick], prog_name="autarky")
        out, err = capsys.readouterr()
        assert not ended.value.code, f"{command}: {err}"
        shown += out
        if target:
            Path(target.strip()).write_text(out, "utf-8")
    assert "China" in shown and Path("eurasia-2022.nc").is_file()
    assert Path("runs/steel/report.html").is_file()
    assert Path("runs/steel-25/tables/economies.parquet").is_file()


def test_make_targets() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"^make (\w+)|`make (\w+)`", TEXT, flags=re.M))
    assert {a or b for a, b in named} == {"case", "demo", "test"}
    for target in ("case", "demo", "test"):
        assert re.search(rf"^{target}:", makefile, flags=re.M)


PAGES = sorted(str(p.relative_to(ROOT)) for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    path = ROOT / page
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert link.startswith("https://") or (path.parent / link).exists(), link


def test_dependencies_are_explained() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    for wanted in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        name = re.split(r"[<>=~\[ ]", wanted)[0]
        assert name.split("-stubs")[0] in text, name
        assert re.search(rf"(?im)^{re.escape(name)}==", (ROOT / "constraints.txt").read_text("utf-8")), name
