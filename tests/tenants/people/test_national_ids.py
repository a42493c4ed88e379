"""A national id number is known in whatever spelling; telephone numbers and codes are not mistaken for one."""

import pytest

from tenants.people.national_ids import holds_national_id


@pytest.mark.parametrize(
    "text",
    [
        "1234567890121",
        "1-2345-67890-12-1",
        "๑๒๓๔๕๖๗๘๙๐๑๒๑",
        "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑",
        "1 2345 67890 12 1",
        "1\u20132345\u201367890\u201312\u20131",
        "１２３４５６７８９０１２１",
        "นายตัวอย่าง (1234567890121) ใจดี",
        "เลขบัตร 1.2345.67890.12.1 โทร 0812345678",
        "1-2345-67890-12-1 081-234-5678",
        "081-234-5678 1234567890121",
    ],
)
def test_a_number_with_the_right_check_digit_is_known(text: str):
    assert holds_national_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "นายตัวอย่าง ใจดี",
        "1234567890122",
        "123456789012",
        "12345678901210",
        "02-123-4567, 081-234-5678",
        "0812345678 ต่อ 123",
        "line.user.2569",
    ],
)
def test_other_numbers_are_left_alone(text: str):
    assert not holds_national_id(text)
