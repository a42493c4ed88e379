"""Courses as officers plan them: particulars, formulas with their inputs, trainers, and how they end."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from core.notices.models import Notice
from tenants.training.models import Course, CourseState, Trainee, Trainer
from tests.support.editions import adopted, edition
from tests.support.world import NEIGHBOUR, World

HERE = "/d/bangna/courses"


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """An office with three registered communities and an officer who plans a course."""
    edition(world)
    adopted(world)
    communities = [world.community(f"ตัวอย่าง {letter}", status="registered") for letter in "กขค"]
    return SimpleNamespace(communities=communities, officer=world.sign_in(name="ผู้จัดอบรม"))


def typed(day: date) -> str:
    return show_date(day, style="numeric")


def sent(**changes: str) -> dict[str, str]:
    day = typed(bangkok_today() + timedelta(days=10))
    return {
        "title": "การพัฒนาเครือข่ายชุมชน",
        "purpose": "ให้กรรมการชุมชนมีความรู้",
        "topics": "แนวทางการสร้างเครือข่าย\nการทำงานร่วมกัน",
        "starts_on": day,
        "ends_on": day,
        "starts_at": "๙:๐๐",
        "ends_at": "16.30 น.",
        "hours": "6",
        "place": "ห้องประชุมตัวอย่าง",
        "target_percent": "90",
        "record_id": str(uuid7()),
    } | changes


def make(place: SimpleNamespace, **changes: str) -> UUID:
    answer = place.officer.post(HERE, data=sent(**changes))
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def stored(world: World, course: UUID) -> Course:
    def find(session) -> Course:
        found = session.scalars(select(Course).where(Course.id == course)).one()
        session.expunge(found)
        return found

    return world.in_district(find)


def people(
    version: int, *lines: tuple[str, str, str, str, bool], register: int = 0
) -> dict[str, str]:
    data = {"version": str(version)}
    for place, (label, number, times, unit, staff) in enumerate(lines, 1):
        data |= {f"label{place}": label, f"n{place}_1": number, f"unit{place}_1": "คน"}
        data |= {f"n{place}_2": times, f"unit{place}_2": unit}
        if staff:
            data[f"staff{place}"] = "y"
        if register == place:
            data[f"register{place}"] = "y"
    return data


def test_an_officer_plans_a_course_and_finds_everything_on_its_page(world: World, place):
    form = place.officer.get(f"{HERE}/new").text
    assert "รูปแบบการพัฒนาเครือข่าย" in form
    assert "ยิ้มแย้มแจ่มใส" in form
    course = make(place, suggested="รูปแบบการพัฒนาเครือข่าย")
    page = place.officer.get(f"{HERE}/{course}").text
    for words in ("การพัฒนาเครือข่ายชุมชน", "ห้องประชุมตัวอย่าง", "09.00 น. – 16.30 น.", "6 ชั่วโมง"):
        assert words in page
    assert page.index("<li>รูปแบบการพัฒนาเครือข่าย</li>") < page.index("<li>การทำงานร่วมกัน</li>")
    assert "การพัฒนาเครือข่ายชุมชน" in place.officer.get(HERE).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "โปรดระบุชื่อหลักสูตร"),
        ({"ends_on": typed(bangkok_today())}, "วันสุดท้ายอยู่ก่อนวันแรก"),
        ({"ends_on": typed(bangkok_today() + timedelta(days=90))}, "ไม่เกิน 31 วัน"),
        ({"ends_at": "8:00"}, "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม"),
        ({"starts_at": "25.00"}, "โปรดระบุเวลา"),
        ({"hours": "0"}, "0.5"),
        ({"target_percent": "120"}, "100"),
        ({"place": ""}, "โปรดระบุสถานที่"),
    ],
)
def test_each_slip_is_refused_in_thai_and_what_was_typed_stays(world, place, changes, sentence):
    answer = place.officer.post(HERE, data=sent(**{"purpose": "คงข้อความนี้ไว้"} | changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "คงข้อความนี้ไว้" in answer.text


def test_a_double_submit_is_one_course(world: World, place):
    once = sent()
    first, second = (place.officer.post(HERE, data=once) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert world.in_district(lambda session: len(session.scalars(select(Course)).all())) == 1


def test_two_officers_who_change_a_course_see_both_texts(world: World, place):
    course = make(place)
    answer = place.officer.post(f"{HERE}/{course}", data=sent(version="1", place="ห้องหนึ่ง"))
    assert answer.status_code == 303
    answer = place.officer.post(f"{HERE}/{course}", data=sent(version="1", place="ห้องสอง"))
    assert answer.status_code == 409
    assert "ห้องหนึ่ง" in answer.text
    assert "ห้องสอง" in answer.text


def test_the_formula_keeps_its_inputs_and_the_register_moves_without_it(world: World, place):
    course = make(place)
    page = place.officer.get(f"{HERE}/{course}/invitee-formula/edit").text
    assert "3 ชุมชน ณ วันนี้" in page
    answer = place.officer.post(
        f"{HERE}/{course}/invitee-formula",
        data=people(
            1,
            ("กรรมการชุมชน", "3", "", "", False),
            ("ผู้แทนหน่วยงาน", "36", "", "", False),
            ("เจ้าหน้าที่ดำเนินการ", "10", "", "", True),
            register=1,
        ),
    )
    assert answer.status_code == 303, answer.text
    kept = stored(world, course)
    assert (kept.expected, kept.target) == (55, 45)
    assert kept.invitees[0]["factors"][1] == {
        "value": "3",
        "unit": "ชุมชน",
        "source": "register",
        "as_of": bangkok_today().isoformat(),
    }
    page = place.officer.get(f"{HERE}/{course}").text
    assert "3 คน × 3 ชุมชน" in page
    assert "คาดว่ามา 55 คน" in page
    assert "กลุ่มเป้าหมาย 45 คน" in page
    assert "เป็น 41 คน" in page  # 90 % of 45, rounded up
    assert "ทะเบียนเปลี่ยนไปแล้ว" not in page
    world.community("ตัวอย่าง ง", status="registered")
    page = place.officer.get(f"{HERE}/{course}").text
    assert "ทะเบียนเปลี่ยนไปแล้ว" in page
    assert "3 คน × 3 ชุมชน" in page
    place.officer.post(
        f"{HERE}/{course}/invitee-formula",
        data=people(2, ("กรรมการชุมชน", "2", "3", "ชุมชน", False)),
    )
    line = stored(world, course).invitees[0]
    assert line["factors"][1]["source"] == "register"
    assert stored(world, course).expected == 6


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("กรรมการ", "0", "38", "ชุมชน", False), "มากกว่าศูนย์"),
        (("กรรมการ", "2.5", "38", "ชุมชน", False), "จำนวนเต็ม"),
        (("", "3", "38", "ชุมชน", False), "บรรทัดนี้นับ"),
        (("กรรมการ", "", "", "", False), "จำนวนของบรรทัดนี้"),
    ],
)
def test_a_formula_that_says_nothing_is_refused(world: World, place, line, sentence):
    course = make(place)
    answer = place.officer.post(f"{HERE}/{course}/invitee-formula", data=people(1, line))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(world, course).invitees == []


def test_the_budget_is_a_sum_of_formulas_and_the_fees_follow_from_the_trainers(world: World, place):
    course = make(place)
    data = {"version": "1"}
    for number, (label, *factors) in enumerate(
        [("อาหารและเครื่องดื่ม", "150", "160", "1"), ("ค่าวัสดุ", "5000")], 1
    ):
        data[f"label{number}"] = label
        data |= {f"n{number}_{at}": value for at, value in enumerate(factors, 1)}
    assert place.officer.post(f"{HERE}/{course}/budget", data=data).status_code == 303
    for name in ("นายตัวอย่าง วิทยากรหนึ่ง", "นางตัวอย่าง วิทยากรสอง"):
        answer = place.officer.post(
            f"{HERE}/{course}/trainers",
            data={"name": name, "rate": "600", "hours": "6", "record_id": str(uuid7())},
        )
        assert answer.status_code == 303
    page = place.officer.get(f"{HERE}/{course}").text
    for words in (
        "24,000",
        "600 บาท × 2 คน × 6 ชั่วโมง",
        "7,200",
        "36,200",
        "สามหมื่นหกพันสองร้อยบาทถ้วน",
    ):
        assert words in page, words
    answer = place.officer.post(
        f"{HERE}/{course}/trainers", data={"name": "นาย", "rate": "600", "record_id": str(uuid7())}
    )
    assert answer.status_code == 422
    assert "ทั้งอัตราและจำนวนชั่วโมง" in answer.text


def test_a_trainer_is_changed_and_taken_off(world: World, place):
    course = make(place)
    once = {"name": "นายตัวอย่าง วิทยากร", "record_id": str(uuid7())}
    for _ in range(2):
        assert place.officer.post(f"{HERE}/{course}/trainers", data=once).status_code == 303
    trainers = world.in_district(lambda session: session.scalars(select(Trainer.id)).all())
    assert len(trainers) == 1
    way = f"/d/bangna/trainers/{trainers[0]}"
    assert place.officer.get(f"{HERE}/{course}/trainers/new").status_code == 200
    assert place.officer.get(f"{way}/edit").status_code == 200
    changed = {"name": "นายตัวอย่าง คนใหม่", "version": "1"}
    assert place.officer.post(way, data=changed).status_code == 303
    assert place.officer.post(way, data=changed | {"name": "อีกคน"}).status_code == 409
    assert place.officer.post(f"{way}/removal").status_code == 303
    assert "ยังไม่ได้ระบุวิทยากร" in place.officer.get(f"{HERE}/{course}").text


def test_a_course_is_cancelled_with_a_reason_and_stays_as_it_was(world: World, place):
    course = make(place)
    assert place.officer.get(f"{HERE}/{course}/cancellation/new").status_code == 200
    assert (
        place.officer.post(f"{HERE}/{course}/cancellation", data={"reason": " "}).status_code == 422
    )
    for _ in range(2):
        answer = place.officer.post(f"{HERE}/{course}/cancellation", data={"reason": "น้ำท่วม"})
        assert answer.status_code == 303
    assert "น้ำท่วม" in place.officer.get(f"{HERE}/{course}").text
    answer = place.officer.post(f"{HERE}/{course}", data=sent(version="2"))
    assert answer.status_code == 422
    assert "ยกเลิก" in answer.text
    actions = world.in_district(lambda session: session.scalars(select(AuditEntry.action)).all())
    assert {"course:created", "course:cancelled"} <= set(actions)


def test_a_course_is_not_closed_before_it_is_over_nor_without_anybody(world: World, place):
    course = make(place)
    asked = place.officer.get(f"{HERE}/{course}/closure/new").text
    assert "ปิดการอบรมนี้หรือไม่" in asked
    answer = place.officer.post(f"{HERE}/{course}/closure")
    assert answer.status_code == 422
    assert "ปิดได้ตั้งแต่วันนั้น" in answer.text
    today = typed(bangkok_today())
    other = make(place, starts_on=today, ends_on=today)
    answer = place.officer.post(f"{HERE}/{other}/closure")
    assert answer.status_code == 422
    assert "ยังไม่มีผู้ใดลงชื่อเข้าอบรม" in answer.text
    assert stored(world, other).state == CourseState.PLANNED


def test_another_office_and_a_leader_do_not_see_a_course(world: World, place):
    course = make(place)
    stranger = world.sign_in(office=NEIGHBOUR)
    assert stranger.get(f"{HERE}/{course}").status_code == 404
    assert stranger.get(f"/d/phrakhanong/courses/{course}").status_code == 404
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=place.communities[0])
    assert leader.get(f"{HERE}/{course}").status_code == 403
    assert leader.get("/d/bangna/my-courses").status_code == 200
    director = world.sign_in(Role.DIRECTOR)
    assert director.get(f"{HERE}/{course}").status_code == 200
    assert director.post(f"{HERE}/{course}", data=sent(version="1")).status_code == 403


def test_every_page_of_an_empty_course_opens(world: World, place):
    course = make(place)
    for way in (
        "",
        "?state=closed",
        f"/{course}/edit",
        f"/{course}/budget/edit",
        f"/{course}/people",
        f"/{course}/people/new",
        f"/{course}/committee-invitees/new",
        f"/{course}/partner-invitees/new",
        f"/{course}/invitation/new",
        f"/{course}/check-in",
        f"/{course}/walk-ins/new",
        f"/{course}/certificates",
        f"/{course}/follow-ups",
    ):
        assert place.officer.get(HERE + way).status_code == 200, way
    assert place.officer.get("/d/bangna/leader-development?year=1").status_code == 200


def test_a_course_that_moves_takes_its_list_along_and_tells_who_was_invited(world: World, training):
    leader = world.person(Role.COMMUNITY_CHAIR, community_id=world.community("ตัวอย่าง จ"))
    course = training.course(3, state="planned")
    who = training.trainee(course, "นางตัวอย่าง ผู้นำ", account_id=leader.account_id)
    assert training.officer.post(f"{HERE}/{course}/invitation").status_code == 303
    later = bangkok_today() + timedelta(days=20)
    answer = training.officer.post(
        f"{HERE}/{course}",
        data=sent(version="2", starts_on=typed(later), ends_on=typed(later), title="อบรมทดสอบ"),
    )
    assert answer.status_code == 303
    assert training.read(Trainee, who).held_on == later
    notices = world.in_district(
        lambda session: session.execute(
            select(Notice.title, Notice.withdrawn_at.is_not(None)).order_by(Notice.id)
        ).all()
    )
    assert [row[1] for row in notices] == [True, False]
    assert show_date(later, style="short") in notices[1][0]
