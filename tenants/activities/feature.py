"""กิจกรรม: the activities of communities and of the zones' networks."""

from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.activities import (
    calendar_routes,
    demo,
    joint_routes,
    photo_routes,
    review_routes,
)
from tenants.activities.joint import HEAR, HEAR_ANSWER
from tenants.activities.measures import TALLIES
from tenants.activities.permissions import GRANTS, ActivityPermission
from tenants.activities.reminders import REMIND
from tenants.activities.routes import blueprint
from tenants.activities.words import KIND_TITLES, REFERENCE_TITLES, STAGE_TITLES, STATE_TITLES
from tenants.example.content import BANG_NA

__all__ = ["FEATURE", "calendar_routes", "joint_routes", "photo_routes", "review_routes"]

FEATURE = Feature(
    name="activities",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ActivityPermission,
    grants=GRANTS,
    tallies=TALLIES,
    jobs=(HEAR, HEAR_ANSWER),
    daily=(REMIND,),
    demo=(
        DemoStep(50, BANG_NA, demo.load),
        DemoStep(58, BANG_NA, demo.load_together),
        DemoStep(59, demo.PHRA_KHANONG, demo.load_at_neighbour),
    ),
    navigation=(
        NavigationItem(
            mark("Activities"),
            "activities.list_activities",
            ActivityPermission.READ,
            "calendar-event",
            50,
            group=NavigationGroup.WORK,
        ),
    ),
    actions={
        "activity:reported": mark("Activity reported"),
        "activity:changed": mark("Activity report corrected"),
        "activity:deleted": mark("Activity report deleted"),
        "activity:accepted": mark("Activity report accepted"),
        "activity:acceptance_withdrawn": mark("Acceptance of an activity report taken back"),
        "activity:returned": mark("Activity report returned for correction"),
        "activity:photo_removed": mark("Photo of an activity removed"),
        "joint_activity:told": mark("Another office told of a joint activity"),
        "joint_activity:accepted": mark("Joint activity of another office accepted"),
        "joint_activity:declined": mark("Joint activity of another office declined"),
    },
    value_words={
        "activities.kind": KIND_TITLES,
        "activities.stage": STAGE_TITLES,
        "activities.state": STATE_TITLES,
        "activity_references.kind": KIND_TITLES,
        "activity_references.state": REFERENCE_TITLES,
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
        "activities.place": mark("Place"),
        "activities.lat": mark("Latitude"),
        "activities.lon": mark("Longitude"),
        "activities.cost": mark("Cost"),
        "activities.sectors": mark("People by sector"),
        "activities.principles": mark("Principles that it strengthened"),
        "activities.problem_id": mark("Which problem it serves"),
        "activities.faces_consented": mark("People in the photos agree"),
        "activities.returned_reason": mark("What has to be corrected"),
        "activities.returned_by": mark("Returned by"),
        "activities.returned_at": mark("Returned on"),
        "activities.partner_district_id": mark("Held together with another district office"),
        "activity_zones.activity_id": mark("Activity"),
        "activity_zones.zone_id": mark("Other networks that took part"),
        "activity_zones.held_on": mark("Held on"),
        "activity_photos.activity_id": mark("Activity"),
        "activity_photos.position": mark("Place among the photos"),
        "activity_references.lead_district_id": mark("Leading office"),
        "activity_references.title": mark("What was held"),
        "activity_references.held_on": mark("Held on"),
        "activity_references.kind": mark("Kind of activity"),
        "activity_references.participants": mark("People who came"),
        "activity_references.state": mark("State"),
        "activity_references.zone_id": mark("Our network that took part"),
        "activity_references.told_at": mark("Told on"),
        "activities.reported_by": mark("Reported by"),
        "activities.reported_by_position": mark("Position of the reporter"),
    },
)
