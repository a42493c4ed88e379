"""Opening a meeting with or without its quorum, closing it, and the votes in between (F53)."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import BANGKOK, bangkok_today, show_date, to_bangkok
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.meetings import agenda
from tenants.meetings.details import agenda_item, attendances_of
from tenants.meetings.minutes_rules import hold_meeting
from tenants.meetings.models import (
    Attendance,
    Capacity,
    Meeting,
    MeetingState,
    Motion,
    MotionOutcome,
    Presence,
)
from tenants.meetings.quorum import Count, count_of, rule_of
from tenants.meetings.reach import reached_meeting
from tenants.meetings.service import BEFORE_OPENING
from tenants.people.national_ids import refuse_national_ids

IN_FAVOUR, AGAINST = "for", "against"


@dataclass(frozen=True)
class Votes:
    """What was counted; with equal votes `chair_cast` is the chair's one vote more: for or against."""

    in_favour: int
    against: int
    abstained: int
    chair_cast: str | None = None

    @property
    def total(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def is_tie(self) -> bool:
        return self.in_favour == self.against

    @property
    def outcome(self) -> MotionOutcome:
        """More for it than against it; a tie goes as the chair says."""
        carried = self.chair_cast == IN_FAVOUR if self.is_tie else self.in_favour > self.against
        return MotionOutcome.CARRIED if carried else MotionOutcome.LOST


def count_now(session: Session, meeting: Meeting) -> Count:
    """Who is there now against the rule that holds for this meeting."""
    return count_of(rule_of(session, meeting), attendances_of(session, meeting.id))


def open_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    seen_version: int,
    chaired_by: str,
    opened_at: time,
    reason: str = "",
) -> Meeting:
    """Open a meeting on its day or write it down later; members, present and the rule stand from then on.

    Without a quorum it needs a reason, which is kept. Where no rule is known it opens, and the record says so.
    """
    scope.name_change(session, "meeting:opened", reason)
    entry = lock(session, reached_meeting(session, within, meeting_id))
    if entry.state == MeetingState.OPEN:
        return entry
    _refuse_stale(entry, seen_version)
    if entry.state not in BEFORE_OPENING:
        raise Refused("This meeting has been held or cancelled.")
    if entry.held_on > bangkok_today():
        day = show_date(entry.held_on)
        raise Refused("This meeting is on %(day)s. It is opened on its day.", day=day)
    if not chaired_by.strip():
        raise FieldError("Type who chairs the meeting.", field="chaired_by")
    refuse_national_ids({"chaired_by": chaired_by, "reason": reason})
    count = count_now(session, entry)
    if count.is_met is False and not reason.strip():
        raise FieldError(
            "There is no quorum: %(present)s of %(needed)s needed. Say why the meeting is opened all the same.",
            field="reason",
            present=count.present,
            needed=count.needed,
        )
    entry.state = MeetingState.OPEN.value
    entry.chaired_by, entry.opened_by = chaired_by, actor.name
    entry.opened_at = datetime.combine(entry.held_on, opened_at, BANGKOK)
    entry.members, entry.present = count.members, count.present
    entry.quorum_percent, entry.quorum_source = count.rule.percent, count.rule.source
    entry.opening_reason = reason if count.is_met is False else None
    sign(entry, actor)
    session.flush()
    agenda.refresh_agenda(session, actor, entry)
    return entry


