"""A long table of product flows between countries, read into the economies of a world. Missing is not zero here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autarky.errors import InputError, did_you_mean
from autarky.world.accounts import World
from autarky.world.labels import fold, iso3

if TYPE_CHECKING:
    import pandas as pd

STATUSES = ("reported", "mirrored", "estimated", "absent")
_COLUMNS = ("origin", "destination", "value", "year", "status")


@dataclass(frozen=True)
class ProductFlows:
    """What a table says about a year, by (origin, destination) of the world; members of a region are added
    up.

    `value`: what is known; `known`: whether anything is; `by_status`: parts of `value`; `blank`: pairs of
    members that the table names without a figure; `silent`: last figures of member pairs that an earlier year
    has and this one has not, `silent_year` the last year of the largest of them, `scaled` the same moved with
    what the pairs reported in both years did since. `elsewhere`: codes of no country, put into ROW.
    """

    value: np.ndarray
    known: np.ndarray
    by_status: dict[str, np.ndarray]
    blank: np.ndarray
    silent: np.ndarray
    silent_year: np.ndarray
    scaled: np.ndarray
    elsewhere: tuple[str, ...] = ()


class ProductPlaces:
    """Where a country's figures go in a world: its own economy, the region that lists it, else ROW."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.at = {fold(c): j for j, c in enumerate(world.economies)}
        self.at |= {fold(m): j for j, c in enumerate(world.economies) for m in world.members[c]}
        self.at |= {fold(name): world.economies.index(c) for c, name in world.economy_names.items()}
        self.row = self.at.get("row")
        self.elsewhere: set[str] = set()

    def index(self, label: str, where: str) -> int:
        """Position of the economy that holds `label`. Raises `InputError` for what is no country."""
        key = fold(label)
        if key in self.at:
            return self.at[key]
        code = iso3(label)
        if code is not None and fold(code) in self.at:
            self.at[key] = self.at[fold(code)]
            return self.at[key]
        # statistics have codes of their own for areas not elsewhere specified (S19, EFTA n.e.s.)
        if code is None and not (len(label) == 3 and label.isascii() and label.isalnum() and label.isupper()):
            raise InputError(f"{where}: unknown economy {label!r}{did_you_mean(label, self.world.economies)}")
        if self.row is None:
            raise InputError(f"{where}: {label} is in no region of world {self.world.name}, which has no ROW")
        if code is None:
            self.elsewhere.add(label)
        self.at[key] = self.row
        return self.row


def read_flows(
    table: Any, world: World, year: int, *, look_back: int = 5, name: str = "trade"
) -> ProductFlows:
    """ProductFlows of `year` in the economies of `world`, from a long table (pandas, pyarrow, or rows as mappings).

    Columns: origin, destination, value and, optional, year and status. Values keep their unit. Raises
    `InputError` with row and pair for negative or infinite values, pairs that stand twice, unknown economies,
    statuses, columns.
    """
    frame = _frame(table, name, year)
    places = ProductPlaces(world)
    for column in ("origin", "destination"):
        codes = {label: places.index(str(label), name) for label in frame[column].unique()}
        frame[f"{column}_at"] = frame[column].map(codes).astype(int)
    N = len(world.economies)
    now, past = (
        frame[frame["year"] == year],
        frame[(frame["year"] < year) & (frame["year"] >= year - look_back)],
    )
    if now.empty:
        found = sorted(set(frame["year"]))
        raise InputError(
            f"{name}: no rows for {year}; the table has {', '.join(map(str, found)) or 'no rows at all'}"
        )
    told = now.dropna(subset="value")
    by_status = {s: _sums(told[told["status"] == s], "value", N) for s in STATUSES[:3]}
    blank = _sums(now[now["value"].isna()].assign(one=1.0), "one", N)
    past = past.dropna(subset="value")
    has = set(zip(told["origin"], told["destination"], strict=True))
    last = past.sort_values("year").drop_duplicates(["origin", "destination"], keep="last")
    pairs = zip(last["origin"], last["destination"], last["value"], strict=True)
    gone = last[np.array([(i, n) not in has and value > 0 for i, n, value in pairs], dtype=bool)]
    silent_year = np.zeros((N, N), dtype=int)
    biggest = gone.sort_values("value")
    silent_year[biggest["origin_at"], biggest["destination_at"]] = biggest["year"]
    growth = {y: _growth(told, past[past["year"] == y]) for y in past["year"].unique()}
    return ProductFlows(
        value=sum(by_status.values(), np.zeros((N, N))),
        known=_sums(told.assign(one=1.0), "one", N) > 0,
        by_status=by_status,
        blank=blank > 0,
        silent=_sums(gone, "value", N),
        silent_year=silent_year,
        scaled=_sums(gone.assign(scaled=gone["value"] * gone["year"].map(growth)), "scaled", N),
        elsewhere=tuple(sorted(places.elsewhere)),
    )


