"""The example elections of Bang Na: zone 1 has its chair by a declared election, zone 2 prepares one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.demo import example_id
from core.evidence.service import new_verification_code
from core.i18n.dates import BANGKOK, bangkok_today
from core.jobs.service import enqueue
from core.manual.structure import SeatSource, TieRule
from core.tenancy.queries import office
from core.web.addresses import public_address
from tenants.committees.queries import Body, CommitteeView, term_end, view_of
from tenants.elections import queries
from tenants.elections.counting import Tally, finding_of
from tenants.elections.documents import RENDER
from tenants.elections.models import (
    BallotMethod,
    Candidate,
    Election,
    ElectionState,
    Electorate,
    Voter,
)
from tenants.elections.result import (
    OUTCOME_ELECTED,
    Signature,
    result_of,
    signed,
    title_of,
    write_result,
)
from tenants.elections.rolls import Roll, roll_on
from tenants.elections.service import STATEMENT
from tenants.example.content import BANG_NA, bangna, zone_id

HELD_ON = date(2025, 9, 24)
HOURS = {"opened": 9, "declared": 11}
VOTES = (5, 2)
"""Of eight community chairs one did not come; the first candidate is the chair who sits there since."""


def load(session: Session) -> None:
    """A declared election on paper in zone 1, and an online one that waits to be opened in zone 2."""
    people = {person["key"]: person for person in bangna()["people"]}
    officer, director = people["p04"], people["p01"]
    first, second = (
        view_of(session, WHOLE_DISTRICT, Body.zone(zone_id(f"โซน {n}"))) for n in (1, 2)
    )
    if first.chair is not None:
        begin = first.chair.valid_from
        election = _begin(session, first, HELD_ON, begin, BallotMethod.PAPER)
        roll = _roll(session, election)
        chair = first.chair.person_id
        ahead = sorted(roll.entries, key=lambda entry: entry.person_id != chair)
        _stand(session, election, [one.person_id for one in ahead[:2]], roll, officer)
        _hold(session, election, roll, officer)
        _declare(session, election, director)
    today = bangkok_today()
    prepared = _begin(session, second, today, today, BallotMethod.ONLINE)
    roll = _roll(session, prepared)
    _stand(session, prepared, [one.person_id for one in roll.entries[:2]], roll, officer)


def election_id(zone: str) -> UUID:
    """The id of the example election of the zone with this name."""
    return example_id(f"election/{zone}")


def _begin(
    session: Session, view: CommitteeView, held_on: date, term_from: date, method: BallotMethod
) -> Election:
    rule = next(
        rule
        for rule in view.content.rules(view.body.kind).seats
        if rule.source is SeatSource.ELECTED_CHAIR
    )
    election = Election(
        district_id=BANG_NA,
        id=election_id(view.name),
        electorate=Electorate.ZONE_CHAIR.value,
        zone_id=view.body.id,
        committee_id=view.committee_id,
        rule_key=rule.key,
        method=method.value,
        edition=view.edition,
        held_on=held_on,
        term_from=term_from,
        term_ends_on=term_end(session, view, term_from),
        is_example=True,
    )
    session.add(election)
    session.flush()
    return election


def _roll(session: Session, election: Election) -> Roll:
    return roll_on(session, Electorate.ZONE_CHAIR, election.zone_id, election.held_on)


def _stand(
    session: Session, election: Election, people: list[UUID], roll: Roll, officer: dict[str, Any]
) -> None:
    named = [entry for one in people if (entry := roll.person(one))]
    session.add_all(
        Candidate(
            district_id=BANG_NA,
            id=example_id(f"candidate/{election.id}/{number}"),
            election_id=election.id,
            person_id=entry.person_id,
            person_name=entry.person_name,
            person_position=entry.person_position,
            number=number,
            statement=STATEMENT,
            attested_on=election.held_on,
            attested_before=f"{officer['name']} {officer['position']}",
        )
        for number, entry in enumerate(named, start=1)
    )
    session.flush()


def _hold(session: Session, election: Election, roll: Roll, officer: dict[str, Any]) -> None:
    """Freeze the roll, hand out ballots to all but the last, and close: each step as the database asks."""
    voters = [
        Voter(
            district_id=BANG_NA,
            election_id=election.id,
            person_id=entry.person_id,
            person_name=entry.person_name,
            person_position=entry.person_position,
            community_id=entry.community_id,
            zone_id=entry.zone_id,
        )
        for entry in roll.entries
    ]
    session.add_all(voters)
    session.flush()
    opened = _moment(election.held_on, HOURS["opened"])
    election.state, election.tie_rule = ElectionState.OPEN.value, TieRule.LOT.value
    election.opens_at = election.frozen_at = opened
    election.frozen_by = officer["name"]
    session.flush()
    for voter in voters[: sum(VOTES)]:
        voter.has_voted = True
    session.flush()
    election.state = ElectionState.COUNTING.value
    session.flush()


def _declare(session: Session, election: Election, director: dict[str, Any]) -> None:
    view = queries.election_view(session, WHOLE_DISTRICT, election.id)
    votes = {one.id: number for one, number in zip(view.candidates, VOTES, strict=False)}
    tally = Tally(votes, blank=view.voted - sum(votes.values()))
    finding = finding_of(view.candidates, tally)
    place = office(session, BANG_NA)
    code = new_verification_code(BANG_NA)
    people = {person["key"]: person for person in bangna()["people"]}
    counted_by = [
        {"name": people[key]["name"], "pass": 1, "counter": number}
        for number, key in enumerate(("p03", "p04"), start=1)
    ]
    result = result_of(view, tally, finding) | {
        "counted_by": counted_by,
        "outcome": OUTCOME_ELECTED,
        "lot": None,
    }
    write_result(
        session,
        election,
        signed(
            result,
            title=title_of(election, view.zone.name if view.zone else "", place.name_th),
            office_name=place.title_th,
            winner_id=finding.first[0].id,
            signature=Signature(
                name=director["name"],
                position=director["position"],
                declared_at=_moment(election.held_on, HOURS["declared"]),
                code=code,
                address=public_address(f"/papers/{code}"),
                objection_days=7,
            ),
        ),
    )
    enqueue(session, RENDER, election_id=str(election.id))


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK)
