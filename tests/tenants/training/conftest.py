"""A course with an invitation list, as the tests of the day, the certificates and the follow-up need it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import uuid7
from core.i18n.dates import bangkok_today
from core.identity.tickets import TicketMaker
from tenants.people.queries import person_key
from tenants.training.models import Course, CourseState, Presence, Trainee, TraineeGroup
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, World


@dataclass
class Training:
    """Makes courses and people on their lists directly, and reads them back."""

    world: World
    tickets: TicketMaker
    officer: FlaskClient

    def course(self, days_from_now: int = 0, *, state: str = "invited", **values: Any) -> UUID:
        """A course of one day, so many days from today; its id."""
        course_id, day = uuid7(), bangkok_today() + timedelta(days=days_from_now)
        is_closed = state == CourseState.CLOSED
        row = {
            "title": "อบรมทดสอบ",
            "starts_on": day,
            "ends_on": day,
            "starts_at": time(9),
            "ends_at": time(16, 30),
            "hours": Decimal(6),
            "place": "ห้องประชุมทดสอบ",
            "state": state,
            "gain_key": "improved_share",
            "gain_version": 1,
            "edition": 1,
            "room_hash": self.tickets.stored(BANG_NA, course_id, 1),
            "closed_at": datetime.now(UTC) if is_closed else None,
        }
        self.store(Course(district_id=BANG_NA, id=course_id, **(row | values)))
        return course_id

    def trainee(self, course_id: UUID, name: str, **values: Any) -> UUID:
        """Somebody on the list of a course; the id."""
        trainee_id = uuid7()
        group = values.get("trainee_group", TraineeGroup.COMMUNITY.value)
        row = {
            "trainee_group": group,
            "in_target": group in {TraineeGroup.COMMUNITY.value, TraineeGroup.PARTNER.value},
            "name": name,
            "name_key": person_key(name),
            "held_on": self.read(Course, course_id).starts_on,
            "ticket_hash": self.tickets.stored(BANG_NA, trainee_id, 1),
            "checked_in_at": (
                datetime.now(UTC) if values.get("presence") == Presence.PRESENT.value else None
            ),
        }
        self.store(
            Trainee(district_id=BANG_NA, id=trainee_id, course_id=course_id, **(row | values))
        )
        return trainee_id

    def code(self, record_id: UUID, serial: int = 1) -> str:
        """The personal code of a trainee, or the code on the wall of a course's room."""
        return self.tickets.code(BANG_NA, record_id, serial)

    def store(self, row: Any) -> None:
        self.world.in_district(lambda session: session.add(row))

    def read(self, model: type[Any], record_id: UUID) -> Any:
        """A row as it is stored, detached."""

        def find(session: Any) -> Any:
            found = session.scalars(select(model).where(model.id == record_id)).one_or_none()
            if found is not None:
                session.refresh(found)
                session.expunge(found)
            return found

        return self.world.in_district(find)


@pytest.fixture
def training(world: World) -> Training:
    edition(world)
    adopted(world)
    maker = TicketMaker(world.app.extensions["config"].secret_key)
    return Training(world, maker, world.sign_in(name="ผู้จัดอบรม"))
