"""What is done about a problem: who does what by when, and what came of it (F60)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.problems import queries
from tenants.problems.models import Problem, ProblemAction
from tenants.problems.service import check_owner, refuse_closed, take_up

EDITED = ("text", "cause_id", "organisation_id", "owner_name", "due_on")
"""What the form of an action changes."""

HIGHEST_COST = Decimal(1_000_000_000)


@dataclass(frozen=True)
class Plan:
    """Who does what by when: an organisation or a name."""

    text: str
    cause_id: UUID | None = None
    organisation_id: UUID | None = None
    owner_name: str = ""
    due_on: date | None = None


def add_action(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    problem_id: UUID,
    record_id: UUID,
    plan: Plan,
) -> ProblemAction:
    """A new action; it shows that the problem is taken up. Sent twice with one `record_id` it is one."""
    scope.name_change(session, "problem_action:added")
    problem = lock(session, queries.problem(session, within, problem_id).problem)
    existing = session.get(ProblemAction, (actor.district_id, record_id))
    if existing is not None:
        return existing
    take_up(problem, actor)
    _check(session, problem, plan)
    if plan.due_on is not None and plan.due_on < problem.found_on:
        raise FieldError("The day is before the problem was found.", field="due_on")
    entry = ProblemAction(
        district_id=actor.district_id,
        id=record_id,
        problem_id=problem.id,
        is_example=problem.is_example,
        changed_by=actor.name,
        **asdict(plan),
    )
    session.add(entry)
    session.flush()
    return entry


def change_action(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    action_id: UUID,
    seen_version: int,
    plan: Plan,
) -> ProblemAction:
    """Correct an action that is not done yet; EditConflict where somebody else has saved it."""
    scope.name_change(session, "problem_action:changed")
    entry, problem = _locked(session, within, action_id)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this action while you were editing."),
        {name: getattr(entry, name) for name in EDITED},
    )
    if entry.done_on is not None:
        raise Refused("This action is done. What came of it stays as it is.")
    _check(session, problem, plan, entry.organisation_id)
    for name, value in asdict(plan).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def finish_action(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    action_id: UUID,
    done_on: date,
    outcome: str,
    cost: Decimal | None,
) -> ProblemAction:
    """The action is done: when, with what result, at what cost in baht. Twice changes nothing."""
    scope.name_change(session, "problem_action:done")
    entry, problem = _locked(session, within, action_id)
    if entry.done_on is not None:
        return entry
    if not outcome.strip():
        raise FieldError("Say what came of it.", field="outcome")
    if done_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="done_on")
    if done_on < problem.found_on:
        raise FieldError("The day is before the problem was found.", field="done_on")
    if cost is not None and not 0 <= cost <= HIGHEST_COST:
        raise FieldError("Type a number from 0 to %(most)s.", field="cost", most=HIGHEST_COST)
    entry.done_on, entry.outcome, entry.cost = done_on, outcome.strip(), cost
    sign(entry, actor)
    return entry


def remove_action(session: Session, *, within: Within, action_id: UUID, reason: str) -> UUID:
    """Take off an action that nobody will do, with a reason; returns the problem."""
    scope.name_change(session, "problem_action:removed", reason)
    entry, problem = _locked(session, within, action_id)
    if entry.done_on is not None:
        raise Refused("This action is done. What came of it stays as it is.")
    if not reason.strip():
        raise FieldError("Say why the action is removed.", field="reason")
    session.delete(entry)
    return problem.id


def _locked(session: Session, within: Within, action_id: UUID) -> tuple[ProblemAction, Problem]:
    entry, problem = queries.action(session, within, action_id)
    problem = lock(session, problem)
    refuse_closed(problem)
    return lock(session, entry), problem


def _check(session: Session, problem: Problem, plan: Plan, before: UUID | None = None) -> None:
    if not normalise(plan.text):
        raise FieldError("Type what is done.", field="text")
    if plan.organisation_id is None and not normalise(plan.owner_name):
        raise FieldError("Say who does it: an organisation or a name.", field="owner_name")
    check_owner(session, plan.organisation_id, plan.owner_name, before)
    branches = queries.flat(queries.causes_of(session, problem.id))
    if plan.cause_id is not None and plan.cause_id not in {each.cause.id for each in branches}:
        raise NotFound("This cause does not exist.")
