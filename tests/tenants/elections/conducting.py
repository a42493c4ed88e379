"""What the tests of elections share: a zone with chairs in office, and the steps of an election by its forms."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_now, bangkok_today, show_date
from core.identity.actor import Actor
from tenants.committees.models import Seat
from tenants.committees.queries import Body
from tenants.committees.service import Occupant, fill_seat, vacate_seat
from tenants.elections.models import Candidate, Election, Voter
from tests.support.editions import adopted, edition
from tests.support.world import World

HERE = "/d/bangna/elections"
PASSWORD = "รหัสผ่านยาวพอสมควร"
NOBODY = str(UUID(int=0))
IN_OFFICE_SINCE = date(2025, 10, 1)


@dataclass
class Zone:
    """A zone whose communities have a chair each; `names` are those of the chairs."""

    world: World
    officer: Actor
    id: UUID
    communities: list[UUID]
    names: list[str]
    leaders: dict[int, FlaskClient] = field(default_factory=dict)

    def leader(self, number: int, role: Role = Role.COMMUNITY_CHAIR) -> FlaskClient:
        """The browser of the chair of this community."""
        if number not in self.leaders:
            self.leaders[number] = self.world.sign_in(
                role, name=self.names[number], community_id=self.communities[number]
            )
        return self.leaders[number]


def manual(world: World, **elections: Any) -> None:
    """The first edition, adopted; `elections` replace its rules of elections."""
    rules = {"tie_rule": "lot", "objection_days": 7, "online_allowed": True}
    edition(world, elections=rules | elections)
    adopted(world)


def zone_with_chairs(
    world: World, chairs: int = 3, *, number: int = 1, empty: int = 0, officer: Actor | None = None
) -> Zone:
    """A zone of communities that have chairs, and of `empty` more that have none."""
    names = [f"นายตัวอย่าง ประธาน{number}{chr(0x0E01 + place)}" for place in range(chairs)]
    communities = [
        world.community(f"ทดสอบ {number}/{place + 1}") for place in range(chairs + empty)
    ]
    zone_id = world.zone(number, *communities)
    found = Zone(world, officer or world.actor(), zone_id, communities, names)
    for place, name in enumerate(names):
        seat_chair(world, found.officer, Body.community(communities[place]), name)
    return found


def seat_chair(
    world: World, officer: Actor, body: Body, name: str, since: date = IN_OFFICE_SINCE
) -> UUID:
    """Put somebody on the chair's seat of a committee; the id of the person."""
    return world.in_district(
        lambda session: (
            fill_seat(
                session,
                actor=officer,
                within=WHOLE_DISTRICT,
                body=body,
                record_id=uuid7(),
                rule_key="chair",
                community_id=None,
                occupant=Occupant(name, "ประธาน", since),
            ).person_id
        )
    )


def leave_office(world: World, officer: Actor, name: str, day: date | None = None) -> None:
    """The chair of this name leaves the seat."""

    def leave(session: Any) -> None:
        seat = session.scalars(
            select(Seat).where(Seat.person_name == name, Seat.valid_to.is_(None))
        ).one()
        vacate_seat(
            session,
            actor=officer,
            within=WHOLE_DISTRICT,
            seat_id=seat.id,
            vacated_on=day or bangkok_today(),
            reason="ย้ายที่อยู่",
        )

    world.in_district(leave)


def typed(day: date) -> str:
    return show_date(day, style="numeric")


def begin(client: FlaskClient, chair: UUID | str, **changes: Any) -> UUID:
    """Begin an election today through the form; `changes` replace what is sent."""
    record_id = uuid7()
    answer = client.post(HERE, data=plan(record_id=str(record_id), chair=str(chair)) | changes)
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rpartition("/")[2])


def plan(**changes: Any) -> dict[str, Any]:
    today = typed(bangkok_today())
    return {
        "record_id": str(uuid7()),
        "reason": "regular",
        "held_on": today,
        "method": "paper",
        "term_from": today,
    } | changes


def name_candidate(client: FlaskClient, election_id: UUID, person_id: UUID, **changes: Any) -> Any:
    return client.post(
        f"{HERE}/{election_id}/candidates",
        data={
            "record_id": str(uuid7()),
            "person_id": str(person_id),
            "attested_on": typed(bangkok_today()),
            "attested_before": "นางสาวตัวอย่าง สาม หัวหน้าฝ่าย",
            "confirmed": "y",
        }
        | changes,
    )


def people_of(client: FlaskClient, election_id: UUID) -> list[UUID]:
    """Whom the form of a candidate offers, in its order."""
    page = client.get(f"{HERE}/{election_id}/candidates/new").text
    return [UUID(one) for one in re.findall(r'<option value="([0-9a-f-]{36})"', page)]


def open_voting(client: FlaskClient, election_id: UUID, **changes: Any) -> Any:
    return client.post(f"{HERE}/{election_id}/opening", data={"record_id": str(uuid7())} | changes)


