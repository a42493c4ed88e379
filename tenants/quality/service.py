"""Holding an office's records against the rules, and saying why a value is right as it is (F93)."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import EditConflict, FieldError, Refused
from core.feature import Job
from core.i18n.dates import bangkok_today, shift_month
from core.identity.actor import Actor
from core.jobs.models import OutboxJob
from core.jobs.service import enqueue
from core.marks import mark
from core.quality.models import FindingState, QualityFinding
from core.records import lock
from core.tenancy import scope
from tenants.quality import queries
from tenants.quality.checks import OF_A_MONTH, Found, by_key, find_all
from tenants.quality.models import QualityExplanation
from tenants.quality.records import records_of

MONTHS = 12
"""So many full months are looked at again each day, and every month with an open finding."""

_LOCK = 5_840_000
"""The space of the advisory lock on an office's findings."""
_WAIT = text("SELECT pg_advisory_xact_lock(:space)")


def check(session: Session, *, day: str) -> None:
    """Find what breaks a rule on a day, and settle what breaks it no longer: ten statements an office.

    A finding whose values changed opens again, whatever was said about it. Explained ones of months
    that lie further back than twelve stay as they are.
    """
    scope.name_change(session, "quality:checked")
    today = date.fromisoformat(day)
    _hold(session)
    first = _first_month(session, today)
    found = by_key(
        find_all(records_of(session, first=first, today=today), first=first, today=today)
    )
    stored = {
        (entry.rule, entry.subject_id, entry.month): entry
        for entry in session.scalars(
            select(QualityFinding).where(
                or_(QualityFinding.rule.not_in(OF_A_MONTH), QualityFinding.month >= first)
            )
        )
    }
    for key, entry in stored.items():
        if key not in found:
            _settle(entry)
    changed = [_note(session, stored.get(key), each) for key, each in found.items()]
    session.flush()
    session.add_all(
        _explained_on_entry(entry, found[entry.rule, entry.subject_id, entry.month])
        for entry in changed
        if entry is not None and entry.state == FindingState.EXPLAINED
    )


CHECK = Job("quality.check", "default", check)
"""Runs once a day, and when somebody asks for it."""


def ask_for_check(session: Session) -> bool:
    """Have the records checked by a worker; False where a check is waiting already."""
    _hold(session)
    waiting = session.scalar(
        select(func.count()).where(
            OutboxJob.name == CHECK.name,
            OutboxJob.done_at.is_(None),
            OutboxJob.failed_at.is_(None),
        )
    )
    if waiting:
        return False
    enqueue(session, CHECK, day=bangkok_today().isoformat())
    return True


def explain(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    finding_id: UUID,
    record_id: UUID,
    seen_fingerprint: str,
    seen_version: int,
    explanation: str,
) -> QualityFinding:
    """Say why the values are right as they are. Sent twice with one `record_id` it is one explanation.

    Refused where the values changed since the page was opened or break the rule no longer;
    EditConflict where somebody else explained them meanwhile: a later explanation takes the place of
    an earlier one, which stays readable.
    """
    scope.name_change(session, "finding:explained")
    entry = lock(session, queries.finding(session, within, finding_id).finding)
    if session.get(QualityExplanation, (actor.district_id, record_id)) is not None:
        return entry
    if not explanation.strip():
        raise FieldError("Say why the values are right.", field="explanation")
    if entry.state == FindingState.CORRECTED:
        raise Refused("The values have been corrected. There is nothing to explain any more.")
    if entry.fingerprint != seen_fingerprint:
        raise Refused("The values have changed since you opened the page. Look at them again.")
    known = queries.explanations_of(session, entry.id)
    if known and (known[0].fingerprint, known[0].explanation) == (
        entry.fingerprint,
        explanation.strip(),
    ):
        return entry
    if len(known) != seen_version:
        raise EditConflict(
            mark("%(name)s explained this finding while you were writing."),
            name=known[0].explained_by,
            current={"version": len(known), "explanation": known[0].explanation},
            changed_by=known[0].explained_by,
            changed_at=known[0].explained_at,
        )
    session.add(
        QualityExplanation(
            district_id=actor.district_id,
            id=record_id,
            finding_id=entry.id,
            fingerprint=entry.fingerprint,
            explanation=explanation.strip(),
            explained_by=actor.name,
            explained_by_position=actor.position,
        )
    )
    entry.state, entry.settled_at = FindingState.EXPLAINED.value, func.now()
    return entry


def _hold(session: Session) -> None:
    """Two checks of one office come one after the other."""
    session.execute(_WAIT, {"space": _LOCK + scope.office_of(session)})


def _first_month(session: Session, today: date) -> date:
    oldest = session.scalar(
        select(func.min(QualityFinding.month)).where(
            QualityFinding.rule.in_(OF_A_MONTH), QualityFinding.state == FindingState.OPEN.value
        )
    )
    begin = shift_month(today, -MONTHS)
    return min(begin, oldest) if oldest else begin


def _settle(entry: QualityFinding) -> None:
    if entry.state != FindingState.CORRECTED:
        entry.state, entry.settled_at = FindingState.CORRECTED.value, func.now()


def _note(session: Session, entry: QualityFinding | None, found: Found) -> QualityFinding | None:
    """The finding as it is now; None where nothing is new about it."""
    if entry is None:
        entry = QualityFinding(
            district_id=scope.office_of(session),
            rule=found.rule,
            subject=found.subject.value,
            subject_id=found.subject_id,
            month=found.month,
        )
        session.add(entry)
    else:
        entry.zone_id = found.zone_id
        if entry.fingerprint == found.fingerprint and entry.state != FindingState.CORRECTED:
            return None
        entry.found_at = func.now()
    state = FindingState.EXPLAINED if found.explanation else FindingState.OPEN
    entry.zone_id, entry.is_example = found.zone_id, found.is_example
    entry.values, entry.fingerprint = found.values, found.fingerprint
    entry.state = state.value
    entry.settled_at = func.now() if found.explanation else None
    return entry


def _explained_on_entry(entry: QualityFinding, found: Found) -> QualityExplanation:
    """What the officer said who recorded the figures: nobody is asked for it twice."""
    return QualityExplanation(
        district_id=entry.district_id,
        finding_id=entry.id,
        fingerprint=entry.fingerprint,
        explanation=found.explanation,
        explained_by=found.explained_by,
        explained_by_position="",
    )
