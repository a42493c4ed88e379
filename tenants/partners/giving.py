"""What partners give: entered here, or reported together with an activity (F62)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.errors import FieldError, Refused
from core.i18n.dates import bangkok_today, shift_month
from core.i18n.text import normalise
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.partners import queries
from tenants.partners.models import Contribution, ContributionKind, Organisation
from tenants.registry.queries import community as community_in_reach
from tenants.zones.queries import zone as zone_in_reach
from tenants.zones.queries import zone_of_community

YEARS_BACK = 10
"""How long ago something may have been given: further back a mistyped year is likelier."""

EDITED_GIFT = ("kind", "given_on", "description", "value", "people", "zone_id", "community_id")
"""What the form of a contribution changes."""

HIGHEST_VALUE = Decimal(1_000_000_000)
"""Baht; one gift above it is a slip of the hand."""

MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Gift:
    """What was given: `value` in baht where somebody knows it, `people` how many hands came.

    A community's zone on that day is found; a zone alone is the network's own.
    """

    kind: str
    given_on: date
    description: str = ""
    value: Decimal | None = None
    people: int | None = None
    zone_id: UUID | None = None
    community_id: UUID | None = None


@dataclass(frozen=True)
class GivenByPartner:
    """What one partner gave to an activity, as it is reported with it."""

    organisation_id: UUID
    kind: str
    description: str = ""
    value: Decimal | None = None
    people: int | None = None


class SupportedActivity(Protocol):
    """What is known here about an activity that partners supported; the caller has it locked."""

    @property
    def id(self) -> UUID: ...
    @property
    def held_on(self) -> date: ...
    @property
    def zone_id(self) -> UUID | None: ...
    @property
    def community_id(self) -> UUID | None: ...
    @property
    def is_example(self) -> bool: ...


def record_contribution(
    session: Session, *, actor: Actor, record_id: UUID, organisation_id: UUID, gift: Gift
) -> Contribution:
    """Note what a partner gave; sent twice with one `record_id` it is one.

    Refused: a day to come, a day on which it was no partner, and a gift of nothing.
    """
    scope.name_change(session, "contribution:recorded")
    partner = lock(session, queries.organisation(session, organisation_id), shared=True)
    existing = session.get(Contribution, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check_day(partner, gift.given_on)
    entry = Contribution(
        district_id=actor.district_id,
        id=record_id,
        organisation_id=partner.id,
        is_example=partner.is_example,
        changed_by=actor.name,
        **_checked(session, gift),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(Contribution, (actor.district_id, record_id))
    return entry


def change_contribution(
    session: Session, *, actor: Actor, contribution_id: UUID, seen_version: int, gift: Gift
) -> Contribution:
    """Correct a contribution; one that came with an activity is corrected there."""
    scope.name_change(session, "contribution:changed")
    line = queries.contribution(session, contribution_id)
    entry = lock(session, line.contribution)
    _refuse_of_activity(entry)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this contribution while you were editing."),
        {name: getattr(entry, name) for name in EDITED_GIFT},
    )
    _check_day(line.organisation, gift.given_on)
    for name, value in _checked(session, gift).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def remove_contribution(session: Session, *, contribution_id: UUID, reason: str) -> UUID:
    """Take off a contribution that was entered by mistake, with a reason; returns whose it was."""
    scope.name_change(session, "contribution:removed", reason)
    entry = lock(session, queries.contribution(session, contribution_id).contribution)
    _refuse_of_activity(entry)
    if not reason.strip():
        raise FieldError("Say why the contribution is removed.", field="reason")
    session.delete(entry)
    return entry.organisation_id


def set_contributions_of_activity(
    session: Session,
    *,
    actor: Actor,
    activity: SupportedActivity,
    entries: Sequence[GivenByPartner],
) -> list[Contribution]:
    """Let these be all that partners gave to one activity: others of it go, the same ones stay.

    The activity is locked by the caller and names the audit action. FieldError(field="partners")
    where a value is below zero or the organisation was no partner on that day.
    """
    stored: dict[tuple[UUID, str], list[Contribution]] = defaultdict(list)
    for row in session.scalars(
        select(Contribution)
        .where(Contribution.activity_id == activity.id)
        .order_by(Contribution.id)
    ):
        stored[row.organisation_id, row.kind].append(row)
    kept = []
    for entry in entries:
        partner = queries.organisation(session, entry.organisation_id)
        _check_day(partner, activity.held_on, field="partners")
        same = stored[entry.organisation_id, entry.kind]
        row = same.pop(0) if same else _begun(session, actor, activity, entry)
        _write(row, actor, _values_of(activity, entry))
        kept.append(row)
    for rows in stored.values():
        for row in rows:
            session.delete(row)
    session.flush()
    return kept


def _begun(
    session: Session, actor: Actor, activity: SupportedActivity, entry: GivenByPartner
) -> Contribution:
    row = Contribution(
        district_id=actor.district_id,
        organisation_id=entry.organisation_id,
        activity_id=activity.id,
        changed_by=actor.name,
        **_values_of(activity, entry),
    )
    session.add(row)
    return row


def _write(row: Contribution, actor: Actor, values: dict[str, Any]) -> None:
    """Sign the row where something differs; what stays the same leaves no trace."""
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        sign(row, actor)


def _values_of(activity: SupportedActivity, entry: GivenByPartner) -> dict[str, Any]:
    gift = Gift(
        entry.kind, activity.held_on, normalise(entry.description), entry.value, entry.people
    )
    _check_gift(gift, field="partners")
    return asdict(gift) | {
        "zone_id": activity.zone_id,
        "community_id": activity.community_id,
        "is_example": activity.is_example,
    }


def _check_day(partner: Organisation, day: date, field: str = "given_on") -> None:
    if day > bangkok_today():
        raise FieldError("The day cannot be in the future.", field=field)
    if day < shift_month(bangkok_today(), -12 * YEARS_BACK):
        raise FieldError(
            "This day is more than %(years)s years ago. Check the year.",
            field=field,
            years=YEARS_BACK,
        )
    if partner.ended_on is not None and day >= partner.ended_on:
        raise FieldError(
            "%(name)s was a partner no more on this day.", field=field, name=partner.name
        )


def _checked(session: Session, gift: Gift) -> dict[str, Any]:
    _check_gift(gift)
    values = asdict(gift) | {"description": normalise(gift.description)}
    if gift.community_id is not None:
        found = community_in_reach(session, WHOLE_DISTRICT, gift.community_id)
        zone = zone_of_community(session, found.id, gift.given_on)
        values["zone_id"] = zone.id if zone else None
    elif gift.zone_id is not None:
        zone_in_reach(session, WHOLE_DISTRICT, gift.zone_id)
    return values


def _check_gift(gift: Gift, field: str = "") -> None:
    if gift.kind not in set(ContributionKind):
        raise FieldError("Choose what was given.", field=field or "kind")
    for name, most in (("value", HIGHEST_VALUE), ("people", MOST_PEOPLE)):
        typed = getattr(gift, name)
        if typed is not None and not 0 <= typed <= most:
            raise FieldError("Type a number from 0 to %(most)s.", field=field or name, most=most)
    if gift.kind == ContributionKind.MONEY and not gift.value:
        raise FieldError("Type the amount in baht.", field=field or "value")
    if gift.kind == ContributionKind.PEOPLE and not gift.people:
        raise FieldError("Type how many people came to help.", field=field or "people")
    if gift.kind == ContributionKind.THINGS and not gift.description:
        raise FieldError("Say what was given.", field=field or "description")


def _refuse_of_activity(entry: Contribution) -> None:
    if entry.activity_id is not None:
        raise Refused(
            "This contribution came with an activity. Correct it in the activity's report."
        )
