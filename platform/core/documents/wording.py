"""The fixed words of each kind of paper, put around its content (DOMAIN 5.1-5.5)."""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from core.documents.content import (
    AnnouncementDocument,
    ByLawArticle,
    ByLawDocument,
    ElectionResultDocument,
    MemberBlock,
    MemoDocument,
    OrderDocument,
    Paper,
    SignedPaper,
)
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
from core.i18n.dates import buddhist_year, show_date, to_bangkok
from core.i18n.digits import to_thai_digits

BLANK = "........................"
EFFECT_LEAD = "ทั้งนี้"
FULL_EMBLEM, MEMO_EMBLEM = 3.0, 1.5
"""The two heights of the garuda in centimetres; there is no third (DOMAIN 5.1)."""

VOTE_HEADER = ("หมายเลข", "ชื่อ - สกุล", "ตำแหน่ง", "คะแนน", "ผล")
_VOTE_WIDTHS = (2.0, 4.8, 4.7, 1.7, 2.8)
_VOTE_CENTRED = (0, 3, 4)


@singledispatch
def outline_of(document: SignedPaper) -> Outline:
    """The paper's outline; TypeError for a paper that has none."""
    raise TypeError(f"{type(document).__name__} has no outline")


@outline_of.register
def _(document: OrderDocument) -> Outline:
    kind = f"คำสั่ง{_thai(document.office_name)}"
    parts: list[Part] = [*_paragraphs(document.paragraphs), *_seat_blocks(document.blocks)]
    duties = list(_numbered(document.duties))
    if duties:
        parts += [Paragraph(text=_thai(document.duties_lead), lead=True), *duties]
    return Outline(
        metadata_title=_metadata_title(document, kind, document.number),
        title=kind,
        number=_order_number(document),
        heading=(f"เรื่อง {_thai(document.subject)}",),
        emblem_height=FULL_EMBLEM,
        parts=tuple(parts),
        effect_lead=EFFECT_LEAD,
        effect=_thai(document.effect).removeprefix(EFFECT_LEAD).strip(),
        dated=_dated("สั่ง", document),
        **_end(document),
    )


@outline_of.register
def _(document: AnnouncementDocument) -> Outline:
    parts: list[Part] = [*_paragraphs(document.paragraphs), *_numbered(document.items)]
    parts += _paragraphs((document.conclusion,))
    return _announcement(document, parts)


@outline_of.register
def _(document: ElectionResultDocument) -> Outline:
    parts: list[Part] = [*_paragraphs(document.paragraphs), *_count(document)]
    if document.candidates:
        parts.append(_votes(document))
    parts += _paragraphs((document.tie_rule, document.conclusion))
    return _announcement(document, parts)


@outline_of.register
def _(document: MemoDocument) -> Outline:
    parts: list[Part] = [*_paragraphs(document.introduction)]
    for place, part in enumerate((one for one in document.parts if one.title.strip()), start=1):
        label = _thai(f"{place}.")
        parts.append(Paragraph(text=_thai(part.title), label=label, bold=True, lead=True))
        parts += [Paragraph(text=one.text, close=True) for one in _paragraphs(part.paragraphs)]
    parts += _paragraphs((document.request,))
    return Outline(
        metadata_title=_metadata_title(document, "บันทึกข้อความ", document.number),
        title="บันทึกข้อความ",
        emblem_height=MEMO_EMBLEM,
        memo=MemoHead(
            department=_thai(document.department),
            number=_thai(f"{document.letter_code}{document.number or ''}"),
            dated=_memo_date(document),
            subject=_thai(document.subject),
            addressee=_thai(document.addressee),
        ),
        parts=tuple(parts),
        **_end(document),
    )


@outline_of.register
def _(document: ByLawDocument) -> Outline:
    kind = f"ข้อบังคับ{_thai(document.network_name)}"
    heading = [f"ว่าด้วย{_thai(document.about)}"]
    if document.number > 1:
        heading.append(_thai(f"(ฉบับที่ {document.number})"))
    heading.append(f"พ.ศ. {_year(document)}")
    version = str(document.number) if document.number > 1 else None
    return Outline(
        metadata_title=_metadata_title(document, kind, version, label="ฉบับที่"),
        title=kind,
        heading=tuple(heading),
        parts=tuple(_by_law_parts(document)),
        dated=_dated("ประกาศ", document),
        **_end(document),
    )


def note_of(document: Paper) -> str:
    """What stands small at the foot: when a draft was made, and the edition that it follows."""
    note = _thai(document.edition_note)
    if not document.draft:
        return note
    day = to_bangkok(document.prepared_at).date()
    made = f"ร่างเมื่อวันที่ {show_date(day, style='long', digits='thai', era=True)}"
    return f"{made} · {note}" if note else made


