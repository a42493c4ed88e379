"""Which meetings a grant reaches, and whose meeting one is."""

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, or_, select, type_coerce
from sqlalchemy.orm import Session

from core.access.permissions import Reach, Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.manual.structure import CommitteeKind
from tenants.alliances.models import Alliance
from tenants.alliances.queries import alliances_within
from tenants.committees.bodies import Body
from tenants.meetings.models import Attendance, Meeting
from tenants.zones.queries import communities_within, zones_of


def meetings_within(within: Within) -> ColumnElement[bool]:
    """The meetings that a grant reaches: a leader's own community, zone and networks, and the own invitations."""
    if within.whole_district:
        return Meeting.district_id.is_not(None)
    conditions = [
        communities_within(type_coerce(Meeting.community_id, Uuid()), within),
        Meeting.id.in_(
            select(Attendance.meeting_id).where(Attendance.account_id == within.account_id)
        ),
    ]
    if within.reach >= Reach.OWN_ZONE:
        conditions += [
            Meeting.zone_id.in_(zones_of(within.community_ids, bangkok_today())),
            Meeting.alliance_id.in_(select(Alliance.id).where(alliances_within(within))),
        ]
    return or_(*conditions)


def reached_meeting(session: Session, within: Within, meeting_id: UUID) -> Meeting:
    """One meeting in the reader's reach; NotFound for all others."""
    found = session.scalars(
        select(Meeting).where(Meeting.id == meeting_id, meetings_within(within))
    ).one_or_none()
    if found is None:
        raise NotFound("This meeting does not exist.")
    return found


def body_of(meeting: Meeting) -> Body:
    """Whose committee meets."""
    return Body(
        CommitteeKind(meeting.body_kind),
        meeting.zone_id or meeting.community_id or meeting.alliance_id,
    )
