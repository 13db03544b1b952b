"""Ctrl-C is answered within seconds, whatever the process is doing when it comes.

Python runs the handler of a signal in the main thread, between two instructions, and all the handler can do is raise.
That is not enough. While the main thread is in native code (a compiler, an import) no handler runs. And the exception
is dropped where it meets a destructor, a callback of a weak reference or of the garbage collector, C code that clears
errors, or a library that catches everything.

So a thread listens to what the signal itself writes (`signal.set_wakeup_fd`), and follows the request up: as long as
the main thread is neither unwinding nor cleaning up after a KeyboardInterrupt, the signal is sent again; after `LOST`
seconds, or `PATIENCE` seconds of cleaning up, the process ends. All files are written atomically, so that ending
at any moment leaves nothing half-written. A second Ctrl-C ends it at once. Imports nothing that takes time.
"""

import os
import signal
import sys
import time
from _thread import get_ident, interrupt_main, start_new_thread
from types import FrameType

from autarky.cli.ending import INTERRUPTED, close_quietly, leave_now

TICK = 0.25  # seconds between looks at how far the answer is
LOST = 2.0  # seconds after which an interrupt that nothing answers ends the process
PATIENCE = 3.0  # seconds for cleaning up; commands that have more to save ask for more
TOGETHER = 0.3  # seconds within which a second signal is the first: a shell and a wrapper may both pass it on


class _Interrupts:
    """What has been asked for in this process, and what became of it."""

    def __init__(self) -> None:
        self.main = get_ident()
        self.listening = False
        self.asked: float | None = None  # when
        self.pursued = False
        self.patience = PATIENCE
        self.finished = False  # the command has returned; only the interpreter's own end is left
        self.resent = 0  # signals of ours that the listener has not read yet
        self.waiting = False  # a signal is on its way to the handler
        self.answered: set[int] = set()  # numbers of the signals

    def listen(self) -> None:
        """Begin to listen. The thread is a bare one: nothing waits for it at the end."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        self.listening = True
        start_new_thread(self._listener, (reading,))

    def answer(self, number: signal.Signals) -> None:
        """Answer this signal too."""
        self.answered.add(number)
        signal.signal(number, self.arrived)

    def arrived(self, _signal: int, frame: FrameType | None) -> None:
        """In the main thread: unwind, except out of an import, because native libraries hang or crash when their
        initialisation fails half-way."""
        self.waiting = False
        if self.finished or _importing(frame):
            leave_now()
        self._ask()
        raise KeyboardInterrupt

    def _ask(self) -> None:
        if self.asked is None:
            self.asked = time.monotonic()

    def _listener(self, reading: int) -> None:
        while heard := os.read(reading, 512):
            for number in heard:
                if number in self.answered:
                    self._heard(number)

    def _heard(self, number: int) -> None:
        if self.finished:
            leave_now()
        if self.resent:
            self.resent -= 1
        elif not self.pursued:
            self.pursued = self.waiting = True
            self._ask()
            start_new_thread(self._pursue, (number,))
        elif self.asked is not None and time.monotonic() - self.asked > TOGETHER:
            leave_now()

    def _pursue(self, number: int) -> None:
        assert self.asked is not None
        while True:
            time.sleep(TICK)
            cleaning = self._cleaning_up()
            if time.monotonic() - self.asked > (self.patience if cleaning else LOST):
                leave_now()
            if not (cleaning or self.waiting):
                self._send_again(number)

    def _cleaning_up(self) -> bool:
        """Whether the main thread is handling a KeyboardInterrupt, or an exception that was raised while it did."""
        error = sys._current_exceptions().get(self.main)
        while error is not None:
            if isinstance(error, KeyboardInterrupt):
                return True
            error = error.__cause__ or error.__context__
        return False

    def _send_again(self, number: int) -> None:
        self.waiting = True
        self.resent += 1
        if hasattr(signal, "pthread_kill"):  # a real signal also ends a wait
            signal.pthread_kill(self.main, number)
        else:
            interrupt_main(signal.Signals(number))

    def dropped(self, found: "sys.UnraisableHookArgs") -> None:
        """Python has dropped an exception: an interrupt is sent again anyway, other errors are shown."""
        if not issubclass(found.exc_type, KeyboardInterrupt):
            self.usual(found)

    usual = staticmethod(sys.unraisablehook)


_interrupts = _Interrupts()


def keep_interrupts() -> None:
    """Let no Ctrl-C get lost from here to the end of the process."""
    _interrupts.listen()
    if (
        signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ):  # not where a parent has it ignored (nohup)
        _interrupts.answer(signal.SIGINT)
    sys.unraisablehook = _interrupts.dropped


def interrupt_on(number: signal.Signals) -> None:
    """Answer another signal as Ctrl-C, in a process of our own, unless a parent has it ignored."""
    if _interrupts.listening and signal.getsignal(number) is signal.SIG_DFL:
        _interrupts.answer(number)


def allow_cleaning_up(seconds: float) -> None:
    """Ask for more time after an interrupt than `PATIENCE`, for what has to be saved then."""
    _interrupts.patience = max(_interrupts.patience, seconds)


def end_interrupted() -> None:
    """Leave with 130 if Ctrl-C was pressed, and at once: native threads of libraries may be in the middle of
    something, and waiting for them at the end of the interpreter can hang or crash."""
    if _interrupts.asked is not None:
        close_quietly()
        os._exit(INTERRUPTED)


def end_normally() -> None:
    """Everything is done and written. From here on an interrupt ends the process at once: raised in what runs at the
    interpreter's end, it would be printed and dropped."""
    close_quietly()
    _interrupts.finished = True


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False
