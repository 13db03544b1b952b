"""Whether another process still lives."""

import os


def is_alive(process: int) -> bool:
    """True where a process of that number runs on this machine, or where that cannot be told."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
