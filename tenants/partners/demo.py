"""Example partners of Bang Na in the four sectors: every one of them is invented, as its name says."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import bangkok_today, shift_month
from tenants.example.content import BANG_NA, bangna, community_id, zone_id
from tenants.partners.models import (
    Contribution,
    ContributionKind,
    Memorandum,
    Organisation,
    OrganisationContact,
    OrganisationKind,
    OrganisationNetwork,
    Sector,
)
from tenants.partners.names import organisation_key
from tenants.people.models import Person
from tenants.people.queries import person_key

SINCE = date(2024, 10, 1)
DAYS_LEFT = 45
"""Of the memorandum that ends soon."""


class Example(NamedTuple):
    key: str
    sector: Sector
    kind: OrganisationKind
    name: str
    zones: tuple[str, ...] = ()
    contact: str = ""
    duty: str = ""


class Gift(NamedTuple):
    """`month` counts back from this one; `zone` and `community` are keys of the example file."""

    partner: str
    month: int
    kind: ContributionKind
    description: str
    value: int | None = None
    people: int | None = None
    zone: str = ""
    community: str = ""


EXAMPLES = (
    Example(
        "police",
        Sector.STATE,
        OrganisationKind.POLICE,
        "สถานีตำรวจตัวอย่าง",
        ("โซน 1", "โซน 2", "โซน 3"),
        "ร้อยตำรวจเอกตัวอย่าง พิทักษ์",
        "สายตรวจชุมชนและการป้องกันยาเสพติด",
    ),
    Example(
        "fire",
        Sector.STATE,
        OrganisationKind.FIRE,
        "สถานีดับเพลิงและกู้ภัยตัวอย่าง",
        ("โซน 1", "โซน 4"),
        "นายตัวอย่าง ดับเพลิง",
        "ซ้อมแผนป้องกันอัคคีภัย",
    ),
    Example(
        "health_centre",
        Sector.STATE,
        OrganisationKind.HEALTH_CENTRE,
        "ศูนย์บริการสาธารณสุขตัวอย่าง",
        ("โซน 1", "โซน 2", "โซน 3", "โซน 4", "โซน 5"),
        "นางสาวตัวอย่าง พยาบาล",
        "คัดกรองสุขภาพและเยี่ยมบ้าน",
    ),
    Example(
        "hospital",
        Sector.STATE,
        OrganisationKind.HOSPITAL,
        "โรงพยาบาลตัวอย่าง",
        ("โซน 2",),
    ),
    Example("school", Sector.STATE, OrganisationKind.SCHOOL, "โรงเรียนตัวอย่างวิทยา", ("โซน 3",)),
    Example(
        "company",
        Sector.BUSINESS,
        OrganisationKind.COMPANY,
        "บริษัท ตัวอย่างพัฒนา จำกัด",
        ("โซน 1", "โซน 5"),
        "นางตัวอย่าง กิจการเพื่อสังคม",
        "งบกิจกรรมเพื่อสังคมของบริษัท (CSR)",
    ),
    Example("market", Sector.BUSINESS, OrganisationKind.SHOP, "ตลาดตัวอย่างร่วมใจ", ("โซน 4",)),
    Example("foundation", Sector.NGO, OrganisationKind.FOUNDATION, "มูลนิธิตัวอย่างเพื่อเด็ก", ("โซน 2",)),
    Example(
        "association",
        Sector.NGO,
        OrganisationKind.ASSOCIATION,
        "สมาคมตัวอย่างผู้สูงอายุ",
        ("โซน 3", "โซน 5"),
    ),
    Example(
        "civil_defence",
        Sector.PEOPLE,
        OrganisationKind.CIVIL_DEFENCE,
        "ชมรมอาสาสมัครป้องกันภัยฝ่ายพลเรือนตัวอย่าง",
        ("โซน 1", "โซน 4", "โซน 5"),
    ),
    Example(
        "drug_watch",
        Sector.PEOPLE,
        OrganisationKind.DRUG_WATCH,
        "กลุ่มอาสาสมัครเฝ้าระวังภัยและยาเสพติดชุมชนตัวอย่าง",
        ("โซน 1", "โซน 2"),
    ),
    Example(
        "culture",
        Sector.PEOPLE,
        OrganisationKind.CULTURE_COUNCIL,
        "สภาวัฒนธรรมเขตตัวอย่าง",
        ("โซน 3",),
    ),
    Example("sports", Sector.PEOPLE, OrganisationKind.SPORTS_CLUB, "สโมสรกีฬาเขตตัวอย่าง", ("โซน 5",)),
    Example("temple", Sector.PEOPLE, OrganisationKind.TEMPLE, "วัดตัวอย่างวนาราม", ("โซน 1", "โซน 3")),
)

GIFTS = (
    Gift("company", 1, ContributionKind.MONEY, "ค่าอาหารและอุปกรณ์วันพัฒนาคลอง", 20000, zone="โซน 1"),
    Gift("company", 4, ContributionKind.THINGS, "ถังดับเพลิง 30 ถัง", 36000, zone="โซน 5"),
    Gift(
        "company", 7, ContributionKind.PEOPLE, "พนักงานร่วมทาสีรั้วสนามเด็กเล่น", None, 25, community="c01"
    ),
    Gift("market", 2, ContributionKind.THINGS, "ข้าวสารและอาหารแห้ง 150 ชุด", 30000, zone="โซน 4"),
    Gift("foundation", 3, ContributionKind.MONEY, "ทุนการศึกษา 10 ทุน", 15000, zone="โซน 2"),
    Gift("association", 5, ContributionKind.THINGS, "ไม้เท้าและรถเข็น", None, zone="โซน 3"),
    Gift("police", 1, ContributionKind.PEOPLE, "วิทยากรและสายตรวจร่วม", None, 6, zone="โซน 1"),
    Gift("police", 6, ContributionKind.PEOPLE, "ชุดตรวจหาสารเสพติดโดยสมัครใจ", None, 8, zone="โซน 2"),
    Gift("fire", 2, ContributionKind.PEOPLE, "ครูฝึกซ้อมดับเพลิงเบื้องต้น", None, 10, community="c25"),
    Gift(
        "health_centre",
        1,
        ContributionKind.PEOPLE,
        "คัดกรองเบาหวานและความดัน",
        None,
        7,
        community="c09",
    ),
    Gift("hospital", 8, ContributionKind.THINGS, "ชุดปฐมพยาบาลประจำชุมชน 8 ชุด", 9600, zone="โซน 2"),
    Gift(
        "civil_defence", 2, ContributionKind.PEOPLE, "ดูแลความปลอดภัยวันซ้อมแผน", None, 20, zone="โซน 4"
    ),
    Gift(
        "drug_watch", 3, ContributionKind.PEOPLE, "ลาดตระเวนกลางคืนร่วมกับชุมชน", None, 12, zone="โซน 1"
    ),
    Gift("temple", 1, ContributionKind.THINGS, "ศาลาและเครื่องเสียงสำหรับประชุม", None, zone="โซน 1"),
    Gift("sports", 4, ContributionKind.THINGS, "ลูกฟุตบอลและตาข่าย", 4500, zone="โซน 5"),
)


def load(session: Session) -> None:
    """Fourteen partners with networks, contacts, three memoranda and what they gave in the last months."""
    officer = bangna()["people"][3]["name"]
    for example in EXAMPLES:
        session.add(
            Organisation(
                district_id=BANG_NA,
                id=partner_id(example.key),
                name=example.name,
                match_key=organisation_key(example.name),
                sector=example.sector.value,
                kind=example.kind.value,
                partner_since=SINCE,
                is_example=True,
                changed_by=officer,
            )
        )
    session.flush()
    for example in EXAMPLES:
        session.add_all(
            OrganisationNetwork(
                district_id=BANG_NA,
                id=example_id(f"partner-network/{example.key}/{zone}"),
                organisation_id=partner_id(example.key),
                zone_id=zone_id(zone),
                valid_from=SINCE,
                is_example=True,
            )
            for zone in example.zones
        )
        if example.contact:
            _add_contact(session, example, officer)
    _add_memoranda(session, officer)
    session.add_all(_contribution(place, gift, officer) for place, gift in enumerate(GIFTS))


def partner_id(key: str) -> UUID:
    return example_id(f"partner/{key}")


def _add_contact(session: Session, example: Example, officer: str) -> None:
    person_id = example_id(f"partner-contact/{example.key}/person")
    session.add(
        Person(
            district_id=BANG_NA,
            id=person_id,
            name=example.contact,
            match_key=person_key(example.contact),
            position=f"ผู้ประสานงาน {example.name}",
            is_example=True,
        )
    )
    session.flush()
    session.add(
        OrganisationContact(
            district_id=BANG_NA,
            id=example_id(f"partner-contact/{example.key}"),
            organisation_id=partner_id(example.key),
            person_id=person_id,
            duty=example.duty,
            valid_from=SINCE,
            is_example=True,
            changed_by=officer,
        )
    )


def _add_memoranda(session: Session, officer: str) -> None:
    today = bangkok_today()
    for key, title, terms, zone, signed_on, valid_until in (
        (
            "fire",
            "บันทึกข้อตกลงตัวอย่าง ว่าด้วยการซ้อมแผนป้องกันอัคคีภัย",
            "ซ้อมแผนร่วมกันปีละ 2 ครั้ง\nสถานีส่งครูฝึก ชุมชนจัดสถานที่และผู้เข้าร่วม",
            None,
            date(2024, 10, 15),
            today + timedelta(days=DAYS_LEFT),
        ),
        (
            "company",
            "บันทึกข้อตกลงตัวอย่าง ว่าด้วยกิจกรรมเพื่อสังคมกับเครือข่ายชุมชน",
            "บริษัทสนับสนุนสิ่งของและแรงงานอาสาสมัคร โดยไม่ผ่านบัญชีเงินของทางราชการ",
            "โซน 1",
            date(2025, 2, 3),
            None,
        ),
        (
            "police",
            "บันทึกข้อตกลงตัวอย่าง ว่าด้วยการเฝ้าระวังยาเสพติด",
            "แลกเปลี่ยนข้อมูลและลาดตระเวนร่วมกันเดือนละครั้ง",
            "โซน 2",
            date(2025, 3, 10),
            today + timedelta(days=400),
        ),
    ):
        session.add(
            Memorandum(
                district_id=BANG_NA,
                id=example_id(f"memorandum/{key}"),
                organisation_id=partner_id(key),
                zone_id=zone_id(zone) if zone else None,
                title=title,
                terms=terms,
                signed_on=signed_on,
                valid_until=valid_until,
                is_example=True,
                changed_by=officer,
            )
        )


def _contribution(place: int, gift: Gift, officer: str) -> Contribution:
    month = shift_month(bangkok_today(), -gift.month)
    zones = {key: zone["name"] for zone in bangna()["zones"] for key in zone["communities"]}
    zone = gift.zone or zones[gift.community]
    return Contribution(
        district_id=BANG_NA,
        id=example_id(f"contribution/{place}"),
        organisation_id=partner_id(gift.partner),
        zone_id=zone_id(zone),
        community_id=community_id(gift.community) if gift.community else None,
        kind=gift.kind.value,
        given_on=month + timedelta(days=place + 3),
        description=gift.description,
        value=None if gift.value is None else Decimal(gift.value),
        people=gift.people,
        is_example=True,
        changed_by=officer,
    )
