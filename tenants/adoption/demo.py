"""The example district follows the first edition since its example zones began, with an annex of its own."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import BANGKOK
from core.manual.parts import PartKind, next_annex_key
from tenants.adoption.models import Adoption, LocalClause
from tenants.adoption.service import lay_card
from tenants.example.content import BANG_NA, bangna

VALID_FROM = date(2016, 10, 1)
BEGUN_AT = datetime(2016, 10, 1, 9, 0, tzinfo=BANGKOK)


def load(session: Session) -> None:
    """Edition 1, adopted by the example director, one clause of the annex, and the evidence card."""
    director, section_head = bangna()["people"][0], bangna()["people"][2]
    adoption = Adoption(
        district_id=BANG_NA,
        id=example_id("adoption/1"),
        edition=1,
        valid_from=VALID_FROM,
        adopted_by=director["name"],
        adopted_by_position=director["position"],
        is_example=True,
    )
    clause = LocalClause(
        district_id=BANG_NA,
        id=example_id("adoption/annex/1"),
        part=PartKind.ANNEX.value,
        key=next_annex_key(()),
        title="ช่องทางติดต่อระหว่างการประชุม (ตัวอย่าง)",
        body=(
            "ให้แต่ละเครือข่ายมีช่องทางติดต่อระหว่างประธานชุมชนอย่างน้อยหนึ่งช่องทาง "
            "และแจ้งกำหนดการประชุมให้กรรมการทราบล่วงหน้าไม่น้อยกว่า ๗ วัน "
            "ข้อความนี้เป็นตัวอย่าง"
        ),
        reason="ตัวอย่างข้อที่สำนักงานเขตกำหนดเพิ่มเอง",
        edition=1,
        is_example=True,
        created_at=BEGUN_AT,
        changed_at=BEGUN_AT,
        changed_by=section_head["name"],
    )
    session.add_all([adoption, clause])
    session.flush()
    lay_card(session, adoption)
