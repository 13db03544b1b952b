"""What paying costs after events, relative to the base year.

Every payment takes the channel that is cheapest for it; the costs that payers face for the channels differ by draws
whose spread is 1/epsilon (Frechet, as in Eaton & Kortum 2002), so that the cost index of a pair is a CES over its
channels. With the shares s_c of the base year, relative to it

    wedge = ( sum_c s_c m_c tau_c^(-epsilon) + sum_new omega tau^(-epsilon) )^(-1/epsilon)

m_c is the part of channel c that stays open, tau_c the factor on its cost, omega = share / (1 - share) the weight of a
new channel. In logs and with x = log tau this is the log-sum of the logit model. A cut-off of the share s costs
(1 - s)^(-1/epsilon).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal["cut", "open", "cost"]


@dataclass(frozen=True)
class Event:
    """What happens to `channels` in the flows of `mask` (origin, sector, destination).

    "cut": the share `value` of their payments is closed. "open": a new channel with cost factor `factor`, which at
    equal cost would take the share `value` of payments. "cost": their cost is multiplied by `factor`.
    """

    kind: Kind
    channels: tuple[str, ...]
    mask: np.ndarray
    value: float = 0.0
    factor: float = 1.0


def open_shares(
    shares: np.ndarray, names: Sequence[str], events: Sequence[Event], epsilon: float
) -> dict[str, np.ndarray]:
    """Weight of each channel after the events, by name, each (origin, sector, destination); base year: they sum to 1.

    `shares`: base-year shares of the channels `names` (channel, origin, destination). The order of events is of no
    account: openings add up, closures and costs multiply.
    """
    if not events:
        return {c: shares[k][:, None, :] for k, c in enumerate(names)}
    shape = events[0].mask.shape
    weight = {c: np.broadcast_to(shares[k][:, None, :], shape) for k, c in enumerate(names)}
    for e in (e for e in events if e.kind == "open"):
        added = e.value / (1 - e.value) * e.factor**-epsilon
        for c in e.channels:
            weight[c] = weight.get(c, np.zeros(shape)) + np.where(e.mask, added, 0.0)
    for e in (e for e in events if e.kind != "open"):
        left = 1 - e.value if e.kind == "cut" else e.factor**-epsilon
        for c in (c for c in e.channels if c in weight):
            weight[c] = np.where(e.mask, weight[c] * left, weight[c])
    return weight


def wedge(shares: np.ndarray, names: Sequence[str], events: Sequence[Event], epsilon: float) -> np.ndarray:
    """Cost of paying relative to the base year (origin, sector, destination); infinite where no channel is left.

    Exactly 1 where no event takes place.
    """
    weight = open_shares(shares, names, events, epsilon)
    if not events:
        return np.ones(next(iter(weight.values())).shape)
    left = sum(weight.values(), np.zeros(events[0].mask.shape))
    touched = np.any([e.mask for e in events], axis=0)
    with np.errstate(divide="ignore"):
        cost = np.maximum(left, 0.0) ** (-1 / epsilon)
    # where nothing was lost, 1 - 1 = 0 in shares may be 1e-17 in arithmetic: the wedge there is 1, not nearly 1
    same = np.isclose(left, shares.sum(0)[:, None, :], rtol=1e-15, atol=1e-15)
    return np.where(touched & ~same, cost, 1.0)
