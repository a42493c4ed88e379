"""The programme and the committees of the example city. Names of people and numbers of papers are invented."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from city.programme.models import Body, BodyKind, Member, MemberRole, PlanState, Programme
from city.programme.words import OFFICIAL_NAMES, PROPOSAL
from core.db import uuid7
from core.i18n.dates import bangkok_today
from core.indicators.spans import fiscal_year_of
from core.tenancy.scope import DEPARTMENT

DAYS_AT_WORK = 200
YEARS = 5
DUTY = (
    "1. กำหนดแนวทางการจัดตั้งและดำเนินการเครือข่ายชุมชน\n"
    "2. ส่งเสริมและติดตามการดำเนินการของสำนักงานเขต\n"
    "3. พิจารณาปรับปรุงคู่มือจากบทเรียนของเครือข่าย"
)
PEOPLE = (
    ("นายตัวอย่าง ประธานกลาง", MemberRole.CHAIR, "ผู้อำนวยการสำนักพัฒนาสังคม"),
    ("นางตัวอย่าง รองประธาน", MemberRole.VICE_CHAIR, "รองผู้อำนวยการสำนักพัฒนาสังคม"),
    ("นางสาวตัวอย่าง แผนงาน", MemberRole.MEMBER, "ผู้แทนสำนักยุทธศาสตร์และประเมินผล"),
    ("นายตัวอย่าง ผู้แทนเขต", MemberRole.MEMBER, "ผู้แทนผู้อำนวยการเขต"),
    ("นางตัวอย่าง เลขานุการ", MemberRole.SECRETARY, "ผู้อำนวยการสำนักงานพัฒนาชุมชน"),
)


def load(session: Session) -> None:
    """A proposed programme, the central committee with its members, and a network of Bangkok without an order."""
    today = bangkok_today()
    since = today - timedelta(days=DAYS_AT_WORK)
    year = fiscal_year_of(today) + 1
    session.add(
        Programme(
            district_id=DEPARTMENT,
            fiscal_from=year,
            fiscal_to=year + YEARS - 1,
            state=PlanState.PROPOSED.value,
            is_example=True,
            **PROPOSAL,
        )
    )
    committee = _body(BodyKind.CENTRAL_COMMITTEE, duty=DUTY, ordered_on=since)
    session.add(committee)
    session.flush()
    session.add(_body(BodyKind.CITY_NETWORK, parent=committee))
    session.add_all(
        Member(
            district_id=DEPARTMENT,
            body_id=committee.id,
            name=name,
            role=role.value,
            position=position,
            valid_from=since,
            is_example=True,
        )
        for name, role, position in PEOPLE
    )
    session.flush()


def _body(
    kind: BodyKind, *, duty: str = "", ordered_on: date | None = None, parent: Body | None = None
) -> Body:
    return Body(
        district_id=DEPARTMENT,
        id=uuid7(),
        kind=kind.value,
        name=OFFICIAL_NAMES[kind],
        duty=duty,
        parent_id=parent.id if parent else None,
        order_number="ตัวอย่าง/1" if ordered_on else "",
        order_date=ordered_on,
        is_example=True,
    )
