"""Who answers for a zone, by which paper; remarks; the pilot network (F37, F48, M106)."""

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from tenants.networks.models import NetworkRemark, PilotChoice, Responsibility
from tests.support.editions import adopted, edition
from tests.support.world import NEIGHBOUR, World

DUTY = {
    "person_name": "นางสาวตัวอย่าง ขยัน",
    "person_position": "นักพัฒนาสังคมชำนาญการ",
    "valid_from": "1/10/2569",
    "source_kind": "order",
    "source_number": "๑๒/๒๕๖๙",
    "source_on": "30/9/2569",
}


def prepared(world: World):
    edition(world)
    adopted(world)
    return world.zone(1, world.community("ริมคลอง"))


def count(world: World, model) -> int:
    return len(world.in_district(lambda session: session.scalars(select(model.id)).all()))


def actions(world: World) -> set[str]:
    return world.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))


def test_a_duty_is_recorded_with_the_paper_that_gives_it_and_ends_on_a_day(world: World):
    zone = prepared(world)
    officer = world.sign_in()
    address = f"/d/bangna/zones/{zone}/responsibilities"
    assert officer.post(address, data=DUTY).status_code == 303
    page = officer.get(f"/d/bangna/zones/{zone}").text
    assert "นางสาวตัวอย่าง ขยัน" in page
    assert "คำสั่ง ๑๒/๒๕๖๙ ลงวันที่" in page
    row = world.in_district(lambda session: session.scalars(select(Responsibility.id)).one())
    end = f"/d/bangna/responsibilities/{row}/end"
    assert officer.post(end, data={"last_day": "1/9/2569"}).status_code == 422
    assert officer.post(end, data={"last_day": "31/10/2569"}).status_code == 303
    assert "31 ต.ค. 2569" in officer.get(f"/d/bangna/zones/{zone}").text
    assert {"responsibility:given", "responsibility:ended"} <= actions(world)


@pytest.mark.parametrize(
    "changes",
    [
        {"source_kind": ""},
        {"source_number": " "},
        {"source_on": "1/1/2600"},
        {"valid_from": "1/1/2500"},
        {"person_name": ""},
    ],
)
def test_a_duty_without_its_paper_is_refused_and_what_was_typed_stays(world: World, changes):
    zone = prepared(world)
    answer = world.sign_in().post(f"/d/bangna/zones/{zone}/responsibilities", data=DUTY | changes)
    assert answer.status_code == 422
    assert "นักพัฒนาสังคมชำนาญการ" in answer.text
    assert count(world, Responsibility) == 0


def test_the_same_person_does_not_answer_twice_and_a_double_submit_is_one(world: World):
    zone = prepared(world)
    officer = world.sign_in()
    address = f"/d/bangna/zones/{zone}/responsibilities"
    sent = DUTY | {"record_id": "01920000-0000-7000-8000-000000000001"}
    assert [officer.post(address, data=sent).status_code for _ in range(2)] == [303, 303]
    assert officer.post(address, data=DUTY).status_code == 422
    assert count(world, Responsibility) == 1


def test_duties_belong_to_their_district(world: World):
    zone = prepared(world)
    world.sign_in().post(f"/d/bangna/zones/{zone}/responsibilities", data=DUTY)
    row = world.in_district(lambda session: session.scalars(select(Responsibility.id)).one())
    neighbour = world.sign_in(office=NEIGHBOUR)
    assert neighbour.get(f"/d/phrakhanong/responsibilities/{row}/end/new").status_code == 404
    assert (
        neighbour.post(f"/d/phrakhanong/zones/{zone}/responsibilities", data=DUTY).status_code
        == 404
    )
    director = world.sign_in(Role.DIRECTOR)
    assert director.get(f"/d/bangna/zones/{zone}/responsibilities/new").status_code == 403


def test_an_adviser_remarks_on_a_network_and_everybody_who_sees_it_reads_it(world: World):
    zone = prepared(world)
    adviser = world.sign_in(Role.ADVISER, name="นายตัวอย่าง ปรึกษา")
    address = f"/d/bangna/zones/{zone}/remarks"
    sent = {"body": "ควรประชุมทุกเดือน", "record_id": "01920000-0000-7000-8000-000000000002"}
    assert [adviser.post(address, data=sent).status_code for _ in range(2)] == [303, 303]
    page = world.sign_in().get(f"/d/bangna/zones/{zone}").text
    assert "ควรประชุมทุกเดือน" in page
    assert "นายตัวอย่าง ปรึกษา" in page
    assert count(world, NetworkRemark) == 1
    assert adviser.post(address, data={"body": "  "}).status_code == 422
    assert "remark:written" in actions(world)


def test_a_zone_chair_remarks_on_the_own_network_alone(world: World):
    prepared(world)
    own = world.community("ของฉัน")
    mine = world.zone(2, own)
    other = world.zone(3, world.community("ของเขา"))
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=own)
    said = {"body": "ขอบคุณ"}
    assert chair.post(f"/d/bangna/zones/{mine}/remarks", data=said).status_code == 303
    assert chair.post(f"/d/bangna/zones/{other}/remarks", data=said).status_code == 404
    assert chair.get(f"/d/bangna/zones/{mine}/remarks/new").status_code == 200


def scores(world: World, officer, zones, **typed) -> dict:
    page = officer.get("/d/bangna/zones/pilot/new").text
    criteria = ["leaders", "participation", "partners", "access", "problem"]
    assert all(f"score-{zones[0]}-{key}" in page for key in criteria)
    return {f"score-{zone}-{key}": "3" for zone in zones for key in criteria} | typed


def test_a_pilot_is_chosen_with_scores_a_reason_and_the_meeting(world: World):
    first = prepared(world)
    second = world.zone(2, world.community("ตลาด"))
    officer = world.sign_in()
    sent = scores(world, officer, [first, second]) | {
        f"score-{second}-leaders": "๕",
        "zone": str(second),
        "reason": "ผู้นำเข้มแข็ง",
        "meeting": "ครั้งที่ 4",
        "decided_on": "20/11/2569",
    }
    assert officer.post("/d/bangna/zones/pilot", data=sent).status_code == 303
    page = officer.get("/d/bangna/zones/pilot").text
    assert page.index("โซน 2") < page.index("โซน 1")
    assert "ผู้นำเข้มแข็ง" in page
    assert count(world, PilotChoice) == 1
    assert "pilot:chosen" in actions(world)


@pytest.mark.parametrize(
    "changes", [{"reason": ""}, {"zone": ""}, {"decided_on": "1/1/2600"}, {"meeting": ""}]
)
def test_a_choice_that_says_not_enough_is_refused(world: World, changes):
    zone = prepared(world)
    officer = world.sign_in()
    sent = scores(world, officer, [zone]) | {
        "zone": str(zone),
        "reason": "เหตุผล",
        "meeting": "ครั้งที่ 4",
        "decided_on": "20/11/2569",
    }
    assert officer.post("/d/bangna/zones/pilot", data=sent | changes).status_code == 422
    missing = sent | {f"score-{zone}-leaders": "9"}
    answer = officer.post("/d/bangna/zones/pilot", data=missing)
    assert answer.status_code == 422
    assert "ตั้งแต่ 1 ถึง 5" in answer.text
    assert count(world, PilotChoice) == 0
