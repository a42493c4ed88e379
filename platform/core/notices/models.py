from datetime import datetime
from enum import Enum, StrEnum
from typing import NamedTuple
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
from core.marks import mark


class TopicDetails(NamedTuple):
    key: str
    title: str
    urgent: bool = False


class Topic(Enum):
    """What notices are about. An `urgent` topic goes out in the quiet hours too and waits for no daily mail."""

    MEETING = TopicDetails("meeting", mark("Meetings"))
    TASK = TopicDetails("task", mark("Tasks"))
    ACTIVITY = TopicDetails("activity", mark("Activities"))
    PROBLEM = TopicDetails("problem", mark("Problems of communities"))
    TRAINING = TopicDetails("training", mark("Training"))
    PAPER = TopicDetails("paper", mark("Papers"))
    PARTNER = TopicDetails("partner", mark("Partners"))
    REMINDER = TopicDetails("reminder", mark("Reminders"))
    SYSTEM = TopicDetails("system", mark("The system"))

    @property
    def key(self) -> str:
        return self.value.key

    @property
    def title(self) -> str:
        return self.value.title

    @property
    def urgent(self) -> bool:
        return self.value.urgent

    @classmethod
    def of(cls, key: str) -> "Topic":
        """The topic with this stored key; KeyError where there is none."""
        return _BY_KEY[key]


_BY_KEY = {topic.key: topic for topic in Topic}


class Channel(StrEnum):
    MAIL = "mail"
    LINE = "line"


class MailMode(StrEnum):
    """How a person wants mail: each notice as it happens, one mail a day, or none."""

    EACH = "each"
    DAILY = "daily"
    OFF = "off"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    HANDING_OVER = "handing_over"
    """Everything but the last step is done: from here on it is never sent a second time by itself."""
    SENT = "sent"
    """The other side has accepted it."""
    FAILED = "failed"
    """The other side refused it, or could not be reached for too long."""
    UNCERTAIN = "uncertain"
    """The worker or the line died between the last step and its answer: nobody knows."""
    NOT_NEEDED = "not_needed"
    """Read in the application, withdrawn, or no longer wanted before it was sent."""


class Notice(TenantRow, Base):
    """การแจ้งเตือน: one thing that one person is told. `(recipient, event_key)` is told once, however often it is said.

    `recipient` is the account's id, or for somebody without an account the person's id or the mail
    address. Title and text are Thai data; `url` is a path of this application or empty.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("district_id", "recipient", "event_key"),
        Index("ix_notices_event_key", "district_id", "event_key"),
        Index("ix_notices_account_id", "district_id", "account_id", "created_at"),
        Index(
            "ix_notices_unread",
            "district_id",
            "account_id",
            postgresql_where=text("read_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    recipient: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    person_id: Mapped[UUID | None]
    name: Mapped[str]
    topic: Mapped[str]
    event_key: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    url: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class NoticeDelivery(TenantRow, Base):
    """The way of a notice out of the house, over one channel.

    What is due for one recipient goes in one letter: its rows share `letter_id`, from which the
    Message-ID of a mail and the retry key of LINE are made. `address` is written when it is handed over.
    """

    __tablename__ = "notice_deliveries"
    __table_args__ = (
        tenant_foreign_key("notice_id", "notices", on_delete="CASCADE"),
        UniqueConstraint("district_id", "notice_id", "channel"),
        Index(
            "ix_notice_deliveries_waiting",
            "district_id",
            "recipient",
            "channel",
            "due_at",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_notice_deliveries_letter_id", "district_id", "letter_id"),
        Index("ix_notice_deliveries_state", "district_id", "state", "due_at"),
    )

    notice_id: Mapped[UUID]
    recipient: Mapped[str]
    channel: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=DeliveryState.WAITING.value)
    due_at: Mapped[datetime]
    letter_id: Mapped[UUID | None]
    handed_over_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    last_error: Mapped[str | None]


class NoticeSettings(VersionedRow, Base):
    """How one person wants to be told in one office. Hours are Bangkok's; equal quiet hours mean none.

    `duty_phone`: the telephone of work that leaders may call, where the person has agreed to it. All
    addresses are personal data: they stand in no audit entry and are shown to nobody else.
    """

    __tablename__ = "notice_settings"
    __table_args__ = (
        UniqueConstraint("district_id", "account_id"),
        UniqueConstraint("district_id", "line_code_hash"),
        CheckConstraint(
            "digest_hour BETWEEN 0 AND 23 AND quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23",
            name="hours",
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    mail_address: Mapped[str] = mapped_column(default="")
    mail_mode: Mapped[str] = mapped_column(default=MailMode.DAILY.value)
    digest_hour: Mapped[int] = mapped_column(SmallInteger, default=8)
    quiet_from: Mapped[int] = mapped_column(SmallInteger, default=21)
    quiet_to: Mapped[int] = mapped_column(SmallInteger, default=7)
    line_user_id: Mapped[str] = mapped_column(default="")
    line_on: Mapped[bool] = mapped_column(default=False)
    line_code_hash: Mapped[str | None]
    line_code_expires_at: Mapped[datetime | None]
    duty_phone: Mapped[str] = mapped_column(default="")
