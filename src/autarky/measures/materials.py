"""Supply risk of raw materials: GeoPolRisk, and who makes a material against who sells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from autarky.errors import InputError, did_you_mean
from autarky.measures.trade import TradeTable

_TONNES = {"metr. t": 1.0, "kg": 1e-3, "ct": 2e-7}  # carats are 0.2 g; gas in cubic metres has no one weight
_BEST, _WORST = 2.5, -2.5  # ends of the WGI scale


@dataclass(frozen=True, eq=False)
class Mining:
    """`production`: material, economy, year, quantity (tonnes, NaN where the unit is no weight), estimated; `codes`:
    HS codes of each material in trade; `stability`: WGI political stability (economy, year)."""

    production: pd.DataFrame
    codes: dict[str, tuple[str, ...]]
    stability: pd.DataFrame
    source: str

    @cached_property
    def materials(self) -> tuple[str, ...]:
        return tuple(sorted(self.production["material"].unique()))

    def material(self, label: str) -> str:
        """The material that `label` means: its name, or the start of it; `InputError` with a suggestion otherwise."""
        wanted = label.casefold()
        hits = [m for m in self.materials if m.casefold() == wanted]
        hits = hits or [m for m in self.materials if m.casefold().startswith(wanted)]
        if len(hits) == 1:
            return hits[0]
        also = f" (it may mean {', '.join(hits)})" if hits else did_you_mean(label, self.materials)
        raise InputError(f"unknown material {label!r}{also}; known: {', '.join(self.materials)}")

    def made(self, material: str, year: int) -> pd.Series:
        """Production by economy in tonnes; `InputError` where there is none in the year or no weight is known."""
        rows = self.production[(self.production["material"] == material) & (self.production["year"] == year)]
        made = rows.groupby("economy")["quantity"].sum(min_count=1).dropna()
        if not made.sum() > 0:
            raise InputError(f"{material}: no production in tonnes for {year} in the mining data")
        return made


def geopolrisk(
    mining: Mining, trade: TradeTable, importer: str, year: int, materials: Sequence[str] | None = None
) -> pd.DataFrame:
    """GeoPolRisk supply risk of an importing economy or group (material).

    risk = HHI x sum_i g_i q_i / (p + Q): HHI of world production; g_i political instability of source i, WGI political
    stability turned round and scaled from 0 (best) to 1, (2.5 - WGI) / 5; q_i imports from i, Q their sum, p own
    production, in tonnes. Gemechu, Helbig, Sonnemann, Thorenz & Tuma (2016), Journal of Industrial Ecology 20(1);
    Santillan-Saldivar et al. (2022), Int. Journal of Life Cycle Assessment 27. Production is metal content or oxide,
    trade the gross weight of HS codes, so `import_share` is an approximation where the two differ (as in the published
    method). Unit: index 0 to 1. Attributes: year, source, refused (material -> why). Needs: production by country,
    trade in tonnes, WGI. Sources without a WGI value take the mean of the others (geopolrisk-py gives them 0.5);
    `unrated` is their weight.
    """
    at = trade.year(year)
    inside = trade.members(importer, at)
    chosen = mining.materials if materials is None else tuple(mining.material(m) for m in materials)
    rows, refused = {}, {}
    for material in chosen:
        try:
            rows[material] = _risk(mining, trade, inside, at, material)
        except InputError as e:
            refused[material] = str(e).removeprefix(f"{material}: ")
    if not rows:
        more = f"; and {len(refused) - 3} more" if len(refused) > 3 else ""
        raise InputError(
            f"{importer} in {at}: {'; '.join(f'{m}: {why}' for m, why in list(refused.items())[:3])}{more}"
        )
    frame = pd.DataFrame.from_dict(rows, orient="index").sort_values("risk", ascending=False)
    frame.index.name = "material"
    frame.attrs = {"year": at, "source": f"{mining.source}; {trade.source}", "refused": refused}
    return frame


def _risk(
    mining: Mining, trade: TradeTable, inside: Sequence[str], year: int, material: str
) -> dict[str, float | str]:
    codes = [c for c in mining.codes.get(material, ()) if c in trade.products]
    if not codes:
        raise InputError(f"{material}: no trade in these data (missing, not zero)")
    made = mining.made(material, year)
    for code in codes:
        if why := trade.gap(inside, code, year):
            raise InputError(f"{material}: {why}; a missing flow is not zero")
    rows = trade.select(year, codes)
    bought = rows[rows["importer"].isin(inside) & ~rows["exporter"].isin(inside)]
    sources = bought.groupby("exporter")["quantity"].sum().astype(float)
    total, own = float(sources.sum()), float(made[made.index.isin(inside)].sum())
    if not total > 0:
        raise InputError(f"{material}: no imports with a weight in {year}")
    if str(year) not in mining.stability.columns:
        raise InputError(f"no WGI values for {year}")
    wgi = mining.stability[str(year)].reindex(sources.index)
    instability = ((_BEST - wgi) / (_BEST - _WORST)).clip(0, 1)
    rated = wgi.notna()
    # weighted among the rated, so that an unrated source is not counted as perfectly stable
    mean = (
        float((instability[rated] * sources[rated]).sum() / sources[rated].sum()) if rated.any() else np.nan
    )
    hhi = float(((made / made.sum()) ** 2).sum())
    dependence = total / (own + total)
    return {
        "risk": hhi * mean * dependence,
        "hhi_production": hhi,
        "instability": mean,
        "import_share": dependence,
        "first": str(sources.idxmax()),
        "first_share": float(sources.max() / total),
        "unrated": float(sources[~rated].sum() / total),
    }


def production_against_trade(mining: Mining, trade: TradeTable, material: str, year: int) -> pd.DataFrame:
    """Each economy's share in world production and in world exports of a material (economy).

    Where the two differ, trade statistics mislead: who mines most may keep it, who exports most may pass it on.
    production: tonnes; exports: by value and by weight. Economies absent from production statistics have NaN, not 0.
    Unit: shares. Attributes: year, source, material. Needs: production by country, trade by product.
    """
    at, name = trade.year(year), mining.material(material)
    codes = [c for c in mining.codes.get(name, ()) if c in trade.products]
    if not codes:
        raise InputError(f"{name}: no trade in these data (missing, not zero)")
    made = mining.made(name, at)
    rows = trade.select(at, codes)
    sold = rows.groupby("exporter")[["value", "quantity"]].sum()
    frame = pd.DataFrame(
        {
            "production": made / made.sum(),
            "exports_value": sold["value"] / sold["value"].sum(),
            "exports_weight": sold["quantity"].astype(float) / float(sold["quantity"].sum()),
        }
    )
    frame.index.name = "economy"
    frame.attrs = {"year": at, "source": f"{mining.source}; {trade.source}", "material": name}
    return frame.sort_values("production", ascending=False)


def read_mining(folder: Path) -> Mining:
    """World Mining Data with its map to HS codes, and WGI, from a folder with the three CSV files of geopolrisk-py."""
    wide = _csv(folder / "world_mining_2018_2024.csv", ("material", "Country_ISO", "unit", "data_source"))
    years = [c for c in wide.columns if c.isdigit()]
    long = wide.melt(["material", "Country_ISO", "unit", "data_source"], years, "year", "quantity")
    long["quantity"] = pd.to_numeric(long["quantity"]) * long["unit"].map(_TONNES)
    long["year"] = long["year"].astype(int)
    long["estimated"] = long["data_source"] == "e"
    hs = _csv(folder / "hs_code_map.csv", ("Sheet_name", "HS Code", "HS Code - Complementary"))
    codes = {}
    for row in hs.itertuples(index=False):
        given = ";".join(
            str(v)
            for v in (row[hs.columns.get_loc("HS Code")], row[hs.columns.get_loc("HS Code - Complementary")])
        )
        codes[str(row[0])] = tuple(c for c in given.split(";") if c.isdigit())
    wgi = _csv(folder / "wgi_political_stability_estimate.csv", ("Code",)).set_index("Code")
    wgi = wgi[~wgi.index.duplicated()]
    stability = wgi[[c for c in wgi.columns if c.isdigit()]].apply(pd.to_numeric)
    return Mining(
        long.rename(columns={"Country_ISO": "economy"})[
            ["material", "economy", "year", "quantity", "estimated"]
        ],
        codes,
        stability,
        "World Mining Data; World Bank WGI political stability",
    )


def _csv(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    try:
        frame = pd.read_csv(path, dtype=str)
    except (OSError, ValueError) as e:
        raise InputError(f"{path}: {e}") from e
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        raise InputError(f"{path}: columns missing: {', '.join(missing)}")
    return frame
