"""Products to zoom into: made ones, and three from the shared data (docs/how-to/zoom.md)."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from autarky.scenario import Scenario, solve
from autarky.world.accounts import VARIABLES, World
from autarky.world.labels import iso3
from autarky.world.zoom.product import Product
from autarky.world.zoom.zoom import zoom

EXACT = 1e-12  # of the largest entry: splitting and adding up again costs a few roundings
RARE_EARTHS = ("280530", "284610", "284690")
PIPELINE_GAS = ("271121",)
POTASH = "Nutrient potash K2O (total)"


@cache
def baci(shared: Path, codes: tuple[str, ...]) -> pd.DataFrame:
    """Trade of all years, codes added up: origin, destination, year, value (USD million), tonnes."""
    path = shared / "data" / "baci-raw-materials" / "baci_hs92_74codes_1995_2024.parquet"
    rows = pd.read_parquet(path, filters=[("hs92", "in", list(codes))])
    rows = rows.assign(value=rows["kusd"].astype(float) / 1e3, tonnes=rows["tonnes"].astype(float))
    rows = rows.rename(columns={"exp": "origin", "imp": "destination"})
    keys = ["origin", "destination", "year"]
    return rows.groupby(keys, observed=True, as_index=False)[["value", "tonnes"]].sum(min_count=1)


def mined(shared: Path, material: str, year: int) -> dict[str, float]:
    """Production by country, tonnes (World Mining Data)."""
    table = pd.read_csv(shared / "data" / "world-mining" / "world_mining_2018_2024.csv")
    table = table[table["material"] == material]
    return dict(zip(table["Country_ISO"], table[str(year)].astype(float), strict=True))


def rare_earths(shared: Path, parent: str, **fields: Any) -> Product:
    """2022; production valued at the unit value of the same trade, USD per tonne of what crosses borders."""
    trade = baci(shared, RARE_EARTHS)
    now = trade[trade["year"] == 2022]
    given: dict[str, Any] = {
        "trade": trade, "production": mined(shared, "Rare Earths (REO)", 2022), "totals_unit": "t",
        "price": float(1e6 * now["value"].sum() / now["tonnes"].sum()), "price_unit": "USD/t",
        "source": "CEPII BACI (HS 280530, 2846); World Mining Data",
    }  # fmt: skip
    return Product("rare earths", parent, **given | fields)


def potash(shared: Path, farms: str, price: float = 800.0, **fields: Any) -> Product:
    """2022: exports of 2021 (FAOSTAT, K2O) moved with production 2022/2021 (World Mining Data); imports of 2021."""
    fao = pd.read_parquet(shared / "data" / "fao-fertilizers" / "fertilizers_1961_2021.parquet")
    fao = fao[(fao["Item"] == POTASH) & (fao["Year"] == 2021)]
    fao = fao.assign(economy=fao["Area"].map(iso3)).dropna(
        subset="economy"
    )  # continents and clubs are no countries

    def total(what: str) -> dict[str, float]:
        return fao[fao["Measurement"] == what].groupby("economy")["Value"].sum().to_dict()

    before, now = (mined(shared, "Potash (K2O)", year) for year in (2021, 2022))
    exports = {
        c: v * (now[c] / before[c] if before.get(c) else 1.0) for c, v in total("Export quantity").items()
    }
    given: dict[str, Any] = {
        "exports": exports, "imports": total("Import quantity"), "production": now, "totals_unit": "t", "price": price,
        "price_unit": "USD/t", "use": {farms: 0.9, "C20": 0.1}, "missing": "estimate",
        "source": "FAOSTAT 2021 (K2O); World Mining Data 2021, 2022",
    }  # fmt: skip
    return Product("potash", "C20", **given | fields)


def gas(shared: Path, **fields: Any) -> Product:
    return Product(
        "pipeline gas",
        "B06",
        **{"trade": baci(shared, PIPELINE_GAS), "source": "CEPII BACI (HS 271121)"} | fields,
    )


def embargo(
    world: World,
    sectors: str,
    origin: str,
    destination: list[str] | str,
    watched: tuple[str, ...],
    horizon: str = "1y",
) -> tuple[float, dict[str, float]]:
    """Base trade under the ban (10 % leak) and the welfare change of the economies watched, in percent."""
    act = {"type": "embargo", "origin": origin, "destination": destination, "sectors": sectors}
    scenario = Scenario(horizon=horizon, acts=[act])
    hit = scenario.resolve(world)[0]["base_trade"]
    welfare = solve(world, scenario).welfare.to_series() * 100
    return float(hit), {c: float(welfare[c]) for c in watched}


def potash_rows(shared: Path, world: World) -> list[str]:
    """Embargo on chemicals, on potash with the elasticity of chemicals, on potash with its own."""
    farms = "A" if "A" in world.sectors else "A01"
    watched = ("BLR", "RUS", "CAN", "POL", "BRA")
    zoomed = {theta: zoom(world, potash(shared, farms, theta=theta))[0] for theta in (None, 4.0)}
    rows = []
    for who, destination in (
        ("EU, US, UK", ["EU27", "USA", "GBR"]),
        ("all but Russia and China", ["world", "-RUS", "-CHN"]),
    ):
        rows.append(row(f"{who}: all chemicals", *embargo(world, "C20", "BLR", destination, watched)))
        for theta, new in zoomed.items():
            name = f"{who}: potash, theta {'of C20' if theta is None else f'{theta:g}'}"
            rows.append(row(name, *embargo(new, "C20.potash", "BLR", destination, watched)))
    return rows


def rare_earth_rows(shared: Path, world: World) -> list[str]:
    """China's export ban on a whole parent sector, and on rare earths zoomed out of it."""
    rows = []
    for parent in [s for s in ("B07", "B08", "B07T09", "C20") if s in world.sectors]:
        watched, buyers = ("CHN", "JPN", "USA", "DEU"), ["USA", "EU27", "JPN"]
        rows.append(
            row(f"all of {parent}", *embargo(world, parent, "CHN", buyers, watched), before="", digits=4)
        )
        for theta in (None, 2.0):
            new, report = zoom(world, rare_earths(shared, parent, theta=theta, missing="estimate"))
            name = f"out of {parent}, theta {f'of {parent}' if theta is None else f'{theta:g}'}"
            cut = sum(
                c.asked - c.kept for c in report.capped if c.what == "flow" and c.origin != c.destination
            )
            lost = f"{cut / (cut + report.abroad):.0%} of {cut + report.abroad:,.0f}"
            rows.append(
                row(
                    name,
                    *embargo(new, f"{parent}.rare-earths", "CHN", buyers, watched),
                    before=lost,
                    digits=4,
                )
            )
    return rows


