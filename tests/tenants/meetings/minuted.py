"""A zone whose committee has met, and what tests of minutes, tasks and pay do with it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.db import uuid7
from core.i18n.text import match_key
from core.identity.actor import Person as SignedIn
from tenants.committees.models import Committee, Seat
from tenants.meetings.minutes_papers import fingerprint_of
from tenants.meetings.minutes_queries import minutes_view
from tenants.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Task
from tenants.people.models import Person
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, World

HERE = "/d/bangna/meetings"
TASKS = "/d/bangna/tasks"
CHAIR, MEMBER, ABSENT = "นางประธานโซน", "นายสมาชิก ตัวอย่าง", "นายไม่มา ตัวอย่าง"
STAND_IN, GUEST = "นางสาวแทน ตัวอย่าง", "นายแขก ตัวอย่าง"
JANUARY = date(2026, 1, 10)


@dataclass
class Office:
    """Zones 1 and 2, the committee of zone 1 with three people, an officer, and the chair with an account."""

    world: World
    zone: UUID
    other_zone: UUID
    communities: list[UUID]
    officer: FlaskClient
    chair_account: SignedIn
    seats: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    @property
    def chair(self) -> FlaskClient:
        return self.world.sign_in(person=self.chair_account)

    def meeting(
        self,
        number: int = 1,
        held_on: date = JANUARY,
        *,
        state: str = "closed",
        items: int = 2,
        **values: Any,
    ) -> UUID:
        """A meeting of zone 1 with an agenda and its attendance; `values` replace columns."""
        meeting_id = uuid7()
        opened = datetime(held_on.year, held_on.month, held_on.day, 2, 5, tzinfo=UTC)
        columns = {
            "body_kind": "zone",
            "zone_id": self.zone,
            "edition": 1,
            "title": "ประชุมคณะกรรมการเครือข่าย",
            "number": number,
            "number_year": held_on.year + 543,
            "held_on": held_on,
            "starts_at": time(9),
            "ends_at": time(12),
            "place": "ศาลาชุมชนตัวอย่าง",
            "state": state,
            "opened_at": opened if state in ("open", "closed") else None,
            "closed_at": opened.replace(hour=4) if state == "closed" else None,
        }

        def make(session: Any) -> None:
            session.add(Meeting(district_id=BANG_NA, id=meeting_id, **columns | values))
            session.flush()
            session.add_all(
                AgendaItem(
                    district_id=BANG_NA,
                    meeting_id=meeting_id,
                    section="matters",
                    position=place,
                    title=f"เรื่องที่ {place}",
                    for_decision=True,
                )
                for place in range(1, items + 1)
            )
            self._attend(session, meeting_id)

        self.world.in_district(make)
        return meeting_id

    def _attend(self, session: Any, meeting_id: UUID) -> None:
        absent = uuid7()
        lines: list[dict[str, Any]] = [
            {"name": CHAIR, "role": "ประธาน", "presence": "present"},
            {"name": MEMBER, "role": "กรรมการ", "presence": "present"},
            {"name": ABSENT, "role": "กรรมการ", "presence": "absent", "id": absent}
            | {"absence_reason": "ติดราชการ"},
            {"name": STAND_IN, "capacity": "stand_in", "presence": "present"}
            | {"stands_in_for_id": absent},
            {"name": GUEST, "capacity": "guest", "presence": "present"},
            {"name": "นายไม่ยืนยัน", "capacity": "guest", "presence": "present"}
            | {"confirmed": False},
        ]
        for place, line in enumerate(lines):
            session.add(
                Attendance(
                    district_id=BANG_NA,
                    meeting_id=meeting_id,
                    position=place,
                    name_key=match_key(line["name"]),
                    person_position="ตำแหน่งตัวอย่าง",
                    seat_id=self.seats.get(line["name"]),
                    person_id=self.people.get(line["name"]),
                    account_id=self.chair_account.account_id if line["name"] == CHAIR else None,
                    **line,
                )
            )
            session.flush()

    def items(self, meeting_id: UUID) -> list[Any]:
        """The agenda's items in order, as plain rows."""
        return self.world.in_district(
            lambda session: session.execute(
                select(
                    AgendaItem.id,
                    AgendaItem.section,
                    AgendaItem.title,
                    AgendaItem.discussion,
                    AgendaItem.resolution,
                    AgendaItem.minutes_id,
                )
                .where(AgendaItem.meeting_id == meeting_id)
                .order_by(AgendaItem.position, AgendaItem.id)
            ).all()
        )

    def write(self, meeting_id: UUID, *resolutions: str, client: FlaskClient | None = None) -> Any:
        """Open the page of the minutes, type resolutions under its items, and send it."""
        browser = client or self.officer
        sent = typed(browser.get(f"{HERE}/{meeting_id}/minutes/edit").text)
        for item, words in zip(self.items(meeting_id), resolutions, strict=False):
            sent[f"resolution_{item.id.hex}"] = words
        return browser.post(f"{HERE}/{meeting_id}/minutes", data=sent)

    def stored(self, meeting_id: UUID) -> Any:
        """The minutes of a meeting as plain values."""
        return self.world.in_district(
            lambda session: session.execute(
                select(*Minutes.__table__.columns).where(Minutes.meeting_id == meeting_id)
            ).one_or_none()
        )

    def seen(self, meeting_id: UUID) -> str:
        """What the forms that send round and adopt carry: which text the person read."""
        return self.world.in_district(
            lambda session: str(fingerprint_of(minutes_view(session, WHOLE_DISTRICT, meeting_id)))
        )

    def circulate(self, meeting_id: UUID, **values: str) -> Any:
        sent = {"version": self.seen(meeting_id)} | values
        return self.officer.post(f"{HERE}/{meeting_id}/minutes/circulation", data=sent)

    def adopt(self, meeting_id: UUID, adopted_in: UUID | str, **values: str) -> Any:
        sent = {"version": self.seen(meeting_id), "adopted_in": str(adopted_in)}
        return self.officer.post(f"{HERE}/{meeting_id}/minutes/adoption", data=sent | values)

    def adopted(self, meeting_id: UUID, adopted_in: UUID | None = None) -> UUID:
        """A meeting whose minutes a later one adopted; the id of the later one."""
        later = adopted_in or self.meeting(2, date(2026, 2, 5))
        assert self.write(meeting_id, "เห็นชอบ").status_code == 303
        assert self.circulate(meeting_id).status_code == 303
        assert self.adopt(meeting_id, later).status_code == 303
        return later

    def give(self, meeting_id: UUID, **values: str) -> Any:
        """Give a task by the first item of a meeting's agenda."""
        item = self.items(meeting_id)[0].id
        sent = {
            "record_id": str(uuid7()),
            "text": "ติดตั้งกล้องวงจรปิดปากซอย",
            "owner": f"seat:{self.seats[CHAIR]}",
            "due_on": "28/2/2569",
        }
        address = f"{HERE}/{meeting_id}/tasks?item={item}"
        return self.officer.post(address, data=sent | values)

    def task(self) -> Any:
        """The only task, as plain values."""
        return self.world.in_district(
            lambda session: session.execute(select(*Task.__table__.columns)).one()
        )


