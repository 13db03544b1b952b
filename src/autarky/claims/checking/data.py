"""What can be looked up: the world that ships with autarky, and the raw files of a folder. Read once, when first asked.

A folder holds one folder a source, with the publisher's files as `autarky data list` names them:

    icio-2022-81x28/world.npz, icio-trade-panel-81x28/YEAR.npz, imts-*/imts_exports_musd_*.csv, factbook/json/REGION/CODE.json,
    baci-raw-materials/*.parquet, world-mining/world_mining_*.csv, fao-fertilizers/*.parquet, geodist/dist_cepii.csv,
    invoicing-currency/all_countries_update.xls
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from autarky.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
SERVICES = "SERV"
ICIO = "OECD ICIO 2025"
_GROUPS = {
    "EU27": "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE",
    "EAEU": "ARM BLR KAZ KGZ RUS",
    "CIS": "ARM AZE BLR KAZ KGZ MDA RUS TJK UZB",
    "BRICS": "BRA RUS IND CHN ZAF EGY ETH IRN ARE IDN",
    "OPEC": "DZA COG GNQ GAB IRN IRQ KWT LBY NGA SAU ARE VEN",
    "NATO": "ALB BEL BGR CAN HRV CZE DNK EST FIN FRA DEU GRC HUN ISL ITA LVA LTU LUX MNE NLD MKD NOR POL PRT ROU SVK SVN ESP SWE TUR GBR USA",
}  # fmt: skip
MEMBERS: dict[str, tuple[str, ...]] = {name: tuple(text.split()) for name, text in _GROUPS.items()}


def members(code: str | None) -> tuple[str, ...]:
    """Return the states of a code: one, several joined by `+`, or those of a group."""
    if not code:
        return ()
    return tuple(s for part in code.split("+") for s in MEMBERS.get(part, (part,)))


@dataclass(frozen=True, eq=False)
class Trade:
    """Trade of one year between economies, USD million at basic prices, balanced between partners.

    values : sold by i of sector s to n, shape (N, J, N). estimated : are parts of it estimated.
    """

    year: int
    economies: tuple[str, ...]
    sectors: tuple[str, ...]
    values: np.ndarray
    source: str = ICIO
    estimated: bool = False

    @cached_property
    def goods(self) -> np.ndarray:
        """Of goods, shape (N, N), own sales included."""
        keep = [k for k, s in enumerate(self.sectors) if not _services(s)]
        return np.asarray(self.values[:, keep].sum(axis=1))

    @cached_property
    def everything(self) -> np.ndarray:
        """Of goods and services, shape (N, N)."""
        return np.asarray(self.values.sum(axis=1))

    def at(self, states: tuple[str, ...]) -> list[int] | None:
        """Return the places of states, None where one is missing."""
        places = {c: k for k, c in enumerate(self.economies)}
        return [places[s] for s in states] if states and all(s in places for s in states) else None


def _services(sector: str) -> bool:
    return sector == SERVICES or sector[0] in "DEFGHIJKLMNOPQRSTU"


class Data:
    """Data to check claims against; the same instance may check many articles and reads every file once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._read: dict[Any, Any] = {}

    @classmethod
    def shipped(cls) -> "Data":
        """Return what the package carries: the default world."""
        return cls()

    @classmethod
    def from_folder(cls, path: str | Path) -> "Data":
        """Return the sources in a folder, and what ships with the package.

        Raises `InputError` where it is no folder or holds none of the sources.
        """
        folder = Path(path).expanduser()
        if not folder.is_dir():
            raise InputError(f"{folder} is not a folder; name the one that holds the folders of the sources")
        data = cls(folder)
        if not data.names():
            raise InputError(
                f"{folder} holds no source that figures can be checked against; expected for example"
                " factbook/json/REGION/CODE.json or world-mining/world_mining_2018_2024.csv"
            )
        return data

    def names(self) -> tuple[str, ...]:
        """Return the sources that are at hand, beside the default world."""
        patterns = {
            "icio": "icio*/*.npz", "imts": "imts*/imts_exports*.csv", "factbook": "factbook/json",
            "baci-raw-materials": "baci-raw-materials/*.parquet", "world-mining": "world-mining/world_mining_*.csv",
            "fao-fertilizers": "fao-fertilizers/*.parquet", "geodist": "geodist/dist_cepii.csv",
            "invoicing": "invoicing*/*.xls",
        }  # fmt: skip
        return tuple(n for n, p in patterns.items() if self._files(p))

    def _files(self, pattern: str) -> list[Path]:
        return sorted(self.folder.glob(pattern)) if self.folder else []

    def _once(self, key: Any, make: Callable[[], T]) -> T:
        if key not in self._read:
            self._read[key] = make()
        found: T = self._read[key]
        return found

    # --- trade of all goods --------------------------------------------------------------------------------------

    @cached_property
    def _trade_files(self) -> dict[int, Path]:
        found = {
            int(p.stem): p for p in self._files("icio-trade-panel*/*.npz") if p.stem.isdigit()
        }  # one file a year
        for p in self._files("icio-2022-*/world.npz"):
            found[2022] = p
        return found

    @property
    def trade_years(self) -> tuple[int, ...]:
        """Years of the tables of trade between economies, the oldest first."""
        return tuple(sorted(self._trade_files)) or (2022,)

    def trade(self, year: int) -> Trade:
        """Return trade of a year of `trade_years`; the default world where the folder has no tables."""
        return self._once(("trade", year), lambda: self._trade(year))

    def _trade(self, year: int) -> Trade:
        path = self._trade_files.get(year)
        if path is None:
            from autarky.worlds.library import load_world

            world = load_world().data
            return Trade(
                2022, tuple(map(str, world.origin.values)), tuple(map(str, world.sector.values)),
                np.asarray(world.trade.values, float), f"{ICIO}, world icio-2022", True,
            )  # fmt: skip
        from autarky.files.decoding import DamagedError, read_arrays

        try:
            arrays = read_arrays(path, ("trade", "countries", "sectors"))
        except DamagedError as e:
            raise InputError(f"{path} is damaged or no table of trade ({e}); fetch it again") from e
        return Trade(
            year, tuple(map(str, arrays["countries"])), tuple(map(str, arrays["sectors"])),
            np.asarray(arrays["trade"], float),
        )  # fmt: skip

    @cached_property
    def goods_exports(self) -> dict[str, dict[str, float]]:
        """Exports of goods FOB, USD million, mean of 2023 and 2024: exporter -> importer -> value (IMF IMTS)."""
        found: dict[str, dict[str, float]] = {}
        for path in self._files("imts*/imts_exports*.csv"):
            frame = self._csv(path, ("exporter", "importer", "musd"))
            for exporter, importer, value in zip(
                frame["exporter"], frame["importer"], frame["musd"], strict=True
            ):
                found.setdefault(str(exporter), {})[str(importer)] = float(value)
        return found

    # --- facts of states -----------------------------------------------------------------------------------------

    @cached_property
    def profiles(self) -> dict[str, dict[str, Any]]:
        """Profiles of the World Factbook by ISO3; `EUN` for the European Union's own."""
        from autarky.sources.commodities.factbook import profile_name
        from autarky.sources.io.names import economy

        found: dict[str, dict[str, Any]] = {}
        for path in self._files("factbook/json/*/*.json"):
            try:
                profile = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as e:
                raise InputError(f"{path}: damaged or cut short ({e}); fetch it again") from e
            code = "EUN" if path.stem == "ee" else economy(profile_name(profile) or path.stem) or path.stem
            found[code] = profile
        return found

    # --- commodities ---------------------------------------------------------------------------------------------

    def raw_trade(self, codes: tuple[str, ...]) -> "pd.DataFrame | None":
        """Trade in raw materials (CEPII BACI): year, exp, imp, hs92, kusd, tonnes; None where it is not at hand."""
        return self._once(("baci", codes), lambda: self._raw_trade(codes))

    def _raw_trade(self, codes: tuple[str, ...]) -> "pd.DataFrame | None":
        import pyarrow.parquet as pq

        for path in self._files("baci-raw-materials/*.parquet"):
            table = pq.read_table(path, filters=[("hs92", "in", list(codes))])
            frame = table.to_pandas()
            return frame.assign(**{c: frame[c].astype(str) for c in ("exp", "imp", "hs92")})
        return None

    @cached_property
    def mining(self) -> "pd.DataFrame | None":
        """World Mining Data: material, Country_ISO, unit, and a column a year; None where it is not at hand."""
        for path in self._files("world-mining/world_mining_*.csv"):
            return self._csv(path, ("material", "Country_ISO", "unit"))
        return None

    @cached_property
    def fertilisers(self) -> "pd.DataFrame | None":
        """FAOSTAT fertilizers: Area, Year, Item, Measurement, Unit, Value and iso3, since 2008; None where it is not at hand."""
        import pandas as pd

        from autarky.sources.io.names import economy

        for path in self._files("fao-fertilizers/*.parquet"):
            frame = pd.read_parquet(path)
            frame = frame[(frame["Unit"] == "t") & (frame["Year"] >= 2008)]
            codes = {a: None if a == "Micronesia" else economy(str(a)) for a in frame["Area"].unique()}
            return frame.assign(iso3=frame["Area"].map(codes))
        return None

    @cached_property
    def distances(self) -> "pd.DataFrame | None":
        """CEPII GeoDist by pair of ISO3 codes; None where it is not at hand."""
        for path in self._files("geodist/dist_cepii.csv"):
            return self._csv(path, ("iso_o", "iso_d", "distcap"), sep=";").set_index(["iso_o", "iso_d"])
        return None

    @cached_property
    def invoicing(self) -> "pd.DataFrame | None":
        """Currencies of invoicing (Boz et al. 2022) by ISO3 and year; None where it is not at hand."""
        import pandas as pd

        for path in self._files("invoicing*/all_countries*.xls"):
            return pd.read_excel(path, engine="calamine").set_index(["ISO3C", "year"])
        return None

    def _csv(self, path: Path, columns: tuple[str, ...], sep: str = ",") -> "pd.DataFrame":
        import pandas as pd

        try:
            frame = pd.read_csv(path, sep=sep)
        except (ValueError, UnicodeDecodeError) as e:
            raise InputError(f"{path}: damaged or no table ({e}); fetch it again") from e
        missing = [c for c in columns if c not in frame.columns]
        if missing:
            raise InputError(f"{path}: no column {missing[0]!r}; expected {', '.join(columns)}")
        return frame
