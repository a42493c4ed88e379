"""CSV files that a spreadsheet opens."""

from decimal import Decimal

import pytest

from core.delimited import disarm, write_csv


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+66", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "\uff1d1", "|x"],
)
def test_a_text_that_looks_like_a_formula_is_disarmed(text: str):
    assert disarm(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "บางนา", "27/38", "71.1 %", "a=b", "–"])
def test_any_other_text_stays(text: str):
    assert disarm(text) == text


def test_numbers_stay_numbers_and_excel_finds_its_mark():
    content = write_csv([("ชื่อ", "n"), ("=x", -5), ("y", Decimal("-0.5")), ("z", None)])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "ชื่อ,n",
        "'=x,-5",
        "y,-0.5",
        "z,",
        "",
    ]
