"""The example papers of Bang Na: the signed orders of zone 1 and of the study committee; zone 2 has none."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.demo import account_id_of, example_id
from core.i18n.dates import BANGKOK
from core.identity.actor import Actor, OfficeRole, Person
from core.web.addresses import public_address
from tenants.committees.models import Committee, Seat
from tenants.committees.queries import Body, CommitteeView, view_of
from tenants.example.content import BANG_NA, accounts, zone_id
from tenants.orders import signing
from tenants.orders.models import OrderKind, OrderState, Register, Step
from tenants.orders.numbering import TypedNumber
from tenants.orders.numbers import take_numbers
from tenants.orders.service import new_draft
from tenants.orders.signing import Signer
from tenants.orders.steps import take_step

DRAFTER, HEAD, DIRECTOR = "bangna.developer1", "bangna.head", "bangna.director"
_WEEK = timedelta(days=7)


def load(session: Session) -> None:
    """Two orders on the whole way, from the social developer to the director, numbered by their days."""
    bodies = {"โซน 1": Body.zone(zone_id("โซน 1")), "study": Body.study()}
    views = {key: view_of(session, WHOLE_DISTRICT, body) for key, body in bodies.items()}
    days = {
        key: _first_complete_day(session, view) + _WEEK
        for key, view in views.items()
        if view.committee_id is not None and view.is_complete
    }
    for key, day in sorted(days.items(), key=lambda pair: pair[1]):
        _sign_on(session, key, views[key], day)


def _first_complete_day(session: Session, view: CommitteeView) -> date:
    """The day on which the last seat was filled."""
    return session.scalars(
        select(Seat.valid_from)
        .join(Committee, Committee.id == Seat.committee_id)
        .where(Committee.id == view.committee_id)
        .order_by(Seat.valid_from.desc())
        .limit(1)
    ).one()


def _sign_on(session: Session, key: str, view: CommitteeView, day: date) -> None:
    drafter, head, director = (_actor(name) for name in (DRAFTER, HEAD, DIRECTOR))
    order = new_draft(
        session,
        kind=OrderKind.APPOINTMENT,
        view=view,
        district_id=BANG_NA,
        record_id=example_id(f"order/{key}"),
        drafted_by=drafter.name,
        drafted_by_position=drafter.position,
    )
    order.drafted_at = _at(day, -3)
    take_step(session, order, actor=drafter, step=Step.SUBMITTED, moment=_at(day, -2))
    order.state = OrderState.PROPOSED.value
    order.proposed_at = _at(day, -1)
    order.proposed_by, order.proposed_by_position = head.name, head.position
    take_step(session, order, actor=head, step=Step.PROPOSED, moment=_at(day, -1))
    [number] = take_numbers(session, district_id=BANG_NA, register=Register.ORDERS, day=day)
    signing.finish(
        session,
        order,
        actor=director,
        signer=Signer(director.name, director.position),
        typed=TypedNumber(number, day),
        address_of=lambda code: public_address(f"/papers/{code}"),
        moment=_at(day, 0),
    )


def _at(day: date, days_later: int) -> datetime:
    return datetime.combine(day + timedelta(days=days_later), time(10), BANGKOK)


def _actor(username: str) -> Actor:
    entry = next(one for one in accounts() if one["username"] == username)
    role = OfficeRole(
        district_id=BANG_NA,
        slug="bangna",
        office_th="",
        office_en="",
        role=Role.of(entry["role"]),
        name=entry["name"],
        position=entry["position"],
        community_id=None,
    )
    account_id = account_id_of(username)
    person = Person(
        account_id=account_id,
        session_id=account_id,
        username=username,
        language="th",
        memberships=(role,),
    )
    return Actor(person, (role,))
