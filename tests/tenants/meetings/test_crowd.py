"""A full room: 200 people on the list, 20 of them at once, each with the own code through the whole application."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from core.db import uuid7
from tenants.meetings.models import Attendance, Meeting
from tests.support.world import BANG_NA, World
from tests.tenants.meetings.calling import TICKETS, house

PEOPLE, AT_ONCE = 200, 20


def test_nobody_is_lost_or_counted_twice_when_twenty_sign_in_at_once(world: World):
    place = house(world)
    meeting = place.call_today(body=f"zone:{place.other_zone}")
    ids = [uuid7() for _ in range(PEOPLE)]

    def fill(session):
        session.add_all(
            Attendance(
                district_id=BANG_NA,
                id=line,
                meeting_id=meeting,
                position=number,
                name=f"นายคนที่ {number}",
                name_key=f"คนที่{number}",
                ticket_hash=TICKETS.stored(BANG_NA, line, 1),
            )
            for number, line in enumerate(ids)
        )

    world.in_district(fill)
    start = Barrier(AT_ONCE)

    def sign_in(worker: int) -> list[int]:
        """Ten people of one queue; two queues tap for the first of both, at the same moment."""
        client = world.app.test_client()
        own, other = ids[worker::AT_ONCE], ids[worker ^ 1 :: AT_ONCE]
        start.wait(timeout=30)
        return [
            client.post(f"/d/bangna/meeting-tickets/{TICKETS.code(BANG_NA, line, 1)}").status_code
            for line in [*sorted([own[0], other[0]]), *own[1:]]
        ]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [code for found in pool.map(sign_in, range(AT_ONCE)) for code in found]
    assert set(answers) == {303}
    assert len(answers) == PEOPLE + AT_ONCE
    rows = world.in_district(
        lambda session: session.execute(
            select(Attendance.presence, Attendance.version).where(Attendance.meeting_id == meeting)
        ).all()
    )
    assert sorted(tuple(row) for row in rows) == [("present", 2)] * PEOPLE
    page = place.officer.get(f"/d/bangna/meetings/{meeting}").text
    assert f"มาประชุม {PEOPLE} คน จากกรรมการ {PEOPLE} คน" in page
    assert world.in_district(lambda session: session.get(Meeting, (BANG_NA, meeting)).version) == 1
