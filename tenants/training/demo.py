"""Two example courses of Bang Na: that of the study with its formula of 160, closed, and a small one to come.

The first has everybody by name, who came, certificates for some, and answers after 60 days.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import BANGKOK, bangkok_today
from core.identity.tickets import TicketMaker
from core.web.addresses import public_address
from core.web.guard import current_tickets
from tenants.example.content import BANG_NA, bangna
from tenants.office.queries import SigningRight
from tenants.registry.models import Community
from tenants.training.certificates import enqueue_rendering, seal_certificates
from tenants.training.following import plan_follow_ups
from tenants.training.formula import REGISTER, Factor, Line, expected, target
from tenants.training.gain import DEFINITIONS
from tenants.training.inviting import Candidate, draft_trainee, trios
from tenants.training.models import (
    Course,
    CourseState,
    FollowUp,
    Presence,
    Trainee,
    TraineeGroup,
    Trainer,
    Usage,
)
from tenants.training.topics import suggested_topics
from tenants.zones.models import ZoneMembership
from tenants.zones.queries import on_day

EDITION = 1
DAYS_AGO, DAYS_AHEAD = 66, 12
BASICS, SMALL = "basics", "small"
PARTNERS, STAFF, WALK_INS = 36, 10, 2
ABSENT_EVERY = 11
"""Every eleventh of the target group did not come."""
CERTIFICATES, ANSWERS = 24, 30
PARTNER_BODIES = (
    "สถานีตำรวจตัวอย่าง",
    "สถานีดับเพลิงตัวอย่าง",
    "ศูนย์บริการสาธารณสุขตัวอย่าง",
    "โรงเรียนตัวอย่าง",
    "บริษัทตัวอย่าง จำกัด",
    "กลุ่มอาสาสมัครตัวอย่าง",
)
ANSWERED = (
    (Usage.YES, "ใช้แบบรายงานกิจกรรมทุกเดือน", ""),
    (Usage.PARTLY, "จัดเวทีวิเคราะห์ปัญหาร่วมกับชุมชนข้างเคียง", "กรรมการบางคนไม่มีเวลา"),
    (Usage.NO, "", "ยังไม่มีการประชุมของโซน"),
)


def load(session: Session) -> None:
    """The course of the study, closed, and a small one that is called in."""
    tickets = current_tickets()
    _load_small(session, tickets)
    course = _basics(session, tickets)
    people = _people(session, course, tickets)
    session.add_all(people)
    session.flush()
    plan_follow_ups(session, course)
    _answer(session, people)
    came = [each for each in people if _gets_certificate(each)][:CERTIFICATES]
    made = seal_certificates(
        session,
        course,
        came,
        signer=SigningRight(
            bangna()["people"][0]["name"], bangna()["people"][0]["position"], course.ends_on
        ),
        moment=datetime.combine(course.ends_on + timedelta(days=7), time(10), BANGKOK),
    )
    enqueue_rendering(session, course, made, public_address("/papers/"))


def course_id(key: str) -> UUID:
    """The id of an example course: `basics` or `small`."""
    return example_id(f"course/{key}")


def trainee_id(key: str, place: int) -> UUID:
    """The id of the person at this place of an example course's list."""
    return example_id(f"trainee/{key}/{place}")


def study_formula(communities: int, as_of: date) -> tuple[Line, ...]:
    """The invitees of the study (M60): 3 × communities, 36 of the partners, 10 of the staff."""
    return (
        Line(
            "ประธาน เลขานุการ และกรรมการชุมชน",
            (
                Factor(Decimal(3), "คน"),
                Factor(Decimal(communities), "ชุมชน", REGISTER, as_of),
            ),
        ),
        Line("ผู้แทนส่วนราชการ หน่วยงาน ภาคเอกชน กลุ่ม และองค์กร", (Factor(Decimal(PARTNERS), "คน"),)),
        Line("เจ้าหน้าที่ดำเนินการ", (Factor(Decimal(STAFF), "คน"),), in_target=False),
    )


