from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class MeetingSeries(VersionedRow, Base):
    """ชุดการประชุม (F50, F54): meetings of one body or of every zone, with what each head costs.

    `catering_rate` (baht a head) × `catering_heads` × `groups` × `times` is the planned cost (M73).
    `pattern_keys` are the manual's meetings that the series was made from.
    """

    __tablename__ = "meeting_series"

    title: Mapped[str]
    body_kind: Mapped[str]
    pattern_keys: Mapped[list[Any]] = mapped_column(server_default="[]")
    catering_rate: Mapped[Decimal | None]
    catering_heads: Mapped[int | None]
    groups: Mapped[int | None] = mapped_column(SmallInteger)
    times: Mapped[int | None] = mapped_column(SmallInteger)
    rate_source: Mapped[str] = mapped_column(default="")
    edition: Mapped[int] = mapped_column(SmallInteger)
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MeetingState(StrEnum):
    PLANNED = "planned"
    INVITED = "invited"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Meeting(VersionedRow, Base):
    """การประชุม of a committee: the study committee, a zone's, a community's, the assembly's, an alliance's.

    `number` of `number_year` (Buddhist era) counts the meetings of one body in a calendar year.
    `pattern_key` is the manual's meeting whose title and purpose it has (M56-M59). At opening the
    rule of the quorum, its source, the number of members and of those present are written down;
    `opening_reason` says why it was opened without a quorum. Meeting pay (baht for a member who
    came) needs the director's approval beforehand. `room_hash` belongs to the code on the wall of
    the room; `room_serial` counts its renewals.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        tenant_foreign_key("series_id", "meeting_series"),
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("alliance_id", "alliances"),
        CheckConstraint(
            "(body_kind = 'zone') = (zone_id IS NOT NULL)"
            " AND (body_kind = 'community') = (community_id IS NOT NULL)"
            " AND (body_kind = 'alliance') = (alliance_id IS NOT NULL)",
            name="one_body",
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_reason IS NOT NULL)", name="cancelled_has_reason"
        ),
        Index(
            "uq_meetings_number",
            "district_id",
            "body_kind",
            text(
                "coalesce(zone_id, community_id, alliance_id, '00000000-0000-0000-0000-000000000000')"
            ),
            "number_year",
            "number",
            unique=True,
            postgresql_where=text("state <> 'cancelled'"),
        ),
        UniqueConstraint("district_id", "room_hash"),
        Index("ix_meetings_held_on", "district_id", "held_on", "id"),
        Index("ix_meetings_zone_id", "district_id", "zone_id", "held_on"),
    )

    body_kind: Mapped[str]
    zone_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    alliance_id: Mapped[UUID | None]
    series_id: Mapped[UUID | None]
    pattern_key: Mapped[str | None]
    edition: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    number: Mapped[int] = mapped_column(SmallInteger)
    number_year: Mapped[int] = mapped_column(SmallInteger)
    held_on: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    place: Mapped[str]
    stage: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=MeetingState.PLANNED.value)
    catering_rate: Mapped[Decimal | None]
    catering_heads: Mapped[int | None]
    letter_number: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime | None]
    invited_by: Mapped[str | None]
    invited_by_position: Mapped[str | None]
    room_serial: Mapped[int] = mapped_column(SmallInteger, default=1)
    room_hash: Mapped[str | None]
    chaired_by: Mapped[str] = mapped_column(default="")
    quorum_percent: Mapped[int | None] = mapped_column(SmallInteger)
    quorum_source: Mapped[str] = mapped_column(default="")
    members: Mapped[int | None]
    present: Mapped[int | None]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[str | None]
    opening_reason: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str | None]
    pay_rate: Mapped[Decimal | None]
    pay_source: Mapped[str] = mapped_column(default="")
    pay_approved_at: Mapped[datetime | None]
    pay_approved_by: Mapped[str | None]
    pay_approved_by_position: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Section(StrEnum):
    """ระเบียบวาระ ๕ เรื่อง (DOMAIN 5.6), in this order: ประธานแจ้ง, รับรองรายงาน, สืบเนื่อง, เสนอ, อื่น ๆ."""

    CHAIR = "chair"
    MINUTES = "minutes"
    FOLLOW_UP = "follow_up"
    MATTERS = "matters"
    OTHER = "other"


class AgendaItem(VersionedRow, Base):
    """เรื่องในระเบียบวาระ: what was announced, what was said, and มติที่ประชุม.

    `minutes_id` are the minutes that this item adopts.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meetings", on_delete="CASCADE"),
        tenant_foreign_key("minutes_id", "minutes"),
        Index("ix_agenda_items_meeting_id", "district_id", "meeting_id", "position"),
    )

    meeting_id: Mapped[UUID]
    section: Mapped[str]
    position: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    for_decision: Mapped[bool] = mapped_column(default=False)
    minutes_id: Mapped[UUID | None]
    discussion: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)


