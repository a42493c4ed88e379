"""The example report of Bang Na: of the month before last, which its director has approved."""

from sqlalchemy.orm import Session

from core.access.roles import Role
from core.composition import current_composition
from core.demo import example_id
from core.feature import Job
from core.jobs.service import enqueue
from core.reporting import example
from core.reporting.drawing import Sources
from core.reporting.jobs import QUEUE
from tenants.example.content import BANG_NA, accounts
from tenants.reports.queries import zone_names

DIRECTOR = "bangna.director"


def load(session: Session) -> None:
    """Ask a worker for it: the figures are counted after the demo is loaded."""
    enqueue(session, EXAMPLE)


def make_example(session: Session, *, tries: int = 0) -> None:
    """Publish the example as soon as its figures are counted and approved."""
    span = example.month_of_example()
    if not example.is_counted(session, BANG_NA, span):
        example.wait_again(session, EXAMPLE, tries)
        return
    entry = next(each for each in accounts() if each["username"] == DIRECTOR)
    example.publish_example(
        session,
        actor=example.example_actor(
            DIRECTOR,
            office_code=BANG_NA,
            role=Role.DIRECTOR,
            name=entry["name"],
            position=entry["position"],
        ),
        record_id=example_id("report/month"),
        span=span,
        sources=Sources(current_composition().measures, zone_names(session)),
    )


EXAMPLE = Job("reports.make_example", QUEUE, make_example)
