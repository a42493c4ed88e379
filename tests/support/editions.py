"""Editions of the manual for tests: the first one as it is, or with changed settings."""

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

from core.manual.models import ManualEdition
from tenants.adoption.models import Adoption
from tests.support.world import BANG_NA, LONG_AGO, World


def edition(world: World, number: int = 1, *, published: bool = True, **settings: Any) -> None:
    """An edition with the text of the first one; `settings` replace whole sections, such as zones."""
    content = json.loads((files("city.manuals") / "edition_1.json").read_text(encoding="utf-8"))
    world.in_city(
        lambda session: session.add(
            ManualEdition(
                number=number,
                title=f"คู่มือทดสอบ ฉบับที่ {number}",
                content=content | settings,
                published_at=datetime.now(UTC) if published else None,
                published_by="สำนักพัฒนาสังคม" if published else None,
            )
        )
    )


def adopted(world: World, number: int = 1, office: int = BANG_NA, day: date = LONG_AGO) -> None:
    """An office that follows an edition, since long ago."""
    world.in_district(
        lambda session: session.add(
            Adoption(
                district_id=office,
                edition=number,
                valid_from=day,
                adopted_by="ผู้ทดสอบ",
                adopted_by_position="ผู้อำนวยการเขต",
            )
        ),
        office,
    )
