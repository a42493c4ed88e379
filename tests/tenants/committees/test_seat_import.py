"""Seats of a whole district from one file: tried out first, taken over whole or not at all."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.files.models import StoredFile
from tenants.committees.models import Committee, Seat
from tenants.committees.seat_import_rows import HEADINGS, MOST_ROWS
from tenants.people.models import Person
from tests.support.editions import adopted, edition
from tests.support.seats import community_address, fill, name_on
from tests.support.world import NEIGHBOUR, World

IMPORTS = "/d/bangna/committees/seat-imports"
HEAD = ",".join(words[0] for words in HEADINGS.values())
COMMUNITY, ZONE = "คณะกรรมการชุมชน", "คณะกรรมการเครือข่ายชุมชน"
FAKE_ID = "1-2345-67890-12-1"
"""A made-up number whose check digit is right."""


def row(*cells: str) -> str:
    return ",".join((*cells, *[""] * (len(HEADINGS) - len(cells))))


CHAIR = row(
    COMMUNITY, "ตัวอย่าง ก", "ประธานกรรมการชุมชน", "", "นายตัวอย่าง ใจดี", "ประธานชุมชน", "๑ ก.พ. ๒๕๖๘"
)
SECRETARY = row(
    COMMUNITY, "ชุมชนตัวอย่าง ก", "เลขานุการ", "", "นางตัวอย่าง จดงาน", "เลขานุการชุมชน", "1/2/2568"
)
OF_ZONE = row(ZONE, "โซน ๑", "ประธานชุมชนในโซน", "ตัวอย่าง ข", "นางตัวอย่าง ขยัน", "ประธานชุมชน", "1/2/68")


def csv_of(*rows: str) -> str:
    return "\n".join((HEAD, *rows))


def upload(
    client: FlaskClient, content: str | bytes, name: str = "กรรมการ.csv", **fields: str
) -> Any:
    body = content.encode() if isinstance(content, str) else content
    data: dict[str, Any] = {**fields, "file": (io.BytesIO(body), name)}
    return client.post(IMPORTS, data=data)


def checked(client: FlaskClient, *rows: str) -> str:
    answer = upload(client, csv_of(*rows))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def problems_of(client: FlaskClient, *rows: str) -> str:
    """The page of the rejected rows, without markup."""
    page = client.get(f"{checked(client, *rows)}?fate=rejected").text
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))


def counts(world: World) -> tuple[int, int, int]:
    return world.in_district(
        lambda session: tuple(
            session.scalar(select(func.count()).select_from(model))
            for model in (Committee, Seat, Person)
        )
    )


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A zone of two communities in an office that has adopted the manual, and an officer."""
    edition(world)
    adopted(world)
    communities = [world.community("ชุมชนตัวอย่าง ก"), world.community("ตัวอย่าง ข")]
    return SimpleNamespace(
        communities=communities,
        zone=world.zone(1, *communities),
        officer=world.sign_in(name="นางสาวตัวอย่าง นำเข้า"),
    )


def test_a_file_is_tried_out_first_and_seats_everybody_when_confirmed(
    world: World, place: SimpleNamespace
):
    page = checked(
        place.officer, CHAIR, SECRETARY, OF_ZONE, row(COMMUNITY, "ตัวอย่าง ข", "เหรัญญิกชุมชน")
    )
    text = place.officer.get(page).text
    for words in ("นายตัวอย่าง ใจดี", "นางตัวอย่าง ขยัน", "นำเข้า 3 ตำแหน่ง", "ถูกข้ามไป 1 แถว"):
        assert words in text
    assert counts(world) == (0, 0, 0)
    assert place.officer.post(f"{page}/confirmation").status_code == 303
    assert counts(world) == (2, 3, 3)

    def look(session):
        return [
            (seat.rule_key, seat.person_name, seat.valid_from, seat.changed_by)
            for seat in session.scalars(select(Seat).order_by(Seat.rule_key))
        ]

    seated, officer = date(2025, 2, 1), "นางสาวตัวอย่าง นำเข้า"
    assert world.in_district(look) == [
        ("chair", "นายตัวอย่าง ใจดี", seated, officer),
        ("community_chairs", "นางตัวอย่าง ขยัน", seated, officer),
        ("secretary", "นางตัวอย่าง จดงาน", seated, officer),
    ]
    assert "จำนวน 3 ตำแหน่ง" in place.officer.get(page).text
    assert "นางตัวอย่าง ขยัน" in place.officer.get(f"/d/bangna/zones/{place.zone}/committee").text
    assert "กรรมการ.csv" in place.officer.get(IMPORTS).text


