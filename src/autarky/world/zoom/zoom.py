"""Product zoom: a product split out of a sector, every total of the table kept."""

import json

import numpy as np

from autarky.errors import InputError
from autarky.world.accounts import VARIABLES, World
from autarky.world.sectors import resolve_sector
from autarky.world.zoom.estimate import Filling, fill
from autarky.world.zoom.product import Product, product_label, zooms
from autarky.world.zoom.report import Capped, ZoomReport
from autarky.world.zoom.split import split_accounts, split_estimated

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
    arrays, moved = split_accounts(world, product, s, flows)
    report = _report(world, product, label, s, filled, flows, tuple(capped + moved), year)
    return _world(world, product, report, arrays, split_estimated(world, s, filled, flows)), report


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


def _world(
    world: World, product: Product, report: ZoomReport, arrays: dict[str, np.ndarray], estimated: np.ndarray
) -> World:
    label, parent = report.product, report.parent
    s = world.sectors.index(parent)
    title = product.title or product.name
    entry = {
        "label": label, "parent": parent, "parent_name": world.sector_names[parent], "theta": product.own_theta,
        "unit": product.unit, "year": report.year, "missing": product.missing, "source": product.source,
        "note": product.note, "sales": report.total, "status": {k: v for k, v in report.status.items() if v > 0},
    }  # fmt: skip
    names = dict(world.sector_names)
    names[parent] = (
        f"{names[parent]} other than {title}"
        if " other than " not in names[parent]
        else f"{names[parent]}, {title}"
    )
    said = f"{label} is zoomed out of {parent}" + (f" with {product.source}" if product.source else "") + "."
    share = report.status["estimated"] / report.total
    buyers = "and buyers are" if product.use is None else "are"
    guess = f"{label}: {share:.0%} of its sales are estimates, its inputs {buyers} those of {parent}."
    attrs = dict(world.data.attrs) | {
        "name": f"{world.name}+{label.removeprefix(parent + '.')}",
        "zooms": json.dumps([*zooms(world), entry], ensure_ascii=False, sort_keys=True),
        "notes": f"{world.data.attrs.get('notes', '')} {said}".strip(),
        "estimated": f"{world.data.attrs.get('estimated', '')} {guess}".strip(),
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
    touched = {"inputs", "final", "value_added", "output"} | ({"trade"} if share > 0 else set())
    for variable in VARIABLES:
        if "status" in world.data[variable].attrs:
            status = str(world.data[variable].attrs["status"])
            mixed = variable in touched and status == "reported"
            new.data[variable].attrs["status"] = "mixed" if mixed else status
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
