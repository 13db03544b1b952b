"""Ways round a ban: the same goods go from i over an intermediary m to n, at a cost that falls with what routes carry.

A ban on i -> n leaves the goods of i in demand in n. Traders choose among the routes as buyers choose among origins
(the routing of Allen & Arkolakis 2022 with two legs): with routes m of capacity w[m] and cost r[m],

    K = ( w[0] + sum_m w[m] r[m]^(-lambda) )^(-1/lambda),   share of route m = w[m] r[m]^(-lambda) / K^(-lambda)

where w[0] is the share of the trade that the ban leaves alone. A route carries what the smaller of its two legs carries
in the base year, X[i,s,m] or X[m,s,n], relative to the trade that is banned; routes together carry at most all of it,
those with open borders first, so that K never falls below the cheapest re-export cost and one more route never raises
it. K multiplies the cost of trade on i -> n: how much still arrives is then a matter of the equilibrium. Where there is
no route, K is infinite: the flow is gone.
"""

from dataclasses import dataclass

import numpy as np

from autarky.world.accounts import World

# Groups without customs controls between members, by year of membership (world/data/groups.toml).
CUSTOMS_UNIONS = ("EU", "EAEU", "GCC")
DISPERSION = 4.0  # lambda: how readily traders change routes; ours, the uniform trade elasticity
_NOTHING = 1e-12  # of a flow: what rounding leaves of a capacity that is used up


@dataclass(frozen=True)
class Routes:
    """`cost` [N, J, N]: the factor K on flows that are banned (1 elsewhere, infinity: no way round).

    `share` [R, N, J, N]: the part of what still arrives that goes over each of the `through` (positions of economies);
    `direct` [N, J, N]: the part that the ban leaves alone; the parts sum to 1 where something arrives.
    """

    through: tuple[int, ...]
    cost: np.ndarray
    share: np.ndarray
    direct: np.ndarray

    @property
    def none(self) -> np.ndarray:
        """Flows that nothing carries any more [N, J, N]."""
        return np.isinf(self.cost)


def open_borders(world: World) -> np.ndarray:
    """Pairs of economies inside one customs union in the year of the world [N, N]; regions only if wholly inside."""
    from autarky.errors import InputError
    from autarky.world.groups import select_economies

    inside = np.zeros((len(world.economies), len(world.economies)), dtype=bool)
    for union in CUSTOMS_UNIONS:
        try:
            chosen = set(select_economies(union, world).labels)
        except InputError:  # the union does not exist yet, or the world shows no member
            continue
        member = np.array([c in chosen for c in world.economies])
        inside |= np.outer(member, member)
    np.fill_diagonal(inside, False)
    return inside


def routes_round(
    world: World,
    banned: np.ndarray,
    *,
    cost: float,
    border: float,
    through: np.ndarray | None = None,
    capacity: float = 1.0,
    covered: float = 1.0,
    closed: np.ndarray | None = None,
) -> Routes:
    """The ways round a ban on the flows `banned` [N, J, N].

    - `cost`: of re-export, ad valorem, where the intermediary has an open customs border with the seller or the buyer;
      `border`: what is added where it has neither
    - `through` [N]: the intermediaries; None: those with an open border with the seller or the buyer of a flow
    - `capacity`: what routes carry relative to the smaller leg; `covered`: share of the trade that the ban covers
    - `closed` [N, J, N]: legs that cannot be used besides those banned (bans of others)

    Economies inside a ban are no way round it, leg by leg: what is banned into an economy cannot leave it. Services
    cannot be bought to be sold on.
    """
    trade = world.array("trade")
    union = open_borders(world)
    shut = banned if closed is None else banned | closed
    usable = np.where(shut | ~carried_on(world)[None, :, None], 0.0, trade)
    base = np.where(banned, trade, 0.0)
    asked = range(len(world.economies)) if through is None else np.flatnonzero(through)
    kept, legs, near = [], [], []
    for m in asked:
        beside = union[:, m][:, None] | union[m, :][None, :]  # an open border on either side of the route
        leg = np.minimum(usable[:, :, m][:, :, None], usable[m, :, :][None, :, :])
        leg[m], leg[:, :, m] = 0.0, 0.0
        if through is None:
            leg = leg * beside[:, None, :]
        leg = np.divide(capacity * leg, base, out=np.zeros_like(base), where=base > 0)
        if leg.any():
            kept.append(int(m))
            legs.append(leg)
            near.append(np.broadcast_to(beside[:, None, :], base.shape))
    weight, open_ = (np.stack(v) if kept else np.zeros((0, *base.shape)) for v in (legs, near))
    # the cheaper routes first, the others for what these cannot carry
    cheap, dear = weight * open_, weight * (1 - open_)
    cheap = _at_most(cheap, np.full(base.shape, covered))
    dear = _at_most(dear, covered - cheap.sum(0))
    rates = (1 + cost, (1 + cost) * (1 + border))
    carried = cheap * rates[0] ** -DISPERSION + dear * rates[1] ** -DISPERSION
    left = np.where(base > 0, 1 - covered, 0.0)
    whole = left + carried.sum(0)
    with np.errstate(divide="ignore"):
        factor = np.where(base > 0, whole ** (-1 / DISPERSION), 1.0)
    return Routes(
        through=tuple(kept),
        cost=factor,
        share=np.divide(carried, whole, out=np.zeros_like(carried), where=whole > 0),
        direct=np.divide(left, whole, out=np.zeros_like(left), where=whole > 0),
    )


def carried_on(world: World) -> np.ndarray:
    """Sectors whose products can be bought to be sold on: goods, not power, building and services [J]."""
    return np.array([any(code[:1] in "ABC" for code in world.industries[s]) for s in world.sectors])


def _at_most(weight: np.ndarray, most: np.ndarray) -> np.ndarray:
    """`weight` [R, ...], scaled down where its sum over routes exceeds `most` [...]."""
    total, most = weight.sum(0), np.where(most > _NOTHING, most, 0.0)
    return np.asarray(weight * np.divide(most, total, out=np.ones_like(total), where=total > most))
