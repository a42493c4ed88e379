"""What an address asked for and a page does not show: in words, with what is shown instead."""

from flask_babel import gettext

from core.i18n.dates import show_month
from core.indicators.words import span_words
from core.marks import mark
from core.web.figures.choices import EARLIEST, Choice, Part
from core.web.shell import language

_SENTENCES = {
    Part.INDICATOR: mark(
        "The address asks for the indicator “%(asked)s”, which does not exist. Shown instead: %(indicator)s."
    ),
    Part.PERIOD: mark(
        "The address asks for the period “%(asked)s”, which does not exist. Shown instead: %(period)s."
    ),
    Part.ORDER: mark(
        "The period “%(asked)s” ends before it begins, or is longer than ten years. Shown instead: %(period)s."
    ),
    Part.TOO_EARLY: mark(
        "The period “%(asked)s” lies before %(first)s, where the figures begin. Shown instead: %(period)s."
    ),
    Part.FUTURE: mark("The period “%(asked)s” has not begun. Shown instead: %(period)s."),
    Part.GROUP: mark(
        "The address asks for the group of districts “%(asked)s”, which does not exist. Shown instead: all districts."
    ),
    Part.SIZE: mark("This page has no groups by size. Shown instead: all districts."),
    Part.BASIS: mark(
        "The address asks for the figures “%(asked)s”, which do not exist. Shown instead: the official figures."
    ),
    Part.SORT: mark(
        "The address asks for the order by “%(asked)s”, which does not exist. Shown instead: the order by name."
    ),
}


def misunderstood_words(choice: Choice) -> list[str]:
    """A sentence for each part of the address that names nothing."""
    return [
        gettext(
            _SENTENCES[each.part],
            asked=each.asked,
            indicator=choice.definition.title(language()),
            period=span_words(choice.span),
            first=show_month(EARLIEST, language="th" if language() == "th" else "en"),
        )
        for each in choice.misunderstood
    ]
