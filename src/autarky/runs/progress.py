"""What a run says while it works, and how it is stopped."""

from typing import Protocol, runtime_checkable


class Cancelled(Exception):  # noqa: N818 - no error
    """Raise it in a method of `Progress` to end a run there; nothing on the way up swallows it."""


@runtime_checkable
class Progress(Protocol):
    """Hears what a run is doing. What a method raises ends the run there: raise `Cancelled` to stop one. A run that is
    written is whole at any moment, and draws solved so far are kept for the next time."""

    def step(self, text: str) -> None:
        """What is being done now, in some words."""

    def draws(self, done: int, total: int) -> None:
        """So many draws, of all horizons together, are solved."""

    def choices(self, done: int, total: int) -> None:
        """So many choices of the model, made otherwise, are solved."""


class Silent:
    """Tells nobody."""

    def step(self, text: str) -> None: ...

    def draws(self, done: int, total: int) -> None: ...

    def choices(self, done: int, total: int) -> None: ...
