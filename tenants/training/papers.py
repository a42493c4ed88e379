"""The papers of a course: invitation, list to sign, cards with codes, poster of the room, certificate."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from core.documents.content import (
    AgendaLine,
    AttendanceRow,
    AttendanceSheetDocument,
    BadgeCard,
    BadgeSheetDocument,
    CertificateDocument,
    CodePosterDocument,
    InvitationDocument,
    InviteeLine,
    Verification,
    read_paper,
)
from core.documents.content.invitation import BY_LIST, COME_TO_TRAINING
from core.i18n.dates import bangkok_now, show_date, show_datetime
from core.i18n.digits import to_thai_digits
from core.identity.tickets import TicketMaker
from tenants.office.queries import OfficeProfileView
from tenants.training.models import Certificate, Course, Trainee, Trainer

PROGRAMME = "กำหนดการอบรม"
SECTION = "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม"
BLANK_ROWS = 10
"""Lines at the end of the list for people who come unannounced."""

AddressOf = Callable[[str], str]
"""From a path of the application to the address that people type."""


def edition_note(course: Course) -> str:
    return f"จัดทำตามคู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {to_thai_digits(str(course.edition))}"


def days_of(course: Course) -> str:
    """5 ธันวาคม 2569, or 5 ธันวาคม 2569 – 6 ธันวาคม 2569."""
    first = show_date(course.starts_on)
    return first if course.ends_on == course.starts_on else f"{first} – {show_date(course.ends_on)}"


def invitation(
    course: Course,
    *,
    office_name: str,
    profile: OfficeProfileView,
    trainees: Iterable[Trainee],
    trainers: Sequence[Trainer],
    signer: tuple[str | None, str],
) -> InvitationDocument:
    """The letter to everybody on the list; its number and signature are those of the office's register."""
    purpose = course.purpose or f"{office_name}กำหนดจัดการอบรมหลักสูตร “{course.title}”"
    return InvitationDocument(
        office_address=tuple(line for line in (office_name, profile.address) if line),
        letter_code=profile.letter_code,
        number=course.letter_number or None,
        subject=f"ขอเชิญเข้ารับการอบรม {course.title}",
        addressee=BY_LIST,
        paragraphs=(purpose,),
        event=f"เข้ารับการอบรมหลักสูตร “{course.title}”",
        held_on=course.starts_on,
        held_until=course.ends_on if course.ends_on > course.starts_on else None,
        begins=course.starts_at,
        ends=course.ends_at,
        place=course.place,
        conclusion=COME_TO_TRAINING,
        agenda_title=PROGRAMME,
        agenda_heading=(course.title, f"ณ {course.place}"),
        agenda=_programme(course, trainers),
        invitees=tuple(InviteeLine(name=each.name, position=each.affiliation) for each in trainees),
        contact=tuple(
            line for line in (SECTION, f"โทร. {profile.phone}" if profile.phone else "") if line
        ),
        signed_on=None,
        signer_name=signer[0],
        signer_position=signer[1],
        draft=False,
        is_example=course.is_example,
        edition_note=edition_note(course),
        prepared_at=bangkok_now(),
    )


def attendance_sheet(
    course: Course, *, office_name: str, trainees: Iterable[Trainee]
) -> AttendanceSheetDocument:
    """The list to sign with the pen, a column a day (up to five), and lines for walk-ins."""
    days = (course.ends_on - course.starts_on).days + 1
    columns = (
        ("ลายมือชื่อ",)
        if days == 1
        else tuple(f"วันที่ {to_thai_digits(str(number))}" for number in range(1, min(days, 5) + 1))
    )
    return AttendanceSheetDocument(
        title="บัญชีลงลายมือชื่อผู้เข้ารับการอบรม",
        heading=(course.title, days_of(course), f"ณ {course.place}", office_name),
        rows=tuple(AttendanceRow(name=each.name, position=each.affiliation) for each in trainees),
        columns=columns,
        position_label="ชุมชน/หน่วยงาน",
        blank_rows=BLANK_ROWS,
        draft=False,
        is_example=course.is_example,
        edition_note=edition_note(course),
        prepared_at=bangkok_now(),
    )


