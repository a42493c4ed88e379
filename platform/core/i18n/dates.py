"""Dates of the Buddhist era: show, type, read.

A Python `date` is always Gregorian; a Buddhist year exists only as a number beside it and is never
put into a date object, because the leap years differ (T27). Until 2483 the Thai year began on
1 April, so that January to March belonged to the year before, and 2483 had no such months.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from core.errors import InputProblem
from core.i18n.digits import Digits, in_digits, to_arabic_digits
from core.i18n.text import normalise, shorten

BANGKOK = ZoneInfo("Asia/Bangkok")

DateStyle = Literal["long", "short", "numeric"]
Language = Literal["th", "en"]

FIRST_YEAR, LAST_YEAR = 2400, 2700
_YEARS_BEFORE_CHRIST = 543
_SHORT_YEAR = 2483
_FIRST_MONTH_OF_OLD_YEAR = 4
_FIRST_MONTH_OF_FISCAL_YEAR = 10
_LIKELY_GREGORIAN = range(1900, 2201)
_YEARS_AHEAD = 10
_LONGEST = 60

_MONTHS = [
    row.split()
    for row in """\
มกราคม ม.ค. January Jan
กุมภาพันธ์ ก.พ. February Feb
มีนาคม มี.ค. March Mar
เมษายน เม.ย. April Apr
พฤษภาคม พ.ค. May May
มิถุนายน มิ.ย. June Jun
กรกฎาคม ก.ค. July Jul
สิงหาคม ส.ค. August Aug
กันยายน ก.ย. September Sep
ตุลาคม ต.ค. October Oct
พฤศจิกายน พ.ย. November Nov
ธันวาคม ธ.ค. December Dec
""".splitlines()
]
_COLUMNS = {("th", "long"): 0, ("th", "short"): 1, ("en", "long"): 2, ("en", "short"): 3}
_MONTH_NUMBERS = {"sept": 9} | {
    name.replace(".", "").lower(): number
    for number, names in enumerate(_MONTHS, start=1)
    for name in names
}

_NUMERIC = re.compile("([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?([0-9]{1,4})")
_WORDED = re.compile(
    r"(?:วัน[^0-9 ]*(?:ที่)? ?)?([0-9]{1,2}) ?([^\W0-9_][^0-9\s]*?)"
    r" ?(?:พ\. ?ศ\. ?|พศ ?)?([0-9]{1,4})(?: ?B\.?E\.?)?",
    re.IGNORECASE,
)
_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DateProblem(InputProblem):
    """A typed date that is none; `message` says what to do about it."""


def bangkok_now() -> datetime:
    return datetime.now(BANGKOK)


def bangkok_today() -> date:
    """The day in Bangkok, whatever the server's clock is set to."""
    return bangkok_now().date()


def to_bangkok(moment: datetime) -> datetime:
    """The same moment on Bangkok's clock; a moment without a time zone is a programming error."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(BANGKOK)


def show_date(
    value: date,
    *,
    style: DateStyle = "long",
    digits: Digits = "arabic",
    era: bool = False,
    language: Language = "th",
) -> str:
    """22 พฤศจิกายน 2569, with the era 22 พฤศจิกายน พ.ศ. 2569; 22 พ.ย. 2569; 22/11/2569.

    English keeps the offices' era and always names it: 22 November 2569 BE. A `datetime` is shown
    as its day in Bangkok.
    """
    day = to_bangkok(value).date() if isinstance(value, datetime) else value
    if style == "numeric":
        return in_digits(f"{day.day}/{day.month}/{buddhist_year(day)}", digits)
    return in_digits(f"{day.day} ", digits) + show_month(
        day, style=style, digits=digits, era=era, language=language
    )


def show_month(
    value: date,
    style: DateStyle = "long",
    *,
    digits: Digits = "arabic",
    era: bool = False,
    language: Language = "th",
) -> str:
    """พฤศจิกายน 2569; พ.ย. 2569; 11/2569; in English November 2569 BE."""
    if style == "numeric":
        return in_digits(f"{value.month}/{buddhist_year(value)}", digits)
    name = _MONTHS[value.month - 1][_COLUMNS[language, style]]
    return f"{name} {show_year(value, digits=digits, era=era, language=language)}"


def show_year(
    year: date | int, *, digits: Digits = "arabic", era: bool = False, language: Language = "th"
) -> str:
    """2569, with the era พ.ศ. 2569; in English always 2569 BE. A number is a Buddhist year."""
    number = in_digits(str(buddhist_year(year) if isinstance(year, date) else year), digits)
    if language != "th":
        return f"{number} BE"
    return f"พ.ศ. {number}" if era else number


def show_datetime(
    moment: datetime,
    *,
    style: DateStyle = "long",
    digits: Digits = "arabic",
    era: bool = False,
    language: Language = "th",
) -> str:
    """22 พฤศจิกายน 2569 10.42 น. on Bangkok's clock; in English 22 November 2569 BE, 10:42."""
    local = to_bangkok(moment)
    day = show_date(local, style=style, digits=digits, era=era, language=language)
    clock = show_time(local, digits=digits, language=language)
    return f"{day} {clock}" if language == "th" else f"{day}, {clock}"


