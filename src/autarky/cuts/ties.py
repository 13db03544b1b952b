"""The brief of one economy: its partners by every measure in one unit, the sectors behind, who depends on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import xarray as xr

from autarky.cuts.cut import Party, cut_between
from autarky.cuts.matrix import by_sector, leverage
from autarky.cuts.settings import Run, Terms, known_cuts, settings
from autarky.display import Displayed

if TYPE_CHECKING:
    from autarky.measures import InputOutput
    from autarky.world.accounts import World
    from autarky.worlds.panel import Snapshot

# name -> what it says; all but the first are brought to the unit of the first in `Brief.normalised`
MEASURES = {
    "welfare loss": "real income lost when the tie is cut, prices and trade adjusting",
    "exports": "share of exports",
    "imports": "share of imports",
    "inputs": "inputs bought from the partner, per unit of output, at face value",
    "look-through": "the same with inputs of inputs, at every stage",
    "sales through": "output sold to the partner's industries, through every stage",
    "value added": "share of the value added in what is finally used",
    "no sales": "value added lost if the partner bought nothing, nothing replaced (backward extraction)",
    "no supply": "value added lost if the partner supplied nothing, nothing replaced (forward extraction)",
    "power": "loss from what the partner can withhold, all other prices as they are (Clayton, Maggiori & Schreger)",
}


@dataclass(frozen=True, repr=False)
class Brief(Displayed):
    """What a brief says.

    - `table` [partner, measure]: raw values; `normalised`: each measure scaled so that its sum over the partners shown
      is that of the welfare losses (over those whose cut has a solution; `unsolved` says why the others have none)
    - `hidden` [partner, kind]: inputs and sales per unit of output, at face value and looked through
    - `everyone` (partner): `loss` of the economy and `partner_loss`, for every partner whose cut is known (the
      partners shown at least); `dependents`: `loss`, `exports`, `imports` of those who would lose most
    - `inflow` [origin, sector]: value added, by where it is made, in what the economy finally uses
    - `estimated` [partner, side]: share of the flows behind the figures that is an estimate; NaN: the world is silent
    """

    view: ClassVar[str] = "autarky.report.ties_view:TiesView"

    of: str
    world: "World"
    table: xr.DataArray
    normalised: xr.DataArray
    hidden: xr.DataArray
    everyone: xr.Dataset
    dependents: xr.Dataset
    sectors: xr.Dataset
    inflow: xr.DataArray
    estimated: xr.DataArray
    history: xr.Dataset | None
    unsolved: dict[str, str]
    record: dict[str, Any]

    @property
    def main(self) -> str:
        """The partner whose tie is told by sector."""
        return str(self.sectors["side"].values[1])


def ties(
    world: "World",
    of: str,
    on: Sequence[str] | None = None,
    *,
    most: int = 8,
    years: Sequence["Snapshot"] = (),
    terms: Terms | None = None,
    run: Run | None = None,
    **more: Any,
) -> Brief:
    """The dependence of `of` on its `most` largest partners by any of `candidates`' measures, and on all in `on`.

    The tie with the first of `on`, or with the partner whose loss weighs most, is told by sector. `years`: how the
    dependence moved (`studies.history`). `more`: fields of `Terms` and `Run`. Raises `InputError` for unknown labels.
    """
    from autarky.measures import InputOutput
    from autarky.measures.labels import one_economy
    from autarky.world.groups import resolve_economies

    terms, run = settings(terms, run, more)
    code = one_economy(world, of)
    table = InputOutput(world)
    named = [c for c in (resolve_economies(on, world) if on else ()) if c != code]
    partners = named + [c for c in candidates(world, code, most, table) if c not in named]
    cuts = leverage(world, of=code, on=partners, terms=terms, run=run).sel(loser=code)
    order = _by_loss(partners, cuts["loss"])
    main = named[0] if named else order[0]
    sectors = by_sector(world, code, main, terms=terms, run=run)
    raw = _columns(world, code, order, cuts["loss"], table, terms)
    solved = np.isfinite(
        raw[:, :1]
    )  # where a cut has no solution the others have nothing to be compared with
    total = np.nansum(raw * solved, axis=0)
    coords = {"partner": order, "measure": list(MEASURES)}
    everyone = _everyone(world, code, order, terms, run)
    past = None
    if years:
        from autarky.cuts.history import history

        past = history(world, code, order, years, terms, run)
    return Brief(
        of=code,
        world=world,
        table=xr.DataArray(raw, coords, ("partner", "measure")),
        normalised=xr.DataArray(
            raw * total[0] / np.where(total > 0, total, np.nan), coords, ("partner", "measure")
        ),
        hidden=_hidden(world, code, order, table),
        everyone=everyone,
        dependents=_dependents(world, code, everyone, most),
        sectors=sectors,
        inflow=_inflow(world, code, table),
        estimated=_estimated(world, code, order),
        history=past,
        unsolved={
            p: str(cuts["reason"].sel(partner=p).item())
            for p in order
            if str(cuts["reason"].sel(partner=p).item())
        },
        record=dict(cuts.attrs),
    )


def candidates(world: "World", code: str, most: int = 8, table: "InputOutput | None" = None) -> list[str]:
    """Partners by their best place in exports, imports, value added, or inputs at face value or looked through."""
    from autarky.measures import InputOutput, input_reliance, partner_share, value_added_in_use

    io = table or InputOutput(world)
    inputs = input_reliance(world, code, table=io)
    columns = [
        partner_share(world, "exports").sel(economy=code),
        partner_share(world, "imports").sel(economy=code),
        value_added_in_use(world, table=io, of=[code]).sel(economy=code),
        inputs.sel(kind="face_value"),
        inputs.sel(kind="look_through"),
    ]
    best = np.stack([np.argsort(np.argsort(-c.values)) for c in columns]).min(0)
    place = dict(zip(world.economies, best, strict=True))
    return sorted((p for p in world.economies if p != code), key=lambda p: place[p])[:most]


def ranked_partners(world: "World", code: str, loss: xr.DataArray) -> list[str]:
    """The `candidates` of an economy by its losses [partner], the largest first."""
    return _by_loss(candidates(world, code), loss)


def _by_loss(partners: Sequence[str], loss: xr.DataArray) -> list[str]:
    return sorted(partners, key=lambda c: -float(np.nan_to_num(loss.sel(partner=c))))


def _columns(
    world: "World", code: str, order: list[str], loss: xr.DataArray, table: "InputOutput", terms: Terms
) -> np.ndarray:
    """Every measure of `MEASURES`, in its order [partner, measure]."""
    from autarky.measures import (
        geoeconomic_power,
        hypothetical_extraction,
        input_reliance,
        market_reliance,
        partner_share,
        value_added_in_use,
    )

    inputs = input_reliance(world, code, table=table).sel(partner=order)
    sides = np.stack(
        [hypothetical_extraction(world, p, table=table, of=[code]).sel(economy=code).values for p in order]
    )
    columns = [
        loss.sel(partner=order).values,
        *(partner_share(world, f).sel(economy=code, partner=order).values for f in ("exports", "imports")),
        inputs.sel(kind="face_value").values,
        inputs.sel(kind="look_through").values,
        market_reliance(world, code, table=table).sel(partner=order, kind="look_through").values,
        value_added_in_use(world, table=table, of=[code]).sel(economy=code, partner=order).values,
        *sides.T,
        geoeconomic_power(world, code, order, terms.horizon, terms.elasticities).values,
    ]
    return np.stack(columns, 1)


def _hidden(world: "World", code: str, order: list[str], table: "InputOutput") -> xr.DataArray:
    from autarky.measures import input_reliance, market_reliance

    both = [f(world, code, table=table).sel(partner=order) for f in (input_reliance, market_reliance)]
    kinds = ["inputs", "inputs through", "sales", "sales through"]
    values = [b.sel(kind=k).values for b in both for k in ("face_value", "look_through")]
    return xr.DataArray(np.stack(values, 1), {"partner": order, "kind": kinds}, ("partner", "kind"))


def _everyone(world: "World", code: str, shown: list[str], terms: Terms, run: Run) -> xr.Dataset:
    """Losses for every partner whose cut needs no solving any more."""
    known = known_cuts(terms.record(world), run, len(world.economies))
    own = Party.single(code)
    also = [
        c
        for c in world.economies
        if c != code and (c in shown or cut_between(world, own, Party.single(c)).key in known)
    ]
    cuts = leverage(world, of=code, on=also, terms=terms, run=run).sel(loser=code)
    return cuts[["loss", "partner_loss"]].drop_vars("loser")


def _dependents(world: "World", code: str, everyone: xr.Dataset, most: int) -> xr.Dataset:
    """The economies that lose most by the cut, with the share of `code` in their exports and imports."""
    from autarky.measures import partner_share

    loss = everyone["partner_loss"]
    order = sorted(map(str, loss["partner"].values), key=lambda c: -float(np.nan_to_num(loss.sel(partner=c))))
    order = order[:most]
    shares = {
        f: ("partner", partner_share(world, f).sel(partner=code).sel(economy=order).values)
        for f in ("exports", "imports")
    }
    own = everyone["loss"].sel(partner=order).values
    return xr.Dataset(
        {"loss": ("partner", loss.sel(partner=order).values), "own": ("partner", own)} | shares,
        coords={"partner": order},
        attrs={"among": everyone.sizes["partner"]},
    )


def _inflow(world: "World", code: str, table: "InputOutput") -> xr.DataArray:
    n = world.economies.index(code)
    made = (table.v * table.needed(table.f[:, n])).reshape(table.N, table.J)
    coords = {"origin": list(world.economies), "sector": list(world.sectors)}
    return xr.DataArray(made, coords, ("origin", "sector"), attrs={"unit": world.unit})


def _estimated(world: "World", code: str, partners: Sequence[str]) -> xr.DataArray:
    """Share of each tie's trade, and of all that the partner sells abroad, that the world estimates."""
    from autarky.measures.labels import estimated_share

    sides = ["exports", "imports", "both", "all its exports"]
    answer = np.full((len(partners), len(sides)), np.nan)
    trade, n = world.array("trade"), world.economies.index(code)
    for k, partner in enumerate(partners):
        i = world.economies.index(partner)
        for j, pairs in enumerate((((n, i),), ((i, n),), ((n, i), (i, n)), None)):
            flows = np.zeros_like(trade)
            for a, b in pairs or [(i, m) for m in range(len(world.economies)) if m != i]:
                flows[a, :, b] = trade[a, :, b]
            share = estimated_share(world, flows)
            answer[k, j] = np.nan if share is None else share
    return xr.DataArray(answer, {"partner": list(partners), "side": sides}, ("partner", "side"))
