"""The editions of the manual: drafts, what they lack, publication, who may do what."""

import json
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from city.manuals import service
from core.access.roles import Role
from core.manual.models import ManualEdition
from core.manual.queries import published_edition
from core.tenancy.scope import DEPARTMENT
from tests.support.manuals import (
    begin_draft,
    begin_second_edition,
    content,
    entries,
    hidden,
    officer,
    version_at,
)
from tests.support.world import World


def published_first_edition(world: World):
    world.in_city(service.publish_first_edition)
    return officer(world)


def test_an_empty_list_offers_the_edition_that_comes_with_the_system(world: World):
    client = officer(world)
    assert "เริ่มจากฉบับที่ ๑ ที่มากับระบบ" in client.get("/city/manuals").text
    begin_draft(world)
    page = client.get("/city/manuals/1").text
    assert "แนวทางการสร้างเครือข่าย" in page
    assert "ฉบับร่าง" in page


def test_beginning_a_draft_twice_is_one_draft(world: World):
    client = published_first_edition(world)
    first, second = (client.post("/city/manuals", data={"source": "newest"}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert client.get("/city/manuals/3").status_code == 404


def test_the_next_draft_holds_the_text_of_the_published_edition(world: World):
    client = begin_second_edition(world)
    assert "ชื่อและฐานะของคู่มือ" in client.get("/city/manuals/2/lists/clauses-1").text
    assert "ยังไม่มีการเปลี่ยนแปลง" in client.get("/city/manuals/2/comparison").text


def test_the_table_of_contents_leads_to_every_part_and_each_page_to_the_next(world: World):
    client = published_first_edition(world)
    page = client.get("/city/manuals/1").text
    for name in ("clauses-annex", "seats-study", "seats-zone", "seats-assembly", "seats-community"):
        assert f"/city/manuals/1/lists/{name}" in page
    for name in ("articles", "meetings", "problem-kinds", "pilot-criteria"):
        assert client.get(f"/city/manuals/1/lists/{name}").status_code == 200
    for name in ("settings", "elections", "deadlines", "wording-memo", "wording-announcement"):
        assert f"/city/manuals/1/parts/{name}" in page
        assert client.get(f"/city/manuals/1/parts/{name}").status_code == 200
    chapter = client.get("/city/manuals/1/lists/clauses-2").text
    assert "/city/manuals/1/lists/clauses-1" in chapter
    assert "/city/manuals/1/lists/clauses-3" in chapter


def test_a_list_shows_every_field_of_its_entries(world: World):
    readers = (published_first_edition(world), begin_draft(world, "newest"))
    for client, number in zip(readers, (1, 2), strict=True):
        page = client.get(f"/city/manuals/{number}/lists/meetings").text
        assert page.count("คณะกรรมการศึกษาแนวทางและจัดทำคู่มือ") >= 4
        for words in ("ประธานชุมชนทุกชุมชนของเขต", "ทุกเดือน", "รายงานผลการจัดเก็บรวบรวมข้อมูล"):
            assert words in page
        page = client.get(f"/city/manuals/{number}/lists/pilot-criteria").text
        assert "น้ำหนัก" in page


def test_a_part_that_stands_beside_a_list_leads_to_the_lists_page(world: World):
    client = published_first_edition(world)
    answer = client.get("/city/manuals/1/parts/by-law")
    assert answer.headers["Location"].endswith("/city/manuals/1/lists/articles")
    assert "วาระ (ปี)" in client.get("/city/manuals/1/lists/seats-zone").text


@pytest.mark.parametrize(
    "address",
    [
        "lists/clauses-9",
        "lists/nothing",
        "parts/nothing",
        "parts/clauses-1",
        "lists/seats-alliance",
    ],
)
def test_a_part_that_does_not_exist_is_not_found(world: World, address):
    assert published_first_edition(world).get(f"/city/manuals/1/{address}").status_code == 404


def test_an_empty_draft_is_written_chapter_by_chapter_and_lacks_are_named(world: World):
    client = begin_draft(world, "empty")
    assert client.post(entries("chapters"), data={"title": "บทหนึ่ง"}).status_code == 303
    assert "บทหนึ่งยังไม่มีข้อ" not in client.get("/city/manuals/1").text
    for _ in range(2):
        sent = {"title": "ข้อหนึ่ง", "body": "ความของข้อหนึ่ง", "locked": "y"}
        assert client.post(entries("clauses-1"), data=sent).status_code == 303
    assert client.get("/city/manuals/1/lists/clauses-1").text.count("ความของข้อหนึ่ง") == 1
    page = client.get("/city/manuals/1").text
    for sentence in (
        "องค์ประกอบของคณะกรรมการเครือข่ายยังว่าง",
        "องค์ประกอบของคณะกรรมการศึกษาแนวทางและจัดทำคู่มือยังว่าง",
        "ยังไม่ได้กำหนดตำแหน่งประธานประชาคมชุมชน",
        "องค์ประกอบของคณะกรรมการชุมชนยังว่าง",
        "ข้อความคำสั่งแต่งตั้งคณะกรรมการเครือข่ายยังไม่ครบ",
        "ข้อความคำสั่งยกเลิกการแต่งตั้งยังไม่ครบ",
        "ข้อความประกาศผลการเลือกตั้งยังไม่ครบ",
        "ข้อความบันทึกเสนอลงนามคำสั่งยังไม่ครบ",
        "ร่างข้อบังคับยังไม่มีชื่อหรือคำปรารภ",
        "ร่างข้อบังคับยังไม่มีข้อ",
        "ยังไม่ได้กำหนดเกณฑ์การจัดแบ่งโซน",
        "ยังไม่ได้กำหนดการประชุมที่ต้องจัด",
        "ยังไม่ได้กำหนดประเภทสภาพปัญหา",
        "ยังไม่ได้กำหนดเกณฑ์เลือกเครือข่ายต้นแบบ",
    ):
        assert sentence in page
    assert 'href="/city/manuals/1/parts/wording-memo"' in page


def test_a_draft_with_lacks_is_not_published(world: World):
    client = begin_draft(world, "empty")
    page = client.get("/city/manuals/1/publication/new").text
    assert "ร่างข้อบังคับยังไม่มีข้อ" in page
    sent = {"change_summary": "ฉบับใหม่", "version": hidden(page, "version")}
    answer = client.post("/city/manuals/1/publication", data=sent)
    assert answer.status_code == 422
    assert "ยังไม่มีข้อ" in answer.text
    assert "ฉบับใหม่" in answer.text


def test_an_edition_without_a_by_law_article_is_not_published(world: World):
    client = begin_draft(world)
    for article in content(world)["by_law"]["articles"]:
        assert client.post(f"{entries('articles')}/{article['key']}/removal").status_code == 303
    page = client.get("/city/manuals/1/publication/new").text
    sent = {"change_summary": "ฉบับใหม่", "version": hidden(page, "version")}
    answer = client.post("/city/manuals/1/publication", data=sent)
    assert answer.status_code == 422
    assert "ร่างข้อบังคับยังไม่มีข้อ" in answer.text


def test_publishing_asks_once_more_and_needs_to_know_what_is_new(world: World, owner):
    client = begin_draft(world)
    page = client.get("/city/manuals/1/publication/new").text
    assert "เผยแพร่ฉบับนี้หรือไม่" in page
    sent = {"version": hidden(page, "version"), "change_summary": ""}
    assert client.post("/city/manuals/1/publication", data=sent).status_code == 422
    sent["change_summary"] = "ฉบับแรก"
    for _ in range(2):
        assert client.post("/city/manuals/1/publication", data=sent).status_code == 303
    assert "เผยแพร่แล้ว" in client.get("/city/manuals/1").text
    assert (
        world.in_district(lambda session: published_edition(session, 1).change_summary) == "ฉบับแรก"
    )
    with owner.connect() as connection:
        actions = set(connection.execute(text("SELECT action FROM audit_entries")).scalars())
    assert {"manual:drafted", "manual:published"} <= actions


def test_the_page_that_publishes_shows_what_changes(world: World):
    client = begin_second_edition(world)
    client.post(f"{entries('articles', 2)}/5/removal")
    page = client.get("/city/manuals/2/publication/new").text
    assert "1 ส่วน" in page
    assert "เครือข่ายมีวัตถุประสงค์ ดังนี้" in page
    assert "<del" in page


def test_a_draft_that_changed_since_it_was_read_is_not_published_unseen(world: World):
    client = begin_draft(world)
    page = client.get("/city/manuals/1/publication/new").text
    other = officer(world, "นายสอง")
    clause = f"{entries('clauses-1')}/1.1"
    sent = {"version": version_at(other, clause), "title": "ชื่อข้อ", "body": "ความ"}
    assert other.post(clause, data=sent).status_code == 303
    sent = {"version": hidden(page, "version"), "change_summary": "ฉบับแรก"}
    answer = client.post("/city/manuals/1/publication", data=sent)
    assert answer.status_code == 409
    assert "นายสอง" in answer.text
    sent["version"] = hidden(answer.text, "version")
    assert client.post("/city/manuals/1/publication", data=sent).status_code == 303


def test_a_published_edition_offers_a_new_draft_instead_of_editing(world: World):
    client = published_first_edition(world)
    clause = f"{entries('clauses-1')}/1.1"
    assert "ไม่เปลี่ยนแปลงอีก" in client.get("/city/manuals/1").text
    assert "/entries/" not in client.get("/city/manuals/1/lists/clauses-1").text
    for form in ("edit", "position/edit", "removal/new"):
        assert client.get(f"{clause}/{form}").status_code == 302
    assert client.get(f"{entries('clauses-1')}/new").status_code == 302
    assert client.get("/city/manuals/1/parts/elections/edit").status_code == 302
    answer = client.post(clause, data={"title": "ก", "body": "ข", "version": "1"})
    assert answer.status_code == 422
    assert "เริ่มร่างฉบับใหม่" in answer.text


@pytest.mark.parametrize(
    "statement",
    ["UPDATE manual_editions SET title = 'อื่น'", "DELETE FROM manual_editions"],
)
def test_the_database_refuses_to_change_a_published_edition(world: World, statement: str):
    published_first_edition(world)
    with pytest.raises(DBAPIError, match="never changes"):
        world.in_city(lambda session: session.execute(text(statement)))


def test_a_draft_can_be_discarded_and_a_published_edition_cannot(world: World):
    client = begin_draft(world)
    assert client.get("/city/manuals/1/removal/new").status_code == 200
    assert client.post("/city/manuals/1/removal").status_code == 303
    assert client.get("/city/manuals/1").status_code == 404
    published_first_edition(world)
    assert client.post("/city/manuals/1/removal").status_code == 422
    assert client.get("/city/manuals/1").status_code == 200


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.DEPARTMENT_EXECUTIVE, 200),
        (Role.CITY_COMMITTEE, 200),
        (Role.AUDITOR, 200),
        (Role.PLATFORM_ADMIN, 403),
    ],
)
def test_who_reads_the_manual_and_that_only_the_officer_writes_it(world: World, role, reads):
    begin_second_edition(world)
    reader = world.sign_in(role, DEPARTMENT)
    for address in ("1", "2/lists/articles", "2/parts/wording-memo", "2/comparison"):
        assert reader.get(f"/city/manuals/{address}").status_code == reads
    assert "/entries/" not in reader.get("/city/manuals/2/lists/articles").text
    assert reader.post("/city/manuals", data={"source": "newest"}).status_code == 403
    assert reader.get("/city/manuals/2/publication/new").status_code == 403
    assert reader.post(f"{entries('articles', 2)}/1/removal").status_code == 403
    assert reader.post("/city/manuals/2/parts/elections", data={}).status_code == 403