def test_confirming_twice_and_sending_twice_change_nothing_more(
    world: World, place: SimpleNamespace
):
    record = "01920000-0000-7000-8000-000000000007"
    pages = {
        upload(place.officer, csv_of(CHAIR), record_id=record).headers["Location"] for _ in "12"
    }
    (page,) = pages
    for _ in range(2):
        assert place.officer.post(f"{page}/confirmation").status_code == 303
    assert counts(world) == (1, 1, 1)


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"kind": "ชมรม"}, "kind", "ไม่ใช่ประเภทคณะกรรมการที่นำเข้าจากไฟล์ได้"),
        ({"place": "ไม่มีอยู่"}, "place", "ไม่พบ “ไม่มีอยู่” ในรายชื่อชุมชนและโซน"),
        ({"place": ""}, "place", "โปรดระบุชื่อชุมชนหรือโซน"),
        ({"seat": "ผู้วิเศษ"}, "seat", "คู่มือไม่มีตำแหน่ง “ผู้วิเศษ”"),
        ({"seat": ""}, "seat", "คู่มือไม่มีตำแหน่ง “–”"),
        (
            {"kind": ZONE, "place": "โซน 1", "seat": "กรรมการ"},
            "seat",
            "มีหลายตำแหน่งที่เรียกว่า “กรรมการ”",
        ),
        ({"kind": ZONE, "place": "1", "seat": "ประธานชุมชนในโซน"}, "community", "โปรดระบุชุมชน"),
        (
            {"kind": ZONE, "place": "1", "seat": "ประธานชุมชนในโซน", "community": "ค"},
            "community",
            "ไม่ใช่ชุมชนในโซนนี้",
        ),
        ({"person_position": ""}, "person_position", "โปรดระบุตำแหน่ง"),
        ({"valid_from": ""}, "valid_from", "โปรดระบุ"),
        ({"valid_from": "31/2/2568"}, "valid_from", "31"),
        ({"valid_from": "1/2/2016"}, "valid_from", "2559"),
        ({"valid_from": "1/2/2650"}, "valid_from", "อนาคต"),
        ({"term_ends_on": "1/1/2568"}, "term_ends_on", "1/2/2568"),
        ({"term_ends_on": "1/2/2575"}, "reason", "เหตุผล"),
        ({"person_name": "นาย"}, "person_name", "โปรดระบุ"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(
    world: World, place: SimpleNamespace, cells: dict[str, str], column: str, sentence: str
):
    good = dict(zip(HEADINGS, CHAIR.split(","), strict=True))
    told = problems_of(place.officer, SECRETARY, ",".join((good | cells).values()))
    assert f"{HEADINGS[column][0]}:" in told
    assert sentence in told
    assert " 3 " in told
    assert "นำเข้า 1 ตำแหน่ง" in told
    assert counts(world) == (0, 0, 0)


def test_a_seat_that_is_filled_and_an_exclusive_post_elsewhere_are_refused(
    world: World, place: SimpleNamespace
):
    checked_in = checked(place.officer, CHAIR)
    place.officer.post(f"{checked_in}/confirmation")
    second = CHAIR.replace("ใจดี", "อีกคน")
    elsewhere = CHAIR.replace("ตัวอย่าง ก", "ตัวอย่าง ข", 1)
    told = problems_of(place.officer, second, elsewhere, SECRETARY)
    assert "นายตัวอย่าง ใจดี" in told
    assert "ชุมชนตัวอย่าง ก" in told
    assert "นำเข้า 1 ตำแหน่ง" in told


def test_rows_of_one_file_are_held_against_each_other(world: World, place: SimpleNamespace):
    twins = SECRETARY.replace("จดงาน", "อีกคน")
    everywhere = CHAIR.replace("ตัวอย่าง ก", "ตัวอย่าง ข", 1)
    told = problems_of(place.officer, SECRETARY, twins, CHAIR, everywhere)
    assert told.count("ชื่อ-สกุล:") == 2
    assert counts(world) == (0, 0, 0)


def test_a_row_that_is_on_file_already_is_left_as_it_is(world: World, place: SimpleNamespace):
    page = checked(place.officer, CHAIR)
    place.officer.post(f"{page}/confirmation")
    again = place.officer.get(checked(place.officer, CHAIR, SECRETARY)).text
    assert "ดำรงตำแหน่งอยู่แล้ว" in again
    assert "นำเข้า 1 ตำแหน่ง" in again


def test_a_name_of_the_register_is_pointed_out_and_another_person_can_be_meant(
    world: World, place: SimpleNamespace
):
    place.officer.post("/d/bangna/people", data={"name": "นาย ตัวอย่าง ใจดี", "position": "พ่อค้า"})
    page = checked(place.officer, CHAIR)
    assert "ถือเป็นบุคคลเดิมในทะเบียน: นาย ตัวอย่าง ใจดี · พ่อค้า" in place.officer.get(page).text
    other = CHAIR.rstrip(",") + ",,,ใช่"
    page = checked(place.officer, other)
    assert "ถือเป็นบุคคลเดิม" not in place.officer.get(page).text
    place.officer.post(f"{page}/confirmation")
    assert counts(world) == (1, 1, 2)
    told = problems_of(place.officer, CHAIR.replace("ตัวอย่าง ก", "ตัวอย่าง ข", 1))
    assert "2" in told
    assert "ชื่อ-สกุล:" in told


def test_a_row_that_fails_by_now_stops_all_with_its_sentence(world: World, place: SimpleNamespace):
    page = checked(place.officer, CHAIR, SECRETARY, OF_ZONE)
    fill(
        place.officer,
        place.zone,
        "community_chairs",
        "นายตัวอย่าง มาก่อน",
        community=place.communities[1],
    )
    before = counts(world)
    place.officer.post(f"{page}/confirmation")
    told = place.officer.get(page).text
    assert "แถวที่ 4 นำเข้าไม่ได้ในขณะนี้" in told
    assert "นายตัวอย่าง มาก่อน" in told
    assert counts(world) == before
    assert "รอยืนยัน" in told


def test_a_discarded_file_is_not_taken_over(world: World, place: SimpleNamespace):
    page = checked(place.officer, CHAIR)
    assert place.officer.post(f"{page}/discarding").status_code == 303
    place.officer.post(f"{page}/confirmation")
    assert counts(world) == (0, 0, 0)


@pytest.mark.parametrize("cell", [4, 5, 8])
def test_a_file_with_a_national_id_number_is_not_even_kept(
    world: World, place: SimpleNamespace, cell: int
):
    cells = CHAIR.split(",")
    cells[cell] = f"{cells[cell]} {FAKE_ID}"
    answer = upload(place.officer, csv_of(SECRETARY, ",".join(cells)))
    assert answer.status_code == 422
    assert "พบเลขประจำตัวประชาชน 1 ช่อง" in answer.text
    assert f"แถวที่ 3 คอลัมน์ “{list(HEADINGS.values())[cell][0]}”" in answer.text
    assert FAKE_ID not in answer.text
    kept = world.in_district(lambda s: s.scalar(select(func.count()).select_from(StoredFile)))
    assert kept == 0


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("", "a.csv", "ไฟล์ว่าง"),
        ("ชื่อ,นามสกุล\nก,ข", "a.csv", "ไฟล์ไม่มีคอลัมน์ “คณะกรรมการ”"),
        (csv_of(row(COMMUNITY, "ตัวอย่าง ก", "เลขานุการ")), "a.csv", "ไม่มีแถวใดในไฟล์ที่ระบุชื่อบุคคล"),
        (csv_of(*[CHAIR] * (MOST_ROWS + 1)), "a.csv", "เกิน 600 คน"),
        (csv_of(CHAIR), "a.xlsm", "แมโคร"),
        (csv_of(CHAIR), "a.pdf", ".xlsx"),
        (b"PK\x03\x04 broken", "a.xlsx", "เสียหาย"),
    ],
)
def test_files_that_cannot_be_read_are_refused(
    world: World, place: SimpleNamespace, content: str | bytes, name: str, sentence: str
):
    answer = upload(place.officer, content, name)
    assert answer.status_code in (413, 422)
    assert sentence in answer.text
    assert counts(world) == (0, 0, 0)


