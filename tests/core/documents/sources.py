"""What each paper must say, written down a second time and without the renderer's help."""

from functools import singledispatch

from core.documents.content import (
    AnnouncementDocument,
    ByLawDocument,
    ElectionResultDocument,
    MemoDocument,
    OrderDocument,
    Paper,
    RegisterDocument,
)
from core.i18n.dates import show_date
from core.i18n.digits import to_thai_digits
from tests.core.documents.extraction import without_spaces


def source_text(document: Paper) -> str:
    """What a signed paper must say, in the order in which it is read, without spaces."""
    return without_spaces(to_thai_digits("".join(_parts(document))))


def note_text(document: Paper) -> str:
    """The note at the foot of a paper that is no draft; a register says when it was printed."""
    note = to_thai_digits(document.edition_note)
    if not isinstance(document, RegisterDocument):
        return note
    day = to_thai_digits(show_date(document.prepared_at, era=True))
    return f"พิมพ์เมื่อวันที่ {day} · {note}"


def foot_text(document: Paper) -> str:
    """The foot of a verified paper: technical words with their own digits."""
    if document.verification is None:
        return ""
    shown = document.verification
    return without_spaces(
        f"ตรวจสอบความถูกต้องของเอกสารได้ที่{shown.url}"
        f"รหัสเอกสาร{shown.code}·ค่าตรวจสอบSHA-256{shown.sha256}"
    ) + without_spaces(to_thai_digits(document.signed_by_note))


@singledispatch
def _parts(document) -> list[str]:
    raise TypeError(type(document).__name__)


@_parts.register
def _(document: OrderDocument) -> list[str]:
    parts = [f"คำสั่ง{document.office_name}", f"ที่{document.number}", f"เรื่อง{document.subject}"]
    parts.extend(document.paragraphs)
    for place, block in enumerate(document.blocks, start=1):
        parts.append(f"{place}.{block.title}")
        for seat, member in enumerate(block.members, start=1):
            parts.append(f"{place}.{seat}{member.name}{member.position}{member.role}")
    if document.duties:
        parts.append(document.duties_lead)
    parts.extend(f"{place}.{duty}" for place, duty in enumerate(document.duties, start=1))
    if document.effect:
        parts.append(f"ทั้งนี้{document.effect.removeprefix('ทั้งนี้')}")
    return [*parts, *_end("สั่ง", document)]


@_parts.register
def _(document: AnnouncementDocument) -> list[str]:
    parts = [f"ประกาศ{document.office_name}", f"เรื่อง{document.subject}", *document.paragraphs]
    parts.extend(f"{place}.{item}" for place, item in enumerate(document.items, start=1))
    return [*parts, document.conclusion, *_end("ประกาศ", document)]


@_parts.register
def _(document: ElectionResultDocument) -> list[str]:
    good = sum(one.votes for one in document.candidates)
    parts = [
        f"ประกาศ{document.office_name}",
        f"เรื่อง{document.subject}",
        *document.paragraphs,
        f"1.จำนวนผู้มีสิทธิเลือกตั้งตามบัญชีรายชื่อ{document.on_roll}คน",
        f"2.จำนวนผู้มาใช้สิทธิเลือกตั้ง{document.voted}คน",
        f"3.จำนวนบัตรดี{good}บัตร",
        f"4.จำนวนบัตรที่ไม่ประสงค์ลงคะแนน{document.blank}บัตร",
        f"5.จำนวนบัตรเสีย{document.spoilt}บัตร",
        "หมายเลขชื่อ-สกุลตำแหน่งคะแนนผล",
    ]
    for one in document.candidates:
        elected = "ได้รับเลือกตั้ง" if one.elected else ""
        parts.append(f"{one.number}{one.name}{one.position}{one.votes}{elected}")
    return [*parts, document.tie_rule, document.conclusion, *_end("ประกาศ", document)]


@_parts.register
def _(document: MemoDocument) -> list[str]:
    parts = [
        "บันทึกข้อความ",
        f"ส่วนราชการ{document.department}",
        f"ที่{document.letter_code}{document.number}",
        f"วันที่{show_date(document.signed_on)}",
        f"เรื่อง{document.subject}",
        f"เรียน{document.addressee}",
        *document.introduction,
    ]
    for place, part in enumerate(document.parts, start=1):
        parts.extend([f"{place}.{part.title}", *part.paragraphs])
    return [*parts, document.request, f"({document.signer_name})", document.signer_position]


@_parts.register
def _(document: ByLawDocument) -> list[str]:
    version = f"(ฉบับที่{document.number})" if document.number > 1 else ""
    parts = [
        f"ข้อบังคับ{document.network_name}",
        f"ว่าด้วย{document.about}{version}พ.ศ.{document.signed_on.year + 543}",
        *document.preamble,
    ]
    number = 0
    groups = [("", document.articles)]
    groups += [
        (f"หมวด{place}{chapter.title}", chapter.articles)
        for place, chapter in enumerate(document.chapters, start=1)
    ]
    for title, articles in [*groups, ("", document.final_articles)]:
        parts.append(title)
        for article in articles:
            number += 1
            parts.append(f"ข้อ{number}{''.join(article.paragraphs)}")
    return [*parts, document.adoption, *_end("ประกาศ", document)]


@_parts.register
def _(document: RegisterDocument) -> list[str]:
    """One page only: a second would say its header again."""
    parts = [
        document.title,
        document.office_name,
        f"ข้อมูล ณ วันที่ {show_date(document.as_of, era=True)}",
        "ลำดับชื่อ-สกุลตำแหน่งในคณะกรรมการตำแหน่งหรือสังกัดชุมชนวาระตั้งแต่–ถึงคำสั่งที่",
    ]
    for group in document.groups:
        parts.append(group.title)
        for place, row in enumerate(group.rows, start=1):
            first, last = (show_date(day, style="short") for day in (row.term_from, row.term_to))
            parts.append(
                f"{place}{row.name}{row.role}{row.position}{row.community}{first}–{last}{row.order_number}"
            )
    return parts


def _end(verb: str, document) -> list[str]:
    day = show_date(document.signed_on, era=True)
    return [
        f"{verb} ณ วันที่ {day}",
        document.signer_rank,
        f"({document.signer_name})",
        document.signer_position,
    ]
