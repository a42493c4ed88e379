"""Meeting pay: known only by a regulation, approved before the meeting, listed after it."""

from collections.abc import Callable
from datetime import date, time
from uuid import UUID

import pymupdf
import pyotp
import pytest
from sqlalchemy import select, update

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.identity.models import Account
from core.regulations.keys import RegulationKey
from core.tenancy import scope
from tenants.meetings.models import Meeting
from tests.support.seats import regulation
from tests.support.world import NEIGHBOUR, World
from tests.tenants.meetings.minuted import (
    ABSENT,
    CHAIR,
    GUEST,
    HERE,
    MEMBER,
    STAND_IN,
    Office,
    make_office,
)

PASSWORD = "รหัสผ่านยาวพอสมควร"
APPROVAL = "pay-approval"
Approve = Callable[..., int]
AHEAD = date(bangkok_today().year + 1, 1, 10)
"""A day on which a meeting may still be approved."""


@pytest.fixture
def office(world: World) -> Office:
    return make_office(world)


@pytest.fixture
def approve(office: Office) -> Callable[..., object]:
    """The director approves the pay of a meeting; `values` replace what is sent."""
    secret = pyotp.random_base32()
    person = office.world.person(Role.DIRECTOR, password=PASSWORD, totp_secret=secret)
    browser = office.world.sign_in(person=person)

    def send(meeting: UUID, **values: str) -> object:
        with office.world.app.app_context(), scope.work(db.session, scope.platform_scope()):
            db.session.execute(
                update(Account).where(Account.id == person.account_id).values(totp_last_step=None)
            )
        sent = {"password": PASSWORD, "code": pyotp.TOTP(secret).now()} | values
        return browser.post(f"{HERE}/{meeting}/{APPROVAL}", data=sent)

    return send


def close(office: Office, *meetings: UUID) -> None:
    office.world.in_district(
        lambda session: session.execute(
            update(Meeting).where(Meeting.id.in_(meetings)).values(state="closed")
        )
    )


def pages(office: Office, meeting: UUID) -> str:
    answer = office.officer.get(f"{HERE}/{meeting}/pay/list")
    with pymupdf.open(stream=answer.data) as document:
        return "".join(page.get_text() for page in document).replace("\n", " ")


def test_without_a_known_rate_nothing_is_approved_or_listed(office: Office, approve):
    meeting = office.meeting(1, AHEAD, state="planned")
    page = office.officer.get(f"{HERE}/{meeting}/pay").text
    assert "ยังไม่ทราบอัตราเบี้ยประชุม" in page
    answer = approve(meeting)
    assert answer.status_code == 422
    assert "ไม่มีระเบียบที่กำหนดอัตราเบี้ยประชุม" in answer.text
    close(office, meeting)
    assert office.officer.get(f"{HERE}/{meeting}/pay/list").status_code == 404


def test_the_director_approves_before_the_meeting_and_members_who_came_are_paid(
    office: Office, approve
):
    regulation(office.world, RegulationKey.MEETING_PAY, baht=200, meetings=2)
    meeting = office.meeting(1, AHEAD, state="invited")
    assert "200 บาท" in office.officer.get(f"{HERE}/{meeting}/pay").text
    assert approve(meeting, password="ผิด").status_code == 422
    assert approve(meeting).status_code == 303
    assert approve(meeting).status_code == 303
    actions = office.world.in_district(
        lambda session: session.scalars(
            select(AuditEntry.action).where(AuditEntry.action == "meeting_pay:approved")
        ).all()
    )
    assert len(actions) == 1
    page = office.officer.get(f"{HERE}/{meeting}/pay").text
    assert "เมื่อปิดการประชุมแล้ว" in page
    assert "ผู้อำนวยการเขตบางนา" in page
    close(office, meeting)
    page = office.officer.get(f"{HERE}/{meeting}/pay").text
    for name in (CHAIR, MEMBER):
        assert name in page
    for name in (ABSENT, STAND_IN, GUEST):
        assert name not in page
    assert "400 บาท" in page
    paper = pages(office, meeting)
    assert "สี่ร้อยบาทถ้วน" in paper
    assert STAND_IN not in paper


def test_after_the_opening_nobody_approves_any_more(office: Office, approve):
    regulation(office.world, RegulationKey.MEETING_PAY, baht=200, meetings=2)
    for number, state in enumerate(("open", "closed"), start=1):
        meeting = office.meeting(number, state=state)
        answer = approve(meeting)
        assert answer.status_code == 422
        assert "ต้องอนุมัติก่อนการประชุม" in answer.text
        assert "ไม่ได้อนุมัติเบี้ยประชุมก่อนการประชุม" in office.officer.get(f"{HERE}/{meeting}/pay").text


def test_once_the_hour_has_come_nobody_approves_any_more(office: Office, approve):
    regulation(office.world, RegulationKey.MEETING_PAY, baht=200, meetings=2)
    for number, day in enumerate((bangkok_today(), date(2026, 1, 10)), start=1):
        meeting = office.meeting(number, day, state="invited", starts_at=time(0))
        assert approve(meeting).status_code == 422
        assert "ไม่ได้อนุมัติเบี้ยประชุมก่อนการประชุม" in office.officer.get(f"{HERE}/{meeting}/pay").text


def test_beyond_so_many_meetings_a_month_a_member_is_not_paid_again(office: Office, approve):
    regulation(office.world, RegulationKey.MEETING_PAY, baht=300, meetings=1)
    first = office.meeting(1, AHEAD, state="planned")
    second = office.meeting(
        1, AHEAD.replace(day=20), state="planned", body_kind="study", zone_id=None
    )
    next_month = office.meeting(2, AHEAD.replace(month=2), state="planned")
    for meeting in (first, second, next_month):
        assert approve(meeting).status_code == 303
    close(office, first, second, next_month)
    assert "600 บาท" in office.officer.get(f"{HERE}/{first}/pay").text
    page = office.officer.get(f"{HERE}/{second}/pay").text
    assert page.count("ในเดือนนี้แล้ว 1 ครั้ง") == 2
    assert "/pay/list" not in page
    assert "600 บาท" in office.officer.get(f"{HERE}/{next_month}/pay").text


def test_only_who_may_sign_approves_and_leaders_never_see_pay(office: Office):
    regulation(office.world, RegulationKey.MEETING_PAY, baht=200, meetings=2)
    meeting = office.meeting(1, AHEAD, state="planned")
    secret = pyotp.random_base32()
    head = office.world.person(Role.SECTION_HEAD, password=PASSWORD, totp_secret=secret)
    sent = {"password": PASSWORD, "code": pyotp.TOTP(secret).now()}
    answer = office.world.sign_in(person=head).post(f"{HERE}/{meeting}/{APPROVAL}", data=sent)
    assert answer.status_code == 422
    assert "ผู้อำนวยการเขตหรือผู้รักษาราชการแทน" in answer.text
    assert office.officer.post(f"{HERE}/{meeting}/{APPROVAL}", data=sent).status_code == 403
    assert office.chair.get(f"{HERE}/{meeting}/pay").status_code == 403
    assert office.chair.get(f"{HERE}/{meeting}/pay/list").status_code == 403
    stranger = office.world.sign_in(office=NEIGHBOUR)
    assert stranger.get(f"/d/phrakhanong/meetings/{meeting}/pay").status_code == 404
