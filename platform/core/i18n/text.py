"""Thai text in one normal form, so that what looks equal is stored, found and matched as equal.

Never NFKC: it takes sara am (ำ) apart. NFC alone does not put it together again, so we do.
"""

import re
import unicodedata

from core.i18n.digits import to_arabic_digits

# The order in which the marks of one letter are stored: below, above, tones, then the rest. It
# agrees with Unicode's canonical order, so NFC leaves it alone.
_MARKS = "ฺุูิีึืั็ํ่้๊๋์๎"
_TONES = "่้๊๋"
_FOLLOWERS = "ะาๅ"
_ACCENTS = "\u0300-\u036f"
_LEADERS = "เแโใไ"

_TAIL = re.compile(f"[{_MARKS}{_FOLLOWERS}{_ACCENTS}]{{2,}}")
_OPEN_SARA_AM = re.compile(f"ํ([่้๊๋์๎{_ACCENTS}]*)า")
_REPEATED_LEADER = re.compile(f"([{_LEADERS}])\\1+")
_REPEATED_FOLLOWER = re.compile(f"([{_FOLLOWERS}])\\1+")
# Zero-width joiners hold families of emoji together; anywhere else they only hide.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
    "|(?<![\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])\u200d"
)
_MOST_MARKS = 30
"""Marks on one letter that are kept, as Unicode's stream-safe text format (UAX #15) has it."""

_COMBINING = "".join(
    chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))
)
_PILE = re.compile(f"([{_COMBINING}]{{{_MOST_MARKS}}})[{_COMBINING}]+")
_COMMUNITY = re.compile(f"\\A(?:ชุมชน(?=[^{_MARKS}{_FOLLOWERS}ำ]))+")
_BETWEEN_NUMBERS = re.compile("(?<=[0-9]) +(?=[0-9])")
_CLUSTER = re.compile(
    f"[{_LEADERS}]?.(?:[{_MARKS}{_FOLLOWERS}ำ]|[\u0300-\u036f\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.)*",
    re.DOTALL,
)


def normalise(text: str) -> str:
    """One line in the stored normal form.

    NFC; sara am composed; เเ made แ; marks in one order, none twice, of several tones the last;
    zero-width and control characters gone; white space folded. Thai digits stay. Idempotent.
    """
    visible = _compose(_INVISIBLE.sub("", text))
    leading = _REPEATED_LEADER.sub(r"\1", visible.replace("เเ", "แ"))
    ordered = _TAIL.sub(_in_order, leading.replace("ำ", "ํา"))
    composed = _OPEN_SARA_AM.sub(r"\1ำ", ordered)
    return _compose(" ".join(composed.split()))


def _compose(text: str) -> str:
    """NFC, with no more than 30 marks on a letter.

    Unicode sorts the marks of a letter in quadratic time: a long pile would hold the whole process.
    """
    composed = unicodedata.normalize("NFC", _PILE.sub(r"\1", text))
    return _PILE.sub(r"\1", composed)


def _in_order(tail: re.Match[str]) -> str:
    tones = [letter for letter in tail[0] if letter in _TONES][-1:]
    marks = {letter for letter in tail[0] if letter in _MARKS and letter not in _TONES}
    ordered = "".join(sorted(marks.union(tones), key=_MARKS.index))
    accents = "".join(letter for letter in tail[0] if letter not in _MARKS + _FOLLOWERS)
    followers = "".join(letter for letter in tail[0] if letter in _FOLLOWERS)
    return ordered + accents + _REPEATED_FOLLOWER.sub(r"\1", followers)


def normalise_lines(text: str) -> str:
    """Several lines, each in the normal form; at most one empty line in a row, none at the ends."""
    lines = (normalise(line) for line in text.splitlines())
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def match_key(name: str) -> str:
    """What two spellings of one community's name have in common; never shown, never stored as name.

    Without the word ชุมชน in front, spaces, punctuation and case; Thai digits as Arabic; ราษฏร์ (the
    common slip) as ราษฎร์. Two numbers stay apart: 66/1 is 66-1, but not 661.
    """
    plain = to_arabic_digits(normalise(name)).casefold()
    spelled = "".join(letter if _is_spelled(letter) else " " for letter in plain)
    joined = _BETWEEN_NUMBERS.sub("-", spelled).replace(" ", "")
    return _COMMUNITY.sub("", normalise(joined).replace("ราษฏร", "ราษฎร"))


def _is_spelled(letter: str) -> bool:
    return letter != "ฯ" and unicodedata.category(letter)[0] in "LMN"


def shorten(text: str, length: int) -> str:
    """At most `length` characters, "…" included; a vowel or tone never loses its letter."""
    if len(text) <= length:
        return text
    kept = ""
    for cluster in _CLUSTER.findall(text):
        if len(kept) + len(cluster) >= length:
            break
        kept += cluster
    return kept.rstrip() + "…"


def decode(content: bytes) -> str:
    """The text of an uploaded file: UTF-8 with or without mark, UTF-16 with mark, else TIS-620.

    Raises `UnicodeDecodeError` when it is none of them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp874")
