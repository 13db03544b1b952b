"""Text of a PDF, or one sentence why there is none."""

import io
import logging

from autarky.errors import InputError

_FEWEST = 20  # letters a page has on average if it is text and not a picture


def pdf_text(data: bytes, name: str) -> str:
    """Return the text of all pages; raises InputError for a PDF that is locked, broken or scanned."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(
        logging.CRITICAL
    )  # it reports every flaw of a file; what matters is whether there is text
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise InputError(f"{name} is protected by a password; save it without one.")
        pages = [page.extract_text() or "" for page in reader.pages]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise InputError(
            f"{name} is a PDF that cannot be read ({type(error).__name__}); save it as text."
        ) from None
    finally:
        logger.setLevel(level)
    text = "\n".join(pages)
    if len("".join(text.split())) < _FEWEST * max(len(pages), 1):
        raise InputError(
            f"{name} is a scanned PDF: pictures without text; run it through text recognition first."
        )
    return text
