"""Filling the seats of a zone's committee, through the form and as the example data has them."""

import json
from importlib.resources import files
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from core.db import uuid7
from core.i18n.text import match_key
from tenants.example.content import bangna, community_id
from tenants.example.content import zone_id as example_zone_id
from tenants.registry.models import Community
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, LONG_AGO, World

CONTENT = json.loads((files("city.manuals") / "edition_1.json").read_text(encoding="utf-8"))
RULES = [rule["key"] for rule in CONTENT["zone_committee"]]
OF_COMMUNITIES = "community_chairs"


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
    edition(world)
    adopted(world)
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
                    registered_from=LONG_AGO,
                    is_example=True,
                )
                for found_id, name in found.items()
            )
        )
        world.zone(
            number,
            *communities,
            id=example_zone_id(entry["name"]),
            is_example=True,
        )
