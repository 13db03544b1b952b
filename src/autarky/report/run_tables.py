"""The tables of a run's report: cells with the number to sort by and, below it, the band that the draws give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autarky.economy.result import Result
from autarky.formatting import listed, money_unit, number, percent
from autarky.report import findings
from autarky.report.bands import LEAKS, PRICES, Bands, flow_row, price_row, span
from autarky.uncertainty.rows import Row as Figure
from autarky.uncertainty.summary import Band


@dataclass(frozen=True)
class Cell:
    """A table cell: what is shown, the number to sort by, and the range of the draws."""

    text: str
    key: float
    range: str = ""


# (first line, second line) of a label, and the numbers beside it
Row = tuple[tuple[str, str], list[Cell]]


def _cells(
    values: Sequence[float], show: Callable[[float], str], bands: Sequence[Band] = (), scale: float = 1.0
) -> list[Cell]:
    ranges = [span(b, scale) for b in bands] or [""] * len(values)
    return [Cell(show(v), v, r) for v, r in zip(values, ranges, strict=True)]


def _signed(v: float) -> str:
    return number(v, plus=True)


def _hundred(v: float) -> str:
    return number(100 * v, plus=True)


def economy_rows(results: Sequence[Result], bands: Bands) -> list[tuple[findings.Impact, list[Cell]]]:
    """All economies: welfare in percent and money, real GDP, consumer prices."""
    factor, _ = money_unit(results[0].world.unit)

    def outcome(values: Sequence[float], quantity: str, code: str) -> list[Cell]:
        return _cells(values, _hundred, bands.of(Figure(quantity, code)), 100)

    return [
        (
            row,
            outcome(row.welfare, "welfare", row.code)
            + _cells([v * factor for v in row.value], _signed, bands.value(row.code, factor))
            + outcome(row.real_gdp, "real_gdp", row.code)
            + outcome(row.prices, "consumer_prices", row.code),
        )
        for row in findings.impacts(results)
    ]


def flow_rows(flows: Sequence[findings.Flow], results: Sequence[Result], bands: Bands) -> list[Row]:
    """Flows before, and their changes in quantity and in value."""
    world = results[0].world
    factor, _ = money_unit(world.unit)
    return [
        (
            (
                f"{world.economy_names[f.origin]} → {world.economy_names[f.destination]}",
                world.sector_names.get(f.sector, ""),
            ),
            [
                Cell(number(f.before * factor), f.before),
                *_cells([c * factor for c in f.change], _signed, bands.of(flow_row(f), factor)),
                *_cells(
                    [c * factor for c in f.value_change],
                    _signed,
                    bands.of(flow_row(f, "trade_value"), factor),
                ),
            ],
        )
        for f in flows
    ]


def leak_rows(results: Sequence[Result], bands: Bands) -> list[Row]:
    """What still gets through, directly and around, as shares of the quantity before."""
    world = results[0].world
    factor, _ = money_unit(world.unit)
    rows: list[Row] = []
    for leak in findings.leakage(results, LEAKS):
        every = len(leak.sectors) == len(world.sectors)
        goods = (
            "all goods and services"
            if every
            else listed((world.sector_names[s] for s in leak.sectors), most=3)
        )
        cells = [Cell(number(leak.before * factor), leak.before)]
        for quantity, amounts in (("through", leak.through), ("around", leak.around)):
            found = bands.of(Figure(quantity, leak.origin, "", leak.destination))
            ranges = [f"{number(100 * b.low)} … {number(100 * b.high)}" for b in found] or [""] * len(amounts)
            cells += [
                Cell(percent(a / leak.before, plus=False), a / leak.before, r)
                for a, r in zip(amounts, ranges, strict=True)
            ]
        pair = f"{world.economy_names[leak.origin]} → {world.economy_names[leak.destination]}"
        rows.append(((pair, goods), cells))
    return rows


def price_rows(results: Sequence[Result], bands: Bands) -> list[Row]:
    """Prices of note with the share of the buyer's purchases."""
    world = results[0].world
    return [
        (
            (world.economy_names[p.economy], world.sector_names[p.sector]),
            [
                Cell(percent(p.share, plus=False), p.share),
                *_cells(p.change, percent, bands.of(price_row(p)), 100),
            ],
        )
        for p in findings.prices(results, *PRICES[0])
    ]