class MotionOutcome(StrEnum):
    CARRIED = "carried"
    LOST = "lost"


class Motion(VersionedRow, Base):
    """ญัตติและการลงมติ (F53). With equal votes the chair has one more (`chair_cast`: for or against)."""

    __tablename__ = "motions"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meetings", on_delete="CASCADE"),
        tenant_foreign_key("agenda_item_id", "agenda_items", on_delete="CASCADE"),
        CheckConstraint("in_favour >= 0 AND against >= 0 AND abstained >= 0", name="not_negative"),
        Index("ix_motions_meeting_id", "district_id", "meeting_id"),
    )

    meeting_id: Mapped[UUID]
    agenda_item_id: Mapped[UUID]
    text: Mapped[str]
    proposed_by: Mapped[str] = mapped_column(default="")
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int] = mapped_column(default=0)
    chair_cast: Mapped[str | None]
    outcome: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)


class Capacity(StrEnum):
    MEMBER = "member"
    STAND_IN = "stand_in"
    GUEST = "guest"


class Presence(StrEnum):
    INVITED = "invited"
    PRESENT = "present"
    ABSENT = "absent"


class Attendance(VersionedRow, Base):
    """ผู้มาประชุม: a member by the seat, who came in a member's place, or a guest.

    Name, position and role in the committee are those of the day. `stands_in_for_id` is the
    attendance of the member who is absent. `ticket_hash` belongs to the personal code;
    `ticket_serial` counts its renewals. `confirmed`: staff have seen somebody who entered by name
    from the code in the room.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meetings", on_delete="CASCADE"),
        tenant_foreign_key("seat_id", "seats"),
        tenant_foreign_key("person_id", "people"),
        tenant_foreign_key("stands_in_for_id", "attendances"),
        UniqueConstraint("district_id", "meeting_id", "seat_id"),
        UniqueConstraint("district_id", "ticket_hash"),
        Index(
            "uq_attendances_person",
            "district_id",
            "meeting_id",
            "person_id",
            unique=True,
            postgresql_where=text("person_id IS NOT NULL AND seat_id IS NULL"),
        ),
        Index("ix_attendances_meeting_id", "district_id", "meeting_id", "position"),
    )

    meeting_id: Mapped[UUID]
    capacity: Mapped[str] = mapped_column(default=Capacity.MEMBER.value)
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    seat_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    name_key: Mapped[str]
    person_position: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    stands_in_for_id: Mapped[UUID | None]
    presence: Mapped[str] = mapped_column(default=Presence.INVITED.value)
    absence_reason: Mapped[str] = mapped_column(default="")
    checked_in_at: Mapped[datetime | None]
    checked_in_by: Mapped[str] = mapped_column(default="")
    confirmed: Mapped[bool] = mapped_column(default=True)
    ticket_serial: Mapped[int] = mapped_column(SmallInteger, default=1)
    ticket_hash: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class MinutesState(StrEnum):
    DRAFT = "draft"
    CIRCULATED = "circulated"
    ADOPTED = "adopted"


class Minutes(VersionedRow, Base):
    """รายงานการประชุม (F51): drafted, sent round, adopted at the next meeting, and then it never changes.

    Row and everything of its meeting (agenda, votes, attendance) are kept by triggers once it is
    adopted. `held_on` is the meeting's day; `within_days` the days from the meeting to the adoption.
    """

    __tablename__ = "minutes"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meetings"),
        tenant_foreign_key("adopted_in_id", "meetings"),
        UniqueConstraint("district_id", "meeting_id"),
        CheckConstraint(
            "(state = 'adopted') = (adopted_on IS NOT NULL) AND (state = 'adopted') = (sha256 IS NOT NULL)",
            name="dated_when_adopted",
        ),
        Index("ix_minutes_held_on", "district_id", "held_on"),
    )

    meeting_id: Mapped[UUID]
    held_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=MinutesState.DRAFT.value)
    recorder_name: Mapped[str]
    recorder_position: Mapped[str] = mapped_column(default="")
    checker_name: Mapped[str] = mapped_column(default="")
    checker_position: Mapped[str] = mapped_column(default="")
    circulated_at: Mapped[datetime | None]
    corrections: Mapped[str] = mapped_column(default="")
    adopted_on: Mapped[date | None]
    adopted_in_id: Mapped[UUID | None]
    within_days: Mapped[int | None]
    adopted_by: Mapped[str | None]
    adopted_by_position: Mapped[str | None]
    canonical: Mapped[str | None]
    sha256: Mapped[str | None]
    verification_code: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class MinutesRemark(VersionedRow, Base):
    """ข้อแก้ไขที่สมาชิกแจ้ง while minutes are sent round."""

    __tablename__ = "minutes_remarks"
    __table_args__ = (
        tenant_foreign_key("minutes_id", "minutes", on_delete="CASCADE"),
        Index("ix_minutes_remarks_minutes_id", "district_id", "minutes_id"),
    )

    minutes_id: Mapped[UUID]
    text: Mapped[str]
    remarked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    remarked_by: Mapped[str]
    remarked_by_position: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Task(VersionedRow, Base):
    """งานตามมติที่ประชุม (F52): who, what, by when. It comes back on the next agenda until it is done.

    The owner is a person of the register, an organisation, or a name. One whose owner left office
    is shown until somebody else takes it over.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        tenant_foreign_key("meeting_id", "meetings"),
        tenant_foreign_key("agenda_item_id", "agenda_items"),
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("person_id", "people"),
        tenant_foreign_key("organisation_id", "organisations"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_day"),
        Index("ix_tasks_meeting_id", "district_id", "meeting_id"),
        Index("ix_tasks_due_on", "district_id", "due_on"),
        Index("ix_tasks_zone_id", "district_id", "zone_id"),
    )

    meeting_id: Mapped[UUID]
    agenda_item_id: Mapped[UUID | None]
    zone_id: Mapped[UUID | None]
    text: Mapped[str]
    person_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    owner_name: Mapped[str]
    owner_position: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=TaskState.OPEN.value)
    done_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    dropped_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class CarriedTask(TenantRow, Base):
    """An open task of an earlier meeting that stands on this agenda again (เรื่องสืบเนื่อง)."""

    __tablename__ = "carried_tasks"
    __table_args__ = (
        tenant_foreign_key("agenda_item_id", "agenda_items", on_delete="CASCADE"),
        tenant_foreign_key("task_id", "tasks"),
        UniqueConstraint("district_id", "agenda_item_id", "task_id"),
        Index("ix_carried_tasks_task_id", "district_id", "task_id"),
    )

    agenda_item_id: Mapped[UUID]
    task_id: Mapped[UUID]
    is_example: Mapped[bool] = mapped_column(default=False)


class TaskNote(TenantRow, Base):
    """ความคืบหน้า: what was reported about a task, and to whom it was handed over; never changed."""

    __tablename__ = "task_notes"
    __table_args__ = (
        tenant_foreign_key("task_id", "tasks"),
        Index("ix_task_notes_task_id", "district_id", "task_id"),
    )

    task_id: Mapped[UUID]
    text: Mapped[str]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    noted_by: Mapped[str]
    noted_by_position: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)
