"""Who comes on the list of a course: committees in one step, partners, single people; and who is told."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.db import uuid7
from core.notices.models import Notice
from tenants.committees.models import Committee, Seat
from tenants.partners.models import Organisation, OrganisationContact
from tenants.people.models import Person
from tenants.people.queries import person_key
from tenants.training.models import Course, CourseState, Trainee
from tests.support.world import BANG_NA, World

LONG_AGO = date(2025, 1, 1)


def person(world: World, name: str, **values: object) -> UUID:
    person_id = uuid7()
    world.in_district(
        lambda session: session.add(
            Person(
                district_id=BANG_NA,
                id=person_id,
                name=name,
                match_key=person_key(name),
                **values,
            )
        )
    )
    return person_id


def committee(world: World, community: UUID, *seats: tuple[str, str]) -> list[UUID]:
    """A community's committee with people on these seats; their ids in the register."""
    people = [person(world, name) for _rule, name in seats]

    def seat(session) -> None:
        body = Committee(district_id=BANG_NA, kind="community", community_id=community, edition=1)
        session.add(body)
        session.flush()
        for (rule, name), person_id in zip(seats, people, strict=True):
            session.add(
                Seat(
                    district_id=BANG_NA,
                    committee_id=body.id,
                    rule_key=rule,
                    person_id=person_id,
                    person_name=name,
                    person_position="",
                    valid_from=LONG_AGO,
                )
            )

    world.in_district(seat)
    return people


def names(world: World, course: UUID) -> list[str]:
    return world.in_district(
        lambda session: session.scalars(
            select(Trainee.name).where(Trainee.course_id == course).order_by(Trainee.position)
        ).all()
    )


def told(world: World) -> list[tuple[str, str]]:
    return world.in_district(
        lambda session: [
            (each.name, each.title) for each in session.scalars(select(Notice).order_by(Notice.id))
        ]
    )


def test_the_three_of_every_community_come_in_one_step_and_vacant_seats_are_shown(world, training):
    full, half = (
        world.community("ก", status="registered"),
        world.community("ข", status="registered"),
    )
    zone = world.zone(1, full)
    committee(
        world,
        full,
        ("chair", "นายตัวอย่าง ประธาน"),
        ("vice_chair", "นายตัวอย่าง รอง"),
        ("secretary", "นางตัวอย่าง เลขา"),
        ("members", "นายตัวอย่าง กรรมการ"),
    )
    committee(world, half, ("chair", "นางตัวอย่าง เดี่ยว"))
    course = training.course(10, state="planned")
    here = f"/d/bangna/courses/{course}"
    page = training.officer.get(f"{here}/committee-invitees/new").text
    assert "รวม 4 คน จาก 2 ชุมชน" in page
    assert "มี 1 ชุมชนที่ตำแหน่งว่าง" in page
    for _ in range(2):
        answer = training.officer.post(f"{here}/committee-invitees")
        assert answer.status_code == 303
    assert names(world, course) == [
        "นายตัวอย่าง ประธาน",
        "นางตัวอย่าง เลขา",
        "นายตัวอย่าง กรรมการ",
        "นางตัวอย่าง เดี่ยว",
    ]
    page = training.officer.get(f"{here}/people").text
    assert "มีชื่ออยู่แล้ว 4 คน" in page
    assert "ชุมชนก" in page
    rows = world.in_district(
        lambda session: session.execute(select(Trainee.zone_id, Trainee.in_target)).all()
    )
    assert [row[0] for row in rows].count(zone) == 3
    assert all(row[1] for row in rows)


def test_partners_send_their_contacts_and_staff_are_not_of_the_target_group(world, training):
    who = person(world, "นายตัวอย่าง ตำรวจ")

    def store(session) -> UUID:
        body = Organisation(
            district_id=BANG_NA,
            name="สถานีตำรวจตัวอย่าง",
            match_key="สถานีตำรวจตัวอย่าง",
            sector="state",
            kind="police",
            partner_since=LONG_AGO,
        )
        session.add(body)
        session.flush()
        link = OrganisationContact(
            district_id=BANG_NA, organisation_id=body.id, person_id=who, valid_from=LONG_AGO
        )
        session.add(link)
        session.flush()
        return link.id

    contact = world.in_district(store)
    course = training.course(10, state="planned")
    here = f"/d/bangna/courses/{course}"
    assert "สถานีตำรวจตัวอย่าง" in training.officer.get(f"{here}/partner-invitees/new").text
    answer = training.officer.post(f"{here}/partner-invitees")
    assert answer.status_code == 422
    assert "อย่างน้อย 1 คน" in answer.text
    answer = training.officer.post(f"{here}/partner-invitees", data={"contacts": [str(contact)]})
    assert answer.status_code == 303
    staff = {"name": "นางตัวอย่าง เจ้าหน้าที่", "group": "staff", "record_id": str(uuid7())}
    for _ in range(2):
        assert training.officer.post(f"{here}/people", data=staff).status_code == 303
    page = training.officer.get(f"{here}/people").text
    assert "มีรายชื่อ 2 คน" in page
    assert "กลุ่มเป้าหมาย 1 คน" in page
    again = staff | {"record_id": str(uuid7())}
    answer = training.officer.post(f"{here}/people", data=again)
    assert answer.status_code == 422
    assert "ในบัญชีแล้ว" in answer.text


