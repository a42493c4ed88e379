"""What an edition of the manual is made of: chapters of clauses, and the settings that configure a district.

An edition is stored as one JSON document in this shape. Its texts are Thai, because it is a Thai
official document; the keys are stable from edition to edition, so that two editions can be compared
and a record can say which clause it followed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self


class SeatSource(StrEnum):
    """Where the person on a seat comes from (M55, M62)."""

    ELECTED_CHAIR = "elected_chair"
    """ประธานเครือข่าย: elected by the community chairs of the zone."""
    COMMUNITY_CHAIR = "community_chair"
    """ประธานชุมชน: one seat for each community of the zone."""
    PUBLIC_SECTOR = "public_sector"
    """ผู้แทนภาครัฐ, such as the police or fire station of the area."""
    PRIVATE_SECTOR = "private_sector"
    """ผู้แทนภาคเอกชน."""
    CIVIL_SOCIETY = "civil_society"
    """ผู้แทนภาคประชาสังคมและกลุ่มพลังมวลชน."""
    RESIDENT = "resident"
    """ประชาชนทั่วไป: a person of note, a business person."""
    DISTRICT_SECTION = "district_section"
    """ผู้แทนส่วนราชการสำนักงานเขต."""
    SECTION_HEAD = "section_head"
    """หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม, ex officio."""
    SOCIAL_DEVELOPER = "social_developer"
    """นักพัฒนาสังคม / เจ้าพนักงานพัฒนาสังคม who cares for the zone."""
    DIRECTOR = "director"
    """ผู้อำนวยการเขต, ex officio."""
    ASSISTANT_DIRECTOR = "assistant_director"
    """ผู้ช่วยผู้อำนวยการเขต, ex officio."""
    SECTION_HEADS = "section_heads"
    """หัวหน้าฝ่ายทุกฝ่าย, ex officio."""
    ASSIGNED_OFFICERS = "assigned_officers"
    """เจ้าหน้าที่ที่ได้รับมอบหมายทุกฝ่าย."""
    REPRESENTATIVES = "representatives"
    """ผู้แทนหน่วยงาน ชุมชน กลุ่มองค์กรเครือข่าย."""
    COMMUNITY_MEMBER = "community_member"
    """กรรมการชุมชน: elected by the members of a community (DOMAIN 4.4)."""


class CommitteeKind(StrEnum):
    """The bodies whose composition the manual settles."""

    STUDY = "study"
    """คณะกรรมการศึกษาแนวทางและจัดทำคู่มือ, one for a district (M55)."""
    ZONE = "zone"
    """คณะกรรมการเครือข่ายชุมชนโซน (M62)."""
    COMMUNITY = "community"
    """คณะกรรมการชุมชน; its size follows the number of houses (DOMAIN 4.4)."""
    ASSEMBLY = "assembly"
    """ประธานประชาคมชุมชน, one for a district (M19)."""
    ALLIANCE = "alliance"
    """คณะกรรมการเครือข่ายเชิงประเด็นหรือตามโครงสร้างหน้าที่ (M41); composed as a zone's."""


class WordingKind(StrEnum):
    """The papers whose texts the manual drafts."""

    STUDY_COMMITTEE = "study_committee"
    ZONE_COMMITTEE = "zone_committee"
    ASSEMBLY_CHAIR = "assembly_chair"
    REPLACEMENT = "replacement"
    REVOCATION = "revocation"
    ANNOUNCEMENT = "announcement"
    MEMO = "memo"


class TieRule(StrEnum):
    """What settles an election in which the first two have equally many votes."""

    LOT = "lot"
    """จับสลาก before the voters."""
    SECOND_ROUND = "second_round"
    """ลงคะแนนใหม่ between those who are equal; a lot if they are equal again."""


class MeetingRhythm(StrEnum):
    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class SeatBlock(StrEnum):
    """The two lists of an appointment order."""

    COMMITTEE = "committee"
    ADVISERS = "advisers"


@dataclass(frozen=True)
class SeatRule:
    """One line of a committee's composition.

    `minimum` seats must be filled before the committee is complete. `maximum` is None where the
    rule sets no limit; a COMMUNITY_CHAIR rule makes one seat for each community of the network.
    Nobody sits on two `exclusive` seats of the same kind of committee on one day.
    """

    key: str
    title: str
    source: SeatSource
    order_role: str
    block: SeatBlock = SeatBlock.COMMITTEE
    minimum: int = 1
    maximum: int | None = 1
    exclusive: bool = False

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{**data, "source": SeatSource(data["source"]), "block": SeatBlock(data["block"])}
        )


@dataclass(frozen=True)
class CommitteeRules:
    """The composition of a kind of committee and its term; `term_years` None where it has no end."""

    seats: tuple[SeatRule, ...] = ()
    term_years: int | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(tuple(SeatRule.from_json(rule) for rule in data["seats"]), data["term_years"])


@dataclass(frozen=True)
class Clause:
    """A numbered statement of the manual. A locked clause is the city's core; others a district may change."""

    key: str
    title: str
    body: str
    locked: bool = True


@dataclass(frozen=True)
class Chapter:
    """A chapter (M114) or the annex of forms."""

    key: str
    title: str
    clauses: tuple[Clause, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            data["key"], data["title"], tuple(Clause(**clause) for clause in data["clauses"])
        )


@dataclass(frozen=True)
class ZoneSettings:
    """How a district may divide its communities into zones (M18, F32, F36)."""

    name_pattern: str = "โซน {number}"
    minimum: int = 1
    maximum: int = 20
    suggested: int = 5
    criteria: str = ""


