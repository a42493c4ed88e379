"""T29: what three readers take out of the PDF is what was put in, but for spaces."""

from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from core.documents.order import render_order
from tests.core.documents.extraction import (
    EXTRACTORS,
    body_text,
    by_mupdf,
    source_text,
    without_spaces,
)
from tests.core.documents.papers import order

STUDY = Path(__file__).parents[4] / "shared" / "study"
NEVER_CUT = (
    "กรุงเทพมหานคร",
    "สำนักงาน",
    "เครือข่าย",
    "คณะกรรมการ",
    "ประชาชน",
    "พัฒนา",
    "ดำเนินการ",
    "ประสิทธิภาพ",
    "ผู้อำนวยการ",
    "งบประมาณ",
)


@pytest.fixture(scope="module")
def signed_pdf():
    return render_order(order())


@pytest.fixture(scope="module")
def study_order():
    texts = sorted(STUDY.glob("*.txt")) if STUDY.is_dir() else []
    if not texts:
        pytest.skip("the study's text is not beside the checkout (shared/study/*.txt)")
    paragraphs = [line for text in texts for line in text.read_text(encoding="utf-8").splitlines()]
    return order(paragraphs=tuple(line for line in paragraphs if line.strip()))


@pytest.fixture(scope="module")
def study_pdf(study_order):
    return render_order(study_order)


@pytest.mark.parametrize("reader", EXTRACTORS)
def test_an_order_with_thirty_hard_names_reads_back_as_it_was_written(reader, signed_pdf):
    text = body_text(EXTRACTORS[reader](signed_pdf), note="จัดทำตามคู่มือฉบับที่ ๑")
    assert text == source_text(order())


@pytest.mark.shared_data
@pytest.mark.parametrize("reader", EXTRACTORS)
def test_the_whole_study_reads_back_as_it_was_written(reader, study_order, study_pdf):
    text = body_text(EXTRACTORS[reader](study_pdf), note="จัดทำตามคู่มือฉบับที่ ๑")
    assert text == source_text(study_order)


@pytest.mark.shared_data
def test_no_line_ends_inside_a_word(study_pdf):
    lines = [without_spaces(line) for line in by_mupdf(study_pdf)]
    cut = [
        (before[-20:], after[:20])
        for before, after in pairwise(lines)
        for word in NEVER_CUT
        for place in range(1, len(word))
        if before.endswith(word[:place]) and after.startswith(word[place:])
    ]
    assert cut == []


@pytest.mark.shared_data
def test_no_line_begins_with_a_mark_that_belongs_to_the_letter_before(study_pdf):
    lines = [line.strip() for line in by_mupdf(study_pdf)]
    assert [line for line in lines if line and line[0] in "ะาำิีึืุูๆฯ่้๊๋์)”"] == []


def test_fonts_are_embedded_and_the_pdf_is_tagged(signed_pdf):
    with pymupdf.open(stream=signed_pdf) as document:
        fonts = {font[3]: font[1] for page in document for font in page.get_fonts()}
        catalogue = document.xref_object(document.pdf_catalog())
    assert sorted(name.split("+")[1] for name in fonts) == ["Sarabun-Bold", "Sarabun-Regular"]
    assert set(fonts.values()) == {"ttf"}
    assert "/MarkInfo" in catalogue
    assert "/StructTreeRoot" in catalogue
    assert "(th)" in catalogue
