"""Which values come from a regulation, what each is made of, and what is known of it (DOMAIN 4.4, 4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from core.marks import mark


@dataclass(frozen=True)
class Part:
    """One number of a value. `least` and `most` bound what may be typed; `places` are decimals."""

    key: str
    title: str
    unit: str = ""
    least: int = 0
    most: int = 1_000_000


@dataclass(frozen=True)
class KeyDetails:
    """A key as it is stored, its title, its parts, and what the value decides."""

    key: str
    title: str
    meaning: str
    parts: tuple[Part, ...]


class RegulationKey(Enum):
    """The values that the product reads. Where none is in force the screen says that it is not known."""

    COMMUNITY_COMMITTEE_SIZE = KeyDetails(
        "community_committee_size",
        mark("Size of a community's committee"),
        mark("At least so many members, and more with the number of houses"),
        (
            Part("least", mark("Members at least"), mark("people"), 1, 100),
            Part("houses", mark("Houses up to which that is enough"), mark("houses"), 1),
            Part("step", mark("Houses for each member more"), mark("houses"), 1),
            Part(
                "remainder", mark("A remainder above this counts as a whole step"), mark("houses")
            ),
            Part("most", mark("Members at most"), mark("people"), 1, 100),
        ),
    )
    COMMUNITY_COMMITTEE_TERM = KeyDetails(
        "community_committee_term",
        mark("Term of a community's committee"),
        mark("Years from the day of taking office"),
        (Part("years", mark("Years"), mark("years"), 1, 20),),
    )
    QUORUM = KeyDetails(
        "quorum",
        mark("Quorum of a meeting"),
        mark("A meeting may decide when more than this share of its members is present"),
        (Part("percent", mark("More than"), mark("per cent of the members"), 1, 99),),
    )
    MEETING_PAY = KeyDetails(
        "meeting_pay",
        mark("Pay for a committee's meeting"),
        mark("For each member who came, and for how many meetings in a month"),
        (
            Part("baht", mark("Pay"), mark("baht for a person and meeting"), 0, 100_000),
            Part("meetings", mark("Meetings a month at most"), mark("meetings"), 0, 31),
        ),
    )
    COMMUNITY_SUPPORT = KeyDetails(
        "community_support",
        mark("Monthly support of a community"),
        mark("By the size of the community, in houses"),
        (
            Part("small_houses", mark("A small community has at most"), mark("houses"), 1),
            Part("medium_houses", mark("A medium community has at most"), mark("houses"), 1),
            Part("small_baht", mark("Support of a small community"), mark("baht a month")),
            Part("medium_baht", mark("Support of a medium community"), mark("baht a month")),
            Part("large_baht", mark("Support of a large community"), mark("baht a month")),
        ),
    )

    @property
    def key(self) -> str:
        return self.value.key

    @property
    def title(self) -> str:
        return self.value.title

    @classmethod
    def of(cls, key: str) -> "RegulationKey":
        """The value with this stored key; KeyError where there is none."""
        return _BY_KEY[key]


_BY_KEY = {entry.key: entry for entry in RegulationKey}


@dataclass(frozen=True)
class SeedValue:
    """A value that every installation begins with, because a source for it is known."""

    key: RegulationKey
    valid_from: date
    value: Mapping[str, int]
    source: str


SEED = (
    SeedValue(
        RegulationKey.COMMUNITY_COMMITTEE_SIZE,
        date(2012, 1, 1),
        {"least": 7, "houses": 100, "step": 50, "remainder": 25, "most": 15},
        "หน้าเว็บสำนักงานเขตลาดพร้าว เรื่องคณะกรรมการชุมชน (ตามระเบียบฯ พ.ศ. ๒๕๕๕) "
        "ต้องตรวจสอบกับระเบียบกรุงเทพมหานครว่าด้วยชุมชนและกรรมการชุมชน พ.ศ. ๒๕๖๔ ก่อนใช้งานจริง",
    ),
)
"""Terms, quorum, meeting pay and size bands were not found in a public source: they stay empty (DOMAIN 8)."""
