"""Where results lie: a folder or a bucket, the same through fsspec, each object there whole or not at all."""

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from autarky.errors import AutarkyError, InputError
from autarky.files.writing import replacing

log = logging.getLogger(__name__)
# stores whose put makes an object visible when it is complete; elsewhere a file is renamed into place
WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"}
PAUSES = (0.5, 2.0)  # seconds before a write is tried again; a network has hiccups


class StoreError(AutarkyError):
    """The store cannot be read or written: says where and why, and what is safe."""


def default_store() -> str:
    """The store in autarky's cache folder, which all studies of a user share."""
    from autarky.economy.backend import cache_folder

    return str(cache_folder() / "studies")


def _faults() -> tuple[type[Exception], ...]:
    """What a store raises when it does not do what it should: OSError, and what clients of buckets add."""
    found: list[type[Exception]] = [OSError]
    with suppress(ImportError):
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

        found += [BotoCoreError, ClientError]
    return tuple(found)


class Store:
    """Objects by path below one root. Raises `InputError` for an address that means nothing, `StoreError` later."""

    def __init__(self, url: str | Path | None = None) -> None:
        import fsspec  # type: ignore[import-untyped]

        self.url = default_store() if url is None else str(url)
        try:
            self._fs, root = fsspec.core.url_to_fs(self.url)
        except ImportError as e:
            raise InputError(f"--store {self.url}: needs a package that is not installed ({e})") from None
        except (ValueError, TypeError, OSError) as e:
            raise InputError(
                f"--store {self.url}: not the address of a store ({e}); a folder, s3://bucket/folder, memory://name"
            ) from None
        protocols = self._fs.protocol
        names = {protocols} if isinstance(protocols, str) else set(protocols)
        self.local = bool(names & {"file", "local"})
        self._whole = bool(names & WHOLE)
        self._root = root.rstrip("/")
        if self.local and Path(root).exists() and not Path(root).is_dir():
            raise InputError(f"--store {self.url} is a file, not a folder")

    def where(self, *parts: str) -> str:
        """The address of an object, for messages and for other programs."""
        path = "/".join((self._root, *parts))
        return path if self.local else str(self._fs.unstrip_protocol(path))

    def names(self, *parts: str) -> list[str]:
        """Names in a folder, in order; none where it does not exist. Unfinished files are not among them."""
        path = self._path(*parts)

        def listed() -> list[str]:
            self._fs.invalidate_cache()
            try:
                found = self._fs.ls(path, detail=False)
            except FileNotFoundError:
                return []
            names = {str(f).rstrip("/").rsplit("/", 1)[-1] for f in found if str(f).rstrip("/") != path}
            return sorted(n for n in names if not n.startswith("."))

        return self._try("list", path, listed)

    def read(self, *parts: str) -> bytes | None:
        """The whole object, None where there is none."""
        path = self._path(*parts)

        def got() -> bytes | None:
            try:
                return bytes(self._fs.cat_file(path))
            except FileNotFoundError:
                return None

        return self._try("read", path, got)

    def footer(self, *parts: str) -> Any:
        """The footer of a Parquet object (`pyarrow.parquet.FileMetaData`); raises what pyarrow does where damaged."""
        import pyarrow.parquet as pq

        with self._fs.open(self._path(*parts), "rb") as file:
            return pq.read_metadata(file)

    def write(self, data: bytes, *parts: str) -> None:
        """Put an object there, whole or not at all. Raises `StoreError`."""
        path = self._path(*parts)

        def put() -> None:
            if self.local:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                with replacing(Path(path)) as temporary, temporary.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            elif self._whole:
                self._fs.pipe_file(path, data)
            else:
                folder, _, name = path.rpartition("/")
                self._fs.makedirs(folder, exist_ok=True)
                self._fs.pipe_file(f"{folder}/.{name}.part", data)
                self._fs.mv(f"{folder}/.{name}.part", path)

        self._try("write", path, put)

    def move(self, source: tuple[str, ...], target: tuple[str, ...]) -> None:
        path, to = self._path(*source), self._path(*target)

        def moved() -> None:
            self._fs.makedirs(to.rpartition("/")[0], exist_ok=True)
            self._fs.mv(path, to)

        self._try("move", path, moved)

    def remove(self, *parts: str) -> None:
        """Delete an object; nothing happens where there is none."""
        path = self._path(*parts)

        def removed() -> None:
            with suppress(FileNotFoundError):
                self._fs.rm_file(path)

        self._try("delete", path, removed)

    def write_json(self, value: Any, *parts: str) -> None:
        self.write((json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode(), *parts)

    def read_json(self, *parts: str) -> dict[str, Any] | None:
        """The object as JSON; None where there is none or where it is damaged."""
        raw = self.read(*parts)
        if raw is None:
            return None
        try:
            value = json.loads(raw)
        except ValueError:
            log.warning("%s is damaged and left aside", self.where(*parts))
            return None
        return value if isinstance(value, dict) else None

    def _path(self, *parts: str) -> str:
        return "/".join((self._root, *parts))

    def _try[T](self, what: str, path: str, do: Callable[[], T]) -> T:
        for pause in self._pauses():
            try:
                return do()
            except _faults() as e:
                if pause is None or isinstance(e, PermissionError | IsADirectoryError | NotADirectoryError):
                    raise StoreError(f"cannot {what} {path}: {getattr(e, 'strerror', None) or e}") from e
                log.warning("cannot %s %s yet: %s", what, path, e)
                time.sleep(pause)
        raise AssertionError("unreachable")

    def _pauses(self) -> Iterator[float | None]:
        yield from () if self.local else PAUSES
        yield None
