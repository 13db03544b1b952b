"""The command line. Importing it costs only typer; commands import what they need."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Entry point of `autarky`: runs a command and exits with its code (0, 1 failed, 2 wrong input, 130
    interrupted)."""
    try:
        from autarky.cli.guard import close_quietly, keep_interrupts

        keep_interrupts()
        for stream in (sys.stdout, sys.stderr):  # labels are Unicode, whatever the terminal's code page
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            from autarky.cli.app import app

            app(prog_name="autarky")
        finally:
            close_quietly()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
