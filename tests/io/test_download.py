"""Fetching from a server that does everything wrong: what comes, and what is made of it."""

import gzip
import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path

import hostile_server as hs
import pytest
from fetching import DATA, HASH, PAGE, Waits, fetch, left, ranges
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autarky.errors import AutarkyError
from autarky.sources.io.download import sha256_of


def test_a_good_server(server: hs.HostileServer, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    got = fetch(
        server.says(hs.ranged(DATA, changed="Wed, 01 Jan 2025 00:00:00 GMT")),
        tmp_path / "a" / "b",
        sha256=HASH.upper(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert got.path.read_bytes() == DATA and (got.sha256, got.bytes) == (HASH, len(DATA))
    assert got.etag == '"v1"' and got.last_modified == "Wed, 01 Jan 2025 00:00:00 GMT"
    assert datetime.fromisoformat(got.retrieved).utcoffset() == timedelta(0)
    assert seen[-1] == (len(DATA), len(DATA)) and [d for d, _ in seen] == sorted(d for d, _ in seen)
    assert left(tmp_path / "a" / "b") == {"file.bin"}
    headers = server.seen[0][1]
    assert headers["User-Agent"].startswith("autarky/") and headers["Accept-Encoding"] == "identity"


def test_broken_off_several_times_goes_on(server: hs.HostileServer, tmp_path: Path) -> None:
    waits = Waits()
    url = server.says(*(hs.ranged(DATA, cut=n) for n in (1, 100_000, 50_000)), hs.ranged(DATA))
    assert fetch(url, tmp_path, tries=1 + 1, wait=waits).path.read_bytes() == DATA
    assert ranges(server) == [None, "bytes=1-", "bytes=100001-", "bytes=150001-"]
    assert [h.get("If-Range") for _, h in server.seen[1:]] == ['"v1"'] * 3
    assert server.served == len(DATA)  # not a byte twice
    assert waits == [1, 1, 1]
    assert left(tmp_path) == {"file.bin"}


def test_a_later_process_goes_on(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.ranged(DATA, cut=200_000), hs.status(503))
    with pytest.raises(AutarkyError, match=r"(?s)503.*200,000 bytes are kept; the same command goes on"):
        fetch(url, tmp_path, tries=2)
    assert left(tmp_path) == {".file.bin.part", ".file.bin.part.json"}
    server.says(hs.ranged(DATA))
    assert fetch(url, tmp_path).sha256 == HASH
    assert server.served == len(DATA) + len(b"no") * 2 and left(tmp_path) == {"file.bin"}


def test_the_date_of_the_last_change_serves_where_there_is_no_strong_etag(
    server: hs.HostileServer, tmp_path: Path
) -> None:
    date = "Wed, 01 Jan 2025 00:00:00 GMT"
    url = server.says(
        hs.ranged(DATA, etag='W/"x"', changed=date, cut=9_000), hs.ranged(DATA, etag='W/"x"', changed=date)
    )
    assert fetch(url, tmp_path).sha256 == HASH
    assert server.seen[1][1]["If-Range"] == date


def test_no_validator_or_a_server_that_ignores_ranges_starts_again(
    server: hs.HostileServer, tmp_path: Path
) -> None:
    url = server.says(
        hs.whole(DATA, cut=5_000), hs.whole(DATA, {"ETag": '"a"'}, cut=6_000), hs.whole(DATA, {"ETag": '"a"'})
    )
    assert fetch(url, tmp_path).sha256 == HASH
    assert ranges(server) == [None, None, "bytes=6000-"]


def test_a_file_that_changes_between_attempts(server: hs.HostileServer, tmp_path: Path) -> None:
    new = DATA[::-1]
    url = server.says(hs.ranged(DATA, cut=150_000), hs.ranged(new, etag='"v2"'))
    got = fetch(url, tmp_path)
    assert got.path.read_bytes() == new and got.etag == '"v2"'


@pytest.mark.parametrize("etag", ['"v1"', '"v2"'])
def test_a_piece_of_another_version_is_not_joined(
    etag: str, server: hs.HostileServer, tmp_path: Path
) -> None:
    """A server that ignores If-Range and sends a piece of the new file: told by its length or its ETag."""
    new = DATA[::-1] + (b"x" if etag == '"v1"' else b"")

    def careless(h: hs.Handler) -> None:
        del h.headers["If-Range"]
        hs.ranged(new, etag=etag)(h)

    url = server.says(hs.ranged(DATA, cut=150_000), careless)
    assert fetch(url, tmp_path).path.read_bytes() == new


def test_a_wrong_piece(server: hs.HostileServer, tmp_path: Path) -> None:
    shifted = hs.status(206, {"Content-Range": f"bytes 9-{len(DATA) - 1}/{len(DATA)}"}, DATA[9:])
    url = server.says(hs.ranged(DATA, cut=10), shifted, hs.ranged(DATA))
    assert fetch(url, tmp_path).sha256 == HASH
    assert ranges(server) == [None, "bytes=10-", None]
    with pytest.raises(AutarkyError, match="a piece of the file, though the whole was asked for"):
        fetch(server.says(shifted), tmp_path, "other.bin")


def test_beyond_the_end(server: hs.HostileServer, tmp_path: Path) -> None:
    """416: all is there (a process died before the renaming), or the file has become shorter."""
    part, notes = tmp_path / ".file.bin.part", tmp_path / ".file.bin.part.json"
    url = server.says(hs.ranged(DATA))
    known = {"url": url, "etag": '"v1"', "last_modified": "", "total": len(DATA)}
    part.write_bytes(DATA)
    notes.write_text(json.dumps(known))
    assert fetch(url, tmp_path).sha256 == HASH and server.served == 0
    part.write_bytes(DATA + b"more")
    notes.write_text(json.dumps(known | {"total": None}))
    assert fetch(url, tmp_path).sha256 == HASH and server.served == len(DATA)
    with pytest.raises(AutarkyError, match="416, though the whole"):
        fetch(server.says(hs.status(416)), tmp_path, "other.bin")


@pytest.mark.parametrize("notes", ["", "{", "[]", '{"a": 1}', "null"])
def test_notes_that_are_damaged_start_again(notes: str, server: hs.HostileServer, tmp_path: Path) -> None:
    (tmp_path / ".file.bin.part").write_bytes(b"garbage")
    (tmp_path / ".file.bin.part.json").write_text(notes)
    assert fetch(server.says(hs.ranged(DATA)), tmp_path).sha256 == HASH


def test_lengths_that_lie(server: hs.HostileServer, tmp_path: Path) -> None:
    too_long = hs.whole(DATA, {"Content-Length": str(len(DATA) + 10), "ETag": '"a"'})
    with pytest.raises(AutarkyError, match=r"broke off \(tried \d times\)"):
        fetch(server.says(too_long), tmp_path, tries=3)
    huge = hs.whole(DATA, {"Content-Length": str(10**18)})
    with pytest.raises(AutarkyError, match=r"no room for file\.bin: 1,000,000,000,000\.0 MB more are needed"):
        fetch(server.says(huge), tmp_path)
    too_short = hs.whole(DATA, {"Content-Length": "250000"})
    with pytest.raises(AutarkyError, match=f"expected {HASH}"):
        fetch(server.says(too_short), tmp_path, sha256=HASH)
    assert "file.bin" not in left(tmp_path)


def test_no_length(server: hs.HostileServer, tmp_path: Path) -> None:
    totals: set[int | None] = set()
    url = server.says(hs.chunked(DATA, cut=True), hs.chunked(DATA))
    assert fetch(url, tmp_path, progress=lambda _, total: totals.add(total)).sha256 == HASH
    assert totals == {None} and len(server.seen) == 2
    assert fetch(server.says(hs.endless(DATA)), tmp_path).sha256 == HASH


def test_too_large(server: hs.HostileServer, tmp_path: Path) -> None:
    for answer in (hs.ranged(DATA), hs.chunked(DATA), hs.gzipped(b"\0" * 3_000_000)):
        with pytest.raises(AutarkyError, match=r"larger than the 0\.2 MB expected at most"):
            fetch(server.says(answer), tmp_path, most_bytes=200_000)
        assert not left(tmp_path)
    assert len(server.seen) == 3  # no second try
    assert fetch(server.says(hs.ranged(DATA)), tmp_path, most_bytes=len(DATA)).bytes == len(DATA)


def test_compressed_on_its_way(server: hs.HostileServer, tmp_path: Path) -> None:
    assert fetch(server.says(hs.gzipped(DATA)), tmp_path, sha256=HASH).bytes == len(DATA)
    packed = gzip.compress(DATA)
    got = fetch(server.says(hs.gzipped(DATA)), tmp_path, "file.csv.gz")
    assert got.path.read_bytes() == packed  # the file itself is meant
    for body, said in ((packed[:-4], "cut short"), (packed[:-8] + bytes(8), "damaged"), (DATA, "damaged")):
        broken = hs.status(200, {"Content-Encoding": "gzip"}, body)
        with pytest.raises(AutarkyError, match=f"compressed answer that is {said}"):
            fetch(server.says(broken), tmp_path, "other.bin", tries=2)
    twice = hs.status(
        200, {"Content-Encoding": "gzip"}, gzip.compress(DATA[:1000]) + gzip.compress(DATA[1000:])
    )
    assert fetch(server.says(twice), tmp_path).sha256 == HASH
    with pytest.raises(AutarkyError, match="encoding 'br', though none was asked for"):
        fetch(server.says(hs.status(200, {"Content-Encoding": "br"}, DATA)), tmp_path, "other.bin")


def test_wrong_hash(server: hs.HostileServer, tmp_path: Path) -> None:
    (tmp_path / "file.bin").write_bytes(b"older")
    url = server.says(hs.ranged(DATA[:-1]))
    with pytest.raises(AutarkyError) as caught:
        fetch(url, tmp_path, sha256=HASH)
    message = str(caught.value)
    obtained = hashlib.sha256(DATA[:-1]).hexdigest()
    assert all(x in message for x in (HASH, obtained, url, "may have changed the file", "--from FILE"))
    assert caught.value.exit_code == 1 and len(server.seen) == 1
    assert left(tmp_path) == {"file.bin"} and (tmp_path / "file.bin").read_bytes() == b"older"


def test_wrong_hash_after_going_on_is_tried_once_in_one_piece(
    server: hs.HostileServer, tmp_path: Path
) -> None:
    """Two versions under one ETag, of one length: only the hash tells."""
    url = server.says(hs.ranged(DATA[::-1], cut=1_000), hs.ranged(DATA))
    assert fetch(url, tmp_path, sha256=HASH).path.read_bytes() == DATA
    assert ranges(server) == [None, "bytes=1000-", None]


def test_a_page_instead_of_the_file(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.status(200, {"Content-Type": "text/html"}, b"\n <!-- x -->" + PAGE))
    with pytest.raises(AutarkyError, match=r"sent an HTML page titled “Please log in” instead of a\.csv"):
        fetch(url, tmp_path, "a.csv")
    assert not left(tmp_path) and len(server.seen) == 1
    assert fetch(url, tmp_path, "a.html").bytes > 0
    with pytest.raises(AutarkyError, match=r"sent JSON text instead of a\.zip"):
        fetch(server.says(hs.status(200, {}, b'{"error": "quota"}')), tmp_path, "a.zip")
    with pytest.raises(AutarkyError, match="sent an empty file"):
        fetch(server.says(hs.status(200, {}, b"")), tmp_path)


def test_a_page_does_not_cost_what_was_fetched(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.ranged(DATA, cut=100_000), hs.status(200, {}, PAGE))
    with pytest.raises(AutarkyError, match="HTML page"):
        fetch(url, tmp_path)
    server.says(hs.ranged(DATA))
    assert fetch(url, tmp_path).sha256 == HASH
    assert ranges(server)[-1] == "bytes=100000-"


def test_a_server_that_falls_silent(server: hs.HostileServer, tmp_path: Path) -> None:
    url = server.says(hs.ranged(DATA, stall=100_000), hs.ranged(DATA))
    assert fetch(url, tmp_path, silence=0.2).sha256 == HASH
    assert ranges(server) == [None, "bytes=100000-"]
    with pytest.raises(AutarkyError, match=r"127\.0\.0\.1 fell silent"):
        fetch(server.says(hs.ranged(DATA, stall=0)), tmp_path, "other.bin", silence=0.1, tries=1)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.integers(1, 20_000),
    cuts=st.lists(st.tuples(st.integers(0, 20_000), st.booleans()), max_size=6),
)
def test_breaks_anywhere_give_the_same_bytes(
    size: int, cuts: list[tuple[int, bool]], server: hs.HostileServer, tmp_path: Path
) -> None:
    """Each answer breaks off somewhere; some ignore the range. The file is whole, or not there."""
    data = DATA[:size]
    answers = [
        hs.ranged(data, cut=n) if good else hs.whole(data, {"ETag": '"v1"'}, cut=n) for n, good in cuts
    ]
    url = server.says(*answers, hs.ranged(data))
    got = fetch(url, tmp_path, tries=10)
    assert got.path.read_bytes() == data
    got.path.unlink()
    assert not left(tmp_path)


def test_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(DATA)
    assert sha256_of(tmp_path / "a") == HASH
