"""Where things stand on the page (DOMAIN 5.1 and 5.2), measured in the finished PDF."""

from dataclasses import replace
from itertools import pairwise

import pymupdf
import pytest

from core.documents.order import render_order
from tests.core.documents.extraction import without_spaces
from tests.core.documents.papers import draft_order, members, order
from tests.core.documents.positions import (
    CENTIMETRE,
    LEFT,
    MIDDLE,
    RIGHT,
    in_millimetres,
    line_with,
    lines_of,
    middle_of,
)


@pytest.fixture(scope="module")
def signed():
    with pymupdf.open(stream=render_order(order())) as document:
        yield document


@pytest.fixture(scope="module")
def draft():
    with pymupdf.open(stream=render_order(draft_order())) as document:
        yield document


def test_the_paper_is_a4_portrait(signed):
    assert {(round(page.rect.width), round(page.rect.height)) for page in signed} == {(595, 842)}


def test_text_keeps_three_centimetres_on_the_left_and_two_on_the_right(signed):
    boxes = [box for page in signed for _, box in lines_of(page)]
    assert min(box.x0 for box in boxes) >= LEFT - 1
    assert max(box.x1 for box in boxes) <= RIGHT + 1
    assert line_with(signed[0], "ลักษณะพื้นที่")[1].x0 == pytest.approx(LEFT, abs=1)


def test_full_lines_reach_the_right_margin(signed):
    assert line_with(signed[0], "ลักษณะพื้นที่")[1].x1 == pytest.approx(RIGHT, abs=2)


def test_paragraphs_begin_two_and_a_half_centimetres_in(signed):
    first_line = line_with(signed[0], "ด้วยสำนักงานเขต")[1]
    assert first_line.x0 == pytest.approx(LEFT + 2.5 * CENTIMETRE, abs=1)


def test_the_garuda_has_its_place_and_a_draft_shows_it(draft):
    boxes = [drawing["rect"] for drawing in draft[0].get_drawings() if drawing["dashes"] != "[] 0"]
    assert len(boxes) == 1
    assert boxes[0].y0 == pytest.approx(1.5 * CENTIMETRE, abs=1)
    assert boxes[0].height == pytest.approx(3 * CENTIMETRE, abs=1)
    assert middle_of(boxes[0]) == pytest.approx(MIDDLE, abs=1)


def test_a_signed_order_leaves_the_place_of_the_garuda_blank(signed):
    dashed = [one for one in signed[0].get_drawings() if one["dashes"] != "[] 0"]
    assert dashed == []
    assert lines_of(signed[0])[0][1].y0 >= 4.5 * CENTIMETRE


def test_an_uploaded_emblem_is_three_centimetres_high():
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 90, 100))
    picture.clear_with(200)
    pdf = render_order(order(), emblem=picture.tobytes("png"))
    with pymupdf.open(stream=pdf) as document:
        box = pymupdf.Rect(document[0].get_image_info()[0]["bbox"])
    assert box.height == pytest.approx(3 * CENTIMETRE, abs=0.5)
    assert box.width == pytest.approx(2.7 * CENTIMETRE, abs=0.5)
    assert box.y0 == pytest.approx(1.5 * CENTIMETRE, abs=0.5)
    assert middle_of(box) == pytest.approx(MIDDLE, abs=0.5)


def test_an_emblem_that_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="PNG or JPEG"):
        render_order(order(), emblem=b"<svg/>")


@pytest.mark.parametrize("words", ["คำสั่งสำนักงานเขตบางนา", "ที่ ๑๒๓/๒๕๖๙", "เรื่อง แต่งตั้ง"])
def test_the_heading_lines_are_centred(signed, words):
    assert middle_of(line_with(signed[0], words)[1]) == pytest.approx(MIDDLE, abs=1.5)


