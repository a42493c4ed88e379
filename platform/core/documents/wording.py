"""The fixed words of each kind of paper, put around its content (DOMAIN 5.1-5.5)."""

from collections.abc import Iterable, Iterator
from functools import singledispatch

from core.documents.content import (
    AnnouncementDocument,
    ByLawArticle,
    ByLawDocument,
    ElectionResultDocument,
    InvitationDocument,
    MemberBlock,
    MemoDocument,
    MinutesDocument,
    OrderDocument,
    Paper,
)
from core.documents.meeting_wording import invitation_outline, minutes_outline
from core.documents.outline import (
    Chapter,
    Figures,
    Grid,
    MemoHead,
    Outline,
    Paragraph,
    Part,
    Seat,
    Seats,
)
from core.documents.phrases import (
    BLANK,
    dated,
    end_of,
    letter_date,
    metadata_title,
    numbered,
    paragraphs_of,
    thai,
    year_of,
)

EFFECT_LEAD = "ทั้งนี้"
FULL_EMBLEM, MEMO_EMBLEM = 3.0, 1.5
"""The two heights of the garuda in centimetres; there is no third (DOMAIN 5.1)."""

VOTE_HEADER = ("หมายเลข", "ชื่อ - สกุล", "ตำแหน่ง", "คะแนน", "ผล")
_VOTE_WIDTHS = (2.0, 4.8, 4.7, 1.7, 2.8)
_VOTE_CENTRED = (0, 3, 4)


@singledispatch
def outline_of(document: Paper) -> Outline:
    """The paper's outline; TypeError for a paper that has none."""
    raise TypeError(f"{type(document).__name__} has no outline")


outline_of.register(MinutesDocument, minutes_outline)
outline_of.register(InvitationDocument, invitation_outline)


@outline_of.register
def _(document: OrderDocument) -> Outline:
    kind = f"คำสั่ง{thai(document.office_name)}"
    parts: list[Part] = [*paragraphs_of(document.paragraphs), *_seat_blocks(document.blocks)]
    duties = list(numbered(document.duties))
    if duties:
        parts += [Paragraph(text=thai(document.duties_lead), lead=True), *duties]
    return Outline(
        metadata_title=metadata_title(document, kind, document.number),
        title=kind,
        number=_order_number(document),
        heading=(f"เรื่อง {thai(document.subject)}",),
        emblem_height=FULL_EMBLEM,
        parts=tuple(parts),
        effect_lead=EFFECT_LEAD,
        effect=thai(document.effect).removeprefix(EFFECT_LEAD).strip(),
        dated=dated("สั่ง", document),
        **end_of(document),
    )


@outline_of.register
def _(document: AnnouncementDocument) -> Outline:
    parts: list[Part] = [*paragraphs_of(document.paragraphs), *numbered(document.items)]
    parts += paragraphs_of((document.conclusion,))
    return _announcement(document, parts)


@outline_of.register
def _(document: ElectionResultDocument) -> Outline:
    parts: list[Part] = [*paragraphs_of(document.paragraphs), *_count(document)]
    if document.candidates:
        parts.append(_votes(document))
    parts += paragraphs_of((document.tie_rule, document.conclusion))
    return _announcement(document, parts)


@outline_of.register
def _(document: MemoDocument) -> Outline:
    parts: list[Part] = [*paragraphs_of(document.introduction)]
    for place, part in enumerate((one for one in document.parts if one.title.strip()), start=1):
        label = thai(f"{place}.")
        parts.append(Paragraph(text=thai(part.title), label=label, bold=True, lead=True))
        parts += [Paragraph(text=one.text, close=True) for one in paragraphs_of(part.paragraphs)]
    parts += paragraphs_of((document.request,))
    return Outline(
        metadata_title=metadata_title(document, "บันทึกข้อความ", document.number),
        title="บันทึกข้อความ",
        emblem_height=MEMO_EMBLEM,
        memo=MemoHead(
            department=thai(document.department),
            number=thai(f"{document.letter_code}{document.number or ''}"),
            dated=letter_date(document),
            subject=thai(document.subject),
            addressee=thai(document.addressee),
        ),
        parts=tuple(parts),
        **end_of(document),
    )


