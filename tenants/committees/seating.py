"""Placing people on seats: one by a form, or hundreds from a file, by the same rules.

A `Situation` holds what the rules look at, read once. Whoever was placed is in it for those who come
after, and nothing is stored before `keep_seats`.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import VersionedRow, uuid7
from core.errors import FieldError, NotFound
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.tenancy import scope
from tenants.committees.bodies import Body
from tenants.committees.chairs import posts_of
from tenants.committees.models import Seat
from tenants.committees.room import (
    Occupant,
    Post,
    check_occupant,
    check_replaced,
    check_room,
    end_of_term,
    group_of,
    refuse_second_post,
)
from tenants.committees.terms import Terms
from tenants.committees.view import CommitteeView, Group
from tenants.people.models import Person
from tenants.people.queries import people_of, person_key
from tenants.people.service import draft_person, held_people

Row = TypeVar("Row", bound=VersionedRow)


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Somebody for a seat, whose id will be `record_id`.

    `reason` says why a term is not as the rules give it; None where another record, such as an
    election, settles the term.
    """

    body: Body
    rule_key: str
    occupant: Occupant
    record_id: UUID = field(default_factory=uuid7)
    community_id: UUID | None = None
    replaces_seat_id: UUID | None = None
    reason: str | None = None


class Situation:
    """Committees with all their seats, the people who are named, and the posts that these hold."""

    def __init__(
        self,
        views: Iterable[CommitteeView],
        seats: Iterable[Seat],
        people: Iterable[Person],
        posts: Iterable[Post],
        terms: Terms,
    ) -> None:
        self.terms = terms
        self._views = {view.body: view for view in views}
        self._ids = {body: view.committee_id or uuid7() for body, view in self._views.items()}
        self._seats: dict[UUID, list[Seat]] = defaultdict(list)
        for seat in seats:
            self._seats[seat.committee_id].append(seat)
        self._posts: dict[UUID | None, list[Post]] = defaultdict(list)
        for post in posts:
            self._posts[post.seat.person_id].append(post)
        self._named: dict[str, list[Person]] = defaultdict(list)
        self._people: dict[UUID, Person] = {}
        for each in people:
            self._know(each)
        self.registered: list[tuple[str, Person]] = []
        self.filled: list[tuple[str, Seat]] = []

    def place(self, actor: Actor, placing: Placing) -> Seat:
        """The seat with its new holder, from now on part of the situation.

        Refuses more people than the rule takes on any day, nobody sits twice on one rule, and exclusive
        posts never overlap. Who replaces somebody serves the rest of that term.
        """
        view, occupant = self._views[placing.body], placing.occupant
        reason = placing.reason or ""
        group = group_of(view, placing.rule_key, placing.community_id)
        check_occupant(occupant, reason)
        replaced = (
            check_replaced(
                self.seats_of(view),
                placing.replaces_seat_id,
                placing.rule_key,
                placing.community_id,
            )
            if placing.replaces_seat_id
            else None
        )
        person, is_new = self.person_for(actor, occupant, is_example=view.is_example)
        self.check(view, group, occupant, person, community_id=placing.community_id)
        seat = Seat(
            district_id=actor.district_id,
            id=placing.record_id,
            committee_id=self._ids[view.body],
            rule_key=placing.rule_key,
            community_id=placing.community_id,
            person_id=person.id,
            person_name=normalise(occupant.person_name),
            person_position=occupant.person_position,
            valid_from=occupant.valid_from,
            term_ends_on=end_of_term(
                self.terms,
                view,
                group,
                occupant,
                replaced=replaced,
                settled=placing.reason is None,
                reason=reason,
            ),
            replaces_seat_id=replaced.id if replaced else None,
            is_example=view.is_example,
            changed_by=actor.name,
        )
        if is_new:
            self.register(person, reason)
        insort(self.seats_of(view), seat, key=_begin)
        insort(self._posts[person.id], Post(seat, view.subject), key=_begin_of_post)
        self.filled.append((reason, seat))
        return seat

    def seats_of(self, view: CommitteeView) -> list[Seat]:
        """All seats of a committee that ever were, in the order of their days."""
        return self._seats[self._ids[view.body]]

    def namesakes(self, name: str) -> Sequence[Person]:
        return self._named[person_key(name)]

    def person(self, person_id: UUID) -> Person:
        if person_id not in self._people:
            raise NotFound("This person is not in the register.")
        return self._people[person_id]

    def person_for(
        self, actor: Actor, occupant: Occupant, *, is_example: bool
    ) -> tuple[Person, bool]:
        """Who is meant, and whether it is a new person, who is not registered by asking."""
        if occupant.person_id is not None:
            return self.person(occupant.person_id), False
        known = [] if occupant.another else self.namesakes(occupant.person_name)
        if len(known) > 1:
            raise FieldError(
                "The register knows %(count)s people of this name. Choose who is meant.",
                field="person_id",
                count=len(known),
            )
        if known:
            return known[0], False
        drafted = draft_person(
            actor=actor,
            record_id=uuid7(),
            name=occupant.person_name,
            position=occupant.person_position,
            is_example=is_example,
        )
        return drafted, True

    def register(self, person: Person, reason: str = "") -> None:
        self._know(person)
        self.registered.append((reason, person))

    def check(
        self,
        view: CommitteeView,
        group: Group,
        occupant: Occupant,
        person: Person,
        *,
        community_id: UUID | None,
        apart_from: UUID | None = None,
    ) -> None:
        """Refuses whom the rules do not let sit there; `apart_from` is the seat that is corrected."""
        seats = self.seats_of(view)
        check_room(
            seats,
            group.rule,
            community_id=community_id,
            occupant=occupant,
            person=person,
            apart_from=apart_from,
        )
        refuse_second_post(
            view,
            group.rule,
            person,
            occupant.valid_from,
            seats=seats,
            posts=self._posts[person.id],
            apart_from=apart_from,
        )

    def _know(self, person: Person) -> None:
        self._people[person.id] = person
        self._named[person.match_key].append(person)


