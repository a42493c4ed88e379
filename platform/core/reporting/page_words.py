"""A report's figures in the words of a page, in the reader's language."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext, ngettext

from core.i18n.numbers import NOTHING, show_number
from core.indicators.figures import Standing, standing_words
from core.reporting.content import Cell, Content, Defined, Entry
from core.reporting.earlier import SUPPRESSED
from core.reporting.tables import standing_of
from core.reporting.versions import has_several_versions
from core.web.shell import language

__all__ = [
    "amount",
    "apart",
    "has_several_versions",
    "month_of",
    "number",
    "parts",
    "standing",
    "standing_of",
    "target",
    "telling",
    "unit",
    "version",
]


def amount(definition: Defined, cell: Cell) -> str:
    """71.1 %, 38; a dash where it is not known."""
    if cell.amount is None:
        return NOTHING
    shown = show_number(cell.amount, definition.decimals)
    return f"{shown} %" if definition.is_share else shown


def parts(cell: Cell) -> str:
    """27/38; empty where there is no denominator."""
    if not cell.is_known or cell.numerator is None or cell.denominator is None:
        return ""
    return f"{number(cell.numerator)}/{number(cell.denominator)}"


def target(definition: Defined, entry: Entry) -> str:
    if entry.target is None:
        return NOTHING
    return f"{number(entry.target)} %" if definition.is_share else number(entry.target)


def version(cell: Cell) -> str:
    """The version that counted a figure."""
    return gettext("version %(number)s of the definition", number=cell.version)


def apart(content: Content, key: str, entry: Entry) -> str:
    """Which districts another version counts and what they come to: they are in no total."""
    return ", ".join(
        ngettext(
            "not added: %(num)s district counted by %(version)s (%(amount)s)",
            "not added: %(num)s districts counted by %(version)s (%(amount)s)",
            each.districts,
            version=version(each.cell),
            amount=" ".join(
                words
                for words in (
                    amount(content.counted_by(key, each.cell), each.cell),
                    parts(each.cell),
                )
                if words
            ),
        )
        for each in entry.others
    )


def unit(definition: Defined) -> str:
    return definition.unit(language())


def number(value: Decimal) -> str:
    """38 and 12.5: whole numbers without a point."""
    whole = value == value.to_integral_value()
    return show_number(value, 0) if whole else show_number(value.normalize())


def standing(stored: str) -> str:
    """The words of a standing as a release stores it."""
    return gettext(standing_words(Standing(stored)))


def month_of(key: str) -> date:
    """2026-11 as the first day of that month."""
    return date.fromisoformat(f"{key}-01")


def telling(rows: Sequence[Sequence[Any]], status: int) -> list[Sequence[Any]]:
    """Rows as a page shows them: those with something held back first, then those that are known."""
    order = {SUPPRESSED: 0, Standing.KNOWN.value: 1}
    return sorted(rows, key=lambda row: order.get(row[status], 2))
