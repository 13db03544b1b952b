"""Getting data: choosing the pieces, fetching the raw file or taking one fetched by hand, making the tidy table."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from autarky.errors import InputError, did_you_mean
from autarky.files.writing import replacing
from autarky.sources.base import Only, Piece, Source
from autarky.sources.io.folder import raw_folder, tidy_path
from autarky.sources.io.tidy import Notes, Record, read_record, write_tidy

Progress = Callable[[str, int, int | None], None]  # what, bytes so far, bytes in all


@dataclass(frozen=True)
class Raw:
    """A raw file and what is known of it."""

    path: Path
    sha256: str
    bytes: int
    url: str = ""
    retrieved: str = ""


def choose(
    source: Source, *, years: Sequence[int] = (), keys: Sequence[str] = (), edition: str = ""
) -> tuple[Piece, ...]:
    """The pieces of `source` with these years, keys and edition; all of them where nothing is asked and there is
    only one. Raises `InputError` that says which there are."""
    pieces = source.pieces()
    name = source.about.name
    known = {p.key: p for p in pieces}
    for key in keys:
        if key not in known:
            raise InputError(f"{name} has no {key!r}{did_you_mean(key, known)}; it has {in_short(pieces)}")
    chosen = [p for p in pieces if not keys or p.key in keys]
    if edition:
        chosen = [p for p in chosen if p.key.startswith(f"{edition}-")]
        if not chosen:
            raise InputError(f"{name} has no edition {edition!r}; it has {in_short(pieces)}")
    if years:
        found: dict[str, Piece] = {}
        for year in years:
            having = [p for p in chosen if year in p.years]
            if not having:
                raise InputError(f"{name} has no year {year}; it has {in_short(pieces)}")
            found |= {having[0].key: having[0]}  # the newest edition stands first
        chosen = list(found.values())
    elif not keys and len(pieces) > 1:
        raise InputError(f"which part of {name}? Name --year or --key: it has {in_short(pieces)}")
    return tuple(chosen)


def choose_for(
    source: Source,
    *,
    years: Sequence[int] = (),
    keys: Sequence[str] = (),
    edition: str = "",
    file: Path | None = None,
) -> tuple[Piece, ...]:
    """As `choose`; a file fetched by hand tells by its name which piece it is, where nothing else does."""
    if file is None:
        return choose(source, years=years, keys=keys, edition=edition)
    if not years and not keys:
        told = piece_of_file(source, file)
        if told is not None:
            return (told,)
    chosen = choose(source, years=years, keys=keys, edition=edition)
    if len(chosen) > 1:
        raise InputError(
            f"{file.name} is one file, but {len(chosen)} parts of {source.about.name} are asked; name one"
            " --year or --key"
        )
    return chosen


def query(source: Source, years: Sequence[int], only: Only) -> tuple[Piece, ...]:
    """The pieces that answer a query, for sources that are asked rather than downloaded (`Queryable`); else
    none."""
    ask = getattr(source, "piece_for", None)
    if ask is None or not only:
        return ()
    if not years:
        raise InputError(f"{source.about.name} answers queries: name the --year too")
    return tuple(ask(year, only) for year in years)


def in_short(pieces: Sequence[Piece]) -> str:
    """``2000-2014`` or a list of keys, for messages."""
    if not pieces:
        return "nothing"
    keys = [p.key for p in pieces]
    years = sorted({y for p in pieces for y in p.years})
    if len(keys) > 8 and years:
        return f"years {years[0]}-{years[-1]} (keys {keys[0]}, {keys[1]} ... {keys[-1]})"
    return ", ".join(keys)


def made_path(source: Source, piece: Piece, only: Only) -> Path:
    """Where the tidy table of a piece lies; a filtered one has a name of its own."""
    if not only:
        return tidy_path(source.about.name, piece.key)
    text = json.dumps({k: sorted(v) for k, v in sorted(only.items())})
    return tidy_path(source.about.name, f"{piece.key}~{hashlib.sha256(text.encode()).hexdigest()[:8]}")


def make(
    source: Source,
    piece: Piece,
    *,
    only: Only | None = None,
    file: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Record:
    """The tidy table of a piece, made if it is not there (or `force`), from `file` or from the publisher.

    Raises `InputError` for a file that is not what the source reads and `AutarkyError` where fetching fails;
    either way an older table stays as it was.
    """
    only = only or {}
    unknown = [c for c in only if c not in {column.name for column in source.columns}]
    if unknown:
        names = [c.name for c in source.columns]
        raise InputError(
            f"{source.about.name} has no column {unknown[0]!r}{did_you_mean(unknown[0], names)};"
            f" it has {', '.join(names)}"
        )
    target = made_path(source, piece, only)
    if target.exists() and not force and file is None:
        return read_record(target)
    raw = by_hand(file) if file is not None else fetch(source, piece, force=force, progress=progress)
    notes = Notes()
    about = source.about
    record = Record(
        source=about.name,
        key=piece.key,
        title=about.title,
        provider=about.provider,
        licence=about.licence,
        citation=about.citation,
        unit=about.unit,
        years=piece.years,
        url=raw.url or about.url,
        raw_file=raw.path.name,
        sha256=raw.sha256,
        bytes=raw.bytes,
        retrieved=raw.retrieved,
        package_version=_version(),
        only={k: tuple(v) for k, v in only.items()},
    )
    return write_tidy(target, source.columns, source.read(raw.path, piece, only, notes), record, notes)


def _version() -> str:
    from autarky import __version__

    return __version__


def by_hand(file: Path) -> Raw:
    """A file that the user has; it stays where it is."""
    from autarky.sources.io.download import sha256_of

    if file.is_dir():  # a source may read a folder of files (the Factbook)
        return Raw(file, "", sum(p.stat().st_size for p in file.rglob("*") if p.is_file()))
    if not file.exists():
        raise InputError(f"{file} does not exist")
    return Raw(file, sha256_of(file), file.stat().st_size)


def piece_of_file(source: Source, file: Path) -> Piece | None:
    """The piece that a file's name says it is, if exactly one."""
    matching = [
        p
        for p in source.pieces()
        if any(fnmatch(file.name.lower(), x.lower()) for x in (p.file, *p.patterns))
    ]
    return matching[0] if len(matching) == 1 else None


