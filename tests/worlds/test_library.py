"""What `load_world` hands out belongs to the caller; what is shared cannot be changed."""

from pathlib import Path

import numpy as np
import pytest

from autarky.economy.elasticities import list_elasticities
from autarky.economy.horizon import horizon_table
from autarky.world.accounts import VARIABLES
from autarky.world.groups import groups
from autarky.worlds.library import load_world


def test_changes_to_a_world_stay_with_the_caller() -> None:
    one, fingerprint = load_world("icio-2022"), load_world("icio-2022").fingerprint
    one.data.attrs["name"] = "mine"
    one.data["trade"] = one.data["trade"] * 2.0
    one.data["economy_name"] = ("economy", ["x"] * len(one.economies))
    other = load_world("icio-2022")
    assert other.name == "icio-2022" and other.fingerprint == fingerprint != one.fingerprint
    assert other.economy_names["BLR"] == "Belarus"


@pytest.mark.parametrize("variable", VARIABLES)
def test_arrays_of_a_world_that_was_read_cannot_be_written_to(variable: str, tmp_path: Path) -> None:
    small = load_world("icio-2022").aggregate(sectors={"all": ["all"]})
    for world in (load_world("icio-2022"), load_world(small.save(tmp_path / "w.nc"))):
        for values in (world.array(variable), world.data[variable].values):
            with pytest.raises(ValueError, match="read-only"):
                values[...] = 0.0
    assert np.isfinite(load_world("icio-2022").array(variable)).all()


def test_tables_that_all_share_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        groups()["EU"] = groups()["CIS"]  # type: ignore[index]
    with pytest.raises(TypeError):
        list_elasticities()["fontagne-2022"].theta["A01"] = 1.0  # type: ignore[index]
    with pytest.raises(ValueError, match="read-only"):
        horizon_table()[1][...] = 0.0
