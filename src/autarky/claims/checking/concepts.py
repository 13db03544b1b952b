"""Which of some concepts stands nearest to the figure of a claim, in its sentence."""

from autarky.claims.folding import fold, joined
from autarky.claims.languages import vocabulary
from autarky.claims.measures import mentions
from autarky.claims.model import Claim


def nearest(claim: Claim, wanted: tuple[str, ...]) -> str | None:
    """Return the nearest of the concepts that the sentence names, None where it names none."""
    text, code = _folded(claim.sentence.text), vocabulary(claim.lang).code
    at = text.find(_folded(claim.figure.span.text))
    found = [(abs(m.start - at), m.concept) for m in mentions(text, code) if m.concept in wanted]
    return min(found)[1] if found else None


def _folded(text: str) -> str:
    return joined(fold(text))[0]