def open_online(client: FlaskClient, election_id: UUID, **changes: Any) -> Any:
    """Open the voting from midnight of today until tomorrow night."""
    tomorrow = typed(bangkok_today() + timedelta(days=1))
    hours = {"opens": "0:00", "closes_on": tomorrow, "closes": "23:59"}
    return open_voting(client, election_id, **(hours | changes))


def online_election(zone: Zone, candidates: int = 2) -> tuple[UUID, list[UUID]]:
    """An open online election in a zone, and its candidates."""
    client = zone.world.sign_in()
    election_id = begin(client, zone.id, method="online")
    for person_id in people_of(client, election_id)[:candidates]:
        assert name_candidate(client, election_id, person_id).status_code == 303
    answer = open_online(client, election_id)
    assert answer.status_code == 303, answer.text
    return election_id, candidates_of(zone.world, election_id)


def paper_election(zone: Zone, candidates: int = 2, came: int | None = None) -> UUID:
    """A closed election on paper in which the first so many people on the roll got a ballot."""
    client = zone.world.sign_in()
    election_id = begin(client, zone.id)
    for person_id in people_of(client, election_id)[:candidates]:
        assert name_candidate(client, election_id, person_id).status_code == 303
    assert open_voting(client, election_id).status_code == 303
    hand_out(client, zone.world, election_id, came)
    assert close(client, election_id).status_code == 303
    return election_id


def hand_out(client: FlaskClient, world: World, election_id: UUID, came: int | None = None) -> None:
    for voter_id in voters_of(world, election_id)[:came]:
        answer = client.post(f"{HERE}/{election_id}/voters/{voter_id}", data={"received": "yes"})
        assert answer.status_code == 303


def close(client: FlaskClient, election_id: UUID) -> Any:
    return client.post(f"{HERE}/{election_id}/closing", data={"record_id": str(uuid7())})


def count(
    client: FlaskClient,
    election_id: UUID,
    *votes: int,
    blank: int = 0,
    spoilt: int = 0,
    pass_number: int = 1,
    **changes: Any,
) -> Any:
    """Enter one count: the votes of the candidates by their numbers."""
    numbered = {f"votes_{number}": str(one) for number, one in enumerate(votes, start=1)}
    return client.post(
        f"{HERE}/{election_id}/counts",
        data={
            "record_id": str(uuid7()),
            "pass_number": str(pass_number),
            "blank": str(blank),
            "spoilt": str(spoilt),
        }
        | numbered
        | changes,
    )


def count_twice(world: World, election_id: UUID, *votes: int, **others: int) -> None:
    """Two people enter the same count."""
    for _ in range(2):
        answer = count(world.sign_in(), election_id, *votes, **others)
        assert answer.status_code == 303, answer.text


def declare(world: World, election_id: UUID, role: Role = Role.DIRECTOR, **changes: Any) -> Any:
    """Sign the result as somebody who has a password and a second factor."""
    secret = pyotp.random_base32()
    person = world.person(role, password=PASSWORD, totp_secret=secret, name="นายตัวอย่าง ผู้ลงนาม")
    return world.sign_in(person=person).post(
        f"{HERE}/{election_id}/declaration",
        data={
            "record_id": str(uuid7()),
            "password": PASSWORD,
            "code": pyotp.TOTP(secret).now(),
        }
        | changes,
    )


def vote(client: FlaskClient, election_id: UUID, choice: UUID | str) -> Any:
    """Vote as the page does, once the choice was confirmed."""
    return client.post(f"{HERE}/{election_id}/ballot", data={"choice": str(choice)})


def candidates_of(world: World, election_id: UUID) -> list[UUID]:
    return world.in_district(
        lambda session: list(
            session.scalars(
                select(Candidate.id)
                .where(Candidate.election_id == election_id)
                .order_by(Candidate.number)
            )
        )
    )


def voters_of(world: World, election_id: UUID) -> list[UUID]:
    return world.in_district(
        lambda session: list(
            session.scalars(
                select(Voter.id).where(Voter.election_id == election_id).order_by(Voter.person_name)
            )
        )
    )


def stored(world: World, election_id: UUID) -> Election:
    def load(session: Any) -> Election:
        found = session.scalars(select(Election).where(Election.id == election_id)).one()
        session.expunge(found)
        return found

    return world.in_district(load)


def close_by_the_clock(owner: Engine, election_id: UUID) -> None:
    """As if the hour of closing had passed: only the superuser can move it."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text("UPDATE elections SET opens_at = :first, closes_at = :last WHERE id = :id"),
            {
                "first": bangkok_now() - timedelta(hours=2),
                "last": bangkok_now() - timedelta(seconds=1),
                "id": election_id,
            },
        )


def now() -> datetime:
    return bangkok_now()
