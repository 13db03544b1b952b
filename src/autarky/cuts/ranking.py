"""Who can hurt whom: short rankings of a leverage matrix."""

from dataclasses import dataclass

import numpy as np
import xarray as xr


@dataclass(frozen=True)
class Hold:
    """What `loser` loses when its ties with `partner` are cut, and what `partner` then loses (fractions).

    `asymmetry` is the first over the second: above 1 the partner has the upper hand. Infinite where the partner
    loses nothing or gains.
    """

    loser: str
    partner: str
    loss: float
    partner_loss: float
    value: float  # the loss in the unit of the world

    @property
    def asymmetry(self) -> float:
        if not self.loss > 0:
            return 0.0
        return self.loss / self.partner_loss if self.partner_loss > 0 else np.inf


@dataclass(frozen=True)
class Exposure:
    """How much an economy can lose to others, one at a time, and others to it.

    `total` is the sum over partners of single losses: an index of exposure, not the loss of autarky. `power` is
    the sum of what others lose through it, in the unit of the world; NaN for a matrix that does not hold it.
    """

    economy: str
    largest: float
    to: str
    second: float
    second_to: str
    total: float
    power: float


def holds(data: xr.Dataset, most: int | None = None) -> list[Hold]:
    """Pairs (loser, partner) by the loss, largest first; pairs without a solution are left out."""
    loss, back = data["loss"].values, data["partner_loss"].values
    losers, partners = ([str(v) for v in data[d].values] for d in ("loser", "partner"))
    order = np.argsort(-np.where(np.isfinite(loss), loss, -np.inf), axis=None, kind="stable")
    found: list[Hold] = []
    for flat in order[: None if most is None else most]:
        i, j = np.unravel_index(int(flat), loss.shape)
        if not np.isfinite(loss[i, j]):
            break
        worth = float(data["value"].values[i, j])
        found.append(Hold(losers[i], partners[j], float(loss[i, j]), float(back[i, j]), worth))
    return found


def exposures(data: xr.Dataset) -> list[Exposure]:
    """Exposure of every loser of the matrix, the most exposed first (by its largest single loss)."""
    losers, partners = ([str(v) for v in data[d].values] for d in ("loser", "partner"))
    economies = [str(c) for c in data["economy"].values]
    loss, value = (np.nan_to_num(data[v].values) for v in ("loss", "value"))
    asked = data["residual"].notnull().values
    single = np.isin(partners, economies)  # blocs hold economies that are counted already
    whole = set(losers) == set(economies) and set(economies) <= set(partners)
    found = []
    for i, name in enumerate(losers):
        ranked = [int(j) for j in np.argsort(-loss[i], kind="stable") if asked[i, j]]
        best = [(float(loss[i, j]), partners[j]) for j in ranked[:2]] + [(np.nan, "")] * 2
        found.append(
            Exposure(
                economy=name,
                largest=best[0][0],
                to=best[0][1],
                second=best[1][0],
                second_to=best[1][1],
                total=float(loss[i, single].sum()),
                power=float(value[:, partners.index(name)].sum()) if whole else np.nan,
            )
        )
    return sorted(found, key=lambda e: -np.nan_to_num(e.largest))


def third_countries(data: xr.Dataset, loser: str, partner: str, most: int = 3) -> list[tuple[str, float]]:
    """Economies in neither party whose welfare one cut changes most: (economy, change), largest first."""
    row = data["welfare"].sel(loser=loser, partner=partner)
    groups = dict(part.split(": ") for part in str(data.attrs["members"]).split("; ") if part)
    parties = {c for name in (loser, partner) for c in groups.get(name, name).split(", ")}
    codes = [str(c) for c in data["economy"].values]
    others = [(c, float(v)) for c, v in zip(codes, row.values, strict=True) if c not in parties]
    return sorted(others, key=lambda e: -abs(e[1]))[:most]


def failures(data: xr.Dataset) -> list[tuple[str, str, str]]:
    """Pairs without a solution: (loser, partner, reason)."""
    found = np.argwhere(data["reason"].values != "")
    losers, partners = data["loser"].values, data["partner"].values
    return [(str(losers[i]), str(partners[j]), str(data["reason"].values[i, j])) for i, j in found]
