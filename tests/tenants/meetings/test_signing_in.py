"""Signing in without an account: the personal code, the code of the room, and the tap of a signed-in person."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from core.access.roles import Role
from core.i18n.dates import bangkok_now
from tenants.meetings import attending
from tenants.meetings.models import Attendance
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.meetings.calling import CHAIR, HERE, TICKETS, House, errors_in, house
from tests.tenants.meetings.test_attendance import adopt

TICKET, ROOM = "/d/bangna/meeting-tickets", "/d/bangna/meeting-rooms"
MEMBER = "นายสมาชิก ตัวอย่าง 3"


@pytest.fixture
def place(world: World) -> House:
    return house(world)


@pytest.fixture
def stranger(place: House) -> FlaskClient:
    """A phone in which nobody is signed in."""
    return place.world.app.test_client()


def test_a_personal_code_opens_one_page_with_one_button(place: House, stranger: FlaskClient):
    meeting = place.call_today(matters="เรื่องของวันนี้")
    code = place.code(meeting, MEMBER)
    page = stranger.get(f"{TICKET}/{code}").text
    assert MEMBER in page
    assert "เรื่องของวันนี้" in page
    assert "ลงชื่อเข้าประชุม" in page
    assert CHAIR not in page
    typed = code.lower().replace("-", " ")
    for _ in range(2):
        answer = stranger.post(f"{TICKET}/{typed}")
        assert answer.status_code == 303
    line = place.list_of(meeting)[MEMBER]
    assert (line["presence"], line["confirmed"], line["version"]) == ("present", True, 2)
    assert "ลงชื่อเข้าประชุมแล้ว" in stranger.get(f"{TICKET}/{code}").text
    assert stranger.get(f"{TICKET}/AAAAA-AAAAA").status_code == 404
    assert stranger.get(f"/d/phrakhanong/meeting-tickets/{code}").status_code == 404


def test_a_check_in_takes_three_statements(place: House):
    meeting = place.call_today()
    stored = place.list_of(meeting)[MEMBER]["ticket_hash"]
    with place.world.statements() as statements:
        place.world.in_district(
            lambda session: attending.check_in(session, attendance_hash=stored) and None
        )
    own = [each for each in statements if "attendances" in each]
    assert len(own) <= 4
    assert not any("FOR UPDATE" in each for each in own)


def test_a_renewed_code_makes_the_old_one_worthless(place: House, stranger: FlaskClient):
    meeting = place.call_today()
    old = place.code(meeting, MEMBER)
    line = place.list_of(meeting)[MEMBER]["id"]
    assert old in place.officer.get(f"/d/bangna/attendances/{line}/code/edit").text
    assert place.post(f"attendances/{line}/code").status_code == 303
    assert stranger.get(f"{TICKET}/{old}").status_code == 404
    assert stranger.get(f"{TICKET}/{place.code(meeting, MEMBER)}").status_code == 200


def test_people_sign_in_on_the_day_from_two_hours_before_until_it_is_closed(
    place: House, stranger: FlaskClient
):
    later = place.call()
    early = stranger.post(f"{TICKET}/{place.code(later, MEMBER)}")
    assert early.status_code == 422
    assert any("เฉพาะในวันประชุม" in each for each in errors_in(early.text))
    meeting = place.call_today()
    row = place.stored(meeting)
    kept = attending.Meeting(**row)
    begin = bangkok_now().replace(hour=9, minute=0)
    kept.starts_at = begin.time()
    assert attending.window_of(kept, None, begin - timedelta(hours=2)) == "open"
    assert attending.window_of(kept, None, begin - timedelta(hours=2, minutes=1)) == "early"
    code = place.code(meeting, MEMBER)
    place.open(meeting)
    place.close(meeting)
    closed = stranger.post(f"{TICKET}/{code}")
    assert closed.status_code == 422
    assert "ปิดประชุมแล้ว" in closed.text
    adopt(place, meeting)
    assert "รับรองรายงานการประชุมครั้งนี้แล้ว" in stranger.get(f"{TICKET}/{code}").text
    cancelled = place.call()
    lost = place.code(cancelled, MEMBER)
    place.post(f"meetings/{cancelled}/cancellation", reason="ไม่มีวาระ")
    assert "งดการประชุมครั้งนี้แล้ว" in stranger.get(f"{TICKET}/{lost}").text


def test_the_room_takes_an_exact_name_and_says_nothing_of_the_list(
    place: House, stranger: FlaskClient
):
    meeting = place.call_today()
    room = f"{ROOM}/{place.room_code(meeting)}"
    page = stranger.get(room).text
    assert MEMBER not in page
    assert CHAIR not in page
    assert "ชื่อและนามสกุล" in page
    known = stranger.post(room, data={"name": "สมาชิก  ตัวอย่าง ๓"})
    unknown = stranger.post(room, data={"name": "นายไม่มีชื่อ ในบัญชี"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert "เจ้าหน้าที่หน้าห้องประชุมจะยืนยัน" in stranger.get(known.headers["Location"]).text
    stranger.post(room, data={"name": "นายไม่มีชื่อ ในบัญชี"})
    lines = place.list_of(meeting)
    assert len(lines) == 9
    assert (lines[MEMBER]["presence"], lines[MEMBER]["confirmed"]) == ("present", False)
    guest = lines["นายไม่มีชื่อ ในบัญชี"]
    assert (guest["capacity"], guest["presence"], guest["confirmed"]) == ("guest", "present", False)
    page = place.officer.get(f"{HERE}/{meeting}/attendances?view=unconfirmed").text
    assert "มาประชุม 0 คน จากกรรมการ 7 คน" in page
    assert page.count("ลงชื่อเอง รอยืนยัน") == 2
    place.post(f"attendances/{lines[MEMBER]['id']}/confirmation", seen="yes")
    place.post(f"attendances/{guest['id']}/confirmation", seen="no")
    lines = place.list_of(meeting)
    assert lines[MEMBER]["confirmed"]
    assert "นายไม่มีชื่อ ในบัญชี" not in lines
    blank = stranger.post(room, data={"name": "  "})
    assert blank.status_code == 422
    assert errors_in(blank.text)
    assert stranger.post(room, data={"name": "นาย 1-1111-11111-11-9"}).status_code == 422


def test_a_confirmation_that_is_refused_puts_a_member_back(place: House, stranger: FlaskClient):
    meeting = place.call_today()
    stranger.post(f"{ROOM}/{place.room_code(meeting)}", data={"name": MEMBER})
    line = place.list_of(meeting)[MEMBER]["id"]
    place.post(f"attendances/{line}/confirmation", seen="no")
    stored = place.list_of(meeting)[MEMBER]
    assert (stored["presence"], stored["confirmed"]) == ("invited", True)


def test_a_new_code_of_the_room_makes_the_poster_worthless(place: House, stranger: FlaskClient):
    meeting = place.call_today()
    old = place.room_code(meeting)
    page = place.officer.get(f"{HERE}/{meeting}/room-code/edit").text
    assert old in page
    assert place.post(f"meetings/{meeting}/room-code").status_code == 303
    assert stranger.get(f"{ROOM}/{old}").status_code == 404
    assert stranger.post(f"{ROOM}/{old}", data={"name": MEMBER}).status_code == 404
    new = place.room_code(meeting)
    assert new != old
    assert stranger.get(f"{ROOM}/{new}").status_code == 200
    assert new == TICKETS.code(BANG_NA, meeting, 2)


def test_a_signed_in_member_taps_once_in_the_room_or_on_the_page(place: House):
    person = place.world.person(Role.ZONE_CHAIR, community_id=place.communities[0], name=CHAIR)
    chair = place.world.sign_in(person=person)
    first, second = place.call_today(), place.call_today()
    room = f"{ROOM}/{place.room_code(first)}"
    assert CHAIR in chair.get(room).text
    assert chair.post(f"{room}/own-attendance").status_code == 303
    assert place.list_of(first)[CHAIR]["presence"] == "present"
    assert place.list_of(first)[CHAIR]["confirmed"]
    page = chair.get(f"{HERE}/{second}").text
    assert f"/meetings/{second}/own-attendance" in page
    assert place.post(f"meetings/{second}/own-attendance", chair).status_code == 303
    assert place.list_of(second)[CHAIR]["presence"] == "present"
    assert place.list_of(second)[CHAIR]["checked_in_by"] == CHAIR


def test_whoever_is_not_on_the_list_is_told_so_in_a_sentence(place: House):
    meeting = place.call_today()
    room = f"{ROOM}/{place.room_code(meeting)}"
    foreign = place.world.sign_in(office=NEIGHBOUR)
    assert "เป็นของสำนักงานเขตอื่น" in foreign.get(room).text
    refused = foreign.post(f"{room}/own-attendance")
    assert refused.status_code == 422
    assert "บัญชีของสำนักงานเขตนี้" in refused.text
    other = place.world.sign_in(Role.COMMUNITY_CHAIR, community_id=place.communities[1])
    assert "ไม่มีชื่อในการประชุมนี้" in other.get(room).text
    assert other.post(f"{room}/own-attendance").status_code == 422
    answer = place.post(f"meetings/{meeting}/own-attendance", other)
    assert answer.status_code == 422
    assert "ไม่มีชื่อในการประชุมนี้" in answer.text
    assert {row["presence"] for row in place.rows(Attendance)} == {"invited"}


def test_too_many_names_of_the_room_are_stopped(place: House, stranger, monkeypatch):
    monkeypatch.setattr(attending, "MOST_UNCONFIRMED", 2)
    meeting = place.call_today()
    room = f"{ROOM}/{place.room_code(meeting)}"
    answers = [stranger.post(room, data={"name": f"นายแกล้ง {n}"}).status_code for n in range(3)]
    assert answers == [303, 303, 422]
