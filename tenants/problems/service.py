"""Reporting problems, and their way from found to solved (F60, M117).

A problem is never deleted: it is solved, or dropped with a reason, and may be opened again.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Reach, Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today, show_date
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.adoption.queries import edition_in_force
from tenants.meetings.queries import held_meetings
from tenants.partners.queries import organisation
from tenants.problems import queries
from tenants.problems.models import Problem, ProblemState
from tenants.registry.queries import open_communities
from tenants.zones.queries import zone as zone_in_reach
from tenants.zones.queries import zone_of_community

EDITED = ("kind", "title", "detail", "found_on", "zone_id", "community_id")
"""What the report of a problem says."""

ANSWERED = ("priority", "priority_meeting_id", "organisation_id", "owner_name")
"""What is agreed about a problem: its place among the others, and who owns the answer."""

LARGEST_PRIORITY = 99

_CHANGED = mark("%(name)s changed this problem while you were editing.")


@dataclass(frozen=True)
class Report:
    """What a person says about a problem; a community's zone on that day is found."""

    kind: str
    title: str
    found_on: date
    detail: str = ""
    zone_id: UUID | None = None
    community_id: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """Who owns the answer, an organisation or a name, and which place a meeting gave the problem."""

    priority: int | None = None
    priority_meeting_id: UUID | None = None
    organisation_id: UUID | None = None
    owner_name: str = ""


def report_problem(
    session: Session, *, actor: Actor, within: Within, record_id: UUID, report: Report
) -> Problem:
    """Report a problem of a zone or community in reach; sent twice with one `record_id` it is one.

    It remembers the edition of the manual whose kinds it uses; refused while none is adopted.
    """
    scope.name_change(session, "problem:reported")
    existing = session.get(Problem, (actor.district_id, record_id))
    if existing is not None:
        return queries.problem(session, within, existing.id).problem
    in_force = edition_in_force(session, bangkok_today())
    if in_force is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    entry = Problem(
        district_id=actor.district_id,
        id=record_id,
        edition=in_force[1].number,
        reported_by=actor.name,
        reported_by_position=actor.position,
        reported_by_account=actor.account_id,
        changed_by=actor.name,
        **_checked(session, within, report),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(Problem, (actor.district_id, record_id))
    return entry


def change_problem(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    problem_id: UUID,
    seen_version: int,
    report: Report,
) -> Problem:
    """Correct a report; EditConflict where somebody else has saved it since it was opened.

    A leader corrects the own report until the section has taken it up.
    """
    scope.name_change(session, "problem:changed")
    entry = lock(session, queries.problem(session, within, problem_id).problem)
    refuse_unless_open_to(entry, actor, within)
    refuse_stale(entry, seen_version, _CHANGED, {name: getattr(entry, name) for name in EDITED})
    for name, value in _checked(session, within, report, entry).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def agree_on_answer(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    problem_id: UUID,
    seen_version: int,
    answer: Answer,
) -> Problem:
    """Note who owns the answer and which place the problem has among the others."""
    scope.name_change(session, "problem:answered")
    entry = lock(session, queries.problem(session, within, problem_id).problem)
    refuse_stale(entry, seen_version, _CHANGED, {name: getattr(entry, name) for name in ANSWERED})
    refuse_closed(entry)
    if answer.priority is not None and not 1 <= answer.priority <= LARGEST_PRIORITY:
        raise FieldError(
            "Type a number from 1 to %(most)s.", field="priority", most=LARGEST_PRIORITY
        )
    if answer.priority is None and answer.priority_meeting_id is not None:
        raise FieldError("Type the place that the meeting gave the problem.", field="priority")
    if answer.priority_meeting_id not in (None, entry.priority_meeting_id):
        _check_meeting(session, within, entry, answer.priority_meeting_id)
    check_owner(session, answer.organisation_id, answer.owner_name, entry.organisation_id)
    for name, value in asdict(answer).items():
        setattr(entry, name, value)
    entry.owner_name = normalise(answer.owner_name)
    sign(entry, actor)
    return entry


def begin_work(session: Session, *, actor: Actor, within: Within, problem_id: UUID) -> Problem:
    """The section and the network have taken the problem up. Twice changes nothing."""
    scope.name_change(session, "problem:begun")
    entry = lock(session, queries.problem(session, within, problem_id).problem)
    take_up(entry, actor)
    return entry


def solve_problem(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    problem_id: UUID,
    solved_on: date,
    solution: str,
    by_ourselves: bool,
) -> Problem:
    """It is solved: when, how, and whether the network did it without the state (M117)."""
    scope.name_change(session, "problem:solved")
    entry = lock(session, queries.problem(session, within, problem_id).problem)
    if entry.state == ProblemState.SOLVED:
        return entry
    refuse_closed(entry)
    if not solution.strip():
        raise FieldError("Say how the problem was solved.", field="solution")
    if solved_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="solved_on")
    if solved_on < entry.found_on:
        raise FieldError(
            "The problem was found on %(day)s. The day cannot be before it.",
            field="solved_on",
            day=show_date(entry.found_on, style="numeric"),
        )
    entry.state = ProblemState.SOLVED.value
    entry.solved_on, entry.solution, entry.solved_by_ourselves = solved_on, solution, by_ourselves
    sign(entry, actor)
    return entry


