"""Lists to sign, the proof of payment, certificates, cards and the code on the wall."""

from dataclasses import replace
from decimal import Decimal

import pymupdf
import pytest

from core.documents.content import PayRow, read_paper
from core.documents.money import baht_in_figures, baht_in_words
from core.documents.rendering import render, render_certificates
from tests.core.documents.extraction import EXTRACTORS, by_mupdf, without_spaces
from tests.core.documents.kinds import VERIFICATION
from tests.core.documents.meetings import (
    attendance_sheet,
    badge_sheet,
    certificate,
    code_poster,
    pay_list,
)
from tests.core.documents.papers import HARD_NAMES
from tests.core.documents.positions import CENTIMETRE, in_millimetres, lines_of, pages_of

LONGEST = "ว่าที่ร้อยตรีหญิง กฤษฎิ์ชญา ตัวอย่างเพ็ญพิชชาวัฒน์วิสุทธิ์กุลธำรง"


def text_of(document):
    return without_spaces("".join(by_mupdf(render(document))))


def whole_words(page):
    return [line for line, _ in lines_of(page)]


def test_a_sheet_has_a_column_for_every_time_to_sign_and_lines_for_the_unannounced():
    text = text_of(attendance_sheet(5, columns=("เช้า", "บ่าย"), blank_rows=4))
    assert "เช้าบ่ายหมายเหตุ" in text
    assert "ลายมือชื่อ" not in text.replace("บัญชีลงลายมือชื่อ", "")
    assert "๖๗๘๙" in text


def test_a_column_without_anything_is_left_out_of_a_sheet():
    rows = tuple(replace(row, role="", position="") for row in attendance_sheet().rows)
    text = text_of(attendance_sheet(rows=rows))
    assert "ลำดับชื่อ-สกุลลายมือชื่อหมายเหตุ" in text


def test_a_sheet_of_blank_lines_alone_asks_for_name_and_position():
    text = text_of(attendance_sheet(0, blank_rows=45))
    assert text.count("ลำดับชื่อ-สกุลตำแหน่ง/ชุมชนลายมือชื่อหมายเหตุ") == 2
    assert "ยังไม่มีรายชื่อ" not in text


def test_sheets_without_names_say_so():
    assert "ยังไม่มีรายชื่อ" in text_of(attendance_sheet(0))
    assert "ไม่มีผู้ได้รับเงินรวมเป็นเงินทั้งสิ้น(ศูนย์บาทถ้วน)๐.๐๐" in text_of(pay_list(0))
    assert "ยังไม่มีรายชื่อ" in text_of(badge_sheet(0))


def test_no_word_of_a_sheet_is_cut():
    rows = tuple(
        replace(row, role="กรรมการและผู้ช่วยเลขานุการ", name=LONGEST)
        for row in attendance_sheet(6).rows
    )
    page = pages_of(render(attendance_sheet(rows=rows, columns=("เช้า", "บ่าย", "ค่ำ"))))[0]
    lines = whole_words(page)
    for words in ("ลำดับ", "หมายเหตุ", "เลขานุการ", "ตัวอย่างเพ็ญพิชชาวัฒน์วิสุทธิ์กุลธำรง"):
        assert any(words in line for line in lines), words
    assert max(box.x1 for _, box in lines_of(page)) < page.rect.width - 1.2 * CENTIMETRE


def test_the_total_is_said_in_figures_and_in_words():
    rows = (
        PayRow(name="นายตัวอย่าง ใจดี", amount=Decimal("1000.50")),
        PayRow(name="นางตัวอย่าง ใจงาม", amount=Decimal(21)),
    )
    text = text_of(pay_list(rows=rows))
    assert "(หนึ่งพันยี่สิบเอ็ดบาทห้าสิบสตางค์)๑,๐๒๑.๕๐" in text
    assert baht_in_words(Decimal(1_200)) == "(หนึ่งพันสองร้อยบาทถ้วน)"
    assert baht_in_figures(Decimal("1234567.5")) == "๑,๒๓๔,๕๖๗.๕๐"


def test_pay_without_approval_or_rate_leaves_the_sentences_out():
    text = text_of(pay_list(approved_by="", rate="", payer_name="", paid_on=None))
    assert "อนุมัติ" not in text
    assert "อัตราที่จ่าย" not in text
    assert "(................................................)" in text


@pytest.mark.parametrize("people", range(17, 31))
def test_the_payer_signs_below_the_last_people_with_the_header_above_them(people):
    pages = pages_of(render(pay_list(people)))
    for page in pages:
        assert without_spaces(page.get_text()).count("ลำดับชื่อ-สกุลตำแหน่ง") == 1
    last = without_spaces(pages[-1].get_text())
    assert "ผู้จ่ายเงิน" in last
    assert "รวมเป็นเงินทั้งสิ้น" in last
    assert without_spaces(HARD_NAMES[(people - 1) % len(HARD_NAMES)]) in last


