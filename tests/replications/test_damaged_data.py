"""Missing, cut or foreign files end in a sentence that names them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autarky.errors import InputError
from autarky.replications import (
    caliendo_parro_2015,
    costinot_rodriguez_clare_2014,
    felbermayr_2022,
    ge_gravity,
)

pytestmark = pytest.mark.shared
Copy = Callable[[str], Path]


@pytest.mark.parametrize("name", ["GO.txt", "tariffs2005.txt", "IO.txt"])
def test_caliendo_parro_names_the_file(copy_of: Copy, name: str) -> None:
    folder = copy_of(caliendo_parro_2015.FOLDER)
    half = (folder / name).read_text().splitlines()
    (folder / name).write_text("\n".join(half[: len(half) // 2]))
    with pytest.raises(InputError, match=name.replace(".", r"\.")):
        caliendo_parro_2015.load(folder)


def test_caliendo_parro_refuses_impossible_shares(copy_of: Copy) -> None:
    folder = copy_of(caliendo_parro_2015.FOLDER)
    text = (folder / "B.txt").read_text().split()
    (folder / "B.txt").write_text(" ".join(["-0.5", *text[1:]]))
    with pytest.raises(InputError, match=r"B\.txt: value-added shares"):
        caliendo_parro_2015.load(folder)


@pytest.mark.parametrize("content", [b"", b"RDX3\nnonsense", b"<html></html>"])
def test_stata_file_is_named(copy_of: Copy, content: bytes) -> None:
    folder = copy_of(ge_gravity.FOLDER)
    (folder / ge_gravity.STATA).write_bytes(content)
    with pytest.raises(InputError, match=r"TradeData0014_Results\.rda is damaged"):
        ge_gravity.stata_example(folder)


def test_sample_without_its_columns_is_named(copy_of: Copy) -> None:
    folder = copy_of(ge_gravity.FOLDER)
    (folder / ge_gravity.SAMPLE).write_text("exporter,importer,trade\nCAN,JPN,1\n")
    with pytest.raises(InputError, match=r"usitc_sample_data_set\.dlm: expected 900 rows"):
        ge_gravity.sample(folder)


def test_felbermayr_names_the_file(copy_of: Copy) -> None:
    folder = copy_of(felbermayr_2022.FOLDER)
    (folder / "fin_cftau_2014_weighted_wiod.dta").write_bytes(b"not Stata")
    with pytest.raises(InputError, match=r"fin_cftau_2014_weighted_wiod\.dta is damaged"):
        felbermayr_2022.load(folder)
    (folder / "bltau-sec-nnew.txt").write_text("head\n1 2 3\n")
    with pytest.raises(InputError, match=r"bltau-sec-nnew\.txt holds"):
        felbermayr_2022.load(folder)


def test_wiod_of_a_missing_year_is_named(shared: Path) -> None:
    with pytest.raises(InputError, match=r"wiot_1999\.npz is missing"):
        costinot_rodriguez_clare_2014.load(shared / costinot_rodriguez_clare_2014.FOLDER, 1999)