def drop_problem(
    session: Session, *, actor: Actor, within: Within, problem_id: UUID, reason: str
) -> Problem:
    """Nobody follows the problem any more, for a reason: a mistake, or another one holds it."""
    scope.name_change(session, "problem:dropped", reason)
    entry = lock(session, queries.problem(session, within, problem_id).problem)
    if entry.state == ProblemState.DROPPED:
        return entry
    refuse_closed(entry)
    if not reason.strip():
        raise FieldError("Say why the problem is dropped.", field="reason")
    entry.state, entry.dropped_reason = ProblemState.DROPPED.value, reason.strip()
    sign(entry, actor)
    return entry


def reopen_problem(
    session: Session, *, actor: Actor, within: Within, problem_id: UUID, reason: str
) -> Problem:
    """A problem that was solved or dropped is there again, for a reason; it counts as solved no more."""
    scope.name_change(session, "problem:reopened", reason)
    entry = lock(session, queries.problem(session, within, problem_id).problem)
    if entry.state in queries.UNSOLVED:
        return entry
    if not reason.strip():
        raise FieldError("Say why the problem is opened again.", field="reason")
    entry.state, entry.dropped_reason = ProblemState.IN_PROGRESS.value, None
    entry.solved_on, entry.solved_by_ourselves = None, False
    sign(entry, actor)
    return entry


def take_up(entry: Problem, actor: Actor) -> None:
    """The first step on a problem shows that somebody works on it."""
    refuse_closed(entry)
    if entry.state == ProblemState.OPEN:
        entry.state = ProblemState.IN_PROGRESS.value
        sign(entry, actor)


def may_change(entry: Problem, actor: Actor, within: Within) -> bool:
    """Staff while it is unsolved; a leader the own report until it is taken up."""
    if within.whole_district:
        return entry.state in queries.UNSOLVED
    return entry.state == ProblemState.OPEN and entry.reported_by_account == actor.account_id


def refuse_unless_open_to(entry: Problem, actor: Actor, within: Within) -> None:
    refuse_closed(entry)
    if not may_change(entry, actor, within):
        raise Refused("The section has taken this report up. Ask the section to change it.")


def refuse_closed(entry: Problem) -> None:
    if entry.state not in queries.UNSOLVED:
        raise Refused("This problem is solved or dropped. Open it again to change it.")


def check_owner(
    session: Session, organisation_id: UUID | None, name: str, before: UUID | None = None
) -> None:
    """An organisation that is a partner, or a name; never both. One that ended since stays chosen."""
    if organisation_id is None:
        return
    if name.strip():
        raise FieldError("Choose an organisation or type a name, not both.", field="owner_name")
    found = organisation(session, organisation_id)
    if found.ended_on is not None and found.id != before:
        raise FieldError(
            "%(name)s is a partner no more. Choose another one.",
            field="organisation",
            name=found.name,
        )


def _check_meeting(
    session: Session, within: Within, entry: Problem, meeting_id: UUID | None
) -> None:
    held = held_meetings(session, within, entry.zone_id)
    if meeting_id not in {line.meeting.id for line in held}:
        raise NotFound("This meeting does not exist.")


def _checked(
    session: Session, within: Within, report: Report, before: Problem | None = None
) -> dict[str, Any]:
    title = normalise(report.title)
    if not title:
        raise FieldError("Say in a few words what the problem is.", field="title")
    if report.found_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="found_on")
    if report.kind not in queries.kinds_of(session) and not (
        before is not None and before.kind == report.kind
    ):
        raise FieldError("Choose the kind of problem.", field="kind")
    values = asdict(report) | {"title": title}
    same = before is not None and (before.zone_id, before.community_id) == (
        report.zone_id,
        report.community_id,
    )
    return values if same else values | _place(session, within, report)


def _place(session: Session, within: Within, report: Report) -> dict[str, UUID | None]:
    """The zone and the community of a report, as far as the person's grant reaches."""
    if report.community_id is not None:
        found = open_communities(session, within, [report.community_id])[0]
        zone = zone_of_community(session, found.id, bangkok_today())
        return {"community_id": found.id, "zone_id": zone.id if zone else None}
    if report.zone_id is None:
        raise FieldError("Choose whose problem it is.", field="place")
    if within.reach < Reach.OWN_ZONE:
        raise NotFound("This zone does not exist.")
    chosen = zone_in_reach(session, within, report.zone_id)
    if chosen.closed_on is not None:
        raise FieldError(
            "%(zone)s is closed. Choose another place.", field="place", zone=chosen.name
        )
    return {"community_id": None, "zone_id": chosen.id}
