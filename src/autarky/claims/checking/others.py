"""Distances of capitals, years between two dates, currencies of trade."""

from autarky.claims.checking.data import Data, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.sources import GEODIST, INVOICING
from autarky.claims.model import Claim, Needed, Truth, Wording


def distance(claim: Claim, data: Data) -> Evidence:
    """Truths of the distance of two capitals; where else it is measured from is not known."""
    own, others = members(claim.subject), members(claim.partner)
    table = data.distances
    missing = Wording("no_partner")
    if table is None or len(own) != 1 or len(others) != 1:
        return Evidence(needed=(GEODIST.needed,), missing=missing)
    pair = tuple("ROM" if s == "ROU" else "ZAR" if s == "COD" else s for s in (own[0], others[0]))
    if pair not in table.index:
        return Evidence(needed=(GEODIST.needed,), missing=missing)
    citation, licence = GEODIST.terms()
    found = tuple(
        Truth(
            f"{key}.geodist", "", float(table[column].to_dict()[pair]), "km", "static", GEODIST.name, column, wording=Wording(key),
            citation=citation, licence=licence, own=column == "distcap",
        )
        for key, column in (("distance_capitals", "distcap"), ("distance_cities", "dist"))
    )  # fmt: skip
    return Evidence(found, closed=False)


def duration(claim: Claim, data: Data) -> Evidence:
    """The years between two dates of the text; nothing but arithmetic."""
    if (
        claim.since is None
        or not claim.period
        or not claim.period[:4].isdigit()
        or claim.figure.unit != "years"
    ):
        return Evidence(missing=Wording("no_data", (("measure", "duration"),)))
    year = int(claim.period[:4])
    truth = Truth(
        f"years.{claim.since}.{year}", "", float(year - claim.since), "years", str(year), "arithmetic", f"{year} - {claim.since}",
        wording=Wording("years_between"), own=True, rounding=1.0,
    )  # fmt: skip
    return Evidence((truth,), closed=True)


def settlement(claim: Claim, data: Data) -> Evidence:
    """No truths: invoicing by currency is known for all partners together, and to 2019."""
    needed = (Needed("national banks, or the customs of both states"), INVOICING.needed)
    return Evidence(needed=needed, missing=Wording("no_settlement"))
