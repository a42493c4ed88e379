"""One door to Typst: a template of this folder and values go in, a PDF comes out.

Values travel as JSON, never as Typst source, so a name with # or $ prints as it is. The PDF is
PDF/A-2b and tagged: fonts embedded, fit for the archive. (PDF/A-2a and PDF/UA-1 make Typst wrap
every cluster in replacement text, which MuPDF then reads twice: T29.) The same values and the same
time give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from core.documents.fonts import font_directory

TEMPLATES = Path(__file__).with_name("typst")


def typeset(template: str, content: Mapping[str, Any], *, at: datetime) -> bytes:
    """Render `typst/<template>.typ` with `content`; `at` becomes the PDF's creation time.

    A letter that no font of ours has (an emoji in a name) cannot be in PDF/A: such a paper is
    rendered once more without the archive's promise, rather than not at all.
    """
    compiler = typst.Compiler(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    made = int(at.timestamp())
    try:
        pdf = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=made)
    except typst.TypstError:
        pdf = compiler.compile(format="pdf", timestamp=made)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst answered with something else than one PDF")
    return pdf


@cache
def _fonts() -> Any:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_directory())],
    )
