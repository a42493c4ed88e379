"""Terms: when they end, the rest of one that a successor serves, and those that end soon (F26)."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select, update

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from core.regulations.keys import RegulationKey
from tenants.alliances.models import Alliance, AllianceMembership
from tenants.committees import queries
from tenants.committees.bodies import Body
from tenants.committees.models import Seat
from tenants.committees.terms import years_later
from tenants.zones.models import ZoneMembership
from tests.support.editions import adopted, edition
from tests.support.seats import (
    OF_COMMUNITIES,
    address,
    community_address,
    fill,
    leave,
    name_on,
    regulation,
    seats_of,
)
from tests.support.world import BANG_NA, LONG_AGO, NEIGHBOUR, World

TERMS = "/d/bangna/committees/terms"


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A zone of one community in an office that has adopted the manual, and an officer."""
    edition(world)
    adopted(world)
    community = world.community("ชุมชนตัวอย่าง ก")
    return SimpleNamespace(
        community=community, zone=world.zone(1, community), officer=world.sign_in()
    )


def start_of_a_term_that_ends_in(days: int) -> str:
    return show_date(years_later(bangkok_today() + timedelta(days=days), -2), style="numeric")


def test_a_term_ends_so_many_years_after_it_began_as_the_manual_says(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ใจดี")
    fill(place.officer, place.zone, "director", "นายตัวอย่าง โดยตำแหน่ง")
    seats = seats_of(world)
    assert seats["นายตัวอย่าง ใจดี"].term_ends_on == date(2027, 2, 1)
    assert seats["นายตัวอย่าง โดยตำแหน่ง"].term_ends_on is None
    assert "1 ก.พ. 2570" in place.officer.get(address(place.zone)).text


def test_a_term_that_begins_on_the_last_day_of_february_ends_after_the_last_day_of_february():
    assert years_later(date(2024, 2, 29), 2) == date(2026, 3, 1)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_another_end_of_the_term_needs_a_reason(world: World, place):
    other = {"term_ends_on": "1/6/2569"}
    answer = fill(place.officer, place.zone, "chair", "นายตัวอย่าง ใจดี", **other)
    assert answer.status_code == 422
    assert "วันที่พ้นตามวาระไม่ตรงกับหลักเกณฑ์ โปรดระบุเหตุผล" in answer.text
    assert "1/6/2569" in answer.text
    other |= {"reason": "ที่ประชุมกำหนดให้อยู่ในวาระเท่าที่เหลือ"}
    assert fill(place.officer, place.zone, "chair", "นายตัวอย่าง ใจดี", **other).status_code == 303
    assert seats_of(world)["นายตัวอย่าง ใจดี"].term_ends_on == date(2026, 6, 1)


@pytest.mark.parametrize("end", ["1/2/2568", "31/1/2568"])
def test_a_term_that_ends_before_it_begins_is_refused(world: World, place, end: str):
    answer = fill(
        place.officer, place.zone, "chair", "นายตัวอย่าง ใจดี", term_ends_on=end, reason="ลอง"
    )
    assert answer.status_code == 422
    assert "วาระสิ้นสุดก่อนวันเริ่ม" in answer.text
    assert seats_of(world) == {}


def test_the_end_of_a_term_is_changed_with_a_reason_that_the_audit_keeps(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ใจดี")
    seat = seats_of(world)["นายตัวอย่าง ใจดี"]
    assert 'value="1/2/2570"' in place.officer.get(f"/d/bangna/seats/{seat.id}/edit").text
    sent = {
        "person_name": "นายตัวอย่าง ใจดี",
        "person_position": "ตำแหน่งตัวอย่าง",
        "valid_from": "1/2/2568",
        "term_ends_on": "1/8/2569",
        "version": "1",
    }
    target = f"/d/bangna/seats/{seat.id}"
    assert place.officer.post(target, data=sent).status_code == 422
    sent["reason"] = "คณะกรรมการมีมติ"
    assert place.officer.post(target, data=sent).status_code == 303
    assert seats_of(world)["นายตัวอย่าง ใจดี"].term_ends_on == date(2026, 8, 1)
    reasons = world.in_district(
        lambda session: session.scalars(
            select(AuditEntry.reason).where(AuditEntry.action == "seat:changed")
        ).all()
    )
    assert reasons == ["คณะกรรมการมีมติ"]


def test_who_replaces_somebody_serves_the_rest_of_the_term(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง คนแรก")
    first = seats_of(world)["นายตัวอย่าง คนแรก"]
    leave(place.officer, first.id, "1/6/2569")
    page = place.officer.get(address(place.zone)).text
    assert "แทน นายตัวอย่าง คนแรก ในวาระเท่าที่เหลือ" in page
    form = place.officer.get(f"{address(place.zone)}/seats/new?rule=chair&replaces={first.id}").text
    assert f'name="replaces_seat_id" value="{first.id}"' in form
    assert "1 ก.พ. 2570" in form
    answer = fill(
        place.officer,
        place.zone,
        "chair",
        "นางตัวอย่าง คนที่สอง",
        valid_from="1/7/2569",
        replaces_seat_id=str(first.id),
    )
    assert answer.status_code == 303
    second = seats_of(world)["นางตัวอย่าง คนที่สอง"]
    assert (second.term_ends_on, second.replaces_seat_id) == (first.term_ends_on, first.id)
    assert "ในวาระเท่าที่เหลือ" not in place.officer.get(address(place.zone)).text


def test_a_vacancy_is_filled_once(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง คนแรก")
    first = seats_of(world)["นายตัวอย่าง คนแรก"]
    leave(place.officer, first.id, "1/6/2569")
    rest = {"valid_from": "1/7/2569", "replaces_seat_id": str(first.id)}
    fill(place.officer, place.zone, "residents", "นางตัวอย่าง คนที่สอง", **rest)
    answer = fill(place.officer, place.zone, "residents", "นายตัวอย่าง คนที่สาม", **rest)
    assert answer.status_code == 422
    assert "มีผู้ดำรงตำแหน่งแทนแล้ว" in answer.text


def test_the_rest_of_a_term_cannot_begin_when_that_is_over(world: World, place):
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง คนแรก", valid_from="1/2/2565")
    first = seats_of(world)["นายตัวอย่าง คนแรก"]
    leave(place.officer, first.id, "1/6/2566")
    answer = fill(
        place.officer,
        place.zone,
        "chair",
        "นายตัวอย่าง คนที่สอง",
        valid_from="1/3/2567",
        replaces_seat_id=str(first.id),
    )
    assert answer.status_code == 422
    assert "วาระสิ้นสุดก่อนวันเริ่ม" in answer.text


def test_a_vacancy_of_another_seat_is_not_found(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง คนแรก")
    first = seats_of(world)["นายตัวอย่าง คนแรก"]
    leave(place.officer, first.id, "1/6/2569")
    answer = fill(
        place.officer, place.zone, "chair", "นายตัวอย่าง อื่น", replaces_seat_id=str(first.id)
    )
    assert answer.status_code == 404


def test_the_term_of_a_community_is_the_regulations_and_unknown_where_nobody_gave_it(
    world: World, place
):
    committee = community_address(place.community)
    assert "ยังไม่มีข้อมูลว่าวาระกี่ปี" in place.officer.get(committee).text
    name_on(place.officer, committee, "chair", "นายตัวอย่าง ไม่ทราบวาระ")
    regulation(world, RegulationKey.COMMUNITY_COMMITTEE_TERM, years=4)
    assert "ยังไม่มีข้อมูลว่าวาระกี่ปี" not in place.officer.get(committee).text
    name_on(place.officer, committee, "secretary", "นางตัวอย่าง ทราบวาระ")
    seats = seats_of(world)
    assert seats["นายตัวอย่าง ไม่ทราบวาระ"].term_ends_on is None
    assert seats["นางตัวอย่าง ทราบวาระ"].term_ends_on == date(2029, 2, 1)


def test_terms_that_end_within_the_manuals_days_of_warning_are_listed_the_first_at_the_head(
    world: World, place
):
    for rule, name, days in (
        ("chair", "นายตัวอย่าง ใกล้ครบ", 60),
        ("residents", "นางตัวอย่าง ครบแล้ว", 0),
        ("private_sector", "นายตัวอย่าง ยังอีกนาน", 120),
    ):
        begin = start_of_a_term_that_ends_in(days)
        fill(place.officer, place.zone, rule, name, valid_from=begin)
    with world.statements() as sent:
        page = place.officer.get(TERMS).text
    assert page.index("นางตัวอย่าง ครบแล้ว") < page.index("นายตัวอย่าง ใกล้ครบ")
    assert "เหลือ 60 วัน" in page
    assert "ครบวาระแล้ว" in page
    assert "นายตัวอย่าง ยังอีกนาน" not in page
    assert len(sent) <= 6
    red = place.officer.get(address(place.zone)).text
    assert "นางตัวอย่าง ครบแล้ว ครบวาระแล้ว พ้นตามวาระวันที่" in red


def test_a_leader_is_told_of_the_terms_of_the_own_zone_alone(world: World, place):
    other = world.community("ไกล")
    far = world.zone(2, other)
    begin = start_of_a_term_that_ends_in(30)
    fill(place.officer, place.zone, "chair", "นายตัวอย่าง ใกล้", valid_from=begin)
    fill(place.officer, far, "chair", "นายตัวอย่าง ไกล", valid_from=begin)
    name_on(
        place.officer,
        community_address(other),
        "chair",
        "นายตัวอย่าง ชุมชนไกล",
        valid_from=begin,
        term_ends_on=show_date(bangkok_today() + timedelta(days=5), style="numeric"),
        reason="มติที่ประชุม",
    )
    page = world.sign_in(Role.ZONE_CHAIR, community_id=place.community).get(TERMS).text
    assert "นายตัวอย่าง ใกล้" in page
    assert "ไกล" not in page
    assert (
        "นายตัวอย่าง ใกล้"
        not in world.sign_in(office=NEIGHBOUR).get(TERMS.replace("bangna", "phrakhanong")).text
    )


def test_a_leader_reaches_the_committees_of_the_networks_that_the_own_zone_reaches(
    world: World, place
):
    neighbour, stranger = world.community("เพื่อนบ้าน"), world.community("ไกล")
    zone = world.zone(2, neighbour, world.community("ตัวอย่าง ข"))
    world.zone(3, stranger)
    near, far = (
        alliance_of(world, name, community)
        for name, community in (("ใกล้", neighbour), ("ไกล", stranger))
    )
    begin = start_of_a_term_that_ends_in(30)
    for number, alliance in enumerate((near, far)):
        committee = f"/d/bangna/alliances/{alliance}/committee"
        name = f"นายตัวอย่าง เครือข่าย{'กข'[number]}"
        assert name_on(place.officer, committee, "chair", name, valid_from=begin).status_code == 303
    own = world.in_district(
        lambda session: session.scalars(
            select(ZoneMembership.community_id).where(
                ZoneMembership.zone_id == zone, ZoneMembership.community_id != neighbour
            )
        ).one()
    )
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=own)
    assert leader.get(f"/d/bangna/alliances/{near}/committee").status_code == 200
    assert leader.get(f"/d/bangna/alliances/{far}/committee").status_code == 404
    day = show_date(bangkok_today(), style="numeric")
    for path in (TERMS, f"/d/bangna/committees/register?as_of={day}"):
        page = leader.get(path).text
        assert "เครือข่ายก" in page
        assert "เครือข่ายข" not in page


def alliance_of(world: World, name: str, community: UUID) -> UUID:
    """A network to which one community belongs."""
    alliance = uuid7()

    def make(session):
        session.add(
            Alliance(
                district_id=BANG_NA,
                id=alliance,
                kind="issue",
                name=name,
                tie="group_group",
                edition=1,
                valid_from=LONG_AGO,
            )
        )
        session.flush()
        session.add(
            AllianceMembership(
                district_id=BANG_NA,
                alliance_id=alliance,
                community_id=community,
                valid_from=LONG_AGO,
            )
        )

    world.in_district(make)
    return alliance


def test_who_left_a_seat_of_many_opens_a_place_that_may_be_filled(world: World, place):
    for name in ("นายตัวอย่าง หนึ่ง", "นายตัวอย่าง สอง"):
        fill(place.officer, place.zone, "residents", name)
    leave(place.officer, seats_of(world)["นายตัวอย่าง สอง"].id, "1/6/2569")

    def look(session):
        group = queries.view_of(session, WHOLE_DISTRICT, Body.zone(place.zone)).group("residents")
        rests = [line.vacated.person_name for line in group.lines if line.vacated]
        return [bool(line.seat) for line in group.lines], rests, group.missing

    assert world.in_district(look) == ([True, False], ["นายตัวอย่าง สอง"], 0)


def test_a_seat_of_a_community_is_taken_over_for_the_rest_of_its_own_term(world: World, place):
    fill(place.officer, place.zone, OF_COMMUNITIES, "นายตัวอย่าง เดิม", community=place.community)
    seat = seats_of(world)["นายตัวอย่าง เดิม"]
    leave(place.officer, seat.id, "1/6/2569")
    found = world.in_district(
        lambda session: (
            queries.view_of(session, WHOLE_DISTRICT, Body.zone(place.zone))
            .vacancy(OF_COMMUNITIES, place.community)
            .id
        )
    )
    assert found == seat.id


def test_terms_of_a_seat_that_was_left_are_told_no_more(world: World, place):
    fill(
        place.officer,
        place.zone,
        "chair",
        "นายตัวอย่าง ใจดี",
        valid_from=start_of_a_term_that_ends_in(30),
    )
    world.in_district(
        lambda session: session.execute(
            update(Seat).values(valid_to=bangkok_today(), vacated_reason="ลาออก")
        )
    )
    assert "ยังไม่มีวาระที่ใกล้ครบ" in place.officer.get(TERMS).text
