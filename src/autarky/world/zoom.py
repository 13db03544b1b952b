"""Product zoom: a product split out of a sector, every total of the table kept."""

import json
from collections.abc import Mapping

import numpy as np

from autarky.errors import InputError
from autarky.world.accounts import VARIABLES, World
from autarky.world.product import Product, product_label, zooms
from autarky.world.product_flows import read_pairs
from autarky.world.sectors import resolve_sector
from autarky.world.zoom_estimate import Filling, fill
from autarky.world.zoom_report import Capped, ZoomReport
from autarky.world.zoom_use import split_use, split_value_added, use_shares

_ROUNDING = 1e-12  # of the parent's cell: what subtraction may leave


def zoom(world: World, product: Product) -> tuple[World, ZoomReport]:
    """A world in which `product` is a sector of its own, ``PARENT.name``, and what was done for it.

    Parent = product + remainder in every cell of trade, inputs, final, value added and output, and in tariff
    and export tax revenue, so that adding the two sectors up again gives the old world. The remainder keeps
    the parent's label. Product flows are cut at `cap` of the parent's flow. The product's sector buys inputs
    as its parent does in each origin (all of them times its share in output, or with its own value-added
    share), its buyers are those of `use` as far as the parent sells to them. `trade_estimated` of the product
    says which of its flows are estimates; the remainder has the rest of the parent's. Raises `InputError` for
    figures that do not fit the world and for likely flows on which the data say nothing, unless `missing`
    says what to do.
    """
    parent = _parent(world, product)
    s = world.sectors.index(parent)
    cell = world.array("trade")[:, s]
    year = world.year if product.year is None else product.year
    filled = fill(product, world, parent, year)
    asked = filled.value
    _check_size(world, product, parent, asked, cell)
    flows = np.minimum(asked, filled.room)
    cut = asked - flows > _ROUNDING * np.maximum(cell, asked)
    capped = [
        Capped("flow", world.economies[i], world.economies[n], float(asked[i, n]), float(flows[i, n]))
        for i, n in zip(*np.nonzero(cut), strict=True)
    ]
    label = product_label(parent, product.name)
    arrays, moved = _split(world, product, s, flows)
    new = _world(world, product, label, s, arrays, _estimated(world, s, filled, flows))
    return new, _report(world, product, label, s, filled, flows, tuple(capped + moved), year)


def _parent(world: World, product: Product) -> str:
    try:
        parent = resolve_sector(product.parent, world)
    except InputError as e:
        raise InputError(f"product {product.name}, parent: {e}") from None
    for done in zooms(world):
        if done["label"] == parent:
            raise InputError(f"product {product.name}: {parent} was zoomed out of {done['parent']} itself; zoom out of"
                             f" {done['parent']}")  # fmt: skip
    label = product_label(parent, product.name)
    if label in world.sectors:
        raise InputError(
            f"product {product.name}: world {world.name} has the sector {label} already; choose another name"
        )
    return parent


def _check_size(world: World, product: Product, parent: str, asked: np.ndarray, cell: np.ndarray) -> None:
    if not asked.sum() > 0:
        raise InputError(
            f"product {product.name}: no flow above zero in world {world.name}; there is nothing to zoom into"
        )
    if asked.sum() > cell.sum():
        raise InputError(
            f"product {product.name}: sales of {asked.sum():,.6g} {world.unit} exceed those of the whole sector"
            f" {parent}, {cell.sum():,.6g}; is the unit ({product.unit}{', price' if product.price else ''}) right?"
        )


def _rates(world: World, product: Product, which: str, old: np.ndarray) -> np.ndarray:
    """Rates of the product by (origin, destination): the parent's where none is given."""
    given = getattr(product, which)
    if given is None:
        return old.copy()
    if isinstance(given, Mapping):
        new = old.copy()
        for i, n, rate in read_pairs(given, world, f"product {product.name}, {which}"):
            new[i, n] = rate
    else:
        new = np.where(np.eye(len(old), dtype=bool), old, float(given))
    if not (np.isfinite(new) & (new > -1)).all():
        raise InputError(f"product {product.name}, {which}: a rate is a number above -1 (0.05 is 5 %)")
    return new


