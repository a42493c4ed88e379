"""Answers on paper, typed as a row of letters in the order of the course's questions (F67)."""

from collections.abc import Sequence

from core.errors import FieldError
from core.i18n.digits import to_arabic_digits
from core.i18n.text import normalise
from tenants.training.models import CourseQuestion

LETTERS = "กขคงจฉ"
"""How choices are lettered on paper, in the order in which they were typed."""

_LATIN, _DIGITS = "abcdef", "123456"
_NONE = "-.0x"
_BETWEEN = " ,/|"


def letter_of(place: int) -> str:
    """The letter of a choice, by its place from 0."""
    return LETTERS[place]


def read_line(items: Sequence[CourseQuestion], typed: str, *, field: str) -> dict[str, str]:
    """The answers of one person: ก ข ค ง, a b c d or 1 2 3 4, and a dash where nothing was ticked.

    FieldError beside `field` where there are more or fewer letters than questions, where a letter
    is none, or where a question has no such choice.
    """
    plain = to_arabic_digits(normalise(typed)).casefold()
    letters = [letter for letter in plain if letter not in _BETWEEN]
    if len(letters) != len(items):
        raise FieldError(
            "There are %(typed)s letters for %(questions)s questions.",
            field=field,
            typed=len(letters),
            questions=len(items),
        )
    found = {}
    for number, (item, letter) in enumerate(zip(items, letters, strict=True), 1):
        choices = item.content["choices"]
        place = _place(letter)
        if place is None or place >= len(choices):
            raise FieldError(
                "Question %(number)s has no choice “%(letter)s”.",
                field=field,
                number=number,
                letter=letter,
            )
        found[str(item.question_id)] = choices[place]["key"] if place >= 0 else ""
    return found


def _place(letter: str) -> int | None:
    """The place of a choice from 0, -1 for no answer, None for a letter that means nothing."""
    if letter in _NONE:
        return -1
    for alphabet in (LETTERS, _LATIN, _DIGITS):
        if letter in alphabet:
            return alphabet.index(letter)
    return None
