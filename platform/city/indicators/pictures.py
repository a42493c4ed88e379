"""Words and pictures of the indicators: numbers with both parts, lines, tiles, areas, bars."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from core.i18n.dates import show_month
from core.i18n.numbers import percent, show_number, show_percent
from core.indicators.indicators import Figure, Indicator
from core.tenancy.models import Office
from core.web.shell import language
from ui.charts import LineChart, line_chart

NOTHING = "–"
SHARE = "%"
WHOLE = 100
WINDOWS = (1, 3, 5, 6, 12)
WINDOW = 3


def office_name(office: Office) -> str:
    """The bare name in the reader's language."""
    return office.name_th if language() == "th" else office.name_en


def group_name(office: Office) -> str:
    return (office.group_th if language() == "th" else office.group_en) or ""


def unit_words(indicator: Indicator) -> str:
    return SHARE if indicator.is_share else gettext(indicator.unit)


def amount_words(indicator: Indicator, figure: Figure | None) -> str:
    """The number alone: 71.05 % or 38; a dash where nothing is known."""
    if figure is None:
        return NOTHING
    if indicator.is_share:
        return show_percent(figure.numerator, figure.denominator or 0)
    return show_number(figure.numerator)


def parts_words(figure: Figure | None) -> str:
    """Both parts, 27/38; empty where there is no denominator."""
    if figure is None or figure.denominator is None:
        return ""
    return f"{show_number(figure.numerator)}/{show_number(figure.denominator)}"


def value_of(indicator: Indicator, figure: Figure | None) -> float | None:
    """The number as the drawings take it, rounded once: 27/38 is 71.1 and not 71.0."""
    if figure is None:
        return None
    if not indicator.is_share:
        return float(figure.numerator)
    if not figure.denominator:
        return None
    return float(percent(figure.numerator, figure.denominator, decimals_of(indicator)))


def decimals_of(indicator: Indicator) -> int:
    return 1 if indicator.is_share else 0


def target_of(indicator: Indicator, *, of_city: bool) -> float | None:
    """The target where it applies: one of a single district is no target of the city's sum."""
    if indicator.target is None or (of_city and indicator.level.value == "district"):
        return None
    return float(indicator.target)


def month_words(month: date) -> str:
    """พ.ย. 2569; in English Nov 2569 BE."""
    return show_month(month, style="short", language="th" if language() == "th" else "en")


def month_label(month: date) -> str:
    """The month below a line, where room is short: พ.ย. 69; in English 11/2569."""
    if language() != "th":
        return show_month(month, style="numeric")
    name, year = month_words(month).rsplit(" ", 1)
    return f"{name} {year[-2:]}"


def window_filter(window: int) -> dict[str, Any]:
    """The choice of how many full months a steady network must have been active (M89)."""
    return {
        "name": "window",
        "label": gettext("Months in a row"),
        "value": window,
        "options": [
            (length, gettext("%(number)s full months", number=length)) for length in WINDOWS
        ],
    }


def chosen_window(asked: int | None) -> int:
    return asked if asked in WINDOWS else WINDOW


def trend_chart(
    indicator: Indicator,
    months: Sequence[date],
    figures: Sequence[Figure | None],
    name: str,
    *,
    of_city: bool,
) -> LineChart:
    """The line of months, with the target where there is one."""
    return line_chart(
        [month_label(month) for month in months],
        [(name, [value_of(indicator, figure) for figure in figures])],
        target=target_of(indicator, of_city=of_city),
        unit=unit_words(indicator) if indicator.is_share else "",
        decimals=decimals_of(indicator),
        maximum=WHOLE if indicator.is_share else None,
    )