@outline_of.register
def _(document: ByLawDocument) -> Outline:
    kind = f"ข้อบังคับ{thai(document.network_name)}"
    heading = [f"ว่าด้วย{thai(document.about)}"]
    if document.number > 1:
        heading.append(thai(f"(ฉบับที่ {document.number})"))
    heading.append(f"พ.ศ. {year_of(document)}")
    version = str(document.number) if document.number > 1 else None
    return Outline(
        metadata_title=metadata_title(document, kind, version, label="ฉบับที่"),
        title=kind,
        heading=tuple(heading),
        parts=tuple(_by_law_parts(document)),
        dated=dated("ประกาศ", document),
        **end_of(document),
    )


def _announcement(
    document: AnnouncementDocument | ElectionResultDocument, parts: list[Part]
) -> Outline:
    kind = f"ประกาศ{thai(document.office_name)}"
    return Outline(
        metadata_title=metadata_title(document, kind, document.number),
        title=kind,
        number=None if document.number is None else (f"ที่ {thai(document.number)}", ""),
        heading=(f"เรื่อง {thai(document.subject)}",),
        emblem_height=FULL_EMBLEM,
        parts=tuple(parts),
        dated=dated("ประกาศ", document),
        **end_of(document),
    )


def _order_number(document: OrderDocument) -> tuple[str, str]:
    if document.number is None:
        return "ที่", f"/{year_of(document)}"
    return f"ที่ {thai(document.number)}", ""


def _seat_blocks(blocks: Iterable[MemberBlock]) -> Iterator[Part]:
    for place, block in enumerate(blocks, start=1):
        yield Paragraph(text=thai(block.title), label=thai(f"{place}."), lead=True)
        if block.members:
            yield Seats(
                seats=tuple(
                    Seat(
                        number=thai(f"{place}.{seat}"),
                        name=thai(member.name) or BLANK * 2,
                        position=thai(member.position),
                        role=thai(member.role),
                    )
                    for seat, member in enumerate(block.members, start=1)
                )
            )


def _count(document: ElectionResultDocument) -> Iterator[Figures]:
    counted = [one.votes for one in document.candidates if one.votes is not None]
    figures = (
        ("จำนวนผู้มีสิทธิเลือกตั้งตามบัญชีรายชื่อ", document.on_roll, "คน"),
        ("จำนวนผู้มาใช้สิทธิเลือกตั้ง", document.voted, "คน"),
        ("จำนวนบัตรดี", sum(counted) if counted else None, "บัตร"),
        ("จำนวนบัตรที่ไม่ประสงค์ลงคะแนน", document.blank, "บัตร"),
        ("จำนวนบัตรเสีย", document.spoilt, "บัตร"),
    )
    known = [(label, value, unit) for label, value, unit in figures if value is not None]
    if known:
        yield Figures(
            rows=tuple(
                (thai(f"{place}. {label}"), thai(f"{value:,}"), unit)
                for place, (label, value, unit) in enumerate(known, start=1)
            )
        )


def _votes(document: ElectionResultDocument) -> Grid:
    return Grid(
        header=VOTE_HEADER,
        rows=tuple(
            (
                thai(str(one.number)),
                thai(one.name),
                thai(one.position),
                "........" if one.votes is None else thai(f"{one.votes:,}"),
                "ได้รับเลือกตั้ง" if one.elected else "",
            )
            for one in document.candidates
        ),
        widths=_VOTE_WIDTHS,
        centred=_VOTE_CENTRED,
        names=(1,),
    )


def _by_law_parts(document: ByLawDocument) -> Iterator[Part]:
    yield from paragraphs_of(document.preamble)
    yield from _articles(document.articles, first=1)
    number = 1 + len(document.articles)
    counted = 0
    for chapter in document.chapters:
        if not chapter.heading:
            counted += 1
        heading = thai(chapter.heading) or thai(f"หมวด {counted}")
        yield Chapter(lines=tuple(line for line in (heading, thai(chapter.title)) if line))
        yield from _articles(chapter.articles, first=number)
        number += len(chapter.articles)
    yield from _articles(document.final_articles, first=number)
    yield from paragraphs_of((document.adoption,))


def _articles(articles: tuple[ByLawArticle, ...], *, first: int) -> Iterator[Paragraph]:
    for number, article in enumerate(articles, start=first):
        head, *others = article.paragraphs or ("",)
        yield Paragraph(text=thai(head), label=thai(f"ข้อ {number}"))
        yield from (Paragraph(text=one.text, close=True) for one in paragraphs_of(others))
