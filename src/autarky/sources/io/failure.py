"""Why one attempt to fetch failed, and whether another may help."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

_SECRET = re.compile(
    r"(?i)((?:^|[?&;])[^=&;]*(?:key|token|secret|passw|signature|credential|sig)[^=&;]*=)[^&;]*"
)


@dataclass
class AttemptError(Exception):
    """One attempt failed. `reason` follows the address in a list, so it starts in lower case.

    `again`: whether the same address may be tried again; `after`: seconds the server asks to wait; `network`:
    whether the network itself seems to be absent; `spoilt`: whether what was fetched so far is of no use.
    """

    reason: str
    again: bool = False
    after: float | None = None
    network: bool = False
    spoilt: bool = False

    def __str__(self) -> str:
        return self.reason


def shown(url: str) -> str:
    """`url` for messages and records: without passwords, keys and signatures."""
    try:
        parts = urlsplit(url)
        netloc = parts.netloc.rpartition("@")[2]
    except ValueError:
        return url
    return urlunsplit((parts.scheme, netloc, parts.path, _SECRET.sub(r"\1***", parts.query), ""))


def seconds_of(retry_after: str, now: datetime | None = None) -> float | None:
    """Seconds that a `Retry-After` header (RFC 9110, 10.2.3: seconds or a date) asks for; None if unreadable."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


def of_status(status: int, reason: str, retry_after: str) -> AttemptError:
    """What an answer with an error status means for us."""
    said = f"the server answered {status}{f' {reason}' if reason else ''}"
    if status in (401, 403):
        return AttemptError(f"{said}: it wants a key or a login, or refuses programs")
    if status in (404, 410):
        return AttemptError(f"{said}: the file is not there (any more); its publisher may have moved it")
    if status in (408, 429) or status >= 500:
        return AttemptError(said, again=status not in (501, 505), after=seconds_of(retry_after))
    return AttemptError(said)


def of_exception(error: Exception, host: str) -> AttemptError:
    """What an exception of requests or urllib3 means for us."""
    import requests
    import urllib3.exceptions as u3

    chain = _chain(error)

    def has(*types: type[BaseException]) -> bool:
        return any(isinstance(e, types) for e in chain)

    if has(requests.exceptions.ProxyError, u3.ProxyError):
        why = str(chain[-1])[:200]
        return AttemptError(
            f"the proxy named in HTTP_PROXY or HTTPS_PROXY does not answer ({why})", network=True
        )
    if has(requests.exceptions.SSLError, u3.SSLError):
        return AttemptError(f"no secure connection to {host} ({str(chain[-1])[:200]})")
    if has(u3.NameResolutionError):
        return AttemptError(f"no host called {host} is found: no network, or a wrong name", network=True)
    if has(u3.NewConnectionError):
        return AttemptError(f"no connection to {host} ({str(chain[-1])[:200]})", again=True, network=True)
    if has(u3.ReadTimeoutError, requests.exceptions.ReadTimeout):
        return AttemptError(f"{host} fell silent", again=True)
    if has(u3.ConnectTimeoutError, requests.exceptions.ConnectTimeout):
        return AttemptError(f"{host} does not answer", again=True, network=True)
    if isinstance(error, ValueError) or has(u3.LocationParseError):  # requests gives those of urllib and idna
        return AttemptError(f"it is, or leads to, no usable address ({str(error)[:200]})")
    return AttemptError(f"the connection to {host} broke off", again=True)


def _chain(error: BaseException) -> list[BaseException]:
    """`error` and what it was made of, outermost first."""
    found: list[BaseException] = []
    todo: list[object] = [error]
    while todo:
        e = todo.pop(0)
        if isinstance(e, BaseException) and e not in found:
            found.append(e)
            todo += [*e.args, getattr(e, "reason", None), e.__cause__, e.__context__]
    return found
