"""Inter-country tables from the real figures of an embedded world, and writers of the official layouts."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from autarky.world.tables.table import InterCountryTable
from autarky.worlds.library import load_world

TWELVE = ("ARG", "BLR", "CHN", "DEU", "FRA", "GBR", "GRC", "IND", "MEX", "RUS", "USA", "ZAF")
# shares of final expenditure, in the order of uses: households, NPISH, government, investment, stocks, abroad
SHARES = (0.56, 0.015, 0.175, 0.22, 0.02, 0.01)


@cache
def real_table(
    industries: tuple[str, ...],
    uses: tuple[str, ...],
    economies: tuple[str, ...] = TWELVE,
    *,
    year: int = 2022,
    unit: str = "USD million",
    inventories: tuple[str, ...] = (),
) -> InterCountryTable:
    """World `icio-2022`: `economies` and ROW; its 32 sectors spread over `industries` by fixed shares.

    Sales are exactly output and costs are exactly output: taxes are the tariffs, value added what is left. Stocks
    of every third industry are drawn down.
    """
    world = load_world("icio-2022")
    trade = np.asarray(world.array("trade"))  # (N, J, N)
    tariff = np.asarray(world.array("tariff"))
    inputs = np.asarray(world.array("inputs"))  # (J, N, J)
    paid = ((1 + tariff) * trade).sum(0)
    share = np.divide(inputs, paid[:, :, None], out=np.zeros_like(inputs), where=paid[:, :, None] > 0)
    sector, weight = spread(len(world.sectors), len(industries))
    labels = [*economies, "ROW"]
    at = np.array([labels.index(e) if e in economies else len(economies) for e in world.economies])
    N, J, K = len(labels), len(industries), len(uses)

    def group(flow: np.ndarray) -> np.ndarray:  # (N, J, N, J or 1) by economy of origin and destination
        out = np.zeros((N, *flow.shape[1:]))
        np.add.at(out, at, flow)
        both = np.zeros((N, flow.shape[1], N, flow.shape[3]))
        np.add.at(np.moveaxis(both, 2, 0), at, np.moveaxis(out, 2, 0))
        return both

    by_user = group(trade[:, :, :, None] * share[None])
    duty = group((tariff * trade)[:, :, :, None] * share[None]).sum((0, 1))
    total = group(trade[:, :, :, None])[..., 0]
    for_final = total - by_user.sum(3)
    intermediate = by_user[:, sector][..., sector] * weight[:, None, None] * weight
    shares = np.array(SHARES[:K])
    final = (for_final[:, sector] * weight[:, None])[..., None] * (shares / shares.sum())
    drawn = np.arange(J) % 3 == 0
    if len(uses) > 4:  # what stocks lose, households get
        final[:, drawn, :, 0] += 2 * final[:, drawn, :, 4]
        final[:, drawn, :, 4] *= -1
    output = intermediate.sum((2, 3)) + final.sum((2, 3))
    taxes = np.zeros((N, J + K))
    taxes[:, :J] = duty[:, sector] * weight
    return InterCountryTable(
        economies=tuple(labels),
        industries=industries,
        final_uses=uses,
        intermediate=intermediate,
        final=final,
        taxes=taxes,
        value_added=output - intermediate.sum((0, 1)) - taxes[:, :J],
        output=output,
        year=year,
        unit=unit,
        inventories=inventories,
    )


def spread(sectors: int, industries: int) -> tuple[np.ndarray, np.ndarray]:
    """Sector of each industry, and its share in it."""
    sector = np.arange(industries) * sectors // industries
    weight = 1.0 + np.arange(industries) % 4
    return sector, weight / np.bincount(sector, weight)[sector]


def matrix_of(t: InterCountryTable) -> np.ndarray:
    """(N * J, N * J + N * K): sales, in the order in which publishers print them."""
    N, J, K = len(t.economies), len(t.industries), len(t.final_uses)
    return np.concatenate([t.intermediate.reshape(N * J, N * J), t.final.reshape(N * J, N * K)], axis=1)


def pairs(economies: Sequence[str], items: Sequence[str]) -> list[tuple[str, str]]:
    return [(e, i) for e in economies for i in items]


def csv_text(header: Sequence[str], rows: Sequence[tuple[str, np.ndarray]], digits: int = 9) -> str:
    out = io.StringIO()
    out.write(",".join(header) + "\n")
    for label, numbers in rows:
        cells = ["" if x != x else f"{x:.{digits}g}" for x in numbers.tolist()]  # blank where not a number
        out.write(label + "," + ",".join(cells) + "\n")
    return out.getvalue()


def icio_csv(t: InterCountryTable, *, digits: int = 9) -> str:
    """An ICIO file (`2022_SML.csv`): V1, ARG_A01 ... ROW_T, ARG_HFCE ... ROW_DPABR, OUT; rows TLS, VA, OUT."""
    N, J, K = len(t.economies), len(t.industries), len(t.final_uses)
    columns = [f"{e}_{i}" for e, i in (*pairs(t.economies, t.industries), *pairs(t.economies, t.final_uses))]
    sales = matrix_of(t)
    blocks = np.concatenate([sales, t.output.reshape(-1, 1)], axis=1)
    rows = [(f"{e}_{i}", blocks[k]) for k, (e, i) in enumerate(pairs(t.economies, t.industries))]
    zeros = np.zeros(N * K)
    tls = np.concatenate([t.taxes[:, :J].ravel(), t.taxes[:, J:].ravel(), [t.taxes.sum()]])
    va = np.concatenate([t.value_added.ravel(), zeros, [t.value_added.sum()]])
    out = np.concatenate(
        [t.output.ravel(), sales[:, N * J :].sum(0) + t.taxes[:, J:].ravel(), [t.output.sum()]]
    )
    return csv_text(["V1", *columns, "OUT"], [*rows, ("TLS", tls), ("VA", va), ("OUT", out)], digits)


def icio_ext_csv(t: InterCountryTable, *, blank: bool = False) -> str:
    """An extended ICIO file: MX1, MX2, CN1, CN2 after ROW; nothing (0, or blank) under CHN and MEX but final uses."""
    parts = {"MEX": (("MX1", 0.8), ("MX2", 0.2)), "CHN": (("CN1", 0.7), ("CN2", 0.3))}
    N, J, K = len(t.economies), len(t.industries), len(t.final_uses)
    nothing = np.nan if blank else 0.0
    where: list[tuple[str, str, float]] = [(e, e, nothing if e in parts else 1.0) for e in t.economies]
    where += [(part, whole, share) for whole, both in parts.items() for part, share in both]
    share = np.array([s for *_, s in where])
    at = [t.economies.index(whole) for _, whole, _ in where]
    labels = [label for label, *_ in where]
    M = len(where)
    inter = t.intermediate[at][:, :, at] * share[:, None, None, None] * share[None, None, :, None]
    final = t.final[at] * share[:, None, None, None]
    output = t.output[at] * share[:, None]
    columns = [f"{e}_{i}" for e, i in (*pairs(labels, t.industries), *pairs(t.economies, t.final_uses))]
    sales = np.concatenate(
        [inter.reshape(M * J, M * J), final.reshape(M * J, N * K), output.reshape(-1, 1)], axis=1
    )
    rows = [(f"{e}_{i}", sales[k]) for k, (e, i) in enumerate(pairs(labels, t.industries))]
    below = {
        "TLS": ((t.taxes[at][:, :J] * share[:, None]).ravel(), t.taxes[:, J:].ravel()),
        "VA": ((t.value_added[at] * share[:, None]).ravel(), np.zeros(N * K)),
        "OUT": (output.ravel(), t.final.sum((0, 1)).ravel()),
    }
    rows += [(name, np.concatenate([*both, [np.nansum(both[0])]])) for name, both in below.items()]
    return csv_text(["V1", *columns, "OUT"], rows)


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
