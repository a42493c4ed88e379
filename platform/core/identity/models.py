from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, SmallInteger, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, TenantRow, uuid7


class Account(Base):
    """A person's way in. What the person is, and where, is said by memberships."""

    __tablename__ = "accounts"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    username: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(default="th")
    disabled_at: Mapped[datetime | None]


class Membership(TenantRow, Base):
    """A role of an account in an office, from a day to a day, with the name and position of the person.

    `last_day` is the last day in the role, while zones and seats name the first day without.
    A community leader's membership names the community; the zone follows from it by date.
    """

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_account_id", "account_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[str]
    name: Mapped[str]
    position: Mapped[str]
    community_id: Mapped[UUID | None]
    valid_from: Mapped[date]
    last_day: Mapped[date | None]


class SignInSession(Base):
    """A signed-in browser; only the hash of its token is stored. Without `confirmed_at` it waits for the second factor.

    Roles that demand a second factor are held only from `second_factor_at` on: a role that is given
    to somebody whose phone is signed in already does not come without a code.

    A session opened by an office's slip or code is `limited_to` that office: no office may act as
    its people in another one.
    """

    __tablename__ = "sign_in_sessions"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    idle_seconds: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    limited_to: Mapped[int | None] = mapped_column(SmallInteger)


class PassKind(StrEnum):
    """`slip`: a leader's QR slip, 7 days. `code`: a locked-out person's way back, read out by the office.

    `second_factor`: stands once in the place of a lost authenticator, after the password; opens nothing alone.
    """

    SLIP = "slip"
    CODE = "code"
    SECOND_FACTOR = "second_factor"


class SignInPass(TenantRow, Base):
    """A one-time way in, issued by the office. Only the hash of `<district>.<random>` is stored."""

    __tablename__ = "sign_in_passes"
    __table_args__ = (UniqueConstraint("district_id", "token_hash"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str]
    token_hash: Mapped[str]
    holder_name: Mapped[str]
    issued_by: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """One try to sign in, committed before the password is looked at."""

    __tablename__ = "sign_in_attempts"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL
    __table_args__ = (
        Index("ix_sign_in_attempts_username_at", "username", "at"),
        Index("ix_sign_in_attempts_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    username: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    succeeded: Mapped[bool] = mapped_column(default=False)
