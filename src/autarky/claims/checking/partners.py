"""Shares of a partner in exports, imports or trade: customs or balanced tables, goods or with services, or of GDP."""

from collections.abc import Iterator

import numpy as np

from autarky.claims.checking import concepts, facts
from autarky.claims.checking.data import Data, Trade, members
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.sources import FACTBOOK, ICIO, IMTS
from autarky.claims.model import Claim, Truth, Wording

FLOWS = {"export_share": "exports", "import_share": "imports", "trade_share": "trade"}
COMPLETE = 20  # partners of which a table of a subset must list so many to stand for all
BALANCED = 0.06  # share of the value by which balanced tables and customs differ for a large partner
HOLES = frozenset({(2011, "BLR")})  # BLR to RUS is nearly empty in ICIO 2011


def shares(claim: Claim, data: Data) -> Evidence:
    """Truths of a partner's share; of a product's where one is named (`products.shares`)."""
    if claim.product and claim.product not in ("", "trade"):
        from autarky.claims.checking import products

        return products.shares(claim, data)
    flow = FLOWS[claim.measure or ""]
    subject, partner = members(claim.subject), members(claim.partner)
    if not subject or not partner or claim.partner == "WLD":
        return Evidence(missing=Wording("no_partner"))
    found = [
        *_customs(subject, partner, flow, data),
        *_listed(claim, flow, data),
        *_balanced(subject, partner, flow, data, always=claim.period is None),
    ]
    found += _of_gdp(subject, partner, flow, found, data)
    needed = (IMTS.needed, ICIO.needed)
    if not found:
        return Evidence(
            needed=needed,
            missing=Wording(
                "not_in_tables", (("subject", claim.subject or ""), ("partner", claim.partner or ""))
            ),
        )
    return Evidence(tuple(found), needed, closed=not concepts.other_product(claim))


def flows(trade: np.ndarray, own: list[int], others: list[int], flow: str) -> tuple[float, float]:
    """Return a flow with partners and with all abroad, of a matrix of trade (N, N) from row to column."""
    abroad = [k for k in range(len(trade)) if k not in own]
    others = [k for k in others if k not in own]
    out, all_out = trade[np.ix_(own, others)].sum(), trade[np.ix_(own, abroad)].sum()
    back, all_back = trade[np.ix_(others, own)].sum(), trade[np.ix_(abroad, own)].sum()
    if flow == "exports":
        return float(out), float(all_out)
    if flow == "imports":
        return float(back), float(all_back)
    return float(out + back), float(all_out + all_back)


def _balanced(
    subject: tuple[str, ...], partner: tuple[str, ...], flow: str, data: Data, always: bool
) -> Iterator[Truth]:
    """Of each year; where the text says none, also the mean of them."""
    citation, licence = ICIO.terms()
    for services in (False, True):
        by_year: dict[int, float] = {}
        for year in data.trade_years:
            table = data.trade(year)
            own, others = table.at(subject), table.at(partner)
            if own is None or others is None or any((year, s) in HOLES for s in (*subject, *partner)):
                continue
            part, total = flows(table.everything if services else table.goods, own, others, flow)
            if not total:
                continue
            by_year[year] = 100 * part / total
            yield _share(table, flow, services, by_year[year], str(year), citation, licence)
        if always and len(by_year) > 2 and not services:
            yield _share(
                table, flow, services, float(np.mean(list(by_year.values()))), f"{min(by_year)}-{max(by_year)}", citation,
                licence, mean=True,
            )  # fmt: skip


def _share(
    table: Trade,
    flow: str,
    services: bool,
    value: float,
    year: str,
    citation: str,
    licence: str,
    mean: bool = False,
) -> Truth:
    key = f"share_{flow}_{'all' if services else 'goods'}" + ("_mean" if mean else "")
    letters = {"exports": "X[n,i] / sum X[n,:]", "imports": "X[i,n] / sum X[:,n]"}
    formula = letters.get(flow, "(X[n,i] + X[i,n]) / sum (X[n,:] + X[:,n])")
    what = "goods and services" if services else "goods"
    return Truth(
        f"{key}.icio.{year}", "", value, "%", year, table.source,
        f"100 {formula} of {what}, own sales left out, current USD, basic prices" + (", mean of the years" if mean else ""),
        wording=Wording(key), citation=citation, licence=licence, own=not services or flow == "trade",
        estimate=table.estimated, margin=BALANCED,
    )  # fmt: skip


def _customs(subject: tuple[str, ...], partner: tuple[str, ...], flow: str, data: Data) -> Iterator[Truth]:
    if flow != "exports" or not data.goods_exports:
        return
    rows = [data.goods_exports.get(s, {}) for s in subject]
    if any(len(r) < COMPLETE for r in rows):
        return
    part = sum(v for r in rows for k, v in r.items() if k in partner and k not in subject)
    total = sum(v for r in rows for k, v in r.items() if k not in subject)
    citation, licence = IMTS.terms()
    yield Truth(
        "share_exports_customs.imts", "", 100 * part / total, "%", "2023/2024", f"{IMTS.name} subset",
        f"100 x {part:,.0f} / {total:,.0f} million USD: exports FOB to the partner over those to all partners listed",
        wording=Wording("share_exports_customs"), citation=citation, licence=licence, own=True, margin=0.03,
    )  # fmt: skip


def _listed(claim: Claim, flow: str, data: Data) -> Iterator[Truth]:
    """The Factbook's largest partners; a partner that it omits for want of reports is no zero."""
    if flow == "trade" or "+" in (claim.subject or "") or claim.subject is None or claim.partner is None:
        return
    listed = facts.partners(data, claim.subject, flow)
    if listed is None or not all(s in listed.shares for s in claim.partner.split("+")):
        return
    citation, licence = FACTBOOK.terms()
    value = sum(listed.shares[s] for s in claim.partner.split("+"))
    yield Truth(
        f"share_{flow}_listed.factbook", "", value, "%", listed.year, FACTBOOK.name,
        "the rounded share that the list of the largest partners gives", wording=Wording(f"share_{flow}_listed"),
        citation=citation, licence=licence, own=True, rounding=0.5, margin=0.05,
    )  # fmt: skip


def _of_gdp(
    subject: tuple[str, ...], partner: tuple[str, ...], flow: str, found: list[Truth], data: Data
) -> Iterator[Truth]:
    """Exports to the partner over GDP: what dependence on exports means in textbooks."""
    gdp = [facts.value(data, s, "gdp") for s in subject]
    rows = [data.goods_exports.get(s, {}) for s in subject]
    if flow != "exports" or any(g is None for g in gdp) or any(len(r) < COMPLETE for r in rows):
        return
    part = sum(v for r in rows for k, v in r.items() if k in partner)
    total = sum(g.value for g in gdp if g is not None)
    yield Truth(
        "share_exports_gdp", "", 100 * part * 1e6 / total, "%", "2023/2024", f"{IMTS.name} subset, {FACTBOOK.name}",
        f"100 x {part:,.0f} million USD / GDP of {total / 1e6:,.0f} million USD", wording=Wording("share_exports_gdp"),
    )  # fmt: skip
