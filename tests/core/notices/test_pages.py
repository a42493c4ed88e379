"""What a person sees: the own notices, the bell, and the settings with what they mean."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from core.access.roles import Role
from core.composition import compose
from core.i18n.dates import bangkok_today
from core.jobs.daily import run_daily
from core.notices.feature import FEATURE
from core.notices.models import Notice, Topic
from core.notices.recipients import Recipient, accounts_with_roles, duty_phones
from core.notices.service import notify, office_path, withdraw
from tests.core.notices.conftest import NOON, choose, first_notice, tell
from tests.support.mailbox import Mailbox
from tests.support.world import NEIGHBOUR, World


def test_a_person_reads_the_own_notices_and_nobody_else_does(world: World):
    officer, other = world.person(), world.person()
    browser, stranger = world.sign_in(person=officer), world.sign_in(person=other)
    assert "ยังไม่มีการแจ้งเตือน" in browser.get("/d/bangna/notices").text
    tell(world, officer)
    tell(world, officer, key="test:2", title="เรื่องที่สอง", body="", url="", is_example=True)
    reading = f"/d/bangna/notices/{first_notice(world)}/reading"
    page = browser.get("/d/bangna/notices").text
    assert 'href="/d/bangna/communities">ประชุมคณะกรรมการเครือข่าย โซน 2</a>' in page
    assert "ตัวอย่าง" in page
    assert ">2</span>" in browser.get("/d/bangna/notices/unread").text
    assert "ประชุมคณะกรรมการ" not in stranger.get("/d/bangna/notices").text
    assert stranger.get("/d/bangna/notices/unread").text == ""
    assert stranger.post(reading).status_code == 404
    neighbour = world.sign_in(office=NEIGHBOUR)
    assert neighbour.post(reading).status_code == 404
    assert neighbour.get("/d/bangna/notices").status_code == 404
    answer = browser.post(reading)
    assert (answer.status_code, answer.location) == (303, "/d/bangna/communities")
    assert ">1</span>" in browser.get("/d/bangna/notices/unread").text
    page = browser.get("/d/bangna/notices").text
    assert page.index("เรื่องที่สอง") < page.index("ประชุมคณะกรรมการ")
    assert browser.post("/d/bangna/notices/readings").status_code == 303
    assert browser.get("/d/bangna/notices/unread").text == ""


@pytest.mark.parametrize("url", ["//evil.example", "https://evil.example", "javascript:x"])
def test_a_notice_leads_only_into_this_application(world: World, url: str):
    officer = world.person()
    with pytest.raises(ValueError, match="a path of this application"):
        tell(world, officer, url=url)


def test_a_withdrawn_notice_is_gone_unless_it_was_read(world: World):
    officer = world.person()
    browser = world.sign_in(person=officer)
    tell(world, officer, key="a", title="อ่านแล้ว")
    browser.post(f"/d/bangna/notices/{first_notice(world)}/reading")
    tell(world, officer, key="b", title="ถูกยกเลิก")
    for key in "ab":
        world.in_district(lambda session, key=key: withdraw(session, key))
    page = browser.get("/d/bangna/notices").text
    assert "อ่านแล้ว" in page
    assert "ถูกยกเลิก" not in page


def test_many_notices_take_pages_and_few_statements(world: World):
    officer = world.person()
    browser = world.sign_in(person=officer)
    for number in range(35):
        tell(world, officer, key=f"n{number}", title=f"เรื่องที่ {number:02}")
    with world.statements() as statements:
        page = browser.get("/d/bangna/notices").text
    assert len(statements) <= 6
    assert "เรื่องที่ 34" in page
    assert "เรื่องที่ 04" not in page
    assert "เรื่องที่ 04" in browser.get("/d/bangna/notices?page=2").text


def test_the_bell_is_a_plain_link_that_costs_the_page_no_statement(world: World):
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community("ก"))
    with world.statements() as statements:
        page = leader.get("/d/bangna/activities/new").text
    assert 'class="bell" href="/d/bangna/notices"' in page
    assert 'hx-get="/d/bangna/notices/unread"' in page
    assert not any("notices" in statement for statement in statements)
    department = world.sign_in(Role.DEPARTMENT_EXECUTIVE, 1000).get("/city/").text
    assert 'class="bell" href="/city/notices"' in department
    assert 'hx-get="/city/notices/unread"' in department


def test_the_department_has_its_own_notices_on_the_same_pages(world: World):
    officer = world.person(Role.DEPARTMENT_OFFICER, 1000)
    browser = world.sign_in(person=officer)
    assert "คำขอของเขตและข้อมูลเดือนที่เขตรับรองแล้ว" in browser.get("/city/notices").text

    def say(session: Any) -> Any:
        notify(
            session,
            topic=Topic.REMINDER,
            event_key="test:1",
            to=[Recipient.account(officer.account_id)],
            title="เขตขอเปิดงวด",
            url="/city/approvals",
        )
        return session.scalars(select(Notice.id)).one()

    notice_id = world.in_city(say)
    assert 'href="/city/approvals">เขตขอเปิดงวด</a>' in browser.get("/city/notices").text
    assert ">1</span>" in browser.get("/city/notices/unread").text
    auditor = world.sign_in(Role.AUDITOR, 1000)
    assert auditor.post(f"/city/notices/{notice_id}/reading").status_code == 404
    assert browser.post(f"/city/notices/{notice_id}/reading").location == "/city/approvals"
    settings = browser.get("/city/notices/settings").text
    assert "duty_phone" not in settings
    wishes = {
        "version": "0",
        "mail_address": "policy@example.org",
        "mail_mode": "daily",
        "digest_hour": "6",
        "quiet_from": "20",
        "quiet_to": "8",
    }
    preview = browser.post("/city/notices/settings/preview", data=wishes)
    assert "<html" not in preview.text
    assert browser.post("/city/notices/settings", data=wishes).location == "/city/notices/settings"
    assert "policy@example.org" in browser.get("/city/notices/settings").text
    for path in ("trials", "readings", "settings/line-codes", "settings/line-ending"):
        assert browser.post(f"/city/notices/{path}").status_code == 303
    assert browser.get("/city/notices").text.count("ทดลองการแจ้งเตือน") == 1
    assert browser.get("/city/notices/deliveries").status_code == 403
    admin = world.sign_in(Role.PLATFORM_ADMIN, 1000)
    assert admin.get("/city/notices/deliveries").status_code == 200
    assert admin.post(f"/city/notices/deliveries/{notice_id}/resending").status_code == 404
    assert world.sign_in().get("/city/notices").status_code == 404


def test_a_person_chooses_how_to_be_told_and_reads_what_will_happen(world: World, box: Mailbox):
    officer = world.person()
    browser = world.sign_in(person=officer)
    assert "ท่านไม่รับอีเมล" in browser.get("/d/bangna/notices/settings").text
    typed = {
        "version": "0",
        "mail_address": "officer@example",
        "mail_mode": "daily",
        "digest_hour": "6",
        "quiet_from": "20",
        "quiet_to": "8",
        "duty_phone": "02 123 4567",
    }
    refused = browser.post("/d/bangna/notices/settings", data=typed)
    assert refused.status_code == 422
    assert "ที่อยู่อีเมลไม่ถูกต้อง" in refused.text
    assert "officer@example" in refused.text
    assert (
        browser.post(
            "/d/bangna/notices/settings", data=typed | {"mail_address": "", "duty_phone": "โทร"}
        ).status_code
        == 422
    )
    right = typed | {"mail_address": "officer@example.org"}
    page = browser.post("/d/bangna/notices/settings", data=right, follow_redirects=True).text
    assert "เวลา 06.00 น. ไปที่ officer@example.org" in page
    conflict = browser.post("/d/bangna/notices/settings", data=right | {"digest_hour": "9"})
    assert conflict.status_code == 409
    assert "09.00 น." in conflict.text
    each = right | {"version": "1", "mail_mode": "each"}
    page = browser.post("/d/bangna/notices/settings", data=each, follow_redirects=True).text
    assert "ระหว่างเวลา 20.00 น. ถึง 08.00 น. จะไม่ส่งข้อความ" in page
    phones = world.in_district(lambda session: duty_phones(session, [officer.account_id]))
    assert phones == {officer.account_id: "02 123 4567"}
    preview = browser.post("/d/bangna/notices/settings/preview", data=each | {"mail_mode": "off"})
    assert "ท่านไม่รับอีเมล" in preview.text
    assert "<html" not in preview.text
    strange = browser.post("/d/bangna/notices/settings/preview", data=each | {"digest_hour": "25"})
    assert (strange.status_code, strange.text) == (204, "")
    assert "officer@example.org" in browser.get("/d/bangna/notices/settings").text
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=world.community("ก"))
    assert "duty_phone" not in leader.get("/d/bangna/notices/settings").text
    changes = world.sign_in(Role.OFFICE_ADMIN).get("/d/bangna/changes").text
    assert "แก้ไขการตั้งค่าการแจ้งเตือนของตน" in changes
    assert "officer@example.org" not in changes


def test_a_trial_arrives_in_the_system_and_by_mail(world: World, box: Mailbox):
    with time_machine.travel(NOON, tick=False):
        officer = world.person()
        choose(world, officer, mail_address="officer@example.org")
        browser = world.sign_in(person=officer)
        for _ in range(2):
            assert browser.post("/d/bangna/notices/trials").status_code == 303
        world.work_off()
        assert box.subjects == ["ทดลองการแจ้งเตือน"]
        assert browser.get("/d/bangna/notices").text.count("ทดลองการแจ้งเตือน") == 1


def test_recipients_are_found_by_role_and_community(world: World):
    mine, other = world.community("ก"), world.community("ข")
    chair = world.person(Role.COMMUNITY_CHAIR, community_id=mine, name="นายตัวอย่าง ประธาน")
    world.person(Role.COMMUNITY_CHAIR, community_id=other)
    officer = world.person()
    world.person(office=NEIGHBOUR)

    def found(*roles: Role, **where: object) -> set[object]:
        return world.in_district(
            lambda session: {
                each.account_id for each in accounts_with_roles(session, roles, **where)
            }
        )

    assert found(Role.COMMUNITY_CHAIR, community_ids=[mine]) == {chair.account_id}
    assert found(Role.COMMUNITY_CHAIR, community_ids=[]) == set()
    assert len(found(Role.COMMUNITY_CHAIR, Role.SOCIAL_DEVELOPER)) == 3
    assert found(Role.SOCIAL_DEVELOPER) == {officer.account_id}


def test_the_path_of_an_office_s_page_is_known_without_a_request(world: World):
    assert world.in_district(lambda session: office_path(session, "/x")) == "/d/bangna/x"
    assert world.in_city(lambda session: office_path(session, "/x")) == "/city/x"


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_its_word(topic: Topic, app: Flask):
    assert Topic.of(topic.key) is topic
    assert topic.title


def test_a_notice_is_forgotten_after_more_than_a_year(world: World, app: Flask):
    officer = world.person()
    tell(world, officer)
    today = bangkok_today()
    composition = compose([FEATURE])

    def count(session) -> int:
        return session.scalar(select(func.count()).select_from(Notice))

    for days, left in ((399, 1), (401, 0)):
        day = today + timedelta(days=days)
        world.in_district(lambda session, day=day: run_daily(session, composition, day))
        world.work_off()
        assert world.in_district(count) == left
