"""By which version of its indicator a figure was counted: in words, in a line, among others.

Figures of different versions count different things under one key. They are shown beside each other
with their versions, and never drawn, shaded, ranked or added up as if they were one.
"""

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext, ngettext

from core.indicators.definitions import Definition
from core.indicators.figures import Figure, Total
from core.indicators.words import amount_words, parts_words
from core.web.shell import language


def version_words(definition: Definition) -> str:
    """นิยามฉบับที่ 4."""
    return gettext("version %(number)s of the definition", number=definition.version)


def is_counted_by(figure: Figure, definition: Definition) -> bool:
    return figure.definition.version == definition.version


def comparable_value(figure: Figure, definition: Definition) -> float | None:
    """The number for a drawing under this definition; None of a figure that another version counted."""
    amount = figure.amount
    if amount is None or not is_counted_by(figure, definition):
        return None
    return float(amount)


def comparable_amount(figure: Figure, definition: Definition) -> Decimal | None:
    """The same exactly, for an order."""
    return figure.amount if is_counted_by(figure, definition) else None


def other_version_words(figure: Figure, definition: Definition) -> str:
    """Under which version a figure stands where it is not the one of the heading, with its title if that differs."""
    if not figure.is_known or is_counted_by(figure, definition):
        return ""
    words, own = version_words(figure.definition), figure.definition.short(language())
    return words if own == definition.short(language()) else f"{words} “{own}”"


def with_version(figure: Figure, definition: Definition, note: str) -> str:
    """A note beside a place; with the number itself where it is of another version and thus not drawn."""
    words = other_version_words(figure, definition)
    if not words:
        return note
    unit = "" if figure.definition.is_share else figure.definition.unit(language())
    return " · ".join(
        [f"{words}: {amount_words(figure)} {unit}".rstrip(), *([note] if note else [])]
    )


def versions_of(figures: Sequence[Figure]) -> list[int]:
    """The versions under which any of these figures is known, the oldest first."""
    return sorted({each.definition.version for each in figures if each.is_known})


def eras_of(figures: Sequence[Figure]) -> list[str]:
    """The version of each figure of a line, "" where it is not known; nothing where all are of one version."""
    if len(versions_of(figures)) <= 1:
        return []
    return [version_words(each.definition) if each.is_known else "" for each in figures]


def line_notes(figures: Sequence[Figure], totals: Sequence[Total] = ()) -> list[str]:
    """What the table of a line says of each step; nothing where one version counted all of it.

    `totals` are those of which the figures are the main part.
    """
    apart = [apart_words(each) for each in totals] if totals else [""] * len(figures)
    if len(versions_of(figures)) <= 1 and not any(apart):
        return []
    return [_note(figure, words) for figure, words in zip(figures, apart, strict=True)]


def _note(figure: Figure, apart: str) -> str:
    if not figure.is_known:
        return ""
    words = f"{version_words(figure.definition)} “{figure.definition.title(language())}”"
    return f"{words} · {apart}" if apart else words


def spark_note(figures: Sequence[Figure]) -> str:
    """Why a small line is cut; empty where it is not."""
    known = versions_of(figures)
    if len(known) <= 1:
        return ""
    return gettext(
        "Versions of the definition: %(numbers)s", numbers=", ".join(str(each) for each in known)
    )


def apart_words(total: Total) -> str:
    """How many districts are not in a total, because another version counts them, and what they come to."""
    return ", ".join(
        ngettext(
            "not added: %(num)s district counted by %(version)s (%(amount)s)",
            "not added: %(num)s districts counted by %(version)s (%(amount)s)",
            each.districts,
            version=_with_title(each.figure.definition, total.figure.definition),
            amount=_with_parts(each.figure),
        )
        for each in total.others
    )


def _with_title(definition: Definition, heading: Definition) -> str:
    """The version, with its title where that differs from the one of the heading."""
    words, title = version_words(definition), definition.title(language())
    return words if title == heading.title(language()) else f"{words} “{title}”"


def _with_parts(figure: Figure) -> str:
    unit = "" if figure.definition.is_share else figure.definition.unit(language())
    return " ".join(each for each in (amount_words(figure), unit, parts_words(figure)) if each)
