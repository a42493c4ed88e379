"""Filling the seats of a zone's committee, through the form and as the example data has them."""

import json
from importlib.resources import files
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import uuid7
from core.i18n.text import match_key
from core.regulations.keys import RegulationKey
from core.regulations.models import RegulationValue
from tenants.committees.models import Seat
from tenants.example.content import bangna, community_id
from tenants.example.content import zone_id as example_zone_id
from tenants.registry.models import Community
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, LONG_AGO, World

CONTENT = json.loads((files("city.manuals") / "edition_1.json").read_text(encoding="utf-8"))
RULES = [rule["key"] for rule in CONTENT["committees"]["zone"]["seats"]]
OF_COMMUNITIES = "community_chairs"


def address(zone_id: UUID) -> str:
    return f"/d/bangna/zones/{zone_id}/committee"


def community_address(community_id: UUID) -> str:
    return f"/d/bangna/communities/{community_id}/committee"


def fill(
    client: FlaskClient,
    zone_id: UUID,
    rule: str,
    name: str,
    *,
    community: UUID | None = None,
    **changes: Any,
) -> Any:
    """Name a person on a zone's committee through the form; `changes` replace what is sent."""
    return name_on(client, address(zone_id), rule, name, community=community, **changes)


def name_on(
    client: FlaskClient,
    committee: str,
    rule: str,
    name: str,
    *,
    community: UUID | None = None,
    **changes: Any,
) -> Any:
    """Name a person on the committee at an address; `changes` replace what is sent."""
    sent = {
        "record_id": str(uuid7()),
        "rule_key": rule,
        "community_id": str(community or ""),
        "person_name": name,
        "person_position": "ตำแหน่งตัวอย่าง",
        "valid_from": "1/2/2568",
    }
    return client.post(f"{committee}/seats", data=sent | changes)


def leave(client: FlaskClient, seat_id: UUID, day: str, reason: str = "ลาออก") -> Any:
    """Record that somebody leaves a seat, through the form."""
    return client.post(
        f"/d/bangna/seats/{seat_id}/vacancy", data={"vacated_on": day, "reason": reason}
    )


def seats_of(world: World) -> dict[str, SimpleNamespace]:
    """All seats of Bang Na by the name of who sits there, the last one where there are several."""
    return world.in_district(
        lambda session: {
            seat.person_name: SimpleNamespace(
                **{
                    name: getattr(seat, name)
                    for name in (
                        "id",
                        "person_id",
                        "rule_key",
                        "valid_from",
                        "valid_to",
                        "term_ends_on",
                        "replaces_seat_id",
                        "version",
                    )
                }
            )
            for seat in session.scalars(select(Seat).order_by(Seat.changed_at))
        }
    )


def regulation(world: World, key: RegulationKey, **value: int) -> None:
    """A value that the department has given, in force since long ago."""
    world.in_city(
        lambda session: session.add(
            RegulationValue(
                key=key.key,
                valid_from=LONG_AGO,
                value=value,
                source="ทดสอบ",
                recorded_by="ทดสอบ",
            )
        )
    )


def fill_all(client: FlaskClient, zone_id: UUID, communities: list[UUID]) -> None:
    """A person on every seat that the manual demands; the chairs are other people in every zone."""
    mark = zone_id.hex[-4:]
    for number, rule in enumerate(RULES):
        if rule == OF_COMMUNITIES:
            for place, community in enumerate(communities):
                name = f"นางตัวอย่าง ชุมชนที่{place} {mark}"
                fill(client, zone_id, rule, name, community=community)
        else:
            fill(client, zone_id, rule, f"นายตัวอย่าง ลำดับที่{number} {mark}")


def example_zones(world: World) -> None:
    """The example zones 1 and 2 and all example communities, as the demo of the features below has them."""
    edition(world)
    adopted(world)
    entries = bangna()["communities"]
    world.in_district(
        lambda session: session.add_all(
            Community(
                district_id=BANG_NA,
                id=community_id(entry["key"]),
                name=entry["name"],
                match_key=match_key(entry["name"]),
                kind="urban",
                registered_from=LONG_AGO,
                is_example=True,
            )
            for entry in entries
        )
    )
    for number, entry in enumerate(bangna()["zones"][:2], start=1):
        world.zone(
            number,
            *(community_id(key) for key in entry["communities"]),
            id=example_zone_id(entry["name"]),
            is_example=True,
        )
