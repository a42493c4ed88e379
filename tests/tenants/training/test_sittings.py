"""Taking a test with the personal code, and entering papers."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.errors import FieldError
from core.identity.tickets import TicketMaker
from tenants.training.models import CourseQuestion, Phase
from tenants.training.paper_lines import read_line
from tenants.training.sittings import sheet
from tests.support.world import NEIGHBOUR, World
from tests.tenants.training.conftest import Training
from tests.tenants.training.examined import Exam, make_exam

BUDDY = "นางทดสอบ ผู้เข้าอบรม"


@pytest.fixture
def exam(training: Training) -> Exam:
    return make_exam(training)


def names(page: str) -> list[str]:
    return re.findall(r'type="radio"[^>]* name="([^"]+)" value="(\w)"', page)


def test_a_test_is_taken_on_the_phone_once_and_the_person_sees_both_scores(
    exam: Exam, world: World
):
    trainee = exam.training.trainee(exam.course, BUDDY)
    phone, at = world.app.test_client(), exam.ticket(trainee)
    assert "แบบทดสอบของท่าน" not in phone.get(at).text
    waiting = phone.get(f"{at}/tests/pre")
    assert "ยังไม่เปิดแบบทดสอบนี้" in waiting.text
    assert not names(waiting.text)
    exam.open()
    assert "ทำแบบทดสอบ" in phone.get(at).text
    page = phone.get(f"{at}/tests/pre").text
    assert len(names(page)) == 20
    assert names(page) == names(phone.get(f"{at}/tests/pre").text)
    sent = phone.post(f"{at}/tests/pre", data=exam.answers(2))
    assert sent.status_code == 303
    own = phone.get(sent.headers["Location"]).text
    assert "ขอบคุณ ระบบได้รับแบบทดสอบของท่านแล้ว" in own
    assert "ตอบถูก 2 จาก 5 ข้อ" in own
    again = phone.post(f"{at}/tests/pre", data=exam.answers(5), follow_redirects=True)
    assert "คำตอบที่ส่งครั้งแรกยังคงเดิม" in again.text
    assert "ตอบถูก 2 จาก 5 ข้อ" in again.text
    resent = phone.post(f"{at}/tests/pre", data=exam.answers(2), follow_redirects=True)
    assert "ขอบคุณ" in resent.text
    assert not names(phone.get(f"{at}/tests/pre").text)
    exam.close()
    exam.open("post")
    phone.post(f"{at}/tests/post", data=exam.answers(4))
    assert "ตอบถูก 4 จาก 5 ข้อ" in phone.get(at).text
    assert sorted(each.score for each in exam.sittings()) == [2, 4]
    assert {each.entered_by for each in exam.sittings()} == {BUDDY}


def test_open_questions_are_asked_for_once_and_may_be_left_out_on_purpose(exam: Exam, world: World):
    trainee = exam.training.trainee(exam.course, BUDDY)
    phone, at = world.app.test_client(), exam.ticket(trainee)
    exam.open()
    first, second = map(str, exam.questions[:2])
    part = {first: "b", second: "no such choice"}
    answer = phone.post(f"{at}/tests/pre", data=part)
    assert answer.status_code == 422
    assert "ยังไม่ได้ตอบข้อ" in answer.text
    assert re.search(rf'name="{first}" value="b" checked', answer.text)
    assert exam.sittings() == []
    assert phone.post(f"{at}/tests/pre", data=part | {"incomplete": "1"}).status_code == 303
    (kept,) = exam.sittings()
    assert (kept.score, kept.answers[second]) == (1, "")


def test_after_closing_nothing_is_taken_and_what_was_ticked_stays_on_the_page(
    exam: Exam, world: World
):
    trainee = exam.training.trainee(exam.course, BUDDY)
    phone, at = world.app.test_client(), exam.ticket(trainee)
    exam.open()
    exam.close()
    answer = phone.post(f"{at}/tests/pre", data=exam.answers(3))
    assert answer.status_code == 422
    assert "แบบทดสอบปิดรับแล้ว" in answer.text
    assert answer.text.count(" checked") == 5
    assert exam.sittings() == []
    assert "แบบทดสอบปิดรับแล้ว" in phone.get(f"{at}/tests/pre").text
    some = phone.post(f"{at}/tests/pre", data={str(exam.questions[0]): "b"})
    assert "แบบทดสอบปิดรับแล้ว" in some.text
    exam.training.officer.post(f"{exam.at}/tests/post/opening")
    unopened = make_exam(exam.training)
    stranger = exam.training.trainee(unopened.course, BUDDY)
    early = phone.post(f"{unopened.ticket(stranger)}/tests/pre", data=unopened.answers(1))
    assert early.status_code == 422
    assert "ยังไม่เปิดแบบทดสอบนี้" in early.text


def test_a_code_opens_nothing_elsewhere(exam: Exam, world: World):
    exam.open()
    trainee = exam.training.trainee(exam.course, BUDDY)
    code = exam.training.code(trainee)
    phone = world.app.test_client()
    for address in (
        f"/d/phrakhanong/training-tickets/{code}/tests/pre",
        "/d/bangna/training-tickets/AAAAA-BBBBB/tests/pre",
    ):
        assert phone.get(address).status_code == 404
        assert phone.post(address, data=exam.answers(1)).status_code == 404
    foreign = TicketMaker(world.app.extensions["config"].secret_key).code(NEIGHBOUR, trainee, 1)
    assert phone.get(f"/d/bangna/training-tickets/{foreign}/tests/pre").status_code == 404
    assert exam.sittings() == []


def test_everybody_has_an_order_of_their_own_that_stays(exam: Exam):
    def items(session: Any) -> list[CourseQuestion]:
        rows = list(session.scalars(select(CourseQuestion).order_by(CourseQuestion.position)))
        session.expunge_all()
        return rows

    found = exam.training.world.in_district(items)
    people = [UUID(int=number) for number in range(1, 13)]
    orders = {each: sheet(found, each, Phase.PRE) for each in people}
    assert all(sheet(found, each, Phase.PRE) == orders[each] for each in people)
    assert len({tuple(each.id for each in order) for order in orders.values()}) > 6
    assert len({order[0].choices for order in orders.values()}) > 3
    for order in orders.values():
        assert {each.id for each in order} == set(exam.questions)
    assert sheet(found, people[0], Phase.PRE) != sheet(found, people[0], Phase.POST)


def test_160_people_who_send_at_once_are_all_received_and_nobody_twice(
    training: Training, world: World
):
    exam = make_exam(training, 10)
    people = exam.people(160)
    exam.open()
    sendings = [
        (trainee, place % 11)
        for place, trainee in enumerate(people)
        for _ in range(1 + (place % 3 == 0))
    ]

    def send(sending: tuple[UUID, int]) -> int:
        trainee, right = sending
        address = f"{exam.ticket(trainee)}/tests/pre"
        return world.app.test_client().post(address, data=exam.answers(right)).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, sendings))
    assert set(answers) == {303}
    kept = exam.sittings()
    assert len(kept) == 160
    assert {each.trainee_id: each.score for each in kept} == dict(sendings)


def test_papers_are_typed_as_rows_of_letters_all_or_none(exam: Exam):
    officer = exam.training.officer
    first, second = (exam.training.trainee(exam.course, f"นายกระดาษ {letter}") for letter in "กข")
    at = f"{exam.at}/tests/pre/papers"
    assert "ยังไม่เปิดแบบทดสอบนี้" in officer.get(at).text
    exam.open()
    exam.close()
    assert "นายกระดาษ ก" in officer.get(at).text
    nothing = officer.post(at, data={})
    assert "โปรดพิมพ์คำตอบอย่างน้อยหนึ่งคน" in nothing.text
    rows = {f"line-{first}": "ขขข-ก", f"line-{second}": "กขค"}
    refused = officer.post(at, data=rows)
    assert refused.status_code == 422
    assert "พิมพ์ไว้ 3 ตัว แต่มีข้อสอบ 5 ข้อ" in refused.text
    assert 'value="ขขข-ก"' in refused.text
    assert exam.sittings() == []
    rows[f"line-{second}"] = "2 2,B b ๒"
    for _ in range(2):
        assert officer.post(at, data=rows).status_code == 303
    assert {each.trainee_id: each.score for each in exam.sittings()} == {first: 3, second: 5}
    page = officer.get(at).text
    assert "ขขข-ก" in page
    assert "ผู้จัดอบรม" in page
    other = officer.post(at, data={f"line-{first}": "กกกกก"})
    assert other.status_code == 422
    assert "นายกระดาษ ก มีแบบทดสอบนี้ในระบบแล้ว" in other.text


def test_a_single_paper_is_ticked_and_a_wrong_one_taken_out_with_a_reason(exam: Exam, world: World):
    officer, trainee = exam.training.officer, exam.training.trainee(exam.course, BUDDY)
    exam.open()
    address = f"/d/bangna/trainees/{trainee}/tests/pre/paper"
    assert len(names(officer.get(address).text)) == 20
    assert officer.post(address, data=exam.answers(1)).status_code == 303
    refused = officer.post(address, data=exam.answers(2))
    assert refused.status_code == 422
    assert "ถอนของเดิม" in refused.text
    (kept,) = exam.sittings()
    assert (kept.score, kept.entered_from, kept.entered_by) == (1, "paper", "ผู้จัดอบรม")
    withdrawal = f"/d/bangna/sittings/{kept.id}/withdrawal"
    assert BUDDY in officer.get(f"{withdrawal}/new").text
    assert officer.post(withdrawal, data={"reason": " "}).status_code == 422
    director = world.sign_in(Role.DIRECTOR)
    assert director.post(withdrawal, data={"reason": "ผิดคน"}).status_code == 403
    assert director.get(f"{exam.at}/tests/pre/papers").status_code == 403
    assert officer.post(withdrawal, data={"reason": "บันทึกผิดคน"}).status_code == 303
    assert officer.post(withdrawal, data={"reason": "บันทึกผิดคน"}).status_code == 404
    assert exam.sittings() == []

    def reasons(session: Any) -> list[Any]:
        found = select(AuditEntry.reason).where(AuditEntry.action == "sitting:withdrawn")
        return list(session.scalars(found))

    assert "บันทึกผิดคน" in world.in_district(reasons)
    assert officer.post(address, data=exam.answers(2)).status_code == 303


def test_the_tests_of_a_closed_course_stay_as_they_are(training: Training):
    exam = make_exam(training)
    exam.results((2, 3))
    exam.open()
    pre = exam.sittings()[0]
    answer = training.officer.post(f"{exam.at}/closure")
    assert answer.status_code == 303
    withdrawn = training.officer.post(
        f"/d/bangna/sittings/{pre.id}/withdrawal", data={"reason": "ลองถอน"}
    )
    assert withdrawn.status_code == 422
    assert "แบบทดสอบจึงเปลี่ยนแปลงไม่ได้" in withdrawn.text
    other = exam.people(1)[0]
    phone = training.world.app.test_client()
    late = phone.post(f"{exam.ticket(other)}/tests/pre", data=exam.answers(5))
    assert late.status_code == 422
    assert "แบบทดสอบปิดรับแล้ว" in late.text
    paper = training.officer.post(
        f"/d/bangna/trainees/{other}/tests/pre/paper", data=exam.answers(5)
    )
    assert paper.status_code == 422
    assert len(exam.sittings()) == 2


@pytest.mark.parametrize("typed", ["ก", "กขคงจ", "กขคง?", "กขคง7", "กกกก"])
def test_a_row_with_a_letter_that_is_no_choice_is_refused(exam: Exam, typed: str):
    items = [
        CourseQuestion(
            question_id=question,
            position=place,
            content={"choices": [{"key": key, "text": key} for key in "abcd"]},
        )
        for place, question in enumerate(exam.questions)
    ]
    with pytest.raises(FieldError):
        read_line(items, typed, field="line")
