import contextlib
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from core.i18n.dates import (
    DateProblem,
    bangkok_now,
    bangkok_today,
    buddhist_year,
    first_of_month,
    fiscal_months,
    fiscal_year,
    last_of_month,
    months_between,
    parse_date,
    parse_iso_date,
    shift_month,
    show_date,
    show_datetime,
    show_month,
    show_time,
    show_year,
    to_bangkok,
)
from core.i18n.digits import to_arabic_digits, to_thai_digits

DAY = date(2026, 11, 22)
DAYS = st.dates(date(1941, 1, 1), date(2157, 12, 31))
OLD_DAYS = st.dates(date(1857, 4, 1), date(1940, 12, 31))
HOW = st.fixed_dictionaries(
    {
        "style": st.sampled_from(["long", "short", "numeric"]),
        "digits": st.sampled_from(["arabic", "thai"]),
        "era": st.booleans(),
        "language": st.sampled_from(["th", "en"]),
    }
)


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ({}, "22 พฤศจิกายน 2569"),
        ({"era": True}, "22 พฤศจิกายน พ.ศ. 2569"),
        ({"era": True, "digits": "thai"}, "๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙"),
        ({"style": "short"}, "22 พ.ย. 2569"),
        ({"style": "numeric"}, "22/11/2569"),
        ({"style": "numeric", "digits": "thai"}, "๒๒/๑๑/๒๕๖๙"),
        ({"language": "en"}, "22 November 2569 BE"),
        ({"language": "en", "style": "short"}, "22 Nov 2569 BE"),
        ({"language": "en", "style": "numeric"}, "22/11/2569"),
    ],
)
def test_a_day_is_shown_as_offices_write_it(how, shown):
    assert show_date(DAY, **how) == shown


def test_months_years_and_moments_are_shown_the_same_way():
    moment = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)
    assert show_month(DAY) == "พฤศจิกายน 2569"
    assert show_month(DAY, "short") == "พ.ย. 2569"
    assert show_month(DAY, "numeric") == "11/2569"
    assert show_month(DAY, language="en") == "November 2569 BE"
    assert show_year(DAY) == show_year(2569) == "2569"
    assert show_year(2569, era=True, digits="thai") == "พ.ศ. ๒๕๖๙"
    assert show_year(2569, language="en") == "2569 BE"
    assert show_datetime(moment) == "22 พฤศจิกายน 2569 10.42 น."
    assert show_datetime(moment, style="short", digits="thai") == "๒๒ พ.ย. ๒๕๖๙ ๑๐.๔๒ น."
    assert show_datetime(moment, language="en") == "22 November 2569 BE, 10:42"
    assert show_time(moment) == "10.42 น."


@given(day=DAYS | OLD_DAYS, how=HOW)
def test_every_shown_day_is_read_back(day, how):
    assert parse_date(show_date(day, **how)) == day


@given(day=DAYS)
def test_the_buddhist_year_is_543_more_since_2484(day):
    assert buddhist_year(day) == day.year + 543


@pytest.mark.parametrize(
    "typed",
    [
        *("29/2/2563", "29-02-63", "29.2.2563", " 29 / 02 / ๒๕๖๓ ", "29 ก.พ. ๒๕๖๓", "29 กพ 63"),
        *("29 กุมภาพันธ์ พ.ศ. 2563", "29กุมภาพันธ์2563", "29 ก.พ. พ.ศ.2563", "29 FEB 2563"),
        *("29 February 2563 BE", "วันเสาร์ที่ 29 กุมภาพันธ์ 2563", "วันที่ 29 ก.พ. 63"),
    ],
)
def test_the_leap_day_of_2563_is_read_in_every_way_of_writing(typed):
    assert parse_date(typed) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1/1/๖๐", date(2017, 1, 1)),
        ("1/1/79", date(2036, 1, 1)),
        ("1/1/80", date(1937 + 1, 1, 1)),
        ("1/6/80", date(1937, 6, 1)),
    ],
)
def test_two_digits_mean_the_hundred_years_that_end_ten_years_after_today(typed, day):
    assert parse_date(typed, today=DAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2483", date(1940, 12, 31)),
        ("1/1/2484", date(1941, 1, 1)),
        ("1/4/2483", date(1940, 4, 1)),
        ("31/3/2482", date(1940, 3, 31)),
        ("29/2/2482", date(1940, 2, 29)),
        ("1/4/2482", date(1939, 4, 1)),
    ],
)
def test_before_2484_the_year_began_in_april(typed, day):
    assert parse_date(typed) == day
    assert show_date(day, style="numeric") == typed


