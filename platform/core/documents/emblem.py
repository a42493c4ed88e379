"""The office's own picture of the garuda: an upload, never part of the product (DOMAIN 5.1)."""

from io import BytesIO

from PIL import Image

MOST_BYTES = 4_000_000
MOST_PIXELS = 9_000_000
"""Three centimetres at 600 dots an inch are half a million: more is a mistake or an attack (T24)."""


def checked_emblem(emblem: bytes | None) -> list[int] | None:
    """The picture's bytes as numbers for Typst.

    Raises ValueError if it is neither PNG nor JPEG, damaged, or larger than any garuda on paper
    needs; the size is read before anything is unpacked.
    """
    if emblem is None:
        return None
    if len(emblem) > MOST_BYTES:
        raise ValueError("the emblem is too large a file")
    try:
        with Image.open(BytesIO(emblem), formats=("PNG", "JPEG")) as picture:
            too_large = picture.width * picture.height > MOST_PIXELS
            if not too_large:
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        too_large = True
    except (OSError, SyntaxError, ValueError) as problem:
        raise ValueError("the emblem must be PNG or JPEG") from problem
    if too_large:
        raise ValueError("the emblem has too many pixels")
    return list(emblem)
