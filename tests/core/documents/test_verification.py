"""The foot of a signed paper: small, below the signer, on the last page only, never on drafts."""

from dataclasses import replace

import pytest
import segno

from core.documents.rendering import render
from tests.core.documents.kinds import (
    LETTERS,
    SIGNED_BY_NOTE,
    UNSIGNED,
    VERIFICATION,
    memo,
)
from tests.core.documents.meetings import ALL_KINDS
from tests.core.documents.papers import members, order
from tests.core.documents.positions import in_millimetres, line_with, lines_of, pages_of, spans_of

CHECK = "ตรวจสอบความถูกต้องของเอกสารได้ที่"
OTHER_CODES = {"certificate", "badges", "code poster"}
WITH_A_FOOT = {name: make for name, make in ALL_KINDS.items() if name not in OTHER_CODES}
QR_MODULES = len(segno.make(VERIFICATION.url, error="m", micro=False).matrix)


def code_of(page):
    """The box of the drawn code: the only drawing of about 16 by 16 millimetres."""
    squares = [
        one["rect"] for one in page.get_drawings() if 14 < in_millimetres(one["rect"].height) < 17
    ]
    assert len(squares) == 1
    return squares[0]


@pytest.mark.parametrize("make", WITH_A_FOOT.values(), ids=WITH_A_FOOT)
def test_the_last_page_of_a_verified_paper_says_where_to_check_it(make):
    pages = pages_of(render(make(verification=VERIFICATION, signed_by_note=SIGNED_BY_NOTE)))
    for page in pages[:-1]:
        assert CHECK not in page.get_text()
    last = pages[-1]
    for words in (CHECK, VERIFICATION.url, VERIFICATION.code, VERIFICATION.sha256, "เวลา ๑๐.๐๐ น."):
        assert words in last.get_text()
    code = code_of(last)
    assert in_millimetres(code.width) == pytest.approx(16, abs=1)
    assert in_millimetres(last.rect.height - code.y1) > 10


def test_the_foot_is_small_and_stands_below_the_signer():
    page = pages_of(render(order(verification=VERIFICATION)))[-1]
    small = [span for span in spans_of(page) if CHECK in span["text"]]
    assert [span["size"] for span in small] == [8.5]
    assert code_of(page).y0 > line_with(page, "(นายตัวอย่าง ที่หนึ่ง)")[1].y1


@pytest.mark.parametrize("make", ALL_KINDS.values(), ids=ALL_KINDS)
def test_without_verification_and_on_drafts_the_foot_says_nothing(make):
    draft = {"draft": True, "verification": VERIFICATION, "signed_by_note": SIGNED_BY_NOTE}
    for document in (make(), make(**draft)):
        text = "".join(page.get_text() for page in pages_of(render(document)))
        assert CHECK not in text
        assert "ทางอิเล็กทรอนิกส์" not in text


def test_a_note_of_the_signature_may_stand_alone():
    page = pages_of(render(memo(signed_by_note=SIGNED_BY_NOTE)))[-1]
    words, box = line_with(page, "ลงนามด้วยวิธีการทางอิเล็กทรอนิกส์")
    assert words.endswith("เมื่อ ๒๒ พฤศจิกายน ๒๕๖๙ เวลา ๑๐.๐๐ น.")
    assert box.y0 > line_with(page, "(นางตัวอย่าง ที่สอง)")[1].y1


@pytest.mark.parametrize("make", LETTERS.values(), ids=LETTERS)
def test_the_foot_does_not_move_the_form(make):
    plain = pages_of(render(make()))[0]
    checked = pages_of(render(make(verification=VERIFICATION)))[0]
    heads = [
        [(words, round(box.y0)) for words, box in lines_of(page)[:8]] for page in (plain, checked)
    ]
    assert heads[0] == heads[1]


def test_the_signer_never_runs_into_the_code():
    document = order(verification=VERIFICATION, signed_by_note=SIGNED_BY_NOTE)
    for count in range(3, 24):
        block = replace(document.blocks[1], members=members(count))
        page = pages_of(render(replace(document, blocks=(block,))))[-1]
        body = [box for words, box in lines_of(page) if words == "ผู้อำนวยการเขตบางนา"]
        assert body[-1].y1 <= code_of(page).y0 + 1


def test_the_drawn_code_is_the_code_of_the_address():
    page = pages_of(render(order(verification=VERIFICATION)))[-1]
    code = code_of(page)
    # Rows are drawn as lines, whose box begins in the middle of the first one.
    module = code.width / QR_MODULES
    top = code.y0 - module / 2
    picture, scale = page.get_pixmap(dpi=600), 600 / 72
    wanted = segno.make(VERIFICATION.url, error="m", micro=False).matrix
    drawn = [
        [
            picture.pixel(
                int((code.x0 + (column + 0.5) * module) * scale),
                int((top + (row + 0.5) * module) * scale),
            )[0]
            < 128
            for column in range(QR_MODULES)
        ]
        for row in range(QR_MODULES)
    ]
    assert drawn == [[bool(cell) for cell in row] for row in wanted]


def test_unsigned_papers_of_every_kind_show_empty_places():
    for make in LETTERS.values():
        text = pages_of(render(make(**UNSIGNED, signer_name=None)))[-1].get_text()
        assert "(................" in text
