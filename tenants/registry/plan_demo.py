"""Example plans of most communities of Bang Na: all invented."""

from datetime import date

from sqlalchemy.orm import Session

from core.demo import example_id
from core.i18n.dates import bangkok_today, fiscal_months, fiscal_year
from tenants.example.content import BANG_NA, bangna, community_id
from tenants.registry.plan_models import CommunityPlan

LACKING = 9
"""Every so-manyth community has no plan for this fiscal year yet."""


def load(session: Session) -> None:
    """A new plan for the year before, adopted in the August before it, and reviewed in the next August."""
    officer = bangna()["people"][3]["name"]
    year = fiscal_year(bangkok_today())
    session.add_all(
        CommunityPlan(
            district_id=BANG_NA,
            id=example_id(f"plan/{entry['key']}/{back}"),
            community_id=community_id(entry["key"]),
            fiscal_year=year - back,
            adopted_on=_august_before(year - back).replace(day=5 + number % 20),
            reviewed=not back,
            note="ประชาคมที่ศาลาชุมชน (ตัวอย่าง)" if number % 4 == 0 else "",
            recorded_by=officer,
            changed_by=officer,
            is_example=True,
        )
        for number, entry in enumerate(bangna()["communities"], start=1)
        for back in (1, 0)
        if back or number % LACKING
    )


def _august_before(year: int) -> date:
    return fiscal_months(year - 1)[10]
