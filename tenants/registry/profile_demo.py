"""Example profiles of three communities, and which communities said that they take part: all invented."""

from datetime import date

from sqlalchemy.orm import Session

from core.demo import example_id
from tenants.example.content import BANG_NA, bangna, community_id
from tenants.registry.profile_models import CommunityProfile, Participation

JOINED_ON = date(2024, 10, 12)
WITHDRAWN, WITHDREW_ON = "c38", date(2026, 3, 1)

PROFILES = {
    "c01": (
        "ส่วนใหญ่ค้าขายและรับจ้าง อยู่บ้านช่วงเย็นและวันอาทิตย์ พบปะกันที่ศาลาริมคลอง",
        "เคารพผู้สูงอายุและพระสงฆ์ ช่วยงานกันโดยไม่ต้องขอ",
        "ทำบุญกลางซอยทุกเดือนเมษายน ลอยกระทงที่ท่าน้ำ",
        "พร้อมร่วมงานหากเห็นประโยชน์ต่อเด็กและเยาวชน",
    ),
    "c02": (
        "อาศัยในอาคารสูง ทำงานในเมือง ติดต่อกันทางกลุ่มไลน์ของอาคาร",
        "ให้ความสำคัญกับความเป็นส่วนตัวและความปลอดภัย",
        "จัดงานปีใหม่ร่วมกันที่ลานจอดรถ",
        "สะดวกประชุมหลัง 19.00 น. และต้องการทราบล่วงหน้า",
    ),
    "c09": (
        "ครอบครัวขยายหลายรุ่น มีกลุ่มแม่บ้านทำอาหาร",
        "ยึดถือความกตัญญูและการแบ่งปัน",
        "ถือศีลอดและวันสำคัญทางศาสนาของชาวไทยมุสลิมและไทยพุทธร่วมชุมชน",
        "เห็นว่าการแลกเปลี่ยนกับโซนอื่นได้ความรู้กลับมาเสมอ",
    ),
}


def load(session: Session) -> None:
    """Every community of the example has joined; one has withdrawn since, with its reason."""
    officer = bangna()["people"][3]["name"]
    session.add_all(
        CommunityProfile(
            district_id=BANG_NA,
            id=example_id(f"profile/{key}"),
            community_id=community_id(key),
            way_of_life=life,
            shared_values=values,
            customs=customs,
            attitudes=attitudes,
            is_example=True,
            changed_by=officer,
        )
        for key, (life, values, customs, attitudes) in PROFILES.items()
    )
    session.add_all(
        Participation(
            district_id=BANG_NA,
            id=example_id(f"participation/{entry['key']}"),
            community_id=community_id(entry["key"]),
            joined_on=JOINED_ON,
            basis="การประชุมประชาคมชุมชน เมื่อวันที่ 12 ตุลาคม 2567 (ตัวอย่าง)",
            withdrew_on=WITHDREW_ON if entry["key"] == WITHDRAWN else None,
            withdrawal_reason=(
                "คณะกรรมการชุมชนชุดใหม่ขอจัดกิจกรรมภายในก่อน (ตัวอย่าง)"
                if entry["key"] == WITHDRAWN
                else None
            ),
            is_example=True,
            changed_by=officer,
        )
        for entry in bangna()["communities"]
    )
