"""Filling and vacating seats. A seat is never deleted: whoever leaves stays in the history (F26)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.manual.structure import CommitteeKind
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.committees import queries
from tenants.committees.bodies import Body
from tenants.committees.listing import ReadyChair, chairs_to_seat
from tenants.committees.models import Committee, Seat
from tenants.committees.room import Occupant, check_occupant, end_of_term
from tenants.committees.seating import Placing, Situation, hold, keep_seats
from tenants.committees.view import CommitteeView
from tenants.people.models import Person
from tenants.people.queries import person_key
from tenants.people.service import refuse_national_ids

__all__ = [
    "Occupant",
    "change_seat",
    "ensure_committee",
    "ensure_committees",
    "fill_seat",
    "follow_edition_in_force",
    "seat_community_chairs",
    "vacate_seat",
]

EDITED = ("person_name", "person_position", "valid_from", "term_ends_on")
"""What the form of a seat changes."""

CLOSED = {
    CommitteeKind.ZONE: mark("This zone is closed. Its committee is not changed."),
    CommitteeKind.COMMUNITY: mark("This community is closed. Its committee is not changed."),
    CommitteeKind.ALLIANCE: mark("This network is closed. Its committee is not changed."),
}


def ensure_committee(session: Session, *, actor: Actor, within: Within, body: Body) -> Committee:
    """The committee of a body, made at its first write under the edition in force; its row is locked.

    Two people who begin at once get one committee, and come one after the other.
    """
    return ensure_committees(session, actor=actor, within=within, bodies=[body])[0]


def ensure_committees(
    session: Session, *, actor: Actor, within: Within, bodies: Collection[Body]
) -> Sequence[Committee]:
    """The committees of bodies, each locked and made where it was missing, in one order for everybody."""
    views = queries.compositions_of(session, within, list(bodies))
    for view in views:
        if view.closed_on is not None:
            raise Refused(CLOSED[view.body.kind])
    missing = [
        {
            "district_id": actor.district_id,
            "id": uuid7(),
            "edition": view.edition,
            "is_example": view.is_example,
            **dict.fromkeys(("zone_id", "community_id", "alliance_id")),
            **view.body.columns,
        }
        for view in sorted(views, key=lambda each: str(each.body.id))
        if view.committee_id is None
    ]
    if missing:
        session.execute(insert(Committee).values(missing).on_conflict_do_nothing())
    return session.scalars(
        select(Committee)
        .where(
            or_(
                Committee.zone_id.in_(_ids_of(bodies, CommitteeKind.ZONE)),
                Committee.community_id.in_(_ids_of(bodies, CommitteeKind.COMMUNITY)),
                Committee.alliance_id.in_(_ids_of(bodies, CommitteeKind.ALLIANCE)),
                Committee.kind.in_([body.kind.value for body in bodies if body.id is None]),
            )
        )
        .order_by(Committee.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _ids_of(bodies: Iterable[Body], kind: CommitteeKind) -> list[UUID | None]:
    return [body.id for body in bodies if body.kind is kind]


def fill_seat(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    body: Body,
    record_id: UUID,
    rule_key: str,
    community_id: UUID | None,
    occupant: Occupant,
    replaces_seat_id: UUID | None = None,
    reason: str | None = None,
) -> Seat:
    """Name a person on a seat of the composition. Sent twice with one `record_id` it is one seat.

    `Situation.place` has the rules, `Placing` says what `reason` is for.
    """
    scope.name_change(session, "seat:filled", reason or "")
    ensure_committee(session, actor=actor, within=within, body=body)
    existing = session.get(Seat, (actor.district_id, record_id))
    if existing is not None:
        return existing
    views = queries.compositions_of(session, within, [body])
    situation = hold(session, actor=actor, views=views, occupants=[occupant])
    seat = situation.place(
        actor,
        Placing(
            body=body,
            record_id=record_id,
            rule_key=rule_key,
            community_id=community_id,
            occupant=occupant,
            replaces_seat_id=replaces_seat_id,
            reason=reason,
        ),
    )
    keep_seats(session, situation)
    return seat


def change_seat(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    seat_id: UUID,
    seen_version: int,
    occupant: Occupant,
    reason: str = "",
) -> Seat:
    """Correct who sits on a seat; EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "seat:changed", reason)
    seat, view = _locked(session, actor, within, seat_id)
    refuse_stale(
        seat,
        seen_version,
        mark("%(name)s changed this seat while you were editing."),
        {name: getattr(seat, name) for name in EDITED},
    )
    if seat.valid_to is not None:
        raise Refused("This person has left the seat. What was is not changed.")
    group = view.group(seat.rule_key)
    if group is None:
        raise NotFound("This seat does not exist.")
    check_occupant(occupant, reason)
    present = [seat.person_id] if seat.person_id else []
    situation = hold(session, actor=actor, views=[view], occupants=[occupant], people=present)
    who = _corrected(session, actor, situation, seat, occupant)
    situation.check(view, group, occupant, who, community_id=seat.community_id, apart_from=seat.id)
    replaced = next(
        (one for one in situation.seats_of(view) if one.id == seat.replaces_seat_id), None
    )
    seat.term_ends_on = end_of_term(
        situation.terms,
        view,
        group,
        occupant,
        replaced=replaced,
        settled=occupant.term_ends_on == seat.term_ends_on,
        reason=reason,
    )
    seat.person_id = who.id
    seat.person_name = normalise(occupant.person_name)
    seat.person_position = occupant.person_position
    seat.valid_from = occupant.valid_from
    sign(seat, actor)
    return seat