def _announcement(
    document: AnnouncementDocument | ElectionResultDocument, parts: list[Part]
) -> Outline:
    kind = f"ประกาศ{_thai(document.office_name)}"
    return Outline(
        metadata_title=_metadata_title(document, kind, document.number),
        title=kind,
        number=None if document.number is None else (f"ที่ {_thai(document.number)}", ""),
        heading=(f"เรื่อง {_thai(document.subject)}",),
        emblem_height=FULL_EMBLEM,
        parts=tuple(parts),
        dated=_dated("ประกาศ", document),
        **_end(document),
    )


def _order_number(document: OrderDocument) -> tuple[str, str]:
    if document.number is None:
        return "ที่", f"/{_year(document)}"
    return f"ที่ {_thai(document.number)}", ""


def _seat_blocks(blocks: Iterable[MemberBlock]) -> Iterator[Part]:
    for place, block in enumerate(blocks, start=1):
        yield Paragraph(text=_thai(block.title), label=_thai(f"{place}."), lead=True)
        if block.members:
            yield Seats(
                seats=tuple(
                    Seat(
                        number=_thai(f"{place}.{seat}"),
                        name=_thai(member.name) or BLANK * 2,
                        position=_thai(member.position),
                        role=_thai(member.role),
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
                (_thai(f"{place}. {label}"), _thai(f"{value:,}"), unit)
                for place, (label, value, unit) in enumerate(known, start=1)
            )
        )


def _votes(document: ElectionResultDocument) -> Grid:
    return Grid(
        header=VOTE_HEADER,
        rows=tuple(
            (
                _thai(str(one.number)),
                _thai(one.name),
                _thai(one.position),
                "........" if one.votes is None else _thai(f"{one.votes:,}"),
                "ได้รับเลือกตั้ง" if one.elected else "",
            )
            for one in document.candidates
        ),
        widths=_VOTE_WIDTHS,
        centred=_VOTE_CENTRED,
        names=(1,),
    )


def _by_law_parts(document: ByLawDocument) -> Iterator[Part]:
    yield from _paragraphs(document.preamble)
    yield from _articles(document.articles, first=1)
    number = 1 + len(document.articles)
    counted = 0
    for chapter in document.chapters:
        if not chapter.heading:
            counted += 1
        heading = _thai(chapter.heading) or _thai(f"หมวด {counted}")
        yield Chapter(lines=tuple(line for line in (heading, _thai(chapter.title)) if line))
        yield from _articles(chapter.articles, first=number)
        number += len(chapter.articles)
    yield from _articles(document.final_articles, first=number)
    yield from _paragraphs((document.adoption,))


def _articles(articles: tuple[ByLawArticle, ...], *, first: int) -> Iterator[Paragraph]:
    for number, article in enumerate(articles, start=first):
        head, *others = article.paragraphs or ("",)
        yield Paragraph(text=_thai(head), label=_thai(f"ข้อ {number}"))
        yield from (Paragraph(text=one.text, close=True) for one in _paragraphs(others))


def _paragraphs(texts: Iterable[str]) -> list[Paragraph]:
    return [Paragraph(text=_thai(text)) for text in texts if text.strip()]


def _numbered(texts: Iterable[str]) -> Iterator[Paragraph]:
    kept = (text for text in texts if text.strip())
    for number, text in enumerate(kept, start=1):
        yield Paragraph(text=_thai(text), label=_thai(f"{number}."), close=True)


def _end(document: SignedPaper) -> dict[str, Any]:
    """The signer, the marks and the foot, which all signed papers have in common."""
    return {
        "signer_rank": _thai(document.signer_rank),
        "signer": f"({_thai(document.signer_name or '') or BLANK * 2})",
        "signer_position": tuple(
            line.strip() for line in _thai(document.signer_position).splitlines() if line.strip()
        ),
        "draft": document.draft,
        "is_example": document.is_example,
        "note": note_of(document),
        "verification": None if document.draft else document.verification,
        "signed_by_note": "" if document.draft else _thai(document.signed_by_note),
    }


def _metadata_title(
    document: SignedPaper, kind: str, number: str | None, *, label: str = "ที่"
) -> str:
    """Kind, office and number only: a subject might name a person, metadata never does."""
    if document.draft:
        return f"ร่าง{kind}"
    return kind if number is None else f"{kind} {label} {_thai(number)}"


def _dated(verb: str, document: SignedPaper) -> str:
    if document.signed_on is None:
        return f"{verb} ณ วันที่ ........ {BLANK} พ.ศ. {_year(document)}"
    return f"{verb} ณ วันที่ {show_date(document.signed_on, style='long', digits='thai', era=True)}"


def _memo_date(document: MemoDocument) -> str:
    """Letters bear no "พ.ศ."; a draft leaves the day to be written by hand."""
    if document.signed_on is None:
        return ""
    return show_date(document.signed_on, style="long", digits="thai")


def _year(document: SignedPaper) -> str:
    """The calendar year of a paper that is not signed yet, in the Buddhist era."""
    day = document.signed_on or to_bangkok(document.prepared_at).date()
    return _thai(str(buddhist_year(day)))


def _thai(text: str) -> str:
    return to_thai_digits(text).strip()
