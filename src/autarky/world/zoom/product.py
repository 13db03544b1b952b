"""A product to split out of a sector: its figures with unit, year and source, and how a world records it."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from autarky.errors import InputError, did_you_mean
from autarky.world.labels import fold

if TYPE_CHECKING:
    from autarky.world.accounts import World

Missing = Literal["refuse", "zero", "estimate"]
Domestic = Literal["parent", "zero"]
_SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_WEIGHTS = {"kg": 1e-3, "t": 1.0, "metr. t": 1.0, "kt": 1e3, "Mt": 1e6}
_VOLUMES = {"m3": 1.0, "1000 m3": 1e3, "million m3": 1e6, "bcm": 1e9}


class ProductError(InputError):
    """A field of a product is wrong: which, and why."""

    def __init__(self, product: str, field: str, why: str) -> None:
        self.field, self.why = field, why
        super().__init__(f"product {product}, {field}: {why}")


@dataclass(frozen=True)
class Product:
    """Figures of one product; money in `unit` of `year` at the seller's price (FOB), tariff and export tax
    excluded.

    - `parent`: sector of the world that holds it (code, name or source industry)
    - `trade`: a long table (pandas, pyarrow, or rows) with columns origin, destination, value and, optional,
      year (earlier years are history, used to see what fell silent) and status (reported, mirrored,
      estimated, absent). A value that is not a number is absent; so is a pair that is not in the table.
      Economies are ISO3 codes, names, or labels of the world
    - `exports`, `imports`, `production`: totals by economy in `totals_unit` (money, or a quantity valued at
      `price` in `price_unit`, for example "USD/t")
    - `use`: shares of users in what a buyer spends on it, ``{"A01": 0.9, "final": 0.1}``; default: as the
      parent (estimate)
    - `value_added`: share in output; default: the parent's in each origin (estimate)
    - `theta`: long-run trade elasticity sigma - 1 (or give `sigma`); default: the parent's
    - `tariff`, `export_tax`: one rate, or rates by (origin, destination); default: the parent's
    - `missing`: what to do where the data say nothing although a flow is likely; `supply`: figures for named
      pairs, in `unit`
    - `domestic`: home sales of an origin without production: "parent" (as the parent's exports relate to its
      home sales, an estimate) or "zero"
    - `cap`: no product flow takes more than this share of its parent's flow; what is cut off is reported
    - `material`: share of all trade in the product from which a flow that was expected and is not there
      counts as missing (a tenth of it where an earlier year has the flow); `look_back`: years that count as
      earlier
    - `year_factor`: what all money figures are multiplied with on the way from `year` to the year of the
      world
    """

    name: str
    parent: str
    trade: Any = None
    unit: str = "USD million"
    year: int | None = None
    exports: Mapping[str, float] | None = None
    imports: Mapping[str, float] | None = None
    production: Mapping[str, float] | None = None
    totals_unit: str | None = None
    price: float | None = None
    price_unit: str | None = None
    use: Mapping[str, float] | None = None
    value_added: float | None = None
    theta: float | None = None
    sigma: float | None = None
    tariff: float | Mapping[tuple[str, str], float] | None = None
    export_tax: float | Mapping[tuple[str, str], float] | None = None
    missing: str = "refuse"  # one of `Missing`
    supply: Mapping[tuple[str, str], float] = field(default_factory=dict)
    domestic: str = "parent"  # one of `Domestic`
    cap: float = 0.95
    material: float = 0.01
    look_back: int = 5
    year_factor: float = 1.0
    title: str = ""
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not slug(self.name):
            raise ProductError(
                self.name, "product", f"expected a name of letters or digits, got {self.name!r}"
            )
        for what, value, known in (
            ("missing", self.missing, get_args(Missing)), ("domestic", self.domestic, get_args(Domestic)),
        ):  # fmt: skip
            if value not in known:
                raise self._wrong(
                    what, f"{value!r} is not one of {', '.join(known)}{did_you_mean(str(value), known)}"
                )
        for what, low, high in (
            ("cap", 0.0, 1.0), ("value_added", 0.0, 1.0), ("material", 0.0, 1.0), ("price", 0.0, math.inf),
            ("year_factor", 0.0, math.inf), ("theta", -1.0, math.inf), ("sigma", 0.0, math.inf),
        ):  # fmt: skip
            value = getattr(self, what)
            inside = value is None or (low < value <= high and math.isfinite(value))
            if not inside and not (value == 0 and what in ("value_added", "material")):
                ends = f"above {low:g}" + ("" if math.isinf(high) else f" and at most {high:g}")
                raise self._wrong(what, f"expected a number {ends}, got {value!r}")
        if self.theta is not None and self.sigma is not None and not math.isclose(self.theta, self.sigma - 1):
            raise self._wrong(
                "theta", f"{self.theta:g} and sigma {self.sigma:g} differ (theta = sigma - 1); give one"
            )
        if self.trade is None and not (self.exports or self.imports or self.supply):
            raise self._wrong(
                "trade", "there are no figures: give a table of flows, or exports and imports by economy"
            )
        for pair, amount in self.supply.items():
            if not (math.isfinite(amount) and amount >= 0):
                raise self._wrong("supply", f"{'->'.join(pair)}: expected zero or more, got {amount!r}")

    def _wrong(self, what: str, why: str) -> "ProductError":
        return ProductError(self.name, what, why)

    @property
    def own_theta(self) -> float | None:
        """Its long-run trade elasticity, None where it takes the parent's."""
        return self.sigma - 1 if self.theta is None and self.sigma is not None else self.theta

    def money(self, world_unit: str) -> float:
        """What a figure in `unit` is multiplied with to be in the unit of the world, year factor included."""
        return self.year_factor * _money(self.unit, self) / _money(world_unit, self, self.unit.split(" ")[0])

    def totals(self, world_unit: str) -> float:
        """What a figure in `totals_unit` is multiplied with; uses `price` where that is a quantity."""
        unit = self.totals_unit or self.unit
        for kind in (_WEIGHTS, _VOLUMES):
            if unit in kind:
                if self.price is None or self.price_unit is None or "/" not in self.price_unit:
                    raise self._wrong(
                        "price", f'totals in {unit} need a price and its unit, for example "USD/t"'
                    )
                money, per = (part.strip() for part in self.price_unit.split("/", 1))
                if per not in kind:
                    raise self._wrong("price_unit", f"{self.price_unit!r} does not fit totals in {unit};"
                                      f" expected money per {', '.join(kind)}")  # fmt: skip
                worth = self.price * _money(money, self) / kind[per]
                return self.year_factor * kind[unit] * worth / _money(world_unit, self, money.split(" ")[0])
        if self.price is not None:
            raise self._wrong("price", f"totals are in {unit}, which is money; a price is for quantities"
                              f" ({', '.join((*_WEIGHTS, *_VOLUMES))})")  # fmt: skip
        return self.year_factor * _money(unit, self) / _money(world_unit, self, unit.split(" ")[0])


