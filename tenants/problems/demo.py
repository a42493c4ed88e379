"""Example problems of Bang Na's zones with causes and answers, a settled conflict, and the study's analysis."""

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import bangkok_today
from tenants.example.content import BANG_NA, bangna, community_id, zone_id
from tenants.partners.demo import partner_id
from tenants.problems.models import (
    Conflict,
    ConflictState,
    Problem,
    ProblemAction,
    ProblemCause,
    ProblemState,
    SwotPoint,
)
from tenants.problems.study_points import SOURCE, STUDY_POINTS

EDITION = 1
OFFICER, ZONE_CHAIR = "p04", "p06"


class Cause(NamedTuple):
    text: str
    inside: tuple["Cause", ...] = ()


class Action(NamedTuple):
    """`due` and `done` count days from today; the place of a cause counts from 1, 0 is the problem itself."""

    text: str
    partner: str = ""
    owner: str = ""
    due: int = 30
    done: int | None = None
    outcome: str = ""
    cause: int = 0


class Example(NamedTuple):
    key: str
    zone: str
    kind: str
    title: str
    found: int
    state: ProblemState = ProblemState.OPEN
    community: str = ""
    priority: int | None = None
    partner: str = ""
    owner: str = ""
    detail: str = ""
    causes: tuple[Cause, ...] = ()
    actions: tuple[Action, ...] = ()
    solution: str = ""
    ourselves: bool = False


EXAMPLES = (
    Example(
        "drugs",
        "โซน 1",
        "drugs",
        "เยาวชนรวมกลุ่มเสพยาเสพติดบริเวณท้ายซอย",
        150,
        ProblemState.IN_PROGRESS,
        priority=1,
        partner="police",
        detail="พบช่วงค่ำวันหยุด ผู้ปกครองหลายครอบครัวแจ้งในที่ประชุม",
        causes=(
            Cause(
                "ท้ายซอยมืดและไม่มีคนผ่าน",
                (Cause("ไฟส่องสว่างเสีย 3 จุด"), Cause("พื้นที่รกร้างไม่มีผู้ดูแล")),
            ),
            Cause("เยาวชนไม่มีกิจกรรมหลังเลิกเรียน", (Cause("ลานกีฬาปิดเร็ว"),)),
            Cause("ผู้ปกครองทำงานกะกลางคืน"),
        ),
        actions=(
            Action("ลาดตระเวนร่วมกับชุมชนเดือนละ 2 ครั้ง", "police", due=20),
            Action("เปิดลานกีฬาถึง 20.00 น.", "sports", due=-10, cause=5),
            Action(
                "ซ่อมไฟส่องสว่างท้ายซอย",
                owner="ฝ่ายโยธา",
                due=-40,
                done=-45,
                outcome="ซ่อมครบ 3 จุด",
                cause=2,
            ),
        ),
    ),
    Example(
        "waste",
        "โซน 1",
        "waste",
        "ขยะตกค้างริมคลองหลังชุมชน",
        200,
        ProblemState.SOLVED,
        community="c01",
        priority=2,
        owner="กลุ่มรักษ์คลองตัวอย่าง",
        causes=(Cause("ไม่มีจุดพักขยะ"), Cause("รถเก็บขยะเข้าซอยไม่ได้")),
        actions=(
            Action(
                "ทำจุดพักขยะและเวรเก็บทุกวันเสาร์",
                owner="กลุ่มรักษ์คลองตัวอย่าง",
                due=-90,
                done=-95,
                outcome="มีจุดพัก 2 จุด เวร 12 ครัวเรือน",
                cause=1,
            ),
        ),
        solution="ชุมชนจัดจุดพักขยะ 2 จุดและเวรทำความสะอาดเอง ลำคลองไม่มีขยะตกค้างมา 3 เดือน",
        ourselves=True,
    ),
    Example(
        "fire",
        "โซน 4",
        "safety",
        "ทางเข้าชุมชนแคบ รถดับเพลิงเข้าไม่ถึง",
        120,
        ProblemState.IN_PROGRESS,
        community="c25",
        priority=1,
        partner="fire",
        causes=(Cause("จอดรถสองฝั่งทาง"), Cause("ไม่มีประปาหัวแดงในซอย")),
        actions=(
            Action("ซ้อมแผนและกำหนดจุดวางสายน้ำ", "fire", due=25, cause=2),
            Action("ตีเส้นห้ามจอดและตกลงกติกาในที่ประชุม", owner="คณะกรรมการชุมชน", due=40, cause=1),
        ),
    ),
    Example(
        "elderly",
        "โซน 3",
        "elderly",
        "ผู้สูงอายุติดเตียงไม่มีผู้ดูแลเวลากลางวัน",
        90,
        ProblemState.IN_PROGRESS,
        priority=1,
        partner="health_centre",
        causes=(Cause("ลูกหลานทำงานนอกบ้าน"), Cause("อาสาสมัครดูแลมีไม่พอ")),
        actions=(Action("จัดเวรเยี่ยมบ้านสัปดาห์ละ 2 ครั้ง", "association", due=15, cause=2),),
    ),
    Example(
        "debt",
        "โซน 2",
        "income",
        "ครัวเรือนเป็นหนี้นอกระบบ",
        60,
        priority=2,
        causes=(Cause("รายได้ไม่แน่นอน"), Cause("ไม่มีกลุ่มออมทรัพย์ในชุมชน")),
    ),
    Example("flood", "โซน 2", "flood", "น้ำท่วมขังทางเดินหลังฝนตก", 35, community="c09"),
    Example(
        "youth",
        "โซน 5",
        "youth",
        "เด็กหลุดจากระบบการศึกษา",
        75,
        ProblemState.IN_PROGRESS,
        priority=1,
        partner="foundation",
        causes=(Cause("ย้ายที่อยู่บ่อย"), Cause("ค่าเดินทางไปโรงเรียนสูง")),
        actions=(Action("สำรวจรายครัวเรือนและส่งต่อทุนการศึกษา", "foundation", due=10),),
    ),
    Example(
        "path",
        "โซน 1",
        "infrastructure",
        "ทางเดินเลียบคลองชำรุด",
        260,
        ProblemState.SOLVED,
        community="c02",
        owner="ฝ่ายโยธา",
        solution="ฝ่ายโยธาซ่อมทางเดินยาว 120 เมตรแล้วเสร็จ",
    ),
)


