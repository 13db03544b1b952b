"""Products to zoom into, as tables ``[[zoom]]`` of a spec (docs/how-to/zoom.md)."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from autarky.errors import InputError, did_you_mean
from autarky.files.decoding import DamagedError, decoding
from autarky.files.fields import FieldError, Model
from autarky.world.zoom.product import Product, ProductError

Locate = Callable[[str], Path]
_SUFFIXES = (".csv", ".parquet")


def _number(value: Any) -> Any:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"expected a number, got {value!r:.60}")
    return value if value is None else float(value)


def _amounts(value: Any) -> Any:
    """A file, or figures by label: NaN in TOML (nan) says that there is no figure."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        raise ValueError(
            "expected figures by economy, { CHN = 210000 }, or the name of a csv or parquet file"
        )
    return {str(k): _number(v) for k, v in value.items()}


def _shares(value: Any) -> Any:
    if value is not None and not isinstance(value, Mapping):
        raise ValueError("expected shares by sector, { A01 = 0.9, final = 0.1 }")
    return value if value is None else {str(k): _number(v) for k, v in value.items()}


def _codes(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise ValueError('expected columns and what they must hold, { hs = ["280530", "284610"] }')
    return {
        str(k): tuple(map(str, v)) if isinstance(v, list | tuple) else (str(v),) for k, v in value.items()
    }


Number = Annotated[float | None, BeforeValidator(_number)]
Amounts = Annotated[str | Mapping[str, float] | None, BeforeValidator(_amounts)]


class Pair(Model):
    """A figure for one pair of economies."""

    origin: str = Field(description="who sells")
    destination: str = Field(description="who buys")
    value: Annotated[float, BeforeValidator(_number)] = Field(description="in `unit`")


class ZoomSpec(Model):
    """One ``[[zoom]]``: the fields of `world.product.Product`, with files in place of tables."""

    product: str = Field(description="name; the new sector is PARENT.name")
    parent: str = Field(description="sector that holds it")
    title: str = Field(default="", description="name for people")
    trade: str = Field(default="", description="csv or parquet with origin, destination, value, year, status")
    columns: Mapping[str, str] = Field(default={}, description="what the file calls these columns")
    where: Annotated[Mapping[str, Sequence[str]], BeforeValidator(_codes)] = Field(
        default={}, description="rows of the file to take, added up by pair and year"
    )
    unit: str = Field(default="USD million", description="of trade and supply")
    year: int | None = Field(default=None, description="of the figures (default: the world's)")
    year_factor: Annotated[float, BeforeValidator(_number)] = Field(
        default=1.0, description="from year to the world's"
    )
    exports: Amounts = Field(
        default=None, description="totals by economy, or a file with economy, value (and year)"
    )
    imports: Amounts = Field(default=None, description="likewise")
    production: Amounts = Field(default=None, description="likewise")
    totals_unit: str | None = Field(
        default=None, description="of these totals: money, or a quantity such as t"
    )
    price: Number = Field(default=None, description="of a quantity")
    price_unit: str | None = Field(default=None, description='for example "USD/t"')
    use: Annotated[Mapping[str, float] | None, BeforeValidator(_shares)] = Field(
        default=None, description="shares of the users; default: as the parent"
    )
    value_added: Number = Field(default=None, description="share in output; default: the parent's")
    theta: Number = Field(default=None, description="long-run trade elasticity; default: the parent's")
    sigma: Number = Field(default=None, description="or sigma = theta + 1")
    tariff: Number = Field(default=None, description="default: the parent's")
    export_tax: Number = Field(default=None, description="default: the parent's")
    missing: Literal["refuse", "zero", "estimate"] = Field(
        default="refuse", description="likely flows not in the data"
    )
    supply: Sequence[Mapping[str, Any]] = Field(default=(), description="figures for named pairs")
    domestic: Literal["parent", "zero"] = Field(
        default="parent", description="home sales without production figures"
    )
    cap: Annotated[float, BeforeValidator(_number)] = Field(
        default=0.95, description="most of a parent's flow"
    )
    material: Annotated[float, BeforeValidator(_number)] = Field(
        default=0.01, description="share of trade that counts"
    )
    look_back: int = Field(default=5, ge=0, le=50, description="earlier years that make a flow likely")
    source: str = Field(default="", description="where the figures are from")
    note: str = Field(default="", description="what the reader must know")


def read_zoom(given: Mapping[str, Any], locate: Locate = Path) -> Product:
    """The product that one ``[[zoom]]`` table describes; `locate` turns a file named in it into a path.

    Raises `FieldError` (fields relative to the table) for wrong fields and files.
    """
    spec = ZoomSpec(**{str(k): v for k, v in given.items()})
    fields = {k: getattr(spec, k) for k in ZoomSpec.model_fields if k not in ("product", "columns", "where")}
    pairs: dict[tuple[str, str], float] = {}
    for k, entry in enumerate(spec.supply):
        try:
            pair = Pair(**{str(key): v for key, v in entry.items()})
        except FieldError as e:
            raise e.below("supply", k) from None
        if (pair.origin, pair.destination) in pairs:
            raise FieldError([(("supply", k), f"{pair.origin}->{pair.destination} stands twice")])
        pairs[pair.origin, pair.destination] = pair.value
    trade = None
    if spec.trade:
        trade = _blamed("trade", lambda: _trade(locate(spec.trade), spec.columns, spec.where))
    elif spec.columns or spec.where:
        raise FieldError(
            [(("columns" if spec.columns else "where",), "is about a file of trade, and none is named")]
        )
    for name in ("exports", "imports", "production"):
        if isinstance(fields[name], str):
            fields[name] = _blamed(name, lambda name=name: _totals(locate(fields[name]), spec.year))  # type: ignore[misc]
    try:
        return Product(name=spec.product, **fields | {"trade": trade, "supply": pairs})
    except ProductError as e:
        raise FieldError([((e.field,), e.why)]) from None


def read_zooms(path: str | Path) -> list[Product]:
    """The products of a TOML file with ``[[zoom]]`` tables. Raises `InputError` with file and line."""
    from autarky.files.source import parse, read_text

    path = Path(path)
    data, source = parse(read_text(path, "list of products", ""), str(path), "list of products", "")
    tables = data.get("zoom")
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        raise InputError(f"{path}: expected tables [[zoom]], one for each product")
    products = []
    for k, table in enumerate(tables):
        try:
            products.append(read_zoom(table, lambda name: path.parent / Path(name).expanduser()))
        except FieldError as e:
            raise source.explain(e.below("zoom", k)) from None
    return products


def _blamed(field: str, do: Callable[[], Any]) -> Any:
    try:
        return do()
    except InputError as e:
        raise FieldError([((field,), str(e))]) from None


def _table(path: Path) -> Any:
    import pandas as pd

    if path.suffix.casefold() not in _SUFFIXES:
        raise InputError(f"{path}: expected a table in {' or '.join(_SUFFIXES)}")
    if not path.is_file():
        near = (
            did_you_mean(path.name, [p.name for p in path.parent.iterdir()]) if path.parent.is_dir() else ""
        )
        raise InputError(f"{path} does not exist{near}")
    try:
        # codes such as 010121 and NA (Namibia) are text
        with decoding():
            return pd.read_parquet(path) if path.suffix.casefold() == ".parquet" else pd.read_csv(
                path, dtype=str, keep_default_na=False, na_values=[""])  # fmt: skip
    except DamagedError as e:
        raise InputError(f"{path} cannot be read: {e}") from None


def _trade(path: Path, columns: Mapping[str, str], where: Mapping[str, Sequence[str]]) -> Any:
    import pandas as pd

    frame = _table(path)
    known = ("origin", "destination", "value", "year", "status")
    for ours, theirs in columns.items():
        if ours not in known:
            raise InputError(
                f"columns: unknown {ours!r}{did_you_mean(ours, known)}; expected {', '.join(known)}"
            )
        if theirs not in frame:
            raise InputError(f"{path}: no column {theirs!r}{did_you_mean(theirs, map(str, frame.columns))}")
    for column, wanted in where.items():
        if column not in frame:
            raise InputError(f"{path}: no column {column!r}{did_you_mean(column, map(str, frame.columns))}")
        frame = frame[frame[column].astype(str).isin(wanted)]
        if frame.empty:
            raise InputError(f"{path}: no row with {column} {', '.join(wanted)}")
    taken = [c for c in columns.values() if c not in columns]
    frame = frame.drop(columns=[c for c in columns if c in frame and c not in taken and columns[c] != c])
    frame = frame.rename(columns={theirs: ours for ours, theirs in columns.items()})
    if not where or "value" not in frame:
        return frame
    try:
        frame = frame.assign(value=pd.to_numeric(frame["value"]).astype(float))
    except (ValueError, TypeError) as e:
        raise InputError(f"{path}: value: {e}; expected numbers with a decimal point") from None
    keys = [c for c in ("origin", "destination", "year", "status") if c in frame]
    return frame.groupby(keys, observed=True, as_index=False)["value"].sum(min_count=1)


def _totals(path: Path, year: int | None) -> dict[str, float]:
    import pandas as pd

    frame = _table(path)
    missing = [c for c in ("economy", "value") if c not in frame]
    if missing:
        raise InputError(
            f"{path}: column {missing[0]!r} missing; expected economy, value and, optional, year"
        )
    try:
        frame = frame.assign(value=pd.to_numeric(frame["value"]).astype(float))
        if "year" in frame:
            frame = frame.assign(year=pd.to_numeric(frame["year"]))
    except (ValueError, TypeError) as e:
        raise InputError(f"{path}: {e}; expected numbers with a decimal point") from None
    if "year" in frame:
        if year is None:
            raise InputError(f"{path} has several years; say which with year = ...")
        frame = frame[frame["year"] == year]
        if frame.empty:
            raise InputError(f"{path}: no rows for {year}")
    if frame["economy"].duplicated().any():
        twice = frame["economy"][frame["economy"].duplicated()].iloc[0]
        raise InputError(f"{path}: {twice} stands twice")
    return {str(c): float(v) for c, v in zip(frame["economy"], frame["value"], strict=True)}
