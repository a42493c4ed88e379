import pytest

from core.documents.text import line_pieces, name_pieces


@pytest.mark.parametrize(
    "text",
    [
        "อื่น ๆ ที่เกี่ยวข้อง (Network) พ.ศ.2559 “ประชารัฐ” ๑) ข้อ 1",
        "การดำเนินการตามนโยบายของกรุงเทพมหานคร",
        "",
        "   ",
        "เ",
        "฿฿ ... ---",
    ],
)
def test_pieces_put_together_are_the_text_with_thai_digits(text):
    wanted = " ".join(text.split()).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert "".join(line_pieces(text)) == wanted


def test_a_repetition_mark_stays_with_its_word():
    assert "ต่าง ๆ " in line_pieces("ประเทศต่าง ๆ ในโลก")


def test_a_number_stays_with_its_noun():
    assert "โซน ๑ " in line_pieces("ชุมชน โซน 1 ประกอบด้วย")


def test_brackets_and_quotes_stay_with_what_they_hold():
    pieces = line_pieces("ร่วมกัน (เครือข่าย) “ประชารัฐ”")
    assert not [piece for piece in pieces if piece.strip() in {"(", ")", "“", "”"}]


def test_official_words_stay_whole():
    assert "ดำเนินการ" in line_pieces("ได้ดำเนินการตามนโยบาย")


def test_a_name_is_parted_only_between_its_parts():
    assert name_pieces(" นางญาณิศา  ณ ตัวอย่าง ") == ["นางญาณิศา ", "ณ ตัวอย่าง"]
    assert name_pieces(" ") == []
