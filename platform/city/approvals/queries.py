"""How far each district's months have come, and how complete and timely they are (F90, F93, Q1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from city.approvals.models import Decision, PeriodDecision
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.i18n.sorting import thai_sort_key
from core.indicators.models import Fact, FactState, FillState
from core.periods.models import DataPeriod, Step, ZonePeriod
from core.periods.rules import due_on, is_over
from core.tenancy.models import Office, OfficeKind

DUE, CONFIRMED, IN_TIME = "reporting.due", "reporting.confirmed", "reporting.confirmed_in_time"


class Standing(StrEnum):
    """Where a district's month stands, as the department sees it."""

    NOT_OVER = "not_over"
    OPEN = "open"
    SECTION = "section"
    APPROVING = "approving"
    """The director has approved; a worker is copying the figures."""
    WAITING = "waiting"
    """For the department."""
    HANDED_OVER = "handed_over"
    """The department has decided; the district has not taken note yet."""
    CHANGED = "changed"
    """The department accepted an approval that the district had taken back meanwhile."""
    ACCEPTED = "accepted"
    RETURNED = "returned"


LATE = (Standing.OPEN, Standing.SECTION, Standing.CHANGED, Standing.RETURNED)
"""What a month that is past its day may not be."""


@dataclass(frozen=True)
class Reporting:
    """The zones of which a month is due, those that confirmed, and those that did so in time."""

    due: int
    confirmed: int
    in_time: int


@dataclass(frozen=True)
class MonthState:
    """One district's month."""

    office: Office
    month: date
    period: DataPeriod | None
    fill: FillState | None
    reporting: Reporting | None
    decisions: tuple[PeriodDecision, ...] = field(default=())

    @property
    def round(self) -> int:
        return self.period.round if self.period is not None else 0

    @property
    def step(self) -> Step:
        return Step(self.period.step) if self.period is not None else Step.OPEN

    @property
    def decision(self) -> PeriodDecision | None:
        """The newest decision; a request of the district is none."""
        return next((row for row in self.decisions if row.decision != Decision.ASKED), None)

    @property
    def request(self) -> PeriodDecision | None:
        """The district's request to open the month, while nobody has answered it."""
        newest = self.decisions[0] if self.decisions else None
        asks = newest is not None and newest.decision == Decision.ASKED
        return newest if asks and self.step is Step.DEPARTMENT else None

    @property
    def is_example(self) -> bool:
        return self.fill is not None and self.fill.is_example

    @property
    def standing(self) -> Standing:
        if not is_over(self.month):
            return Standing.NOT_OVER
        decided = Decision(self.decision.decision) if self._is_decided and self.decision else None
        if self.step is Step.DEPARTMENT:
            return Standing.HANDED_OVER if decided is Decision.REOPENED else Standing.ACCEPTED
        if self.step is Step.DIRECTOR:
            return self._of_the_approved(decided)
        if decided is Decision.ACCEPTED:
            return Standing.CHANGED
        return self._of_the_open()

    def _of_the_approved(self, decided: Decision | None) -> Standing:
        if decided is not None:
            return Standing.HANDED_OVER
        return Standing.WAITING if self._has_figures else Standing.APPROVING

    def _of_the_open(self) -> Standing:
        if self.step is Step.SECTION:
            return Standing.SECTION
        returned = self.period is not None and self.period.returned_at is not None
        return Standing.RETURNED if returned else Standing.OPEN

    @property
    def is_late(self) -> bool:
        """Past the day that counts, and the director has not approved it."""
        return self.standing in LATE and bangkok_today() > due_on(self.month) and self.has_due

    @property
    def has_due(self) -> bool:
        """Whether zones of the district have to confirm this month, as far as somebody has counted."""
        return self.reporting is not None and self.reporting.due > 0

    @property
    def _is_decided(self) -> bool:
        return self.decision is not None and self.decision.round == self.round

    @property
    def _has_figures(self) -> bool:
        approved = self.fill.approved_at if self.fill is not None else None
        asked = self.period.director_at if self.period is not None else None
        return approved is not None and (asked is None or approved >= asked)


@dataclass(frozen=True)
class DistrictLine:
    """A district with its months of the chosen period; `is_silent` where no zone has ever confirmed a month."""

    office: Office
    months: tuple[MonthState, ...]
    is_silent: bool

    @property
    def is_example(self) -> bool:
        return any(month.is_example for month in self.months)

    @property
    def is_late(self) -> bool:
        return any(month.is_late for month in self.months)

    @property
    def may_be_reminded(self) -> bool:
        """Late, or silent past the day that counts."""
        month = self.months[-1]
        is_past = bangkok_today() > due_on(month.month)
        return self.is_late or (self.is_silent and is_past and month.standing in LATE)

    @property
    def waiting(self) -> tuple[MonthState, ...]:
        return tuple(month for month in self.months if month.standing is Standing.WAITING)

    @property
    def requests(self) -> tuple[MonthState, ...]:
        return tuple(month for month in self.months if month.request is not None)

    @property
    def reporting(self) -> Reporting | None:
        """The months added up; None where nobody has counted any of them."""
        known = [month.reporting for month in self.months if month.reporting is not None]
        if not known:
            return None
        return Reporting(
            sum(each.due for each in known),
            sum(each.confirmed for each in known),
            sum(each.in_time for each in known),
        )

    def count(self, *standings: Standing) -> int:
        return sum(month.standing in standings for month in self.months)


