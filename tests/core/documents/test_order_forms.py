"""Orders of every length and kind: seats in columns, short orders, the end that never stands alone."""

from dataclasses import replace
from itertools import pairwise

import pymupdf
import pytest

from core.documents.content import MemberBlock, MemberLine
from core.documents.rendering import render, render_announcement, render_by_law, render_order
from tests.core.documents.extraction import without_spaces
from tests.core.documents.kinds import LONG_REASON, announcement, by_law, memo
from tests.core.documents.papers import DUTIES, members, order
from tests.core.documents.positions import (
    CENTIMETRE,
    body_lines,
    in_millimetres,
    line_with,
    lines_of,
    middle_of,
    pages_of,
)

LONG_NAME = "ว่าที่ร้อยตรีหญิง กฤษฎิ์ชญา ตัวอย่างเพ็ญพิชชาวัฒน์วิสุทธิ์ศักดิ์สกุล"


def seat(name="นายตัวอย่าง ใจดี", position="ประธานชุมชนตัวอย่าง", role="กรรมการ"):
    return MemberLine(name=name, position=position, role=role)


def order_of(*seats, **changes):
    return order(blocks=(MemberBlock(title="คณะกรรมการ", members=seats),), **changes)


def test_only_a_long_seat_takes_two_lines():
    document = order_of(*[seat()] * 3, seat(name=LONG_NAME), *[seat()] * 3)
    lines = lines_of(pages_of(render_order(document))[0])
    numbers = [box.y0 for words, box in lines if words.startswith("๑.") and len(words) == 3]
    steps = [round(after - before) for before, after in pairwise(numbers)]
    single = min(steps)
    assert steps.count(single) == 5
    assert steps[3] > 1.8 * single


def test_columns_stay_aligned_around_a_long_seat():
    document = order_of(seat(), seat(name=LONG_NAME), seat(), seat(role="กรรมการและเลขานุการ"))
    page = pages_of(render_order(document))[0]
    boxes = {}
    for words, box in lines_of(page):
        boxes.setdefault(words, []).append(round(box.x0))
    assert len(set(boxes["กรรมการ"] + boxes["กรรมการและเลขานุการ"])) == 1
    positions = sorted(set(boxes["ประธานชุมชนตัวอย่าง"]))
    assert len(positions) == 2
    assert positions[0] == boxes["นายตัวอย่าง ใจดี"][0]


def test_a_long_position_goes_below_the_name():
    document = order_of(seat(), seat(position="ผู้กำกับการสถานีตำรวจนครบาลตัวอย่างแห่งหนึ่งในพื้นที่"))
    page = pages_of(render_order(document))[0]
    position = line_with(page, "ผู้กำกับการ")[1]
    name = [box for words, box in lines_of(page) if words == "นายตัวอย่าง ใจดี"][1]
    assert position.x0 == pytest.approx(name.x0, abs=1)
    assert position.y0 > name.y0


def test_seats_without_positions_stand_on_one_line_each():
    document = order_of(*[seat(name=LONG_NAME[:40], position="")] * 4)
    page = pages_of(render_order(document))[0]
    numbers = [box.y0 for words, box in lines_of(page) if words in {"๑.๑", "๑.๒", "๑.๓", "๑.๔"}]
    assert max(numbers) - min(numbers) == pytest.approx(3 * 18.8, abs=2)


def test_forty_seats_keep_their_order_and_their_numbers():
    pages = pages_of(render_order(order_of(*members(40))))
    text = without_spaces("".join(page.get_text() for page in pages))
    places = [text.index(without_spaces(f"๑.{number}")) for number in ("๑๐", "๒๐", "๓๐", "๔๐")]
    assert places == sorted(places)


def test_forty_empty_seats_are_forty_dotted_lines():
    pages = pages_of(render_order(order_of(*[seat(name="")] * 40)))
    assert "".join(page.get_text() for page in pages).count("." * 48) == 40


@pytest.mark.parametrize("name", ["นาย#ตัวอย่าง $ใจดี*", "นาง_ตัวอย่าง_ @ใจดี <b>", "นายตัวอย่าง 😀 ใจดี"])
def test_names_print_as_they_were_typed(name):
    for document in (
        order_of(seat(name=name), signer_name=name),
        announcement(signer_name=name),
        memo(signer_name=name),
        by_law(signer_name=name),
    ):
        text = without_spaces("".join(page.get_text() for page in pages_of(render(document))))
        # A letter that no font has is an empty box, and reads as nothing.
        assert without_spaces(name).replace("😀", "") in text.replace("\x00", "")


def test_an_order_that_revokes_names_nobody_and_gives_no_duties():
    document = order(
        subject="ยกเลิกคำสั่งแต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1",
        paragraphs=(
            "ตามคำสั่งสำนักงานเขตบางนา ที่ 12/2568 ได้แต่งตั้งคณะกรรมการไว้แล้ว นั้น",
            "จึงให้ยกเลิกคำสั่งดังกล่าว",
        ),
        blocks=(),
        duties=(),
    )
    pages = pages_of(render_order(document))
    assert len(pages) == 1
    text = pages[0].get_text()
    assert "ให้คณะกรรมการมีอำนาจหน้าที่" not in text
    assert "สั่ง ณ วันที่" in text


