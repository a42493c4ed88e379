from dataclasses import replace
from datetime import UTC, date, datetime

import pymupdf
import pytest
import segno

from core.documents.slip import STEPS, SignInSlip, render_slip
from tests.core.documents.extraction import EXTRACTORS, without_spaces

SLIP = SignInSlip(
    office_name="สำนักงานเขตบางนา",
    holder_name="นางสาวสั่งสม ตัวอย่างกุลฐิติกูล",
    role="ประธานชุมชนตัวอย่าง 5 และประธานเครือข่ายชุมชน โซน 1",
    url="https://network.example.go.th/s/1047.x7Kq-2mPv-9TzR",
    valid_until=date(2026, 11, 29),
    issued_by="ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
)
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def page():
    with pymupdf.open(stream=render_slip(SLIP, at=NOON)) as document:
        assert len(document) == 1
        yield document[0]


def test_the_slip_is_one_a5_page(page):
    assert (round(page.rect.width), round(page.rect.height)) == (420, 595)


@pytest.mark.parametrize("reader", EXTRACTORS)
def test_the_slip_says_everything(reader):
    text = without_spaces("".join(EXTRACTORS[reader](render_slip(SLIP, at=NOON))))
    for words in (
        SLIP.holder_name,
        "ประธานชุมชนตัวอย่าง ๕",
        "ใช้ได้ถึงวันที่ ๒๙ พฤศจิกายน พ.ศ. ๒๕๖๙",
        "อย่าให้ผู้อื่นใช้",
        "โปรดแจ้งสำนักงานเขตบางนาทันที",
        "ออกโดย ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
        "network.example.go.th/s/1047.x7Kq-2mPv-9TzR",
        *STEPS,
    ):
        assert without_spaces(words) in text


def test_letters_are_large(page):
    sizes = {
        span["text"].strip(): span["size"]
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
    }
    assert min(sizes.values()) >= 11
    assert next(size for text, size in sizes.items() if "เปิดกล้อง" in text) >= 15
    assert max(sizes.values()) >= 22


def test_the_code_is_vector_and_wide_enough_for_old_cameras(page):
    assert page.get_image_info() == []
    code = max((one["rect"] for one in page.get_drawings()), key=lambda box: box.height)
    assert code.width > 4 * 72 / 2.54
    assert code.width == pytest.approx(code.height, abs=5)


def test_the_drawn_code_is_the_code_of_the_address(page):
    wanted = segno.make(SLIP.url, error="m", micro=False).matrix
    code = max((one["rect"] for one in page.get_drawings()), key=lambda box: box.height)
    module = 5.4 * 72 / 2.54 / (len(wanted) + 8)
    picture = page.get_pixmap(dpi=300)
    scale = 300 / 72
    middle = page.rect.width / 2 - len(wanted) * module / 2
    first_row = next(
        row
        for row in range(int(code.y0 * scale) - 20, picture.height)
        if picture.pixel(int((middle + 3.5 * module) * scale), row)[0] < 128
    )
    drawn = [
        [
            picture.pixel(
                int((middle + (column + 0.5) * module) * scale),
                int(first_row + (row + 0.5) * module * scale),
            )[0]
            < 128
            for column in range(len(wanted))
        ]
        for row in range(len(wanted))
    ]
    assert drawn == [[bool(cell) for cell in row] for row in wanted]


def test_long_names_and_addresses_still_fit_on_the_page():
    slip = replace(
        SLIP,
        holder_name="ว่าที่ร้อยตรีหญิง กฤษฎิ์ชญา ตัวอย่างเพ็ญพิชชาวัฒน์วิสุทธิ์",
        url=SLIP.url + "-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    )
    with pymupdf.open(stream=render_slip(slip)) as document:
        assert len(document) == 1
        right = max(word[2] for word in document[0].get_text("words"))
        assert right <= document[0].rect.width - 25


def test_metadata_names_the_office_and_not_the_holder():
    with pymupdf.open(stream=render_slip(SLIP, at=NOON)) as document:
        assert document.metadata["title"] == "ใบเข้าสู่ระบบ สำนักงานเขตบางนา"
        assert "สั่งสม" not in document.get_xml_metadata()
        assert document.metadata["author"] == ""
