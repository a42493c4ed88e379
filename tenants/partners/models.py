from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class Sector(StrEnum):
    """ภาคส่วน ๔ ภาค (M42)."""

    STATE = "state"
    """ภาครัฐ."""
    BUSINESS = "business"
    """ภาคธุรกิจเอกชน."""
    NGO = "ngo"
    """องค์กรพัฒนาเอกชน."""
    PEOPLE = "people"
    """ภาคประชาชน."""


class OrganisationKind(StrEnum):
    """Kinds that the study names (M50, M52) and those that districts meet beside them."""

    POLICE = "police"
    FIRE = "fire"
    HEALTH_CENTRE = "health_centre"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    TEMPLE = "temple"
    DISTRICT_SECTION = "district_section"
    STATE_AGENCY = "state_agency"
    COMPANY = "company"
    SHOP = "shop"
    FOUNDATION = "foundation"
    ASSOCIATION = "association"
    CIVIL_DEFENCE = "civil_defence"
    """อาสาสมัครป้องกันภัยฝ่ายพลเรือน (อปพร.)."""
    DRUG_WATCH = "drug_watch"
    """อาสาสมัครเฝ้าระวังภัยและยาเสพติดชุมชน."""
    HEALTH_VOLUNTEERS = "health_volunteers"
    """อาสาสมัครสาธารณสุข."""
    CULTURE_COUNCIL = "culture_council"
    SPORTS_CLUB = "sports_club"
    COMMUNITY_GROUP = "community_group"
    OTHER = "other"


class Organisation(VersionedRow, Base):
    """ภาคี: an organisation that works with the networks from `partner_since` to the day before `ended_on`."""

    __tablename__ = "organisations"
    __table_args__ = (
        Index("ix_organisations_match_key", "district_id", "match_key"),
        Index("ix_organisations_sort_key", "district_id", "sort_key", "id"),
    )

    name: Mapped[str]
    match_key: Mapped[str]
    sort_key: Mapped[str] = mapped_column(
        Text(collation="C"), Computed("public.thai_sort_key(name)", persisted=True)
    )
    sector: Mapped[str]
    kind: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    partner_since: Mapped[date]
    ended_on: Mapped[date | None]
    ending_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OrganisationContact(VersionedRow, Base):
    """ผู้ประสานงานของภาคี: a person of the register who speaks for it, from a day to a day."""

    __tablename__ = "organisation_contacts"
    __table_args__ = (
        tenant_foreign_key("organisation_id", "organisations"),
        tenant_foreign_key("person_id", "people"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_organisation_contacts_organisation_id", "district_id", "organisation_id"),
    )

    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID]
    duty: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class OrganisationNetwork(TenantRow, Base):
    """The zone with which an organisation works, from a day to the day before `valid_to`."""

    __tablename__ = "organisation_networks"
    __table_args__ = (
        tenant_foreign_key("organisation_id", "organisations"),
        tenant_foreign_key("zone_id", "zones"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_organisation_networks_organisation_id", "district_id", "organisation_id"),
        Index("ix_organisation_networks_zone_id", "district_id", "zone_id"),
    )

    organisation_id: Mapped[UUID]
    zone_id: Mapped[UUID]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class Memorandum(VersionedRow, Base):
    """บันทึกข้อตกลงความร่วมมือ (M53): its paper may be attached as a scan; over after `valid_until`."""

    __tablename__ = "memoranda"
    __table_args__ = (
        tenant_foreign_key("organisation_id", "organisations"),
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("file_id", "stored_files"),
        CheckConstraint("valid_until IS NULL OR valid_until >= signed_on", name="dates_in_order"),
        Index("ix_memoranda_organisation_id", "district_id", "organisation_id"),
    )

    organisation_id: Mapped[UUID]
    zone_id: Mapped[UUID | None]
    title: Mapped[str]
    terms: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date]
    valid_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    ending_reason: Mapped[str | None]
    file_id: Mapped[UUID | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class ContributionKind(StrEnum):
    MONEY = "money"
    THINGS = "things"
    PEOPLE = "people"


class Contribution(VersionedRow, Base):
    """การสนับสนุนจากภาคี (F62): what was given, with its value in baht where somebody knows it.

    The money never touches the state's accounts: this is a record of what partners did. `people` is
    how many hands came. One that was reported with an activity names it and goes with it.
    """

    __tablename__ = "contributions"
    __table_args__ = (
        tenant_foreign_key("organisation_id", "organisations"),
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("activity_id", "activities", on_delete="CASCADE"),
        CheckConstraint("value >= 0 AND people >= 0", name="not_negative"),
        Index("ix_contributions_organisation_id", "district_id", "organisation_id", "given_on"),
        Index("ix_contributions_activity_id", "district_id", "activity_id"),
    )

    organisation_id: Mapped[UUID]
    zone_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None]
    kind: Mapped[str]
    given_on: Mapped[date]
    description: Mapped[str] = mapped_column(default="")
    value: Mapped[Decimal | None]
    people: Mapped[int | None]
    is_example: Mapped[bool] = mapped_column(default=False)
