"""B11: a full room signs in: 200 people, 20 at once, each with the own code through the whole application."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import time as clock
from statistics import median, quantiles
from threading import Barrier

from flask import Flask

from core.db import uuid7
from core.i18n.dates import bangkok_today, buddhist_year
from core.identity.tickets import TicketMaker
from tenants.meetings.models import Attendance, Meeting
from tests.bench.measuring import Result
from tests.support.world import BANG_NA, World

PEOPLE, AT_ONCE = 200, 20
LIMIT = 0.3
"""Seconds for one check-in at the 95th percentile while the others wait in the same queue."""


def results(app: Flask) -> list[Result]:
    world = World(app, made=900)
    tickets = TicketMaker(app.extensions["config"].secret_key)
    people = [uuid7() for _ in range(PEOPLE)]
    meeting, day = uuid7(), bangkok_today()

    def fill(session) -> None:
        session.add(
            Meeting(
                district_id=BANG_NA,
                id=meeting,
                body_kind="study",
                edition=1,
                title="ทดสอบความเร็ว",
                number=999,
                number_year=buddhist_year(day),
                held_on=day,
                starts_at=clock(0),
                ends_at=clock(23, 59),
                place="ห้องประชุม",
                is_example=True,
            )
        )
        session.flush()
        session.add_all(
            Attendance(
                district_id=BANG_NA,
                id=line,
                meeting_id=meeting,
                position=number,
                name=f"นายคนที่ {number}",
                name_key=f"คนที่{number}",
                ticket_hash=tickets.stored(BANG_NA, line, 1),
                is_example=True,
            )
            for number, line in enumerate(people)
        )

    world.in_district(fill)
    start = Barrier(AT_ONCE)

    def queue(place: int) -> list[float]:
        client = app.test_client()
        took = []
        start.wait()
        for line in people[place::AT_ONCE]:
            begin = time.perf_counter()
            answer = client.post(
                f"/d/bangna/meeting-tickets/{tickets.code(BANG_NA, line, 1)}",
                data={"record_id": str(uuid7())},
            )
            took.append(time.perf_counter() - begin)
            if answer.status_code != 303:
                raise RuntimeError(f"A check-in was answered with {answer.status_code}.")
        return took

    with ThreadPoolExecutor(AT_ONCE) as pool:
        took = sorted(each for found in pool.map(queue, range(AT_ONCE)) for each in found)
    high = quantiles(took, n=20)[-1]
    return [
        Result(
            f"B11 check-in, 20 at once, seconds p95 (median {median(took):.3f})",
            high,
            LIMIT,
            high / LIMIT,
            "<= 1.0",
            high <= LIMIT,
        )
    ]
