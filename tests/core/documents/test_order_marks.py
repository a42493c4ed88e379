"""Drafts and examples cannot be taken for orders; what people type prints as they typed it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pymupdf

from core.documents.content import MemberBlock, MemberLine
from core.documents.order import BLANK, render_order
from tests.core.documents.extraction import without_spaces
from tests.core.documents.papers import draft_order, order


def text_of(pdf):
    with pymupdf.open(stream=pdf) as document:
        return [page.get_text() for page in document]


def test_every_page_of_a_draft_says_so_twice():
    for page in text_of(render_order(draft_order())):
        assert "ร่าง – ยังไม่มีผลบังคับ" in page
        assert "ร่าง" in [line.strip() for line in page.splitlines()]


def test_a_signed_order_bears_no_mark():
    text = "".join(text_of(render_order(order())))
    assert "ร่าง" not in text
    assert "มิใช่เอกสารราชการ" not in text


def test_every_page_of_an_example_says_so():
    for page in text_of(render_order(order(is_example=True))):
        assert "ตัวอย่าง – มิใช่เอกสารราชการ" in page
        assert "ตัวอย่าง" in [line.strip() for line in page.splitlines()]
    for page in text_of(render_order(draft_order(is_example=True))):
        assert "ร่าง – ยังไม่มีผลบังคับ" in page
        assert "ตัวอย่าง – มิใช่เอกสารราชการ" in page


def test_the_watermark_is_light_grey_and_large():
    with pymupdf.open(stream=render_order(draft_order())) as document:
        spans = [
            span
            for block in document[0].get_text("dict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
        ]
    large = max(spans, key=lambda span: span["size"])
    assert large["text"].strip() == "ร่าง"
    assert large["size"] > 100
    assert large["color"] >= 0xDDDDDD


def test_a_draft_has_an_empty_number_before_the_year():
    first = text_of(render_order(draft_order()))[0]
    assert "ที่/๒๕๖๙" in without_spaces(first)
    assert "๑๒๓/" not in first


def test_a_draft_has_an_empty_date():
    last = text_of(render_order(draft_order()))[-1]
    assert "๒๒ พฤศจิกายน" not in last.split("สั่ง ณ วันที่")[1].split("(")[0]
    assert f"สั่งณวันที่........{BLANK}พ.ศ.๒๕๖๙" in without_spaces(last)


def test_an_unknown_signer_is_a_dotted_line_in_brackets():
    last = text_of(render_order(draft_order(signer_name=None)))[-1]
    assert f"({BLANK * 2})" in last


def test_empty_seats_are_dotted_lines():
    text = "".join(text_of(render_order(draft_order(signed_on=None))))
    assert text.count(BLANK * 2) == 2


def test_digits_are_thai_throughout():
    text = "".join(text_of(render_order(draft_order(is_example=True))))
    assert not any(digit in text for digit in "0123456789")


def test_what_looks_like_typst_prints_as_it_is():
    nasty = '#panic("x") $x^2$ *a* _b_ <c> @d `e` \\f "g" [h] {i} // j /* k = l ~ m -- n'
    seat = MemberLine(name=nasty, position=nasty, role=nasty)
    document = order(
        office_name=nasty,
        number=nasty,
        subject=nasty,
        paragraphs=(nasty,),
        blocks=(MemberBlock(title=nasty, members=(seat,)),),
        duties=(nasty,),
        effect=nasty,
        signer_name=nasty,
        signer_rank=nasty,
        signer_position=nasty,
        edition_note=nasty,
    )
    text = without_spaces("".join(text_of(render_order(document))))
    wanted = without_spaces(nasty).replace("2", "๒")
    assert text.count(wanted) == 14


def test_a_letter_that_no_font_has_does_not_stop_the_paper():
    document = order(subject="แต่งตั้งคณะกรรมการ 😀")
    assert "แต่งตั้งคณะกรรมการ" in text_of(render_order(document))[0]


def test_an_order_without_groups_and_duties_fits_on_one_page():
    assert len(text_of(render_order(order(blocks=(), duties=())))) == 1


def test_metadata_names_the_paper_and_nobody():
    document = order(subject="แต่งตั้งนายตัวอย่าง ใจดี")
    with pymupdf.open(stream=render_order(document)) as pdf:
        metadata, xmp = pdf.metadata, pdf.get_xml_metadata()
    assert metadata["title"] == "คำสั่งสำนักงานเขตบางนา ที่ ๑๒๓/๒๕๖๙"
    assert metadata["author"] == ""
    assert metadata["subject"] == ""
    assert metadata["keywords"] == ""
    assert "นายตัวอย่าง" not in xmp
    assert "pdfaid" in xmp


def test_the_same_content_gives_the_same_bytes():
    assert render_order(order()) == render_order(order())


def test_a_moment_of_any_time_zone_and_precision_is_taken():
    moment = datetime(2026, 11, 22, 23, 30, 1, 250, tzinfo=ZoneInfo("Asia/Bangkok"))
    with pymupdf.open(stream=render_order(draft_order(prepared_at=moment))) as pdf:
        assert pdf.metadata["creationDate"] == "D:20261122163001Z"
        assert "ร่างเมื่อวันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙" in pdf[0].get_text()
