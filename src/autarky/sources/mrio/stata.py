"""Reading inter-country tables in Stata files: one row a seller, one column a buyer (vAUS1 ... vROW61)."""

import io
import re
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autarky.errors import InputError
from autarky.sources.mrio.block import Block
from autarky.sources.mrio.layout import Label, Layout
from autarky.sources.mrio.source import opened

NAMED = ("IndustryCode", "Country")


def read_stata(path: Path, layout: Layout, patterns: Sequence[str]) -> tuple[Block, list[str]]:
    """The table, and the years in its column Year. Columns are numbered: industries, then final uses."""
    import pandas as pd

    with opened(path, *patterns) as (stream, file):
        raw = stream.read()
    try:
        frame = pd.read_stata(io.BytesIO(raw))
    except (ValueError, OSError, struct.error, KeyError, IndexError, UnicodeDecodeError) as e:
        raise InputError(f"{file} is damaged, cut short or no Stata file ({e}); fetch it again") from e
    missing = [c for c in NAMED if c not in frame.columns]
    if missing:
        raise InputError(f"{file}: no column {', '.join(missing)}; expected the WIOT with {', '.join(NAMED)}")
    items = (*layout.industries, *layout.uses)
    columns: list[Label] = []
    taken = []
    for name in frame.columns:
        match = re.fullmatch(r"v?([A-Z]{3})(\d+)", str(name))
        if match and 1 <= int(match[2]) <= len(items):
            columns.append((match[1], items[int(match[2]) - 1]))
        elif name in ("TOT", "vTOT"):
            columns.append(("", "GO"))
        else:
            if match:
                raise InputError(
                    f"{file}: column {name}: expected numbers 1 to {len(items)} of {layout.edition}"
                )
            continue
        if not pd.api.types.is_numeric_dtype(frame[name]):
            raise InputError(
                f"{file}, column {name}: expected numbers, found text such as {frame[name].iloc[0]!r}"
            )
        taken.append(name)
    if not taken:
        raise InputError(f"{file}: no columns vAUS1 ...; is it the table itself?")
    rows = [
        (str(e).strip(), str(i).strip()) for e, i in zip(frame["Country"], frame["IndustryCode"], strict=True)
    ]
    years = sorted({str(int(y)) for y in frame["Year"]}) if "Year" in frame.columns else []
    if len(years) > 1:
        raise InputError(f"{file}: column Year holds {', '.join(years)}; expected the table of one year")
    values = frame[taken].to_numpy(dtype=float, copy=True)
    return Block(file, np.ascontiguousarray(values), rows, columns, range(1, len(rows) + 1), join=" "), years
