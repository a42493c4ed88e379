"""What a committee belongs to: a zone, a community, an alliance, or the whole district (M19, M55, M62)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from core.i18n.digits import to_thai_digits
from core.manual.structure import CommitteeKind
from tenants.zones.models import Zone

CHAIR = "chair"
"""The rule of the chair in every kind of committee: keys are stable from edition to edition (M111)."""

_COMMUNITY, _NETWORK = "ชุมชน", "เครือข่าย"


@dataclass(frozen=True)
class Body:
    """Whose committee it is; `id` is the zone, community or alliance, None where a district has one."""

    kind: CommitteeKind
    id: UUID | None = None

    @classmethod
    def zone(cls, zone_id: UUID) -> Self:
        return cls(CommitteeKind.ZONE, zone_id)

    @classmethod
    def community(cls, community_id: UUID) -> Self:
        return cls(CommitteeKind.COMMUNITY, community_id)

    @classmethod
    def alliance(cls, alliance_id: UUID) -> Self:
        return cls(CommitteeKind.ALLIANCE, alliance_id)

    @classmethod
    def study(cls) -> Self:
        return cls(CommitteeKind.STUDY)

    @classmethod
    def assembly(cls) -> Self:
        return cls(CommitteeKind.ASSEMBLY)

    @property
    def address(self) -> dict[str, Any]:
        """What the addresses of its pages are made of: `url_for("committees.show_committee", **body.address)`."""
        return {"kind": self.kind.value} if self.id is None else {f"{self.kind.value}_id": self.id}

    @property
    def columns(self) -> dict[str, Any]:
        """The values of a committee's row that say whose it is."""
        of = {} if self.id is None else {f"{self.kind.value}_id": self.id}
        return {"kind": self.kind.value, **of}


@dataclass(frozen=True)
class Place:
    """A community that has a seat of its own."""

    id: UUID
    name: str

    @property
    def title(self) -> str:
        """The name with the word in front that the register leaves out: ชุมชนริมคลอง."""
        return self.name if self.name.startswith(_COMMUNITY) else f"{_COMMUNITY}{self.name}"

    @property
    def chair(self) -> str:
        """The position of the person who chairs it: ประธานชุมชนริมคลอง."""
        return f"ประธาน{self.title}"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A body as it is on file. `houses` are those of a community's newest figures, None where unknown."""

    body: Body
    name: str = ""
    zone: Zone | None = None
    houses: int | None = None
    houses_as_of: date | None = None
    closed_on: date | None = None
    is_example: bool = False

    @property
    def label(self) -> str:
        """The committee's name, as screens show it."""
        match self.body.kind:
            case CommitteeKind.ZONE:
                return f"คณะกรรมการเครือข่ายชุมชน {self.name}"
            case CommitteeKind.COMMUNITY:
                return f"คณะกรรมการ{Place(UUID(int=0), self.name).title}"
            case CommitteeKind.ALLIANCE:
                known = self.name.startswith(_NETWORK)
                return f"คณะกรรมการ{'' if known else _NETWORK}{self.name}"
            case CommitteeKind.STUDY:
                return "คณะกรรมการศึกษาแนวทางและจัดทำคู่มือการพัฒนาเครือข่ายชุมชน"
            case CommitteeKind.ASSEMBLY:
                return "ประธานประชาคมชุมชน"

    @property
    def title(self) -> str:
        """The committee's name, as papers write it: with Thai digits."""
        return to_thai_digits(self.label)
