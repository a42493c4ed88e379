"""กิจกรรม: the activities of communities and of the zones' networks."""

from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationItem
from core.marks import mark
from tenants.activities import demo
from tenants.activities.forms import KIND_TITLES, STAGE_TITLES, STATE_TITLES
from tenants.activities.measures import MEASURES
from tenants.activities.permissions import GRANTS, ActivityPermission
from tenants.activities.routes import blueprint
from tenants.example.content import BANG_NA

FEATURE = Feature(
    name="activities",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ActivityPermission,
    grants=GRANTS,
    measures=MEASURES,
    demo=(DemoStep(50, BANG_NA, demo.load),),
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
    value_words={
        "activities.kind": KIND_TITLES,
        "activities.stage": STAGE_TITLES,
        "activities.state": STATE_TITLES,
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
