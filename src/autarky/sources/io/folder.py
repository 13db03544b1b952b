"""Where fetched data lie: one folder per source, raw files as fetched, tidy tables made of them."""

import os
from pathlib import Path

VARIABLE = "AUTARKY_DATA_DIR"


def data_folder() -> Path:
    """The folder of all fetched data: `$AUTARKY_DATA_DIR`, or the usual place for data of a user."""
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("autarky", appauthor=False) / "data"


def source_folder(source: str) -> Path:
    """The folder of one source: tidy tables `KEY.parquet`, raw files in `raw/`."""
    return data_folder() / source


def raw_folder(source: str) -> Path:
    """Files as their publisher gave them, each with a `.json` that says where and when it was fetched."""
    return source_folder(source) / "raw"


def tidy_path(source: str, key: str) -> Path:
    return source_folder(source) / f"{key}.parquet"
