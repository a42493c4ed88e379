"""Example data: loaded once, only where the database is marked as a demo, and marked ตัวอย่าง everywhere."""

import unicodedata
from datetime import date
from typing import Any, TypedDict
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import scoped_session, sessionmaker

from core.access.roles import Role
from core.composition import Composition
from core.identity import secrets
from core.identity.models import Account, Membership
from core.identity.sessions import now
from core.tenancy import scope
from core.tenancy.models import Installation
from core.tenancy.queries import is_demo

PASSWORD = "tuayang-2559"  # noqa: S105 - printed on the screen of every demo
MEMBERS_SINCE = date(2016, 10, 1)

_NAMES = UUID("5b0f8f0e-3d0c-5c5e-9a53-0b8f7c9f2a10")


def example_id(name: str) -> UUID:
    """The id of an example record, the same in every demo: steps can refer to each other's records."""
    return uuid5(_NAMES, name)


def account_id_of(username: str) -> UUID:
    """The id of an example person's account."""
    return example_id(f"account/{username}")


class NotADemoError(RuntimeError):
    """The database is not marked as a demo: example data stays out of an office's real database."""


class DemoAccount(TypedDict):
    username: str
    password: str
    role: str
    district: int | None
    totp_secret: str | None
    name: str


Sessions = scoped_session[Any]


def load(sessions: Sessions, composition: Composition) -> bool:
    """Run every feature's demo steps in order, all or nothing; False where that was done before.

    Every step is a savepoint of one transaction: what a Ctrl-C or a power cut interrupts leaves
    nothing behind, and the next start loads from the beginning.
    """
    with sessions().get_bind().connect() as connection, connection.begin():
        whole = scoped_session(
            sessionmaker(connection, join_transaction_mode="create_savepoint", autoflush=True)
        )
        loaded = _load(whole, composition)
        whole.remove()
    return loaded


def _load(sessions: Sessions, composition: Composition) -> bool:
    with scope.work(sessions, scope.platform_scope()):
        if not is_demo(sessions()):
            raise NotADemoError(
                "This database is not marked as a demo: example data is not mixed with an office's own."
            )
        if sessions.scalars(select(Installation.demo_loaded_at)).one() is not None:
            return False
        if sessions.scalars(select(Account.id).limit(1)).one_or_none() is not None:
            raise NotADemoError(
                "Somebody uses this database already: example data is not mixed with an office's own."
            )
    make_accounts(
        sessions, [entry for feature in composition.features for entry in feature.demo_accounts]
    )
    steps = sorted(
        (step for feature in composition.features for step in feature.demo),
        key=lambda step: step.order,
    )
    for step in steps:
        with scope.work(sessions, scope.office_scope(step.district_id, action="demo:loaded")):
            step.load(sessions())
    with scope.work(sessions, scope.platform_scope()):
        sessions.execute(update(Installation).values(demo_loaded_at=now()))
    return True


def make_accounts(sessions: Sessions, entries: list[dict[str, Any]]) -> None:
    """Accounts and memberships of example people, before the steps that name them.

    Whoever needs a second factor gets a secret, and whoever signs papers (`second_factor` in the entry).
    """
    for entry in entries:
        role = Role.of(entry["role"])
        has_factor = role.value.second_factor or entry.get("second_factor", False)
        with scope.work(sessions, scope.platform_scope()):
            account = Account(
                id=account_id_of(entry["username"]),
                username=entry["username"],
                password_hash=secrets.hash_password(PASSWORD),
                totp_secret=secrets.new_totp_secret() if has_factor else None,
            )
            sessions.add(account)
            sessions.flush()
            account_id = account.id
        office = entry["office_code"]
        with scope.work(sessions, scope.office_scope(office)):
            sessions.add(
                Membership(
                    district_id=office,
                    account_id=account_id,
                    role=role.key,
                    name=entry["name"],
                    position=entry["position"],
                    community_id=entry.get("community_id"),
                    valid_from=MEMBERS_SINCE,
                )
            )


def accounts(sessions: Sessions) -> list[DemoAccount]:
    """The accounts of the example data, with what is needed to sign in."""
    with scope.work(sessions, scope.platform_scope(read_only=True)):
        if not is_demo(sessions()):
            return []
        rows = sessions.execute(
            select(Account, Membership)
            .join(Membership, Membership.account_id == Account.id)
            .where(Account.password_hash.is_not(None))
            .order_by(Membership.district_id.desc(), Account.username)
        ).all()
        return [
            DemoAccount(
                username=account.username,
                password=PASSWORD,
                role=membership.role,
                district=None
                if membership.district_id == scope.DEPARTMENT
                else membership.district_id,
                totp_secret=account.totp_secret,
                name=membership.name,
            )
            for account, membership in rows
        ]


def as_table(found: list[DemoAccount]) -> str:
    """The accounts as a table for a terminal, Thai marks counted as no width."""
    lines = [f"Password of all example accounts: {PASSWORD}"]
    for entry in found:
        secret = f"  second factor: {entry['totp_secret']}" if entry["totp_secret"] else ""
        place = entry["district"] or "city"
        lines.append(
            f"  {_pad(entry['username'], 26)}{_pad(entry['role'], 22)}{place!s:6}{entry['name']}{secret}"
        )
    return "\n".join(lines)


def _pad(text: str, width: int) -> str:
    shown = sum(1 for letter in text if not unicodedata.combining(letter))
    return text + " " * max(1, width - shown)
