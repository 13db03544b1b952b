"""A solved equilibrium with its labels, its certificate and the record needed to compute it again."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import xarray as xr

from autarky.display import Displayed
from autarky.economy.certificate import Certificate
from autarky.world.accounts import World

# variable -> (dimensions, unit, meaning); "fraction": change, 0.01 = +1 %; "value": currency of the world
QUANTITIES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "welfare": (("economy",), "fraction", "equivalent variation, as a share of base expenditure"),
    "real_gdp": (("economy",), "fraction", "GDP at base-year prices, double deflation"),
    "real_wage": (("economy",), "fraction", "average factor price over consumer prices"),
    "consumer_prices": (("economy",), "fraction", "final price index, world value added = numeraire"),
    "terms_of_trade": (("economy",), "fraction", "first-order welfare term of Caliendo & Parro (2015)"),
    "volume_of_trade": (("economy",), "fraction", "first-order welfare term of Caliendo & Parro (2015)"),
    "migration": (("economy",), "fraction", "change of the labour force by free movement of workers"),
    "expenditure": (("economy",), "value", "final expenditure"),
    "factor_income": (("economy",), "value", "value added"),
    "tariff_revenue": (("economy",), "value", "tariff revenue"),
    "export_tax_revenue": (
        ("economy",),
        "value",
        "export tax revenue; negative: cost of export subsidies and price caps",
    ),
    "rents": (("economy",), "value", "rents of quotas and embargoes received"),
    "deficit": (("economy",), "value", "final expenditure less income; transfers included"),
    "output": (("economy", "sector"), "value", "gross output"),
    "value_added": (("economy", "sector"), "value", "value added"),
    "output_volume": (("economy", "sector"), "fraction", "change of output at constant prices"),
    "unit_cost": (("economy", "sector"), "fraction", "change of the origin's price"),
    "factor_price": (("economy", "sector"), "fraction", "change of the factor price in the sector"),
    "composite_price": (("sector", "destination"), "fraction", "change of the price of the composite bought"),
    "trade": (
        ("origin", "sector", "destination"),
        "value",
        "sales at the origin's price net of tariff and export tax",
    ),
    "trade_volume": (
        ("origin", "sector", "destination"),
        "fraction",
        "change of the quantity that arrives (-1 where none was or is)",
    ),
    "quota_wedge": (
        ("origin", "sector", "destination"),
        "fraction",
        "price wedge that holds a quota or embargo",
    ),
    "buyer_rent": (("origin", "sector", "destination"), "value", "rent of a quota that stays with the buyer"),
    "seller_rent": (("origin", "sector", "destination"), "value", "rent of a quota that goes to the seller"),
    "tariff": (("origin", "sector", "destination"), "rate", "ad valorem tariff in force"),
    "export_tax": (("origin", "sector", "destination"), "rate", "export tax in force, price caps included"),
    "inputs": (("sector", "destination", "user"), "value", "what the using sector pays for input `sector`"),
    "final": (("sector", "destination"), "value", "final expenditure by composite"),
}


@dataclass(frozen=True, repr=False)
class Result(Displayed):
    """One equilibrium. `data` holds `QUANTITIES` as labelled arrays on the labels of `world`.

    `record`: JSON-ready facts to run it again (world and fingerprint, behaviour, horizon, acts, solver, version).
    """

    view: ClassVar[str] = "autarky.report.result_view:ResultView"

    world: World
    data: xr.Dataset
    certificate: Certificate
    record: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, quantity: str) -> xr.DataArray:
        return self.data[quantity]

    @property
    def welfare(self) -> xr.DataArray:
        return self.data["welfare"]

    @property
    def name(self) -> str:
        return str(self.record.get("name", "unnamed"))

    @cached_property
    def trade_change(self) -> xr.DataArray:
        """Change of each flow in value, in the world's currency (origin, sector, destination)."""
        return self.data["trade"] - self.world.data["trade"]

    def world_after(self, name: str | None = None) -> World:
        """The accounts after the acts, as a world of its own (checked).

        Rents are booked as taxes: the buyer's as tariff, the seller's as export tax; what is lost on the way stays
        part of the flow.
        """
        sales = self.data["trade"].values
        some = np.where(sales > 0, sales, 1.0)
        export_tax, tariff = self.data["export_tax"].values, self.data["tariff"].values
        taxed = export_tax + self.data["seller_rent"].values / some
        duty = (tariff * (1 + export_tax) + self.data["buyer_rent"].values / some) / (1 + taxed)
        return World.from_arrays(
            economies=self.world.economies,
            sectors=self.world.sectors,
            trade=sales,
            tariff=duty,
            export_tax=taxed,
            inputs=self.data["inputs"].values,
            final=self.data["final"].values,
            value_added=self.data["value_added"].values,
            economy_names=self.world.economy_names,
            sector_names=self.world.sector_names,
            members=self.world.members,
            industries=self.world.industries,
            attrs=dict(self.world.data.attrs) | {"name": name or f"{self.world.name} after {self.name}"},
        )


def labelled(world: World, values: dict[str, np.ndarray]) -> xr.Dataset:
    """Arrays named as in `QUANTITIES`, with the labels of `world`, units and meanings."""
    coords = {d: world.data[d].values for d in ("economy", "origin", "destination", "sector", "user")}
    data = {
        name: (dims, values[name], {"unit": world.unit if unit == "value" else unit, "long_name": meaning})
        for name, (dims, unit, meaning) in QUANTITIES.items()
    }
    return xr.Dataset(data, coords=coords)
