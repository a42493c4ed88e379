"""A zone whose committee is about to meet, and what tests of calling, inviting and signing in do with it."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from core.identity.tickets import TicketMaker
from tenants.committees.models import Committee, Seat
from tenants.meetings.models import AgendaItem, Attendance, Meeting
from tenants.people.models import Person
from tenants.people.queries import person_key
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, World

HERE = "/d/bangna/meetings"
SEATED_FROM = date(2025, 2, 1)
CHAIR = "นางประธานโซน ตัวอย่าง"
TICKETS = TicketMaker("only for tests")
PURPOSE = "พิจารณาแนวทางการดำเนินงาน กิจกรรม สภาพปัญหาในพื้นที่ และแนวทางแก้ไข"


def day(ahead: int = 0) -> str:
    """A day as people type it."""
    return show_date(bangkok_today() + timedelta(days=ahead), style="numeric")


@dataclass
class House:
    """An office with zone 1 whose committee has seven members and an adviser; the chair has an account."""

    world: World
    zone: UUID
    other_zone: UUID
    committee: UUID
    communities: list[UUID]
    officer: FlaskClient
    people: dict[str, UUID] = field(default_factory=dict)

    @property
    def chair(self) -> FlaskClient:
        return self.world.sign_in(Role.ZONE_CHAIR, community_id=self.communities[0], name=CHAIR)

    def plan(self, **changes: Any) -> dict[str, Any]:
        """What the form of a monthly meeting sends."""
        return {
            "record_id": str(uuid7()),
            "body": f"zone:{self.zone}",
            "pattern": "zone_monthly",
            "title": "ประชุมคณะกรรมการเครือข่ายประจำเดือน",
            "purpose": PURPOSE,
            "number": "",
            "held_on": day(10),
            "starts_at": "9.00",
            "ends_at": "12:00",
            "place": "ศาลาชุมชนตัวอย่าง",
            "stage": "",
            "matters": "",
            "catering_rate": "",
            "catering_heads": "",
        } | changes

    def call(self, **changes: Any) -> UUID:
        """Plan a meeting through its form; its id."""
        answer = self.officer.post(HERE, data=self.plan(**changes))
        assert answer.status_code == 303, answer.text
        return UUID(answer.headers["Location"].rpartition("/")[2])

    def call_today(self, **changes: Any) -> UUID:
        """A meeting that lasts the whole day, so that people may sign in at any hour of a test."""
        return self.call(**{"held_on": day(), "starts_at": "0:00", "ends_at": "23:59"} | changes)

    def post(self, path: str, client: FlaskClient | None = None, **data: Any) -> Any:
        """Send a form, by default as the officer; `path` continues the office's address."""
        return (client or self.officer).post(
            f"/d/bangna/{path}", data={"record_id": str(uuid7())} | data
        )

    def stored(self, meeting: UUID) -> dict[str, Any]:
        return self.rows(Meeting, Meeting.id == meeting)[0]

    def list_of(self, meeting: UUID) -> dict[str, dict[str, Any]]:
        """The lines of a list by name."""
        return {row["name"]: row for row in self.rows(Attendance, Attendance.meeting_id == meeting)}

    def items(self, meeting: UUID) -> list[dict[str, Any]]:
        return sorted(
            self.rows(AgendaItem, AgendaItem.meeting_id == meeting), key=lambda row: row["position"]
        )

    def rows(self, model: Any, *conditions: Any) -> list[dict[str, Any]]:
        """Rows as plain values."""
        return self.world.in_district(
            lambda session: [
                {column.key: getattr(entry, column.key) for column in model.__table__.columns}
                for entry in session.scalars(select(model).where(*conditions).order_by(model.id))
            ]
        )

    def version(self, meeting: UUID) -> str:
        return str(self.stored(meeting)["version"])

    def tick(self, meeting: UUID, *names: str, presence: str = "present") -> None:
        lines = self.list_of(meeting)
        for name in names:
            answer = self.post(f"attendances/{lines[name]['id']}/presence", presence=presence)
            assert answer.status_code == 303, answer.text

    def tick_number(self, meeting: UUID, number: int) -> list[str]:
        """So many members are here; their names."""
        members = [
            name for name, row in self.list_of(meeting).items() if row["capacity"] == "member"
        ]
        self.tick(meeting, *members[:number])
        return members[:number]

    def open(self, meeting: UUID, **changes: Any) -> Any:
        sent = {
            "version": self.version(meeting),
            "chaired_by": CHAIR,
            "opened_at": "0:00",
            "reason": "",
        }
        return self.post(f"meetings/{meeting}/opening", **sent | changes)

    def close(self, meeting: UUID, **changes: Any) -> Any:
        sent = {"version": self.version(meeting), "closed_at": "23:50"}
        return self.post(f"meetings/{meeting}/closing", **sent | changes)

    def code(self, meeting: UUID, name: str) -> str:
        """The personal code of somebody on the list."""
        row = self.list_of(meeting)[name]
        return TICKETS.code(BANG_NA, row["id"], row["ticket_serial"])

    def room_code(self, meeting: UUID) -> str:
        return TICKETS.code(BANG_NA, meeting, self.stored(meeting)["room_serial"])


def house(world: World) -> House:
    edition(world)
    adopted(world)
    communities = [world.community(f"ตัวอย่าง {letter}") for letter in "กขค"]
    zone, other = world.zone(1, *communities[:2]), world.zone(2, communities[2])
    found = House(world, zone, other, uuid7(), communities, world.sign_in())

    def seat_people(session: Any) -> None:
        session.add(Committee(district_id=BANG_NA, id=found.committee, zone_id=zone, edition=1))
        session.flush()
        rules = ["chair", "public_sector", "private_sector", "civil_society", "residents"]
        seats: list[tuple[str, UUID | None]] = [(rule, None) for rule in rules]
        seats += [("community_chairs", community) for community in communities[:2]]
        seats += [("director", None)]
        for number, (rule, community) in enumerate(seats):
            name = CHAIR if rule == "chair" else f"นายสมาชิก ตัวอย่าง {number}"
            person = Person(
                district_id=BANG_NA,
                name=name,
                match_key=person_key(name),
                position="ตำแหน่งตัวอย่าง",
                email=f"member{number}@example.org",
            )
            session.add(person)
            session.flush()
            found.people[name] = person.id
            session.add(
                Seat(
                    district_id=BANG_NA,
                    committee_id=found.committee,
                    rule_key=rule,
                    community_id=community,
                    person_id=person.id,
                    person_name=name,
                    person_position="ตำแหน่งตัวอย่าง",
                    valid_from=SEATED_FROM,
                )
            )

    world.in_district(seat_people)
    return found


def errors_in(page: str) -> list[str]:
    """The sentences of the error summary."""
    box = page.partition('class="error-summary"')[2].partition("</ul>")[0]
    return [
        re.sub("<[^>]+>", "", each).strip()
        for each in re.findall(r"<li>(.*?)</li>", box, re.DOTALL)
    ]
