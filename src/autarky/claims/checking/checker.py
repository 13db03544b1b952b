"""The checker: evidence of each claim by its measure, the verdict, and the figures of one article held together."""

from collections.abc import Sequence
from dataclasses import replace

from autarky.claims.checking import registry
from autarky.claims.checking.data import Data
from autarky.claims.checking.evidence import Evidence
from autarky.claims.checking.sayings import say
from autarky.claims.checking.verdicts import judge
from autarky.claims.model import Checked, Claim, Truth, Wording


def check(claims: Sequence[Claim], data: Data) -> tuple[Checked, ...]:
    """Return each claim with its verdict and evidence, in order.

    Raises `InputError` where a file of the data is damaged.
    """
    return tuple(_spoken(judge(c, evidence(c, data))) for c in claims)


def evidence(claim: Claim, data: Data) -> Evidence:
    """Return what is known of a claim."""
    if claim.measure is None:
        return Evidence(missing=Wording("not_understood", (("span", claim.figure.span.text),)))
    family = registry.family(claim.measure)
    if family is None:
        return Evidence(missing=Wording("no_data", (("measure", claim.measure),)))
    return family(claim, data)


def _spoken(checked: Checked) -> Checked:
    """Put the wordings into English."""

    def known(t: Truth) -> Truth:
        return t if t.definition else replace(t, definition=say(t.wording, "en"))

    return replace(
        checked, reason=say(checked.wording, "en"), truth=tuple(map(known, checked.truth)),
        best=known(checked.best) if checked.best else None,
    )  # fmt: skip
