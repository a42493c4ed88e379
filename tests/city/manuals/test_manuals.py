"""The manual, as the department writes and publishes it."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from city.manuals import service
from core.access.roles import Role
from core.manual.models import ManualEdition
from core.manual.queries import published_edition
from core.tenancy.scope import DEPARTMENT
from tests.support.world import World


def officer(world: World, name: str = "นางสาวนโยบาย"):
    return world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT, name=name)


def draft_of_the_packaged_edition(world: World):
    client = officer(world)
    answer = client.post("/city/manuals", data={"source": "packaged"})
    assert answer.status_code == 303
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def published_first_edition(world: World):
    world.in_city(service.publish_first_edition)
    return officer(world)


def clause_sent(client, number: int, key: str, **changed):
    page = client.get(f"/city/manuals/{number}/clauses/{key}/edit").text
    return {
        "version": hidden(page, "version"),
        "title": "ชื่อข้อ",
        "body": "ความ",
        "locked": "y",
    } | changed


def test_an_empty_list_offers_the_edition_that_comes_with_the_system(world: World):
    client = officer(world)
    assert "เริ่มจากฉบับที่ ๑ ที่มากับระบบ" in client.get("/city/manuals").text
    draft_of_the_packaged_edition(world)
    page = client.get("/city/manuals/1").text
    assert "แนวทางการสร้างเครือข่าย" in page
    assert "ฉบับร่าง" in page


def test_beginning_a_draft_twice_is_one_draft(world: World):
    client = published_first_edition(world)
    first, second = (client.post("/city/manuals", data={"source": "newest"}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert client.get("/city/manuals/3").status_code == 404


def test_the_next_draft_holds_the_text_of_the_published_edition(world: World):
    client = published_first_edition(world)
    client.post("/city/manuals", data={"source": "newest"})
    assert "ชื่อและฐานะของคู่มือ" in client.get("/city/manuals/2").text
    assert "ยังไม่มีการเปลี่ยนแปลง" in client.get("/city/manuals/2/comparison").text


def test_an_empty_draft_is_written_chapter_by_chapter_and_lacks_are_named(world: World):
    client = officer(world)
    client.post("/city/manuals", data={"source": "empty"})
    assert client.post("/city/manuals/1/chapters", data={"title": "บทหนึ่ง"}).status_code == 303
    for _ in range(2):
        sent = {"title": "ข้อหนึ่ง", "body": "ความของข้อหนึ่ง", "locked": "y"}
        assert client.post("/city/manuals/1/chapters/1/clauses", data=sent).status_code == 303
    page = client.get("/city/manuals/1").text
    assert page.count("ความของข้อหนึ่ง") == 1
    assert "องค์ประกอบของคณะกรรมการเครือข่ายยังว่าง" in page
    answer = client.post(
        "/city/manuals/1/publication", data={"change_summary": "ใหม่", "version": "99"}
    )
    assert answer.status_code == 409


def test_a_draft_with_lacks_is_not_published(world: World):
    client = officer(world)
    client.post("/city/manuals", data={"source": "empty"})
    page = client.get("/city/manuals/1/publication/new").text
    answer = client.post(
        "/city/manuals/1/publication",
        data={"change_summary": "ฉบับใหม่", "version": hidden(page, "version")},
    )
    assert answer.status_code == 422
    assert "ยังไม่มีข้อ" in answer.text
    assert "ฉบับใหม่" in answer.text


def test_a_clause_is_changed_and_the_comparison_shows_both_texts(world: World):
    client = published_first_edition(world)
    client.post("/city/manuals", data={"source": "newest"})
    sent = clause_sent(client, 2, "1.1", body="ความใหม่ของข้อนี้")
    assert client.post("/city/manuals/2/clauses/1.1", data=sent).status_code == 303
    new = {"title": "ข้อที่เพิ่ม", "body": "ความที่เพิ่ม"}
    assert client.post("/city/manuals/2/chapters/1/clauses", data=new).status_code == 303
    assert client.post("/city/manuals/2/clauses/2.7/removal").status_code == 303
    page = client.get("/city/manuals/2/comparison").text
    for words in ("ความใหม่ของข้อนี้", "ใช้เป็นแนวทางเดียวกัน", "1.10 ข้อที่เพิ่ม", "เพิ่ม", "แก้ไข", "ตัดออก"):
        assert words in page


def test_the_comparison_names_the_origin_of_a_seat_in_words(world: World):
    client = published_first_edition(world)
    client.post("/city/manuals", data={"source": "newest"})
    seat = {"title": "ที่ปรึกษาใหม่", "source": "public_sector", "order_role": "ที่ปรึกษา"}
    sent = seat | {"block": "advisers", "minimum": "0", "maximum": "2", "position": "12"}
    assert client.post("/city/manuals/2/seats", data=sent).status_code == 303
    page = client.get("/city/manuals/2/comparison").text
    assert "ผู้แทนภาครัฐ" in page
    assert "public_sector" not in page


def test_the_key_of_a_removed_clause_is_not_used_for_another_one(world: World):
    client = published_first_edition(world)
    client.post("/city/manuals", data={"source": "newest"})
    client.post("/city/manuals/2/clauses/1.9/removal")
    client.post("/city/manuals/2/chapters/1/clauses", data={"title": "อื่น", "body": "อื่น"})
    assert "1.10 อื่น" in client.get("/city/manuals/2").text


def test_two_officers_at_one_clause_and_the_second_sees_both_texts(world: World):
    draft_of_the_packaged_edition(world)
    first, second = officer(world, "นางสาวหนึ่ง"), officer(world, "นายสอง")
    sent = {client: clause_sent(client, 1, "1.1") for client in (first, second)}
    assert (
        first.post(
            "/city/manuals/1/clauses/1.1", data=sent[first] | {"body": "ของคนแรก"}
        ).status_code
        == 303
    )
    late = sent[second] | {"body": "ของคนที่สอง"}
    del late["locked"]
    answer = second.post("/city/manuals/1/clauses/1.1", data=late)
    assert answer.status_code == 409
    for words in ("ของคนแรก", "ของคนที่สอง", "นางสาวหนึ่ง"):
        assert words in answer.text
    chosen = {
        "version": hidden(answer.text, "version"),
        "title": "ชื่อข้อ",
        "body": "ของคนที่สอง",
        "stored-body": "ของคนแรก",
        "choice-body": "yours",
        "locked": "False",
        "stored-locked": "True",
        "choice-locked": "yours",
    }
    assert second.post("/city/manuals/1/clauses/1.1", data=chosen).status_code == 303
    stored = world.in_city(lambda session: session.get(ManualEdition, 1).content)
    clause = stored["chapters"][0]["clauses"][0]
    assert clause["body"] == "ของคนที่สอง"
    assert clause["locked"] is False


def test_two_officers_at_different_clauses_do_not_meet(world: World):
    draft_of_the_packaged_edition(world)
    first, second = officer(world), officer(world)
    one, two = clause_sent(first, 1, "1.1"), clause_sent(second, 1, "1.2")
    assert first.post("/city/manuals/1/clauses/1.1", data=one).status_code == 303
    assert second.post("/city/manuals/1/clauses/1.2", data=two).status_code == 303


SEAT = {
    "title": "ประธาน",
    "source": "elected_chair",
    "order_role": "ประธานกรรมการ",
    "block": "committee",
    "minimum": "1",
    "maximum": "1",
    "position": "1",
}
SETTINGS = {
    "title": "คู่มือ",
    "minimum": "1",
    "maximum": "20",
    "suggested": "5",
    "name_pattern": "โซน {number}",
    "criteria": "",
    "activities_per_month": "1",
}
ORDER = {"subject": "เรื่อง", "reason": "เหตุ", "authority": "อำนาจ", "duties": "หนึ่ง", "effect": "ทั้งนี้"}


@pytest.mark.parametrize(
    ("part", "sent", "field"),
    [
        ("settings", SETTINGS, "criteria"),
        ("order", ORDER, "reason"),
        ("chapters/1", {"title": "บท"}, "title"),
        ("seats/chair", SEAT, "title"),
    ],
)
def test_no_part_is_overwritten_by_somebody_who_did_not_see_it(world: World, part, sent, field):
    draft_of_the_packaged_edition(world)
    first, second = officer(world, "นางสาวหนึ่ง"), officer(world, "นายสอง")
    version = hidden(second.get(f"/city/manuals/1/{part}/edit").text, "version")
    for client, status in ((first, 303), (second, 409)):
        words = sent | {"version": version, field: f"ของ {status}"}
        answer = client.post(f"/city/manuals/1/{part}", data=words)
        assert answer.status_code == status
    for words in ("ของ 303", "ของ 409", "นางสาวหนึ่ง"):
        assert words in answer.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"suggested": "25"}, "จำนวนที่แนะนำต้องอยู่ระหว่าง"),
        ({"maximum": "0"}, "1"),
        ({"name_pattern": "โซน"}, "{number}"),
        ({"name_pattern": "โซน {network}"}, "วงเล็บปีกกา"),
        ({"activities_per_month": "หนึ่ง"}, "หนึ่ง"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_stay_as_typed(world: World, changed, sentence):
    client = draft_of_the_packaged_edition(world)
    page = client.get("/city/manuals/1/settings/edit").text
    sent = SETTINGS | {"version": hidden(page, "version")}
    answer = client.post("/city/manuals/1/settings", data=sent | changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert next(iter(changed.values())) in answer.text
    assert client.post("/city/manuals/1/settings", data=sent).status_code == 303


def test_a_placeholder_that_no_order_can_fill_in_is_refused(world: World):
    client = draft_of_the_packaged_edition(world)
    page = client.get("/city/manuals/1/order/edit").text
    sent = {
        "version": hidden(page, "version"),
        "subject": "แต่งตั้ง {mayor}",
        "reason": "เหตุ",
        "authority": "อำนาจ",
        "duties": "หนึ่ง\n\nสอง",
        "effect": "ทั้งนี้",
    }
    answer = client.post("/city/manuals/1/order", data=sent)
    assert answer.status_code == 422
    assert "{network}" in answer.text
    answer = client.post("/city/manuals/1/order", data=sent | {"subject": "แต่งตั้ง {network}"})
    assert answer.status_code == 303
    assert "<li>สอง</li>" in client.get("/city/manuals/1").text


def test_a_seat_is_added_moved_and_removed(world: World):
    client = draft_of_the_packaged_edition(world)
    sent = {
        "title": "ผู้แทนสถานศึกษา",
        "source": "public_sector",
        "order_role": "กรรมการ",
        "block": "committee",
        "minimum": "1",
        "maximum": "",
        "position": "2",
    }
    for _ in range(2):
        assert client.post("/city/manuals/1/seats", data=sent).status_code == 303
    rules = world.in_city(lambda session: session.get(ManualEdition, 1).content["zone_committee"])
    assert [rule["title"] for rule in rules].index("ผู้แทนสถานศึกษา") == 1
    assert len(rules) == 12
    key = rules[1]["key"]
    page = client.get(f"/city/manuals/1/seats/{key}/edit").text
    moved = sent | {"version": hidden(page, "version"), "position": "12", "maximum": "3"}
    assert client.post(f"/city/manuals/1/seats/{key}", data=moved).status_code == 303
    refused = client.post("/city/manuals/1/seats", data=sent | {"minimum": "5", "maximum": "2"})
    assert refused.status_code == 422
    assert client.post(f"/city/manuals/1/seats/{key}/removal").status_code == 303
    assert "ผู้แทนสถานศึกษา" not in client.get("/city/manuals/1").text


def test_publishing_asks_once_more_and_needs_to_know_what_is_new(world: World, owner):
    client = draft_of_the_packaged_edition(world)
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


def test_a_draft_that_changed_since_it_was_read_is_not_published_unseen(world: World):
    client = draft_of_the_packaged_edition(world)
    page = client.get("/city/manuals/1/publication/new").text
    other = officer(world, "นายสอง")
    other.post("/city/manuals/1/clauses/1.1", data=clause_sent(other, 1, "1.1"))
    sent = {"version": hidden(page, "version"), "change_summary": "ฉบับแรก"}
    answer = client.post("/city/manuals/1/publication", data=sent)
    assert answer.status_code == 409
    assert "นายสอง" in answer.text
    sent["version"] = hidden(answer.text, "version")
    assert client.post("/city/manuals/1/publication", data=sent).status_code == 303


def test_a_published_edition_offers_a_new_draft_instead_of_editing(world: World):
    client = published_first_edition(world)
    page = client.get("/city/manuals/1").text
    assert "ไม่เปลี่ยนแปลงอีก" in page
    assert "/clauses/1.1/edit" not in page
    assert client.get("/city/manuals/1/clauses/1.1/edit").status_code == 302
    answer = client.post(
        "/city/manuals/1/clauses/1.1", data={"title": "ก", "body": "ข", "version": "1"}
    )
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
    client = draft_of_the_packaged_edition(world)
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
    published_first_edition(world)
    reader = world.sign_in(role, DEPARTMENT)
    assert reader.get("/city/manuals/1").status_code == reads
    assert reader.post("/city/manuals", data={"source": "newest"}).status_code == 403
    assert reader.get("/city/manuals/1/publication/new").status_code == 403


@pytest.mark.parametrize("number", [7, 9999, 99999])
def test_an_edition_that_nobody_wrote_does_not_exist(world: World, number: int):
    assert officer(world).get(f"/city/manuals/{number}").status_code == 404
    assert officer(world).get(f"/city/manuals/{number}/comparison").status_code == 404


def test_an_officer_of_a_district_finds_no_manual_of_the_city(world: World):
    published_first_edition(world)
    assert world.sign_in().get("/city/manuals").status_code == 404


def test_the_english_page_keeps_the_thai_text_of_the_manual(world: World):
    published_first_edition(world)
    page = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT, language="en").get("/city/manuals/1")
    assert "Composition of the zone committee" in page.text
    assert "ชื่อและฐานะของคู่มือ" in page.text
