"""The sources of truths: how each is named, cited and licensed, and the command that gets it."""

from dataclasses import dataclass

from autarky.claims.model import Needed


@dataclass(frozen=True)
class Origin:
    """A source as a truth names it. source : its name in `autarky.sources`, from which citation and licence come."""

    name: str
    source: str
    command: str | None = None

    @property
    def needed(self) -> Needed:
        return Needed(self.name, self.command)

    def terms(self) -> tuple[str, str]:
        """Return citation and licence."""
        from autarky.sources.registry import sources

        about = sources()[self.source].about
        return about.citation, about.licence


ICIO = Origin("OECD ICIO 2025", "oecd-icio", "autarky data get oecd-icio")
IMTS = Origin("IMF IMTS", "imts", "autarky data get imts")
FACTBOOK = Origin("CIA World Factbook", "factbook", "autarky data get factbook")
BACI = Origin("CEPII BACI raw materials", "baci-raw-materials", "autarky data get baci-raw-materials")
MINING = Origin("World Mining Data", "world-mining", "autarky data get world-mining")
FAO = Origin("FAOSTAT fertilizers", "fao-fertilizers", "autarky data get fao-fertilizers")
GEODIST = Origin("CEPII GeoDist", "geodist", "autarky data get geodist")
INVOICING = Origin("Boz et al. 2022", "invoicing", "autarky data get invoicing")

# what autarky does not read, or only when asked: named for the reader
CUSTOMS = Needed("customs figures by product and partner (UN Comtrade)", "autarky data get comtrade")
WHEAT = Needed("USDA PSD or FAOSTAT trade")
DEBT = Needed("World Bank International Debt Statistics")
BALANCES = Needed("UN or Eurostat energy balances")
