"""Transfers: grants, debt relief, a common budget. Money moves, goods follow."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema

from autarky.acts.base import Act, Context, Labels, select, to_jax
from autarky.acts.money import converted
from autarky.acts.quantities import Amount, read_amount
from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.economy.shock import Shock
    from autarky.world.labels import Selection


class Transfer(Act):
    """Moves purchasing power from the budgets of `origin` to those of `destination`, every year.

    An amount in money is shared among several payers by their GDP; a share of GDP is paid by each payer of
    its own. Receivers get theirs in proportion to GDP. An economy on both sides pays and receives; the
    amounts sum to zero.
    """

    summary: ClassVar[str] = "moves income between economies: grants, debt relief, a common budget"
    title: ClassVar[str] = "Transfer"
    between: ClassVar[str] = "from {origin} to {destination}"

    type: Literal["transfer"] = "transfer"
    origin: Labels = Field(
        description='payers: countries, regions or groups ("EU27"); "-HUN" leaves out', examples=["RUS"]
    )
    destination: Labels = Field(description="receivers, written like `origin`", examples=["BLR"])
    amount: Annotated[Amount | str, BeforeValidator(read_amount), WithJsonSchema({"type": "string"})] = Field(
        description="money per year, or a share of the payer's base-year GDP",
        examples=["USD 1.5 billion", "2% of GDP"],
        json_schema_extra={"unit": "money or % of GDP"},
    )

    def _received(self, context: Context) -> np.ndarray:
        """What each economy receives, as a share of world value added; negative: pays [N]."""
        payers, receivers = self._weights("origin", context), self._weights("destination", context)
        if np.array_equal(payers > 0, receivers > 0):
            with blame("destination"):
                raise InputError("the payers are the receivers, so that nothing moves")
        asked = read_amount(self.amount)
        if asked.share is not None:
            paid = asked.share * payers
        else:
            with blame("amount"):
                total = converted(asked, context.world) / context.unit
            paid = total * payers / payers.sum()
        received = paid.sum() * receivers / receivers.sum() - paid
        if (poor := received < -0.5 * context.gdp).any():
            who = [c for c, p in zip(context.world.economies, poor, strict=True) if p]
            with blame("amount"):
                raise InputError(f"{asked} is more than half the GDP of {', '.join(who)}")
        return received

    def _select(self, field: Literal["origin", "destination"], context: Context) -> "Selection":
        from autarky.world.groups import select_economies

        labels: Sequence[str] = getattr(self, field)
        return select(field, labels, context.world, select_economies)

    def _weights(self, field: Literal["origin", "destination"], context: Context) -> np.ndarray:
        inside = set(self._select(field, context).labels)
        return np.array([c in inside for c in context.world.economies]) * context.gdp

    def apply(self, shock: "Shock", context: Context) -> "Shock":
        return replace(shock, transfer=to_jax(np.asarray(shock.transfer) + self._received(context)))

    def facts(self, context: Context) -> dict[str, Any]:
        received = self._received(context) * context.unit
        sides = {f: self._select(f, context) for f in ("origin", "destination")}
        return (
            self.given()
            | {f: list(s.labels) for f, s in sides.items()}
            | {
                "moved": float(np.maximum(received, 0).sum()),
                "unit": context.world.unit,
                "notes": [f"{f}: {s.remainder()}" for f, s in sides.items() if s.dropped],
            }
        )

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        return f"{facts.get('amount')} a year"
