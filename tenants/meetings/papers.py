"""The papers of a meeting that is to come: invitation, list to sign, personal codes, code for the room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.documents.content import (
    AttendanceRow,
    AttendanceSheetDocument,
    BadgeCard,
    BadgeSheetDocument,
    CodePosterDocument,
    InvitationDocument,
    InviteeLine,
)
from core.documents.content.invitation import AgendaLine as PaperLine
from core.i18n.dates import show_date, show_time
from core.i18n.text import shorten
from core.identity.tickets import TicketMaker
from tenants.meetings.details import AgendaSection
from tenants.meetings.minutes_papers import SECTION_TITLES
from tenants.meetings.models import Attendance, Capacity, Meeting, MeetingState
from tenants.meetings.queries import MeetingLine

CHECK_IN = "สแกนเพื่อลงชื่อเข้าประชุม"
BLANK_ROWS = 5
_LONGEST_EVENT = 60

AddressOf = Callable[[str], str]
"""From a code to the address that its QR code opens."""


@dataclass(frozen=True)
class Sender:
    """The office as letters name it."""

    office: str
    address: tuple[str, ...]
    letter_code: str
    signer_position: str
    contact: tuple[str, ...]


def invitation(
    line: MeetingLine,
    sections: Sequence[AgendaSection],
    people: Sequence[Attendance],
    sender: Sender,
    moment: datetime,
) -> InvitationDocument:
    """The letter that goes to everybody on its list; a draft until people are invited."""
    meeting = line.meeting
    reason = f"ด้วย{sender.office} กำหนดจัดประชุม{line.label} ครั้งที่ {line.count} เรื่อง {meeting.title}"
    purpose = f"การประชุมครั้งนี้มีวัตถุประสงค์ {meeting.purpose}" if meeting.purpose else ""
    return InvitationDocument(
        draft=meeting.state == MeetingState.PLANNED,
        is_example=meeting.is_example,
        edition_note="",
        prepared_at=moment,
        signed_on=None,
        signer_name=None,
        signer_position=sender.signer_position,
        office_address=(sender.office, *sender.address),
        letter_code=sender.letter_code,
        number=meeting.letter_number or None,
        subject=f"ขอเชิญประชุม{line.label} ครั้งที่ {line.count}",
        addressee="ผู้รับตามบัญชีรายชื่อแนบท้าย",
        paragraphs=tuple(filter(None, (reason, purpose))),
        event=f"เข้าร่วมประชุม{line.label} ครั้งที่ {line.count}",
        held_on=meeting.held_on,
        begins=meeting.starts_at,
        ends=meeting.ends_at,
        place=meeting.place,
        agenda_heading=_heading(line)[:2],
        agenda=tuple(
            PaperLine(
                title=SECTION_TITLES[section.section],
                items=tuple(each.item.title for each in section.lines),
            )
            for section in sections
        ),
        invitees=tuple(
            InviteeLine(name=each.name, position=_place_of(each))
            for each in people
            if each.capacity != Capacity.STAND_IN and each.confirmed
        ),
        contact=sender.contact,
    )


def attendance_sheet(
    line: MeetingLine, people: Sequence[Attendance], moment: datetime
) -> AttendanceSheetDocument:
    """The list to sign on paper."""
    return AttendanceSheetDocument(
        draft=False,
        is_example=line.meeting.is_example,
        edition_note="",
        prepared_at=moment,
        title="บัญชีลงลายมือชื่อผู้เข้าร่วมประชุม",
        heading=_heading(line),
        rows=tuple(
            AttendanceRow(name=each.name, position=each.person_position, role=each.role)
            for each in people
            if each.capacity != Capacity.STAND_IN
        ),
        blank_rows=BLANK_ROWS,
    )


def badges(
    line: MeetingLine,
    people: Sequence[Attendance],
    tickets: TicketMaker,
    address_of: AddressOf,
    moment: datetime,
) -> BadgeSheetDocument:
    """Cards with the personal codes of everybody on the list."""
    cards = []
    for each in people:
        if each.ticket_hash is not None:
            code = code_of(each, tickets)
            cards.append(
                BadgeCard(
                    name=each.name, affiliation=_place_of(each), url=address_of(code), code=code
                )
            )
    return BadgeSheetDocument(
        draft=False,
        is_example=line.meeting.is_example,
        edition_note="",
        prepared_at=moment,
        event=shorten(f"{line.label} ครั้งที่ {line.count}", _LONGEST_EVENT),
        cards=tuple(cards),
        hint=CHECK_IN,
    )


def poster(
    line: MeetingLine,
    office: str,
    tickets: TicketMaker,
    address_of: AddressOf,
    moment: datetime,
) -> CodePosterDocument:
    """The page for the wall of the room."""
    meeting = line.meeting
    code = room_code(meeting, tickets)
    return CodePosterDocument(
        draft=False,
        is_example=meeting.is_example,
        edition_note="",
        prepared_at=moment,
        office_name=office,
        event=f"{line.label} ครั้งที่ {line.count}",
        day=meeting.held_on,
        url=address_of(code),
        code=code,
        instruction="สแกนรหัสนี้เพื่อลงชื่อเข้าประชุม หรือแจ้งชื่อต่อเจ้าหน้าที่หน้าห้องประชุม",
        place=meeting.place,
    )


def code_of(entry: Attendance, tickets: TicketMaker) -> str:
    """The personal code of a line of the list."""
    return tickets.code(entry.district_id, entry.id, entry.ticket_serial)


def room_code(meeting: Meeting, tickets: TicketMaker) -> str:
    """The code of the room as it is now."""
    return tickets.code(meeting.district_id, meeting.id, meeting.room_serial)


def file_name(line: MeetingLine, what: str) -> str:
    """หนังสือเชิญประชุม คณะกรรมการ… ครั้งที่ 3-2569.pdf."""
    return f"{what} {line.label} ครั้งที่ {line.count}.pdf".replace("/", "-")


def _heading(line: MeetingLine) -> tuple[str, ...]:
    meeting = line.meeting
    hours = f"{show_time(meeting.starts_at)}"
    return (
        f"การประชุม{line.label} ครั้งที่ {line.count}",
        meeting.title,
        f"วันที่ {show_date(meeting.held_on, era=True)} เวลา {hours}",
        f"ณ {meeting.place}",
    )


def _place_of(entry: Attendance) -> str:
    return entry.person_position or entry.role


__all__ = ["Sender", "attendance_sheet", "badges", "file_name", "invitation", "poster"]
