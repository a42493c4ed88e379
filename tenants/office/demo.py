"""The example office numbers its own series, and its example assistant director once acted for the director."""

from datetime import timedelta

from sqlalchemy.orm import Session

from core.demo import account_id_of, example_id
from core.i18n.dates import bangkok_today, show_date
from tenants.example.content import BANG_NA, accounts
from tenants.office.models import Delegation, Numbering, OfficeProfile

ASSISTANT = "bangna.assistant"
PHONE = "0 2000 0000"
"""Nobody's number, so that leaders see where to call."""


def load(session: Session) -> None:
    """A profile without a letter code, which nobody knows, and a delegation that is over."""
    people = {entry["username"]: entry for entry in accounts()}
    assistant = people[ASSISTANT]
    first_day = bangkok_today() - timedelta(days=94)
    session.add(
        OfficeProfile(
            district_id=BANG_NA,
            id=example_id("office-profile"),
            numbering=Numbering.OWN_SERIES.value,
            phone=PHONE,
            changed_by=people["bangna.head"]["name"],
            is_example=True,
        )
    )
    session.add(
        Delegation(
            district_id=BANG_NA,
            id=example_id("delegation/1"),
            account_id=account_id_of(ASSISTANT),
            person_name=assistant["name"],
            person_position=assistant["position"],
            valid_from=first_day,
            last_day=first_day + timedelta(days=4),
            basis=f"คำสั่งตัวอย่าง ลงวันที่ {show_date(first_day, style='long')}",
            changed_by=people["bangna.director"]["name"],
            is_example=True,
        )
    )
