from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class CourseState(StrEnum):
    PLANNED = "planned"
    INVITED = "invited"
    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Course(VersionedRow, Base):
    """หลักสูตรอบรม (M60).

    `invitees` is the formula with its inputs, line by line (F64): label, factors, whether the line
    belongs to the target group. `expected` is what the lines come to, `target` those of the target
    group (M87: 160 with staff, 150 without). `budget` holds its lines as formulas (M69-M72). `topics`
    are what is taught. `gain_key` and `gain_version` name the definition of improvement (M88).
    """

    __tablename__ = "courses"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_reason IS NOT NULL)", name="cancelled_has_reason"
        ),
        UniqueConstraint("district_id", "room_hash"),
        Index("ix_courses_starts_on", "district_id", "starts_on", "id"),
    )

    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    topics: Mapped[list[Any]] = mapped_column(server_default="[]")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    hours: Mapped[Decimal]
    place: Mapped[str]
    state: Mapped[str] = mapped_column(default=CourseState.PLANNED.value)
    invitees: Mapped[list[Any]] = mapped_column(server_default="[]")
    expected: Mapped[int] = mapped_column(default=0)
    target: Mapped[int] = mapped_column(default=0)
    target_percent: Mapped[int] = mapped_column(SmallInteger, default=90)
    budget: Mapped[list[Any]] = mapped_column(server_default="[]")
    gain_key: Mapped[str]
    gain_version: Mapped[int] = mapped_column(SmallInteger)
    edition: Mapped[int] = mapped_column(SmallInteger)
    letter_number: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime | None]
    invited_by: Mapped[str | None]
    room_serial: Mapped[int] = mapped_column(SmallInteger, default=1)
    room_hash: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Trainer(VersionedRow, Base):
    """วิทยากร and the fee: `rate` baht an hour × `hours` (F69, M70)."""

    __tablename__ = "trainers"
    __table_args__ = (
        tenant_foreign_key("course_id", "courses", on_delete="CASCADE"),
        tenant_foreign_key("person_id", "people"),
        tenant_foreign_key("organisation_id", "organisations"),
        CheckConstraint("rate >= 0 AND hours >= 0", name="not_negative"),
        Index("ix_trainers_course_id", "district_id", "course_id"),
    )

    course_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    name: Mapped[str]
    person_position: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    rate: Mapped[Decimal | None]
    hours: Mapped[Decimal | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class TraineeGroup(StrEnum):
    """Who trainees are (M60): `STAFF` is not of the target group (M87)."""

    COMMUNITY = "community"
    PARTNER = "partner"
    STAFF = "staff"
    WALK_IN = "walk_in"


class Presence(StrEnum):
    INVITED = "invited"
    PRESENT = "present"
    ABSENT = "absent"


class Trainee(VersionedRow, Base):
    """ผู้เข้ารับการอบรม: invited by name, or a walk-in. Name and affiliation are those of the day.

    `held_on` is the first day of the course. `ticket_hash` belongs to the personal code, which opens
    the own check-in, tests and result; `ticket_serial` counts its renewals.
    """

    __tablename__ = "trainees"
    __table_args__ = (
        tenant_foreign_key("course_id", "courses", on_delete="CASCADE"),
        tenant_foreign_key("person_id", "people"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("organisation_id", "organisations"),
        UniqueConstraint("district_id", "course_id", "person_id"),
        UniqueConstraint("district_id", "ticket_hash"),
        Index("ix_trainees_course_id", "district_id", "course_id", "position"),
        Index("ix_trainees_held_on", "district_id", "held_on"),
    )

    course_id: Mapped[UUID]
    held_on: Mapped[date]
    trainee_group: Mapped[str]
    in_target: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    person_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    community_id: Mapped[UUID | None]
    zone_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    name: Mapped[str]
    name_key: Mapped[str]
    affiliation: Mapped[str] = mapped_column(default="")
    presence: Mapped[str] = mapped_column(default=Presence.INVITED.value)
    absence_reason: Mapped[str] = mapped_column(default="")
    checked_in_at: Mapped[datetime | None]
    checked_in_by: Mapped[str] = mapped_column(default="")
    confirmed: Mapped[bool] = mapped_column(default=True)
    ticket_serial: Mapped[int] = mapped_column(SmallInteger, default=1)
    ticket_hash: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class QuestionState(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


class Question(VersionedRow, Base):
    """ข้อสอบในคลัง (F67): one right answer among `choices` (key, text)."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_topic", "district_id", "topic"),)

    topic: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    choices: Mapped[list[Any]]
    answer: Mapped[str]
    state: Mapped[str] = mapped_column(default=QuestionState.ACTIVE.value)
    source: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)


class Phase(StrEnum):
    PRE = "pre"
    """ก่อนการอบรม."""
    POST = "post"
    """หลังการอบรม."""


class CourseQuestion(TenantRow, Base):
    """A question of a course, with its text as it was when the first test opened: both tests have the same."""

    __tablename__ = "course_questions"
    __table_args__ = (
        tenant_foreign_key("course_id", "courses", on_delete="CASCADE"),
        tenant_foreign_key("question_id", "questions"),
        UniqueConstraint("district_id", "course_id", "question_id"),
    )

    course_id: Mapped[UUID]
    question_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any]]
    is_example: Mapped[bool] = mapped_column(default=False)


class CourseTest(VersionedRow, Base):
    """แบบทดสอบก่อนหรือหลังการอบรม: taken from `opened_at` until `closed_at`."""

    __tablename__ = "course_tests"
    __table_args__ = (
        tenant_foreign_key("course_id", "courses", on_delete="CASCADE"),
        UniqueConstraint("district_id", "course_id", "phase"),
    )

    course_id: Mapped[UUID]
    phase: Mapped[str]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class Sitting(TenantRow, Base):
    """การทำแบบทดสอบของคนหนึ่ง, sent once from the phone or entered from paper; seen by the person and the staff.

    `answers` maps question ids to the key chosen ("" where none). `score` of `total` questions.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        tenant_foreign_key("course_id", "courses"),
        tenant_foreign_key("trainee_id", "trainees"),
        UniqueConstraint("district_id", "trainee_id", "phase"),
        CheckConstraint("score BETWEEN 0 AND total", name="score_in_range"),
        Index("ix_sittings_course_id", "district_id", "course_id", "phase"),
    )

    course_id: Mapped[UUID]
    trainee_id: Mapped[UUID]
    phase: Mapped[str]
    held_on: Mapped[date]
    answers: Mapped[dict[str, Any]]
    score: Mapped[int] = mapped_column(SmallInteger)
    total: Mapped[int] = mapped_column(SmallInteger)
    entered_from: Mapped[str]
    entered_by: Mapped[str]
    submitted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    is_example: Mapped[bool] = mapped_column(default=False)


class Certificate(TenantRow, Base):
    """วุฒิบัตร (F68): `number` of `year` (Buddhist era) without a gap in the office; never changed, only revoked."""

    __tablename__ = "certificates"
    __table_args__ = (
        tenant_foreign_key("course_id", "courses"),
        tenant_foreign_key("trainee_id", "trainees"),
        UniqueConstraint("district_id", "trainee_id"),
        UniqueConstraint("district_id", "year", "number"),
        UniqueConstraint("district_id", "verification_code"),
        Index("ix_certificates_course_id", "district_id", "course_id"),
    )

    course_id: Mapped[UUID]
    trainee_id: Mapped[UUID]
    number: Mapped[int]
    year: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    issued_on: Mapped[date]
    signed_by: Mapped[str]
    signed_by_position: Mapped[str]
    canonical: Mapped[str]
    sha256: Mapped[str]
    verification_code: Mapped[str]
    revoked_on: Mapped[date | None]
    revoked_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class CertificateSeries(TenantRow, Base):
    """The last number given in a year."""

    __tablename__ = "certificate_series"
    __table_args__ = (UniqueConstraint("district_id", "year"),)

    year: Mapped[int] = mapped_column(SmallInteger)
    last: Mapped[int]


class Usage(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class FollowUp(VersionedRow, Base):
    """การติดตามหลังอบรม (F70): is it used after 60 and 90 days? Answered by the person or by staff who asked."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        tenant_foreign_key("course_id", "courses"),
        tenant_foreign_key("trainee_id", "trainees"),
        UniqueConstraint("district_id", "trainee_id", "after_days"),
        Index("ix_follow_ups_course_id", "district_id", "course_id", "after_days"),
        Index("ix_follow_ups_due_on", "district_id", "due_on"),
    )

    course_id: Mapped[UUID]
    trainee_id: Mapped[UUID]
    after_days: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date]
    usage: Mapped[str | None]
    what: Mapped[str] = mapped_column(default="")
    obstacle: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
