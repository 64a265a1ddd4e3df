"""A zip that holds itself, byte for byte: whoever unpacks archives in archives never comes to an end."""

from __future__ import annotations

import struct
import zlib

# The stream is a program of units of five bytes: ``_copy`` gives out the bytes that follow it, ``again`` what was given
# out last. What stands before and behind the stream is padded until a repetition of it takes one unit too.
_UNIT = 5
_SIDE = 258 - _UNIT


def _copy(count: int) -> bytes:
    """A stored block of so many bytes, which follow."""
    return struct.pack("<BHH", 0, count, count ^ 0xFFFF)


def _bits(*fields: str) -> bytes:
    """Bits in the order of a deflate stream: codes are given as they are read, numbers lowest bit first."""
    bits = "".join(fields)
    assert len(bits) == 8 * _UNIT
    return bytes(int(bits[i : i + 8][::-1], 2) for i in range(0, len(bits), 8))


def _again_20() -> bytes:
    """The last twenty bytes again: a block of two copies of ten bytes from a distance of twenty."""
    length, distance, end = format(264 - 256, "07b"), format(8, "05b") + "110", "0" * 7
    return _bits("0", "10", length, distance, length, distance, end)


def _again_258(last: bool) -> bytes:
    """The last 258 bytes again, in one copy; an empty block fills the unit."""
    length, distance, end = "11000101", format(16, "05b") + "1000000", "0" * 7
    return _bits("0", "10", length, distance, end, "1" if last else "0", "10", end)


def quine_zip(name: str = "a.zip") -> bytes:
    """A zip whose only file, of this name, is the zip."""
    inside = name.encode("ascii")
    again, again_20, last = _again_258(last=False), _again_20(), _again_258(last=True)

    def whole(check: int, size: int, packed: int) -> bytes:
        common = struct.pack("<HHHHHIIIH", 20, 0, 8, 0, 0x21, check, packed, size, len(inside))
        room = _SIDE - 30 - len(inside)
        head = b"PK\3\4" + common + struct.pack("<H", room) + inside
        head += struct.pack("<HH", 0x5050, room - 4) + bytes(room - 4)
        room = _SIDE - 46 - len(inside) - 22
        entry = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHHII", room, 0, 0, 0, 0, 0) + inside
        entry += struct.pack("<HH", 0x5050, room - 4) + bytes(room - 4)
        tail = entry + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), _SIDE + packed, 0)
        four, one, none = _copy(4 * _UNIT), _copy(_UNIT), _copy(0)
        side = _copy(_SIDE + _UNIT)
        stream = [
            *(side, head, side), again, *(one, again), *(one, one), *(four, again, one, one, four), again_20,
            *(four, again_20, four, again_20, four), again_20, *(four, again_20, none, none, side), again_20,
            none, none, *(side, last, tail), last,
        ]  # fmt: skip
        return b"".join([head, *stream, tail])

    size = len(whole(0, 0, 0))
    packed = size - 2 * _SIDE

    def error(check: int) -> int:
        return zlib.crc32(whole(check, size, packed)) ^ check

    # The check sum of the file stands in it. It is linear in the bits of the one that is written: elimination finds it.
    base = error(0)
    rows = [(error(1 << bit) ^ base, 1 << bit) for bit in range(32)]
    check, left = 0, base
    for place in range(32):
        pivot = next((row for row in rows if row[0] >> place & 1), None)
        if pivot is None:
            continue
        rows = [
            (value ^ pivot[0], bits ^ pivot[1]) if value >> place & 1 else (value, bits)
            for value, bits in rows
            if bits != pivot[1]
        ]
        if left >> place & 1:
            left, check = left ^ pivot[0], check ^ pivot[1]
    assert not left
    return whole(check, size, packed)
