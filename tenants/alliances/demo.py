"""Example networks of Bang Na beside the zones: all of them are invented."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from core.demo import example_id
from tenants.alliances.models import Alliance, AllianceKind, AllianceMembership, Tie
from tenants.example.content import BANG_NA, bangna, community_id, zone_id

EDITION = 1
VALID_FROM = date(2025, 11, 1)


class Example(NamedTuple):
    key: str
    kind: AllianceKind
    name: str
    purpose: str
    tie: Tie
    communities: tuple[str, ...]
    formal: bool = True
    outside: bool = False
    parent: str = ""
    zone: str = ""


EXAMPLES = (
    Example(
        "drugs",
        AllianceKind.ISSUE,
        "เครือข่ายตัวอย่าง ชุมชนร่วมใจต้านยาเสพติด",
        "แลกเปลี่ยนวิธีเฝ้าระวังและดูแลเยาวชนระหว่างชุมชนที่มีปัญหาเดียวกัน",
        Tie.NETWORK_NETWORK,
        ("c01", "c05", "c09", "c17", "c25", "c32"),
        outside=True,
    ),
    Example(
        "youth",
        AllianceKind.ISSUE,
        "เครือข่ายตัวอย่าง เยาวชนแกนนำ",
        "เยาวชนของชุมชนสมาชิกจัดกิจกรรมร่วมกันทุกเดือน",
        Tie.PERSON_GROUP,
        ("c01", "c09", "c17"),
        formal=False,
        parent="drugs",
    ),
    Example(
        "health",
        AllianceKind.FUNCTION,
        "เครือข่ายตัวอย่าง ๔ ภาคส่วนด้านสุขภาพ",
        "ภาครัฐ ภาคเอกชน องค์กรพัฒนาเอกชน และภาคประชาชน แบ่งงานดูแลผู้สูงอายุในชุมชน",
        Tie.GROUP_GROUP,
        ("c02", "c10", "c18", "c26", "c33"),
        outside=True,
    ),
    Example(
        "canal",
        AllianceKind.AREA,
        "เครือข่ายย่อยตัวอย่าง ริมคลอง",
        "ชุมชนที่อยู่ติดกันช่วยกันดูแลทางน้ำและทางเดิน",
        Tie.GROUP_GROUP,
        ("c01", "c02", "c03"),
        formal=False,
        zone="โซน 1",
    ),
)


def load(session: Session) -> None:
    """Four networks: across the zones, inside another one, by function, and under zone 1."""
    for example in EXAMPLES:
        session.add(
            Alliance(
                district_id=BANG_NA,
                id=alliance_id(example.key),
                kind=example.kind.value,
                name=example.name,
                purpose=example.purpose,
                tie=example.tie.value,
                formal=example.formal,
                outside=example.outside,
                parent_id=alliance_id(example.parent) if example.parent else None,
                parent_zone_id=zone_id(example.zone) if example.zone else None,
                edition=EDITION,
                valid_from=VALID_FROM,
                is_example=True,
                changed_by=bangna()["people"][0]["name"],
            )
        )
        session.flush()
        session.add_all(
            AllianceMembership(
                district_id=BANG_NA,
                id=example_id(f"alliance-membership/{example.key}/{key}"),
                alliance_id=alliance_id(example.key),
                community_id=community_id(key),
                valid_from=VALID_FROM,
                is_example=True,
            )
            for key in example.communities
        )


def alliance_id(key: str) -> UUID:
    return example_id(f"alliance/{key}")