def problem_of(typed):
    with pytest.raises(DateProblem) as caught:
        parse_date(typed, today=DAY)
    assert str(caught.value) == caught.value.message % caught.value.parameters
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "29/2/2564",
            "There is no such day as 29/2/2564: that month has the days 1 to 28.",
        ),
        ("0/4/2564", "There is no such day as 0/4/2564: that month has the days 1 to 30."),
        ("29/2/2016", "Did you mean 2559? Type the year in the Buddhist era."),
        ("29 ก.พ. ๒๐๑๖", "Did you mean 2559? Type the year in the Buddhist era."),
        ("1/1/2701", "The year 2701 is not between 2400 and 2700."),
        ("1/1/2399", "The year 2399 is not between 2400 and 2700."),
        ("1/1/7", "The year 7 is not between 2400 and 2700."),
        (
            "15/2/2483",
            "January to March 2483 never existed: the Thai year still began on 1 April.",
        ),
        ("2/29/2563", "There is no month 29. Type the day first."),
        ("1 มกรา 2563", "There is no month “มกรา”."),
    ],
)
def test_a_wrong_day_is_answered_with_what_to_do(typed, sentence):
    assert problem_of(typed) == sentence


@pytest.mark.parametrize("typed", ["", "พรุ่งนี้", "2020-02-29", "2563/2/29", "1/2", "1/2/25631"])
def test_what_is_no_date_is_answered_with_an_example(typed):
    assert problem_of(typed).endswith(
        "is not a date. Type day, month and year, for example 29/2/2563."
    )


@given(st.text())
def test_any_text_is_a_day_or_a_problem(typed):
    with contextlib.suppress(DateProblem):
        parse_date(typed)


def test_a_long_text_is_not_repeated_in_full():
    assert len(problem_of("ก" * 5000)) < 140


def test_gregorian_days_of_the_api_have_a_reader_of_their_own():
    assert parse_iso_date("2020-02-29") == date(2020, 2, 29)
    for typed in ("20200229", "2021-02-29", "29/2/2563", "2020-W01-1"):
        with pytest.raises(DateProblem):
            parse_iso_date(typed)


def test_the_fiscal_year_turns_between_30_september_and_1_october():
    assert fiscal_year(date(2026, 9, 30)) == 2569
    assert fiscal_year(date(2026, 10, 1)) == 2570
    assert fiscal_year(date(2027, 9, 30)) == 2570


@given(DAYS)
def test_every_month_lies_in_the_months_of_its_fiscal_year(day):
    months = fiscal_months(fiscal_year(day))
    assert len(months) == 12
    assert first_of_month(day) in months
    assert months == months_between(months[0], months[-1])


@given(DAYS)
def test_a_month_ends_the_day_before_the_next(day):
    assert last_of_month(day) + timedelta(days=1) == shift_month(day, 1)
    assert shift_month(shift_month(day, 1), -1) == first_of_month(day)


def test_months_between_include_both_ends():
    assert months_between(date(2026, 12, 31), date(2027, 2, 1)) == (
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    )
    assert months_between(date(2027, 2, 1), date(2027, 1, 31)) == ()


@pytest.mark.parametrize(("hour", "day"), [(16, 22), (17, 23)])
def test_the_day_turns_at_midnight_in_bangkok(hour, day):
    with time_machine.travel(datetime(2026, 11, 22, hour, 59, tzinfo=UTC), tick=False):
        assert bangkok_today() == date(2026, 11, day)
        assert bangkok_now().utcoffset() == timedelta(hours=7)
        assert show_date(datetime.now(UTC)) == f"{day} พฤศจิกายน 2569"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        to_bangkok(datetime(2026, 11, 22, 10, 42))  # noqa: DTZ001 - that is the point
    far = datetime(2026, 11, 22, 23, 0, tzinfo=timezone(timedelta(hours=-8)))
    assert to_bangkok(far).day == 23


@given(st.text("0123456789๐๑๒๓๔๕๖๗๘๙ กA/.-"))
def test_digits_change_both_ways_and_nothing_else_does(text):
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)
    assert not set(to_thai_digits(text)) & set("0123456789")
