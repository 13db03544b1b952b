"""The report: one HTML file that needs nothing else, from findings, charts, maps and words."""

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from markupsafe import Markup

from autarky.acts.exhibits import exhibits_of
from autarky.acts.registry import read_resolved
from autarky.acts.resolved import Resolved
from autarky.acts.sentences import NO_ACTS, sentence
from autarky.charts import bars, worldmap
from autarky.economy.result import Result
from autarky.formatting import horizon, horizon_code, money_unit
from autarky.report import assumptions, findings
from autarky.report.answer import answer, key_figures
from autarky.report.bands import DIVERTED, FLOWS, Bands, span
from autarky.report.budget import shown as shown_budget
from autarky.report.exhibits import shown
from autarky.report.figures import figures
from autarky.report.parties import parties
from autarky.report.run_tables import economy_rows, flow_rows, leak_rows, price_rows
from autarky.report.sureness import sureness
from autarky.report.templates import asset, render
from autarky.uncertainty.budget import Budget
from autarky.uncertainty.draws import Draws
from autarky.uncertainty.rows import Row


def page(
    results: Sequence[Result],
    scenario_toml: str,
    resolved: Sequence[Resolved | Mapping[str, Any]],
    draws: Sequence[Draws] = (),
    budget: Budget | None = None,
    *,
    again: str = "autarky run scenario.toml",
) -> str:
    """The report as HTML; with `draws`, one of each horizon, also how sure it is, with `budget` what moves it. `again`
    is the command that does the run again.

    Labels come from users' files: the template escapes everything but our own
    drawings.
    """
    world = results[0].world
    record = results[0].record
    title = str(record.get("title") or record.get("name") or "Scenario")
    changes = [float(v) for r in results for v in r.welfare.values]
    scale = worldmap.Scale.of(changes)
    seller, buyer = findings.diversion(results, DIVERTED)
    bands = Bands(results, draws)
    sure = sureness(results, draws) if draws else None
    context = {
        "title": title,
        "look_for": str(record.get("look_for") or ""),
        "world": world,
        "attrs": world.data.attrs,
        "version": _version(record),
        "horizons": [horizon(r) for r in results],
        "codes": [horizon_code(r) for r in results],
        "shades": bars.shades(len(results)),
        "acts": [(sentence(a, world), a.notes) for a in map(read_resolved, resolved)] or [(NO_ACTS, ())],
        "answer": [*answer(results), *([sure.lead] if sure else [])],
        "keys": [(k, _key_ranges(k.code, bands)) for k in key_figures(results)],
        "shapes": worldmap.shapes(),
        "maps": _maps(results, scale),
        "legend": worldmap.legend(scale, changes),
        "charts": figures(results, bands),
        "exhibits": shown(exhibits_of(results)),
        "sure": sure,
        "budget": shown_budget(results, draws, budget) if draws and budget else None,
        "economies": economy_rows(results, bands),
        "flows": flow_rows(findings.trade_changes(results, FLOWS), results, bands),
        "diverted": flow_rows((*seller, *buyer), results, bands),
        "leaks": leak_rows(results, bands),
        "price_rows": price_rows(results, bands),
        "of_draws": bands.of_draws if bands else "",
        "money": money_unit(world.unit)[1],
        "facts": assumptions.facts(results),
        "parameters": assumptions.parameters(results),
        "certificate": assumptions.certificate(results),
        "limits": assumptions.limits(bool(draws)),
        "sources": assumptions.sources(results[0]),
        "fingerprint": world.fingerprint,
        "scenario_toml": scenario_toml,
        "again": again,
        "script": Markup(asset("sort.js")),
    }
    return render("report", **context)


def _key_ranges(code: str, bands: Bands) -> list[str]:
    """The range of a key figure at each horizon, in percent; of the world where there is no code."""
    found = bands.of(Row("welfare", code)) if code else bands.world()
    return [f"{span(b, 100)} %" for b in found]


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
