"""Example meetings of Bang Na: the study committee's four, and the monthly ones of the five zones.

The refreshments are the study's own figures: 25 baht × 30 people × 5 zones × 3 times (M73).
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.demo import account_id_of, example_id
from core.i18n.dates import BANGKOK, bangkok_today
from core.identity.actor import Actor, OfficeRole, Person
from core.manual.structure import CommitteeKind
from core.web.guard import current_tickets
from tenants.committees.bodies import Body
from tenants.committees.queries import community_chairs_in_office
from tenants.example.content import BANG_NA, accounts, bangna, zone_id
from tenants.meetings import agenda
from tenants.meetings.details import LAST_POSITION, attendances_of
from tenants.meetings.models import (
    Attendance,
    Capacity,
    Meeting,
    MeetingSeries,
    MeetingState,
    Presence,
    Section,
)
from tenants.meetings.quorum import count_of, rule_on
from tenants.meetings.service import Plan, add_meeting, patterns_of
from tenants.people.queries import person_key

CALLER = "bangna.developer1"
EDITION = 1
ROOM = "ห้องประชุมตัวอย่าง สำนักงานเขตบางนา"
BEGINS, ENDS = time(9, 30), time(12)
RATE, HEADS, TIMES = Decimal(25), 30, 3
RATE_SOURCE = "แผนการใช้จ่ายของเขตที่ศึกษา (ตัวเลขตัวอย่าง)"
STUDY_DAYS = (-96, -75, -54, 9)
"""Days from today of the study committee's four meetings."""
ZONE_DAYS = (-59, -31, 6)
"""Days from today of the zones' monthly meetings; each zone meets a day after the one before."""
EVERY_SIXTH = 6
REASONS = ("ติดราชการ", "ลาป่วย", "")
MATTERS = (
    "แผนเฝ้าระวังน้ำท่วมขังในซอย",
    "กำหนดวันกิจกรรมพัฒนาชุมชนประจำเดือน",
)


class Example(NamedTuple):
    """An example meeting: `key` makes its id, `ahead` is its day from today."""

    key: str
    body: Body
    ahead: int
    series: str
    pattern: str
    number: int


def load(session: Session) -> None:
    """Two series with their meetings: those that are over with who came, one of each body to come."""
    actor = caller()
    zones = [zone["name"] for zone in bangna()["zones"]]
    _series(session, actor, "study", CommitteeKind.STUDY, len(STUDY_DAYS))
    _series(session, actor, "zones", CommitteeKind.ZONE, TIMES, zones=len(zones))
    session.flush()
    for example in examples(zones):
        _meet(session, actor, example)


def examples(zones: list[str]) -> list[Example]:
    """The example meetings in the order of their days."""
    found = [
        Example(f"study/{place}", Body.study(), ahead, "study", f"study_{place}", place)
        for place, ahead in enumerate(STUDY_DAYS, start=1)
    ]
    found += [
        Example(
            f"{zone}/{place}",
            Body.zone(zone_id(zone)),
            ahead + later,
            "zones",
            "zone_monthly",
            place,
        )
        for later, zone in enumerate(zones)
        for place, ahead in enumerate(ZONE_DAYS, start=1)
    ]
    return sorted(found, key=lambda each: each.ahead)


def meeting_id(key: str) -> UUID:
    """The id of an example meeting: `study/1`, `โซน 1/2`."""
    return example_id(f"meeting/{key}")


def caller() -> Actor:
    """The example officer who calls the meetings."""
    entry = next(one for one in accounts() if one["username"] == CALLER)
    role = OfficeRole(
        district_id=BANG_NA,
        slug="bangna",
        office_th="",
        office_en="",
        role=Role.of(entry["role"]),
        name=entry["name"],
        position=entry["position"],
        community_id=None,
    )
    account_id = account_id_of(CALLER)
    return Actor(Person(account_id, account_id, CALLER, "th", (role,)), (role,))


def _series(
    session: Session, actor: Actor, key: str, kind: CommitteeKind, times: int, *, zones: int = 0
) -> None:
    session.add(
        MeetingSeries(
            district_id=BANG_NA,
            id=example_id(f"meeting-series/{key}"),
            title="การประชุมประจำเดือนของทุกโซน (ตัวอย่าง)"
            if zones
            else "การประชุมคณะกรรมการศึกษาฯ ๔ ครั้ง (ตัวอย่าง)",
            body_kind=kind.value,
            pattern_keys=["zone_monthly"] if zones else [f"study_{n}" for n in range(1, 5)],
            catering_rate=RATE if zones else None,
            catering_heads=HEADS if zones else None,
            groups=zones or 1,
            times=times,
            rate_source=RATE_SOURCE if zones else "",
            edition=EDITION,
            is_example=True,
            changed_by=actor.name,
        )
    )


