"""The command line. Importing it costs only typer; commands import what they need."""

import sys


def main() -> None:
    """Entry point of `autarky`: runs a command and exits with its code (0, 1 failed, 2 wrong input, 130
    interrupted)."""
    from autarky.cli.guard import close_quietly

    if hasattr(sys.stdout, "reconfigure"):  # labels are Unicode, whatever the terminal's code page
        sys.stdout.reconfigure(errors="replace")
        sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        from autarky.cli.app import app

        app(prog_name="autarky")
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        close_quietly()
