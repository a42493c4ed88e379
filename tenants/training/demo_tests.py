"""Ten example questions about the manual, and what the people of the example course made of them.

Two are bad on purpose, so that the analysis has something to find: one with a wrong answer, one that
everybody knows. The results are computed from each person's place on the list, and are always the same.
"""

import random
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import BANGKOK
from tenants.example.content import BANG_NA, bangna
from tenants.training.demo import BASICS, course_id
from tenants.training.models import (
    Course,
    CourseQuestion,
    CourseTest,
    Phase,
    Presence,
    Question,
    QuestionState,
    Sitting,
    Trainee,
)
from tenants.training.questions import KEYS
from tenants.training.sittings import EnteredFrom

NETWORKS = "แนวทางการสร้างเครือข่าย"
WORK = "แนวทางและรูปแบบการบริหารจัดการ"
PARTNERS = "รูปแบบความสัมพันธ์และความร่วมมือกับภาคี"

QUESTIONS: tuple[tuple[str, str, str, tuple[str, ...], int], ...] = (
    (
        NETWORKS,
        "คู่มือ ข้อ 1.2",
        "ข้อใดเป็นความหมายของ “โซนชุมชน” ตามคู่มือ",
        (
            "ชุมชนที่มีประชากรมากที่สุดในเขต",
            "เครือข่ายของชุมชนที่มีพื้นที่และสภาพปัญหาใกล้เคียงกัน ร่วมกันคิด วางแผน และลงมือพัฒนา",
            "พื้นที่ที่สำนักงานเขตแบ่งไว้เพื่อเก็บค่าธรรมเนียม",
            "กลุ่มชุมชนที่รวมตัวกันเพื่อขอรับเงินสนับสนุน",
        ),
        1,
    ),
    (
        NETWORKS,
        "คู่มือ ข้อ 1.5",
        "การมีส่วนร่วมที่แท้จริงของประชาชนมีกี่ขั้นตอน",
        ("3 ขั้นตอน", "4 ขั้นตอน", "5 ขั้นตอน", "6 ขั้นตอน"),
        1,
    ),
    (
        NETWORKS,
        "คู่มือ ข้อ 1.5",
        "ขั้นตอนแรกของการมีส่วนร่วมของประชาชนคือข้อใด",
        (
            "ค้นหาปัญหาและสาเหตุของปัญหา",
            "วางแผนดำเนินกิจกรรม",
            "ลงทุนและปฏิบัติงาน",
            "ติดตามและประเมินผลงาน",
        ),
        0,
    ),
    (
        WORK,
        "คู่มือ ข้อ 3.3",
        "ประธานเครือข่ายชุมชนได้มาโดยวิธีใด",
        (
            "ผู้อำนวยการเขตแต่งตั้งโดยตรง",
            "หัวหน้าฝ่ายพัฒนาชุมชนฯ เสนอชื่อ",
            "ประธานชุมชนในโซนเลือกตั้ง ชุมชนละ 1 เสียง",
            "จับสลากระหว่างชุมชน",
        ),
        2,
    ),
    (
        WORK,
        "คู่มือ ข้อ 3.5",
        "เครือข่ายชุมชนถือว่าจัดตั้งแล้วเมื่อใด",
        (
            "เมื่อประชุมครั้งแรกแล้ว",
            "เมื่อมีชื่อประธานเครือข่าย",
            "เมื่อจัดกิจกรรมครบ 3 เดือน",
            "เมื่อมีคำสั่งแต่งตั้งที่ลงนามแล้ว และข้อบังคับที่ที่ประชุมเห็นชอบแล้ว",
        ),
        3,
    ),
    (
        WORK,
        "คู่มือ ข้อ 3.6",
        "การแจ้งด้วยวาจาถือเป็นการมอบหมายหน้าที่ในงานเครือข่ายหรือไม่",
        (
            "ถือ ถ้าผู้รับมอบหมายรับทราบ",
            "ไม่ถือ ต้องมีคำสั่ง ประกาศ หรือมติในรายงานการประชุมเป็นที่มา",
            "ถือ ถ้าประธานเครือข่ายเป็นผู้แจ้ง",
            "ถือ เฉพาะงานที่ไม่ใช้เงิน",
        ),
        1,
    ),
    (
        WORK,
        "คู่มือ ข้อ 3.10",
        "แต่ละเครือข่ายต้องจัดกิจกรรมด้านการพัฒนาชุมชนไม่น้อยกว่าเท่าใด",
        ("1 กิจกรรมต่อเดือน", "1 กิจกรรมต่อปี", "2 กิจกรรมต่อเดือน", "ตามแต่งบประมาณ"),
        0,
    ),
    (
        PARTNERS,
        "คู่มือ ข้อ 4.1",
        "ภาคีของเครือข่ายชุมชนแบ่งเป็นกี่ภาคส่วน",
        ("2 ภาคส่วน", "3 ภาคส่วน", "4 ภาคส่วน", "5 ภาคส่วน"),
        2,
    ),
    (
        NETWORKS,
        "ตัวอย่างข้อสอบที่เฉลยผิด (คู่มือ ข้อ 1.7 ว่าโซนเดียว)",
        "ในเวลาเดียวกัน ชุมชนหนึ่งอยู่ได้กี่โซน",
        ("โซนเดียว", "สองโซน", "กี่โซนก็ได้", "แล้วแต่ประธานชุมชน"),
        2,
    ),
    (
        WORK,
        "ตัวอย่างข้อสอบที่ง่ายเกินไป (คู่มือ ข้อ 3.9)",
        "การประชุมของเครือข่ายทุกครั้งต้องมีสิ่งใด",
        ("เพลงประจำโซน", "ระเบียบวาระ รายชื่อผู้มาประชุม และรายงานการประชุม", "ของรางวัล", "พิธีเปิด"),
        1,
    ),
)
WRONG_KEY, TOO_EASY = 8, 9
"""The places of the two bad questions."""

