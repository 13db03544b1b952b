"""The last few results of a costly function, shared by all threads of the process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock


class Recent[K: Hashable, V]:
    """Remembers the `most` results used last. A result is worked out once, however many threads ask for it at a time;
    other keys do not wait for it. What raises is not remembered. Results are shared: nobody may change them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._found: OrderedDict[K, Future[V]] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The result for `key`, made by `make` where it is not remembered."""
        with self._lock:
            known = self._found.get(key)
            if known is None:
                mine = self._found[key] = Future()
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
            else:
                self._found.move_to_end(key)
        if known is not None:
            return known.result()
        try:
            mine.set_result(make())
        except BaseException as e:
            with self._lock:
                self._found.pop(key, None)
            mine.set_exception(e)
            raise
        return mine.result()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()
