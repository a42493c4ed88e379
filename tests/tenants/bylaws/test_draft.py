"""Drafting a by-law and changing it article by article, as officers and zone chairs do."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from tenants.bylaws.models import ByLaw
from tenants.zones.models import Zone
from tests.support.editions import adopted, edition
from tests.support.seats import CONTENT
from tests.support.world import NEIGHBOUR, World
from tests.tenants.bylaws.place import HERE, Place

ARTICLES = CONTENT["by_law"]["articles"]
OPEN = [article["key"] for article in ARTICLES if not article["locked"]]
LOCKED = [article["key"] for article in ARTICLES if article["locked"]]


def version(place: Place, by_law: str, key: str) -> str:
    """The version of an article as its form carries it."""
    page = place.officer.get(f"{by_law}/articles/{key}/edit").text
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def body(place: Place, by_law: str, key: str) -> str:
    content = place.stored(by_law)["content"]
    return next(each["body"] for each in content["articles"] if each["key"] == key)


def test_a_draft_holds_the_manuals_articles_with_the_names_of_the_network(place: Place):
    by_law = place.draft()
    page = place.officer.get(by_law).text
    assert "ข้อบังคับเครือข่ายชุมชน โซน ๑ เขตบางนา" in page
    assert "{network}" not in page
    assert "{office}" not in page
    assert f"ข้อ {len(ARTICLES)}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) in page
    assert place.stored(by_law)["edition"] == 1
    assert "ร่างฉบับที่ 1" in place.officer.get(HERE).text


def test_without_a_manual_there_is_no_draft(world: World):
    zone = world.zone(1, world.community("ก"))
    answer = world.sign_in().post(f"/d/bangna/zones/{zone}/by-laws")
    assert answer.status_code == 422
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in answer.text


def test_a_network_has_one_draft_however_often_it_is_asked_for(world: World, place: Place):
    same = {"record_id": str(uuid7())}
    address = f"/d/bangna/zones/{place.zone}/by-laws"
    first, second = (place.officer.post(address, data=same) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: place.draft(place.other_zone, world.sign_in()), range(2)))
    assert answers[0] == answers[1]
    assert world.in_district(lambda session: session.scalar(select(func.count(ByLaw.id)))) == 2


def test_the_list_needs_few_statements(world: World, place: Place):
    place.draft()
    place.draft(place.other_zone)
    with world.statements() as statements:
        assert place.officer.get(HERE).status_code == 200
    assert len(statements) <= 6, statements


def test_locked_articles_show_a_lock_and_stand(place: Place):
    by_law = place.draft()
    page = place.officer.get(f"{by_law}/articles").text
    assert page.count("ส่วนกลางกำหนด แก้ไขไม่ได้") == len(LOCKED)
    assert page.count('/edit">') == len(OPEN)
    before = place.stored(by_law)["content"]
    refused = place.officer.post(
        f"{by_law}/articles/{LOCKED[0]}", data={"body": "ของเรา", "version": "1"}
    )
    assert refused.status_code in {409, 422}
    assert "ส่วนกลางกำหนด แก้ไขที่นี่ไม่ได้" in refused.text
    refused = place.officer.post(f"{by_law}/articles/{LOCKED[0]}/removal", data={"version": "1"})
    assert refused.status_code in {409, 422}
    assert place.stored(by_law)["content"] == before


def test_the_zones_chair_changes_an_open_article_of_the_own_zone(place: Place):
    by_law, chair = place.draft(), place.chair
    key = OPEN[0]
    sent = {"body": "ข้อความของเครือข่าย\n(๑) หนึ่ง", "version": version(place, by_law, key)}
    assert chair.post(f"{by_law}/articles/{key}", data=sent).status_code == 303
    assert body(place, by_law, key) == "ข้อความของเครือข่าย\n(๑) หนึ่ง"
    page = chair.get(f"{by_law}/articles").text
    assert "เครือข่ายแก้ไขแล้ว" in page
    assert "(๑) หนึ่ง" in chair.get(by_law).text


def test_a_chair_sees_and_writes_the_own_zone_alone(place: Place):
    own, other = place.draft(), place.draft(place.other_zone)
    chair = place.chair
    page = chair.get(HERE).text
    assert "โซน 1" in page
    assert "โซน 2" not in page
    assert chair.get(own).status_code == 200
    key = OPEN[0]
    for address in (other, f"{other}/articles", f"{other}/files/pdf", f"{other}/comparison"):
        assert chair.get(address).status_code == 404
    posted = chair.post(f"{other}/articles/{key}", data={"body": "ก", "version": "1"})
    assert posted.status_code == 404
    assert chair.post(f"/d/bangna/zones/{place.other_zone}/by-laws").status_code == 404
    assert chair.get(f"{own}/adoption/new").status_code == 403


def test_a_community_leader_reads_and_does_not_write(place: Place):
    by_law = place.draft()
    leader = place.world.sign_in(Role.COMMUNITY_CHAIR, community_id=place.communities[1])
    assert leader.get(by_law).status_code == 200
    assert "แก้ไขรายข้อ" not in leader.get(by_law).text
    assert leader.get(f"{by_law}/articles").status_code == 403


def test_two_people_at_different_articles_do_not_meet(place: Place):
    by_law, chair = place.draft(), place.chair
    one, two = OPEN[:2]
    seen = {key: version(place, by_law, key) for key in (one, two)}
    first = chair.post(f"{by_law}/articles/{one}", data={"body": "หนึ่ง", "version": seen[one]})
    second = place.officer.post(
        f"{by_law}/articles/{two}", data={"body": "สอง", "version": seen[two]}
    )
    assert (first.status_code, second.status_code) == (303, 303)
    assert (body(place, by_law, one), body(place, by_law, two)) == ("หนึ่ง", "สอง")


def test_many_people_who_save_their_articles_at_once_lose_none(world: World, place: Place):
    by_law = place.draft()
    seen = {key: version(place, by_law, key) for key in OPEN[:6]}
    clients = [world.sign_in() for _ in seen]

    def save(client, key: str) -> int:
        sent = {"body": f"ข้อความใหม่ {key}", "version": seen[key]}
        return client.post(f"{by_law}/articles/{key}", data=sent).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(save, clients, seen)) == {303}
    assert [body(place, by_law, key) for key in seen] == [f"ข้อความใหม่ {key}" for key in seen]


def test_two_people_at_one_article_see_both_texts_and_choose(place: Place):
    by_law, chair = place.draft(), place.chair
    key = OPEN[0]
    seen = version(place, by_law, key)
    address = f"{by_law}/articles/{key}"
    assert chair.post(address, data={"body": "ของประธาน", "version": seen}).status_code == 303
    answer = place.officer.post(address, data={"body": "ของเจ้าหน้าที่", "version": seen})
    assert answer.status_code == 409
    for words in ("ของประธาน", "ของเจ้าหน้าที่", "นางประธานโซน"):
        assert words in answer.text
    now = re.search(r'name="version" value="(\d+)"', answer.text)
    assert now
    chosen = {
        "version": now[1],
        "body": "ของเจ้าหน้าที่",
        "stored-body": "ของประธาน",
        "choice-body": "theirs",
    }
    assert place.officer.post(address, data=chosen).status_code == 303
    assert body(place, by_law, key) == "ของประธาน"


@pytest.mark.parametrize(("typed", "sentence"), [(" ", "โปรดระบุข้อความ"), ("ก" * 6001, "6,000")])
def test_a_text_that_cannot_be_an_article_is_refused_and_stays(place: Place, typed, sentence):
    by_law = place.draft()
    key = OPEN[0]
    answer = place.officer.post(
        f"{by_law}/articles/{key}", data={"body": typed, "version": version(place, by_law, key)}
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed.strip() in answer.text


def test_an_own_article_stands_where_it_was_put_and_a_double_submit_is_one(place: Place):
    by_law = place.draft()
    after = OPEN[0]
    sent = {"record_id": str(uuid7()), "body": "ข้อของเราเอง", "chapter": ""}
    for _ in range(2):
        answer = place.officer.post(f"{by_law}/articles?after={after}", data=sent)
        assert answer.status_code == 303
    keys = place.keys(by_law)
    assert keys[keys.index(after) + 1] == sent["record_id"]
    assert len(keys) == len(ARTICLES) + 1
    page = place.officer.get(f"{by_law}/articles").text
    assert "เครือข่ายเพิ่มเอง" in page
    assert place.officer.post(f"{by_law}/articles?after=nowhere", data=sent).status_code in {
        303,
        404,
    }


def test_a_new_chapter_begins_where_the_one_before_ends(place: Place):
    by_law = place.draft()
    inside = next(
        one["key"]
        for one, two in pairwise(ARTICLES)
        if one["heading"] and one["heading"] == two["heading"]
    )
    sent = {"record_id": str(uuid7()), "body": "ข้อใหม่", "chapter": "กองทุนของเครือข่าย"}
    refused = place.officer.post(f"{by_law}/articles?after={inside}", data=sent)
    assert refused.status_code == 422
    assert "เริ่มหมวดใหม่ได้เฉพาะ" in refused.text
    assert "กองทุนของเครือข่าย" in refused.text
    last = ARTICLES[-1]["key"]
    assert place.officer.post(f"{by_law}/articles?after={last}", data=sent).status_code == 303
    assert "กองทุนของเครือข่าย" in place.officer.get(by_law).text


def test_an_open_article_is_taken_out_unless_somebody_changed_it_meanwhile(place: Place):
    by_law = place.draft()
    one, two = OPEN[:2]
    seen = version(place, by_law, one)
    place.chair.post(f"{by_law}/articles/{one}", data={"body": "ใหม่", "version": seen})
    refused = place.officer.post(f"{by_law}/articles/{one}/removal", data={"version": seen})
    assert refused.status_code == 422
    assert "นางประธานโซน แก้ไขข้อนี้หลังจากที่ท่านเปิดหน้านี้" in refused.text
    assert one in place.keys(by_law)
    gone = {"version": version(place, by_law, two)}
    assert place.officer.post(f"{by_law}/articles/{two}/removal", data=gone).status_code == 303
    assert two not in place.keys(by_law)
    assert place.officer.get(f"{by_law}/articles/{two}/edit").status_code == 404


def test_a_draft_under_an_older_edition_says_so_and_takes_the_newer_over(place: Place):
    by_law = place.draft()
    key = OPEN[0]
    sent = {"body": "ข้อความของเครือข่าย", "version": version(place, by_law, key)}
    place.officer.post(f"{by_law}/articles/{key}", data=sent)
    changed = [
        article | ({"body": "ข้อความใหม่จากส่วนกลาง"} if article["key"] == LOCKED[0] else {})
        for article in ARTICLES
    ]
    edition(place.world, 2, by_law=CONTENT["by_law"] | {"articles": changed})
    adopted(place.world, 2, day=place.stored(by_law)["drafted_at"].date())
    page = place.officer.get(by_law).text
    assert "ร่างนี้จัดทำตามคู่มือฉบับที่ 1 แต่ปัจจุบันสำนักงานเขตใช้ฉบับที่ 2" in page
    for _ in range(2):
        assert place.officer.post(f"{by_law}/edition").status_code == 303
    assert body(place, by_law, LOCKED[0]) == "ข้อความใหม่จากส่วนกลาง"
    assert body(place, by_law, key) == "ข้อความของเครือข่าย"
    assert place.stored(by_law)["edition"] == 2
    assert "แต่ปัจจุบันสำนักงานเขตใช้" not in place.officer.get(by_law).text


def test_a_draft_is_deleted_and_the_audit_keeps_what_happened(world: World, place: Place):
    by_law = place.draft()
    key = OPEN[0]
    sent = {"body": "ก", "version": version(place, by_law, key)}
    place.officer.post(f"{by_law}/articles/{key}", data=sent)
    added = {"record_id": str(uuid7()), "body": "ข"}
    place.officer.post(f"{by_law}/articles?after={key}", data=added)
    removed = {"version": version(place, by_law, added["record_id"])}
    place.officer.post(f"{by_law}/articles/{added['record_id']}/removal", data=removed)
    assert place.chair.post(f"{by_law}/deletion").status_code == 403
    assert place.officer.get(f"{by_law}/deletion/new").status_code == 200
    assert place.officer.post(f"{by_law}/deletion").status_code == 303
    assert place.officer.get(by_law).status_code == 404
    found = UUID(by_law.rpartition("/")[2])
    actions = world.in_district(
        lambda session: list(
            session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.row_id == str(found))
                .order_by(AuditEntry.id)
            )
        )
    )
    assert actions == [
        "by_law:drafted",
        "by_law:article_changed",
        "by_law:article_added",
        "by_law:article_removed",
        "by_law:deleted",
    ]


def test_an_officer_of_another_district_gets_404_for_everything(world: World, place: Place):
    by_law = place.draft()
    number = by_law.rpartition("/")[2]
    adopted(world, office=NEIGHBOUR)
    stranger = world.sign_in(office=NEIGHBOUR)
    there = f"/d/phrakhanong/by-laws/{number}"
    for address in ("", "/pulse", "/files/pdf", "/articles", "/comparison", "/deletion/new"):
        assert stranger.get(f"{there}{address}").status_code == 404
        assert stranger.get(f"{by_law}{address}").status_code == 404
    for address in ("/edition", "/deletion", f"/articles/{OPEN[0]}"):
        sent = {"body": "ก", "version": "1"}
        assert stranger.post(f"{there}{address}", data=sent).status_code == 404
    zone = f"/d/phrakhanong/zones/{place.zone}/by-laws"
    assert stranger.post(zone).status_code == 404
    assert "โซน 1" not in stranger.get("/d/phrakhanong/by-laws").text


def test_the_draft_opens_as_pdf_with_the_mark_of_a_draft(place: Place):
    answer = place.officer.get(f"{place.draft()}/files/pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_closed_zone_keeps_its_draft_unchanged(world: World, place: Place):
    by_law = place.draft(place.other_zone)
    key = OPEN[0]
    seen = version(place, by_law, key)
    world.in_district(
        lambda session: session.execute(
            update(Zone)
            .where(Zone.id == place.other_zone)
            .values(closed_on=date(2026, 3, 1), closing_reason="รวมโซน")
        )
    )
    answer = place.officer.post(f"{by_law}/articles/{key}", data={"body": "ก", "version": seen})
    assert answer.status_code == 422
    assert "เครือข่ายนี้ยุบเลิกแล้ว" in answer.text


def test_a_formal_network_across_the_zones_has_a_by_law_which_the_office_writes(
    world: World, place: Place
):
    sent = {
        "name": "เครือข่ายต้านภัย",
        "kind": "issue",
        "tie": "group_group",
        "formality": "formal",
        "extent": "inside",
        "valid_from": "1/2/2568",
        "parent": "",
    }
    made = place.officer.post("/d/bangna/alliances", data=sent).headers["Location"]
    joining = {"from_day": "1/3/2568", "communities": [str(place.communities[0])]}
    place.officer.post(f"{made}/memberships", data=joining)
    number = made.rpartition("/")[2]
    assert "เครือข่ายต้านภัย" in place.officer.get(HERE).text
    assert place.chair.post(f"/d/bangna/alliances/{number}/by-laws").status_code == 404
    answer = place.officer.post(f"/d/bangna/alliances/{number}/by-laws")
    assert answer.status_code == 303
    by_law = answer.headers["Location"].partition("/articles")[0]
    assert "ข้อบังคับเครือข่ายชุมชน ต้านภัย เขตบางนา" in place.officer.get(by_law).text
    chair = place.chair
    assert "เครือข่ายต้านภัย" not in chair.get(HERE).text
    assert chair.get(f"{by_law}/articles").status_code == 404
    article = chair.post(f"{by_law}/articles/{OPEN[0]}", data={"body": "ก", "version": "1"})
    assert article.status_code == 404