def _basics(session: Session, tickets: TicketMaker) -> Course:
    day = bangkok_today() - timedelta(days=DAYS_AGO)
    found = trios(session, day)
    people = study_formula(len(found), day - timedelta(days=30))
    budget = (
        Line(
            "ค่าอาหารและเครื่องดื่ม จัดไม่ครบมื้อ สถานที่ราชการ",
            (
                Factor(Decimal(150), "บาท"),
                Factor(Decimal(expected(people)), "คน"),
                Factor(Decimal(1), "วัน"),
            ),
        ),
        Line("ค่าวัสดุ", (Factor(Decimal(5000), "บาท"),)),
    )
    course = _course(
        BASICS,
        tickets,
        title="การอบรมให้ความรู้การพัฒนาเครือข่ายชุมชน",
        purpose="ให้กรรมการชุมชนและภาคีมีความรู้ความเข้าใจเรื่องเครือข่ายชุมชนก่อนจัดตั้งเครือข่ายต้นแบบ",
        topics=suggested_topics(session, day),
        starts_on=day,
        ends_on=day,
        state=CourseState.CLOSED.value,
        invitees=[line.to_json() for line in people],
        expected=expected(people),
        target=target(people),
        budget=[line.to_json() for line in budget],
        letter_number="ตัวอย่าง 1/2569",
        invited_at=_moment(day - timedelta(days=14), time(10)),
        invited_by=bangna()["people"][3]["name"],
        closed_at=_moment(day, time(17)),
    )
    session.add(course)
    session.flush()
    session.add_all(
        Trainer(
            district_id=BANG_NA,
            id=example_id(f"trainer/{BASICS}/{place}"),
            course_id=course.id,
            name=name,
            person_position=position,
            topic=course.topics[place] if place < len(course.topics) else "",
            rate=Decimal(600),
            hours=Decimal(6),
            is_example=True,
        )
        for place, (name, position) in enumerate(
            (
                ("นายตัวอย่าง วิทยากรหนึ่ง", "สำนักงานเขตบางนา"),
                ("นางตัวอย่าง วิทยากรสอง", "สำนักพัฒนาสังคม"),
            )
        )
    )
    return course


def _load_small(session: Session, tickets: TicketMaker) -> None:
    day = bangkok_today() + timedelta(days=DAYS_AHEAD)
    lines = (
        Line("ประธานชุมชน", (Factor(Decimal(1), "คน"), Factor(Decimal(8), "ชุมชน"))),
        Line("เจ้าหน้าที่ดำเนินการ", (Factor(Decimal(2), "คน"),), in_target=False),
    )
    course = _course(
        SMALL,
        tickets,
        title="การบันทึกกิจกรรมด้วยโทรศัพท์มือถือ",
        purpose="ให้ประธานชุมชนบันทึกกิจกรรมประจำเดือนได้ด้วยตนเอง",
        topics=["การบันทึกกิจกรรม", "การถ่ายภาพประกอบ"],
        starts_on=day,
        ends_on=day,
        ends_at=time(12),
        hours=Decimal(3),
        state=CourseState.INVITED.value,
        invitees=[line.to_json() for line in lines],
        expected=expected(lines),
        target=target(lines),
        invited_at=_moment(bangkok_today() - timedelta(days=2), time(10)),
        invited_by=bangna()["people"][3]["name"],
    )
    session.add(course)
    session.flush()
    zones = _zones(session, bangkok_today())
    chairs = [trio for trio in trios(session, bangkok_today()) if trio.seats["chair"]][:8]
    for place, trio in enumerate(chairs, 1):
        seat = trio.seats["chair"]
        if seat is not None:
            candidate = Candidate(
                seat.person_name,
                TraineeGroup.COMMUNITY,
                trio.name,
                person_id=seat.person_id,
                community_id=trio.community_id,
            )
            session.add(_trainee(course, SMALL, candidate, tickets, place, zones))
    session.flush()


def _course(key: str, tickets: TicketMaker, **values: Any) -> Course:
    row = {
        "starts_at": time(9),
        "ends_at": time(16),
        "hours": Decimal(6),
        "place": "ห้องประชุมสำนักงานเขตบางนา (ตัวอย่าง)",
    }
    return Course(
        district_id=BANG_NA,
        id=course_id(key),
        gain_key=DEFINITIONS[0].key,
        gain_version=DEFINITIONS[0].version,
        edition=EDITION,
        room_serial=1,
        room_hash=tickets.stored(BANG_NA, course_id(key), 1),
        is_example=True,
        changed_by=bangna()["people"][3]["name"],
        **(row | values),
    )


