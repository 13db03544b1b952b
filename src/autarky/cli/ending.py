"""How the process ends: what standard output still holds, a reader that has gone, the exit code of an interrupt.
Imports nothing that takes time."""

import os
import sys
from typing import NoReturn

INTERRUPTED = 130  # 128 + SIGINT, what shells report
LEFT = "interrupted; nothing is left half-written"
_SHOW_CURSOR = "\x1b[?25h"


def silence_stdout() -> None:
    """Nobody reads standard output any more (``| head``): send the rest nowhere, so that closing does not
    fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def close_quietly() -> None:
    """Flush standard output; a reader that has gone is no error."""
    try:
        sys.stdout.flush()
    except OSError:
        silence_stdout()


def leave_now() -> NoReturn:
    """End the process with 130, from any thread, whatever the others are doing. No lock of Python is taken: another
    thread may hold it for good."""
    try:
        cursor = _SHOW_CURSOR if os.isatty(2) else ""  # a progress line may have hidden it
        os.write(2, f"{cursor}autarky: {LEFT}\n".encode())
        # not imported here: another thread may be in an import for good
        if (writing := sys.modules.get("autarky.files.writing")) is not None:
            writing.discard_unfinished()
    finally:
        os._exit(INTERRUPTED)
