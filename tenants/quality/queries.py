"""Reads of findings. Every list takes the reach of the reader's grant: all, or those of the own zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.selectable import LateralFromClause

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import shift_month
from core.jobs.models import OutboxJob
from core.paging import PAGE_SIZE, Page
from core.quality.models import FindingState, QualityFinding
from core.quality.rules import RULE_OF, RULES
from tenants.activities.models import Activity
from tenants.quality.models import QualityExplanation
from tenants.registry.models import Community
from tenants.zones.models import Zone
from tenants.zones.queries import zones_within

JOB = "quality.check"
CHART_MONTHS = 12


@dataclass(frozen=True)
class Filters:
    """What a reader asked the list for; without a state they are of every state."""

    state: FindingState | None = FindingState.OPEN
    rule: str = ""
    month: date | None = None
    zone: UUID | None = None


@dataclass(frozen=True)
class FindingLine:
    """A finding with what it is about: an activity, a community or a zone; none where it was deleted."""

    finding: QualityFinding
    activity: Activity | None
    community: Community | None
    zone: Zone | None
    explanation: QualityExplanation | None = None

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def name(self) -> str:
        """The name of the record; of a community without the word in front."""
        if self.activity is not None:
            return self.activity.title
        record = self.community or self.zone
        return record.name if record is not None else ""


@dataclass(frozen=True)
class Summary:
    """Findings within reach by rule, month and state."""

    counts: dict[tuple[str, date, FindingState], int]

    def of_state(self, state: FindingState) -> int:
        return sum(number for key, number in self.counts.items() if key[2] is state)

    def of_rule(self, rule: str, month: date) -> int:
        return sum(number for key, number in self.counts.items() if key[:2] == (rule, month))

    @property
    def months(self) -> list[date]:
        """The months that findings speak of, the newest first."""
        return sorted({month for _rule, month, _state in self.counts}, reverse=True)


@dataclass(frozen=True)
class LastCheck:
    """When the records were last checked, and whether a check is waiting or the last one failed."""

    done_at: datetime | None
    is_waiting: bool
    has_failed: bool


def findings(
    session: Session, within: Within, filters: Filters, *, number: int = 1
) -> Page[FindingLine]:
    """A page of findings by rule, the newest month first: one statement, the total included."""
    number = max(1, number)
    newest = aliased(QualityExplanation, _newest_explanation())
    rows: Sequence[Any] = session.execute(
        _lines(newest, func.count().over())
        .outerjoin(newest, true())
        .where(*_conditions(within, filters))
        .order_by(
            case({rule.key: place for place, rule in enumerate(RULES)}, value=QualityFinding.rule),
            QualityFinding.month.desc(),
            QualityFinding.id,
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(
        items=[FindingLine(*row[:5]) for row in rows],
        number=number,
        total=rows[0][5] if rows else 0,
    )


def finding(session: Session, within: Within, finding_id: UUID) -> FindingLine:
    """One finding within reach; NotFound for all others."""
    row = session.execute(
        _lines().where(QualityFinding.id == finding_id, _within(within))
    ).one_or_none()
    if row is None:
        raise NotFound("This page does not exist")
    return FindingLine(*row)


def explanations_of(session: Session, finding_id: UUID) -> list[QualityExplanation]:
    """What was said about a finding that the caller may read, the newest first."""
    return list(
        session.scalars(
            select(QualityExplanation)
            .where(QualityExplanation.finding_id == finding_id)
            .order_by(QualityExplanation.explained_at.desc(), QualityExplanation.id.desc())
        )
    )


def summary(session: Session, within: Within) -> Summary:
    rows = session.execute(
        select(QualityFinding.rule, QualityFinding.month, QualityFinding.state, func.count())
        .where(_within(within), _known_rule())
        .group_by(QualityFinding.rule, QualityFinding.month, QualityFinding.state)
    )
    return Summary({(row[0], row[1], FindingState(row[2])): row[3] for row in rows})


def last_check(session: Session) -> LastCheck:
    """Out of the jobs of the office; finished ones are kept for some days, and one runs every day."""
    done, waiting, failed = session.execute(
        select(
            func.max(OutboxJob.done_at),
            func.count().filter(OutboxJob.done_at.is_(None), OutboxJob.failed_at.is_(None)),
            func.max(OutboxJob.failed_at),
        ).where(OutboxJob.name == JOB)
    ).one()
    return LastCheck(
        done_at=done,
        is_waiting=waiting > 0,
        has_failed=failed is not None and (done is None or failed > done),
    )


def chart_months(today: date) -> list[date]:
    """The twelve months of the picture, the oldest first."""
    return [shift_month(today, offset) for offset in range(1 - CHART_MONTHS, 1)]


def _lines(*more: Any) -> Select[Any]:
    return (
        select(QualityFinding, Activity, Community, Zone, *more)
        .outerjoin(Activity, Activity.id == QualityFinding.subject_id)
        .outerjoin(Community, Community.id == QualityFinding.subject_id)
        .outerjoin(Zone, Zone.id == QualityFinding.zone_id)
    )


def _newest_explanation() -> LateralFromClause:
    """What was said last of the values that a finding has now."""
    said = aliased(QualityExplanation)
    return (
        select(said)
        .where(
            said.finding_id == QualityFinding.id,
            said.fingerprint == QualityFinding.fingerprint,
        )
        .order_by(said.explained_at.desc(), said.id.desc())
        .limit(1)
        .lateral("newest")
    )


def _within(within: Within) -> ColumnElement[bool]:
    if within.whole_district:
        return true()
    return QualityFinding.zone_id.in_(select(Zone.id).where(zones_within(within)))


def _known_rule() -> ColumnElement[bool]:
    return QualityFinding.rule.in_(RULE_OF)


def _conditions(within: Within, filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [_within(within), _known_rule()]
    if filters.state:
        conditions.append(QualityFinding.state == filters.state.value)
    if filters.rule:
        conditions.append(QualityFinding.rule == filters.rule)
    if filters.month:
        conditions.append(QualityFinding.month == filters.month)
    if filters.zone:
        conditions.append(QualityFinding.zone_id == filters.zone)
    return conditions
