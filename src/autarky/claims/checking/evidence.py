"""What a family of measures brings before the verdict: truths, what is missing, and what no data can tell."""

from collections.abc import Callable
from dataclasses import dataclass

from autarky.claims.checking.data import Data
from autarky.claims.model import Claim, Needed, Truth, Wording


@dataclass(frozen=True)
class Evidence:
    """truths : by every sensible definition and year, those of the text's own definition marked `own`.

    needed : sources that would decide, where these do not. closed : do the truths leave no sensible definition out,
    so that a figure that none bears out is wrong. dated : is the figure one of its year alone (growth, inflation), so that no other year stands in for it.
    missing : why there is nothing, or not enough.
    """

    truths: tuple[Truth, ...] = ()
    needed: tuple[Needed, ...] = ()
    closed: bool = True
    missing: Wording | None = None
    dated: bool = False


Family = Callable[[Claim, Data], Evidence]
