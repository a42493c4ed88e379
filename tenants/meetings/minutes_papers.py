"""The paper that minutes are: form 11, its canonical text, and what is said at its foot (DOMAIN 5.6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256

from core.db import VersionedRow
from core.documents.content import (
    AbsentLine,
    AgendaEntry,
    AgendaSubitem,
    GuestLine,
    MinutesDocument,
    PresentLine,
    TaskLine,
    Verification,
    VoteCount,
    read_paper,
)
from core.errors import EditConflict
from core.i18n.dates import show_date, show_datetime, to_bangkok
from tenants.meetings.details import AgendaLine
from tenants.meetings.minutes_queries import MinutesView
from tenants.meetings.models import (
    Attendance,
    Capacity,
    Minutes,
    Motion,
    MotionOutcome,
    Presence,
    Section,
    Task,
    TaskState,
)
from tenants.meetings.queries import MeetingLine

SECTION_TITLES = {
    Section.CHAIR: "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
    Section.MINUTES: "เรื่องรับรองรายงานการประชุม",
    Section.FOLLOW_UP: "เรื่องสืบเนื่อง",
    Section.MATTERS: "เรื่องเสนอเพื่อทราบและเพื่อพิจารณา",
    Section.OTHER: "เรื่องอื่น ๆ",
}
NOTHING = "- ไม่มี -"

_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_FIFTEEN_DIGITS = 10**15

_TASK_STATES = {
    TaskState.OPEN: "อยู่ระหว่างดำเนินการ",
    TaskState.DONE: "ดำเนินการแล้วเสร็จ",
    TaskState.DROPPED: "ยกเลิก",
}
_OUTCOMES = {MotionOutcome.CARRIED: "ผ่าน", MotionOutcome.LOST: "ไม่ผ่าน"}


@dataclass(frozen=True)
class Sealing:
    """What the adoption adds to a draft."""

    adopted_note: str
    sealed_at: datetime


def document_of(
    view: MinutesView, *, moment: datetime, sealing: Sealing | None = None
) -> MinutesDocument:
    """The minutes as they stand, a draft at a moment, or sealed by their adoption."""
    meeting, minutes = view.meeting, view.minutes
    came = [
        entry
        for entry in view.attendances
        if entry.presence == Presence.PRESENT and entry.confirmed
    ]
    members = [entry for entry in view.attendances if entry.capacity == Capacity.MEMBER]
    return MinutesDocument(
        body_name=view.line.label,
        number=meeting.number,
        year=meeting.number_year,
        held_on=meeting.held_on,
        begins=meeting.starts_at,
        ends=meeting.ends_at,
        place=meeting.place,
        present=tuple(_present(came, members)),
        absent=tuple(_absent(came, members)),
        guests=tuple(
            GuestLine(name=entry.name, position=entry.person_position)
            for entry in came
            if entry.capacity == Capacity.GUEST
        ),
        opened_at=_clock(meeting.opened_at),
        closed_at=_clock(meeting.closed_at),
        items=tuple(_entries(view)),
        recorder_name=minutes.recorder_name if minutes else "",
        recorder_position=minutes.recorder_position if minutes else "",
        checker_name=minutes.checker_name if minutes else "",
        checker_position=minutes.checker_position if minutes else "",
        adopted_note=sealing.adopted_note if sealing else "",
        draft=sealing is None,
        is_example=meeting.is_example,
        edition_note="",
        prepared_at=sealing.sealed_at if sealing else moment,
    )


def fingerprint_of(view: MinutesView) -> int:
    """A number that changes with everything that the minutes say: texts, votes, attendance, tasks."""
    said = document_of(view, moment=_ANY_MOMENT).canonical_json()
    return int(sha256(said.encode()).hexdigest(), 16) % _FIFTEEN_DIGITS + 1


def refuse_other_text(view: MinutesView, seen: int) -> None:
    """EditConflict where the minutes no longer say what the person read (see `fingerprint_of`)."""
    now = fingerprint_of(view)
    if now == seen:
        return
    rows: list[VersionedRow] = [*view.items, *view.attendances]
    last = max(rows + ([view.minutes] if view.minutes else []), key=lambda row: row.changed_at)
    raise EditConflict(
        "%(name)s changed this while you were editing.",
        name=last.changed_by,
        current={"version": now},
        changed_by=last.changed_by,
        changed_at=last.changed_at,
    )


def adopted_document(minutes: Minutes, address: str) -> MinutesDocument:
    """The paper that was adopted, as it was hashed, with the address where anybody can check it at its foot."""
    paper = kept_document(minutes)
    moment = show_datetime(paper.prepared_at)
    return replace(
        paper,
        verification=Verification(
            url=address,
            code=minutes.verification_code or "",
            sha256=(minutes.sha256 or "")[:16],
        ),
        signed_by_note=f"บันทึกการรับรองโดย {minutes.adopted_by} {minutes.adopted_by_position} เมื่อ {moment}",
    )


def kept_document(minutes: Minutes) -> MinutesDocument:
    """The adopted minutes, read again from the text that was hashed."""
    paper = read_paper(minutes.canonical or "")
    if not isinstance(paper, MinutesDocument):
        raise TypeError("The kept text of minutes is another paper.")
    return paper


def adopted_in_note(adopting: MeetingLine, corrections: str) -> str:
    """What the paper says where a later meeting of the same committee adopted it."""
    day = show_date(adopting.meeting.held_on, style="long", era=True)
    head = f"ที่ประชุม{adopting.label} ครั้งที่ {adopting.count} เมื่อวันที่ {day} มีมติรับรองรายงานการประชุมนี้"
    return _with_corrections(head, corrections)


def circulated_note(adopted: MeetingLine, day: date, reason: str, corrections: str) -> str:
    """What the paper says where a committee that meets no more adopted it by circulation."""
    head = (
        f"{adopted.label}รับรองรายงานการประชุมนี้โดยการแจ้งเวียน "
        f"เมื่อวันที่ {show_date(day, style='long', era=True)} เนื่องจาก{reason}"
    )
    return _with_corrections(head, corrections)


def adoption_resolution(adopted: MeetingLine, corrections: str) -> str:
    """มติที่ประชุม of the meeting that adopts the minutes of an earlier one."""
    return _with_corrections(f"รับรองรายงานการประชุม ครั้งที่ {adopted.count}", corrections)


def file_name(title: str, ending: str) -> str:
    """รายงานการประชุม… ครั้งที่ 1-2569.pdf: for the folder of an officer."""
    return f"{title}.{ending}".replace("/", "-")


def _with_corrections(head: str, corrections: str) -> str:
    lines = [line.strip() for line in corrections.splitlines() if line.strip()]
    if not lines:
        return f"{head} โดยไม่มีการแก้ไข"
    return "\n".join([f"{head} โดยมีการแก้ไข ดังนี้", *lines])


def _present(came: Iterable[Attendance], members: Iterable[Attendance]) -> Iterator[PresentLine]:
    names = {member.id: member for member in members}
    for entry in came:
        if entry.capacity == Capacity.MEMBER:
            yield PresentLine(name=entry.name, position=entry.person_position, role=entry.role)
        elif entry.capacity == Capacity.STAND_IN:
            member = names.get(entry.stands_in_for_id) if entry.stands_in_for_id else None
            yield PresentLine(
                name=entry.name,
                position=entry.person_position,
                role=member.role if member else entry.role,
                stands_in_for=member.name if member else "",
            )


def _absent(came: Iterable[Attendance], members: Iterable[Attendance]) -> Iterator[AbsentLine]:
    stand_ins = {entry.stands_in_for_id: entry.name for entry in came if entry.stands_in_for_id}
    for member in members:
        if member.presence == Presence.PRESENT:
            continue
        reason = member.absence_reason
        if member.id in stand_ins:
            sent = f"มอบหมาย {stand_ins[member.id]} มาประชุมแทน"
            reason = f"{reason} {sent}".strip()
        yield AbsentLine(
            name=member.name, position=member.person_position, role=member.role, reason=reason
        )


def _clock(moment: datetime | None) -> time | None:
    return None if moment is None else to_bangkok(moment).time().replace(second=0, microsecond=0)


def _entries(view: MinutesView) -> Iterator[AgendaEntry]:
    for section in view.sections:
        yield AgendaEntry(
            number=section.number,
            title=SECTION_TITLES[section.section],
            paragraphs=() if section.lines else (NOTHING,),
            items=tuple(_subitem(line, view.tasks.get(line.item.id, ())) for line in section.lines),
        )


def _subitem(line: AgendaLine, tasks: Iterable[Task]) -> AgendaSubitem:
    said = [*_lines(line.item.detail), *_lines(line.item.discussion)]
    said += [_carried(task) for task in line.tasks]
    single = line.motions[0] if len(line.motions) == 1 else None
    said += [_motion(motion, with_votes=single is None) for motion in line.motions]
    return AgendaSubitem(
        title=line.item.title,
        paragraphs=tuple(said),
        resolution=line.item.resolution,
        vote=VoteCount(agree=single.in_favour, disagree=single.against, abstain=single.abstained)
        if single
        else None,
        tasks=tuple(
            TaskLine(text=task.text, owner=owner_of(task), due=task.due_on) for task in tasks
        ),
    )


def owner_of(task: Task) -> str:
    """Who has a task, with the position."""
    return f"{task.owner_name} {task.owner_position}".strip()


def _carried(task: Task) -> str:
    state = _TASK_STATES[TaskState(task.state)]
    outcome = f" {task.outcome}" if task.outcome else ""
    due = show_date(task.due_on, style="long")
    return f"งานตามมติ: {task.text} ผู้รับผิดชอบ {owner_of(task)} กำหนด {due} ({state}){outcome}"


def _motion(motion: Motion, *, with_votes: bool) -> str:
    by = f" เสนอโดย {motion.proposed_by}" if motion.proposed_by else ""
    votes = (
        f" เห็นชอบ {motion.in_favour} เสียง ไม่เห็นชอบ {motion.against} เสียง งดออกเสียง {motion.abstained} เสียง"
        if with_votes
        else ""
    )
    cast = " ประธานออกเสียงชี้ขาด" if motion.chair_cast else ""
    return f"ญัตติ: {motion.text}{by}{votes}{cast} ผล: {_OUTCOMES[MotionOutcome(motion.outcome)]}"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