def fetch(source: Source, piece: Piece, *, force: bool = False, progress: Progress | None = None) -> Raw:
    """The raw file of a piece: the one at hand if its hash is that of its record, or fetched."""
    import os

    from autarky.sources.io.download import download, sha256_of

    folder = raw_folder(source.about.name)
    target, about = folder / piece.file, folder / f"{piece.file}.json"
    if target.exists() and about.exists() and not force:
        known = json.loads(about.read_text(encoding="utf-8"))
        if known["sha256"] == sha256_of(target) and piece.sha256 in ("", known["sha256"]):
            return Raw(target, known["sha256"], known["bytes"], known["url"], known["retrieved"])
    if not piece.urls:
        hint = source.about.by_hand or f"get it from {source.about.url}"
        raise InputError(
            f"{source.about.name} {piece.key} cannot be fetched by a program: {hint}; then"
            f" autarky data get {source.about.name} --key {piece.key} --from FILE"
        )
    headers: dict[str, str] = dict(piece.headers)
    if source.about.key and not os.environ.get(source.about.key) and headers:
        raise InputError(f"{source.about.name} needs a key: set {source.about.key}; see {source.about.url}")
    headers = {k: os.path.expandvars(v) for k, v in headers.items()}
    folder.mkdir(parents=True, exist_ok=True)
    got = download(
        piece.urls,
        target,
        sha256=piece.sha256 or None,
        headers=headers,
        progress=None if progress is None else lambda done, all_: progress(piece.file, done, all_),
    )
    known_now: dict[str, Any] = {
        "source": source.about.name,
        "key": piece.key,
        "url": got.url,
        "sha256": got.sha256,
        "bytes": got.bytes,
        "retrieved": got.retrieved,
    }
    with replacing(about) as temporary:
        temporary.write_text(json.dumps(known_now, indent=1), encoding="utf-8")
    return Raw(target, got.sha256, got.bytes, got.url, got.retrieved)
