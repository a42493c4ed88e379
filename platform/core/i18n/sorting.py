"""The order of Thai dictionaries as a stored key, since not every PostgreSQL has ICU.

The key is compared byte by byte (COLLATE "C"; Python's own order of strings is the same). Its first
part holds what counts first: leading vowels behind their consonant, no tone marks, no punctuation,
no case, numbers padded so that ชุมชน 2 comes before ชุมชน 10. Its second part, after a space, is the
text with only the vowels moved, so that ก่า follows กา. Text is expected in the normal form.
"""

import re
import string

_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_IGNORED = " ็่้๊๋์ํ๎ฺฯๆ\u00a0–—‘’“”…•" + string.punctuation
_FROM = string.ascii_uppercase + _THAI_DIGITS
_TO = string.ascii_lowercase + string.digits
_LEADING_VOWEL = "([เแโใไ])([ก-ฮ])"
_NUMBER = "([0-9]+)"
_PADDED = "0*([0-9]{9,})"
_ZEROS = "00000000"
_FOLD = str.maketrans(_FROM, _TO)
_IGNORE = str.maketrans("", "", _IGNORED)


def thai_sort_key(text: str) -> str:
    """The key of one name. Numbers of up to nine digits sort by value, longer ones as text."""
    folded = text.translate(_FOLD)
    padded = re.sub(_PADDED, r"\1", re.sub(_NUMBER, _ZEROS + r"\1", folded))
    return _move_vowels(padded.translate(_IGNORE)) + " " + _move_vowels(text)


def _move_vowels(text: str) -> str:
    return re.sub(_LEADING_VOWEL, r"\2\1", text)


def create_function_sql() -> str:
    """The statement that creates `public.thai_sort_key(text)`, equal to the function above.

    Its body is parsed when it is created and every name is qualified, so a restore with an empty
    search path computes stored columns as before.
    """
    folded = _sql_translate("name", _FROM, _TO)
    prefixed = _sql_replace(folded, _NUMBER, _ZEROS + "\\1")
    padded = _sql_replace(prefixed, _PADDED, "\\1")
    primary = _sql_move_vowels(_sql_translate(padded, _IGNORED, ""))
    return (
        "CREATE OR REPLACE FUNCTION public.thai_sort_key(name text) RETURNS text\n"
        "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE\n"
        f"RETURN {primary}\n"
        f"OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) {_sql_move_vowels('name')}"
    )


def _sql_move_vowels(expression: str) -> str:
    return _sql_replace(expression, _LEADING_VOWEL, "\\2\\1")


def _sql_translate(expression: str, letters: str, others: str) -> str:
    return f"pg_catalog.translate({expression}, {_literal(letters)}, {_literal(others)})"


def _sql_replace(expression: str, pattern: str, replacement: str) -> str:
    return (
        f"pg_catalog.regexp_replace({expression}, {_literal(pattern)}, "
        f"{_literal(replacement)}, 'g')"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


THAI_SORT_KEY_SQL = create_function_sql()
