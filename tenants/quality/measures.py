"""What the city sees of data quality: how many findings wait, and how many have been explained."""

from typing import Any

from sqlalchemy import Select, Text, Uuid, case, cast, func, null, select, true
from sqlalchemy.orm import InstrumentedAttribute

from core.indicators.counting import number_if, tally_of
from core.indicators.measures import Measure, MeasureKind, Periods
from core.marks import mark
from core.quality.models import FindingState, QualityFinding, Subject
from tenants.activities.models import Activity
from tenants.registry.models import Community
from tenants.zones.models import Zone


def findings(periods: Periods) -> Select[*tuple[Any, ...]]:
    """Findings about a month or one before it, by what has become of them until today.

    A stock by the month that the record speaks of: what is explained today lowers the open findings
    of that month and of every later one.
    """
    months = periods.table()
    return (
        select(
            QualityFinding.id.label("record_id"),
            months.c.month,
            QualityFinding.month.label("day"),
            _title().label("title"),
            QualityFinding.zone_id,
            cast(null(), Uuid).label("community_id"),
            true().label("accepted"),
            number_if(QualityFinding.state == FindingState.OPEN.value).label("quality.open"),
            number_if(QualityFinding.state == FindingState.EXPLAINED.value).label(
                "quality.explained"
            ),
        )
        .select_from(QualityFinding)
        .join(months, QualityFinding.month <= months.c.month)
        .where(QualityFinding.is_example.is_(periods.examples))
    )


def _title() -> Any:
    """The name of the record that looks wrong."""

    def name_of(column: InstrumentedAttribute[str], key: InstrumentedAttribute[Any]) -> Any:
        return select(column).where(key == QualityFinding.subject_id).scalar_subquery()

    return func.coalesce(
        case(
            (
                QualityFinding.subject == Subject.ACTIVITY.value,
                name_of(Activity.title, Activity.id),
            ),
            (QualityFinding.subject == Subject.ZONE.value, name_of(Zone.name, Zone.id)),
            else_=name_of(Community.name, Community.id),
        ),
        cast("", Text),
    )


TALLIES = (
    tally_of(
        "quality",
        ("quality_findings",),
        (
            Measure(
                key="quality.open",
                title=mark("Findings of data quality to be looked at"),
                unit=mark("findings"),
                kind=MeasureKind.STOCK,
                of_people=False,
                evidence=mark("The findings of the office, each with its record and its numbers"),
            ),
            Measure(
                key="quality.explained",
                title=mark("Findings of data quality that have been explained"),
                unit=mark("findings"),
                kind=MeasureKind.STOCK,
                of_people=False,
                evidence=mark("The findings of the office, each with its explanation"),
            ),
        ),
        findings,
        endpoint="quality.show_finding",
        parameter="finding_id",
    ),
)
