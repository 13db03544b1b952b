"""The charts of a case: what every part does to each economy, side by side."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from autarky.case.outcome import WELFARE
from autarky.case.robustness import Finding
from autarky.case.sentences import NEAR, near
from autarky.charts.svg import Picture
from autarky.formatting import percent

Band = tuple[float, float, float]
SPLIT = 0.1  # of the largest effect: smaller ones get a chart and a scale of their own


def charts(
    focus: Sequence[str], names: Mapping[str, str], told: Sequence[tuple[str, Finding]]
) -> list[Picture]:
    """Welfare of each economy in every part that touches it; `told` are the findings with the names of their parts."""
    made = []
    for k, label in enumerate(focus):
        rows: list[tuple[str, Band]] = []
        for part, f in told:
            if f.kind == "untouched" or f.values[0].what != WELFARE or f.values[0].economy != label:
                continue
            v = near(f.values)
            low, high = (v.central if e is None else e for e in (v.low, v.high))
            when = "" if abs(v.years - NEAR) < 1e-9 else f" ({v.horizon})"
            rows.append((f"{part}{when}", (low, v.central, high)))
        name = names.get(label, label)
        for j, (words, some) in enumerate(_split(rows)):
            made.append(_chart(f"case{k + 1}-{j + 1}", f"{name}{words}", some))
    return made


def _split(rows: list[tuple[str, Band]]) -> list[tuple[str, list[tuple[str, Band]]]]:
    """All rows, or the larger and the smaller effects apart."""
    most = max((abs(v) for _, band in rows for v in band), default=0.0)
    small = [r for r in rows if max(map(abs, r[1])) < SPLIT * most]
    if len(small) < 3:
        return [("", rows)] if rows else []
    return [(": larger effects", [r for r in rows if r not in small]), (": smaller effects", small)]


def _chart(name: str, title: str, rows: Sequence[tuple[str, Band]]) -> Picture:
    from autarky.charts.ranges import band_chart

    told = "; ".join(f"{part} {percent(band[1])}" for part, band in rows)
    svg = band_chart(name, f"{title}, welfare. {told}.", [(part, [band]) for part, band in rows], ["1 year"])
    note = "Welfare after 1 year (or as said), percent. Dot: central answer; line: 90 % range."
    return Picture(title, note, Markup(svg))
