"""กิจกรรม: the activities of communities and of the zones' networks."""

from sqlalchemy.orm import Session

from core.access.roles import Tier
from core.demo import example_id
from core.feature import DemoStep, Feature, NavigationItem
from core.i18n.dates import bangkok_today, shift_month
from core.marks import mark
from tenants.activities.measures import MEASURES
from tenants.activities.models import Activity, ActivityState
from tenants.activities.permissions import GRANTS, ActivityPermission
from tenants.activities.routes import blueprint
from tenants.example.content import BANG_NA, bangna, community_id, zone_id

ACCEPTED_AFTER_MONTHS = 2
"""Example reports of this many months ago and older are shown as accepted."""


def load_examples(session: Session) -> None:
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


FEATURE = Feature(
    name="activities",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ActivityPermission,
    grants=GRANTS,
    measures=MEASURES,
    demo=(DemoStep(50, BANG_NA, load_examples),),
    navigation=(
        NavigationItem(
            mark("Activities"),
            "activities.list_activities",
            ActivityPermission.READ,
            "calendar-event",
            50,
        ),
    ),
    actions={
        "activity:reported": mark("Activity reported"),
        "activity:changed": mark("Activity report corrected"),
        "activity:deleted": mark("Activity report deleted"),
        "activity:accepted": mark("Activity report accepted"),
        "activity:acceptance_withdrawn": mark("Acceptance of an activity report taken back"),
    },
    field_labels={
        "activities.title": mark("What was held"),
        "activities.held_on": mark("Held on"),
        "activities.kind": mark("Kind of activity"),
        "activities.stage": mark("Stage of participation"),
        "activities.zone_id": mark("Zone"),
        "activities.community_id": mark("Community"),
        "activities.participants": mark("People who came"),
        "activities.female": mark("Women"),
        "activities.male": mark("Men"),
        "activities.note": mark("Note"),
        "activities.state": mark("State"),
        "activities.reported_by": mark("Reported by"),
        "activities.reported_by_position": mark("Position of the reporter"),
    },
)