def test_the_name_of_the_order_is_bold(signed):
    spans = [
        span
        for block in signed[0].get_text("dict")["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
        if "Bold" in span["font"]
    ]
    assert "".join(span["text"] for span in spans).strip() == "คำสั่งสำนักงานเขตบางนา"


def test_a_short_rule_of_five_centimetres_closes_the_heading(signed):
    rules = [one["rect"] for one in signed[0].get_drawings() if one["rect"].height < 1]
    assert len(rules) == 1
    assert rules[0].width == pytest.approx(5 * CENTIMETRE, abs=1)
    assert middle_of(rules[0]) == pytest.approx(MIDDLE, abs=1)
    assert rules[0].y0 > line_with(signed[0], "เรื่อง")[1].y0
    assert rules[0].y0 < line_with(signed[0], "ด้วยสำนักงานเขต")[1].y0


def test_the_parts_follow_each_other_in_the_official_order(signed):
    text = "\n".join(page.get_text() for page in signed)
    parts = (
        "คำสั่งสำนักงานเขตบางนา",
        "ที่ ๑๒๓/๒๕๖๙",
        "เรื่อง แต่งตั้งคณะกรรมการ",
        "ด้วยสำนักงานเขต",
        "จึงแต่งตั้งคณะกรรมการ",
        "๑. ที่ปรึกษา",
        "๒. คณะกรรมการเครือข่ายชุมชน โซน ๑",
        "๒.๓๐",
        "ให้คณะกรรมการมีอำนาจหน้าที่ ดังนี้",
        "๑. กำหนดแนวทาง",
        "๕. ปฏิบัติหน้าที่อื่น ๆ",
        "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป",
        "สั่ง ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙",
        "(นายตัวอย่าง ที่หนึ่ง)",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_roles_stand_in_one_column(signed):
    starts = {
        round(box.x0)
        for page in signed
        for words, box in lines_of(page)
        if words in {"กรรมการ", "ที่ปรึกษา", "ประธานกรรมการ", "กรรมการและเลขานุการ"}
    }
    assert len(starts) == 1


def test_a_group_that_fits_sets_name_and_position_on_one_line():
    document = order()
    seats = tuple(replace(member, name="นายตัวอย่าง ใจดี") for member in members(4))
    block = replace(document.blocks[1], members=seats)
    with pymupdf.open(stream=render_order(replace(document, blocks=(block,)))) as pdf:
        name = line_with(pdf[0], "นายตัวอย่าง ใจดี")[1]
        position = line_with(pdf[0], "ประธานชุมชนตัวอย่าง ๑")[1]
    assert name.y0 == pytest.approx(position.y0, abs=1)


def test_the_word_of_order_stands_under_the_word_of_effect(signed):
    last = signed[len(signed) - 1]
    effect = last.search_for("ตั้งแต่บัดนี้")[0]
    ordered = line_with(last, "สั่ง ณ วันที่")[1]
    assert ordered.x0 == pytest.approx(effect.x0, abs=2)


def test_about_three_lines_are_left_for_the_signature_and_the_name_is_centred_below(signed):
    last = signed[len(signed) - 1]
    ordered = line_with(last, "สั่ง ณ วันที่")[1]
    name = line_with(last, "(นายตัวอย่าง ที่หนึ่ง)")[1]
    position = [line for line in lines_of(last) if line[0] == "ผู้อำนวยการเขตบางนา"][-1][1]
    assert 2.5 * 18.8 < name.y0 - ordered.y1 < 4.5 * 18.8
    assert middle_of(name) == pytest.approx(middle_of(ordered), abs=1.5)
    assert middle_of(position) == pytest.approx(middle_of(ordered), abs=1.5)
    assert position.y0 > name.y0


def test_a_rank_stands_before_the_signature_and_not_in_the_brackets():
    pdf = render_order(order(signer_rank="ว่าที่ร้อยตรี"))
    with pymupdf.open(stream=pdf) as document:
        last = document[len(document) - 1]
        rank = [line for line in lines_of(last) if line[0] == "ว่าที่ร้อยตรี"][-1][1]
        name = line_with(last, "(นายตัวอย่าง ที่หนึ่ง)")[1]
    assert rank.y0 < name.y0
    assert rank.x0 < name.x0


def test_page_numbers_begin_on_the_second_page_at_the_top_centre(signed):
    assert "- ๑ -" not in signed[0].get_text()
    for number, page in zip("๒๓", list(signed)[1:], strict=True):
        words, box = lines_of(page)[0]
        assert words == f"- {number} -"
        assert middle_of(box) == pytest.approx(MIDDLE, abs=1)
        assert box.y1 < 2.5 * CENTIMETRE


def test_a_page_that_continues_announces_the_first_words_of_the_next(signed):
    pages = list(signed)
    for page, following in pairwise(pages):
        words, box = lines_of(page)[-1]
        top = [line for line in lines_of(following) if line[1].y0 >= 2.4 * CENTIMETRE][:2]
        next_words = without_spaces(
            "".join(text for text, _ in sorted(top, key=lambda line: line[1].x0))
        )
        assert words.startswith("/")
        assert words.endswith("...")
        assert next_words.startswith(without_spaces(words[1:-3]))
        assert box.x1 == pytest.approx(RIGHT, abs=2)
    assert not lines_of(pages[-1])[-1][0].startswith("/")


def test_a_page_that_ends_inside_a_paragraph_announces_the_next_line():
    reason = "เพื่อให้การดำเนินงานของเครือข่ายชุมชนเป็นไปด้วยความเรียบร้อย " * 60
    with pymupdf.open(stream=render_order(order(paragraphs=(reason,)))) as document:
        announced = lines_of(document[0])[-1][0]
        top = [line for line in lines_of(document[1]) if line[1].y0 >= 2.4 * CENTIMETRE]
    assert announced.startswith("/")
    assert top[0][0].startswith(announced[1:-3])


def test_the_first_page_begins_below_the_garuda_and_the_next_at_25_millimetres(signed):
    title = line_with(signed[0], "คำสั่งสำนักงานเขตบางนา")[1]
    assert in_millimetres(title.y0) == pytest.approx(48, abs=1.5)
    for page in list(signed)[1:]:
        assert in_millimetres(lines_of(page)[1][1].y0) == pytest.approx(25, abs=1)


def test_the_text_ends_20_millimetres_above_the_edge(signed):
    for page in signed:
        lowest = max(box.y1 for words, box in lines_of(page) if not words.startswith(("/", "จัดทำ")))
        assert in_millimetres(page.rect.height - lowest) >= 19.5


def test_the_mark_of_continuation_stands_in_the_corner_below_the_text(signed):
    words, box = lines_of(signed[0])[-1]
    assert words.startswith("/")
    assert in_millimetres(box.x1) == pytest.approx(190, abs=0.7)
    assert 8 < in_millimetres(signed[0].rect.height - box.y1) < 15


def test_the_column_of_roles_is_as_wide_as_the_roles_need(signed):
    starts = [box.x0 for words, box in lines_of(signed[1]) if words == "กรรมการ"]
    assert in_millimetres(starts[0]) == pytest.approx(190 - 41.5, abs=1)
