"""Files of communities as offices have them: encodings, separators, headings, workbooks, and bombs."""

import contextlib
import io
import random
import zipfile

import pytest
import xlsxwriter

from core.errors import FieldError
from core.tenancy.models import Office, Subdistrict
from tenants.registry.import_lines import read_lines
from tenants.registry.import_rows import Catalogue, Reading, read_table

CATALOGUE = Catalogue.of(
    [
        Office(code=1047, kind="district", slug="bangna", name_th="บางนา", name_en="Bang Na"),
        Office(code=1024, kind="district", slug="x", name_th="ราษฎร์บูรณะ", name_en="Rat Burana"),
    ],
    [
        Subdistrict(code=104702, office_code=1047, name_th="บางนาเหนือ", name_en="Bang Na Nuea"),
        Subdistrict(code=102401, office_code=1024, name_th="ราษฎร์บูรณะ", name_en="Rat Burana"),
    ],
)


def readings(text: str | bytes, name: str = "a.csv", home: int | None = 1047) -> list[Reading]:
    content = text.encode() if isinstance(text, str) else text
    return read_table(read_lines(content, name), CATALOGUE, home).readings


def only(text: str | bytes, **options) -> Reading:
    (reading,) = readings(text, **options)
    return reading


def workbook(rows: list[list[object]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return content.getvalue()


THAI = "ชื่อชุมชน,ประเภท,ประชากร\nริมคลอง,ชุมชนเมือง,๑๒๐\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_thai_text_is_read_in_every_encoding_with_every_separator(encoding: str, separator: str):
    reading = only(THAI.replace(",", separator).encode(encoding))
    assert reading.refusal is None
    assert (reading.name, reading.values["kind"]) == ("ริมคลอง", "urban")
    assert reading.figures == {"residents": 120}


def test_a_workbook_says_the_same_as_the_text_file():
    reading = only(
        workbook(
            [["ชื่อชุมชน", "ประเภท", "ประชากร", "lat", "lon"], ["ริมคลอง", "เมือง", 120, 13.66, 100.6]]
        ),
        name="a.xlsx",
    )
    assert reading.values == {"kind": "urban", "lat": 13.66, "lon": 100.6}
    assert reading.figures == {"residents": 120}


def test_titles_may_stand_above_the_headings_and_lines_keep_their_numbers():
    found = readings("บัญชีรายชื่อชุมชน\n\nชื่อชุมชน,ประชากร (คน)\n\nก,1\nข,2\n")
    assert [(row.line, row.name, row.figures) for row in found] == [
        (5, "ก", {"residents": 1}),
        (6, "ข", {"residents": 2}),
    ]


def test_a_cell_of_two_lines_does_not_shift_the_numbers():
    assert [row.line for row in readings('ชื่อชุมชน\n"ก\nก"\nข\n')] == [2, 4]


@pytest.mark.parametrize(
    "district", ["ราษฎร์บูรณะ", "ราษฏร์บูรณะ", "เขตราษฏร์บูรณะ", "สำนักงานเขตราษฎร์บูรณะ"]
)
def test_a_district_is_found_in_every_usual_spelling(district: str):
    assert only(f"ชื่อชุมชน,เขต\nก,{district}\n", home=None).district_id == 1024


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("ชุมชนแออัด", "slum"),
        ("แออัด", "slum"),
        ("ชุมชน เมือง", "urban"),
        ("ชุมชนชานเมือง", "suburban"),
        ("ชุมชนอาคารสูง", "high_rise"),
        ("ชุมชนรูปแบบพิเศษ", "special"),
        ("ชุมชนหมู่บ้านจัดสรร", "housing_estate"),
    ],
)
def test_types_are_read_as_the_files_write_them(typed: str, kind: str):
    assert only(f"ชื่อชุมชน,ประเภท\nก,{typed}\n").values["kind"] == kind