def show_time(
    moment: datetime | time, *, digits: Digits = "arabic", language: Language = "th"
) -> str:
    """10.42 น. on Bangkok's clock, with a dot as offices write it; in English 10:42.

    A `time` is an hour of Bangkok's clock already.
    """
    local = to_bangkok(moment) if isinstance(moment, datetime) else moment
    if language != "th":
        return in_digits(f"{local:%H:%M}", digits)
    return in_digits(f"{local:%H.%M} น.", digits)


def buddhist_year(value: date) -> int:
    """The official year of that day, with the years before 2484 that began on 1 April."""
    year = value.year + _YEARS_BEFORE_CHRIST
    before_april = value.month < _FIRST_MONTH_OF_OLD_YEAR
    return year - 1 if year <= _SHORT_YEAR and before_april else year


def fiscal_year(value: date) -> int:
    """ปีงบประมาณ: 1 October to 30 September, named by the later Buddhist year."""
    begun = value.month >= _FIRST_MONTH_OF_FISCAL_YEAR
    return value.year + _YEARS_BEFORE_CHRIST + begun


def fiscal_months(year: int) -> tuple[date, ...]:
    """The first days of the twelve months of a fiscal year, October first; `year` is Buddhist."""
    october = date(year - _YEARS_BEFORE_CHRIST - 1, _FIRST_MONTH_OF_FISCAL_YEAR, 1)
    return tuple(shift_month(october, months) for months in range(12))


def first_of_month(value: date) -> date:
    return date(value.year, value.month, 1)


def last_of_month(value: date) -> date:
    return date(value.year, value.month, monthrange(value.year, value.month)[1])


def shift_month(value: date, months: int) -> date:
    """The first day of the month so many months later (earlier when negative)."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The first days of the months from `first` to `last`, both included; empty when reversed."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(shift_month(first, months) for months in range(count))


def parse_date(text: str, *, today: date | None = None) -> date:
    """The day that an officer typed: 29/2/2563, 29-02-63, 29 ก.พ. ๒๕๖๓, 29 February 2563 BE.

    Years are Buddhist. Two digits mean the year of that ending within the hundred years that end
    ten years after today. A year like 2016 is asked about, never guessed. Raises `DateProblem`.
    """
    typed = shorten(normalise(text), _LONGEST)
    day, month, year = _parts(typed)
    return _gregorian(typed, day, month, _full_year(year, today or bangkok_today()))


def parse_iso_date(text: str) -> date:
    """A Gregorian day as the API and files write it: 2020-02-29. Raises `DateProblem`."""
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise DateProblem(
        "“%(typed)s” is not a day in the form 2020-02-29.", typed=shorten(text, _LONGEST)
    )


def _parts(typed: str) -> tuple[int, int, str]:
    plain = to_arabic_digits(typed)
    if numeric := _NUMERIC.fullmatch(plain):
        month = int(numeric[2])
        if not 1 <= month <= len(_MONTHS):
            raise DateProblem("There is no month %(month)s. Type the day first.", month=numeric[2])
        return int(numeric[1]), month, numeric[3]
    if worded := _WORDED.fullmatch(plain):
        name = worded[2].replace(".", "").lower()
        if name not in _MONTH_NUMBERS:
            raise DateProblem("There is no month “%(month)s”.", month=worded[2])
        return int(worded[1]), _MONTH_NUMBERS[name], worded[3]
    raise DateProblem(
        "“%(typed)s” is not a date. Type day, month and year, for example 29/2/2563.", typed=typed
    )


def _full_year(typed: str, today: date) -> int:
    year = int(typed)
    if len(typed) == len("63"):
        latest = buddhist_year(today) + _YEARS_AHEAD
        return latest - (latest - year) % 100
    if year in _LIKELY_GREGORIAN:
        raise DateProblem(
            "Did you mean %(suggested)s? Type the year in the Buddhist era.",
            typed=typed,
            suggested=str(year + _YEARS_BEFORE_CHRIST),
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateProblem(
            "The year %(typed)s is not between %(first)s and %(last)s.",
            typed=typed,
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        )
    return year


def _gregorian(typed: str, day: int, month: int, year: int) -> date:
    before_april = month < _FIRST_MONTH_OF_OLD_YEAR
    if year == _SHORT_YEAR and before_april:
        raise DateProblem(
            "January to March 2483 never existed: the Thai year still began on 1 April."
        )
    old_style = year < _SHORT_YEAR and before_april
    christian = year - _YEARS_BEFORE_CHRIST + old_style
    days = monthrange(christian, month)[1]
    if not 1 <= day <= days:
        raise DateProblem(
            "There is no such day as %(typed)s: that month has the days 1 to %(days)s.",
            typed=typed,
            days=str(days),
        )
    return date(christian, month, day)
