"""Reads of the partners. A leader sees those that work with the own zone, and what was given there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT, Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today, fiscal_months, fiscal_year, last_of_month
from core.i18n.text import normalise
from core.paging import PAGE_SIZE, Page
from tenants.partners.models import (
    Contribution,
    Memorandum,
    Organisation,
    OrganisationContact,
    OrganisationNetwork,
)
from tenants.partners.names import organisation_key
from tenants.people.models import Person
from tenants.registry.models import Community
from tenants.zones.models import Zone
from tenants.zones.queries import communities_within, zones_of

SOON = timedelta(days=90)
"""A memorandum that is over within so many days is shown as ending soon."""

MOST_SHOWN = 200


@dataclass(frozen=True)
class Filters:
    """What a reader asked the list for; `zone` is an id as text, `ended` shows former partners."""

    text: str = ""
    sector: str = ""
    kind: str = ""
    zone: str = ""
    ended: bool = False


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in the list: its networks, what it gave in this fiscal year (baht), its memorandum."""

    organisation: Organisation
    networks: tuple[str, ...]
    value: Decimal
    agreed_until: date | None
    has_agreement: bool


@dataclass(frozen=True)
class ContributionLine:
    """What was given, by whom and to whom."""

    contribution: Contribution
    organisation: Organisation
    zone: Zone | None
    community: Community | None


@dataclass(frozen=True)
class ContactLine:
    """Who speaks for an organisation; contact details stay in the register of people."""

    contact: OrganisationContact
    person: Person


@dataclass(frozen=True)
class NetworkLine:
    """A zone that an organisation works with."""

    link: OrganisationNetwork
    zone: Zone


@dataclass(frozen=True)
class AgreementLine:
    """A memorandum with its organisation and, unless it is about the whole district, its zone."""

    memorandum: Memorandum
    organisation: Organisation
    zone: Zone | None


def organisations(
    session: Session, filters: Filters, number: int = 1, *, within: Within = WHOLE_DISTRICT
) -> Page[OrganisationLine]:
    """A page of organisations in the order of a Thai dictionary: one statement, the total included."""
    number, today = max(1, number), bangkok_today()
    zones = (
        select(func.array_agg(func.distinct(Zone.name)))
        .join(OrganisationNetwork, OrganisationNetwork.zone_id == Zone.id)
        .where(OrganisationNetwork.organisation_id == Organisation.id, works_on(today))
        .scalar_subquery()
    )
    first, last = fiscal_period(fiscal_year(today))
    value = (
        select(func.coalesce(func.sum(Contribution.value), 0))
        .where(
            Contribution.organisation_id == Organisation.id,
            Contribution.given_on.between(first, last),
            contributions_within(within),
        )
        .scalar_subquery()
    )
    holds = agreed_on(today) & (Memorandum.organisation_id == Organisation.id)
    # One without an end holds for ever: the other memoranda of its organisation end nothing.
    until = (
        select(func.nullif(func.max(func.coalesce(Memorandum.valid_until, date.max)), date.max))
        .where(holds)
        .scalar_subquery()
    )
    rows: Sequence[Any] = session.execute(
        select(
            Organisation,
            zones,
            value,
            until,
            select(Memorandum.id).where(holds).exists(),
            func.count().over(),
        )
        .where(organisations_within(within), *_conditions(filters, today))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(
        items=[
            OrganisationLine(row[0], tuple(sorted(row[1] or ())), row[2], row[3], row[4])
            for row in rows
        ],
        number=number,
        total=rows[0][5] if rows else 0,
    )


def organisation(
    session: Session, organisation_id: UUID, *, within: Within = WHOLE_DISTRICT
) -> Organisation:
    """One organisation, a partner still or not; NotFound for all others."""
    found = session.scalars(
        select(Organisation).where(Organisation.id == organisation_id, organisations_within(within))
    ).one_or_none()
    if found is None:
        raise NotFound("This organisation does not exist.")
    return found


def partner_choices(session: Session, day: date | None = None) -> list[tuple[UUID, str, str]]:
    """Who is a partner on a day (today), as (id, name, sector) in the order of a Thai dictionary."""
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.sector)
        .where(is_partner(day or bangkok_today()))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def duplicates_of(
    session: Session, name: str, *, but: UUID | None = None, open_only: bool = False
) -> list[Organisation]:
    """The organisations of this name in whatever spelling; who is a partner still stands first."""
    statement = (
        select(Organisation)
        .where(Organisation.match_key == organisation_key(name))
        .order_by(Organisation.ended_on.is_not(None), Organisation.created_at, Organisation.id)
    )
    if but is not None:
        statement = statement.where(Organisation.id != but)
    if open_only:
        statement = statement.where(is_partner(bangkok_today()))
    return list(session.scalars(statement))


