"""Counting: paper ballots twice by two people, online ballots once nobody may vote any more (F28)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import Refused
from core.identity.actor import Actor
from core.tenancy import scope
from tenants.elections import queries
from tenants.elections.models import BallotMethod, Candidate, Election, ElectionState, PaperCount
from tenants.elections.queries import ElectionView
from tenants.elections.sealing import BallotSeal, BrokenSealError
from tenants.elections.service import locked


@dataclass(frozen=True)
class Tally:
    """Votes by candidate; `blank` ballots choose nobody, `spoilt` ones cannot be read or did not come back."""

    votes: Mapping[UUID, int]
    blank: int = 0
    spoilt: int = 0

    @property
    def total(self) -> int:
        return sum(self.votes.values()) + self.blank + self.spoilt

    def of(self, candidate_id: UUID) -> int:
        return self.votes.get(candidate_id, 0)


class Verdict(StrEnum):
    ELECTED = "elected"
    TIED = "tied"
    """The first ones have equally many votes: the manual's tie rule decides."""
    NOBODY = "nobody"


@dataclass(frozen=True)
class Finding:
    """What the votes say; `first` has the one who is elected, or those who are equal."""

    verdict: Verdict
    first: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Counting:
    """How far the counting of paper ballots is.

    `entered` are the counts of the running pass; `differing` are the last two where they differ, and
    then a new pass runs; `agreed` are the two that agree.
    """

    pass_number: int
    entered: tuple[PaperCount, ...] = ()
    differing: tuple[PaperCount, PaperCount] | None = None
    agreed: tuple[PaperCount, PaperCount] | None = None

    def counted_by(self, actor: Actor) -> bool:
        """Whether this person has counted in the running pass: the second one is somebody else."""
        return any(count.account_id == actor.account_id for count in self.entered)


def counting_of(counts: Sequence[PaperCount]) -> Counting:
    """The state of the counting by what was entered, the last pass first."""
    if not counts:
        return Counting(1)
    newest = counts[0].pass_number
    entered = tuple(count for count in counts if count.pass_number == newest)
    before = tuple(count for count in counts if count.pass_number == newest - 1)
    if len(entered) == 1:
        return Counting(newest, entered, (before[0], before[1]) if before else None)
    pair = (entered[0], entered[1])
    if tally_on(pair[0]) == tally_on(pair[1]):
        return Counting(newest, entered, agreed=pair)
    return Counting(newest + 1, differing=pair)


def tally_on(count: PaperCount) -> Tally:
    votes = {UUID(key): int(number) for key, number in count.votes.items()}
    return Tally(votes, count.blank, count.spoilt)


def enter_count(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    election_id: UUID,
    record_id: UUID,
    pass_number: int,
    tally: Tally,
) -> PaperCount:
    """Enter one of the two counts of a pass. Neither person sees what the other one has entered.

    The sum must be the number of ballots handed out, as ticked on the roll. Where the two differ,
    both count anew. Sent twice it is one count.
    """
    scope.name_change(session, "count:entered")
    election = locked(session, within, election_id)
    existing = session.get(PaperCount, (actor.district_id, record_id))
    if existing is not None:
        return existing
    if election.method != BallotMethod.PAPER or election.state != ElectionState.COUNTING:
        raise Refused("Paper ballots are counted after the voting is closed, and until the result.")
    state = counting_of(queries.counts_of(session, election_id))
    if state.agreed:
        raise Refused("Both counts agree. There is nothing left to count.")
    if state.counted_by(actor):
        raise Refused("You have entered your count. The second one is entered by somebody else.")
    if pass_number != state.pass_number:
        raise Refused("Meanwhile the counting has gone on. Look at the election and count anew.")
    view = queries.election_view(session, within, election_id)
    _check_sum(view, tally)
    count = PaperCount(
        district_id=actor.district_id,
        id=record_id,
        election_id=election_id,
        pass_number=pass_number,
        counter=len(state.entered) + 1,
        votes={str(one.id): tally.of(one.id) for one in view.candidates},
        blank=tally.blank,
        spoilt=tally.spoilt,
        account_id=actor.account_id,
        counted_by=actor.name,
    )
    session.add(count)
    session.flush()
    return count


def tally_of(session: Session, election: Election, seal: BallotSeal) -> Tally | None:
    """The votes once the voting is closed; None while the counts on paper are missing or differ."""
    if election.method == BallotMethod.PAPER:
        state = counting_of(queries.counts_of(session, election.id))
        return tally_on(state.agreed[0]) if state.agreed else None
    return _open_ballots(session, election, seal)


def finding_of(candidates: Sequence[Candidate], tally: Tally) -> Finding:
    """Who has most votes of those who stand. One alone needs more votes than there are blank ballots."""
    standing = [one for one in candidates if one.withdrawn_on is None]
    most = max((tally.of(one.id) for one in standing), default=0)
    first = tuple(one for one in standing if tally.of(one.id) == most)
    if not most or (len(standing) == 1 and most <= tally.blank):
        return Finding(Verdict.NOBODY)
    return Finding(Verdict.ELECTED if len(first) == 1 else Verdict.TIED, first)


def _open_ballots(session: Session, election: Election, seal: BallotSeal) -> Tally:
    ballots = session.scalars(select(func.election_count_ballots(election.id)))
    try:
        choices = Counter(seal.open(election.id, bytes(ballot)) for ballot in ballots)
    except BrokenSealError as problem:
        raise Refused(
            "The ballots cannot be opened: the secret key of the installation is not the one with "
            "which they were sealed. Restore it, or cancel the election and hold it again."
        ) from problem
    blank = choices.pop(None, 0)
    return Tally({key: number for key, number in choices.items() if key is not None}, blank)


def _check_sum(view: ElectionView, tally: Tally) -> None:
    if tally.total != view.voted:
        raise Refused(
            "The sum is %(total)s, but %(handed_out)s ballots were handed out. Count again; a ballot "
            "that did not come back counts as spoilt.",
            total=tally.total,
            handed_out=view.voted,
        )
