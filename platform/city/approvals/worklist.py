"""What waits for the department in all months: requests, approved months, and districts that are late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from city.approvals.models import Decision, PeriodDecision
from city.approvals.queries import DUE
from core.i18n.dates import bangkok_today, shift_month
from core.i18n.sorting import thai_sort_key
from core.indicators.models import Fact, FactState, FillState
from core.periods.models import DataPeriod, Step
from core.periods.rules import due_on
from core.tenancy.models import Office

MONTHS_OF_LATENESS = 12
"""How far back a month counts as late; what is older nobody is chased for."""

TIME_AGAIN = timedelta(days=14)
"""A district that has a month back has so long for it before it counts as late."""


class Kind(StrEnum):
    """What it is that waits, the most urgent first."""

    REQUEST = "request"
    """The district asks to open an accepted month again."""
    APPROVED = "approved"
    """The director has approved the month; the department accepts it or returns it."""
    LATE = "late"
    """The day has passed, and the director has not approved the month."""


@dataclass(frozen=True)
class Item:
    """One district's month that waits; `since` is when it was asked or approved, None of a late one."""

    kind: Kind
    office: Office
    month: date
    since: datetime | None


@dataclass(frozen=True)
class Line:
    """The items of one kind and one month, in the order of a Thai dictionary."""

    kind: Kind
    month: date
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Worklist:
    """`lines` are in the order of urgency, the oldest month first."""

    lines: tuple[Line, ...]

    def of(self, kind: Kind) -> list[Line]:
        return [line for line in self.lines if line.kind is kind]

    def without(self, months: Collection[date]) -> "Worklist":
        """What waits in other months than these."""
        return Worklist(tuple(line for line in self.lines if line.month not in months))


def worklist(session: Session) -> Worklist:
    """Everything that waits, in one statement."""
    today = bangkok_today()
    past = [shift_month(today, -back) for back in range(1, MONTHS_OF_LATENESS + 1)]
    waiting = union_all(
        _requests(), _approved(), _late([month for month in past if due_on(month) < today])
    ).subquery()
    rows = session.execute(
        select(waiting.c.kind, Office, waiting.c.month, waiting.c.since).join(
            Office, Office.code == waiting.c.code
        )
    )
    order = list(Kind)
    items = sorted(
        (Item(Kind(kind), office, month, since) for kind, office, month, since in rows),
        key=lambda item: (
            order.index(item.kind),
            item.month,
            thai_sort_key(item.office.name_th),
        ),
    )
    return Worklist(
        tuple(
            Line(kind, month, tuple(group))
            for (kind, month), group in groupby(items, key=lambda item: (item.kind, item.month))
        )
    )


def _requests() -> Select[*tuple[Any, ...]]:
    """Requests that nobody has answered, of months that are still accepted."""
    later = aliased(PeriodDecision)
    answered = exists().where(
        later.office_code == PeriodDecision.office_code,
        later.month == PeriodDecision.month,
        or_(
            later.decided_at > PeriodDecision.decided_at,
            and_(later.decided_at == PeriodDecision.decided_at, later.id > PeriodDecision.id),
        ),
    )
    return (
        select(
            literal(Kind.REQUEST.value).label("kind"),
            PeriodDecision.office_code.label("code"),
            PeriodDecision.month.label("month"),
            PeriodDecision.decided_at.label("since"),
        )
        .join(
            DataPeriod,
            (DataPeriod.district_id == PeriodDecision.office_code)
            & (DataPeriod.month == PeriodDecision.month),
        )
        .where(
            PeriodDecision.decision == Decision.ASKED.value,
            DataPeriod.step == Step.DEPARTMENT.value,
            ~answered,
        )
    )


def _approved() -> Select[*tuple[Any, ...]]:
    """Months with approved figures about whose approval the department has decided nothing."""
    decided = exists().where(
        PeriodDecision.office_code == DataPeriod.district_id,
        PeriodDecision.month == DataPeriod.month,
        PeriodDecision.round == DataPeriod.round,
        PeriodDecision.decision != Decision.ASKED.value,
    )
    return (
        select(
            literal(Kind.APPROVED.value),
            DataPeriod.district_id,
            DataPeriod.month,
            DataPeriod.director_at,
        )
        .join(
            FillState,
            (FillState.district_id == DataPeriod.district_id)
            & (FillState.month == DataPeriod.month),
        )
        .where(
            DataPeriod.step == Step.DIRECTOR.value,
            FillState.approved_at.is_not(None),
            or_(
                DataPeriod.director_at.is_(None),
                FillState.approved_at >= DataPeriod.director_at,
            ),
            ~decided,
        )
    )


def _late(months: Sequence[date]) -> Select[*tuple[Any, ...]]:
    """Months past their day, with zones that had to confirm, that no director has approved.

    A month that the department itself sent back or opened again has TIME_AGAIN from then on.
    """
    sent_back = exists().where(
        PeriodDecision.office_code == Fact.district_id,
        PeriodDecision.month == Fact.month,
        PeriodDecision.decision.in_((Decision.RETURNED.value, Decision.REOPENED.value)),
        PeriodDecision.decided_at > func.now() - TIME_AGAIN,
    )
    approved = exists().where(
        DataPeriod.district_id == Fact.district_id,
        DataPeriod.month == Fact.month,
        DataPeriod.step.in_((Step.DIRECTOR.value, Step.DEPARTMENT.value)),
    )
    return select(literal(Kind.LATE.value), Fact.district_id, Fact.month, null()).where(
        Fact.measure == DUE,
        Fact.month.in_(months),
        Fact.state == FactState.ALL.value,
        Fact.zone_id.is_(None),
        Fact.community_id.is_(None),
        Fact.value > 0,
        ~approved,
        ~sent_back,
    )
