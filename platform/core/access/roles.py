"""The roles that the study names (M94-M110)."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from core.marks import mark


class Tier(StrEnum):
    DISTRICT = "district"
    CITY = "city"


@dataclass(frozen=True)
class RoleDetails:
    """`second_factor`: sign-in demands a code. `field`: signs in by a slip, stays signed in for 30 days."""

    key: str
    tier: Tier
    title: str
    second_factor: bool = False
    field: bool = False


class Role(Enum):
    DEPARTMENT_OFFICER = RoleDetails(
        "department_officer", Tier.CITY, mark("Policy officer"), second_factor=True
    )
    DEPARTMENT_EXECUTIVE = RoleDetails(
        "department_executive", Tier.CITY, mark("Department executive"), second_factor=True
    )
    CITY_COMMITTEE = RoleDetails(
        "city_committee", Tier.CITY, mark("City committee on the manual"), second_factor=True
    )
    PLATFORM_ADMIN = RoleDetails(
        "platform_admin", Tier.CITY, mark("Platform administrator"), second_factor=True
    )
    AUDITOR = RoleDetails("auditor", Tier.CITY, mark("Auditor"), second_factor=True)
    DIRECTOR = RoleDetails("director", Tier.DISTRICT, mark("District director"))
    ASSISTANT_DIRECTOR = RoleDetails(
        "assistant_director", Tier.DISTRICT, mark("Assistant district director")
    )
    SECTION_HEAD = RoleDetails(
        "section_head", Tier.DISTRICT, mark("Head of the community development section")
    )
    SECTION_STAFF = RoleDetails("section_staff", Tier.DISTRICT, mark("Officer of another section"))
    SOCIAL_DEVELOPER = RoleDetails(
        "social_developer", Tier.DISTRICT, mark("Social development officer")
    )
    OFFICE_ADMIN = RoleDetails(
        "office_admin", Tier.DISTRICT, mark("Office administrator"), second_factor=True
    )
    ASSEMBLY_CHAIR = RoleDetails(
        "assembly_chair", Tier.DISTRICT, mark("District assembly chair"), field=True
    )
    ZONE_CHAIR = RoleDetails("zone_chair", Tier.DISTRICT, mark("Zone network chair"), field=True)
    COMMUNITY_CHAIR = RoleDetails(
        "community_chair", Tier.DISTRICT, mark("Community chair"), field=True
    )
    COMMUNITY_COMMITTEE = RoleDetails(
        "community_committee", Tier.DISTRICT, mark("Community committee member"), field=True
    )
    PARTNER = RoleDetails("partner", Tier.DISTRICT, mark("Partner representative"), field=True)
    ADVISER = RoleDetails("adviser", Tier.DISTRICT, mark("Adviser"))
    TRAINER = RoleDetails("trainer", Tier.DISTRICT, mark("Trainer"), field=True)

    @property
    def key(self) -> str:
        return self.value.key

    @property
    def title(self) -> str:
        return self.value.title

    @classmethod
    def of(cls, key: str) -> "Role":
        """The role with this stored key; KeyError where there is none."""
        return _BY_KEY[key]


_BY_KEY = {role.key: role for role in Role}
