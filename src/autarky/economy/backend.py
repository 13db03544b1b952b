"""JAX set up the way autarky needs it: double precision, and compiled programs kept between runs."""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jax import Array


@cache
def prepare() -> None:
    """Turn on float64 and a persistent compilation cache in the user's cache folder (idempotent).

    ``AUTARKY_CACHE_DIR`` moves the folder; a read-only home only means that nothing is kept.
    """
    import jax

    jax.config.update("jax_enable_x64", True)
    folder = cache_folder() / "compiled"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    if jax.config.jax_compilation_cache_dir is None:
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)


def double(values: Any) -> "Array":
    """`values` as an array in double precision, whatever the precision of JAX was before."""
    prepare()
    import jax.numpy as jnp

    return jnp.asarray(values, dtype=float)


def cache_folder() -> Path:
    """Where autarky keeps what it can make again."""
    if given := os.environ.get("AUTARKY_CACHE_DIR"):
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("autarky")
