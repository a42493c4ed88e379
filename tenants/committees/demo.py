"""The example committees of Bang Na: zone 1 complete, zone 2 half filled, the study committee, and communities.

Every community has a chair, three have their whole committee; the term of zone 2 ends soon.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import bangkok_today
from core.manual.structure import CommitteeKind, SeatSource
from tenants.committees.bodies import Body
from tenants.committees.models import Committee, Seat
from tenants.committees.terms import years_later
from tenants.example.content import BANG_NA, bangna, community_id, zone_id
from tenants.people.models import Person
from tenants.people.queries import person_key

EDITION = 1
SEATED_FROM = date(2025, 10, 1)
COMMUNITIES_FROM = date(2025, 8, 1)
TERM_YEARS = 2
"""Of a zone's committee, as the first edition says."""

ENDING_SOON, DAYS_LEFT = "โซน 2", 60
EX_OFFICIO = {
    SeatSource.DIRECTOR.value,
    SeatSource.SECTION_HEAD.value,
    "assistant_directors",
}
"""The rules of a zone's committee whose seats have no term."""


def load(session: Session) -> None:
    """People and committees that have seats in the example file."""
    content = bangna()
    people = {person["key"]: person for person in content["people"]}
    session.add_all(
        Person(
            district_id=BANG_NA,
            id=person_id(person["key"]),
            name=person["name"],
            match_key=person_key(person["name"]),
            position=person["position"],
            is_example=True,
        )
        for person in people.values()
    )
    for kind, of in dict.fromkeys((seat["committee"], seat["of"]) for seat in content["seats"]):
        session.add(
            Committee(
                district_id=BANG_NA,
                id=committee_id(of, kind),
                edition=EDITION,
                is_example=True,
                **_body(kind, of).columns,
            )
        )
    session.flush()
    session.add_all(_seat(seat, people[seat["person"]]) for seat in content["seats"])


def committee_id(of: str | None, kind: str = "zone") -> UUID:
    """The id of the example committee of a zone by its name, or of a community by its key."""
    return example_id(f"committee/{of}" if kind == "zone" else f"committee/{kind}/{of}")


def person_id(key: str) -> UUID:
    """The id of the example person with this key."""
    return example_id(f"person/{key}")


def _body(kind: str, of: str | None) -> Body:
    if of is None:
        return Body(CommitteeKind(kind))
    return Body(CommitteeKind(kind), zone_id(of) if kind == "zone" else community_id(of))


def _seat(entry: dict[str, Any], person: dict[str, Any]) -> Seat:
    of, begin = entry["of"], _begin(entry)
    place = of if entry["committee"] == "zone" else f"{entry['committee']}/{of}"
    has_term = entry["committee"] == "zone" and entry["rule_key"] not in EX_OFFICIO
    return Seat(
        district_id=BANG_NA,
        id=example_id(f"seat/{place}/{entry['rule_key']}/{entry['person']}"),
        committee_id=committee_id(of, entry["committee"]),
        rule_key=entry["rule_key"],
        community_id=community_id(entry["community"]) if entry["community"] else None,
        person_id=person_id(entry["person"]),
        person_name=person["name"],
        person_position=person["position"],
        valid_from=begin,
        term_ends_on=years_later(begin, TERM_YEARS) if has_term else None,
        is_example=True,
    )


def _begin(entry: dict[str, Any]) -> date:
    if entry["committee"] == "community":
        return COMMUNITIES_FROM
    if entry["of"] == ENDING_SOON:
        return years_later(bangkok_today() + timedelta(days=DAYS_LEFT), -TERM_YEARS)
    return SEATED_FROM
