"""Answers from trade by product and from mining statistics. The data are not shipped: they lie in a folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.errors import InputError
from autarky.measures.answer import Answer, Ask, Row
from autarky.measures.materials import Mining, geopolrisk, production_against_trade, read_mining
from autarky.measures.networks import chokepoints
from autarky.measures.strategic import cdi, geodep
from autarky.measures.trade import TradeTable, read_baci

if TYPE_CHECKING:
    import pandas as pd

BACI, MINING = "baci-raw-materials", "world-mining"
SHOWN_REFUSALS = 3


def find_folder(name: str, data: str | None) -> Path:
    """The folder `name` inside `data`, or inside ``shared`` beside the working directory or the checkout."""
    if data is not None:
        places = [Path(data).expanduser()]
    else:
        places = [Path("..") / "shared", Path(__file__).resolve().parents[4] / "shared"]
    for place in places:
        for folder in (place / name, place / "data" / name):
            if folder.is_dir():
                return folder
    looked = " or ".join(str(p) for p in places)
    raise InputError(
        f"this measure needs the data folder {name}, which is not in {looked}. The data (CEPII BACI by product; World"
        " Mining Data and WGI) are not shipped with autarky: name the folder that holds them with --data"
    )


def _trade(ask: Ask) -> TradeTable:
    folder = find_folder(BACI, ask.data)
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise InputError(f"{folder} holds no .parquet file of trade")
    return read_baci(files[0])


def _mining(ask: Ask) -> Mining:
    return read_mining(find_folder(MINING, ask.data))


def _refused(found: "pd.DataFrame") -> list[str]:
    refused = found.attrs.get("refused", {})
    listed = [f"{p}: {why}" for p, why in list(refused.items())[:SHOWN_REFUSALS]]
    more = len(refused) - len(listed)
    return [
        f"not judged, missing is not zero: {'; '.join(listed)}" + (f"; and {more} more" if more else "")
    ] * bool(refused)


def _rows(found: "pd.DataFrame", most: int) -> list[Row]:
    rows: list[Row] = []
    for label, row in found.head(most).iterrows():
        cells = {str(k): _plain(v) for k, v in row.items()}
        rows.append({str(found.index.name): str(label), **cells})
    return rows


def _plain(value: object) -> float | str | bool | None:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    return number if np.isfinite(number) else None


def _dependent_first(found: "pd.DataFrame") -> "pd.DataFrame":
    ordered = found.sort_values(["dependent", "imports"], ascending=False)
    ordered.attrs = found.attrs
    return ordered


def products_cdi(ask: Ask) -> Answer:
    table = _trade(ask)
    found = _dependent_first(cdi(table, str(ask.of), ask.year, ask.product))
    columns = {
        "product": "", "imports": "USD million", "cdi1": "index", "cdi2": "index", "cdi3": "ratio", "first": "",
        "first_share": "share", "dependent": "",
    }  # fmt: skip
    held = int(found["dependent"].sum())
    title = f"Strategic dependence of {ask.of} on products: {held} of {len(found)} (CDI1 > 0.4, CDI2 > 0.5, CDI3 > 1)"
    notes = [
        *_refused(found),
        f"the table holds {len(table.products)} raw-material codes, not all 5,200 products",
    ]
    if not np.isfinite(found["cdi3"].head(ask.rows)).all():
        notes.append("an empty CDI3 is infinite: the table shows no exports at all")
    return Answer(title, columns, _rows(found, ask.rows), found.attrs["year"], table.source, notes)


def products_geodep(ask: Ask) -> Answer:
    table = _trade(ask)
    found = _dependent_first(geodep(table, str(ask.of), ask.year, ask.product))
    columns = {
        "product": "", "imports": "USD million", "hhi_imports": "index", "hhi_world": "index",
        "imports_over_exports": "ratio", "first": "", "first_share": "share", "years": "count", "dependent": "",
    }  # fmt: skip
    held = int(found["dependent"].sum())
    title = f"Import dependence of {ask.of}, GeoDep: {held} of {len(found)} products, in two years of three"
    notes = [
        *_refused(found),
        f"the table holds {len(table.products)} raw-material codes, not all 5,200 products",
    ]
    return Answer(title, columns, _rows(found, ask.rows), found.attrs["year"], table.source, notes)


def products_risk(ask: Ask) -> Answer:
    trade, mining = _trade(ask), _mining(ask)
    found = geopolrisk(mining, trade, str(ask.of), trade.year(ask.year), ask.product)
    columns = {
        "material": "", "risk": "index", "hhi_production": "index", "instability": "index",
        "import_share": "share", "first": "", "first_share": "share", "unrated": "share",
    }  # fmt: skip
    title = f"Supply risk of materials for {ask.of} (GeoPolRisk)"
    notes = [
        *_refused(found),
        "production is metal content, trade gross weight: import shares are approximate",
    ]
    return Answer(title, columns, _rows(found, ask.rows), found.attrs["year"], found.attrs["source"], notes)


def products_production(ask: Ask) -> Answer:
    trade, mining = _trade(ask), _mining(ask)
    asked = ask.product or ()
    if len(asked) != 1:
        raise InputError("production-trade answers for one material: name one --product")
    found = production_against_trade(mining, trade, asked[0], trade.year(ask.year))
    name, at, source = found.attrs["material"], found.attrs["year"], found.attrs["source"]
    if ask.of is not None:
        inside = trade.members(ask.of, at)
        found = found[found.index.isin(inside)]
        if found.empty:
            raise InputError(f"{ask.of} is in neither the production nor the exports of {name} of {at}")
    columns = {"economy": "", "production": "share", "exports_value": "share", "exports_weight": "share"}
    title = f"{name}: share of world production and of world exports"
    return Answer(title, columns, _rows(found, ask.rows), at, source, ["empty: no figure, which is not zero"])


def products_chokepoints(ask: Ask) -> Answer:
    table = _trade(ask)
    found = chokepoints(table, ask.year, ask.product)
    columns = {
        "product": "", "score": "index", "first": "", "first_share": "share", "suppliers": "ratio",
        "needed": "ratio", "hostages": "share", "hostage_value": "share", "trade": "USD million",
    }  # fmt: skip
    notes = [
        "hostages: importers that get more than half from the first supplier, and their share of imports"
    ]
    return Answer(
        "Products that few supply and many need", columns, _rows(found, ask.rows), found.attrs["year"],
        table.source, notes,
    )  # fmt: skip