def _meet(session: Session, actor: Actor, example: Example) -> None:
    day = bangkok_today() + timedelta(days=example.ahead)
    patterns = {each.key: each for each in patterns_of(session, example.body, day)}
    pattern = patterns.get(example.pattern)
    if pattern is None:
        return
    catered = example.series == "zones"
    entry = add_meeting(
        session,
        actor=actor,
        within=WHOLE_DISTRICT,
        record_id=meeting_id(example.key),
        body=example.body,
        plan=Plan(
            title=pattern.title,
            purpose=pattern.purpose,
            held_on=day,
            starts_at=BEGINS,
            ends_at=ENDS,
            place=ROOM,
            pattern_key=pattern.key,
            stage="plan" if catered else None,
            catering_rate=RATE if catered else None,
            catering_heads=HEADS if catered else None,
        ),
        tickets=current_tickets(),
        series_id=example_id(f"meeting-series/{example.series}"),
        is_example=True,
    )
    agenda.begin_agenda(session, actor, entry, MATTERS if catered else [pattern.purpose])
    agenda.put_item(session, actor, entry, Section.CHAIR, "ประธานแจ้งข่าวสารของสำนักงานเขต")
    people = _people(session, actor, entry)
    entry.state = MeetingState.INVITED.value
    entry.invited_at = _moment(min(day - timedelta(days=7), bangkok_today()), 10)
    entry.invited_by, entry.invited_by_position = actor.name, actor.position
    if example.ahead < 0:
        _hold(session, actor, entry, people)
    session.flush()


def _people(session: Session, actor: Actor, entry: Meeting) -> list[Attendance]:
    """Who is expected; where a zone has no committee yet, the chairs of its communities come as guests."""
    people = attendances_of(session, entry.id)
    if people or entry.zone_id is None:
        return people
    for chair in community_chairs_in_office(session, zone_id=entry.zone_id, day=entry.held_on):
        guest = Attendance(
            district_id=BANG_NA,
            id=example_id(f"attendance/{entry.id}/{chair.person_id}"),
            meeting_id=entry.id,
            capacity=Capacity.GUEST.value,
            position=LAST_POSITION,
            person_id=chair.person_id,
            name=chair.person_name,
            name_key=person_key(chair.person_name),
            person_position=chair.person_position,
            ticket_serial=1,
            is_example=True,
            changed_by=actor.name,
        )
        guest.ticket_hash = current_tickets().stored(BANG_NA, guest.id, 1)
        session.add(guest)
        people.append(guest)
    session.flush()
    return people


def _hold(session: Session, actor: Actor, entry: Meeting, people: list[Attendance]) -> None:
    for number, person in enumerate(people, start=1):
        if number % EVERY_SIXTH:
            person.presence = Presence.PRESENT.value
            person.checked_in_at = _moment(entry.held_on, BEGINS.hour)
            person.checked_in_by = actor.name
        else:
            person.presence = Presence.ABSENT.value
            person.absence_reason = REASONS[(number // EVERY_SIXTH) % len(REASONS)]
    count = count_of(
        rule_on(session, Body(CommitteeKind(entry.body_kind), entry.zone_id), entry.held_on), people
    )
    entry.state = MeetingState.CLOSED.value
    entry.chaired_by = people[0].name if people else actor.name
    entry.opened_by = actor.name
    entry.opened_at = _moment(entry.held_on, BEGINS.hour, 35)
    entry.closed_at = _moment(entry.held_on, 11, 45)
    entry.members, entry.present = count.members, count.present
    entry.quorum_percent, entry.quorum_source = count.rule.percent, count.rule.source


def _moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BANGKOK)


def bring_back(session: Session) -> None:
    """What the held meetings left open comes onto the agendas of those to come; after the minutes."""
    actor = caller()
    for entry in session.scalars(
        select(Meeting).where(Meeting.is_example, Meeting.state == MeetingState.INVITED.value)
    ).all():
        agenda.refresh_agenda(session, actor, entry)
