"""Figures and spans in the words of a page."""

from datetime import date
from decimal import Decimal
from typing import Literal

from flask_babel import get_locale, gettext

from core.i18n.dates import Language, show_month
from core.i18n.numbers import NOTHING, percent, show_number
from core.indicators.figures import Figure, standing_words
from core.indicators.spans import Span, SpanKind, fiscal_year_of

SpanStyle = Literal["long", "short"]

SHARE_DECIMALS = 1
"""As Q1, the share of zones that confirmed in time, is written: 80.0 %."""


_LETTERS_OF_BANGKOK = {"กทม.": "BMA"}
"""The letters of Bangkok's own indicators, as an English page writes them."""


def code_words(code: str) -> str:
    """The code in the language of the page: กทม. 1, in English BMA 1."""
    if str(get_locale()) != "en":
        return code
    for thai, english in _LETTERS_OF_BANGKOK.items():
        code = code.replace(thai, english)
    return code


def amount_words(figure: Figure) -> str:
    """71.1 %, 38; a dash where it is not known."""
    amount = figure.amount
    if amount is None:
        return NOTHING
    definition = figure.definition
    if definition.is_share:
        return _percentage(amount, definition.decimals)
    return show_number(amount, definition.decimals)


def share_words(numerator: Decimal | int, denominator: Decimal | int) -> str:
    """80.0 %: a share beside the indicators, written as they are; a dash with nothing to divide by."""
    if not denominator:
        return NOTHING
    return _percentage(percent(numerator, denominator, SHARE_DECIMALS), SHARE_DECIMALS)


def _percentage(amount: Decimal, decimals: int) -> str:
    return f"{show_number(amount, decimals)} %"


def parts_words(figure: Figure) -> str:
    """27/38; empty where there is no denominator or nothing is known."""
    if figure.numerator is None or figure.denominator is None or not figure.is_known:
        return ""
    return f"{_plain(figure.numerator)}/{_plain(figure.denominator)}"


def standing_note(figure: Figure) -> str:
    """Why it is not known; empty where it is."""
    return "" if figure.is_known else gettext(standing_words(figure.standing))


def span_words(span: Span, style: SpanStyle = "long") -> str:
    """พฤศจิกายน 2569 or พ.ย. 2569, ไตรมาส 1 ปีงบประมาณ 2570, ปีงบประมาณ 2570, ต.ค. 2569 – มี.ค. 2570."""
    if span.kind is SpanKind.MONTH:
        return _month(span.first, style)
    year = fiscal_year_of(span.first)
    if span.kind is SpanKind.FISCAL_YEAR:
        if style == "short":
            return gettext("FY %(year)s", year=year)
        return gettext("Fiscal year %(year)s", year=year)
    if span.kind is SpanKind.QUARTER:
        quarter = int(span.key.rpartition("q")[2])
        if style == "short":
            return gettext("Q%(quarter)s/%(year)s", quarter=quarter, year=year)
        return gettext("Quarter %(quarter)s of fiscal year %(year)s", quarter=quarter, year=year)
    first, last = _month(span.first, style), _month(span.last, style)
    return first if first == last else f"{first} – {last}"


def _month(month: date, style: SpanStyle) -> str:
    language: Language = "th" if str(get_locale()) == "th" else "en"
    return show_month(month, style=style, language=language)


def _plain(value: Decimal) -> str:
    """A part of a ratio: whole where it is, otherwise with at most two decimals."""
    return show_number(value, 0 if value == value.to_integral_value() else 2)