def badge_sheet(
    course: Course,
    *,
    slug: str,
    trainees: Iterable[Trainee],
    tickets: TicketMaker,
    address_of: AddressOf,
) -> BadgeSheetDocument:
    """A card a person with the personal code, which is computed again for the print."""
    cards = []
    for each in trainees:
        code = tickets.code(each.district_id, each.id, each.ticket_serial)
        url = address_of(f"/d/{slug}/training-tickets/{code}")
        cards.append(BadgeCard(name=each.name, affiliation=each.affiliation, url=url, code=code))
    return BadgeSheetDocument(
        event=course.title,
        cards=tuple(cards),
        draft=False,
        is_example=course.is_example,
        edition_note="",
        prepared_at=bangkok_now(),
    )


def room_poster(
    course: Course,
    *,
    slug: str,
    office_name: str,
    tickets: TicketMaker,
    address_of: AddressOf,
) -> CodePosterDocument:
    code = tickets.code(course.district_id, course.id, course.room_serial)
    return CodePosterDocument(
        office_name=office_name,
        event=course.title,
        day=course.starts_on,
        url=address_of(f"/d/{slug}/training-rooms/{code}"),
        code=code,
        instruction="สแกนแล้วพิมพ์ชื่อและนามสกุลเพื่อลงชื่อเข้ารับการอบรม",
        place=course.place,
        draft=False,
        is_example=course.is_example,
        edition_note="",
        prepared_at=bangkok_now(),
    )


def certificate(  # noqa: PLR0917 - what stands on one paper
    course: Course,
    trainee: Trainee,
    office_name: str,
    serial: str,
    signer: tuple[str, str],
    moment: datetime,
) -> CertificateDocument:
    """The paper as it is signed: without the place where it can be checked, which needs its hash."""
    return CertificateDocument(
        office_name=office_name,
        holder_name=trainee.name,
        course=course.title,
        first_day=course.starts_on,
        last_day=course.ends_on if course.ends_on > course.starts_on else None,
        hours=int(course.hours) if course.hours == course.hours.to_integral_value() else None,
        serial=serial,
        signed_on=moment.date(),
        signer_name=signer[0],
        signer_position=signer[1],
        draft=False,
        is_example=course.is_example,
        edition_note=edition_note(course),
        prepared_at=moment,
    )


def issued(entry: Certificate, address: str) -> CertificateDocument:
    """A certificate as it was hashed, with the place where anybody can check it at its foot."""
    paper = read_paper(entry.canonical)
    if not isinstance(paper, CertificateDocument):
        raise TypeError("The kept text of a certificate is another paper.")
    return replace(
        paper,
        verification=Verification(
            url=address + entry.verification_code,
            code=entry.verification_code,
            sha256=entry.sha256[:16],
        ),
        signed_by_note=f"ลงนามทางอิเล็กทรอนิกส์โดย {entry.signed_by} เมื่อ {show_datetime(paper.prepared_at)}",
    )


def serial_of(number: int, year: int) -> str:
    """1/2569: the number without a gap, and the year of the Buddhist era."""
    return f"{number}/{year}"


def file_name(what: str, course: Course, ending: str = "pdf") -> str:
    return f"{what} {course.title}.{ending}".replace("/", "-")


def certificate_name(entry: Certificate) -> str:
    return f"วุฒิบัตร {entry.number}-{entry.year}.pdf"


def _programme(course: Course, trainers: Sequence[Trainer]) -> tuple[AgendaLine, ...]:
    """The topics in their order, each with who teaches it."""
    taught = {trainer.topic: trainer for trainer in trainers if trainer.topic}
    lines = []
    for place, topic in enumerate(course.topics, 1):
        trainer = taught.get(topic)
        who = f" โดย {trainer.name} {trainer.person_position}".rstrip() if trainer else ""
        lines.append(AgendaLine(title=f"{topic}{who}", label=f"เรื่องที่ {to_thai_digits(str(place))}"))
    return tuple(lines)
