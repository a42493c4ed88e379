from datetime import datetime
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class Person(VersionedRow, Base):
    """บุคคล: one person may sit on several committees. Contact details are shown on request alone.

    `match_key` finds the same name in other spellings; two people may share it, by a person's decision.
    `account_id` is how this person signs in here, where the office has said so.
    """

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_match_key", "district_id", "match_key"),
        Index("ix_people_sort_key", "district_id", "sort_key", "id"),
        Index(
            "uq_people_account_id",
            "district_id",
            "account_id",
            unique=True,
            postgresql_where=text("account_id IS NOT NULL"),
        ),
    )

    name: Mapped[str]
    match_key: Mapped[str]
    sort_key: Mapped[str] = mapped_column(
        Text(collation="C"), Computed("public.thai_sort_key(name)", persisted=True)
    )
    position: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    line_id: Mapped[str] = mapped_column(default="")
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ContactReading(TenantRow, Base):
    """การเปิดดูข้อมูลติดต่อ: who looked at whose contact details, when and why; never deleted."""

    __tablename__ = "contact_readings"
    __table_args__ = (
        tenant_foreign_key("person_id", "people"),
        Index("ix_contact_readings_person_id", "district_id", "person_id"),
    )

    person_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    read_by: Mapped[str]
    read_by_position: Mapped[str]
    reason: Mapped[str]
    read_at: Mapped[datetime] = mapped_column(server_default=func.now())
