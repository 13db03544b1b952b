"""One answer of a server: the request with its redirects, and the body in pieces.

Redirects are followed here and not by requests, because a key in a header must not reach another host.
"""

import contextlib
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from autarky.sources.io.failure import AttemptError, of_exception, of_status, shown

if TYPE_CHECKING:
    import requests

MOST_REDIRECTS = 10
CHUNK = 1 << 20
CONNECT_SECONDS = 20.0
SILENCE_SECONDS = 60.0  # some statistical offices take most of a minute before the first byte


def user_agent() -> str:
    """Who asks, with the first address that the package gives of itself, so that a server's keeper can write."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        package = metadata("autarky")
    except PackageNotFoundError:  # run from a source tree
        return "autarky"
    homes = [u.partition(",")[2].strip() for u in package.get_all("Project-URL") or []]
    return f"autarky/{package['Version']} ({f'+{homes[0]}' if homes else 'open-source research software'})"


def new_session() -> "requests.Session":
    """A session that says who asks and wants the bytes as they are; proxies are those of the environment."""
    import requests

    session = requests.Session()
    session.headers.update({"User-Agent": user_agent(), "Accept": "*/*", "Accept-Encoding": "identity"})
    return session


@contextlib.contextmanager
def answer_of(
    session: "requests.Session",
    url: str,
    headers: Mapping[str, str],
    private: Mapping[str, str],
    silence: float = SILENCE_SECONDS,
) -> Iterator["requests.Response"]:
    """The answer to a GET of `url` with status 200, 206 or 416, body unread; closed at the end.

    `private` headers go to the host of `url` alone. Raises `AttemptError` for anything else.
    """
    import requests

    asked = [url]
    with contextlib.ExitStack() as stack:
        while True:
            here = asked[-1]
            same = _origin(here) == _origin(url)
            try:
                response = session.get(
                    here,
                    headers={**headers, **(private if same else {})},
                    stream=True,
                    allow_redirects=False,
                    timeout=(CONNECT_SECONDS, silence),
                )
            except (requests.RequestException, ValueError) as e:  # ValueError: hosts that idna refuses
                raise of_exception(e, urlsplit(here).hostname or here) from e
            stack.callback(response.close)
            if response.status_code in (301, 302, 303, 307, 308):
                asked.append(_next(asked, session.get_redirect_target(response) or ""))
                response.close()
                continue
            if response.status_code not in (200, 206, 416):
                raise of_status(
                    response.status_code, response.reason or "", response.headers.get("Retry-After", "")
                )
            yield response
            return


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _next(asked: list[str], location: str) -> str:
    """Where a redirect from the last of `asked` leads, if we may go there."""
    here = asked[-1]
    if not location:
        raise AttemptError("the server redirects, but does not say where")
    try:
        there = urljoin(here, location)
        to = urlsplit(there)
    except ValueError:
        raise AttemptError(f"the server redirects to {location[:200]!r}, which is no address") from None
    if to.scheme not in ("http", "https") or not to.hostname:
        raise AttemptError(
            f"the server redirects to {shown(there)}, which is refused: only http and https are followed"
        )
    if urlsplit(here).scheme == "https" and to.scheme == "http":
        raise AttemptError(
            f"the server redirects to {shown(there)}, which is refused: it is not encrypted any more"
        )
    if there in asked:
        raise AttemptError(f"the server redirects in a circle, by way of {shown(there)}")
    if len(asked) > MOST_REDIRECTS:
        raise AttemptError(f"the server redirects more than {MOST_REDIRECTS} times")
    return there


def pieces_of(response: "requests.Response", host: str) -> Iterator[bytes]:
    """The body as it comes, compressed or not, in pieces of at most about `CHUNK` bytes.

    Raises `AttemptError` where it breaks off.

    Each piece is what one read of the socket gave, so that nothing that arrived is lost when the next read fails.
    """
    import requests
    import urllib3

    raw = response.raw
    try:
        while piece := raw.read1(CHUNK, decode_content=False):
            yield piece
    except (urllib3.exceptions.HTTPError, requests.RequestException, OSError) as e:
        raise of_exception(e, host) from e


def unpacked(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes that were compressed for their way only, with their checksum tested, in pieces of at most `CHUNK`.

    urllib3 would do it, but takes a stream without an end for a whole one.
    """
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise AttemptError(
            f"the server sent the file in the encoding {encoding!r}, though none was asked for"
        )
    either = zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)  # gzip or zlib
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if either.eof:  # several compressed pieces may follow one another
                    either = zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)
                if out := either.decompress(rest, CHUNK):
                    yield out
                rest = either.unused_data if either.eof else either.unconsumed_tail
        while not either.eof and (out := either.decompress(either.unconsumed_tail, CHUNK)):
            yield out
    except zlib.error as e:
        raise AttemptError(f"the server sent a compressed answer that is damaged ({e})", again=True) from e
    if not either.eof:
        raise AttemptError("the server sent a compressed answer that is cut short", again=True)
