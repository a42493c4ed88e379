"""The official figure and the reported one in one sentence, wherever they differ (F90)."""

from flask_babel import gettext

from core.indicators.figures import Figure
from core.indicators.words import amount_words, parts_words, standing_note


def differ(official: Figure, reported: Figure | None) -> bool:
    """Whether what was approved is not what was reported."""
    return reported is not None and _value(official) != _value(reported)


def both_words(official: Figure, reported: Figure | None) -> str:
    """รายงานแล้ว 47.37 % (18/38), รับรองแล้ว 0.00 % (0/38); empty where both say the same.

    A sum of which only some districts have approved is called official, not approved.
    """
    if reported is None or not differ(official, reported):
        return ""
    sides = {"reported": _shown(reported), "official": _shown(official)}
    if official.is_approved:
        return gettext("Reported %(reported)s, approved %(official)s", **sides)
    return gettext("Reported %(reported)s, official %(official)s", **sides)


def reported_words(official: Figure, reported: Figure | None) -> str:
    """Beside the official figure in a list: รายงานแล้ว 47.37 % (18/38); empty where both say the same."""
    if reported is None or not differ(official, reported):
        return ""
    return gettext("reported %(figure)s", figure=_shown(reported))


def _value(figure: Figure) -> object:
    return figure.is_known and (figure.numerator, figure.denominator)


def _shown(figure: Figure) -> str:
    if not figure.is_known:
        return standing_note(figure)
    parts = parts_words(figure)
    return f"{amount_words(figure)} ({parts})" if parts else amount_words(figure)
