"""Errors become one message and an exit code; nothing a user does ends in a traceback."""

import errno
from collections.abc import Callable
from functools import wraps

import typer

from autarky.cli.ending import INTERRUPTED, LEFT, silence_stdout
from autarky.errors import AutarkyError

# the machine's fault, whatever file it happens to hit: no space, quota used up, file too large, device broken
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


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
            say(LEFT)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            silence_stdout()
            raise typer.Exit(0) from None
        except OSError as e:
            say(
                f"{e.filename}: {e.strerror or e}"
                if e.filename
                else f"cannot read or write: {e.strerror or e}"
            )
            raise typer.Exit(2 if e.filename and e.errno not in FULL else 1) from None

    return run


def say(message: str) -> None:
    """An error on standard error; plain text, so that labels in brackets stay as they are."""
    typer.echo(f"autarky: {message}", err=True)
