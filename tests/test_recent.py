"""Results remembered by all threads: each made once, the oldest forgotten first."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from autarky.recent import Recent


def test_threads_that_ask_together_work_once() -> None:
    made: list[int] = []
    begun, go_on = threading.Event(), threading.Event()
    recent: Recent[str, int] = Recent(2)

    def slow() -> int:
        made.append(1)
        begun.set()
        assert go_on.wait(30)
        return 7

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(recent.get, "a", slow) for _ in range(3)]
        assert begun.wait(30)
        assert recent.get("b", lambda: 8) == 8  # another key does not wait
        go_on.set()
        assert [a.result(30) for a in asked] == [7, 7, 7]
    assert made == [1]


def test_the_one_used_longest_ago_goes() -> None:
    recent: Recent[str, str] = Recent(2)
    for key in ("a", "b", "a", "c"):
        recent.get(key, lambda key=key: key)  # type: ignore[misc]
    made: list[str] = []
    for key in ("a", "c", "b"):
        recent.get(key, lambda key=key: made.append(key) or key)  # type: ignore[misc, func-returns-value]
    assert made == ["b"]


def test_errors_are_not_remembered() -> None:
    recent: Recent[str, int] = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 // 0)
    assert recent.get("a", lambda: 3) == 3
    recent.clear()
    assert recent.get("a", lambda: 4) == 4