def _people(session: Session, course: Course, tickets: TicketMaker) -> list[Trainee]:
    """Everybody on the list: the three of each community, the partners, the staff, two walk-ins."""
    wanted: list[Candidate] = []
    for trio in trios(session, bangkok_today()):
        for place, (rule, seat) in enumerate(trio.seats.items(), 1):
            name = seat.person_name if seat else f"นายตัวอย่าง {_short(trio.name)}-{place}"
            wanted.append(
                Candidate(
                    name,
                    TraineeGroup.COMMUNITY,
                    trio.name,
                    person_id=seat.person_id if seat and rule == "chair" else None,
                    community_id=trio.community_id,
                )
            )
    wanted += [
        Candidate(
            f"นางตัวอย่าง ผู้แทนที่ {number}",
            TraineeGroup.PARTNER,
            PARTNER_BODIES[number % len(PARTNER_BODIES)],
        )
        for number in range(1, PARTNERS + 1)
    ]
    wanted += [
        Candidate(f"นายตัวอย่าง เจ้าหน้าที่ {number}", TraineeGroup.STAFF, "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม")
        for number in range(1, STAFF + 1)
    ]
    wanted += [
        Candidate(f"นายตัวอย่าง ผู้สนใจ {number}", TraineeGroup.WALK_IN, "ประชาชน", in_target=False)
        for number in range(1, WALK_INS + 1)
    ]
    zones = _zones(session, course.starts_on)
    people = []
    for place, candidate in enumerate(wanted, 1):
        entry = _trainee(course, BASICS, candidate, tickets, place, zones)
        if entry.in_target and place % ABSENT_EVERY == 0:
            entry.presence, entry.absence_reason = Presence.ABSENT.value, "ติดภารกิจ"
        else:
            minutes = 20 if place % 17 == 0 else -(place % 40)
            entry.presence = Presence.PRESENT.value
            entry.checked_in_at = _moment(course.starts_on, time(9)) + timedelta(minutes=minutes)
            entry.checked_in_by = bangna()["people"][3]["name"]
        people.append(entry)
    return people


def _trainee(  # noqa: PLR0917 - one line of the list
    course: Course,
    key: str,
    candidate: Candidate,
    tickets: TicketMaker,
    place: int,
    zones: dict[UUID, UUID],
) -> Trainee:
    entry = draft_trainee(
        course, candidate, tickets=tickets, record_id=trainee_id(key, place), position=place
    )
    if candidate.community_id is not None:
        entry.zone_id = zones.get(candidate.community_id)
    return entry


def _answer(session: Session, people: list[Trainee]) -> None:
    """Thirty of those who came have said after 60 days whether they use it."""
    places = {each.id: each.position for each in people}
    asked = session.scalars(
        select(FollowUp).where(
            FollowUp.course_id == course_id(BASICS), FollowUp.due_on <= bangkok_today()
        )
    ).all()
    for number, entry in enumerate(sorted(asked, key=lambda each: places[each.trainee_id])):
        if number % 4 == 0 and number // 4 < ANSWERS:
            usage, what, obstacle = ANSWERED[(number // 4) % 5 % 3]
            entry.usage, entry.what, entry.obstacle = usage.value, what, obstacle
            entry.answered_at = datetime.now(UTC) - timedelta(days=1)
            entry.answered_by = bangna()["people"][3]["name"]


def _gets_certificate(entry: Trainee) -> bool:
    return entry.in_target and entry.presence == Presence.PRESENT.value


def _zones(session: Session, day: date) -> dict[UUID, UUID]:
    rows = session.execute(
        select(ZoneMembership.community_id, ZoneMembership.zone_id)
        .join(Community, Community.id == ZoneMembership.community_id)
        .where(on_day(day))
    )
    return {row[0]: row[1] for row in rows}


def _short(name: str) -> str:
    return name.removeprefix("ชุมชน").removeprefix("ตัวอย่าง").strip()


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BANGKOK)