def contributions_of_activity(session: Session, activity_id: UUID) -> list[ContributionLine]:
    """What partners gave to one activity, in the order of their names; the caller has checked its reach."""
    return _contribution_lines(
        session,
        _contributions()
        .where(Contribution.activity_id == activity_id)
        .order_by(Organisation.sort_key, Contribution.kind, Contribution.id),
    )


def contributions_by_organisation(
    session: Session,
    organisation_id: UUID,
    *,
    within: Within = WHOLE_DISTRICT,
    limit: int = MOST_SHOWN,
) -> list[ContributionLine]:
    """What one organisation gave, the newest first."""
    return _contribution_lines(
        session,
        _contributions()
        .where(Contribution.organisation_id == organisation_id, contributions_within(within))
        .order_by(Contribution.given_on.desc(), Contribution.id.desc())
        .limit(limit),
    )


def contribution(session: Session, contribution_id: UUID) -> ContributionLine:
    """One contribution with its organisation; NotFound for all others."""
    found = _contribution_lines(session, _contributions().where(Contribution.id == contribution_id))
    if not found:
        raise NotFound("This contribution does not exist.")
    return found[0]


def contacts_of(session: Session, organisation_id: UUID) -> list[ContactLine]:
    """Who speaks for an organisation today, in the order of their names."""
    rows = session.execute(
        select(OrganisationContact, Person)
        .join(Person, Person.id == OrganisationContact.person_id)
        .where(
            OrganisationContact.organisation_id == organisation_id,
            or_(
                OrganisationContact.valid_to.is_(None),
                OrganisationContact.valid_to > bangkok_today(),
            ),
        )
        .order_by(Person.sort_key, OrganisationContact.id)
    )
    return [ContactLine(row[0], row[1]) for row in rows]


def contact(session: Session, contact_id: UUID) -> ContactLine:
    """One contact of an organisation; NotFound for all others."""
    row = session.execute(
        select(OrganisationContact, Person)
        .join(Person, Person.id == OrganisationContact.person_id)
        .where(OrganisationContact.id == contact_id)
    ).one_or_none()
    if row is None:
        raise NotFound("This contact does not exist.")
    return ContactLine(row[0], row[1])


def networks_of(session: Session, organisation_id: UUID, day: date) -> list[NetworkLine]:
    """The zones that an organisation works with on a day, by number."""
    rows = session.execute(
        select(OrganisationNetwork, Zone)
        .join(Zone, Zone.id == OrganisationNetwork.zone_id)
        .where(OrganisationNetwork.organisation_id == organisation_id, works_on(day))
        .order_by(Zone.number)
    )
    return [NetworkLine(row[0], row[1]) for row in rows]


def memoranda_of(session: Session, organisation_id: UUID) -> list[AgreementLine]:
    """The memoranda with an organisation, the newest first."""
    return _agreements(session, Memorandum.organisation_id == organisation_id)


def memorandum(session: Session, memorandum_id: UUID) -> AgreementLine:
    """One memorandum; NotFound for all others."""
    found = _agreements(session, Memorandum.id == memorandum_id)
    if not found:
        raise NotFound("This memorandum does not exist.")
    return found[0]