def _remainder_rate(world: World, product: Product, which: str, revenue: np.ndarray, base: np.ndarray,
                    old: np.ndarray, new: np.ndarray) -> np.ndarray:  # fmt: skip
    """The rate that leaves the parent's revenue whole; refuses where only a change of sign could."""
    if np.array_equal(old, new):  # also where only the other rate is given: both parts are taxed alike
        return old
    rate = np.where(base > 0, revenue / np.where(base > 0, base, 1.0), old)
    nothing_left = (base <= 0) & (np.abs(revenue) > 1e-12 * np.abs(revenue).max())
    wrong = (rate * old < -1e-9) | ((old == 0) & (np.abs(rate) > 1e-9)) | (rate <= -1) | nothing_left
    if wrong.any():
        i, n = (int(k[0]) for k in np.nonzero(wrong))
        raise InputError(
            f"product {product.name}, {which}: {new[i, n]:.4g} on {world.economies[i]}->{world.economies[n]} is more"
            f" revenue than the parent's rate of {old[i, n]:.4g} brings; the remainder would need {rate[i, n]:.4g}"
        )
    return rate


def _split(
    world: World, product: Product, s: int, flows: np.ndarray
) -> tuple[dict[str, np.ndarray], list[Capped]]:
    """All arrays with the product behind its parent, and which uses and value added had to move."""
    old = {v: world.array(v) for v in VARIABLES}
    X, t, x = (old[v][:, s] for v in ("trade", "tariff", "export_tax"))
    rest = np.maximum(X - flows, 0.0)
    x_product, t_product = (
        np.where(X > 0, _rates(world, product, which, old[which][:, s]), old[which][:, s])
        for which in ("export_tax", "tariff")
    )
    x_rest = _remainder_rate(world, product, "export_tax", x * X - x_product * flows, rest, x, x_product)
    duty = t * (1 + x) * X - t_product * (1 + x_product) * flows
    t_rest = _remainder_rate(world, product, "tariff", duty, (1 + x_rest) * rest, t, t_product)
    out = {
        "trade": _insert(old["trade"], 1, s, rest, flows),
        "tariff": _insert(old["tariff"], 1, s, t_rest, t_product),
        "export_tax": _insert(old["export_tax"], 1, s, x_rest, x_product),
    }
    paid = ((1 + x_product) * (1 + t_product) * flows).sum(0)
    inputs, final = old["inputs"], old["final"]
    used, consumed, moved = split_use(
        world, product, s, paid, inputs[s], final[s], use_shares(world, product, s)
    )
    made = flows.sum(1)
    value_added, shrunk = split_value_added(
        world, product, made, old["value_added"][:, s], inputs[:, :, s].sum(0)
    )
    bought = inputs[:, :, s].sum(0)
    share = np.divide(
        made - value_added, bought, out=np.zeros_like(made), where=bought > 0
    )  # of the parent's inputs
    share = np.minimum(share, 1.0)  # rounding where the product is the whole sector
    rows = _insert(inputs, 0, s, np.maximum(inputs[s] - used, 0.0), used)  # (J + 1, N, J)
    column = rows[:, :, s]
    out["inputs"] = _insert(rows, 2, s, column * (1 - share), column * share)
    out["final"] = _insert(old["final"], 0, s, np.maximum(final[s] - consumed, 0.0), consumed)
    kept = np.maximum(old["value_added"][:, s] - value_added, 0.0)
    out["value_added"] = _insert(old["value_added"], 1, s, kept, value_added)
    return out, moved + shrunk


def _insert(array: np.ndarray, axis: int, s: int, rest: np.ndarray, product: np.ndarray) -> np.ndarray:
    """`array` with `rest` at position `s` of `axis` and `product` behind it."""
    out = np.insert(array, s + 1, 0.0, axis=axis)
    at: list[slice | int] = [slice(None)] * array.ndim
    at[axis] = s
    out[tuple(at)] = rest
    at[axis] = s + 1
    out[tuple(at)] = product
    return out


def _estimated(world: World, s: int, filled: Filling, flows: np.ndarray) -> np.ndarray | None:
    """Share of each cell that is an estimate; the remainder has what of the parent's is not in the product."""
    asked = filled.value
    product = np.divide(filled.parts["estimated"], asked, out=np.zeros_like(asked), where=asked > 0)
    if "trade_estimated" not in world.data:
        N, J = len(world.economies), len(world.sectors)
        old = np.zeros((N, J, N))
    else:
        old = world.data["trade_estimated"].transpose(*VARIABLES["trade"][0]).values.astype(float)
    cell = world.array("trade")[:, s]
    rest = cell - flows
    left = np.divide(old[:, s] * cell - product * flows, rest, out=old[:, s].copy(), where=rest > 0)
    product = np.where(flows > 0, product, old[:, s])
    return _insert(old, 1, s, np.clip(left, 0.0, 1.0), product)