def close_meeting(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    seen_version: int,
    closed_at: time,
) -> Meeting:
    """Close an open meeting; members of whom nothing was said count as absent. Sent twice it is closed once."""
    scope.name_change(session, "meeting:closed")
    entry = lock(session, reached_meeting(session, within, meeting_id))
    if entry.state == MeetingState.CLOSED:
        return entry
    _refuse_stale(entry, seen_version)
    if entry.state != MeetingState.OPEN or entry.opened_at is None:
        raise Refused("Only an open meeting is closed.")
    if closed_at < to_bangkok(entry.opened_at).time().replace(second=0, microsecond=0):
        raise FieldError("The meeting was opened later than this.", field="closed_at")
    entry.state = MeetingState.CLOSED.value
    entry.closed_at = datetime.combine(entry.held_on, closed_at, BANGKOK)
    sign(entry, actor)
    session.execute(
        update(Attendance)
        .where(
            Attendance.meeting_id == entry.id,
            Attendance.capacity == Capacity.MEMBER.value,
            Attendance.presence == Presence.INVITED.value,
        )
        .values(presence=Presence.ABSENT.value, version=Attendance.version + 1)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    return entry


def record_motion(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    item_id: UUID,
    record_id: UUID,
    text: str,
    proposed_by: str,
    votes: Votes,
) -> Motion:
    """Write down a vote on a matter of the agenda. Sent twice it is one vote."""
    scope.name_change(session, "motion:recorded")
    item, line = agenda_item(session, within, item_id)
    meeting = hold_meeting(session, line.meeting)
    existing = session.get(Motion, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check_motion(session, meeting, text, proposed_by, votes)
    entry = Motion(
        district_id=actor.district_id,
        id=record_id,
        meeting_id=meeting.id,
        agenda_item_id=item.id,
        is_example=meeting.is_example,
        changed_by=actor.name,
    )
    _put(entry, text, proposed_by, votes)
    session.add(entry)
    session.flush()
    return entry


def change_motion(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    motion_id: UUID,
    seen_version: int,
    text: str,
    proposed_by: str,
    votes: Votes,
) -> Motion:
    """Correct a vote until the minutes are adopted; EditConflict where somebody else did first."""
    scope.name_change(session, "motion:changed")
    entry = session.get(Motion, (actor.district_id, motion_id))
    if entry is None:
        raise NotFound("This vote does not exist.")
    _item, line = agenda_item(session, within, entry.agenda_item_id)
    meeting = hold_meeting(session, line.meeting)
    lock(session, entry)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this vote while you were editing."),
        {
            "text": entry.text,
            "proposed_by": entry.proposed_by,
            "in_favour": entry.in_favour,
            "against": entry.against,
            "abstained": entry.abstained,
            "chair_cast": entry.chair_cast or "",
        },
    )
    _check_motion(session, meeting, text, proposed_by, votes)
    _put(entry, text, proposed_by, votes)
    sign(entry, actor)
    return entry


def motion(session: Session, within: Within, motion_id: UUID, district_id: int) -> Motion:
    """A vote in the reader's reach; NotFound for all others."""
    entry = session.get(Motion, (district_id, motion_id))
    if entry is None:
        raise NotFound("This vote does not exist.")
    agenda_item(session, within, entry.agenda_item_id)
    return entry


def _check_motion(
    session: Session, meeting: Meeting, text: str, proposed_by: str, votes: Votes
) -> None:
    if meeting.state not in {MeetingState.OPEN.value, MeetingState.CLOSED.value}:
        raise Refused("People vote in a meeting that is open. Open it first.")
    if not text.strip():
        raise FieldError("Type what was voted on.", field="text")
    refuse_national_ids({"text": text, "proposed_by": proposed_by})
    if votes.total == 0:
        raise FieldError("Type how many voted.", field="in_favour")
    present = count_now(session, meeting).present
    if votes.total > present:
        raise FieldError(
            "%(votes)s votes are more than the %(present)s members who are present.",
            field="in_favour",
            votes=votes.total,
            present=present,
        )
    if votes.is_tie and votes.chair_cast not in {IN_FAVOUR, AGAINST}:
        raise FieldError(
            "The votes are equal: say how the chair cast the deciding vote.", field="chair_cast"
        )


def _put(entry: Motion, text: str, proposed_by: str, votes: Votes) -> None:
    entry.text, entry.proposed_by = text, proposed_by
    entry.in_favour, entry.against = votes.in_favour, votes.against
    entry.abstained = votes.abstained
    entry.chair_cast = votes.chair_cast if votes.is_tie else None
    entry.outcome = votes.outcome.value


def _refuse_stale(entry: Meeting, seen_version: int) -> None:
    if entry.version != seen_version:
        raise Refused(
            "Somebody changed this meeting meanwhile. Look at the page again and repeat the step."
        )


__all__ = ["NotFound", "Votes", "close_meeting", "count_now", "open_meeting", "record_motion"]
