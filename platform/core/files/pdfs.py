"""Whether a PDF is nothing but pages, without a library that would open it.

Names are looked for everywhere: in the file as it lies there, with `#4A` and the like spelled out,
and in every packed stream that could hold objects. A reader that repairs files finds nothing that
was not looked at.
"""

import re
import zlib
from collections.abc import Iterator

from core.files.refusals import ACTIVE, DAMAGED, LOCKED, MORE_INSIDE, ScanProblem
from core.files.unpacking import unpack

MOST_OF_A_STREAM = 32 * 1024 * 1024
MOST_OF_ALL_STREAMS = 128 * 1024 * 1024
"""Bytes that are unpacked to be looked at; pictures are not."""

_ACTIVE = re.compile(
    rb"/(JavaScript|EmbeddedFiles?|FileAttachment|Launch|RichMedia|ImportData|GoToE)(?![A-Za-z0-9])"
    rb"|/(XFA)[\s\[]"
)
_LOCK = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_SPELLED_OUT = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\x00]*\Z")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_TAIL, _LONGEST_DICTIONARY, _OVERLAP = 2048, 8192, 64
_MOST_STREAMS, _MOST_SPELLED = 40_000, 100_000
"""A book of scans has hundreds of streams; more than this many are there to keep us busy."""

_NEED_NOT_UNPACK = re.compile(rb"/Image\b")
_RARE_PACKING = re.compile(rb"/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode)\b")
_OTHER_PACKING = re.compile(rb"/(?:AHx|A85|LZW|RL|Crypt|Predictor)\b")
"""Objects that are packed like this cannot be looked at here; no scanner does it."""


def check_pdf(content: bytes) -> None:
    """ScanProblem for a PDF that is cut off, locked, or holds programs, actions or files."""
    end = _END.search(content, max(0, len(content) - _TAIL))
    if end is None or not _TABLE.match(content, int(end[1])):
        raise ScanProblem(DAMAGED)
    spelled = _spell_out(content)
    if _LOCK.search(spelled):
        raise ScanProblem(LOCKED)
    _refuse_active(spelled)
    if b"/ObjStm" in spelled and _RARE_PACKING.search(spelled):
        raise ScanProblem(MORE_INSIDE)
    left = MOST_OF_ALL_STREAMS
    for dictionary, start in _streams(content):
        left -= _look_into(content, dictionary, start, min(left, MOST_OF_A_STREAM))


def _spell_out(data: bytes) -> bytes:
    spelled, times = _SPELLED_OUT.subn(
        lambda found: bytes.fromhex(found[1].decode()), data, count=_MOST_SPELLED
    )
    if times == _MOST_SPELLED:
        raise ScanProblem(MORE_INSIDE)
    return spelled


def _refuse_active(data: bytes) -> None:
    found = _ACTIVE.search(data)
    if found:
        raise ScanProblem(ACTIVE, found=(found[1] or found[2]).decode())


def _streams(content: bytes) -> Iterator[tuple[bytes, int]]:
    """The dictionary before each stream, and where its bytes begin."""
    for number, found in enumerate(_STREAM.finditer(content)):
        if number > _MOST_STREAMS:
            raise ScanProblem(MORE_INSIDE)
        if content[max(0, found.start() - 3) : found.start()] == b"end":
            continue
        before = content[max(0, found.start() - _LONGEST_DICTIONARY) : found.start()]
        yield _spell_out(_OBJECT.split(before)[-1]), found.end()


def _look_into(content: bytes, dictionary: bytes, start: int, most: int) -> int:
    """Unpack a stream piece by piece and look for what is refused; how many bytes that was."""
    holds_objects = b"/ObjStm" in dictionary
    if holds_objects and _OTHER_PACKING.search(dictionary):
        raise ScanProblem(MORE_INSIDE)
    if not holds_objects and _NEED_NOT_UNPACK.search(dictionary):
        return 0
    total, tail = 0, b""
    try:
        for piece in unpack(zlib.decompressobj(), memoryview(content)[start:]):
            total += len(piece)
            if total > most:
                raise ScanProblem(MORE_INSIDE)
            _refuse_active(_spell_out(tail + piece))
            tail = (tail + piece)[-_OVERLAP:]
    except zlib.error:
        # Not packed by zlib, or only so far: a reader sees no more of it either.
        pass
    return total