def test_who_can_be_reached_is_told_once_and_the_others_are_listed(world: World, training):
    account = world.person(Role.COMMUNITY_CHAIR, community_id=world.community("ก")).account_id
    by_account = person(world, "นางตัวอย่าง มีบัญชี", account_id=account)
    by_mail = person(world, "นายตัวอย่าง มีอีเมล", email="someone@example.invalid")
    course = training.course(10, state="planned")
    training.trainee(course, "นางตัวอย่าง มีบัญชี", person_id=by_account)
    training.trainee(course, "นายตัวอย่าง มีอีเมล", person_id=by_mail)
    training.trainee(course, "นายตัวอย่าง ไร้ช่องทาง")
    here = f"/d/bangna/courses/{course}"
    page = training.officer.get(f"{here}/people?view=unreachable").text
    assert "นายตัวอย่าง ไร้ช่องทาง" in page
    assert "นางตัวอย่าง มีบัญชี" not in page
    assert "2 จาก 3 คน" in training.officer.get(f"{here}/invitation/new").text
    for _ in range(2):
        answer = training.officer.post(f"{here}/invitation", data={"letter_number": "123/2569"})
        assert answer.status_code == 303
    stored = training.read(Course, course)
    assert (stored.state, stored.letter_number) == (CourseState.INVITED, "123/2569")
    assert len(told(world)) == 2
    assert all("เชิญเข้ารับการอบรม “อบรมทดสอบ”" in title for _name, title in told(world))
    answer = training.officer.post(f"{here}/cancellation", data={"reason": "น้ำท่วม"})
    assert answer.status_code == 303
    assert sum("ยกเลิกการอบรม" in title for _name, title in told(world)) == 2


def test_nobody_is_invited_to_an_empty_or_a_past_course(world: World, training):
    course = training.course(10, state="planned")
    answer = training.officer.post(f"/d/bangna/courses/{course}/invitation")
    assert answer.status_code == 422
    assert "ยังไม่มีรายชื่อ" in answer.text
    past = training.course(-3, state="planned")
    training.trainee(past, "นายตัวอย่าง ช้า")
    answer = training.officer.post(f"/d/bangna/courses/{past}/invitation")
    assert answer.status_code == 422


def test_somebody_is_taken_off_the_list_unless_checked_in(world: World, training):
    course = training.course(0)
    gone, here = (
        training.trainee(course, "นายตัวอย่าง ไป"),
        training.trainee(course, "นายตัวอย่าง อยู่", presence="present"),
    )
    assert training.officer.post(f"/d/bangna/trainees/{gone}/removal").status_code == 303
    answer = training.officer.post(f"/d/bangna/trainees/{here}/removal")
    assert answer.status_code == 422
    assert "ยกเลิกการลงชื่อก่อน" in answer.text
    assert names(world, course) == ["นายตัวอย่าง อยู่"]


def test_the_register_of_another_office_is_never_on_the_list(world: World, training):
    course = training.course(3)
    trainee = training.trainee(course, "นายตัวอย่าง ในเขต")
    stranger = world.sign_in(office=1009)
    for way in (f"courses/{course}/people", f"courses/{course}/papers/badges"):
        assert stranger.get(f"/d/bangna/{way}").status_code == 404
        assert stranger.get(f"/d/phrakhanong/{way}").status_code == 404
    for verb in ("removal", "check-in", "code-renewal", "check-in-removal", "confirmation"):
        answer = stranger.post(f"/d/phrakhanong/trainees/{trainee}/{verb}")
        assert answer.status_code == 404, verb


@pytest.mark.parametrize("kind", ["invitation", "attendance-sheet", "badges", "room-poster"])
def test_the_papers_of_a_course_are_pdf_files_with_its_names(world: World, training, kind):
    course = training.course(3, topics=["เรื่องแรก", "เรื่องที่สอง"])
    training.trainee(course, "นายตัวอย่าง บนกระดาษ", affiliation="ชุมชนตัวอย่าง")
    answer = training.officer.get(f"/d/bangna/courses/{course}/papers/{kind}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert training.officer.get(f"/d/bangna/courses/{course}/papers/other").status_code == 404
