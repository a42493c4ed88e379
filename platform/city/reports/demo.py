"""The examples of the department: the report of a quarter, and the data set behind it."""

from sqlalchemy.orm import Session

from core.access.roles import Role
from core.composition import current_composition
from core.demo import example_id
from core.feature import Job
from core.jobs.service import enqueue
from core.reporting import example
from core.reporting.datasets import DatasetKey, datasets_of
from core.reporting.drawing import Sources
from core.reporting.jobs import QUEUE
from core.tenancy.scope import DEPARTMENT

EXECUTIVE = ("นายตัวอย่าง บริหาร", "ผู้บริหารสำนักพัฒนาสังคม")
CONTACT = "กองพัฒนาชุมชน สำนักพัฒนาสังคม (ตัวอย่าง)"
EXAMPLE_DISTRICT = 1047
"""Bang Na, the only district of a demo with figures."""


def load(session: Session) -> None:
    """Ask a worker for them: the figures are counted after the demo is loaded."""
    enqueue(session, EXAMPLE)


def make_example(session: Session, *, tries: int = 0) -> None:
    """Publish and release the examples as soon as their figures are counted and approved."""
    span = example.quarter_of_example()
    if not example.is_counted(session, EXAMPLE_DISTRICT, span):
        example.wait_again(session, EXAMPLE, tries)
        return
    name, position = EXECUTIVE
    actor = example.example_actor(
        "city.executive",
        office_code=DEPARTMENT,
        role=Role.DEPARTMENT_EXECUTIVE,
        name=name,
        position=position,
    )
    sources = Sources(current_composition().measures)
    example.publish_example(
        session, actor=actor, record_id=example_id("report/quarter"), span=span, sources=sources
    )
    example.release_example(
        session,
        actor=actor,
        record_id=example_id("release/quarter"),
        dataset=next(
            each for each in datasets_of(DEPARTMENT) if each.key is DatasetKey.BY_DISTRICT
        ),
        span=span,
        sources=sources,
        contact=CONTACT,
    )


EXAMPLE = Job("city_reports.make_example", QUEUE, make_example)
