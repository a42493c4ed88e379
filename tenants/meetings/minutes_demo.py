"""The example minutes and tasks of Bang Na: most adopted by the next meeting, one going round, one in draft."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.demo import account_id_of, example_id
from core.i18n.dates import bangkok_now, bangkok_today
from core.identity.actor import Actor, OfficeRole
from core.identity.actor import Person as SignedIn
from core.web.addresses import public_address
from tenants.committees.bodies import CHAIR
from tenants.example.content import BANG_NA, accounts
from tenants.meetings import minutes, minutes_adoption
from tenants.meetings.minutes_adoption import Adoption
from tenants.meetings.minutes_papers import fingerprint_of
from tenants.meetings.minutes_queries import minutes_of, minutes_view
from tenants.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingState,
    Minutes,
    MinutesRemark,
    MinutesState,
    Section,
    Task,
    TaskNote,
    TaskState,
)
from tenants.meetings.task_queries import owners_in_office
from tenants.people.models import Person

RECORDER = "bangna.developer1"

SAID = {
    Section.CHAIR: ("ประธานแจ้งผลการดำเนินงานของเครือข่ายในเดือนที่ผ่านมา (ตัวอย่าง)", "รับทราบ"),
    Section.MINUTES: ("เลขานุการเสนอรายงานการประชุมครั้งก่อนให้ที่ประชุมพิจารณา", ""),
    Section.FOLLOW_UP: ("ผู้รับผิดชอบรายงานความคืบหน้าของงานตามมติครั้งก่อน (ตัวอย่าง)", "รับทราบ"),
    Section.MATTERS: (
        "ที่ประชุมอภิปรายสภาพปัญหาในพื้นที่และแนวทางที่ชุมชนทำได้ร่วมกัน (ตัวอย่าง)",
        "เห็นชอบให้ดำเนินการตามที่เสนอ",
    ),
    Section.OTHER: ("ไม่มีผู้เสนอเรื่องอื่น", "รับทราบ"),
}
"""What the example minutes say and resolve under each part of the agenda."""

REMARK = ("หน้า 2 ชื่อซอยที่ถูกต้องคือ ซอยตัวอย่าง 4", "แก้ไขในร่างแล้ว")
LEFT = "นายอดีตกรรมการ ตัวอย่าง"


def load(session: Session) -> None:
    """Write the minutes of the example meetings that were held, and the tasks that follow from them."""
    actor = _recorder()
    held = session.scalars(
        select(Meeting)
        .where(Meeting.is_example, Meeting.state == MeetingState.CLOSED.value)
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    ).all()
    _give_tasks(session, [meeting for meeting in held if meeting.zone_id is not None])
    for series in _by_committee(held):
        for place, meeting in enumerate(series):
            later = series[place + 1 : place + 2]
            _minute(session, actor, meeting, later, goes_round=meeting is not held[-1])


def _by_committee(held: Sequence[Meeting]) -> list[list[Meeting]]:
    found: dict[tuple[str, UUID | None], list[Meeting]] = {}
    for meeting in held:
        body = (meeting.body_kind, meeting.zone_id or meeting.community_id or meeting.alliance_id)
        found.setdefault(body, []).append(meeting)
    return list(found.values())


def _minute(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    later: Sequence[Meeting],
    *,
    goes_round: bool,
) -> None:
    """Minutes adopted by the next meeting; where there was none they go round, or are a draft still."""
    entry = minutes_of(session, meeting.id)
    if entry is not None and entry.state == MinutesState.ADOPTED:
        return
    entry = entry or minutes.ensure_minutes(session, actor=actor, meeting=meeting)
    for item in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)):
        discussion, resolution = SAID[Section(item.section)]
        item.discussion = item.discussion or discussion
        item.resolution = item.resolution or resolution
    session.flush()
    if entry.state == MinutesState.DRAFT and goes_round:
        entry.state, entry.circulated_at = MinutesState.CIRCULATED.value, bangkok_now()
        session.flush()
    if later:
        minutes_adoption.adopt(
            session,
            actor=actor,
            within=WHOLE_DISTRICT,
            meeting_id=meeting.id,
            seen=fingerprint_of(minutes_view(session, WHOLE_DISTRICT, meeting.id)),
            adoption=Adoption(later[0].id),
            address_of=lambda code: public_address(f"/papers/{code}"),
        )
    elif goes_round:
        _remark(session, entry)


def _remark(session: Session, entry: Minutes) -> None:
    text, answer = REMARK
    session.add(
        MinutesRemark(
            district_id=BANG_NA,
            minutes_id=entry.id,
            text=text,
            answer=answer,
            remarked_by="นายกรรมการ ตัวอย่าง",
            remarked_by_position="กรรมการเครือข่ายชุมชน",
            is_example=True,
        )
    )


def _give_tasks(session: Session, held: Sequence[Meeting]) -> None:
    """One task is overdue, one lost its owner, one is due soon, one is done."""
    if not held:
        return
    today, first, last = bangkok_today(), held[0], held[-1]
    mine, theirs = _owner(session, first), _owner(session, last)
    former = Person(
        district_id=BANG_NA,
        id=example_id("person/former-owner"),
        name=LEFT,
        match_key=LEFT,
        position="กรรมการเครือข่ายชุมชน (พ้นตำแหน่ง)",
        is_example=True,
    )
    session.add(former)
    session.flush()
    left = {"owner_name": LEFT, "owner_position": former.position, "person_id": former.id}
    _add(session, first, mine, key="overdue", text="สำรวจจุดเสี่ยงภัยในชุมชนและทำบัญชีรายชื่อ", days=-9)
    _add(session, first, left, key="left", text="ประสานขอใช้ลานกีฬาของโรงเรียนในวันหยุด", days=12)
    _add(session, last, theirs, key="soon", text="จัดทำแผนผังถังดับเพลิงของทุกชุมชนในโซน", days=3)
    done = _add(session, first, mine, key="done", text="เชิญสถานีตำรวจร่วมประชุมครั้งถัดไป", days=-20)
    done.state, done.outcome = TaskState.DONE.value, "สถานีตำรวจส่งผู้แทนเข้าร่วมประชุมแล้ว"
    done.done_on = max(first.held_on, today - timedelta(days=22))
    session.add(
        TaskNote(
            district_id=BANG_NA,
            task_id=example_id("task/overdue"),
            text="สำรวจแล้ว 3 ชุมชน เหลือ 2 ชุมชน",
            noted_by="นางผู้รายงาน ตัวอย่าง",
            noted_by_position="กรรมการเครือข่ายชุมชน",
            is_example=True,
        )
    )


def _owner(session: Session, meeting: Meeting) -> dict[str, object]:
    """The chair of the committee, or somebody who sits on it, as the columns of a task."""
    seats = [seat for seat in owners_in_office(session, meeting) if seat.person_id]
    if not seats:
        return {"owner_name": "นางผู้รับผิดชอบ ตัวอย่าง"}
    seat = next((each for each in seats if each.rule_key == CHAIR), seats[0])
    person = session.get(Person, (BANG_NA, seat.person_id))
    return {
        "owner_name": seat.person_name,
        "owner_position": seat.person_position,
        "person_id": seat.person_id,
        "account_id": person.account_id if person else None,
    }


def _add(
    session: Session,
    meeting: Meeting,
    owner: Mapping[str, object],
    *,
    key: str,
    text: str,
    days: int,
) -> Task:
    """A task by the first matter of a meeting, due so many days from today and never before the meeting."""
    item = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.section == Section.MATTERS.value)
        .order_by(AgendaItem.position)
        .limit(1)
    ).one_or_none()
    due: date = max(meeting.held_on, bangkok_today() + timedelta(days=days))
    task = Task(
        district_id=BANG_NA,
        id=example_id(f"task/{key}"),
        meeting_id=meeting.id,
        agenda_item_id=item.id if item else None,
        zone_id=meeting.zone_id,
        text=text,
        due_on=due,
        is_example=True,
        **owner,
    )
    session.add(task)
    session.flush()
    return task


def _recorder() -> Actor:
    """The example officer who writes the minutes down."""
    entry = next(one for one in accounts() if one["username"] == RECORDER)
    role = OfficeRole(
        district_id=BANG_NA,
        slug="bangna",
        office_th="",
        office_en="",
        role=Role.of(entry["role"]),
        name=entry["name"],
        position=entry["position"],
        community_id=None,
    )
    account_id = account_id_of(RECORDER)
    return Actor(SignedIn(account_id, account_id, RECORDER, "th", (role,)), (role,))
