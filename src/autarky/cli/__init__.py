"""The command line. Importing it costs only typer; commands import what they need."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Entry point of `autarky`: runs a command and exits with its code (0, 1 failed, 2 wrong input, 130
    interrupted)."""
    from autarky.cli.interrupts import end_interrupted, end_normally, keep_interrupts

    keep_interrupts()
    try:
        for stream in (sys.stdout, sys.stderr):  # labels are Unicode, whatever the terminal's code page
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        from autarky.cli.app import app

        app(prog_name="autarky")
    except BaseException:
        end_interrupted()
        raise
    finally:
        end_normally()
