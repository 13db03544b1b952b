"""A local HTTP server that misbehaves as told: each request takes the next of a list of answers, the last stays."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "HostileServer"

    def do_GET(self) -> None:
        hostile = self.server
        with hostile.lock:
            hostile.seen.append((self.path, dict(self.headers.items())))
            answers = hostile.answers.get(
                self.path.partition("?")[0], hostile.answers.get("*", [status(404)])
            )
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):
            answer(self)

    def begin(self, code: int, headers: Mapping[str, str]) -> None:
        self.send_response(code)
        for name, value in ({"Connection": "close"} | dict(headers)).items():
            self.send_header(name, value)
        self.end_headers()

    def body(self, data: bytes) -> None:
        # counted before it is sent: the client may be done when the writing returns
        self.server.served += len(data)
        self.wfile.write(data)

    def cut(self) -> None:
        """End the connection now; what was sent arrives."""
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class HostileServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.served = 0
        self.lock = threading.Lock()
        self.released = threading.Event()  # lets stalled answers end

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, *answers: Answer, path: str = "*") -> str:
        """The address that gives `answers`, one after the other."""
        self.answers[path] = list(answers)
        return self.url + ("/file.bin" if path == "*" else path)

    def handle_error(self, request: Any, client_address: Any) -> None:
        raise AssertionError("the test server itself failed")


@contextmanager
def running() -> Iterator[HostileServer]:
    server = HostileServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, headers: Mapping[str, str] | None = None, body: bytes = b"no") -> Answer:
    return lambda h: (h.begin(code, {"Content-Length": str(len(body))} | dict(headers or {})), h.body(body))[
        0
    ]


def whole(data: bytes, headers: Mapping[str, str] | None = None, *, cut: int | None = None) -> Answer:
    """The whole file, whatever range is asked for; broken off after `cut` bytes."""

    def answer(h: Handler) -> None:
        h.begin(200, {"Content-Length": str(len(data))} | dict(headers or {}))
        h.body(data[:cut])
        if cut is not None:
            h.cut()

    return answer


def ranged(
    data: bytes, *, etag: str = '"v1"', changed: str = "", cut: int | None = None, stall: int | None = None
) -> Answer:
    """A well-behaved server (RFC 9110, 13 and 14) that breaks off, or falls silent, after some bytes of an answer."""

    def answer(h: Handler) -> None:
        versions = {k: v for k, v in (("ETag", etag), ("Last-Modified", changed)) if v}
        asked, known = h.headers.get("Range"), h.headers.get("If-Range")
        if asked is None or (known is not None and known not in (etag, changed)):
            start, code, extra = 0, 200, {}
        else:
            start, code = int(asked.removeprefix("bytes=").rstrip("-")), 206
            if start >= len(data):
                h.begin(416, versions | {"Content-Range": f"bytes */{len(data)}", "Content-Length": "0"})
                return
            extra = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
        h.begin(code, versions | extra | {"Content-Length": str(len(data) - start)})
        piece = data[start:]
        if stall is not None:
            h.body(piece[:stall])
            h.wfile.flush()
            h.server.released.wait(20)
        elif cut is not None and cut < len(piece):
            h.body(piece[:cut])
            h.cut()
        else:
            h.body(piece)

    return answer


def chunked(data: bytes, *, cut: bool = False, size: int = 1000) -> Answer:
    def answer(h: Handler) -> None:
        h.begin(200, {"Transfer-Encoding": "chunked"})
        for at in range(0, len(data), size):
            piece = data[at : at + size]
            h.body(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if cut:
            h.cut()
        else:
            h.body(b"0\r\n\r\n")

    return answer


def endless(data: bytes) -> Answer:
    """No length, until the connection ends."""

    def answer(h: Handler) -> None:
        h.begin(200, {})
        h.body(data)

    return answer


def gzipped(data: bytes) -> Answer:
    packed = gzip.compress(data)
    return status(200, {"Content-Encoding": "gzip"}, packed)


def redirect(to: str, code: int = 302) -> Answer:
    return status(code, {"Location": to})
