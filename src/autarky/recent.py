"""The last few results of a costly function, shared by all threads of the process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Recent[K: Hashable, V]:
    """Remembers the `most` results used last. A result is worked out once, however many threads ask for it at a time;
    other keys do not wait for it. What raises is not remembered. Results are shared: nobody may change them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._found: OrderedDict[K, V] = OrderedDict()
        self._at_work: dict[K, Lock] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The result for `key`, made by `make` where it is not remembered."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
            turn = self._at_work.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._found:  # another thread has made it meanwhile
                    return self._found[key]
            try:
                made = make()
            finally:
                with self._lock:
                    self._at_work.pop(key, None)
            with self._lock:
                self._found[key] = made
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()