def read_totals(table: Mapping[str, float] | None, world: World, name: str) -> np.ndarray:
    """Totals by economy [N], NaN where nothing is known; members of a region add up. Raises `InputError`."""
    out = np.full(len(world.economies), np.nan)
    places = ProductPlaces(world)
    for label, amount in (table or {}).items():
        if amount is None or np.isnan(amount):
            continue
        if not np.isfinite(amount) or amount < 0:
            raise InputError(f"{name}: {label}: expected zero or more, got {amount!r}")
        j = places.index(str(label), name)
        out[j] = amount if np.isnan(out[j]) else out[j] + amount
    return out


def read_pairs(
    table: Mapping[tuple[str, str], float], world: World, name: str
) -> list[tuple[int, int, float]]:
    """Positions and figure of named pairs. Raises `InputError` for a pair that stands twice."""
    places = ProductPlaces(world)
    seen: dict[tuple[int, int], str] = {}
    for origin, destination in table:
        at = places.index(origin, name), places.index(destination, name)
        if at in seen:
            raise InputError(
                f"{name}: {origin}->{destination} is {seen[at]} a second time in world {world.name}"
            )
        seen[at] = f"{origin}->{destination}"
    return [(i, n, float(v)) for (i, n), v in zip(seen, table.values(), strict=True)]


def _sums(rows: "pd.DataFrame", column: str, N: int) -> np.ndarray:
    out = np.zeros((N, N))
    np.add.at(
        out,
        (rows["origin_at"].to_numpy(), rows["destination_at"].to_numpy()),
        rows[column].to_numpy(dtype=float),
    )
    return out


def _growth(now: "pd.DataFrame", then: "pd.DataFrame") -> float:
    """Value now over value then, of pairs reported in both; 1 where there are none."""
    both = then.merge(now, on=["origin", "destination"], suffixes=("_then", "_now"))
    before = float(both["value_then"].sum())
    return float(both["value_now"].sum()) / before if before > 0 else 1.0


def _frame(table: Any, name: str, year: int) -> "pd.DataFrame":
    import pandas as pd

    if hasattr(table, "to_pandas"):
        table = table.to_pandas()
    elif not isinstance(table, pd.DataFrame) and isinstance(table, Iterable):
        table = pd.DataFrame(list(table))
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"{name}: expected a table or rows, got {type(table).__name__}")
    missing = [c for c in _COLUMNS[:3] if c not in table.columns]
    if missing:
        near = did_you_mean(missing[0], map(str, table.columns))
        raise InputError(f"{name}: column {', '.join(missing)} missing{near}; expected origin, destination, value"
                         " and, optional, year, status")  # fmt: skip
    frame = table[[c for c in _COLUMNS if c in table.columns]].copy()
    for column in ("origin", "destination"):
        if frame[column].isna().any():
            raise InputError(f"{name}: row {int(np.argmax(frame[column].isna())) + 1} has no {column}")
        frame[column] = frame[column].astype(str).str.strip()
    if "year" not in frame.columns:
        frame["year"] = year
    for column in ("value", "year"):
        try:
            frame[column] = pd.to_numeric(frame[column])
        except (ValueError, TypeError) as e:
            raise InputError(f"{name}: {column}: {e}; expected numbers with a decimal point") from None
    if frame["year"].isna().any():
        raise InputError(f"{name}: row {int(np.argmax(frame['year'].isna())) + 1} has no year")
    frame["value"] = frame["value"].astype(float)
    frame["year"] = frame["year"].astype(int)
    return _checked(frame, name)


def _checked(frame: "pd.DataFrame", name: str) -> "pd.DataFrame":
    absent = frame["value"].isna()
    if "status" not in frame.columns:
        frame["status"] = "reported"
    frame["status"] = frame["status"].astype(object).where(~absent, "absent")
    for wrong, why in (
        ((frame["value"] < 0) | np.isinf(frame["value"]), "a flow is a finite number, zero or more"),
        (~frame["status"].isin(STATUSES), f"status is one of {', '.join(STATUSES)}"),
        (~absent & (frame["status"] == "absent"), "status absent, but there is a value"),
        (frame.duplicated(["origin", "destination", "year"]), "the pair stands twice; add up its parts first"),
    ):  # fmt: skip
        if wrong.any():
            k = int(np.argmax(wrong))
            row = frame.iloc[k]
            raise InputError(f"{name}: row {k + 1}, {row['origin']}->{row['destination']} in {row['year']},"
                             f" value {row['value']:g}, {row['status']}: {why}")  # fmt: skip
    return frame
