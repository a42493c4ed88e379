"""Reports of activities, as leaders send them and the office accepts them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.i18n.dates import bangkok_today, shift_month, show_date
from tests.support.world import NEIGHBOUR, World

ACTIVITIES = "/d/bangna/activities"
Fill = Callable[..., dict[str, str]]


def send(browser, data: dict[str, str]) -> str:
    answer = browser.post(ACTIVITIES, data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def test_a_leader_reports_for_the_own_community_without_choosing_it(world: World, report: Fill):
    mine = world.community("ของฉัน")
    world.community("ของเขา")
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    form = leader.get(f"{ACTIVITIES}/new").text
    assert "ของฉัน" in form
    assert "ของเขา" not in form
    assert 'name="holder"' not in form
    assert f'value="{show_date(bangkok_today(), style="numeric")}"' in form
    page = leader.get(send(leader, report()) + "?sent=1").text
    for words in ("ส่งรายงานเรียบร้อยแล้ว", "ทำความสะอาดคลอง", "12 คน", "รายงานแล้ว", "ของฉัน"):
        assert words in page
    assert "ทำความสะอาดคลอง" in leader.get(ACTIVITIES).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "โปรดระบุชื่อกิจกรรม"),
        ({"kind": ""}, "โปรดเลือกประเภท"),
        ({"held_on": "31/2/2569"}, "31/2/2569"),
        ({"held_on": ""}, "โปรดระบุวันที่จัดกิจกรรม"),
        (
            {"held_on": show_date(bangkok_today() + timedelta(days=1), style="numeric")},
            "วันที่ต้องไม่อยู่ในอนาคต",
        ),
        (
            {"held_on": show_date(shift_month(bangkok_today(), -133), style="numeric")},
            "ย้อนหลังเกิน 10 ปี",
        ),
        ({"participants": ""}, "โปรดระบุจำนวนผู้เข้าร่วม"),
        ({"participants": "0"}, "โปรดระบุจำนวนผู้เข้าร่วม"),
        ({"participants": "สิบ"}, "สิบ"),
        ({"female": "7", "male": "6"}, "หญิงและชายรวมกันได้ 13 คน"),
        ({"female": "13"}, "หญิงและชายรวมกันได้ 13 คน"),
    ],
)
def test_a_wrong_report_is_refused_in_thai_and_what_was_typed_stays(
    world: World, report: Fill, wrong: dict[str, str], sentence: str
):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    answer = leader.post(ACTIVITIES, data=report(note="ข้อความที่คงไว้", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "ข้อความที่คงไว้" in answer.text


def test_thai_digits_and_half_known_numbers_are_taken(world: World, report: Fill):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    assert "1,250 คน" in leader.get(send(leader, report(participants="๑,๒๕๐", female="700"))).text


def test_a_double_submit_is_one_report(world: World, report: Fill):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    sent = report(record_id="01920000-0000-7000-8000-000000000002")
    assert send(leader, sent) == send(leader, sent)
    assert leader.get(ACTIVITIES).text.count(">ทำความสะอาดคลอง</a>") == 1


def test_posting_for_a_community_or_zone_outside_the_reach_answers_404(world: World, report: Fill):
    mine, other = world.community(), world.community()
    zone = world.zone(1, mine, other)
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    for holder in (f"community:{other}", f"zone:{zone}"):
        assert leader.post(ACTIVITIES, data=report(holder=holder)).status_code == 404
    foreign = world.community(office=NEIGHBOUR)
    assert (
        world.sign_in().post(ACTIVITIES, data=report(holder=f"community:{foreign}")).status_code
        == 404
    )


def test_staff_choose_among_zones_and_communities_grouped_by_zone(world: World, report: Fill):
    inside, outside = world.community("ในโซน"), world.community("นอกโซน")
    zone = world.zone(1, inside)
    officer = world.sign_in()
    form = officer.get(f"{ACTIVITIES}/new").text
    for words in ("โซน 1", f"zone:{zone}", f"community:{inside}", f"community:{outside}"):
        assert words in form
    assert '<optgroup label="ยังไม่จัดโซน">' in form
    answer = officer.post(ACTIVITIES, data=report())
    assert answer.status_code == 422
    assert "โปรดเลือกว่าเป็นกิจกรรมของโซนหรือชุมชนใด" in answer.text
    page = officer.get(send(officer, report(holder=f"zone:{zone}"))).text
    assert "เครือข่ายชุมชน โซน 1" in page


def test_the_zone_is_that_of_the_day_on_which_it_was_held(
    world: World, report: Fill, owner: Engine
):
    community = world.community()
    zone = world.zone(1, community, since=bangkok_today())
    officer = world.sign_in()
    before = show_date(bangkok_today() - timedelta(days=1), style="numeric")
    address = send(officer, report(holder=f"community:{community}", held_on=before))
    assert "ยังไม่จัดโซนในวันนั้น" in officer.get(address).text
    today = report(holder=f"community:{community}", version="1")
    assert officer.post(address, data=today).status_code == 303
    with owner.connect() as connection:
        assert connection.execute(text("SELECT zone_id FROM activities")).scalar_one() == zone


def test_a_zone_chair_reads_the_zone_and_reports_for_its_network(world: World, report: Fill):
    mine, near, far = world.community("ก"), world.community("ข"), world.community("ค")
    zone, other = world.zone(1, mine, near), world.zone(2, far)
    officer = world.sign_in()
    near_one = send(officer, report(title="ของใกล้", holder=f"community:{near}"))
    far_one = send(officer, report(title="ของไกล", holder=f"community:{far}"))
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=mine)
    page = chair.get(ACTIVITIES).text
    assert "ของใกล้" in page
    assert "ของไกล" not in page
    assert chair.get(near_one).status_code == 200
    assert chair.get(far_one).status_code == 404
    assert chair.get(f"{near_one}/edit").status_code == 409
    assert f'<option selected value="zone:{zone}">' in chair.get(f"{ACTIVITIES}/new").text
    send(chair, report(holder=f"zone:{zone}"))
    assert chair.post(ACTIVITIES, data=report(holder=f"zone:{other}")).status_code == 404


def test_a_leader_corrects_the_own_report_but_not_a_colleagues(world: World, report: Fill):
    community = world.community()
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=community)
    colleague = world.sign_in(Role.COMMUNITY_COMMITTEE, community_id=community)
    address = send(author, report())
    assert "ทำความสะอาดคลอง" in author.get(f"{address}/edit").text
    changed = report(title="ปลูกต้นไม้", version="1")
    assert author.post(address, data=changed).status_code == 303
    assert colleague.get(address).status_code == 200
    answer = colleague.post(address, data=report(version="2"))
    assert answer.status_code == 422
    assert "เฉพาะผู้ส่งรายงาน" in answer.text
    assert colleague.post(f"{address}/deletion").status_code in {409, 422}


def test_two_people_correct_one_report_and_the_second_sees_both_texts(world: World, report: Fill):
    community = world.community()
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=community, name="นางผู้แต่ง")
    address = send(author, report())
    officer = world.sign_in(name="นายเจ้าหน้าที่")
    holder = f"community:{community}"
    first = officer.post(address, data=report(title="ของคนแรก", holder=holder, version="1"))
    assert first.status_code == 303
    answer = author.post(address, data=report(title="ของคนที่สอง", kind="other", version="1"))
    assert answer.status_code == 409
    for words in ("ของคนแรก", "ของคนที่สอง", "นายเจ้าหน้าที่", "ลงมือปฏิบัติจริง"):
        assert words in answer.text


def test_the_office_accepts_a_report_and_nobody_changes_it_until_it_is_taken_back(
    world: World, report: Fill
):
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    address = send(author, report())
    assert author.post(f"{address}/acceptance", data={"version": "1"}).status_code == 403
    officer = world.sign_in(name="นายผู้รับรอง")
    assert officer.post(f"{address}/acceptance", data={"version": "1"}).status_code == 303
    assert "รับรองโดย นายผู้รับรอง" in author.get(address).text
    assert author.get(f"{address}/edit").status_code == 409
    answer = author.post(address, data=report(version="2"))
    assert "รายงานนี้รับรองแล้ว" in answer.text
    assert officer.post(f"{address}/deletion").status_code in {409, 422}
    assert officer.post(f"{address}/acceptance/withdrawal").status_code == 303
    assert author.post(address, data=report(version="3")).status_code == 303


def test_a_report_that_was_corrected_meanwhile_is_read_once_more_before_it_is_accepted(
    world: World, report: Fill
):
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    address = send(author, report())
    author.post(address, data=report(participants="9", version="1"))
    answer = world.sign_in().post(f"{address}/acceptance", data={"version": "1"})
    assert answer.status_code == 422
    assert "โปรดอ่านอีกครั้ง" in answer.text
    assert 'name="version" value="2"' in answer.text


def test_deleting_asks_first_and_the_audit_keeps_the_report(
    world: World, report: Fill, owner: Engine
):
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    address = send(author, report())
    assert "ยืนยันลบรายงาน" in author.get(f"{address}/deletion/new").text
    assert author.post(f"{address}/deletion").status_code == 303
    assert author.get(address).status_code == 404
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT action, before ->> 'title' FROM audit_entries"
                " WHERE table_name = 'activities' ORDER BY id"
            )
        ).all()
    assert [row[0] for row in rows] == ["activity:reported", "activity:deleted"]
    assert rows[1][1] == "ทำความสะอาดคลอง"


def test_another_district_gets_404_for_everything(world: World, report: Fill):
    author = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    address = send(author, report(title="ลับของบางนา"))
    stranger = world.sign_in(office=NEIGHBOUR)
    own = address.replace("bangna", "phrakhanong")
    for path in (address, own, f"{own}/edit", f"{own}/deletion/new"):
        answer = stranger.get(path)
        assert answer.status_code == 404
        assert "ลับของบางนา" not in answer.text
    for path in (own, f"{own}/deletion", f"{own}/acceptance", f"{own}/acceptance/withdrawal"):
        assert stranger.post(path, data=report(version="1")).status_code == 404


def test_a_future_day_is_said_together_with_the_other_errors(world: World):
    community = world.community("ก")
    page = world.sign_in(Role.COMMUNITY_CHAIR, community_id=community).post(
        "/d/bangna/activities", data={"title": "", "held_on": "1/1/2600", "participants": "5"}
    )
    assert page.status_code == 422
    assert "วันที่ต้องไม่อยู่ในอนาคต" in page.text
    assert "โปรดเลือกประเภท" in page.text
