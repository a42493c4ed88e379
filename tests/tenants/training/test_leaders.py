"""The development of network leaders by the three methods, derived from what is on file (M37)."""

from datetime import date, time

from core.db import uuid7
from core.i18n.dates import bangkok_today, buddhist_year, fiscal_year
from tenants.activities.models import Activity
from tenants.committees.models import Committee, Seat
from tenants.meetings.models import Attendance, Meeting
from tenants.people.models import Person
from tenants.people.queries import person_key
from tests.support.world import BANG_NA, World

CHAIR = "นายตัวอย่าง ประธาน"


def test_each_chair_shows_exchanges_courses_and_meetings_and_nothing_is_typed(world, training):
    communities = [world.community("ก"), world.community("ข")]
    zone = world.zone(1, communities[0])
    person = uuid7()

    def chair(session) -> None:
        session.add(Person(district_id=BANG_NA, id=person, name=CHAIR, match_key=person_key(CHAIR)))
        session.flush()
        for values in (
            {"kind": "community", "community_id": communities[0]},
            {"kind": "zone", "zone_id": zone},
        ):
            body = Committee(district_id=BANG_NA, edition=1, **values)
            session.add(body)
            session.flush()
            session.add(
                Seat(
                    district_id=BANG_NA,
                    committee_id=body.id,
                    rule_key="chair",
                    person_id=person,
                    person_name=CHAIR,
                    person_position="",
                    valid_from=date(2025, 1, 1),
                )
            )

    world.in_district(chair)
    page = training.officer.get("/d/bangna/leader-development").text
    assert page.count("0 จาก 3 วิธี") == 2
    course = training.course(0, state="running")
    training.trainee(course, CHAIR, person_id=person, presence="present")
    training.trainee(training.course(0), CHAIR, person_id=person)
    exchange(world, zone)
    met(world, zone, person)
    page = training.officer.get("/d/bangna/leader-development").text
    assert page.count("3 จาก 3 วิธี") == 2
    assert "ประธานเครือข่าย โซน 1" in page
    assert "ประธานชุมชนก" in page
    way = f"/d/bangna/leader-development?zone={zone}&year={fiscal_year(bangkok_today()) - 1}"
    assert training.officer.get(way).text.count("0 จาก 3 วิธี") == 2
    with world.statements() as statements:
        training.officer.get("/d/bangna/leader-development")
    assert len(statements) <= 6, statements


def exchange(world: World, zone) -> None:
    """An exchange visit of a zone, today."""
    world.in_district(
        lambda session: session.add(
            Activity(
                district_id=BANG_NA,
                title="ศึกษาดูงาน",
                held_on=bangkok_today(),
                kind="exchange_visit",
                zone_id=zone,
                participants=10,
                reported_by="ทดสอบ",
                reported_by_position="",
            )
        )
    )


def met(world: World, zone, person) -> None:
    """A meeting of a zone to which the person came."""
    today = bangkok_today()

    def store(session) -> None:
        meeting = Meeting(
            district_id=BANG_NA,
            body_kind="zone",
            zone_id=zone,
            edition=1,
            title="ประชุมโซน",
            number=1,
            number_year=buddhist_year(today),
            held_on=today,
            starts_at=time(9),
            ends_at=time(12),
            place="ทดสอบ",
            state="closed",
        )
        session.add(meeting)
        session.flush()
        session.add(
            Attendance(
                district_id=BANG_NA,
                meeting_id=meeting.id,
                person_id=person,
                name=CHAIR,
                name_key=person_key(CHAIR),
                presence="present",
            )
        )

    world.in_district(store)
