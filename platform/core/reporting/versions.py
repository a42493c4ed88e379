"""By which version of its definition a figure of a report was counted, in the words of a paper.

Figures of different versions count different things under one key: a report shows each with its own
version, and adds up, compares and draws only those of one.
"""

from core.i18n.dates import Language
from core.i18n.numbers import NOTHING, show_number
from core.reporting.cells import plain
from core.reporting.content import Cell, Content, Defined, Entry


def version_mark(cell: Cell) -> str:
    """ฉบับที่ 1: the version of a definition, where a text has room for two words."""
    return f"ฉบับที่ {cell.version}"


def apart_words(content: Content, key: str, entry: Entry) -> str:
    """Which districts did not enter a figure of the city, and what they come to by themselves."""
    return " และ".join(
        f"ไม่รวม {each.districts} เขตที่นับตามนิยาม{version_mark(each.cell)} "
        f"({shown_in_full(content, key, each.cell)})"
        for each in entry.others
    )


def shown_in_full(content: Content, key: str, cell: Cell) -> str:
    """A figure of another version than its heading, as a text: 75.8 % 94/124, 3 เครือข่าย."""
    definition = content.counted_by(key, cell)
    if cell.amount is None:
        return NOTHING
    words = f"{show_number(cell.amount, definition.decimals)} {definition.unit_th}"
    if cell.numerator is None or cell.denominator is None:
        return words
    return f"{words} {plain(cell.numerator)}/{plain(cell.denominator)}"


def has_several_versions(content: Content) -> bool:
    """Whether some known figure stands under another version than the heading of its indicator."""
    heading = {each.key: each.version for each in content.definitions}
    return any(
        cell.is_known and cell.version != heading[key]
        for place in (content.whole, *content.places)
        for key, entry in place.entries.items()
        for cell in (entry.official, entry.reported, *(each.cell for each in entry.others))
    )


def version_words(definition: Defined, language: Language) -> str:
    words = {"th": "นิยามฉบับที่ %d", "en": "version %d of the definition"}
    return words[language] % definition.version
