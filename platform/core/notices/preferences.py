"""How a person wants to be told: hours, mail, the telephone of work, and the link to LINE."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError
from core.identity import secrets
from core.identity.actor import Actor
from core.marks import mark
from core.notices.models import MailMode, NoticeSettings
from core.notices.recipients import is_mail_address
from core.records import refuse_stale, sign
from core.tenancy import scope

CODE_LIFETIME = timedelta(minutes=30)

_PHONE = re.compile(r"[0-9 +\-]{6,20}([ ]?(ต่อ|ext\.?)[ ]?[0-9]{1,6})?")


@dataclass(frozen=True)
class Wishes:
    """What the form of the settings changes. Hours are Bangkok's, 0 to 23."""

    mail_address: str = ""
    mail_mode: MailMode = MailMode.DAILY
    digest_hour: int = 8
    quiet_from: int = 21
    quiet_to: int = 7
    line_on: bool = False
    duty_phone: str = ""


def change_settings(session: Session, *, actor: Actor, seen_version: int, wishes: Wishes) -> None:
    """Save the person's own wishes; EditConflict where another window saved them since they were opened."""
    scope.name_change(session, "notice_settings:changed")
    row = locked_settings(session, actor)
    refuse_stale(
        row,
        seen_version,
        mark("%(name)s changed these settings while you were editing."),
        values_of(row),
    )
    address = wishes.mail_address.strip()
    if address and not is_mail_address(address):
        raise FieldError(
            mark("This is no mail address. One looks like name@bangkok.go.th."),
            field="mail_address",
        )
    phone = wishes.duty_phone.strip()
    if phone and not _PHONE.fullmatch(phone):
        raise FieldError(
            mark("Type the telephone in digits, for example 0 2123 4567 or 081 234 5678."),
            field="duty_phone",
        )
    row.mail_address, row.mail_mode = address, wishes.mail_mode.value
    row.digest_hour = wishes.digest_hour
    row.quiet_from, row.quiet_to = wishes.quiet_from, wishes.quiet_to
    row.line_on = wishes.line_on and bool(row.line_user_id)
    row.duty_phone = phone
    sign(row, actor)


def values_of(row: NoticeSettings | None) -> dict[str, Any]:
    """The values as the form shows them; for somebody who never chose, those that hold until then."""
    if row is None:
        return values_of(
            NoticeSettings(
                mail_address="",
                mail_mode=MailMode.DAILY.value,
                digest_hour=8,
                quiet_from=21,
                quiet_to=7,
                line_on=False,
                duty_phone="",
            )
        )
    return {
        "mail_address": row.mail_address,
        "mail_mode": MailMode(row.mail_mode),
        "digest_hour": str(row.digest_hour),
        "quiet_from": str(row.quiet_from),
        "quiet_to": str(row.quiet_to),
        "line_on": row.line_on,
        "duty_phone": row.duty_phone,
    }


def imagined(row: NoticeSettings | None, wishes: Wishes) -> NoticeSettings:
    """Settings that are not stored: what they would be with these wishes."""
    line_user_id = row.line_user_id if row is not None else ""
    return NoticeSettings(
        mail_address=wishes.mail_address.strip(),
        mail_mode=wishes.mail_mode.value,
        digest_hour=wishes.digest_hour,
        quiet_from=wishes.quiet_from,
        quiet_to=wishes.quiet_to,
        line_user_id=line_user_id,
        line_on=wishes.line_on and bool(line_user_id),
    )


def new_line_code(session: Session, *, actor: Actor) -> str:
    """A code that the person sends to the office's LINE account within half an hour; an older one ends."""
    scope.name_change(session, "notice_settings:line_code")
    row = locked_settings(session, actor)
    code = secrets.new_code(actor.district_id)
    row.line_code_hash = secrets.hash_token(code)
    row.line_code_expires_at = datetime.now(UTC) + CODE_LIFETIME
    return code


def end_line(session: Session, *, actor: Actor) -> None:
    """Nothing more goes to LINE, and its user's id is forgotten."""
    scope.name_change(session, "notice_settings:line_ended")
    row = locked_settings(session, actor)
    row.line_user_id, row.line_on = "", False
    row.line_code_hash = row.line_code_expires_at = None


def link_line(session: Session, *, typed: str, user_id: str) -> bool:
    """Link the LINE user who typed a valid code to the account that made it; a code works once.

    Runs in the scope of the office that the code names. False where no such code is open.
    """
    scope.name_change(session, "notice_settings:line_linked")
    row = session.scalars(
        select(NoticeSettings)
        .where(
            NoticeSettings.line_code_hash == secrets.hash_token(secrets.canonical_code(typed)),
            NoticeSettings.line_code_expires_at > datetime.now(UTC),
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    row.line_user_id, row.line_on = user_id, True
    row.line_code_hash = row.line_code_expires_at = None
    return True


def locked_settings(session: Session, actor: Actor) -> NoticeSettings:
    """The person's one row in this office, locked; made here, as version 0, before the first saving."""
    session.execute(
        insert(NoticeSettings)
        .values(
            district_id=actor.district_id,
            id=uuid7(),
            account_id=actor.account_id,
            mail_address="",
            mail_mode=MailMode.DAILY.value,
            digest_hour=8,
            quiet_from=21,
            quiet_to=7,
            line_user_id="",
            line_on=False,
            duty_phone="",
            version=0,
            changed_at=func.now(),
            changed_by=actor.name,
        )
        .on_conflict_do_nothing(index_elements=["district_id", "account_id"])
    )
    return session.scalars(
        select(NoticeSettings)
        .where(NoticeSettings.account_id == actor.account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
