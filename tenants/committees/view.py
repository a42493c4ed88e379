"""A committee as it is read: the lines of its composition, and what is missing (M62, F24)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.manual.structure import (
    Clause,
    ManualContent,
    SeatBlock,
    SeatRule,
    SeatSource,
)
from tenants.committees.bodies import CHAIR, Body, Place, Subject
from tenants.committees.models import Seat
from tenants.committees.problems import Problem
from tenants.people.queries import person_key
from tenants.zones.models import Zone

CLAUSE_ON_THE_CHAIRS_OWN_SEAT = "3.4"
"""Who takes a community's seat when its chair was elected chair of the network."""

EX_OFFICIO = frozenset(
    {
        SeatSource.DIRECTOR,
        SeatSource.ASSISTANT_DIRECTOR,
        SeatSource.SECTION_HEAD,
        SeatSource.SECTION_HEADS,
    }
)
"""Seats that come with an office of the district: they end with the office, not with a term."""


@dataclass(frozen=True)
class Edition:
    """An edition of the manual: its number and what it says."""

    number: int
    content: ManualContent


@dataclass(frozen=True)
class SeatLine:
    """A place of the composition: who sits there, or `seat` None where it is empty.

    `outside` marks the seat of a community that has left the network: it counts no longer.
    `vacated` is who left an empty place before the end of the term, so that its rest can be served.
    """

    seat: Seat | None
    community: Place | None = None
    outside: bool = False
    vacated: Seat | None = None


@dataclass(frozen=True)
class Group:
    """A line of the manual's composition with its places; `required` of them must be filled."""

    rule: SeatRule
    lines: tuple[SeatLine, ...]
    required: int

    @property
    def filled(self) -> int:
        return sum(1 for line in self.lines if line.seat is not None and not line.outside)

    @property
    def missing(self) -> int:
        return max(0, self.required - self.filled)

    @property
    def has_room(self) -> bool:
        """Whether one more person may be named, beyond those who must be."""
        if self.rule.source is SeatSource.COMMUNITY_CHAIR or self.missing:
            return False
        return self.rule.maximum is None or self.filled < self.rule.maximum

    @property
    def has_term(self) -> bool:
        return self.rule.source not in EX_OFFICIO


@dataclass(frozen=True)
class Double:
    """A person on several seats, with the titles of the rules."""

    name: str
    titles: tuple[str, ...]
    chair_of_community: bool
    excluded: bool


@dataclass(frozen=True)
class Size:
    """How many members a community's committee has by the number of houses (DOMAIN 4.4).

    `required` is None where the department has given no value; `houses` None where nobody counted.
    """

    required: int | None
    houses: int | None
    as_of: date | None


