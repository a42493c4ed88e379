"""Three independent readers of PDF text, and the comparison that the gate T29 asks for."""

import re
import shutil
import subprocess
from collections.abc import Callable

import pymupdf
import pypdfium2
import pytest

_FURNITURE = re.compile(r"^\s*(- [๐-๙]+ -|/.*\.\.\.)\s*$")
_SPACES = re.compile(r"\s+")


def by_poppler(pdf: bytes) -> list[str]:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is missing: install the system package poppler-utils")
    done = subprocess.run(
        [program, "-raw", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode().replace("\f", "\n").split("\n")


def by_pdfium(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    lines: list[str] = []
    for page in document:
        text = page.get_textpage()
        lines.extend(text.get_text_range().splitlines())
        text.close()
        page.close()
    document.close()
    return lines


def by_mupdf(pdf: bytes) -> list[str]:
    with pymupdf.open(stream=pdf) as document:
        return [line for page in document for line in page.get_text().split("\n")]


EXTRACTORS: dict[str, Callable[[bytes], list[str]]] = {
    "poppler": by_poppler,
    "pdfium": by_pdfium,
    "mupdf": by_mupdf,
}


def without_spaces(text: str) -> str:
    return _SPACES.sub("", text)


def body_text(lines: list[str], *, note: str) -> str:
    """The text without spaces, page numbers, words of the next page, and the note at the foot."""
    kept = [line for line in lines if not _FURNITURE.match(line) and line.strip() != note]
    return without_spaces("".join(kept))
