"""What all tests share: checks of shapes and types, hypothesis's profile, the folder of shared data, isolation."""

import os
from pathlib import Path

import platformdirs
import pytest

# Compiled programs are kept between tests and runs: their names hold all they depend on. JAX reads these when it is
# imported, which the next line does.
_COMPILED = Path(os.environ.get("AUTARKY_CACHE_DIR") or platformdirs.user_cache_path("autarky")) / "compiled"
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(_COMPILED))
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "0")
from jaxtyping import install_import_hook  # noqa: E402

# Shapes and types of every annotated function are checked in tests; the hook must come before the first import.
# The numeric tower lets an int stand for a float, as type checkers do.
install_import_hook("autarky", "beartype.beartype(conf=beartype.BeartypeConf(is_pep484_tower=True))")

SHARED = Path(__file__).parents[1] / "shared"

pytest_plugins = ["drawing", "isolation"]  # in tests/


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes never name a test: made ones (a gzip header holds the time) would differ between the workers."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests marked `shared` where the folder is absent, except in CI, where they must run (and fail)."""
    if SHARED.is_dir() or os.environ.get("CI"):
        return
    absent = pytest.mark.skip(reason=f"needs the shared data folder {SHARED.name}/ beside the checkout")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(absent)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data; only for tests marked `shared`."""
    if not SHARED.is_dir():
        pytest.fail("the shared data folder is absent although CI is set")
    return SHARED
