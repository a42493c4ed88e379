"""What holds for papers of every kind."""

import pymupdf
import pytest

from core.documents.content import Paper
from core.documents.rendering import (
    render,
    render_announcement,
    render_attendance_sheet,
    render_badge_sheet,
    render_by_law,
    render_certificate,
    render_code_poster,
    render_election_result,
    render_invitation,
    render_memo,
    render_minutes,
    render_order,
    render_pay_list,
    render_register,
)
from tests.core.documents.kinds import (
    SIGNED,
    announcement,
    by_law,
    election_result,
    memo,
    register,
)
from tests.core.documents.meetings import (
    ALL_KINDS,
    attendance_sheet,
    badge_sheet,
    certificate,
    code_poster,
    invitation,
    minutes,
    pay_list,
)
from tests.core.documents.papers import order

MAKERS = pytest.mark.parametrize("make", ALL_KINDS.values(), ids=ALL_KINDS)


def texts_of(pdf):
    with pymupdf.open(stream=pdf) as document:
        return [page.get_text() for page in document]


@pytest.mark.parametrize(
    ("make", "function"),
    [
        (order, render_order),
        (announcement, render_announcement),
        (memo, render_memo),
        (by_law, render_by_law),
        (register, render_register),
        (election_result, render_election_result),
        (minutes, render_minutes),
        (invitation, render_invitation),
        (attendance_sheet, render_attendance_sheet),
        (pay_list, render_pay_list),
        (certificate, render_certificate),
        (badge_sheet, render_badge_sheet),
        (code_poster, render_code_poster),
    ],
)
def test_one_function_renders_them_all(make, function):
    assert render(make()) == function(make())


@MAKERS
def test_equal_content_gives_equal_bytes(make):
    assert render(make()) == render(make())
    assert render(make()) != render(make(edition_note="จัดทำตามคู่มือฉบับที่ 2"))


def test_a_paper_of_an_unknown_kind_is_refused():
    shared = {key: SIGNED[key] for key in ("draft", "is_example", "edition_note", "prepared_at")}
    with pytest.raises(TypeError, match="no paper that we render"):
        render(Paper(**shared))


@MAKERS
def test_every_page_of_a_draft_and_of_an_example_says_so(make):
    for page in texts_of(render(make(draft=True, is_example=True))):
        assert "ร่าง – ยังไม่มีผลบังคับ" in page
        assert "ตัวอย่าง – มิใช่เอกสารราชการ" in page
    text = "".join(texts_of(render(make())))
    assert "ร่าง –" not in text
    assert "มิใช่เอกสารราชการ" not in text


@MAKERS
def test_digits_are_thai_throughout(make):
    text = "".join(texts_of(render(make(draft=True, is_example=True))))
    assert not any(digit in text for digit in "0123456789")


@MAKERS
def test_files_are_for_the_archive_and_name_nobody(make):
    with pymupdf.open(stream=render(make())) as document:
        xmp, metadata = document.get_xml_metadata(), document.metadata
        catalogue = document.xref_object(document.pdf_catalog())
        embedded = {font[1] for page in document for font in page.get_fonts()}
    assert "pdfaid" in xmp
    assert "/StructTreeRoot" in catalogue
    assert embedded == {"ttf"}
    assert metadata["title"]
    assert metadata["author"] == metadata["subject"] == ""
    assert "นายตัวอย่าง" not in xmp


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (announcement(), "ประกาศสำนักงานเขตบางนา"),
        (announcement(number="7/2569"), "ประกาศสำนักงานเขตบางนา ที่ ๗/๒๕๖๙"),
        (memo(), "บันทึกข้อความ ที่ ๔๕๖"),
        (by_law(), "ข้อบังคับเครือข่ายชุมชน โซน ๑ เขตบางนา"),
        (by_law(number=2), "ข้อบังคับเครือข่ายชุมชน โซน ๑ เขตบางนา ฉบับที่ ๒"),
        (by_law(draft=True), "ร่างข้อบังคับเครือข่ายชุมชน โซน ๑ เขตบางนา"),
        (register(), "ทะเบียนคณะกรรมการเครือข่ายชุมชน สำนักงานเขตบางนา"),
        (minutes(), "รายงานการประชุมคณะกรรมการเครือข่ายชุมชน โซน ๑ ครั้งที่ ๑/๒๕๖๙"),
        (invitation(), "หนังสือเชิญ สำนักงานเขตบางนา ที่ กท ๗๐๐๑/๗๘๙"),
        (attendance_sheet(), "บัญชีลงลายมือชื่อผู้เข้าร่วมประชุม"),
        (pay_list(), "หลักฐานการจ่ายเงินค่าเบี้ยประชุม สำนักงานเขตบางนา"),
        (certificate(), "วุฒิบัตร สำนักงานเขตบางนา กรุงเทพมหานคร เลขที่ ๑/๒๕๖๙"),
    ],
)
def test_the_title_of_the_file_is_kind_issuer_and_number(document, title):
    with pymupdf.open(stream=render(document)) as pdf:
        assert pdf.metadata["title"] == title


@MAKERS
def test_a_moment_without_a_time_zone_is_refused(make):
    moment = SIGNED["prepared_at"].replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        make(prepared_at=moment)
