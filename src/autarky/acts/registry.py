"""All acts by the name that `type = "..."` gives them."""

from typing import Annotated, Any

from pydantic import Field

from autarky.acts.base import Act
from autarky.acts.cartel.act import Cartel
from autarky.acts.corridors.act import Corridors
from autarky.acts.domestic import Endowment, Productivity
from autarky.acts.embargo.act import Embargo
from autarky.acts.export_subsidy import ExportSubsidy
from autarky.acts.export_tax import ExportTax
from autarky.acts.payments.act import PaymentChannel, PaymentCost, PaymentCutOff
from autarky.acts.payments.reserves_freeze import ReservesFreeze
from autarky.acts.price_cap import PriceCap
from autarky.acts.support.act import Support
from autarky.acts.tariff import Tariff
from autarky.acts.technology.capacity import Capacity
from autarky.acts.technology.import_substitution import ImportSubstitution
from autarky.acts.technology.programme import Programme
from autarky.acts.trade_cost import TradeCost
from autarky.acts.transfer import Transfer
from autarky.acts.union.act import Union
from autarky.errors import did_you_mean
from autarky.files.fields import FieldError

AnyAct = Annotated[
    TradeCost
    | Tariff
    | ExportTax
    | ExportSubsidy
    | Embargo
    | PriceCap
    | Productivity
    | Endowment
    | Transfer
    | Support
    | Union
    | Capacity
    | ImportSubstitution
    | Programme
    | PaymentCutOff
    | PaymentChannel
    | PaymentCost
    | ReservesFreeze
    | Cartel
    | Corridors,
    Field(discriminator="type"),
]

ACTS: dict[str, type[Act]] = {
    str(act.model_fields["type"].default): act
    for act in (
        TradeCost, Tariff, ExportTax, ExportSubsidy, Embargo, PriceCap, Productivity, Endowment, Transfer,
        Support, Union,
        Capacity, ImportSubstitution, Programme,
        PaymentCutOff, PaymentChannel, PaymentCost, ReservesFreeze,
        Cartel,
        Corridors,
    )
}  # fmt: skip


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
