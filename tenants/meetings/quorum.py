"""องค์ประชุม: the rule that holds for a meeting, where it comes from, and whether it is met (F53)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.manual.structure import CommitteeKind
from core.regulations.keys import RegulationKey
from core.regulations.queries import value_on
from tenants.bylaws.articles import ByLawText
from tenants.bylaws.queries import by_law_in_force
from tenants.committees.bodies import Body
from tenants.committees.models import Committee
from tenants.meetings.models import Attendance, Capacity, Meeting, Presence
from tenants.meetings.reach import body_of

ARTICLE = "18"
"""The article of a by-law that says how many must be present (the manual's draft)."""
HALF = 50
_MORE_THAN_HALF = "กึ่งหนึ่ง"


@dataclass(frozen=True)
class QuorumRule:
    """More than `percent` of a hundred members must be present; None where no rule is known.

    `source` says in Thai where the rule comes from, as it is written down when a meeting is opened.
    """

    percent: int | None = None
    source: str = ""

    def needed(self, members: int) -> int | None:
        """How many members must be there; None where no rule is known."""
        return None if self.percent is None else members * self.percent // 100 + 1


@dataclass(frozen=True)
class Count:
    """Who is there now, against the rule. Advisers and guests neither count nor vote.

    A stand-in counts for the member. Who entered by name in the room counts when staff have confirmed it.
    """

    rule: QuorumRule
    members: int
    present: int
    guests: int = 0
    unconfirmed: int = 0

    @property
    def needed(self) -> int | None:
        return self.rule.needed(self.members)

    @property
    def is_met(self) -> bool | None:
        """None where no rule is known."""
        return None if self.needed is None else self.present >= self.needed


def rule_on(session: Session, body: Body, day: date) -> QuorumRule:
    """The regulation's value in force, else what the network's by-law says, else unknown."""
    value = value_on(session, RegulationKey.QUORUM, day)
    if value is not None:
        return QuorumRule(value.value["percent"], value.source)
    if body.kind not in {CommitteeKind.ZONE, CommitteeKind.ALLIANCE}:
        return QuorumRule()
    column = Committee.zone_id if body.kind is CommitteeKind.ZONE else Committee.alliance_id
    committee_id = session.scalars(select(Committee.id).where(column == body.id)).one_or_none()
    by_law = by_law_in_force(session, committee_id, day) if committee_id else None
    if by_law is None:
        return QuorumRule()
    text = ByLawText.from_json(by_law.content)
    article = next((one for one in text.articles if one.key == ARTICLE), None)
    if article is None or _MORE_THAN_HALF not in article.body:
        return QuorumRule()
    return QuorumRule(
        HALF, f"{by_law.content['title']} ฉบับที่ {by_law.number} (ข้อ {text.numbers()[ARTICLE]})"
    )


def count_of(rule: QuorumRule, attendances: Sequence[Attendance]) -> Count:
    """Who is there, counted from the list."""
    came = [each for each in attendances if each.presence == Presence.PRESENT]
    counted = [each for each in came if each.confirmed]
    return Count(
        rule=rule,
        members=sum(1 for each in attendances if each.capacity == Capacity.MEMBER),
        present=sum(1 for each in counted if each.capacity != Capacity.GUEST),
        guests=sum(1 for each in counted if each.capacity == Capacity.GUEST),
        unconfirmed=len(came) - len(counted),
    )


def rule_of(session: Session, meeting: Meeting) -> QuorumRule:
    """The rule as it was written down when the meeting was opened, else the one of its day."""
    if meeting.opened_at is not None:
        return QuorumRule(meeting.quorum_percent, meeting.quorum_source)
    return rule_on(session, body_of(meeting), meeting.held_on)
