"""An embargo over time: relief in steps, and what it costs until it ends."""

from itertools import pairwise
from typing import TYPE_CHECKING

from autarky.acts.embargo.senders import Sides, fraction_lost, lost
from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.without import attempted, unsolved

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.embargo.act import Embargo

BREAKS = (1.0, 3.0, 5.0, 10.0)  # years at which an embargo without steps is looked at anew
SOONEST = 0.25  # years: what is looked at sooner is taken as after three months


def periods(act: "Embargo") -> list[tuple[float, float, float]]:
    """Begin and end in years since the first step, and the share in force, of every period in time.

    The last step lasts to the end of `duration`, or one year; one with nothing in force ends the measure.
    """
    if act.steps:
        first = act.steps[0][0]
        begins = [float(year - first) for year, _ in act.steps]
        end = float(act.duration) if act.duration is not None else begins[-1] + 1.0
        found = [
            (b, e, share) for b, e, (_, share) in zip(begins, [*begins[1:], end], act.steps, strict=True)
        ]
        return found if found[-1][2] > 0 or act.duration is not None else found[:-1]
    end = float(act.duration or 0)
    cuts = [0.0, *(b for b in BREAKS if b < end), end]
    return [(b, e, act.in_force) for b, e in pairwise(cuts)]


def over_time(run: "SolvedScenario", k: int, sides: Sides) -> Exhibit:
    """Losses of target and senders period by period, and added up. One solution a period in which it is in force.

    Each period is solved at the time since the first step at its middle; losses are those of the share in force then,
    as if it had always been that one.
    """
    from autarky.acts.embargo.act import Embargo

    act = run.acts[k]
    assert isinstance(act, Embargo)
    first = act.steps[0][0] if act.steps else None
    rows: list[tuple[Value, ...]] = []
    reasons: list[str] = []
    sums = [0.0, 0.0]
    for begin, end, share in periods(act):
        when = max(SOONEST, (begin + end) / 2)
        money, percent = [0.0, 0.0], 0.0
        if share > 0:
            eased = act.model_copy(update={"steps": None, "share": share, "duration": None})
            again = (*run.acts[:k], eased, *run.acts[k + 1 :])
            result = attempted(run, again, when, reasons, f"{_time(begin, first)} to {_time(end, first)}")
            if result is None:
                rows.append((f"{_time(begin, first)} to {_time(end, first)}", 100 * share, when, *[None] * 5))
                continue
            money = [float(lost(result, side).sum()) for side in (sides.targets, sides.senders)]
            percent = 100 * fraction_lost(result, sides.targets)
        sums = [s + (end - begin) * m for s, m in zip(sums, money, strict=True)]
        name = f"{_time(begin, first)} to {_time(end, first)}"
        rows.append((name, 100 * share, when, percent, *money, *sums))
    unit = run.world.unit
    rest = " Other acts of the scenario stay in force throughout." if len(run.acts) > 1 else ""
    return Exhibit(
        title=f"{act.label or f'The embargo on {sides.target}'} over time",
        note=(
            f"Each period is solved at the time to adjust at its middle, with the share then in force.{rest} Sums are"
            " over the years, without interest, in prices of the base year. Relief brings trade back in full: what was"
            " unlearned or built elsewhere meanwhile is left out."
            f"{unsolved(reasons)}"
        ),
        columns=(
            Column("Period"),
            Column("In force", "%"),
            Column("Time to adjust", "years"),
            Column("Target loses", "%"),
            Column("Target loses a year", unit),
            Column("Senders lose a year", unit),
            Column("Target, sum", unit),
            Column("Senders, sum", unit),
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(3,),
    )


def _time(years: float, first: int | None) -> str:
    return f"{first + years:g}" if first is not None else f"year {years:g}"
