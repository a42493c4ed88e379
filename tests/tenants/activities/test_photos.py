"""Photos of an activity: drawn anew, only with the agreement of the people in them, at most ten."""

import resource
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Engine, text

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.db import uuid7
from core.files.store import open_store
from core.i18n.dates import bangkok_today
from tenants.activities.service import Report, report_activity
from tests.support.world import NEIGHBOUR, World

ACTIVITIES = "/d/bangna/activities"
MEGABYTE = 1024
Fill = Callable[..., dict[str, Any]]
Take = Callable[..., tuple[BytesIO, str]]


def send(browser: Any, data: dict[str, Any]) -> str:
    answer = browser.post(ACTIVITIES, data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def photos_on(page: str, address: str) -> list[str]:
    found = page.split(f'href="{address}/photos/')[1:]
    return [
        f"{address}/photos/{part.partition(chr(34))[0]}"
        for part in found
        if "deletion" not in part.partition('"')[0]
    ]


def stored(owner: Engine) -> list[Any]:
    with owner.connect() as connection:
        return list(connection.execute(text("SELECT * FROM stored_files")))


def test_photos_are_kept_without_their_notes_and_shown_small_and_whole(
    world: World, report: Fill, photo: Take
):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    address = send(
        leader,
        report(faces_consented="yes", photos=[photo(1, (2000, 1500)), photo(2), (BytesIO(), "")]),
    )
    page = leader.get(address).text
    first, second = photos_on(page, address)
    assert 'width="1600" height="1200"' in page
    assert f'src="{first}/preview"' in page
    whole, small = leader.get(first), leader.get(f"{first}/preview")
    for answer, longest in ((whole, 1600), (small, 320)):
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        with Image.open(BytesIO(answer.data)) as picture:
            assert max(picture.size) == longest
            assert not picture.getexif()
        assert "บ้านเลขที่ลับ".encode() not in answer.data
    assert leader.get(second).status_code == 200


def test_photos_need_the_agreement_of_the_people_in_them_and_keep_needing_it(
    world: World, report: Fill, photo: Take, owner: Engine
):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    answer = leader.post(ACTIVITIES, data=report(photos=[photo()]))
    assert answer.status_code == 422
    assert "ระบบเก็บภาพเมื่อผู้อยู่ในภาพยินยอมเท่านั้น" in answer.text
    assert 'id="faces_consented-error"' in answer.text
    assert stored(owner) == []
    address = send(leader, report(faces_consented="yes", photos=[photo()]))
    assert leader.post(address, data=report(version="1")).status_code == 422
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("ALTER TABLE activities NO FORCE ROW LEVEL SECURITY"))
        connection.execute(text("UPDATE activities SET faces_consented = false"))
        connection.execute(text("ALTER TABLE activities FORCE ROW LEVEL SECURITY"))
    assert photos_on(leader.get(address).text, address) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg onload=alert(1)>", "JPEG"),
        (
            b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00\x00\xff\xff" * 2 + b"\x08\x02",
            "ล้านพิกเซล",
        ),
        (b"\xff\xd8\xff\xe0 cut off", "JPEG"),
    ],
)
def test_what_is_no_photo_is_refused_beside_the_field_and_nothing_is_kept(
    world: World, report: Fill, owner: Engine, content: bytes, sentence: str
):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    good = BytesIO()
    Image.new("RGB", (40, 30)).save(good, "PNG")
    sent = [(BytesIO(good.getvalue()), "good.png"), (BytesIO(content), "photo.jpg")]
    answer = leader.post(ACTIVITIES, data=report(faces_consented="yes", photos=sent))
    assert answer.status_code == 422
    assert 'id="photos-error"' in answer.text
    assert sentence in answer.text.partition('id="photos-error"')[2][:900]
    assert stored(owner) == []
    assert "ยังไม่มีรายงานกิจกรรม" in leader.get(ACTIVITIES).text


