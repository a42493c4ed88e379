"""What a report says beyond its six fields: stage, place, cost, partners, networks, the problem."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today
from tenants.activities.models import ActivityZone
from tenants.partners.models import Organisation
from tenants.problems.models import Problem
from tests.support.world import BANG_NA, NEIGHBOUR, World

ACTIVITIES = "/d/bangna/activities"
Fill = Callable[..., dict[str, Any]]
NOBODYS = str(UUID(int=7))


def send(browser: Any, data: dict[str, Any]) -> str:
    answer = browser.post(ACTIVITIES, data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def problem(
    world: World, zone_id: UUID, title: str = "น้ำท่วมขังในซอย", office: int = BANG_NA
) -> UUID:
    problem_id = uuid7()
    world.in_district(
        lambda session: session.add(
            Problem(
                district_id=office,
                id=problem_id,
                zone_id=zone_id,
                kind="flood",
                title=title,
                found_on=bangkok_today(),
                edition=1,
                reported_by="ทดสอบ",
                reported_by_position="",
            )
        ),
        office,
    )
    return problem_id


def test_everything_that_a_report_can_say_stands_on_its_page_and_in_its_correction(
    world: World, report: Fill
):
    community, other = world.community("ริมคลอง"), world.community()
    zone, second = world.zone(1, community), world.zone(2, other)
    served = problem(world, zone)
    officer = world.sign_in()
    said = report(
        holder=f"community:{community}",
        stage="find_causes",
        principles=["teamwork", "good_relations"],
        female="7",
        male="5",
        sector_people="9",
        sector_state="2",
        place="ศาลาริมคลอง",
        lat="13.66810",
        lon="100.60440",
        cost="๑,๕๐๐.๕๐",
        problem_id=str(served),
        further_zones=[str(second)],
        partner_district_id=str(NEIGHBOUR),
        gift_0_name="ร้านน้ำดื่มตัวอย่าง",
        gift_0_kind="things",
        gift_0_description="น้ำดื่ม 10 แพ็ก",
        gift_0_value="450",
        gift_0_sector="business",
        gift_1_name="วัดตัวอย่าง",
        gift_1_kind="people",
        gift_1_people="4",
        gift_1_sector="people",
    )
    address = send(officer, said)
    page = officer.get(address).text
    for words in (
        "ค้นหาปัญหา",
        "ทำงานเป็นทีม",
        "สร้างความสัมพันธ์ที่ดี",
        "ภาคประชาชน",
        "9 คน",
        "ศาลาริมคลอง",
        "1,500.50 บาท",
        "น้ำท่วมขังในซอย",
        "โซน 2",
        "สำนักงานเขตพระโขนง",
        "น้ำดื่ม 10 แพ็ก",
        "450 บาท",
        "วัดตัวอย่าง",
        "is-map",
    ):
        assert words in page, words
    form = officer.get(f"{address}/edit").text
    for value in ('value="ร้านน้ำดื่มตัวอย่าง"', 'value="13.6681"', 'value="1,500.50"'):
        assert value in form
    assert f'value="{second}" checked' in form
    again = said | {"version": "1", "further_zones": [], "gift_0_name": "", "gift_0_value": ""}
    again |= {"gift_0_description": "", "partner_district_id": "", "principles": []}
    assert officer.post(address, data=again).status_code == 303
    page = officer.get(address).text
    for words in ("ร้านน้ำดื่มตัวอย่าง", "โซน 2", "สำนักงานเขตพระโขนง", "ทำงานเป็นทีม"):
        assert words not in page, words
    assert "วัดตัวอย่าง" in page


def test_a_partner_that_the_office_knows_in_another_spelling_is_not_entered_twice(
    world: World, report: Fill
):
    officer = world.sign_in()
    holder = f"community:{world.community()}"
    gift = {"gift_0_kind": "things", "gift_0_description": "ข้าวสาร"}
    send(officer, report(holder=holder, gift_0_name="ร้านตัวอย่าง", gift_0_sector="business", **gift))
    send(officer, report(holder=holder, gift_0_name="ร้าน  ตัวอย่าง", **gift))
    names = world.in_district(lambda session: session.scalars(select(Organisation.name)).all())
    assert names == ["ร้านตัวอย่าง"]
    assert 'value="ร้านตัวอย่าง"' in officer.get(f"{ACTIVITIES}/new").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sector_people": "8", "sector_ngo": "5"}, "แยกตามภาคส่วนรวมกันได้ 13 คน"),
        ({"lat": "13.7"}, "ต้องระบุพิกัดทั้งละติจูดและลองจิจูด"),
        ({"lat": "45", "lon": "100.5"}, "14.5"),
        ({"cost": "-1"}, "0"),
        ({"gift_0_name": "ก", "gift_0_kind": "money"}, "โปรดระบุจำนวนเงินเป็นบาท"),
        ({"gift_0_name": "ก", "gift_0_kind": "people"}, "โปรดระบุจำนวนผู้มาช่วย"),
        ({"gift_0_name": "ก", "gift_0_kind": "things"}, "โปรดระบุสิ่งที่สนับสนุน"),
        ({"gift_0_description": "น้ำ"}, "โปรดระบุชื่อองค์กร"),
        ({"gift_0_name": "รายใหม่", "gift_0_description": "น้ำ"}, "โปรดเลือกภาคส่วน"),
        ({"partner_district_id": str(BANG_NA)}, "โปรดเลือกสำนักงานเขตอื่น"),
        ({"partner_district_id": "9999"}, "โปรดเลือกสำนักงานเขตอื่น"),
        ({"partner_district_id": "ก"}, "โปรดเลือกจากรายการ"),
        ({"problem_id": "ก"}, "โปรดเลือกจากรายการ"),
    ],
)
def test_wrong_details_are_refused_beside_their_field_and_what_was_typed_stays(
    world: World, report: Fill, wrong: dict[str, str], sentence: str
):
    officer = world.sign_in()
    holder = f"community:{world.community()}"
    answer = officer.post(ACTIVITIES, data=report(holder=holder, note="ข้อความที่คงไว้", **wrong))
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert sentence in answer.text
    assert "ข้อความที่คงไว้" in answer.text
    assert world.in_district(lambda s: s.scalars(select(Organisation)).all()) == []


def test_ids_of_nobody_of_another_office_and_beyond_the_reach_answer_404(
    world: World, report: Fill
):
    mine, far = world.community(), world.community()
    zone, other = world.zone(1, mine), world.zone(2, far)
    foreign = world.zone(1, world.community(office=NEIGHBOUR), office=NEIGHBOUR)
    beyond = problem(world, other)
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    for wrong in (
        {"problem_id": str(beyond)},
        {"problem_id": str(problem(world, foreign, office=NEIGHBOUR))},
        {"problem_id": NOBODYS},
    ):
        assert leader.post(ACTIVITIES, data=report(**wrong)).status_code == 404, wrong
    officer = world.sign_in()
    for wrong in ([str(foreign)], [NOBODYS, str(zone)], ["nonsense"]):
        said = report(holder=f"community:{mine}") | {"further_zones": wrong}
        assert officer.post(ACTIVITIES, data=said).status_code == 404, wrong
    assert "ยังไม่มีรายงานกิจกรรม" in leader.get(ACTIVITIES).text


def test_a_leader_names_no_other_office_and_keeps_the_one_that_the_staff_named(
    world: World, report: Fill
):
    mine = world.community()
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    address = send(leader, report(partner_district_id=str(NEIGHBOUR)))
    assert "พระโขนง" not in leader.get(address).text
    assert "partner_district_id" not in leader.get(f"{ACTIVITIES}/new").text
    named = report(holder=f"community:{mine}", partner_district_id=str(NEIGHBOUR), version="1")
    assert world.sign_in().post(address, data=named).status_code == 303
    assert leader.post(address, data=report(version="2")).status_code == 303
    assert "สำนักงานเขตพระโขนง" in leader.get(address).text


def test_two_versions_show_networks_partners_and_boxes_in_words_and_lose_nothing(
    world: World, report: Fill
):
    mine, other = world.community(), world.community()
    world.zone(1, mine)
    second = world.zone(2, other)
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    address = send(author, report())
    theirs = report(holder=f"community:{mine}", version="1", further_zones=[str(second)])
    theirs |= {"gift_0_name": "ของเขา", "gift_0_description": "ข้าว", "gift_0_sector": "people"}
    assert world.sign_in().post(address, data=theirs).status_code == 303
    mine_now = report(version="1", principles=["teamwork"], faces_consented="y", place="ศาลา")
    mine_now |= {"gift_1_name": "ของฉัน", "gift_1_description": "น้ำ", "gift_1_sector": "ngo"}
    answer = author.post(address, data=mine_now)
    assert answer.status_code == 409
    for words in (">2<", "ของเขา", "ของฉัน", "ทำงานเป็นทีม", "องค์กรพัฒนาเอกชน", "ศาลา"):
        assert words in answer.text, words
    assert "choice-sector_people" not in answer.text
    hidden = dict(_hidden(answer.text))
    chosen = dict.fromkeys(_choices(answer.text), "yours")
    chosen |= {f"choice-{name}": "theirs" for name in ("further_numbers",)}
    chosen |= {name: "theirs" for name in chosen if name.startswith("choice-gift_0")}
    assert author.post(address, data=hidden | chosen).status_code == 303
    page = author.get(address).text
    for words in ("โซน 2", "ของเขา", "ของฉัน", "ทำงานเป็นทีม", "ศาลา"):
        assert words in page, words


def test_a_leader_types_the_numbers_of_other_zones_and_reads_no_name_of_them(
    world: World, report: Fill
):
    mine = world.community()
    world.zone(1, mine)
    other = world.zone(2, world.community())
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    assert "โซน 2" not in leader.get(f"{ACTIVITIES}/new").text
    answer = leader.post(ACTIVITIES, data=report(further_numbers="โซน ๒ และ 9"))
    assert answer.status_code == 422
    assert "ไม่มีโซน 9" in answer.text
    address = send(leader, report(further_numbers="๒"))
    assert world.sign_in().get(f"{ACTIVITIES}?zone={other}").text.count(f'{address}"') == 1
    assert 'name="further_numbers" type="text" value="2"' in leader.get(f"{address}/edit").text
    assert leader.post(address, data=report(version="1")).status_code == 303
    assert "เครือข่ายอื่นที่ร่วมกิจกรรม" not in leader.get(address).text


def test_a_further_network_moves_with_its_activity_and_its_chair_reads_it(
    world: World, report: Fill, owner: Engine
):
    mine, other = world.community(), world.community()
    world.zone(1, mine)
    second = world.zone(2, other)
    officer = world.sign_in()
    said = report(holder=f"community:{mine}", further_zones=[str(second)])
    address = send(officer, said)
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=other)
    assert chair.get(address).status_code == 200
    assert f'{address}"' in chair.get(ACTIVITIES).text
    assert f'{address}"' in officer.get(f"{ACTIVITIES}?zone={second}").text
    assert (
        officer.post(address, data=said | {"held_on": "5/1/2568", "version": "1"}).status_code
        == 303
    )
    with owner.connect() as connection:
        assert (
            str(connection.execute(text("SELECT held_on FROM activity_zones")).scalar_one())
            == "2025-01-05"
        )
    assert officer.post(f"{address}/deletion").status_code == 303
    assert world.in_district(lambda s: s.scalars(select(ActivityZone)).all()) == []


def _hidden(page: str) -> list[tuple[str, str]]:
    form = page.partition('class="conflict-form"')[2].partition("</form>")[0]
    return [
        (
            part.partition('name="')[2].partition('"')[0],
            part.partition('value="')[2].partition('"')[0],
        )
        for part in form.split('<input type="hidden"')[1:]
    ]


def _choices(page: str) -> set[str]:
    return {part.partition('"')[0] for part in page.split('type="radio" name="')[1:]}
