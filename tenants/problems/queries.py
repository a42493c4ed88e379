"""Reads of the problems. Every list takes the reach of the reader's grant."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Reach, Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.paging import PAGE_SIZE, Page
from tenants.adoption.queries import content_in_force
from tenants.partners.models import Organisation
from tenants.problems.models import Problem, ProblemAction, ProblemCause, ProblemState
from tenants.registry.models import Community
from tenants.registry.queries import is_open
from tenants.zones.models import Zone, ZoneMembership
from tenants.zones.queries import communities_within, on_day, zones_of, zones_within

UNSOLVED = (ProblemState.OPEN.value, ProblemState.IN_PROGRESS.value)
ORDERED, UNORDERED = "ordered", "unordered"
"""Whether a meeting has agreed where a problem stands among the others."""


@dataclass(frozen=True)
class Filters:
    """What a reader asked the list for; `state` may be `unsolved`, `priority` ordered or unordered."""

    text: str = ""
    zone: str = ""
    kind: str = ""
    state: str = ""
    priority: str = ""
    ourselves: bool = False


@dataclass(frozen=True)
class ProblemLine:
    """A problem with whose it is, who owns the answer, and how many of its actions are done."""

    problem: Problem
    zone: Zone | None
    community: Community | None
    organisation: Organisation | None
    actions: int = 0
    done: int = 0

    @property
    def owner(self) -> str:
        return self.organisation.name if self.organisation else self.problem.owner_name


@dataclass(frozen=True)
class ActionLine:
    """An action with the cause that it is about and who carries it out."""

    action: ProblemAction
    cause: ProblemCause | None
    organisation: Organisation | None

    @property
    def owner(self) -> str:
        return self.organisation.name if self.organisation else self.action.owner_name

    @property
    def is_late(self) -> bool:
        due = self.action.due_on
        return self.action.done_on is None and due is not None and due < bangkok_today()


@dataclass(frozen=True)
class Branch:
    """A cause in the tree: its number (1, 1.2, …) and the causes behind it."""

    cause: ProblemCause
    number: str
    inside: tuple["Branch", ...]


@dataclass(frozen=True)
class Tally:
    """How many problems there are in reach, and how many the networks solved by themselves (M117)."""

    unsolved: int
    solved: int
    by_ourselves: int


@dataclass(frozen=True)
class Place:
    """Whose problem a person may report: a zone's, or a community's within a zone."""

    zone: Zone | None
    community: Community | None

    @property
    def key(self) -> str:
        if self.community is not None:
            return f"community:{self.community.id}"
        return f"zone:{self.zone.id}" if self.zone is not None else ""


def problems(
    session: Session, within: Within, filters: Filters, number: int = 1
) -> Page[ProblemLine]:
    """A page of problems, unsolved ones first, by zone and agreed order: one statement, the total included."""
    number = max(1, number)
    of_problem = ProblemAction.problem_id == Problem.id
    actions = select(func.count()).where(of_problem).scalar_subquery()
    done = (
        select(func.count()).where(of_problem, ProblemAction.done_on.is_not(None)).scalar_subquery()
    )
    rows: Sequence[Any] = session.execute(
        _lines(actions, done, func.count().over())
        .where(problems_within(within), *_conditions(filters))
        .order_by(
            Problem.state.not_in(UNSOLVED),
            Zone.number.nulls_last(),
            Problem.priority.nulls_last(),
            Problem.found_on.desc(),
            Problem.id.desc(),
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(
        items=[ProblemLine(*row[:6]) for row in rows],
        number=number,
        total=rows[0][6] if rows else 0,
    )


def problem(session: Session, within: Within, problem_id: UUID) -> ProblemLine:
    """One problem that the reader's grant reaches; NotFound for all others."""
    row = session.execute(
        _lines().where(Problem.id == problem_id, problems_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This problem does not exist.")
    return ProblemLine(*row)


def problem_choices(
    session: Session, within: Within, zone_id: UUID | None = None
) -> list[tuple[UUID, str]]:
    """Unsolved problems to choose from, as (id, title), by zone and agreed order; of one zone where named."""
    statement = (
        select(Problem.id, Problem.title)
        .outerjoin(Zone, Zone.id == Problem.zone_id)
        .where(problems_within(within), Problem.state.in_(UNSOLVED))
        .order_by(Zone.number.nulls_last(), Problem.priority.nulls_last(), Problem.title)
    )
    if zone_id is not None:
        statement = statement.where(Problem.zone_id == zone_id)
    return [(row[0], row[1]) for row in session.execute(statement)]


def tally(session: Session, within: Within) -> Tally:
    """How many problems are unsolved and solved, and how many were solved by ourselves."""
    solved = Problem.state == ProblemState.SOLVED
    row = session.execute(
        select(
            func.count().filter(Problem.state.in_(UNSOLVED)),
            func.count().filter(solved),
            func.count().filter(solved, Problem.solved_by_ourselves.is_(True)),
        ).where(problems_within(within))
    ).one()
    return Tally(*row)


def causes_of(session: Session, problem_id: UUID) -> tuple[Branch, ...]:
    """The tree of causes of a problem that the caller may read."""
    inside: dict[UUID | None, list[ProblemCause]] = defaultdict(list)
    for cause in session.scalars(
        select(ProblemCause)
        .where(ProblemCause.problem_id == problem_id)
        .order_by(ProblemCause.position, ProblemCause.id)
    ):
        inside[cause.parent_id].append(cause)

    def grow(parent: UUID | None, before: str) -> tuple[Branch, ...]:
        return tuple(
            Branch(cause, f"{before}{place}", grow(cause.id, f"{before}{place}."))
            for place, cause in enumerate(inside[parent], start=1)
        )

    return grow(None, "")


def flat(branches: Sequence[Branch]) -> list[Branch]:
    """Every branch of a tree, each before those behind it."""
    return [each for branch in branches for each in (branch, *flat(branch.inside))]


def cause(session: Session, within: Within, cause_id: UUID) -> tuple[ProblemCause, Problem]:
    """One cause with its problem; NotFound where the problem is out of reach."""
    row = session.execute(
        select(ProblemCause, Problem)
        .join(Problem, Problem.id == ProblemCause.problem_id)
        .where(ProblemCause.id == cause_id, problems_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This cause does not exist.")
    return row[0], row[1]


def actions_of(session: Session, problem_id: UUID) -> list[ActionLine]:
    """The actions on a problem that the caller may read: open ones first, the next to be done on top."""
    rows = session.execute(
        select(ProblemAction, ProblemCause, Organisation)
        .outerjoin(ProblemCause, ProblemCause.id == ProblemAction.cause_id)
        .outerjoin(Organisation, Organisation.id == ProblemAction.organisation_id)
        .where(ProblemAction.problem_id == problem_id)
        .order_by(
            ProblemAction.done_on.is_not(None),
            ProblemAction.due_on.nulls_last(),
            ProblemAction.id,
        )
    )
    return [ActionLine(row[0], row[1], row[2]) for row in rows]


def action(session: Session, within: Within, action_id: UUID) -> tuple[ProblemAction, Problem]:
    """One action with its problem; NotFound where the problem is out of reach."""
    row = session.execute(
        select(ProblemAction, Problem)
        .join(Problem, Problem.id == ProblemAction.problem_id)
        .where(ProblemAction.id == action_id, problems_within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This action does not exist.")
    return row[0], row[1]


def places(session: Session, within: Within) -> list[Place]:
    """Whose problems a person may report: zones with their communities, then those without a zone.

    A leader of one community has that one alone.
    """
    rows = session.execute(
        select(Community, Zone)
        .outerjoin(
            ZoneMembership,
            (ZoneMembership.community_id == Community.id) & on_day(bangkok_today()),
        )
        .outerjoin(Zone, Zone.id == ZoneMembership.zone_id)
        .where(communities_within(Community.id, within), is_open())
        .order_by(Community.sort_key)
    ).all()
    communities = [Place(row[1], row[0]) for row in rows]
    if within.reach < Reach.OWN_ZONE:
        return communities
    found: list[Place] = []
    zones = session.scalars(
        select(Zone).where(Zone.closed_on.is_(None), zones_within(within)).order_by(Zone.number)
    ).all()
    for zone in zones:
        found += [Place(zone, None), *(each for each in communities if each.zone is zone)]
    return found + [each for each in communities if each.zone not in zones]


def kinds_of(session: Session) -> dict[str, str]:
    """The manual's kinds of problems with their titles; none while no manual is adopted."""
    in_force = content_in_force(session, bangkok_today())
    return {kind.key: kind.title for kind in in_force.content.problem_kinds} if in_force else {}


def problems_within(within: Within) -> ColumnElement[bool]:
    """The problems that a grant reaches; what a person has reported is always among them."""
    if within.whole_district:
        return Problem.district_id.is_not(None)
    communities = select(Community.id).where(communities_within(Community.id, within))
    reached: list[ColumnElement[bool]] = [Problem.community_id.in_(communities)]
    if within.account_id is not None:
        reached.append(Problem.reported_by_account == within.account_id)
    if within.reach >= Reach.OWN_ZONE:
        reached.append(Problem.zone_id.in_(zones_of(within.community_ids, bangkok_today())))
    return or_(*reached)


def _lines(*more: ColumnElement[Any]) -> Select[Any]:
    return (
        select(Problem, Zone, Community, Organisation, *more)
        .outerjoin(Zone, Zone.id == Problem.zone_id)
        .outerjoin(Community, Community.id == Problem.community_id)
        .outerjoin(Organisation, Organisation.id == Problem.organisation_id)
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.text:
        conditions.append(Problem.title.icontains(normalise(filters.text), autoescape=True))
    if filters.zone:
        conditions.append(_in_zone(filters.zone))
    if filters.kind:
        conditions.append(Problem.kind == filters.kind)
    if filters.state == "unsolved":
        conditions.append(Problem.state.in_(UNSOLVED))
    elif filters.state:
        conditions.append(Problem.state == filters.state)
    if filters.priority in (ORDERED, UNORDERED):
        conditions.append(Problem.priority.is_not(None) == (filters.priority == ORDERED))
    if filters.ourselves:
        conditions.append(Problem.solved_by_ourselves.is_(True))
    return conditions


def _in_zone(typed: str) -> ColumnElement[bool]:
    try:
        return Problem.zone_id == UUID(typed)
    except ValueError:
        return false()
