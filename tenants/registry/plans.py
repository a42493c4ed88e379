"""แผนพัฒนาชุมชน: the plans that communities adopted for their fiscal years (DOMAIN 7.2)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, fiscal_months, fiscal_year, last_of_month, show_date
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.registry import queries
from tenants.registry.models import Community, CommunityStatus
from tenants.registry.plan_models import CommunityPlan

FIRST_YEAR = 2559
"""The fiscal year of the study; older plans stay in the office's files."""

YEARS_AHEAD = 1
"""A plan is adopted before its year begins, for the next one at most."""

YEARS_BEFORE = 2
"""How many fiscal years before its own a plan may have been adopted."""

_CHANGED = mark("%(name)s changed this plan while you were editing.")


@dataclass(frozen=True)
class PlanDetails:
    """`fiscal_year` is Buddhist; `reviewed` says that an earlier plan was gone through again."""

    fiscal_year: int
    adopted_on: date
    reviewed: bool = False
    note: str = ""


def plans_of(session: Session, community_id: UUID) -> list[CommunityPlan]:
    """The plans of a community that the caller may read, the newest year first."""
    return list(
        session.scalars(
            select(CommunityPlan)
            .where(CommunityPlan.community_id == community_id)
            .order_by(CommunityPlan.fiscal_year.desc())
        )
    )


def plan(session: Session, within: Within, plan_id: UUID) -> tuple[CommunityPlan, Community]:
    """One plan with its community, in reach; NotFound for all others."""
    found = session.scalars(select(CommunityPlan).where(CommunityPlan.id == plan_id)).one_or_none()
    if found is None:
        raise NotFound("This page does not exist")
    return found, queries.community(session, within, found.community_id)


def record_plan(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    community_id: UUID,
    record_id: UUID,
    details: PlanDetails,
) -> CommunityPlan:
    """Note that a community has adopted a plan: one for each fiscal year. Sent twice it is one record."""
    scope.name_change(session, "plan:recorded")
    community = lock(session, queries.community(session, within, community_id))
    existing = session.get(CommunityPlan, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check(community, details)
    entry = CommunityPlan(
        district_id=actor.district_id,
        id=record_id,
        community_id=community.id,
        recorded_by=actor.name,
        changed_by=actor.name,
        is_example=community.is_example,
        **asdict(details),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError as problem:
        raise _taken(details) from problem
    return entry


def correct_plan(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    plan_id: UUID,
    seen_version: int,
    details: PlanDetails,
    shown: Callable[[CommunityPlan], Mapping[str, object]],
) -> CommunityPlan:
    """Correct what was noted of a plan; EditConflict where somebody saved it since it was opened.

    `shown` tells what is stored by the fields of the form.
    """
    scope.name_change(session, "plan:corrected")
    entry, community = plan(session, within, plan_id)
    lock(session, entry)
    stored = {name: getattr(entry, name) for name in asdict(details)}
    if stored == asdict(details):
        return entry
    refuse_stale(entry, seen_version, _CHANGED, shown(entry))
    _check(community, details)
    for name, value in asdict(details).items():
        setattr(entry, name, value)
    sign(entry, actor)
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as problem:
        raise _taken(details) from problem
    return entry


def _check(community: Community, details: PlanDetails) -> None:
    if community.status == CommunityStatus.CLOSED:
        raise Refused("This community is closed. A closed community is not changed.")
    today = bangkok_today()
    latest = fiscal_year(today) + YEARS_AHEAD
    if not FIRST_YEAR <= details.fiscal_year <= latest:
        raise FieldError(
            "Type a fiscal year from %(first)s to %(last)s.",
            field="fiscal_year",
            first=FIRST_YEAR,
            last=latest,
        )
    if details.adopted_on > today:
        raise FieldError("The day cannot be in the future.", field="adopted_on")
    first = fiscal_months(details.fiscal_year - YEARS_BEFORE)[0]
    last = last_of_month(fiscal_months(details.fiscal_year)[-1])
    if not first <= details.adopted_on <= last:
        raise FieldError(
            "A plan for fiscal year %(year)s is adopted from %(first)s to %(last)s.",
            field="adopted_on",
            year=details.fiscal_year,
            first=show_date(first, style="numeric"),
            last=show_date(last, style="numeric"),
        )


def _taken(details: PlanDetails) -> FieldError:
    return FieldError(
        "The community has a plan for fiscal year %(year)s already. Correct that one.",
        field="fiscal_year",
        year=details.fiscal_year,
    )
