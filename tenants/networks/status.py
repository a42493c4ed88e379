"""How far a network is, and which paper is missing next: derived from what is on file, never typed (F34, M23)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from core.access.roles import Role
from core.manual.structure import Deadlines, SeatSource
from tenants.bylaws.queries import ZoneByLaws
from tenants.committees.queries import CommitteeView
from tenants.elections.models import Election, ElectionState
from tenants.orders.models import Order, OrderState
from tenants.zones.models import Zone


class Stage(StrEnum):
    """Each stage needs those before it; a vacancy after the order was signed takes nothing back."""

    PLANNED = "planned"
    COMMITTEE_COMPLETE = "committee_complete"
    ORDERED = "ordered"
    BY_LAW_ADOPTED = "by_law_adopted"
    """Adopted by the network, while its first day has not come."""
    ESTABLISHED = "established"
    """A signed order and a by-law in force: no longer floating (M22)."""


class Missing(StrEnum):
    """The next thing that a network lacks, in the order in which one makes the next possible."""

    COMMUNITIES = "communities"
    ELECTION = "election"
    """No election of the chair has begun."""
    CANDIDATES = "candidates"
    """The election is being prepared."""
    BALLOTS = "ballots"
    """Ballots are being taken."""
    RESULT = "result"
    """Ballots are counted; nobody has signed the result."""
    SEATS = "seats"
    ORDER_DRAFT = "order_draft"
    ORDER_PROPOSAL = "order_proposal"
    ORDER_SIGNATURE = "order_signature"
    BY_LAW_DRAFT = "by_law_draft"
    BY_LAW_ADOPTION = "by_law_adoption"


OF_COMMITTEE = frozenset(
    {
        Missing.COMMUNITIES,
        Missing.ELECTION,
        Missing.CANDIDATES,
        Missing.BALLOTS,
        Missing.RESULT,
        Missing.SEATS,
    }
)
OF_ORDER = frozenset({Missing.ORDER_DRAFT, Missing.ORDER_PROPOSAL, Missing.ORDER_SIGNATURE})

RESPONSIBLE = {
    Missing.RESULT: Role.DIRECTOR,
    Missing.ORDER_PROPOSAL: Role.SECTION_HEAD,
    Missing.ORDER_SIGNATURE: Role.DIRECTOR,
    Missing.BY_LAW_DRAFT: Role.ZONE_CHAIR,
}
"""Who takes the step; all others are the social development officer's."""


@dataclass(frozen=True)
class Evidence:
    """What is on file for a network. `committee` is None where no edition says how to compose it."""

    communities: int
    committee: CommitteeView | None
    order: Order | None = None
    draft: Order | None = None
    by_laws: ZoneByLaws = field(default_factory=ZoneByLaws)
    election: Election | None = None

    @property
    def committee_complete(self) -> bool:
        return self.committee is not None and self.committee.is_complete

    @property
    def stage(self) -> Stage:
        if self.order is not None:
            if self.by_laws.in_force is not None:
                return Stage.ESTABLISHED
            return Stage.ORDERED if self.by_laws.newest is None else Stage.BY_LAW_ADOPTED
        if self.communities and self.committee_complete:
            return Stage.COMMITTEE_COMPLETE
        return Stage.PLANNED


@dataclass(frozen=True)
class NextPaper:
    """What is missing, who does it, and until when by the manual's deadlines."""

    missing: Missing
    role: Role
    due_on: date
    seats: int = 0

    def is_late(self, today: date) -> bool:
        return self.due_on < today


def next_paper(zone: Zone, evidence: Evidence, deadlines: Deadlines) -> NextPaper | None:
    """The next missing paper of a zone's network; None where everything that the manual asks for is there."""
    missing = _missing(evidence)
    if missing is None:
        return None
    days = (
        deadlines.committee_days
        if missing in OF_COMMITTEE
        else deadlines.order_days
        if missing in OF_ORDER
        else deadlines.by_law_days
    )
    return NextPaper(
        missing,
        RESPONSIBLE.get(missing, Role.SOCIAL_DEVELOPER),
        zone.valid_from + timedelta(days=days),
        evidence.committee.minimum_missing if evidence.committee else 0,
    )


def _missing(evidence: Evidence) -> Missing | None:
    if not evidence.communities:
        return Missing.COMMUNITIES
    if evidence.order is None:
        return _before_the_order(evidence)
    if evidence.by_laws.in_force or evidence.by_laws.newest:
        return None if evidence.committee_complete else _missing_of_committee(evidence)
    return Missing.BY_LAW_ADOPTION if evidence.by_laws.draft else Missing.BY_LAW_DRAFT


def _before_the_order(evidence: Evidence) -> Missing:
    if not evidence.committee_complete:
        return _missing_of_committee(evidence)
    if evidence.draft is None:
        return Missing.ORDER_DRAFT
    proposed = evidence.draft.state == OrderState.PROPOSED.value
    return Missing.ORDER_SIGNATURE if proposed else Missing.ORDER_PROPOSAL


def _missing_of_committee(evidence: Evidence) -> Missing:
    """A chair comes from an election, all other seats are filled by naming people."""
    if not _lacks_chair(evidence.committee):
        return Missing.SEATS
    if evidence.election is None:
        return Missing.ELECTION
    return {
        ElectionState.PREPARING.value: Missing.CANDIDATES,
        ElectionState.OPEN.value: Missing.BALLOTS,
        ElectionState.COUNTING.value: Missing.RESULT,
    }.get(evidence.election.state, Missing.SEATS)


def _lacks_chair(committee: CommitteeView | None) -> bool:
    return committee is not None and any(
        group.missing and group.rule.source is SeatSource.ELECTED_CHAIR
        for group in committee.groups
    )
