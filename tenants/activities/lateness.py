"""Reports that come after their month was closed: they are kept and wait, and change no figure that counts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from core.i18n.dates import first_of_month
from core.identity.actor import Actor
from tenants.activities.models import Activity
from tenants.activities.reports import Report
from tenants.periods import queries, service

SUBJECT = service.ACTIVITY


def mark_if_late(session: Session, actor: Actor, entry: Activity) -> None:
    """A report of a closed month waits, and the section is told."""
    if queries.is_closed(session, entry.held_on):
        service.note_late(
            session,
            actor=actor,
            day=entry.held_on,
            subject=SUBJECT,
            subject_id=entry.id,
            is_example=entry.is_example,
        )


def is_late(session: Session, entry: Activity) -> bool:
    """Whether a report came after its month was closed and waits since."""
    return queries.waits_as_late(session, SUBJECT, entry.id)


def refuse_correction(session: Session, entry: Activity) -> None:
    """Refused where the month of a report is closed, unless the report itself came late and counts for nothing."""
    if queries.is_closed(session, entry.held_on) and not is_late(session, entry):
        queries.refuse_change(session, entry.held_on)


def refuse_move(session: Session, entry: Activity, report: Report) -> None:
    """FieldError where a correction moves a report into another month, and that one is closed."""
    if first_of_month(report.held_on) != first_of_month(entry.held_on):
        queries.refuse_closed(session, report.held_on)
        service.forget_late(session, SUBJECT, entry.id)


def settle(session: Session, ids: Sequence[UUID]) -> None:
    """These reports have been accepted: they are late no longer."""
    service.settle_late(session, SUBJECT, ids)


def forget(session: Session, entry: Activity) -> None:
    service.forget_late(session, SUBJECT, entry.id)
