"""How far a network is, and which paper is missing next: derived, never typed (F34, M22-M24)."""

from dataclasses import dataclass
from datetime import date

import pytest

from core.access.roles import Role
from core.manual.structure import (
    Deadlines,
    SeatRule,
    SeatSource,
)
from tenants.bylaws.models import ByLaw
from tenants.bylaws.queries import ZoneByLaws
from tenants.elections.models import Election
from tenants.networks.status import Evidence, Missing, Stage, next_paper
from tenants.orders.models import Order
from tenants.zones.models import Zone

CHAIR = SeatRule("chair", "ประธาน", SeatSource.ELECTED_CHAIR, "ประธานกรรมการ")
OTHER = SeatRule("members", "กรรมการ", SeatSource.RESIDENT, "กรรมการ")
ZONE = Zone(district_id=1047, number=1, name="โซน 1", edition=1, valid_from=date(2026, 10, 1))


@dataclass(frozen=True)
class Group:
    rule: SeatRule
    missing: int


@dataclass(frozen=True)
class Committee:
    """A committee as far as the status asks it."""

    groups: tuple[Group, ...]

    @property
    def minimum_missing(self) -> int:
        return sum(group.missing for group in self.groups)

    @property
    def is_complete(self) -> bool:
        return not self.minimum_missing


FULL = Committee((Group(CHAIR, 0), Group(OTHER, 0)))
NO_CHAIR = Committee((Group(CHAIR, 1), Group(OTHER, 0)))
NO_MEMBER = Committee((Group(CHAIR, 0), Group(OTHER, 2)))
SIGNED, DRAFT, PROPOSED = Order(state="signed"), Order(state="draft"), Order(state="proposed")
BY_LAW = ByLaw(state="adopted")
IN_FORCE = ZoneByLaws(in_force=BY_LAW, newest=BY_LAW)
COMING = ZoneByLaws(newest=BY_LAW)
DRAFTED = ZoneByLaws(draft=ByLaw(state="draft"))


@pytest.mark.parametrize(
    ("evidence", "stage"),
    [
        (Evidence(0, None), Stage.PLANNED),
        (Evidence(0, FULL), Stage.PLANNED),
        (Evidence(3, NO_CHAIR), Stage.PLANNED),
        (Evidence(3, FULL), Stage.COMMITTEE_COMPLETE),
        (Evidence(3, FULL, draft=PROPOSED), Stage.COMMITTEE_COMPLETE),
        (Evidence(3, FULL, by_laws=IN_FORCE), Stage.COMMITTEE_COMPLETE),
        (Evidence(3, FULL, SIGNED), Stage.ORDERED),
        (Evidence(3, FULL, SIGNED, by_laws=DRAFTED), Stage.ORDERED),
        (Evidence(3, FULL, SIGNED, by_laws=COMING), Stage.BY_LAW_ADOPTED),
        (Evidence(3, FULL, SIGNED, by_laws=IN_FORCE), Stage.ESTABLISHED),
        (Evidence(3, NO_MEMBER, SIGNED, by_laws=IN_FORCE), Stage.ESTABLISHED),
    ],
)
def test_a_network_is_established_only_with_a_signed_order_and_a_by_law(evidence, stage):
    assert evidence.stage is stage


@pytest.mark.parametrize(
    ("evidence", "missing", "role"),
    [
        (Evidence(0, NO_CHAIR), Missing.COMMUNITIES, Role.SOCIAL_DEVELOPER),
        (Evidence(3, NO_CHAIR), Missing.ELECTION, Role.SOCIAL_DEVELOPER),
        (
            Evidence(3, NO_CHAIR, election=Election(state="preparing")),
            Missing.CANDIDATES,
            Role.SOCIAL_DEVELOPER,
        ),
        (
            Evidence(3, NO_CHAIR, election=Election(state="open")),
            Missing.BALLOTS,
            Role.SOCIAL_DEVELOPER,
        ),
        (
            Evidence(3, NO_CHAIR, election=Election(state="counting")),
            Missing.RESULT,
            Role.DIRECTOR,
        ),
        (Evidence(3, NO_MEMBER), Missing.SEATS, Role.SOCIAL_DEVELOPER),
        (Evidence(3, FULL), Missing.ORDER_DRAFT, Role.SOCIAL_DEVELOPER),
        (Evidence(3, FULL, draft=DRAFT), Missing.ORDER_PROPOSAL, Role.SECTION_HEAD),
        (Evidence(3, FULL, draft=PROPOSED), Missing.ORDER_SIGNATURE, Role.DIRECTOR),
        (Evidence(3, FULL, SIGNED), Missing.BY_LAW_DRAFT, Role.ZONE_CHAIR),
        (
            Evidence(3, FULL, SIGNED, by_laws=DRAFTED),
            Missing.BY_LAW_ADOPTION,
            Role.SOCIAL_DEVELOPER,
        ),
        (Evidence(3, NO_MEMBER, SIGNED, by_laws=IN_FORCE), Missing.SEATS, Role.SOCIAL_DEVELOPER),
    ],
)
def test_each_step_names_what_is_missing_and_who_does_it(evidence, missing, role):
    found = next_paper(ZONE, evidence, Deadlines())
    assert found is not None
    assert (found.missing, found.role) == (missing, role)


def test_a_network_with_all_its_papers_misses_nothing():
    assert next_paper(ZONE, Evidence(3, FULL, SIGNED, by_laws=IN_FORCE), Deadlines()) is None


@pytest.mark.parametrize(
    ("evidence", "due"),
    [
        (Evidence(3, NO_CHAIR), date(2026, 10, 31)),
        (Evidence(3, FULL), date(2026, 11, 15)),
        (Evidence(3, FULL, SIGNED), date(2026, 12, 15)),
    ],
)
def test_the_manual_sets_the_day_by_which_a_paper_should_be_there(evidence, due):
    found = next_paper(ZONE, evidence, Deadlines())
    assert found is not None
    assert found.due_on == due
    assert found.is_late(date(2027, 1, 1))
    assert not found.is_late(due)