def test_the_workbook_has_a_row_for_every_empty_seat_and_comes_back_filled(
    world: World, place: SimpleNamespace
):
    answer = place.officer.get(f"{IMPORTS}/template")
    assert answer.status_code == 200
    assert answer.mimetype.endswith("sheet")
    offered = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = offered.get_sheet_by_index(0).to_python()
    assert rows[0] == [words[0] for words in HEADINGS.values()]
    assert [COMMUNITY, "ตัวอย่าง ข", "เหรัญญิกชุมชน"] in [each[:3] for each in rows]
    assert [ZONE, "โซน 1"] in [each[:2] for each in rows]
    assert {each[3] for each in rows[1:] if each[3]} == {"ชุมชนตัวอย่าง ก", "ตัวอย่าง ข"}
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        typed = [cells + [""] * (len(HEADINGS) - len(cells)) for cells in rows]
        for number, cells in enumerate(typed):
            if number:
                cells[4:7] = [f"นายตัวอย่าง คนที่{number}", "ตำแหน่งตัวอย่าง", "1/2/2568"]
            for column, value in enumerate(cells):
                sheet.write_string(number, column, str(value))
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, 6, date(2568, 2, 1), day)
        sheet.write_datetime(2, 6, date(2025, 2, 1), day)
    answer = upload(place.officer, target.getvalue(), "กรอกแล้ว.xlsx")
    page = answer.headers["Location"]
    assert f"นำเข้า {len(rows) - 1} ตำแหน่ง" in place.officer.get(page).text
    place.officer.post(f"{page}/confirmation")
    days = world.in_district(lambda session: set(session.scalars(select(Seat.valid_from))))
    assert days == {date(2025, 2, 1)}
    filled = world.in_district(lambda s: s.scalar(select(func.count()).select_from(Seat)))
    assert filled == len(rows) - 1


