"""Elections as a reader may see them, the roll of a day, and who may vote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today, to_bangkok
from core.identity.actor import Actor
from tenants.committees.queries import Body, Place
from tenants.elections.models import (
    BallotMethod,
    Candidate,
    Election,
    ElectionState,
    Electorate,
    Objection,
    PaperCount,
    Voter,
)
from tenants.elections.rolls import is_own_seat, own_zones
from tenants.registry.models import Community
from tenants.zones.models import Zone
from tenants.zones.queries import zones_of

RUNNING = (
    ElectionState.PREPARING.value,
    ElectionState.OPEN.value,
    ElectionState.COUNTING.value,
)


@dataclass(frozen=True)
class ElectionLine:
    """An election in a list: its zone (None for the assembly), its candidates, its roll and who came."""

    election: Election
    zone: Zone | None
    candidates: int
    roll: int
    voted: int
    set_aside: bool


@dataclass(frozen=True)
class ElectionView:
    """One election with its parts, in the order in which they are shown."""

    election: Election
    zone: Zone | None
    candidates: tuple[Candidate, ...]
    voters: tuple[Voter, ...]
    objections: tuple[Objection, ...]
    repeated_by: UUID | None
    places: Mapping[UUID, str]

    @property
    def standing(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if one.withdrawn_on is None)

    @property
    def voted(self) -> int:
        return sum(1 for voter in self.voters if voter.has_voted)

    @property
    def everybody_voted(self) -> bool:
        return bool(self.voters) and self.voted == len(self.voters)

    @property
    def set_aside(self) -> bool:
        """Whether an objection against the result was upheld: it counts no longer."""
        return any(objection.upheld for objection in self.objections)

    @property
    def winner(self) -> Candidate | None:
        return self.candidate(self.election.winner_candidate_id)

    @property
    def objections_until(self) -> date | None:
        """The last day on which an objection may be raised."""
        if self.election.declared_at is None or self.election.result is None:
            return None
        declared_on = to_bangkok(self.election.declared_at).date()
        return declared_on + timedelta(days=self.election.result["objection_days"])

    def candidate(self, candidate_id: UUID | None) -> Candidate | None:
        return next((one for one in self.candidates if one.id == candidate_id), None)


@dataclass(frozen=True)
class DeclaredElection:
    """A signed result with somebody elected, and not set aside."""

    election_id: UUID
    winner_person_id: UUID
    winner_name: str
    winner_position: str
    held_on: date
    sha256: str
    term_from: date
    term_ends_on: date | None


@dataclass(frozen=True)
class OwnBallot:
    """An election in which a person's seat is on the roll."""

    election: Election
    voter: Voter


def elections(session: Session, within: Within) -> list[ElectionLine]:
    """Every election in reach, those that are under way first, then the newest."""
    candidates = _counted(Candidate, Candidate.withdrawn_on.is_(None))
    roll, voted = _counted(Voter), _counted(Voter, Voter.has_voted.is_(True))
    set_aside = exists().where(Objection.election_id == Election.id, Objection.upheld.is_(True))
    rows = session.execute(
        select(Election, Zone, candidates, roll, voted, set_aside)
        .outerjoin(Zone, Zone.id == Election.zone_id)
        .where(elections_within(within))
        .order_by(Election.state.not_in(RUNNING), Election.held_on.desc(), Election.id.desc())
    )
    return [ElectionLine(*row) for row in rows]


def election(session: Session, within: Within, election_id: UUID) -> Election:
    """One election; NotFound where the reader's reach ends before it."""
    found = session.scalars(
        select(Election).where(Election.id == election_id, elections_within(within))
    ).one_or_none()
    if found is None:
        raise NotFound("This election does not exist.")
    return found


def election_view(session: Session, within: Within, election_id: UUID) -> ElectionView:
    """One election with its parts; NotFound outside the reader's reach."""
    return _view(session, election(session, within, election_id))


def ballot_view(
    session: Session, actor: Actor, within: Within, election_id: UUID
) -> tuple[ElectionView, Voter | None]:
    """An election as a voter may see it, with the own seat on its roll.

    The roll is frozen: whose community has left the zone since still finds the way. NotFound for
    others outside of reach.
    """
    found = session.scalars(select(Election).where(Election.id == election_id)).one_or_none()
    voter = voter_of(session, actor, found) if found else None
    if found is None or voter is None:
        found = election(session, within, election_id)
    return _view(session, found), voter


def _view(session: Session, found: Election) -> ElectionView:
    election_id = found.id
    voters = session.scalars(
        select(Voter)
        .outerjoin(Community, Community.id == Voter.community_id)
        .outerjoin(Zone, Zone.id == Voter.zone_id)
        .where(Voter.election_id == election_id)
        .order_by(Zone.number, Community.sort_key, Voter.id)
    ).all()
    return ElectionView(
        election=found,
        zone=_zone_of(session, found),
        candidates=tuple(candidates_of(session, election_id)),
        voters=tuple(voters),
        objections=tuple(
            session.scalars(
                select(Objection)
                .where(Objection.election_id == election_id)
                .order_by(Objection.raised_on, Objection.id)
            )
        ),
        repeated_by=session.scalars(
            select(Election.id)
            .where(
                Election.repeats_id == election_id,
                Election.state != ElectionState.CANCELLED.value,
            )
            .order_by(Election.id.desc())
            .limit(1)
        ).one_or_none(),
        places=_places_of(session, found, voters),
    )


