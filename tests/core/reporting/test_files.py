"""The files of a report: texts stay texts, numbers stay numbers, and the paper can be read back."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pymupdf
import pypdfium2
import pytest
from flask import Flask
from flask_babel import force_locale
from python_calamine import CalamineWorkbook

from core.reporting.cells import looks_like_formula, write_csv
from core.reporting.content import Approval, as_json, canonical, fingerprint, read
from core.reporting.paper import Sealing, report_pdf
from core.reporting.paper_front import front_page
from core.reporting.paper_tables import place_tables
from core.reporting.pictures import pictures
from core.reporting.tables import report_csv, report_workbook
from core.web.figures.levels import by_level, in_groups, level_of
from tests.support.reports import DEFINITIONS, cell, content, place

HOSTILE = (
    "=1+1",
    "+66",
    "-2+3",
    "@SUM(A1)",
    "\tcmd",
    "\r=1",
    "＝HYPERLINK(1)",
    "＋1",
    "－1",
    "＠x",
    " =1+1",
    "\u00a0=1",
    "\u3000=1",
    "'=1",
)


def sample(*names: str):
    zones = [
        place(name, active=cell(5 + at, 8 + at), trained=cell(140, 150), drift=cell(-at))
        for at, name in enumerate(names)
    ]
    return content(*zones)


def workbook(report) -> bytes:
    return report_workbook(
        report,
        title="รายงานผลตามตัวชี้วัด",
        remarks="=HYPERLINK(1)",
        facts=[("ค่าตรวจสอบ SHA-256", "a" * 64)],
        made_at=datetime(2027, 1, 5, tzinfo=UTC),
    )


@pytest.fixture
def thai(app: Flask):
    with app.test_request_context(), force_locale("th"):
        yield


def test_no_text_of_a_csv_file_is_a_formula_and_negative_numbers_stay_numbers(thai):
    data = report_csv(sample(*HOSTILE))
    assert data.startswith("\ufeff".encode())
    rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))
    names = {row["place"] for row in rows}
    assert {f"'{name}" for name in HOSTILE} <= names
    assert not any(
        looks_like_formula(name.removeprefix("'"))
        for name in names - {f"'{each}" for each in HOSTILE}
    )
    drift = [row["value"] for row in rows if row["indicator"] == "networks.change"]
    assert "-2" in drift
    assert "-13" in drift
    assert {row["standing"] for row in rows if not row["value"]} == {"not_counted"}
    assert not any(looks_like_formula(plain) for plain in ("", "นายตัวอย่าง", "1/2/2568", "–"))
    assert write_csv([["-5", -5, "%", "%d"]]) == "\ufeff'-5,-5,%,%d\r\n".encode()


def test_no_text_of_a_workbook_is_a_formula_and_ratios_are(thai):
    file = workbook(sample(*HOSTILE))
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    assert book.sheet_names == ["สรุป", "โซน × ตัวชี้วัด", "นิยาม", "เกี่ยวกับรายงาน"]
    matrix = book.get_sheet_by_name("โซน × ตัวชี้วัด").to_python()
    shown = [row[0] for row in matrix[3:]]
    assert [name.strip() for name in shown] == [name.strip() for name in HOSTILE]
    assert matrix[3][1:4] == [5, 8, 62.5]
    assert matrix[4][-1] == -1
    assert matrix[2][4:7] == ["", "", "ยังไม่ได้นับ"]
    with ZipFile(BytesIO(file)) as parts:
        sheets = [
            parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name
        ]
    formulas = [part.split("</f>")[0] for sheet in sheets for part in sheet.split("<f>")[1:]]
    assert formulas
    assert all(formula.startswith("IF(") and "ROUND(" in formula for formula in formulas)
    about = dict(book.get_sheet_by_name("เกี่ยวกับรายงาน").to_python())
    assert about["ข้อสังเกต"] == "=HYPERLINK(1)"
    assert about["หน่วยงาน"] == "สำนักงานเขตบางนา"


def test_the_paper_reads_back_with_thai_digits_definitions_and_charts(thai):
    pdf = report_pdf(
        sample("โซน 1", "โซน 2"),
        title="รายงานผลตามตัวชี้วัดเครือข่ายชุมชน ไตรมาสที่ 1 ปีงบประมาณ 2570",
        remarks="น้ำท่วมที่ซอยผู้ใหญ่ญี่ปุ่น\nปู่สั่งสมกำลังที่ศูนย์",
        sealing=Sealing(
            draft=False,
            lines=("ผู้เผยแพร่ นายตัวอย่าง หนึ่ง",),
            checking=("ค่าตรวจสอบ SHA-256 " + "ab" * 32,),
            prepared_at=datetime(2027, 1, 5, tzinfo=UTC),
        ),
    )
    document = pypdfium2.PdfDocument(pdf)
    pdfium = "".join(page.get_textpage().get_text_range() for page in document)
    with pymupdf.open(stream=pdf) as opened:
        mupdf = "".join(page.get_text() for page in opened)
        fonts = {font[3] for page in opened for font in page.get_fonts()}
    document.close()
    for text in ("".join(pdfium.split()), "".join(mupdf.split())):
        for words in (
            "รายงานผลตามตัวชี้วัดเครือข่ายชุมชนไตรมาสที่๑ปีงบประมาณ๒๕๗๐",
            "น้ำท่วมที่ซอยผู้ใหญ่ญี่ปุ่น",
            "ปู่สั่งสมกำลังที่ศูนย์",
            "ร้อยละ๗๑.๑(๒๗/๓๘)",
            "ยังไม่ได้นับ",
            "(activities.active_communities)÷(registry.communities)×100",
            "ฉบับที่๒",
            "BMA1",
            "เป้า๗๐%",
            "ธ.ค.๖๙",
            "ab" * 32,
        ):
            assert words in text, words
    assert fonts
    assert all("Sarabun" in name for name in fonts)
    assert b"/StructTreeRoot" in pdf


def test_what_is_stored_is_read_back_equal_and_its_fingerprint_is_of_one_text():
    report = sample("โซน 1", "โซน 2")
    stored = as_json(report)
    assert read(stored) == report
    assert as_json(read(stored)) == stored
    assert fingerprint(stored) == fingerprint(dict(reversed(stored.items())))
    assert canonical({"b": 1, "a": "ก"}) == '{"a":"ก","b":1}'
    kept_later = ("previous", "approved_offices", "outlines")
    older = read({key: value for key, value in stored.items() if key not in kept_later})
    assert (older.previous, older.approved_offices, older.outlines) == ({}, None, {})
    with pytest.raises(ValueError, match="unknown form"):
        read(stored | {"form": 99})


def square(east: int) -> tuple[tuple[int, ...], ...]:
    return ((east, 137000, east + 1500, 137000, east + 1500, 138000, east, 138000),)


def test_the_first_page_says_alone_what_an_executive_needs(thai):
    report = replace(
        sample("โซน 1"),
        previous={"active_communities": cell(20, 38), "networks.change": cell(-2)},
    )
    paper = report_pdf(
        report,
        title="รายงาน",
        remarks="",
        sealing=Sealing(
            draft=False, lines=(), checking=(), prepared_at=datetime(2027, 1, 5, tzinfo=UTC)
        ),
    )
    with pymupdf.open(stream=paper) as opened:
        first, *others = ["".join(page.get_text().split()) for page in opened]
        boxes = [page.rect for page in opened]
        sizes = {
            round(span["size"], 1)
            for page in opened
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            if span["text"].strip()
        }
    for words in (
        "๑จาก๒เดือนที่ผู้อำนวยการเขตรับรองข้อมูลแล้ว",
        "ตัวชี้วัดทั้งหมด๓ตัวทราบผลแล้ว๒ตัวในจำนวนนี้มีเป้าหมาย๑ตัวถึงเป้าหมาย๑ตัว",
        "เพิ่มขึ้น๑๘.๕จุดร้อยละจากร้อยละ๕๒.๖เป็นร้อยละ๗๑.๑ถึงเป้าหมาย(ร้อยละ๗๐)",
        "เท่าเดิมที่-๒เครือข่าย",
        "งวดก่อนหมายถึงไตรมาสที่๔ปีงบประมาณ๒๕๖๙",
    ):
        assert words in first, words
    assert "ตัวชี้วัดของกรุงเทพมหานคร" in others[0]
    assert [box.width > box.height for box in boxes].count(True) == 1
    assert min(sizes) >= 8.0
    assert "ตัวชี้วัดที่ไม่มีตัวเลขรายโซน" not in others[-1]


def test_a_city_with_outlines_is_drawn_in_them_and_no_silent_district_is_lost(thai):
    places = [
        place("บางนา", 1047, active=cell(27, 38)),
        replace(place("พระโขนง", 1009), column=1, row=0),
    ]
    report = content(
        replace(places[0], column=0, row=0),
        places[1],
        office_code=1000,
        outlines={1047: square(1005000), 1009: square(1006600)},
        credit="กรุงเทพมหานคร",
        approvals=(Approval(date(2026, 10, 1), 1, 50),),
        approved_offices=1,
    )
    (picture, *_others) = pictures(report, "th")
    assert picture.tiles is None
    assert picture.areas is not None
    assert [area.words for area in picture.areas.areas] == ["71.1", "–"]
    assert pictures(replace(report, outlines={}), "th")[0].tiles is not None
    told = place_tables(report)
    assert ["".join(row[0][0]) for row in told["tables"][0]["rows"]] == ["บางนา"]
    notes = ["".join(pieces) for pieces in told["notes"]]
    assert any("ยังไม่ได้นับ ได้แก่ พระโขนง" in note for note in notes)
    state = ["".join(each["number"]) for each in front_page(report)["state"]]
    assert state == ["๑ จาก ๕๐ เขต", "๑ จาก ๕๐ เขต", "๔๙ เขต"]


def test_indicators_stand_under_the_level_that_their_code_names():
    assert [(level, len(members)) for level, members in by_level(DEFINITIONS)] == [
        ("Indicators of Bangkok", 1),
        ("Outputs", 1),
        ("Outcomes", 1),
    ]
    assert level_of("กทม. 2") == level_of("BMA1")
    assert level_of("X9") == "Other indicators"
    assert [len(members) for _levels, members in in_groups(DEFINITIONS * 2, 2)] == [2, 2, 2]
