"""T24: what an office uploads as its garuda cannot hurt the machine that prints it."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from core.documents import emblem
from core.documents.rendering import render_order
from tests.core.documents.papers import order


def picture(kind, size=(90, 100)):
    file = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(file, kind)
    return file.getvalue()


def flood(width, height):
    """A PNG that promises many pixels in few bytes."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_of_two_kinds_are_taken(kind):
    assert bytes(emblem.checked_emblem(picture(kind))) == picture(kind)
    assert render_order(order(), emblem=picture(kind)).startswith(b"%PDF")


@pytest.mark.parametrize("size", [(4_000, 4_000), (12_000, 12_000), (60_000, 60_000)])
def test_a_flood_of_pixels_is_refused_before_it_is_unpacked(size):
    with pytest.raises(ValueError, match="too many pixels"):
        emblem.checked_emblem(flood(*size))


def test_a_large_file_is_refused_unread():
    with pytest.raises(ValueError, match="too large"):
        emblem.checked_emblem(b"\x89PNG\r\n\x1a\n" + bytes(emblem.MOST_BYTES))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg/>",
        b"MZ\x90\x00",
        picture("GIF"),
        picture("BMP"),
        picture("PNG")[:60],
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0" + b"PK\x03\x04" * 20,
    ],
)
def test_everything_else_is_refused(data):
    with pytest.raises(ValueError, match="PNG or JPEG"):
        emblem.checked_emblem(data)
