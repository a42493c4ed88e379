from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n.numbers import (
    NumberProblem,
    parse_decimal,
    parse_whole_number,
    percent,
    round_half_up,
    show_number,
    show_percent,
)


def test_thousands_are_parted_and_halves_rounded_up():
    assert show_number(1234567) == "1,234,567"
    assert show_number(1234, digits="thai") == "๑,๒๓๔"
    assert show_number(Decimal("2.675"), 2) == "2.68"
    assert show_number(Decimal("-2.5"), 0) == "-3"
    assert show_number(70000, 2) == "70,000.00"
    assert show_number(Decimal("1E+3")) == "1,000"


def test_a_number_of_any_size_is_rounded():
    assert round_half_up(Decimal(10) ** 40 + Decimal("0.5")) == Decimal(10) ** 40 + 1
    assert show_number(Decimal("1E+40"), 2).endswith(",000.00")


def test_a_share_is_a_ratio_of_whole_numbers():
    assert show_percent(45, 122) == "36.89 %"
    assert show_percent(27, 38, 1) == "71.1 %"
    assert show_percent(1, 8, 0) == "13 %"
    assert show_percent(0, 0) == "–"
    assert percent(1, 3) == Decimal("33.33")


def test_typed_numbers_may_have_thai_digits_and_commas():
    assert parse_whole_number(" ๑,๒๕๐ ") == 1250
    assert parse_whole_number("-7") == -7
    assert parse_decimal("๑๓.๗๕๖๓") == Decimal("13.7563")
    assert parse_decimal("1,250.5") == Decimal("1250.5")


@pytest.mark.parametrize("typed", ["", "สิบ", "1.5", "1,2", "1,25", "²", "1e3", "9" * 19, "٣"])
def test_other_text_is_no_whole_number(typed):
    with pytest.raises(NumberProblem) as caught:
        parse_whole_number(typed)
    assert "is not a whole number" in caught.value.message


@pytest.mark.parametrize("typed", ["", "13,75", "NaN", "1e3", ".5", "13.", "Infinity"])
def test_other_text_is_no_decimal(typed):
    with pytest.raises(NumberProblem):
        parse_decimal(typed)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["arabic", "thai"]))
def test_every_shown_number_is_read_back(number, digits):
    assert parse_whole_number(show_number(number, digits=digits)) == number
