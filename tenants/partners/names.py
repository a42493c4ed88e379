"""How organisations are called: what two spellings of one name have in common."""

import re

from core.i18n.text import match_key, normalise

_LEGAL_FORM = re.compile(
    r"บริษัท|จำกัด|\(มหาชน\)|ห้างหุ้นส่วน(?:สามัญ)?|\A(?:บจก|บมจ|บจ|หจก)\.?(?=[^ก-ฮ]|\s|\Z)",
)
_SHORT_WORDS = (
    (re.compile(r"\A(?:สน\.|สถานีตำรวจ(?!นครบาล))\s*"), "สถานีตำรวจนครบาล"),
    (re.compile(r"\A(?:รพ\.|ร\.พ\.)\s*"), "โรงพยาบาล"),
    (re.compile(r"\A(?:รร\.|ร\.ร\.)\s*"), "โรงเรียน"),
    (re.compile(r"\A(?:ศบส\.|ศูนย์บริการสาธารณสุข)\s*(?:ที่\s*)?"), "ศูนย์บริการสาธารณสุข"),
)


def organisation_key(name: str) -> str:
    """What two spellings of one organisation's name have in common.

    Its legal form is left out, and the common short words are written out: สน. is สถานีตำรวจนครบาล.
    """
    plain = normalise(name)
    for short, whole in _SHORT_WORDS:
        plain = short.sub(whole, plain)
    return match_key(_LEGAL_FORM.sub(" ", plain)) or match_key(plain)
