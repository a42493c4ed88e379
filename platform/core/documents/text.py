"""Thai text on its way to paper: Thai digits, and pieces between which a line may end."""

import re
from functools import lru_cache

from pythainlp.tokenize import word_tokenize

from core.i18n.digits import to_thai_digits

_OFFICIAL_WORDS = re.compile(
    r"(กรุงเทพมหานคร|ประธานกรรมการ|คณะกรรมการ|ดำเนินการ|สำนักงานเขต|ภาคประชาสังคม|ภาคเอกชน|ภาครัฐ"
    r"|สถานีตำรวจนครบาล|งดออกเสียง|โทร\.)"
)
_OPENING = "([{“‘«"
_LEADING_VOWELS = "เแโใไ"
_CLINGING = re.compile(r"^[ะ-ฺๅๆ็-๎ฯ]")
_LONE_CONSONANT = re.compile(r"^[ก-ฮ][่-๋์]?$")
_WORDS_OF_ONE_LETTER = frozenset({"ณ", "ธ", "บ่", "ก็"})
_BEFORE_A_NUMBER = re.compile(r"(โซน|ที่|ข้อ|ร้อยละ|มาตรา|หมวด|หมู่|ซอย|ถนน|พ\.ศ\.|โทร\.( [๐-๙-]+)*) $")
_HOUR = re.compile(r"[๐-๙]\.[๐-๙]{2} $")
_HAS_LETTER = re.compile(r"[^\W_]")


def line_pieces(text: str) -> list[str]:
    """The text in Thai digits, cut where a line may end; a piece keeps the space behind it.

    Words come from the dictionary (newmm). A repetition mark, an abbreviation mark and closing
    punctuation stay with what they follow, an opening bracket with what it opens, a number with its
    noun ("โซน ๑"), an hour with "น.".
    """
    pieces: list[str] = []
    for phrase in to_thai_digits(text).split():
        if pieces and phrase[0] in "ๆฯ":
            pieces[-1] += phrase + " "
            continue
        first, *others = _words(phrase)
        if pieces and _stays_with(pieces[-1], first):
            pieces[-1] += first
            pieces.extend(others)
        else:
            pieces.extend((first, *others))
        pieces[-1] += " "
    if pieces:
        pieces[-1] = pieces[-1].rstrip()
    return pieces


def name_pieces(name: str) -> list[str]:
    """A person's name in pieces: a line may end between names, never inside one ("ณ ตัวอย่าง")."""
    parts = to_thai_digits(name).replace(" ณ ", " ณ\0").split()
    return [part.replace("\0", " ") + " " for part in parts[:-1]] + [
        part.replace("\0", " ") for part in parts[-1:]
    ]


def _stays_with(before: str, first: str) -> bool:
    """Whether no line may end at the space between the two."""
    if first[0].isdecimal() and _BEFORE_A_NUMBER.search(before):
        return True
    return first == "น." and bool(_HOUR.search(before))


@lru_cache(maxsize=20_000)
def _words(phrase: str) -> tuple[str, ...]:
    words: list[str] = []
    parts = (part for part in _OFFICIAL_WORDS.split(phrase) if part)
    for word in (word for part in parts for word in _dictionary_words(part)):
        if words and _clings(words[-1], word):
            words[-1] += word
        else:
            words.append(word)
    return tuple(words) or (phrase,)


def _dictionary_words(part: str) -> list[str]:
    """The dictionary alone would cut "ดำเนิน|การตาม"; the papers' own vocabulary stays whole."""
    if _OFFICIAL_WORDS.fullmatch(part):
        return [part]
    return list(word_tokenize(part, engine="newmm", keep_whitespace=False))


def _clings(before: str, word: str) -> bool:
    """Whether no line may end between the two."""
    if before[-1] == "/" and word[0].isdecimal():
        return True
    if before[-1] in _OPENING or before[-1] in _LEADING_VOWELS:
        return True
    if _CLINGING.match(word) or before.endswith(".") or not _HAS_LETTER.search(before):
        return True
    if word[0] in _OPENING:
        return False
    if not _HAS_LETTER.search(word):
        return True
    return bool(_LONE_CONSONANT.match(word)) and word not in _WORDS_OF_ONE_LETTER
