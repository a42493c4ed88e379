"""What a worker does for meetings: the files of adopted minutes, and reminding of tasks."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core.feature import Job
from core.files.current import current_store
from tenants.meetings.minutes_rendering import render_files
from tenants.meetings.reminders import remind_of_meetings
from tenants.meetings.task_notices import remind

DOCUMENTS, DEFAULT = "documents", "default"


def render_minutes_files(session: Session, *, minutes_id: str, address: str) -> None:
    """Render PDF and DOCX of adopted minutes and keep them; done once, it changes nothing."""
    render_files(session, current_store(), UUID(minutes_id), address)


def remind_of_tasks(session: Session, *, day: str) -> None:
    """Remind of tasks that are due soon or overdue on a day; each person is told of each once."""
    remind(session, date.fromisoformat(day))


RENDER_MINUTES = Job("meetings.render_minutes", DOCUMENTS, render_minutes_files)
REMIND_OF_TASKS = Job("meetings.remind_of_tasks", DEFAULT, remind_of_tasks)
REMIND_OF_MEETINGS = Job("meetings.remind_of_meetings", DEFAULT, remind_of_meetings)
