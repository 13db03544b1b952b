"""Reading a full-size inter-country table: OECD ICIO 2025, 4,053 rows x 4,537 columns of csv, each way in a process of
its own, with its peak memory; or an EXIOBASE 3 table of 49 x 163, without the extensions that real ones hold.

python benchmarks/read_tables.py [icio] [exiobase]

The tables are made of the embedded world: its 60 economies and copies of some of them, industries split by fixed
shares. pandas and pymrio read the same files; pymrio also sorts and splits them as autarky does.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from timing import table

ROOT = Path(__file__).parents[1]
REPEATS = 3


def main() -> None:
    if sys.argv[1:2] == ["measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    if sys.argv[1:2] == ["make"]:
        icio_file(Path(sys.argv[3])) if sys.argv[2] == "icio" else exiobase_file(Path(sys.argv[3]))
        return
    asked = sys.argv[1:] or ["icio"]
    with tempfile.TemporaryDirectory(dir=os.environ.get("AUTARKY_BENCHMARK_DIR")) as folder:
        if "icio" in asked:
            icio(Path(folder))
        if "exiobase" in asked:
            exiobase(Path(folder))


def icio(folder: Path) -> None:
    path = folder / "2022_SML.csv"
    make("icio", path)
    # pymrio finds year and edition in the name
    (folder / "ICIO2023_2022.csv").symlink_to(path)
    print(f"ICIO csv: {path.stat().st_size / 1e6:,.0f} MB\n")
    report(
        path,
        {
            "autarky, csv -> checked table": "icio table",
            "autarky, csv -> tidy parquet": "icio parquet",
            "autarky, tidy parquet -> table": "icio read",
            "pandas.read_csv, csv -> frame": "pandas",
            "pymrio.parse_oecd, csv -> IOSystem": "pymrio oecd",
        },
    )
    print(f"\ntidy parquet: {(folder / 'tidy.parquet').stat().st_size / 1e6:,.0f} MB\n")


def exiobase(folder: Path) -> None:
    path = folder / "IOT_2019_ixi.zip"
    make("exiobase", path)
    print(f"EXIOBASE zip: {path.stat().st_size / 1e6:,.0f} MB\n")
    ways = {
        "autarky, zip -> checked table": "exio table",
        "autarky, zip -> tidy parquet": "exio parquet",
        "pymrio.parse_exiobase3, zip -> IOSystem": "pymrio exio",
    }
    report(path, ways, repeats=1)


def make(what: str, path: Path) -> None:
    """In a process of its own: a process inherits the peak memory of the one that starts it."""
    subprocess.run([sys.executable, __file__, "make", what, str(path)], check=True)


def report(path: Path, ways: dict[str, str], repeats: int = REPEATS) -> None:
    rows = []
    for title, way in ways.items():
        found = [run(way, path) for _ in range(repeats)]
        if found[0] is None:
            rows.append([title, "not installed", ""])
            continue
        best = min(found, key=lambda f: f["seconds"])
        rows.append([title, f"{best['seconds']:.1f}", f"{best['gigabytes']:.2f}"])
    print(table(["way", f"fastest of {repeats}, s", "peak memory, GB"], rows), flush=True)


def run(way: str, path: Path) -> dict[str, float] | None:
    done = subprocess.run(
        [sys.executable, __file__, "measure", way, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode == 3:
        return None
    if done.returncode:
        raise SystemExit(f"{way}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(way: str, path: Path) -> None:
    """Seconds, imports left out, and peak memory of this process, imports included."""
    try:
        work = prepared(way, path)
    except ImportError:
        sys.exit(3)
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps({"seconds": seconds, "gigabytes": peak * (1 if sys.platform == "darwin" else 1024) / 1e9})
    )


def prepared(way: str, path: Path):
    """The work to be timed, its libraries imported."""
    tidy = path.with_name("tidy.parquet")
    if way == "pandas":
        import pandas as pd

        return lambda: pd.read_csv(path, index_col=0)
    if way.startswith("pymrio"):
        import warnings

        import pymrio

        warnings.simplefilter("ignore")
        if way == "pymrio oecd":
            return lambda: pymrio.parse_oecd(path.with_name("ICIO2023_2022.csv"))
        return lambda: pymrio.parse_exiobase3(path)

    import pycountry  # noqa: F401

    from autarky.sources.io.tidy import Notes, Record, write_tidy
    from autarky.sources.mrio import exiobase, exiobase_parts, oecd_icio  # noqa: F401
    from autarky.sources.mrio.tables import read_table

    source = exiobase.SOURCE if way.startswith("exio") else oecd_icio.SOURCE
    year = 2019 if way.startswith("exio") else 2022
    piece = next(p for p in source.pieces() if p.years == (year,))
    about = source.about
    record = Record(
        source=about.name, key=piece.key, title=about.title, provider=about.provider, licence=about.licence,
        citation=about.citation, unit=about.unit, years=piece.years, url=about.url, raw_file=path.name, sha256="",
        bytes=0,
    )  # fmt: skip
    notes = Notes()
    if way.endswith("table"):
        return lambda: source.read_table(path, piece, notes)
    if way.endswith("parquet"):
        return lambda: write_tidy(tidy, source.columns, source.read(path, piece, {}, notes), record, notes)
    return lambda: read_table(tidy, inventories=source.inventories)


def icio_file(path: Path) -> None:
    """The csv of 81 economies, 50 industries and 6 final uses."""
    sys.path.insert(0, str(ROOT / "tests" / "sources"))
    from official_tables import icio_csv

    from autarky.sources.mrio.oecd_icio import names_of

    uses = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
    path.write_text(icio_csv(full_size(tuple(names_of("2025")), uses, icio_economies()), digits=5))


def icio_economies() -> tuple[str, ...]:
    """The 80 economies of the ICIO 2025 edition."""
    first = (
        "AGO ARE ARG AUS AUT BEL BGD BGR BLR BRA BRN CAN CHE CHL CHN CIV CMR COD COL CRI CYP CZE DEU DNK EGY"
    )
    second = (
        "ESP EST FIN FRA GBR GRC HKG HRV HUN IDN IND IRL ISL ISR ITA JOR JPN KAZ KHM KOR LAO LTU LUX LVA MAR"
    )
    third = (
        "MEX MLT MMR MYS NGA NLD NOR NZL PAK PER PHL POL PRT ROU RUS SAU SEN SGP STP SVK SVN SWE THA TUN TUR"
    )
    last = "TWN UKR USA VNM ZAF"
    return (*first.split(), *second.split(), *third.split(), *last.split())


def full_size(industries: tuple[str, ...], uses: tuple[str, ...], economies: tuple[str, ...]):
    """A table of `economies` and ROW: real ones where the world has them, the others copies of the first."""
    from dataclasses import replace

    import numpy as np
    from official_tables import real_table

    from autarky.worlds.library import load_world

    known = tuple(e for e in economies if e in load_world().economies)
    small = real_table(industries, uses, known)
    labels = (*economies, "ROW")
    at = np.array([small.economies.index(e if e in known or e == "ROW" else known[0]) for e in labels])
    copies = np.array([(at == k).sum() for k in at])
    J = len(industries)
    flows = small.intermediate[at][:, :, at] / copies[:, None, None, None] / copies[None, None, :, None]
    final = small.final[at][:, :, at] / copies[:, None, None, None] / copies[None, None, :, None]
    output = flows.sum((2, 3)) + final.sum((2, 3))
    taxes = small.taxes[at] / copies[:, None]
    return replace(
        small, economies=labels, intermediate=flows, final=final, output=output, taxes=taxes,
        value_added=output - flows.sum((0, 1)) - taxes[:, :J],
    )  # fmt: skip


def exiobase_file(path: Path) -> None:
    """The zip of 49 regions and 163 industries."""
    sys.path.insert(0, str(ROOT / "tests" / "sources"))
    from dataclasses import replace

    from official_sheets import EXIO, exiobase_members

    from autarky.sources.mrio.exiobase import SOURCE

    two = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK GB US JP CN CA KR BR IN"
    two += " MX RU AU CH TR TW NO ID ZA WA WL WE WF"
    from autarky.world.labels import iso3

    names = {f"Q{k:02d}" if x[0] == "W" else iso3(x): x for k, x in enumerate(two.split())}
    EXIO.update({str(k): v for k, v in names.items()} | {"ROW": "WM"})
    uses = ("F_HOUS", "F_NPSH", "F_GOVE", "I_GFCF", "I_CHIN", "I_CHVA")
    table = full_size(tuple(SOURCE.industry_names), uses, tuple(str(k) for k in names))
    members = exiobase_members(replace(table, year=2019))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in members.items():
            archive.writestr(name, text)


if __name__ == "__main__":
    main()
