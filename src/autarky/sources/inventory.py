"""What is here of the sources: tables and raw files, whether they are still what was fetched, removing them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autarky.errors import InputError
from autarky.files.decoding import decoding
from autarky.sources.io.folder import data_folder, raw_folder, source_folder
from autarky.sources.io.tidy import Record, read_record


@dataclass(frozen=True)
class Verified:
    """A file and whether it is what its record says."""

    source: str
    key: str
    file: Path
    verdict: Literal["as fetched", "readable", "changed"]
    detail: str = ""


def here() -> tuple[str, ...]:
    """Names of sources of which something is here."""
    folder = data_folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(p.name for p in folder.iterdir() if p.is_dir() and tables(p.name)))


def tables(source: str) -> tuple[Path, ...]:
    """Tidy tables of a source that are here."""
    folder = source_folder(source)
    return tuple(sorted(folder.glob("*.parquet"))) if folder.is_dir() else ()


def records(source: str) -> dict[Path, Record]:
    """The records of the tables of a source; damaged tables are left out (`verify` tells)."""
    found = {}
    for path in tables(source):
        try:
            found[path] = read_record(path)
        except InputError:
            continue
    return found


def kept_files(source: str, keys: Sequence[str] = (), *, raw_only: bool = False) -> tuple[Path, ...]:
    """Files of a source that are here, those of `keys` only where given."""
    found: list[Path] = []
    if not raw_only:
        found += [p for p in tables(source) if not keys or p.stem.partition("~")[0] in keys]
    raw = raw_folder(source)
    if raw.is_dir():
        for path in sorted(raw.iterdir()):
            about = path if path.suffix == ".json" else path.with_name(f"{path.name}.json")
            if not keys or (about.exists() and json.loads(about.read_text("utf-8")).get("key") in keys):
                found.append(path)
    return tuple(found)


def remove(files: Iterable[Path]) -> None:
    """Remove files and the folders that they leave empty."""
    folders = set()
    for file in files:
        file.unlink(missing_ok=True)
        folders.add(file.parent)
    for folder in sorted(folders, key=lambda p: -len(p.parts)):
        for empty in (folder, folder.parent):
            if empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()


def verify(source: str | None = None) -> list[Verified]:
    """Every raw file against its recorded hash, every table against its record and number of rows."""
    import pyarrow.parquet as pq

    from autarky.sources.io.download import sha256_of

    found: list[Verified] = []
    for name in [source] if source else here():
        raw = raw_folder(name)
        for about in sorted(raw.glob("*.json")) if raw.is_dir() else ():
            known = json.loads(about.read_text(encoding="utf-8"))
            file = about.with_suffix("")
            if not file.exists():
                continue  # removed to save room; the table keeps its record
            same = sha256_of(file) == known["sha256"]
            detail = "" if same else "its hash is not the one recorded when it was fetched"
            found.append(Verified(name, known["key"], file, "as fetched" if same else "changed", detail))
        for path in tables(name):
            try:
                record = read_record(path)
                with decoding(), pq.ParquetFile(path) as opened:
                    rows = sum(b.num_rows for b in opened.iter_batches(columns=opened.schema_arrow.names[:1]))
            except InputError as e:
                found.append(Verified(name, path.stem, path, "changed", str(e)[:200]))
                continue
            same = rows == record.rows
            detail = "" if same else f"{rows:,} rows, {record.rows:,} recorded"
            found.append(Verified(name, record.key, path, "readable" if same else "changed", detail))
    return found
