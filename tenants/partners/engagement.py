"""What partners gave over time, by month and by sector: counts and sums in baht."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.i18n.dates import last_of_month
from tenants.partners.models import Contribution, ContributionKind, Organisation, Sector
from tenants.partners.queries import contributions_within


@dataclass(frozen=True)
class Engagement:
    """What was given: how often, in how many activities, worth how much, by how many hands.

    `valued` is how many contributions have a value in baht: the sum speaks of them alone.
    """

    contributions: int = 0
    activities: int = 0
    value: Decimal = Decimal(0)
    valued: int = 0
    hands: int = 0
    things: int = 0


def totals_of(
    session: Session, organisation_id: UUID, *, within: Within = WHOLE_DISTRICT
) -> Engagement:
    """All that one organisation ever gave, as far as the reader's grant reaches."""
    row = session.execute(
        select(*_sums()).where(
            Contribution.organisation_id == organisation_id, contributions_within(within)
        )
    ).one()
    return Engagement(*row)


def by_month(
    session: Session,
    organisation_id: UUID,
    months: Sequence[date],
    *,
    within: Within = WHOLE_DISTRICT,
) -> list[Engagement]:
    """What one organisation gave in each of these months (first days, in order)."""
    month = func.date_trunc("month", Contribution.given_on)
    rows = session.execute(
        select(month, *_sums())
        .where(
            Contribution.organisation_id == organisation_id,
            contributions_within(within),
            Contribution.given_on.between(months[0], last_of_month(months[-1])),
        )
        .group_by(month)
    )
    found = {row[0].date(): Engagement(*row[1:]) for row in rows}
    return [found.get(each, Engagement()) for each in months]


def by_sector(
    session: Session, first: date, last: date, *, within: Within = WHOLE_DISTRICT
) -> dict[Sector, Engagement]:
    """What each of the four sectors gave from a day to a day, both included (F62)."""
    rows = session.execute(
        select(Organisation.sector, *_sums())
        .join(Organisation, Organisation.id == Contribution.organisation_id)
        .where(Contribution.given_on.between(first, last), contributions_within(within))
        .group_by(Organisation.sector)
    )
    found = {row[0]: Engagement(*row[1:]) for row in rows}
    return {sector: found.get(sector.value, Engagement()) for sector in Sector}


def fiscal_years_with_gifts(session: Session) -> tuple[date, date] | None:
    """The first and the last day on which something was given; None before the first."""
    row = session.execute(
        select(func.min(Contribution.given_on), func.max(Contribution.given_on))
    ).one()
    return None if row[0] is None else (row[0], row[1])


def _sums() -> tuple[ColumnElement[Any], ...]:
    return (
        func.count(),
        func.count(func.distinct(Contribution.activity_id)),
        func.coalesce(func.sum(Contribution.value), 0),
        func.count(Contribution.value),
        func.coalesce(func.sum(Contribution.people), 0),
        func.count().filter(Contribution.kind == ContributionKind.THINGS.value),
    )
