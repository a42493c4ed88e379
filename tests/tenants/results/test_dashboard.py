"""The office's own indicators: for the office with its zones, and for a chair with the own zone alone."""

from core.access.roles import Role
from core.i18n.dates import bangkok_today, first_of_month
from tests.support.records import Records
from tests.support.world import BANG_NA, World

RESULTS = "/d/bangna/results"
THIS_MONTH = first_of_month(bangkok_today())


def _filled(world: World):
    """Two zones with a community each; one of them held an activity this month."""
    communities = [world.community(f"ชุมชน {name}", residents=100) for name in ("ก", "ข")]
    zones = [world.zone(number, each) for number, each in enumerate(communities, start=1)]
    make = Records(BANG_NA)
    world.in_district(
        lambda session: session.add(
            make.activity(THIS_MONTH, zone_id=zones[0], community_id=communities[0])
        )
    )
    world.work_off()
    return zones, communities


def test_the_director_sees_every_indicator_with_both_parts_its_target_and_its_zones(world: World):
    (first, second), _ = _filled(world)
    page = world.sign_in(Role.DIRECTOR).get(RESULTS).text
    assert "50.00 %" in page
    assert "1/2" in page
    assert "เป้า 70 %" in page
    assert f"{RESULTS}/bma-active/evidence?period={THIS_MONTH:%Y-%m}" in page
    assert page.count(f"zone={first}") >= 2
    assert page.count(f"zone={second}") >= 2
    assert "ยังไม่มีแหล่งข้อมูล" in page
    year = world.sign_in(Role.DIRECTOR).get(f"{RESULTS}?period=2570&indicator=c1&basis=reported")
    assert "ปีงบประมาณ 2570" in year.text


def test_a_zone_chair_sees_the_own_zone_and_no_other(world: World):
    (first, second), communities = _filled(world)
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=communities[0])
    page = chair.get(RESULTS)
    assert page.status_code == 200
    assert "100.00 %" in page.text
    assert str(second) not in page.text
    assert chair.get(f"{RESULTS}?zone={second}").status_code == 404
    assert chair.get(f"{RESULTS}?zone={first}").status_code == 200


def test_an_office_that_has_not_begun_reads_why_and_no_zero(world: World):
    page = world.sign_in().get(RESULTS).text
    assert "ยังไม่มีตัวเลขของช่วงเวลานี้" in page
    assert "0.00 %" not in page
    assert "ยังไม่ได้นับ" in page


def test_leaders_of_communities_and_neighbours_have_no_such_page(world: World):
    community = world.community("ก")
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=community)
    assert leader.get(RESULTS).status_code == 403
    assert world.sign_in(Role.DIRECTOR).get("/d/phrakhanong/results").status_code == 404
