"""Merging economies and sectors: trade adds up, rates are weighted so that revenues and identities are
kept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from autarky.errors import InputError
from autarky.world.groups import select_economies
from autarky.world.sectors import select_sectors
from autarky.world.variables import VARIABLES

if TYPE_CHECKING:
    from autarky.world.accounts import World

Rest = Literal["keep", "merge"]
Plan = Mapping[str, str | Sequence[str]] | Iterable[str] | None


def aggregate(
    world: "World",
    regions: Plan = None,
    sectors: Plan = None,
    *,
    rest: Rest | None = None,
    region_names: Mapping[str, str] | None = None,
    sector_names: Mapping[str, str] | None = None,
    name: str | None = None,
) -> "World":
    """A world with fewer economies or sectors.

    `regions`: a mapping new label -> labels or groups (``{"EU": "EU27", "EAST": ["BLR", "RUS"]}``), or a list
    to keep (``["EU27", "BLR", "RUS"]``, each group one region under its own label). `sectors` likewise. What
    is not named stays single with a mapping and is merged (into ROW, into REST) with a list; `rest` chooses
    otherwise. Rates: export tax revenue / trade, and tariff revenue / (trade + export tax revenue), so that
    both revenues are those of the parts; a cell without trade gets the simple mean of its parts.
    Raises `InputError` for unknown labels and for one economy or sector asked into two.
    """
    if regions is None and sectors is None:
        return world
    to_region = _plan(
        world.economies, regions, rest, "ROW", lambda labels: select_economies(labels, world).labels
    )
    to_sector = _plan(
        world.sectors, sectors, rest, "REST", lambda labels: select_sectors(labels, world).labels
    )
    P, Q = _incidence(world.economies, to_region), _incidence(world.sectors, to_sector)

    def summed(cube: np.ndarray) -> np.ndarray:
        return _merge(cube, P, Q)

    trade, tariff, export_tax = (world.array(v) for v in ("trade", "tariff", "export_tax"))
    merged = summed(trade)
    export_revenue = summed(export_tax * trade)
    tariff_revenue = summed(tariff * (1 + export_tax) * trade)
    parts = summed(np.ones_like(trade))
    with_tax = merged + export_revenue
    estimated = None
    if "trade_estimated" in world.data:
        share = world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values.astype(np.float64)
        estimated = _ratio(summed(share * trade), merged, summed(share) / parts)
    new = world.from_arrays(
        economies=list(to_region),
        sectors=list(to_sector),
        trade=merged,
        tariff=_ratio(tariff_revenue, with_tax, summed(tariff) / parts),
        export_tax=_ratio(export_revenue, merged, summed(export_tax) / parts),
        inputs=np.einsum("snk,sS,nN,kK->SNK", world.array("inputs"), Q, P, Q, optimize=True),
        final=Q.T @ world.array("final") @ P,
        value_added=P.T @ world.array("value_added") @ Q,
        economy_names=_names(to_region, world.economy_names, region_names),
        sector_names=_names(to_sector, world.sector_names, sector_names),
        members={r: [m for c in inside for m in world.members[c]] for r, inside in to_region.items()},
        industries={s: [m for k in inside for m in world.industries[k]] for s, inside in to_sector.items()},
        trade_estimated=estimated,
        attrs=_attrs(world, to_region, to_sector, name),
    )
    for variable in VARIABLES:
        if "status" in world.data[variable].attrs:
            new.data[variable].attrs["status"] = world.data[variable].attrs["status"]
    return new


def _plan(
    labels: Sequence[str],
    asked: Plan,
    rest: Rest | None,
    remainder: str,
    select: Callable[[list[str]], tuple[str, ...]],
) -> dict[str, list[str]]:
    """New label -> old labels, covering every old label once. The remainder comes last."""
    if asked is None:
        return {label: [label] for label in labels}
    if isinstance(asked, str):
        raise InputError(f"expected a mapping or a list of labels, not {asked!r}; write [{asked!r}]")
    is_mapping = isinstance(asked, Mapping)
    wanted: dict[str, list[str]] = {}
    for new, old in asked.items() if isinstance(asked, Mapping) else ((a, a) for a in asked):
        inside = list(select([old] if isinstance(old, str) else list(old)))
        wanted[new if is_mapping or len(inside) > 1 else inside[0]] = inside
    owner: dict[str, str] = {}
    for new, inside in wanted.items():
        for old in inside:
            if old in owner:
                raise InputError(f"{old} is asked into two: {owner[old]} and {new}")
            owner[old] = new
    left = [label for label in labels if label not in owner]
    if left and (rest or ("keep" if is_mapping else "merge")) == "keep":
        clash = [label for label in left if label in wanted]
        if clash:
            raise InputError(
                f"{clash[0]} is the label of a new one and of one left as it is; choose another label"
            )
        # a merged one takes the place of its first part, so that the order stays familiar
        ordered: dict[str, list[str]] = {}
        for label in labels:
            new = owner.get(label, label)
            ordered.setdefault(new, wanted.get(new, [label]))
        return ordered
    if left:
        wanted[remainder] = wanted.pop(remainder, []) + left
    return wanted


def _incidence(old: Sequence[str], plan: Mapping[str, Sequence[str]]) -> np.ndarray:
    """0/1 matrix (old label, new label)."""
    at = {label: j for j, label in enumerate(old)}
    matrix = np.zeros((len(old), len(plan)))
    for column, inside in enumerate(plan.values()):
        matrix[[at[label] for label in inside], column] = 1.0
    return matrix


def _merge(cube: np.ndarray, P: np.ndarray, Q: np.ndarray) -> np.ndarray:
    return np.einsum("isn,iI,sS,nN->ISN", cube, P, Q, P, optimize=True)


def _ratio(top: np.ndarray, bottom: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), otherwise)


def _names(
    plan: Mapping[str, Sequence[str]], old: Mapping[str, str], given: Mapping[str, str] | None
) -> dict[str, str]:
    names = {}
    for new, inside in plan.items():
        default = old[inside[0]] if len(inside) == 1 else {"ROW": "Rest of the world"}.get(new, new)
        names[new] = (given or {}).get(new, default)
    return names


def _attrs(
    world: "World",
    regions: Mapping[str, Sequence[str]],
    sectors: Mapping[str, Sequence[str]],
    name: str | None,
) -> dict[str, object]:
    attrs = dict(world.data.attrs)
    if len(regions) == len(world.economies) and len(sectors) == len(world.sectors) and name is None:
        return attrs
    attrs["name"] = name or f"{world.name}-{len(regions)}x{len(sectors)}"
    note = (
        f"Aggregated from {world.name} ({len(world.economies)} economies, {len(world.sectors)} sectors) to"
        f" {len(regions)} economies, {len(sectors)} sectors."
    )
    attrs["notes"] = f"{attrs.get('notes', '')} {note}".strip()
    return attrs
