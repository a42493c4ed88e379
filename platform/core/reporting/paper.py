"""A report as an official paper in Thai: PDF with Thai digits, charts, tables and its definitions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.documents.foot import pieces_of_line
from core.documents.text import line_pieces
from core.documents.typesetting import typeset
from core.i18n.dates import show_datetime, show_month
from core.i18n.digits import to_thai_digits
from core.reporting.content import Content, Defined
from core.reporting.drawings import drawing_of
from core.reporting.paper_front import front_page
from core.reporting.paper_tables import level_tables, place_tables
from core.reporting.pictures import ON_PAPER, Picture, pictures
from core.reporting.versions import apart_words, has_several_versions
from core.reporting.words import period_words
from ui.drawings import LegendStep
from ui.palettes import amount_colour

LINE_ROOM, OTHER_ROOM = 9.2, 6.8
"""Centimetres: both beside each other on A4."""


@dataclass(frozen=True)
class Sealing:
    """What the paper says about itself: who drew it up and published it, its hash and how to check it."""

    draft: bool
    lines: tuple[str, ...]
    checking: tuple[str, ...]
    prepared_at: datetime


def report_pdf(content: Content, *, title: str, remarks: str, sealing: Sealing) -> bytes:
    """The report as PDF. A draft bears its mark on every page, and so does an example."""
    heading = period_words(content.span, digits="thai")
    values = {
        "metadata_title": to_thai_digits(title),
        "title": line_pieces(title),
        "heading": [
            line_pieces(content.office_th),
            line_pieces(f"ข้อมูล ณ {show_datetime(content.as_of)}"),
        ],
        "period": heading,
        "draft": sealing.draft,
        "is_example": content.is_example,
        "note": to_thai_digits(f"{content.office_th} · {heading}"),
        "front": front_page(content),
        "explanation": [
            line_pieces(words) for words in (*explanation(content), *version_lines(content))
        ],
        "summary": level_tables(content),
        "pictures": [_picture(each) for each in pictures(content, "th", ON_PAPER)],
        "credit": line_pieces(f"แนวเขต: {content.credit}") if content.credit else [],
        "places": place_tables(content) if content.places else None,
        "approvals": line_pieces(" · ".join(approval_lines(content))),
        "remarks": [line_pieces(words) for words in remarks.splitlines() if words.strip()],
        "definitions": [_definition(each) for each in (*content.definitions, *content.earlier)],
        "sealing": [line_pieces(words) for words in sealing.lines],
        "checking": [pieces_of_line(words) for words in sealing.checking],
    }
    return typeset("report", values, at=sealing.prepared_at)


def explanation(content: Content) -> Iterator[str]:
    """How to read the figures."""
    yield (
        "ผลตามข้อมูลทางการ หมายถึง ผลที่นับจากข้อมูลซึ่งผู้อำนวยการเขตรับรองแล้ว "
        "เดือนใดยังไม่รับรองนับจากข้อมูลที่รายงาน ส่วนผลตามรายงานนับจากข้อมูลที่รายงานทั้งหมด "
        "ผลรวมของอัตราส่วนคำนวณจากผลรวมของตัวตั้งหารด้วยผลรวมของตัวหาร มิใช่ค่าเฉลี่ยของร้อยละ"
    )
    yield "ตัวเลขที่ยังไม่ทราบระบุเหตุไว้แทนตัวเลข และมิได้นับเป็นศูนย์"
    left_out = max((entry.left_out for entry in content.whole.entries.values()), default=0)
    if left_out:
        yield f"ข้อมูลตัวอย่างของ {left_out} เขตไม่นับรวมในผลของกรุงเทพมหานคร"


def version_lines(content: Content) -> Iterator[str]:
    """Which figures stand under which version, where not all of an indicator are counted by one."""
    apart = [
        f"{each.title_th} นับตามนิยามฉบับที่ {each.version} {words}"
        for each in content.definitions
        if (words := apart_words(content, each.key, content.whole.entries[each.key]))
    ]
    if has_several_versions(content):
        yield (
            "ตัวเลขที่นับตามนิยามต่างฉบับไม่นำมารวมหรือเปรียบเทียบกัน ช่องใดระบุฉบับไว้ "
            "ช่องนั้นนับตามนิยามฉบับอื่นนอกจากฉบับของหัวตาราง งวดที่รับรองแล้วใช้นิยามในวันที่รับรอง"
        )
    yield from apart


def approval_lines(content: Content) -> list[str]:
    """For each month how many districts had approved it; for a district whether it had."""
    one = all(each.offices == 1 for each in content.approvals)
    return [
        f"{show_month(each.month)} "
        + (
            ("รับรองแล้ว" if each.approved else "ยังไม่รับรอง")
            if one
            else f"รับรองแล้ว {each.approved} จาก {each.offices} เขต"
        )
        for each in content.approvals
    ]


def _picture(picture: Picture) -> dict[str, Any]:
    drawn = [
        ("lines", picture.trend, "แนวโน้มรายเดือน 12 เดือน"),
        ("tiles", picture.tiles, "ผลของแต่ละเขตตามตำแหน่งโดยประมาณ"),
        ("areas", picture.areas, "ผลของแต่ละเขตตามแนวเขต"),
        ("bars", picture.bars, "ผลของแต่ละโซน"),
    ]
    definition = picture.definition
    return {
        "title": line_pieces(definition.title_th),
        "drawings": [
            {
                "caption": line_pieces(caption),
                "picture": drawing_of(macro, chart),
                "alt": to_thai_digits(f"{caption} {definition.title_th}"),
                "width": LINE_ROOM if macro == "lines" else OTHER_ROOM,
                "legend": _legend(getattr(chart, "legend", ())),
            }
            for macro, chart, caption in drawn
            if chart is not None
        ],
    }


def _legend(steps: tuple[LegendStep, ...]) -> list[dict[str, str]]:
    """What the shades of a map mean; empty for a picture that has none."""
    if not steps:
        return []
    shades = [(step.amount, to_thai_digits(step.words)) for step in steps]
    return [
        {"fill": amount_colour(amount), "words": words}
        for amount, words in [*shades, (0, "ไม่มีตัวเลข")]
    ]


def _definition(definition: Defined) -> dict[str, Any]:
    pieces = [
        *_labelled("นิยาม", line_pieces(definition.definition_th)),
        *_labelled("สูตร", pieces_of_line(definition.formula)),
        *_labelled("แนวทางที่เลือกใช้", line_pieces(definition.choice_th)),
        *_labelled("ที่มา", line_pieces(definition.source_th)),
    ]
    return {
        "title": [
            *pieces_of_line(f"{definition.code} "),
            " ",
            *line_pieces(f"{definition.title_th} (ฉบับที่ {definition.version})"),
        ],
        "pieces": pieces,
    }


def _labelled(label: str, pieces: list[str]) -> list[str]:
    """A label and its words in one flow; nothing where there are no words."""
    if not pieces:
        return []
    *before, last = line_pieces(f"{label}:")
    *words, end = pieces
    return [*before, f"{last} ", *words, f"{end} "]
