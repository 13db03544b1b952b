"""The report: one HTML file that needs nothing else, from findings, charts, maps and words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from autarky.analyses.base import exhibits_of
from autarky.economy.result import Result
from autarky.report import assumptions, charts, findings, worldmap
from autarky.report.acts import notes, sentence
from autarky.report.answer import answer, key_figures
from autarky.report.exhibits import shown
from autarky.report.parties import parties
from autarky.report.sureness import span, sureness
from autarky.report.svg import Figure
from autarky.report.words import horizon, horizon_code, listed, money_unit, number, percent
from autarky.uncertainty.draws import Draws


@dataclass(frozen=True)
class Cell:
    """A table cell: what is shown, and the number to sort by."""

    text: str
    key: float


def page(
    results: Sequence[Result],
    scenario_toml: str,
    resolved: Sequence[dict[str, Any]],
    draws: Sequence[Draws] = (),
) -> str:
    """The report as HTML; with `draws`, one of each horizon, also how sure it is.

    Labels come from users' files: the template escapes everything but our own
    drawings.
    """
    world = results[0].world
    record = results[0].record
    title = str(record.get("title") or record.get("name") or "Scenario")
    changes = [float(v) for r in results for v in r.welfare.values]
    scale = worldmap.Scale.of(changes)
    seller, buyer = findings.diversion(results, 8)
    context = {
        "title": title,
        "look_for": str(record.get("look_for") or ""),
        "world": world,
        "attrs": world.data.attrs,
        "version": _version(record),
        "horizons": [horizon(r) for r in results],
        "codes": [horizon_code(r) for r in results],
        "shades": charts.shades(len(results)),
        "acts": [(sentence(a, world), notes(a)) for a in resolved],
        "answer": answer(results),
        "keys": key_figures(results),
        "shapes": worldmap.shapes(),
        "maps": _maps(results, scale),
        "legend": worldmap.legend(scale, changes),
        "charts": _charts(results),
        "exhibits": shown(exhibits_of(results)),
        "sure": sureness(results, draws) if draws else None,
        "economies": _economy_rows(results),
        "flows": [_flow_row(f, results) for f in findings.trade_changes(results, 20)],
        "diverted": [_flow_row(f, results) for f in (*seller, *buyer)],
        "leaks": _leak_rows(results),
        "price_rows": _price_rows(results),
        "money": money_unit(world.unit)[1],
        "facts": assumptions.facts(results),
        "parameters": assumptions.parameters(results),
        "certificate": assumptions.certificate(results),
        "limits": assumptions.LIMITS,
        "sources": assumptions.sources(results[0]),
        "fingerprint": world.fingerprint,
        "scenario_toml": scenario_toml,
        "style": Markup(_asset("style.css")),
        "script": Markup(_asset("sort.js")),
    }
    html = _template().render(context, span=span)
    return re.sub(r"\n\s*\n+", "\n", html) + "\n"


def _asset(name: str) -> str:
    return files("autarky.report").joinpath("templates", name).read_text("utf-8")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_asset("report.html.j2"))


def _version(record: dict[str, Any]) -> str:
    """The version that solved, as recorded; else the one that writes the report."""
    if record.get("autarky"):
        return str(record["autarky"])
    try:
        return version("autarky")
    except PackageNotFoundError:
        return "not installed"


def _maps(results: Sequence[Result], scale: worldmap.Scale) -> list[tuple[str, Markup, bool]]:
    """(caption, map, whole width): the world at the first horizon, then close-ups or the world at the
    others.
    """
    world = results[0].world
    changes = [dict(zip(world.economies, map(float, r.welfare.values), strict=True)) for r in results]
    when = [horizon(r) for r in results]
    first = worldmap.world_map(world, changes[0], scale, f"World map of welfare changes after {when[0]}")
    maps = [(f"After {when[0]}", first, True)]
    box = worldmap.close_up([m for c in parties(results) for m in world.members[c]])
    for j in range(0 if box else 1, len(results)):
        title = f"{'Close-up' if box else 'World map'} of welfare changes after {when[j]}"
        drawn = worldmap.world_map(world, changes[j], scale, title, box)
        maps.append((f"{'Close-up, after' if box else 'After'} {when[j]}", drawn, False))
    return maps


def _charts(results: Sequence[Result]) -> dict[str, list[Figure]]:
    """Figures by section."""
    world = results[0].world
    names, goods = world.economy_names, world.sector_names
    factor, unit = money_unit(world.unit)
    when = [horizon(r) for r in results]
    drawn = 0

    def figure(
        title: str, note: str, rows: Sequence[tuple[str, str, Sequence[float]]], show: Callable[[float], str]
    ) -> list[Figure]:
        nonlocal drawn
        if not rows:
            return []
        drawn += 1
        said = "; ".join(f"{a}{', ' + b if b else ''} {show(v[0])}" for a, b, v in rows[:3])
        svg = charts.bars(f"c{drawn}", f"{title}. {said}.", rows, when, show)
        return [Figure(title, note, Markup(svg))]

    def share(v: float) -> str:
        return percent(v)

    def amount(v: float) -> str:
        return number(v, plus=True)

    found = findings.impacts(results)
    impacts = findings.headline(found, 10)
    by_value = sorted(findings.headline_value(found, 10), key=lambda r: findings.extreme(r.value))
    sections = {
        "welfare": [
            *figure(
                "Welfare",
                "Percent of base-year expenditure.",
                [(r.name, "", r.welfare) for r in impacts],
                share,
            ),
            *figure(
                "Welfare in money",
                f"{unit} a year, equivalent variation.",
                [(r.name, "", [v * factor for v in r.value]) for r in by_value],
                amount,
            ),
        ]
    }
    inside = sorted((r for r in found if r.party), key=lambda r: -abs(findings.extreme(r.welfare)))
    sections["sectors"] = [
        f
        for row in (inside or sorted(found, key=lambda r: -abs(findings.extreme(r.welfare))))[:2]
        for f in figure(
            f"Output in {row.name}",
            "Percent, at constant prices; ordered by weight in the economy.",
            [(goods[s.sector], "", s.change) for s in findings.sectors(results, row.code)],
            share,
        )
    ]

    def flow_rows(flows: Sequence[findings.Flow]) -> list[tuple[str, str, Sequence[float]]]:
        return [
            (
                *_tie(names[f.origin], names[f.destination], goods.get(f.sector, "")),
                [c * factor for c in f.change],
            )
            for f in flows
        ]

    seller, buyer = findings.diversion(results, 6)
    quantity = f"{unit} at base-year prices: quantities, not values."
    sections["trade"] = [
        *figure("Largest changes of trade", quantity, flow_rows(findings.trade_changes(results, 8)), amount),
        *figure(
            "Who sells more to the parties",
            f"{quantity} Third countries, all sectors.",
            flow_rows(seller),
            amount,
        ),
        *figure(
            "Who buys more from the parties",
            f"{quantity} Third countries, all sectors.",
            flow_rows(buyer),
            amount,
        ),
        *figure(
            "Prices of note",
            "Percent, what buyers pay on average for the good.",
            [(names[p.economy], f"{goods[p.sector]}", p.change) for p in findings.prices(results, 8)],
            share,
        ),
    ]
    return sections


def _tie(origin: str, destination: str, goods: str) -> tuple[str, str]:
    """Two lines for a flow; long names give way to the goods."""
    if goods:
        return f"{_brief(origin)} → {_brief(destination)}", goods
    return (
        (f"{origin} →", destination) if len(origin + destination) > 20 else (f"{origin} → {destination}", "")
    )


def _brief(name: str, most: int = 12) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _cells(values: Sequence[float], show: Callable[[float], str]) -> list[Cell]:
    return [Cell(show(v), v) for v in values]


def _economy_rows(results: Sequence[Result]) -> list[tuple[findings.Impact, list[Cell]]]:
    factor, _ = money_unit(results[0].world.unit)

    def hundred(v: float) -> str:
        return number(100 * v, plus=True)

    return [
        (
            row,
            _cells(row.welfare, hundred)
            + _cells([v * factor for v in row.value], lambda v: number(v, plus=True))
            + _cells(row.real_gdp, hundred)
            + _cells(row.prices, hundred),
        )
        for row in findings.impacts(results)
    ]


# (first line, second line) of a label, and the numbers beside it
Row = tuple[tuple[str, str], list[Cell]]


def _flow_row(flow: findings.Flow, results: Sequence[Result]) -> Row:
    world = results[0].world
    factor, _ = money_unit(world.unit)
    labels = (
        f"{world.economy_names[flow.origin]} → {world.economy_names[flow.destination]}",
        world.sector_names.get(flow.sector, ""),
    )
    before = [Cell(number(flow.before * factor), flow.before)]
    changes = _cells([c * factor for c in (*flow.change, *flow.value_change)], lambda v: number(v, plus=True))
    return labels, before + changes


def _leak_rows(results: Sequence[Result]) -> list[Row]:
    world = results[0].world
    factor, _ = money_unit(world.unit)
    rows = []
    for leak in findings.leakage(results, 12):
        every = len(leak.sectors) == len(world.sectors)
        goods = (
            "all goods and services"
            if every
            else listed((world.sector_names[s] for s in leak.sectors), most=3)
        )
        cells = [Cell(number(leak.before * factor), leak.before)]
        for amounts in (leak.through, leak.around):
            cells += _cells([a / leak.before for a in amounts], lambda v: percent(v, plus=False))
        pair = f"{world.economy_names[leak.origin]} → {world.economy_names[leak.destination]}"
        rows.append(((pair, goods), cells))
    return rows


def _price_rows(results: Sequence[Result]) -> list[Row]:
    world = results[0].world
    return [
        (
            (world.economy_names[p.economy], world.sector_names[p.sector]),
            [Cell(percent(p.share, plus=False), p.share), *_cells(p.change, percent)],
        )
        for p in findings.prices(results, 16, 6)
    ]
