"""The list of measures: what each is called, asks, needs and rests on. Nothing heavy is imported here."""

from dataclasses import dataclass

from autarky.errors import InputError, did_you_mean

WORLD = ("of", "on", "world", "sector", "top")
MODEL = (*WORLD, "horizon", "elasticities")
TRADE = ("of", "product", "year", "data", "top")
CENTRAL = ("of", "world", "sector", "top")


@dataclass(frozen=True)
class Measure:
    """One measure. `answer`: module:function of `autarky.measures` that answer the command line; `takes`: the
    options that mean something to it; `requires`: those it cannot do without."""

    name: str
    summary: str
    formula: str
    reference: str
    unit: str
    needs: str
    python: str
    answer: str
    takes: tuple[str, ...]
    requires: tuple[str, ...] = ("of",)


_BFT = "Baldwin, Freeman & Theodorakopoulos (2023), BPEA Fall"
_IO = "world with input-output table"
_HEM = "Miller & Lahr (2001); one tie: Dietzenbacher & Lahr (2013)"
_EMBARGO = "-(equivalent variation) after an embargo both ways that lets a leakage share through"

_ALL = (
    Measure("export-share", "a partner's share of the exports", "X[n,i] / sum over i of X[n,i], own sales out",
            "Hirschman (1945)", "share", "bilateral trade of a world", "partner_share",
            "world_answers:shares_exports", WORLD),
    Measure("import-share", "a partner's share of the imports", "X[i,n] / sum over i of X[i,n], own sales out",
            "Hirschman (1945)", "share", "bilateral trade of a world", "partner_share",
            "world_answers:shares_imports", WORLD),
    Measure("use-share", "a partner's share of all that is used, home-made included",
            "(1+t)(1+x) X[i,n] / sum over i, n itself included", "Hirschman (1945)", "share",
            "bilateral trade and tariffs of a world", "partner_share", "world_answers:shares_use", WORLD),
    Measure("concentration", "how few the partners are (HHI), for all goods and by sector", "sum over i of share^2",
            "Hirschman (1945), Herfindahl (1950)", "index", "bilateral trade of a world", "concentration",
            "world_answers:shares_concentration", CENTRAL),
    Measure("trade-intensity", "exports to a partner beside what others export to it: 1 is what its size explains",
            "(X[n,i] / X[n]) / (exports of others to i / all exports of others)", "Mikic & Gilbert (2007), UNESCAP",
            "ratio", "bilateral trade of a world", "trade_intensity", "intensity:intensity_answer", WORLD),
    Measure("energy-share", "a partner's share of the imports of energy, and of all energy used",
            "X[i,s,n] / sum over i, s of energy; own sales out",
            "by value; Eurostat's nrg_ind_id counts net imports in terajoules", "share",
            "bilateral trade of a world with sectors of energy", "energy_share", "energy:energy_answer",
            ("of", "on", "world", "top")),
    Measure("cdi", "strategic products: the EU Commission's CDI1, CDI2, CDI3",
            "HHI of outside sources > 0.4; outside imports / all imports > 0.5; outside imports / exports > 1",
            "European Commission, SWD(2021) 352", "indices", "trade by product (BACI)", "cdi",
            "product_answers:products_cdi", TRADE),
    Measure("geodep", "strategic products: CEPII's GeoDep, two years of three",
            "HHI of sources > 0.4; HHI of world exports > 0.4; imports / exports > 1; all in 2 years of 3",
            "Lefebvre & Wibaux (2024), CEPII Policy Brief 47", "indices", "trade by product (BACI), three years",
            "geodep", "product_answers:products_geodep", TRADE),
    Measure("input-reliance", "inputs from a partner per unit of output: face value, look-through, hidden",
            "A Y / sum Y; (L - I) Y / sum Y; their difference", _BFT, "share of output", _IO, "input_reliance",
            "chain_answers:chains_inputs", WORLD),
    Measure("market-reliance", "sales to a partner's industries per unit of output, looked through likewise",
            "Y B / sum Y; Y (G - I) / sum Y; their difference", _BFT, "share of output", _IO, "market_reliance",
            "chain_answers:chains_markets", WORLD),
    Measure("value-added", "whose value added the final use of an economy is made of",
            "v L f by origin / sum over origins", "Johnson & Noguera (2012); Los, Timmer & de Vries (2015)", "share",
            _IO, "value_added_in_use", "chain_answers:chains_value_added", WORLD),
    Measure("extraction", "value added lost if a partner stops buying (backward) or supplying (forward), unreplaced",
            "1 - v L* f* / V, 1 - V G* / Y, with the tie or the whole partner set to zero", _HEM,
            "share of value added", _IO, "hypothetical_extraction", "chain_answers:chains_extraction",
            ("of", "on", "world", "top")),
    Measure("global-extraction", "value added gained if what a partner exports is taken over by all others",
            "v (L* f* - L f), the partner's exports moved to the other suppliers in proportion",
            "Dietzenbacher, van Burken & Kondo (2019), Economic Systems Research 31(4)", "share of value added", _IO,
            "global_extraction", "chain_answers:chains_global", ("of", "on", "world", "top"), ("on",)),
    Measure("welfare-loss", "welfare lost when the tie is cut, on both sides", _EMBARGO,
            "model of this library (docs/theory/equilibrium.md)", "share of real income",
            _IO + ", trade elasticities", "welfare_loss", "model_answers:model_loss", (*MODEL, "leakage")),
    Measure("gains-from-trade", "real income lost in autarky, at zero trade deficits",
            "1 - W_autarky / W", "Arkolakis, Costinot & Rodriguez-Clare (2012), AER 102(1)", "share of real income",
            _IO + ", trade elasticities", "gains_from_trade", "model_answers:model_gains",
            ("of", "world", "horizon", "elasticities")),
    Measure("power", "what a hegemon can threaten by withholding its supply, beside the re-solved loss",
            "1 - 1/P, P = CES_eta over s of (1 - share_s)^(-1/theta_s)",
            "Clayton, Maggiori & Schreger (2024), NBER 33309", "share of spending",
            "bilateral trade of a world, trade elasticities", "geoeconomic_power", "model_answers:model_power",
            (*MODEL, "leakage")),
    Measure("geopolrisk", "supply risk of raw materials: concentration x instability x import share",
            "HHI of production x sum g_i q_i / (own production + imports)",
            "Gemechu et al. (2016); Santillan-Saldivar et al. (2022)", "index",
            "production by country, trade in tonnes, WGI", "geopolrisk", "product_answers:products_risk", TRADE),
    Measure("production-trade", "who makes a material against who exports it", "shares of world production and exports",
            "World Mining Data; BACI", "share", "production by country, trade by product",
            "production_against_trade", "product_answers:products_production", TRADE, ("product",)),
    Measure("bandwidth", "what binds two economies by trade, energy, alliances, votes, and who needs it more",
            "mean of channels, each over the largest; mean of shares of trade and value added; influence = product",
            "after FBIC: Moyer et al. (2018), Atlantic Council", "index",
            "bilateral trade of a world; atop and un-votes where fetched",
            "influence_capacity", "world_answers:shares_bandwidth", ("of", "on", "world", "top")),
    Measure("betweenness", "share of the shortest supply paths between others that pass through an economy",
            "paths through i / all, length = 1 / import share", "Freeman (1977); Brandes (2001)", "share",
            "bilateral trade of a world", "betweenness", "world_answers:central_betweenness", CENTRAL, ()),
    Measure("pagerank", "importance as a supplier of important buyers", "r = (1-d)/N + d S r, S import shares",
            "Brin & Page (1998)", "share", "bilateral trade of a world", "pagerank",
            "world_answers:central_pagerank", CENTRAL, ()),
    Measure("katz", "all chains of sales that start at an economy",
            "sum over m of (a W)^m 1, a = 0.5 / largest eigenvalue", "Katz (1953)", "share",
            "bilateral trade of a world", "katz", "world_answers:central_katz", CENTRAL, ()),
    Measure("chokepoints", "products that few supply and many need", "(1 - HHI of importers) x HHI of exporters",
            "in the spirit of Korniyenko, Pinat & Dew (2017), IMF WP 17/30", "index", "trade by product (BACI)",
            "chokepoints", "product_answers:products_chokepoints", ("product", "year", "data", "top"), ()),
)  # fmt: skip

MEASURES: dict[str, Measure] = {m.name: m for m in _ALL}


def find_measure(name: str) -> Measure:
    """The measure of that name; `InputError` with a suggestion where there is none."""
    if name not in MEASURES:
        raise InputError(
            f"unknown measure {name!r}{did_you_mean(name, MEASURES)}; known: {', '.join(MEASURES)}"
        )
    return MEASURES[name]
