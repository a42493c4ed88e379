"""The first page of a report, which an executive can read alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.documents.text import line_pieces
from core.reporting.content import Content, Defined
from core.reporting.paper_words import (
    amount_words,
    before_words,
    change_of,
    change_sentence,
    course_words,
    parts_words,
    reached_words,
    target_words,
    unit_words,
)
from core.reporting.pictures import main_indicators
from core.reporting.versions import version_mark
from core.reporting.words import period_words

HEADER = ("ตัวชี้วัดหลัก", "ผล", "เป้าหมาย", "งวดก่อน", "เปลี่ยนแปลง", "เทียบเป้าหมาย")
WIDTHS = (4.9, 2.6, 2.2, 2.3, 2.4, 2.1)


def front_page(content: Content) -> dict[str, Any]:
    """The state of the data, the main indicators with what they were before, and what changed in words."""
    main = main_indicators(content)
    return {
        "state": [
            {"number": line_pieces(number), "words": line_pieces(words)}
            for number, words in _state(content)
        ],
        "overview": line_pieces(_overview(content)),
        "before": line_pieces(f"งวดก่อน หมายถึง {period_words(content.span.before())}"),
        "header": [[line_pieces(words)] for words in HEADER],
        "widths": WIDTHS,
        "rows": [_row(content, each) for each in main],
        "changes": [
            line_pieces(
                change_sentence(
                    each, content.whole.entries[each.key], content.previous.get(each.key)
                )
            )
            for each in main
        ],
    }


def _row(content: Content, definition: Defined) -> list[list[list[str]]]:
    entry, before = content.whole.entries[definition.key], content.previous.get(definition.key)
    parts = parts_words(entry.official)
    return [
        [
            line_pieces(
                f"{definition.title_th} ({unit_words(definition)} {version_mark(entry.official)})"
            )
        ],
        [
            line_pieces(amount_words(definition, entry.official)),
            *([line_pieces(f"({parts})")] if parts else []),
        ],
        [line_pieces(target_words(definition, entry))],
        [line_pieces(before_words(content, definition, before))],
        [line_pieces(course_words(definition, entry.official, before))],
        [line_pieces(reached_words(entry))],
    ]


def _state(content: Content) -> Iterator[tuple[str, str]]:
    """How much of the data is approved, reported and missing: of districts, or of a district's months."""
    if len(content.approvals) == 0:
        return
    if all(each.offices == 1 for each in content.approvals):
        months = len(content.approvals)
        approved = sum(each.approved for each in content.approvals)
        yield f"{approved} จาก {months}", "เดือนที่ผู้อำนวยการเขตรับรองข้อมูลแล้ว"
        return
    districts = content.approvals[0].offices
    reporting = sum(
        any(entry.official.is_known for entry in place.entries.values()) for place in content.places
    )
    if content.approved_offices is not None:
        yield f"{content.approved_offices} จาก {districts} เขต", "รับรองข้อมูลครบทุกเดือนของงวด"
    yield f"{reporting} จาก {districts} เขต", "มีตัวเลขในงวดนี้อย่างน้อยหนึ่งตัวชี้วัด"
    yield f"{districts - reporting} เขต", "ยังไม่มีตัวเลขในงวดนี้"


def _overview(content: Content) -> str:
    """How many indicators are known, reach their target, and went up or down."""
    entries = content.whole.entries
    known = [each for each in content.definitions if entries[each.key].official.is_known]
    judged = [each for each in known if entries[each.key].reached is not None]
    reached = sum(entries[each.key].reached is True for each in judged)
    words = f"ตัวชี้วัดทั้งหมด {len(content.definitions)} ตัว ทราบผลแล้ว {len(known)} ตัว"
    if judged:
        words += f" ในจำนวนนี้มีเป้าหมาย {len(judged)} ตัว ถึงเป้าหมาย {reached} ตัว"
    return words + _courses(content, known)


def _courses(content: Content, known: Sequence[Defined]) -> str:
    found = [
        change
        for each in known
        if (
            change := change_of(
                content.whole.entries[each.key].official, content.previous.get(each.key)
            )
        )
        is not None
    ]
    if not found:
        return ""
    up, down = sum(each > 0 for each in found), sum(each < 0 for each in found)
    return f" เทียบกับงวดก่อนเพิ่มขึ้น {up} ตัว ลดลง {down} ตัว เท่าเดิม {len(found) - up - down} ตัว"
