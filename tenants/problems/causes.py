"""The tree of causes of a problem: adding, rewording, moving and removing branches (F60)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.problems import queries
from tenants.problems.models import Problem, ProblemCause
from tenants.problems.service import refuse_closed

MOST_LEVELS = 5
"""Causes behind causes: asking why five times is enough."""

MOST_CAUSES = 60


def add_cause(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    problem_id: UUID,
    record_id: UUID,
    text: str,
    parent_id: UUID | None = None,
) -> ProblemCause:
    """A new branch, the last one behind its parent; sent twice with one `record_id` it is one."""
    scope.name_change(session, "problem_cause:added")
    causes = _locked(session, within, problem_id)
    existing = session.get(ProblemCause, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if len(causes) >= MOST_CAUSES:
        raise FieldError("A problem has at most %(most)s causes.", field="text", most=MOST_CAUSES)
    _check_parent(causes, parent_id, None)
    entry = ProblemCause(
        district_id=actor.district_id,
        id=record_id,
        problem_id=problem_id,
        parent_id=parent_id,
        position=_next(causes, parent_id),
        text=_worded(text),
        is_example=session.get_one(Problem, (actor.district_id, problem_id)).is_example,
        changed_by=actor.name,
    )
    session.add(entry)
    session.flush()
    return entry


def change_cause(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    cause_id: UUID,
    seen_version: int,
    text: str,
    parent_id: UUID | None,
) -> ProblemCause:
    """Reword a branch or hang it elsewhere with all that is behind it; never behind itself."""
    scope.name_change(session, "problem_cause:changed")
    entry, problem = queries.cause(session, within, cause_id)
    causes = _locked(session, within, problem.id)
    entry = lock(session, entry)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this cause while you were editing."),
        {"text": entry.text, "parent": str(entry.parent_id or "")},
    )
    if parent_id != entry.parent_id:
        _check_parent(causes, parent_id, entry)
        entry.position = _next(causes, parent_id)
        entry.parent_id = parent_id
    entry.text = _worded(text)
    sign(entry, actor)
    return entry


def move_cause(
    session: Session, *, actor: Actor, within: Within, cause_id: UUID, steps: int
) -> ProblemCause:
    """One place up (-1) or down (1) among the branches of the same parent; at the end nothing changes."""
    scope.name_change(session, "problem_cause:moved")
    entry, problem = queries.cause(session, within, cause_id)
    siblings = [
        each for each in _locked(session, within, problem.id) if each.parent_id == entry.parent_id
    ]
    here = siblings.index(entry)
    there = here + (1 if steps > 0 else -1)
    if 0 <= there < len(siblings):
        siblings.insert(there, siblings.pop(here))
        for position, each in enumerate(siblings, start=1):
            if each.position != position:
                each.position = position
                sign(each, actor)
    return entry


def remove_cause(session: Session, *, within: Within, cause_id: UUID, reason: str) -> UUID:
    """Take a branch off with all that is behind it; its actions stay on the problem. Returns the problem."""
    scope.name_change(session, "problem_cause:removed", reason)
    entry, problem = queries.cause(session, within, cause_id)
    _locked(session, within, problem.id)
    if not reason.strip():
        raise FieldError("Say why the cause is removed.", field="reason")
    session.delete(entry)
    return problem.id


def below(causes: Sequence[ProblemCause], cause_id: UUID) -> set[UUID]:
    """A branch and all behind it."""
    found = {cause_id}
    while more := {each.id for each in causes if each.parent_id in found} - found:
        found |= more
    return found


def _locked(session: Session, within: Within, problem_id: UUID) -> list[ProblemCause]:
    """All branches in their order; whoever changes the tree of the same problem comes after."""
    problem = lock(session, queries.problem(session, within, problem_id).problem)
    refuse_closed(problem)
    return list(
        session.scalars(
            select(ProblemCause)
            .where(ProblemCause.problem_id == problem.id)
            .order_by(ProblemCause.position, ProblemCause.id)
            .execution_options(populate_existing=True)
        )
    )


def _worded(text: str) -> str:
    worded = normalise(text)
    if not worded:
        raise FieldError("Type the cause.", field="text")
    return worded


def _next(causes: Sequence[ProblemCause], parent_id: UUID | None) -> int:
    return 1 + max((each.position for each in causes if each.parent_id == parent_id), default=0)


def _check_parent(
    causes: Sequence[ProblemCause], parent_id: UUID | None, entry: ProblemCause | None
) -> None:
    """The parent is a cause of this problem, not behind the branch itself, and not too deep."""
    if parent_id is None:
        return
    parents = {each.id: each.parent_id for each in causes}
    if parent_id not in parents:
        raise NotFound("This cause does not exist.")
    if entry is not None and parent_id in below(causes, entry.id):
        raise FieldError("A cause cannot lie behind itself.", field="parent")
    depth = 0
    step: UUID | None = parent_id
    while step is not None:
        depth, step = depth + 1, parents[step]
    if depth + _height(causes, entry) > MOST_LEVELS:
        raise FieldError(
            "Causes lie at most %(most)s levels deep.", field="parent", most=MOST_LEVELS
        )


def _height(causes: Sequence[ProblemCause], entry: ProblemCause | None) -> int:
    """How many levels a branch has, itself the first."""
    if entry is None:
        return 1
    inside = [each for each in causes if each.parent_id == entry.id]
    return 1 + max((_height(causes, each) for each in inside), default=0)
