from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, VersionedRow, tenant_foreign_key


class Numbering(StrEnum):
    """Where the number of an order comes from."""

    REGISTRY = "registry"
    """From the whole office's register, typed at signing: the default, since other sections number there too."""
    OWN_SERIES = "own_series"
    """From this platform's own series, given at signing, without a gap."""


class OfficeProfile(VersionedRow, Base):
    """What stands on an office's papers; one row an office, made at its first saving.

    `letter_code` is the office's part of a memo's number ("กท ๗๐๐๑"), unknown until the office types it.
    `emblem_file_id` is the garuda that the office uploads itself; the product never ships one.
    """

    __tablename__ = "office_profiles"
    __table_args__ = (
        UniqueConstraint("district_id"),
        tenant_foreign_key("emblem_file_id", "stored_files"),
    )

    letter_code: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    numbering: Mapped[str] = mapped_column(default=Numbering.REGISTRY.value)
    publishes_chair: Mapped[bool] = mapped_column(default=False)
    emblem_file_id: Mapped[UUID | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class Delegation(VersionedRow, Base):
    """รักษาราชการแทน: a person acts for the director from a day to a day, by a paper that says so.

    `last_day` is the last day on which they may sign; `ended_on` the day on which it was taken back.
    """

    __tablename__ = "delegations"
    __table_args__ = (CheckConstraint("last_day >= valid_from", name="dates_in_order"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    person_name: Mapped[str]
    person_position: Mapped[str]
    valid_from: Mapped[date]
    last_day: Mapped[date]
    basis: Mapped[str]
    ended_on: Mapped[date | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
