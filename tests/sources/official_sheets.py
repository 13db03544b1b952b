"""Writers of the official layouts of WIOD, ADB, FIGARO and EXIOBASE, from a table with real figures."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
from official_tables import matrix_of, pairs

from autarky.sources.mrio.layout import industry_names
from autarky.world.tables.table import InterCountryTable

Below = Sequence[tuple[str, str, np.ndarray]]  # code, name, numbers


def below_of(t: InterCountryTable, codes: Mapping[str, str]) -> Below:
    """Rows of a WIOD or ADB table below the sales: totals, taxes, adjustments, value added, margins, output."""
    J, K = len(t.industries), len(t.final_uses)
    N = len(t.economies)
    used = matrix_of(t).sum(0)
    taxes = np.concatenate([t.taxes[:, :J].ravel(), t.taxes[:, J:].ravel()])
    bought = np.zeros(N * (J + K))
    bought[N * J :: K] = 12.5  # residents abroad: households of each economy
    made = np.concatenate([t.value_added.ravel(), np.zeros(N * K)])
    margins = 0.25 * taxes
    output = used + taxes + made
    rows = {
        "total": ("total intermediate consumption", used),
        "taxes": ("taxes less subsidies on products", taxes - margins),
        "cif": ("Cif/ fob adjustments on exports", np.zeros_like(used)),
        "abroad": ("Direct purchases abroad by residents", bought),
        "inside": ("Purchases on the domestic territory by non-residents", -bought / 2),
        "made": ("Value added at basic prices", made),
        "margins": ("International Transport Margins", margins),
        "output": ("Output at basic prices", output),
    }
    return [(codes[k], *rows[k]) for k in codes]


def save_sheet(path: Path, name: str, rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append([float(x) if isinstance(x, np.floating) else x for x in row])
    book.create_sheet("Notes").append(["nothing here"])
    book.save(path)
    return path


def labelled(
    t: InterCountryTable,
    titles: Sequence[str],
    headings: Callable[[str, str, bool], Sequence[str]],
    below: Below,
    total: Sequence[str],
    *,
    blank_rows: int = 0,
    heading_of_below: Callable[[str, str], Sequence[str]],
) -> list[list[Any]]:
    """Rows of a sheet: headings of a column or row by economy, item and whether it is a final use."""
    users = [(e, i, False) for e, i in pairs(t.economies, t.industries)]
    users += [(e, u, True) for e, u in pairs(t.economies, t.final_uses)]
    tops = [list(headings(*u)) for u in users] + [list(total)]
    depth = len(tops[0])
    rows: list[list[Any]] = [[] for _ in range(blank_rows)]
    rows += [[None] * depth + [top[k] for top in tops] for k in range(depth)]
    for k, text in enumerate(titles):
        rows[k] = [text, *rows[k][1:]]
    sales = np.concatenate([matrix_of(t), t.output.reshape(-1, 1)], axis=1)
    for k, (e, i) in enumerate(pairs(t.economies, t.industries)):
        rows.append([*headings(e, i, False), *sales[k]])
    for code, name, numbers in below:
        rows.append([*heading_of_below(code, name), *numbers, float(numbers.sum())])
    return rows


def wiod_2013_rows(t: InterCountryTable) -> list[list[Any]]:
    """Two rows of titles, then ISIC code, name, economy and number of each column; r60 ... r69 below."""
    names = industry_names("wiod_2013")
    finals = dict(zip(t.final_uses, ("c37", "c38", "c39", "c41", "c42"), strict=True))
    codes = dict(zip(("total", "taxes", "cif", "abroad", "inside", "made", "margins", "output"),
                     ("r60", "r99", "r61", "r62", "r63", "r64", "r65", "r69"), strict=True))  # fmt: skip

    def headings(e: str, i: str, final: bool) -> list[str]:
        shown = "RoW" if e == "ROW" else e
        return ["", i, shown, finals[i]] if final else [f"x{i[1:]}", names[i], shown, i]

    rows = labelled(
        t, [], headings, below_of(t, codes), ["", "Total output", "TOT", ""], blank_rows=2,
        heading_of_below=lambda code, name: ["", name, "TOT", code],
    )  # fmt: skip
    titles = (f"World Input-Output Table, {t.year}", "35 industries by 35 industries", "(industry-by-industry)",
              "(millions of US$)")  # fmt: skip
    for k, text in enumerate(titles):
        rows[k] = [text, *rows[k][1:]]
    return rows


def wiod_2016_rows(t: InterCountryTable) -> list[list[Any]]:
    """Rows 3 to 6 code, name, economy, number; II_fob ... GO below."""
    names = industry_names("wiod_2016")
    codes = {"total": "II_fob", "taxes": "TXSP", "cif": "EXP_adj", "abroad": "PURR", "inside": "PURNR", "made": "VA",
             "margins": "IntTTM", "output": "GO"}  # fmt: skip
    number = {i: f"c{k}" for k, i in enumerate((*t.industries, *t.final_uses), start=1)}
    rows = labelled(
        t, [], lambda e, i, final: [i, names.get(i, i), e, number[i]], below_of(t, codes),
        ["GO", "Total output", "TOT", "c62"], blank_rows=2,
        heading_of_below=lambda code, name: [code, name, "TOT", f"r{60 + list(codes.values()).index(code)}"],
    )  # fmt: skip
    rows[0], rows[1] = [f"World Input-Output Table, {t.year}"], ["in millions of US$, current prices"]
    return rows


def wiod_2016_frame(t: InterCountryTable) -> pd.DataFrame:
    """The Stata file: IndustryCode, IndustryDescription, Country, RNr, Year, vAUS1 ..., TOT."""
    codes = {"total": "II_fob", "taxes": "TXSP", "cif": "EXP_adj", "abroad": "PURR", "inside": "PURNR", "made": "VA",
             "margins": "IntTTM", "output": "GO"}  # fmt: skip
    below = below_of(t, codes)
    J = len(t.industries)
    names = [f"v{e}{k}" for e in t.economies for k in range(1, J + 1)]
    names += [f"v{e}{J + k}" for e in t.economies for k in range(1, len(t.final_uses) + 1)]
    numbers = np.concatenate([matrix_of(t), [row for *_, row in below]])
    total = np.concatenate([t.output.ravel(), [row.sum() for *_, row in below]])
    sellers = pairs(t.economies, t.industries)
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "IndustryCode": [i for _, i in sellers] + [c for c, *_ in below],
                    "IndustryDescription": [i for _, i in sellers] + [n for _, n, _ in below],
                    "Country": [e for e, _ in sellers] + ["TOT"] * len(below),
                    "RNr": np.arange(1, len(total) + 1),
                    "Year": t.year,
                }
            ),
            pd.DataFrame(numbers, columns=names),
            pd.DataFrame({"TOT": total}),
        ],
        axis=1,
    )


ADB_CODES = {"DEU": "GER", "CHN": "PRC", "GBR": "UKG", "ROW": "RoW"}


def adb_rows(t: InterCountryTable) -> list[list[Any]]:
    """Titles, then name, economy and code of each column; r60 ... r69 below."""
    names = industry_names("wiod_2013")
    codes = dict(zip(("total", "taxes", "cif", "abroad", "inside", "made", "margins", "output"),
                     ("r60", "r99", "r61", "r62", "r63", "r64", "trs", "r69"), strict=True))  # fmt: skip
    uses = ("Household", "NPISH", "Government", "GFCF", "Changes in inventories")
    words = {**names, **dict(zip(t.final_uses, uses, strict=True))}
    rows = labelled(
        t, [], lambda e, i, final: [words[i], ADB_CODES.get(e, e), i], below_of(t, codes),
        ["Total", "ToT", "ToT"], blank_rows=4,
        heading_of_below=lambda code, name: [name, "ToT", code],
    )  # fmt: skip
    rows[0] = [f"ADB Multi-Regional Input-Output Database, {t.year}"]
    rows[1] = ["In current prices, millions of US$ (as of August 2023)"]
    return [["", "", *row] if k > 3 else row for k, row in enumerate(rows)]


ISO2 = {"ARG": "AR", "CHN": "CN", "DEU": "DE", "FRA": "FR", "GBR": "UK", "GRC": "EL", "IND": "IN", "MEX": "MX",
        "RUS": "RU", "USA": "US", "ZAF": "ZA", "ROW": "FIGW1", "BRA": "BR", "JPN": "JP"}  # fmt: skip


def figaro_parts(t: InterCountryTable) -> tuple[list[str], list[tuple[str, np.ndarray]]]:
    N, J, K = len(t.economies), len(t.industries), len(t.final_uses)
    columns = [
        f"{ISO2[e]}_{i}" for e, i in (*pairs(t.economies, t.industries), *pairs(t.economies, t.final_uses))
    ]
    sales = matrix_of(t)
    rows = [(f"{ISO2[e]}_{i}", sales[k]) for k, (e, i) in enumerate(pairs(t.economies, t.industries))]
    nothing = np.zeros(N * K)
    abroad = np.zeros(N * (J + K))
    abroad[N * J + 1 :: K] = 7.0
    made = t.value_added.ravel()
    rows += [
        ("W2_B2A3G", np.concatenate([0.4 * made, nothing])),
        ("W2_D1", np.concatenate([0.5 * made, nothing])),
        ("W2_D29X39", np.concatenate([0.1 * made, nothing])),
        ("W2_D21X31", np.concatenate([t.taxes[:, :J].ravel(), t.taxes[:, J:].ravel()])),
        ("W2_OP_RES", abroad),
        ("W2_OP_NRES", -abroad),
    ]
    return columns, rows


def figaro_flat(t: InterCountryTable) -> str:
    """The flat layout: one line a pair, identifiers before refArea, rowIi, counterpartArea, colIi, obsValue."""
    columns, rows = figaro_parts(t)
    out = io.StringIO()
    out.write("icioRow,icioCol,refArea,rowIi,counterpartArea,colIi,obsValue\n")
    for label, numbers in rows:
        a, i = label.split("_", 1)
        for column, x in zip(columns, numbers, strict=True):
            b, u = column.split("_", 1)
            out.write(f"{label},{column},{a},{i},{b},{u},{x:.9g}\n")
    return out.getvalue()


EXIO = {"CHN": "CN", "DEU": "DE", "GRC": "GR", "MEX": "MX", "ROW": "WF"}
EXIO_USES = (
    "Final consumption expenditure by households",
    "Final consumption expenditure by non-profit organisations serving households (NPISH)",
    "Final consumption expenditure by government",
    "Gross fixed capital formation",
    "Changes in inventories",
    "Changes in valuables",
    "Exports: Total (fob)",
)
FACTORS = (
    "Taxes less subsidies on products purchased: Total",
    "Other net taxes on production",
    "Compensation of employees; wages, salaries, & employers' social contributions: Low-skilled",
    "Compensation of employees; wages, salaries, & employers' social contributions: Medium-skilled",
    "Operating surplus: Remaining net operating surplus",
)


def exiobase_members(
    t: InterCountryTable, *, factors: str = "factor_inputs", coefficients: bool = False
) -> dict[str, str]:
    """Texts of the members of `IOT_2019_ixi.zip`, written as pymrio (and so EXIOBASE) writes them."""
    names = industry_names("exiobase3")
    N, J, K = len(t.economies), len(t.industries), len(t.final_uses)
    regions = [EXIO[e] for e in t.economies]
    sellers = pd.MultiIndex.from_tuples(
        pairs(regions, [names[i] for i in t.industries]), names=["region", "sector"]
    )
    users = pd.MultiIndex.from_tuples(pairs(regions, EXIO_USES), names=["region", "category"])
    final = np.zeros((N, J, N, len(EXIO_USES)))
    final[..., :K] = t.final
    flows = t.intermediate.reshape(N * J, N * J)
    output = t.output.ravel()
    Z = pd.DataFrame(flows, sellers, sellers)
    if coefficients:
        Z = Z / np.where(output > 0, output, 1.0)
    made = t.value_added.ravel()
    F = np.array([t.taxes[:, :J].ravel(), 0.1 * made, 0.2 * made, 0.3 * made, 0.4 * made])
    stressor = pd.Index(FACTORS, name="stressor")
    F_Y = np.zeros((len(FACTORS), N * len(EXIO_USES)))
    F_Y[0] = 5.0 * (np.arange(N * len(EXIO_USES)) % len(EXIO_USES) == 0)
    frames = {
        "A.txt" if coefficients else "Z.txt": Z,
        "Y.txt": pd.DataFrame(final.reshape(N * J, -1), sellers, users),
        "x.txt": pd.DataFrame({"indout": output}, sellers),
        f"{factors}/F.txt": pd.DataFrame(F, stressor, sellers),
        f"{factors}/F_Y.txt": pd.DataFrame(F_Y, stressor, users),
    }
    units = pd.DataFrame({"unit": "M.EUR"}, sellers)
    frames |= {"unit.txt": units, f"{factors}/unit.txt": pd.DataFrame({"unit": "M.EUR"}, stressor)}
    about: dict[str, Any] = {
        "name": "exio382_ntnu",
        "system": "ixi",
        "version": "v3.81",
    }  # as in files of 3.8.2
    about |= {"description": "", "history": []}
    members = {name: frame.to_csv(sep="\t") for name, frame in frames.items()}
    members |= {
        "metadata.json": json.dumps(about),
        "file_parameters.json": _parameters("IOSystem", [n for n in frames if "/" not in n], 2),
        f"{factors}/file_parameters.json": _parameters("Extension", ["F.txt", "F_Y.txt", "unit.txt"], 1),
    }
    return {f"IOT_{t.year}_ixi/{name}": text for name, text in members.items()}


def _parameters(kind: str, names: Sequence[str], labels: int) -> str:
    """What pymrio keeps beside its files."""
    files = {
        name.removesuffix(".txt"): {
            "name": name,
            "nr_index_col": str(labels),
            "nr_header": "1" if name in ("unit.txt", "x.txt") else "2",
        }
        for name in names
    }
    return json.dumps({"files": files, "systemtype": kind, "name": "Factor Inputs"})
