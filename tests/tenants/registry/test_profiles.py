"""How a community lives, and that it takes part in the network by its own will (M113)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from tenants.registry.profile_models import CommunityProfile, Participation
from tests.support.world import NEIGHBOUR, World

TODAY = bangkok_today()


def typed(days: int) -> str:
    return show_date(TODAY + timedelta(days=days), style="numeric")


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A community with a neighbour in another zone, and an officer."""
    own, other = world.community("ตัวอย่าง ก"), world.community("ตัวอย่าง ข")
    world.zone(1, own)
    world.zone(2, other)
    here = f"/d/bangna/communities/{own}"
    return SimpleNamespace(own=own, other=other, here=here, officer=world.sign_in())


def notes(**changes: str) -> dict[str, str]:
    return {
        "way_of_life": "ค้าขายและรับจ้าง",
        "shared_values": "เคารพผู้สูงอายุ",
        "customs": "ทำบุญกลางซอย",
        "attitudes": "พร้อมร่วมงาน",
    } | changes


def rows(world: World, model) -> list[SimpleNamespace]:
    return world.in_district(
        lambda session: [
            SimpleNamespace(**row._mapping) for row in session.execute(select(model.__table__))
        ]
    )


def test_the_profile_is_written_once_for_all_and_two_writers_see_both_texts(world: World, place):
    assert f"{place.here}/profile" in place.officer.get(place.here).text
    assert "ยังไม่มีข้อมูล" in place.officer.get(f"{place.here}/profile").text
    assert place.officer.get(f"{place.here}/profile/edit").status_code == 200
    for _ in range(2):
        assert place.officer.post(f"{place.here}/profile", data=notes()).status_code == 303
    late = place.officer.post(f"{place.here}/profile", data=notes(customs="ลอยกระทง"))
    assert late.status_code == 409
    for words in ("ทำบุญกลางซอย", "ลอยกระทง"):
        assert words in late.text
    changed = notes(customs="ลอยกระทง", version="1")
    assert place.officer.post(f"{place.here}/profile", data=changed).status_code == 303
    assert "ลอยกระทง" in place.officer.get(f"{place.here}/profile").text
    assert "ลอยกระทง" in place.officer.get(f"{place.here}/profile/edit").text
    long = place.officer.post(f"{place.here}/profile", data=notes(version="2", customs="ก" * 4001))
    assert long.status_code == 422
    (stored,) = rows(world, CommunityProfile)
    assert (stored.customs, stored.version) == ("ลอยกระทง", 2)


def test_a_community_joins_by_its_own_will_and_may_withdraw_with_a_reason(world: World, place):
    joining = {"joined_on": typed(-30), "basis": "ประชุมประชาคม", "record_id": str(uuid7())}
    assert place.officer.get(f"{place.here}/participation/new").status_code == 200
    for wrong, sentence in (
        ({"basis": " "}, "โปรดระบุว่าชุมชนแสดงความสมัครใจไว้ที่ใด"),
        ({"joined_on": typed(1)}, "วันที่ต้องไม่หลัง"),
    ):
        answer = place.officer.post(f"{place.here}/participation", data=joining | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
    for _ in range(2):
        answer = place.officer.post(f"{place.here}/participation", data=joining)
        assert answer.status_code == 303
    again = joining | {"record_id": str(uuid7())}
    assert place.officer.post(f"{place.here}/participation", data=again).status_code == 422
    (stored,) = rows(world, Participation)
    here = f"/d/bangna/participations/{stored.id}/withdrawal"
    assert place.officer.get(f"{here}/new").status_code == 200
    leaving = {"withdrew_on": typed(-5), "reason": "ขอจัดกิจกรรมภายในก่อน"}
    for wrong in ({"reason": ""}, {"withdrew_on": typed(-31)}, {"withdrew_on": typed(2)}):
        assert place.officer.post(here, data=leaving | wrong).status_code == 422, wrong
    for _ in range(2):
        assert place.officer.post(here, data=leaving).status_code == 303
    page = place.officer.get(f"{place.here}/profile").text
    for words in ("ถอนตัวแล้ว", "ขอจัดกิจกรรมภายในก่อน", "ประชุมประชาคม"):
        assert words in page
    early = place.officer.post(f"{place.here}/participation", data=again)
    assert early.status_code == 422
    assert "ชุมชนถอนตัวเมื่อ" in early.text
    back = again | {"joined_on": typed(0)}
    assert place.officer.post(f"{place.here}/participation", data=back).status_code == 303
    assert len(rows(world, Participation)) == 2


def test_a_leader_reads_the_own_community_alone_and_a_neighbour_finds_nothing(world: World, place):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=place.own)
    assert leader.get(f"{place.here}/profile").status_code == 200
    assert leader.get(f"/d/bangna/communities/{place.other}/profile").status_code == 404
    assert leader.get(f"{place.here}/profile/edit").status_code == 403
    joining = {"joined_on": typed(-3), "basis": "ประชุม"}
    assert leader.post(f"{place.here}/participation", data=joining).status_code == 403
    place.officer.post(f"{place.here}/participation", data=joining)
    (stored,) = rows(world, Participation)
    stranger = world.sign_in(office=NEIGHBOUR)
    theirs = "/d/phrakhanong"
    for address in (
        f"communities/{place.own}/profile",
        f"communities/{place.own}/profile/edit",
        f"participations/{stored.id}/withdrawal/new",
    ):
        assert stranger.get(f"{theirs}/{address}").status_code == 404, address


def test_a_closed_community_is_written_about_no_more(world: World, place):
    closing = {"closed_on": typed(0), "reason": "รวมกับชุมชนข้างเคียง"}
    assert place.officer.post(f"{place.here}/closure", data=closing).status_code == 303
    assert place.officer.get(f"{place.here}/profile").status_code == 200
    assert place.officer.post(f"{place.here}/profile", data=notes()).status_code == 422
