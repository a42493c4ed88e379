"""What stands on an office's papers, and who may sign them on a day."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.errors import NotFound
from core.files.service import content_of
from core.files.store import FolderStore
from core.identity.actor import Actor
from core.identity.models import Account, Membership
from core.identity.queries import valid_on
from core.tenancy.queries import office
from tenants.office.models import Delegation, Numbering, OfficeProfile

DELEGATES = (Role.ASSISTANT_DIRECTOR, Role.SECTION_HEAD)
"""The roles whose people may act for the director (M97, M98)."""

ACTING_FOR = "รักษาราชการแทน"


@dataclass(frozen=True)
class OfficeProfileView:
    """An office's profile, or the defaults where nothing was saved yet; then `version` is 0."""

    letter_code: str = ""
    address: str = ""
    phone: str = ""
    numbering: Numbering = Numbering.REGISTRY
    publishes_chair: bool = False
    emblem_file_id: UUID | None = None
    version: int = 0
    is_example: bool = False


@dataclass(frozen=True)
class SigningRight:
    """Who signs, as printed under the name; `delegation_id` where the person acts for the director.

    `since` is the first day of the right: no paper of theirs is dated before it.
    """

    name: str
    position: str
    since: date
    delegation_id: UUID | None = None


class DelegationState(Enum):
    """Where a delegation stands on a day: only a RUNNING one lets its person sign."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    ENDED = "ended"


def profile(session: Session) -> OfficeProfileView:
    """The profile of the office whose scope is open."""
    row = session.scalars(select(OfficeProfile)).one_or_none()
    if row is None:
        return OfficeProfileView()
    return OfficeProfileView(
        letter_code=row.letter_code,
        address=row.address,
        phone=row.phone,
        numbering=Numbering(row.numbering),
        publishes_chair=row.publishes_chair,
        emblem_file_id=row.emblem_file_id,
        version=row.version,
        is_example=row.is_example,
    )


def emblem_bytes(session: Session, store: FolderStore) -> bytes | None:
    """The office's own emblem as a PNG, or None where none was uploaded."""
    row = session.scalars(select(OfficeProfile)).one_or_none()
    if row is None or row.emblem_file_id is None:
        return None
    return content_of(session, store, row.district_id, row.emblem_file_id)[1]


def signing_right(session: Session, *, actor: Actor, day: date) -> SigningRight | None:
    """Whether a person may sign the office's papers on a day, and as what; None where not.

    The director by role; an assistant director or a section head by a delegation that runs on that
    day, and only while the own role is valid as well.
    """
    memberships = _signing_memberships(session, actor, day)
    place = office(session, actor.district_id)
    director = f"ผู้อำนวยการเขต{place.name_th}"
    for membership in memberships:
        if membership.role == Role.DIRECTOR.key:
            return SigningRight(membership.name, director, membership.valid_from)
    delegation = session.scalars(
        select(Delegation)
        .where(Delegation.account_id == actor.account_id, _runs_on(day))
        .order_by(Delegation.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if delegation is None or not memberships:
        return None
    own = memberships[0]
    position = f"{own.position}\n{ACTING_FOR} {director}"
    return SigningRight(own.name, position, delegation.valid_from, delegation.id)


def acting_director(session: Session, day: date) -> Delegation | None:
    """The delegation that runs on a day."""
    return session.scalars(select(Delegation).where(_runs_on(day)).limit(1)).one_or_none()


def delegations(session: Session) -> list[Delegation]:
    """All delegations of the office, the newest first."""
    return list(
        session.scalars(
            select(Delegation).order_by(Delegation.valid_from.desc(), Delegation.id.desc())
        )
    )


def delegation(session: Session, delegation_id: UUID) -> Delegation:
    found = session.scalars(select(Delegation).where(Delegation.id == delegation_id)).one_or_none()
    if found is None:
        raise NotFound("This delegation does not exist.")
    return found


def state_of(entry: Delegation, day: date) -> DelegationState:
    if entry.ended_on is not None and entry.ended_on <= min(day, entry.last_day):
        return DelegationState.ENDED
    if day < entry.valid_from:
        return DelegationState.PLANNED
    return DelegationState.RUNNING if day <= entry.last_day else DelegationState.OVER


def possible_delegates(session: Session, day: date) -> list[Membership]:
    """One membership for each person of the office who may act for the director, by name."""
    rows = session.scalars(
        select(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.role.in_([role.key for role in DELEGATES]),
            valid_on(day),
            Account.disabled_at.is_(None),
        )
        .order_by(Membership.name, Membership.valid_from, Membership.id)
    )
    first: dict[UUID, Membership] = {}
    for membership in rows:
        first.setdefault(membership.account_id, membership)
    return list(first.values())


def overlapping(session: Session, first_day: date, last_day: date) -> Delegation | None:
    """A delegation that runs on any of these days; one that was ended runs until the day before."""
    return session.scalars(
        select(Delegation)
        .where(
            Delegation.valid_from <= last_day,
            Delegation.last_day >= first_day,
            or_(
                Delegation.ended_on.is_(None),
                (Delegation.ended_on > first_day) & (Delegation.ended_on > Delegation.valid_from),
            ),
        )
        .order_by(Delegation.valid_from)
        .limit(1)
    ).one_or_none()


def _signing_memberships(session: Session, actor: Actor, day: date) -> list[Membership]:
    """The actor's own roles, valid on the day, from which a right to sign may follow."""
    held = [role.key for role in (Role.DIRECTOR, *DELEGATES) if role in actor.roles]
    return list(
        session.scalars(
            select(Membership)
            .where(
                Membership.account_id == actor.account_id,
                Membership.role.in_(held),
                valid_on(day),
            )
            .order_by(Membership.valid_from, Membership.id)
        )
    )


def _runs_on(day: date) -> ColumnElement[bool]:
    return (
        (Delegation.valid_from <= day)
        & (Delegation.last_day >= day)
        & or_(Delegation.ended_on.is_(None), Delegation.ended_on > day)
    )
