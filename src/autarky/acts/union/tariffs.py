"""The common external tariff of a customs union."""

import numpy as np

from autarky.errors import InputError


def common_tariff(
    tariff: np.ndarray, imports: np.ndarray, members: np.ndarray, rule: str | int
) -> np.ndarray:
    """Tariffs after the members have agreed on one, by third country and sector [N, J, N] (ad valorem rates).

    `tariff` and `imports` are indexed (origin, sector, destination), `members` is true for members [N]. The rule is
    "min", "mean" (weighted by the members' imports of that sector from that third country; where there are none, the
    plain mean) or the index of the member whose tariff all take. It is one rate for each third country and sector,
    so that preferences which world tariffs contain survive. Tariffs between members, and those of third countries,
    stay as they are.
    """
    mine = np.flatnonzero(members)
    rates, weights = tariff[:, :, mine], imports[:, :, mine]
    if rule == "min":
        common = rates.min(2)
    elif rule == "mean":
        total = weights.sum(2)
        weighted = (rates * weights).sum(2) / np.where(total > 0, total, 1.0)
        common = np.where(total > 0, weighted, rates.mean(2))
    elif isinstance(rule, int | np.integer) and members[rule]:
        common = tariff[:, :, rule]
    else:
        raise InputError(f"a common tariff is min, mean or that of a member, not {rule!r}")
    out = tariff.copy()
    outside = np.flatnonzero(~members)
    out[np.ix_(outside, np.arange(tariff.shape[1]), mine)] = common[outside][:, :, None]
    return out
