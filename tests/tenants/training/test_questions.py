"""The question bank, and the questions of a course."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from tenants.training.models import CourseQuestion, Question
from tests.support.world import NEIGHBOUR, World
from tests.tenants.training.conftest import Training
from tests.tenants.training.examined import HERE, make_exam, question_sent

BANK = f"{HERE}/questions"


def enter(training: Training, number: int = 1, **changes: str) -> UUID:
    answer = training.officer.post(BANK, data=question_sent(number, **changes))
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def stored(training: Training) -> list[Question]:
    def find(session: Any) -> list[Question]:
        rows = list(session.scalars(select(Question)))
        session.expunge_all()
        return rows

    return training.world.in_district(find)


def test_a_question_is_entered_once_and_shown_as_the_trainee_sees_it(training: Training):
    sent = question_sent(answer="2", choices="หนึ่ง\n\n  สอง \nสาม")
    for _ in range(2):
        assert training.officer.post(BANK, data=sent).status_code == 303
    (entry,) = stored(training)
    assert (entry.answer, [choice["text"] for choice in entry.choices]) == (
        "c",
        ["หนึ่ง", "สอง", "สาม"],
    )
    page = training.officer.get(f"{BANK}/{entry.id}").text
    assert page.count('type="radio"') == 3
    assert "ตัวเลือกที่ถูก" in page
    assert training.officer.get(f"{BANK}/new").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "โปรดพิมพ์คำถาม"),
        ({"choices": "เพียงข้อเดียว"}, "2 ถึง 6 ตัวเลือก"),
        ({"choices": "\n".join("กขคงจฉช")}, "2 ถึง 6 ตัวเลือก"),
        ({"choices": "เหมือนกัน\nเหมือน กัน\nเหมือนกัน "}, "มีตัวเลือกซ้ำกัน"),
        ({"choices": "หนึ่ง\nสอง", "answer": "3"}, "โปรดระบุตัวเลือกที่ถูก"),
        ({"answer": ""}, "โปรดระบุตัวเลือกที่ถูก"),
    ],
)
def test_a_question_that_is_incomplete_is_refused_with_what_was_typed(
    training: Training, changes: dict[str, str], sentence: str
):
    answer = training.officer.post(BANK, data=question_sent(topic="พิมพ์ไว้แล้ว") | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "พิมพ์ไว้แล้ว" in answer.text
    assert stored(training) == []


def test_the_bank_is_searched_by_words_and_topic_and_retired_questions_stand_apart(
    training: Training,
):
    first = enter(training, 1, topic="การเลือกตั้ง")
    enter(training, 2, topic="การประชุม")
    found = training.officer.get(f"{BANK}?topic=การประชุม").text
    assert "ข้อทดสอบที่ 2" in found
    assert "ข้อทดสอบที่ 1" not in found
    assert "ข้อทดสอบที่ 1" in training.officer.get(f"{BANK}?find=เลือกตั้ง").text
    assert "ไม่พบข้อสอบ" in training.officer.get(f"{BANK}?find=100%25").text
    for _ in range(2):
        assert training.officer.post(f"{BANK}/{first}/retirement").status_code == 303
    assert "ข้อทดสอบที่ 1" not in training.officer.get(BANK).text
    assert "ข้อทดสอบที่ 1" in training.officer.get(f"{BANK}?view=retired").text
    assert training.officer.post(f"{BANK}/{first}/return").status_code == 303
    assert "ข้อทดสอบที่ 1" in training.officer.get(BANK).text
    with training.world.statements() as statements:
        training.officer.get(BANK)
    assert len(statements) <= 6


def test_two_who_correct_a_question_see_both_texts(training: Training):
    question = enter(training)
    form = training.officer.get(f"{BANK}/{question}/edit").text
    assert "คำตอบหนึ่ง\nคำตอบสอง" in form.replace("\r", "")
    other = training.world.sign_in(name="ผู้แก้คนแรก")
    other.post(f"{BANK}/{question}", data=question_sent(answer="3", version="1"))
    late = question_sent(text="อีกข้อความหนึ่ง", version="1")
    answer = training.officer.post(f"{BANK}/{question}", data=late)
    assert answer.status_code == 409
    assert "ผู้แก้คนแรก" in answer.text
    assert "อีกข้อความหนึ่ง" in answer.text
    chosen = late | {
        "version": "2",
        "choice-text": "yours",
        "choice-answer": "theirs",
        "stored-answer": "3",
    }
    assert training.officer.post(f"{BANK}/{question}", data=chosen).status_code == 303
    (entry,) = stored(training)
    assert (entry.text, entry.answer) == ("อีกข้อความหนึ่ง", "d")


def test_questions_are_for_the_staff_of_the_section_in_their_own_office(
    training: Training, world: World
):
    question = enter(training)
    exam = make_exam(training)
    pages = (BANK, f"{BANK}/{question}", f"{exam.at}/question-analysis", f"{exam.at}/test-sheet")
    for role in (Role.DIRECTOR, Role.ASSEMBLY_CHAIR):
        browser = world.sign_in(role)
        assert [browser.get(page).status_code for page in pages] == [403] * 4
        tests = browser.get(f"{exam.at}/tests")
        assert tests.status_code == 200
        assert "ข้อทดสอบที่ 1" not in tests.text
    neighbour = world.sign_in(office=NEIGHBOUR)
    assert neighbour.get(f"/d/phrakhanong/questions/{question}").status_code == 404
    assert neighbour.get(f"/d/phrakhanong/courses/{exam.course}/tests").status_code == 404
    foreign = neighbour.post(
        f"/d/phrakhanong/questions/{question}", data=question_sent(version="1")
    )
    assert foreign.status_code == 404


def test_a_course_chooses_its_questions_until_a_test_is_opened(training: Training):
    first, second, third = (enter(training, number) for number in (1, 2, 3))
    course = training.course(state="running")
    at = f"{HERE}/courses/{course}"
    assert "ยังไม่ได้เลือกข้อสอบ" in training.officer.get(f"{at}/tests").text
    assert "ข้อทดสอบที่ 3" in training.officer.get(f"{at}/questions/edit").text
    refused = training.officer.post(f"{at}/tests/pre/opening")
    assert refused.status_code == 422
    assert "โปรดเลือกข้อสอบของการอบรมนี้ก่อน" in refused.text
    choice = {"questions": [str(third), str(first), "no id"], "seen": ""}
    for _ in range(2):
        assert training.officer.post(f"{at}/questions", data=choice).status_code == 303
    assert _questions(training, course) == [third, first]

    late = {"questions": [str(second)], "seen": ""}
    answer = training.officer.post(f"{at}/questions", data=late)
    assert answer.status_code == 422
    assert "ผู้จัดอบรม เลือกข้อสอบไว้แล้ว" in answer.text
    assert _questions(training, course) == [third, first]
    seen = {"questions": [str(second), str(first)], "seen": f"{third},{first}"}
    assert training.officer.post(f"{at}/questions", data=seen).status_code == 303

    training.officer.post(f"{BANK}/{first}", data=question_sent(1, text="แก้ก่อนเปิด", version="1"))
    assert training.officer.post(f"{at}/tests/pre/opening").status_code == 303
    training.officer.post(f"{BANK}/{first}", data=question_sent(1, text="แก้หลังเปิด", version="2"))
    sheet = training.officer.get(f"{at}/test-sheet").text
    assert "แก้ก่อนเปิด" in sheet
    assert "แก้หลังเปิด" not in sheet
    fixed = training.officer.post(f"{at}/questions", data={"questions": [str(third)]})
    assert fixed.status_code == 422
    assert "จึงเปลี่ยนข้อสอบไม่ได้" in fixed.text


def test_a_question_that_was_retired_or_never_was_is_not_chosen(training: Training):
    question = enter(training)
    training.officer.post(f"{BANK}/{question}/retirement")
    at = f"{HERE}/courses/{training.course()}"
    for unknown in (question, uuid7()):
        answer = training.officer.post(f"{at}/questions", data={"questions": [str(unknown)]})
        assert answer.status_code == 422
        assert "เลิกใช้แล้ว" in answer.text


def test_the_tests_open_one_after_the_other_and_never_again(training: Training):
    exam = make_exam(training)
    exam.open()
    exam.open()
    both = training.officer.post(f"{exam.at}/tests/post/opening")
    assert both.status_code == 422
    assert "ปิดรับแบบทดสอบก่อนการอบรมก่อน" in both.text
    exam.close()
    exam.close()
    again = training.officer.post(f"{exam.at}/tests/pre/opening")
    assert "ปิดรับแล้วและเปิดใหม่ไม่ได้" in again.text
    early = training.officer.post(f"{exam.at}/tests/post/closure")
    assert "ยังไม่เปิดแบบทดสอบนี้" in early.text
    exam.open("post")
    page = training.officer.get(f"{exam.at}/tests").text
    assert "เปิดโดย ผู้จัดอบรม" in page
    assert "ปิดรับคำตอบแล้ว" in page
    assert training.officer.get(f"{exam.at}/tests/after").status_code == 404

    def actions(session: Any) -> set[str]:
        return set(session.scalars(select(AuditEntry.action)))

    assert {"course_test:pre_opened", "course_test:pre_closed", "course_test:post_opened"} <= (
        training.world.in_district(actions)
    )


@pytest.mark.parametrize(
    ("state", "sentence"), [("closed", "การอบรมนี้ปิดแล้ว"), ("cancelled", "การอบรมนี้ยกเลิกแล้ว")]
)
def test_a_course_that_is_over_opens_no_test(training: Training, state: str, sentence: str):
    reason = "ไม่มีวิทยากร" if state == "cancelled" else None
    at = f"{HERE}/courses/{training.course(state=state, cancelled_reason=reason)}"
    answer = training.officer.post(f"{at}/tests/pre/opening")
    assert answer.status_code == 422
    assert sentence in answer.text


def _questions(training: Training, course: UUID) -> list[UUID]:
    def find(session: Any) -> list[UUID]:
        return list(
            session.scalars(
                select(CourseQuestion.question_id)
                .where(CourseQuestion.course_id == course)
                .order_by(CourseQuestion.position)
            )
        )

    return training.world.in_district(find)
