"""Scans that people attach to papers: PDF, PNG or JPEG that hold nothing but the page (F47, T24).

Nothing is drawn at full size and nothing is unpacked beyond fixed limits, so a small file cannot
become a large one in memory. The bytes stay as they were sent: their hash belongs to the paper.
"""

import re
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from core.errors import FieldError
from core.files.pdfs import check_pdf
from core.files.pictures import BROKEN_PICTURE, MOST_PIXELS
from core.files.refusals import DAMAGED, MORE_INSIDE, TOO_LARGE, ScanProblem
from core.files.service import LARGEST_FILE
from core.files.unpacking import unpack
from core.marks import mark

MOST_MEGAPIXELS = 60
"""Of a scan: A4 at 600 dots per inch has 35."""

TOO_MANY_PIXELS = mark(
    "This picture has more than %(most)s million pixels. Scan the page with at most 600 dots an inch."
)
_PNG, _JPEG, _PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
_PAGE_OR_PROGRAM = re.compile(rb"<(?:script|html|svg|iframe|\?php|!doctype)", re.IGNORECASE)
_END_OF_ZIP, _ZIP_COMMENT = b"PK\x05\x06", 65_557
_HEAD = 1024
"""A reader looks for the beginning of a PDF in so many bytes."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = (
    (8, 8, 0, 0),
    (8, 8, 4, 0),
    (4, 8, 0, 4),
    (4, 4, 2, 0),
    (2, 4, 0, 2),
    (2, 2, 1, 0),
    (1, 2, 0, 1),
)
_MOST_PARTS = 100_000
"""Chunks or segments: more are there to keep us busy."""

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SEQUENTIAL = frozenset({0xC0, 0xC1})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MOST_PASSES = 64
_NEXT_MARKER = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")


@dataclass(frozen=True)
class Scan:
    """A paper as scanned, already checked."""

    name: str
    content: bytes
    content_type: str


def check_scan(content: bytes) -> str:
    """The content type of a scan; FieldError(field="scan") with a sentence for everything else.

    Refused: other kinds of files whatever their name, damaged ones, more than LARGEST_FILE bytes or
    MOST_MEGAPIXELS, locked PDFs, PDFs with programs or files inside, and files that are two things at once.
    """
    try:
        return _kind(content)
    except ScanProblem as problem:
        raise FieldError(problem.message_id, field="scan", **problem.parameters) from None


def walk_jpeg(content: bytes, place: int) -> tuple[int, bool, int]:
    """Pixels, whether they come in one pass, and the place behind the last mark of a JPEG; else ScanProblem.

    A picture of several passes is held in memory whole, however small it is drawn.
    """
    pixels, frame = 0, b""
    passes: list[bytes] = []
    place += 2
    for _ in range(_MOST_PARTS):
        if content[place : place + 1] != b"\xff" or place + 1 >= len(content):
            raise ScanProblem(DAMAGED)
        marker = content[place + 1]
        if marker in (0xFF, *_ALONE):
            place += 1 if marker == 0xFF else 2  # noqa: PLR2004 - a filling byte
            continue
        if marker == 0xD9:  # noqa: PLR2004 - the end of the picture
            break
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        body = content[place + 4 : place + 2 + length]
        if length < 2 or len(body) != length - 2:  # noqa: PLR2004 - the length counts itself
            raise ScanProblem(DAMAGED)
        place += 2 + length
        if marker in _FRAMES:
            pixels, frame = _pixels_of_frame(body, pixels), bytes((marker, body[5]))
        elif marker == 0xDA:  # noqa: PLR2004 - the picture's data follow
            passes.append(body[:1])
            place = _behind_data(content, place, len(passes))
    else:
        raise ScanProblem(DAMAGED)
    if not pixels or not passes:
        raise ScanProblem(DAMAGED)
    return pixels, frame[0] in _SEQUENTIAL and passes == [frame[1:]], place + 2


def _kind(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise ScanProblem(TOO_LARGE)
    if _END_OF_ZIP in content[-_ZIP_COMMENT:]:
        raise ScanProblem(MORE_INSIDE if content.startswith((_PNG, _JPEG, _PDF)) else DAMAGED)
    if content.startswith(_PDF):
        if _PAGE_OR_PROGRAM.search(content, 0, _HEAD):
            raise ScanProblem(MORE_INSIDE)
        check_pdf(content)
        return "application/pdf"
    if not content.startswith((_PNG, _JPEG)):
        raise ScanProblem(DAMAGED)
    if _PDF in content[:_HEAD] or _PAGE_OR_PROGRAM.search(content):
        raise ScanProblem(MORE_INSIDE)
    if content.startswith(_PNG):
        _check_png(content)
        return "image/png"
    _check_jpeg(content)
    return "image/jpeg"


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise ScanProblem(DAMAGED)
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise ScanProblem(TOO_MANY_PIXELS, most=MOST_MEGAPIXELS)


def _check_png(content: bytes) -> None:
    """Every chunk whole, exactly as many bytes of picture as its size says, and nothing behind it."""
    place, data, expected, received = len(_PNG), zlib.decompressobj(), 0, 0
    end = place
    for _ in range(_MOST_PARTS):
        length = int.from_bytes(content[place : place + 4], "big")
        kind, body = content[place + 4 : place + 8], memoryview(content)[place + 8 :][:length]
        end = place + 12 + length
        check = content[end - 4 : end]
        if end > len(content) or zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(check, "big"):
            raise ScanProblem(DAMAGED)
        if (kind == b"IHDR") != (place == len(_PNG)):
            raise ScanProblem(DAMAGED)
        if kind == b"IHDR":
            expected = _bytes_of_png(bytes(body))
        elif kind == b"IDAT":
            received = _count(data, body, received, expected)
        elif kind == b"IEND":
            break
        place = end
    else:
        raise ScanProblem(DAMAGED)
    if received != expected or not data.eof:
        raise ScanProblem(DAMAGED)
    if end != len(content):
        raise ScanProblem(MORE_INSIDE)


def _bytes_of_png(header: bytes) -> int:
    """How many bytes the picture has unpacked, from its header alone."""
    if len(header) != 13 or header[9] not in _CHANNELS or header[12] > 1:  # noqa: PLR2004 - the header's length
        raise ScanProblem(DAMAGED)
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    _check_size(width, height)
    bits = header[8] * _CHANNELS[header[9]]
    passes = _ADAM7 if header[12] else ((1, 1, 0, 0),)
    total = 0
    for step_x, step_y, first_x, first_y in passes:
        columns = max(0, -(-(width - first_x) // step_x))
        rows = max(0, -(-(height - first_y) // step_y))
        total += rows * (1 + -(-columns * bits // 8)) if columns else 0
    return total


def _count(data: "zlib._Decompress", packed: memoryview, received: int, expected: int) -> int:
    """How many bytes of picture there are with this part, and never more than is expected."""
    try:
        for piece in unpack(data, packed):
            received += len(piece)
            if received > expected:
                raise ScanProblem(DAMAGED)
    except zlib.error:
        raise ScanProblem(DAMAGED) from None
    return received


def _check_jpeg(content: bytes) -> None:
    """Whole from its first to its last mark; behind it only what phones write: zeros, previews, their own notes."""
    pixels, one_pass, end = walk_jpeg(content, 0)
    while content.startswith(_JPEG, end := _behind_zeros(content, end)):
        end = walk_jpeg(content, end)[2]
    if end != len(content) and not content.endswith(b"SEFT"):
        raise ScanProblem(MORE_INSIDE)
    if not one_pass and pixels > MOST_PIXELS:
        return
    try:
        picture = Image.open(BytesIO(content), formats=("JPEG",))
        # Drawn at an eighth of its size, so that a broken picture shows and memory stays small.
        picture.draft("L", (max(1, picture.width // 8), max(1, picture.height // 8)))
        picture.load()
    except BROKEN_PICTURE:
        raise ScanProblem(DAMAGED) from None


def _behind_zeros(content: bytes, place: int) -> int:
    return len(content) - len(content[place:].lstrip(b"\0"))


def _pixels_of_frame(body: bytes, earlier: int) -> int:
    if earlier or len(body) < 6:  # noqa: PLR2004 - depth, height, width, components
        raise ScanProblem(DAMAGED)
    height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    _check_size(width, height)
    return width * height


def _behind_data(content: bytes, place: int, passes: int) -> int:
    found = _NEXT_MARKER.search(content, place)
    if found is None or passes > _MOST_PASSES:
        raise ScanProblem(DAMAGED)
    return found.start()
