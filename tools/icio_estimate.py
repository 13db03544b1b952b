"""What the source lacks: the rest of the world, and who buys final goods (docs/theory/embedded-world.md)."""

from dataclasses import dataclass

import numpy as np

from icio_source import Intermediate

# Economies that stand in for the rest of the world (ROW): like it a mix of low- and middle-income economies
# and of exporters of hydrocarbons (ROW holds Iran, Iraq, Qatar, Kuwait, Algeria, Ecuador, Kenya, Ethiopia,
# Uzbekistan ...).
PEERS = [
    "AGO",
    "ARE",
    "BGD",
    "BRN",
    "CIV",
    "CMR",
    "COD",
    "COL",
    "EGY",
    "JOR",
    "KAZ",
    "KHM",
    "LAO",
    "MAR",
    "MMR",
    "NGA",
    "PAK",
    "PER",
    "SAU",
    "SEN",
    "STP",
    "TUN",
    "UKR",
]
# GDP of the economies outside the 80 over world GDP, about USD 4 trillion of 100 in 2022 (sum of national
# accounts).
ROW_SHARE_OF_GDP = 0.04
# Of what an origin sells for final use and to ROW as inputs, at most this much goes to ROW as inputs.
LARGEST_SHARE_TO_ROW = 0.9
# Value added is at least this share of output; the source caps inputs at the same point.
SMALLEST_VALUE_ADDED = 0.02
# Steps of the demand update. Each step moves final demand to where origins have sold; the row totals are met
# exactly after any number of steps, and two keep the estimate near its prior (see the table of errors for
# others).
STEPS = 2
# Share of an economy's output of a sector that counts as bought in the usual way beside its recorded inputs.
THIN = 0.02


@dataclass(frozen=True)
class Estimate:
    """N + 1 economies (ROW last), J industries: `intermediate` and `final` (origin, sector, destination),
    `inputs` (sector, destination, user), and notes on what was bounded."""

    intermediate: np.ndarray
    final: np.ndarray
    inputs: np.ndarray
    notes: list[str]


def estimate(source: Intermediate, steps: int = STEPS) -> Estimate:
    """Add ROW and estimate final demand by origin and destination."""
    intermediate, inputs, final_sales, notes = with_rest_of_world(source)
    value_added = intermediate.sum(2) + final_sales - inputs.sum(0)
    shares = share_of_origin(intermediate, intermediate.sum(2) + final_sales)
    prior = prior_demand(final_sales, value_added)
    return Estimate(intermediate, final_flows(shares, prior, final_sales, steps), inputs, notes)


