"""Who may sign in to an office: people with dated roles, their slips and one-time codes."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.roles import Role, Tier
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.identity import secrets
from core.identity.actor import Actor
from core.identity.models import Account, Membership, PassKind, SignInPass
from core.tenancy import scope
from tenants.registry.models import Community, CommunityStatus

FIELD_ROLES = (
    Role.COMMUNITY_CHAIR,
    Role.COMMUNITY_COMMITTEE,
    Role.ZONE_CHAIR,
    Role.ASSEMBLY_CHAIR,
    Role.PARTNER,
)
"""The roles that a social development officer grants: people who sign in by a slip."""

COMMUNITY_ROLES = (Role.COMMUNITY_CHAIR, Role.COMMUNITY_COMMITTEE, Role.ZONE_CHAIR)
"""The roles whose reach follows from a community; a zone chair's zone is that of the own one."""

_USERNAME = re.compile(r"[a-z0-9][a-z0-9.-]{2,39}")


@dataclass(frozen=True)
class NewPerson:
    """A person as an officer enters them; `position` is written out as it stands on paper."""

    username: str
    name: str
    position: str
    role: Role
    community_id: UUID | None
    valid_from: date


@dataclass(frozen=True)
class Added:
    """The new role. `totp_secret` exists for this one moment: the office can never read it again."""

    membership: Membership
    totp_secret: str | None = None


@dataclass(frozen=True)
class Issued:
    """A slip or code. The token exists for this one moment: only its hash is stored."""

    membership: Membership
    token: str
    expires_at: datetime


def grantable_roles(*, administers: bool) -> tuple[Role, ...]:
    """The roles that a person may grant: nobody grants more than he holds, and none of the city's."""
    if not administers:
        return FIELD_ROLES
    return tuple(role for role in Role if role.value.tier is Tier.DISTRICT)


def add_person(
    session: Session, *, actor: Actor, administers: bool, record_id: UUID, person: NewPerson
) -> Added:
    """Make an account with one role. Sent twice with one `record_id` it is one person.

    Refuses a user name that is taken anywhere in the city, and a role that the actor may not grant.
    """
    scope.name_change(session, "person:added")
    existing = session.get(Membership, (actor.district_id, record_id))
    if existing is not None:
        return Added(existing)
    _check(session, person, administers=administers)
    secret = secrets.new_totp_secret() if person.role.value.second_factor else None
    account_id = uuid7()
    membership = Membership(
        district_id=actor.district_id,
        id=record_id,
        account_id=account_id,
        role=person.role.key,
        name=person.name,
        position=person.position,
        community_id=person.community_id if person.role in COMMUNITY_ROLES else None,
        valid_from=person.valid_from,
    )
    try:
        with session.begin_nested():
            # An office may write these columns and no others: never a password.
            session.execute(
                insert(Account).values(
                    id=account_id, username=person.username, language="th", totp_secret=secret
                )
            )
            session.add(membership)
            session.flush()
    except IntegrityError as problem:
        stored = session.get(Membership, (actor.district_id, record_id))
        if stored is not None:
            return Added(stored)
        raise FieldError(
            "The user name %(username)s is taken. Choose another one.",
            field="username",
            username=person.username,
        ) from problem
    return Added(membership, secret)


def end_membership(
    session: Session,
    *,
    actor: Actor,
    administers: bool,
    membership_id: UUID,
    last_day: date,
    today: date,
    now: datetime,
) -> Membership:
    """End a role with its last day. Slips and codes that are still unused end with it.

    A role that is over does not begin again: its person is added anew.
    """
    scope.name_change(session, "membership:ended")
    entry = _manageable(session, actor, membership_id, administers=administers)
    if entry.account_id == actor.account_id:
        raise Refused("Nobody ends the own role. Ask another administrator.")
    if entry.last_day is not None and entry.last_day < min(today, last_day):
        raise Refused("This role has ended.")
    if last_day < entry.valid_from:
        raise FieldError("The role began after this day.", field="last_day")
    entry.last_day = last_day
    if last_day <= today:
        _void_unused(session, entry.account_id, now)
    return entry


def issue_slip(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    today: date,
    now: datetime,
    lifetime: timedelta,
) -> Issued:
    """Issue a leader's one-time slip; older unused ones of that person end.

    Refused for staff: a slip asks for no second factor.
    """
    scope.name_change(session, "slip:issued")
    entry = _open_membership(session, actor, membership_id, today)
    roles = session.scalars(
        select(Membership.role).where(
            Membership.account_id == entry.account_id,
            or_(Membership.last_day.is_(None), Membership.last_day >= today),
        )
    )
    if any(not Role.of(key).value.field for key in roles):
        raise Refused("Slips are for leaders. Staff sign in with a password or a one-time code.")
    token = secrets.new_token(actor.district_id)
    return _issue(
        session, actor, entry, kind=PassKind.SLIP, token=token, now=now, lifetime=lifetime
    )


