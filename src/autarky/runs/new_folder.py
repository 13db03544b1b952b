"""The folder of a run appears whole or not at all: it is made beside its place and renamed into it."""

import os
import platform
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autarky.errors import InputError
from autarky.files.process import is_alive
from autarky.files.writing import unfinished

_OURS = re.compile(
    r"report\.html|record\.json|scenario\.toml|draws\.parquet|tables|world\.nc|result-[\w.-]+\.nc"
)


def check_target(target: Path, *, force: bool = False) -> None:
    """Raise `InputError` unless a run may be put at `target`: nothing there, an empty folder, or a run of
    ours.

    With `force` any folder may go, but never a file, a link, the working folder, the home folder or one that
    holds them.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError(f"{target} exists and is no folder; name another place")
    near = next((p for p in target.absolute().parents if p.exists()), None)
    if near is None or not near.is_dir():
        raise InputError(f"{target}: {near} is no folder")
    if not os.access(near, os.W_OK):
        raise InputError(f"{target}: no permission to write in {near}")
    if not target.exists():
        return
    place = target.resolve()
    if any(p == place or place in p.parents for p in (Path.cwd().resolve(), Path.home().resolve())):
        raise InputError(f"{target} is the working or home folder, or holds it; name a new folder")
    if not (force or _is_run(target)):
        raise InputError(f"{target} holds something other than a run; name another folder, or use --force")


def _is_run(folder: Path) -> bool:
    try:
        names = [p.name for p in folder.iterdir()]
    except OSError as e:
        raise InputError(f"{folder} cannot be read: {e.strerror}") from None
    return not names or ("record.json" in names and all(_OURS.fullmatch(n) for n in names))


@contextmanager
def new_folder(target: Path, *, force: bool = False) -> Iterator[Path]:
    """An empty folder to write into; it takes the place of `target` on success, and goes on any failure."""
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    _tidy(target)
    made = Path(tempfile.mkdtemp(prefix=_prefix(target.name), dir=target.parent))
    try:
        with unfinished(made):
            made.chmod(0o777 & ~_umask())
            yield made
            check_target(target, force=force)  # again: solving takes time
            _replace(target, made)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _replace(target: Path, made: Path) -> None:
    if not target.exists():
        made.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=_prefix(target.name, "old-"), dir=target.parent))
    target.rename(old / "run")
    try:
        made.rename(target)
    except BaseException:
        (old / "run").rename(target)
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


def _prefix(name: str, what: str = "", pid: int | None = None) -> str:
    """How temporary folders for `name` begin: they say which process of which machine they belong to."""
    return f".{name}-{what}{_machine()}-{os.getpid() if pid is None else pid}-"


def _machine() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"  # folders may be shared between machines


def _tidy(target: Path) -> None:
    """Remove what killed runs left beside `target`; where one was killed while it replaced an older run, that
    run returns to its place."""
    for left in sorted(target.parent.iterdir()):
        found = re.fullmatch(rf"\.{re.escape(target.name)}-(old-)?{_machine()}-(\d+)-\w+", left.name)
        if found is None or is_alive(int(found[2])):
            continue
        if found[1] and (left / "run").is_dir() and not target.exists():
            (left / "run").rename(target)
        shutil.rmtree(left, ignore_errors=True)


def _umask() -> int:
    value = os.umask(0)
    os.umask(value)
    return value
