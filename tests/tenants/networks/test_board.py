"""The board of zones, and moving communities on it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.i18n.dates import bangkok_today, show_date
from core.tenancy.models import Boundary
from tenants.registry.models import Community
from tenants.zones.models import ZoneMembership
from tests.support.world import BANG_NA, NEIGHBOUR, World

HERE = "/d/bangna/zones"
MOVES = f"{HERE}/placements"


def where(world: World, community: UUID) -> UUID | None:
    return world.in_district(
        lambda session: session.scalars(
            select(ZoneMembership.zone_id).where(
                ZoneMembership.community_id == community, ZoneMembership.valid_to.is_(None)
            )
        ).one_or_none()
    )


def sent(target: object, *communities: UUID, day: str = "", **more: str) -> dict[str, object]:
    return {
        "communities": [str(each) for each in communities],
        "zone": str(target),
        "from_day": day or show_date(bangkok_today(), style="numeric"),
    } | more


def test_an_empty_office_is_led_to_the_register_and_then_to_the_zones(world: World):
    officer = world.sign_in()
    assert "/d/bangna/communities" in officer.get(HERE).text
    world.community("ก")
    assert "/d/bangna/zones/setup" in officer.get(HERE).text


def test_communities_stand_in_their_zones_with_their_people(world: World):
    first = world.zone(1)
    placed = world.community("ริมคลอง", residents=1200)
    world.community("ยังไม่จัด", residents=300)
    officer = world.sign_in()
    assert officer.post(MOVES, data=sent(first, placed)).status_code == 303
    page = officer.get(HERE).text
    column = page[page.index(f'data-board-column="{first}"') :]
    column = column[: column.index("</section>")]
    assert "ริมคลอง" in column
    assert "1,200 คน" in column
    assert "ยังไม่จัด" not in column
    assert "ยังไม่จัดโซน 1 ชุมชน" in page


def test_every_card_has_a_form_that_works_without_script(world: World):
    target = world.zone(1)
    community = world.community("ก")
    page = world.sign_in().get(HERE).text
    card = page[page.index("data-board-item") :]
    for part in (
        f'action="{MOVES}"',
        f'name="communities" value="{community}"',
        'name="zone"',
        f'<option value="{target}"',
        '<option value="none" selected',
        f'name="from_day" value="{show_date(bangkok_today(), style="numeric")}"',
    ):
        assert part in card


def test_many_communities_move_at_once(world: World):
    first, second = world.zone(1), world.zone(2)
    communities = [world.community(f"ก {number}") for number in range(5)]
    officer = world.sign_in()
    officer.post(MOVES, data=sent(first, *communities))
    answer = officer.post(MOVES, data=sent(second, *communities[:3], reason="มติที่ประชุมประธานชุมชน"))
    assert answer.status_code == 303
    assert "3 ชุมชน" in officer.get(HERE).text
    assert [where(world, each) for each in communities] == [second] * 3 + [first] * 2


def test_if_one_cannot_move_none_moves_and_the_sentence_names_it(world: World):
    first, second = world.zone(1), world.zone(2)
    free, late = world.community("อิสระ"), world.community("มาทีหลัง")
    officer = world.sign_in()
    officer.post(MOVES, data=sent(first, late))
    yesterday = show_date(bangkok_today() - timedelta(days=1), style="numeric")
    answer = officer.post(MOVES, data=sent(second, free, late, day=yesterday, reason="จัดใหม่"))
    assert answer.status_code == 422
    assert "มาทีหลัง: อยู่ในโซนปัจจุบันตั้งแต่วันที่" in answer.text
    assert "จัดใหม่" in answer.text
    assert yesterday in answer.text
    assert where(world, free) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "โปรดระบุเหตุผลที่ชุมชนออกจากโซนเดิม"),
        ({"zone": ""}, "โปรดเลือกโซน"),
        ({"communities": []}, "โปรดเลือกอย่างน้อย 1 ชุมชน"),
        ({"from_day": ""}, "โปรดระบุวันที่ย้าย"),
        ({"from_day": "31/2/2569"}, "31/2/2569"),
        ({"from_day": "1/1/2575"}, "วันที่ย้ายต้องไม่อยู่ในอนาคต"),
    ],
)
def test_each_refusal_says_in_thai_what_is_wrong_and_keeps_what_was_typed(
    world: World, changes: dict[str, object], sentence: str
):
    first, second = world.zone(1), world.zone(2)
    community = world.community("ก")
    officer = world.sign_in()
    officer.post(MOVES, data=sent(first, community, day="1/1/2569"))
    answer = officer.post(MOVES, data=sent(second, community, reason="เหตุผลเดิม") | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "reason" not in changes:
        assert "เหตุผลเดิม" in answer.text
    if "communities" not in changes:
        assert f'value="{community}" checked' in answer.text
    assert where(world, community) == first


def test_a_closed_community_is_not_placed(world: World):
    target, community = world.zone(1), world.community("ปิดแล้ว")

    def close(session):
        entry = session.scalars(select(Community)).one()
        entry.status, entry.closed_on = "closed", bangkok_today()

    world.in_district(close)
    answer = world.sign_in().post(MOVES, data=sent(target, community))
    assert answer.status_code == 422
    assert "ยุบเลิกแล้ว จึงจัดเข้าโซนไม่ได้" in answer.text
    assert "ปิดแล้ว" not in world.sign_in().get(HERE).text


def test_a_double_submit_is_one_move(world: World):
    target, community = world.zone(1), world.community("ก")
    officer = world.sign_in()
    for _ in range(2):
        assert officer.post(MOVES, data=sent(target, community)).status_code == 303
    kept = world.in_district(lambda s: s.scalars(select(ZoneMembership)).all())
    assert len(kept) == 1


def test_a_move_and_its_reason_are_in_the_history_of_changes(world: World):
    first, second, community = world.zone(1), world.zone(2), world.community("ก")
    officer = world.sign_in()
    officer.post(MOVES, data=sent(first, community, day="1/1/2569"))
    officer.post(MOVES, data=sent(second, community, reason="อยู่ใกล้กว่า"))
    officer.post(MOVES, data=sent("none", community, reason="ขอถอนตัว"))
    rows = world.in_district(
        lambda session: {
            tuple(row)
            for row in session.execute(
                select(AuditEntry.action, AuditEntry.reason).where(
                    AuditEntry.table_name == "zone_memberships"
                )
            )
        }
    )
    assert rows == {
        ("zone:placed", ""),
        ("zone:placed", "อยู่ใกล้กว่า"),
        ("zone:left", "ขอถอนตัว"),
    }


def test_communities_and_zones_of_another_office_do_not_exist(world: World):
    own_zone, own = world.zone(1, office=NEIGHBOUR), world.community("ของเขาเอง", NEIGHBOUR)
    target, community = world.zone(1), world.community("ลับของบางนา")
    stranger = world.sign_in(office=NEIGHBOUR)
    there = "/d/phrakhanong/zones"
    assert stranger.get(HERE).status_code == 404
    assert "ลับของบางนา" not in stranger.get(there).text
    for data in (sent(own_zone, community), sent(target, own), sent(own_zone, own, community)):
        assert stranger.post(f"{there}/placements", data=data).status_code == 404
    asked = f"{there}/placements/new?community={community}"
    assert stranger.get(asked).status_code == 404
    assert stranger.get(f"{there}/{target}").status_code == 404
    assert where(world, community) is None


@pytest.mark.parametrize("role", [Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR, Role.PARTNER])
def test_the_board_is_for_staff(world: World, role: Role):
    target, community = world.zone(1), world.community("ก")
    person = world.sign_in(role, community_id=community)
    assert person.get(HERE).status_code == 403
    assert person.post(MOVES, data=sent(target, community)).status_code == 403


def test_a_director_sees_the_board_and_moves_nothing(world: World):
    target, community = world.zone(1), world.community("ก")
    director = world.sign_in(Role.DIRECTOR)
    page = director.get(HERE)
    assert page.status_code == 200
    assert "data-board-form" not in page.text
    assert director.post(MOVES, data=sent(target, community)).status_code == 403


def test_the_map_shows_each_point_in_the_shape_of_its_zone_and_counts_those_without(world: World):
    first = world.zone(1)
    placed = world.community("มีพิกัด", lat=13.67, lon=100.6)
    world.community("ยังไม่จัด มีพิกัด", lat=13.66, lon=100.61)
    world.community("ไม่มีพิกัด")
    officer = world.sign_in()
    officer.post(MOVES, data=sent(first, placed))
    page = officer.get(HERE).text
    chart = page[page.index('<figure class="chart is-map"') :]
    assert "มีพิกัด" in chart
    assert "ยังไม่ได้นำเข้าขอบเขตเขต" in chart
    assert "ไม่แสดงบนแผนที่: 1 ชุมชน" in chart
    assert ">โซน 1<" in chart[chart.index("<tbody>") :]


def test_an_imported_outline_is_drawn_with_its_credit(world: World):
    world.zone(1)
    world.community("มีพิกัด", lat=13.67, lon=100.6)
    world.in_city(
        lambda session: session.add(
            Boundary(
                office_code=BANG_NA,
                rings=[[[100.57, 13.64], [100.65, 13.64], [100.65, 13.69], [100.57, 13.64]]],
                credit="กรุงเทพมหานคร (Bangkok Open Data)",
                imported_at=datetime.now(UTC),
            )
        )
    )
    page = world.sign_in().get(HERE).text
    assert "กรุงเทพมหานคร (Bangkok Open Data)" in page
    assert "chart-ground" in page


def test_with_more_zones_than_shapes_there_are_several_maps_and_every_table_names_its_zone(
    world: World,
):
    officer = world.sign_in()
    for number in range(1, 10):
        community = world.community(f"ชุมชน {number}", lat=13.6 + number / 100, lon=100.6)
        officer.post(MOVES, data=sent(world.zone(number), community))
    page = officer.get(HERE).text
    assert page.count('<figure class="chart is-map"') == 2
    tables = page[page.index('<figure class="chart is-map"') :]
    for number in range(1, 10):
        assert f"<td>โซน {number}</td>" in tables


def test_the_board_asks_the_database_little_however_many_communities_there_are(world: World):
    target = world.zone(1)
    communities = [world.community(f"ก {number}", residents=5) for number in range(12)]
    officer = world.sign_in()
    officer.post(MOVES, data=sent(target, *communities[:6]))
    with world.statements() as asked:
        officer.get(HERE)
    assert len(asked) <= 6
