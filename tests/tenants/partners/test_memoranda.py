"""Memoranda with partners: their dates, their scans, and the warning before they end."""

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image
from sqlalchemy import select

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from tenants.partners import queries
from tenants.partners.models import Memorandum, Organisation
from tests.support.world import BANG_NA, NEIGHBOUR, World

TODAY = bangkok_today()


def typed(days: int) -> str:
    return show_date(TODAY + timedelta(days=days), style="numeric")


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A partner, and an officer who keeps the memoranda with it."""
    partner = uuid7()
    world.in_district(
        lambda session: session.add(
            Organisation(
                district_id=BANG_NA,
                id=partner,
                name="สถานีดับเพลิงตัวอย่าง",
                match_key="สถานีดับเพลิงตัวอย่าง",
                sector="state",
                kind="fire",
                partner_since=date(2025, 1, 1),
            )
        )
    )
    here = f"/d/bangna/partners/{partner}"
    return SimpleNamespace(id=partner, here=here, officer=world.sign_in())


def sent(**changes):
    return {
        "title": "บันทึกข้อตกลงตัวอย่าง",
        "terms": "ซ้อมแผนปีละ 2 ครั้ง",
        "signed_on": typed(-30),
        "valid_until": typed(40),
        "place": "",
        "record_id": str(uuid7()),
    } | changes


def stored(world: World) -> list[SimpleNamespace]:
    return world.in_district(
        lambda session: [
            SimpleNamespace(**row._mapping) for row in session.execute(select(Memorandum.__table__))
        ]
    )


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (20, 20), "white").save(file, "PNG")
    return file.getvalue()


def test_a_memorandum_with_its_scan_is_kept_and_warned_about_before_it_ends(world: World, place):
    scan = picture()
    answer = place.officer.post(
        f"{place.here}/memoranda", data=sent(scan=(BytesIO(scan), "ลงนาม.png"))
    )
    assert answer.status_code == 303, answer.text
    (paper,) = stored(world)
    page = place.officer.get(place.here).text
    assert "โปรดหารือว่าจะต่ออายุหรือไม่" in page
    assert "บันทึกข้อตกลงที่ใกล้สิ้นสุด" in place.officer.get("/d/bangna/partners").text
    here = f"/d/bangna/memoranda/{paper.id}"
    assert place.officer.get(f"{here}/scan").data == scan
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=world.community())
    assert chair.get(f"{here}/scan").status_code == 404
    found = world.in_district(
        lambda session: [
            line.memorandum.id
            for day in (TODAY, TODAY + timedelta(days=41))
            for line in queries.memoranda_ending_soon(session, day)
        ]
    )
    assert found == [paper.id]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_until": typed(-31)}, "วันสิ้นสุดต้องไม่ก่อนวันลงนาม"),
        ({"signed_on": typed(1)}, "วันที่ต้องไม่หลัง"),
        ({"title": ""}, "โปรดระบุเรื่องของบันทึกข้อตกลง"),
        ({"scan": (BytesIO(b"<html>not a paper</html>"), "x.pdf")}, "scan"),
    ],
)
def test_each_slip_about_a_memorandum_is_refused_in_thai(world, place, changes, sentence):
    answer = place.officer.post(f"{place.here}/memoranda", data=sent(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "ซ้อมแผนปีละ 2 ครั้ง" in answer.text
    assert stored(world) == []


def test_a_memorandum_is_changed_by_one_person_at_a_time_and_ended_with_a_reason(world, place):
    once = sent()
    for _ in range(2):
        assert place.officer.post(f"{place.here}/memoranda", data=once).status_code == 303
    (paper,) = stored(world)
    here = f"/d/bangna/memoranda/{paper.id}"
    assert place.officer.get(f"{here}/edit").status_code == 200
    changed = sent(version="1", terms="ปีละ 3 ครั้ง")
    assert place.officer.post(here, data=changed).status_code == 303
    conflict = place.officer.post(here, data=changed | {"terms": "ปีละ 4 ครั้ง"})
    assert conflict.status_code == 409
    assert "ปีละ 3 ครั้ง" in conflict.text
    assert place.officer.get(f"{here}/ending/new").status_code == 200
    for ended_on, reason in ((typed(-31), "ก่อนลงนาม"), (typed(0), " ")):
        answer = place.officer.post(f"{here}/ending", data={"ended_on": ended_on, "reason": reason})
        assert answer.status_code == 422
    ending = {"ended_on": typed(0), "reason": "คู่สัญญายุบหน่วยงาน"}
    assert place.officer.post(f"{here}/ending", data=ending).status_code == 303
    assert "คู่สัญญายุบหน่วยงาน" in place.officer.get(place.here).text
    assert place.officer.post(here, data=sent(version="3")).status_code == 422
    stranger = world.sign_in(office=NEIGHBOUR)
    for path in ("edit", "scan", "ending/new"):
        theirs = f"/d/phrakhanong/memoranda/{paper.id}/{path}"
        assert stranger.get(theirs).status_code == 404, path


def test_one_without_an_end_holds_on_though_another_one_ends(world: World, place):
    for until in (typed(10), ""):
        answer = place.officer.post(f"{place.here}/memoranda", data=sent(valid_until=until))
        assert answer.status_code == 303
    line = world.in_district(
        lambda session: queries.organisations(session, queries.Filters()).items[0]
    )
    assert (line.has_agreement, line.agreed_until) == (True, None)
