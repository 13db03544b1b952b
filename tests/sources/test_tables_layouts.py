"""Every layout of inter-country tables is read to the table it was written from, and survives the tidy file."""

import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from binary_workbook import save_binary
from official_sheets import exiobase_members, wiod_2016_rows
from official_tables import TWELVE, icio_csv, icio_ext_csv, real_table, zipped
from table_cases import CASES, ICIO_USES, Case

from autarky.errors import InputError
from autarky.sources.base import Source
from autarky.sources.io.tidy import Notes, Record, read_record, write_tidy
from autarky.sources.mrio.oecd_icio import names_of
from autarky.sources.mrio.tables import TableSource, read_table
from autarky.world.tables.table import InterCountryTable

ARRAYS = ("intermediate", "final", "taxes", "value_added", "output")
DIGITS = 1e-8  # text is written with nine digits


def read(case: Case, path: Path) -> tuple[InterCountryTable, Notes]:
    notes = Notes()
    return case.source.read_table(path, case.piece, notes), notes


def expect(made: InterCountryTable, whole: InterCountryTable, *, but: tuple[str, ...] = ()) -> None:
    assert made.industries == whole.industries
    assert made.final_uses == whole.final_uses
    assert (made.year, made.unit, made.inventories) == (whole.year, whole.unit, whole.inventories)
    for name in ARRAYS:
        if name not in but:
            given = getattr(whole, name)
            near = 1e-9 * float(np.abs(given).max())
            np.testing.assert_allclose(getattr(made, name), given, rtol=DIGITS, atol=near, err_msg=name)


