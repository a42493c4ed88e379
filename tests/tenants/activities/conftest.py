"""A zone with its communities, and the report that a leader sends."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from tenants.zones.models import Zone, ZoneMembership
from tests.support.world import BANG_NA, World

MakeZone = Callable[..., UUID]


@pytest.fixture
def make_zone(world: World) -> MakeZone:
    """Make a zone of the given communities, which belong to it from `since` on."""

    def make(
        number: int,
        *communities: UUID,
        office: int = BANG_NA,
        since: date = date(2025, 1, 1),
        is_example: bool = False,
    ) -> UUID:
        zone_id = uuid7()

        def add(session: Any) -> None:
            session.add(
                Zone(
                    district_id=office,
                    id=zone_id,
                    number=number,
                    name=f"โซนทดสอบ {number}",
                    edition=1,
                    valid_from=since,
                    is_example=is_example,
                )
            )
            session.flush()
            session.add_all(
                ZoneMembership(
                    district_id=office,
                    zone_id=zone_id,
                    community_id=community,
                    valid_from=since,
                    is_example=is_example,
                )
                for community in communities
            )

        world.in_district(add, office)
        return zone_id

    return make


@pytest.fixture
def report() -> Callable[..., dict[str, str]]:
    """What a report's form sends: a cleaning day of today with 12 people."""

    def fill(**values: str) -> dict[str, str]:
        return {
            "title": "ทำความสะอาดคลอง",
            "held_on": show_date(bangkok_today(), style="numeric"),
            "kind": "hands_on",
            "participants": "12",
        } | values

    return fill
