"""All acts, one line each: the only place that an act is entered in."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field

from autarky.acts.base import Act
from autarky.acts.resolved import Resolved, resolved_from
from autarky.errors import did_you_mean
from autarky.files.fields import FieldError

# module below `autarky.acts` and class, in the order in which acts are listed
CLASSES = (
    "trade_cost:TradeCost",
    "tariff:Tariff",
    "secondary_tariff:SecondaryTariff",
    "export_tax:ExportTax",
    "export_subsidy:ExportSubsidy",
    "embargo.act:Embargo",
    "price_cap:PriceCap",
    "domestic:Productivity",
    "domestic:Endowment",
    "transfer:Transfer",
    "support.act:Support",
    "union.act:Union",
    "technology.capacity:Capacity",
    "technology.import_substitution:ImportSubstitution",
    "technology.programme:Programme",
    "payments.act:PaymentCutOff",
    "payments.act:PaymentChannel",
    "payments.act:PaymentCost",
    "payments.reserves_freeze:ReservesFreeze",
    "cartel.act:Cartel",
    "corridors.act:Corridors",
)


def _load(entry: str) -> type[Act]:
    module, _, name = entry.partition(":")
    found: type[Act] = getattr(import_module(f"autarky.acts.{module}"), name)
    return found


# by the name that `type = "..."` gives them
ACTS: dict[str, type[Act]] = {str(act.model_fields["type"].default): act for act in map(_load, CLASSES)}

if TYPE_CHECKING:
    AnyAct = Act
else:
    AnyAct = Annotated[Union[tuple(ACTS.values())], Field(discriminator="type")]  # noqa: UP007


def act_named(name: str) -> type[Act]:
    """The act of that name. Raises `FieldError` with a suggestion."""
    if name not in ACTS:
        raise FieldError(
            [(("type",), f"unknown act {name!r}{did_you_mean(name, ACTS)}; known: {', '.join(ACTS)}")]
        )
    return ACTS[name]


def make_act(fields: Any) -> Act:
    """An act from its fields, `type` among them. Raises `FieldError` that name each wrong field."""
    if isinstance(fields, Act):
        return fields
    if not isinstance(fields, dict):
        raise FieldError([((), f"expected an act with its fields ([[acts]] in TOML), got {fields!r:.60}")])
    if "type" not in fields:
        raise FieldError([((), f"type is missing (which act this is: {', '.join(ACTS)})")])
    if not isinstance(fields["type"], str):
        raise FieldError([(("type",), f"expected the name of an act, got {fields['type']!r:.60}")])
    return act_named(fields["type"])(**fields)


def read_resolved(facts: Resolved | Mapping[str, Any]) -> Resolved:
    """`Resolved` from the facts that a record holds; an act of another version keeps what every act has."""
    if isinstance(facts, Resolved):
        return facts
    number = facts.get("act")
    kind = ACTS.get(str(facts.get("type")))
    if kind is None:
        return resolved_from(facts, int(number or 1), ("origin", "destination"), {})
    return kind.read_facts(facts, number if isinstance(number, int) else 1)