def candidates_of(session: Session, election_id: UUID) -> list[Candidate]:
    return list(
        session.scalars(
            select(Candidate).where(Candidate.election_id == election_id).order_by(Candidate.number)
        )
    )


def candidate(session: Session, within: Within, candidate_id: UUID) -> tuple[Candidate, Election]:
    """A candidate with the election; NotFound outside of reach."""
    found = session.scalars(select(Candidate).where(Candidate.id == candidate_id)).one_or_none()
    if found is None:
        raise NotFound("This candidate does not exist.")
    return found, election(session, within, found.election_id)


def objection(session: Session, within: Within, objection_id: UUID) -> tuple[Objection, Election]:
    """An objection with the election; NotFound outside of reach."""
    found = session.scalars(select(Objection).where(Objection.id == objection_id)).one_or_none()
    if found is None:
        raise NotFound("This objection does not exist.")
    return found, election(session, within, found.election_id)


def elections_within(within: Within) -> ColumnElement[bool]:
    """The elections that a grant reaches. That of the assembly's chair concerns every leader."""
    if within.whole_district:
        return Election.district_id.is_not(None)
    zones = zones_of(within.community_ids, bangkok_today())
    return or_(Election.zone_id.is_(None), Election.zone_id.in_(zones))


def body_of(electorate: Electorate, zone_id: UUID | None) -> Body:
    """The committee whose chair is elected."""
    if electorate is Electorate.ZONE_CHAIR and zone_id is not None:
        return Body.zone(zone_id)
    return Body.assembly()


def running(session: Session, zone_ids: Iterable[UUID]) -> dict[UUID, Election]:
    """The election that is under way in each of these zones."""
    rows = session.scalars(
        select(Election).where(Election.zone_id.in_(list(zone_ids)), Election.state.in_(RUNNING))
    )
    return {row.zone_id: row for row in rows if row.zone_id is not None}


def declared_result(session: Session, *, committee_id: UUID) -> DeclaredElection | None:
    """The newest signed result of a committee's chair; None where that one was set aside.

    An older result is none either: its term was over when the newer one was held.
    """
    set_aside = exists().where(Objection.election_id == Election.id, Objection.upheld.is_(True))
    row = session.execute(
        select(Election, Candidate, set_aside)
        .join(Candidate, Candidate.id == Election.winner_candidate_id)
        .where(
            Election.committee_id == committee_id,
            Election.state == ElectionState.DECLARED.value,
        )
        .order_by(Election.declared_at.desc(), Election.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row[2]:
        return None
    found, winner, _ = row
    return DeclaredElection(
        election_id=found.id,
        winner_person_id=winner.person_id,
        winner_name=winner.person_name,
        winner_position=winner.person_position,
        held_on=found.held_on,
        sha256=found.sha256 or "",
        term_from=found.term_from,
        term_ends_on=found.term_ends_on,
    )


def open_for_voter(session: Session, actor: Actor, *, moment: datetime) -> list[OwnBallot]:
    """The online elections that take ballots now and have this person's seat on the roll."""
    rows = session.execute(
        select(Election, Voter)
        .join(Voter, Voter.election_id == Election.id)
        .where(
            Election.state == ElectionState.OPEN.value,
            Election.method == BallotMethod.ONLINE.value,
            Election.opens_at <= moment,
            Election.closes_at > moment,
        )
        .order_by(Election.closes_at, Election.id)
    ).all()
    if not rows:
        return []
    zones = own_zones(session, actor, bangkok_today())
    return [OwnBallot(row[0], row[1]) for row in rows if is_own_seat(actor, zones, *row)]


def voter_of(session: Session, actor: Actor, of: Election) -> Voter | None:
    """The seat of this person on the frozen roll: by the own community or zone, and by the name."""
    voters = session.scalars(select(Voter).where(Voter.election_id == of.id)).all()
    zones = own_zones(session, actor, of.held_on)
    return next((voter for voter in voters if is_own_seat(actor, zones, of, voter)), None)


def counts_of(session: Session, election_id: UUID) -> list[PaperCount]:
    """The counts of paper ballots, the last pass first, in it the first counter first."""
    return list(
        session.scalars(
            select(PaperCount)
            .where(PaperCount.election_id == election_id)
            .order_by(PaperCount.pass_number.desc(), PaperCount.counter)
        )
    )


def _counted(
    table: type[Candidate] | type[Voter], *conditions: ColumnElement[bool]
) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(table)
        .where(table.election_id == Election.id, *conditions)
        .correlate(Election)
        .scalar_subquery()
    )


def _zone_of(session: Session, of: Election) -> Zone | None:
    if of.zone_id is None:
        return None
    return session.scalars(select(Zone).where(Zone.id == of.zone_id)).one_or_none()


def _places_of(session: Session, of: Election, voters: Sequence[Voter]) -> dict[UUID, str]:
    """The community or zone of each seat on the roll, by the voter's id."""
    if of.electorate == Electorate.ZONE_CHAIR:
        ids = {voter.community_id for voter in voters}
        rows = session.execute(
            select(Community.id, Community.name).where(Community.id.in_(ids))
        ).all()
        names = {row.id: Place(row.id, row.name).title for row in rows}
        return {one.id: names.get(one.community_id, "") for one in voters if one.community_id}
    zones = session.execute(
        select(Zone.id, Zone.name).where(Zone.id.in_({voter.zone_id for voter in voters}))
    ).all()
    titles = {row.id: row.name for row in zones}
    return {one.id: titles.get(one.zone_id, "") for one in voters if one.zone_id}
