"""What is robust in a case and what is not, from the figures of its parts and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from autarky.case.outcome import NET, Value

SURE = 0.95  # of the draws must have the sign of the central answer
NOTHING = 5e-5  # of expenditure: less, draws included, is called untouched


@dataclass(frozen=True)
class Finding:
    """The answer for one economy in one part, over all horizons: `kind` is one of `KINDS`; why in words."""

    kind: str
    part: str
    name: str
    values: tuple[Value, ...]
    why: str


KINDS = {
    "robust": "Robust: the sign holds in at least 95 % of the draws, at every horizon and with every choice of the"
    " model made otherwise, the range is narrower than its median, and no choice moves the answer by more than half",
    "sign": "The sign is robust, the size is not: the range is wider than its median, or a choice of the model moves"
    " the answer by more than half",
    "not": "Not robust: the sign changes with the horizon or with a choice of the model, or holds in fewer than 95 % of"
    " the draws",
    "untouched": "Negligible: less than 0.005 % in 90 % of the draws",
    "undrawn": "No ranges: no draws",
}


def findings(part: str, values: Sequence[Value]) -> list[Finding]:
    """One finding for each economy of a part."""
    by: dict[tuple[str, str], list[Value]] = {}
    for v in values:
        by.setdefault((v.what, v.economy), []).append(v)
    return [_finding(part, tuple(vs)) for vs in by.values()]


def _finding(part: str, vs: tuple[Value, ...]) -> Finding:
    name = vs[0].name
    if any(v.holds is None or v.low is None or v.high is None for v in vs):
        return Finding("undrawn", part, name, vs, "")
    ends = [abs(e) for v in vs for e in (v.central, v.low, v.high) if e is not None]
    if vs[0].what != NET and max(ends) < NOTHING:
        return Finding("untouched", part, name, vs, "")
    signs = {v.central > 0 for v in vs}
    least = min(v.holds for v in vs if v.holds is not None)
    if len(signs) > 1:
        turn = next(v for v in vs if (v.central > 0) != (vs[0].central > 0))
        was, now = _side(vs[0]), _side(turn)
        return Finding("not", part, name, vs, f"{was} after {vs[0].horizon}, {now} after {turn.horizon}")
    if least < SURE:
        where = next(v for v in vs if v.holds == least)
        share = f"{100 * least:.0f} % of the draws"
        return Finding("not", part, name, vs, f"{_side(where)} in {share} after {where.horizon}")
    if turned := next((v for v in vs if v.turned), None):
        return Finding("not", part, name, vs, f"{_side(turned)}, which another choice turns: {turned.turned}")
    wide = [v for v in vs if _width(v) > abs(v.middle or 0.0)]
    if wide:
        when = ", ".join(v.horizon for v in wide)
        return Finding("sign", part, name, vs, f"{_side(vs[0])}, its size is uncertain after {when}")
    if shifted := next((v for v in vs if v.shifted), None):
        return Finding("sign", part, name, vs, f"{_side(shifted)}, its size depends on: {shifted.shifted}")
    return Finding("robust", part, name, vs, _side(vs[0]))


def _width(v: Value) -> float:
    assert v.high is not None and v.low is not None
    return v.high - v.low


def _side(v: Value) -> str:
    if v.what == NET:
        return "worth its price" if v.central > 0 else "not worth its price"
    return "a gain" if v.central > 0 else "a loss"
