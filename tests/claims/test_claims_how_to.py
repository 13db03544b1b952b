"""What stands in docs/how-to/claims.md runs as it stands there."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "claims.md").read_text(encoding="utf-8")
(COMMANDS,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("command", COMMANDS.splitlines())
def test_commands(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ((name, text),) = re.findall(r"```text (\S+)\n(.*?)```", PAGE, re.DOTALL)
    Path(name).write_text(text, encoding="utf-8")
    program, *arguments = shlex.split(command)
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert program == "autarky" and result.exit_code == 0 and "49 %" in result.stdout
    assert ("--out" in command) == Path("ledger.html").exists()


def test_python() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "claims.md", "exec"), {})
    assert (
        said.getvalue().startswith("right ") and "OECD ICIO" not in said.getvalue().splitlines()[0].split()[0]
    )


def test_all_options_are_told() -> None:
    from typer.main import get_command

    check = get_command(app).commands["check"]  # type: ignore[attr-defined]
    options = {o for p in check.params for o in p.opts if o.startswith("--")} - {"--quiet", "--help"}
    assert options == set(re.findall(r"--[a-z][a-z-]*", PAGE))
