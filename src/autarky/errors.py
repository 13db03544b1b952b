"""What can go wrong, in the reader's words.

`InputError` means the user can mend the input (exit code 2); `SolveError` means a run failed (exit code 1).
Nothing else is meant to reach a user.
"""

import difflib
from collections.abc import Iterable


class AutarkyError(Exception):
    """Base class of every error that autarky raises on purpose."""

    exit_code = 1


class InputError(AutarkyError):
    """The input is wrong: says where, what was expected and what to do."""

    exit_code = 2


class WorldError(InputError):
    """A world file is unreadable, foreign, or its accounts violate their identities."""


class NoEquilibriumError(InputError):
    """The scenario has no equilibrium, known before iterating (see `economy.feasible`)."""


class SolveError(AutarkyError):
    """The solver did not converge; carries the residual and the worst equation."""


def did_you_mean(word: str, known: Iterable[str], *, most: int = 3) -> str:
    """Return `` (did you mean BLR?)`` for the nearest of `known`, or an empty string."""
    by_fold = {k.casefold(): k for k in known}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=most, cutoff=0.6)
    if not near:
        return ""
    return f" (did you mean {' or '.join(by_fold[n] for n in near)}?)"
