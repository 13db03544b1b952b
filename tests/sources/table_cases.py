"""One small file of each layout of inter-country tables, with the source and piece that read it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from official_sheets import (
    adb_rows,
    exiobase_members,
    figaro_flat,
    figaro_parts,
    save_sheet,
    wiod_2013_rows,
    wiod_2016_frame,
    wiod_2016_rows,
)  # fmt: skip
from official_tables import csv_text, icio_csv, icio_ext_csv, real_table, zipped

from autarky.sources.base import Piece
from autarky.sources.mrio import adb_mrio, exiobase, figaro, oecd_icio, wiod_2013, wiod_2016
from autarky.sources.mrio.source import MrioSource
from autarky.world.tables.table import InterCountryTable

FEW = ("CHN", "GRC", "MEX")
ICIO_USES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
EXIO_USES = ("F_HOUS", "F_NPSH", "F_GOVE", "I_GFCF", "I_CHIN", "I_CHVA")


@dataclass(frozen=True)
class Case:
    """`write` puts the file of `table()` into a folder."""

    source: MrioSource
    key: str
    table: Callable[[], InterCountryTable]
    write: Callable[[Path, InterCountryTable], Path]

    @property
    def piece(self) -> Piece:
        return next(p for p in self.source.pieces() if p.key == self.key)


def _table(
    source: MrioSource, year: int, uses: tuple[str, ...], industries: tuple[str, ...] = ()
) -> Callable[[], InterCountryTable]:
    def made() -> InterCountryTable:
        return real_table(
            industries or tuple(source.industry_names), uses, FEW, year=year, unit=source.about.unit,
            inventories=source.inventories,
        )  # fmt: skip

    return made


def _text(name: str, text: Callable[[InterCountryTable], str]) -> Callable[[Path, InterCountryTable], Path]:
    def write(folder: Path, table: InterCountryTable) -> Path:
        path = folder / name
        path.write_text(text(table))
        return path

    return write


def _figaro(table: InterCountryTable) -> str:
    columns, rows = figaro_parts(table)
    return csv_text(["rowLabels", *columns], rows)


def _stata(folder: Path, table: InterCountryTable) -> Path:
    path = folder / "WIOT2014_October16_ROW.dta"
    wiod_2016_frame(table).to_stata(path, write_index=False, version=118)
    return path


ICIO, NEW, OLD = oecd_icio.SOURCE, tuple(oecd_icio.names_of("2025")), tuple(oecd_icio.names_of("2023"))
CASES = {
    "icio 2025": Case(ICIO, "2025-2022", _table(ICIO, 2022, ICIO_USES, NEW), _text("2022_SML.csv", icio_csv)),
    "icio 2025 ext": Case(ICIO, "2025-ext-2022", _table(ICIO, 2022, ICIO_USES, NEW), _text("2022.csv", icio_ext_csv)),
    "icio 2023": Case(ICIO, "2023-2018", _table(ICIO, 2018, ICIO_USES, OLD), _text("2018_SML.csv", icio_csv)),
    "wiod 2013": Case(
        wiod_2013.SOURCE, "2011", _table(wiod_2013.SOURCE, 2011, wiod_2013.USES),
        lambda folder, t: save_sheet(folder / "wiot11_row_sep12.xlsx", "WIOT_2011", wiod_2013_rows(t)),
    ),
    "wiod 2016": Case(
        wiod_2016.SOURCE, "2014", _table(wiod_2016.SOURCE, 2014, wiod_2016.USES),
        lambda folder, t: save_sheet(folder / "WIOT2014_Nov16_ROW.xlsx", "2014", wiod_2016_rows(t)),
    ),
    "wiod 2016 stata": Case(wiod_2016.SOURCE, "2014", _table(wiod_2016.SOURCE, 2014, wiod_2016.USES), _stata),
    "adb": Case(
        adb_mrio.SOURCE, "62-2022", _table(adb_mrio.SOURCE, 2022, adb_mrio.USES),
        lambda folder, t: save_sheet(folder / "ADB-MRIO62-2022.xlsx", "ADB MRIO 2022", adb_rows(t)),
    ),
    "figaro": Case(
        figaro.SOURCE, "2025-2022", _table(figaro.SOURCE, 2022, figaro.USES),
        _text("matrix_eu-ic-io_ind-by-ind_25ed_2022.csv", _figaro),
    ),
    "figaro flat": Case(
        figaro.SOURCE, "2025-2022", _table(figaro.SOURCE, 2022, figaro.USES),
        _text("flatfile_eu-ic-io_ind-by-ind_25ed_2022.csv", figaro_flat),
    ),
    "exiobase": Case(
        exiobase.SOURCE, "3.8.2-2019", _table(exiobase.SOURCE, 2019, EXIO_USES),
        lambda folder, t: zipped(folder / "IOT_2019_ixi.zip", exiobase_members(t)),
    ),
}  # fmt: skip
