"""The red list: what is wrong with a committee's composition before its order is issued (F25)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.errors import Message
from core.i18n.dates import show_date
from core.manual.structure import CommitteeKind, SeatSource
from tenants.committees.problems import Problem, ProblemKind
from tenants.committees.view import CommitteeView, SeatLine, holds

EXCLUSIVE_ACROSS = frozenset({CommitteeKind.ZONE, CommitteeKind.COMMUNITY, CommitteeKind.ASSEMBLY})
"""Kinds whose exclusive posts never overlap in a district. A community may belong to several alliances."""

_NAMED = 3
"""So many communities are named in one sentence; of more, the number is said."""


@dataclass(frozen=True)
class ChairInOffice:
    """A chair on a day. Of a community's chair `zone_id` is the zone that the community is in."""

    person_id: UUID
    person_name: str
    person_position: str
    community_id: UUID | None
    community_name: str
    zone_id: UUID | None
    seat_id: UUID
    zone_name: str = ""
    term_ends_on: date | None = None


@dataclass(frozen=True)
class Elsewhere:
    """An exclusive post that a person holds in another committee of the same kind."""

    person_id: UUID
    since: date
    committee: str


def missing_seats(view: CommitteeView) -> tuple[Problem, ...]:
    """A line for each rule that has fewer people than the manual demands."""
    return tuple(
        Problem(
            ProblemKind.MISSING,
            Message(
                "%(title)s: seats missing: %(count)s", title=group.rule.title, count=group.missing
            ),
            group.rule.key,
        )
        for group in view.missing_groups
    )


def red_list(
    view: CommitteeView,
    *,
    day: date,
    chairs: Mapping[UUID, ChairInOffice],
    elsewhere: Sequence[Elsewhere],
    members: Mapping[UUID, Collection[UUID]],
) -> tuple[Problem, ...]:
    """Everything that is wrong; `chairs` are those of the communities, by the community.

    `members` are the people on the committees of communities whose chair leads this network.
    """
    return (
        *missing_seats(view),
        *_excluded(view, elsewhere),
        *_of_communities(view, day, chairs, members),
        *_ended(view, day),
        *_gone(view),
    )


def _excluded(view: CommitteeView, elsewhere: Sequence[Elsewhere]) -> Iterator[Problem]:
    for double in view.doubles:
        if double.excluded:
            yield Problem(
                ProblemKind.EXCLUDED_HERE,
                Message(
                    "%(name)s sits on seats that exclude each other: %(titles)s",
                    name=double.name,
                    titles=", ".join(double.titles),
                ),
            )
    own = {seat.person_id: seat for seat in view.seats if seat.person_id}
    for other in elsewhere:
        seat = own[other.person_id]
        yield Problem(
            ProblemKind.EXCLUDED_ELSEWHERE,
            Message(
                "%(name)s sits on a seat of %(committee)s as well, since %(day)s. One person cannot hold both.",
                name=seat.person_name,
                committee=other.committee,
                day=show_date(other.since, style="numeric"),
            ),
            seat.rule_key,
            seat.id,
        )


def _of_communities(
    view: CommitteeView,
    day: date,
    chairs: Mapping[UUID, ChairInOffice],
    members: Mapping[UUID, Collection[UUID]],
) -> Iterator[Problem]:
    unknown: list[str] = []
    for group in view.groups:
        if group.rule.source is not SeatSource.COMMUNITY_CHAIR:
            continue
        for line in group.lines:
            yield from _of_line(view, line, day, chairs, members)
            if line.community and not line.outside and line.community.id not in chairs:
                unknown.append(line.community.title)
    if unknown:
        named = ", ".join(unknown[:_NAMED]) + ("…" if len(unknown) > _NAMED else "")
        yield Problem(
            ProblemKind.NO_CHAIR_KNOWN,
            Message(
                "Communities without a chair on file: %(count)s (%(names)s). "
                "Record the chair in the community's own committee.",
                count=len(unknown),
                names=named,
            ),
        )


def _of_line(
    view: CommitteeView,
    line: SeatLine,
    day: date,
    chairs: Mapping[UUID, ChairInOffice],
    members: Mapping[UUID, Collection[UUID]],
) -> Iterator[Problem]:
    seat, place = line.seat, line.community
    if seat is None or place is None:
        return
    if line.outside:
        yield Problem(
            ProblemKind.LEFT_THE_NETWORK,
            Message(
                "%(community)s is not in this network any more, but %(name)s still sits for it.",
                community=place.title,
                name=seat.person_name,
            ),
            seat.rule_key,
            seat.id,
            f"{place.title}ย้ายออกจากเครือข่าย",
        )
        return
    chair = chairs.get(place.id)
    if chair is None or chair.person_id == seat.person_id:
        return
    if not leads(view, chair, day):
        yield Problem(
            ProblemKind.NOT_THE_CHAIR,
            Message(
                "%(name)s sits for %(community)s, whose chair is %(chair)s.",
                name=seat.person_name,
                community=place.title,
                chair=chair.person_name,
            ),
            seat.rule_key,
            seat.id,
            f"พ้นจากการเป็น{place.chair}",
        )
    elif seat.person_id not in members.get(place.id, ()):
        yield Problem(
            ProblemKind.NOT_A_MEMBER,
            Message(
                "%(name)s sits for %(community)s in place of its chair, who leads this network, "
                "but is not on the committee of that community.",
                name=seat.person_name,
                community=place.title,
            ),
            seat.rule_key,
            seat.id,
            f"มิได้เป็นกรรมการ{place.title}",
        )


def leads(view: CommitteeView, chair: ChairInOffice, day: date) -> bool:
    """Whether a community's chair leads this network: then another member takes the seat (clause 3.4)."""
    return (
        view.chair is not None
        and view.chair.person_id == chair.person_id
        and holds(view.chair, day)
    )


def _ended(view: CommitteeView, day: date) -> Iterator[Problem]:
    for seat in view.seats:
        if seat.term_ends_on is not None and seat.term_ends_on <= day:
            yield Problem(
                ProblemKind.TERM_ENDED,
                Message(
                    "The term of %(name)s ended. The first day after it was %(day)s.",
                    name=seat.person_name,
                    day=show_date(seat.term_ends_on, style="numeric"),
                ),
                seat.rule_key,
                seat.id,
                "ครบวาระ",
            )


def _gone(view: CommitteeView) -> Iterator[Problem]:
    for seat, title in view.leftover:
        yield Problem(
            ProblemKind.RULE_GONE,
            Message(
                "%(name)s sits on a seat that this edition knows no more: %(title)s",
                name=seat.person_name,
                title=title,
            ),
            seat.rule_key,
            seat.id,
            "คู่มือฉบับที่ใช้อยู่ไม่มีตำแหน่งนี้แล้ว",
        )
