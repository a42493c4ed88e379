"""Writing minutes item by item, sending them round, and what members remark on them (F51)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.access.roles import Role
from core.db import uuid7
from core.errors import EditConflict, FieldError, NotFound, Refused
from core.i18n.dates import bangkok_now, show_date
from core.i18n.text import normalise, normalise_lines, shorten
from core.identity.actor import Actor
from core.marks import mark
from core.notices.models import Topic
from core.notices.recipients import Recipient, accounts_with_roles
from core.notices.service import notify
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.meetings import minutes_queries as queries
from tenants.meetings.minutes_papers import refuse_other_text
from tenants.meetings.minutes_queries import MinutesView, minutes_view, title_of
from tenants.meetings.minutes_rules import hold_meeting
from tenants.meetings.models import (
    AgendaItem,
    Attendance,
    Capacity,
    Meeting,
    MeetingState,
    Minutes,
    MinutesRemark,
    MinutesState,
)
from tenants.meetings.queries import meeting as meeting_line
from tenants.meetings.quorum import QuorumRule, count_of
from tenants.people.models import Person
from tenants.people.national_ids import refuse_national_ids

WRITTEN = ("discussion", "resolution")
"""What minutes say of a matter beside what the agenda said of it already."""

LABEL = "มติที่ประชุม"

WRITERS = (Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER)
"""Who is told of members' remarks."""

_STARTED = (MeetingState.OPEN, MeetingState.CLOSED)
_SHOWN = 80


@dataclass(frozen=True)
class WrittenText:
    """One text of the page: which item's, which of `WRITTEN`, and the digest of what the page showed."""

    item_id: UUID
    name: str
    text: str
    seen: str

    @property
    def field(self) -> str:
        return field_of(self.name, self.item_id)


@dataclass(frozen=True)
class Hands:
    """Who wrote the minutes down, and who checked them; nobody checks where `checker_name` is empty."""

    recorder_name: str
    recorder_position: str = ""
    checker_name: str = ""
    checker_position: str = ""


def field_of(name: str, item_id: UUID) -> str:
    """The name of a text's field on the page of all items."""
    return f"{name}_{item_id.hex}"


def digest_of(text: str) -> str:
    """Which text a page showed: two people at different items, or different texts of one, do not meet."""
    return hashlib.sha256(normalise_lines(text).encode()).hexdigest()[:16]


def write_texts(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    texts: list[WrittenText],
) -> int:
    """Save what was written on the page of all items; returns how many texts changed.

    Only a text that this person changed is saved, so that people who write at once at different
    items keep all of it. Where two changed the same text, nothing is saved and EditConflict holds
    both, by the names of the fields (`field_of`).
    """
    scope.name_change(session, "minutes:written")
    meeting = _started(session, within, meeting_id)
    items = _locked_items(session, meeting.id)
    changed: list[tuple[AgendaItem, str, str]] = []
    contested: list[tuple[AgendaItem, WrittenText]] = []
    for each in texts:
        item = items.get(each.item_id)
        if item is None:
            raise Refused(
                "An item of the agenda was taken out after you opened this page. Read the page again."
            )
        stored, typed = getattr(item, each.name), _cleaned(each)
        if typed == stored or digest_of(typed) == each.seen:
            continue
        if digest_of(stored) == each.seen:
            changed.append((item, each.name, typed))
        else:
            contested.append((item, each))
    if contested:
        raise _conflict(contested)
    refuse_national_ids({field_of(name, item.id): typed for item, name, typed in changed})
    for item, name, typed in changed:
        setattr(item, name, typed)
        sign(item, actor)
    if changed:
        ensure_minutes(session, actor=actor, meeting=meeting)
    session.flush()
    return len(changed)


