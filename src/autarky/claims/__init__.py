"""Claims: the figures of an article, read, found, understood and checked against data; offline, by rules.

document = read("article.html")
claims = understand(document, find(document))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.claims.find import find as find
    from autarky.claims.model import Checked as Checked
    from autarky.claims.model import Claim as Claim
    from autarky.claims.model import Document as Document
    from autarky.claims.model import Figure as Figure
    from autarky.claims.model import Span as Span
    from autarky.claims.model import Truth as Truth
    from autarky.claims.read import document as document
    from autarky.claims.read import read as read
    from autarky.claims.understand import understand as understand

_EXPORTS = {
    "Document": "autarky.claims.model",
    "Span": "autarky.claims.model",
    "Figure": "autarky.claims.model",
    "Claim": "autarky.claims.model",
    "Truth": "autarky.claims.model",
    "Checked": "autarky.claims.model",
    "read": "autarky.claims.read",
    "document": "autarky.claims.read",
    "find": "autarky.claims.find",
    "understand": "autarky.claims.understand",
}

__all__ = list(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name not in _EXPORTS:
        raise AttributeError(f"module 'autarky.claims' has no attribute {name!r}")
    return getattr(import_module(_EXPORTS[name]), name)