@dataclass(frozen=True, kw_only=True)
class CommitteeView:
    """A committee on a day, in the order of the manual's composition.

    `committee_id` is None until the first seat is filled. `former` are those who have left, the last
    one first; `leftover` sit on seats that the edition knows no more. `current` is the edition in
    force. `problems` is the red list (F25), whole where one committee is read and the missing seats
    alone in lists.
    """

    subject: Subject
    committee_id: UUID | None
    edition: int
    content: ManualContent
    groups: tuple[Group, ...]
    former: tuple[tuple[Seat, str], ...] = ()
    leftover: tuple[tuple[Seat, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    current: Edition | None = None
    size: Size | None = None
    is_example: bool = False

    @property
    def body(self) -> Body:
        return self.subject.body

    @property
    def title(self) -> str:
        return self.subject.title

    @property
    def label(self) -> str:
        return self.subject.label

    @property
    def name(self) -> str:
        return self.subject.name

    @property
    def zone(self) -> Zone | None:
        return self.subject.zone

    @property
    def closed_on(self) -> date | None:
        return self.subject.closed_on

    @property
    def is_composed(self) -> bool:
        """Whether the edition says how this committee is composed; the first schema knew zones alone."""
        return bool(self.groups)

    @property
    def filled(self) -> int:
        return sum(group.filled for group in self.groups)

    @property
    def required(self) -> int:
        """How many must sit here: by the rules of the manual, and by the regulation where that asks for more."""
        by_regulation = self.size.required if self.size else None
        return max(sum(group.required for group in self.groups), by_regulation or 0)

    @property
    def minimum_missing(self) -> int:
        """How many seats that the manual demands are empty."""
        return sum(group.missing for group in self.groups)

    @property
    def is_complete(self) -> bool:
        return self.is_composed and self.minimum_missing == 0

    @property
    def missing_groups(self) -> list[Group]:
        return [group for group in self.groups if group.missing]

    @property
    def next_empty(self) -> tuple[Group, SeatLine] | None:
        """The first seat that can be filled: that of a community needs one in the zone."""
        lines = ((group, line) for group in self.missing_groups for line in group.lines)
        return next((each for each in lines if each[1].seat is None), None)

    @property
    def seats(self) -> list[Seat]:
        """Everybody in office, in the order of the composition."""
        return [line.seat for group in self.groups for line in group.lines if line.seat]

    @property
    def chair(self) -> Seat | None:
        group = self.group(CHAIR)
        return next((line.seat for line in group.lines if line.seat), None) if group else None

    @property
    def term_ends_on(self) -> date | None:
        """The end of the chair's term; without a chair, the first end of anybody's."""
        if self.chair is not None:
            return self.chair.term_ends_on
        return min((seat.term_ends_on for seat in self.seats if seat.term_ends_on), default=None)

    @property
    def follows_an_older_edition(self) -> bool:
        return (
            self.committee_id is not None
            and self.current is not None
            and self.current.number > self.edition
        )

    @property
    def exclusive_rules(self) -> dict[str, SeatRule]:
        return {group.rule.key: group.rule for group in self.groups if group.rule.exclusive}

    def group(self, rule_key: str) -> Group | None:
        return next((group for group in self.groups if group.rule.key == rule_key), None)

    def block(self, block: SeatBlock) -> list[Group]:
        return [group for group in self.groups if group.rule.block is block]

    def vacancy(self, rule_key: str, community_id: UUID | None = None) -> Seat | None:
        """Who left this place before the end of the term, where it is still empty (F26)."""
        group = self.group(rule_key)
        lines = group.lines if group else ()
        return next(
            (
                line.vacated
                for line in lines
                if line.vacated and (line.community.id if line.community else None) == community_id
            ),
            None,
        )

    def seats_for_communities(self, person_id: UUID | None) -> list[Seat]:
        """The exclusive seats of communities that a person holds: the elected chair hands them on (clause 3.4)."""
        return [
            line.seat
            for group in self.groups
            if group.rule.source is SeatSource.COMMUNITY_CHAIR and group.rule.exclusive
            for line in group.lines
            if line.seat is not None and line.seat.person_id == person_id
        ]

    @property
    def doubles(self) -> list[Double]:
        """People who sit on more than one seat: the reader is told (clause 3.4)."""
        found: dict[UUID | str, list[tuple[str, SeatRule]]] = defaultdict(list)
        for group in self.groups:
            for line in group.lines:
                if line.seat is not None:
                    found[who(line.seat)].append((line.seat.person_name, group.rule))
        return [
            Double(
                entries[0][0],
                tuple(rule.title for _, rule in entries),
                {SeatSource.ELECTED_CHAIR, SeatSource.COMMUNITY_CHAIR}
                <= {rule.source for _, rule in entries},
                sum(1 for _, rule in entries if rule.exclusive) > 1,
            )
            for entries in found.values()
            if len(entries) > 1
        ]

    @property
    def clause_on_the_chairs_own_seat(self) -> Clause | None:
        return next(
            (c for c in self.content.clauses() if c.key == CLAUSE_ON_THE_CHAIRS_OWN_SEAT), None
        )


def who(seat: Seat) -> UUID | str:
    """Who sits there: the person of the register, else the name."""
    return seat.person_id or person_key(seat.person_name)


def holds(seat: Seat, day: date) -> bool:
    return seat.valid_from <= day and (seat.valid_to is None or seat.valid_to > day)
