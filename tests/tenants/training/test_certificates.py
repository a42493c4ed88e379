"""Certificates: for those who came, signed, numbered without a gap, checked by anybody, revoked."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from core.access.roles import Role
from core.composition import composition_of
from core.evidence.models import EvidenceCard
from core.extensions import db
from core.i18n.dates import bangkok_today, buddhist_year
from core.jobs.daily import run_daily
from core.notices.models import Notice
from core.tenancy import scope
from tenants.training import certificates, following
from tenants.training.models import Certificate, FollowUp, Trainee, Usage
from tests.support.world import BANG_NA, World

HERE = "/d/bangna"
PASSWORD = "a long password for tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def director(world: World) -> FlaskClient:
    return world.sign_in(
        Role.DIRECTOR, name="นายตัวอย่าง ผู้อำนวยการ", password=PASSWORD, totp_secret=SECRET
    )


def confirmed(**values: object) -> dict[str, object]:
    return {"password": PASSWORD, "code": pyotp.TOTP(SECRET).now(), **values}


def came(training, course: UUID, *names: str) -> list[UUID]:
    return [
        training.trainee(course, f"นายตัวอย่าง {name}", presence="present", position=place)
        for place, name in enumerate(names)
    ]


def issued(world: World) -> list[tuple[int, int, str]]:
    return world.in_district(
        lambda session: [
            (each.number, each.year, each.name)
            for each in session.scalars(select(Certificate).order_by(Certificate.number))
        ]
    )


def test_the_director_signs_certificates_for_those_who_came(world, training, director, client):
    course = training.course(-1, state="closed", title="การพัฒนาเครือข่าย")
    first, second = came(training, course, "หนึ่ง", "สอง")
    training.trainee(course, "นายตัวอย่าง ไม่มา", presence="absent")
    training.trainee(course, "นางตัวอย่าง ผู้จัด", trainee_group="staff", presence="present")
    way = f"{HERE}/courses/{course}/certificates"
    page = director.get(f"{way}/new").text
    assert "นายตัวอย่าง หนึ่ง" in page
    assert "ไม่มา" not in page
    assert "ผู้จัด" not in page
    assert "ผู้อำนวยการเขตบางนา" in page
    answer = director.post(way, data={"trainees": [str(first)], "password": "wrong", "code": "1"})
    assert answer.status_code == 422
    assert issued(world) == []
    year = buddhist_year(bangkok_today())
    once = confirmed(trainees=[str(first)])
    for _ in range(2):
        assert director.post(way, data=once).status_code == 303
    assert issued(world) == [(1, year, "นายตัวอย่าง หนึ่ง")]
    page = director.get(way).text
    assert "กำลังจัดทำไฟล์" in page
    world.work_off()
    page = director.get(way).text
    assert "วุฒิบัตรทั้ง 1 ฉบับ" in page
    found = world.in_district(
        lambda session: session.execute(
            select(Certificate.id, Certificate.verification_code, Certificate.sha256)
        ).one()
    )
    for address in (f"{way}/file", f"{HERE}/certificates/{found.id}/file"):
        assert director.get(address).data.startswith(b"%PDF")
    ticket = f"{HERE}/training-tickets/{training.code(first)}"
    assert found.verification_code in client.get(ticket).text
    assert client.get(f"{ticket}/certificate").data.startswith(b"%PDF")
    public = client.get(f"/papers/{found.verification_code}").text
    assert "การพัฒนาเครือข่าย" in public
    assert found.sha256 in public.replace("\n", "") or found.sha256[:16] in public
    assert "นายตัวอย่าง หนึ่ง" not in public
    other = f"{HERE}/training-tickets/{training.code(second)}/certificate"
    assert client.get(other).status_code == 404


def test_a_certificate_is_revoked_with_a_reason_and_its_card_says_so(world, training, director):
    course = training.course(-1, state="closed")
    [one] = came(training, course, "หนึ่ง")
    issue(world, course, [one])
    certificate_id = world.in_district(
        lambda session: session.scalars(select(Certificate.id)).one()
    )
    way = f"{HERE}/certificates/{certificate_id}/revocation"
    assert director.get(f"{way}/new").status_code == 200
    assert director.post(way, data={"reason": ""}).status_code == 422
    for _ in range(2):
        assert director.post(way, data={"reason": "ชื่อผิดคน"}).status_code == 303
    state = world.in_district(lambda session: session.scalars(select(EvidenceCard.state)).one())
    assert state == "revoked"
    assert "ชื่อผิดคน" in director.get(f"{HERE}/courses/{course}/certificates").text
    head = world.sign_in(Role.SECTION_HEAD)
    answer = head.post(way, data={"reason": "x"})
    assert answer.status_code == 422
    officer = world.sign_in()
    assert officer.post(way, data={"reason": "x"}).status_code == 403
    assert officer.get(f"{HERE}/courses/{course}/certificates/new").status_code == 403


def test_certificates_wait_for_the_end_of_the_course(world, training, director):
    course = training.course(0, state="running")
    [one] = came(training, course, "หนึ่ง")
    page = director.get(f"{HERE}/courses/{course}/certificates/new").text
    assert "โปรดปิดการอบรมก่อน" in page
    answer = director.post(
        f"{HERE}/courses/{course}/certificates", data=confirmed(trainees=[str(one)])
    )
    assert answer.status_code == 422
    assert issued(world) == []


def test_numbers_follow_one_another_even_when_many_issue_at_once(world: World, training):
    courses = [training.course(-1, state="closed") for _ in range(4)]
    wanted = [(course, came(training, course, "ก", "ข", "ค")) for course in courses]
    actor = world.actor(Role.DIRECTOR)

    def act(entry: tuple[UUID, list[UUID]]) -> int:
        course, people = entry
        with world.app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA)):
            return certificates.issue(
                db.session(),
                actor=actor,
                course_id=course,
                trainee_ids=people,
                address="https://example.invalid/papers/",
            )

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(act, [*wanted, *wanted])).count(3) == 4
    assert [number for number, _year, _name in issued(world)] == list(range(1, 13))


def issue(world: World, course: UUID, people: list[UUID]) -> None:
    actor = world.actor(Role.DIRECTOR)
    world.in_district(
        lambda session: certificates.issue(
            session,
            actor=actor,
            course_id=course,
            trainee_ids=people,
            address="https://example.invalid/papers/",
        )
    )


def test_closing_plans_the_follow_ups_of_those_who_came(world: World, training):
    course = training.course(0, state="running")
    came(training, course, "หนึ่ง", "สอง")
    training.trainee(course, "นางตัวอย่าง ผู้จัด", trainee_group="staff", presence="present")
    training.trainee(course, "นายตัวอย่าง ไม่มา", presence="absent")
    for _ in range(2):
        assert training.officer.post(f"{HERE}/courses/{course}/closure").status_code == 303
    due = world.in_district(
        lambda session: session.execute(
            select(FollowUp.after_days, FollowUp.due_on, func.count())
            .group_by(FollowUp.after_days, FollowUp.due_on)
            .order_by(FollowUp.after_days)
        ).all()
    )
    today = bangkok_today()
    assert [tuple(row) for row in due] == [
        (60, today + timedelta(days=60), 2),
        (90, today + timedelta(days=90), 2),
    ]
    page = training.officer.get(f"{HERE}/courses/{course}/follow-ups").text
    assert "เริ่มถามตั้งแต่" in page


def followed(world: World, training, *names: str) -> tuple[UUID, list[UUID]]:
    """A course of 70 days ago, whose first question is due."""
    course = training.course(-70, state="running")
    people = came(training, course, *names)
    assert training.officer.post(f"{HERE}/courses/{course}/closure").status_code == 303
    return course, people


def question(world: World, trainee: UUID, days: int = 60) -> UUID:
    return world.in_district(
        lambda session: session.scalars(
            select(FollowUp.id).where(FollowUp.trainee_id == trainee, FollowUp.after_days == days)
        ).one()
    )


def test_the_holder_answers_on_the_own_page_and_staff_after_a_call(world, training, client):
    zone_community = world.community("ก")
    zone = world.zone(1, zone_community)
    course, (first, second) = followed(world, training, "หนึ่ง", "สอง")
    world.in_district(
        lambda session: session.execute(
            update(Trainee).where(Trainee.id == first).values(zone_id=zone)
        )
    )
    way = f"{HERE}/training-tickets/{training.code(first)}"
    assert "ครบ 60 วัน" in client.get(way).text
    own = f"{way}/follow-ups/{question(world, first)}"
    assert client.get(own).status_code == 200
    assert client.get(f"{way}/follow-ups/{question(world, second)}").status_code == 404
    answer = client.post(own, data={"usage": "yes", "what": " "})
    assert answer.status_code == 422
    assert "นำเรื่องใดไปใช้" in answer.text
    early = f"{way}/follow-ups/{question(world, first, 90)}"
    assert client.post(early, data={"usage": "yes", "what": "x"}).status_code == 422
    for _ in range(2):
        sent = {"usage": "partly", "what": "จัดเวทีโซน"}
        assert client.post(own, data=sent).status_code == 303
    by_staff = f"{HERE}/follow-ups/{question(world, second)}"
    assert training.officer.get(f"{by_staff}/edit").status_code == 200
    answer = training.officer.post(by_staff, data={"usage": "no", "what": ""})
    assert answer.status_code == 422
    answer = training.officer.post(by_staff, data={"usage": "no", "obstacle": "ยังไม่มีเวลา"})
    assert answer.status_code == 303
    page = training.officer.get(f"{HERE}/courses/{course}/follow-ups").text
    for words in ("1/2", "คนที่ตอบ จากผู้ถูกถาม 2 คน", "โซน 1", "จัดเวทีโซน", "ยังไม่มีเวลา", "ผู้จัดอบรม"):
        assert words in page, words
    shares = world.in_district(
        lambda session: [
            (share.zone.number if share.zone else None, share.using, share.answered)
            for share in following.usage_by_zone(session, course, 60)
        ]
    )
    assert shares == [(1, 1, 1), (None, 0, 1)]
    assert Usage.PARTLY.value == "partly"


def test_the_daily_job_asks_each_once_and_tells_the_staff_whom_to_ask(world: World, training):
    leader = world.person(Role.COMMUNITY_CHAIR, community_id=world.community("ก"))
    course, _people = followed(world, training, "ไม่มีบัญชี")
    trainee = training.trainee(
        course, "นายตัวอย่าง มีบัญชี", presence="present", account_id=leader.account_id
    )
    world.in_district(
        lambda session: session.add(
            FollowUp(
                district_id=BANG_NA,
                course_id=course,
                trainee_id=trainee,
                after_days=60,
                due_on=bangkok_today() - timedelta(days=10),
            )
        )
    )
    for day in (bangkok_today(), bangkok_today() + timedelta(days=1)):
        daily(world, day)
    notices = world.in_district(
        lambda session: session.execute(select(Notice.account_id, Notice.title, Notice.url)).all()
    )
    asked = [each for each in notices if each.account_id == leader.account_id]
    assert [each.url for each in asked] == ["/d/bangna/my-courses"]
    staff = [each for each in notices if each.account_id != leader.account_id]
    assert len(staff) == 1
    assert re.search("สอบถาม 2 คน", staff[0].title)


def daily(world: World, day: date) -> None:
    world.in_district(lambda session: run_daily(session, composition_of(world.app), day))
    world.work_off()
