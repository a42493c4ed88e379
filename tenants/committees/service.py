"""Filling and vacating seats. A seat is never deleted: whoever leaves stays in the history (F26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.identity.actor import Actor
from core.manual.structure import SeatRule, SeatSource
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.committees import queries
from tenants.committees.models import Committee, Seat
from tenants.committees.queries import CommitteeView

EDITED = ("person_name", "person_position", "valid_from")
"""What the form of a seat changes."""

_ENDLESS = date.max


@dataclass(frozen=True)
class Occupant:
    """Who sits on a seat, and from which day."""

    person_name: str
    person_position: str
    valid_from: date


def ensure_committee(session: Session, *, actor: Actor, within: Within, zone_id: UUID) -> Committee:
    """The committee of a zone, made at its first write under the edition in force; its row is locked.

    Two people who begin at once get one committee, and come one after the other.
    """
    view = queries.committee_of(session, within, zone_id)
    if view is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    if view.zone.closed_on is not None:
        raise Refused("This zone is closed. Its committee is not changed.")
    if view.committee_id is None:
        session.execute(
            insert(Committee)
            .values(
                district_id=actor.district_id,
                id=uuid7(),
                zone_id=zone_id,
                edition=view.edition,
                is_example=view.is_example,
            )
            .on_conflict_do_nothing(index_elements=["district_id", "zone_id"])
        )
    return session.scalars(
        select(Committee).where(Committee.zone_id == zone_id).with_for_update()
    ).one()


def fill_seat(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    zone_id: UUID,
    record_id: UUID,
    rule_key: str,
    community_id: UUID | None,
    occupant: Occupant,
) -> Seat:
    """Name a person on a seat of the composition. Sent twice with one `record_id` it is one seat.

    Refuses more people than the rule takes on any day, and nobody sits twice on one rule.
    """
    scope.name_change(session, "seat:filled")
    committee = ensure_committee(session, actor=actor, within=within, zone_id=zone_id)
    existing = session.get(Seat, (actor.district_id, record_id))
    if existing is not None:
        return existing
    view = _view(session, within, zone_id)
    rule = _rule(view, rule_key, community_id)
    _check(occupant)
    _check_room(_seats_of_rule(session, committee, rule), rule, community_id, occupant)
    seat = Seat(
        district_id=actor.district_id,
        id=record_id,
        committee_id=committee.id,
        rule_key=rule_key,
        community_id=community_id,
        person_name=occupant.person_name,
        person_position=occupant.person_position,
        valid_from=occupant.valid_from,
        is_example=view.is_example,
        changed_by=actor.name,
    )
    session.add(seat)
    session.flush()
    return seat


def change_seat(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    seat_id: UUID,
    seen_version: int,
    occupant: Occupant,
) -> Seat:
    """Correct who sits on a seat; EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "seat:changed")
    seat, committee, view = _locked(session, actor, within, seat_id)
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
    _check(occupant)
    others = [
        other for other in _seats_of_rule(session, committee, group.rule) if other.id != seat.id
    ]
    _check_room(others, group.rule, seat.community_id, occupant)
    seat.person_name = occupant.person_name
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
    seat, _, _ = _locked(session, actor, within, seat_id)
    if seat.valid_to is not None:
        return seat
    if not reason.strip():
        raise FieldError("Say why the person leaves the seat.", field="reason")
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


def _view(session: Session, within: Within, zone_id: UUID) -> CommitteeView:
    view = queries.committee_of(session, within, zone_id)
    if view is None:
        raise NotFound("This zone does not exist.")
    return view


def _rule(view: CommitteeView, rule_key: str, community_id: UUID | None) -> SeatRule:
    """The rule of the composition; its seats of communities name one that is in the zone today."""
    group = view.group(rule_key)
    if group is None:
        raise NotFound("This seat does not exist.")
    of_communities = group.rule.source is SeatSource.COMMUNITY_CHAIR
    places = {line.community.id for line in group.lines if line.community and not line.outside}
    if of_communities and community_id not in places:
        raise Refused("This community is not in the zone. Its seat cannot be filled.")
    if not of_communities and community_id is not None:
        raise NotFound("This seat does not exist.")
    return group.rule


def _check(occupant: Occupant) -> None:
    if not queries.person_key(occupant.person_name):
        raise FieldError("Type who sits on this seat.", field="person_name")
    if not occupant.person_position.strip():
        raise FieldError("Type the person's position.", field="person_position")
    if occupant.valid_from > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="valid_from")


def _seats_of_rule(session: Session, committee: Committee, rule: SeatRule) -> list[Seat]:
    return list(
        session.scalars(
            select(Seat)
            .where(Seat.committee_id == committee.id, Seat.rule_key == rule.key)
            .order_by(Seat.valid_from)
            .execution_options(populate_existing=True)
        )
    )


def _check_room(
    others: Sequence[Seat],
    rule: SeatRule,
    community_id: UUID | None,
    occupant: Occupant,
) -> None:
    meeting = [
        seat
        for seat in others
        if (seat.valid_to or _ENDLESS) > occupant.valid_from and seat.valid_from != seat.valid_to
    ]
    _refuse_twice(meeting, occupant)
    if rule.source is SeatSource.COMMUNITY_CHAIR:
        _refuse_overlap([one for one in meeting if one.community_id == community_id])
    elif rule.maximum == 1:
        _refuse_overlap(meeting)
    elif rule.maximum is not None and _peak(meeting, occupant.valid_from) >= rule.maximum:
        raise FieldError(
            "The manual allows at most %(most)s people here.",
            field="person_name",
            most=rule.maximum,
        )


def _refuse_twice(meeting: Sequence[Seat], occupant: Occupant) -> None:
    key = queries.person_key(occupant.person_name)
    for seat in meeting:
        if queries.person_key(seat.person_name) == key:
            raise FieldError(
                "%(name)s sits here already, since %(day)s.",
                field="person_name",
                name=seat.person_name,
                day=show_date(seat.valid_from, style="numeric"),
            )


def _refuse_overlap(meeting: Sequence[Seat]) -> None:
    if not meeting:
        return
    last = meeting[-1]
    if last.valid_to is None:
        raise FieldError(
            "%(name)s sits on this seat. Vacate it first.",
            field="person_name",
            name=last.person_name,
        )
    raise FieldError(
        "%(name)s held this seat until %(day)s. Begin on that day or later.",
        field="valid_from",
        name=last.person_name,
        day=show_date(last.valid_to, style="numeric"),
    )


def _peak(meeting: Sequence[Seat], begin: date) -> int:
    """The most seats that are held on one day, from `begin` on."""
    days = {begin, *(seat.valid_from for seat in meeting if seat.valid_from > begin)}
    return max(
        sum(1 for seat in meeting if seat.valid_from <= day < (seat.valid_to or _ENDLESS))
        for day in days
    )


def _locked(
    session: Session, actor: Actor, within: Within, seat_id: UUID
) -> tuple[Seat, Committee, CommitteeView]:
    """The seat, locked after its committee: who fills, changes or vacates a seat comes in turn."""
    seat, zone, view = queries.seat(session, within, seat_id)
    committee = ensure_committee(session, actor=actor, within=within, zone_id=zone.id)
    return lock(session, seat), committee, view
