"""Errors become one message and an exit code; nothing a user does ends in a traceback."""

import os
import sys
from collections.abc import Callable
from functools import wraps

import typer

from autarky.errors import AutarkyError


def guarded[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """Wrap a command: `AutarkyError` -> its message and exit code, Ctrl-C -> 130, a closed pipe -> quiet end.

    Errors of other kinds are defects of autarky and keep their traceback.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AutarkyError as e:
            say(str(e))
            raise typer.Exit(e.exit_code) from None
        except KeyboardInterrupt:
            say("interrupted; nothing was written")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            silence_stdout()
            raise typer.Exit(0) from None
        except OSError as e:
            if e.filename is None:
                raise
            say(f"{e.filename}: {e.strerror or e}")
            raise typer.Exit(2) from None

    return run


def say(message: str) -> None:
    """An error on standard error; plain text, so that labels in brackets stay as they are."""
    typer.echo(f"autarky: {message}", err=True)


def silence_stdout() -> None:
    """Nobody reads standard output any more (``| head``): send the rest nowhere, so that closing does not
    fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def close_quietly() -> None:
    """Flush standard output; a reader that has gone is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
