"""Sarabun, made ready for PDF: `python -m core.documents.fonts`.

Sarabun lifts a tone mark above an upper vowel by moving it up. Extractors take the moved glyph for
a second one and double the cluster (สั่สั่ง). With the vertical part of its mark-to-mark anchors set
to zero the letters look the same, and poppler, pdfium and MuPDF read every word right (T29). The
bold weight also lifts the marks above ษ by a thousandth of the letter's size, by a slip of rounding;
that is levelled too.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import fontpkg_sarabun
from fontTools.ttLib import TTFont

FAMILY = "Sarabun"
PREPARED_FONTS = Path(__file__).with_name("fonts")

_WEIGHTS = ("Regular", "Bold")
_MANIFEST = "manifest.json"
_RECIPE = 2
_EXTENSION = 9
_MARK_TO_BASE = 4
_MARK_TO_MARK = 6
_SLIP = 2
"""Lifts of so many units (of a thousand) are errors of rounding that no eye sees."""


@cache
def font_directory() -> Path:
    """The folder of prepared fonts; made at first use, in a temporary folder if it must be."""
    try:
        return prepare_fonts(PREPARED_FONTS)
    except OSError:
        return prepare_fonts(Path(tempfile.mkdtemp(prefix="sarabun-")))


def prepare_fonts(directory: Path) -> Path:
    """Write the prepared fonts and their licence into `directory`, unless they are there."""
    wanted = _manifest()
    manifest = directory / _MANIFEST
    if _is_ready(directory, wanted):
        return directory
    directory.mkdir(parents=True, exist_ok=True)
    for weight in _WEIGHTS:
        font = TTFont(_source(weight))
        flatten_mark_to_mark(font)
        level_mark_to_base(font)
        _replace(directory / _file_name(weight), font.save)
    shutil.copyfile(fontpkg_sarabun.ROOT / "LICENSE", directory / "OFL.txt")
    _replace(manifest, lambda path: Path(path).write_text(wanted, encoding="utf-8"))
    return directory


def flatten_mark_to_mark(font: Any) -> int:
    """Set the height of every mark-to-mark anchor to zero; answers how many were not."""
    anchors = [
        anchor
        for lookup in font["GPOS"].table.LookupList.Lookup
        for subtable in lookup.SubTable
        for anchor in _mark_to_mark_anchors(subtable)
    ]
    lifted = sum(1 for anchor in anchors if anchor.YCoordinate)
    for anchor in anchors:
        anchor.YCoordinate = 0
    return lifted


def level_mark_to_base(font: Any) -> int:
    """Take back every lift of a mark over its letter that is a slip; answers how many there were."""
    slips = 0
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
            if inner.LookupType == _MARK_TO_BASE:
                slips += _level(inner)
    return slips


def _level(subtable: Any) -> int:
    heights: dict[int, set[int]] = {}
    for mark in subtable.MarkArray.MarkRecord:
        heights.setdefault(mark.Class, set()).add(mark.MarkAnchor.YCoordinate)
    slips = 0
    for base in subtable.BaseArray.BaseRecord:
        for kind, anchor in enumerate(base.BaseAnchor):
            if anchor is None or anchor.YCoordinate in heights.get(kind, ()):
                continue
            for height in heights.get(kind, ()):
                if abs(anchor.YCoordinate - height) <= _SLIP:
                    anchor.YCoordinate = height
                    slips += 1
                    break
    return slips


def _mark_to_mark_anchors(subtable: Any) -> list[Any]:
    inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
    if inner.LookupType != _MARK_TO_MARK:
        return []
    first = [record.MarkAnchor for record in inner.Mark1Array.MarkRecord]
    second = [
        anchor
        for record in inner.Mark2Array.Mark2Record
        for anchor in record.Mark2Anchor
        if anchor is not None
    ]
    return first + second


def _manifest() -> str:
    sources = {
        _file_name(weight): sha256(_source(weight).read_bytes()).hexdigest() for weight in _WEIGHTS
    }
    return json.dumps({"recipe": _RECIPE, "sources": sources}, indent=1, sort_keys=True)


def _is_ready(directory: Path, wanted: str) -> bool:
    try:
        written = (directory / _MANIFEST).read_text(encoding="utf-8")
    except OSError:
        return False
    return written == wanted and all(
        (directory / _file_name(weight)).exists() for weight in _WEIGHTS
    )


def _replace(target: Path, write: Callable[[str], object]) -> None:
    """Write beside the target and rename, so that a second process never sees half a font."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    os.close(handle)
    try:
        write(name)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _file_name(weight: str) -> str:
    return f"{FAMILY}-{weight}.ttf"


def _source(weight: str) -> Path:
    return Path(fontpkg_sarabun.ROOT) / "files" / _file_name(weight)


if __name__ == "__main__":
    sys.stdout.write(f"{prepare_fonts(PREPARED_FONTS)}\n")
