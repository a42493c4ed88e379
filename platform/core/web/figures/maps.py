"""What a map of districts has room for."""

import unicodedata
from collections.abc import Sequence

LETTER = 0.015
"""Room of one letter of a label, in degrees of longitude at the width of the whole city."""

LETTERS_ON_TILE = 7
"""Room of one line of a Thai name on a tile; Latin letters are narrower."""

_PARTED = {
    name.replace("|", ""): name.replace("|", "\u200b")
    for name in (
        "ป้อมปราบ|ศัตรูพ่าย",
        "สัมพันธ|วงศ์",
        "บางกอก|ใหญ่",
        "บางกอก|น้อย",
        "บางขุน|เทียน",
        "บางคอ|แหลม",
        "ราษฎร์|บูรณะ",
        "วังทอง|หลาง",
        "คลอง|สามวา",
        "ภาษี|เจริญ",
        "ทวี|วัฒนา",
        "ลาด|กระบัง",
        "สะพาน|สูง",
        "ยาน|นาวา",
        "คันนา|ยาว",
        "Samphan|thawong",
        "Ratcha|thewi",
        "Wang Thong|lang",
        "Watthana",
        "Chatu|chak",
    )
}
"""Where a name without a space may be broken: between its words, as Thai is written."""

Ring = Sequence[Sequence[float]]


def name_that_fits(name: str, rings: Sequence[Ring], letter: float = LETTER) -> str:
    """The name where the district is wide enough for it, so that labels never cover each other."""
    widths = [max(point[0] for point in ring) - min(point[0] for point in ring) for ring in rings]
    return name if letters_of(name) * letter <= max(widths, default=0) else ""


def letters_of(name: str) -> int:
    """How many letters stand beside each other: vowels above and below and tones take no room."""
    return sum(1 for letter in name if unicodedata.category(letter) != "Mn")


def name_on_tile(name: str) -> str:
    """The whole name in lines of at most so many letters, broken between its words; never cut."""
    letters = LETTERS_ON_TILE + name.isascii()
    words = _PARTED.get(name, name).replace(" ", "\u200b \u200b").split("\u200b")
    lines = [""]
    for word in words:
        if letters_of((lines[-1] + word).strip()) <= letters or not lines[-1]:
            lines[-1] += word
        else:
            lines.append(word)
    return "\n".join(line.strip() for line in lines if line.strip())