def test_amounts_are_kept_with_two_places():
    document = pay_list(1)
    assert '"amount":"200.00"' in document.canonical_json()
    assert read_paper(document.canonical_json()) == document


def test_a_certificate_is_one_landscape_page_with_everything_inside_its_frame():
    for document in (
        certificate(verification=VERIFICATION),
        certificate(
            holder_name=LONGEST,
            course="หลักสูตรการพัฒนาเครือข่ายชุมชนเข้มแข็งและการจัดการสาธารณภัยในพื้นที่เขตบางนา " * 2,
            signer_position="หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม ปฏิบัติราชการแทน\nผู้อำนวยการเขตบางนา",
            verification=VERIFICATION,
        ),
    ):
        pages = pages_of(render(document))
        assert [(round(page.rect.width), round(page.rect.height)) for page in pages] == [(842, 595)]
        edge = 1.3 * CENTIMETRE
        inside = pymupdf.Rect(edge, edge, 842 - edge, 595 - edge)
        assert [line for line, box in lines_of(pages[0]) if box not in inside] == []


def test_a_certificate_of_one_day_says_that_day_and_no_hours():
    text = text_of(certificate(last_day=None, hours=None, serial=""))
    assert "เมื่อวันที่๒ธันวาคมพ.ศ.๒๕๖๙ให้ไว้" in text
    assert "เลขที่" not in text


def test_many_certificates_are_one_file_in_their_order():
    documents = [
        certificate(
            holder_name=name,
            serial=f"{place}/2569",
            verification=replace(VERIFICATION, code=f"CODE-{place}"),
        )
        for place, name in enumerate(HARD_NAMES, start=1)
    ]
    pages = pages_of(render_certificates(documents))
    assert len(pages) == len(documents)
    for page, document in zip(pages, documents, strict=True):
        text = without_spaces(page.get_text())
        assert without_spaces(document.holder_name) in text
        assert without_spaces(document.verification.code) in text
    with pytest.raises(ValueError, match="no certificate"):
        render_certificates([])


def test_a_certificate_bears_the_picture_of_its_office_three_centimetres_high():
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 90, 100))
    picture.clear_with(200)
    page = pages_of(render(certificate(), emblem=picture.tobytes("png")))[0]
    (found,) = page.get_image_info()
    assert in_millimetres(found["bbox"][3] - found["bbox"][1]) == pytest.approx(30, abs=0.5)
    with pytest.raises(ValueError, match="PNG or JPEG"):
        render(certificate(), emblem=b"<svg/>")


def test_eight_cards_stand_on_a_page_and_no_name_is_cut():
    pages = pages_of(render(badge_sheet(11)))
    assert [page.get_text().count("ABCD-EFGH") for page in pages] == [8, 3]
    assert "- ๒ -" in pages[1].get_text()
    lines = [line for page in pages for line in whole_words(page)]
    for name in HARD_NAMES[:11]:
        for part in name.replace("ณ ", "").split():
            assert any(part in line for line in lines), part


@pytest.mark.parametrize("reader", EXTRACTORS)
def test_marks_above_every_letter_of_a_bold_name_are_read_once(reader):
    cards = tuple(replace(badge_sheet(1).cards[0], name=f"นาย{name} {name}") for name in BOLD_WORDS)
    text = without_spaces("".join(EXTRACTORS[reader](render(badge_sheet(cards=cards)))))
    for name in BOLD_WORDS:
        assert f"นาย{name}{name}" in text


BOLD_WORDS = ("พิทักษ์", "ฤกษ์", "โฆษิต", "รักษ์ดี", "ปั้นปู่", "ฟ้าใส", "จุฬา", "ญี่ปุ่น")


def test_the_poster_is_one_page_with_a_code_for_the_back_row():
    document = code_poster(
        event="การอบรมหลักสูตรการพัฒนาเครือข่ายชุมชนเข้มแข็งและการจัดการสาธารณภัย รุ่นที่ 1",
        url="https://network.example.go.th/in/JKLM-NPQR-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    )
    (page,) = pages_of(render(document))
    code = max((one["rect"] for one in page.get_drawings()), key=lambda box: box.height)
    assert in_millimetres(code.height) > 90
    assert max(box.x1 for _, box in lines_of(page)) < page.rect.width - CENTIMETRE
    assert "JKLM-NPQR" in page.get_text()