def memoranda_ending_soon(session: Session, day: date) -> list[AgreementLine]:
    """Memoranda that hold on a day and are over within the next ninety, the first to end on top."""
    found = _agreements(
        session,
        agreed_on(day),
        Memorandum.valid_until.is_not(None),
        Memorandum.valid_until <= day + SOON,
    )
    return sorted(found, key=lambda line: line.memorandum.valid_until or date.max)


def fiscal_period(year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year (Buddhist)."""
    months = fiscal_months(year)
    return months[0], last_of_month(months[-1])


def organisations_within(within: Within) -> ColumnElement[bool]:
    """All of the district, or those that work with the own zone or ever gave something there."""
    if within.whole_district:
        return Organisation.district_id.is_not(None)
    zones = zones_of(within.community_ids, bangkok_today())
    linked = select(OrganisationNetwork.organisation_id).where(
        OrganisationNetwork.zone_id.in_(zones), works_on(bangkok_today())
    )
    gave = select(Contribution.organisation_id).where(contributions_within(within))
    return or_(Organisation.id.in_(linked), Organisation.id.in_(gave))


def contributions_within(within: Within) -> ColumnElement[bool]:
    """What was given in the district, or to the own zone and its communities."""
    if within.whole_district:
        return Contribution.district_id.is_not(None)
    zones = zones_of(within.community_ids, bangkok_today())
    communities = select(Community.id).where(communities_within(Community.id, within))
    return or_(Contribution.zone_id.in_(zones), Contribution.community_id.in_(communities))


def is_partner(day: date) -> ColumnElement[bool]:
    return or_(Organisation.ended_on.is_(None), Organisation.ended_on > day)


def works_on(day: date) -> ColumnElement[bool]:
    """Links to zones that hold on a day; the day named by `valid_to` is the first one outside."""
    return (OrganisationNetwork.valid_from <= day) & or_(
        OrganisationNetwork.valid_to.is_(None), OrganisationNetwork.valid_to > day
    )


def agreed_on(day: date) -> ColumnElement[bool]:
    """Memoranda that hold on a day: `valid_until` is their last day, `ended_on` the first one without them."""
    return and_(
        Memorandum.signed_on <= day,
        or_(Memorandum.valid_until.is_(None), Memorandum.valid_until >= day),
        or_(Memorandum.ended_on.is_(None), Memorandum.ended_on > day),
    )


def _contributions(*more: ColumnElement[Any]) -> Select[Any]:
    return (
        select(Contribution, Organisation, Zone, Community, *more)
        .join(Organisation, Organisation.id == Contribution.organisation_id)
        .outerjoin(Zone, Zone.id == Contribution.zone_id)
        .outerjoin(Community, Community.id == Contribution.community_id)
    )


def _contribution_lines(session: Session, statement: Select[Any]) -> list[ContributionLine]:
    return [ContributionLine(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def _agreements(session: Session, *conditions: ColumnElement[bool]) -> list[AgreementLine]:
    rows = session.execute(
        select(Memorandum, Organisation, Zone)
        .join(Organisation, Organisation.id == Memorandum.organisation_id)
        .outerjoin(Zone, Zone.id == Memorandum.zone_id)
        .where(*conditions)
        .order_by(Memorandum.signed_on.desc(), Memorandum.id.desc())
    )
    return [AgreementLine(row[0], row[1], row[2]) for row in rows]


def _conditions(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    conditions = [Organisation.ended_on <= day if filters.ended else is_partner(day)]
    if filters.text:
        pattern = organisation_key(filters.text) or normalise(filters.text)
        conditions.append(Organisation.match_key.contains(pattern, autoescape=True))
    if filters.sector:
        conditions.append(Organisation.sector == filters.sector)
    if filters.kind:
        conditions.append(Organisation.kind == filters.kind)
    if filters.zone:
        conditions.append(_works_with(filters.zone, day))
    return conditions


def _works_with(zone: str, day: date) -> ColumnElement[bool]:
    try:
        zone_id = UUID(zone)
    except ValueError:
        return false()
    return Organisation.id.in_(
        select(OrganisationNetwork.organisation_id).where(
            OrganisationNetwork.zone_id == zone_id, works_on(day)
        )
    )
