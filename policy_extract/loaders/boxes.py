"""A font of boxes for PDFs that do not bring their own Chinese font with them.

Where the system has no Chinese font either, pdfium loses what it cannot measure, and where it has one, the boxes of the
characters are those of that font. With the same box for each character a PDF reads alike on every machine.
"""

from __future__ import annotations

import ctypes
import struct
from functools import lru_cache
from typing import Any

__all__ = ["box_font", "use_boxes"]

_UNITS = 1000
#: The box of a character: that of the usual Chinese fonts.
_BOX = (40, -100, 960, 820)
_ASCENT, _DESCENT = 859, -141
#: The character sets of Windows for Japanese, Korean, simplified and traditional Chinese.
_CHARSETS = frozenset({128, 129, 134, 136})
#: What the font has a box for.
_RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2000, 0x33FF), (0x3400, 0x9FFF), (0xE000, 0xFAFF), (0xFE30, 0xFFEF))


@lru_cache(maxsize=1)
def box_font() -> bytes:
    """A TrueType font in which each character is the same box."""
    left, bottom, right, top = _BOX
    corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
    glyph = struct.pack(">hhhhhHH", 1, *_BOX, len(corners) - 1, 0) + bytes([1] * len(corners))
    for axis in (0, 1):
        before = 0
        for corner in corners:
            glyph += struct.pack(">h", corner[axis] - before)
            before = corner[axis]
    glyph += bytes(-len(glyph) % 4)
    # A group for each character: the shorter format, of many characters in one group, is not built into every pdfium.
    groups = b"".join(struct.pack(">III", code, code, 1) for first, last in _RANGES for code in range(first, last + 1))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(groups) // 12) + groups
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table,
        b"glyf": glyph,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, *_BOX, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, _UNITS, *[0] * 11, 2),
        b"hmtx": struct.pack(">HhHh", _UNITS, left, _UNITS, left),
        b"loca": struct.pack(">III", 0, 0, len(glyph)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, len(corners), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48)
    place = len(head) + 16 * len(tables)
    body = b""
    for tag, data in sorted(tables.items()):
        head += struct.pack(">4sIII", tag, 0, place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body


_kept: list[Any] = []  # what pdfium calls back must live as long as it does


def use_boxes() -> None:
    """Gives pdfium, in this process, the font of boxes for every Chinese font that a document lacks, and no other."""
    import pypdfium2  # which starts the library

    raw = pypdfium2.raw
    font = box_font()
    info = raw.FPDF_SYSFONTINFO()

    def map_font(
        _info: object, _weight: int, _italic: int, charset: int, _pitch: int, _face: object, _exact: object
    ) -> int | None:
        return 1 if charset in _CHARSETS else None

    def font_data(_info: object, _font: object, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    info.version = 1
    for name, function in {
        "Release": lambda _info: None,
        "EnumFonts": lambda _info, _mapper: None,
        "MapFont": map_font,
        "GetFont": lambda _info, _face: None,
        "GetFontData": font_data,
        "GetFaceName": lambda _info, _font, _buffer, _size: 0,
        "GetFontCharset": lambda _info, _font: 134,
        "DeleteFont": lambda _info, _font: None,
    }.items():
        callback = kinds[name](function)
        _kept.append(callback)
        setattr(info, name, callback)
    _kept.append(info)
    raw.FPDF_SetSystemFontInfo(info)
