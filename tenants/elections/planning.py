"""Planning elections (F27, F30): whose chair is elected, when, how, and for which term."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.db import uuid7
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.manual.structure import ElectionRules, SeatRule, SeatSource
from core.marks import mark
from core.records import refuse_stale, sign
from core.tenancy import scope
from tenants.committees.queries import CommitteeView, term_end, view_of
from tenants.committees.service import ensure_committee
from tenants.elections import queries
from tenants.elections.models import (
    BallotMethod,
    Candidate,
    Election,
    ElectionReason,
    Electorate,
)
from tenants.elections.queries import RUNNING
from tenants.elections.service import demand_preparing, locked, manual_on


@dataclass(frozen=True)
class Plan:
    """When and how an election is held, and from when the term runs."""

    held_on: date
    method: BallotMethod
    reason: ElectionReason
    term_from: date


def begin_election(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    electorate: Electorate,
    zone_id: UUID | None,
    plan: Plan,
) -> Election:
    """Begin the election of a zone's chair or the assembly's. Sent twice it is one election.

    Refuses a second one for the same chair while one is under way.
    """
    scope.name_change(session, "election:begun")
    existing = session.get(Election, (actor.district_id, record_id))
    if existing is not None:
        return existing
    return _begin(
        session,
        actor=actor,
        record_id=record_id,
        electorate=electorate,
        zone_id=zone_id,
        plan=plan,
        repeats=None,
    )


def repeat_election(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    election_id: UUID,
    record_id: UUID,
    plan: Plan,
) -> Election:
    """Hold an election again; sent twice it is one election.

    It is a second round between those who were equal, or in place of a result that was set aside or
    elected nobody.
    """
    scope.name_change(session, "election:repeated")
    existing = session.get(Election, (actor.district_id, record_id))
    if existing is not None:
        return existing
    older = queries.election_view(session, within, election_id)
    reason = reason_to_repeat(older)
    if reason is None:
        raise Refused("This election need not be held again.")
    begun = _begin(
        session,
        actor=actor,
        record_id=record_id,
        electorate=Electorate(older.election.electorate),
        zone_id=older.election.zone_id,
        plan=Plan(plan.held_on, plan.method, reason, plan.term_from),
        repeats=older.election,
    )
    if reason is ElectionReason.SECOND_ROUND:
        _take_over(session, actor, older, begun)
    return begun


def reason_to_repeat(older: queries.ElectionView) -> ElectionReason | None:
    """Why an election has to be held again; None where it has not, or already is."""
    result = older.election.result
    if older.repeated_by is not None or result is None:
        return None
    if older.set_aside or result["outcome"] == "nobody":
        return ElectionReason.REPEAT
    return ElectionReason.SECOND_ROUND if result["outcome"] == "second_round" else None


def change_election(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    election_id: UUID,
    seen_version: int,
    plan: Plan,
) -> Election:
    """Change day, method and term while it is prepared; EditConflict where somebody else saved it first."""
    scope.name_change(session, "election:changed")
    election = locked(session, within, election_id)
    refuse_stale(
        election,
        seen_version,
        mark("%(name)s changed this election while you were editing."),
        {
            "held_on": election.held_on,
            "method": BallotMethod(election.method),
            "reason": ElectionReason(election.reason),
            "term_from": election.term_from,
        },
    )
    demand_preparing(election)
    body = queries.body_of(Electorate(election.electorate), election.zone_id)
    view = view_of(session, WHOLE_DISTRICT, body, history=True)
    repeats = election.repeats_id is not None
    reason = ElectionReason(election.reason) if repeats else plan.reason
    settled = Plan(plan.held_on, plan.method, reason, plan.term_from)
    edition, _rules = _check_plan(session, settled)
    older = session.get(Election, (actor.district_id, election.repeats_id)) if repeats else None
    election.held_on, election.method = plan.held_on, plan.method.value
    election.reason, election.term_from = reason.value, plan.term_from
    election.term_ends_on = _term_ends_on(session, view, settled, older)
    election.edition = edition
    sign(election, actor)
    return election


def _begin(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    electorate: Electorate,
    zone_id: UUID | None,
    plan: Plan,
    repeats: Election | None,
) -> Election:
    body = queries.body_of(electorate, zone_id)
    committee = ensure_committee(session, actor=actor, within=WHOLE_DISTRICT, body=body)
    under_way = session.scalars(
        select(Election.id).where(
            Election.committee_id == committee.id, Election.state.in_(RUNNING)
        )
    ).first()
    if under_way is not None:
        raise Refused("An election of this chair is under way already.")
    edition, _rules = _check_plan(session, plan)
    view = view_of(session, WHOLE_DISTRICT, body, history=True)
    election = Election(
        district_id=actor.district_id,
        id=record_id,
        electorate=electorate.value,
        zone_id=zone_id,
        committee_id=committee.id,
        rule_key=_chair_rule(view).key,
        method=plan.method.value,
        edition=edition,
        held_on=plan.held_on,
        term_from=plan.term_from,
        term_ends_on=_term_ends_on(session, view, plan, repeats),
        reason=plan.reason.value,
        repeats_id=repeats.id if repeats else None,
        is_example=view.is_example,
        changed_by=actor.name,
    )
    session.add(election)
    session.flush()
    return election


def _check_plan(session: Session, plan: Plan) -> tuple[int, ElectionRules]:
    edition, rules = manual_on(session, plan.held_on)
    today = bangkok_today()
    if plan.method is BallotMethod.ONLINE:
        if not rules.online_allowed:
            raise FieldError(
                "The manual of the office allows voting on paper only.", field="method"
            )
        if plan.held_on < today:
            raise FieldError("Online voting cannot be held on a day that is over.", field="held_on")
    if plan.term_from < plan.held_on:
        raise FieldError("The term cannot begin before the election.", field="term_from")
    return edition, rules


def _chair_rule(view: CommitteeView) -> SeatRule:
    for rule in view.content.rules(view.body.kind).seats:
        if rule.source is SeatSource.ELECTED_CHAIR:
            return rule
    raise Refused("The manual of the office has no elected chair for this committee.")


def _term_ends_on(
    session: Session, view: CommitteeView, plan: Plan, repeats: Election | None
) -> date | None:
    """The first day after the term: the manual's length, or the rest of the one that was left."""
    if repeats is not None and repeats.term_ends_on and repeats.term_ends_on > plan.term_from:
        whole = term_end(session, view, repeats.term_from)
        if whole != repeats.term_ends_on:
            return repeats.term_ends_on
    if plan.reason is not ElectionReason.BY_ELECTION:
        return term_end(session, view, plan.term_from)
    rest = view.vacancy(_chair_rule(view).key)
    if rest is None or rest.term_ends_on is None or rest.term_ends_on <= plan.term_from:
        raise FieldError(
            "No chair has left before the end of the term, so there is no rest to serve.",
            field="reason",
        )
    return rest.term_ends_on


def _take_over(
    session: Session, actor: Actor, older: queries.ElectionView, begun: Election
) -> None:
    """Those who were equal stand again, with the statements that they have made."""
    tied = {UUID(one) for one in (older.election.result or {})["tied"]}
    equal = [one for one in older.candidates if one.id in tied]
    session.add_all(
        Candidate(
            district_id=actor.district_id,
            id=uuid7(),
            election_id=begun.id,
            person_id=one.person_id,
            person_name=one.person_name,
            person_position=one.person_position,
            number=number,
            statement=one.statement,
            attested_on=one.attested_on,
            attested_before=one.attested_before,
            changed_by=actor.name,
        )
        for number, one in enumerate(equal, start=1)
    )
    session.flush()