def test_names_that_look_like_formulas_leave_as_text(world: World, place: SimpleNamespace):
    world.community('=HYPERLINK("http://example.com")')
    world.community("@SUM(A1)")
    answer = place.officer.get(f"{IMPORTS}/template")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    names = {each[1] for each in rows}
    assert {'=HYPERLINK("http://example.com")', "@SUM(A1)"} <= names


def test_without_a_manual_the_page_says_so(world: World):
    officer = world.sign_in()
    answer = officer.get(f"{IMPORTS}/template")
    assert answer.status_code == 303
    assert "โปรดประกาศใช้คู่มือก่อน" in officer.get(answer.headers["Location"]).text
    assert "ไม่พบ" in problems_of(officer, CHAIR)


def test_only_who_may_fill_seats_comes_in_and_another_office_finds_nothing(
    world: World, place: SimpleNamespace
):
    page = checked(place.officer, CHAIR)
    for role in (Role.DIRECTOR, Role.ZONE_CHAIR, Role.OFFICE_ADMIN):
        assert world.sign_in(role).get(page).status_code == 403
        assert upload(world.sign_in(role), csv_of(CHAIR)).status_code == 403
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    for address in (page, page.replace("bangna", "phrakhanong")):
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}/confirmation").status_code == 404
        assert stranger.post(f"{address}/discarding").status_code == 404
    assert counts(world) == (0, 0, 0)


