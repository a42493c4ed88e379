"""Signed orders and adopted by-laws for tests, as they lie in the database after the fact."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.db import uuid7
from tenants.bylaws.models import ByLaw
from tenants.committees.models import Committee
from tenants.orders.models import Order
from tests.support.world import BANG_NA, World

SIGNED_ON = date(2026, 10, 15)


def committee(world: World, zone_id: UUID, office: int = BANG_NA) -> UUID:
    """The committee of a zone, made where there is none."""

    def make(session: Any) -> UUID:
        found = session.scalars(
            select(Committee.id).where(Committee.zone_id == zone_id)
        ).one_or_none()
        if found is None:
            found = uuid7()
            session.add(Committee(district_id=office, id=found, zone_id=zone_id, edition=1))
        return found

    return world.in_district(make, office)


def signed_order(
    world: World, zone_id: UUID, number: int | None = 1, *, day: date = SIGNED_ON, **values: Any
) -> UUID:
    """A signed appointment of a zone's committee; its id."""
    order_id, committee_id = uuid7(), committee(world, zone_id)
    world.in_district(
        lambda session: session.add(
            Order(
                **{
                    "district_id": BANG_NA,
                    "id": order_id,
                    "committee_id": committee_id,
                    "edition": 1,
                    "state": "signed",
                    "subject": "แต่งตั้งคณะกรรมการเครือข่ายชุมชน",
                    "content": {},
                    "drafted_by": "ผู้ทดสอบ",
                    "drafted_by_position": "",
                    "number": number,
                    "number_year": 2569,
                    "dated_on": day,
                    "method": "system",
                    "signed_at": datetime.now(UTC),
                    "signed_by": "ผู้ทดสอบ",
                    "signed_by_position": "ผู้อำนวยการเขต",
                    "canonical": "{}",
                    "sha256": "c" * 64,
                }
                | values
            )
        )
    )
    return order_id


def adopted_by_law(world: World, zone_id: UUID, *, day: date = SIGNED_ON) -> UUID:
    """A by-law in force since the day on which it was adopted; its id."""
    by_law_id, committee_id = uuid7(), committee(world, zone_id)
    world.in_district(
        lambda session: session.add(
            ByLaw(
                district_id=BANG_NA,
                id=by_law_id,
                committee_id=committee_id,
                number=1,
                state="adopted",
                edition=1,
                content={"title": "ข้อบังคับ", "preamble": "", "articles": [], "manual_keys": []},
                drafted_by="ผู้ทดสอบ",
                meeting={},
                adopted_on=day,
                in_force_from=day,
                canonical="{}",
                sha256="d" * 64,
            )
        )
    )
    return by_law_id
