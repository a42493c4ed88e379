"""Declaring a result and what follows: the seat, objections, and setting a result aside (F27-F29)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.db import uuid7
from core.errors import DomainError, FieldError, Refused
from core.evidence.models import EvidenceState
from core.evidence.service import mark_card, new_verification_code
from core.i18n.dates import bangkok_now, bangkok_today, show_date
from core.identity.actor import Actor
from core.jobs.service import enqueue
from core.manual.queries import content_of, published_edition
from core.manual.structure import ElectionRules, TieRule
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from core.tenancy.queries import office
from tenants.committees.models import Seat
from tenants.committees.queries import view_of
from tenants.committees.service import Occupant, fill_seat, vacate_seat
from tenants.elections import queries
from tenants.elections.counting import (
    Finding,
    Tally,
    Verdict,
    counting_of,
    finding_of,
    tally_of,
)
from tenants.elections.documents import RENDER
from tenants.elections.models import (
    BallotMethod,
    Candidate,
    Election,
    ElectionState,
    Electorate,
    Objection,
)
from tenants.elections.queries import ElectionView
from tenants.elections.result import (
    OUTCOME_ELECTED,
    OUTCOME_NOBODY,
    OUTCOME_SECOND_ROUND,
    Signature,
    counters_of,
    result_of,
    signed,
    title_of,
    write_result,
)
from tenants.elections.sealing import BallotSeal
from tenants.elections.service import locked

SEAT_VACATED = "มีการเลือกตั้งประธานใหม่"
SEAT_HANDED_ON = "ได้รับเลือกเป็นประธานเครือข่าย"
"""Why the seat of the winner's own community is empty: another member of it takes the seat (clause 3.4)."""


@dataclass(frozen=True)
class Lot:
    """The outcome of drawing lots before the voters: who was drawn, and who saw it."""

    drawn: UUID
    witnesses: str


@dataclass(frozen=True)
class Evidence:
    """What a result is declared with: the seal of the ballots, the lot, the address of its public page."""

    seal: BallotSeal
    lot: Lot | None
    address_of: Callable[[str], str]


def declare_result(
    session: Session, *, actor: Actor, within: Within, election_id: UUID, evidence: Evidence
) -> Election:
    """Sign the result. From now on it never changes; declared twice it is one result.

    Equal votes are settled by the manual's rule: a lot, whose outcome is recorded, or a second round;
    then nobody is elected yet. The winner takes the seat, as soon as the term has begun.
    """
    scope.name_change(session, "election:declared")
    election = locked(session, within, election_id)
    if election.state == ElectionState.DECLARED:
        return election
    if election.state != ElectionState.COUNTING:
        raise Refused("A result is declared after the voting is closed and counted.")
    view = queries.election_view(session, within, election_id)
    tally = tally_of(session, election, evidence.seal)
    if tally is None:
        raise Refused("The two counts are missing or differ. Nothing can be declared yet.")
    if tally.total != view.voted:
        raise Refused("There are not as many ballots as people who voted. Nothing can be declared.")
    decision = _decide(session, view, tally, evidence.lot)
    sign(election, actor)
    write_result(session, election, _signed(session, actor, view, decision, evidence))
    _seat_if_possible(session, actor=actor, within=within, election_id=election_id)
    enqueue(session, RENDER, election_id=str(election_id))
    return election


def seat_winner(session: Session, *, actor: Actor, within: Within, election_id: UUID) -> Seat:
    """Put who was elected on the chair's seat for the term; a chair who still sits there leaves it that day.

    A winner who holds the own community's seat in the network leaves that by the same act (clause 3.4).
    Refused before the term has begun, and where the result was set aside. Done twice it is one seat.
    """
    view = queries.election_view(session, within, election_id)
    election, winner = view.election, view.winner
    if election.state != ElectionState.DECLARED or winner is None:
        raise Refused("Nobody has been elected.")
    if view.set_aside:
        raise Refused("An objection was upheld. This result counts no longer.")
    newest = queries.declared_result(session, committee_id=election.committee_id)
    if newest is not None and newest.election_id != election.id:
        raise Refused("A later election has been declared. This result fills the seat no longer.")
    if election.term_from > bangkok_today():
        raise Refused(
            "The term begins on %(day)s. The seat is filled from that day on.",
            day=show_date(election.term_from, style="numeric"),
        )
    seated = seat_of_winner(session, election, winner)
    if seated is not None:
        return seated
    body = queries.body_of(Electorate(election.electorate), election.zone_id)
    committee = view_of(session, WHOLE_DISTRICT, body, history=True)
    group = committee.group(election.rule_key)
    rest = committee.vacancy(election.rule_key)
    leaving = [(line.seat, SEAT_VACATED) for line in group.lines if line.seat] if group else []
    if group is not None and group.rule.exclusive:
        own = committee.seats_for_communities(winner.person_id)
        leaving += [(seat, SEAT_HANDED_ON) for seat in own]
    for seat, reason in leaving:
        vacate_seat(
            session,
            actor=actor,
            within=WHOLE_DISTRICT,
            seat_id=seat.id,
            vacated_on=max(election.term_from, seat.valid_from),
            reason=reason,
        )
    return fill_seat(
        session,
        actor=actor,
        within=WHOLE_DISTRICT,
        body=body,
        record_id=uuid7(),
        rule_key=election.rule_key,
        community_id=None,
        occupant=Occupant(
            person_name=winner.person_name,
            person_position=winner.person_position,
            valid_from=election.term_from,
            term_ends_on=election.term_ends_on,
            person_id=winner.person_id,
        ),
        replaces_seat_id=rest.id if rest and rest.term_ends_on == election.term_ends_on else None,
    )