def name_hands(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    seen_version: int,
    hands: Hands,
) -> Minutes:
    """Say who recorded and who checked; `seen_version` 0 where no minutes had been begun."""
    scope.name_change(session, "minutes:hands_named")
    meeting = _started(session, within, meeting_id)
    begun = queries.minutes_of(session, meeting.id)
    minutes = ensure_minutes(session, actor=actor, meeting=meeting)
    if begun is not None:
        lock(session, minutes)
        refuse_stale(
            minutes,
            seen_version,
            mark("%(name)s changed this while you were editing."),
            {name: getattr(minutes, name) for name in Hands.__dataclass_fields__},
        )
    if not normalise(hands.recorder_name):
        raise FieldError("Type who wrote the minutes down.", field="recorder_name")
    for name in Hands.__dataclass_fields__:
        setattr(minutes, name, normalise(getattr(hands, name)))
    sign(minutes, actor)
    return minutes


def circulate(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    seen: int,
) -> Minutes:
    """Send the minutes of a closed meeting round: members read and remark. Sent twice they go round once.

    Refused before the meeting is closed, and while no item says anything.
    """
    scope.name_change(session, "minutes:circulated")
    meeting = hold_meeting(session, meeting_line(session, within, meeting_id).meeting)
    view = minutes_view(session, within, meeting_id)
    if view.minutes is None:
        raise Refused("Nothing has been written into these minutes yet.")
    minutes = lock(session, view.minutes)
    if minutes.state == MinutesState.CIRCULATED:
        return minutes
    if meeting.state != MeetingState.CLOSED:
        raise Refused("Minutes are sent round after the meeting is closed.")
    if not view.is_written:
        raise Refused("Nothing has been written into these minutes yet.")
    _refuse_more_votes_than_members(view)
    refuse_other_text(view, seen)
    minutes.state = MinutesState.CIRCULATED.value
    minutes.circulated_at = bangkok_now()
    sign(minutes, actor)
    session.flush()
    _tell_members(session, actor=actor, view=view)
    return minutes


def add_remark(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    record_id: UUID,
    text: str,
) -> MinutesRemark:
    """Write down what somebody remarks on minutes that go round. Sent twice it is one remark."""
    scope.name_change(session, "minutes:remarked")
    line = meeting_line(session, within, meeting_id)
    meeting = line.meeting
    existing = session.get(MinutesRemark, (actor.district_id, record_id))
    if existing is not None:
        return existing
    minutes = _circulated(session, hold_meeting(session, meeting))
    said = normalise_lines(text)
    if not said:
        raise FieldError("Type what should be corrected.", field="text")
    refuse_national_ids({"text": said})
    entry = MinutesRemark(
        district_id=actor.district_id,
        id=record_id,
        minutes_id=minutes.id,
        text=said,
        remarked_by=actor.name,
        remarked_by_position=actor.position,
        is_example=meeting.is_example,
        changed_by=actor.name,
    )
    session.add(entry)
    session.flush()
    notify(
        session,
        topic=Topic.MEETING,
        event_key=f"minutes-remark:{record_id}",
        to=_others(accounts_with_roles(session, WRITERS), actor),
        title=f"มีข้อแก้ไข{title_of(line)}",
        body=said,
        url=address_of(actor.slug, meeting.id),
        is_example=meeting.is_example,
    )
    return entry


def answer_remark(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    meeting_id: UUID,
    remark_id: UUID,
    seen_version: int,
    answer: str,
) -> MinutesRemark:
    """Say what became of a remark."""
    scope.name_change(session, "minutes:remark_answered")
    meeting = hold_meeting(session, meeting_line(session, within, meeting_id).meeting)
    entry = lock(session, queries.remark(session, _circulated(session, meeting), remark_id))
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this while you were editing."),
        {"answer": entry.answer},
    )
    said = normalise_lines(answer)
    if not said:
        raise FieldError("Type the answer.", field="answer")
    entry.answer = said
    sign(entry, actor)
    return entry


def ensure_minutes(session: Session, *, actor: Actor, meeting: Meeting) -> Minutes:
    """The minutes of a meeting, begun by whoever writes first: the recorder until somebody else is named."""
    existing = queries.minutes_of(session, meeting.id)
    if existing is not None:
        return existing
    session.execute(
        insert(Minutes)
        .values(
            district_id=meeting.district_id,
            id=uuid7(),
            meeting_id=meeting.id,
            held_on=meeting.held_on,
            recorder_name=actor.name,
            recorder_position=actor.position,
            is_example=meeting.is_example,
            version=1,
            changed_by=actor.name,
        )
        .on_conflict_do_nothing(index_elements=["district_id", "meeting_id"])
    )
    return session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one()


