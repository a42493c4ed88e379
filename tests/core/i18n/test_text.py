import csv
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pythainlp.util import normalize as pythainlp_normalize

from core.i18n.text import decode, match_key, normalise, normalise_lines, shorten

THAI = st.text(
    "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E5A)])) + " \u200b\ufeff12a-/."
)
SLIPS = [
    *("น้ํา", "นํ้า", "นำ้", "นํา", "เเม่", "แแม่", "พันธ์ุ", "สิทธ์ิ", "ก้้า", "ก่้า", "มา่", "คะ่"),
    *("ก้ิง", "กุ่ง", "นะะ", "ข้ัน", "เเเก", "ก\u200bข", "ผู้้ใหญ่", "ทีี่", " ก  ข ", "ๆ ฯ ๑๒"),
]


def test_sara_am_is_one_letter_however_it_was_typed():
    for typed in ("น้ำ", "น้ํา", "นํ้า", "นำ้", unicodedata.normalize("NFKC", "น้ำ")):
        assert normalise(typed) == "น\u0e49\u0e33"


def test_marks_are_put_in_order_and_none_stays_twice():
    assert normalise("เเม่") == "แม่"
    assert normalise("พันธ์ุ") == "พันธุ์"
    assert normalise("ผู้้ใหญ่") == "ผู้ใหญ่"
    assert normalise("ก่้า") == "ก้า"


def test_what_cannot_be_seen_is_removed_and_white_space_is_folded():
    assert normalise("\ufeffบาง\u200bนา \u00a0\t ใต้\x00\n") == "บางนา ใต้"


def test_thai_digits_signs_and_families_of_emoji_stay():
    for text in ("๑๒", "วันๆ", "กรุงเทพฯ", "👨‍👩‍👧", "ﬁ²"):
        assert normalise(text) == text


@pytest.mark.parametrize("slip", SLIPS)
def test_known_slips_are_mended_as_pythainlp_mends_them(slip):
    assert normalise(slip) == pythainlp_normalize(slip)


@pytest.mark.shared_data
def test_real_names_are_normalised_as_pythainlp_does(shared_data):
    with (shared_data / "communities.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    for name in {row[column] for row in rows for column in ("name_th", "name_th_pop_source")}:
        assert normalise(name) == pythainlp_normalize(unicodedata.normalize("NFC", name))


@given(THAI | st.text())
@example("ก\u0325า่")
@example("ๅ\u0301ะุ")
def test_the_normal_form_is_stable_and_nfc(text):
    normal = normalise(text)
    assert normalise(normal) == normal
    assert unicodedata.is_normalized("NFC", normal)
    assert normal == normal.strip()


@given(THAI)
def test_the_decomposed_spelling_has_the_same_normal_form(text):
    assert normalise(text.replace("ำ", "ํา")) == normalise(text)
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(text)


def test_lines_are_kept_and_empty_ones_folded():
    assert normalise_lines("\r\nวาระ  1 \r\n\r\n\r\n\r\nวาระ 2\n") == "วาระ 1\n\nวาระ 2"


@given(THAI | st.text())
def test_lines_have_a_stable_form_too(text):
    assert normalise_lines(normalise_lines(text)) == normalise_lines(text)


@pytest.mark.parametrize(
    "spelling",
    [
        *("ชุมชนวัดราษฎร์ 66/1", "ชุมชน วัดราษฏร์ ๖๖/๑", "วัดราษฎร์ 66 - 1", "วัดราษฎร์(66-1)"),
        *("ชุมชนวัดราษฎร์ ๖๖-1", "วัด ราษฎร์\u200b66/1"),
    ],
)
def test_spellings_of_one_community_share_a_key(spelling):
    assert match_key(spelling) == "วัดราษฎร์66-1"


def test_different_communities_have_different_keys():
    for one, other in [("หมู่ 1-2", "หมู่ 12"), ("แก้ว", "แก่ว"), ("ชุมชน", ""), ("อาคาร 1", "อาคาร 2")]:
        assert match_key(one) != match_key(other)


def test_the_word_community_is_only_taken_whole_and_in_front():
    assert match_key("เคหะชุมชนร่มเกล้า") == "เคหะชุมชนร่มเกล้า"
    assert match_key("ชุมชนำชัย") == "ชุมชนำชัย"


@given(THAI | st.text())
def test_the_key_of_a_key_is_the_key(text):
    assert match_key(match_key(text)) == match_key(text)
    assert match_key(normalise(text)) == match_key(text)


@pytest.mark.shared_data
def test_no_two_communities_of_a_district_share_a_key(shared_data):
    with (shared_data / "communities.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    names = {(row["district_code"], normalise(row["name_th"])) for row in rows}
    assert len({(district, match_key(name)) for district, name in names}) == len(names)


def test_a_cut_never_parts_a_letter_from_its_vowel():
    assert shorten("ที่ประชุม", 20) == "ที่ประชุม"
    assert shorten("น้ำท่วม", 3) == "…"
    assert shorten("น้ำท่วม", 4) == "น้ำ…"
    assert shorten("ไปเกาะ", 4) == "ไป…"


@given(THAI | st.text(), st.integers(1, 12))
def test_a_cut_is_as_short_as_asked(text, length):
    cut = shorten(text, length)
    assert len(cut) <= length
    assert cut == text or text.startswith(cut[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_uploaded_text_is_read_in_the_encodings_of_offices(encoding):
    assert decode("ชุมชน ๑".encode(encoding)) == "ชุมชน ๑"
