"""Courses with questions and people, as the tests of the two tests need them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from core.db import uuid7
from core.i18n.dates import bangkok_today
from tenants.people.queries import person_key
from tenants.training.models import CourseQuestion, Question, Sitting, Trainee
from tests.support.world import BANG_NA
from tests.tenants.training.conftest import Training

HERE = "/d/bangna"
CHOICES = "คำตอบหนึ่ง\nคำตอบสอง\nคำตอบสาม\nคำตอบสี่"


def question_sent(number: int = 1, **changes: str) -> dict[str, str]:
    return {
        "text": f"ข้อทดสอบที่ {number}",
        "choices": CHOICES,
        "answer": "1",
        "topic": "หัวข้อทดสอบ",
        "source": "คู่มือ ข้อ 1.2",
        "record_id": str(uuid7()),
    } | changes


@dataclass
class Exam:
    """A course of today with questions whose right choice is always the second, "b" or ข."""

    training: Training
    course: UUID
    questions: list[UUID]

    @property
    def at(self) -> str:
        return f"{HERE}/courses/{self.course}"

    def open(self, phase: str = "pre") -> None:
        answer = self.training.officer.post(f"{self.at}/tests/{phase}/opening")
        assert answer.status_code == 303, answer.text

    def close(self, phase: str = "pre") -> None:
        answer = self.training.officer.post(f"{self.at}/tests/{phase}/closure")
        assert answer.status_code == 303, answer.text

    def ticket(self, trainee: UUID) -> str:
        return f"{HERE}/training-tickets/{self.training.code(trainee)}"

    def answers(self, right: int) -> dict[str, str]:
        """So many right answers, the others wrong."""
        return {
            str(question): "b" if place < right else "a"
            for place, question in enumerate(self.questions)
        }

    def sittings(self) -> list[Sitting]:
        def find(session: Any) -> list[Sitting]:
            rows = session.scalars(select(Sitting).where(Sitting.course_id == self.course)).all()
            session.expunge_all()
            return list(rows)

        return self.training.world.in_district(find)

    def people(self, number: int, **values: Any) -> list[UUID]:
        """So many people on the list in one statement; their ids."""
        ids = [uuid7() for _ in range(number)]
        row = {
            "district_id": BANG_NA,
            "course_id": self.course,
            "held_on": bangkok_today(),
            "trainee_group": "community",
            "in_target": True,
            "affiliation": "",
            "presence": "present",
            "absence_reason": "",
            "checked_in_by": "",
            "confirmed": True,
            "ticket_serial": 1,
            "version": 1,
            "changed_by": "",
            "is_example": False,
        } | values
        rows = [
            row
            | {
                "id": each,
                "position": place,
                "name": f"นางทดสอบ คนที่ {place}",
                "name_key": person_key(f"นางทดสอบ คนที่ {place}"),
                "ticket_hash": self.training.tickets.stored(BANG_NA, each, 1),
            }
            for place, each in enumerate(ids, 1)
        ]
        self.training.world.in_district(lambda session: session.execute(insert(Trainee), rows))
        return ids

    def results(self, *scores: tuple[int | None, int | None], **values: Any) -> list[UUID]:
        """People with these scores before and after, None where a test was not taken."""
        ids = self.people(len(scores), **values)
        rows = [
            {
                "district_id": BANG_NA,
                "id": uuid7(),
                "course_id": self.course,
                "trainee_id": trainee,
                "phase": phase,
                "held_on": bangkok_today(),
                "answers": self.answers(score),
                "score": score,
                "total": len(self.questions),
                "entered_from": "phone",
                "entered_by": "",
                "submitted_at": datetime.now(UTC),
                "is_example": values.get("is_example", False),
            }
            for trainee, both in zip(ids, scores, strict=True)
            for phase, score in zip(("pre", "post"), both, strict=True)
            if score is not None
        ]
        self.training.world.in_district(lambda session: session.execute(insert(Sitting), rows))
        return ids


def make_exam(training: Training, number: int = 5, **values: Any) -> Exam:
    course = training.course(state="running", **values)
    choices = [
        {"key": key, "text": text} for key, text in zip("abcd", CHOICES.split("\n"), strict=True)
    ]

    def store(session: Any) -> list[UUID]:
        ids = [uuid7() for _ in range(number)]
        content = [
            {"topic": "", "text": f"ข้อทดสอบที่ {place}", "choices": choices, "answer": "b"}
            for place in range(1, number + 1)
        ]
        session.add_all(
            Question(district_id=BANG_NA, id=each, source="", changed_by="", state="active", **said)
            for each, said in zip(ids, content, strict=True)
        )
        session.flush()
        session.add_all(
            CourseQuestion(
                district_id=BANG_NA,
                course_id=course,
                question_id=each,
                position=place,
                content=said,
            )
            for place, (each, said) in enumerate(zip(ids, content, strict=True))
        )
        return ids

    return Exam(training, course, training.world.in_district(store))
