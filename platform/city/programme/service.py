"""Keeping the city's programme, and the bodies above the districts with their members (M84-M86)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from city.programme import queries
from city.programme.models import (
    UPPER,
    Body,
    BodyKind,
    Member,
    MemberRole,
    PlanState,
    Programme,
    UpperLevelChoice,
)
from core.errors import FieldError, Refused
from core.files.scans import Scan
from core.files.service import keep
from core.files.store import FolderStore
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.indicators.definitions import catalogue
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope

PROGRAMME_FIELDS = (
    "title", "plan", "purpose", "lead", "fiscal_from", "fiscal_to", "state", "paper_number",
    "paper_date", "indicators",
)  # fmt: skip
BODY_FIELDS = ("name", "duty", "parent_id", "office_code", "order_number", "order_date")

SAVED_MEANWHILE = mark("%(name)s saved this while you were writing.")


@dataclass(frozen=True)
class Plan:
    """What the department says of a programme; the years are fiscal years of the Buddhist era."""

    title: str
    plan: str
    lead: str
    fiscal_from: int
    fiscal_to: int
    state: PlanState
    purpose: str = ""
    paper_number: str = ""
    paper_date: date | None = None
    indicators: Sequence[str] = ()

    @property
    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"state": self.state.value, "indicators": list(self.indicators)}


@dataclass(frozen=True)
class BodyTerms:
    """What is known of a body."""

    name: str
    duty: str = ""
    parent_id: UUID | None = None
    office_code: int | None = None
    order_number: str = ""
    order_date: date | None = None


def enter_programme(session: Session, *, actor: Actor, record_id: UUID, plan: Plan) -> Programme:
    """A new programme; sent twice with one `record_id` it is one."""
    scope.name_change(session, "programme:entered")
    existing = session.get(Programme, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check_plan(session, plan)
    entry = Programme(
        district_id=actor.district_id, id=record_id, changed_by=actor.name, **plan.stored
    )
    session.add(entry)
    return entry


def change_programme(
    session: Session, *, actor: Actor, programme_id: UUID, seen_version: int, plan: Plan
) -> Programme:
    """EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "programme:changed")
    entry = lock(session, queries.programme(session, programme_id))
    refuse_stale(entry, seen_version, SAVED_MEANWHILE, _stored(entry, PROGRAMME_FIELDS))
    _check_plan(session, plan)
    for name, value in plan.stored.items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def set_up_body(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    kind: BodyKind,
    terms: BodyTerms,
    scan: Scan | None,
    store: FolderStore,
) -> Body:
    """A new body; sent twice with one `record_id` it is one. Refused beside a working one of its kind."""
    scope.name_change(session, "upper_body:set_up")
    existing = session.get(Body, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check_body(session, kind, terms, None)
    _hold(session)
    _refuse_second(session, kind, terms)
    entry = Body(
        district_id=actor.district_id,
        id=record_id,
        kind=kind.value,
        changed_by=actor.name,
        file_id=_kept(session, store, actor, scan),
        **asdict(terms),
    )
    session.add(entry)
    return entry


def change_body(
    session: Session,
    *,
    actor: Actor,
    body_id: UUID,
    seen_version: int,
    terms: BodyTerms,
    scan: Scan | None,
    store: FolderStore,
) -> Body:
    """Correct a body or attach its order; without a new scan the one on file stays."""
    scope.name_change(session, "upper_body:changed")
    _hold(session)
    entry = lock(session, working_body(session, body_id))
    refuse_stale(entry, seen_version, SAVED_MEANWHILE, _stored(entry, BODY_FIELDS))
    _check_body(session, BodyKind(entry.kind), terms, entry)
    for name, value in asdict(terms).items():
        setattr(entry, name, value)
    entry.file_id = _kept(session, store, actor, scan) or entry.file_id
    sign(entry, actor)
    return entry


def end_body(session: Session, *, actor: Actor, body_id: UUID, ended_on: date, reason: str) -> Body:
    """Let a body work no more from a day on; its members leave it on that day. Refused while others stand under it."""
    scope.name_change(session, "upper_body:ended", reason)
    _hold(session)
    entry = lock(session, working_body(session, body_id))
    below = session.scalar(
        select(func.count()).where(Body.parent_id == entry.id, Body.ended_on.is_(None))
    )
    if below:
        raise Refused("Other bodies stand under this one. End them first, or place them elsewhere.")
    seats = session.scalars(
        select(Member).where(Member.body_id == entry.id, Member.valid_to.is_(None))
    ).all()
    if any(seat.valid_from > ended_on for seat in seats):
        raise FieldError("A member came later than this day.", field="ended_on")
    for seat in seats:
        seat.valid_to, seat.ending_reason = ended_on, normalise(reason)
        sign(seat, actor)
    entry.ended_on, entry.ending_reason = ended_on, normalise(reason)
    sign(entry, actor)
    return entry


def seat_member(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    body_id: UUID,
    name: str,
    role: MemberRole,
    position: str,
    valid_from: date,
) -> Member:
    """Somebody sits on a body from a day on. A second chair is refused while there is one."""
    scope.name_change(session, "upper_body_member:seated")
    entry = lock(session, working_body(session, body_id))
    existing = session.get(Member, (actor.district_id, record_id))
    if existing is not None:
        return existing
    present = [seat for seat in queries.members(session, entry.id) if _overlaps(seat, valid_from)]
    if role is MemberRole.CHAIR and any(seat.role == role.value for seat in present):
        raise FieldError("This body has a chair. End that seat first.", field="role")
    if any(normalise(seat.name) == normalise(name) for seat in present):
        raise FieldError("This person sits on the body already.", field="name")
    seat = Member(
        district_id=actor.district_id,
        id=record_id,
        body_id=entry.id,
        name=normalise(name),
        role=role.value,
        position=normalise(position),
        valid_from=valid_from,
        is_example=entry.is_example,
        changed_by=actor.name,
    )
    session.add(seat)
    return seat


def end_seat(
    session: Session, *, actor: Actor, member_id: UUID, valid_to: date, reason: str
) -> Member:
    """Somebody sits on a body no more from a day on."""
    scope.name_change(session, "upper_body_member:ended", reason)
    seat = lock(session, queries.member(session, member_id))
    if seat.valid_to is not None:
        raise Refused("This seat has ended already.")
    if valid_to < seat.valid_from:
        raise FieldError("This day lies before the first day of the seat.", field="ended_on")
    seat.valid_to, seat.ending_reason = valid_to, normalise(reason)
    sign(seat, actor)
    return seat


def choose_upper_levels(
    session: Session, *, actor: Actor, is_on: bool, reason: str
) -> UpperLevelChoice:
    """Turn the levels above the city on or off. What was entered stays, and is hidden while they are off."""
    scope.name_change(session, "upper_levels:chosen", reason)
    _hold(session)
    present = queries.upper_level_choice(session)
    if present is not None and present.is_on == is_on:
        return present
    choice = UpperLevelChoice(
        district_id=actor.district_id, is_on=is_on, reason=normalise(reason), chosen_by=actor.name
    )
    session.add(choice)
    return choice


def working_body(session: Session, body_id: UUID) -> Body:
    """Refused where it works no more."""
    entry = queries.body(session, body_id)
    if entry.ended_on is not None:
        raise Refused("This body works no more.")
    return entry


def _hold(session: Session) -> None:
    """One change of the tree at a time: a parent must not end while somebody is placed under it."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("upper_bodies", 0))))


def _check_plan(session: Session, plan: Plan) -> None:
    if plan.fiscal_to < plan.fiscal_from:
        raise FieldError("The last year lies before the first year.", field="fiscal_to")
    if plan.state is PlanState.IN_PLAN and not plan.paper_number:
        raise FieldError(
            "Type the number of the paper that put it into the plan.", field="paper_number"
        )
    if plan.state is PlanState.IN_PLAN and plan.paper_date is None:
        raise FieldError("Type the day of the paper that put it into the plan.", field="paper_date")
    known = {each.key for each in catalogue(session).current}
    if not known.issuperset(plan.indicators):
        raise FieldError("Choose indicators of the catalogue.", field="indicators")


def _check_body(session: Session, kind: BodyKind, terms: BodyTerms, entry: Body | None) -> None:
    if kind in UPPER and not queries.has_upper_levels(session):
        raise Refused("The levels above the city are turned off.")
    if terms.order_number and terms.order_date is None:
        raise FieldError("Type the day of the order.", field="order_date")
    if terms.order_date is not None and not terms.order_number:
        raise FieldError("Type the number of the order.", field="order_number")
    if (terms.office_code is not None) != (kind is BodyKind.DISTRICT_CENTRE):
        raise FieldError("Choose the district.", field="office_code")
    if terms.parent_id is None:
        return
    parents = queries.possible_parents(session, kind, bangkok_today())
    if terms.parent_id not in {each.id for each in parents} - {entry.id if entry else None}:
        raise FieldError("Choose a body that this one can stand under.", field="parent_id")


def _refuse_second(session: Session, kind: BodyKind, terms: BodyTerms) -> None:
    """There is one of each kind at a time; of a district's centre one for each district."""
    if kind is BodyKind.PROVINCE_CENTRE:
        return
    same = select(Body.name).where(Body.kind == kind.value, Body.ended_on.is_(None))
    if kind is BodyKind.DISTRICT_CENTRE:
        same = same.where(Body.office_code == terms.office_code)
    name = session.scalars(same.limit(1)).first()
    if name is not None:
        raise FieldError(
            "“%(name)s” is at work already. End it before you set up another one.",
            field="office_code" if kind is BodyKind.DISTRICT_CENTRE else "name",
            name=name,
        )


def _overlaps(seat: Member, valid_from: date) -> bool:
    return seat.valid_to is None or seat.valid_to > valid_from


def _kept(session: Session, store: FolderStore, actor: Actor, scan: Scan | None) -> UUID | None:
    if scan is None:
        return None
    kept = keep(session, store, actor=actor, purpose="upper_body_order", **asdict(scan))
    return kept.id


def _stored(entry: Programme | Body, fields: Sequence[str]) -> Mapping[str, Any]:
    return {name: getattr(entry, name) for name in fields}
