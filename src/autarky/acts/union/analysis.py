"""What a union gives each member and what autonomy it costs: gains, trade made and diverted, losses if it breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.without import change_of, solved_with

if TYPE_CHECKING:
    from autarky.acts.base import SolvedScenario
    from autarky.acts.union.act import Union
    from autarky.cuts.cut import Cut
    from autarky.cuts.shelf import SolvedCut
    from autarky.economy.result import Result
    from autarky.world.accounts import World

CUT = "1y"  # a tie is cut from one year to the next, however long the union took to build
PAIRS = 5  # members up to which every pair is cut: more would take longer than the scenario itself


def analyse(run: "SolvedScenario") -> list[Exhibit]:
    """One exhibit for each union; a second for the pairs of members where there are three to five, and one for the
    range of gains where standards are those of published estimates.

    Gains are those of the longest horizon of the scenario. Where the scenario has other acts too, they are what the
    unions add to them. Losses are those of `studies.leverage`: all trade with the partner cut to a tenth, after one
    year, in the world without and in the world with the union.
    """
    from autarky.acts.base import Context
    from autarky.acts.union.act import Union
    from autarky.acts.union.estimates import LEVELS
    from autarky.economy.horizon import horizon_label

    years = max(run.horizons)
    with_it = run.results[int(np.argmax(run.horizons))]
    others = any(act.type != "union" for act in run.acts)
    run.tell("solving without the union" if others else "what the union adds")
    without = solved_with(run, years, lambda act: act.type != "union")
    world = run.world
    worlds = (world if without is None else without.world_after(), with_it.world_after())
    exhibits = []
    for act in run.acts:
        if not isinstance(act, Union):
            continue
        scope = act.scope(Context(world))
        run.tell("cutting the ties of the members, without and with the union")
        losses = _losses(worlds, run, scope.labels)
        made = _Made(act, scope.labels, with_it, without, losses, horizon_label(years), others)
        exhibits += made.exhibits()
        if act.standards in LEVELS:
            run.tell("the range of published estimates")
            exhibits.append(over_the_range(run, act, scope.labels, years, with_it, without))
    return exhibits


@dataclass(frozen=True)
class _Losses:
    """Losses of welfare, fractions: of each member cut from all others, and from each single one (NaN: not cut)."""

    together: np.ndarray  # [world before or after, member]
    pairs: np.ndarray  # [world, loser, partner]
    reasons: tuple[str, ...]


def _losses(worlds: "tuple[World, World]", run: "SolvedScenario", members: Sequence[str]) -> _Losses:
    from autarky.cuts.cut import Party, cut_between
    from autarky.cuts.settings import inside, loss_of

    world, k = worlds[0], len(members)
    one = [Party.single(c) for c in members]
    rest = [Party("the others", tuple(c for c in members if c != mine)) for mine in members]
    sides: list[tuple[int, int, Party, Party]] = [(a, -1, one[a], rest[a]) for a in range(k)]
    if 2 < k <= PAIRS:
        sides += [(a, b, one[a], one[b]) for a in range(k) for b in range(k) if a != b]
    cuts = [cut_between(world, mine, theirs) for _, _, mine, theirs in sides]
    together, pairs = np.full((2, k), np.nan), np.full((2, k, k), np.nan)
    reasons: list[str] = []
    for w, here in enumerate(worlds):
        solved = _solved(here, cuts, run, known=w == 0)
        weights = here.array("final").sum(0)
        for (a, b, mine, _), cut in zip(sides, cuts, strict=True):
            answer = solved[cut.key]
            loss = float(loss_of(answer.welfare, weights, inside(here, mine)))
            if b < 0:
                together[w, a] = loss
            else:
                pairs[w, a, b] = loss
            if answer.reason:
                reasons.append(f"{cut.key}: {answer.reason}")
    return _Losses(together, pairs, tuple(dict.fromkeys(reasons)))


def _solved(
    world: "World", cuts: Sequence["Cut"], run: "SolvedScenario", *, known: bool
) -> "dict[str, SolvedCut]":
    """The cuts in `world`, reacting as the scenario says; the base world's may ship solved."""
    from autarky.cuts.batch import Cutter, solve_cuts
    from autarky.cuts.settings import Run, Terms, solve_all

    if run.published_elasticities is not None:
        terms = Terms(horizon=CUT, elasticities=run.published_elasticities, deficits=run.deficits)
        return solve_all(world, cuts, terms, Run(keep=known))[0]
    from autarky.economy.horizon import parse_horizon

    return solve_cuts(Cutter(world, run.behaviour(parse_horizon(CUT), world), Terms().leakage), cuts)


