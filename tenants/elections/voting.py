"""Voting online: one seat, one vote, and the choice is never joined to the voter."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_now
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock
from core.tenancy import scope
from tenants.elections import queries
from tenants.elections.models import BallotMethod, Election, ElectionState
from tenants.elections.sealing import BallotSeal

NOT_ON_ROLL = mark(
    "Your name is not on the roll of this election. The roll holds the chairs in office on "
    "the day of the election. If you think this is a mistake, tell the district office."
)

NO_CHOICE = UUID(int=0)
"""What a form sends for “no choice”: as long as any candidate's id, so that nothing tells them apart."""


def cast_ballot(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    election_id: UUID,
    choice: UUID | None,
    seal: BallotSeal,
) -> None:
    """Vote for a candidate, or with NO_CHOICE for none.

    The choice goes to the database sealed, and nothing of it to the audit trail, the logs or the
    session. Refuses a second vote, a person who is not on the roll, and any hour outside the voting.
    """
    scope.name_change(session, "ballot:cast")
    view, voter = queries.ballot_view(session, actor, within, election_id)
    election = lock(session, view.election)
    refuse_unless_voting(election)
    if voter is None:
        raise Refused(NOT_ON_ROLL)
    if lock(session, voter).has_voted:
        raise Refused("You have voted already. Your first vote counts, and nothing was changed.")
    standing = {
        one.id for one in queries.candidates_of(session, election_id) if one.withdrawn_on is None
    }
    if choice is None or choice not in standing | {NO_CHOICE}:
        raise FieldError("Choose a candidate, or that you vote for nobody.", field="choice")
    ballot = seal.close(election_id, None if choice == NO_CHOICE else choice)
    try:
        session.execute(select(func.election_cast_ballot(election_id, voter.id, ballot)))
    except IntegrityError:
        raise Refused("The voting is closed.") from None
    session.expire(voter)


def refuse_unless_voting(election: Election) -> None:
    """Refused, with the reason, where no ballot is taken now."""
    if election.method != BallotMethod.ONLINE:
        raise Refused("This election is held on paper, at the place that the office has named.")
    if election.state != ElectionState.OPEN:
        raise Refused("The voting is not open.")
    now = bangkok_now()
    if election.opens_at is not None and now < election.opens_at:
        raise Refused("The voting has not begun yet.")
    if election.closes_at is not None and now >= election.closes_at:
        raise Refused("The voting is closed.")
