"""The committee of a zone, as an officer fills it."""

import copy
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.audit.models import AuditEntry
from tenants.committees import queries
from tenants.committees.models import Committee, Seat
from tenants.zones.models import Zone, ZoneMembership
from tests.support.editions import adopted, edition
from tests.support.seats import (
    CONTENT,
    OF_COMMUNITIES,
    address,
    fill,
    fill_all,
)
from tests.support.world import NEIGHBOUR, World


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A zone of two communities in an office that has adopted the manual, and an officer."""
    edition(world)
    adopted(world)
    communities = [world.community("ชุมชนตัวอย่าง ก"), world.community("ตัวอย่าง ข")]
    return SimpleNamespace(
        communities=communities, zone=world.zone(1, *communities), officer=world.sign_in()
    )


def seats(world: World) -> list[Seat]:
    return world.in_district(
        lambda session: [
            SimpleNamespace(
                id=seat.id,
                name=seat.person_name,
                left=seat.valid_to,
                reason=seat.vacated_reason,
                version=seat.version,
            )
            for seat in session.scalars(select(Seat).order_by(Seat.changed_at))
        ]
    )


def test_an_empty_committee_lists_every_seat_that_the_manual_asks_for(world: World, place):
    page = place.officer.get(address(place.zone)).text
    for rule in CONTENT["committees"]["zone"]["seats"]:
        assert rule["title"] in page
    assert "ยังขาด 12 ตำแหน่ง" in page
    assert "ยังไม่ครบองค์ประกอบ" in page
    assert page.count("ว่าง</span>") == 12
    assert "ตัวอย่าง ข" in page


def test_looking_at_a_committee_writes_nothing(world: World, place):
    place.officer.get(address(place.zone))
    count = world.in_district(lambda session: session.scalar(select(func.count(Committee.id))))
    assert count == 0


def test_an_officer_fills_a_seat_and_finds_name_position_and_day_on_it(world: World, place):
    answer = fill(place.officer, place.zone, "public_sector", "ร้อยตำรวจตรี ตัวอย่าง  มั่นคง")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("committee#rule-public_sector")
    page = place.officer.get(address(place.zone)).text
    for text in ("ร้อยตำรวจตรี ตัวอย่าง มั่นคง", "ตำแหน่งตัวอย่าง", "1 ก.พ. 2568", "ยังขาด 11 ตำแหน่ง"):
        assert text in page


def test_without_communities_the_next_seat_to_fill_is_one_that_can_be_filled(world: World, place):
    empty = world.zone(2)
    fill(place.officer, empty, "chair", "นายตัวอย่าง ใจดี")
    page = place.officer.get(address(empty)).text
    way = re.search(r'class="btn btn-primary" href="([^"]+/seats/new[^"]*)"', page)
    assert way
    assert place.officer.get(unescape(way[1])).status_code == 200


def test_the_form_offers_the_usual_position_of_the_seat(world: World, place):
    community, other = place.communities
    new = f"{address(place.zone)}/seats/new"
    page = place.officer.get(f"{new}?rule={OF_COMMUNITIES}&community={community}").text
    assert 'value="ประธานชุมชนตัวอย่าง ก"' in page
    page = place.officer.get(f"{new}?rule={OF_COMMUNITIES}&community={other}").text
    assert 'value="ประธานชุมชนตัวอย่าง ข"' in page
    assert "ผู้อำนวยการเขตบางนา" in place.officer.get(f"{new}?rule=director").text


def test_a_committee_with_every_demanded_seat_filled_is_complete(world: World, place):
    fill_all(place.officer, place.zone, place.communities)
    page = place.officer.get(address(place.zone)).text
    assert "ยังขาด" not in page
    assert ">ครบองค์ประกอบ<" in page
    view = world.in_district(
        lambda session: queries.committee_of(session, WHOLE_DISTRICT, place.zone)
    )
    assert (view.filled, view.minimum_missing, view.is_complete) == (12, 0, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"person_name": ""}, "โปรดระบุชื่อ"),
        ({"person_name": "นาย"}, "โปรดระบุชื่อ"),
        ({"person_position": ""}, "โปรดระบุตำแหน่ง"),
        ({"valid_from": ""}, "โปรดระบุวันที่เริ่มดำรงตำแหน่ง"),
        ({"valid_from": "1/1/2600"}, "วันที่"),
        ({"valid_from": "29/2/2564"}, "29"),
    ],
)
def test_each_wrong_field_says_so_in_thai_and_keeps_what_was_typed(
    world: World, place, sent: dict[str, str], sentence: str
):
    typed = {"person_name": "นายคงไว้ ตัวอย่าง", "person_position": "คงตำแหน่งไว้"} | sent
    answer = fill(place.officer, place.zone, "residents", "", **typed)
    assert answer.status_code == 422
    for text in (sentence, *(value for value in typed.values() if value)):
        assert text in answer.text
    assert seats(world) == []


def test_a_double_submit_fills_one_seat(world: World, place):
    same = {"record_id": "01920000-0000-7000-8000-000000000007"}
    for _ in range(2):
        answer = fill(place.officer, place.zone, "residents", "นางตัวอย่าง เดียว", **same)
        assert answer.status_code == 303
    assert len(seats(world)) == 1


def test_nobody_sits_twice_on_one_rule_in_another_spelling_of_the_name(world: World, place):
    fill(place.officer, place.zone, "residents", "นางสาวตัวอย่าง ๑ใจดี")
    answer = fill(place.officer, place.zone, "residents", "น.ส. ตัวอย่าง 1ใจดี")
    assert answer.status_code == 422
    assert "ดำรงตำแหน่งนี้อยู่แล้ว" in answer.text
    assert len(seats(world)) == 1


def test_the_elected_chair_may_keep_a_community_seat_but_the_manual_is_quoted(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ใจดี")
    answer = fill(
        place.officer, place.zone, OF_COMMUNITIES, "ตัวอย่าง ใจดี", community=place.communities[0]
    )
    assert answer.status_code == 303
    page = place.officer.get(address(place.zone)).text
    assert "นายตัวอย่าง ใจดี ดำรงตำแหน่งมากกว่า 1 ตำแหน่ง" in page
    assert "คู่มือข้อ 3.4 เมื่อประธานชุมชนผู้ใดได้รับเลือกเป็นประธานเครือข่าย" in page


def test_a_seat_for_one_person_takes_no_second(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง หนึ่ง")
    answer = fill(place.officer, place.zone, "director", "นายตัวอย่าง สอง")
    assert answer.status_code == 422
    assert "นายตัวอย่าง หนึ่ง ดำรงตำแหน่งนี้อยู่" in answer.text
    community = place.communities[0]
    fill(place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง สาม", community=community)
    answer = fill(place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง สี่", community=community)
    assert answer.status_code == 422
    assert len(seats(world)) == 2


def test_a_rule_takes_no_more_people_than_its_maximum(world: World):
    content = copy.deepcopy(CONTENT)
    rule = next(
        rule for rule in content["committees"]["zone"]["seats"] if rule["key"] == "residents"
    )
    rule["maximum"] = 2
    edition(world, **content)
    adopted(world)
    zone_id, officer = world.zone(1), world.sign_in()
    for name in ("นายตัวอย่าง หนึ่ง", "นายตัวอย่าง สอง"):
        assert fill(officer, zone_id, "residents", name).status_code == 303
    answer = fill(officer, zone_id, "residents", "นายตัวอย่าง สาม")
    assert answer.status_code == 422
    assert "ไม่เกิน 2 คน" in answer.text


def test_a_successor_begins_when_the_former_holder_has_left(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง เก่า")
    seat = seats(world)[0].id
    vacancy = f"/d/bangna/seats/{seat}/vacancy"
    sent = {"vacated_on": "1/10/2568", "reason": "เกษียณอายุราชการ"}
    assert place.officer.post(vacancy, data=sent).status_code == 303
    early = fill(place.officer, place.zone, "director", "นายตัวอย่าง ใหม่", valid_from="30/9/2568")
    assert early.status_code == 422
    assert "1/10/2568" in early.text
    later = fill(place.officer, place.zone, "director", "นายตัวอย่าง ใหม่", valid_from="1/10/2568")
    assert later.status_code == 303
    page = place.officer.get(address(place.zone)).text
    assert "ผู้เคยดำรงตำแหน่ง" in page
    assert "เกษียณอายุราชการ" in page
    assert page.index("นายตัวอย่าง ใหม่") < page.index("นายตัวอย่าง เก่า")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"vacated_on": "1/10/2568", "reason": ""}, "โปรดระบุเหตุผล"),
        ({"vacated_on": "31/1/2568", "reason": "ลาออก"}, "ต้องไม่ก่อนวันดังกล่าว"),
        ({"vacated_on": "1/1/2600", "reason": "ลาออก"}, "วันที่"),
    ],
)
def test_leaving_needs_a_reason_and_a_day_after_the_first(
    world: World, place, sent: dict[str, str], sentence: str
):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง หนึ่ง")
    answer = place.officer.post(f"/d/bangna/seats/{seats(world)[0].id}/vacancy", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert sent["reason"] in answer.text
    assert seats(world)[0].left is None


def test_who_has_left_is_not_changed_and_leaves_only_once(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง หนึ่ง")
    seat = seats(world)[0].id
    for reason in ("ลาออก", "ครั้งที่สอง"):
        sent = {"vacated_on": "1/10/2568", "reason": reason}
        assert place.officer.post(f"/d/bangna/seats/{seat}/vacancy", data=sent).status_code == 303
    assert seats(world)[0].reason == "ลาออก"
    changed = {"person_name": "ก", "person_position": "ข", "valid_from": "1/2/2568", "version": "2"}
    answer = place.officer.post(f"/d/bangna/seats/{seat}", data=changed)
    assert answer.status_code == 422
    assert "พ้นจากตำแหน่งแล้ว" in answer.text
    assert place.officer.get(f"/d/bangna/seats/{seat}/edit").status_code == 404


def test_two_officers_change_one_seat_and_the_second_sees_both_texts(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง เดิม")
    seat = seats(world)[0].id
    assert "นายตัวอย่าง เดิม" in place.officer.get(f"/d/bangna/seats/{seat}/edit").text
    first, second = world.sign_in(name="นางสาวคนแรก"), world.sign_in(name="นายคนที่สอง")
    common = {"person_position": "ตำแหน่งตัวอย่าง", "valid_from": "1/2/2568", "version": "1"}
    target = f"/d/bangna/seats/{seat}"
    assert first.post(target, data=common | {"person_name": "ของคนแรก"}).status_code == 303
    answer = second.post(target, data=common | {"person_name": "ของคนที่สอง"})
    assert answer.status_code == 409
    for text in ("ของคนแรก", "ของคนที่สอง", "นางสาวคนแรก"):
        assert text in answer.text


def test_a_community_that_left_the_zone_keeps_its_name_in_sight_but_counts_no_more(
    world: World, place
):
    community = place.communities[0]
    fill(place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง ย้าย", community=community)
    world.in_district(
        lambda session: session.execute(
            update(ZoneMembership)
            .where(ZoneMembership.community_id == community)
            .values(valid_to=date(2026, 1, 1))
        )
    )
    page = place.officer.get(address(place.zone)).text
    assert "นายตัวอย่าง ย้าย" in page
    assert "ชุมชนย้ายออกจากโซนแล้ว" in page
    assert "ยังขาด 11 ตำแหน่ง" in page
    answer = fill(place.officer, place.zone, OF_COMMUNITIES, "นายก", community=community)
    assert answer.status_code == 404


def test_a_committee_keeps_the_edition_under_which_it_began(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง หนึ่ง")
    content = copy.deepcopy(CONTENT)
    content["committees"]["zone"]["seats"] = content["committees"]["zone"]["seats"][:1]
    edition(world, 2, **content)
    adopted(world, 2, day=date(2026, 1, 1))
    fresh = world.zone(2)
    assert "ตามคู่มือฉบับที่ 1" in place.officer.get(address(place.zone)).text
    page = place.officer.get(address(fresh)).text
    assert "ตามคู่มือฉบับที่ 2" in page
    assert "ยังขาด 1 ตำแหน่ง" in page


def test_without_a_manual_the_page_says_what_comes_first(world: World):
    zone_id, officer = world.zone(1), world.sign_in()
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in officer.get(address(zone_id)).text
    assert fill(officer, zone_id, "chair", "นายตัวอย่าง หนึ่ง").status_code == 404
    assert "ยังไม่มีคณะกรรมการ" in officer.get("/d/bangna/committees").text


def test_the_committee_of_a_closed_zone_is_read_but_not_changed(world: World, place):
    world.in_district(
        lambda session: session.execute(
            update(Zone)
            .where(Zone.id == place.zone)
            .values(closed_on=date(2026, 1, 1), closing_reason="รวมกับโซนอื่น")
        )
    )
    page = place.officer.get(address(place.zone)).text
    assert "โซนนี้ยุบเลิกเมื่อวันที่ 1 ม.ค. 2569" in page
    assert "/seats/new" not in page
    answer = fill(place.officer, place.zone, "chair", "นายตัวอย่าง หนึ่ง")
    assert answer.status_code == 422
    assert "โซนนี้ยุบเลิกแล้ว" in answer.text


@pytest.mark.parametrize("rule", ["", "nobody", OF_COMMUNITIES])
def test_a_seat_that_the_manual_does_not_know_is_not_found(world: World, place, rule: str):
    assert fill(place.officer, place.zone, rule, "นายตัวอย่าง หนึ่ง").status_code in {404, 422}
    assert seats(world) == []
    new = f"{address(place.zone)}/seats/new?rule={rule}&community=x"
    assert place.officer.get(new).status_code == 404


def test_the_list_shows_each_zone_with_its_empty_seats_in_few_statements(world: World, place):
    world.zone(2)
    fill(place.officer, place.zone, "director", "นายตัวอย่าง หนึ่ง")
    with world.statements() as sent:
        page = place.officer.get("/d/bangna/committees").text
    assert "โซน 1" in page
    assert "โซน 2" in page
    assert len(sent) <= 6


def test_readers_see_names_without_the_way_to_change_them(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง หนึ่ง")
    director = world.sign_in(Role.DIRECTOR)
    page = director.get(address(place.zone)).text
    assert "นายตัวอย่าง หนึ่ง" in page
    assert "/seats/" not in page
    assert fill(director, place.zone, "chair", "นายตัวอย่าง สอง").status_code == 403


def test_a_zone_chair_sees_the_own_zone_and_no_other(world: World, place):
    far = world.community("ไกล")
    other = world.zone(2, far)
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=place.communities[0])
    assert chair.get(address(place.zone)).status_code == 200
    assert chair.get(address(other)).status_code == 404
    page = chair.get("/d/bangna/committees").text
    assert "โซน 1" in page
    assert "โซน 2" not in page


def test_an_officer_of_another_district_finds_nothing(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง ลับ")
    seat = seats(world)[0].id
    stranger = world.sign_in(office=NEIGHBOUR)
    for path in (
        f"zones/{place.zone}/committee",
        f"seats/{seat}/edit",
        f"seats/{seat}/vacancy/new",
    ):
        for slug in ("bangna", "phrakhanong"):
            answer = stranger.get(f"/d/{slug}/{path}")
            assert answer.status_code == 404
            assert "นายตัวอย่าง ลับ" not in answer.text
    moved = {"vacated_on": "1/10/2568", "reason": "ลอง"}
    answer = stranger.post(f"/d/phrakhanong/seats/{seat}/vacancy", data=moved)
    assert answer.status_code == 404
    assert seats(world)[0].left is None


def test_every_change_of_a_seat_is_in_the_audit_trail(world: World, place):
    fill(place.officer, place.zone, "director", "นายตัวอย่าง หนึ่ง")
    seat = seats(world)[0].id
    changed = {
        "person_name": "นายตัวอย่าง แก้",
        "person_position": "ตำแหน่งตัวอย่าง",
        "valid_from": "1/2/2568",
        "version": "1",
    }
    place.officer.post(f"/d/bangna/seats/{seat}", data=changed)
    left = {"vacated_on": "1/10/2568", "reason": "ลาออก"}
    place.officer.post(f"/d/bangna/seats/{seat}/vacancy", data=left)
    rows = world.in_district(
        lambda session: [
            (entry.action, entry.reason)
            for entry in session.scalars(
                select(AuditEntry).where(AuditEntry.table_name == "seats").order_by(AuditEntry.id)
            )
        ]
    )
    assert rows == [("seat:filled", ""), ("seat:changed", ""), ("seat:vacated", "ลาออก")]


def test_two_officers_who_begin_at_once_make_one_committee_and_one_director(world: World, place):
    clients = [world.sign_in(), world.sign_in()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda number: fill(
                    clients[number], place.zone, "director", f"นายตัวอย่าง คนที่{number}"
                ),
                range(2),
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert len(seats(world)) == 1
