"""Ties of payment: cutting off channels, opening new ones, making them dearer."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from autarky.acts.base import Context, Labels, number
from autarky.acts.payments.base import PaymentAct
from autarky.acts.quantities import percent
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.acts.payments.cost import Event


def _channels(act: PaymentAct, labels: Sequence[str], context: Context) -> tuple[str, ...]:
    from autarky.acts.payments.channels import select_channels

    new = [a.channel for a in context.before if isinstance(a, PaymentChannel)]
    with blame("channels"):
        return select_channels(labels, new)


def _part(value: Any) -> float:
    return percent(value, low=0.0, low_open=True, high=1.0, plain_below=math.inf)


def _below_one(value: Any) -> float:
    share = percent(value, low=0.0, low_open=True, high=1.0)
    if share >= 1:
        raise ValueError("a channel that takes all payments: expected less than 100 %")
    return share


def _change(value: Any) -> float:
    # shares weigh with cost^-epsilon: what is out of proportion would drown all other channels
    return percent(
        value, low=-0.5, below="paying never costs so much that half the value of the goods could be saved"
    )


def _channel_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{1,30}", value):
        raise ValueError(
            f"{value!r:.50} is no name of a channel: small letters, digits, - and _ only, as in mbridge"
        )
    from autarky.acts.payments.channels import networks

    if value in networks():
        raise ValueError(f"{value} is a network of several channels; name one of them, or a new channel")
    return value


class PaymentCutOff(PaymentAct):
    """Cuts payments between `origin` and `destination` off from channels: SWIFT, the dollar, the euro, SPFS, CIPS.

    Payments move to the channels that are left, at a cost that makes trade dearer: with the share s of a pair's
    payments cut, by (1 - s)^(-1/epsilon), where epsilon grows with the time since the event
    (docs/theory/payments.md). A network is the same for all, so that its cut-off is one from all partners by default.
    """

    summary: ClassVar[str] = (
        "cuts payments off from channels (SWIFT, dollar, euro ...), so that trade gets dearer"
    )
    title: ClassVar[str] = "Payment cut-off"
    analysis: ClassVar[str] = "autarky.acts.payments.analysis"
    example_also: ClassVar[tuple[str, ...]] = ("channels",)

    type: Literal["payment_cut_off"] = "payment_cut_off"
    channels: Labels = Field(
        default=("swift",),
        description="usd, eur, own, other (all four: swift), spfs, cips, informal, or a new channel",
        examples=["swift", ["usd", "eur"]],
    )
    share: Annotated[float | str, *number(_part)] = Field(
        default=1.0,
        description="part of the payments in these channels that is cut, as where some banks are exempt",
        examples=["70%"],
        json_schema_extra={"unit": "share"},
    )

    def event(self, context: Context) -> "Event":
        from autarky.acts.payments.cost import Event

        mask = self.cells(context).mask
        return Event("cut", _channels(self, self.channels, context), mask, value=float(self.share))

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.payments.sentences import cut_off

        return cut_off(facts)


class PaymentChannel(PaymentAct):
    """Opens a channel, or widens one, for payments between `origin` and `destination`.

    `share` is what it would take of their payments if nothing else happened and it cost what paying costs now; it
    takes more where other channels are cut off. One more way to pay makes paying cheaper in itself.
    """

    summary: ClassVar[str] = "opens a new channel of payment, or widens one, so that trade gets cheaper"
    title: ClassVar[str] = "Payment channel"
    analysis: ClassVar[str] = "autarky.acts.payments.analysis"

    type: Literal["payment_channel"] = "payment_channel"
    channel: Annotated[str, AfterValidator(_channel_name)] = Field(
        description="name of a new channel, or of one that is there", examples=["mbridge", "spfs"]
    )
    share: Annotated[float | str, *number(_below_one)] = Field(
        description="what it would take of payments at the cost of today's channels",
        examples=["10%"],
        json_schema_extra={"unit": "share"},
    )
    cost: Annotated[float | str, *number(_change)] = Field(
        default=0.0,
        description="what it costs above today's channels, ad valorem of the goods paid for",
        examples=["1%"],
        json_schema_extra={"unit": "%"},
    )

    def event(self, context: Context) -> "Event":
        from autarky.acts.payments.cost import Event

        mask, factor = self.cells(context).mask, 1 + float(self.cost)
        return Event("open", (self.channel,), mask, value=float(self.share), factor=factor)

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.payments.sentences import channel

        return channel(facts)


class PaymentCost(PaymentAct):
    """Makes channels dearer or cheaper: currency risk, fees of payment agents, checks by banks.

    `change` is ad valorem of the goods paid for. Payments move away from what gets dearer, so that trade costs rise by
    less than the share of the channel times the change.
    """

    summary: ClassVar[str] = "makes channels of payment dearer or cheaper: currency risk, fees, checks"
    title: ClassVar[str] = "Cost of paying"
    analysis: ClassVar[str] = "autarky.acts.payments.analysis"

    type: Literal["payment_cost"] = "payment_cost"
    channels: Labels = Field(
        description="channels that change, as in payment_cut_off", examples=["own", ["spfs", "own"]]
    )
    change: Annotated[float | str, *number(_change)] = Field(
        description="change of the cost of paying, ad valorem of the goods paid for",
        examples=["+3%", -0.01],
        json_schema_extra={"unit": "%"},
    )

    def event(self, context: Context) -> "Event":
        from autarky.acts.payments.cost import Event

        mask, factor = self.cells(context).mask, 1 + float(self.change)
        return Event("cost", _channels(self, self.channels, context), mask, factor=factor)

    @classmethod
    def parameters(cls, facts: Mapping[str, Any]) -> str:
        from autarky.acts.payments.sentences import dearer

        return dearer(facts)
