"""Beside pymrio: the OECD ICIO as it reads the same file, EXIOBASE as it writes the files (the publisher uses it)."""

import io
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from official_sheets import exiobase_members
from official_tables import icio_csv, icio_ext_csv
from table_cases import CASES

from autarky.sources.io.tidy import Notes
from autarky.world.tables.table import InterCountryTable

pytestmark = pytest.mark.oracle


def pymrio_reads(reader: str, path: Path) -> "object":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its libraries warn of their own changes
        pymrio = pytest.importorskip("pymrio")
        return getattr(pymrio, reader)(path)


def in_order(frame: "object", rows: list[tuple[str, str]], columns: list[tuple[str, str]]) -> np.ndarray:
    return frame.loc[rows, columns].to_numpy()


@pytest.mark.parametrize("layout", ["regular", "extended"])
def test_icio_as_pymrio_reads_it(tmp_path: Path, layout: str) -> None:
    case = CASES["icio 2023"]
    whole = case.table()
    path = tmp_path / "ICIO2023_2018.csv"
    path.write_text(icio_csv(whole) if layout == "regular" else icio_ext_csv(whole))
    mine = case.source.read_table(path, case.piece, Notes())
    theirs = pymrio_reads("parse_oecd", path)
    rows = [(e, i) for e in mine.economies for i in mine.industries]
    users = [(e, u) for e in mine.economies for u in mine.final_uses]
    same(in_order(theirs.Z, rows, rows), mine.intermediate)
    same(in_order(theirs.Y, rows, users), mine.final)
    same(theirs.factor_inputs.F.loc["VA", rows].to_numpy(), mine.value_added)
    same(theirs.factor_inputs.F.loc["TLS", rows].to_numpy(), taxes_of_industries(mine))


def test_exiobase_as_pymrio_reads_it(tmp_path: Path) -> None:
    case = CASES["exiobase"]
    path = case.write(tmp_path, case.table())
    mine = case.source.read_table(path, case.piece, Notes())
    theirs = pymrio_reads("parse_exiobase3", path)
    names = case.source.industry_names
    regions = list(dict.fromkeys(theirs.Z.index.get_level_values(0)))
    rows = [(e, names[i]) for e in regions for i in mine.industries]
    uses = list(dict.fromkeys(theirs.Y.columns.get_level_values(1)))[: len(mine.final_uses)]
    same(in_order(theirs.Z, rows, rows), mine.intermediate)
    same(in_order(theirs.Y, rows, [(e, u) for e in regions for u in uses]), mine.final)
    same(theirs.x.loc[rows].to_numpy(), mine.output)
    same(theirs.factor_inputs.F[rows].to_numpy()[0], taxes_of_industries(mine))
    same(theirs.factor_inputs.F[rows].to_numpy()[1:].sum(0), mine.value_added)


def test_exiobase_as_pymrio_writes_it(tmp_path: Path) -> None:
    case = CASES["exiobase"]
    whole = case.table()
    texts = exiobase_members(whole)

    def frame(name: str, labels: int, headers: int) -> pd.DataFrame:
        text = io.StringIO(texts[f"IOT_2019_ixi/{name}"])
        return pd.read_csv(text, sep="\t", index_col=list(range(labels)), header=list(range(headers)))

    folder = tmp_path / "IOT_2019_ixi"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its libraries warn of their own changes
        pymrio = pytest.importorskip("pymrio")
        factors = {"name": "factor_inputs", "F": frame("factor_inputs/F.txt", 1, 2)}
        theirs = pymrio.IOSystem(
            Z=frame("Z.txt", 2, 2), Y=frame("Y.txt", 2, 2), x=frame("x.txt", 2, 1), factor_inputs=factors
        )
        theirs.save_all(folder, table_format="txt")
    assert {"Z.txt", "Y.txt", "x.txt", "factor_inputs"} <= {p.name for p in folder.iterdir()}
    mine = case.source.read_table(folder, case.piece, Notes())
    same(mine.intermediate, whole.intermediate)
    same(mine.final, whole.final)
    same(mine.value_added, whole.value_added)
    same(mine.output, whole.output)


def same(theirs: np.ndarray, mine: np.ndarray) -> None:
    np.testing.assert_allclose(
        theirs.ravel(), mine.ravel(), rtol=1e-11, atol=1e-9
    )  # pymrio writes twelve digits


def taxes_of_industries(table: InterCountryTable) -> np.ndarray:
    return table.taxes[:, : len(table.industries)]
