"""Shares of a partner or of the world in trade of one product."""

from autarky.claims.checking.data import Data
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.sources import BACI
from autarky.claims.model import Claim, Wording


def shares(claim: Claim, data: Data) -> Evidence:
    """Truths of a partner's share in exports or imports of a product."""
    return Evidence(needed=(BACI.needed,), missing=Wording("no_product", (("product", claim.product or ""),)))
