"""Photos of a phone's camera, drawn anew so that nothing of them is kept but the picture (F57).

Where it was taken, with which phone, comments, previews and colour profiles stay behind. Sizes are
read from the file's own header before anything is drawn, and a large JPEG is drawn at a part of its
size, so that a photo of fifty million pixels costs no more memory than one of twelve.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from core.errors import FieldError
from core.files.pictures import BROKEN_PICTURE, MOST_PIXELS
from core.files.refusals import MORE_INSIDE, TOO_LARGE, ScanProblem
from core.files.scans import TOO_MANY_PIXELS, check_scan, walk_jpeg
from core.files.service import LARGEST_FILE
from core.marks import mark

MOST_PIXELS_IN_ONE_PASS = 50_000_000
"""Of a JPEG as cameras write it; a PNG or a JPEG of several passes is drawn whole: MOST_PIXELS at most."""

MOST_PIXELS_OF_WEBP = 8_000_000
"""Its reader holds the picture three times."""

LONGEST_SIDE, PREVIEW_SIDE = 1600, 320
"""Pixels of what is kept."""

_NOT_A_PHOTO = mark(
    "Send photos as JPEG, PNG or WebP. This file is none of them, or it is damaged: choose the photo again."
)
_TOO_MANY_PIXELS = mark("This photo has more than %(most)s million pixels. Choose a smaller one.")
_MORE_THAN_A_PHOTO = mark(
    "This file holds more than the photo itself. Choose another photo, or send a screenshot of it."
)
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUALITY = 80
_WEBP_HEADER, _WEBP_MOVES = 30, 0x02


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG of at most LONGEST_SIDE pixels, upright, and a JPEG of at most PREVIEW_SIDE for lists."""

    jpeg: bytes
    width: int
    height: int
    preview: bytes


def clean_photo(content: bytes, *, field: str = "photos") -> CleanPhoto:
    """A JPEG, PNG or WebP drawn anew; FieldError with a sentence for everything else.

    Refused by the first bytes or the header: other kinds whatever their name, more than LARGEST_FILE
    bytes, too many pixels, cut-off files, files that are two things at once, moving pictures.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of damaged notes of the camera, which are thrown away here.
            warnings.simplefilter("ignore")
            kind = _check(content)
            with Image.open(BytesIO(content), formats=(kind,)) as picture:
                upright = _upright(picture)
    except ScanProblem as problem:
        raise FieldError(problem.message_id, field=field, **problem.parameters) from None
    except BROKEN_PICTURE:
        raise FieldError(_NOT_A_PHOTO, field=field) from None
    preview = upright.copy()
    preview.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return CleanPhoto(_jpeg(upright), upright.width, upright.height, _jpeg(preview))


def _check(content: bytes) -> str:
    """Pillow's name of the kind; ScanProblem before anything large is drawn."""
    if len(content) > LARGEST_FILE:
        raise ScanProblem(TOO_LARGE)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        _check_size(*_size_of_webp(content), MOST_PIXELS_OF_WEBP)
        return "WEBP"
    if not content.startswith((_PNG, _JPEG)):
        raise ScanProblem(_NOT_A_PHOTO)
    try:
        if content.startswith(_JPEG):
            pixels, one_pass, _ = walk_jpeg(content, 0)
        else:
            pixels, one_pass = _pixels_of_png(content), False
        _check_size(pixels, 1, MOST_PIXELS_IN_ONE_PASS if one_pass else MOST_PIXELS)
        check_scan(content)
    except ScanProblem as problem:
        raise _as_told_of_photos(problem.message_id, problem.parameters) from None
    except FieldError as problem:
        raise _as_told_of_photos(problem.message.id, problem.message.parameters) from None
    return "JPEG" if content.startswith(_JPEG) else "PNG"


def _as_told_of_photos(message_id: str, parameters: Mapping[str, object]) -> ScanProblem:
    """What is told of scans, in the words of photos."""
    if message_id == _TOO_MANY_PIXELS:
        return ScanProblem(message_id, **parameters)
    if message_id == TOO_MANY_PIXELS:
        return ScanProblem(_TOO_MANY_PIXELS, most=MOST_PIXELS_IN_ONE_PASS // 1_000_000)
    return ScanProblem(_MORE_THAN_A_PHOTO if message_id == MORE_INSIDE else _NOT_A_PHOTO)


def _pixels_of_png(content: bytes) -> int:
    return int.from_bytes(content[16:20], "big") * int.from_bytes(content[20:24], "big")


def _check_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise ScanProblem(_TOO_MANY_PIXELS, most=most // 1_000_000)


def _size_of_webp(content: bytes) -> tuple[int, int]:
    """Width and height by the header alone: opening a WebP takes the memory of the whole picture."""
    length = int.from_bytes(content[4:8], "little") + 8
    if len(content) < max(length, _WEBP_HEADER):
        raise ScanProblem(_NOT_A_PHOTO)
    if len(content) > length + length % 2:
        raise ScanProblem(_MORE_THAN_A_PHOTO)
    if content[12:16] == b"VP8X":
        if content[20] & _WEBP_MOVES:
            raise ScanProblem(_NOT_A_PHOTO)
        return (
            int.from_bytes(content[24:27], "little") + 1,
            int.from_bytes(content[27:30], "little") + 1,
        )
    if content[12:16] == b"VP8L":
        packed = int.from_bytes(content[21:25], "little")
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    packed = int.from_bytes(content[26:30], "little")
    return packed & 0x3FFF, packed >> 16 & 0x3FFF


def _upright(picture: Image.Image) -> Image.Image:
    """The bare picture at its kept size, turned as the camera was held, white where it was clear."""
    share = min(1, LONGEST_SIDE / max(picture.size))
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    turn = _TURNS.get(_orientation(picture))
    picture.draft(None, size)
    picture.load()
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    bare = Image.new("RGB", size, "white")
    bare.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return bare.transpose(turn) if turn is not None else bare


def _orientation(picture: Image.Image) -> int:
    """How the camera was held; a photo is not refused because its notes are damaged."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except (*BROKEN_PICTURE, ArithmeticError):
        return 1


def _jpeg(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return target.getvalue()