def address_of(slug: str, meeting_id: UUID) -> str:
    return f"/d/{slug}/meetings/{meeting_id}/minutes"


def members_told(session: Session, attendances: tuple[Attendance, ...]) -> list[Recipient]:
    """The members and those who stood in, by account, else by the address of the register."""
    invited = [entry for entry in attendances if entry.capacity != Capacity.GUEST]
    people = {
        person.id: person
        for person in session.scalars(
            select(Person).where(
                Person.id.in_([entry.person_id for entry in invited if entry.person_id])
            )
        )
    }
    found = []
    for entry in invited:
        person = people.get(entry.person_id) if entry.person_id else None
        account_id = entry.account_id or (person.account_id if person else None)
        if account_id is not None:
            found.append(Recipient.account(account_id, entry.name))
        elif person is not None and person.email:
            found.append(Recipient.address(person.name, person.email, person.id))
    return found


def _tell_members(session: Session, *, actor: Actor, view: MinutesView) -> None:
    meeting = view.meeting
    notify(
        session,
        topic=Topic.MEETING,
        event_key=f"minutes:{meeting.id}:circulated",
        to=_others(members_told(session, view.attendances), actor),
        title=f"เวียน{view.title}",
        body=(
            f"ประชุมเมื่อวันที่ {show_date(meeting.held_on, style='long')} "
            "โปรดตรวจรายงานการประชุม หากมีข้อแก้ไข โปรดแจ้งก่อนการประชุมครั้งถัดไป"
        ),
        url=address_of(actor.slug, meeting.id),
        is_example=meeting.is_example,
    )


def _others(people: list[Recipient], actor: Actor) -> list[Recipient]:
    return [person for person in people if person.account_id != actor.account_id]


def _started(session: Session, within: Within, meeting_id: UUID) -> Meeting:
    meeting = hold_meeting(session, meeting_line(session, within, meeting_id).meeting)
    if meeting.state not in _STARTED:
        raise Refused("Minutes are written from the opening of the meeting on.")
    return meeting


def _refuse_more_votes_than_members(view: MinutesView) -> None:
    """The list may have been corrected after a vote; what goes round agrees in itself."""
    present = count_of(QuorumRule(), view.attendances).present
    for section in view.sections:
        for line in section.lines:
            for motion in line.motions:
                votes = motion.in_favour + motion.against + motion.abstained
                if votes > present:
                    raise Refused(
                        "“%(text)s”: %(votes)s votes are more than the %(present)s members who are present. "
                        "Correct the vote or the list.",
                        text=shorten(motion.text, _SHOWN),
                        votes=votes,
                        present=present,
                    )


def _circulated(session: Session, meeting: Meeting) -> Minutes:
    minutes = queries.minutes_of(session, meeting.id)
    if minutes is None or minutes.state == MinutesState.DRAFT:
        raise NotFound("These minutes have not been sent round.")
    return minutes


def _locked_items(session: Session, meeting_id: UUID) -> Mapping[UUID, AgendaItem]:
    rows = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def _cleaned(each: WrittenText) -> str:
    """The text without the label that the paper prints before a resolution anyway."""
    said = normalise_lines(each.text)
    return said.removeprefix(LABEL).lstrip(" :") if each.name == "resolution" else said


def _conflict(contested: list[tuple[AgendaItem, WrittenText]]) -> EditConflict:
    """Both texts of every item that two people changed; who saved last stands for the others."""
    last = max((item for item, _ in contested), key=lambda item: item.changed_at)
    return EditConflict(
        "%(name)s changed this while you were editing.",
        name=last.changed_by,
        current={"version": last.version}
        | {each.field: getattr(item, each.name) for item, each in contested},
        changed_by=last.changed_by,
        changed_at=last.changed_at,
    )
