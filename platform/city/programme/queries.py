"""The city's programme with its numbers, and the bodies above the districts as a tree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from city.indicators.queries import general_target
from city.programme.models import (
    PARENTS,
    UPPER,
    Body,
    BodyKind,
    Member,
    MemberRole,
    Programme,
    UpperLevelChoice,
)
from core.errors import NotFound
from core.indicators.definitions import Catalogue, Definition, Target, catalogue
from core.indicators.figures import Total, figures
from core.indicators.measures import Measure
from core.indicators.spans import (
    Span,
    SpanKind,
    fiscal_year_of,
    fiscal_year_span,
    month_span,
    quarter_span,
)
from core.tenancy.scope import DEPARTMENT

_ROLES = tuple(role.value for role in MemberRole)
_KINDS = tuple(kind.value for kind in BodyKind)


@dataclass(frozen=True)
class Measured:
    """An indicator of a programme: what all districts together show for the newest finished period."""

    span: Span
    total: Total
    target: Target | None

    @property
    def definition(self) -> Definition:
        """The version that counted it."""
        return self.total.figure.definition


@dataclass(frozen=True)
class Planned:
    """A programme with its indicators."""

    programme: Programme
    measured: tuple[Measured, ...]


@dataclass(frozen=True)
class Placed:
    """A body with how many people sit on it today, and how deep it stands in the tree."""

    body: Body
    depth: int
    members: int
    chair: Member | None


@dataclass(frozen=True)
class Bodies:
    """The bodies that work, as a tree written down line by line, and those that work no more, the last one first."""

    placed: tuple[Placed, ...]
    ended: tuple[Body, ...]


def programmes(
    session: Session, measures: Sequence[Measure], codes: Sequence[int], today: date
) -> list[Planned]:
    """All programmes, the newest first, measured over these districts."""
    rows = session.scalars(
        select(Programme).order_by(Programme.fiscal_from.desc(), Programme.created_at.desc())
    ).all()
    if not rows:
        return []
    known = catalogue(session)
    keys = sorted({key for row in rows for key in row.indicators if known.get(key) is not None})
    measured = _measured(session, known, measures, keys, codes=codes, today=today)
    return [
        Planned(row, tuple(measured[key] for key in row.indicators if key in measured))
        for row in rows
    ]


def _measured(
    session: Session,
    known: Catalogue,
    measures: Sequence[Measure],
    keys: Sequence[str],
    *,
    codes: Sequence[int],
    today: date,
) -> dict[str, Measured]:
    if not keys:
        return {}
    definitions = {each.key: each for each in known.current if each.key in keys}
    spans = {
        key: span
        for key, each in definitions.items()
        for span in (newest_span(each, today),)
        if known.beginning(span.first).get(key) is not None
    }
    if not spans:
        return {}
    read = figures(
        session,
        known,
        measures,
        keys=list(spans),
        codes=codes,
        spans=list(dict.fromkeys(spans.values())),
        today=today,
    )
    return {
        key: Measured(
            span,
            total,
            known.holding(general_target(known, key, span.last_day), total.figure.definition),
        )
        for key, span in spans.items()
        for total in (read.total(key, codes, span),)
    }


def programme(session: Session, programme_id: UUID) -> Programme:
    """NotFound where there is none of this id."""
    found = session.get(Programme, (DEPARTMENT, programme_id))
    if found is None:
        raise NotFound("This page does not exist")
    return found


def bodies(session: Session, today: date, *, with_upper: bool) -> Bodies:
    """Each body below what it stands under; those of the levels above the city only `with_upper`."""
    rows = [
        entry
        for entry in session.scalars(select(Body).order_by(Body.created_at, Body.id))
        if with_upper or BodyKind(entry.kind) not in UPPER
    ]
    rows.sort(key=lambda entry: _KINDS.index(entry.kind))
    ended = [entry for entry in rows if entry.ended_on is not None and entry.ended_on <= today]
    working = [entry for entry in rows if entry not in ended]
    return Bodies(
        tuple(_tree(working, _seats(session, today))),
        tuple(sorted(ended, key=lambda entry: entry.ended_on or today, reverse=True)),
    )


def _tree(rows: Sequence[Body], seats: Mapping[UUID, Sequence[Member]]) -> Iterator[Placed]:
    shown = {entry.id for entry in rows}
    under: dict[UUID | None, list[Body]] = {}
    for entry in rows:
        under.setdefault(entry.parent_id if entry.parent_id in shown else None, []).append(entry)
    waiting = [(entry, 0) for entry in reversed(under.get(None, []))]
    while waiting:
        entry, depth = waiting.pop()
        people = seats.get(entry.id, [])
        yield Placed(entry, depth, len(people), _chair(people))
        waiting += [(each, depth + 1) for each in reversed(under.get(entry.id, []))]


def body(session: Session, body_id: UUID) -> Body:
    """NotFound where there is none of this id, or where its level is turned off."""
    found = session.get(Body, (DEPARTMENT, body_id))
    if found is None or (BodyKind(found.kind) in UPPER and not has_upper_levels(session)):
        raise NotFound("This page does not exist")
    return found


def parent_of(session: Session, entry: Body) -> Body | None:
    """What a body stands under; None where that is nothing, or a level that is turned off."""
    found = session.get(Body, (DEPARTMENT, entry.parent_id)) if entry.parent_id else None
    if found is not None and BodyKind(found.kind) in UPPER and not has_upper_levels(session):
        return None
    return found


def members(session: Session, body_id: UUID) -> list[Member]:
    """Everybody who sits or sat on a body, in the order of an order: chair, members, secretaries, advisers."""
    rows = session.scalars(
        select(Member).where(Member.body_id == body_id).order_by(Member.valid_from, Member.id)
    )
    return sorted(rows, key=lambda member: _ROLES.index(member.role))


def member(session: Session, member_id: UUID) -> Member:
    """NotFound where there is none of this id, or where the level of its body is turned off."""
    found = session.get(Member, (DEPARTMENT, member_id))
    if found is None:
        raise NotFound("This page does not exist")
    body(session, found.body_id)
    return found


def sits(entry: Member, day: date) -> bool:
    return entry.valid_from <= day and (entry.valid_to is None or entry.valid_to > day)


def is_over(entry: Member, day: date) -> bool:
    """Whether a seat has ended, or was taken back before it began."""
    return entry.valid_to is not None and entry.valid_to <= max(day, entry.valid_from)


def possible_parents(session: Session, kind: BodyKind, today: date) -> list[Body]:
    """The working bodies that one of this kind may stand under."""
    working = select(Body).where(
        Body.kind.in_([parent.value for parent in PARENTS[kind]]),
        or_(Body.ended_on.is_(None), Body.ended_on > today),
    )
    found = session.scalars(working.order_by(Body.created_at, Body.id)).all()
    if UPPER.issuperset(PARENTS[kind]) or has_upper_levels(session):
        return list(found)
    return [entry for entry in found if BodyKind(entry.kind) not in UPPER]


def upper_level_choice(session: Session) -> UpperLevelChoice | None:
    """The newest choice about the levels above the city; none was made where they were never turned on."""
    return session.scalars(
        select(UpperLevelChoice).order_by(UpperLevelChoice.chosen_at.desc()).limit(1)
    ).first()


def has_upper_levels(session: Session) -> bool:
    choice = upper_level_choice(session)
    return choice is not None and choice.is_on


def newest_span(definition: Definition, today: date) -> Span:
    """The newest finished month, quarter or fiscal year, as the indicator has it."""
    if definition.period == SpanKind.FISCAL_YEAR.value:
        return fiscal_year_span(fiscal_year_of(today)).before()
    if definition.period == SpanKind.QUARTER.value:
        return quarter_span(today).before()
    return month_span(today).before()


def _seats(session: Session, today: date) -> dict[UUID, list[Member]]:
    found: dict[UUID, list[Member]] = {}
    for entry in session.scalars(select(Member)):
        if sits(entry, today):
            found.setdefault(entry.body_id, []).append(entry)
    return found


def _chair(people: Sequence[Member]) -> Member | None:
    return next((each for each in people if each.role == MemberRole.CHAIR.value), None)
