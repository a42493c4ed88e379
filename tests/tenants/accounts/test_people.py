"""The people of an office: added, given a way in, and ended."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.i18n.dates import bangkok_today, show_date
from tests.support.world import NEIGHBOUR, World

ACCOUNTS = "/d/bangna/accounts"
TODAY = show_date(bangkok_today(), style="numeric")


def person(**values: object) -> dict[str, object]:
    return {
        "name": "นางตัวอย่าง ทดสอบ",
        "position": "ประธานชุมชนทดสอบ",
        "role": "community_chair",
        "username": "bangna.test",
        "valid_from": TODAY,
    } | values


def add(browser, **values: object) -> str:
    answer = browser.post(ACCOUNTS, data=person(**values))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def slip_token(page: str) -> str:
    return re.search(r"/sign-in/slip/([\w.-]+)", page)[1]


def test_a_leader_is_added_and_gets_in_by_the_slip(world: World):
    officer = world.sign_in()
    address = add(officer, community_id=world.community("ริมคลอง"))
    page = officer.get(ACCOUNTS).text
    for words in ("นางตัวอย่าง ทดสอบ", "ประธานชุมชน", "ริมคลอง", "bangna.test"):
        assert words in page
    slip = officer.post(f"{address}/slips")
    assert slip.status_code == 200
    assert slip.headers["Cache-Control"] == "no-store"
    assert "data:image/svg+xml" in slip.text
    token = slip_token(slip.text)
    assert token.startswith("1047.")
    assert f"http://localhost:8000/sign-in/slip/{token}" in slip.text
    leader = world.app.test_client()
    shown = leader.get(f"/sign-in/slip/{token}")
    assert "นางตัวอย่าง ทดสอบ" in shown.text
    assert leader.post(f"/sign-in/slip/{token}").status_code == 303
    assert leader.get("/d/bangna/activities/new").status_code == 200
    assert "ใช้แล้ว" in officer.get(ACCOUNTS).text


def test_the_slip_is_printed_as_a_pdf_while_it_is_shown(world: World):
    officer = world.sign_in()
    address = add(officer, community_id=world.community())
    token = slip_token(officer.post(f"{address}/slips").text)
    paper = officer.post(f"{address}/slips/paper", data={"token": token})
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert paper.headers["Cache-Control"] == "no-store"
    other = add(officer, community_id=world.community(), username="bangna.other")
    assert officer.post(f"{other}/slips/paper", data={"token": token}).status_code == 404
    assert officer.post(f"{address}/slips/paper", data={"token": "1047.x"}).status_code == 404


def test_a_new_slip_ends_the_older_ones_and_only_the_hash_is_stored(world: World, owner: Engine):
    officer = world.sign_in()
    address = add(officer, community_id=world.community())
    old, new = (slip_token(officer.post(f"{address}/slips").text) for _ in range(2))
    assert world.app.test_client().post(f"/sign-in/slip/{old}").status_code == 422
    assert world.app.test_client().post(f"/sign-in/slip/{new}").status_code == 303
    with owner.connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM sign_in_passes")).all())
        audited = str(connection.execute(text("SELECT after FROM audit_entries")).all())
        expires = connection.execute(
            text("SELECT max(expires_at) FROM sign_in_passes")
        ).scalar_one()
    for token in (old, new):
        assert token not in stored + audited
    assert timedelta(days=6, hours=23) < expires - datetime.now(UTC) <= timedelta(days=7)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "โปรดระบุชื่อ"),
        ({"position": ""}, "โปรดระบุตำแหน่ง"),
        ({"role": ""}, "โปรดเลือกบทบาท"),
        ({"role": "emperor"}, "ท่านไม่มีสิทธิให้บทบาทนี้"),
        ({"role": "platform_admin"}, "ท่านไม่มีสิทธิให้บทบาทนี้"),
        ({"role": "office_admin"}, "ท่านไม่มีสิทธิให้บทบาทนี้"),
        ({"role": "director"}, "ท่านไม่มีสิทธิให้บทบาทนี้"),
        ({"username": "ชื่อไทย"}, "ใช้ตัวอักษรอังกฤษตัวเล็ก"),
        ({"username": "a"}, "ใช้ตัวอักษรอังกฤษตัวเล็ก"),
        ({"valid_from": ""}, "โปรดระบุวันที่เริ่มบทบาท"),
        ({"community_id": ""}, "โปรดเลือกชุมชน"),
        ({"community_id": "01920000-0000-7000-8000-000000000009"}, "โปรดเลือกชุมชน"),
    ],
)
def test_a_wrong_entry_is_refused_in_thai_and_what_was_typed_stays(
    world: World, wrong: dict[str, object], sentence: str
):
    entry = {"community_id": world.community(), "position": "ตำแหน่งที่คงไว้"} | wrong
    answer = world.sign_in(Role.SOCIAL_DEVELOPER).post(ACCOUNTS, data=person(**entry))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("ตำแหน่งที่คงไว้" in answer.text) == ("position" not in wrong)


def test_a_user_name_that_is_taken_in_any_office_is_refused_beside_the_field(world: World):
    world.person(office=NEIGHBOUR, username="taken.name")
    answer = world.sign_in().post(
        ACCOUNTS, data=person(username="Taken.Name", community_id=world.community())
    )
    assert answer.status_code == 422
    assert "ชื่อผู้ใช้ taken.name มีผู้ใช้แล้ว" in answer.text


def test_a_double_submit_is_one_person(world: World):
    officer, community = world.sign_in(), world.community()
    sent = {"record_id": "01920000-0000-7000-8000-000000000003", "community_id": community}
    assert add(officer, **sent) == add(officer, **sent)
    assert officer.get(ACCOUNTS).text.count("bangna.test") == 1


def test_an_administrator_adds_staff_who_set_their_password_after_a_code(world: World):
    admin = world.sign_in(Role.OFFICE_ADMIN)
    address = add(admin, role="social_developer", username="bangna.new")
    page = admin.post(f"{address}/codes").text
    code = re.search(r"1047\.[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)[0]
    newcomer = world.app.test_client()
    typed = code.lower().replace("-", " ")
    assert newcomer.post("/sign-in/code", data={"code": typed}).status_code == 303
    assert "ท่านตั้งรหัสผ่านได้ทันที" in newcomer.get("/account").text
    chosen = {"new": "รหัสผ่านใหม่ยาวพอ", "repeated": "รหัสผ่านใหม่ยาวพอ"}
    assert newcomer.post("/account/password", data=chosen).status_code == 303
    again = world.app.test_client()
    signed_in = again.post(
        "/sign-in", data={"username": "bangna.new", "password": "รหัสผ่านใหม่ยาวพอ"}
    )
    assert signed_in.status_code == 303
    assert again.get(ACCOUNTS).status_code == 200


def test_a_new_administrator_gets_a_second_factor_that_is_shown_once(world: World, owner: Engine):
    admin = world.sign_in(Role.OFFICE_ADMIN)
    answer = admin.post(ACCOUNTS, data=person(role="office_admin", username="bangna.second"))
    assert answer.status_code == 200
    with owner.connect() as connection:
        secret = connection.execute(
            text("SELECT totp_secret FROM accounts WHERE username = 'bangna.second'")
        ).scalar_one()
    assert secret in answer.text.replace(" ", "")
    assert pyotp.TOTP(secret).now()
    assert secret not in admin.get(ACCOUNTS).text.replace(" ", "")


def test_a_slip_is_refused_for_staff(world: World):
    admin = world.sign_in(Role.OFFICE_ADMIN)
    address = add(admin, role="section_staff", username="bangna.staff")
    answer = admin.post(f"{address}/slips")
    assert answer.status_code == 422
    assert "ใบเข้าสู่ระบบมีไว้สำหรับผู้นำชุมชน" in answer.text


def test_a_role_ends_with_its_last_day_and_its_slips_with_it(world: World):
    officer = world.sign_in()
    address = add(officer, community_id=world.community(), valid_from="1/10/2568")
    token = slip_token(officer.post(f"{address}/slips").text)
    assert "ยืนยันสิ้นสุดบทบาท" in officer.get(f"{address}/ending/new").text
    early = officer.post(f"{address}/ending", data={"last_day": "30/9/2568"})
    assert early.status_code == 422
    assert "บทบาทเริ่มหลังวันที่นี้" in early.text
    assert officer.post(f"{address}/ending", data={"last_day": "30/9/2569"}).status_code == 303
    assert world.app.test_client().post(f"/sign-in/slip/{token}").status_code == 422
    assert "นางตัวอย่าง" not in officer.get(ACCOUNTS).text
    assert "30 ก.ย. 2569" in officer.get(f"{ACCOUNTS}?ended=1").text
    assert "บทบาทนี้สิ้นสุดแล้ว" in officer.post(f"{address}/slips").text


def test_nobody_ends_the_own_role_or_that_of_a_higher_one(world: World, owner: Engine):
    boss = world.person(Role.OFFICE_ADMIN, name="ผู้ดูแล")
    with owner.connect() as connection:
        membership = connection.execute(
            text("SELECT id FROM memberships WHERE account_id = :id"), {"id": boss.account_id}
        ).scalar_one()
    address = f"{ACCOUNTS}/{membership}/ending"
    admin, officer = world.sign_in(person=boss), world.sign_in()
    assert "ของตนเองไม่ได้" in admin.post(address, data={"last_day": TODAY}).text
    assert "เฉพาะผู้ดูแลระบบ" in officer.post(address, data={"last_day": TODAY}).text


def test_what_happens_is_in_the_audit_with_its_name(world: World, owner: Engine):
    officer = world.sign_in(name="นายผู้ออกใบ")
    address = add(officer, community_id=world.community())
    officer.post(f"{address}/slips")
    officer.post(f"{address}/ending", data={"last_day": TODAY})
    with owner.connect() as connection:
        actions = connection.execute(
            text(
                "SELECT DISTINCT action FROM audit_entries WHERE actor_name = 'นายผู้ออกใบ'"
                " AND table_name IN ('memberships', 'sign_in_passes')"
            )
        ).scalars()
        assert set(actions) == {"person:added", "slip:issued", "membership:ended"}


def test_only_those_who_may_see_and_change_people(world: World):
    admin = world.sign_in(Role.OFFICE_ADMIN)
    address = add(admin, community_id=world.community())
    director = world.sign_in(Role.DIRECTOR)
    assert director.get(address).status_code == 200
    assert director.get(f"{ACCOUNTS}/new").status_code == 403
    assert director.post(f"{address}/slips").status_code == 403
    assert world.sign_in(Role.SOCIAL_DEVELOPER).post(f"{address}/codes").status_code == 403
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community())
    assert leader.get(ACCOUNTS).status_code == 403


def test_another_district_gets_404_for_everything(world: World):
    address = add(world.sign_in(), community_id=world.community(), name="นางลับของบางนา")
    stranger = world.sign_in(Role.OFFICE_ADMIN, NEIGHBOUR)
    own = address.replace("bangna", "phrakhanong")
    for path in (address, own, f"{own}/ending/new"):
        answer = stranger.get(path)
        assert answer.status_code == 404
        assert "ลับของบางนา" not in answer.text
    for path in (f"{own}/slips", f"{own}/codes", f"{own}/slips/paper"):
        assert stranger.post(path).status_code == 404
    assert stranger.post(f"{own}/ending", data={"last_day": TODAY}).status_code == 404
    assert "ลับของบางนา" not in stranger.get("/d/phrakhanong/accounts").text


def test_the_list_is_searched_by_name_and_role(world: World):
    officer = world.sign_in()
    add(officer, community_id=world.community(), name="นางหนึ่ง", username="bangna.one")
    add(officer, role="partner", name="นายสอง", username="bangna.two")
    found = officer.get(f"{ACCOUNTS}?q=หนึ่ง").text
    assert "นางหนึ่ง" in found
    assert "นายสอง" not in found
    found = officer.get(f"{ACCOUNTS}?role=partner").text
    assert "นายสอง" in found
    assert "นางหนึ่ง" not in found
    assert "ไม่พบผู้ใช้งาน" in officer.get(f"{ACCOUNTS}?q=ไม่มีใคร").text
