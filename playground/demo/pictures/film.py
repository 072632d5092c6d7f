"""An animated picture: frames as they were seen, each for its time, as one PNG (an APNG).

The frames need no other tool than the one that took them: an APNG is the compressed rows of several
pictures of one size, one after the other. Whoever cannot play it shows the first frame.
Source: https://www.w3.org/TR/png-3/#apng-frame-based-animation
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
FOR_EVER = 0
DATA_WITH_NUMBER = 4
"""Bytes before the rows in a chunk of a later frame: which chunk of the animation it is."""


@dataclass(frozen=True)
class Frame:
    """A PNG, and how many milliseconds it is shown."""

    png: bytes
    lasts: int


def animated(frames: Sequence[Frame]) -> bytes:
    """One PNG that shows these, again and again. Raises ValueError for frames that differ in
    size or kind, and for none."""
    if not frames:
        raise ValueError("there is nothing to show")
    head = _header(frames[0].png)
    if any(_header(one.png) != head for one in frames):
        raise ValueError("the frames are not all of one size and kind")
    parts = [SIGNATURE, _chunk(b"IHDR", head)]
    parts.append(_chunk(b"acTL", struct.pack(">II", len(frames), FOR_EVER)))
    number = 0
    for frame in frames:
        parts.append(_chunk(b"fcTL", _control(number, head, frame.lasts)))
        number += 1
        for rows in _of_kind(b"IDAT", frame.png):
            if frame is frames[0]:
                parts.append(_chunk(b"IDAT", rows))
            else:
                parts.append(_chunk(b"fdAT", struct.pack(">I", number) + rows))
                number += 1
    return b"".join([*parts, _chunk(b"IEND", b"")])


def _control(number: int, head: bytes, lasts: int) -> bytes:
    """A whole frame, that stays as it is until the next one comes."""
    width, height = struct.unpack(">II", head[:8])
    return struct.pack(">IIIIIHHBB", number, width, height, 0, 0, lasts, 1000, 0, 0)


def _header(png: bytes) -> bytes:
    return next(_of_kind(b"IHDR", png))


def _of_kind(kind: bytes, png: bytes) -> Iterator[bytes]:
    return (data for found, data in _chunks(png) if found == kind)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
