"""The example draft of Bang Na: the order that appoints the committee of zone 1."""

from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.demo import example_id
from tenants.example.content import BANG_NA, bangna, zone_id
from tenants.orders.service import new_draft

DRAFTER = "p04"


def load(session: Session) -> None:
    """A draft for zone 1, written by the example social developer."""
    drafter = next(person for person in bangna()["people"] if person["key"] == DRAFTER)
    zone = bangna()["zones"][0]["name"]
    new_draft(
        session,
        within=WHOLE_DISTRICT,
        district_id=BANG_NA,
        zone_id=zone_id(zone),
        record_id=example_id(f"order/{zone}"),
        drafted_by=drafter["name"],
        drafted_by_position=drafter["position"],
    )
