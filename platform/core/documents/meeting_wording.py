"""The fixed words of a meeting's papers: the minutes and the letter that invites to it (DOMAIN 5.6)."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.documents.content import (
    AbsentLine,
    AgendaEntry,
    AgendaLine,
    AgendaSubitem,
    InvitationDocument,
    MinutesDocument,
    PresentLine,
    TaskLine,
    VoteCount,
)
from core.documents.outline import (
    Attachment,
    Hand,
    LetterHead,
    Outline,
    Paragraph,
    Part,
    Seat,
    Seats,
)
from core.documents.phrases import (
    BLANK,
    clock,
    end_of,
    hours,
    in_brackets,
    letter_date,
    lines_of,
    marks_of,
    metadata_title,
    paragraphs_of,
    thai,
    weekday_date,
)
from core.i18n.dates import show_date

MINUTES = "รายงานการประชุม"
RESOLUTION = "มติที่ประชุม"
TASKS_LEAD = "มอบหมายให้ดำเนินการ ดังนี้"
NOBODY_YET = "ยังไม่ได้บันทึกรายชื่อผู้มาประชุม"
FAREWELL = "ขอแสดงความนับถือ"
INVITEES_TITLE = "บัญชีรายชื่อแนบท้าย"
LETTER_EMBLEM = 3.0
"""The height of a letter's garuda in centimetres (DOMAIN 5.1)."""


# --- minutes -----------------------------------------------------------------------------------


def minutes_outline(document: MinutesDocument) -> Outline:
    """Minutes in the order of form 11: who came and who not, what was said, the signatures."""
    meeting = thai(f"ครั้งที่ {document.number}/{document.year}")
    title = f"{MINUTES}{thai(document.body_name)}"
    return Outline(
        metadata_title=metadata_title(document, f"{title} {meeting}", None),
        title=title,
        heading=(
            meeting,
            f"เมื่อ{weekday_date(document.held_on)} เวลา {hours(document.begins, document.ends)}",
            f"ณ {thai(document.place) or BLANK * 2}",
        ),
        parts=tuple(_minutes_parts(document)),
        hands=tuple(_hands(document)),
        afterword=tuple(_adoption(document)),
        **marks_of(document),
    )


def _minutes_parts(document: MinutesDocument) -> Iterator[Part]:
    yield _heading("ผู้มาประชุม")
    if document.present:
        yield _seats((line.name, _came_as(line), line.role) for line in document.present)
    else:
        yield Paragraph(text=NOBODY_YET, close=True)
    if document.absent:
        yield _heading("ผู้ไม่มาประชุม")
        yield _seats((line.name, _missed_as(line), line.role) for line in document.absent)
    if document.guests:
        yield _heading("ผู้เข้าร่วมประชุม")
        yield _seats((line.name, line.position, "") for line in document.guests)
    yield _labelled("เริ่มประชุมเวลา", clock(document.opened_at))
    for entry in document.items:
        yield from _entry(entry)
    yield _labelled("เลิกประชุมเวลา", clock(document.closed_at))


def _came_as(line: PresentLine) -> str:
    stand_in = f"แทน {line.stands_in_for.strip()}" if line.stands_in_for.strip() else ""
    return " ".join(words for words in (line.position.strip(), stand_in) if words)


def _missed_as(line: AbsentLine) -> str:
    reason = f"({line.reason.strip()})" if line.reason.strip() else ""
    return " ".join(words for words in (line.position.strip(), reason) if words)


def _seats(people: Iterable[tuple[str, str, str]]) -> Seats:
    return Seats(
        flush=True,
        seats=tuple(
            Seat(
                number=thai(f"{number}."),
                name=thai(name) or BLANK * 2,
                position=thai(position),
                role=thai(role),
            )
            for number, (name, position, role) in enumerate(people, start=1)
        ),
    )


def _heading(words: str) -> Paragraph:
    return Paragraph(text=words, bold=True, flush=True, lead=True)


def _labelled(label: str, words: str) -> Paragraph:
    return Paragraph(text=words, label=label, flush=True, strong_label=True)


def _entry(entry: AgendaEntry) -> Iterator[Part]:
    yield Paragraph(
        text=thai(entry.title),
        label=thai(f"ระเบียบวาระที่ {entry.number}"),
        bold=True,
        strong_label=True,
        lead=True,
        flush=True,
        hanging=True,
    )
    yield from _said(entry.paragraphs)
    for place, item in enumerate(entry.items, start=1):
        yield Paragraph(
            text=thai(item.title),
            label=thai(f"{entry.number}.{place}"),
            lead=bool(item.paragraphs or item.resolution),
        )
        yield from _said(item.paragraphs)
        yield from _resolved(item)
    yield from _resolved(entry)


def _said(paragraphs: Iterable[str]) -> Iterator[Paragraph]:
    for one in paragraphs_of(paragraphs):
        yield Paragraph(text=one.text, close=True)


def _resolved(matter: AgendaEntry | AgendaSubitem) -> Iterator[Paragraph]:
    words = " ".join(part for part in (thai(matter.resolution), _votes(matter.vote)) if part)
    if words:
        yield Paragraph(
            text=words,
            label=RESOLUTION,
            strong_label=True,
            flush=True,
            hanging=True,
            lead=bool(matter.tasks),
        )
    if matter.tasks:
        yield Paragraph(text=TASKS_LEAD, close=True, lead=True)
    for number, task in enumerate(matter.tasks, start=1):
        yield Paragraph(text=_task(task), label=thai(f"{number})"), close=True)


