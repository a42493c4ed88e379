from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class PlanState(StrEnum):
    """Whether the city's plan has the programme."""

    PROPOSED = "proposed"
    IN_PLAN = "in_plan"
    DECLINED = "declined"
    ENDED = "ended"


class Programme(VersionedRow, Base):
    """โครงการ of the city in a plan (M84): `fiscal_from` and `fiscal_to` are fiscal years of the Buddhist era.

    `indicators` are keys of the catalogue that measure it. The paper is the one that decided on it.
    """

    __tablename__ = "programmes"
    __table_args__ = (
        CheckConstraint("fiscal_to >= fiscal_from", name="years_in_order"),
        CheckConstraint(
            "state <> 'in_plan' OR (paper_number <> '' AND paper_date IS NOT NULL)",
            name="plan_has_paper",
        ),
    )

    title: Mapped[str]
    plan: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    lead: Mapped[str]
    fiscal_from: Mapped[int] = mapped_column(SmallInteger)
    fiscal_to: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str]
    paper_number: Mapped[str] = mapped_column(default="")
    paper_date: Mapped[date | None]
    indicators: Mapped[list[Any]]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class BodyKind(StrEnum):
    """Bodies above the districts' own networks (M85, M86)."""

    CENTRAL_COMMITTEE = "central_committee"
    """คณะกรรมการพิจารณาแนวทางการจัดตั้งและดำเนินการเครือข่ายชุมชนกรุงเทพมหานคร."""
    CITY_NETWORK = "city_network"
    """เครือข่ายชุมชนกรุงเทพมหานคร."""
    NATIONAL_CENTRE = "national_centre"
    """ศูนย์บูรณาการเครือข่ายการมีส่วนร่วมภาคประชาชน."""
    PROVINCE_CENTRE = "province_centre"
    DISTRICT_CENTRE = "district_centre"


PARENTS = {
    BodyKind.CENTRAL_COMMITTEE: (),
    BodyKind.CITY_NETWORK: (BodyKind.CENTRAL_COMMITTEE, BodyKind.PROVINCE_CENTRE),
    BodyKind.NATIONAL_CENTRE: (),
    BodyKind.PROVINCE_CENTRE: (BodyKind.NATIONAL_CENTRE,),
    BodyKind.DISTRICT_CENTRE: (BodyKind.PROVINCE_CENTRE,),
}
"""What a body may stand under. A parent is never demanded: the upper levels may come later, or never."""

UPPER = frozenset({BodyKind.NATIONAL_CENTRE, BodyKind.PROVINCE_CENTRE, BodyKind.DISTRICT_CENTRE})
"""The levels that only a government can set up: off until the department turns them on."""


SEVERAL = frozenset({BodyKind.PROVINCE_CENTRE, BodyKind.DISTRICT_CENTRE})
"""Of these several work side by side; of a district's centre one for each district."""


class Body(VersionedRow, Base):
    """A committee, network or centre above the districts.

    It is on paper once its order is known, by number and day. `office_code` is the district of a
    district's centre. It works until the day before `ended_on`.
    """

    __tablename__ = "upper_bodies"
    __table_args__ = (
        tenant_foreign_key("parent_id", "upper_bodies"),
        tenant_foreign_key("file_id", "stored_files"),
        CheckConstraint("(order_number = '') = (order_date IS NULL)", name="order_is_whole"),
        Index("ix_upper_bodies_parent_id", "district_id", "parent_id"),
        Index("ix_upper_bodies_file_id", "district_id", "file_id"),
    )

    kind: Mapped[str]
    name: Mapped[str]
    duty: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[UUID | None]
    office_code: Mapped[int | None] = mapped_column(SmallInteger, ForeignKey("offices.code"))
    order_number: Mapped[str] = mapped_column(default="")
    order_date: Mapped[date | None]
    file_id: Mapped[UUID | None]
    ended_on: Mapped[date | None]
    ending_reason: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def is_on_paper(self) -> bool:
        return bool(self.order_number)


class MemberRole(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    SECRETARY = "secretary"
    ASSISTANT_SECRETARY = "assistant_secretary"
    ADVISER = "adviser"


class Member(VersionedRow, Base):
    """Somebody on an upper body, from a day to the day before `valid_to`."""

    __tablename__ = "upper_body_members"
    __table_args__ = (
        tenant_foreign_key("body_id", "upper_bodies"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_upper_body_members_body_id", "district_id", "body_id"),
    )

    body_id: Mapped[UUID]
    name: Mapped[str]
    role: Mapped[str]
    position: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ending_reason: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)


class UpperLevelChoice(TenantRow, Base):
    """The department turned the levels above the city on or off, and why; the newest one holds."""

    __tablename__ = "upper_level_choices"

    is_on: Mapped[bool]
    reason: Mapped[str]
    chosen_by: Mapped[str]
    chosen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
