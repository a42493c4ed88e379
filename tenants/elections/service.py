"""Preparing, opening and closing elections (F27, F30): the roll is of the day, then it is frozen."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_now, bangkok_today, show_date
from core.identity.actor import Actor
from core.manual.structure import ElectionRules, TieRule
from core.records import lock, sign
from core.tenancy import scope
from tenants.adoption.queries import content_in_force
from tenants.elections import queries
from tenants.elections.models import (
    BallotMethod,
    Candidate,
    Election,
    ElectionReason,
    ElectionState,
    Electorate,
    Voter,
)
from tenants.elections.queries import RUNNING
from tenants.elections.rolls import Roll, roll_on

STATEMENT = (
    "ข้าพเจ้าขอรับรองว่าเป็นผู้มีคุณสมบัติและไม่มีลักษณะต้องห้ามตามระเบียบกรุงเทพมหานครว่าด้วยชุมชนและกรรมการชุมชน"
    "ที่ใช้บังคับอยู่ในวันเลือกตั้ง ยินยอมให้เสนอชื่อเป็นผู้สมัคร และไม่มีส่วนได้เสียที่ขัดกับการปฏิบัติหน้าที่ประธาน"
    " หากข้อความนี้ไม่เป็นความจริง ข้าพเจ้ายินยอมให้เพิกถอนผลการเลือกตั้ง"
)
"""คำรับรองคุณสมบัติ (F31). It names no bar of its own: the regulation's text counts (DOMAIN 4.4)."""


def add_candidate(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    election_id: UUID,
    record_id: UUID,
    person_id: UUID,
    attested_on: date,
    attested_before: str,
) -> Candidate:
    """Name a candidate from the roll, with the statement of eligibility that was made before somebody.

    The platform keeps that it was made, before whom and when, and no document (F31).
    """
    scope.name_change(session, "candidate:named")
    election = locked(session, within, election_id)
    existing = session.get(Candidate, (actor.district_id, record_id))
    if existing is not None:
        return existing
    demand_preparing(election)
    if election.reason == ElectionReason.SECOND_ROUND:
        raise Refused("A second round is between those who were equal. Nobody else can stand.")
    entry = roll_of(session, election).person(person_id)
    if entry is None:
        raise FieldError("Choose somebody who is on the roll.", field="person_id")
    if attested_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="attested_on")
    if not attested_before.strip():
        raise FieldError(
            "Type before whom the statement was made, with the position.", field="attested_before"
        )
    named = queries.candidates_of(session, election.id)
    if any(one.person_id == person_id for one in named):
        raise FieldError("This person has been named already.", field="person_id")
    candidate = Candidate(
        district_id=actor.district_id,
        id=record_id,
        election_id=election.id,
        person_id=person_id,
        person_name=entry.person_name,
        person_position=entry.person_position,
        number=len(named) + 1,
        statement=STATEMENT,
        attested_on=attested_on,
        attested_before=attested_before,
        changed_by=actor.name,
    )
    session.add(candidate)
    session.flush()
    return candidate


def withdraw_candidate(
    session: Session, *, actor: Actor, within: Within, candidate_id: UUID, withdrawn_on: date
) -> Candidate:
    """Record that a candidate withdraws, until the voting is closed. The number is not given again."""
    scope.name_change(session, "candidate:withdrawn")
    candidate, found = queries.candidate(session, within, candidate_id)
    election = lock(session, found)
    lock(session, candidate)
    if candidate.withdrawn_on is not None:
        return candidate
    if election.state not in {ElectionState.PREPARING, ElectionState.OPEN}:
        raise Refused("The voting is closed. Nobody can withdraw any more.")
    if withdrawn_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="withdrawn_on")
    candidate.withdrawn_on = withdrawn_on
    sign(candidate, actor)
    return candidate


