"""A zone with a committee of seven people, and what tests of by-laws do with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from core.access.roles import Role
from core.db import uuid7
from tenants.bylaws.models import ByLaw
from tenants.orders.models import Order
from tests.support.world import BANG_NA, World

HERE = "/d/bangna/by-laws"
APPOINTED_ON = date(2025, 3, 1)
PEOPLE = 7


@dataclass
class Place:
    """An office with the zone, an officer of the office, and the chair of the zone."""

    world: World
    zone: UUID
    other_zone: UUID
    committee: UUID
    communities: list[UUID]
    officer: FlaskClient

    @property
    def chair(self) -> FlaskClient:
        return self.world.sign_in(
            Role.ZONE_CHAIR, community_id=self.communities[0], name="นางประธานโซน"
        )

    def draft(self, zone: UUID | None = None, client: FlaskClient | None = None) -> str:
        """Draft the by-law of a zone; the address of its page."""
        answer = (client or self.officer).post(
            f"/d/bangna/zones/{zone or self.zone}/by-laws", data={"record_id": str(uuid7())}
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].partition("/articles")[0]

    def appoint(self, day: date = APPOINTED_ON) -> None:
        """The signed order that appoints the committee."""
        self.world.in_district(
            lambda session: session.add(
                Order(
                    district_id=BANG_NA,
                    id=uuid7(),
                    kind="appointment",
                    committee_id=self.committee,
                    edition=1,
                    state="signed",
                    subject="แต่งตั้งคณะกรรมการ",
                    content={},
                    drafted_by="ผู้ทดสอบ",
                    drafted_by_position="ตำแหน่ง",
                    dated_on=day,
                    number=1,
                    number_year=day.year + 543,
                    method="system",
                    signed_at=None,
                    sha256="0" * 64,
                )
            )
        )

    def stored(self, by_law: str) -> Any:
        """The row of a by-law as plain values."""
        found = UUID(by_law.rpartition("/")[2])
        return self.world.in_district(
            lambda session: {
                column.key: getattr(entry, column.key)
                for entry in session.scalars(select(ByLaw).where(ByLaw.id == found))
                for column in ByLaw.__table__.columns
            }
        )

    def keys(self, by_law: str) -> list[str]:
        return [article["key"] for article in self.stored(by_law)["content"]["articles"]]

    def adopt(self, by_law: str, **changes: Any) -> Any:
        """Record a meeting that adopts a draft; `changes` replace what is sent."""
        sent = {"version": str(self.stored(by_law)["version"])} | MEETING
        return self.officer.post(f"{by_law}/adoption", data=sent | changes)


MEETING = {
    "held_on": "20/3/2568",
    "place": "ศาลาชุมชนตัวอย่าง",
    "chaired_by": "นางประธานโซน",
    "present": "6",
    "votes_for": "5",
    "votes_against": "0",
    "abstaining": "1",
    "in_force_from": "",
}