@pytest.mark.parametrize("name", CASES)
def test_layout_is_read_to_its_table_and_back_from_the_tidy_file(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    whole = case.table()
    path = case.write(tmp_path, whole)
    made, notes = read(case, path)
    region = tuple("WWF" if e == "ROW" and name == "exiobase" else e for e in whole.economies)
    assert made.economies == region  # the writer calls the rest of the world Africa there
    expect(made, whole, but=("taxes",) if name == "exiobase" else ())
    assert any("Largest imbalance" in note for note in notes)
    assert any("drawn down" in note for note in notes)

    tidy = tmp_path / "tidy.parquet"
    about = case.source.about
    record = Record(
        source=about.name, key=case.key, title=about.title, provider=about.provider, licence=about.licence,
        citation=about.citation, unit=about.unit, years=case.piece.years, url=about.url, raw_file=path.name,
        sha256="0" * 64, bytes=path.stat().st_size,
    )  # fmt: skip
    kept = Notes()
    write_tidy(tidy, case.source.columns, case.source.read(path, case.piece, {}, kept), record, kept)
    again = read_table(tidy, inventories=case.source.inventories, industry_names=case.source.industry_names)
    assert (again.economies, again.industries, again.final_uses) == (
        made.economies,
        made.industries,
        made.final_uses,
    )
    assert (again.unit, again.year, again.inventories) == (made.unit, made.year, made.inventories)
    for array in ARRAYS:
        np.testing.assert_array_equal(getattr(again, array), getattr(made, array))
    assert read_record(tidy).notes == tuple(notes)


def test_sources_satisfy_the_interface_and_say_their_unit() -> None:
    for case in CASES.values():
        assert isinstance(case.source, Source)
        assert isinstance(case.source, TableSource)
        assert case.source.columns[-1].unit == case.source.about.unit
        keys = [p.key for p in case.source.pieces()]
        assert len(keys) == len(set(keys))
        assert all(len(p.years) == 1 for p in case.source.pieces())


def test_tables_are_kept_whole(tmp_path: Path) -> None:
    case = CASES["icio 2025"]
    with pytest.raises(InputError, match=r"kept whole.*autarky world build"):
        case.source.read(tmp_path, case.piece, {"origin": ("DEU",)}, Notes())


@pytest.mark.parametrize("edition", ["2025", "2023"])
@pytest.mark.parametrize("blank", [False, True])
def test_icio_of_twelve_economies_is_the_same_in_both_layouts(
    tmp_path: Path, edition: str, blank: bool
) -> None:
    whole = real_table(tuple(names_of(edition)), ICIO_USES, TWELVE, year=2018, inventories=("INVNT",))
    regular, extended = tmp_path / "2018_SML.csv", tmp_path / "2018.csv"
    regular.write_text(icio_csv(whole))
    extended.write_text(icio_ext_csv(whole, blank=blank))
    case = replace(CASES["icio 2025"], key=f"{edition}-2018")
    made, _ = read(case, regular)
    merged, notes = read(case, extended)
    assert made.economies == merged.economies == whole.economies
    expect(made, whole)
    expect(merged, whole)
    assert any("CN1, CN2, MX1, MX2 were added up to CHN and MEX" in note for note in notes)
    assert any("blank cells" in note for note in notes) == blank


def test_bundle_of_years_gives_the_year_asked_for(tmp_path: Path) -> None:
    case = CASES["icio 2025"]
    whole = case.table()
    text = icio_csv(whole)
    other = icio_csv(replace(whole, intermediate=2 * whole.intermediate))
    path = zipped(
        tmp_path / "2016-2022_SML.zip",
        {"2016-2022_SML/2021_SML.csv": other, "2016-2022_SML/2022_SML.csv": text},
    )
    expect(read(case, path)[0], whole)
    with pytest.raises(InputError, match=r"2016-2022_SML.zip holds no file that fits.*2019"):
        read(replace(case, key="2025-2019"), path)


def test_spelling_of_numbers_and_separators_does_not_matter(tmp_path: Path) -> None:
    case = CASES["icio 2025"]
    whole = case.table()
    text = icio_csv(whole)
    spelled = {
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "windows line ends": text.replace("\n", "\r\n").encode(),
        "quoted labels": "\n".join(
            ",".join(f'"{c}"' if k == 0 or r == 0 else c for k, c in enumerate(line.split(",")))
            for r, line in enumerate(text.splitlines())
        ).encode(),
        "semicolons": text.replace(",", ";").encode(),
        "decimal commas": text.replace(",", ";").replace(".", ",").encode(),
    }
    for name, raw in spelled.items():
        path = tmp_path / "2022_SML.csv"
        path.write_bytes(raw)
        made, notes = read(case, path)
        expect(made, whole)
        assert any("Decimal commas" in note for note in notes) == (name == "decimal commas")
        assert any("semicolons" in note for note in notes) == (name in ("semicolons", "decimal commas"))
    packed = tmp_path / "2022_SML.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    expect(read(case, packed)[0], whole)


@pytest.mark.parametrize("form", ["satellite", "coefficients", "folder", "no output", "no factors"])
def test_exiobase_comes_in_several_forms(tmp_path: Path, form: str) -> None:
    case = CASES["exiobase"]
    whole = case.table()
    members = exiobase_members(
        whole,
        factors="satellite" if form == "satellite" else "factor_inputs",
        coefficients=form == "coefficients",
    )
    path = tmp_path / "IOT_2019_ixi.zip"
    if form == "no factors":
        members = {name: text for name, text in members.items() if "factor" not in name}
    if form == "no output":
        del members["IOT_2019_ixi/x.txt"]
    if form == "folder":
        path = tmp_path
        for name, text in members.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        path = tmp_path / "IOT_2019_ixi"
    else:
        zipped(path, members)
    made, notes = read(case, path)
    if form == "no factors":
        expect(made, whole, but=("taxes", "value_added"))
        np.testing.assert_allclose(
            made.value_added,
            whole.value_added + whole.taxes[:, : len(whole.industries)],
            rtol=1e-6,
            atol=1e-3,
        )
        assert any("Value added is output less inputs" in note for note in notes)
        return
    assert "The file says that it is version v3.81 (exio382_ntnu)." in notes
    expect(made, whole, but=("taxes",))
    J = len(whole.industries)
    np.testing.assert_allclose(made.taxes[:, :J], whole.taxes[:, :J], rtol=1e-9)
    np.testing.assert_array_equal(made.taxes[:, J:], np.tile([5.0, 0, 0, 0, 0, 0], (len(whole.economies), 1)))


def test_negative_flows_are_kept_and_counted(tmp_path: Path) -> None:
    case = CASES["icio 2025"]
    whole = case.table()
    intermediate = whole.intermediate.copy()
    intermediate[1, 20, 0, 3] -= 2 * intermediate[1, 20, 0, 3] + 1
    path = case.write(tmp_path, replace(whole, intermediate=intermediate))
    made, notes = read(case, path)
    assert (made.intermediate < 0).sum() == 1
    assert any(note.startswith("1 negative flows outside inventories") for note in notes)


@pytest.mark.shared
@pytest.mark.parametrize(("year", "imbalance"), [(1995, 106), (2008, 103), (2011, 108)])
def test_whole_wiod_2013_repackaged(tmp_path: Path, shared: Path, year: int, imbalance: int) -> None:
    case = replace(CASES["wiod 2013"], key=str(year))
    path = shared / "data" / "wiod-2013" / f"wiot_{year}.npz"
    made, notes = read(case, path)
    assert made.economies[:2] == ("AUS", "AUT")
    assert made.economies[-1] == "ROW"
    assert "ROU" in made.economies
    with np.load(path) as raw:
        np.testing.assert_array_equal(made.intermediate.reshape(1435, 1435), raw["inter"])
        np.testing.assert_array_equal(made.final.reshape(1435, 205), raw["final"])
        np.testing.assert_array_equal(made.output.ravel(), raw["output"])
    assert any(f"{imbalance}.000 USD million" in note for note in notes)  # as the README of the data says
    assert np.abs(made.residuals()["costs = output"]).max() < 1e-6  # by construction
    with pytest.raises(InputError, match="expected the table of 2000"):
        read(replace(case, key="2000"), path)


def test_wiod_2016_as_binary_workbooks_in_one_archive(tmp_path: Path) -> None:
    case = CASES["wiod 2016"]
    whole = case.table()
    book = save_binary(tmp_path / "WIOT2014_Nov16_ROW.xlsb", "2014", wiod_2016_rows(whole))
    expect(read(case, book)[0], whole)
    path = zipped(
        tmp_path / "WIOTS_in_EXCEL.zip",
        {"WIOT2013_Nov16_ROW.xlsb": b"another year", "WIOT2014_Nov16_ROW.xlsb": book.read_bytes()},
    )
    expect(read(case, path)[0], whole)


@pytest.mark.slow
@pytest.mark.shared
def test_whole_wiod_2013_as_the_publisher_prints_it(tmp_path: Path, shared: Path) -> None:
    case = CASES["wiod 2013"]
    whole, _ = read(case, shared / "data" / "wiod-2013" / "wiot_2011.npz")
    made, notes = read(case, case.write(tmp_path, whole))
    assert made.economies == whole.economies
    for name in ("intermediate", "final", "output"):
        np.testing.assert_array_equal(getattr(made, name), getattr(whole, name))
    assert any("Largest imbalance of the table's own totals: 108.000" in note for note in notes)
