"""The brief of one economy: its partners by every measure in one unit, the sectors behind, who depends on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from autarky.studies.leverage import leverage
from autarky.studies.sector_cuts import by_sector
from autarky.studies.settings import Run, Terms, settings

if TYPE_CHECKING:
    from autarky.measures import InputOutput
    from autarky.world.accounts import World

# name -> what it says; all but the first are brought to the unit of the first in `Brief.normalised`
MEASURES = {
    "welfare loss": "real income lost when the tie is cut, prices and trade adjusting",
    "exports": "share of exports",
    "imports": "share of imports",
    "value added": "share of the value added in what is finally used",
    "face value": "inputs bought from the partner, per unit of output",
    "look-through": "the same with inputs of inputs, at every stage",
    "extraction": "value added that rests on what the partner buys, nothing replaced (backward extraction of the tie)",
}


@dataclass(frozen=True)
class Brief:
    """What a brief says. `table` [partner, measure]: raw values; `normalised`: each measure scaled so that its sum
    over the partners shown is that of the welfare losses. `dependents` [partner]: their loss by the same cut."""

    of: str
    world: "World"
    table: xr.DataArray
    normalised: xr.DataArray
    dependents: xr.DataArray
    sectors: xr.Dataset
    estimated: xr.DataArray  # [partner]: share of the trade of the tie that is an estimate
    record: dict[str, Any]

    @property
    def main(self) -> str:
        """The partner whose tie is told by sector."""
        return str(self.sectors["side"].values[1])


def brief(
    world: "World",
    of: str,
    on: Sequence[str] | None = None,
    *,
    most: int = 8,
    terms: Terms | None = None,
    run: Run | None = None,
    **more: Any,
) -> Brief:
    """The dependence of `of` on its partners (`on`, or the `most` largest by any measure of shares).

    `more`: fields of `Terms` and `Run`. The tie with the first of `on`, or with the partner whose loss weighs most,
    is told by sector. Raises `InputError` for unknown labels.
    """
    from autarky.measures import InputOutput
    from autarky.world.groups import economy, resolve_economies

    terms, run = settings(terms, run, more)
    code = economy(of, world)
    table = InputOutput(world)
    shares = _shares(world, code, table)
    named = [c for c in (resolve_economies(on, world) if on else ()) if c != code]
    partners = named + [c for c in _largest(shares, code, most) if c not in named]
    cuts = leverage(world, of=code, on=partners, terms=terms, run=run).sel(loser=code)
    order = sorted(partners, key=lambda c: -float(np.nan_to_num(cuts["loss"].sel(partner=c))))
    cuts = cuts.sel(partner=order)
    columns = [cuts["loss"].values, *(s.sel(partner=order).values for s in shares.values())]
    raw = np.stack([*columns, _extraction(table, code, order)], 1)
    total = np.nansum(raw, axis=0)
    scaled = raw * total[0] / np.where(total > 0, total, np.nan)
    coords = {"partner": order, "measure": list(MEASURES)}
    return Brief(
        of=code,
        world=world,
        table=xr.DataArray(raw, coords, ("partner", "measure")),
        normalised=xr.DataArray(scaled, coords, ("partner", "measure")),
        dependents=cuts["partner_loss"].drop_vars("loser"),
        sectors=by_sector(world, code, named[0] if named else order[0], terms=terms, run=run),
        estimated=_estimated(world, code, order),
        record=dict(cuts.attrs),
    )


def _extraction(table: "InputOutput", code: str, partners: Sequence[str]) -> np.ndarray:
    from autarky.measures import hypothetical_extraction

    kept = (hypothetical_extraction(table.world, p, table=table, of=[code]) for p in partners)
    return np.array([float(e.sel(economy=code, side="backward")) for e in kept])


def _shares(world: "World", code: str, table: "InputOutput") -> dict[str, xr.DataArray]:
    """All measures of `MEASURES` between the first and the last, in its order."""
    from autarky.measures import input_reliance, partner_share, value_added_in_use

    inputs = input_reliance(world, code, table=table)
    return {
        "exports": partner_share(world, "exports").sel(economy=code),
        "imports": partner_share(world, "imports").sel(economy=code),
        "value added": value_added_in_use(world, table=table).sel(economy=code),
        "face value": inputs.sel(kind="face_value"),
        "look-through": inputs.sel(kind="look_through"),
    }


def _largest(shares: dict[str, xr.DataArray], code: str, most: int) -> list[str]:
    """Partners by their best place in any measure."""
    partners = [str(p) for p in shares["exports"]["partner"].values]
    ranks = np.stack([np.argsort(np.argsort(-s.values)) for s in shares.values()]).min(0)
    ranked = sorted((p for p in partners if p != code), key=lambda p: ranks[partners.index(p)])
    return ranked[:most]


def _estimated(world: "World", code: str, partners: Sequence[str]) -> xr.DataArray:
    """Share of each tie's trade, both ways, that the world estimates; NaN where it does not say."""
    answer = np.full(len(partners), np.nan)
    if "trade_estimated" in world.data:
        trade = world.array("trade")
        guess = trade * world.data["trade_estimated"].values
        n = world.economies.index(code)
        for k, partner in enumerate(partners):
            i = world.economies.index(partner)
            whole = trade[i, :, n].sum() + trade[n, :, i].sum()
            answer[k] = (guess[i, :, n].sum() + guess[n, :, i].sum()) / whole if whole > 0 else np.nan
    return xr.DataArray(answer, {"partner": list(partners)}, ("partner",))