def issue_code(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    today: date,
    now: datetime,
    lifetime: timedelta,
) -> Issued:
    """Issue a one-time code for a person who is locked out or has no password yet."""
    scope.name_change(session, "code:issued")
    entry = _open_membership(session, actor, membership_id, today)
    token = secrets.new_code(actor.district_id)
    return _issue(
        session, actor, entry, kind=PassKind.CODE, token=token, now=now, lifetime=lifetime
    )


def issue_factor_code(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    reason: str,
    today: date,
    now: datetime,
    lifetime: timedelta,
) -> Issued:
    """Issue the code that stands once in the place of a person's lost authenticator.

    It opens nothing without the person's password, and nothing for who belongs to another office
    too: `core.identity.second_factor` looks at that when it is used, since no office may.
    """
    scope.name_change(session, "second_factor:reset", reason)
    entry = _open_membership(session, actor, membership_id, today)
    if entry.account_id == actor.account_id:
        raise Refused("Nobody resets the own second factor. Ask another administrator.")
    token = secrets.new_code(actor.district_id)
    return _issue(
        session, actor, entry, kind=PassKind.SECOND_FACTOR, token=token, now=now, lifetime=lifetime
    )


def slip_on_screen(
    session: Session, *, actor: Actor, membership_id: UUID, token: str, now: datetime
) -> Issued:
    """The slip whose token a page still shows, for printing it; NotFound once used, voided or expired."""
    entry = session.get(Membership, (actor.district_id, membership_id))
    slip = session.scalars(
        select(SignInPass).where(
            SignInPass.token_hash == secrets.hash_token(token),
            SignInPass.kind == PassKind.SLIP,
            SignInPass.used_at.is_(None),
            SignInPass.expires_at > now,
        )
    ).one_or_none()
    if entry is None or slip is None or slip.account_id != entry.account_id:
        raise NotFound("This slip can no longer be printed. Issue a new one.")
    return Issued(entry, token, slip.expires_at)


def _check(session: Session, person: NewPerson, *, administers: bool) -> None:
    if person.role not in grantable_roles(administers=administers):
        raise FieldError("You may not grant this role.", field="role")
    if not _USERNAME.fullmatch(person.username):
        raise FieldError(
            "Use 3 to 40 small English letters, digits, full stops or hyphens.", field="username"
        )
    if person.role not in COMMUNITY_ROLES:
        return
    community = session.scalars(
        select(Community.status).where(Community.id == person.community_id)
    ).one_or_none()
    if community is None or community == CommunityStatus.CLOSED:
        raise FieldError("Choose the community of this person.", field="community_id")


def _manageable(
    session: Session, actor: Actor, membership_id: UUID, *, administers: bool
) -> Membership:
    """The role with its row locked, if the actor could have granted it."""
    entry = session.get(
        Membership, (actor.district_id, membership_id), with_for_update=True, populate_existing=True
    )
    if entry is None:
        raise NotFound("This person does not exist.")
    if Role.of(entry.role) not in grantable_roles(administers=administers):
        raise Refused("Only the office's administrator may change this person.")
    return entry


def _open_membership(
    session: Session, actor: Actor, membership_id: UUID, today: date
) -> Membership:
    entry = session.get(Membership, (actor.district_id, membership_id), with_for_update=True)
    if entry is None:
        raise NotFound("This person does not exist.")
    if entry.last_day is not None and entry.last_day < today:
        raise Refused("This role has ended.")
    disabled = session.scalars(
        select(Account.disabled_at).where(Account.id == entry.account_id)
    ).one()
    if disabled is not None:
        raise Refused("This account is blocked.")
    return entry


def _issue(
    session: Session,
    actor: Actor,
    entry: Membership,
    *,
    kind: PassKind,
    token: str,
    now: datetime,
    lifetime: timedelta,
) -> Issued:
    _void_unused(session, entry.account_id, now, kind)
    expires_at = now + lifetime
    session.add(
        SignInPass(
            district_id=actor.district_id,
            account_id=entry.account_id,
            kind=kind.value,
            token_hash=secrets.hash_token(token),
            holder_name=entry.name,
            issued_by=actor.name,
            expires_at=expires_at,
        )
    )
    session.flush()
    return Issued(entry, token, expires_at)


def _void_unused(
    session: Session, account_id: UUID, now: datetime, kind: PassKind | None = None
) -> None:
    statement = update(SignInPass).where(
        SignInPass.account_id == account_id,
        SignInPass.used_at.is_(None),
        SignInPass.expires_at > now,
    )
    if kind is not None:
        statement = statement.where(SignInPass.kind == kind)
    session.execute(statement.values(expires_at=now))
