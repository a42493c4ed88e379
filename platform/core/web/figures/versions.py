"""By which version of its indicator a figure was counted: in words, in a line, among others.

Figures of different versions count different things under one key. They are shown beside each other
with their versions, and never drawn, shaded, ranked or added up as if they were one.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from flask_babel import gettext, ngettext

from core.indicators.definitions import Definition
from core.indicators.figures import Figure, Total
from core.indicators.spans import Span
from core.indicators.words import amount_words, parts_words, span_words
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


def stands_elsewhere(figures: Sequence[Figure], heading: Definition) -> bool:
    """Whether any number of a line was counted by another version than the one of its heading."""
    return any(each.is_known and not is_counted_by(each, heading) for each in figures)


def eras_of(figures: Sequence[Figure], heading: Definition) -> list[str]:
    """The version of each figure of a line, "" where it is not known; nothing where all are of the heading's."""
    if not stands_elsewhere(figures, heading):
        return []
    return [version_words(each.definition) if each.is_known else "" for each in figures]


def points_words(spans: Sequence[Span], figures: Sequence[Figure], heading: Definition) -> str:
    """Which points of a line another version than the heading's counted; empty where there are none.

    Numbers of a version with another unit are no points of this line: they stand in its table.
    """
    return " · ".join(
        (
            gettext("The points of %(periods)s are counted by %(version)s.", **said)
            if definition.measures_like(heading)
            else gettext(
                "The numbers of %(periods)s stand in the table only: they are counted by %(version)s.",
                **said,
            )
        )
        for definition, periods in _runs_elsewhere(spans, figures, heading)
        for said in ({"periods": periods, "version": _with_title(definition, heading)},)
    )


def _runs_elsewhere(
    spans: Sequence[Span], figures: Sequence[Figure], heading: Definition
) -> list[tuple[Definition, str]]:
    """The versions other than the heading's, the oldest first, each with its periods: runs as first – last."""
    known = [pair for pair in zip(spans, figures, strict=True) if pair[1].is_known]
    found: dict[int, tuple[Definition, list[str]]] = {}
    for version, group in groupby(known, key=lambda pair: pair[1].definition.version):
        run = list(group)
        names = [span_words(span, "short") for span in (run[0][0], run[-1][0])]
        if version != heading.version:
            _, runs = found.setdefault(version, (run[0][1].definition, []))
            runs.append(names[0] if len(run) == 1 else " – ".join(names))
    return [(definition, ", ".join(runs)) for _, (definition, runs) in sorted(found.items())]


def line_notes(
    figures: Sequence[Figure], heading: Definition, totals: Sequence[Total] = ()
) -> list[str]:
    """What the table of a line says of each step; nothing where the heading's version counted all of it.

    `totals` are those of which the figures are the main part.
    """
    apart = [apart_words(each) for each in totals] if totals else [""] * len(figures)
    if not stands_elsewhere(figures, heading) and not any(apart):
        return []
    return [_note(figure, words) for figure, words in zip(figures, apart, strict=True)]


def _note(figure: Figure, apart: str) -> str:
    if not figure.is_known:
        return ""
    words = f"{version_words(figure.definition)} “{figure.definition.title(language())}”"
    return f"{words} · {apart}" if apart else words


def spark_note(figures: Sequence[Figure], heading: Definition) -> str:
    """By which versions a small line is counted; empty where all of it stands under the one of its row."""
    known = versions_of(figures)
    if not stands_elsewhere(figures, heading):
        return ""
    return gettext(
        "Versions of the definition: %(numbers)s", numbers=", ".join(str(each) for each in known)
    )


def approved_elsewhere_words(figure: Figure) -> str:
    """How many months of a period were approved under another version than the one it is counted by now."""
    if not figure.is_known:
        return ""
    months = Counter(version for version, _ in figure.approved_elsewhere)
    return ", ".join(
        ngettext(
            "%(num)s month was approved under version %(version)s of the definition",
            "%(num)s months were approved under version %(version)s of the definition",
            number,
            version=version,
        )
        for version, number in sorted(months.items())
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