@dataclass(frozen=True)
class _Made:
    """The exhibits of one union, from what was solved."""

    act: "Union"
    members: tuple[str, ...]
    with_it: "Result"
    without: "Result | None"
    losses: _Losses
    horizon: str
    others: bool

    def exhibits(self) -> list[Exhibit]:
        found = [self._gains()]
        if np.isfinite(self.losses.pairs).any():
            found.append(self._pairs())
        return found

    def _gains(self) -> Exhibit:
        world = self.with_it.world
        at = [world.economies.index(c) for c in self.members]
        spent, gdp = world.array("final").sum(0), world.array("value_added").sum(1)
        welfare, real_gdp = (self._added(q) for q in ("welfare", "real_gdp"))
        created, diverted = self._trade(at)
        moved = self._added("migration") if self.act.free_movement else None
        rows: list[tuple[Value, ...]] = []
        for k, n in enumerate(at):
            before, after = self.losses.together[:, k]
            rows.append(
                (
                    world.economy_names[self.members[k]],
                    100 * float(welfare[n]),
                    100 * float(real_gdp[n]),
                    float(welfare[n] * spent[n]),
                    float(created[k]),
                    float(diverted[k]),
                    _percent(before),
                    _percent(after),
                    _percent(after - before),
                    *(() if moved is None else (100 * float(moved[n]),)),
                )
            )
        rows.sort(key=lambda row: -abs(float(row[1] or 0)))
        outside = np.array([n not in at for n in range(len(world.economies))])
        for name, inside in (("All members", ~outside), ("Rest of the world", outside)):
            if not inside.any():
                continue
            rows.append(
                (
                    name,
                    100 * float(np.average(welfare[inside], weights=spent[inside])),
                    100 * float(np.average(real_gdp[inside], weights=gdp[inside])),
                    float((welfare * spent)[inside].sum()),
                    float(created.sum()) if name == "All members" else None,
                    float(diverted.sum()) if name == "All members" else None,
                    *[None] * (3 if moved is None else 4),
                )
            )
        unit = world.unit
        label = self.act.label or "The union"
        return Exhibit(
            title=f"{label}: what each member gains, and what autonomy it gives up",
            note=self._note(),
            columns=(
                Column("Member"),
                Column("Welfare", "%"),
                Column("Real GDP", "%"),
                Column("Gain a year", unit),
                Column("Trade created", unit),
                Column("Trade diverted", unit),
                Column("Cut off: loss before", "%"),
                Column("Cut off: loss after", "%"),
                Column("Autonomy given up", "pp"),
                *(() if moved is None else (Column("Labour force", "%"),)),
            ),
            rows=tuple(rows),
            chart="bars",
            charted=(6, 7),
            most=len(rows),
        )

    def _note(self) -> str:
        parts = [
            f"Gains after {self.horizon}{', over what the other acts bring' if self.others else ''}, as equivalent"
            " variation. Created: more imports from members; diverted: fewer from outside (quantities at base-year"
            " prices).",
            "Cut off: trade with all other members falls to a tenth, both ways, after a year; autonomy given up is how"
            " much more that costs once the union exists.",
            *(["Gains contain what the common budget moves."] if self.act.budget is not None else []),
            *(["Welfare is per head once people have moved."] if self.act.free_movement else []),
            *(f"Not known, {reason}" for reason in self.losses.reasons),
        ]
        return " ".join(parts)

    def _added(self, quantity: str) -> np.ndarray:
        return self.with_it.data[quantity].values - change_of(self.without, quantity, self.with_it)

    def _trade(self, at: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """More imports of each member from the others, and fewer from outside, at base-year prices [member]."""
        more = self.with_it.world.array("trade") * self._added("trade_volume")
        by_origin = more.sum(1)
        inside = np.isin(np.arange(len(by_origin)), at)
        created = np.array([by_origin[inside, n].sum() - by_origin[n, n] for n in at])
        diverted = np.array([-by_origin[~inside, n].sum() for n in at])
        return created, diverted

    def _pairs(self) -> Exhibit:
        names = self.with_it.world.economy_names
        pairs = self.losses.pairs
        rows = [
            (
                names[mine],
                names[theirs],
                _percent(pairs[0, a, b]),
                _percent(pairs[1, a, b]),
                _percent(pairs[1, a, b] - pairs[0, a, b]),
            )
            for a, mine in enumerate(self.members)
            for b, theirs in enumerate(self.members)
            if a != b
        ]
        rows.sort(key=lambda row: -float(row[3] or 0))
        return Exhibit(
            title="Who could hurt whom inside the union",
            note="What the first loses when its trade with the second alone falls to a tenth, both ways, after a year.",
            columns=(
                Column("Loser"),
                Column("Partner"),
                Column("Loss without the union", "%"),
                Column("Loss with it", "%"),
                Column("Difference", "pp"),
            ),
            rows=tuple(rows),
        )


def _percent(fraction: float) -> float | None:
    return 100 * float(fraction) if np.isfinite(fraction) else None


def over_the_range(
    run: "SolvedScenario",
    act: "Union",
    members: Sequence[str],
    years: float,
    solved: "Result",
    without: "Result | None",
) -> Exhibit:
    """Welfare of each member with the low, central and high estimates; `solved` is the scenario as it stands."""
    from autarky.acts.union.estimates import LEVELS

    base = change_of(without, "welfare", solved)
    levels = []
    for level in LEVELS:
        if level == act.standards:
            result = solved
        else:
            other = act.model_copy(update={"standards": level})
            acts = tuple(other if a is act else a for a in run.acts)
            result = run.solve(acts, years)
        levels.append(np.asarray(result.welfare.values) - base)
    rows: list[tuple[Value, ...]] = [
        (run.world.economy_names[c], *(100 * float(w[run.world.economies.index(c)]) for w in levels))
        for c in members
    ]
    rows.sort(key=lambda row: -float(row[2] or 0))
    return Exhibit(
        title=f"{act.label or 'The union'}: gains over the range of published estimates",
        note="Welfare of members at the low, central and high effects of common standards on trade, all else the same.",
        columns=(Column("Member"), *(Column(level.capitalize(), "%") for level in LEVELS)),
        rows=tuple(rows),
        chart="bars",
        charted=(1, 2, 3),
    )
