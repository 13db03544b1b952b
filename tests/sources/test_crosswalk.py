"""Industries of every source lead to those of the ICIO, none is lost."""

import pytest

from autarky.sources.mrio.crosswalk import icio_industries
from autarky.sources.mrio.tables import TableSource
from autarky.sources.registry import sources
from autarky.world.sectors import INDUSTRIES

TABLES = [n for n, s in sources().items() if s.about.group == "inter-country tables"]


@pytest.mark.parametrize("name", TABLES)
def test_every_industry_has_a_place(name: str) -> None:
    source = sources()[name]
    assert isinstance(source, TableSource)
    found = icio_industries(source.industry_names)
    assert len(found) >= 35 and all(set(inside) <= set(INDUSTRIES) for inside in found.values())
    missing = set(INDUSTRIES) - {i for inside in found.values() for i in inside}
    assert missing <= {"B09"}  # EXIOBASE counts services to mines with the mines


def test_by_hand() -> None:
    found = icio_industries(
        ["c9", "C10-C12", "G45", "M69_M70", "R_S", "C31_C32", "i27.42.w", "i40.11.a", "zz"]
    )
    assert found == {
        "c9": ("C20", "C21"), "C10-C12": ("C10T12",), "G45": ("G",), "M69_M70": ("M",), "R_S": ("R", "S"),
        "C31_C32": ("C31T33",), "i27.42.w": ("C24B",), "i40.11.a": ("D",), "zz": ("zz",),
    }  # fmt: skip