def look(
    session: Session, views: Sequence[CommitteeView], occupants: Sequence[Occupant]
) -> Situation:
    """The situation as it is now, for trying out: nobody is held back, and nothing of it can be kept."""
    keys = {person_key(name) for name in _names(occupants)}
    people = session.scalars(
        people_of(keys, _ids(occupants)).order_by(Person.created_at, Person.id)
    ).all()
    return _situation(session, views, people)


def hold(
    session: Session,
    *,
    actor: Actor,
    views: Sequence[CommitteeView],
    occupants: Sequence[Occupant],
    people: Iterable[UUID] = (),
) -> Situation:
    """The situation with everybody who is named held until the commit; the committees must be held before.

    `people` are further ones to hold.
    """
    known = held_people(
        session, actor=actor, names=_names(occupants), ids={*_ids(occupants), *people}
    )
    return _situation(session, views, known)


def keep_seats(session: Session, situation: Situation) -> None:
    """Store who was registered and who was placed, each with the reason of the row in the audit."""
    _store(session, situation.registered)
    _store(session, situation.filled)


def _store(session: Session, rows: Iterable[tuple[str, Row]]) -> None:
    by_reason: dict[str, list[Row]] = defaultdict(list)
    for reason, row in rows:
        by_reason[reason].append(row)
    for reason, group in by_reason.items():
        scope.name_change(session, "seat:filled", reason)
        session.add_all(group)
        session.flush()


def _situation(
    session: Session, views: Sequence[CommitteeView], people: Sequence[Person]
) -> Situation:
    seats = session.scalars(
        select(Seat)
        .where(Seat.committee_id.in_([view.committee_id for view in views if view.committee_id]))
        .order_by(Seat.valid_from, Seat.id)
        .execution_options(populate_existing=True)
    ).all()
    posts = posts_of(session, [each.id for each in people])
    return Situation(views, seats, people, posts, Terms.of(session))


def _names(occupants: Iterable[Occupant]) -> set[str]:
    return {each.person_name for each in occupants if each.person_id is None}


def _ids(occupants: Iterable[Occupant]) -> set[UUID]:
    return {each.person_id for each in occupants if each.person_id is not None}


def _begin(seat: Seat) -> date:
    return seat.valid_from


def _begin_of_post(post: Post) -> date:
    return post.seat.valid_from
