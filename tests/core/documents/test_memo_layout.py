"""Where things stand on an internal memo (DOMAIN 5.5), in millimetres.

Sizes of letters are those of TH Sarabun; Sarabun is drawn larger and set at 12/16 of them.
"""

import pymupdf
import pytest

from core.documents.content import MemoPart
from core.documents.rendering import render_memo
from tests.core.documents.extraction import without_spaces
from tests.core.documents.kinds import LONG_REASON, UNSIGNED, memo
from tests.core.documents.positions import (
    in_millimetres,
    line_with,
    lines_of,
    middle_of,
    pages_of,
    spans_of,
)

SARABUN = 12 / 16


@pytest.fixture(scope="module")
def signed():
    return pages_of(render_memo(memo()))[0]


@pytest.fixture(scope="module")
def draft():
    return pages_of(render_memo(memo(number=None, **UNSIGNED)))[0]


def span_of(page, words):
    return next(span for span in spans_of(page) if span["text"].strip() == words)


def dotted_rows(page):
    return sorted(
        (one["rect"] for one in page.get_drawings() if one["width"] and one["width"] < 1.5),
        key=lambda box: (round(box.y0), box.x0),
    )


def test_the_garuda_of_fifteen_millimetres_stands_at_the_top_left(draft):
    box = next(
        one["rect"]
        for one in draft.get_drawings()
        if abs(one["rect"].height - one["rect"].width) < 1 and one["rect"].height > 30
    )
    assert in_millimetres(box.x0) == pytest.approx(30, abs=0.5)
    assert in_millimetres(box.y0) == pytest.approx(15, abs=0.5)
    assert in_millimetres(box.height) == pytest.approx(15, abs=0.5)


def test_an_uploaded_emblem_has_the_small_size():
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 90, 100))
    picture.clear_with(200)
    page = pages_of(render_memo(memo(), emblem=picture.tobytes("png")))[0]
    box = pymupdf.Rect(page.get_image_info()[0]["bbox"])
    assert in_millimetres(box.height) == pytest.approx(15, abs=0.3)
    assert in_millimetres(box.width) == pytest.approx(13.5, abs=0.3)
    assert in_millimetres(box.x0) == pytest.approx(30, abs=0.3)


def test_the_title_is_centred_bold_and_of_29_points(signed):
    title = span_of(signed, "บันทึกข้อความ")
    assert title["size"] / SARABUN == pytest.approx(29, abs=0.1)
    assert "Bold" in title["font"]
    assert in_millimetres(middle_of(pymupdf.Rect(title["bbox"]))) == pytest.approx(110, abs=0.7)


@pytest.mark.parametrize("label", ["ส่วนราชการ", "ที่", "วันที่", "เรื่อง"])
def test_labels_are_bold_and_of_20_points(signed, label):
    span = span_of(signed, label)
    assert span["size"] / SARABUN == pytest.approx(20, abs=0.1)
    assert "Bold" in span["font"]


@pytest.mark.parametrize("value", ["กท ๗๐๐๑/๔๕๖", "๒๒ พฤศจิกายน ๒๕๖๙"])
def test_values_are_of_16_points_and_not_bold(signed, value):
    span = span_of(signed, value)
    assert span["size"] / SARABUN == pytest.approx(16, abs=0.1)
    assert "Bold" not in span["font"]


def test_number_and_day_share_a_row_of_two_halves(signed):
    number, day = span_of(signed, "ที่"), span_of(signed, "วันที่")
    assert number["origin"][1] == pytest.approx(day["origin"][1], abs=0.5)
    assert in_millimetres(number["bbox"][0]) == pytest.approx(30, abs=0.7)
    assert in_millimetres(day["bbox"][0]) == pytest.approx(110, abs=0.7)


def test_rows_come_in_the_order_of_the_form(signed):
    places = [
        span_of(signed, words)["bbox"][1] for words in ("บันทึกข้อความ", "ส่วนราชการ", "ที่", "เรื่อง")
    ]
    assert places == sorted(places)
    assert line_with(signed, "เรียน")[1].y0 > places[-1]


def test_values_stand_on_dots_to_the_right_margin_and_no_solid_line_is_drawn(signed):
    rows = dotted_rows(signed)
    assert len(rows) == 5
    assert [round(in_millimetres(box.x1)) for box in rows] == [190, 190, 108, 190, 190]
    solid = [
        one
        for one in signed.get_drawings()
        if one["dashes"] == "[] 0" and one["rect"].width > 50 and one["rect"].height < 3
    ]
    assert solid == []


def test_a_draft_has_its_code_without_number_and_an_empty_day(draft):
    text = without_spaces(draft.get_text())
    assert "ที่กท๗๐๐๑/วันที่เรื่อง" in text


def test_the_day_of_a_letter_bears_no_era(signed):
    assert "พ.ศ." not in signed.get_text()


def test_parts_are_numbered_and_begin_one_indent_in(signed):
    for words in ("๑. เรื่องเดิม", "๒. ข้อเท็จจริง", "๓. ข้อกฎหมาย/ระเบียบ", "๔. ข้อพิจารณาและเสนอแนะ"):
        assert in_millimetres(line_with(signed, words)[1].x0) == pytest.approx(55, abs=0.5)
    request = line_with(signed, "จึงเรียนมาเพื่อโปรดพิจารณา")[1]
    assert in_millimetres(request.x0) == pytest.approx(55, abs=0.5)


def test_the_signer_is_centred_in_the_right_half(signed):
    for words in ("(นางตัวอย่าง ที่สอง)", "หัวหน้าฝ่ายพัฒนาชุมชน"):
        assert in_millimetres(middle_of(line_with(signed, words)[1])) == pytest.approx(150, abs=0.7)


def test_a_long_subject_goes_on_below_on_dots_of_its_own():
    page = pages_of(render_memo(memo(subject="ขออนุมัติแต่งตั้งคณะกรรมการเครือข่ายชุมชน " * 4)))[0]
    assert len(dotted_rows(page)) == 7
    assert max(span["bbox"][2] for span in spans_of(page)) <= 190.5 / 25.4 * 72


def test_a_long_memo_goes_on_at_25_millimetres_with_its_marks():
    parts = (MemoPart(title="เรื่องเดิม", paragraphs=(LONG_REASON,) * 16),)
    pages = pages_of(render_memo(memo(parts=parts)))
    assert len(pages) == 2
    assert lines_of(pages[1])[0][0] == "- ๒ -"
    first = lines_of(pages[1])[1][1]
    assert in_millimetres(first.y0) == pytest.approx(25, abs=1)
    assert lines_of(pages[0])[-1][0].startswith("/")


def test_a_memo_without_code_number_and_department_keeps_its_rows():
    page = pages_of(render_memo(memo(letter_code="", number=None, department="", subject="")))[0]
    assert len(dotted_rows(page)) == 4
