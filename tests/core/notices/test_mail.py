"""What leaves the house by mail: once, at its hour, in one letter, and never without a trace."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text, update

from core.access.roles import Role
from core.extensions import db
from core.identity.models import Membership
from core.jobs import running
from core.jobs.models import OutboxJob
from core.notices.models import MailMode, NoticeDelivery
from core.notices.service import Recipient, withdraw
from tests.core.notices.conftest import NOON, choose, deliveries, first_notice, set_config, tell
from tests.support.mailbox import Mailbox, header
from tests.support.world import BANG_NA, NEIGHBOUR, World


def jobs_again(world: World) -> None:
    """Every job of the office as if it had never been done: what a broker delivers twice, and worse."""
    world.in_district(
        lambda session: session.execute(update(OutboxJob).values(done_at=None, leased_until=None))
    )


def test_a_notice_goes_out_by_mail_once_in_thai_and_with_the_way_to_its_page(
    world: World, box: Mailbox
):
    officer = world.person(name="นางสาวตัวอย่าง ใจดี")
    choose(world, officer, mail_address="officer@example.org")
    with time_machine.travel(NOON, tick=False):
        assert tell(world, officer) == 1
        assert tell(world, officer) == 0
        world.work_off()
        jobs_again(world)
        world.work_off()
    assert deliveries(world) == [("mail", "sent")]
    (mail,) = box.messages
    assert mail["Subject"] == "ประชุมคณะกรรมการเครือข่าย โซน 2"
    assert header(mail, "From") == "สำนักงานเขตบางนา <notices@example.org>"
    assert mail["To"] == "officer@example.org"
    assert mail["Message-ID"].startswith("<1047.")
    assert mail["List-Unsubscribe"] == "<http://localhost:8000/d/bangna/notices/settings>"
    words = mail.get_content()
    assert "วันที่ 5 ธันวาคม 2569 เวลา 10.00 น." in words
    assert "http://localhost:8000/d/bangna/communities" in words
    assert "สำนักงานเขตบางนา" in words


def test_a_long_title_survives_the_mail_and_brings_no_header_of_its_own(world: World, box: Mailbox):
    officer = world.person()
    choose(world, officer, mail_address="officer@example.org")
    title = "ขอเชิญประชุมคณะกรรมการเครือข่ายชุมชนระดับเขตบางนาเพื่อพิจารณาแผนปฏิบัติการประจำปีงบประมาณพุทธศักราชสองพันห้าร้อยเจ็ดสิบ"
    tell(world, officer, title=f"{title}\r\nBcc: spy@example.org", body=".\r\n..จุด\n.")
    world.work_off()
    (mail,) = box.messages
    assert mail["Subject"] == f"{title} Bcc: spy@example.org"
    assert mail["Bcc"] is None
    assert "\n..จุด\n." in mail.get_content().replace("\r", "")


def test_what_is_due_for_one_person_goes_in_one_letter(world: World, box: Mailbox):
    officer = world.person()
    choose(world, officer, mail_address="officer@example.org")
    for number in range(3):
        tell(world, officer, key=f"test:{number}", title=f"เรื่องที่ {number}")
    world.work_off()
    assert box.subjects == ["แจ้งเตือน 3 เรื่อง จากสำนักงานเขตบางนา"]
    assert all(f"เรื่องที่ {number}" in box.messages[0].get_content() for number in range(3))
    assert deliveries(world) == [("mail", "sent")] * 3


def test_the_daily_mail_comes_at_its_hour_without_what_was_read_or_withdrawn(
    world: World, box: Mailbox
):
    officer = world.person()
    choose(
        world, officer, mail_address="o@example.org", mail_mode=MailMode.DAILY.value, digest_hour=8
    )
    with time_machine.travel(NOON, tick=False) as clock:
        tell(world, officer, key="read")
        world.sign_in(person=officer).post(f"/d/bangna/notices/{first_notice(world)}/reading")
        for key in ("withdrawn", "one", "two"):
            tell(world, officer, key=key, title=key)
        world.in_district(lambda session: withdraw(session, "withdrawn"))
        assert world.work_off() == 0
        clock.move_to(datetime(2026, 11, 24, 0, 59, tzinfo=UTC))
        assert world.work_off() == 0
        clock.move_to(datetime(2026, 11, 24, 1, 0, 1, tzinfo=UTC))
        world.work_off()
    assert box.subjects == ["แจ้งเตือน 2 เรื่อง จากสำนักงานเขตบางนา"]
    assert sorted(state for _, state in deliveries(world)) == [
        "not_needed",
        "not_needed",
        "sent",
        "sent",
    ]


def test_quiet_hours_hold_a_mail_back_until_they_are_over(world: World, box: Mailbox):
    officer = world.person()
    choose(world, officer, mail_address="o@example.org", quiet_from=21, quiet_to=7)
    with time_machine.travel(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), tick=False) as clock:
        tell(world, officer)
        assert world.work_off() == 0
        clock.move_to(datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC))
        world.work_off()
    assert len(box.messages) == 1


def test_somebody_without_an_account_gets_a_mail_that_leads_to_no_page(world: World, box: Mailbox):
    partner = Recipient.address("มูลนิธิตัวอย่าง", "partner@example.org")
    with time_machine.travel(NOON, tick=False):
        assert tell(world, to=[partner, partner, Recipient.address("ไม่มีอีเมล", "")]) == 1
        world.work_off()
    (mail,) = box.messages
    assert mail["To"] == "partner@example.org"
    assert "http://" not in mail.get_content()
    assert mail["List-Unsubscribe"] is None


def test_examples_and_people_who_left_or_want_no_mail_get_none(world: World, box: Mailbox):
    example, left, silent = world.person(), world.person(), world.person()
    for each in (example, left, silent):
        choose(world, each, mail_address="o@example.org")
    tell(world, example, is_example=True)
    tell(world, left, silent)
    choose(world, silent, mail_mode=MailMode.OFF.value)
    world.in_district(
        lambda session: session.execute(
            update(Membership)
            .where(Membership.account_id == left.account_id)
            .values(last_day=Membership.valid_from)
        )
    )
    world.work_off()
    assert box.begun == 0
    assert deliveries(world) == [("mail", "not_needed")] * 2


def test_without_a_mail_server_everything_else_works(world: World):
    officer = world.person()
    choose(world, officer, mail_address="o@example.org")
    tell(world, officer)
    world.work_off()
    assert deliveries(world) == [("mail", "not_needed")]
    assert "ประชุมคณะกรรมการเครือข่าย" in world.sign_in(person=officer).get("/d/bangna/notices").text


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("CONNECT", "421 too busy", "waiting"),
        ("MAIL", "550 not you", "waiting"),
        ("RCPT", "451 later", "waiting"),
        ("RCPT", "550 o@example.org is unknown", "failed"),
        ("DATA", "", "waiting"),
        ("END", "452 full", "waiting"),
        ("END", "554 no", "failed"),
        ("END", "", "uncertain"),
    ],
)
def test_a_refusal_is_final_a_delay_is_tried_again_and_silence_after_the_dot_is_uncertain(
    world: World, box: Mailbox, step: str, answer: str, state: str
):
    officer = world.person()
    choose(world, officer, mail_address="o@example.org")
    box.answers[step] = answer
    with time_machine.travel(NOON, tick=False) as clock:
        tell(world, officer)
        world.work_off()
        assert deliveries(world) == [("mail", state)]
        problem = world.in_district(
            lambda session: session.scalars(select(NoticeDelivery.last_error)).one()
        )
        assert "o@example.org" not in (problem or "")
        arrived = len(box.messages)
        box.answers.clear()
        clock.shift(timedelta(minutes=5))
        world.work_off()
    assert deliveries(world) == [("mail", "sent" if state == "waiting" else state)]
    assert len(box.messages) == (1 if state == "waiting" else arrived)


def test_a_mail_server_that_stays_away_for_two_days_ends_in_a_failed_delivery(
    world: World, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    set_config(app, monkeypatch, smtp_url="smtp://127.0.0.1:9", mail_from="n@example.org")
    officer = world.person()
    choose(world, officer, mail_address="o@example.org")
    with time_machine.travel(NOON, tick=False) as clock:
        tell(world, officer)
        world.work_off()
        for _ in range(60):
            clock.shift(timedelta(hours=1, seconds=1))
            world.work_off()
    assert deliveries(world) == [("mail", "failed")]


def test_a_worker_whose_commit_fails_has_sent_nothing(
    world: World, app: Flask, box: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    officer = world.person()
    choose(world, officer, mail_address="o@example.org")
    tell(world, officer)
    job = world.in_district(lambda session: session.scalars(select(OutboxJob.id)).one())
    with app.app_context():
        session = db.session()
        commit = type(session).commit

        def lost(self) -> None:
            monkeypatch.setattr(type(session), "commit", commit)
            raise ConnectionError("the database went away")

        monkeypatch.setattr(type(session), "commit", lost)
        assert not running.run(BANG_NA, job)
    assert (box.begun, box.messages, deliveries(world)) == (1, [], [("mail", "waiting")])
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3)):
        world.work_off()
    assert len(box.messages) == 1
    assert deliveries(world) == [("mail", "sent")]


def test_the_administrator_decides_about_an_uncertain_mail(world: World, box: Mailbox):
    officer = world.person(name="นายตัวอย่าง รอจดหมาย")
    choose(world, officer, mail_address="secret@example.org")
    admin = world.sign_in(Role.OFFICE_ADMIN)
    assert "ส่งถึงครบทุกฉบับ" in admin.get("/d/bangna/notices/deliveries").text
    box.answers["END"] = ""
    tell(world, officer, key="a")
    tell(world, officer, key="b", title="เรื่องลับของผู้รับ")
    world.work_off()
    first = box.messages[0]["Message-ID"]
    box.answers.clear()
    page = admin.get("/d/bangna/notices/deliveries").text
    assert "<span>ไม่แน่ใจว่าส่งถึงหรือไม่</span>" in page
    assert page.count("/resending") == 1
    assert "นายตัวอย่าง รอจดหมาย" in page
    assert "secret@example.org" not in page
    assert "เรื่องลับของผู้รับ" not in page
    delivery = world.in_district(
        lambda session: session.scalars(
            select(NoticeDelivery.id).order_by(NoticeDelivery.id)
        ).first()
    )
    address = f"/d/bangna/notices/deliveries/{delivery}/resending"
    assert world.sign_in().post(address).status_code == 403
    assert world.sign_in(Role.OFFICE_ADMIN, NEIGHBOUR).post(address).status_code == 404
    assert (
        world.sign_in(Role.OFFICE_ADMIN, NEIGHBOUR)
        .post(address.replace("bangna", "phrakhanong"))
        .status_code
        == 404
    )
    assert admin.post(address).status_code == 303
    assert "ไม่ต้องส่งอีกครั้ง" in admin.post(address, follow_redirects=True).text
    world.work_off()
    assert [each["Message-ID"] for each in box.messages] == [first, first]
    assert deliveries(world) == [("mail", "sent")] * 2


def test_no_address_and_no_word_of_a_notice_is_in_the_audit_trail(world: World, owner):
    officer = world.person()
    choose(world, officer, mail_address="secret@example.org", duty_phone="081 999 9999")
    tell(world, officer)
    with owner.connect() as connection:
        trail = connection.execute(
            text("SELECT coalesce(string_agg(a::text, ' '), '') FROM audit_entries a")
        ).scalar_one()
    assert "notice_settings" in trail
    assert "secret@example.org" not in trail
    assert "081 999" not in trail
    assert "ประชุม" not in trail