def load(session: Session) -> None:
    """Eight problems, one of them solved by the network itself, one settled conflict, and the analysis."""
    people = {person["key"]: person for person in bangna()["people"]}
    officer, chair = people[OFFICER]["name"], people[ZONE_CHAIR]
    for example in EXAMPLES:
        session.add(_problem(example, officer, chair))
        session.flush()
        for cause in _causes(example, officer):
            session.add(cause)
            session.flush()
        for place, action in enumerate(example.actions):
            session.add(_action(example, place, action, officer))
    session.add_all(
        SwotPoint(
            district_id=BANG_NA,
            id=example_id(f"swot/{each.number}"),
            quadrant=each.quadrant.value,
            position=position,
            text=each.text,
            action=each.action,
            answers=list(each.answers),
            source=f"{SOURCE} ({each.number})",
            is_example=True,
            changed_by=officer,
        )
        for position, each in enumerate(STUDY_POINTS, start=1)
    )
    session.add(
        Conflict(
            district_id=BANG_NA,
            id=example_id("conflict/stage"),
            community_id=community_id("c09"),
            zone_id=zone_id("โซน 2"),
            occurred_on=_day(-70),
            about="ตัวอย่าง: สองกลุ่มในชุมชนต้องการใช้ลานกิจกรรมเวลาเดียวกัน",
            parties="กลุ่มออกกำลังกายและกลุ่มเยาวชน (ตัวอย่าง)",
            handling="นักพัฒนาสังคมเชิญตัวแทนสองกลุ่มพูดคุย 2 ครั้ง",
            outcome="ตกลงแบ่งเวลาเช้าและเย็น ติดป้ายไว้ที่ลาน",
            state=ConflictState.SETTLED.value,
            settled_on=_day(-50),
            recorded_by=officer,
            is_example=True,
            changed_by=officer,
        )
    )


def problem_id(key: str) -> UUID:
    return example_id(f"problem/{key}")


def _day(days: int) -> date:
    return bangkok_today() + timedelta(days=days)


def _problem(example: Example, officer: str, chair: dict[str, str]) -> Problem:
    solved = example.state == ProblemState.SOLVED
    return Problem(
        district_id=BANG_NA,
        id=problem_id(example.key),
        zone_id=zone_id(example.zone),
        community_id=community_id(example.community) if example.community else None,
        kind=example.kind,
        title=example.title,
        detail=example.detail,
        found_on=_day(-example.found),
        state=example.state.value,
        priority=example.priority,
        organisation_id=partner_id(example.partner) if example.partner else None,
        owner_name=example.owner,
        solved_on=_day(-30) if solved else None,
        solution=example.solution,
        solved_by_ourselves=example.ourselves,
        edition=EDITION,
        reported_by=chair["name"],
        reported_by_position=chair["position"],
        is_example=True,
        changed_by=officer,
    )


def _causes(example: Example, officer: str) -> list[ProblemCause]:
    """All causes of a problem, numbered through, each before those behind it."""
    found: list[ProblemCause] = []

    def grow(parent: UUID | None, causes: tuple[Cause, ...]) -> None:
        for position, cause in enumerate(causes, start=1):
            entry = ProblemCause(
                district_id=BANG_NA,
                id=_cause_id(example, len(found) + 1),
                problem_id=problem_id(example.key),
                parent_id=parent,
                position=position,
                text=cause.text,
                is_example=True,
                changed_by=officer,
            )
            found.append(entry)
            grow(entry.id, cause.inside)

    grow(None, example.causes)
    return found


def _cause_id(example: Example, number: int) -> UUID:
    return example_id(f"problem-cause/{example.key}/{number}")


def _action(example: Example, place: int, action: Action, officer: str) -> ProblemAction:
    return ProblemAction(
        district_id=BANG_NA,
        id=example_id(f"problem-action/{example.key}/{place}"),
        problem_id=problem_id(example.key),
        cause_id=_cause_id(example, action.cause) if action.cause else None,
        organisation_id=partner_id(action.partner) if action.partner else None,
        text=action.text,
        owner_name=action.owner,
        due_on=_day(action.due),
        done_on=None if action.done is None else _day(action.done),
        outcome=action.outcome,
        is_example=True,
        changed_by=officer,
    )
