"""The committees that papers are about, and how forms name them: `zone:<id>`, `study`."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.manual.structure import CommitteeKind
from tenants.alliances.models import Alliance
from tenants.committees.bodies import Body, Subject
from tenants.committees.models import Committee
from tenants.committees.subjects import of_zone
from tenants.orders.models import Order, OrderKind, OrderState
from tenants.orders.queries import papers_of_committees
from tenants.zones.queries import open_zones

ORDERED = frozenset(
    {CommitteeKind.ZONE, CommitteeKind.ALLIANCE, CommitteeKind.STUDY, CommitteeKind.ASSEMBLY}
)
"""The kinds that an office's order appoints; a community elects its own committee (DOMAIN 4.4)."""


@dataclass(frozen=True)
class BodyLine:
    """A committee beside those of the zones, with its papers, the newest first."""

    subject: Subject
    papers: Sequence[Order] = ()

    @property
    def key(self) -> str:
        return key_of(self.subject.body)

    @property
    def draft(self) -> Order | None:
        return next((o for o in self.papers if _appoints(o) and o.state != OrderState.SIGNED), None)

    @property
    def order(self) -> Order | None:
        """The newest signed appointment; whether it is in force is said on its own page."""
        signed = [o for o in self.papers if _appoints(o) and o.dated_on is not None]
        return max(signed, key=lambda o: (o.dated_on, o.signed_at), default=None)


def key_of(body: Body) -> str:
    return body.kind.value if body.id is None else f"{body.kind.value}:{body.id}"


def body_of_key(key: str) -> Body:
    """The body that a form named; NotFound for anything that no page of ours wrote."""
    kind, _, identifier = key.partition(":")
    try:
        body = Body(CommitteeKind(kind), UUID(identifier) if identifier else None)
    except ValueError as problem:
        raise NotFound("This committee does not exist.") from problem
    has_own = body.kind in {CommitteeKind.STUDY, CommitteeKind.ASSEMBLY}
    if body.kind not in ORDERED or has_own != (body.id is None):
        raise NotFound("This committee does not exist.")
    return body


def other_bodies(session: Session) -> list[BodyLine]:
    """The study committee, the assembly's chair and the alliances, with their papers."""
    alliances = session.scalars(
        select(Alliance).where(Alliance.closed_on.is_(None)).order_by(Alliance.name)
    ).all()
    subjects = [
        Subject(body=Body.study()),
        Subject(body=Body.assembly()),
        *(
            Subject(body=Body.alliance(entry.id), name=entry.name, is_example=entry.is_example)
            for entry in alliances
        ),
    ]
    committees = {
        Body(CommitteeKind(found.kind), found.alliance_id): found.id
        for found in session.scalars(
            select(Committee).where(
                Committee.kind.in_([subject.body.kind.value for subject in subjects])
            )
        )
    }
    papers = papers_of_committees(session, list(committees.values()))
    return [
        BodyLine(
            subject, papers.get(committees[subject.body], ()) if subject.body in committees else ()
        )
        for subject in subjects
    ]


def appointable(session: Session, within: Within) -> list[Subject]:
    """Every committee that an order may appoint: zones by number, then the others."""
    zones = [of_zone(zone) for zone in open_zones(session, within)]
    return [*zones, *(line.subject for line in other_bodies(session))]


def _appoints(order: Order) -> bool:
    return order.kind == OrderKind.APPOINTMENT