def _money(unit: str, product: Product, currency: str | None = None) -> float:
    """Single units of currency in one `unit`; refuses other units and, if given, another currency."""
    match = re.fullmatch(r"([A-Za-z]{3})(?:\s+(\w+))?", unit.strip())
    if match is None or (match[2] or "") not in _SCALES:
        known = (*_WEIGHTS, *_VOLUMES)
        raise InputError(
            f"product {product.name}: unknown unit {unit!r}{did_you_mean(unit, known)}; expected money such as"
            f" USD million (thousand, million, billion) or, for totals, {', '.join(known)}"
        )
    if currency is not None and match[1].upper() != currency.upper():
        raise InputError(
            f"product {product.name}: figures are in {currency}, the world in {unit}; convert them first"
        )
    return _SCALES[match[2] or ""]


def slug(name: str) -> str:
    """The name as the last part of a sector label: ``Rare earths`` -> ``rare-earths``."""
    return fold(name).replace(" ", "-")


def product_label(parent: str, name: str) -> str:
    """Label of a zoomed sector: ``C20.potash``."""
    return f"{parent}.{slug(name)}"


def zooms(world: "World") -> list[dict[str, Any]]:
    """What was zoomed out of sectors of this world, in order: label, parent, theta (None: the parent's),
    unit, year, source ...

    Raises `InputError` where the attribute is not what `zoom` writes.
    """
    text = world.data.attrs.get("zooms")
    if text is None:
        return []
    try:
        entries = json.loads(str(text))
        return [
            dict(e, label=str(e["label"]), parent=str(e["parent"]), theta=_theta(e["theta"])) for e in entries
        ]
    except (ValueError, TypeError, KeyError) as e:
        raise InputError(
            f"world {world.name}: the attribute zooms is damaged ({e}); build the world again"
        ) from None


def _theta(value: Any) -> float | None:
    if value is None:
        return None
    if not (math.isfinite(float(value)) and float(value) > -1):
        raise ValueError(f"theta {value!r}")
    return float(value)


def own_elasticities(world: "World") -> dict[str, float]:
    """Long-run trade elasticities that products of this world bring along (sector label -> theta)."""
    return {
        z["label"]: z["theta"] for z in zooms(world) if z["theta"] is not None and z["label"] in world.sectors
    }
