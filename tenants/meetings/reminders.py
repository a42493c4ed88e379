"""เตือนการประชุม: those who are expected are reminded on the day before (F105)."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.i18n.dates import show_date, show_time
from core.notices.models import Topic
from core.notices.service import notify, office_path
from tenants.meetings.details import attendances_of
from tenants.meetings.invitees import recipients_of
from tenants.meetings.models import MeetingState, Presence
from tenants.meetings.queries import meetings_between


def remind_of_meetings(session: Session, *, day: str) -> None:
    """Tell everybody who was invited to a meeting of tomorrow or of today, once for each day it is held on."""
    today = date.fromisoformat(day)
    for line in meetings_between(session, WHOLE_DISTRICT, today, today + timedelta(days=1)):
        meeting = line.meeting
        if meeting.state != MeetingState.INVITED:
            continue
        expected = [
            each for each in attendances_of(session, meeting.id) if each.presence != Presence.ABSENT
        ]
        notify(
            session,
            topic=Topic.MEETING,
            event_key=f"meeting:{meeting.id}:soon:{meeting.held_on}",
            to=recipients_of(session, expected),
            title=f"เตือนการประชุม{line.label} วันที่ {show_date(meeting.held_on, style='short')}",
            body=f"{meeting.title}\nเวลา {show_time(meeting.starts_at)} ณ {meeting.place}",
            url=office_path(session, f"/meetings/{meeting.id}"),
            is_example=meeting.is_example,
        )
