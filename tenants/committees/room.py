"""Whether a person may sit somewhere: room on the rule, nobody twice, exclusive posts, and the term.

Every rule looks at what it is given and reads nothing: for one person and for a whole file alike.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.manual.structure import SeatRule, SeatSource
from tenants.committees.bodies import Subject
from tenants.committees.models import Seat
from tenants.committees.red_list import EXCLUSIVE_ACROSS, Elsewhere
from tenants.committees.terms import Terms
from tenants.committees.view import CommitteeView, Group
from tenants.people.models import Person
from tenants.people.queries import person_key
from tenants.people.service import refuse_national_ids

CHAIR_AND_OWN_SEAT = {SeatSource.ELECTED_CHAIR, SeatSource.COMMUNITY_CHAIR}
"""The chair of a network, and the seat of a community in it."""

_ENDLESS = date.max


@dataclass(frozen=True)
class Occupant:
    """Who sits on a seat, from which day, and until when the term runs; None: as the rules say.

    `person_id` chooses a person of the register; `another` says that it is somebody new who shares
    the name. Without either, whoever has the name is meant.
    """

    person_name: str
    person_position: str
    valid_from: date
    term_ends_on: date | None = None
    person_id: UUID | None = None
    another: bool = False


@dataclass(frozen=True)
class Post:
    """A seat of a person, and whose committee it is of."""

    seat: Seat
    subject: Subject


def check_occupant(occupant: Occupant, reason: str = "") -> None:
    if not person_key(occupant.person_name):
        raise FieldError("Type who sits on this seat.", field="person_name")
    if not occupant.person_position.strip():
        raise FieldError("Type the person's position.", field="person_position")
    if occupant.valid_from > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="valid_from")
    refuse_national_ids(
        {
            "person_name": occupant.person_name,
            "person_position": occupant.person_position,
            "reason": reason,
        }
    )


def group_of(view: CommitteeView, rule_key: str, community_id: UUID | None) -> Group:
    """The rule of the composition; its seats of communities name one that is in the network today."""
    group = view.group(rule_key)
    if group is None:
        raise NotFound("This seat does not exist.")
    of_communities = group.rule.source is SeatSource.COMMUNITY_CHAIR
    places = {line.community.id for line in group.lines if line.community and not line.outside}
    if of_communities and community_id not in places:
        raise Refused("This community is not in the zone. Its seat cannot be filled.")
    if not of_communities and community_id is not None:
        raise NotFound("This seat does not exist.")
    return group


def meets(seat: Seat, begin: date) -> bool:
    """Whether a seat is held on any day from `begin` on."""
    return (seat.valid_to or _ENDLESS) > begin and seat.valid_from != seat.valid_to


def check_room(
    seats: Iterable[Seat],
    rule: SeatRule,
    *,
    community_id: UUID | None,
    occupant: Occupant,
    person: Person,
    apart_from: UUID | None = None,
) -> None:
    """Refuses more people than the rule takes on any day, and anybody twice on one rule.

    `seats` are all of the committee, in the order of their days.
    """
    meeting = [
        seat
        for seat in seats
        if seat.rule_key == rule.key and seat.id != apart_from and meets(seat, occupant.valid_from)
    ]
    _refuse_twice(meeting, person)
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


def posts_of_others(
    view: CommitteeView, posts: Iterable[Post], counts: Callable[[Seat], bool]
) -> list[Elsewhere]:
    """The exclusive posts among these that are in another open committee of the kind."""
    if view.body.kind not in EXCLUSIVE_ACROSS:
        return []
    exclusive = view.exclusive_rules
    return [
        Elsewhere(post.seat.person_id, post.seat.valid_from, post.subject.label)
        for post in posts
        if post.seat.person_id is not None
        and post.seat.rule_key in exclusive
        and post.subject.body.kind is view.body.kind
        and post.subject.body != view.body
        and post.subject.closed_on is None
        and counts(post.seat)
    ]


def refuse_second_post(
    view: CommitteeView,
    rule: SeatRule,
    person: Person,
    begin: date,
    *,
    seats: Iterable[Seat],
    posts: Iterable[Post],
    apart_from: UUID | None = None,
) -> None:
    """Exclusive posts never overlap: who chairs one community cannot chair another (F18).

    `seats` are all of the committee, `posts` all of the person. Who is recorded as the elected chair of
    a network may still hold the seat of their community: the red list tells them to hand it over
    (clause 3.4).
    """
    if not rule.exclusive:
        return
    own = [
        seat
        for seat in seats
        if seat.person_id == person.id and seat.id != apart_from and meets(seat, begin)
    ]
    _refuse_second_here(view, rule, person, own)
    others = posts_of_others(view, posts, lambda seat: meets(seat, begin))
    if others:
        raise FieldError(
            "%(name)s sits on a seat of %(committee)s as well, since %(day)s. One person cannot hold both.",
            field="person_name",
            name=person.name,
            committee=others[0].committee,
            day=show_date(others[0].since, style="numeric"),
        )


def _refuse_second_here(
    view: CommitteeView, rule: SeatRule, person: Person, own: Sequence[Seat]
) -> None:
    exclusive = view.exclusive_rules
    for seat in own:
        other = exclusive.get(seat.rule_key)
        if (
            other is not None
            and other.key != rule.key
            and {other.source, rule.source} != CHAIR_AND_OWN_SEAT
        ):
            raise FieldError(
                "%(name)s sits here already as %(title)s, since %(day)s. One person cannot hold both.",
                field="person_name",
                name=person.name,
                title=other.title,
                day=show_date(seat.valid_from, style="numeric"),
            )


def end_of_term(
    terms: Terms,
    view: CommitteeView,
    group: Group,
    occupant: Occupant,
    *,
    replaced: Seat | None,
    settled: bool,
    reason: str = "",
) -> date | None:
    """The end of the occupant's term: as the rules say, else as typed with a reason.

    Who replaces somebody serves the rest of that term. `settled` is a term that another record gives.
    """
    usual = replaced.term_ends_on if replaced else None
    if usual is None and group.has_term:
        usual = terms.end(view, occupant.valid_from)
    end = occupant.term_ends_on or usual
    if end is not None and end <= occupant.valid_from:
        raise FieldError(
            "The term would end before it begins. It must end after %(day)s.",
            field="term_ends_on" if occupant.term_ends_on else "valid_from",
            day=show_date(occupant.valid_from, style="numeric"),
        )
    if not settled and end != usual and not reason.strip():
        raise FieldError(
            "This is not the end that the rules give. Say why the term ends on this day.",
            field="reason",
        )
    return end


def check_replaced(
    seats: Sequence[Seat], seat_id: UUID, rule_key: str, community_id: UUID | None
) -> Seat:
    """The vacancy that is filled: a seat of the same place, left early, which nobody has taken over."""
    seat = next((one for one in seats if one.id == seat_id), None)
    if seat is None or seat.rule_key != rule_key or seat.community_id != community_id:
        raise NotFound("This seat does not exist.")
    if seat.valid_to is None or any(one.replaces_seat_id == seat.id for one in seats):
        raise Refused("Somebody has filled this vacancy already.")
    return seat


def _refuse_twice(meeting: Sequence[Seat], person: Person) -> None:
    for seat in meeting:
        same = (
            seat.person_id == person.id
            if seat.person_id
            else person_key(seat.person_name) == person.match_key
        )
        if same:
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
