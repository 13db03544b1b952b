"""The exhibits of a guarantee: threats, losses with and without it, its price, and treaties in the data."""

from collections.abc import Sequence

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.acts.money import amount
from autarky.guarantee.judge import Judgement
from autarky.guarantee.risk import certainty_equivalent, expected_loss, worst_loss

AVERSIONS = (0.0, 1.0, 2.0, 4.0)  # shown beside the one of the file
LEVEL = (5, 95)  # percentiles of the draws
SIDES = ("Without", "With")


def exhibits(j: Judgement) -> list[Exhibit]:
    """All exhibits, the answer first."""
    return [_price(j), _losses(j), _threats(j), _treaties(j)]


def answer(j: Judgement) -> str:
    """The guarantee in one or two sentences."""
    aversion, unit = j.file.risk_aversion, j.world.unit
    worth = float(j.highest(aversion))
    name = j.world.economy_names[j.economy]
    if worth <= 0:
        return f"The guarantee is worth nothing to {name}: it removes no loss from these threats."
    told = (
        f"The guarantee is worth up to {amount(worth * j.spent, unit)} a year to {name}"
        f" ({100 * worth * j.spent / j.gdp:.3g} % of GDP) at a risk aversion of {aversion:g}."
    )
    if j.price is None or j.burden is None:
        return told
    told += (
        f" It costs {amount(j.price, unit)} a year ({100 * j.price / j.gdp:.3g} % of GDP), which takes"
        f" {100 * j.burden:.3g} % of real income: {'worth it' if j.burden <= worth else 'not worth it'}."
    )
    needed, times = j.break_even(aversion), j.break_even_odds(aversion)
    if needed is None or needed > 1:
        told += " Even removing these risks altogether would not be worth its price."
    else:
        told += f" It is worthwhile if it cuts all risk by at least {100 * needed:.3g} %."
    if times is None:
        return told + " As specified, it is not worthwhile at any probability."
    return (
        told
        + f" As specified, it is worthwhile where the threats are {times:.3g} times as likely as the file says."
    )


def _price(j: Judgement) -> Exhibit:
    rows: list[tuple[Value, ...]] = []
    for aversion in sorted({*AVERSIONS, float(j.file.risk_aversion)}):
        worth = float(j.highest(aversion)) * j.spent
        row: list[Value] = [f"{aversion:g}", worth, 100 * worth / j.gdp]
        if j.drawn.size:
            row += _band(100 * j.highest(aversion, j.drawn) * j.spent / j.gdp)
        needed = j.break_even(aversion)
        row.append(None if needed is None else "none is enough" if needed > 1 else f"{100 * needed:.3g} %")
        row.append(j.break_even_odds(aversion))
        rows.append(tuple(row))
    band = [Column(f"{p}th percentile", "% of GDP") for p in LEVEL] if j.drawn.size else []
    return Exhibit(
        title=f"What the guarantee of {_names(j, j.file.guarantee.by)} is worth to {j.world.economy_names[j.economy]}",
        note=(
            "Highest price: the share of income, paid in good and bad years, at which the certainty"
            " equivalent is the same with and without (constant relative risk aversion; 0: risk-neutral). Break-even:"
            " the part of all risk that must go for the price asked, the losses being as they are; or how many times as"
            " likely the threats must be for the guarantee as it is (n/a: at no odds)."
        ),
        columns=(
            Column("Risk aversion"),
            Column("Highest price a year", j.world.unit),
            Column("Highest price", "% of GDP"),
            *band,
            Column("Break-even cut of risk"),
            Column("Break-even odds", "times the file's"),
        ),
        rows=tuple(rows),
    )


