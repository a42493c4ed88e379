"""The calendar: a month on a page, and secret addresses that phones follow."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import update

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, buddhist_year
from core.identity.models import Membership
from tenants.meetings.models import Meeting, MeetingState
from tests.support.world import BANG_NA, NEIGHBOUR, World

CALENDAR = "/d/bangna/calendar"
FEEDS = "/d/bangna/calendar/feeds"


def add_meeting(world: World, zone: UUID, *, office: int = BANG_NA, **values: Any) -> UUID:
    day = values.pop("held_on", bangkok_today())

    def make(session: Any) -> UUID:
        meeting = Meeting(
            district_id=office,
            body_kind="zone",
            zone_id=zone,
            edition=1,
            number=values.pop("number", 1),
            number_year=buddhist_year(day),
            held_on=day,
            **{
                "title": "ประชุมคณะกรรมการเครือข่ายประจำเดือน",
                "starts_at": time(9, 30),
                "ends_at": time(12, 0),
                "place": "ห้องประชุมชั้น 3",
            }
            | values,
        )
        session.add(meeting)
        session.flush()
        return meeting.id

    found: UUID = world.in_district(make, office)
    return found


@pytest.fixture
def zones(world: World) -> tuple[UUID, UUID]:
    """Two zones of Bang Na."""
    return world.zone(1), world.zone(2)


def new_address(client: FlaskClient, **values: str) -> str:
    page = client.post(FEEDS, data={"record_id": str(uuid7()), "label": "โทรศัพท์"} | values)
    assert page.status_code == 200, page.text
    start = page.text.index("/calendar-feeds/")
    return page.text[start : page.text.index(".ics", start) + 4]


def events(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.data)
    return {str(event["summary"]): event for event in found.walk("VEVENT")}


def test_a_month_shows_what_is_held_on_its_days_in_the_buddhist_era(world, zones):
    add_meeting(world, zones[0], held_on=date(2026, 12, 5))
    page = world.sign_in().get(f"{CALENDAR}?month=2026-12-01").text
    assert "ปฏิทินเดือนธันวาคม 2569" in page
    assert page.count("09.30") == 2
    assert "โซน 1" in page
    assert "ห้องประชุม" not in world.sign_in().get(f"{CALENDAR}?month=2026-10-01").text
    other = world.sign_in().get(f"{CALENDAR}?month=2026-12-01&kind=course").text
    assert "09.30" not in other


def test_a_month_that_is_none_shows_the_running_one(world):
    assert world.sign_in().get(f"{CALENDAR}?month=2569-99-01").status_code == 200


def test_a_phone_follows_meetings_in_the_christian_era_and_sees_a_change(client, world, zones):
    day = bangkok_today() + timedelta(days=7)
    meeting_id = add_meeting(world, zones[0], held_on=day)
    address = new_address(world.sign_in())
    first = events(client.get(address))
    title = "ประชุมคณะกรรมการเครือข่ายประจำเดือน (โซน 1)"
    event = next(found for name, found in first.items() if "ประจำเดือน" in name)
    assert title.split(" (", maxsplit=1)[0] in str(event["summary"])
    begins = event.decoded("dtstart")
    assert begins == datetime.fromisoformat(f"{day.isoformat()}T02:30:00+00:00")
    assert str(event["location"]) == "ห้องประชุมชั้น 3"
    assert str(event["url"]).endswith(f"/d/bangna/meetings/{meeting_id}")

    def cancel(session: Any) -> None:
        meeting = session.get_one(Meeting, (BANG_NA, meeting_id))
        meeting.state, meeting.cancelled_reason = MeetingState.CANCELLED.value, "ฝนตกหนัก"
        meeting.version += 1

    world.in_district(cancel)
    changed = next(iter(events(client.get(address)).values()))
    assert str(changed["status"]) == "CANCELLED"
    assert changed["sequence"] > event["sequence"]
    assert changed["uid"] == event["uid"]


def test_an_address_shows_what_its_owner_may_see_and_nothing_of_other_offices(client, world, zones):
    community = world.community("ริมคลอง")
    mine = world.zone(3, community)
    foreign = world.zone(1, office=NEIGHBOUR)
    add_meeting(world, zones[1], title="ประชุมของโซนอื่น")
    add_meeting(world, mine, title="ประชุมของโซนเรา", number=2)
    add_meeting(world, foreign, title="ประชุมของเขตอื่น", office=NEIGHBOUR)
    leader = world.sign_in(Role.ZONE_CHAIR, community_id=community)
    seen = " ".join(events(client.get(new_address(leader))))
    assert "ประชุมของโซนเรา" in seen
    assert "โซนอื่น" not in seen
    assert "เขตอื่น" not in seen
    everything = " ".join(events(client.get(new_address(world.sign_in()))))
    assert "โซนอื่น" in everything
    assert "เขตอื่น" not in everything


def test_an_address_ends_when_it_is_taken_back_and_when_its_owner_leaves(client, world):
    person = world.person()
    desk = world.sign_in(person=person)
    address = new_address(desk)
    page = desk.get(FEEDS).text
    assert address not in page
    revocation = page[page.index("/d/bangna/calendar/feeds/") :].split('"')[0]
    stranger = world.sign_in()
    assert stranger.post(revocation).status_code == 404
    assert client.get(address).status_code == 200
    assert desk.post(revocation).status_code == 303
    assert client.get(address).status_code == 404
    assert client.get("/calendar-feeds/1047.nonsense.ics").status_code == 404
    assert client.get("/calendar-feeds/nonsense.ics").status_code == 404

    other = new_address(desk)

    def leave(session: Any) -> None:
        session.execute(
            update(Membership)
            .where(Membership.account_id == person.account_id)
            .values(last_day=bangkok_today() - timedelta(days=1))
        )

    world.in_district(leave)
    assert client.get(other).status_code == 404


def test_the_same_form_sent_twice_makes_one_address_and_shows_it_once(world):
    desk = world.sign_in()
    record = str(uuid7())
    new_address(desk, record_id=record)
    again = desk.post(FEEDS, data={"record_id": record, "label": "โทรศัพท์"})
    assert again.status_code == 303
    assert desk.get(FEEDS).text.count("/revocation") == 1


def test_nobody_keeps_more_than_five_addresses(world):
    desk = world.sign_in()
    for _ in range(5):
        new_address(desk)
    refused = desk.post(FEEDS, data={"record_id": str(uuid7()), "label": "อีกเครื่อง"})
    assert refused.status_code == 422
    assert "ครบ 5 ที่อยู่แล้ว" in refused.text
    assert "อีกเครื่อง" in refused.text


def test_one_meeting_goes_into_the_own_calendar(world, zones):
    meeting_id = add_meeting(world, zones[0])
    desk = world.sign_in()
    found = events(desk.get(f"{CALENDAR}/meetings/{meeting_id}"))
    assert len(found) == 1
    assert desk.get(f"{CALENDAR}/meetings/{uuid7()}").status_code == 404
