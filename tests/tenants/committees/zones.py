"""A zone with communities under the first edition of the manual: what a committee stands on."""

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from core.db import uuid7
from core.i18n.text import match_key
from core.manual.models import ManualEdition
from tenants.adoption.models import Adoption
from tenants.example.content import bangna, community_id
from tenants.example.content import zone_id as example_zone_id
from tenants.registry.models import Community
from tenants.zones.models import Zone, ZoneMembership
from tests.support.world import BANG_NA, World

BEGIN = date(2025, 1, 1)
CONTENT = json.loads((files("city.manuals") / "edition_1.json").read_text(encoding="utf-8"))
RULES = [rule["key"] for rule in CONTENT["zone_committee"]]
OF_COMMUNITIES = "community_chairs"


def publish(world: World, number: int = 1, content: dict[str, Any] | None = None) -> None:
    """An edition that districts may adopt."""
    world.in_city(
        lambda session: session.add(
            ManualEdition(
                number=number,
                title="คู่มือตัวอย่าง",
                content=content or CONTENT,
                published_at=datetime(2026, 1, 1, tzinfo=UTC),
                published_by="ทดสอบ",
            )
        )
    )


def adopt(world: World, number: int = 1, office: int = BANG_NA, valid_from: date = BEGIN) -> None:
    world.in_district(
        lambda session: session.add(
            Adoption(
                district_id=office,
                edition=number,
                valid_from=valid_from,
                adopted_by="ทดสอบ",
                adopted_by_position="ทดสอบ",
            )
        ),
        office,
    )


def zone(
    world: World,
    communities: list[UUID],
    *,
    number: int = 1,
    office: int = BANG_NA,
    **values: Any,
) -> UUID:
    """A zone that holds these communities since the begin; its id."""
    made = values.pop("id", None) or uuid7()

    def make(session: Any) -> None:
        session.add(
            Zone(
                district_id=office,
                id=made,
                number=number,
                name=f"โซน {number}",
                edition=1,
                valid_from=BEGIN,
                **values,
            )
        )
        session.flush()
        for community in communities:
            session.add(
                ZoneMembership(
                    district_id=office, zone_id=made, community_id=community, valid_from=BEGIN
                )
            )

    world.in_district(make, office)
    return made


def address(zone_id: UUID) -> str:
    return f"/d/bangna/zones/{zone_id}/committee"


def fill(
    client: FlaskClient,
    zone_id: UUID,
    rule: str,
    name: str,
    *,
    community: UUID | None = None,
    **changes: Any,
) -> Any:
    """Name a person through the form; `changes` replace what is sent."""
    sent = {
        "record_id": str(uuid7()),
        "rule_key": rule,
        "community_id": str(community or ""),
        "person_name": name,
        "person_position": "ตำแหน่งตัวอย่าง",
        "valid_from": "1/2/2568",
    }
    return client.post(f"{address(zone_id)}/seats", data=sent | changes)


def fill_all(client: FlaskClient, zone_id: UUID, communities: list[UUID]) -> None:
    """A person on every seat that the manual demands."""
    for number, rule in enumerate(RULES):
        if rule == OF_COMMUNITIES:
            for place, community in enumerate(communities):
                fill(client, zone_id, rule, f"นางตัวอย่าง ชุมชนที่{place}", community=community)
        else:
            fill(client, zone_id, rule, f"นายตัวอย่าง ลำดับที่{number}")


def example_zones(world: World) -> None:
    """The example zones 1 and 2 with their communities, as the demo of the features below has them."""
    publish(world)
    adopt(world)
    names = {entry["key"]: entry["name"] for entry in bangna()["communities"]}
    for number, entry in enumerate(bangna()["zones"][:2], start=1):
        communities = {community_id(key): names[key] for key in entry["communities"]}
        world.in_district(
            lambda session, found=communities: session.add_all(
                Community(
                    district_id=BANG_NA,
                    id=found_id,
                    name=name,
                    match_key=match_key(name),
                    kind="urban",
                    registered_from=BEGIN,
                    is_example=True,
                )
                for found_id, name in found.items()
            )
        )
        zone(
            world,
            list(communities),
            number=number,
            id=example_zone_id(entry["name"]),
            is_example=True,
        )
