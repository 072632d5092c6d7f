"""The film of the tour: read back by what the standard says of an animated PNG."""

import struct
import zlib
from pathlib import Path

import pytest

from playground.demo.pictures.film import Frame, animated

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
WIDTH, HEIGHT = 3, 2


def png(grey: int, width: int = WIDTH) -> bytes:
    """A small grey picture."""
    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(HEIGHT))
    head = struct.pack(">IIBBBBB", width, HEIGHT, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def chunks(film: bytes) -> list[tuple[bytes, bytes]]:
    at, found = 8, []
    while at < len(film):
        length, kind = struct.unpack(">I4s", film[at : at + 8])
        data = film[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", film[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(kind + data)
        found.append((kind, data))
        at += length + 12
    return found


def test_a_film_is_one_png_with_every_frame_and_its_time() -> None:
    film = chunks(animated([Frame(png(10), 500), Frame(png(20), 700), Frame(png(30), 900)]))
    kinds = [kind for kind, _ in film]
    assert kinds == [
        *(b"IHDR", b"acTL", b"fcTL", b"IDAT"),
        *(b"fcTL", b"fdAT", b"fcTL", b"fdAT", b"IEND"),
    ]
    assert film[1][1] == struct.pack(">II", 3, 0)
    controls = [struct.unpack(">IIIIIHHBB", data) for kind, data in film if kind == b"fcTL"]
    assert [one[5:7] for one in controls] == [(500, 1000), (700, 1000), (900, 1000)]
    assert {one[1:5] for one in controls} == {(WIDTH, HEIGHT, 0, 0)}
    later = [data for kind, data in film if kind == b"fdAT"]
    numbers = [one[0] for one in controls] + [int.from_bytes(data[:4], "big") for data in later]
    assert sorted(numbers) == list(range(5))
    greys = [zlib.decompress(data[4:])[1] for data in later]
    assert greys == [20, 30]


def test_frames_of_several_sizes_make_no_film() -> None:
    with pytest.raises(ValueError, match="not all of one size"):
        animated([Frame(png(1), 100), Frame(png(2, width=5), 100)])
    with pytest.raises(ValueError, match="nothing to show"):
        animated([])


def test_the_film_of_the_tour_is_not_heavy_and_has_a_still() -> None:
    film = (PICTURES / "tour.png").read_bytes()
    assert len(film) < 2_000_000
    kinds = [kind for kind, _ in chunks(film)]
    assert kinds.count(b"fcTL") > 8
    still = chunks((PICTURES / "tour-still.png").read_bytes())
    assert b"acTL" not in [kind for kind, _ in still]
    assert still[0] == chunks(film)[0]  # of one size
