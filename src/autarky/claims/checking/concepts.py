"""What the sentence of a claim says beside the claim: the concept nearest to the figure, a product that no list knows."""

import re

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


# words between a share and the trade it is of that name no product
_GENERAL = frozenset(
    ["total", "all", "overall", "goods", "merchandise", "foreign", "annual", "its", "their", "country", "entire", "bilateral", "own", "global", "world", "external", "товаров", "товарного", "страны", "республики", "всего", "общего", "и", "в", "на", "из", "по", "с", "за", "от", "к", "российского", "белорусского", "внешней"]
)  # fmt: skip
_OF_WHAT = {
    "en": re.compile(
        r"(?:of|in)\s+(?:(?:its|their|the|all|\w+[’']s?)\s+)*([a-z][a-z-]+)\s+(?:[a-z-]+\s+)?(?:exports|imports)\b"
    ),
    "ru": re.compile(r"(?:экспорт|импорт)\w*\s+([а-я]+)"),
    "zh": re.compile(r"[%成一]的([^，。；、\d]{1,8}?)(?:出口|进口)"),
}


def other_product(claim: Claim) -> bool:
    """Does the text right behind the figure speak of trade in something that the claim does not name?

    Then a share of all trade is not what the text means.
    """
    if claim.product:
        return False
    text, code = _folded(claim.sentence.text), vocabulary(claim.lang).code
    at = max(text.find(_folded(claim.figure.span.text)), 0)
    found = _OF_WHAT[code].search(text, at)
    return found is not None and found[1] not in _GENERAL