def test_an_order_may_have_seats_without_duties_or_duties_without_seats():
    assert (
        "ให้คณะกรรมการมีอำนาจหน้าที่"
        not in pages_of(render_order(order_of(seat(), duties=())))[0].get_text()
    )
    page = pages_of(render_order(order(blocks=(), duties_lead="ให้มีหน้าที่ ดังนี้")))[0]
    assert line_with(page, "ให้มีหน้าที่ ดังนี้")[1].y0 < line_with(page, "๑. กำหนดแนวทาง")[1].y0


def test_an_order_without_effect_and_without_anything_still_ends_rightly():
    document = order(paragraphs=(), blocks=(), duties=(), effect="")
    page = pages_of(render_order(document))[0]
    assert "ทั้งนี้" not in page.get_text()
    day = line_with(page, "สั่ง ณ วันที่")[1]
    assert middle_of(line_with(page, "(นายตัวอย่าง ที่หนึ่ง)")[1]) == pytest.approx(
        middle_of(day), abs=1.5
    )


def last_page_body(document):
    pages = pages_of(render(document))
    return len(pages), [words for words, _ in body_lines(pages[-1])]


ALONE = ("ทั้งนี้", "สั่ง ณ วันที่", "ประกาศ ณ วันที่", "(")


def before_the_end(lines):
    """The lines of the last page that are neither effect nor day nor signature."""
    ends = [place for place, words in enumerate(lines) if words.startswith(ALONE)]
    return lines[: ends[0]]


@pytest.mark.parametrize("duties", [DUTIES, DUTIES[:1], DUTIES + ("ก" * 30 + " ข",) * 3, ()])
def test_the_end_of_an_order_takes_two_lines_to_its_page_wherever_the_page_turns(duties):
    turned = set()
    for count in range(3, 24):
        document = order_of(*members(count), duties=duties)
        number, lines = last_page_body(document)
        turned.add(number)
        assert len(before_the_end(lines)) >= 2, (count, lines)
    assert len(turned) > 1


def test_the_end_takes_two_lines_of_a_long_paragraph_too():
    for count in range(24, 44):
        reason = "ให้ดำเนินการตามแนวทางที่กำหนด " * (3 * count)
        for document in (
            order(paragraphs=(reason,), blocks=(), duties=()),
            announcement(paragraphs=(reason,), items=(), conclusion=""),
        ):
            _, lines = last_page_body(document)
            assert len(before_the_end(lines)) >= 2


def test_a_conclusion_of_one_line_is_not_alone_with_the_signature():
    for count in range(1, 14):
        items = tuple(f"ข้อความตัวอย่าง {number}" for number in range(count))
        for document in (
            announcement(paragraphs=(LONG_REASON,) * 7, items=items),
            memo(introduction=(LONG_REASON,) * 4 + items),
        ):
            _, lines = last_page_body(document)
            assert len(before_the_end(lines)) >= 2


def test_no_heading_is_left_alone_at_the_turn_of_a_page():
    alone = ("๒. คณะกรรมการเครือข่ายชุมชน โซน ๑", "ให้คณะกรรมการมีอำนาจหน้าที่ ดังนี้")
    document = order()
    for count in range(3, 30):
        block = replace(document.blocks[1], members=members(count))
        blocks = (replace(document.blocks[0], members=members(count)), block)
        pages = pages_of(render_order(replace(document, blocks=blocks)))
        assert not [words for page in pages[:-1] if (words := lines_of(page)[-2][0]) in alone]
        last = pages[-1].get_text()
        assert "สั่ง ณ วันที่" in last
        assert "(นายตัวอย่าง ที่หนึ่ง)" in last


def test_a_long_effect_may_begin_on_the_page_before():
    effect = "ตั้งแต่วันที่ 1 ตุลาคม 2569 เป็นต้นไป จนกว่าจะมีการเปลี่ยนแปลง " * 40
    pages = pages_of(render_order(order(blocks=(), duties=(), effect=effect)))
    assert len(pages) == 2
    assert "ทั้งนี้ ตั้งแต่" in pages[0].get_text()
    assert lines_of(pages[1])[-1][1].y1 < pages[1].rect.height - 0.5 * CENTIMETRE


def test_everything_stays_inside_the_margins():
    for document in (order_of(*[seat(LONG_NAME, LONG_NAME, LONG_NAME)] * 5), by_law()):
        pdf = render_order(document) if document.form == "order/1" else render_by_law(document)
        for page in pages_of(pdf):
            assert in_millimetres(max(box.x1 for _, box in lines_of(page))) <= 190.5
            assert in_millimetres(min(box.x0 for _, box in lines_of(page))) >= 29.5


def test_an_announcement_is_set_on_the_same_grid_as_an_order():
    page = pages_of(render_announcement(announcement()))[0]
    assert pymupdf.Rect(line_with(page, "โดยที่เป็นการสมควร")[1]).x0 == pytest.approx(
        5.5 * CENTIMETRE, abs=1
    )
