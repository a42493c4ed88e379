"""The adoption of minutes: by a later meeting, or by circulation; from then on the meeting never changes (F51, F55)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.evidence.models import EvidenceKind
from core.evidence.service import new_verification_code, put_card
from core.i18n.dates import bangkok_now, bangkok_today, show_date
from core.i18n.text import normalise, normalise_lines
from core.identity.actor import Actor
from core.jobs.service import enqueue
from core.records import lock, sign
from core.tenancy import scope
from tenants.meetings import minutes_queries as queries
from tenants.meetings.jobs import RENDER_MINUTES
from tenants.meetings.minutes_papers import (
    Sealing,
    adopted_in_note,
    adoption_resolution,
    circulated_note,
    document_of,
    refuse_other_text,
)
from tenants.meetings.minutes_queries import MinutesView, minutes_view
from tenants.meetings.minutes_rules import is_adopted
from tenants.meetings.models import (
    AgendaItem,
    Meeting,
    Minutes,
    MinutesState,
    Section,
)
from tenants.meetings.queries import MeetingLine
from tenants.meetings.queries import meeting as meeting_line
from tenants.people.national_ids import refuse_national_ids

AddressOf = Callable[[str], str]
"""From a verification code to the address at which anybody checks the paper."""

IN_TIME_DAYS = 30
"""Minutes that are adopted within so many days of their meeting count as adopted in time."""


@dataclass(frozen=True)
class Adoption:
    """Where the minutes were adopted: `meeting_id` None by circulation, and then with a `reason`.

    `corrections` are those that the adopting meeting decided, a line each.
    """

    meeting_id: UUID | None = None
    reason: str = ""
    corrections: str = ""


def adopt(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    seen: int,
    adoption: Adoption,
    address_of: AddressOf,
) -> Minutes:
    """Record the adoption of minutes that went round. Sent twice they are adopted once.

    `seen` is the fingerprint of the text that was read. The adopting meeting is one of the same
    committee, held later and opened. By circulation adopts only a committee that has no later
    meeting. The text is hashed and gets its card; its files are made by a worker.
    """
    scope.name_change(session, "minutes:adopted", normalise(adoption.reason))
    meeting = lock(session, meeting_line(session, within, meeting_id).meeting)
    minutes = queries.minutes_of(session, meeting.id)
    if minutes is not None and lock(session, minutes).state == MinutesState.ADOPTED:
        return minutes
    if minutes is None or minutes.state != MinutesState.CIRCULATED:
        raise Refused("Minutes are adopted after they were sent round. Send them round first.")
    corrections = normalise_lines(adoption.corrections)
    refuse_national_ids({"corrections": corrections, "reason": adoption.reason})
    view = minutes_view(session, within, meeting_id)
    refuse_other_text(view, seen)
    if adoption.meeting_id is None:
        day, note = _by_circulation(session, view, normalise(adoption.reason), corrections)
    else:
        adopting = _adopting(session, within, meeting, adoption.meeting_id)
        day = adopting.meeting.held_on
        note = adopted_in_note(adopting, corrections)
        _minute_adoption(
            session, actor=actor, view=view, adopting=adopting, corrections=corrections
        )
        minutes.adopted_in_id = adopting.meeting.id
    minutes.corrections = corrections
    seal(session, view, actor=actor, day=day, note=note, address_of=address_of)
    return minutes


def seal(
    session: Session,
    view: MinutesView,
    *,
    actor: Actor,
    day: date,
    note: str,
    address_of: AddressOf,
) -> None:
    """Make minutes final: their text, the hash of it, their card, and the work of making the files."""
    meeting, minutes = view.meeting, view.minutes
    if minutes is None:
        raise Refused("Nothing has been written into these minutes yet.")
    moment = bangkok_now()
    document = document_of(view, moment=moment, sealing=Sealing(note, moment))
    code = new_verification_code(meeting.district_id)
    minutes.state = MinutesState.ADOPTED.value
    minutes.adopted_on = day
    minutes.within_days = (day - meeting.held_on).days
    minutes.adopted_by, minutes.adopted_by_position = actor.name, actor.position
    minutes.canonical, minutes.sha256 = document.canonical_json(), document.sha256()
    minutes.verification_code = code
    sign(minutes, actor)
    session.flush()
    put_card(
        session,
        kind=EvidenceKind.MINUTES,
        record_id=minutes.id,
        title=view.title,
        number=view.line.count,
        dated_on=meeting.held_on,
        sha256=minutes.sha256,
        zone_id=meeting.zone_id,
        edition=meeting.edition,
        verification_code=code,
        is_example=minutes.is_example,
    )
    enqueue(session, RENDER_MINUTES, minutes_id=str(minutes.id), address=address_of(code))


def _adopting(session: Session, within: Within, meeting: Meeting, adopting_id: UUID) -> MeetingLine:
    today = bangkok_today()
    known = {each.id for each in queries.adopting_meetings(session, meeting, today)}
    if adopting_id not in known:
        raise FieldError(
            "Choose a later meeting of the same committee that has been opened.", field="adopted_in"
        )
    return meeting_line(session, within, adopting_id)


def _by_circulation(
    session: Session, view: MinutesView, reason: str, corrections: str
) -> tuple[date, str]:
    following = queries.next_meeting(session, view.meeting)
    if following is not None:
        raise FieldError(
            "The committee meets again on %(day)s. The minutes are adopted there.",
            field="adopted_in",
            day=show_date(following.held_on, style="numeric"),
        )
    if not reason:
        raise FieldError("Say why no later meeting adopts the minutes.", field="reason")
    today = bangkok_today()
    return today, circulated_note(view.line, today, reason, corrections)


def _minute_adoption(
    session: Session, *, actor: Actor, view: MinutesView, adopting: MeetingLine, corrections: str
) -> None:
    """Let the adopting meeting's own minutes say so under its second item, unless they are adopted already."""
    later = lock(session, adopting.meeting, shared=True)
    if view.minutes is None or is_adopted(session, later.id):
        return
    items = session.scalars(
        select(AgendaItem).where(
            AgendaItem.meeting_id == later.id, AgendaItem.section == Section.MINUTES.value
        )
    ).all()
    item = next((each for each in items if each.minutes_id == view.minutes.id), None)
    if item is None:
        item = AgendaItem(
            district_id=later.district_id,
            meeting_id=later.id,
            section=Section.MINUTES.value,
            position=1 + max((each.position for each in items), default=0),
            title=f"รับรองรายงานการประชุม ครั้งที่ {view.line.count}",
            minutes_id=view.minutes.id,
            is_example=later.is_example,
        )
        session.add(item)
        session.flush()
    if not item.resolution:
        item.resolution = adoption_resolution(view.line, corrections)
        sign(item, actor)
    session.flush()
