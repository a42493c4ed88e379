"""Taking communities over from a file in the browser: checked first, confirmed once."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.indicators.models import Fact
from tenants.registry.models import Community, CommunityFigures
from tests.support.world import NEIGHBOUR, World

FILE = (
    "ชื่อชุมชน,ประเภท,แขวง,ละติจูด,ลองจิจูด,ประชากร,ชาย,หญิง,รหัสอ้างอิง,โน้ต\n"
    "ชุมชนริมคลอง ๑,ชุมชนเมือง,บางนาเหนือ,13.667,100.604,๑๒๐,50,70,k1,x\n"
    "สวนผัก,แออัด,,,,,,,,\n"
    "ไม่มีประเภท,,,,,,,,,\n"
)


def upload(
    officer: FlaskClient,
    content: str | bytes = FILE,
    name: str = "รายชื่อ.csv",
    slug: str = "bangna",
    **fields: str,
) -> TestResponse:
    data: dict[str, Any] = {"as_of": "1/8/2568", "source": "สำรวจ"} | fields
    body = content.encode() if isinstance(content, str) else content
    data["file"] = (io.BytesIO(body), name)
    return officer.post(f"/d/{slug}/communities/imports", data=data)


def checked(officer: FlaskClient, content: str = FILE, **fields: str) -> str:
    answer = upload(officer, content, **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def counts(world: World) -> tuple[int, int]:
    def count(session):
        return (
            session.scalar(select(func.count()).select_from(Community)),
            session.scalar(select(func.count()).select_from(CommunityFigures)),
        )

    return world.in_district(count)


def audit_rows(world: World) -> int:
    return world.in_district(
        lambda session: session.scalar(
            select(func.count())
            .select_from(AuditEntry)
            .where(AuditEntry.table_name.in_(("communities", "community_figures")))
        )
    )


def test_a_file_is_checked_first_and_taken_over_when_the_officer_confirms(world: World):
    officer = world.sign_in(name="นางสาวตัวอย่าง ตรวจสอบ")
    page = checked(officer)
    text = officer.get(page).text
    for words in ("ริมคลอง ๑", "สวนผัก", "ไม่ได้ระบุประเภท", "โน้ต", "นำเข้า 2 ชุมชน"):
        assert words in text
    assert counts(world) == (0, 0)
    assert officer.post(f"{page}/confirmation").status_code == 303
    assert counts(world) == (2, 1)

    def look(session):
        entry = session.scalars(select(Community).where(Community.source_key == "k1")).one()
        return (
            entry.name,
            entry.kind,
            entry.subdistrict_code,
            entry.lat,
            entry.registered_from,
            entry.source,
            entry.changed_by,
            entry.is_example,
        )

    assert world.in_district(look) == (
        "ริมคลอง ๑",
        "urban",
        104702,
        13.667,
        date(2025, 8, 1),
        "สำรวจ",
        "นางสาวตัวอย่าง ตรวจสอบ",
        False,
    )
    assert "นำเข้าแล้ว" in officer.get(page).text
    assert "ริมคลอง ๑" in officer.get("/d/bangna/communities").text
    assert "1 ส.ค. 2568" in officer.get("/d/bangna/communities").text


def test_confirming_twice_is_one_import(world: World):
    officer = world.sign_in()
    page = checked(officer)
    officer.post(f"{page}/confirmation")
    before = audit_rows(world)
    assert officer.post(f"{page}/confirmation").status_code == 303
    assert counts(world) == (2, 1)
    assert audit_rows(world) == before


def test_a_double_submit_of_the_upload_is_one_import(world: World):
    officer = world.sign_in()
    record = "01920000-0000-7000-8000-000000000001"
    assert checked(officer, record_id=record) == checked(officer, record_id=record)
    assert officer.get("/d/bangna/communities/imports").text.count("รายชื่อ.csv") == 1


def test_the_same_file_again_writes_nothing(world: World):
    officer = world.sign_in()
    officer.post(f"{checked(officer)}/confirmation")
    before = audit_rows(world)
    page = checked(officer)
    assert "ไม่มีข้อมูลที่ต้องนำเข้า" in officer.get(page).text
    officer.post(f"{page}/confirmation")
    assert audit_rows(world) == before


def test_a_changed_row_names_what_changes_and_leaves_empty_cells_alone(world: World):
    community = world.community("ริมคลอง 1", kind="slum", note="คงไว้", residents=5)
    officer = world.sign_in()
    page = checked(officer)
    text = officer.get(f"{page}?fate=changed").text
    assert "ริมคลอง ๑" in text
    assert "สวนผัก" not in text
    for words in ("ประเภทชุมชน", "ละติจูด", "ตัวเลข"):
        assert words in text
    officer.post(f"{page}/confirmation")
    shown = officer.get(f"/d/bangna/communities/{community}").text
    for words in ("ริมคลอง ๑", "ชุมชนเมือง", "คงไว้", "31 ม.ค. 2569", "1 ส.ค. 2568"):
        assert words in shown


def test_an_officer_who_edits_meanwhile_sees_both_texts(world: World):
    community = world.community("ริมคลอง 1", kind="slum")
    officer = world.sign_in()
    officer.post(f"{checked(officer)}/confirmation")
    answer = officer.post(
        f"/d/bangna/communities/{community}",
        data={"name": "อื่น", "kind": "urban", "status": "registered", "version": "1"},
    )
    assert answer.status_code == 409


def test_a_register_that_changed_since_the_check_is_shown_again_before_anything_is_written(
    world: World,
):
    officer = world.sign_in()
    page = checked(officer)
    world.community("สวนผัก", kind="slum")
    officer.post(f"{page}/confirmation")
    assert counts(world) == (1, 0)
    text = officer.get(page).text
    assert "ทะเบียนมีการเปลี่ยนแปลงหลังตรวจไฟล์" in text
    assert "นำเข้า 1 ชุมชน" in text
    officer.post(f"{page}/confirmation")
    assert counts(world) == (2, 1)


def test_figures_of_a_day_and_source_are_never_overwritten(world: World):
    officer = world.sign_in()
    officer.post(f"{checked(officer)}/confirmation")
    page = checked(officer, FILE.replace("๑๒๐,50", "121,51"))
    assert "มีตัวเลข ณ วันที่ 1/8/2568 จากที่มานี้อยู่แล้ว" in officer.get(page).text
    page = checked(officer, FILE.replace("๑๒๐,50", "121,51"), as_of="2/8/2568")
    officer.post(f"{page}/confirmation")
    assert counts(world) == (2, 2)


def test_a_discarded_import_is_not_taken_over(world: World):
    officer = world.sign_in()
    page = checked(officer)
    assert officer.post(f"{page}/discarding").status_code == 303
    officer.post(f"{page}/confirmation")
    assert counts(world) == (0, 0)
    assert "ยกเลิกการนำเข้านี้แล้ว" in officer.get(page).text


def test_what_was_taken_over_cannot_be_discarded(world: World):
    officer = world.sign_in()
    page = checked(officer)
    officer.post(f"{page}/confirmation")
    officer.post(f"{page}/discarding")
    assert "นำเข้าไฟล์นี้แล้ว" in officer.get(page).text


def test_closed_and_example_communities_are_not_touched(world: World):
    world.community("สวนผัก", is_example=True)
    world.community("ริมคลอง 1", status="closed", closed_on=date(2026, 1, 1), closing_reason="ก")
    officer = world.sign_in()
    text = officer.get(checked(officer)).text
    assert "ชุมชนตัวอย่าง" in text
    assert "ชุมชนนี้ยุบเลิกแล้ว" in text


def test_a_name_like_one_of_the_register_is_a_question_and_never_a_merge(world: World):
    world.community("หมู่บ้านพัฒนาวัดศรีเอี่ยม")
    officer = world.sign_in()
    page = checked(officer, "ชื่อชุมชน,ประเภท\nหมู่บ้านพัฒนาวัดศรีเอี่ยมใหม่,เมือง\n")
    assert "เป็นชุมชนเดียวกันหรือไม่" in officer.get(page).text
    officer.post(f"{page}/confirmation")
    assert counts(world)[0] == 2


def test_the_first_real_communities_end_the_life_on_examples_in_every_filled_month(world: World):
    world.community("ตัวอย่าง", is_example=True, residents=999, as_of=date(2025, 1, 31))
    world.work_off()
    officer = world.sign_in()
    page = checked(officer)
    assert "ข้อมูลตัวอย่างจะไม่นับ" in officer.get(page).text
    officer.post(f"{page}/confirmation")
    world.work_off()

    def look(session):
        return {
            (fact.month, fact.value)
            for fact in session.scalars(
                select(Fact).where(
                    Fact.measure == "registry.communities", Fact.is_example.is_(True)
                )
            )
        }

    assert world.in_district(look) == set()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("", "ก.csv", "ไฟล์ว่าง"),
        ("x", "ก.pdf", ".csv หรือ .xlsx"),
        ("x", "ก.xlsm", "แมโคร"),
        ("PK\x03\x04", "ก.xlsx", "ไฟล์ Excel นี้เสียหาย"),
        ("ก,ข\n1,2\n", "ก.csv", "ไม่พบคอลัมน์"),
        ("ชื่อชุมชน" + ",x" * 99 + "\nก\n", "ก.csv", "60 คอลัมน์"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    world: World, content: str, name: str, sentence: str
):
    answer = upload(world.sign_in(), content, name, source="ที่มาเดิม")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "file-error" in answer.text
    assert "ที่มาเดิม" in answer.text
    assert "1/8/2568" in answer.text


def test_a_missing_file_day_or_source_is_refused_in_thai(world: World):
    answer = world.sign_in().post(
        "/d/bangna/communities/imports", data={"as_of": "1/1/2600", "source": ""}
    )
    assert answer.status_code == 422
    for sentence in ("โปรดเลือกไฟล์", "วันที่ต้องไม่หลัง", "โปรดระบุที่มาของข้อมูล"):
        assert sentence in answer.text


def test_names_that_look_like_formulas_or_markup_are_shown_as_typed(world: World):
    officer = world.sign_in()
    page = checked(officer, 'ชื่อชุมชน,ประเภท\n"=1+1",เมือง\n<b>ก</b>,เมือง\n')
    text = officer.get(page).text
    assert "=1+1" in text
    assert "&lt;b&gt;ก&lt;/b&gt;" in text
    officer.post(f"{page}/confirmation")
    assert ">=1+1</a>" in officer.get("/d/bangna/communities").text


def test_the_template_opens_in_excel_and_its_headings_are_understood(world: World):
    answer = world.sign_in().get("/d/bangna/communities/imports/template")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    heading = answer.data.decode("utf-8-sig").strip()
    assert heading.startswith("ชื่อชุมชน,")
    officer = world.sign_in()
    page = checked(officer, f"{heading}\nก,เมือง,,,,1,,,,,\n")
    assert "ไม่ได้ใช้คอลัมน์" not in officer.get(page).text


def test_many_rows_come_in_pages(world: World):
    officer = world.sign_in()
    rows = "".join(f"ชุมทาง {number},เมือง\n" for number in range(1, 121))
    page = checked(officer, f"ชื่อชุมชน,ประเภท\n{rows}")
    assert "ชุมทาง 120" not in officer.get(page).text
    assert "ชุมทาง 120" in officer.get(f"{page}?page=3&fate=new").text


def test_an_import_is_seen_by_its_own_office_and_only_by_those_who_may_import(world: World):
    page = checked(world.sign_in())
    stranger = world.sign_in(office=NEIGHBOUR)
    foreign = page.replace("/d/bangna/", "/d/phrakhanong/")
    for address in (page, foreign):
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}/confirmation").status_code == 404
        assert stranger.post(f"{address}/discarding").status_code == 404
    director = world.sign_in(Role.DIRECTOR)
    for address in (page, "/d/bangna/communities/imports", "/d/bangna/communities/imports/new"):
        assert director.get(address).status_code == 403
    assert director.post(f"{page}/confirmation").status_code == 403
    assert upload(director).status_code == 403


def test_the_audit_log_says_who_took_over_what_and_from_where(world: World):
    officer = world.sign_in(name="นายตัวอย่าง นำเข้า")
    officer.post(f"{checked(officer)}/confirmation")

    def look(session):
        return {
            (entry.actor_name, entry.action, entry.reason)
            for entry in session.scalars(
                select(AuditEntry).where(AuditEntry.table_name == "communities")
            )
        }

    assert world.in_district(look) == {("นายตัวอย่าง นำเข้า", "communities:imported", "สำรวจ")}


def test_two_officers_who_confirm_at_the_same_moment_make_one_import(world: World):
    page = checked(world.sign_in())
    officers = [world.sign_in() for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda officer: officer.post(f"{page}/confirmation"), officers))
    assert {answer.status_code for answer in answers} == {303}
    assert counts(world) == (2, 1)


def test_pages_of_the_import_ask_the_database_little(world: World):
    officer = world.sign_in()
    page = checked(officer)
    for address in (page, "/d/bangna/communities/imports", "/d/bangna/communities/imports/new"):
        with world.statements() as asked:
            assert officer.get(address).status_code == 200
        assert len(asked) <= 6, asked
