"""Partner shares and concentration against hand-computed examples."""

import numpy as np
import pytest
from tiny_world import chain, one_good

from autarky.errors import InputError
from autarky.measures import concentration, partner_share


def test_shares_of_one_good() -> None:
    world = one_good()
    exports = partner_share(world, "exports")
    assert float(exports.sel(economy="BLR", partner="RUS")) == pytest.approx(30 / 40)
    assert float(exports.sel(economy="BLR", partner="BLR")) == 0
    imports = partner_share(world, "imports")
    assert float(imports.sel(economy="BLR", partner="RUS")) == pytest.approx(20 / 25)
    use = partner_share(world, "use")
    assert float(use.sel(economy="BLR", partner="BLR")) == pytest.approx(60 / 85)
    for table in (exports, imports, use):
        np.testing.assert_allclose(table.sum("partner"), 1.0, rtol=1e-12)
    assert exports.attrs["year"] == 2022
    assert exports.attrs["source"] == "made up"


def test_concentration() -> None:
    world = one_good()
    hhi = concentration(world, "imports")
    assert float(hhi.sel(economy="BLR")) == pytest.approx(0.8**2 + 0.2**2)
    assert float(concentration(world, "exports").sel(economy="BLR")) == pytest.approx(0.75**2 + 0.25**2)


def test_concentration_by_sector_keeps_absence_apart_from_zero() -> None:
    by_sector = concentration(chain(), "imports", by_sector=True)
    assert float(by_sector.sel(economy="CHN", sector="B06")) == 1.0
    assert np.isnan(float(by_sector.sel(economy="BLR", sector="B06")))
    assert concentration(chain(), "use", by_sector=True).shape == (3, 2)


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match=r"BLR, CHN.*missing flow"):
        partner_share(chain(), "exports", ["B06"])
    with pytest.raises(InputError, match="did you mean exports"):
        partner_share(one_good(), "export")
