"""Minutes and the letter that invites: what stands where, and what is left out."""

from dataclasses import replace
from datetime import date, time

import pytest

from core.documents.content import (
    COME_TO_TRAINING,
    AgendaLine,
    ByLawArticle,
    ByLawChapter,
)
from core.documents.rendering import render
from core.documents.text import line_pieces
from core.documents.wording import outline_of
from tests.core.documents.extraction import by_mupdf, without_spaces
from tests.core.documents.kinds import by_law
from tests.core.documents.meetings import entry, invitation, minutes
from tests.core.documents.positions import (
    CENTIMETRE,
    LEFT,
    body_lines,
    in_millimetres,
    line_with,
    lines_of,
    pages_of,
)


def text_of(document):
    return without_spaces("".join(by_mupdf(render(document))))


def test_hours_are_written_with_a_dot():
    text = text_of(minutes())
    for words in ("เวลา๐๙.๐๐–๑๒.๐๐น.", "เริ่มประชุมเวลา๐๙.๑๕น.", "เลิกประชุมเวลา๑๑.๔๕น."):
        assert words in text
    assert "๐:" not in text
    assert "เวลา๐๙.๐๐น." in text_of(minutes(ends=None))


def test_an_hour_and_the_number_of_a_meeting_are_never_parted():
    assert "๐๙.๐๐ น. " in line_pieces("เวลา 09.00 น. ณ ห้องประชุม")
    assert any("๑/๒๕๖๙" in piece for piece in line_pieces("ครั้งที่ 1/2569"))


def test_a_stand_in_and_the_reason_of_an_absence_stand_behind_the_position():
    text = text_of(minutes())
    assert "ประธานชุมชนตัวอย่าง๓แทนผู้กำกับการสถานีตำรวจนครบาลบางนา" in text
    assert "ประธานชุมชนตัวอย่าง๑๒(ลาป่วย)" in text


def test_minutes_leave_out_what_there_was_not_and_leave_room_for_what_is_not_known():
    text = text_of(
        minutes(
            0,
            absent=(),
            guests=(),
            items=(),
            opened_at=None,
            closed_at=None,
            recorder_name="",
            checker_name="",
            checker_position="",
            adopted_note="",
            place="",
        )
    )
    for title in ("ผู้ไม่มาประชุม", "ผู้เข้าร่วมประชุม", "ระเบียบวาระ", "มติ", "ผู้ตรวจ", "การรับรอง"):
        assert title not in text
    assert "ยังไม่ได้บันทึกรายชื่อผู้มาประชุม" in text
    assert "เริ่มประชุมเวลา................น." in text
    assert "(................................................)" in text


def test_a_resolution_hangs_beside_its_label_and_tasks_are_counted_below_it():
    pages = pages_of(render(minutes()))
    page = next(page for page in pages if "งดออกเสียง" in page.get_text())
    label, words = line_with(page, "มติที่ประชุม"), line_with(page, "งดออกเสียง")
    assert in_millimetres(label[1].x0) == pytest.approx(30, abs=1)
    assert words[1].x0 > LEFT + 1.9 * CENTIMETRE
    task = line_with(page, "๑) ประสานสถานีดับเพลิง")
    assert task[1].y0 > words[1].y0


def test_titles_of_the_agenda_never_reach_into_the_margin():
    long = "การพิจารณาแผนพัฒนาชุมชนและการจัดกิจกรรมของเครือข่ายชุมชนในพื้นที่เขตบางนาประจำปี 2570 " * 3
    for page in pages_of(render(minutes(items=(entry(1, title=long, paragraphs=()),)))):
        assert max(box.x1 for _, box in body_lines(page)) <= 19 * CENTIMETRE + 0.6


@pytest.mark.parametrize("items", range(1, 13))
def test_nobody_signs_minutes_on_a_page_without_their_text(items):
    document = minutes(
        40, items=tuple(entry(number) for number in range(1, items + 1)), adopted_note=""
    )
    pages = pages_of(render(document))
    signed = next(page for page in pages if "ผู้จดรายงานการประชุม" in page.get_text())
    assert "เลิกประชุมเวลา" in signed.get_text()


def test_minutes_have_no_place_for_a_garuda():
    outline = outline_of(minutes(draft=True))
    assert outline.emblem_height == 0
    assert "ที่สำหรับตราครุฑ" not in text_of(minutes(draft=True))


