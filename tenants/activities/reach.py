"""Which activities a grant reaches."""

from sqlalchemy import ColumnElement, or_, select

from core.access.permissions import Reach, Within
from core.i18n.dates import bangkok_today
from tenants.activities.models import Activity, ActivityZone
from tenants.zones.queries import zones_of


def activities_within(within: Within) -> ColumnElement[bool]:
    """The activities that a grant reaches; what a person has reported is always among them.

    Whoever reaches a zone also reads what its network took part in without holding it.
    """
    if within.whole_district:
        return Activity.district_id.is_not(None)
    reached: list[ColumnElement[bool]] = [Activity.community_id.in_(within.community_ids)]
    if within.account_id is not None:
        reached.append(Activity.reported_by_account == within.account_id)
    if within.reach >= Reach.OWN_ZONE:
        zones = zones_of(within.community_ids, bangkok_today())
        reached.append(Activity.zone_id.in_(zones))
        reached.append(
            Activity.id.in_(select(ActivityZone.activity_id).where(ActivityZone.zone_id.in_(zones)))
        )
    return or_(*reached)
