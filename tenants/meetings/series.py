"""ชุดการประชุม: the study committee's meetings, or those of all zones, planned in one step (F50, F54, M73)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today, show_date
from core.identity.actor import Actor
from core.identity.tickets import TicketMaker
from core.manual.structure import CommitteeKind, MeetingRhythm, RequiredMeeting
from core.tenancy import scope
from tenants.adoption.queries import content_in_force
from tenants.committees.bodies import Body
from tenants.meetings.bodies import body_label
from tenants.meetings.models import MeetingSeries
from tenants.meetings.service import OVER, Plan, call_meeting, patterns_of
from tenants.people.national_ids import refuse_national_ids
from tenants.zones.queries import open_zones

MOST_MEETINGS = 120
STUDY, ZONES = CommitteeKind.STUDY.value, CommitteeKind.ZONE.value


@dataclass(frozen=True)
class SeriesRow:
    """A meeting of the series that is to be: whose, what for, on which day."""

    body: Body
    label: str
    pattern: RequiredMeeting
    held_on: date


@dataclass(frozen=True)
class Cost:
    """What refreshments cost: baht a head × heads × groups × times. None where something is not known."""

    rate: Decimal | None
    heads: int | None
    groups: int | None
    times: int | None

    @property
    def each(self) -> Decimal | None:
        """Of one meeting."""
        if self.rate is None or self.heads is None:
            return None
        return self.rate * self.heads

    @property
    def total(self) -> Decimal | None:
        if self.each is None or self.groups is None or self.times is None:
            return None
        return self.each * self.groups * self.times


@dataclass(frozen=True)
class SeriesPlan:
    """What all meetings of the series share, and the meetings with their days."""

    title: str
    kind: str
    starts_at: time
    ends_at: time
    place: str
    rows: Sequence[SeriesRow]
    catering_rate: Decimal | None = None
    catering_heads: int | None = None
    rate_source: str = ""

    @property
    def groups(self) -> int:
        return len({row.body for row in self.rows})

    @property
    def times(self) -> int:
        """How many meetings a group has at most."""
        bodies = [row.body for row in self.rows]
        return max((bodies.count(body) for body in bodies), default=0)

    @property
    def cost(self) -> Cost:
        return Cost(self.catering_rate, self.catering_heads, self.groups, self.times)


def cost_of(entry: MeetingSeries) -> Cost:
    return Cost(entry.catering_rate, entry.catering_heads, entry.groups, entry.times)


def rows_of(
    session: Session, within: Within, kind: str, days: Sequence[date], zone_ids: Sequence[UUID]
) -> list[SeriesRow]:
    """The meetings that follow from what was chosen, each with the first idea of its day.

    The study committee's come one a day in the manual's order; zones meet all of them on each day.
    """
    if kind == STUDY:
        return _study_rows(session, days)
    zones = [zone for zone in open_zones(session, within) if zone.id in set(zone_ids)]
    if not zones:
        raise FieldError("Choose at least one zone.", field="zones")
    pattern = next(
        (
            each
            for each in patterns_of(session, Body.zone(zones[0].id), bangkok_today())
            if each.rhythm is MeetingRhythm.MONTHLY
        ),
        None,
    )
    if pattern is None:
        raise Refused("The manual in force names no monthly meeting of the zones.")
    rows = [
        SeriesRow(Body.zone(zone.id), body_label(Body.zone(zone.id), zone.name), pattern, day)
        for day in days
        for zone in zones
    ]
    if len(rows) > MOST_MEETINGS:
        raise FieldError("A series has 120 meetings at most.", field="dates")
    return rows


def create_series(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    record_id: UUID,
    plan: SeriesPlan,
    tickets: TicketMaker,
) -> MeetingSeries:
    """Plan every meeting of the series, all or none. Sent twice it is one series."""
    scope.name_change(session, "meeting_series:created")
    existing = session.get(MeetingSeries, (actor.district_id, record_id))
    if existing is not None:
        return existing
    manual = content_in_force(session, bangkok_today())
    if manual is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    _check(plan)
    refuse_national_ids({"title": plan.title, "place": plan.place})
    entry = MeetingSeries(
        district_id=actor.district_id,
        id=record_id,
        title=plan.title,
        body_kind=plan.kind,
        pattern_keys=list(dict.fromkeys(row.pattern.key for row in plan.rows)),
        catering_rate=plan.catering_rate,
        catering_heads=plan.catering_heads,
        groups=plan.groups,
        times=plan.times,
        rate_source=plan.rate_source,
        edition=manual.edition,
        changed_by=actor.name,
    )
    session.add(entry)
    session.flush()
    for number, row in enumerate(plan.rows):
        call_meeting(
            session,
            actor=actor,
            within=within,
            record_id=uuid5(record_id, str(number)),
            body=row.body,
            plan=Plan(
                title=row.pattern.title,
                purpose=row.pattern.purpose,
                held_on=row.held_on,
                starts_at=plan.starts_at,
                ends_at=plan.ends_at,
                place=plan.place,
                pattern_key=row.pattern.key,
                catering_rate=plan.catering_rate,
                catering_heads=plan.catering_heads,
            ),
            tickets=tickets,
            series_id=record_id,
        )
    scope.name_change(session, "meeting_series:created")
    return entry


def _study_rows(session: Session, days: Sequence[date]) -> list[SeriesRow]:
    body = Body.study()
    patterns = [
        each
        for each in patterns_of(session, body, bangkok_today())
        if each.rhythm is MeetingRhythm.ONCE
    ]
    if not patterns:
        raise Refused("The manual in force names no meetings of the study committee.")
    if len(days) != len(patterns):
        raise FieldError(
            "The manual wants %(wanted)s meetings: type %(wanted)s days; there are %(typed)s.",
            field="dates",
            wanted=len(patterns),
            typed=len(days),
        )
    label = body_label(body, "")
    return [
        SeriesRow(body, label, pattern, day)
        for pattern, day in zip(patterns, sorted(days), strict=True)
    ]


def _check(plan: SeriesPlan) -> None:
    if not plan.title.strip():
        raise FieldError("Type what the series is called.", field="title")
    if not plan.rows:
        raise FieldError("Type at least one day.", field="dates")
    if plan.ends_at <= plan.starts_at:
        raise FieldError("The meeting must end after it begins.", field="ends_at")
    today = bangkok_today()
    if any(row.held_on < today for row in plan.rows):
        raise FieldError(OVER, field="dates")
    seen = set()
    for row in plan.rows:
        if (row.body, row.held_on) in seen:
            raise FieldError(
                "%(body)s would meet twice on %(day)s.",
                field="dates",
                body=row.label,
                day=show_date(row.held_on),
            )
        seen.add((row.body, row.held_on))
