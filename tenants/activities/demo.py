"""The example activities of Bang Na, dated back from today so that the office looks alive."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

import fontpkg_sarabun
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.orm import Session

from core.demo import account_id_of, example_id
from core.files.current import current_store
from core.files.photos import clean_photo
from core.files.service import keep_for_office
from core.i18n.dates import BANGKOK, bangkok_today, shift_month
from tenants.activities.models import (
    Activity,
    ActivityPhoto,
    ActivityReference,
    ActivityState,
    ActivityZone,
    Principle,
)
from tenants.activities.photos import PURPOSE
from tenants.example.content import BANG_NA, accounts, bangna, community_id, zone_id
from tenants.partners.models import Contribution, ContributionKind, Organisation

PHRA_KHANONG = 1009

HEAD = "นางสาวตัวอย่าง สาม"
"""The example head of the section, who has accepted the reports of past months."""

STILL_WAITING = 3
"""So many reports of last month, the latest ones, still wait for the head."""

RETURNED = "c02"
"""The community whose report of this month the office has sent back."""

RETURN_REASON = "ขอให้แนบภาพกิจกรรมอย่างน้อย 1 ภาพ และตรวจสอบจำนวนผู้เข้าร่วมอีกครั้ง"


class Given(NamedTuple):
    """What a partner gave to the network's own activity of a zone, so many months ago."""

    months_ago: int
    zone: str
    partner: str
    kind: ContributionKind
    description: str
    value: int | None = None
    people: int | None = None


GIVEN = (
    Given(1, "โซน 1", "fire", ContributionKind.PEOPLE, "วิทยากรเรื่องการป้องกันอัคคีภัย", people=4),
    Given(1, "โซน 1", "company", ContributionKind.MONEY, "ค่าอาหารว่าง", value=3000),
    Given(1, "โซน 2", "police", ContributionKind.PEOPLE, "สายตรวจร่วมเดินรณรงค์", people=6),
    Given(1, "โซน 4", "health_centre", ContributionKind.PEOPLE, "พยาบาลให้คำแนะนำ", people=3),
    Given(0, "โซน 3", "school", ContributionKind.THINGS, "ห้องประชุมและเครื่องเสียง"),
)

TOGETHER = {(1, "โซน 2"): ("โซน 1", "โซน 3"), (0, "โซน 3"): ("โซน 4",)}
"""Networks that took part in the network's own activity of a zone, by months ago and zone."""

LED_WITH_NEIGHBOUR = (1, "โซน 2")
"""The activity of Bang Na to which Phra Khanong came."""


def load(session: Session) -> None:
    """The example activities, dated back from today, in one flush; a day still ahead becomes today."""
    zones = {key: zone["name"] for zone in bangna()["zones"] for key in zone["communities"]}
    today, waiting = bangkok_today(), _waiting()
    for number, entry in enumerate(bangna()["activities"], start=1):
        community = entry.get("community")
        zone = zones.get(community, entry.get("zone"))
        month = shift_month(today, -entry["months_ago"])
        held_on = min(month.replace(day=entry["day"]), today)
        is_accepted = entry["months_ago"] > 0 and number not in waiting
        people = entry["participants_female"] + entry["participants_male"]
        session.add(
            Activity(
                district_id=BANG_NA,
                id=_id(number),
                title=entry["title"],
                held_on=held_on,
                reported_at=_evening(held_on),
                changed_at=_evening(held_on, 2 if is_accepted else 0),
                kind=entry["kind"],
                stage=entry["stage"],
                zone_id=zone_id(zone) if zone else None,
                community_id=community_id(community) if community else None,
                participants=people,
                female=entry["participants_female"],
                male=entry["participants_male"],
                note=entry["note"],
                is_example=True,
                **_more(number, entry, people),
                **_standing(entry, is_accepted=is_accepted),
            )
        )
    session.flush()


def load_together(session: Session) -> None:
    """What partners gave, networks that took part, photos and joint activities: after the partners."""
    for given in GIVEN:
        entry = session.get_one(Activity, (BANG_NA, _of_network(given.months_ago, given.zone)))
        partner = session.get_one(Organisation, (BANG_NA, example_id(f"partner/{given.partner}")))
        session.add(
            Contribution(
                district_id=BANG_NA,
                organisation_id=partner.id,
                activity_id=entry.id,
                zone_id=entry.zone_id,
                kind=given.kind.value,
                given_on=entry.held_on,
                description=given.description,
                value=Decimal(given.value) if given.value else None,
                people=given.people,
                is_example=True,
                changed_by="ผู้รายงานตัวอย่าง",
            )
        )
    for (months_ago, zone), others in TOGETHER.items():
        entry = session.get_one(Activity, (BANG_NA, _of_network(months_ago, zone)))
        session.add_all(
            ActivityZone(
                district_id=BANG_NA,
                activity_id=entry.id,
                zone_id=zone_id(other),
                held_on=entry.held_on,
                is_example=True,
            )
            for other in others
        )
    led = session.get_one(Activity, (BANG_NA, _of_network(*LED_WITH_NEIGHBOUR)))
    led.partner_district_id = PHRA_KHANONG
    _draw_photos(session, led)
    session.add(
        ActivityReference(
            district_id=BANG_NA,
            id=example_id("activity-reference/phrakhanong"),
            lead_district_id=PHRA_KHANONG,
            lead_activity_id=example_id("activity/phrakhanong/1"),
            title="เก็บขยะริมคลองร่วมสองเขต (ตัวอย่าง)",
            held_on=shift_month(bangkok_today(), -1).replace(day=20),
            kind="hands_on",
            participants=64,
            changed_by="สำนักงานเขตพระโขนง",
            is_example=True,
        )
    )
    session.flush()