def test_the_eleventh_photo_is_refused_whenever_it_comes(world: World, report: Fill, photo: Take):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    many = report(faces_consented="yes", photos=[photo(n) for n in range(11)])
    answer = leader.post(ACTIVITIES, data=many)
    assert answer.status_code == 422
    assert "แนบภาพได้ไม่เกิน 10 ภาพต่อรายงาน ขณะนี้รวมเป็น 11 ภาพ" in answer.text
    address = send(leader, report(faces_consented="yes", photos=[photo(n) for n in range(9)]))
    two_more = report(faces_consented="yes", version="1", photos=[photo(20), photo(21)])
    assert leader.post(address, data=two_more).status_code == 422
    one_more = report(faces_consented="yes", version="1", photos=[photo(20)])
    assert leader.post(address, data=one_more).status_code == 303
    assert len(photos_on(leader.get(address).text, address)) == 10


def test_a_report_sent_twice_keeps_its_photos_once(
    world: World, report: Fill, photo: Take, owner: Engine
):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    said = report(record_id="01920000-0000-7000-8000-000000000003", faces_consented="yes")
    first = send(leader, said | {"photos": [photo()]})
    assert send(leader, said | {"photos": [photo()]}) == first
    assert len(photos_on(leader.get(first).text, first)) == 1
    assert len(stored(owner)) == 2


def test_a_photo_is_seen_by_those_who_read_the_activity_and_removed_by_its_author(
    world: World, report: Fill, photo: Take, owner: Engine
):
    mine, near, far = world.community(), world.community(), world.community()
    world.zone(1, mine, near)
    world.zone(2, far)
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=mine)
    address = send(leader, report(faces_consented="yes", photos=[photo()]))
    (seen,) = photos_on(leader.get(address).text, address)
    for browser, status in (
        (world.sign_in(Role.ZONE_CHAIR, community_id=near), 200),
        (world.sign_in(Role.ZONE_CHAIR, community_id=far), 404),
        (world.sign_in(Role.COMMUNITY_CHAIR, community_id=near), 404),
        (world.sign_in(office=NEIGHBOUR), 404),
        (world.app.test_client(), 302),
    ):
        for path in (seen, f"{seen}/preview"):
            assert browser.get(path).status_code == status
    other = send(leader, report(title="อื่น"))
    photo_id = seen.rpartition("/")[2]
    assert leader.get(f"{other}/photos/{photo_id}").status_code == 404
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=near)
    assert chair.post(f"{seen}/deletion").status_code in {409, 422}
    assert "นำภาพนี้ออกจากรายงานหรือไม่" in leader.get(f"{seen}/deletion/new").text
    assert leader.post(f"{seen}/deletion").status_code == 303
    assert leader.get(seen).status_code == 404
    assert stored(owner) == []
    with owner.connect() as connection:
        actions = connection.execute(
            text("SELECT DISTINCT action FROM audit_entries WHERE table_name = 'activity_photos'")
        ).scalars()
        assert set(actions) == {"activity:reported", "activity:photo_removed"}


def test_photos_go_with_their_report(world: World, report: Fill, photo: Take, owner: Engine):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    address = send(leader, report(faces_consented="yes", photos=[photo(), photo(2)]))
    assert leader.post(f"{address}/deletion").status_code == 303
    assert stored(owner) == []


def test_ten_photos_of_twelve_megapixels_are_drawn_one_after_the_other(world: World):
    target = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").resize((4000, 3000)).save(
        target, "JPEG", quality=75
    )
    assert len(target.getvalue()) < 2_000_000
    community = world.community()
    actor = world.actor()
    said = Report(
        "ทำความสะอาด", bangkok_today(), f"community:{community}", "other", 9, faces_consented=True
    )
    store = open_store(world.app.extensions["config"].files_url)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    world.in_district(
        lambda session: report_activity(
            session,
            actor=actor,
            within=WHOLE_DISTRICT,
            record_id=uuid7(),
            report=said,
            store=store,
            sent_photos=[target.getvalue] * 10,
        )
    )
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // MEGABYTE
    assert grown < 120, f"{grown} MB more for ten photos"