def open_election(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    election_id: UUID,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Election:
    """Freeze the roll and take ballots. Neither roll nor candidates change from now on, but for a withdrawal.

    The roll is of the day of the election, so it is frozen on that day and not before. An online
    election says when it opens and closes; the database keeps to that.
    """
    scope.name_change(session, "election:opened")
    election = locked(session, within, election_id)
    if election.state == ElectionState.OPEN:
        return election
    demand_preparing(election)
    standing = [
        one for one in queries.candidates_of(session, election.id) if one.withdrawn_on is None
    ]
    roll = roll_of(session, election)
    _check_roll(election, standing, roll)
    now = bangkok_now()
    if election.method == BallotMethod.ONLINE:
        _check_hours(election, opens_at, closes_at, now)
    session.add_all(_voters(actor, election, roll))
    session.flush()
    _, rules = manual_on(session, election.held_on)
    second = election.reason == ElectionReason.SECOND_ROUND
    election.tie_rule = (TieRule.LOT if second else rules.tie_rule).value
    election.opens_at, election.closes_at = opens_at or now, closes_at
    election.frozen_at, election.frozen_by = now, actor.name
    election.state = ElectionState.OPEN.value
    sign(election, actor)
    return election


def mark_voter(
    session: Session,
    *,
    within: Within,
    election_id: UUID,
    voter_id: UUID,
    received: bool,
) -> Voter:
    """Tick on the roll that a voter received a paper ballot, or take the tick back."""
    scope.name_change(session, "voter:marked" if received else "voter:unmarked")
    election = locked(session, within, election_id)
    if election.method != BallotMethod.PAPER or election.state != ElectionState.OPEN:
        raise Refused("Ballots on paper are handed out only while the voting is open.")
    voter = session.scalars(
        select(Voter).where(Voter.id == voter_id, Voter.election_id == election.id)
    ).one_or_none()
    if voter is None:
        raise NotFound("This voter does not exist.")
    voter.has_voted = received
    session.flush()
    return voter


def close_election(
    session: Session, *, actor: Actor, within: Within, election_id: UUID
) -> Election:
    """Take no more ballots. Online it is closed at its hour, or earlier once everybody has voted."""
    scope.name_change(session, "election:closed")
    election = locked(session, within, election_id)
    if election.state == ElectionState.COUNTING:
        return election
    if election.state != ElectionState.OPEN:
        raise Refused("Only an open election can be closed.")
    if election.method == BallotMethod.ONLINE and not _may_close(session, election):
        raise Refused("The voting lasts until its hour, unless everybody has voted.")
    election.state = ElectionState.COUNTING.value
    sign(election, actor)
    return election


def cancel_election(
    session: Session, *, actor: Actor, within: Within, election_id: UUID, reason: str
) -> Election:
    """Call an election off. Its ballots are never counted; what was done stays on record."""
    scope.name_change(session, "election:cancelled", reason)
    election = locked(session, within, election_id)
    if election.state == ElectionState.CANCELLED:
        return election
    if election.state not in RUNNING:
        raise Refused("The result is declared. It can only be objected to.")
    if not reason.strip():
        raise FieldError("Say why the election is cancelled.", field="reason")
    election.state = ElectionState.CANCELLED.value
    election.cancelled_reason = reason
    sign(election, actor)
    return election


def roll_of(session: Session, election: Election) -> Roll:
    """Who may vote on the day of an election that is being prepared, as known today."""
    return roll_on(session, Electorate(election.electorate), election.zone_id, election.held_on)


def locked(session: Session, within: Within, election_id: UUID) -> Election:
    """The election with its row locked: whoever changes it, votes or counts comes in turn."""
    return lock(session, queries.election(session, within, election_id))


def manual_on(session: Session, day: date) -> tuple[int, ElectionRules]:
    """The edition in force on a day, and how it has chairs elected; Refused before the first adoption."""
    current = content_in_force(session, day)
    if current is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    return current.edition, current.content.elections


def demand_preparing(election: Election) -> None:
    if election.state != ElectionState.PREPARING:
        raise Refused("The roll is frozen. This election is not prepared any more.")


def _check_roll(election: Election, standing: Sequence[Candidate], roll: Roll) -> None:
    today = bangkok_today()
    if election.held_on > today:
        raise Refused(
            "The roll is that of the day of the election, %(day)s. It is frozen on that day.",
            day=show_date(election.held_on, style="numeric"),
        )
    if election.method == BallotMethod.ONLINE and election.held_on < today:
        raise Refused("The day of the election is over. Change it before opening the voting.")
    if not standing:
        raise Refused("Name at least one candidate first.")
    if not roll.entries:
        raise Refused("Nobody is on the roll: no chair is in office on that day.")
    gone = [one.person_name for one in standing if roll.person(one.person_id) is None]
    if gone:
        raise Refused(
            "%(names)s is not on the roll of that day. Record the withdrawal first.",
            names=", ".join(gone),
        )


def _check_hours(
    election: Election, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> None:
    if opens_at is None or opens_at.date() != election.held_on:
        raise FieldError("The voting opens on the day of the election.", field="opens")
    if closes_at is None or closes_at <= max(now, opens_at):
        raise FieldError(
            "The voting closes after it has opened, and not before now.", field="closes"
        )


def _voters(actor: Actor, election: Election, roll: Roll) -> list[Voter]:
    return [
        Voter(
            district_id=actor.district_id,
            election_id=election.id,
            person_id=entry.person_id,
            person_name=entry.person_name,
            person_position=entry.person_position,
            community_id=entry.community_id,
            zone_id=entry.zone_id,
        )
        for entry in roll.entries
    ]


def _may_close(session: Session, election: Election) -> bool:
    if election.closes_at is not None and election.closes_at <= bangkok_now():
        return True
    waiting = session.scalars(
        select(Voter.id)
        .where(Voter.election_id == election.id, Voter.has_voted.is_(False))
        .limit(1)
    ).first()
    return waiting is None
