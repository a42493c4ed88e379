"""The paper that a by-law is: its form, its canonical text, and what is printed at its foot (DOMAIN 5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.documents.content import (
    ByLawArticle,
    ByLawChapter,
    ByLawDocument,
    Verification,
    read_paper,
)
from core.i18n.dates import show_date, show_datetime
from core.i18n.digits import to_thai_digits
from tenants.bylaws.articles import ArticleText, ByLawText, Section, paragraphs, sections
from tenants.bylaws.models import ByLaw

ABOUT = "การดำเนินงานของเครือข่าย"
"""What a by-law is about where the manual's title does not say it: the form has a line for it."""

_KIND, _ABOUT, _COMMITTEE = "ข้อบังคับ", "ว่าด้วย", "คณะกรรมการ"
_DISTRICT = "เขต"


@dataclass(frozen=True)
class Sealing:
    """What the adoption adds to a draft: the meeting's sentence, its day, and the chair of that day."""

    adoption: str
    adopted_on: date
    chair_name: str | None
    sealed_at: datetime


def document_of(
    by_law: ByLaw,
    text: ByLawText,
    *,
    committee_title: str,
    district_name: str,
    sealing: Sealing | None = None,
) -> ByLawDocument:
    """The paper of a by-law: a draft without day and chair, or sealed by its adoption."""
    name, about = _heading(text.title, district_name)
    parts = sections(text)
    first = next((place for place, part in enumerate(parts) if part.heading), len(parts))
    end = len(parts)
    while end > first and not parts[end - 1].heading:
        end -= 1
    return ByLawDocument(
        network_name=name,
        about=about,
        preamble=paragraphs(text.preamble),
        articles=_articles(parts[:first]),
        chapters=tuple(_chapter(part) for part in parts[first:end]),
        final_articles=_articles(parts[end:]),
        adoption=sealing.adoption if sealing else "",
        number=by_law.number,
        signed_on=sealing.adopted_on if sealing else None,
        signer_name=sealing.chair_name if sealing else None,
        signer_position=f"ประธาน{committee_title.removeprefix(_COMMITTEE)}",
        draft=sealing is None,
        is_example=by_law.is_example,
        edition_note=f"จัดทำตามคู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {to_thai_digits(str(by_law.edition))}",
        prepared_at=sealing.sealed_at if sealing else by_law.changed_at,
    )


def adopted_document(by_law: ByLaw) -> ByLawDocument:
    """The paper that was adopted, as it was hashed, with the place where it can be checked at its foot."""
    paper = read_paper(by_law.canonical or "")
    if not isinstance(paper, ByLawDocument):
        raise TypeError("The kept text of a by-law is another paper.")
    meeting: dict[str, Any] = by_law.meeting or {}
    verification = Verification(
        url=meeting["verification_url"],
        code=by_law.verification_code or "",
        sha256=(by_law.sha256 or "")[:16],
    )
    moment = show_datetime(paper.prepared_at)
    return replace(
        paper,
        verification=verification,
        signed_by_note=f"บันทึกมติที่ประชุมโดย {by_law.recorded_by} {by_law.recorded_by_position} เมื่อ {moment}",
    )


def adoption_sentence(
    *,
    committee_title: str,
    held_on: date,
    place: str,
    entitled: int,
    present: int,
    votes: Sequence[int],
    in_force_from: date,
) -> str:
    """What the paper says of the meeting; `votes` are those for, against and abstaining."""
    day = show_date(held_on, style="long", era=True)
    votes_for, against, abstaining = votes
    effect = show_date(in_force_from, style="long", era=True)
    return (
        f"ที่ประชุม{committee_title} เมื่อวันที่ {day} ณ {place} "
        f"มีกรรมการมาประชุม {present} คน จากกรรมการทั้งหมด {entitled} คน ครบองค์ประชุม "
        f"มีมติเห็นชอบข้อบังคับนี้ โดยมีผู้เห็นชอบ {votes_for} เสียง ไม่เห็นชอบ {against} เสียง "
        f"งดออกเสียง {abstaining} เสียง ให้ใช้บังคับตั้งแต่วันที่ {effect} เป็นต้นไป"
    )


def file_name(by_law: ByLaw, ending: str) -> str:
    """ข้อบังคับ… ฉบับที่ 1.pdf: for the folder of an officer."""
    return f"{by_law.content['title']} ฉบับที่ {by_law.number}.{ending}".replace("/", "-")


def _heading(title: str, district_name: str) -> tuple[str, str]:
    """What stands after ข้อบังคับ and after ว่าด้วย; the network's name says its district."""
    name, _found, about = title.removeprefix(_KIND).partition(_ABOUT)
    name = name.strip()
    if district_name not in name:
        name = f"{name} {_DISTRICT}{district_name}"
    return name, about.strip() or ABOUT


def _articles(parts: Sequence[Section]) -> tuple[ByLawArticle, ...]:
    return tuple(_article(entry[1]) for part in parts for entry in part.articles)


def _article(article: ArticleText) -> ByLawArticle:
    return ByLawArticle(paragraphs=paragraphs(article.body))


def _chapter(part: Section) -> ByLawChapter:
    return ByLawChapter(
        title="" if part.named else part.title,
        heading=part.title if part.named else "",
        articles=_articles([part]),
    )
