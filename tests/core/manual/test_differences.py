"""What is marked where two wordings differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.manual.differences import Piece, State, differences

LETTERS = st.text(alphabet="กขคงาิี่้เแ ๑๒ab\n", max_size=80)


@given(LETTERS, LETTERS)
def test_both_wordings_can_be_read_out_of_the_pieces(before: str, after: str):
    pieces = differences(before, after)
    assert "".join(each.text for each in pieces if each.state is not State.ADDED) == before
    assert "".join(each.text for each in pieces if each.state is not State.REMOVED) == after


def test_a_changed_number_is_marked_alone():
    assert differences("ไม่น้อยกว่า ๓ โซน", "ไม่น้อยกว่า ๕ โซน") == (
        Piece("ไม่น้อยกว่า ", State.SAME),
        Piece("๓", State.REMOVED),
        Piece("๕", State.ADDED),
        Piece(" โซน", State.SAME),
    )


def test_a_vowel_or_tone_mark_is_never_marked_without_its_consonant():
    changed = [
        each.text for each in differences("ประชุมที่นี้", "ประชุมที่นี่") if each.state is not State.SAME
    ]
    assert changed == ["นี้", "นี่"]


@pytest.mark.parametrize("text", ["", "เดือนละหนึ่งครั้ง"])
def test_the_same_wording_has_no_mark(text: str):
    assert all(each.state is State.SAME for each in differences(text, text))


def test_two_long_wordings_without_spaces_are_compared_whole():
    pieces = differences("ก" * 3000, "ข" * 3000)
    assert [each.state for each in pieces] == [State.REMOVED, State.ADDED]
