"""The example activities of Bang Na, dated back from today so that the office looks alive."""

from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import bangkok_today, shift_month
from tenants.activities.models import Activity, ActivityState
from tenants.example.content import BANG_NA, bangna, community_id, zone_id

ACCEPTED_AFTER_MONTHS = 2
"""Example reports of this many months ago and older are shown as accepted."""


def load(session: Session) -> None:
    """The example activities, dated back from today, in one flush; a day still ahead becomes today."""
    zones = {key: zone["name"] for zone in bangna()["zones"] for key in zone["communities"]}
    today = bangkok_today()
    for number, entry in enumerate(bangna()["activities"], start=1):
        community = entry.get("community")
        zone = zones.get(community, entry.get("zone"))
        month = shift_month(today, -entry["months_ago"])
        accepted = entry["months_ago"] >= ACCEPTED_AFTER_MONTHS
        session.add(
            Activity(
                district_id=BANG_NA,
                id=example_id(f"activity/{number}"),
                title=entry["title"],
                held_on=min(month.replace(day=entry["day"]), today),
                kind=entry["kind"],
                stage=entry["stage"],
                zone_id=zone_id(zone) if zone else None,
                community_id=community_id(community) if community else None,
                participants=entry["participants_female"] + entry["participants_male"],
                female=entry["participants_female"],
                male=entry["participants_male"],
                note=entry["note"],
                state=(ActivityState.ACCEPTED if accepted else ActivityState.REPORTED).value,
                is_example=True,
                reported_by="ผู้รายงานตัวอย่าง",
                reported_by_position="",
                changed_by="ผู้รายงานตัวอย่าง",
            )
        )
    session.flush()