def test_an_empty_cell_says_nothing_and_the_word_community_is_not_part_of_a_name():
    reading = only("ชื่อชุมชน,ประเภท,lat,lon,ประชากร,แขวง\nชุมชนริมคลอง,,,,-,\n")
    assert (reading.name, reading.values, reading.figures) == ("ริมคลอง", {}, {})
    assert reading.refusal is None


@pytest.mark.parametrize("name", ["=1+1", "+66", "-5 ไร่", "@ริมน้ำ", "=HYPERLINK(ก)"])
def test_names_that_look_like_formulas_are_plain_text(name: str):
    assert only(f'ชื่อชุมชน\n"{name}"\n').name == name


@pytest.mark.parametrize(
    ("heading", "cells", "sentence"),
    [
        ("ชื่อชุมชน,ชาย", ",5", "no name"),
        ("ชื่อชุมชน", "รวมทั้งสิ้น", "row of sums"),
        ("ชื่อชุมชน", "ก" * 121, "longer than"),
        ("ชื่อชุมชน,รหัสเขต", "ก,1099", "not the code of a district"),
        ("ชื่อชุมชน,รหัสเขต", "ก,๑๐๒๔", "belongs to the district"),
        ("ชื่อชุมชน,เขต", "ก,เชียงใหม่", "no district"),
        ("ชื่อชุมชน,รหัสเขต,เขต", "ก,1047,ราษฎร์บูรณะ", "do not belong together"),
        ("ชื่อชุมชน,แขวง", "ก,ราษฎร์บูรณะ", "no subdistrict"),
        ("ชื่อชุมชน,รหัสแขวง", "ก,102401", "no subdistrict"),
        ("ชื่อชุมชน,ประเภท", "ก,ปราสาท", "not a type"),
        ("ชื่อชุมชน,lat,lon", "ก,13.66,", "both numbers"),
        ("ชื่อชุมชน,lat,lon", "ก,100.6,13.66", "right columns"),
        ("ชื่อชุมชน,lat,lon", "ก,0,0", "not lie in Bangkok"),
        ("ชื่อชุมชน,lat,lon", "ก,เหนือ,ใต้", "not a number"),
        ("ชื่อชุมชน,ประชากร", "ก,-5", "negative"),
        ("ชื่อชุมชน,ประชากร", "ก,มาก", "not a whole number"),
        ("ชื่อชุมชน,ประชากร", "ก,999999", "too large"),
    ],
)
def test_a_row_is_rejected_with_one_sentence(heading: str, cells: str, sentence: str):
    assert sentence in str(only(f"{heading}\n{cells}\n").refusal)


def test_a_row_without_a_district_is_rejected_where_the_file_is_the_whole_citys():
    assert "which district" in str(only("ชื่อชุมชน\nก\n", home=None).refusal)


def test_one_name_in_two_spellings_stands_once_and_the_sentence_names_the_first_line():
    found = readings("ชื่อชุมชน\nราษฎร์ 1\nชุมชนราษฏร์ ๑\nราษฎร์ 2\n")
    assert [row.refusal is not None for row in found] == [False, True, False]
    assert "line 2" in str(found[1].refusal)


