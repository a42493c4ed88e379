"""The Word files: the same words on the same page, and nothing about anybody in their properties."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pymupdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from core.documents.content import MemberBlock, MemberLine, PresentLine
from core.documents.word import render_docx
from tests.core.documents.extraction import without_spaces
from tests.core.documents.kinds import (
    SIGNED_BY_NOTE,
    UNSIGNED,
    VERIFICATION,
    by_law,
    memo,
    register,
)
from tests.core.documents.meetings import (
    WORD_KINDS,
    attendance_sheet,
    certificate,
    invitation,
    minutes,
)
from tests.core.documents.papers import HARD_NAMES, order
from tests.core.documents.sources import foot_text, note_text, source_text

MAKERS = pytest.mark.parametrize("make", WORD_KINDS.values(), ids=WORD_KINDS)


def opened(document, **options):
    return docx.Document(BytesIO(render_docx(document, **options)))


def body_of(word):
    """The text of paragraphs and tables in their order, without spaces."""
    texts = [
        "".join(node.text or "" for node in element.iter(qn("w:t")))
        for element in word.element.body.iterchildren()
    ]
    return without_spaces("".join(texts))


def short_order(**changes):
    seats = tuple(
        MemberLine(name=name, position=f"ประธาน {place}", role="กรรมการ")
        for place, name in enumerate(HARD_NAMES[:4], start=1)
    )
    return order(blocks=(MemberBlock(title="คณะกรรมการ", members=seats),), **changes)


def short_minutes(**changes):
    came = (
        PresentLine(name="นายตัวอย่าง ใจดี", position="ประธานชุมชน 1", role="ประธานกรรมการ"),
        PresentLine(name="นางตัวอย่าง ใจงาม", role="กรรมการ", stands_in_for="นายตัวอย่าง ไกล"),
    )
    return minutes(present=came, **changes)


def paragraph_with(word, words):
    return next(one for one in word.paragraphs if words in one.text)


@pytest.mark.parametrize(
    "make",
    (WORD_KINDS | {"order": short_order, "minutes": short_minutes}).values(),
    ids=WORD_KINDS,
)
def test_the_words_are_those_of_the_content(make):
    document = make(verification=VERIFICATION, signed_by_note=SIGNED_BY_NOTE)
    wanted = source_text(document) + foot_text(document) + without_spaces(note_text(document))
    assert body_of(opened(document)) == wanted


def test_long_seats_keep_all_their_words():
    text = body_of(opened(order()))
    for block in order().blocks:
        for member in block.members:
            assert without_spaces(member.name) in text
    assert "กรรมการและผู้ช่วย" in text


@MAKERS
def test_the_page_has_the_official_margins(make):
    section = opened(make()).sections[0]
    sizes = [round(one.cm, 2) for one in (section.page_width, section.page_height)]
    assert sizes == [21.0, 29.7]
    assert round(section.left_margin.cm, 2) == 3
    assert round(section.right_margin.cm, 2) == 2
    assert round(section.bottom_margin.cm, 2) == 2
    if make is not memo:
        assert round(section.top_margin.cm, 2) == 2.5


@MAKERS
def test_thai_letters_have_their_font_and_size(make):
    word = opened(make())
    runs = [run for run in word.element.body.iter(qn("w:r")) if run.findall(qn("w:t"))]
    for run in runs:
        fonts = run.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:cs")) == fonts.get(qn("w:ascii")) == "TH SarabunPSK"
        assert run.rPr.find(qn("w:szCs")).get(qn("w:val")) == run.rPr.find(qn("w:sz")).get(
            qn("w:val")
        )
    sizes = {run.rPr.find(qn("w:szCs")).get(qn("w:val")) for run in runs}
    assert "32" in sizes
    with ZipFile(BytesIO(render_docx(make()))) as package:
        assert "TH Sarabun New" in package.read("word/fontTable.xml").decode()


def test_a_memo_has_its_title_of_29_points_and_labels_of_20():
    word = opened(memo())
    title = word.paragraphs[0]
    assert title.text == "บันทึกข้อความ"
    assert title.runs[0].font.size.pt == 29
    assert title.runs[0].font.bold
    assert title.paragraph_format.line_spacing.pt == 35
    labels = [
        run
        for one in word.paragraphs
        for run in one.runs
        if run.font.size and run.font.size.pt == 20
    ]
    assert [run.text for run in labels] == ["ส่วนราชการ", "ที่", "วันที่", "เรื่อง"]
    underlined = [
        run.text.strip()
        for one in word.paragraphs
        for run in one.runs
        if (line := run._r.rPr is not None and run._r.rPr.find(qn("w:u"))) is not None
        and line is not False
    ]
    assert underlined[1:3] == ["กท ๗๐๐๑/๔๕๖", "๒๒ พฤศจิกายน ๒๕๖๙"]


def test_paragraphs_are_indented_and_spread_as_thai():
    paragraph = paragraph_with(opened(order()), "ด้วยสำนักงานเขต")
    assert round(paragraph.paragraph_format.first_line_indent.cm, 2) == 2.5
    assert paragraph.alignment == WD_ALIGN_PARAGRAPH.THAI_JUSTIFY


def test_seats_stand_in_columns_of_tab_stops():
    word = opened(short_order())
    seats = [one for one in word.paragraphs if one.text.startswith("๑.๑\t")]
    assert seats[0].text.split("\t")[0] == "๑.๑"
    rows = [one for one in word.paragraphs if one.text.startswith("๑.") and "\t" in one.text]
    roles = {
        max(round(stop.position.cm, 1) for stop in one.paragraph_format.tab_stops) for one in rows
    }
    assert len(roles) == 1


def test_the_signature_takes_the_end_of_the_text_with_it():
    word = opened(order())
    end = [one for one in word.paragraphs if one.text]
    signer = next(place for place, one in enumerate(end) if one.text.startswith("(นาย"))
    assert all(one.paragraph_format.keep_with_next for one in end[signer - 4 : signer + 1])


def test_a_draft_says_so_on_every_page_and_shows_the_place_of_the_garuda():
    word = opened(order(**UNSIGNED, number=None, is_example=True))
    section = word.sections[0]
    for part in (section.header, section.first_page_header):
        text = "".join(one.text for one in part.paragraphs)
        assert "ร่าง – ยังไม่มีผลบังคับ" in text
        assert "ตัวอย่าง – มิใช่เอกสารราชการ" in text
    assert "ร่างเมื่อวันที่" in section.footer.paragraphs[0].text
    assert len(word.inline_shapes) == 0
    anchor = next(word.element.body.iter(qn("wp:anchor")))
    assert anchor.find(qn("wp:extent")).get("cy") == str(1_080_000)
    assert anchor.find(qn("wp:docPr")).get("descr") == "ที่สำหรับตราครุฑ"


def test_a_signed_paper_has_no_box_and_takes_the_emblem_of_its_office():
    assert list(opened(order()).element.body.iter(qn("wp:anchor"))) == []
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 90, 100))
    picture.clear_with(200)
    for make, height in ((order, 1_080_000), (memo, 540_000)):
        word = opened(make(), emblem=picture.tobytes("png"))
        anchor = next(word.element.body.iter(qn("wp:anchor")))
        assert anchor.find(qn("wp:extent")).get("cy") == str(height)
        top = anchor.find(qn("wp:positionV")).find(qn("wp:posOffset"))
        assert top.text == str(540_000)
    with pytest.raises(ValueError, match="PNG or JPEG"):
        render_docx(order(), emblem=b"<svg/>")


def test_a_by_law_has_no_place_for_a_garuda():
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 10))
    picture.clear_with(200)
    for document in (by_law(), by_law(**UNSIGNED)):
        word = opened(document, emblem=picture.tobytes("png"))
        assert list(word.element.body.iter(qn("wp:anchor"))) == []


@MAKERS
def test_a_verified_paper_has_its_code_as_a_picture_and_a_draft_has_none(make):
    word = opened(make(verification=VERIFICATION))
    assert [round(shape.width.cm, 2) for shape in word.inline_shapes] == [1.6]
    assert len(opened(make(verification=VERIFICATION, draft=True)).inline_shapes) == 0


def test_pages_are_numbered_in_thai_digits_from_the_second():
    word = opened(order())
    section = word.sections[0]
    assert section.different_first_page_header_footer
    header = "".join(node.text or "" for node in section.header._element.iter(qn("w:instrText")))
    assert "PAGE" in header
    first = "".join(
        node.text or "" for node in section.first_page_header._element.iter(qn("w:instrText"))
    )
    assert first == ""
    assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:fmt")) == "thaiNumbers"


@MAKERS
def test_equal_content_gives_equal_bytes_and_other_content_others(make):
    assert render_docx(make()) == render_docx(make())
    assert render_docx(make()) != render_docx(make(edition_note="จัดทำตามคู่มือฉบับที่ 2"))


@MAKERS
def test_the_properties_name_the_paper_its_hash_and_nobody(make):
    document = make()
    properties = opened(document).core_properties
    assert properties.author == properties.last_modified_by == properties.subject == ""
    assert properties.comments == f"SHA-256 {document.sha256()}"
    assert properties.created == datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    with ZipFile(BytesIO(render_docx(document))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
        assert not [name for name in package.namelist() if "thumbnail" in name]
    assert "ตัวอย่าง ที่" not in core
    assert "python-docx" not in core


def test_several_people_sign_minutes_below_each_other_in_word():
    word = opened(minutes())
    texts = [one.text for one in word.paragraphs]
    first = texts.index("ผู้จดรายงานการประชุม")
    assert texts[first - 2] == "(นางตัวอย่าง ที่สอง)"
    assert texts.index("ผู้ตรวจรายงานการประชุม") > first
    assert "๔.๑" in next(text for text in texts if "ทำความสะอาดคลอง" in text)
    assert "มติที่ประชุม\tรับทราบ" in texts


def test_what_is_attached_to_a_letter_begins_on_a_page_of_its_own_in_word():
    word = opened(invitation())
    begun = [one.text for one in word.paragraphs if one.paragraph_format.page_break_before]
    assert begun == ["ระเบียบวาระการประชุม", "บัญชีรายชื่อแนบท้าย"]


@pytest.mark.parametrize("make", [register, attendance_sheet, certificate])
def test_a_register_a_sheet_and_a_certificate_have_no_word_file(make):
    with pytest.raises(TypeError, match="no outline"):
        render_docx(make())
