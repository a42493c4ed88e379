"""The register of communities, as an officer uses it."""

import re
from datetime import date

import pytest

from core.access.roles import Role
from tests.support.world import NEIGHBOUR, World


def test_an_officer_registers_a_community_and_finds_it_by_part_of_its_name(world: World):
    officer = world.sign_in()
    answer = officer.post(
        "/d/bangna/communities",
        data={"name": "ชุมชน ริมคลองบางนา ๒", "kind": "urban", "status": "registered"},
    )
    assert answer.status_code == 303
    found = officer.get("/d/bangna/communities?q=คลองบางนา 2")
    assert "ริมคลองบางนา ๒" in found.text


def test_the_word_community_in_front_of_a_name_is_left_to_the_pages(world: World):
    officer = world.sign_in()
    sent = {"name": "ชุมชน เเม่นํ้า", "kind": "urban", "status": "registered"}
    address = officer.post("/d/bangna/communities", data=sent).headers["Location"]
    assert "<h1>ชุมชนแม่น้ำ</h1>" in officer.get(address).text
    officer.post(address, data=sent | {"name": "ชุมชนแม่น้ำใส", "version": "1"})
    assert "<h1>ชุมชนแม่น้ำใส</h1>" in officer.get(address).text


def test_each_wrong_field_says_in_thai_what_is_wrong_and_keeps_what_was_typed(world: World):
    answer = world.sign_in().post(
        "/d/bangna/communities",
        data={"name": "", "kind": "castle", "status": "registered", "lat": "999", "note": "คงไว้"},
    )
    assert answer.status_code == 422
    for text in ("โปรดระบุชื่อชุมชน", "999", "คงไว้"):
        assert text in answer.text