def _votes(vote: VoteCount | None) -> str:
    if vote is None:
        return ""
    return thai(
        f"(เห็นชอบ {vote.agree} เสียง ไม่เห็นชอบ {vote.disagree} เสียง งดออกเสียง {vote.abstain} เสียง)"
    )


def _task(task: TaskLine) -> str:
    parts = [thai(task.text)]
    if task.owner.strip():
        parts.append(f"ผู้รับผิดชอบ {thai(task.owner)}")
    if task.due is not None:
        parts.append(f"ภายในวันที่ {show_date(task.due, digits='thai')}")
    return " ".join(parts)


def _hands(document: MinutesDocument) -> Iterator[Hand]:
    yield _hand(document.recorder_name, document.recorder_position, f"ผู้จด{MINUTES}")
    if document.checker_name.strip() or document.checker_position.strip():
        yield _hand(document.checker_name, document.checker_position, f"ผู้ตรวจ{MINUTES}")


def _hand(name: str, position: str, part: str) -> Hand:
    return Hand(lines=(in_brackets(name), *lines_of(position), part))


def _adoption(document: MinutesDocument) -> Iterator[Part]:
    note = lines_of(document.adopted_note)
    if note:
        yield _heading(f"การรับรอง{MINUTES}")
        yield from _said(note)


# --- invitation --------------------------------------------------------------------------------


def invitation_outline(document: InvitationDocument) -> Outline:
    """A short letter in form 1; what is attached stands behind it on pages of its own."""
    kind = "หนังสือเชิญ"
    office = next((thai(line) for line in document.office_address if line.strip()), "")
    attachments = tuple(_attachments(document))
    return Outline(
        metadata_title=metadata_title(
            document,
            f"{kind} {office}".strip(),
            f"{document.letter_code}{document.number}" if document.number else None,
        ),
        title="",
        emblem_height=LETTER_EMBLEM,
        letter=LetterHead(
            number=thai(f"{document.letter_code}{document.number or ''}"),
            office=tuple(thai(line) for line in document.office_address if line.strip()),
            dated=letter_date(document),
            lines=tuple(_letter_lines(document)),
        ),
        parts=(
            *paragraphs_of(document.paragraphs),
            Paragraph(text=_request(document)),
            *paragraphs_of((document.conclusion,)),
        ),
        farewell=FAREWELL,
        contact=tuple(thai(line) for line in document.contact if line.strip()),
        attachments=attachments,
        **end_of(document),
    )


def _letter_lines(document: InvitationDocument) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "เรื่อง", (thai(document.subject),)
    yield "เรียน", (thai(document.addressee),)
    references = _counted(document.references)
    if references:
        yield "อ้างถึง", references
    attached = []
    if document.agenda:
        attached.append(f"{document.agenda_title} จำนวน 1 ฉบับ")
    if document.invitees:
        attached.append(f"{INVITEES_TITLE} จำนวน 1 ชุด")
    enclosures = _counted((*attached, *document.enclosures))
    if enclosures:
        yield "สิ่งที่ส่งมาด้วย", enclosures


def _counted(lines: Iterable[str]) -> tuple[str, ...]:
    """Several are counted; one alone needs no number."""
    kept = [thai(line) for line in lines if line.strip()]
    if len(kept) < 2:  # noqa: PLR2004 - one alone
        return tuple(kept)
    return tuple(thai(f"{number}. {line}") for number, line in enumerate(kept, start=1))


def _request(document: InvitationDocument) -> str:
    days = _in_days(document.held_on, document.held_until)
    words = (
        f"จึงขอเชิญ{thai(document.whom)}{thai(document.event)} ใน{days} "
        f"เวลา {hours(document.begins, document.ends)} ณ {thai(document.place) or BLANK * 2}"
    )
    if document.agenda:
        words += f" ตาม{thai(document.agenda_title)}ที่ส่งมาพร้อมนี้"
    return words


def _in_days(first: date, last: date | None) -> str:
    if last is None or last <= first:
        return weekday_date(first)
    return f"{weekday_date(first)} ถึง{weekday_date(last)}"


def _attachments(document: InvitationDocument) -> Iterator[Attachment]:
    heading = tuple(thai(line) for line in document.agenda_heading if line.strip())
    when = (
        f"{_in_days(document.held_on, document.held_until)} "
        f"เวลา {hours(document.begins, document.ends)}"
    )
    if document.agenda:
        yield Attachment(
            heading=(
                thai(document.agenda_title),
                *heading,
                when,
                f"ณ {thai(document.place) or BLANK * 2}",
            ),
            parts=tuple(_agenda(document.agenda)),
        )
    if document.invitees:
        yield Attachment(
            heading=(INVITEES_TITLE, *heading),
            parts=(_seats((one.name, one.position, "") for one in document.invitees),),
        )


def _agenda(lines: Iterable[AgendaLine]) -> Iterator[Paragraph]:
    for number, line in enumerate(lines, start=1):
        yield Paragraph(
            text=thai(line.title),
            label=thai(line.label) or thai(f"ระเบียบวาระที่ {number}"),
            strong_label=True,
            flush=True,
            hanging=True,
            lead=bool(line.items),
        )
        for place, item in enumerate(line.items, start=1):
            yield Paragraph(
                text=thai(item), label=thai(f"{number}.{place}"), close=True, hanging=True
            )
