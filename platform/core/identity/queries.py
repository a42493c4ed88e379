"""Reads of identity, all under the platform role."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.identity import secrets
from core.identity.actor import OfficeRole, Person
from core.identity.models import (
    Account,
    Membership,
    SignInAttempt,
    SignInPass,
    SignInSession,
)
from core.tenancy.models import Office


def valid_on(today: date) -> ColumnElement[bool]:
    """Memberships that are valid on a day; the last day counts."""
    return (Membership.valid_from <= today) & or_(
        Membership.last_day.is_(None), Membership.last_day >= today
    )


def _office_role(membership: Membership, office: Office) -> OfficeRole:
    return OfficeRole(
        district_id=office.code,
        slug=office.slug,
        office_th=office.title_th,
        office_en=office.title_en,
        role=Role.of(membership.role),
        name=membership.name,
        position=membership.position,
        community_id=membership.community_id,
    )


def person_of_session(
    session: Session, token_hash: str, *, now: datetime, today: date, fresh: timedelta
) -> Person | None:
    """The person behind a browser's token: one statement, None where the session has ended in any way."""
    rows = session.execute(
        select(SignInSession, Account, Membership, Office)
        .join(Account, Account.id == SignInSession.account_id)
        .outerjoin(
            Membership,
            (Membership.account_id == Account.id)
            & valid_on(today)
            & or_(
                SignInSession.limited_to.is_(None),
                SignInSession.limited_to == Membership.district_id,
            ),
        )
        .outerjoin(Office, Office.code == Membership.district_id)
        .where(
            SignInSession.token_hash == token_hash,
            SignInSession.confirmed_at.is_not(None),
            SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now,
            SignInSession.last_seen_at
            > func.now() - func.make_interval(0, 0, 0, 0, 0, 0, SignInSession.idle_seconds),
            Account.disabled_at.is_(None),
        )
        .order_by(Membership.valid_from, Membership.id)
    ).all()
    if not rows:
        return None
    signed_in, account = rows[0][0], rows[0][1]
    return Person(
        account_id=account.id,
        session_id=signed_in.id,
        username=account.username,
        language=account.language,
        memberships=tuple(
            role
            for _, _, membership, office in rows
            if membership is not None
            and (
                not (role := _office_role(membership, office)).role.value.second_factor
                or signed_in.second_factor_at is not None
            )
        ),
        seen_recently=signed_in.last_seen_at > now - fresh,
        has_second_factor=account.totp_secret is not None,
    )


def office_roles(session: Session, account_id: UUID, today: date) -> tuple[OfficeRole, ...]:
    """What an account is in the open office on a day; nothing where the account is locked."""
    rows = session.execute(
        select(Membership, Office)
        .join(Office, Office.code == Membership.district_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.account_id == account_id, valid_on(today), Account.disabled_at.is_(None))
        .order_by(Membership.valid_from, Membership.id)
    )
    return tuple(_office_role(membership, office) for membership, office in rows)


@dataclass(frozen=True)
class Failures:
    """Failed attempts in the window, for a user name and for an address."""

    user: int
    address: int


def recent_failures(session: Session, *, username: str, address: str, since: datetime) -> Failures:
    failed = SignInAttempt.succeeded.is_(False) & (SignInAttempt.at > since)
    user = select(func.count()).where(failed, SignInAttempt.username == username)
    place = select(func.count()).where(failed, SignInAttempt.address == address)
    row = session.execute(select(user.scalar_subquery(), place.scalar_subquery())).one()
    return Failures(user=row[0], address=row[1])


def account_named(session: Session, username: str) -> Account | None:
    return session.scalars(select(Account).where(Account.username == username)).one_or_none()


def roles_of(
    session: Session, account_id: UUID, today: date, *, office: int | None = None
) -> list[Role]:
    """The roles that an account holds today, in any office or in one."""
    statement = select(Membership.role).where(Membership.account_id == account_id, valid_on(today))
    if office is not None:
        statement = statement.where(Membership.district_id == office)
    return [Role.of(key) for key in session.scalars(statement)]


def has_password(session: Session, account_id: UUID) -> bool:
    """Whether the account has a password at all; leaders who come by a slip often have none."""
    return session.get_one(Account, account_id).password_hash is not None


def belongs_elsewhere(session: Session, account_id: UUID, office: int) -> bool:
    """Whether an account has, had or will have a role in another office."""
    found = select(Membership.id).where(
        Membership.account_id == account_id, Membership.district_id != office
    )
    return session.scalars(select(found.exists())).one()


def open_pass(session: Session, token: str, now: datetime) -> SignInPass | None:
    """The slip or code of this token while it works: unused, and before its last minute."""
    return session.scalars(
        select(SignInPass).where(
            SignInPass.district_id == secrets.office_of_token(token),
            SignInPass.token_hash == secrets.hash_token(token),
            SignInPass.used_at.is_(None),
            SignInPass.expires_at > now,
        )
    ).one_or_none()


def home_office(session: Session, account_id: UUID, today: date) -> int | None:
    """The office in which the account's first membership of today is."""
    return session.scalars(
        select(Membership.district_id)
        .where(Membership.account_id == account_id, valid_on(today))
        .order_by(Membership.valid_from, Membership.id)
        .limit(1)
    ).one_or_none()


def open_sessions(session: Session, account_id: UUID, now: datetime) -> list[SignInSession]:
    """The browsers in which an account is signed in, newest first."""
    return list(
        session.scalars(
            select(SignInSession)
            .where(
                SignInSession.account_id == account_id,
                SignInSession.revoked_at.is_(None),
                SignInSession.confirmed_at.is_not(None),
                SignInSession.expires_at > now,
            )
            .order_by(SignInSession.last_seen_at.desc())
        )
    )