def district_lines(session: Session, months: Sequence[date]) -> list[DistrictLine]:
    """All districts in the order of a Thai dictionary, with these months: four statements."""
    has_reported = or_(
        exists().where(ZonePeriod.district_id == Office.code),
        exists().where(DataPeriod.district_id == Office.code),
    )
    rows = session.execute(
        select(Office, has_reported).where(Office.kind == OfficeKind.DISTRICT)
    ).all()
    offices = sorted(rows, key=lambda row: thai_sort_key(row[0].name_th))
    states = _states(session, [row[0] for row in offices], months)
    return [
        DistrictLine(
            office, tuple(states[office.code, month] for month in months), is_silent=not reported
        )
        for office, reported in offices
    ]


def month_state(session: Session, code: int, month: date) -> MonthState:
    """One district's month; NotFound where no district has this code."""
    office = session.get(Office, code)
    if office is None or office.kind != OfficeKind.DISTRICT:
        raise NotFound("This district does not exist.")
    return _states(session, [office], [month])[code, month]


def amounts(
    session: Session, code: int, months: Sequence[date], keys: Iterable[str]
) -> dict[tuple[str, str], Decimal]:
    """A district's figures of its months added up, by measure and state."""
    rows = session.execute(
        select(Fact.measure, Fact.state, Fact.value).where(
            Fact.district_id == code,
            Fact.month.in_(months),
            Fact.measure.in_(list(keys)),
            Fact.zone_id.is_(None),
            Fact.community_id.is_(None),
        )
    )
    found: dict[tuple[str, str], Decimal] = {}
    for measure, state, value in rows:
        found[measure, state] = found.get((measure, state), Decimal(0)) + value
    return found


def _states(
    session: Session, offices: Sequence[Office], months: Sequence[date]
) -> dict[tuple[int, date], MonthState]:
    codes = [office.code for office in offices]
    known = _periods_and_fills(session, codes, months)
    reports = _reports(session, codes, months)
    decisions = _decisions(session, codes, months)
    return {
        (office.code, month): MonthState(
            office,
            month,
            *known.get((office.code, month), (None, None)),
            reports.get((office.code, month)),
            tuple(decisions.get((office.code, month), ())),
        )
        for office in offices
        for month in months
    }


def _periods_and_fills(
    session: Session, codes: Sequence[int], months: Sequence[date]
) -> Mapping[tuple[int, date], tuple[DataPeriod | None, FillState | None]]:
    """What a district says of a month, and how far it is counted; either may be missing."""
    period = aliased(
        DataPeriod,
        select(DataPeriod)
        .where(DataPeriod.district_id.in_(codes), DataPeriod.month.in_(months))
        .subquery(),
    )
    fill = aliased(
        FillState,
        select(FillState)
        .where(FillState.district_id.in_(codes), FillState.month.in_(months))
        .subquery(),
    )
    rows = session.execute(
        select(period, fill).join_from(
            period,
            fill,
            (fill.district_id == period.district_id) & (fill.month == period.month),
            full=True,
        )
    )
    return {
        (each.district_id, each.month): (said, filled)
        for said, filled in rows
        if (each := said or filled)
    }


def _reports(
    session: Session, codes: Sequence[int], months: Sequence[date]
) -> Mapping[tuple[int, date], Reporting]:
    rows = session.execute(
        select(Fact.district_id, Fact.month, Fact.measure, Fact.value).where(
            Fact.district_id.in_(codes),
            Fact.month.in_(months),
            Fact.measure.in_((DUE, CONFIRMED, IN_TIME)),
            Fact.state == FactState.ALL.value,
            Fact.zone_id.is_(None),
            Fact.community_id.is_(None),
        )
    )
    values: dict[tuple[int, date], dict[str, int]] = {}
    for code, month, measure, value in rows:
        values.setdefault((code, month), {})[measure] = int(value)
    return {
        key: Reporting(known[DUE], known.get(CONFIRMED, 0), known.get(IN_TIME, 0))
        for key, known in values.items()
        if DUE in known
    }


def _decisions(
    session: Session, codes: Sequence[int], months: Sequence[date]
) -> Mapping[tuple[int, date], list[PeriodDecision]]:
    found: dict[tuple[int, date], list[PeriodDecision]] = {}
    for row in session.scalars(
        select(PeriodDecision)
        .where(PeriodDecision.office_code.in_(codes), PeriodDecision.month.in_(months))
        .order_by(PeriodDecision.decided_at.desc(), PeriodDecision.id.desc())
    ):
        found.setdefault((row.office_code, row.month), []).append(row)
    return found


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
