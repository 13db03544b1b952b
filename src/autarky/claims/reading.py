"""Reads an article: a file, standard input or a string becomes a `Document`."""

import re
import sys
from dataclasses import replace
from pathlib import Path

from autarky.claims.dates import published_in
from autarky.claims.encoding import decode
from autarky.claims.folding import joined, traditional_share
from autarky.claims.languages import LANGUAGES, language_of
from autarky.claims.markup import article, blanked
from autarky.claims.model import Document
from autarky.claims.pdf import pdf_text
from autarky.claims.unrelated import unrelated
from autarky.errors import InputError
from autarky.sources.io.magic import NAMES, kind_of

MOST_BYTES = 40_000_000  # of a file; a PDF with pictures may be that large
MOST_CHARACTERS = 300_000  # of a text: a long report
_MARKUP = {".html": "html", ".htm": "html", ".md": "markdown", ".pdf": "pdf"}
_READABLE = ("text", "html", "xml", "json", "pdf")


def read(path: str | Path, *, language: str | None = None) -> Document:
    """Return the article in a file (.txt .html .md .pdf), or on standard input where `path` is `-`.

    language : `zh-Hans`, `zh-Hant`, `zh`, `ru`, `en`; found where None.
    Raises InputError, in one sentence, for a file that is missing, empty, too large, binary, locked, scanned,
    in an unknown
    encoding or in a language that has no vocabulary.
    """
    if str(path) == "-":
        return document_of(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input", language=language)
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; give the files in it.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    return document_of(data, path.name, language=language)


def document_of(data: bytes, name: str, *, language: str | None = None) -> Document:
    """Return the article in the bytes of a file; errors as in `read`."""
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB; give one article.")
    kind = kind_of(data[:4096])
    if kind == "empty" or not data.strip():
        raise InputError(f"{name} is empty.")
    if kind == "pdf":
        return document(pdf_text(data, name), name, language=language, markup="pdf")
    # null bytes are found in UTF-16 without a mark, so that `decode` judges what has no known beginning
    if kind not in (*_READABLE, "binary"):
        raise InputError(f"{name} is {NAMES[kind]}, not an article; give text, HTML, Markdown or PDF.")
    return document(
        decode(data, name), name, language=language, markup=_MARKUP.get(Path(name).suffix.lower())
    )


def document(
    text: str, name: str = "text", *, language: str | None = None, markup: str | None = None
) -> Document:
    """Return the article in a string. markup : `html`, `markdown`, `pdf`, or None to look; errors as in `read`."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"{name} has {len(text):,} characters, more than {MOST_CHARACTERS:,}; give one article."
        )
    pieces, published = article(text, chinese=language is None or language.startswith("zh"), markup=markup)
    folded, starts, ends = joined(pieces)
    kept = [True] * len(folded)
    for a, b in unrelated(folded):
        kept[a:b] = [False] * (b - a)
    folded = blanked("".join(c for c, k in zip(folded, kept, strict=True) if k))
    starts = tuple(s for s, k in zip(starts, kept, strict=True) if k)
    ends = tuple(e for e, k in zip(ends, kept, strict=True) if k)
    if markup == "pdf":
        folded = re.sub(r"(?<![.!?:。！？：])\n(?=\S)", " ", folded)  # lines of a page, not paragraphs
    if not any(c.isalnum() for c in folded):
        raise InputError(f"{name} holds no article: nothing is left without mark-up and unrelated headlines.")
    given = _known(language) if language else language_of(folded, name)
    if given == "zh":
        given = "zh-Hant" if traditional_share(text) > 0.5 else "zh-Hans"
    found = Document(name, text, given, folded, starts, ends, None)
    return replace(found, published=published_in(found, published))


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise InputError(f"autarky reads no language {language}; it reads {', '.join(LANGUAGES)}.")
    return language