def test_the_trail_says_what_was_done_and_keeps_no_names_of_the_file(
    world: World, place: SimpleNamespace
):
    page = checked(place.officer, CHAIR)
    place.officer.post(f"{page}/confirmation")

    def trail(session):
        rows = session.execute(
            select(AuditEntry.table_name, AuditEntry.action, AuditEntry.after)
            .where(AuditEntry.table_name.in_(("seat_imports", "seats")))
            .order_by(AuditEntry.id)
        )
        return [tuple(each) for each in rows]

    entries = world.in_district(trail)
    assert [each[:2] for each in entries] == [
        ("seat_imports", "seat-import:checked"),
        ("seats", "seat:filled"),
        ("seat_imports", "seat-import:confirmed"),
    ]
    assert entries[0][2]["report"] == "•••"


def test_a_large_file_asks_as_few_questions_as_a_small_one(world: World, place: SimpleNamespace):
    asked = []
    for number, size in enumerate((3, 40)):
        rows = [
            row(
                COMMUNITY,
                "ตัวอย่าง ข",
                "กรรมการชุมชน",
                "",
                f"นายตัวอย่าง ที่{number}ก{each}",
                "กรรมการชุมชน",
                "1/2/2568",
            )
            for each in range(size)
        ]
        with world.statements() as checking:
            page = checked(place.officer, *rows)
        with world.statements() as confirming:
            place.officer.post(f"{page}/confirmation")
        asked.append((len(checking), len(confirming)))
    assert max(checking for checking, _ in asked) <= 20
    assert max(confirming for _, confirming in asked) <= 40
    assert world.in_district(lambda s: s.scalar(select(func.count()).select_from(Seat))) == 43


def test_every_row_leaves_its_own_reason_in_the_trail(world: World, place: SimpleNamespace):
    first = row(
        COMMUNITY, "ตัวอย่าง ก", "ประธานกรรมการชุมชน", "", "นายตัวอย่าง ใจดี", "ประธานชุมชน", "1/2/2568"
    ).split(",")
    first[7:9] = ["1/2/2570", "มติที่ประชุม"]
    page = checked(place.officer, ",".join(first), SECRETARY)
    place.officer.post(f"{page}/confirmation")

    def trail(session):
        rows = session.execute(
            select(AuditEntry.after["person_name"].astext, AuditEntry.reason).where(
                AuditEntry.table_name == "seats"
            )
        )
        return {name: reason or "" for name, reason in rows}

    assert world.in_district(trail) == {"นายตัวอย่าง ใจดี": "มติที่ประชุม", "นางตัวอย่าง จดงาน": ""}


def test_two_officers_who_take_over_the_same_seats_at_once_fill_them_once(
    world: World, place: SimpleNamespace
):
    officers = [place.officer, world.sign_in()]
    pages = [
        checked(officers[0], CHAIR, SECRETARY, OF_ZONE),
        checked(officers[1], SECRETARY.replace("จดงาน", "อีกคน"), OF_ZONE),
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: officers[each].post(f"{pages[each]}/confirmation"), range(2)))
    told = [officers[each].get(pages[each]).text for each in range(2)]
    stopped = ["นำเข้าไม่ได้ในขณะนี้" in page for page in told]
    assert sorted(stopped) == [False, True]
    assert counts(world) == ((2, 3, 3) if stopped[1] else (2, 2, 2))


def test_a_form_and_a_file_that_name_one_person_at_once_make_one_chair(
    world: World, place: SimpleNamespace
):
    page = checked(place.officer, CHAIR, SECRETARY)
    other = world.sign_in()
    acts = (
        lambda: place.officer.post(f"{page}/confirmation"),
        lambda: name_on(other, community_address(place.communities[1]), "chair", "นายตัวอย่าง ใจดี"),
    )
    with ThreadPoolExecutor(2) as pool:
        _taken, typed = pool.map(lambda act: act(), acts)
    if typed.status_code == 303:
        assert "นำเข้าไม่ได้ในขณะนี้" in place.officer.get(page).text
        assert counts(world)[1:] == (1, 1)
    else:
        assert "ดำรงทั้งสองตำแหน่งพร้อมกันไม่ได้" in typed.text
        assert counts(world)[1:] == (2, 2)