@dataclass(frozen=True)
class OrderWording:
    """The texts of a paper (DOMAIN 5.2). `{network}`, `{office}`, `{district}` and the like are filled in.

    Of a memo, `reason` is the matter so far, `authority` the rule, `duties` what is proposed and
    `effect` its last sentence.
    """

    subject: str = ""
    reason: str = ""
    authority: str = ""
    duties: tuple[str, ...] = ()
    effect: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "duties": tuple(data["duties"])})


@dataclass(frozen=True)
class Article:
    """ข้อ of a by-law draft; `heading` names its หมวด. A locked article stands as the city wrote it."""

    key: str
    heading: str
    body: str
    locked: bool = False


@dataclass(frozen=True)
class ByLawDraft:
    """ร่างข้อบังคับเครือข่ายชุมชน (F41): `{network}`, `{office}`, `{district}` are filled in."""

    title: str = ""
    preamble: str = ""
    articles: tuple[Article, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        articles = tuple(Article(**article) for article in data["articles"])
        return cls(data["title"], data["preamble"], articles)


@dataclass(frozen=True)
class RequiredMeeting:
    """A meeting that a committee must hold, with its fixed purpose (M56-M59, F50)."""

    key: str
    body: CommitteeKind
    title: str
    purpose: str
    rhythm: MeetingRhythm = MeetingRhythm.ONCE

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "body": CommitteeKind(data["body"]),
                "rhythm": MeetingRhythm(data["rhythm"]),
            }
        )


@dataclass(frozen=True)
class ElectionRules:
    """How chairs are elected (M19, M61). `objection_days` after the result an objection may be raised."""

    tie_rule: TieRule = TieRule.LOT
    objection_days: int = 7
    online_allowed: bool = True

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "tie_rule": TieRule(data["tie_rule"])})


@dataclass(frozen=True)
class Deadlines:
    """Days from a zone's first day until each of its papers should be there (F34)."""

    committee_days: int = 30
    order_days: int = 45
    by_law_days: int = 75
    term_warning_days: int = 90


@dataclass(frozen=True)
class ProblemKind:
    """สภาพปัญหา that a community may have: what similarity between communities is measured by (F36)."""

    key: str
    title: str


@dataclass(frozen=True)
class PilotCriterion:
    """เกณฑ์เลือกเครือข่ายต้นแบบ: scored 1 to 5, counted `weight` times (F37)."""

    key: str
    title: str
    weight: int = 1


@dataclass(frozen=True)
class ManualContent:
    """The whole content of an edition. `activities_per_month` is what each network must hold (M83).

    An edition of the first schema had the zone committee and its order alone; it reads as one whose
    other parts are empty.
    """

    chapters: tuple[Chapter, ...] = ()
    zones: ZoneSettings = field(default_factory=ZoneSettings)
    committees: Mapping[CommitteeKind, CommitteeRules] = field(default_factory=dict)
    wordings: Mapping[WordingKind, OrderWording] = field(default_factory=dict)
    by_law: ByLawDraft = field(default_factory=ByLawDraft)
    meetings: tuple[RequiredMeeting, ...] = ()
    elections: ElectionRules = field(default_factory=ElectionRules)
    deadlines: Deadlines = field(default_factory=Deadlines)
    problem_kinds: tuple[ProblemKind, ...] = ()
    pilot_criteria: tuple[PilotCriterion, ...] = ()
    activities_per_month: int = 1
    schema: int = 2

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        if data["schema"] == 1:
            return cls.from_json(_from_first_schema(data))
        return cls(
            chapters=tuple(Chapter.from_json(chapter) for chapter in data["chapters"]),
            zones=ZoneSettings(**data["zones"]),
            committees={
                CommitteeKind(kind): CommitteeRules.from_json(rules)
                for kind, rules in data["committees"].items()
            },
            wordings={
                WordingKind(kind): OrderWording.from_json(wording)
                for kind, wording in data["wordings"].items()
            },
            by_law=ByLawDraft.from_json(data["by_law"]),
            meetings=tuple(RequiredMeeting.from_json(meeting) for meeting in data["meetings"]),
            elections=ElectionRules.from_json(data["elections"]),
            deadlines=Deadlines(**data["deadlines"]),
            problem_kinds=tuple(ProblemKind(**kind) for kind in data["problem_kinds"]),
            pilot_criteria=tuple(PilotCriterion(**entry) for entry in data["pilot_criteria"]),
            activities_per_month=data["activities_per_month"],
            schema=data["schema"],
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def clauses(self) -> Iterator[Clause]:
        for chapter in self.chapters:
            yield from chapter.clauses

    def rules(self, kind: CommitteeKind) -> CommitteeRules:
        """The composition of a kind of committee; an alliance is composed as a zone is."""
        of = CommitteeKind.ZONE if kind is CommitteeKind.ALLIANCE else kind
        return self.committees.get(of, CommitteeRules())

    def wording(self, kind: WordingKind) -> OrderWording:
        return self.wordings.get(kind, OrderWording())

    @property
    def zone_committee(self) -> tuple[SeatRule, ...]:
        return self.rules(CommitteeKind.ZONE).seats


def _from_first_schema(data: dict[str, Any]) -> dict[str, Any]:
    empty = asdict(ManualContent())
    return {
        **empty,
        "chapters": data["chapters"],
        "zones": data["zones"],
        "committees": {"zone": {"seats": data["zone_committee"], "term_years": None}},
        "wordings": {"zone_committee": data["zone_order"]},
        "activities_per_month": data["activities_per_month"],
    }
