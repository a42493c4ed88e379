"""Invitations, their letter and number, postponing and cancelling: whoever is expected is told once."""

import re

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.i18n.dates import bangkok_today
from core.notices.models import Notice
from tenants.bylaws.models import ByLaw
from tenants.committees.models import Seat
from tenants.meetings.models import Meeting
from tenants.meetings.reminders import remind_of_meetings
from tests.support.world import BANG_NA, World
from tests.tenants.meetings.calling import CHAIR, HERE, House, day, errors_in, house


@pytest.fixture
def place(world: World) -> House:
    return house(world)


def notices(place: House) -> list[tuple[str, str]]:
    return [(row["event_key"].split(":")[2], row["title"]) for row in place.rows(Notice)]


def test_everybody_is_told_once_in_the_app_or_by_mail(place: House):
    chair = place.world.person(Role.ZONE_CHAIR, community_id=place.communities[0], name=CHAIR)
    meeting = place.call()
    page = place.officer.get(f"{HERE}/{meeting}/invitation/new")
    assert "8" in page.text
    assert page.status_code == 200
    answer = place.post(f"meetings/{meeting}/invitation", letter_number="กท 7001/15")
    assert answer.status_code == 303
    told = place.rows(Notice)
    assert len(told) == 8
    assert {row["event_key"] for row in told} == {f"meeting:{meeting}:invited"}
    assert sum(1 for row in told if row["account_id"] == chair.account_id) == 1
    stored = place.stored(meeting)
    assert (stored["state"], stored["letter_number"]) == ("invited", "กท 7001/15")
    assert stored["invited_at"] is not None
    assert told[0]["title"].startswith("เชิญประชุมคณะกรรมการเครือข่ายชุมชน โซน 1 ครั้งที่ 1/")
    assert told[0]["url"] == f"/d/bangna/meetings/{meeting}"
    place.post(f"meetings/{meeting}/invitation", letter_number="")
    assert len(place.rows(Notice)) == 8
    assert place.stored(meeting)["letter_number"] == "กท 7001/15"
    own = place.world.sign_in(person=chair)
    assert "เชิญประชุมแล้ว" in own.get(f"{HERE}/{meeting}").text


def test_the_letter_and_the_other_papers_are_pdfs(place: House):
    meeting = place.call(matters="เรื่องตัวอย่าง")
    for kind in ("invitation", "attendance-sheet", "badges", "poster"):
        answer = place.officer.get(f"{HERE}/{meeting}/files/{kind}")
        assert answer.status_code == 200, kind
        assert answer.data.startswith(b"%PDF"), kind
    assert place.chair.get(f"{HERE}/{meeting}/files/invitation").status_code == 200
    assert place.chair.get(f"{HERE}/{meeting}/files/badges").status_code == 403


def test_the_registry_enters_the_number_later(place: House):
    meeting = place.call()
    registry = place.world.sign_in(Role.OFFICE_ADMIN)
    assert registry.get(f"{HERE}/{meeting}/letter-number/edit").status_code == 200
    answer = place.post(f"meetings/{meeting}/letter-number", registry, letter_number="กท 7001/22")
    assert answer.status_code == 303
    assert place.stored(meeting)["letter_number"] == "กท 7001/22"
    assert place.post(f"meetings/{meeting}/letter-number", place.chair).status_code == 403


def test_the_list_follows_the_seats_until_the_meeting_is_opened(place: House):
    meeting = place.call()

    def change(session):
        leaving = session.scalars(select(Seat).where(Seat.rule_key == "residents")).one()
        leaving.valid_to = bangkok_today()
        session.add(
            Seat(
                district_id=BANG_NA,
                committee_id=place.committee,
                rule_key="residents",
                person_name="นายคนใหม่ ตัวอย่าง",
                person_position="",
                valid_from=bangkok_today(),
            )
        )
        return leaving.person_name

    gone = place.world.in_district(change)
    assert gone in place.list_of(meeting)
    assert place.post(f"meetings/{meeting}/invitees").status_code == 303
    lines = place.list_of(meeting)
    assert gone not in lines
    assert "นายคนใหม่ ตัวอย่าง" in lines
    assert len(lines) == 8


def test_the_period_of_notice_is_that_of_the_by_law(place: House):
    put_by_law(place)
    soon, late = place.call(held_on=day(1)), place.call(held_on=day(20))
    assert "ไม่น้อยกว่า 3 วัน" in place.officer.get(f"{HERE}/{soon}").text
    assert "ใกล้วันประชุม" in place.officer.get(f"{HERE}/{soon}/invitation/new").text
    assert "ใกล้วันประชุม" not in place.officer.get(f"{HERE}/{late}/invitation/new").text


