"""A report's figures in the words of an official paper, in Thai."""

from decimal import Decimal

from core.i18n.numbers import NOTHING, show_number
from core.reporting.content import Cell, Content, Defined, Entry
from core.reporting.tables import standing_of
from core.reporting.versions import version_mark

_SHORT = 14
"""Letters of a number with its parts that stand on one line of a narrow column."""


def amount_words(definition: Defined, cell: Cell) -> str:
    """ร้อยละ 71.1, 38; why it is not known where it is not."""
    if cell.amount is None:
        return standing_of(cell)
    return _in_unit(definition, show_number(cell.amount, definition.decimals))


def bare_amount(definition: Defined, cell: Cell) -> str:
    """The number alone, where a heading carries the unit; why it is not known where it is not."""
    if cell.amount is None:
        return standing_of(cell)
    return show_number(cell.amount, definition.decimals)


def unit_words(definition: Defined) -> str:
    return "ร้อยละ" if definition.is_share else definition.unit_th


def with_unit(definition: Defined, cell: Cell) -> str:
    """ร้อยละ 71.1, 38 ชุมชน."""
    words = amount_words(definition, cell)
    return words if definition.is_share or not cell.is_known else f"{words} {definition.unit_th}"


def parts_words(cell: Cell) -> str:
    """27/38; empty where there is no denominator."""
    if not cell.is_known or cell.numerator is None or cell.denominator is None:
        return ""
    return f"{_whole(cell.numerator)}/{_whole(cell.denominator)}"


def figure_lines(shown: str, cell: Cell) -> list[str]:
    """A number and both of its parts: on one line as long as they are short."""
    parts = parts_words(cell)
    if not parts:
        return [shown]
    if len(shown) + len(parts) <= _SHORT:
        return [f"{shown} ({parts})"]
    return [shown, f"({parts})"]


def target_words(definition: Defined, entry: Entry) -> str:
    if entry.target is None:
        return NOTHING
    shown = (
        show_number(entry.target, definition.decimals) if entry.target % 1 else _whole(entry.target)
    )
    return _in_unit(definition, shown)


def reached_words(entry: Entry) -> str:
    return {True: "ถึงเป้าหมาย", False: "ยังไม่ถึง", None: NOTHING}[entry.reached]


def before_words(content: Content, definition: Defined, before: Cell | None) -> str:
    """The number of the period before in its own unit, with its version where that is another one."""
    if before is None:
        return NOTHING
    return marked(
        definition, before, amount_words(content.counted_by(definition.key, before), before)
    )


def change_of(now: Cell, before: Cell | None) -> Decimal | None:
    """How much larger than in the period before; None where one of both is not known.

    None as well where another version counted the period before: both do not count the same.
    """
    if before is None or now.amount is None or before.amount is None:
        return None
    return None if is_redefined(now, before) else now.amount - before.amount


def is_redefined(now: Cell, before: Cell | None) -> bool:
    """Whether both are known, each under a version of its own."""
    return before is not None and now.is_known and before.is_known and now.version != before.version


def marked(definition: Defined, cell: Cell, words: str) -> str:
    """The words of a number, with its version where that is not the heading's."""
    if not cell.is_known or cell.version == definition.version:
        return words
    return f"{words} ({version_mark(cell)})"


def course_words(definition: Defined, now: Cell, before: Cell | None) -> str:
    """เพิ่มขึ้น 5.9 จุดร้อยละ, ลดลง 3, เท่าเดิม; a dash where there is nothing to compare."""
    if is_redefined(now, before):
        return "นิยามต่างฉบับ"
    change = change_of(now, before)
    if change is None:
        return NOTHING
    if not change:
        return "เท่าเดิม"
    shown = show_number(abs(change), definition.decimals)
    way = "เพิ่มขึ้น" if change > 0 else "ลดลง"
    return f"{way} {shown}" + (" จุดร้อยละ" if definition.is_share else "")


def change_sentence(definition: Defined, entry: Entry, before: Cell | None) -> str:
    """What became of an indicator since the period before, and how it stands to its target."""
    now, change = entry.official, change_of(entry.official, before)
    if before is not None and is_redefined(now, before):
        words = (
            f"{with_unit(definition, now)} ไม่เปรียบเทียบกับงวดก่อน "
            f"เพราะงวดก่อนนับตามนิยาม{version_mark(before)}"
        )
    elif before is None or change is None:
        words = f"{with_unit(definition, now)} ไม่มีตัวเลขของงวดก่อนให้เปรียบเทียบ"
        if before is not None and not before.is_known:
            words += f" ({standing_of(before)})"
    elif not change:
        words = _behind("เท่าเดิมที่", with_unit(definition, now))
    else:
        earlier = _behind("จาก", with_unit(definition, before))
        later = _behind("เป็น", with_unit(definition, now))
        words = f"{course_words(definition, now, before)} {earlier} {later}"
    return f"{definition.title_th}: {words}{_verdict(definition, entry)}"


def _behind(word: str, amount: str) -> str:
    """เป็นร้อยละ 71.1, but เป็น 38: a number keeps a space before it."""
    return f"{word} {amount}" if amount[0].isdecimal() or amount[0] == "-" else f"{word}{amount}"


def _verdict(definition: Defined, entry: Entry) -> str:
    if entry.reached is None:
        return ""
    target = target_words(definition, entry)
    return f" ถึงเป้าหมาย ({target})" if entry.reached else f" ยังไม่ถึงเป้าหมาย ({target})"


def _in_unit(definition: Defined, shown: str) -> str:
    return f"ร้อยละ {shown}" if definition.is_share else shown


def _whole(value: Decimal) -> str:
    return show_number(value, 0 if value == value.to_integral_value() else None)
