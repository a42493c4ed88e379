"""An office that follows the manual, with a zone whose committee has seven members and an adviser."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from core.db import uuid7
from tenants.committees.models import Committee, Seat
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, World
from tests.tenants.bylaws.place import Place


@pytest.fixture
def place(world: World) -> Place:
    edition(world)
    adopted(world)
    communities = [world.community(f"ตัวอย่าง {letter}") for letter in "กขค"]
    zone, other = world.zone(1, *communities[:2]), world.zone(2, communities[2])
    committee = uuid7()

    def seat_people(session: Any) -> None:
        session.add(Committee(district_id=BANG_NA, id=committee, zone_id=zone, edition=1))
        session.flush()
        rules = ["chair", "public_sector", "private_sector", "civil_society", "residents"]
        seats: list[tuple[str, UUID | None]] = [(rule, None) for rule in rules]
        seats += [("community_chairs", community) for community in communities[:2]]
        session.add_all(
            Seat(
                district_id=BANG_NA,
                committee_id=committee,
                rule_key=rule,
                community_id=community,
                person_name="นางประธานโซน" if rule == "chair" else f"นายตัวอย่าง {number}",
                person_position="ตำแหน่ง",
                valid_from=date(2025, 2, 1),
            )
            for number, (rule, community) in enumerate(seats)
        )
        session.add(
            Seat(
                district_id=BANG_NA,
                committee_id=committee,
                rule_key="director",
                person_name="นายผู้อำนวยการ ตัวอย่าง",
                person_position="ผู้อำนวยการเขตบางนา",
                valid_from=date(2025, 2, 1),
            )
        )

    world.in_district(seat_people)
    return Place(world, zone, other, committee, communities, world.sign_in())
