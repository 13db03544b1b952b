"""Tariff rates by origin, sector and destination of a world, from a tidy source or a table of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError, did_you_mean
from autarky.files.decoding import DamagedError, decoding
from autarky.world.accounts import World
from autarky.world.sectors import industry_of
from autarky.worlds.model import Spec, Tariffs

if TYPE_CHECKING:
    import pandas as pd


def tariff_rates(spec: Spec, given: Tariffs, world: World) -> tuple[np.ndarray, str]:
    """Rates (N, J, N), NaN where the data have none, and where they are from.

    Products (HS) go to the industry that `products.industry_of` names; a sector's rate is the simple mean over
    its products and members with a rate, as trade by product is not in the world.
    """
    frame, where = _own(spec.path(given.file)) if given.file else _from_source(given, world)
    by = "sector" if "sector" in frame else "product"
    economy = {m: n for n, c in enumerate(world.economies) for m in world.members[c]}
    economy |= {c: n for n, c in enumerate(world.economies)}
    sectors_of: dict[str, list[int]] = {}
    for s, c in enumerate(world.sectors):
        for m in dict.fromkeys((c, *world.industries[c])):
            sectors_of.setdefault(m, []).append(s)
    if by == "product":
        made_by = frame["product"].astype(str).map(lambda code: industry_of(code) or "")
    else:
        made_by = frame["sector"].astype(str)
        unknown = sorted(set(made_by) - set(sectors_of))
        if unknown and given.file:
            raise InputError(
                f"{where}: sector {unknown[0]!r} is none of the world's{did_you_mean(unknown[0], sectors_of)}"
            )
    i = frame["origin"].astype(str).map(lambda c: economy.get(c, -1)).to_numpy(dtype=int)
    n = frame["destination"].astype(str).map(lambda c: economy.get(c, -1)).to_numpy(dtype=int)
    rate = frame["rate"].to_numpy(dtype=float)
    known = (i >= 0) & (n >= 0) & np.isfinite(rate)
    shape = (len(world.economies), len(world.sectors), len(world.economies))
    total, count = np.zeros(shape), np.zeros(shape)
    for code, inside in sectors_of.items():
        rows = known & (made_by == code).to_numpy()
        for s in inside:
            at = (i[rows], np.full(int(rows.sum()), s), n[rows])
            np.add.at(total, at, rate[rows])
            np.add.at(count, at, 1.0)
    return np.where(count > 0, total / np.where(count > 0, count, 1.0), np.nan), where


def _own(path: Path) -> "tuple[pd.DataFrame, str]":
    import pandas as pd

    if not path.exists():
        raise InputError(f"{path} does not exist")
    try:
        with decoding():
            if path.suffix == ".parquet":
                frame = pd.read_parquet(path)
            else:
                frame = pd.read_csv(
                    path, dtype={"product": str, "sector": str, "origin": str, "destination": str}
                )
    except DamagedError as e:
        raise InputError(f"{path} is no table of tariffs (csv or parquet): {e}") from None
    missing = [c for c in ("origin", "destination", "rate") if c not in frame]
    if missing or not {"sector", "product"} & set(frame):
        raise InputError(f"{path}: expected columns origin, destination, sector (or product) and rate")
    numbers = pd.to_numeric(frame["rate"], errors="coerce")
    wrong = numbers.isna() & frame["rate"].notna()
    if wrong.any():
        k = int(np.argmax(wrong.to_numpy()))
        raise InputError(f"{path}:{k + 2}: rate {frame['rate'].iloc[k]!r} is no number; 0.05 is 5 %")
    return frame.assign(rate=numbers), path.name


def _from_source(given: Tariffs, world: World) -> "tuple[pd.DataFrame, str]":
    from autarky.sources.get import choose, made_path
    from autarky.sources.io.tidy import read_record, read_tidy
    from autarky.sources.registry import find_source

    source = find_source(given.source)
    if source.about.group != "tariffs":
        raise InputError(f"{given.source} is no source of tariffs ({source.about.group})")
    year = given.year or world.year
    piece = choose(source, years=[year])[0]
    path = made_path(source, piece, {})
    if not path.exists():
        raise InputError(
            f"{given.source} {piece.key} is not here: autarky data get {given.source} --key {piece.key}"
        )
    columns = [c.name for c in source.columns]
    rows = read_tidy(path, columns, {"year": [year]} if "year" in columns else None).to_pandas()
    if rows.empty:
        raise InputError(f"{given.source} has no rates for {year}")
    if "duty_type" in rows:
        from autarky.sources.trade.tariff_means import applied_means

        single = [m for members in world.members.values() for m in members]
        rows = applied_means(rows, single, year, industry_of)
    return rows, f"{read_record(path).title} {year}"
