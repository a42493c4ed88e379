"""Example findings of Bang Na: newer example figures, a few of them odd, and one check of all records."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import bangkok_today, shift_month
from core.jobs.service import enqueue
from core.quality.models import FindingState, QualityFinding
from core.quality.rules import FAMILIES_BELOW_HOUSES
from tenants.example.content import BANG_NA, bangna, community_id
from tenants.quality.models import QualityExplanation
from tenants.quality.service import CHECK, check
from tenants.registry.models import CommunityFigures

SOURCE = "ข้อมูลตัวอย่าง (ทบทวน)"
OUTDATED = ("c07", "c19", "c31")
"""Communities without newer figures."""

FEWER_FAMILIES = {"c04": 30, "c12": 12, "c23": 7}
"""So many families less than houses in the newer figures."""

EXPLAINED = "c12"
EXPLANATION = "บ้านว่าง 14 หลังหลังย้ายผู้อยู่อาศัยไปแฟลตใหม่ (ตัวอย่าง)"


def load(session: Session) -> None:
    """Figures reviewed three months ago with the residents of before, then the check of a normal night."""
    reviewed = shift_month(bangkok_today(), -3) + timedelta(days=14)
    for entry in bangna()["communities"]:
        if entry["key"] in OUTDATED:
            continue
        fewer = FEWER_FAMILIES.get(entry["key"])
        session.add(
            CommunityFigures(
                district_id=BANG_NA,
                id=example_id(f"figures/{entry['key']}/reviewed"),
                community_id=community_id(entry["key"]),
                as_of=reviewed,
                residents=entry["residents"],
                male=entry["male"],
                female=entry["female"],
                families=entry["houses"] - fewer if fewer else entry["families"],
                houses=entry["houses"],
                source=SOURCE,
                recorded_by=SOURCE,
                is_example=True,
            )
        )
    session.flush()
    today = bangkok_today().isoformat()
    check(session, day=today)
    enqueue(session, CHECK, day=today).done_at = datetime.now(UTC)
    session.flush()
    _explain(session)


def _explain(session: Session) -> None:
    found = session.scalars(
        select(QualityFinding).where(
            QualityFinding.rule == FAMILIES_BELOW_HOUSES.key,
            QualityFinding.subject_id == community_id(EXPLAINED),
        )
    ).one()
    found.state, found.settled_at = FindingState.EXPLAINED.value, found.found_at
    session.add(
        QualityExplanation(
            district_id=BANG_NA,
            id=example_id("quality/explanation"),
            finding_id=found.id,
            fingerprint=found.fingerprint,
            explanation=EXPLANATION,
            explained_by="ผู้ใช้ตัวอย่าง",
            explained_by_position="นักพัฒนาสังคม",
        )
    )
