"""The example networks of Bang Na: zone 1 as the pilot, with who answers for it and a public page."""

from datetime import date

from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.demo import example_id
from tenants.example.content import BANG_NA, bangna, zone_id
from tenants.networks.models import PilotChoice, PublishedNetwork, Responsibility, SourceKind
from tenants.networks.pilots import criteria_in_force
from tenants.networks.publishing import page_content
from tenants.networks.queries import network
from tenants.zones.queries import open_zones

SECTION_HEAD, DEVELOPER = "p03", "p04"
CHOSEN_ON = date(2025, 9, 15)
ANSWERS_FROM = date(2025, 10, 1)
BEST, OTHERS = (5, 4, 4, 3, 4), (3, 3, 2, 3, 3)
"""Invented scores of the pilot and of the other zones, in the order of the manual's criteria."""


def load(session: Session) -> None:
    """The choice of the pilot, one responsibility and one released page, all marked as examples."""
    people = {person["key"]: person for person in bangna()["people"]}
    pilot = next(zone for zone in bangna()["zones"] if zone["pilot"])["name"]
    head, developer = people[SECTION_HEAD], people[DEVELOPER]
    session.add(
        Responsibility(
            district_id=BANG_NA,
            id=example_id(f"responsibility/{pilot}"),
            zone_id=zone_id(pilot),
            person_name=developer["name"],
            person_position=developer["position"],
            valid_from=ANSWERS_FROM,
            source_kind=SourceKind.MINUTES.value,
            source_number="การประชุมคณะกรรมการศึกษาฯ ครั้งที่ 4 (ตัวอย่าง)",
            source_on=CHOSEN_ON,
            is_example=True,
            changed_by=head["name"],
        )
    )
    criteria = criteria_in_force(session)
    zones = open_zones(session, WHOLE_DISTRICT)
    session.add(
        PilotChoice(
            district_id=BANG_NA,
            id=example_id("pilot"),
            zone_id=zone_id(pilot),
            edition=1,
            scores={
                str(zone.id): {
                    each.key: score
                    for each, score in zip(
                        criteria, BEST if zone.id == zone_id(pilot) else OTHERS, strict=False
                    )
                }
                for zone in zones
            },
            reason="ตัวอย่าง: ผู้นำชุมชนพร้อม และหน่วยงานในพื้นที่ให้ความร่วมมือ",
            meeting="การประชุมคณะกรรมการศึกษาฯ ครั้งที่ 4",
            decided_on=CHOSEN_ON,
            recorded_by=head["name"],
            recorded_by_position=head["position"],
            is_example=True,
        )
    )
    session.flush()
    found = network(session, WHOLE_DISTRICT, zone_id(pilot))
    session.add(
        PublishedNetwork(
            district_id=BANG_NA,
            id=example_id(f"published/{pilot}"),
            zone_id=zone_id(pilot),
            content=page_content(session, found),
            published_by=head["name"],
            changed_by=head["name"],
            is_example=True,
        )
    )