def vacate_seat(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    seat_id: UUID,
    vacated_on: date,
    reason: str,
) -> Seat:
    """End a person's time on a seat: `vacated_on` is the first day without office.

    Vacating it once more changes nothing.
    """
    scope.name_change(session, "seat:vacated", reason)
    seat, _ = _locked(session, actor, within, seat_id)
    if seat.valid_to is not None:
        return seat
    if not reason.strip():
        raise FieldError("Say why the person leaves the seat.", field="reason")
    refuse_national_ids({"reason": reason})
    if vacated_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="vacated_on")
    if vacated_on < seat.valid_from:
        raise FieldError(
            "The person came on %(day)s. The day cannot be before it.",
            field="vacated_on",
            day=show_date(seat.valid_from, style="numeric"),
        )
    seat.valid_to, seat.vacated_reason = vacated_on, reason
    sign(seat, actor)
    return seat


def seat_community_chairs(
    session: Session, *, actor: Actor, within: Within, body: Body, valid_from: date
) -> list[Seat]:
    """Put the chairs in office of the communities on their empty seats of a network's committee.

    Said twice it fills nothing more. Left empty are the seats of communities without a chair on file,
    of the chair who leads this network, and of one who sits on another network's committee.
    """
    scope.name_change(session, "seat:filled")
    ensure_committee(session, actor=actor, within=within, body=body)
    views = queries.compositions_of(session, within, [body])
    placings = [
        Placing(
            body=body,
            rule_key=each.rule_key,
            community_id=each.place.id,
            occupant=Occupant(
                person_name=each.chair.person_name,
                person_position=each.place.chair,
                valid_from=valid_from,
                person_id=each.chair.person_id,
            ),
            replaces_seat_id=_rest_of(views[0], each, valid_from),
        )
        for each in chairs_to_seat(session, views[0], bangkok_today()).ready
    ]
    occupants = [placing.occupant for placing in placings]
    situation = hold(session, actor=actor, views=views, occupants=occupants)
    seated = [situation.place(actor, placing) for placing in placings]
    keep_seats(session, situation)
    return seated


def follow_edition_in_force(
    session: Session, *, actor: Actor, within: Within, body: Body, edition: int
) -> Committee:
    """Compose a committee anew under the edition in force, which the person saw as `edition` (F43).

    Nobody leaves a seat by it: who sits on one that the edition knows no more stays in sight until
    the leaving is recorded. Said twice it is one change.
    """
    scope.name_change(session, "committee:edition-followed")
    committee = ensure_committee(session, actor=actor, within=within, body=body)
    if committee.edition == edition:
        return committee
    view = queries.view_of(session, within, body)
    if view.current is None or view.current.number != edition or edition < committee.edition:
        raise Refused("Another edition is in force by now. Look at the page again.")
    committee.edition = edition
    session.flush()
    return committee


def _rest_of(view: CommitteeView, ready: ReadyChair, valid_from: date) -> UUID | None:
    """The vacancy that a chair fills, where the rest of its term is not over."""
    vacated = view.vacancy(ready.rule_key, ready.place.id)
    if vacated is None or vacated.term_ends_on is None or vacated.term_ends_on <= valid_from:
        return None
    return vacated.id


def _corrected(
    session: Session, actor: Actor, situation: Situation, seat: Seat, occupant: Occupant
) -> Person:
    """Who is meant by a correction: the same person, another one, or the same under the right name.

    A new spelling corrects the register where the person sits on this seat alone.
    """
    if occupant.person_id is None and not occupant.another and seat.person_id is not None:
        present = situation.person(seat.person_id)
        if present.match_key == person_key(occupant.person_name):
            return present
        seats = session.scalar(
            select(func.count()).select_from(Seat).where(Seat.person_id == present.id)
        )
        if seats == 1 and not situation.namesakes(occupant.person_name):
            present.name = normalise(occupant.person_name)
            present.match_key = person_key(occupant.person_name)
            sign(present, actor)
            return present
    who, is_new = situation.person_for(actor, occupant, is_example=seat.is_example)
    if is_new:
        session.add(who)
        session.flush()
    return who


def _locked(
    session: Session, actor: Actor, within: Within, seat_id: UUID
) -> tuple[Seat, CommitteeView]:
    """The seat, locked after its committee: who fills, changes or vacates a seat comes in turn."""
    seat, view = queries.seat(session, within, seat_id)
    ensure_committee(session, actor=actor, within=within, body=view.body)
    return lock(session, seat), view