def _losses(j: Judgement) -> Exhibit:
    aversion = j.file.risk_aversion
    sides = list(zip(j.probability, j.loss, strict=True))
    measures = {
        "Expected loss": [expected_loss(*s) for s in sides],
        "Worst case": [worst_loss(*s) for s in sides],
        f"Certainty-equivalent loss (risk aversion {aversion:g})": [
            1 - certainty_equivalent(*s, aversion) for s in sides
        ],
    }
    rows: list[tuple[Value, ...]] = []
    bad = _bad_draws(j, aversion) if j.drawn.size else [()] * len(measures)
    for (name, values), drawn in zip(measures.items(), bad, strict=True):
        without, with_it = (float(v) * j.spent for v in values)
        rows.append((name, without, with_it, without - with_it, *drawn))
    return Exhibit(
        title="Losses without and with the guarantee",
        note=(
            "A year, equivalent variation at base-year income, before its price. Any coercion comes with a probability"
            f" of {100 * j.probability[0].sum():.3g} % a year without and {100 * j.probability[1].sum():.3g} % with it:"
            " assumptions of the file."
        ),
        columns=(
            Column("Loss"),
            Column("Without", j.world.unit),
            Column("With", j.world.unit),
            Column("Avoided", j.world.unit),
            *([Column(f"{s}, {LEVEL[1]}th percentile", j.world.unit) for s in SIDES] if j.drawn.size else []),
        ),
        rows=tuple(rows),
    )


def _bad_draws(j: Judgement, aversion: float) -> list[tuple[float | None, ...]]:
    """The upper percentile of each measure of `_losses`, without and with the guarantee, money."""
    sides = list(zip(j.probability, j.drawn, strict=True))
    by_draw = (
        [expected_loss(*s) for s in sides],
        [worst_loss(*s) for s in sides],
        [1 - certainty_equivalent(*s, aversion) for s in sides],
    )
    return [tuple(_band(v * j.spent)[1] for v in values) for values in by_draw]


def _threats(j: Judgement) -> Exhibit:
    rows: list[tuple[Value, ...]] = []
    for k, threat in enumerate(j.file.threat):
        row: list[Value] = [threat.name, _names(j, threat.by)]
        row += [100 * float(v) for v in (*j.probability[:, k], *j.loss[:, k])]
        if j.drawn.size:
            row += _band(100 * j.drawn[0][:, k])
        row += [float(j.loss[0, k]) * j.spent, float(j.coercers[k])]
        if j.file.relief:
            row.append(float(j.guarantors[k]))
        rows.append(tuple(row))
    unit = j.world.unit
    band = [Column(f"Loss, {p}th percentile", "%") for p in LEVEL] if j.drawn.size else []
    helped = [Column("Guarantors lose", unit)] if j.file.relief else []
    return Exhibit(
        title="The threats",
        note=(
            "Losses are equilibria at the file's horizon, in percent of real income and in money a year. Odds and what"
            " the guarantee does to them are assumptions of the file. Guarantors lose by their relief."
        ),
        columns=(
            Column("Threat"),
            Column("By"),
            Column("Odds a year", "%"),
            Column("guaranteed", "%"),
            Column("Loss", "%"),
            Column("guaranteed", "%"),
            *band,
            Column("Loss", unit),
            Column("Coercers lose", unit),
            *helped,
        ),
        rows=tuple(rows),
        chart="bars",
        charted=(4, 5),
    )


def _treaties(j: Judgement) -> Exhibit:
    rows: list[tuple[Value, ...]] = []
    names = j.world.economy_names
    for pact in j.pacts:
        if pact.year is None:
            rows.append((names[pact.ally], None, pact.why, None))
        else:
            rows.append(
                (names[pact.ally], pact.year, *(", ".join(o) or "nothing" for o in (pact.owes, pact.owed)))
            )
    return Exhibit(
        title="Treaties in the data",
        note="Obligations under alliances by ATOP, the last year up to the world's: a fact, not used in the figures.",
        columns=(
            Column("Guarantor"),
            Column("Year"),
            Column(f"Owes {names[j.economy]}"),
            Column(f"Is owed by {names[j.economy]}"),
        ),
        rows=tuple(rows),
    )


def _band(values: np.ndarray) -> tuple[float | None, ...]:
    """The percentiles of draws; those without an equilibrium are left out."""
    known = values[np.isfinite(values)]
    return tuple(float(v) for v in np.percentile(known, LEVEL)) if known.size else (None,) * len(LEVEL)


def _names(j: Judgement, labels: Sequence[str]) -> str:
    """As the file has them: groups stay groups."""
    known = j.world.economy_names
    return ", ".join(known.get(label, label) for label in labels)