def typed(page: str) -> dict[str, str]:
    """What a form of the page would send as it stands: hidden fields and texts."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page)
    return dict(hidden) | dict(texts)


def make_office(world: World) -> Office:
    edition(world)
    adopted(world)
    communities = [world.community(f"ตัวอย่าง {letter}") for letter in "กข"]
    zone, other = world.zone(1, communities[0]), world.zone(2, communities[1])
    account = world.person(Role.ZONE_CHAIR, community_id=communities[0], name=CHAIR)
    committee = uuid7()
    seats = {name: uuid7() for name in (CHAIR, MEMBER, ABSENT)}
    people = {name: uuid7() for name in seats}

    def make(session: Any) -> None:
        session.add(Committee(district_id=BANG_NA, id=committee, zone_id=zone, edition=1))
        session.add_all(
            Person(
                district_id=BANG_NA,
                id=people[name],
                name=name,
                match_key=match_key(name),
                email="member@example.org" if name == MEMBER else "",
                account_id=account.account_id if name == CHAIR else None,
            )
            for name in seats
        )
        session.flush()
        session.add_all(
            Seat(
                district_id=BANG_NA,
                id=seats[name],
                committee_id=committee,
                rule_key="chair" if name == CHAIR else "residents",
                person_id=people[name],
                person_name=name,
                person_position="ตำแหน่งตัวอย่าง",
                valid_from=date(2025, 2, 1),
            )
            for name in seats
        )

    world.in_district(make)
    return Office(
        world, zone, other, communities, world.sign_in(), account, seats=seats, people=people
    )