@pytest.mark.parametrize("number", [7, 9999, 99999])
def test_an_edition_that_nobody_wrote_does_not_exist(world: World, number: int):
    assert officer(world).get(f"/city/manuals/{number}").status_code == 404
    assert officer(world).get(f"/city/manuals/{number}/comparison").status_code == 404
    assert officer(world).get(f"/city/manuals/{number}/lists/articles").status_code == 404


def test_an_officer_of_a_district_finds_no_manual_of_the_city(world: World):
    published_first_edition(world)
    assert world.sign_in().get("/city/manuals").status_code == 404


def test_the_english_page_keeps_the_thai_text_of_the_manual(world: World):
    published_first_edition(world)
    reader = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT, language="en")
    page = reader.get("/city/manuals/1").text
    assert "Composition of the zone committee" in page
    assert "แนวทางการสร้างเครือข่าย" in page
    assert "ชื่อและฐานะของคู่มือ" in reader.get("/city/manuals/1/lists/clauses-1").text


def test_an_edition_of_the_first_schema_still_shows_and_can_be_compared(world: World):
    second = json.loads((files("city.manuals") / "edition_1.json").read_text(encoding="utf-8"))
    first = {
        "schema": 1,
        "chapters": second["chapters"],
        "zones": second["zones"],
        "zone_committee": second["committees"]["zone"]["seats"],
        "zone_order": second["wordings"]["zone_committee"],
        "activities_per_month": 1,
    }
    world.in_city(
        lambda session: session.add(
            ManualEdition(
                number=1,
                title="คู่มือรุ่นเดิม",
                content=first,
                published_at=datetime.now(UTC),
                published_by="สำนักพัฒนาสังคม",
            )
        )
    )
    client = begin_draft(world, "newest")
    for address in ("", "/lists/seats-zone", "/lists/articles", "/parts/wording-zone-committee"):
        assert client.get(f"/city/manuals/1{address}").status_code == 200
    assert "ยังไม่มีข้อมูลในส่วนนี้" in client.get("/city/manuals/1/lists/articles").text
    assert "ร่างข้อบังคับยังไม่มีข้อ" in client.get("/city/manuals/2").text
    sent = {"heading": "", "body": "ข้อแรกของข้อบังคับ", "locked": "y"}
    assert client.post(entries("articles", 2), data=sent).status_code == 303
    assert "ข้อแรกของข้อบังคับ" in client.get("/city/manuals/2/comparison").text