def with_rest_of_world(
    source: Intermediate, *, crude_by_margin: bool = True
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Intermediate trade (origin, sector, destination), inputs (sector, destination, user) and final sales
    (origin, sector), with ROW appended as one scaled copy of its peers: their sales abroad, purchases abroad
    and own use.
    """
    N, J = source.output.shape
    peers = [source.economies.index(c) for c in PEERS]
    value_added = source.output - source.flows.sum((0, 1))
    scale = ROW_SHARE_OF_GDP / (1 - ROW_SHARE_OF_GDP) * value_added.sum() / value_added[peers].sum()
    every = np.arange(N)
    own = source.flows[every, :, every]  # (economy, sector, user), inside each economy
    abroad_sold = source.flows[peers].sum(0)  # (sector, destination, user)
    abroad_sold[:, peers] -= own[peers].transpose(1, 0, 2)
    from_row = scale * abroad_sold
    crude, refining = source.industries.index("B06"), source.industries.index("C19")
    if crude_by_margin:
        from_row[crude, :, refining] = crude_from_row(source, float(from_row[crude, :, refining].sum()))
    floor = SMALLEST_VALUE_ADDED * source.output
    room = value_added - floor  # what ROW's inputs may take of each column
    wanted = from_row.sum(0)
    fits = np.minimum(1.0, np.divide(np.maximum(room, 0.0), wanted, out=np.ones_like(room), where=wanted > 0))
    from_row *= fits
    to_row = scale * source.flows[:, :, peers].sum(2)  # (origin, sector, user)
    to_row[peers] -= scale * own[peers]
    capped = np.minimum(to_row.sum(2), LARGEST_SHARE_TO_ROW * source.other)
    to_row *= np.divide(capped, to_row.sum(2), out=np.zeros_like(capped), where=to_row.sum(2) > 0)[:, :, None]
    in_row = scale * own[peers].sum(0)  # (sector, user)

    intermediate = np.zeros((N + 1, J, N + 1))
    intermediate[:N, :, :N] = source.flows.sum(3)
    intermediate[N, :, :N] = from_row.sum(2)
    intermediate[:N, :, N] = to_row.sum(2)
    intermediate[N, :, N] = in_row.sum(1)
    inputs = np.zeros((J, N + 1, J))
    inputs[:, :N] = source.flows.sum(0) + from_row
    inputs[:, N] = to_row.sum(0) + in_row
    final_sales = np.zeros((N + 1, J))
    final_sales[:N] = source.other - intermediate[:N, :, N]
    final_sales[N] = scale * source.other[peers].sum(0)
    notes = [
        f"ROW is {scale:.3f} times the sum of {len(PEERS)} peer economies.",
        f"Inputs from ROW were reduced in {int((fits < 1).sum())} columns to keep value added at"
        f" {SMALLEST_VALUE_ADDED:.0%} of output.",
        f"{int((source.output == 0).sum())} of {N * J} industries have no output and stay empty.",
    ]
    return intermediate, inputs, final_sales, notes


def crude_from_row(source: Intermediate, total: float) -> np.ndarray:
    """ROW's sales of crude oil to each economy's refining (destination), `total` in all.

    Refining adds little value, so what its known inputs leave of its output shows the crude it buys from
    ROW: the excess of that rest over a normal margin (lower quartile of refiners with output above USD 1 bn),
    times the share of crude that does not come from its largest supplier. Who pumps his own or hangs on one
    pipeline (Belarus) earns the margin instead of buying from ROW.
    """
    crude, refining = source.industries.index("B06"), source.industries.index("C19")
    output = source.output[:, refining]
    rest = 1 - _ratio(source.flows[:, :, :, refining].sum((0, 1)), output, 1.0)
    normal = np.quantile(rest[output > 1e3], 0.25)
    bought = source.flows[:, crude, :, refining]  # (origin, destination)
    untied = 1 - _ratio(bought.max(0), bought.sum(0), 0.0)
    excess = np.maximum(rest - normal, 0.0) * output * untied
    return total * excess / excess.sum()


def _ratio(top: np.ndarray, bottom: np.ndarray, otherwise: float) -> np.ndarray:
    return np.divide(top, bottom, out=np.full_like(bottom, otherwise), where=bottom > 0)


def share_of_origin(trade: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Share of each origin (i, s, n) in what a destination buys of a sector, home included.

    Inputs worth less than a few percent of the destination's own output of the sector say little about what its
    households buy (Brazil's firms buy real estate services for USD 76 m, its output is 186 bn): `THIN` times that
    output counts beside them, bought at home and abroad as in the sector's world average. Where there is neither,
    shares of world trade.
    """
    home = np.arange(len(trade))
    at_home = np.zeros_like(trade)
    at_home[home, :, home] = 1.0
    abroad = trade * (1 - at_home)
    seen = abroad.sum(0)
    seller = trade.sum(2) / np.maximum(trade.sum((0, 2)), 1e-300)[None, :]
    foreign = np.where(seen > 0, abroad / np.where(seen > 0, seen, 1.0), 0.0)
    kept = np.minimum(1.0, trade[home, :, home].sum(0) / np.maximum(trade.sum((0, 2)), 1e-300))
    usual = at_home * kept[:, None] + foreign * (1 - kept[:, None])
    counted = trade + usual * (THIN * output.T)[None]
    bought = counted.sum(0)
    return np.where(bought > 0, counted / np.where(bought > 0, bought, 1.0), seller[:, :, None])


def prior_demand(final_sales: np.ndarray, value_added: np.ndarray) -> np.ndarray:
    """Final demand (sector, destination) if all spent alike: world final sales of the sector by share in
    value added.
    """
    income = value_added.sum(1)
    return final_sales.sum(0)[:, None] * (income / income.sum())[None, :]


def final_flows(shares: np.ndarray, demand: np.ndarray, final_sales: np.ndarray, steps: int) -> np.ndarray:
    """Final demand by origin: shares[i, s, n] demand[s, n] with rows scaled to final_sales[i, s].

    Before the scaling, each step multiplies demand[s, n] by the average over n's suppliers of (what they sold
    for final use / what the present demand makes them sell): the EM step for the demand under which the given
    shares explain the sales best (Richardson 1972, Lucy 1974). A destination's demand rises where its
    suppliers sold more.
    """
    for _ in range(steps):
        demand = demand * (shares * _needed(shares * demand, final_sales)[:, :, None]).sum(0)
    flows = shares * demand
    flows *= _needed(flows, final_sales)[:, :, None]
    missing = final_sales - flows.sum(2)  # a seller whose buyers the shares do not know sells at home
    home = np.arange(len(final_sales))
    flows[home, :, home] += np.where(missing > 1e-9 * final_sales, missing, 0.0)
    return flows


def _needed(flows: np.ndarray, final_sales: np.ndarray) -> np.ndarray:
    sold = flows.sum(2)
    return np.divide(final_sales, sold, out=np.zeros_like(sold), where=sold > 0)
