"""Keeping the city's programme, and the bodies above the districts with their members (M84-M86)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
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
from core.tenancy.queries import districts

PROGRAMME_FIELDS = (
    "title", "plan", "purpose", "lead", "fiscal_from", "fiscal_to", "state", "paper_number",
    "paper_date", "indicators",
)  # fmt: skip
BODY_FIELDS = ("name", "duty", "parent_id", "office_code", "order_number", "order_date")

YEAR_AHEAD = timedelta(days=366)
"""How far ahead a seat may begin."""

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
    """A new programme; sent twice with one `record_id` it is one. Refused beside a living one of its name and plan."""
    scope.name_change(session, "programme:entered")
    existing = session.get(Programme, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check_plan(session, plan)
    _hold(session)
    same = select(Programme.id).where(
        Programme.title == plan.title,
        Programme.plan == plan.plan,
        Programme.state.in_([PlanState.PROPOSED.value, PlanState.IN_PLAN.value]),
    )
    if session.scalars(same.limit(1)).first() is not None:
        raise FieldError("This plan has a programme of this name already.", field="title")
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
    _hold(session)
    _check_parent(session, kind, terms)
    _check_body(session, kind, terms)
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
    """Correct a body or attach its order.

    The scan on file stays while the number and the day of the order stay: another order has another
    paper. A body above it whose level is turned off stays above it.
    """
    scope.name_change(session, "upper_body:changed")
    _hold(session)
    entry = lock(session, working_body(session, body_id))
    refuse_stale(entry, seen_version, SAVED_MEANWHILE, _stored(entry, BODY_FIELDS))
    if entry.parent_id and terms.parent_id is None and not queries.parent_of(session, entry):
        terms = replace(terms, parent_id=entry.parent_id)
    else:
        _check_parent(session, BodyKind(entry.kind), terms)
    _check_body(session, BodyKind(entry.kind), terms, entry)
    is_same_order = (terms.order_number, terms.order_date) == (entry.order_number, entry.order_date)
    for name, value in asdict(terms).items():
        setattr(entry, name, value)
    kept = _kept(session, store, actor, scan)
    entry.file_id = kept or (entry.file_id if is_same_order else None)
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
    if entry.order_date is not None and ended_on < entry.order_date:
        raise FieldError("This day lies before the order that set it up.", field="ended_on")
    # A seat that was taken back before it began is nobody's.
    held = or_(Member.valid_to.is_(None), Member.valid_to > Member.valid_from)
    seats = session.scalars(select(Member).where(Member.body_id == entry.id, held)).all()
    if any(ended_on < (seat.valid_to or seat.valid_from) for seat in seats):
        raise FieldError("A seat begins or ends after this day.", field="ended_on")
    for seat in seats:
        if seat.valid_to is None:
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
    """Somebody sits on a body from a day on, at most YEAR_AHEAD from today and not before its order.

    A second chair is refused while there is one.
    """
    scope.name_change(session, "upper_body_member:seated")
    _hold(session)
    entry = lock(session, working_body(session, body_id))
    existing = session.get(Member, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if valid_from > bangkok_today() + YEAR_AHEAD:
        raise FieldError("Type a day within one year from today.", field="valid_from")
    if entry.order_date is not None and valid_from < entry.order_date:
        raise FieldError("This day lies before the order that set it up.", field="valid_from")
    later = [seat for seat in queries.members(session, entry.id) if _is_open(seat, valid_from)]
    if role is MemberRole.CHAIR and any(seat.role == role.value for seat in later):
        raise FieldError("This body has a chair. End that seat first.", field="role")
    if any(normalise(seat.name) == normalise(name) for seat in later):
        raise FieldError("This person sits on the body already.", field="name")
    seat = Member(
        district_id=actor.district_id,
        id=record_id,
        body_id=entry.id,
        name=normalise(name),
        role=role.value,
        position=normalise(position),
        valid_from=valid_from,
        changed_by=actor.name,
    )
    session.add(seat)
    return seat


def end_seat(
    session: Session, *, actor: Actor, member_id: UUID, valid_to: date, reason: str
) -> Member:
    """Somebody sits on a body no more from a day on. A seat that has not begun is ended on its first day."""
    scope.name_change(session, "upper_body_member:ended", reason)
    _hold(session)
    seat = lock(session, queries.member(session, member_id))
    if seat.valid_to is not None:
        raise Refused("This seat has ended already.")
    first = min(seat.valid_from, bangkok_today())
    if valid_to < first:
        raise FieldError("This day lies before the first day of the seat.", field="ended_on")
    seat.valid_to = max(valid_to, seat.valid_from)
    seat.ending_reason = normalise(reason)
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


def _check_body(
    session: Session, kind: BodyKind, terms: BodyTerms, entry: Body | None = None
) -> None:
    if kind in UPPER and not queries.has_upper_levels(session):
        raise Refused("The levels above the city are turned off.")
    if terms.order_number and terms.order_date is None:
        raise FieldError("Type the day of the order.", field="order_date")
    if terms.order_date is not None and not terms.order_number:
        raise FieldError("Type the number of the order.", field="order_number")
    codes = {office.code for office in districts(session)}
    if kind is BodyKind.DISTRICT_CENTRE and terms.office_code not in codes:
        raise FieldError("Choose the district.", field="office_code")
    if kind is not BodyKind.DISTRICT_CENTRE and terms.office_code is not None:
        raise FieldError("Choose the district.", field="office_code")
    _refuse_second(session, kind, terms, entry)


def _check_parent(session: Session, kind: BodyKind, terms: BodyTerms) -> None:
    if terms.parent_id is None:
        return
    parents = queries.possible_parents(session, kind, bangkok_today())
    if terms.parent_id not in {each.id for each in parents}:
        raise FieldError("Choose a body that this one can stand under.", field="parent_id")


def _refuse_second(session: Session, kind: BodyKind, terms: BodyTerms, entry: Body | None) -> None:
    """There is one of each kind at a time; of a district's centre one for each district."""
    if kind is BodyKind.PROVINCE_CENTRE:
        return
    same = select(Body.name).where(Body.kind == kind.value, Body.ended_on.is_(None))
    if entry is not None:
        same = same.where(Body.id != entry.id)
    if kind is BodyKind.DISTRICT_CENTRE:
        same = same.where(Body.office_code == terms.office_code)
    name = session.scalars(same.limit(1)).first()
    if name is not None:
        raise FieldError(
            "“%(name)s” is at work already. End it before you set up another one.",
            field="office_code" if kind is BodyKind.DISTRICT_CENTRE else "name",
            name=name,
        )


def _is_open(seat: Member, valid_from: date) -> bool:
    return seat.valid_to is None or seat.valid_to > valid_from


def _kept(session: Session, store: FolderStore, actor: Actor, scan: Scan | None) -> UUID | None:
    if scan is None:
        return None
    kept = keep(session, store, actor=actor, purpose="upper_body_order", **asdict(scan))
    return kept.id


def _stored(entry: Programme | Body, fields: Sequence[str]) -> Mapping[str, Any]:
    return {name: getattr(entry, name) for name in fields}
