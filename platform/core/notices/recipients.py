"""Who is told: accounts by their roles in the open office, or somebody with no account at an address."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.i18n.dates import bangkok_today
from core.identity.models import Account, Membership
from core.identity.queries import valid_on
from core.notices.models import NoticeSettings

_ADDRESS = re.compile(r"[A-Za-z0-9._%+'\-]+@([A-Za-z0-9\-]+\.)+[A-Za-z]{2,}")
_LONGEST_ADDRESS = 254


def is_mail_address(text: str) -> bool:
    """Whether this is one plain mail address, in ASCII as all mail servers take it."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True)
class Recipient:
    """One who is told: an account, or a person without one at a mail address."""

    account_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    email: str = ""

    @classmethod
    def account(cls, account_id: UUID, name: str = "") -> "Recipient":
        return cls(account_id=account_id, name=name)

    @classmethod
    def address(cls, name: str, email: str, person_id: UUID | None = None) -> "Recipient":
        """Who has no address that a mail could go to is not told."""
        usable = email.strip()
        return cls(person_id=person_id, name=name, email=usable if is_mail_address(usable) else "")

    @property
    def key(self) -> str:
        """What makes one recipient of an office; empty where there is no way to tell this person."""
        if self.account_id is not None:
            return str(self.account_id)
        if not self.email:
            return ""
        return str(self.person_id) if self.person_id is not None else self.email.casefold()


def accounts_with_roles(
    session: Session,
    roles: Iterable[Role],
    *,
    community_ids: Collection[UUID] | None = None,
    day: date | None = None,
) -> list[Recipient]:
    """The accounts that hold one of the roles in the open office on a day, each once.

    With `community_ids` only memberships that name one of these communities count: leaders' do. Who
    cannot sign in any more is left out.
    """
    chosen = (
        select(Membership.account_id, Membership.name)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.role.in_([role.key for role in roles]),
            valid_on(day or bangkok_today()),
            Account.disabled_at.is_(None),
        )
        .order_by(Membership.valid_from, Membership.id)
    )
    if community_ids is not None:
        chosen = chosen.where(Membership.community_id.in_(list(community_ids)))
    found: dict[UUID, Recipient] = {}
    for account_id, name in session.execute(chosen):
        found.setdefault(account_id, Recipient.account(account_id, name))
    return list(found.values())


def duty_phones(session: Session, account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The telephones of work of those who agreed that leaders may call them, by account."""
    rows = session.execute(
        select(NoticeSettings.account_id, NoticeSettings.duty_phone).where(
            NoticeSettings.account_id.in_(list(account_ids)), NoticeSettings.duty_phone != ""
        )
    )
    return {row.account_id: row.duty_phone for row in rows}