def test_postponing_tells_whoever_was_invited(place: House):
    meeting = place.call()
    place.post(f"meetings/{meeting}/invitation", letter_number="")
    refused = place.officer.post(
        f"{HERE}/{meeting}",
        data=place.plan(version=place.version(meeting), place="ที่อื่น", title="ชื่อใหม่"),
    )
    assert refused.status_code == 303
    stored = place.stored(meeting)
    assert (stored["title"], stored["place"]) == ("ชื่อใหม่", "ศาลาชุมชนตัวอย่าง")
    assert place.officer.get(f"{HERE}/{meeting}/postponement/new").status_code == 200
    sent = {
        "version": place.version(meeting),
        "held_on": day(17),
        "starts_at": "13:00",
        "ends_at": "15:00",
        "place": "วัดตัวอย่าง",
        "reason": "ห้องประชุมไม่ว่าง",
    }
    assert (
        place.post(f"meetings/{meeting}/postponement", **sent | {"reason": ""}).status_code == 422
    )
    early = place.post(f"meetings/{meeting}/postponement", **sent | {"ends_at": "12:00"})
    assert early.status_code == 422
    assert "ห้องประชุมไม่ว่าง" in early.text
    past = place.post(f"meetings/{meeting}/postponement", **sent | {"held_on": "1/1/2560"})
    assert past.status_code == 422
    for _ in range(2):
        assert place.post(f"meetings/{meeting}/postponement", **sent).status_code == 303
    kinds = [kind for kind, _ in notices(place)]
    assert (kinds.count("invited"), kinds.count("moved")) == (8, 8)
    assert all(row["withdrawn_at"] for row in place.rows(Notice) if "invited" in row["event_key"])
    assert place.stored(meeting)["place"] == "วัดตัวอย่าง"


def test_cancelling_needs_a_reason_and_frees_the_number(place: House):
    meeting = place.call()
    place.post(f"meetings/{meeting}/invitation", letter_number="")
    assert place.officer.get(f"{HERE}/{meeting}/cancellation/new").status_code == 200
    blank = place.post(f"meetings/{meeting}/cancellation", reason=" ")
    assert blank.status_code == 422
    assert errors_in(blank.text)
    for _ in range(2):
        answer = place.post(f"meetings/{meeting}/cancellation", reason="ไม่มีวาระ")
        assert answer.status_code == 303
    assert [kind for kind, _ in notices(place)].count("cancelled") == 8
    page = place.officer.get(f"{HERE}/{meeting}").text
    assert "ไม่มีวาระ" in page
    assert "งดการประชุมครั้งนี้แล้ว" in page
    assert place.stored(place.call())["number"] == 1
    for path, sent in (
        ("invitation", {"letter_number": ""}),
        ("invitees", {}),
        ("agenda-items", {"section": "other", "title": "เรื่อง"}),
        ("guests", {"name": "แขก"}),
        ("cancellation", {"reason": "อีกครั้ง"}),
    ):
        answer = place.post(f"meetings/{meeting}/{path}", **sent)
        assert answer.status_code in {303, 422}, path
        assert (answer.status_code == 303) == (path == "cancellation")


def test_nobody_can_be_invited_where_no_seat_is_filled(place: House):
    meeting = place.call(body=f"zone:{place.other_zone}")
    answer = place.post(f"meetings/{meeting}/invitation", letter_number="")
    assert answer.status_code == 422
    assert any("ไม่มีผู้ดำรงตำแหน่ง" in each for each in errors_in(answer.text))
    assert place.rows(Meeting, Meeting.id == meeting)[0]["state"] == "planned"
    assert re.search("ยังไม่มีรายชื่อ", place.officer.get(f"{HERE}/{meeting}/attendances").text)


def put_by_law(place: House) -> None:
    """A by-law in force with the manual's articles on notice and quorum."""
    articles = [
        {
            "key": "17",
            "heading": "การประชุม",
            "body": "แจ้งกรรมการล่วงหน้าไม่น้อยกว่า ๓ วัน",
            "locked": False,
        },
        {
            "key": "18",
            "heading": "การประชุม",
            "body": "มาประชุมเกินกว่ากึ่งหนึ่งของกรรมการ",
            "locked": False,
        },
    ]
    place.world.in_district(
        lambda session: session.add(
            ByLaw(
                district_id=BANG_NA,
                committee_id=place.committee,
                number=1,
                state="adopted",
                edition=1,
                content={
                    "title": "ข้อบังคับโซนตัวอย่าง",
                    "preamble": "",
                    "articles": articles,
                    "manual_keys": ["17", "18"],
                },
                drafted_by="ผู้ร่าง",
                adopted_on=bangkok_today(),
                in_force_from=bangkok_today(),
                sha256="0" * 64,
            )
        )
    )


def test_the_day_before_everybody_who_was_invited_is_reminded_once(place: House):
    place.call(held_on=day(3))
    meeting = place.call(held_on=day(1))
    place.post(f"meetings/{meeting}/invitation", letter_number="")
    today = bangkok_today().isoformat()
    for _ in range(2):
        place.world.in_district(lambda session: remind_of_meetings(session, day=today))
    reminders = [
        row for row in place.rows(Notice) if row["event_key"].startswith(f"meeting:{meeting}:soon")
    ]
    assert len(reminders) == 8
    assert reminders[0]["title"].startswith("เตือนการประชุมคณะกรรมการเครือข่ายชุมชน โซน 1")
    assert len(place.rows(Notice)) == 16
