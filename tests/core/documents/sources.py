"""What each paper must say, written down a second time and without the renderer's help."""

from functools import singledispatch

from core.documents.content import (
    AnnouncementDocument,
    AttendanceSheetDocument,
    BadgeSheetDocument,
    ByLawDocument,
    CertificateDocument,
    CodePosterDocument,
    ElectionResultDocument,
    InvitationDocument,
    MemoDocument,
    MinutesDocument,
    OrderDocument,
    Paper,
    PayListDocument,
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


@_parts.register
def _(document: MinutesDocument) -> list[str]:
    def people(title, lines):
        return [title, *(f"{place}.{words}" for place, words in enumerate(lines, start=1))]

    parts = [
        f"รายงานการประชุม{document.body_name}ครั้งที่{document.number}/{document.year}",
        "เมื่อวันพุธที่ 2 ธันวาคม 2569 เวลา 09.00 – 12.00 น.",
        f"ณ{document.place}",
        *people(
            "ผู้มาประชุม",
            [
                f"{one.name}{one.position}{'แทน' if one.stands_in_for else ''}{one.stands_in_for}{one.role}"
                for one in document.present
            ],
        ),
        *people(
            "ผู้ไม่มาประชุม",
            [
                f"{one.name}{one.position}{f'({one.reason})' if one.reason else ''}{one.role}"
                for one in document.absent
            ],
        ),
        *people("ผู้เข้าร่วมประชุม", [f"{one.name}{one.position}" for one in document.guests]),
        f"เริ่มประชุมเวลา{document.opened_at:%H.%M}น.",
    ]
    for entry in document.items:
        parts += [f"ระเบียบวาระที่{entry.number}{entry.title}", *entry.paragraphs]
        for place, item in enumerate(entry.items, start=1):
            parts += [f"{entry.number}.{place}{item.title}", *item.paragraphs, *_resolved(item)]
        parts += _resolved(entry)
    return [
        *parts,
        f"เลิกประชุมเวลา{document.closed_at:%H.%M}น.",
        f"({document.recorder_name}){document.recorder_position}ผู้จดรายงานการประชุม",
        f"({document.checker_name}){document.checker_position}ผู้ตรวจรายงานการประชุม",
        f"การรับรองรายงานการประชุม{document.adopted_note}",
    ]


def _resolved(matter) -> list[str]:
    parts = [f"มติที่ประชุม{matter.resolution}"] if matter.resolution else []
    if matter.vote:
        vote = matter.vote
        parts.append(
            f"(เห็นชอบ{vote.agree}เสียงไม่เห็นชอบ{vote.disagree}เสียงงดออกเสียง{vote.abstain}เสียง)"
        )
    if matter.tasks:
        parts.append("มอบหมายให้ดำเนินการดังนี้")
    for place, task in enumerate(matter.tasks, start=1):
        due = f"ภายในวันที่{show_date(task.due)}" if task.due else ""
        parts.append(f"{place}){task.text}ผู้รับผิดชอบ{task.owner}{due}")
    return parts


@_parts.register
def _(document: InvitationDocument) -> list[str]:
    when = "วันพุธที่ 2 ธันวาคม 2569 เวลา 09.00 – 12.00 น. ณ " + document.place
    heading = "".join(document.agenda_heading)
    parts = [
        f"ที่{document.letter_code}{document.number}",
        *document.office_address,
        show_date(document.signed_on),
        f"เรื่อง{document.subject}เรียน{document.addressee}",
        "สิ่งที่ส่งมาด้วย1.ระเบียบวาระการประชุมจำนวน1ฉบับ2.บัญชีรายชื่อแนบท้ายจำนวน1ชุด",
        *document.paragraphs,
        f"จึงขอเชิญท่าน{document.event}ใน{when}ตามระเบียบวาระการประชุมที่ส่งมาพร้อมนี้",
        "จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว",
        f"ขอแสดงความนับถือ({document.signer_name}){document.signer_position}",
        *document.contact,
        f"ระเบียบวาระการประชุม{heading}{when}",
    ]
    for place, line in enumerate(document.agenda, start=1):
        parts.append(f"ระเบียบวาระที่{place}{line.title}")
        parts += [f"{place}.{count}{item}" for count, item in enumerate(line.items, start=1)]
    parts.append(f"บัญชีรายชื่อแนบท้าย{heading}")
    return parts + [
        f"{place}.{one.name}{one.position}" for place, one in enumerate(document.invitees, start=1)
    ]


@_parts.register
def _(document: AttendanceSheetDocument) -> list[str]:
    """One page only, as of a register."""
    parts = [document.title, *document.heading]
    parts.append(f"ลำดับชื่อ-สกุล{document.position_label}ตำแหน่งในที่ประชุม")
    parts += [*document.columns, "หมายเหตุ"]
    return parts + [
        f"{place}{row.name}{row.position}{row.role}{row.remark}"
        for place, row in enumerate(document.rows, start=1)
    ]


@_parts.register
def _(document: PayListDocument) -> list[str]:
    parts = [
        document.title,
        *document.heading,
        f"ข้าพเจ้าผู้มีรายชื่อข้างท้ายนี้ได้รับเงินค่าเบี้ยประชุมจาก{document.payer}",
        "ไว้เป็นการถูกต้องแล้วจึงลงลายมือชื่อไว้เป็นหลักฐาน",
        f"อัตราที่จ่าย{document.rate}ตาม{document.rate_source}",
        f"{document.approved_by}ได้อนุมัติให้จ่ายค่าเบี้ยประชุมครั้งนี้ไว้ก่อนแล้ว",
        f"เมื่อวันที่{show_date(document.approved_on, era=True)}",
        "ลำดับชื่อ-สกุลตำแหน่งจำนวนเงิน(บาท)ลายมือชื่อผู้รับเงิน",
    ]
    for place, row in enumerate(document.rows, start=1):
        parts.append(f"{place}{row.name}{row.role}{row.amount:.2f}")
    return [
        *parts,
        "รวมเป็นเงินทั้งสิ้น(หนึ่งพันสองร้อยบาทถ้วน)1,200.00",
        f"({document.payer_name}){document.payer_position}ผู้จ่ายเงิน",
        f"วันที่{show_date(document.paid_on, era=True)}",
    ]


@_parts.register
def _(document: CertificateDocument) -> list[str]:
    return [
        document.office_name,
        document.title,
        document.lead,
        document.holder_name,
        document.achievement,
        document.course,
        "ระหว่างวันที่ 2 – 4 ธันวาคม พ.ศ. 2569 รวม 18 ชั่วโมง",
        *_end("ให้ไว้", document),
        f"เลขที่{document.serial}",
    ]


@_parts.register
def _(document: BadgeSheetDocument) -> list[str]:
    return [
        f"{document.event}{card.name}{card.affiliation}{document.hint}{card.code}"
        for card in document.cards
    ]


@_parts.register
def _(document: CodePosterDocument) -> list[str]:
    return [
        document.office_name,
        document.event,
        "วันพุธที่ 2 ธันวาคม 2569",
        document.place,
        document.instruction,
        f"หรือเปิดที่อยู่นี้{document.url.removeprefix('https://')}รหัส{document.code}",
    ]


def _end(verb: str, document) -> list[str]:
    day = show_date(document.signed_on, era=True)
    return [
        f"{verb} ณ วันที่ {day}",
        document.signer_rank,
        f"({document.signer_name})",
        document.signer_position,
    ]
