"""How the process ends: Ctrl-C at any moment, a reader that has gone. Imports nothing that takes time."""

import os
import signal
import sys
import time
from _thread import interrupt_main, start_new_thread
from types import FrameType

INTERRUPTED = 130  # 128 + SIGINT, what shells report
LEFT = "interrupted; nothing is left half-written"


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


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


class _Interrupts:
    """What Ctrl-C has asked for so far in this process."""

    def __init__(self) -> None:
        self.asked = False
        self.resent = False

    def arrived(self, _signal: int, frame: FrameType | None) -> None:
        """The first Ctrl-C unwinds, except out of an import: native libraries hang or crash when their
        initialisation fails half-way. A second one does not wait."""
        if (self.asked and not self.resent) or _importing(frame):
            cursor = "\x1b[?25h" if os.isatty(2) else ""  # a progress line may have hidden it
            os.write(2, f"{cursor}autarky: {LEFT}\n".encode())
            os._exit(INTERRUPTED)
        self.asked, self.resent = True, False
        raise KeyboardInterrupt

    def lost(self, found: "sys.UnraisableHookArgs") -> None:
        """Python drops a Ctrl-C that arrives inside a destructor or the callback of a weak reference: send it
        again a moment later. Starting a bare thread does not block, as a Timer would."""
        if not issubclass(found.exc_type, KeyboardInterrupt):
            self.usual(found)
            return

        def again() -> None:
            time.sleep(0.01)
            self.resent = True
            interrupt_main()

        start_new_thread(again, ())

    usual = staticmethod(sys.unraisablehook)


_interrupts = _Interrupts()


def keep_interrupts() -> None:
    """Let no Ctrl-C get lost, and remember that there was one: libraries turn it into errors of their own
    when it hits their import."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where a parent has it ignored
        signal.signal(signal.SIGINT, _interrupts.arrived)
    sys.unraisablehook = _interrupts.lost


def end_interrupted() -> None:
    """Leave with 130 if Ctrl-C was pressed, and at once: native threads of libraries may be in the middle of
    something, and waiting for them at the end of the interpreter can hang or crash."""
    if _interrupts.asked:
        close_quietly()
        os._exit(INTERRUPTED)
