"""A tidy table of bilateral trade by product and year, and what in it is missing rather than zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from autarky.errors import InputError, did_you_mean
from autarky.files.decoding import DamagedError, decoding

COLUMNS = ("year", "exporter", "importer", "product", "value", "quantity")

# Flows known to be confidential where the table shows nothing: importer, exporter ("" for all), products (none: all),
# first and last year without them (inclusive; None: still so). Belarus, Turkiye and Germany keep these out of their
# statistics; since 2022 neither Russia nor Belarus publishes what they trade with each other, so no mirror has it.
KNOWN_GAPS: tuple[tuple[str, str, tuple[str, ...], int, int | None], ...] = (
    ("BLR", "", ("270900",), 2022, None),
    ("BLR", "", ("271121",), 2020, None),
    ("TUR", "RUS", ("270900",), 2022, None),
    ("DEU", "RUS", ("271121",), 2000, None),
    ("BLR", "RUS", (), 2022, None),
    ("RUS", "BLR", (), 2022, None),
)
BEFORE = 5  # years that say what an importer used to buy
MATERIAL = 1e5  # thousand USD a year: smaller flows come and go
NOTABLE = 0.1  # of the imports of a group: a smaller member's gap does not decide an index of the group
GONE = 0.05  # of the median of the years before; below it the imports have vanished


@dataclass(frozen=True, eq=False)
class TradeTable:
    """`frame` has `COLUMNS`: values in thousand USD, quantities in tonnes (NaN where not reported), ISO3 codes."""

    frame: pd.DataFrame
    source: str
    gaps: tuple[tuple[str, str, tuple[str, ...], int, int | None], ...] = KNOWN_GAPS

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted(int(y) for y in self.frame["year"].unique()))

    @cached_property
    def products(self) -> tuple[str, ...]:
        return tuple(sorted(self.frame["product"].astype(str).unique()))

    @cached_property
    def economies(self) -> tuple[str, ...]:
        both = set(self.frame["exporter"].astype(str)) | set(self.frame["importer"].astype(str))
        return tuple(sorted(both))

    def year(self, year: int | None) -> int:
        """`year`, or the latest; `InputError` where the table has none of it."""
        if year is None:
            return self.years[-1]
        if year not in self.years:
            raise InputError(
                f"no trade of {year} in these data; they cover {self.years[0]} to {self.years[-1]}"
            )
        return year

    def members(self, label: str, year: int) -> tuple[str, ...]:
        """ISO3 codes of a country or a group in `year`; `InputError` for one the table does not know."""
        from autarky.world.groups import find_group, members
        from autarky.world.labels import country_name, iso3, suggest_economy

        if find_group(label) is not None:
            return tuple(c for c in members(label, year) if c in self.economies)
        code = iso3(label)
        if code is None:
            raise InputError(f"unknown economy {label!r}{suggest_economy(label, self.economies)}")
        if code not in self.economies:
            raise InputError(f"{country_name(code)} ({code}) is not in these trade data")
        return (code,)

    def product_codes(self, products: Sequence[str] | None) -> tuple[str, ...]:
        """The products asked for (a code or the first digits of several), all where none is named."""
        if products is None:
            return self.products
        found: list[str] = []
        for wanted in products:
            hits = [p for p in self.products if p.startswith(wanted)]
            if not hits:
                raise InputError(
                    f"no product {wanted!r}{did_you_mean(wanted, self.products)} in these data: they hold"
                    f" {len(self.products)} HS92 codes, {self.products[0]} to {self.products[-1]}; what is not in them"
                    " is missing, not zero"
                )
            found += hits
        return tuple(dict.fromkeys(found))

    def select(self, year: int, products: Sequence[str]) -> pd.DataFrame:
        """Rows of one year and some products, with plain labels."""
        frame = self.frame[(self.frame["year"] == year) & self.frame["product"].isin(list(products))]
        return frame.astype({"exporter": str, "importer": str, "product": str, "value": float})

    def gap(self, importers: Sequence[str], product: str, year: int) -> str:
        """Why the imports of this product are missing rather than small, "" where nothing says so.

        Known: `gaps`. Detected: the imports of an importer fell below `GONE` of the median of the years before,
        although they were material, and a tenth or more of what all `importers` bought; the table cannot tell
        confidential from gone.
        """
        for importer, exporter, products, first, last in self.gaps:
            covers = importer in importers and (product in products or not products)
            if (
                covers
                and first <= year
                and (last is None or year <= last)
                and self._mattered(importers, importer, exporter, product, first)
            ):
                what = f"{product} from {exporter}" if exporter else f"{product}"
                return f"{importer}'s imports of {what} are not published since {first}"
        before = [y for y in self.years if year - BEFORE <= y < year]
        if not before:
            return ""
        totals = self._imports(product)
        median = {c: float(pd.Series([totals.get((c, y), 0.0) for y in before]).median()) for c in importers}
        for importer, usual in median.items():
            now = totals.get((importer, year), 0.0)
            weighs = usual > MATERIAL and usual >= NOTABLE * sum(median.values())
            if weighs and now < GONE * usual:
                fell = f"from {usual / 1e3:,.0f} to {now / 1e3:,.0f} million USD"
                return f"imports of {product} by {importer} fell {fell}"
        return ""

    def dark_exports(self, exporters: Sequence[str], product: str, year: int) -> str:
        """Why the exports of this product are missing rather than small, by the known `gaps`; "" where they are not."""
        for importer, exporter, products, first, last in self.gaps:
            covers = exporter in exporters and (product in products or not products)
            if not covers or not first <= year or (last is not None and year > last):
                continue
            frame = self.frame
            rows = frame[
                (frame["product"] == product)
                & frame["year"].between(first - 3, first - 1)
                & frame["exporter"].isin(list(exporters))
            ]
            hidden = rows[(rows["exporter"] == exporter) & (rows["importer"] == importer)]
            if float(hidden["value"].sum()) >= NOTABLE * float(rows["value"].sum()) > 0:
                return f"{exporter}'s exports of {product} to {importer} are not published since {first}"
        return ""

    def _mattered(
        self, importers: Sequence[str], importer: str, exporter: str, product: str, first: int
    ) -> bool:
        """Whether the flow was a tenth or more of what `importers` bought in the three years before it went dark."""
        frame = self.frame
        rows = frame[
            (frame["product"] == product)
            & frame["year"].between(first - 3, first - 1)
            & frame["importer"].isin(list(importers))
        ]
        hidden = rows[(rows["importer"] == importer) & ((rows["exporter"] == exporter) | (exporter == ""))]
        return float(hidden["value"].sum()) >= NOTABLE * float(rows["value"].sum()) > 0

    def _imports(self, product: str) -> dict[tuple[str, int], float]:
        if product not in self._by_product:
            rows = self.frame[self.frame["product"] == product].astype({"importer": str, "value": float})
            totals = rows.groupby(["importer", "year"])["value"].sum().reset_index()
            self._by_product[product] = {
                (str(c), int(y)): float(v)
                for c, y, v in zip(totals["importer"], totals["year"], totals["value"], strict=True)
            }
        return self._by_product[product]

    @cached_property
    def _by_product(self) -> dict[str, dict[tuple[str, int], float]]:
        return {}


def read_baci(path: Path) -> TradeTable:
    """CEPII BACI as parquet with columns year, exp, imp, hs92, kusd, tonnes; `InputError` naming the file otherwise."""
    try:
        with decoding():
            frame = pd.read_parquet(path)
    except DamagedError as e:
        raise InputError(f"{path} is not a parquet file of trade ({e})") from e
    names = {"year": "year", "exp": "exporter", "imp": "importer", "hs92": "product", "kusd": "value"}
    missing = [c for c in (*names, "tonnes") if c not in frame.columns]
    if missing:
        raise InputError(
            f"{path}: columns missing: {', '.join(missing)}; expected BACI as year, exp, imp, hs92, ..."
        )
    frame = frame.rename(columns=names | {"tonnes": "quantity"})
    return TradeTable(frame, "CEPII BACI (HS92), Gaulier & Zignago (2010)")