def load_at_neighbour(session: Session) -> None:
    """What Phra Khanong was told of the activity that Bang Na led."""
    months_ago, zone = LED_WITH_NEIGHBOUR
    told = _entry_of_network(months_ago, zone)
    session.add(
        ActivityReference(
            district_id=PHRA_KHANONG,
            id=example_id("activity-reference/bangna"),
            lead_district_id=BANG_NA,
            lead_activity_id=_of_network(months_ago, zone),
            title=told["title"],
            held_on=shift_month(bangkok_today(), -months_ago).replace(day=told["day"]),
            kind=told["kind"],
            participants=told["participants_female"] + told["participants_male"],
            changed_by="สำนักงานเขตบางนา",
            is_example=True,
        )
    )
    session.flush()


def _id(number: int) -> Any:
    return example_id(f"activity/{number}")


def _entry_of_network(months_ago: int, zone: str) -> dict[str, Any]:
    return next(
        entry
        for entry in bangna()["activities"]
        if entry["months_ago"] == months_ago and entry.get("zone") == zone
    )


def _of_network(months_ago: int, zone: str) -> Any:
    return _id(bangna()["activities"].index(_entry_of_network(months_ago, zone)) + 1)


def _more(number: int, entry: dict[str, Any], people: int) -> dict[str, Any]:
    """Where it was, who came by sector and what it strengthened, for a part of the activities."""
    if number % 3:
        return {}
    community = next(
        (each for each in bangna()["communities"] if each["key"] == entry.get("community")), None
    )
    principles = list(Principle)
    return {
        "place": f"ศาลาชุมชน{community['name']}" if community else "ห้องประชุมสำนักงานเขต",
        "lat": community["lat"] if community else None,
        "lon": community["lon"] if community else None,
        "cost": Decimal(500 * (1 + number % 7)),
        "sectors": {"people": people - 3, "state": 2, "business": 1},
        "principles": [principles[number % 6].value, principles[(number + 2) % 6].value],
    }


def _evening(held_on: date, days: int = 0) -> datetime:
    """Five o'clock so many days after an activity, or now where that lies ahead."""
    wanted = datetime.combine(held_on + timedelta(days=days), time(17), BANGKOK)
    return min(wanted, datetime.now(UTC))


def _waiting() -> set[int]:
    """The numbers of last month's reports that nobody has accepted yet."""
    latest = sorted(
        (entry["day"], number)
        for number, entry in enumerate(bangna()["activities"], start=1)
        if entry["months_ago"] == 1
    )
    return {number for _, number in latest[-STILL_WAITING:]}


def _standing(entry: dict[str, Any], *, is_accepted: bool) -> dict[str, Any]:
    """Who sent it, and what the office did with it."""
    author = {
        "reported_by": "ผู้รายงานตัวอย่าง",
        "reported_by_position": "",
        "changed_by": "ผู้รายงานตัวอย่าง",
    }
    if entry["months_ago"] == 0 and entry.get("community") == RETURNED:
        own = next(each for each in accounts() if each.get("community") == RETURNED)
        return {
            "state": ActivityState.RETURNED.value,
            "reported_by": own["name"],
            "reported_by_position": own["position"],
            "reported_by_account": account_id_of(own["username"]),
            "returned_reason": RETURN_REASON,
            "returned_by": "นายตัวอย่าง สี่",
            "returned_at": datetime.now(UTC),
            "changed_by": "นายตัวอย่าง สี่",
            "version": 2,
        }
    if is_accepted:
        return author | {"state": ActivityState.ACCEPTED.value, "changed_by": HEAD, "version": 2}
    return author | {"state": ActivityState.REPORTED.value}


def _draw_photos(session: Session, entry: Activity) -> None:
    """Two drawings that nobody takes for photos."""
    entry.faces_consented = True
    for position, colours in enumerate((("#d9efe6", "#00704a"), ("#fdf0d5", "#b35c00")), start=1):
        clean = clean_photo(_drawing(*colours))
        ids = [
            keep_for_office(
                session,
                current_store(),
                district_id=BANG_NA,
                stored_by="ผู้รายงานตัวอย่าง",
                name=f"{name}-{position}.jpg",
                content=content,
                content_type="image/jpeg",
                purpose=PURPOSE,
            ).id
            for name, content in (("photo", clean.jpeg), ("preview", clean.preview))
        ]
        session.add(
            ActivityPhoto(
                district_id=BANG_NA,
                activity_id=entry.id,
                file_id=ids[0],
                preview_file_id=ids[1],
                position=position,
                width=clean.width,
                height=clean.height,
            )
        )


def _drawing(ground: str, ink: str) -> bytes:
    """A row of figures under a sun, as a PNG."""
    picture = Image.new("RGB", (800, 600), ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((620, 60, 720, 160), fill="#f2b705")
    pen.rectangle((0, 470, 800, 600), fill=ink)
    for left in range(80, 640, 120):
        pen.ellipse((left, 250, left + 60, 310), fill=ink)
        pen.rounded_rectangle((left - 10, 320, left + 70, 470), radius=30, fill=ink)
    letters = ImageFont.truetype(fontpkg_sarabun.ROOT / "files" / "Sarabun-Bold.ttf", 72)
    pen.text((400, 530), "ภาพตัวอย่าง", fill=ground, font=letters, anchor="mm")
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
