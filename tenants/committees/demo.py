"""The example committees of Bang Na: zone 1 complete, zone 2 half filled."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core.demo import example_id
from tenants.committees.models import Committee, Seat
from tenants.example.content import BANG_NA, bangna, community_id, zone_id

EDITION = 1
SEATED_FROM = date(2025, 10, 1)


def load(session: Session) -> None:
    """Committees of the zones that have seats in the example file, with their example people."""
    content = bangna()
    people = {person["key"]: person for person in content["people"]}
    for zone in dict.fromkeys(seat["zone"] for seat in content["seats"]):
        session.add(
            Committee(
                district_id=BANG_NA,
                id=committee_id(zone),
                zone_id=zone_id(zone),
                edition=EDITION,
                is_example=True,
            )
        )
    session.flush()
    for seat in content["seats"]:
        person = people[seat["person"]]
        session.add(
            Seat(
                district_id=BANG_NA,
                id=example_id(f"seat/{seat['zone']}/{seat['rule_key']}/{seat['person']}"),
                committee_id=committee_id(seat["zone"]),
                rule_key=seat["rule_key"],
                community_id=community_id(seat["community"]) if seat["community"] else None,
                person_name=person["name"],
                person_position=person["position"],
                valid_from=SEATED_FROM,
                is_example=True,
            )
        )


def committee_id(zone: str) -> UUID:
    """The id of the example committee of the zone with this name."""
    return example_id(f"committee/{zone}")
