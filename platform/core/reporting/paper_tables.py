"""The tables of a report on paper: all indicators by level, and the annex of districts or zones."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from core.documents.foot import pieces_of_line
from core.documents.text import line_pieces
from core.i18n.numbers import NOTHING
from core.reporting.content import Cell, Content, Defined, Place
from core.reporting.paper_words import (
    amount_words,
    bare_amount,
    before_words,
    course_words,
    figure_lines,
    marked,
    parts_words,
    reached_words,
    target_words,
    unit_words,
)
from core.reporting.tables import standing_of
from core.reporting.versions import shown_in_full, version_mark
from core.web.figures.levels import by_level

SUMMARY = (
    "ตัวชี้วัด",
    "ผลตามข้อมูลทางการ",
    "ผลตามรายงาน",
    "งวดก่อน",
    "เปลี่ยนแปลง",
    "เป้าหมาย",
    "เทียบเป้าหมาย",
)
SUMMARY_WIDTHS = (4.9, 2.5, 2.4, 1.8, 1.8, 1.7, 1.4)

ROOM = 25.7
"""Centimetres between the margins of A4 landscape."""

PLACE_WIDTH = 2.7
NARROWEST = 1.6
LETTER = 0.158
"""Centimetres of a digit at 8 points; a column is as wide as its longest number with both parts."""

BORDER = 0.3

Lines = list[list[str]]


def level_tables(content: Content) -> dict[str, Any]:
    """All indicators of the office as a whole, under the levels of the logical framework."""
    return {
        "header": [[line_pieces(words)] for words in SUMMARY],
        "widths": SUMMARY_WIDTHS,
        "groups": [
            {
                "title": line_pieces(gettext(level)),
                "rows": [_summary_row(content, each) for each in members],
            }
            for level, members in by_level(content.definitions)
        ],
    }


def place_tables(content: Content) -> dict[str, Any]:
    """The places by those indicators that are known of any, and in words what no table has.

    Nothing that is known is left out: a place or an indicator without one figure stands below, with
    the reason.
    """
    told = [each for each in content.definitions if _is_known_of(content.places, each)]
    rows = [place for place in content.places if _has_figure(place, told)]
    of_city = bool(content.places) and content.places[0].code != 0
    return {
        "tables": [
            _table(content, group, rows, of_city=of_city) for group in _on_pages(content, told)
        ],
        "notes": [
            [*line_pieces(words), " ", *pieces_of_line(", ".join(names))]
            for words, names in _notes(content, told, rows, of_city=of_city)
        ],
    }


def _summary_row(content: Content, definition: Defined) -> list[Lines]:
    entry, before = content.whole.entries[definition.key], content.previous.get(definition.key)
    return [
        [
            [
                *line_pieces(f"{definition.title_th} "),
                " ",
                *pieces_of_line(
                    f"({definition.code} {unit_words(definition)} {version_mark(entry.official)})"
                ),
            ]
        ],
        _with_parts(content, definition, entry.official),
        _with_parts(content, definition, entry.reported),
        [line_pieces(before_words(content, definition, before))],
        [line_pieces(course_words(definition, entry.official, before))],
        [line_pieces(target_words(definition, entry))],
        [line_pieces(reached_words(entry))],
    ]


def _with_parts(content: Content, definition: Defined, cell: Cell) -> Lines:
    shown = marked(definition, cell, amount_words(content.counted_by(definition.key, cell), cell))
    return [line_pieces(words) for words in figure_lines(shown, cell)]


def _is_known_of(places: Sequence[Place], definition: Defined) -> bool:
    return any(place.entries[definition.key].official.is_known for place in places)


def _has_figure(place: Place, definitions: Sequence[Defined]) -> bool:
    return any(place.entries[each.key].official.is_known for each in definitions)


def _width(content: Content, definition: Defined) -> float:
    cells = [place.entries[definition.key].official for place in (content.whole, *content.places)]
    longest = max(len(_on_one_line(content, definition, cell)) for cell in cells if cell.is_known)
    return max(NARROWEST, LETTER * longest + BORDER)


def _on_pages(content: Content, definitions: Sequence[Defined]) -> list[list[Defined]]:
    """As many indicators beside each other as A4 landscape holds, level after level."""
    pages: list[list[Defined]] = []
    used = ROOM
    for each in (each for _level, members in by_level(definitions) for each in members):
        if not pages or used + _width(content, each) > ROOM:
            pages.append([])
            used = PLACE_WIDTH
        pages[-1].append(each)
        used += _width(content, each)
    return pages


def _table(
    content: Content, definitions: Sequence[Defined], places: Sequence[Place], *, of_city: bool
) -> dict[str, Any]:
    levels = by_level(definitions)
    return {
        "levels": [(line_pieces(gettext(level)), len(members)) for level, members in levels],
        "header": [
            [line_pieces("เขต" if of_city else "โซน")],
            *(
                [
                    line_pieces(each.short_th),
                    pieces_of_line(f"({each.code} {unit_words(each)})"),
                ]
                for each in definitions
            ),
        ],
        "widths": [PLACE_WIDTH, *(_width(content, each) for each in definitions)],
        "rows": [_place_row(content, place, definitions) for place in places],
        "total": _place_row(content, content.whole, definitions),
    }


def _place_row(content: Content, place: Place, definitions: Sequence[Defined]) -> list[Lines]:
    cells = [place.entries[each.key].official for each in definitions]
    return [
        [line_pieces(place.name_th)],
        *(
            [line_pieces(_on_one_line(content, definition, cell))]
            for definition, cell in zip(definitions, cells, strict=True)
        ),
    ]


def _on_one_line(content: Content, definition: Defined, cell: Cell) -> str:
    """In the unit of the heading; a figure of another version in its own, with that version."""
    if cell.is_known and cell.version != definition.version:
        return f"{shown_in_full(content, definition.key, cell)} {version_mark(cell)}"
    parts = parts_words(cell)
    return bare_amount(definition, cell) + (f" ({parts})" if parts else "")


def _notes(
    content: Content, told: Sequence[Defined], rows: Sequence[Place], *, of_city: bool
) -> list[tuple[str, list[str]]]:
    """Places and indicators without one figure, gathered under their reason."""
    silent: dict[str, list[str]] = defaultdict(list)
    for place in content.places:
        if place not in rows:
            silent[
                _reason(place.entries[each.key].official for each in content.definitions)
            ].append(place.name_th)
    untold: dict[str, list[str]] = defaultdict(list)
    for each in content.definitions:
        if each not in told:
            reason = _reason(place.entries[each.key].official for place in content.places)
            untold[reason].append(f"{each.short_th} ({each.code})")
    kind = "เขต" if of_city else "โซน"
    return [
        *(
            (f"{kind}ที่ไม่มีตัวเลขของตัวชี้วัดใด {len(names)} {kind}: {reason} ได้แก่", names)
            for reason, names in silent.items()
        ),
        *(
            (f"ตัวชี้วัดที่ไม่มีตัวเลขราย{kind} {len(names)} ตัว: {reason} ได้แก่", names)
            for reason, names in untold.items()
        ),
    ]


def _reason(cells: Any) -> str:
    """Why none of these is known: the reason that most of them have."""
    reasons = [standing_of(cell) for cell in cells]
    return max(dict.fromkeys(reasons), key=reasons.count) if reasons else NOTHING