def _world(
    world: World,
    product: Product,
    label: str,
    s: int,
    arrays: dict[str, np.ndarray],
    estimated: np.ndarray | None,
) -> World:
    parent = world.sectors[s]
    title = product.title or product.name
    entry = {
        "label": label, "parent": parent, "parent_name": world.sector_names[parent], "theta": product.own_theta,
        "unit": product.unit, "year": world.year if product.year is None else product.year, "missing": product.missing,
        "source": product.source, "note": product.note,
    }  # fmt: skip
    names = dict(world.sector_names)
    names[parent] = (
        f"{names[parent]} other than {title}"
        if " other than " not in names[parent]
        else f"{names[parent]}, {title}"
    )
    said = f"{label} is zoomed out of {parent}" + (f" with {product.source}" if product.source else "") + "."
    attrs = dict(world.data.attrs) | {
        "name": f"{world.name}+{label.removeprefix(parent + '.')}",
        "zooms": json.dumps([*zooms(world), entry], ensure_ascii=False, sort_keys=True),
        "notes": f"{world.data.attrs.get('notes', '')} {said}".strip(),
    }
    new = World.from_arrays(
        economies=world.economies,
        sectors=[*world.sectors[: s + 1], label, *world.sectors[s + 1 :]],
        trade=arrays["trade"],
        tariff=arrays["tariff"],
        export_tax=arrays["export_tax"],
        inputs=arrays["inputs"],
        final=arrays["final"],
        value_added=arrays["value_added"],
        economy_names=world.economy_names,
        sector_names=names | {label: title[:1].upper() + title[1:]},
        members=world.members,
        industries=world.industries | {label: world.industries[parent]},
        trade_estimated=estimated,
        attrs=attrs,
    )
    for variable in VARIABLES:
        if "status" in world.data[variable].attrs:
            new.data[variable].attrs["status"] = world.data[variable].attrs["status"]
    return new


def _report(
    world: World, product: Product, label: str, s: int, filled: Filling, flows: np.ndarray,
    capped: tuple[Capped, ...], year: int,
) -> ZoomReport:  # fmt: skip
    cell, names = world.array("trade")[:, s], world.economies
    kept = np.divide(flows, filled.value, out=np.zeros_like(flows), where=filled.value > 0)
    parts = {status: part * kept for status, part in filled.parts.items()}
    main = np.array(list(parts))[np.argmax(np.array(list(parts.values())), axis=0)]
    output = {c: float(v) for c, v in zip(names, flows.sum(1), strict=True) if v > 0}
    notes = list(filled.notes)
    if year != world.year:
        factor = f"times {product.year_factor:g}" if product.year_factor != 1 else "unchanged"
        notes.append(f"figures of {year} stand in a world of {world.year}, {factor}")
    if product.unit != world.unit:
        notes.append(f"flows in {product.unit}, converted to {world.unit}")
    if product.price is not None:
        notes.append(f"totals in {product.totals_unit}, valued at {product.price:g} {product.price_unit}")
    buyers = "as those of the parent (estimate)" if product.use is None else "by the shares given"
    notes.append(f"buyers: {buyers}; inputs as those of the parent (estimate)")
    return ZoomReport(
        product=label, parent=world.sectors[s], world=world.name, year=year, unit=world.unit, source=product.source,
        total=float(flows.sum()), parent_total=float(cell.sum()), abroad=float((flows * filled.foreign).sum()),
        output=output, parent_output={c: float(v) for c, v in zip(names, cell.sum(1), strict=True)},
        status={status: float(part.sum()) for status, part in parts.items()},
        flows=tuple((names[i], names[n], float(flows[i, n]), str(main[i, n]))
                    for i, n in zip(*np.nonzero(flows), strict=True)),
        capped=capped, absent=tuple(filled.absent), ignored=filled.ignored, missing=product.missing,
        theta=product.own_theta, notes=tuple(notes + ([product.note] if product.note else [])),
    )  # fmt: skip


def unzoom(world: World) -> World:
    """The world with every product back in its parent sector, labels as they were before the zooms."""
    done = zooms(world)
    if not done:
        return world
    plan: dict[str, list[str]] = {}
    for z in done:
        plan.setdefault(z["parent"], [z["parent"]]).append(z["label"])
    first = {z["parent"]: z["parent_name"] for z in reversed(done)}
    merged = world.aggregate(sectors=plan, sector_names=first, name=world.name)
    data = merged.data.assign_coords(
        industries=("sector", [";".join(world.industries[s]) for s in merged.sectors])
    )
    data.attrs = {k: v for k, v in merged.data.attrs.items() if k != "zooms"}
    return World(data)
