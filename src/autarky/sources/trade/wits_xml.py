"""The SDMX answer of WITS as rows: one per observation, the attributes of its series and its own."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.etree import ElementTree

from autarky.errors import InputError
from autarky.sources.io.cells import Sheet

HEADER = (
    "REPORTER",
    "PARTNER",
    "PRODUCTCODE",
    "TIME_PERIOD",
    "OBS_VALUE",
    "MIN_RATE",
    "MAX_RATE",
    "TOTALNOOFLINES",
    "NBR_NA_LINES",
    "TARIFFTYPE",
    "NOMENCODE",
)


def answer_sheet(stream: BinaryIO, name: str) -> Sheet:
    """The observations in an answer; `InputError`, while its rows are read, where it is cut short or an error.

    Lines are counted in observations: XML has no lines that mean anything.
    """
    return Sheet(name, HEADER, _rows(stream, name), line="observation")


def _rows(stream: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    count = 0
    series: dict[str, str] = {}
    try:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            tag = element.tag.rsplit("}", 1)[-1]
            if event == "start" and tag == "Series":
                series = {k.upper(): v for k, v in element.attrib.items()}
            elif event == "end" and tag == "Obs":
                count += 1
                cells = series | {k.upper(): v for k, v in element.attrib.items()}
                yield count, [cells.get(column, "") for column in HEADER]
            elif event == "end" and tag in ("ErrorMessage", "Error") and not count:
                said = " ".join("".join(element.itertext()).split())
                raise InputError(f"{name}: WITS answered {said[:200]!r}")
            if event == "end":
                element.clear()
    except ElementTree.ParseError as e:
        raise InputError(f"{name} is not the XML that WITS gives, or is cut short ({e}); ask again") from e
    if not count:
        raise InputError(f"{name} holds no observation: WITS has no tariffs for this question")
