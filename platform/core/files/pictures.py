"""Pictures that people upload, read with bounded memory: their size is known before they are drawn."""

import struct
import warnings
import zlib
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from core.errors import FieldError
from core.marks import mark

MOST_PIXELS = 16_000_000
"""Of a picture that is drawn here: 64 MB of memory at most."""

LONGEST_SIDE = 2000
"""Pixels of the kept picture."""

NOT_A_PICTURE = mark("Send a picture as PNG or JPEG. This file is neither, or it is damaged.")


BROKEN_PICTURE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What Pillow raises over damaged files."""


def png_of(content: bytes, *, field: str = "file") -> bytes:
    """A PNG or JPEG drawn anew as a PNG of at most LONGEST_SIDE pixels; nothing else of the file is kept.

    FieldError for other kinds, damaged files and pictures of more than MOST_PIXELS.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures; the limit below is ours, and lower.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MOST_PIXELS:
                raise FieldError(
                    "The picture is too large: make it smaller than 4000 × 4000 pixels.",
                    field=field,
                )
            return _drawn(picture)
    except BROKEN_PICTURE:
        raise FieldError(NOT_A_PICTURE, field=field) from None


def _drawn(picture: Image.Image) -> bytes:
    picture.load()
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert(mode)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(mode, picture.size)
    clean.paste(picture.convert(mode))
    target = BytesIO()
    clean.save(target, "PNG", optimize=True)
    return target.getvalue()
