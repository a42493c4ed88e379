"""T29: what three readers take out of the PDF is what was put in, but for spaces."""

from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from core.documents.order import render_order
from core.documents.rendering import render
from tests.core.documents.extraction import (
    EXTRACTORS,
    body_text,
    by_mupdf,
    without_spaces,
)
from tests.core.documents.kinds import SIGNED_BY_NOTE, VERIFICATION, register
from tests.core.documents.meetings import ALL_KINDS, attendance_sheet
from tests.core.documents.papers import order
from tests.core.documents.sources import foot_text, note_text, source_text

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


@pytest.fixture(scope="module", params=ALL_KINDS)
def checked_paper(request):
    """A verified paper of each kind, with its PDF."""
    document = ALL_KINDS[request.param](
        verification=VERIFICATION, signed_by_note=SIGNED_BY_NOTE, edition_note="ฉบับที่ 1"
    )
    return document, render(document)


@pytest.mark.parametrize("reader", EXTRACTORS)
def test_every_kind_of_paper_reads_back_as_it_was_written(reader, checked_paper):
    document, pdf = checked_paper
    text = body_text(EXTRACTORS[reader](pdf), note=note_text(document))
    assert text == source_text(document) + foot_text(document)


@pytest.mark.parametrize("reader", EXTRACTORS)
def test_every_page_of_a_register_reads_its_header_again(reader):
    pdf = render(register(3, 14))
    text = without_spaces("".join(EXTRACTORS[reader](pdf)))
    with pymupdf.open(stream=pdf) as document:
        assert len(document) > 2
        assert text.count("ชื่อ-สกุลตำแหน่งในคณะกรรมการ") == len(document)


@pytest.mark.parametrize("reader", EXTRACTORS)
def test_a_sheet_for_forty_people_reads_its_header_on_every_page_and_every_name(reader):
    document = attendance_sheet(40)
    pdf = render(document)
    text = without_spaces("".join(EXTRACTORS[reader](pdf)))
    with pymupdf.open(stream=pdf) as pages:
        assert len(pages) == 2
        assert text.count("ลำดับชื่อ-สกุล") == 2
    for row in document.rows:
        assert without_spaces(row.name) in text


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
