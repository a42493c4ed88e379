"""The page of a zone, and the state of its network, which is derived and never typed."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.i18n.dates import bangkok_today
from tenants.activities.models import Activity
from tenants.zones.queries import zone
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, World

HERE = "/d/bangna/zones"


@pytest.fixture
def manual(world: World) -> None:
    edition(world)
    adopted(world)


def activity(world: World, zone_id: UUID, title: str, community: UUID | None = None) -> None:
    world.in_district(
        lambda session: session.add(
            Activity(
                district_id=BANG_NA,
                title=title,
                held_on=bangkok_today() - timedelta(days=1),
                kind="hands_on",
                zone_id=zone_id,
                community_id=community,
                participants=12,
                reported_by="ผู้ทดสอบ",
                reported_by_position="",
            )
        )
    )


@pytest.mark.usefixtures("manual")
def test_the_page_says_what_a_zone_is_and_what_is_missing(world: World):
    page = world.sign_in().get(f"{HERE}/{world.zone(1, world.community('ก'))}").text
    for text in (
        "ร่วมมือกันในการคิด วางแผน และลงมือพัฒนาชุมชนร่วมกัน",
        "อยู่ระหว่างวางแผน",
        "เครือข่ายยังไม่มีประธาน",
        "เลยกำหนด",
        "ผู้แทนภาคเอกชน",
        "ข้อ ๓.๕ ของคู่มือ",
        "ยังไม่มีการรายงานกิจกรรม",
    ):
        assert text in page
    assert "จัดตั้งแล้ว</span>" not in page


@pytest.mark.usefixtures("manual")
def test_communities_stand_with_their_figures_and_former_ones_in_the_history(world: World):
    stays, left = world.community("อยู่ต่อ", residents=1500), world.community("ย้ายออก", residents=99)
    first = world.zone(1, stays, left)
    second = world.zone(2)
    officer = world.sign_in()
    officer.post(
        f"{HERE}/placements",
        data={
            "communities": str(left),
            "zone": str(second),
            "from_day": "1/2/2569",
            "reason": "ใกล้กว่า",
        },
    )
    page = officer.get(f"{HERE}/{first}").text
    table, history = page[: page.index('id="history"')], page[page.index('id="history"') :]
    assert "1,500" in table
    assert "ย้ายออก" not in table
    assert "ย้ายออก" in history
    assert "1 ก.พ. 2569" in history
    assert "ใกล้กว่า" in officer.get(f"{HERE}/{second}").text


@pytest.mark.usefixtures("manual")
def test_the_latest_activities_of_the_zone_are_shown(world: World):
    first = world.zone(1, world.community("ก"))
    activity(world, first, "เก็บขยะริมคลอง")
    page = world.sign_in().get(f"{HERE}/{first}").text
    assert "เก็บขยะริมคลอง" in page
    assert "เครือข่ายของโซน" in page


def test_a_zone_page_works_before_any_manual_and_committee(world: World):
    page = world.sign_in().get(f"{HERE}/{world.zone(1)}")
    assert page.status_code == 200
    assert "ยังไม่มีคู่มือที่กำหนดองค์ประกอบ" in page.text


def test_a_closed_zone_says_when_and_why(world: World):
    zone_id = world.zone(1)

    def close(session):
        entry = zone(session, WHOLE_DISTRICT, zone_id)
        entry.closed_on, entry.closing_reason = date(2026, 1, 5), "รวมกับโซน 2"

    world.in_district(close)
    page = world.sign_in().get(f"{HERE}/{zone_id}").text
    assert "ยุบเลิกเมื่อ 5 ม.ค. 2569 เหตุผล: รวมกับโซน 2" in page


@pytest.mark.usefixtures("manual")
@pytest.mark.parametrize("role", [Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR, Role.COMMUNITY_COMMITTEE])
def test_a_leader_finds_the_own_zone_and_no_other(world: World, role: Role):
    mine, other = world.community("ของฉัน", residents=10), world.community("ของเขา")
    neighbour = world.community("เพื่อนบ้านในโซน")
    own, foreign = world.zone(1, mine, neighbour), world.zone(2, other)
    leader = world.sign_in(role, community_id=mine)
    way = leader.get(f"{HERE}/own")
    assert way.headers["Location"] == f"{HERE}/{own}"
    page = leader.get(f"{HERE}/{own}")
    assert page.status_code == 200
    assert "เพื่อนบ้านในโซน" in page.text
    linked = f"/d/bangna/communities/{neighbour}" in page.text
    assert linked is (role is Role.ZONE_CHAIR)
    assert leader.get(f"{HERE}/{foreign}").status_code == 404
    assert "/placements" not in page.text


def test_a_leader_whose_community_is_in_no_zone_is_told_so(world: World):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community("ก"))
    assert "ยังไม่ได้จัดเข้าโซน" in leader.get(f"{HERE}/own").text


@pytest.mark.usefixtures("manual")
def test_a_community_chair_sees_the_own_communitys_activities_only(world: World):
    mine, neighbour = world.community("ของฉัน"), world.community("เพื่อนบ้าน")
    own = world.zone(1, mine, neighbour)
    activity(world, own, "กิจกรรมของฉัน", mine)
    activity(world, own, "กิจกรรมของเพื่อนบ้าน", neighbour)
    page = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine).get(f"{HERE}/{own}").text
    assert "กิจกรรมของฉัน" in page
    assert "กิจกรรมของเพื่อนบ้าน" not in page


@pytest.mark.usefixtures("manual")
def test_the_pages_are_also_there_in_english(world: World):
    first = world.zone(1, world.community("ก", residents=3))
    officer = world.sign_in(language="en")
    assert "How far the network is" in officer.get(f"{HERE}/{first}").text
    assert "Not in a zone yet" not in officer.get(HERE).text
    assert "Move communities" in officer.get(f"{HERE}/placements/new").text
