"""The day of a course: taps of the staff, personal codes, names typed in the room, late and absent people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time

from sqlalchemy import select

from core.access.roles import Role
from core.db import uuid7
from tenants.training import queries
from tenants.training.models import Course, CourseState, Presence, Trainee
from tests.support.world import World

HERE = "/d/bangna"


def figures(world: World, course) -> queries.Counts:
    return world.in_district(lambda session: queries.counts(session, course))


def test_one_tap_checks_somebody_in_and_the_next_line_is_in_view(world: World, training):
    course = training.course(0, starts_at=time(0, 0))
    first = training.trainee(course, "นายตัวอย่าง หนึ่ง", position=1)
    second = training.trainee(course, "นายตัวอย่าง สอง", position=2)
    page = training.officer.get(f"{HERE}/courses/{course}/check-in").text
    assert f"then=trainee-{second}" in page
    for _ in range(2):
        answer = training.officer.post(f"{HERE}/trainees/{first}/check-in?then=trainee-{second}")
        assert answer.headers["Location"].endswith(f"#trainee-{second}")
    assert training.read(Course, course).state == CourseState.RUNNING
    page = training.officer.get(f"{HERE}/courses/{course}/check-in").text
    assert "กลุ่มเป้าหมายมาแล้ว 1 จาก 2 คน" in page
    assert "นายตัวอย่าง หนึ่ง" not in page
    late = training.officer.get(f"{HERE}/courses/{course}/check-in?view=late").text
    assert "มาสาย" in late
    assert "ผู้จัดอบรม" in late
    found = training.officer.get(f"{HERE}/courses/{course}/check-in?find=สอง&view=all").text
    assert "นายตัวอย่าง สอง" in found
    assert "นายตัวอย่าง หนึ่ง" not in found
    training.officer.post(f"{HERE}/trainees/{first}/check-in-removal")
    assert training.read(Trainee, first).presence == Presence.INVITED


def test_an_absence_has_a_reason_and_does_not_hit_who_is_here(world: World, training):
    course = training.course(0)
    away, here = (
        training.trainee(course, "นายตัวอย่าง ป่วย"),
        training.trainee(course, "นายตัวอย่าง มา", presence="present"),
    )
    assert training.officer.get(f"{HERE}/trainees/{away}/absence/new").status_code == 200
    answer = training.officer.post(f"{HERE}/trainees/{away}/absence", data={"reason": ""})
    assert answer.status_code == 422
    answer = training.officer.post(f"{HERE}/trainees/{away}/absence", data={"reason": "ป่วย"})
    assert answer.status_code == 303
    assert "ป่วย" in training.officer.get(f"{HERE}/courses/{course}/check-in?view=absent").text
    answer = training.officer.post(f"{HERE}/trainees/{here}/absence", data={"reason": "x"})
    assert answer.status_code == 422
    assert figures(world, course).absent == 1


def test_nobody_is_checked_in_before_the_day_nor_after_closing(world: World, training, client):
    early, over = training.course(2), training.course(-1, state="closed")
    for course, sentence in ((early, "ยังลงชื่อก่อนวันนั้นไม่ได้"), (over, "เปลี่ยนแปลงไม่ได้")):
        trainee = training.trainee(course, "นายตัวอย่าง คน")
        answer = training.officer.post(f"{HERE}/trainees/{trainee}/check-in")
        assert answer.status_code == 422
        assert sentence in answer.text
        answer = client.post(f"{HERE}/training-tickets/{training.code(trainee)}/check-in")
        assert answer.status_code == 422
        assert sentence in answer.text
    answer = client.get(f"{HERE}/training-rooms/{training.code(over)}")
    assert "สิ้นสุดแล้ว" in answer.text
    answer = client.post(
        f"{HERE}/training-rooms/{training.code(over)}/arrivals", data={"name": "นายตัวอย่าง คน"}
    )
    assert answer.status_code == 422


def test_a_personal_code_opens_the_own_line_and_nothing_else(world: World, training, client):
    course = training.course(0)
    own = training.trainee(course, "นายตัวอย่าง เจ้าของ")
    training.trainee(course, "นางตัวอย่าง คนอื่น")
    way = f"{HERE}/training-tickets/{training.code(own).lower()}"
    page = client.get(way)
    assert page.status_code == 200
    assert "นายตัวอย่าง เจ้าของ" in page.text
    assert "นางตัวอย่าง คนอื่น" not in page.text
    assert client.get(f"{HERE}/training-tickets/AAAAA-AAAAA").status_code == 404
    assert client.get(f"/d/phrakhanong/training-tickets/{training.code(own)}").status_code == 404
    for _ in range(2):
        assert client.post(f"{way}/check-in").status_code == 303
    assert training.read(Trainee, own).presence == Presence.PRESENT
    assert client.get(f"{way}/certificate").status_code == 404
    assert training.officer.post(f"{HERE}/trainees/{own}/code-renewal").status_code == 303
    assert client.get(way).status_code == 404
    assert client.get(f"{HERE}/training-tickets/{training.code(own, 2)}").status_code == 200


def test_a_typed_code_leads_to_its_page(world: World, training, client):
    course = training.course(0)
    own = training.trainee(course, "นายตัวอย่าง เจ้าของ")
    assert client.get(f"{HERE}/code").status_code == 200
    typed = training.code(own).replace("-", " ").lower()
    answer = client.get(f"{HERE}/code?code={typed}", follow_redirects=True)
    assert "นายตัวอย่าง เจ้าของ" in answer.text
    answer = client.get(f"{HERE}/code?code={training.code(course)}", follow_redirects=True)
    assert "ชื่อและนามสกุลของท่าน" in answer.text
    answer = client.get(f"{HERE}/code?code=AAAAAAAAAA", follow_redirects=True)
    assert answer.status_code == 404
    assert "ไม่พบรหัสนี้" in answer.text


def test_a_name_typed_in_the_room_is_present_until_staff_confirm_it(world, training, client):
    course = training.course(0)
    known = training.trainee(course, "นายตัวอย่าง รู้จัก")
    room = f"{HERE}/training-rooms/{training.code(course)}"
    assert "นายตัวอย่าง รู้จัก" not in client.get(room).text
    assert client.post(f"{room}/arrivals", data={"name": " "}).status_code == 422
    answer = client.post(f"{room}/arrivals", data={"name": "ตัวอย่าง  รู้จัก"}, follow_redirects=True)
    assert "โปรดพบเจ้าหน้าที่" in answer.text
    entry = training.read(Trainee, known)
    assert (entry.presence, entry.confirmed) == (Presence.PRESENT, False)
    found = figures(world, course)
    assert (found.present, found.unconfirmed) == (1, 1)
    early = training.officer.post(f"{HERE}/courses/{course}/closure")
    assert early.status_code == 422
    assert "แจ้งชื่อหน้าห้อง 1 คน" in early.text
    training.officer.post(f"{HERE}/trainees/{known}/confirmation")
    assert figures(world, course).unconfirmed == 0


def test_a_walk_in_counts_for_the_target_group_only_if_staff_say_so(world, training, client):
    course = training.course(0)
    training.trainee(course, "นายตัวอย่าง ในบัญชี", presence="present")
    room = f"{HERE}/training-rooms/{training.code(course)}"
    sent = {"name": "นายตัวอย่าง ไม่รู้จัก", "record_id": str(uuid7())}
    for _ in range(2):
        answer = client.post(f"{room}/arrivals", data=sent, follow_redirects=True)
        assert "โปรดพบเจ้าหน้าที่" in answer.text
    found = figures(world, course)
    assert (found.walk_ins, found.walk_ins_open, found.invited) == (0, 1, 1)
    answer = training.officer.post(f"{HERE}/courses/{course}/closure")
    assert answer.status_code == 422
    assert "ยังต้องยืนยัน" in answer.text
    walk_in = world.in_district(
        lambda session: session.scalars(
            select(Trainee.id).where(Trainee.trainee_group == "walk_in")
        ).one()
    )
    training.officer.post(f"{HERE}/trainees/{walk_in}/confirmation")
    found = figures(world, course)
    assert (found.walk_ins, found.invited, found.present) == (1, 1, 1)
    client.post(f"{room}/arrivals", data={"name": "ใครก็ไม่รู้", "record_id": str(uuid7())})
    nobody = world.in_district(
        lambda session: session.scalars(select(Trainee.id).where(~Trainee.confirmed)).one()
    )
    assert training.officer.post(f"{HERE}/trainees/{nobody}/check-in-removal").status_code == 303
    assert training.read(Trainee, nobody) is None
    way = f"{HERE}/courses/{course}/walk-ins"
    by_staff = {"name": "นางตัวอย่าง ผู้แทน", "in_target": "y", "record_id": str(uuid7())}
    for _ in range(2):
        assert training.officer.post(way, data=by_staff).status_code == 303
    found = figures(world, course)
    assert (found.walk_ins, found.invited, found.present) == (1, 2, 2)
    page = training.officer.get(f"{HERE}/courses/{course}").text
    assert "2/2" in page


def test_staff_present_are_shown_apart_and_the_goal_is_a_ratio_with_both_parts(world, training):
    course = training.course(0, target=10, expected=11)
    for number in range(10):
        presence = "present" if number < 9 else "invited"
        training.trainee(course, f"นายตัวอย่าง คนที่{number}", presence=presence)
    training.trainee(course, "นางตัวอย่าง ผู้จัด", trainee_group="staff", presence="present")
    page = training.officer.get(f"{HERE}/courses/{course}").text
    assert "9/10" in page
    assert "เป้าหมายร้อยละ 90: 9 จาก 10 คน" in page
    found = figures(world, course)
    assert (found.invited, found.present, found.staff_present) == (10, 9, 1)


def test_a_full_room_checks_in_at_once(world: World, training):
    course = training.course(0)
    people = [training.trainee(course, f"นายตัวอย่าง แถว{number}") for number in range(12)]
    codes = [training.code(each) for each in people]

    def check_in(code: str) -> int:
        return world.app.test_client().post(f"{HERE}/training-tickets/{code}/check-in").status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(check_in, codes)) == {303}
    assert figures(world, course).present == 12


def test_leaders_see_their_own_courses_and_no_list(world: World, training):
    leader = world.person(Role.COMMUNITY_CHAIR, community_id=world.community("ก"))
    course, other = training.course(3), training.course(4, title="อบรมของคนอื่น")
    own = training.trainee(course, "นายตัวอย่าง ผู้นำ", account_id=leader.account_id)
    training.trainee(other, "นางตัวอย่าง คนอื่น")
    browser = world.sign_in(person=leader)
    page = browser.get(f"{HERE}/my-courses").text
    assert "อบรมทดสอบ" in page
    assert "อบรมของคนอื่น" not in page
    assert training.code(own) in page
    for way in (f"courses/{course}", f"courses/{course}/people", "leader-development", "courses"):
        assert browser.get(f"{HERE}/{way}").status_code == 403
