"""The composition that the manual asks for, filled with who sits there (M62, F24): computed alone, nothing is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.manual.structure import CommitteeKind, ManualContent, SeatRule, SeatSource
from tenants.committees.bodies import Place, Subject
from tenants.committees.models import Committee, Seat
from tenants.committees.view import CommitteeView, Edition, Group, SeatLine, Size, holds

SeatAndPlace = tuple[Seat, Place | None]


def compose(
    subject: Subject,
    committee: Committee | None,
    edition: Edition,
    *,
    places: Sequence[Place],
    seats: Sequence[SeatAndPlace],
    day: date,
    current: Edition | None = None,
    size: Size | None = None,
    titles: Mapping[str, str] | None = None,
) -> CommitteeView:
    """The view of one committee; `titles` names the rules that its edition knows no more."""
    rules = edition.content.rules(subject.body.kind).seats
    known = {rule.key: rule.title for rule in rules}
    names = {**(titles or {}), **known}
    held = [pair for pair in seats if holds(pair[0], day)]
    rests = _rests([row for row, _ in seats], day)
    groups = [
        _group(
            rule,
            places,
            [pair for pair in held if pair[0].rule_key == rule.key],
            [row for row in rests if row.rule_key == rule.key],
        )
        for rule in rules
    ]
    return CommitteeView(
        subject=subject,
        committee_id=committee.id if committee else None,
        edition=edition.number,
        content=edition.content,
        groups=_grown(groups, size.required if size else None),
        former=_former(seats, names, day),
        leftover=tuple(
            (row, names.get(row.rule_key, row.rule_key))
            for row, _ in held
            if row.rule_key not in known
        ),
        current=current,
        size=size,
        is_example=subject.is_example or (committee is not None and committee.is_example),
    )


def _former(
    seats: Sequence[SeatAndPlace], names: Mapping[str, str], day: date
) -> tuple[tuple[Seat, str], ...]:
    left = [
        (row, names.get(row.rule_key, row.rule_key))
        for row, _ in seats
        if row.valid_to is not None and row.valid_to <= day
    ]
    return tuple(sorted(left, key=lambda pair: pair[0].valid_to or day, reverse=True))


def _rests(seats: Sequence[Seat], day: date) -> list[Seat]:
    """Seats that were left before their term ended, and that nobody has taken over; the last one first."""
    taken = {row.replaces_seat_id for row in seats}
    open_rests = [
        row
        for row in seats
        if row.valid_to is not None
        and row.valid_to <= day
        and row.valid_to != row.valid_from
        and row.term_ends_on is not None
        and row.term_ends_on > day
        and row.id not in taken
    ]
    return sorted(open_rests, key=lambda row: row.valid_to or day, reverse=True)


def _group(
    rule: SeatRule, places: Sequence[Place], held: list[SeatAndPlace], rests: list[Seat]
) -> Group:
    if rule.source is SeatSource.COMMUNITY_CHAIR:
        return _group_of_communities(rule, places, held, rests)
    lines = [SeatLine(row) for row, _ in held]
    room = len(rests) if rule.maximum is None else rule.maximum - len(held)
    open_rests = rests[: max(0, room)]
    empty = max(0, rule.minimum - len(held), len(open_rests))
    for number in range(empty):
        rest = open_rests[number] if number < len(open_rests) else None
        lines.append(SeatLine(None, vacated=rest))
    return Group(rule, tuple(lines), rule.minimum)


def _group_of_communities(
    rule: SeatRule, places: Sequence[Place], held: list[SeatAndPlace], rests: list[Seat]
) -> Group:
    """One seat for each community that is in the network on the day; seats of others stay in sight."""
    sitting = {row.community_id: row for row, _ in held}
    left = {row.community_id: row for row in reversed(rests)}
    here = {place.id for place in places}
    lines = [
        SeatLine(
            sitting.get(place.id),
            place,
            vacated=None if place.id in sitting else left.get(place.id),
        )
        for place in places
    ]
    lines += [
        SeatLine(row, place, outside=True) for row, place in held if row.community_id not in here
    ]
    return Group(rule, tuple(lines), max(rule.minimum, len(places)))


def _grown(groups: list[Group], size: int | None) -> tuple[Group, ...]:
    """The composition with as many places as the regulation asks for: more on the last open rule."""
    more = (size or 0) - sum(max(group.required, group.filled) for group in groups)
    open_ended = [number for number, group in enumerate(groups) if group.rule.maximum is None]
    if more <= 0 or not open_ended:
        return tuple(groups)
    grown = groups[open_ended[-1]]
    required = max(grown.required, grown.filled) + more
    empty = max(0, required - len(grown.lines))
    groups[open_ended[-1]] = replace(
        grown, required=required, lines=grown.lines + (SeatLine(None),) * empty
    )
    return tuple(groups)


def composed_of(kind: CommitteeKind, content: ManualContent) -> Mapping[str, SeatRule]:
    """The rules of a kind of committee by their key."""
    return {rule.key: rule for rule in content.rules(kind).seats}
