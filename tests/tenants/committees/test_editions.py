"""Moving a committee to the edition in force: what changes, and that nothing is lost (F43)."""

import copy
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from tenants.committees.models import Committee
from tests.support.editions import adopted, edition
from tests.support.seats import CONTENT, address, fill, leave, seats_of
from tests.support.world import NEIGHBOUR, World


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A committee under edition 1 in an office that follows edition 2, which changes the composition."""
    edition(world)
    adopted(world)
    zone, officer = world.zone(1), world.sign_in()
    fill(officer, zone, "residents", "นายตัวอย่าง ประชาชน")
    fill(officer, zone, "private_sector", "นางตัวอย่าง เอกชน")
    content = copy.deepcopy(CONTENT)
    rules = content["committees"]["zone"]["seats"]
    content["committees"]["zone"]["seats"] = [
        {**rule, "minimum": 2} if rule["key"] == "residents" else rule
        for rule in rules
        if rule["key"] != "private_sector"
    ] + [{**rules[-1], "key": "experts", "title": "ผู้ทรงคุณวุฒิ", "source": "resident"}]
    edition(world, 2, **content)
    adopted(world, 2, day=date(2026, 1, 1))
    return SimpleNamespace(zone=zone, officer=officer)


def followed(world: World) -> int:
    return world.in_district(lambda session: session.scalar(select(Committee.edition)))


def move(client, zone_id, number: int = 2):
    return client.post(f"{address(zone_id)}/edition", data={"edition": str(number)})


def test_the_page_says_that_it_follows_an_older_edition_and_what_would_change(world: World, place):
    page = place.officer.get(address(place.zone)).text
    for words in (
        "ขณะนี้ใช้คู่มือฉบับที่ 2",
        "เพิ่มตำแหน่ง ผู้ทรงคุณวุฒิ",
        "ตัดตำแหน่ง ผู้แทนภาคเอกชน",
        "อย่างน้อย 2 คน แทน 1 คน",
        "ใช้องค์ประกอบตามฉบับที่ 2",
    ):
        assert words in page
    assert followed(world) == 1
    assert "ใช้องค์ประกอบตามฉบับที่ 2" in place.officer.get(f"{address(place.zone)}/edition/new").text


def test_after_the_move_everybody_keeps_the_seat_and_the_former_rule_stays_in_sight(
    world: World, place
):
    assert move(place.officer, place.zone).status_code == 303
    assert followed(world) == 2
    page = place.officer.get(address(place.zone)).text
    for words in ("ตามคู่มือฉบับที่ 2", "ตำแหน่งตามคู่มือฉบับเดิม", "นางตัวอย่าง เอกชน", "ผู้แทนภาคเอกชน"):
        assert words in page
    assert "นายตัวอย่าง ประชาชน" in page
    assert "ขณะนี้ใช้คู่มือฉบับที่" not in page
    leave(place.officer, seats_of(world)["นางตัวอย่าง เอกชน"].id, "1/6/2569")
    page = place.officer.get(address(place.zone)).text
    assert "ตำแหน่งตามคู่มือฉบับเดิม" not in page
    assert page.index("ผู้เคยดำรงตำแหน่ง") < page.index("ผู้แทนภาคเอกชน")


def test_a_seat_of_a_former_rule_is_not_changed_any_more(world: World, place):
    move(place.officer, place.zone)
    seat = seats_of(world)["นางตัวอย่าง เอกชน"].id
    assert place.officer.get(f"/d/bangna/seats/{seat}/edit").status_code == 404


def test_the_move_is_in_the_audit_trail_and_said_twice_is_one_change(world: World, place):
    for _ in range(2):
        assert move(place.officer, place.zone).status_code == 303
    rows = world.in_district(
        lambda session: session.execute(
            select(AuditEntry.before, AuditEntry.after).where(
                AuditEntry.action == "committee:edition-followed"
            )
        ).all()
    )
    assert [(before["edition"], after["edition"]) for before, after in rows] == [(1, 2)]


@pytest.mark.parametrize("number", [0, 1, 3, 9999])
def test_no_other_edition_than_the_one_in_force_is_taken_over(world: World, place, number: int):
    answer = move(place.officer, place.zone, number)
    assert answer.status_code in {303, 422}
    assert followed(world) == 1


def test_readers_and_strangers_move_nothing(world: World, place):
    assert move(world.sign_in(Role.DIRECTOR), place.zone).status_code == 403
    assert move(world.sign_in(office=NEIGHBOUR), place.zone).status_code == 404
    reader = world.sign_in(Role.ADVISER).get(address(place.zone)).text
    assert "ขณะนี้ใช้คู่มือฉบับที่ 2" in reader
    assert "/edition/new" not in reader
    assert followed(world) == 1


def test_without_a_newer_edition_there_is_nothing_to_take_over(world: World):
    edition(world)
    adopted(world)
    zone, officer = world.zone(1), world.sign_in()
    fill(officer, zone, "residents", "นายตัวอย่าง ประชาชน")
    assert officer.get(f"{address(zone)}/edition/new").status_code == 404


def test_a_committee_that_an_old_edition_does_not_know_says_so(world: World):
    content = copy.deepcopy(CONTENT)
    del content["committees"]["study"]
    edition(world, **content)
    adopted(world)
    page = world.sign_in().get("/d/bangna/committees/study").text
    assert "คู่มือฉบับที่ 1 ไม่ได้กำหนดองค์ประกอบของคณะกรรมการนี้" in page
