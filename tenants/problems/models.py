from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, VersionedRow, tenant_foreign_key


class ProblemState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    SOLVED = "solved"
    DROPPED = "dropped"


class Problem(VersionedRow, Base):
    """ปัญหาของโซนหรือชุมชน (F60). `kind` is a key of the manual's kinds of problems.

    `priority` 1 is the first; the meeting that agreed on it is named. `solved_by_ourselves`: the
    network found and carried out the answer without the state (M117). Who owns the answer is an
    organisation of the register or a name.
    """

    __tablename__ = "problems"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("organisation_id", "organisations"),
        tenant_foreign_key("priority_meeting_id", "meetings"),
        CheckConstraint("zone_id IS NOT NULL OR community_id IS NOT NULL", name="has_owner"),
        CheckConstraint("(state = 'solved') = (solved_on IS NOT NULL)", name="solved_has_day"),
        CheckConstraint("priority BETWEEN 1 AND 99", name="priority_in_range"),
        Index("ix_problems_zone_id", "district_id", "zone_id"),
        Index("ix_problems_community_id", "district_id", "community_id"),
    )

    zone_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    kind: Mapped[str]
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    found_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=ProblemState.OPEN.value)
    priority: Mapped[int | None] = mapped_column(SmallInteger)
    priority_meeting_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    owner_name: Mapped[str] = mapped_column(default="")
    solved_on: Mapped[date | None]
    solution: Mapped[str] = mapped_column(default="")
    solved_by_ourselves: Mapped[bool] = mapped_column(default=False)
    dropped_reason: Mapped[str | None]
    edition: Mapped[int] = mapped_column(SmallInteger)
    reported_by: Mapped[str]
    reported_by_position: Mapped[str]
    reported_by_account: Mapped[UUID | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class ProblemCause(VersionedRow, Base):
    """สาเหตุ: a branch of the problem's tree; one without a parent hangs on the problem itself."""

    __tablename__ = "problem_causes"
    __table_args__ = (
        tenant_foreign_key("problem_id", "problems", on_delete="CASCADE"),
        tenant_foreign_key("parent_id", "problem_causes", on_delete="CASCADE"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        Index("ix_problem_causes_problem_id", "district_id", "problem_id"),
    )

    problem_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    position: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)


class ProblemAction(VersionedRow, Base):
    """แนวทางแก้ไข: who does what about a problem or one of its causes, by when, and what came of it."""

    __tablename__ = "problem_actions"
    __table_args__ = (
        tenant_foreign_key("problem_id", "problems", on_delete="CASCADE"),
        tenant_foreign_key("cause_id", "problem_causes", on_delete="SET NULL"),
        tenant_foreign_key("organisation_id", "organisations"),
        Index("ix_problem_actions_problem_id", "district_id", "problem_id"),
    )

    problem_id: Mapped[UUID]
    cause_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    text: Mapped[str]
    owner_name: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    cost: Mapped[Decimal | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class ConflictState(StrEnum):
    OPEN = "open"
    SETTLED = "settled"


class Conflict(VersionedRow, Base):
    """การจัดการความขัดแย้ง (M35): a log that only the section reads; its words stay out of the audit trail."""

    __tablename__ = "conflicts"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        Index("ix_conflicts_occurred_on", "district_id", "occurred_on"),
    )

    zone_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    occurred_on: Mapped[date]
    about: Mapped[str]
    parties: Mapped[str] = mapped_column(default="")
    handling: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ConflictState.OPEN.value)
    settled_on: Mapped[date | None]
    recorded_by: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)


class Quadrant(StrEnum):
    """SWOT (M50-M53)."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"


class SwotPoint(VersionedRow, Base):
    """ผลการวิเคราะห์สภาพแวดล้อม: a point of the office's analysis with what is done about it.

    `answers` are keys of pages of the product that answer it (a weakness has an action, M51).
    """

    __tablename__ = "swot_points"
    __table_args__ = (Index("ix_swot_points_quadrant", "district_id", "quadrant", "position"),)

    quadrant: Mapped[str]
    position: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
    action: Mapped[str] = mapped_column(default="")
    answers: Mapped[list[Any]] = mapped_column(server_default="[]")
    source: Mapped[str] = mapped_column(default="")
    removed_on: Mapped[date | None]
    is_example: Mapped[bool] = mapped_column(default=False)
