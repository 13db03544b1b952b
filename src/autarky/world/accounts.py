"""The accounts of all economies in one base year, with their labels, and the identities they must satisfy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import xarray as xr

from autarky.display import Displayed
from autarky.errors import WorldError
from autarky.world.variables import IDENTITY_TOLERANCE as IDENTITY_TOLERANCE
from autarky.world.variables import VARIABLES as VARIABLES

if TYPE_CHECKING:
    from pathlib import Path

    from autarky.world.aggregate import Plan
    from autarky.world.tables.balance import Balance


@dataclass(frozen=True, repr=False)
class World(Displayed):
    """Accounts of N economies and J sectors in one base year and one currency.

    `data` holds the variables of `VARIABLES`; coordinates `economy_name`, `members` (ISO3 codes inside a
    region, `;`-separated), `sector_name`, `industries` (source industries inside a sector); optional
    `trade_estimated` (origin, sector, destination): the share of each trade cell that is an estimate.
    Attributes: name, title, version, year, unit, source, licence, citation, url, notes, estimated (what and
    how).
    """

    view: ClassVar[str] = "autarky.report.world_view:WorldView"

    data: xr.Dataset

    # -- labels ----------------------------------------------------------------------------------------------
    @cached_property
    def economies(self) -> tuple[str, ...]:
        return tuple(str(c) for c in self.data["economy"].values)

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        return tuple(str(s) for s in self.data["sector"].values)

    @cached_property
    def economy_names(self) -> dict[str, str]:
        return dict(zip(self.economies, map(str, self.data["economy_name"].values), strict=True))

    @cached_property
    def sector_names(self) -> dict[str, str]:
        return dict(zip(self.sectors, map(str, self.data["sector_name"].values), strict=True))

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """ISO3 codes inside each economy (more than one in an aggregated region)."""
        return {
            c: tuple(str(m).split(";"))
            for c, m in zip(self.economies, self.data["members"].values, strict=True)
        }

    @cached_property
    def industries(self) -> dict[str, tuple[str, ...]]:
        """Industries of the source inside each sector."""
        return {
            s: tuple(str(m).split(";"))
            for s, m in zip(self.sectors, self.data["industries"].values, strict=True)
        }

    @property
    def name(self) -> str:
        return str(self.data.attrs["name"])

    @property
    def year(self) -> int:
        return int(self.data.attrs["year"])

    @property
    def unit(self) -> str:
        return str(self.data.attrs["unit"])

    def array(self, variable: str) -> np.ndarray:
        """Plain float64 array of one of `VARIABLES`, dimensions in the order stated there."""
        return np.ascontiguousarray(
            self.data[variable].transpose(*VARIABLES[variable][0]).values, dtype=np.float64
        )

    # -- acting on it (each lives in its own module) -----------------------------------------------------
    @cached_property
    def fingerprint(self) -> str:
        """First 16 hex digits of the SHA-256 of labels and arrays (`store.fingerprint`)."""
        from autarky.world.store import fingerprint

        return fingerprint(self)

    def save(self, path: "str | Path") -> "Path":
        """Write this world to a .nc file, atomically (`store.save_world`)."""
        from autarky.world.store import save_world

        return save_world(self, path)

    def aggregate(self, regions: "Plan" = None, sectors: "Plan" = None, **options: Any) -> "World":
        """A world with fewer economies or sectors, every revenue and identity kept
        (`aggregate.aggregate`).
        """
        from autarky.world.aggregate import aggregate

        return aggregate(self, regions, sectors, **options)

    def balance(self, **options: Any) -> "tuple[World, Balance]":
        """A world whose identities hold, and what had to move for it (`balance.balance`)."""
        from autarky.world.tables.balance import balance

        return balance(self, **options)

    # -- making ----------------------------------------------------------------------------------------------
    @classmethod
    def from_arrays(
        cls,
        *,
        economies: Sequence[str],
        sectors: Sequence[str],
        trade: np.ndarray,
        inputs: np.ndarray,
        final: np.ndarray,
        tariff: np.ndarray | None = None,
        export_tax: np.ndarray | None = None,
        value_added: np.ndarray | None = None,
        economy_names: Mapping[str, str] | None = None,
        sector_names: Mapping[str, str] | None = None,
        members: Mapping[str, Sequence[str]] | None = None,
        industries: Mapping[str, Sequence[str]] | None = None,
        trade_estimated: np.ndarray | None = None,
        attrs: Mapping[str, Any] | None = None,
        check: bool = True,
    ) -> "World":
        """Build a world from arrays (shapes as in `VARIABLES`); output, deficit and, where not given,
        value added follow from the identities. Raises `WorldError` where they do not hold."""
        N, J = len(economies), len(sectors)
        tariff = np.zeros((N, J, N)) if tariff is None else tariff
        export_tax = np.zeros((N, J, N)) if export_tax is None else export_tax
        output = trade.sum(axis=2)
        if value_added is None:
            value_added = output - inputs.sum(axis=0)
        revenue = (tariff * (1 + export_tax) * trade).sum((0, 1)) + (export_tax * trade).sum((1, 2))
        deficit = final.sum(axis=0) - value_added.sum(axis=1) - revenue
        values = {
            "trade": trade,
            "tariff": tariff,
            "export_tax": export_tax,
            "inputs": inputs,
            "final": final,
            "value_added": value_added,
            "output": output,
            "deficit": deficit,
        }
        data = xr.Dataset(
            {
                v: (VARIABLES[v][0], np.asarray(a, dtype=np.float64), {"long_name": VARIABLES[v][1]})
                for v, a in values.items()
            },
            coords={d: list(economies) for d in ("economy", "origin", "destination")}
            | {d: list(sectors) for d in ("sector", "user")},
            attrs={"name": "unnamed", "year": 0, "unit": "USD million", "version": "1"} | dict(attrs or {}),
        )
        data = data.assign_coords(
            economy_name=("economy", [(economy_names or {}).get(c, c) for c in economies]),
            members=("economy", [";".join((members or {}).get(c, [c])) for c in economies]),
            sector_name=("sector", [(sector_names or {}).get(s, s) for s in sectors]),
            industries=("sector", [";".join((industries or {}).get(s, [s])) for s in sectors]),
        )
        if trade_estimated is not None:
            data["trade_estimated"] = (VARIABLES["trade"][0], trade_estimated.astype(np.float32))
        world = cls(data)
        if check:
            world.check()
        return world

    # -- checking --------------------------------------------------------------------------------------------
    def violations(self) -> dict[str, xr.DataArray]:
        """Residual of each identity, relative to the largest entry of the trade table (labelled arrays)."""
        d = self.data
        scale = float(np.abs(d["trade"]).max()) or 1.0
        paid = (d["trade"] * (1 + d["tariff"]) * (1 + d["export_tax"])).sum("origin")
        revenue = (
            (d["tariff"] * (1 + d["export_tax"]) * d["trade"])
            .sum(("origin", "sector"))
            .rename(destination="economy")
        )
        revenue = revenue + (d["export_tax"] * d["trade"]).sum(("sector", "destination")).rename(
            origin="economy"
        )
        bought = d["inputs"].sum("sector").rename(destination="economy", user="sector")
        return {
            "sales = output": (d["trade"].sum("destination").rename(origin="economy") - d["output"]) / scale,
            "purchases = inputs + final": (paid - d["inputs"].sum("user") - d["final"]) / scale,
            "output = value added + inputs": (d["output"] - d["value_added"] - bought) / scale,
            "deficit = final - value added - taxes": (
                d["deficit"]
                - d["final"].sum("sector").rename(destination="economy")
                + d["value_added"].sum("sector")
                + revenue
            )
            / scale,
            "deficits sum to zero": d["deficit"].sum() / scale,
        }

    def check(self, tolerance: float = IDENTITY_TOLERANCE) -> None:
        """Raise `WorldError`, naming the worst cells, unless identities hold and every entry is usable."""
        where = f"world {self.data.attrs.get('name', '?')!r}"
        for variable, (dims, _) in VARIABLES.items():
            if variable not in self.data:
                raise WorldError(
                    f"{where}: variable {variable!r} is missing (expected {', '.join(VARIABLES)})."
                )
            if set(self.data[variable].dims) != set(dims):
                raise WorldError(
                    f"{where}: {variable} has dimensions {self.data[variable].dims}, expected {dims}."
                )
            bad: xr.DataArray = ~np.isfinite(self.data[variable])  # type: ignore[assignment]
            if bool(bad.any()):
                raise WorldError(
                    f"{where}: {variable} is not a number at {_worst(bad)}. A missing flow is not zero:"
                    " fill or estimate it."
                )
        for variable in ("trade", "inputs", "final", "value_added", "output"):
            if bool((self.data[variable] < 0).any()):
                raise WorldError(
                    f"{where}: {variable} is negative at {_worst(-self.data[variable])}; balance or net it"
                    " first."
                )
        for variable in ("tariff", "export_tax"):
            if bool((self.data[variable] <= -1).any()):
                raise WorldError(
                    f"{where}: {variable} is at or below -100 % at {_worst(-self.data[variable])}."
                )
        for identity, residual in self.violations().items():
            off = abs(residual)
            if float(off.max()) > tolerance:
                raise WorldError(
                    f"{where}: the identity {identity} fails by {float(off.max()):.1e} of the"
                    " largest flow"
                    f" (allowed {tolerance:.0e}); worst: {_worst(off)}. Mend the table or"
                    " balance it (RAS)."
                )


def _worst(values: xr.DataArray, most: int = 3) -> str:
    """Name the cells with the largest entries, e.g. ``RUS/B06/BLR (3.1e-04)``."""
    if values.ndim == 0:
        return f"{float(values):.3g}"
    flat = values.values.ravel().astype(float)
    cells = []
    for j in np.argsort(-flat)[:most]:
        if flat[j] <= 0:
            break
        at = np.unravel_index(j, values.shape)
        label = "/".join(str(values[d].values[p]) for d, p in zip(values.dims, at, strict=True))
        cells.append(f"{label} ({flat[j]:.1e})")
    return ", ".join(cells)
