"""Rows of one office as they lie in the database, for tests of what is counted: with every default, past every form."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from core.db import uuid7
from core.i18n.text import match_key
from core.quality.models import QualityFinding
from tenants.activities.models import Activity, ActivityReference, ActivityZone
from tenants.adoption.models import Adoption
from tenants.bylaws.models import ByLaw
from tenants.committees.models import Committee, Seat
from tenants.meetings.models import Meeting, Minutes, Task
from tenants.networks.models import PilotChoice
from tenants.orders.models import Order
from tenants.registry.models import Community, CommunityFigures
from tenants.registry.plan_models import CommunityPlan
from tenants.training.models import Course, Sitting, Trainee
from tenants.zones.models import Zone, ZoneMembership

_NUMBERS = count(1)
_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Records:
    """Makes rows of an office; `values` replace columns."""

    office: int
    examples: bool = False

    def community(self, since: date, **values: Any) -> Community:
        name = f"ชุมชน {next(_NUMBERS)}"
        return Community(
            **self._own(example=True)
            | {"name": name, "match_key": match_key(name), "kind": "urban"}
            | {"registered_from": since, "status": "registered"}
            | values
        )

    def figures(self, community: UUID, as_of: date, **values: Any) -> CommunityFigures:
        told = {"source": f"สำรวจ {next(_NUMBERS)}", "recorded_by": "ผู้ทดสอบ"}
        return CommunityFigures(
            **self._own(example=True) | {"community_id": community, "as_of": as_of} | told | values
        )

    def plan(self, community: UUID, fiscal_year: int, adopted_on: date) -> CommunityPlan:
        return CommunityPlan(
            **self._own(example=True),
            community_id=community,
            fiscal_year=fiscal_year,
            adopted_on=adopted_on,
            recorded_by="ผู้ทดสอบ",
        )

    def zone(self, since: date, **values: Any) -> Zone:
        number = next(_NUMBERS)
        return Zone(
            **self._own(example=True)
            | {"number": number, "name": f"โซน {number}", "edition": 1, "valid_from": since}
            | values
        )

    def member(
        self, zone: UUID, community: UUID, since: date, until: date | None = None
    ) -> ZoneMembership:
        return ZoneMembership(
            **self._own(example=True),
            zone_id=zone,
            community_id=community,
            valid_from=since,
            valid_to=until,
        )

    def adoption(self, since: date) -> Adoption:
        return Adoption(
            **self._own(example=True),
            edition=1,
            valid_from=since,
            adopted_by="ผู้ทดสอบ",
            adopted_by_position="",
        )

    def committee(self, **values: Any) -> Committee:
        return Committee(**self._own() | {"kind": "zone", "edition": 1} | values)

    def seat(self, committee: UUID, rule: str, since: date, **values: Any) -> Seat:
        person = {"person_name": f"คนที่ {next(_NUMBERS)}", "person_position": ""}
        return Seat(
            **self._own()
            | {"committee_id": committee, "rule_key": rule, "valid_from": since}
            | person
            | values
        )

    def order(self, committee: UUID, dated_on: date, **values: Any) -> Order:
        """A signed appointment."""
        drafted = {"subject": "แต่งตั้ง", "content": {}, "drafted_by": "", "drafted_by_position": ""}
        signed = {"state": "signed", "sha256": "c" * 64, "canonical": "{}", "signed_at": _AT}
        return Order(
            **self._own()
            | {"committee_id": committee, "edition": 1, "dated_on": dated_on}
            | drafted
            | signed
            | values
        )

    def by_law(self, committee: UUID, adopted_on: date, in_force_from: date) -> ByLaw:
        return ByLaw(
            **self._own(),
            committee_id=committee,
            number=next(_NUMBERS) % 30_000,
            state="adopted",
            edition=1,
            content={},
            drafted_by="",
            meeting={},
            adopted_on=adopted_on,
            in_force_from=in_force_from,
            canonical="{}",
            sha256="d" * 64,
        )

    def pilot(self, zone: UUID, decided_on: date) -> PilotChoice:
        return PilotChoice(
            **self._own(),
            zone_id=zone,
            edition=1,
            scores={},
            reason="คะแนนสูงสุด",
            meeting="ประชุม",
            decided_on=decided_on,
            recorded_by="",
            recorded_by_position="",
        )

    def activity(self, held_on: date, **values: Any) -> Activity:
        told = {"reported_by": "ผู้ทดสอบ", "reported_by_position": ""}
        return Activity(
            **self._own(example=True)
            | {"title": f"กิจกรรม {next(_NUMBERS)}", "held_on": held_on, "kind": "other"}
            | {"participants": 10}
            | told
            | values
        )

    def further_zone(self, activity: Activity, zone: UUID) -> ActivityZone:
        return ActivityZone(
            **self._own(example=True),
            activity_id=activity.id,
            zone_id=zone,
            held_on=activity.held_on,
        )

    def reference(self, held_on: date, zone: UUID, **values: Any) -> ActivityReference:
        lead = {"lead_district_id": 1009, "lead_activity_id": uuid7()}
        return ActivityReference(
            **self._own(example=True)
            | lead
            | {"title": "กิจกรรมร่วม", "held_on": held_on, "kind": "other", "participants": 7}
            | {"zone_id": zone, "state": "accepted"}
            | values
        )

    def meeting(self, held_on: date, zone: UUID, **values: Any) -> Meeting:
        return Meeting(
            **self._own(example=True)
            | {"body_kind": "zone", "zone_id": zone, "edition": 1, "title": "ประชุมเครือข่าย"}
            | {"number": next(_NUMBERS) % 30_000, "number_year": held_on.year + 543}
            | {"held_on": held_on, "starts_at": time(9), "ends_at": time(12), "place": "ศาลา"}
            | {"state": "closed"}
            | values
        )

    def minutes(self, meeting: Meeting, after_days: int | None) -> Minutes:
        """Minutes that were adopted so many days later, or are still a draft."""
        adopted = {}
        if after_days is not None:
            adopted = {
                "state": "adopted",
                "adopted_on": meeting.held_on + timedelta(days=after_days),
                "within_days": after_days,
                "sha256": "e" * 64,
                "canonical": "{}",
            }
        told = {"recorder_name": "ผู้จด", "meeting_id": meeting.id, "held_on": meeting.held_on}
        return Minutes(**self._own(example=True) | told | adopted)

    def task(self, meeting: Meeting, due_on: date, **values: Any) -> Task:
        told = {"meeting_id": meeting.id, "zone_id": meeting.zone_id, "text": "งาน"}
        return Task(
            **self._own(example=True) | told | {"owner_name": "ผู้รับ", "due_on": due_on} | values
        )

    def course(self, starts_on: date, **values: Any) -> Course:
        return Course(
            **self._own(example=True)
            | {"title": f"หลักสูตร {next(_NUMBERS)}", "starts_on": starts_on, "ends_on": starts_on}
            | {"starts_at": time(9), "ends_at": time(16), "hours": Decimal(6), "place": "ศาลา"}
            | {"gain_key": "improved_share", "gain_version": 1, "edition": 1, "state": "closed"}
            | values
        )

    def trainee(self, course: Course, **values: Any) -> Trainee:
        name = f"คนที่ {next(_NUMBERS)}"
        return Trainee(
            **self._own(example=True)
            | {"course_id": course.id, "held_on": course.starts_on, "name": name}
            | {"name_key": name, "trainee_group": "community", "presence": "present"}
            | values
        )

    def sittings(self, trainee: Trainee, before: int, after: int) -> list[Sitting]:
        """Both tests of ten questions, with these right answers."""
        return [
            Sitting(
                **self._own(example=True),
                course_id=trainee.course_id,
                trainee_id=trainee.id,
                phase=phase,
                held_on=trainee.held_on,
                answers={},
                score=score,
                total=10,
                entered_from="paper",
                entered_by="",
            )
            for phase, score in (("pre", before), ("post", after))
        ]

    def finding(self, subject: UUID, month: date, **values: Any) -> QualityFinding:
        told = {"rule": f"rule {next(_NUMBERS)}", "subject": "community", "subject_id": subject}
        return QualityFinding(
            **self._own(example=True)
            | told
            | {"month": month, "values": {}, "fingerprint": ""}
            | values
        )

    def _own(self, *, example: bool = False) -> dict[str, Any]:
        return {
            "district_id": self.office,
            "id": uuid7(),
            "is_example": self.examples and example,
        }
