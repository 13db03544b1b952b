"""What a zoom did: every figure's status, every flow that was cut off, every flow that the data do not have."""

from dataclasses import dataclass
from typing import Any

SHOWN = 5  # entries of each list that the terminal shows


@dataclass(frozen=True)
class Absent:
    """A flow on which the data say nothing although one is likely; `expected` and `value` in the unit of the
    world.

    `done`: "zero", "estimated", "refused". `destination` is "" where an origin's output exceeds what is known
    of its sales.
    """

    origin: str
    destination: str
    expected: float
    reason: str
    done: str
    value: float = 0.0

    def __str__(self) -> str:
        return f"{self.origin or '?'}->{self.destination or '?'} about {self.expected:,.4g} ({self.reason})"


@dataclass(frozen=True)
class Capped:
    """A figure larger than its parent's leaves room for: `what` is "flow", "use" or "value added"."""

    what: str
    origin: str
    destination: str
    asked: float
    kept: float

    def __str__(self) -> str:
        tie = (
            f"{self.origin}->{self.destination}"
            if self.what == "flow"
            else f"{self.origin} {self.destination}".strip()
        )
        return f"{tie} {self.asked:,.4g} to {self.kept:,.4g}"


@dataclass(frozen=True)
class ZoomReport:
    """The record of one zoom; amounts in `unit`. `status` says how much of the product's sales is reported,
    mirrored, supplied (by the user) or estimated; `flows` has (origin, destination, value, status) of every
    flow, home sales included. `ignored`: number and sum of flows that a pattern makes likely but that are too
    small to count; they are zero.
    """

    product: str
    parent: str
    world: str
    year: int
    unit: str
    source: str
    total: float
    parent_total: float
    abroad: float
    output: dict[str, float]
    parent_output: dict[str, float]
    status: dict[str, float]
    flows: tuple[tuple[str, str, float, str], ...]
    capped: tuple[Capped, ...]
    absent: tuple[Absent, ...]
    ignored: tuple[int, float]
    missing: str
    theta: float | None
    notes: tuple[str, ...]

    @property
    def cut_off(self) -> float:
        """What the caps took from the product's flows, home sales included."""
        return sum(c.asked - c.kept for c in self.capped if c.what == "flow")

    def __str__(self) -> str:
        lines = [
            f"{self.product} out of {self.parent} in {self.world}, {self.unit}, figures of {self.year}",
            f"  sales {self.total:,.0f}, {self.total / self.parent_total:.2%} of {self.parent};"
            f" {self.abroad:,.0f} across borders",
            "  output: " + _list([f"{c} {v:,.0f} ({v / self.parent_output[c]:.0%})"
                                  for c, v in sorted(self.output.items(), key=lambda o: -o[1])]),
            "  status: " + ", ".join(f"{s} {v:,.0f}" for s, v in self.status.items() if v > 0),
            "  trade elasticity: " + (f"{self.theta:g}" if self.theta is not None else f"that of {self.parent}"),
        ]  # fmt: skip
        for what, said in (
            ("flow", "flows larger than their parent's leaves room for"),
            ("use", "uses larger than the parent's, moved to other users"),
            ("value added", "value-added shares that the parent leaves no room for"),
        ):
            hit = sorted((c for c in self.capped if c.what == what), key=lambda c: c.kept - c.asked)
            if hit:
                amount = sum(abs(c.asked - c.kept) for c in hit)
                lines.append(f"  {len(hit)} {said}, {amount:,.4g} in all: {_list([str(c) for c in hit])}")
        if self.absent:
            told = [f"{a}: {a.done}" + (f" {a.value:,.4g}" if a.value else "") for a in self.absent]
            lines.append(f"  {len(told)} flows likely but absent (missing = {self.missing}): {_list(told)}")
        if self.ignored[0]:
            lines.append(
                f"  {self.ignored[0]} more absent flows, likely to add up to {self.ignored[1]:,.4g}, taken as zero"
            )
        lines += [f"  {note}" for note in self.notes]
        return "\n".join(lines + ([f"  source: {self.source}"] if self.source else []))

    def rows(self) -> list[dict[str, Any]]:
        """Everything as rows: kind (flow, capped, absent, output, note), origin, destination, value, asked,
        status, reason.
        """

        def row(kind: str, origin: str = "", destination: str = "", value: float | None = None,
                asked: float | None = None, status: str = "", reason: str = "") -> dict[str, Any]:  # fmt: skip
            return {"product": self.product, "kind": kind, "origin": origin, "destination": destination, "value": value,
                    "asked": asked, "unit": self.unit, "year": self.year, "status": status, "reason": reason,
                    "source": self.source}  # fmt: skip

        return [
            *(row("flow", i, n, v, status=s) for i, n, v, s in self.flows),
            *(row("output", i, value=v) for i, v in self.output.items()),
            *(row(f"capped {c.what}", c.origin, c.destination, c.kept, c.asked) for c in self.capped),
            *(
                row("absent", a.origin, a.destination, a.value, a.expected, a.done, a.reason)
                for a in self.absent
            ),
            *(row("note", reason=note) for note in self.notes),
        ]


def _list(entries: list[str]) -> str:
    more = f" and {len(entries) - SHOWN} more" if len(entries) > SHOWN else ""
    return ", ".join(entries[:SHOWN]) + more
