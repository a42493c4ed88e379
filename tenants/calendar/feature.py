"""ปฏิทิน: what is held when, on a page and on phones."""

from core.access.roles import Tier
from core.feature import Feature, NavigationItem
from core.marks import mark
from tenants.calendar.permissions import GRANTS, CalendarPermission
from tenants.calendar.routes import blueprint, feeds

blueprint.record_once(lambda state: state.app.register_blueprint(feeds))

FEATURE = Feature(
    name="calendar",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=CalendarPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Calendar"), "calendar.show_calendar", CalendarPermission.READ, "calendar", 12
        ),
    ),
    actions={
        "calendar_feed:created": mark("Calendar address made"),
        "calendar_feed:revoked": mark("Calendar address taken back"),
    },
    field_labels={
        "calendar_feeds.label": mark("Where it will be used"),
        "calendar_feeds.revoked_at": mark("Address ended on"),
    },
)