def gas_rows(shared: Path, world: World) -> list[str]:
    """Russia's ban on gas to Belarus: without zoom, and by what is done about the flow that the data lack."""
    watched = ("BLR", "RUS")
    rows = [row("no zoom, all oil and gas", *embargo(world, "B06", "RUS", "BLR", watched))]
    for name, fields in (
        ("gas, absent taken as zero", {"missing": "zero"}),
        ("gas, all absent flows estimated", {"missing": "estimate"}),
        (
            "gas, 2,400 supplied, the rest estimated",
            {"missing": "estimate", "supply": {("RUS", "BLR"): 2400.0}},
        ),
    ):
        new, _ = zoom(world, gas(shared, **fields))
        rows.append(row(name, *embargo(new, "B06.pipeline-gas", "RUS", "BLR", watched)))
    return rows


def row(label: str, hit: float, changes: dict[str, float], before: str | None = None, digits: int = 3) -> str:
    """A row of a table in the how-to: trade hit in USD million, welfare in percent."""
    first = [] if before is None else [before]
    # + 0.0: no minus before a zero
    figures = [f"{round(v, digits) + 0.0:.{digits}f}" for v in changes.values()]
    return "| " + " | ".join([label, *first, f"{hit:,.0f}", *figures]) + " |"


def rows_of(world: World, share: np.ndarray | float, home: bool = False) -> list[dict[str, object]]:
    """A product that is `share` of every foreign flow of its parent (with `home`, of home sales too)."""
    flows = share * world.array("trade")[:, world.sectors.index("B06")]
    return [
        {"origin": i, "destination": n, "value": float(flows[a, b])}
        for a, i in enumerate(world.economies)
        for b, n in enumerate(world.economies)
        if (i != n or home) and flows[a, b] > 0
    ]


def off(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a - b).max() / max(float(np.abs(b).max()), 1e-300))


def same_world(new: World, old: World) -> None:
    for variable in VARIABLES:
        assert off(new.array(variable), old.array(variable)) < EXACT, variable
    assert new.sectors == old.sectors
    assert new.sector_names == old.sector_names
    assert new.industries == old.industries