def test_the_head_of_a_letter_names_number_office_day_and_addressee_in_their_places():
    page = pages_of(render(invitation()))[0]
    number, office = line_with(page, "กท ๗๐๐๑/๗๘๙"), line_with(page, "สำนักงานเขตบางนา")
    assert number[1].y0 == pytest.approx(office[1].y0, abs=1)
    assert in_millimetres(number[1].x0) == pytest.approx(30, abs=1)
    assert in_millimetres(office[1].x0) == pytest.approx(130, abs=1)
    day = line_with(page, "๒๒ พฤศจิกายน ๒๕๖๙")
    assert in_millimetres(day[1].x0) == pytest.approx(110, abs=1)
    tops = [line_with(page, words)[1].y0 for words in ("เรื่อง", "เรียน", "สิ่งที่ส่งมาด้วย", "ด้วยคณะ")]
    assert sorted(tops) == tops


def test_the_agenda_and_the_list_begin_pages_of_their_own_and_are_not_announced():
    pages = pages_of(render(invitation(40)))
    assert "ขอแสดงความนับถือ" in pages[0].get_text()
    assert lines_of(pages[1])[1][0] == "ระเบียบวาระการประชุม"
    assert lines_of(pages[2])[1][0] == "บัญชีรายชื่อแนบท้าย"
    assert not [line for line, _ in lines_of(pages[0]) if line.endswith("...")]
    assert not [line for line, _ in lines_of(pages[1]) if line.endswith("...")]
    assert "- ๒ -" in pages[1].get_text()


def test_a_letter_without_attachments_is_one_page_and_encloses_nothing():
    document = invitation(0, agenda=(), signed_on=None, number=None, draft=True)
    pages = pages_of(render(document))
    assert len(pages) == 1
    text = without_spaces(pages[0].get_text())
    assert "สิ่งที่ส่งมาด้วย" not in text
    assert "ที่ส่งมาพร้อมนี้" not in text
    assert "กท๗๐๐๑/" in text
    assert "ที่สำหรับตราครุฑ" in text


def test_one_enclosure_alone_has_no_number():
    text = text_of(invitation(0))
    assert "สิ่งที่ส่งมาด้วยระเบียบวาระการประชุมจำนวน๑ฉบับ" in text


def test_the_same_letter_invites_to_a_training_of_several_days():
    text = text_of(
        invitation(
            0,
            subject="ขอเชิญเข้ารับการอบรม",
            event="เข้ารับการอบรมหลักสูตรตัวอย่าง",
            held_until=date(2026, 12, 4),
            begins=time(8, 30),
            ends=None,
            agenda_title="กำหนดการอบรม",
            agenda=(AgendaLine(label="08.30 – 09.00 น.", title="ลงทะเบียน"),),
            conclusion=COME_TO_TRAINING,
        )
    )
    assert "ในวันพุธที่๒ธันวาคม๒๕๖๙ถึงวันศุกร์ที่๔ธันวาคม๒๕๖๙เวลา๐๘.๓๐น.ณห้องประชุม" in text
    assert "ตามกำหนดการอบรมที่ส่งมาพร้อมนี้" in text
    assert "๐๘.๓๐–๐๙.๐๐น.ลงทะเบียน" in text
    assert "โปรดเข้ารับการอบรมตามวัน" in text
    assert "ระเบียบวาระ" not in text


def test_the_longest_name_in_brackets_stays_on_one_line():
    name = "นางสาวกฤษฎิ์ชญากานต์ ตัวอย่างเพ็ญพิชชาวัฒน์วิสุทธิ์ธรรมรัตน์"
    pages = pages_of(render(minutes(checker_name=name)))
    assert any(f"({name})" in line for page in pages for line, _ in lines_of(page))


def test_the_words_before_a_chapter_on_the_next_page_name_the_chapter():
    filler = tuple(ByLawArticle(paragraphs=("ให้คณะกรรมการประชุมทุกเดือน",)) for _ in range(60))
    chapter = ByLawChapter(title="บททั่วไป", articles=filler[:1])
    found = []
    for count in range(20, 32):
        document = replace(by_law(), articles=filler[:count], chapters=(chapter,) * 8)
        for before, after in zip(pages := pages_of(render(document)), pages[1:], strict=False):
            first = body_lines(after)[0][0]
            if first.startswith("หมวด"):
                said = [line for line, _ in lines_of(before) if line.startswith("/")]
                found.append(said == [f"/{first}..."])
        if found:
            break
    assert found
    assert all(found)
