"""A writer of binary Excel files (.xlsb), as small as they can be: one sheet of numbers and texts ([MS-XLSB])."""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" \
Target="{target}"/></Relationships>"""
BUNDLE, END_BUNDLES, BEGIN_DATA, END_DATA, DIMENSION = 0x9C, 0x90, 0x91, 0x92, 0x94
BEGIN_BUNDLES, ROW, REAL, TEXT = 0x8F, 0x00, 0x05, 0x06
PROPERTIES, END_BOOK, END_SHEET = 0x99, 0x84, 0x82


def save_binary(path: Path, name: str, rows: Sequence[Sequence[Any]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.bin"))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin")
        )
        sheet = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name)
        book = (
            (PROPERTIES, bytes(12)),
            (BEGIN_BUNDLES, b""),
            (BUNDLE, sheet),
            (END_BUNDLES, b""),
            (END_BOOK, b""),
        )
        archive.writestr("xl/workbook.bin", b"".join(_record(kind, data) for kind, data in book))
        archive.writestr("xl/worksheets/sheet1.bin", _sheet(rows))
    return path


def _sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    wide = max(len(row) for row in rows)
    made = [
        _record(DIMENSION, struct.pack("<IIII", 0, len(rows) - 1, 0, wide - 1)),
        _record(BEGIN_DATA),
    ]
    for r, row in enumerate(rows):
        made.append(_record(ROW, struct.pack("<IIHBBBI", r, 0, 300, 0, 0, 0, 0)))
        for c, cell in enumerate(row):
            at = struct.pack("<II", c, 0)
            if isinstance(cell, str) and cell:
                made.append(_record(TEXT, at + _wide(cell)))
            elif cell is not None and cell != "":
                made.append(_record(REAL, at + struct.pack("<d", cell)))
    return b"".join([*made, _record(END_DATA), _record(END_SHEET)])


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, left = b"", len(data)
    while True:
        length += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return head + length + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