_REALLY_RIGHT = 0
"""The place of the choice that is right where the answer is wrong."""

_HARDNESS = (0.05, 0.2, 0.1, 0.15, 0.3, 0.15, 0.0, 0.25, 0.0, 0.0)
_WINDOWS = {Phase.PRE: (time(9, 5), 20), Phase.POST: (time(15, 30), 25)}
_ONLY_BEFORE, _ONLY_AFTER, _ON_PAPER = 19, 23, 6
_KNOWN, _LEARNT = (0.3, 0.8), (-0.05, 0.55)
_OBVIOUS, _MISLED = 0.97, 0.6


def load(session: Session) -> None:
    """The bank, and the tests of the closed example course."""
    officer = bangna()["people"][3]["name"]
    bank = [_question(place, officer) for place in range(len(QUESTIONS))]
    session.add_all(bank)
    session.flush()
    session.add_all(
        CourseQuestion(
            district_id=BANG_NA,
            id=example_id(f"course-question/{BASICS}/{place}"),
            course_id=course_id(BASICS),
            question_id=entry.id,
            position=place,
            content={
                "topic": entry.topic,
                "text": entry.text,
                "choices": entry.choices,
                "answer": entry.answer,
            },
            is_example=True,
        )
        for place, entry in enumerate(bank)
    )
    course = session.scalars(select(Course).where(Course.id == course_id(BASICS))).one()
    session.add_all(_test(course, phase, officer) for phase in Phase)
    came = session.scalars(
        select(Trainee)
        .where(Trainee.course_id == course.id, Trainee.presence == Presence.PRESENT.value)
        .order_by(Trainee.position)
    )
    session.add_all(
        _sitting(course, trainee, phase, bank, officer)
        for trainee in came
        for phase in Phase
        if not _missed(trainee.position, phase)
    )
    session.flush()


def question_id(place: int) -> UUID:
    return example_id(f"question/{place}")


def _question(place: int, officer: str) -> Question:
    topic, source, text, choices, answer = QUESTIONS[place]
    return Question(
        district_id=BANG_NA,
        id=question_id(place),
        topic=topic,
        text=text,
        choices=[{"key": key, "text": words} for key, words in zip(KEYS, choices, strict=False)],
        answer=KEYS[answer],
        state=QuestionState.ACTIVE.value,
        source=source,
        is_example=True,
        changed_by=officer,
    )


def _test(course: Course, phase: Phase, officer: str) -> CourseTest:
    opened, minutes = _window(course, phase)
    return CourseTest(
        district_id=BANG_NA,
        id=example_id(f"course-test/{BASICS}/{phase}"),
        course_id=course.id,
        phase=phase.value,
        opened_at=opened,
        opened_by=officer,
        closed_at=opened + timedelta(minutes=minutes),
        is_example=True,
        changed_by=officer,
    )


def _sitting(
    course: Course, trainee: Trainee, phase: Phase, bank: list[Question], officer: str
) -> Sitting:
    answers = _answers(trainee.position, phase, bank)
    opened, minutes = _window(course, phase)
    paper = trainee.position % _ON_PAPER == 0
    values: dict[str, Any] = {
        "entered_from": (EnteredFrom.PAPER if paper else EnteredFrom.PHONE).value,
        "entered_by": officer if paper else trainee.name,
        "submitted_at": opened + timedelta(minutes=(trainee.position * 7) % minutes),
    }
    return Sitting(
        district_id=BANG_NA,
        id=example_id(f"sitting/{BASICS}/{trainee.position}/{phase}"),
        course_id=course.id,
        trainee_id=trainee.id,
        phase=phase.value,
        held_on=course.starts_on,
        answers=answers,
        score=sum(answers[str(entry.id)] == entry.answer for entry in bank),
        total=len(bank),
        is_example=True,
        **values,
    )


def _answers(position: int, phase: Phase, bank: list[Question]) -> dict[str, str]:
    """Whoever knows more answers more questions; after the course everybody knows more, some hardly."""
    person = random.Random(position)  # noqa: S311 - an example that is always the same
    knows, learns = person.uniform(*_KNOWN), person.uniform(*_LEARNT)
    chance = random.Random(f"{position}/{phase}")  # noqa: S311 - as above
    found = {}
    for place, entry in enumerate(bank):
        now = knows + (learns if phase is Phase.POST else 0)
        likely = _OBVIOUS if place == TOO_EASY else now - _HARDNESS[place]
        right = KEYS.index(entry.answer)
        if place == WRONG_KEY:
            right, likely = _REALLY_RIGHT, 2 * now - _MISLED
        wrong = [each for each in range(len(entry.choices)) if each != right]
        if place == TOO_EASY:
            wrong = wrong[:1]
        chosen = right if chance.random() < likely else chance.choice(wrong)
        found[str(entry.id)] = KEYS[chosen]
    return found


def _missed(position: int, phase: Phase) -> bool:
    left_out = _ONLY_AFTER if phase is Phase.PRE else _ONLY_BEFORE
    return position % left_out == 0


def _window(course: Course, phase: Phase) -> tuple[datetime, int]:
    hour, minutes = _WINDOWS[phase]
    return datetime.combine(course.starts_on, hour, BANGKOK), minutes
