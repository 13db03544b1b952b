"""The answer in plain words, every figure computed from the results."""

from collections.abc import Sequence
from dataclasses import dataclass

from autarky.economy.result import Result
from autarky.formatting import horizon, listed, money, percent
from autarky.report import findings
from autarky.report.findings import Impact, extreme

NOTHING = 1e-9  # a change of welfare below this is rounding


@dataclass(frozen=True)
class Key:
    """One key figure: who (the world has no code), how much in percent and in money, per horizon."""

    code: str
    name: str
    percent: tuple[str, ...]
    money: tuple[str, ...]


def answer(results: Sequence[Result]) -> list[str]:
    """One paragraph, as sentences."""
    rows = findings.impacts(results)
    if max(abs(extreme(r.welfare)) for r in rows) < NOTHING:
        return ["Nothing changes: the acts have no effect on any economy."]
    inside = sorted((r for r in rows if r.party), key=lambda r: -abs(extreme(r.value)))
    outside = [r for r in rows if not r.party]
    told = inside[:3] if inside else _ends(rows)
    text = [_first(told[0], results)] + [_short(r, results) for r in told[1:]]
    if len(inside) > len(told):
        rest = inside[len(told) :]
        value = sum(r.value[0] for r in rest)
        verb = "lose" if value < 0 else "gain"
        text.append(
            f"The other {len(rest)} parties together {verb} {_money(abs(value), results)}{_when(results)}."
        )
    if inside and outside:
        text.append(_others(outside, results))
    total = sum(r.value[0] for r in rows)
    verb = "less" if total < 0 else "more"
    text.append(f"Summed over the world, that is {_money(abs(total), results)} {verb}{_when(results)}.")
    return text + _trade(results)


def key_figures(results: Sequence[Result]) -> list[Key]:
    """Up to three economies and the world."""
    rows = findings.impacts(results)
    inside = sorted((r for r in rows if r.party), key=lambda r: -abs(extreme(r.value)))
    chosen = inside[:2] or _ends(rows)[:2]
    others = [r for r in rows if r not in chosen and not r.party]
    if others:
        chosen.append(max(others, key=lambda r: abs(extreme(r.welfare))))
    unit = results[0].world.unit
    keys = [
        Key(r.code, r.name, tuple(map(percent, r.welfare)), tuple(money(v, unit, plus=True) for v in r.value))
        for r in chosen
    ]
    base = [float(r.world.data["final"].values.sum()) for r in results]
    totals = [sum(r.value[h] for r in rows) for h in range(len(results))]
    shares = tuple(percent(t / b) for t, b in zip(totals, base, strict=True))
    return [*keys, Key("", "World, sum", shares, tuple(money(t, unit, plus=True) for t in totals))]


def _ends(rows: Sequence[Impact]) -> list[Impact]:
    """The greatest loser and the greatest gainer."""
    ends = [rows[0], rows[-1]] if len(rows) > 1 else [rows[0]]
    return sorted(ends, key=lambda r: -abs(extreme(r.welfare)))


def _first(row: Impact, results: Sequence[Result]) -> str:
    """The main finding, at every horizon."""
    if len(results) == 1:
        return f"{_short(row, results)[:-1]} a year."
    if not (all(w <= 0 for w in row.welfare) or all(w >= 0 for w in row.welfare)):
        parts = [f"by {percent(w)} after {horizon(r)}" for w, r in zip(row.welfare, results, strict=True)]
        return f"Welfare in {row.name} changes {listed(parts)}."
    parts = [
        f"{percent(abs(row.welfare[h]), plus=False)}{' of its welfare' if h == 0 else ''}"
        f" ({_money(abs(row.value[h]), results)}{' a year' if h == 0 else ''}) after {horizon(r)}"
        for h, r in enumerate(results)
    ]
    return f"{row.name} {_verb(extreme(row.welfare))} {listed(parts)}."


def _short(row: Impact, results: Sequence[Result]) -> str:
    size = percent(abs(row.welfare[0]), plus=False)
    worth = _money(abs(row.value[0]), results)
    return f"{row.name} {_verb(row.welfare[0])} {size} of its welfare, {worth}{_when(results)}."


def _others(rows: Sequence[Impact], results: Sequence[Result]) -> str:
    worst, best = min(rows, key=lambda r: r.welfare[0]), max(rows, key=lambda r: r.welfare[0])
    said = []
    for row, verb in ((worst, "loses"), (best, "gains")):
        if (row.welfare[0] < -NOTHING) if verb == "loses" else (row.welfare[0] > NOTHING):
            size = percent(abs(row.welfare[0]), plus=False)
            said.append(f"{row.name} {verb} most ({size}, {_money(abs(row.value[0]), results)})")
    return f"Among all others, {' and '.join(said) or 'nobody is affected'}{_when(results)}."


def _trade(results: Sequence[Result]) -> list[str]:
    flows = findings.trade_changes(results, 1)
    if not flows:
        return []
    world, flow = results[0].world, flows[0]
    names, change = world.economy_names, flow.change[0]
    share = f" ({percent(change / flow.before)})" if flow.before > 0 else ""
    return [
        f"The largest change of trade: {world.sector_names[flow.sector].lower()} from {names[flow.origin]} to"
        f" {names[flow.destination]}, {_money(abs(change), results)} {'less' if change < 0 else 'more'}"
        f" at base-year"
        f" prices{share}{_when(results)}."
    ]


def _verb(change: float) -> str:
    return "loses" if change < 0 else "gains"


def _money(value: float, results: Sequence[Result]) -> str:
    return money(value, results[0].world.unit)


def _when(results: Sequence[Result]) -> str:
    return f" after {horizon(results[0])}" if len(results) > 1 else ""
