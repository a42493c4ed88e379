"""Setting up the zones of an office: as many and so named as the manual allows."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.i18n.dates import bangkok_today
from tenants.zones.measures import TALLIES
from tenants.zones.models import Zone, ZoneMembership
from tests.support.editions import adopted, edition
from tests.support.reported import counted
from tests.support.world import LONG_AGO, NEIGHBOUR, World

HERE = "/d/bangna/zones"
FEW = {
    "name_pattern": "กลุ่มที่ {number}",
    "minimum": 2,
    "maximum": 3,
    "suggested": 2,
    "criteria": "ใกล้กัน",
}


@pytest.fixture
def manual(world: World) -> None:
    edition(world)
    adopted(world)


def names(*typed: str, **more: str) -> dict[str, str]:
    sent = {f"names-{place}": name for place, name in enumerate(typed)}
    return {"valid_from": "1/1/2569", **sent, **more}


def stored(world: World) -> list[tuple[int, str]]:
    return world.in_district(
        lambda session: [
            (zone.number, zone.name)
            for zone in session.scalars(
                select(Zone).where(Zone.closed_on.is_(None)).order_by(Zone.number)
            )
        ]
    )


def make(world: World, *typed: str) -> list[UUID]:
    assert world.sign_in().post(HERE, data=names(*typed)).status_code == 303
    return world.in_district(
        lambda session: list(session.scalars(select(Zone.id).order_by(Zone.number)))
    )


def place(world: World, zone_id: UUID, community_id: UUID) -> None:
    world.in_district(
        lambda session: session.add(
            ZoneMembership(
                district_id=1047, zone_id=zone_id, community_id=community_id, valid_from=LONG_AGO
            )
        )
    )


def test_without_a_manual_the_page_says_so_and_leads_to_it(world: World):
    officer = world.sign_in()
    page = officer.get(f"{HERE}/setup").text
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in page
    assert 'href="/d/bangna/manual"' in page
    answer = officer.post(HERE, data=names("โซน 1"))
    assert answer.status_code == 422
    assert "โปรดประกาศใช้คู่มือก่อน" in answer.text
    assert stored(world) == []


@pytest.mark.usefixtures("manual")
def test_the_manual_suggests_five_zones_and_their_names(world: World):
    page = world.sign_in().get(f"{HERE}/setup").text
    assert "1 ถึง 20 โซน" in page
    assert "พื้นที่หรือที่ตั้งใกล้เคียงกัน" in page
    for number in range(1, 6):
        assert f'value="โซน {number}"' in page
    assert 'value="โซน 6"' not in page


def test_the_settings_of_the_edition_in_force_shape_the_page(world: World):
    edition(world, zones=FEW)
    adopted(world)
    officer = world.sign_in()
    page = officer.get(f"{HERE}/setup?count=9").text
    assert 'value="กลุ่มที่ 3"' in page
    assert 'value="กลุ่มที่ 4"' not in page
    assert "2 ถึง 3 โซน" in page
    too_many = officer.post(HERE, data=names("ก", "ข", "ค", "ง"))
    too_few = officer.post(HERE, data=names("ก"))
    assert (too_many.status_code, too_few.status_code) == (422, 422)
    assert "ไม่เกิน 3 โซน" in too_many.text
    assert "อย่างน้อย 2 โซน" in too_few.text


@pytest.mark.usefixtures("manual")
def test_zones_get_numbers_normalised_names_and_remember_the_edition(world: World):
    make(world, "โซน  เหนือ", "โซน นํ้าใส")
    assert stored(world) == [(1, "โซน เหนือ"), (2, "โซน น้ำใส")]
    assert world.in_district(lambda s: set(s.scalars(select(Zone.edition)))) == {1}


@pytest.mark.usefixtures("manual")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("โซน 1", ""), "โปรดระบุชื่อโซน"),
        (("โซน 1", "โซน  1"), "มีโซนชื่อนี้อยู่แล้ว"),
        (("ก" * 81, "โซน 2"), "80"),
    ],
)
def test_a_wrong_name_is_refused_beside_its_field_and_all_names_stay(
    world: World, typed: tuple[str, str], sentence: str
):
    answer = world.sign_in().post(HERE, data=names(*typed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed[0]}"' in answer.text
    assert stored(world) == []


@pytest.mark.usefixtures("manual")
def test_a_future_day_is_refused(world: World):
    answer = world.sign_in().post(HERE, data=names("โซน 1", valid_from="1/1/2575"))
    assert answer.status_code == 422
    assert "วันที่ต้องไม่อยู่ในอนาคต" in answer.text


@pytest.mark.usefixtures("manual")
def test_sent_twice_the_zones_are_created_once(world: World):
    officer = world.sign_in()
    sent = names("โซน 1", "โซน 2", record_id="01920000-0000-7000-8000-000000000011")
    assert [officer.post(HERE, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(stored(world)) == 2


@pytest.mark.usefixtures("manual")
def test_one_more_zone_gets_the_next_number_even_after_a_closure(world: World):
    first, second = make(world, "โซน 1", "โซน 2")
    officer = world.sign_in()
    officer.post(f"{HERE}/{second}/closure", data={"closed_on": "2/1/2569", "reason": "รวมโซน"})
    assert 'value="โซน 3"' in officer.get(f"{HERE}/setup").text
    assert officer.post(HERE, data=names("โซน 2")).status_code == 303
    assert stored(world) == [(1, "โซน 1"), (3, "โซน 2")]
    assert first != second


@pytest.mark.usefixtures("manual")
def test_renaming_refuses_the_name_of_another_zone_and_shows_a_conflict(world: World):
    first, _second = make(world, "โซน 1", "โซน 2")
    address = f"{HERE}/{first}"
    officer, other = world.sign_in(), world.sign_in(name="นายตัวอย่าง คนที่สอง")
    taken = officer.post(address, data={"version": "1", "name": "โซน 2"})
    assert taken.status_code == 422
    assert "มีโซนชื่อนี้อยู่แล้ว" in taken.text
    assert other.post(address, data={"version": "1", "name": "โซนริมน้ำ"}).status_code == 303
    conflict = officer.post(address, data={"version": "1", "name": "โซนริมคลอง"})
    assert conflict.status_code == 409
    for text in ("โซนริมน้ำ", "โซนริมคลอง", "นายตัวอย่าง คนที่สอง"):
        assert text in conflict.text
    assert stored(world)[0] == (1, "โซนริมน้ำ")


@pytest.mark.usefixtures("manual")
def test_only_an_empty_zone_is_closed_with_a_reason_and_it_stays_in_the_list(world: World):
    zone_id, _other = make(world, "โซน 1", "โซน 2")
    community = world.community("อยู่ในโซน")
    place(world, zone_id, community)
    officer = world.sign_in()
    address = f"{HERE}/{zone_id}/closure"
    sent = {"closed_on": "2/1/2569", "reason": "รวมกับโซน 2"}
    full = officer.post(address, data=sent)
    assert full.status_code == 422
    assert "ยังมีชุมชนอยู่ในโซนนี้ 1 ชุมชน" in full.text
    assert "รวมกับโซน 2" in full.text
    world.in_district(lambda s: s.delete(s.scalars(select(ZoneMembership)).one()))
    nothing_said = officer.post(address, data=sent | {"reason": " "})
    assert "โปรดระบุเหตุผลที่ยุบเลิกโซน" in nothing_said.text
    assert officer.post(address, data=sent | {"closed_on": "1/1/2575"}).status_code == 422
    assert officer.post(address, data=sent | {"closed_on": "1/1/2568"}).status_code == 422
    for _ in range(2):
        assert officer.post(address, data=sent).status_code == 303
    page = officer.get(f"{HERE}/setup").text
    assert "รวมกับโซน 2" in page
    assert stored(world) == [(2, "โซน 2")]
    renaming = officer.post(f"{HERE}/{zone_id}", data={"version": "2", "name": "ใหม่"})
    assert renaming.status_code == 422
    assert "โซนนี้ยุบเลิกแล้ว" in renaming.text


@pytest.mark.usefixtures("manual")
def test_each_change_is_in_the_history_with_its_action(world: World):
    first, _second = make(world, "โซน 1", "โซน 2")
    officer = world.sign_in()
    officer.post(f"{HERE}/{first}", data={"version": "1", "name": "โซนใหม่"})
    officer.post(f"{HERE}/{first}/closure", data={"closed_on": "2/1/2569", "reason": "รวมโซน"})
    rows = world.in_district(
        lambda session: [
            tuple(row)
            for row in session.execute(
                select(AuditEntry.action, AuditEntry.reason, func.count())
                .where(AuditEntry.table_name == "zones")
                .group_by(AuditEntry.action, AuditEntry.reason)
                .order_by(AuditEntry.action)
            )
        ]
    )
    assert rows == [("zone:closed", "รวมโซน", 1), ("zone:created", "", 2), ("zone:renamed", "", 1)]


@pytest.mark.usefixtures("manual")
def test_zones_of_another_office_do_not_exist(world: World):
    zone_id = make(world, "โซนลับ")[0]
    adopted(world, office=NEIGHBOUR)
    stranger = world.sign_in(office=NEIGHBOUR)
    assert stranger.get(f"{HERE}/setup").status_code == 404
    there = "/d/phrakhanong/zones"
    assert "โซนลับ" not in stranger.get(f"{there}/setup").text
    for address in (f"{zone_id}/edit", f"{zone_id}/closure/new"):
        assert stranger.get(f"{there}/{address}").status_code == 404
    assert (
        stranger.post(f"{there}/{zone_id}", data={"version": "1", "name": "x"}).status_code == 404
    )
    closing = {"closed_on": "2/1/2569", "reason": "x"}
    assert stranger.post(f"{there}/{zone_id}/closure", data=closing).status_code == 404


@pytest.mark.usefixtures("manual")
@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR])
def test_only_the_section_sets_zones_up(world: World, role: Role):
    person = world.sign_in(role)
    assert person.get(f"{HERE}/setup").status_code == 403
    assert person.post(HERE, data=names("โซน 1")).status_code == 403


@pytest.mark.usefixtures("manual")
def test_the_measure_counts_zones_that_are_open_on_the_day(world: World):
    first, _second = make(world, "โซน 1", "โซน 2")
    officer = world.sign_in()
    officer.post(f"{HERE}/{first}/closure", data={"closed_on": "5/1/2569", "reason": "รวมโซน"})
    today = bangkok_today()

    for day, number in ((today, 1), (today.replace(year=2026, month=1, day=4), 2)):
        found = world.in_district(lambda s, day=day: counted(s, TALLIES[0], day))
        assert found == {"zones.count": number}
    assert world.in_district(lambda s: counted(s, TALLIES[0], today, examples=True)) == {}