def test_men_and_women_that_do_not_add_up_are_a_warning():
    reading = only("ชื่อชุมชน,ประชากร,ชาย,หญิง\nก,100,40,50\n")
    assert reading.refusal is None
    assert "90" in str(reading.warning)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "empty"),
        (b"\n\n ,,\n", "a.csv", "empty"),
        (b"x", "a.pdf", "kind"),
        (b"x", "a", "kind"),
        (b"x", "a.xlsm", "macros"),
        (b"\xd0\xcf\x11\xe0rest", "a.xls", "kind"),
        (b"\xd0\xcf\x11\xe0rest", "a.xlsx", "password"),
        (b"PK\x03\x04rest", "a.csv", "workbook"),
        (b"PK\x03\x04rest", "a.xlsx", "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "letters"),
        (b"name\0x", "a.csv", "table"),
        ('ชื่อชุมชน,x\nก,"ไม่ปิด\nข,1\n'.encode(), "a.csv", "breaks off"),
        (b"\xff\xff\xff", "a.csv", "letters"),
        ("ชื่อ,ประเภท\nก,ข\n".encode(), "a.csv", "ชื่อชุมชน"),
        ("ชื่อชุมชน\n".encode(), "a.csv", "no row"),
        ("ชื่อชุมชน,ชาย,ชาย\nก,1,2\n".encode(), "a.csv", "Two columns"),
        (("ชื่อชุมชน" + ",x" * 100 + "\nก\n").encode(), "a.csv", "60 columns"),
        (("ชื่อชุมชน\n" + "ก\n" * 20_001).encode(), "a.csv", "20,000 rows"),
        (("ชื่อชุมชน\n" + '"' + "ก" * 200_000 + '"\n').encode(), "a.csv", "breaks off"),
        (b"x" * (20 * 1024 * 1024 + 1), "a.csv", "20 megabytes"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    content: bytes, name: str, sentence: str
):
    with pytest.raises(FieldError, match=sentence) as refused:
        readings(content, name)
    assert refused.value.field == "file"


def changed_workbook(changes: dict[str, bytes]) -> bytes:
    """A good workbook with some of its entries replaced or added."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["ชื่อชุมชน"], ["ก"]]))) as good,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in good.namelist():
            if entry not in changes:
                made.writestr(entry, good.read(entry))
        for entry, data in changes.items():
            made.writestr(entry, data)
    return content.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet(rows: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"xl/media/zeros.bin": bytes(90 * 1024 * 1024)}, "unpacks"),
        ({SHEET: sheet("<!-- " + " " * 40_000_000 + " -->")}, "unpacks"),
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({SHEET: sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')}, "60 columns"),
        ({SHEET: sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')}, "20,000 rows"),
        ({SHEET: sheet('<row r="1">' + "<c><v>1</v></c>" * 61 + "</row>")}, "60 columns"),
        ({SHEET: sheet("<row/>" * 20_100)}, "20,000 rows"),
        ({SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "damaged"),
        ({SHEET: b"<worksheet><sheetData>"}, "damaged"),
        ({"xl/media/picture.png": sheet('<row r="1"><c r="XFD1"/></row>')}, "damaged"),
        ({f"xl/media/{number}.png": b"x" for number in range(600)}, "unpacks"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bomb_is_refused_before_it_is_opened(changes: dict[str, bytes], sentence: str):
    with pytest.raises(FieldError, match=sentence):
        readings(changed_workbook(changes), "a.xlsx")


def test_a_workbook_whose_directory_lies_about_its_sizes_is_refused():
    bomb = changed_workbook({"xl/media/zeros.bin": bytes(30 * 1024 * 1024)})
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    assert bomb.count(size) >= 1
    with pytest.raises(FieldError, match=r"damaged|unpacks"):
        readings(bomb.replace(size, (1000).to_bytes(4, "little")), "a.xlsx")


@pytest.mark.parametrize("seed", range(3))
def test_broken_workbooks_and_texts_are_refused_and_never_fail_otherwise(seed: int):
    chance = random.Random(seed)
    good = workbook([["ชื่อชุมชน", "ประเภท", "lat"], *([f"ก {i}", "เมือง", 13.6] for i in range(9))])
    for _ in range(150):
        broken = bytearray(good)
        for _change in range(chance.choice([1, 3, 30])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        letters = "".join(chance.choice('กข,";\t\n\r=0๑ชื่อชุมชน') for _ in range(60))
        for content, name in ((bytes(broken), "a.xlsx"), (letters.encode(), "a.csv")):
            with contextlib.suppress(FieldError):
                readings(content, name)


def test_a_workbook_in_an_unknown_encoding_is_refused():
    strange = sheet("").replace(b"<worksheet", b'<?xml version="1.0" encoding="zTF-8"?><worksheet')
    with pytest.raises(FieldError, match="damaged"):
        readings(changed_workbook({SHEET: strange}), "a.xlsx")
