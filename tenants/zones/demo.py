"""The example zones and their communities. The study names no members: these are invented (M18)."""

from datetime import date

from sqlalchemy.orm import Session

from core.demo import example_id
from tenants.example.content import BANG_NA, bangna, community_id, zone_id
from tenants.zones.models import Zone, ZoneMembership

VALID_FROM = date(2016, 10, 1)
EDITION = 1


def load(session: Session) -> None:
    """Five zones and the zone of each example community."""
    for number, entry in enumerate(bangna()["zones"], start=1):
        session.add(
            Zone(
                district_id=BANG_NA,
                id=zone_id(entry["name"]),
                number=number,
                name=entry["name"],
                edition=EDITION,
                valid_from=VALID_FROM,
                is_example=True,
                changed_by=bangna()["people"][0]["name"],
            )
        )
    session.flush()
    for entry in bangna()["zones"]:
        session.add_all(
            ZoneMembership(
                district_id=BANG_NA,
                id=example_id(f"membership/{key}"),
                zone_id=zone_id(entry["name"]),
                community_id=community_id(key),
                valid_from=VALID_FROM,
                is_example=True,
            )
            for key in entry["communities"]
        )
