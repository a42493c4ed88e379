"""What an edition of the manual is made of: chapters of clauses, and the settings that configure a district.

An edition is stored as one JSON document in this shape. Its texts are Thai, because it is a Thai
official document; the keys are stable from edition to edition, so that two editions can be compared
and a record can say which clause it followed.
"""

from collections.abc import Iterator
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


class SeatBlock(StrEnum):
    """The two lists of an appointment order."""

    COMMITTEE = "committee"
    ADVISERS = "advisers"


@dataclass(frozen=True)
class SeatRule:
    """One line of a committee's composition.

    `minimum` seats must be filled before the committee is complete. `maximum` is None where the
    rule sets no limit; a COMMUNITY_CHAIR rule makes one seat for each community of the zone.
    """

    key: str
    title: str
    source: SeatSource
    order_role: str
    block: SeatBlock = SeatBlock.COMMITTEE
    minimum: int = 1
    maximum: int | None = 1

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{**data, "source": SeatSource(data["source"]), "block": SeatBlock(data["block"])}
        )


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
    """The texts of an appointment order (DOMAIN 5.2). `{network}`, `{office}`, `{district}` are filled in."""

    subject: str
    reason: str
    authority: str
    duties: tuple[str, ...]
    effect: str

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "duties": tuple(data["duties"])})


@dataclass(frozen=True)
class ManualContent:
    """The whole content of an edition. `activities_per_month` is what each network must hold (M83)."""

    chapters: tuple[Chapter, ...]
    zones: ZoneSettings
    zone_committee: tuple[SeatRule, ...]
    zone_order: OrderWording
    activities_per_month: int = 1
    schema: int = field(default=1)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            chapters=tuple(Chapter.from_json(chapter) for chapter in data["chapters"]),
            zones=ZoneSettings(**data["zones"]),
            zone_committee=tuple(SeatRule.from_json(rule) for rule in data["zone_committee"]),
            zone_order=OrderWording.from_json(data["zone_order"]),
            activities_per_month=data["activities_per_month"],
            schema=data["schema"],
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def clauses(self) -> Iterator[Clause]:
        for chapter in self.chapters:
            yield from chapter.clauses
