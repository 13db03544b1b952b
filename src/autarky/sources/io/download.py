"""Fetching one file: broken connections, mirrors, redirects, wrong hashes; whole at the end, or not there."""

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from autarky.errors import AutarkyError, InputError
from autarky.sources.io.attempt import Limits, Progress, Whole, attempt
from autarky.sources.io.failure import AttemptError, shown
from autarky.sources.io.http import SILENCE_SECONDS, new_session
from autarky.sources.io.part import Part, locked

if TYPE_CHECKING:
    import requests

LONGEST_WAIT = 120.0  # seconds; a server that asks for more is not waited for
LONGEST_BACKOFF = 30.0
MOST_ATTEMPTS = 200  # for one address, however much each of them brings
BY_HAND = "Fetch the file with a browser and hand it over with --from FILE"


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched: where it lies and what is known of it."""

    path: Path
    sha256: str
    bytes: int
    url: str  # the address that worked, after redirects, without keys
    retrieved: str  # UTC, ISO 8601
    etag: str = ""
    last_modified: str = ""


def download(
    urls: Sequence[str],
    target: Path,
    *,
    sha256: str | None = None,
    headers: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    most_bytes: int | None = None,
    tries: int = 5,
    wait: Callable[[float], None] = time.sleep,
    silence: float = SILENCE_SECONDS,
) -> Fetched:
    """Fetch a file from the first of `urls` that gives it, to `target`, which is replaced only at the end.

    What has arrived is kept in `.NAME.part` beside `target` when the connection breaks off, the process is
    interrupted or killed, or the disk is full; the next attempt, of this or a later process, goes on from there
    if the server still has the same version (`If-Range`). Two processes that fetch the same file: the second
    waits and takes what the first has fetched.

    `sha256`: the hash expected, None or empty where it is not known. `headers` (keys, say) go to the host of
    each url alone, not where it redirects to. `progress(bytes so far, bytes in all or None)` may go back to a
    smaller number where the file starts again. `most_bytes` of the file. `tries`: attempts in a row, for each
    url, that bring nothing new; between them `wait(seconds)`, 1, 2, 4, ... or what the server asks for, up to
    `LONGEST_WAIT`. `silence`: seconds without a byte that count as broken off.

    Raises `InputError` where an argument is wrong (no http address, a target that is a folder), `AutarkyError`
    where no url gives the file, naming each with its reason, where its hash is another than `sha256` (nothing
    is kept then), and where it cannot be written.
    """
    wanted = _checked_hash(sha256)
    _check_urls(urls)
    try:
        _check_target(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        while True:
            with locked(target, wait) as lock:
                if lock.answer:
                    theirs = _fetched_by_another(lock.answer, target, wanted)
                    if theirs is not None:
                        return theirs
                    continue
                with new_session() as session:
                    fetch = _Fetch(
                        session,
                        Part(target),
                        wanted,
                        headers or {},
                        progress,
                        Limits(most_bytes, silence),
                        tries,
                        wait,
                    )
                    made = fetch.from_any(urls)
                lock.leave(json.dumps(asdict(made) | {"path": ""}))
                return made
    except OSError as e:
        raise AutarkyError(
            f"{target} cannot be written: {e.strerror or e} ({e.filename or target.parent}); give a folder that you"
            " may write to (AUTARKY_DATA_DIR)"
        ) from e


@dataclass(frozen=True)
class _Fetch:
    session: "requests.Session"
    part: Part
    sha256: str
    headers: Mapping[str, str]
    progress: Progress | None
    limits: Limits
    tries: int
    wait: Callable[[float], None]

    def from_any(self, urls: Sequence[str]) -> Fetched:
        failures: list[tuple[str, AttemptError]] = []
        for url in dict.fromkeys(urls):
            try:
                return self.from_one(url)
            except AttemptError as failure:
                failures.append((url, failure))
        raise AutarkyError(self._all_failed(failures))

    def from_one(self, url: str) -> Fetched:
        whole = self._whole(url)
        sha256 = sha256_of(self.part.path)
        if self.sha256 and sha256 != self.sha256 and whole.resumed:
            # perhaps put together from two versions: only a file in one piece is evidence against the publisher
            self.part.drop()
            whole = self._whole(url)
            sha256 = sha256_of(self.part.path)
        size = self.part.size
        if self.sha256 and sha256 != self.sha256:
            self.part.drop()
            raise AttemptError(
                f"its contents are not those expected: SHA-256 expected {self.sha256}, obtained {sha256}"
                f" ({size:,} bytes). Its publisher may have changed the file; nothing"
                " was kept. If you want it as it is now, hand it over with --from FILE: its own hash is recorded then"
            )
        self.part.finish()
        return Fetched(
            path=self.part.target,
            sha256=sha256,
            bytes=size,
            url=shown(whole.url),
            retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
            etag=whole.version.etag,
            last_modified=whole.version.last_modified,
        )

    def _whole(self, url: str) -> Whole:
        """Attempt until the part is whole; `AttemptError` after `tries` attempts in a row that brought nothing new."""
        most, in_vain = self.part.size, 0
        for count in range(1, MOST_ATTEMPTS + 1):
            try:
                return attempt(self.session, self.part, url, self.headers, self.limits, self.progress)
            except AttemptError as failure:
                if failure.spoilt:
                    self.part.drop()
                new = self.part.size > most
                most = max(most, self.part.size)
                in_vain = 0 if new else in_vain + 1
                if not failure.again:
                    raise
                if failure.after is not None and failure.after > LONGEST_WAIT:
                    failure.reason += f" and asks to wait {failure.after:,.0f} seconds: try again then"
                    raise
                if in_vain >= self.tries or count == MOST_ATTEMPTS:
                    failure.reason += f" (tried {count} times)" if count > 1 else ""
                    raise
                backoff = min(LONGEST_BACKOFF, 2.0 ** max(0, in_vain - 1))
                self.wait(backoff if failure.after is None else max(1.0, failure.after))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _all_failed(self, failures: Sequence[tuple[str, AttemptError]]) -> str:
        name = self.part.target.name
        lines = [f"{name} could not be fetched:"]
        lines += [f"  {shown(url)}: {failure.reason}" for url, failure in failures]
        if all(failure.network for _, failure in failures):
            hosts = " or ".join(dict.fromkeys(urlsplit(url).hostname or url for url, _ in failures))
            lines.append(
                f"There seems to be no way to {hosts} from here. Where a proxy is needed, set HTTPS_PROXY."
                f" Without a network: {BY_HAND[0].lower()}{BY_HAND[1:]}."
            )
        else:
            lines.append(f"{BY_HAND}, or try again later.")
        size = self.part.size
        if size:
            lines.append(f"{size:,} bytes are kept; the same command goes on from there.")
        return "\n".join(lines)


def _checked_hash(sha256: str | None) -> str:
    wanted = (sha256 or "").strip().casefold()
    if wanted and not re.fullmatch(r"[0-9a-f]{64}", wanted):
        raise InputError(f"{sha256!r} is no SHA-256: 64 hexadecimal digits expected")
    return wanted


def _check_urls(urls: Sequence[str]) -> None:
    if not urls:
        raise InputError("no address to fetch from: give --from FILE")
    for url in urls:
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good:
            raise InputError(f"{url!r} cannot be fetched: an address that begins with https:// is expected")


def _check_target(target: Path) -> None:
    if target.is_dir():
        raise InputError(f"{target} is a folder; the name of a file is expected")
    if any(p.exists() and not p.is_dir() for p in target.parents):
        raise InputError(f"{target.parent} is not a folder")


def _fetched_by_another(answer: str, target: Path, sha256: str) -> Fetched | None:
    """What another process fetched while this one waited, if it is what is wanted."""
    try:
        theirs = Fetched(**(json.loads(answer) | {"path": target}))
    except (ValueError, TypeError):
        return None
    if not target.is_file() or target.stat().st_size != theirs.bytes or sha256 not in ("", theirs.sha256):
        return None
    return theirs


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    import pooch

    return str(pooch.file_hash(str(path), alg="sha256"))