def test_a_double_submit_is_one_record(world: World):
    officer = world.sign_in()
    sent = {
        "record_id": "01920000-0000-7000-8000-000000000001",
        "name": "ทดสอบ",
        "kind": "urban",
        "status": "registered",
    }
    first, second = (officer.post("/d/bangna/communities", data=sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert officer.get("/d/bangna/communities").text.count(">ทดสอบ</a>") == 1


def test_the_same_name_in_another_spelling_is_refused(world: World):
    world.community("หมู่บ้านราษฎร์ร่วมใจ 1")
    answer = world.sign_in().post(
        "/d/bangna/communities",
        data={"name": "ชุมชนหมู่บ้าน ราษฏร์ร่วมใจ ๑", "kind": "urban", "status": "registered"},
    )
    assert answer.status_code == 422
    assert "มีชื่อนี้อยู่แล้ว" in answer.text


def test_a_community_with_a_point_is_edited_with_nothing_but_its_name_typed_anew(world: World):
    officer = world.sign_in()
    sent = {"name": "เดิม", "kind": "urban", "status": "registered", "lat": "13.66", "lon": "100.61"}
    address = officer.post("/d/bangna/communities", data=sent).headers["Location"]
    page = officer.get(f"{address}/edit").text
    shown = {name: re.search(rf'id="{name}"[^>]*value="([^"]*)"', page) for name in ("lat", "lon")}
    same = {name: found[1] for name, found in shown.items() if found}
    assert same == {"lat": "13.66", "lon": "100.61"}
    renamed = sent | same | {"name": "ใหม่", "version": "1"}
    assert officer.post(address, data=renamed).status_code == 303


def test_two_officers_edit_one_community_and_the_second_sees_both_texts(world: World):
    community = world.community("เดิม")
    first, second = world.sign_in(name="นางสาวหนึ่ง"), world.sign_in(name="นายสอง")
    address = f"/d/bangna/communities/{community}"
    common = {"kind": "urban", "status": "registered", "version": "1"}
    assert first.post(address, data=common | {"name": "ของคนแรก"}).status_code == 303
    answer = second.post(address, data=common | {"name": "ของคนที่สอง"})
    assert answer.status_code == 409
    assert "ของคนแรก" in answer.text
    assert "ของคนที่สอง" in answer.text
    assert "นางสาวหนึ่ง" in answer.text


@pytest.mark.parametrize(("side", "kept"), [("yours", "ของคนที่สอง"), ("theirs", "ของคนแรก")])
def test_the_second_officer_chooses_which_text_stays(world: World, side: str, kept: str):
    community = world.community("เดิม")
    address = f"/d/bangna/communities/{community}"
    common = {"kind": "urban", "status": "registered", "version": "1"}
    world.sign_in().post(address, data=common | {"name": "ของคนแรก"})
    chosen = common | {
        "version": "2",
        "name": "ของคนที่สอง",
        "stored-name": "ของคนแรก",
        "choice-name": side,
    }
    second = world.sign_in()
    assert second.post(address, data=chosen).status_code == 303
    assert kept in second.get(address).text


def test_figures_are_added_with_their_day_and_never_overwrite_older_ones(world: World):
    community = world.community("ก", residents=100, as_of=date(2025, 1, 31))
    officer = world.sign_in()
    answer = officer.post(
        f"/d/bangna/communities/{community}/figures",
        data={"as_of": "๓๑/๑/๒๕๖๙", "source": "สำรวจ", "residents": "๑,๒๐๐"},
    )
    assert answer.status_code == 303
    page = officer.get(f"/d/bangna/communities/{community}").text
    assert "1,200" in page
    assert "31 ม.ค. 2569" in page
    assert "31 ม.ค. 2568" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("29/2/2564", "29"), ("1/1/2016", "2559"), ("1/1/2600", "วันที่")],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(world: World, typed: str, sentence: str):
    community = world.community("ก")
    answer = world.sign_in().post(
        f"/d/bangna/communities/{community}/figures",
        data={"as_of": typed, "source": "สำรวจ", "residents": "5"},
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed in answer.text


def test_closing_needs_a_reason_and_leaves_the_history(world: World):
    community = world.community("ก", residents=10)
    officer = world.sign_in()
    address = f"/d/bangna/communities/{community}/closure"
    assert officer.post(address, data={"closed_on": "1/1/2569", "reason": ""}).status_code == 422
    assert (
        officer.post(address, data={"closed_on": "1/1/2569", "reason": "รื้อถอน"}).status_code == 303
    )
    assert "รื้อถอน" in officer.get(f"/d/bangna/communities/{community}").text
    assert ">ก</a>" not in officer.get("/d/bangna/communities").text
    assert ">ก</a>" in officer.get("/d/bangna/communities?closed=1").text


def test_names_come_in_the_order_of_a_thai_dictionary(world: World):
    for name in ("ไผ่", "เกาะ", "ก่อ", "ขา", "ชุมทาง 10", "ชุมทาง 2"):
        world.community(name)
    page = world.sign_in().get("/d/bangna/communities").text
    order = sorted(
        ("ไผ่", "เกาะ", "ก่อ", "ขา", "ชุมทาง 10", "ชุมทาง 2"),
        key=lambda name: page.index(f">{name}</a>"),
    )
    assert order == ["ก่อ", "เกาะ", "ขา", "ชุมทาง 2", "ชุมทาง 10", "ไผ่"]


def test_an_officer_of_another_district_gets_404_for_everything(world: World):
    community = world.community("ลับของบางนา")
    stranger = world.sign_in(office=NEIGHBOUR)
    for address in ("/d/bangna/communities", f"/d/bangna/communities/{community}"):
        assert stranger.get(address).status_code == 404
    own = stranger.get(f"/d/phrakhanong/communities/{community}")
    assert own.status_code == 404
    assert "ลับของบางนา" not in own.text


def test_a_community_leader_sees_the_own_community_and_no_other(world: World):
    mine, other = world.community("ของฉัน"), world.community("ของเขา")
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    page = leader.get("/d/bangna/communities").text
    assert "ของฉัน" in page
    assert "ของเขา" not in page
    assert leader.get(f"/d/bangna/communities/{other}").status_code == 404
    assert leader.get("/d/bangna/communities/new").status_code == 403