def seat_of_winner(session: Session, election: Election, winner: Candidate) -> Seat | None:
    """The seat that an election has filled; None while it is not recorded."""
    return session.scalars(
        select(Seat)
        .where(
            Seat.committee_id == election.committee_id,
            Seat.rule_key == election.rule_key,
            Seat.person_id == winner.person_id,
            Seat.valid_from == election.term_from,
        )
        .order_by(Seat.id.desc())
        .limit(1)
    ).one_or_none()


def record_objection(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    election_id: UUID,
    record_id: UUID,
    raised_by: str,
    raised_on: date,
    grounds: str,
) -> Objection:
    """Record an objection that was raised within the days that the manual gives. The result stays as it is."""
    scope.name_change(session, "objection:recorded")
    locked(session, within, election_id)
    existing = session.get(Objection, (actor.district_id, record_id))
    if existing is not None:
        return existing
    view = queries.election_view(session, within, election_id)
    until, declared_at = view.objections_until, view.election.declared_at
    if until is None or declared_at is None:
        raise Refused("There is no declared result to object to.")
    if raised_on < view.election.held_on:
        raise FieldError("The day is before the election.", field="raised_on")
    if raised_on > min(until, bangkok_today()):
        raise FieldError(
            "Objections could be raised until %(day)s, and not in the future.",
            field="raised_on",
            day=show_date(until, style="numeric"),
        )
    for field, text, sentence in (
        ("raised_by", raised_by, "Type who objects."),
        ("grounds", grounds, "Type what the objection is based on."),
    ):
        if not text.strip():
            raise FieldError(sentence, field=field)
    objection = Objection(
        district_id=actor.district_id,
        id=record_id,
        election_id=election_id,
        raised_by=raised_by,
        raised_on=raised_on,
        grounds=grounds,
        changed_by=actor.name,
    )
    session.add(objection)
    session.flush()
    return objection


def rule_on_objection(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    objection_id: UUID,
    seen_version: int,
    upheld: bool,
    ruling: str,
) -> Objection:
    """Rule on an objection, once. Upheld, the result counts no longer and the election is held again."""
    scope.name_change(session, "objection:ruled")
    objection, _ = queries.objection(session, within, objection_id)
    election = locked(session, within, objection.election_id)
    lock(session, objection)
    if objection.upheld is not None:
        if objection.upheld is upheld and objection.ruling == ruling:
            return objection
        raise Refused("This objection has been ruled on. The ruling is not changed.")
    refuse_stale(
        objection,
        seen_version,
        mark("%(name)s changed this objection while you were editing."),
        {"ruling": objection.ruling},
    )
    if not ruling.strip():
        raise FieldError("Give the reason of the ruling.", field="ruling")
    objection.upheld, objection.ruling = upheld, ruling
    objection.ruled_on, objection.ruled_by = bangkok_today(), actor.name
    sign(objection, actor)
    if upheld:
        mark_card(session, record_id=election.id, state=EvidenceState.REVOKED)
    return objection


def _decide(
    session: Session, view: ElectionView, tally: Tally, lot: Lot | None
) -> tuple[Candidate | None, dict[str, Any]]:
    finding = finding_of(view.candidates, tally)
    result = result_of(view, tally, finding)
    if view.election.method == BallotMethod.PAPER:
        state = counting_of(queries.counts_of(session, view.election.id))
        result["counted_by"] = counters_of(state.agreed)
    if finding.verdict is Verdict.NOBODY:
        return None, result | {"outcome": OUTCOME_NOBODY, "lot": None}
    if finding.verdict is Verdict.TIED:
        if view.election.tie_rule == TieRule.SECOND_ROUND:
            return None, result | {"outcome": OUTCOME_SECOND_ROUND, "lot": None}
        winner, drawn = _drawn(finding, lot)
        return winner, result | {"outcome": OUTCOME_ELECTED, "lot": drawn}
    return finding.first[0], result | {"outcome": OUTCOME_ELECTED, "lot": None}


def _drawn(finding: Finding, lot: Lot | None) -> tuple[Candidate, dict[str, Any]]:
    drawn = next((one for one in finding.first if lot and one.id == lot.drawn), None)
    if lot is None or drawn is None:
        raise FieldError("The first have equally many votes. Say who was drawn.", field="drawn")
    if not lot.witnesses.strip():
        raise FieldError("Say before whom the lot was drawn.", field="witnesses")
    return drawn, {
        "between": [str(one.id) for one in finding.first],
        "drawn": str(drawn.id),
        "witnesses": lot.witnesses,
    }


def _signed(
    session: Session,
    actor: Actor,
    view: ElectionView,
    decision: tuple[Candidate | None, dict[str, Any]],
    evidence: Evidence,
) -> dict[str, Any]:
    election, (winner, result) = view.election, decision
    place = office(session, election.district_id)
    code = new_verification_code(election.district_id)
    return signed(
        result,
        title=title_of(election, view.zone.name if view.zone else "", place.name_th),
        office_name=place.title_th,
        winner_id=winner.id if winner else None,
        signature=Signature(
            name=actor.name,
            position=actor.position,
            declared_at=bangkok_now(),
            code=code,
            address=evidence.address_of(code),
            objection_days=_rules(session, election).objection_days,
        ),
    )


def _seat_if_possible(
    session: Session, *, actor: Actor, within: Within, election_id: UUID
) -> Seat | None:
    """Fill the seat at once where nothing stands against it; else it waits for an officer."""
    try:
        with session.begin_nested():
            return seat_winner(session, actor=actor, within=within, election_id=election_id)
    except DomainError:
        return None


def _rules(session: Session, election: Election) -> ElectionRules:
    edition = published_edition(session, election.edition)
    return content_of(edition).elections if edition else ElectionRules()
