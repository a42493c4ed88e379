"""Adopting an edition of the manual: dated, never in advance, and never of a draft."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.manual.queries import published_edition
from core.tenancy import scope
from tenants.adoption.models import Adoption
from tenants.adoption.queries import edition_in_force


def adopt_edition(session: Session, *, actor: Actor, number: int) -> Adoption:
    """Follow a published edition from today on (F42).

    Adopting the one in force once more changes nothing. A second choice on one day replaces the
    first: an office follows one edition a day. Refuses a draft and an unknown number.
    """
    scope.name_change(session, "manual:adopted")
    if published_edition(session, number) is None:
        raise Refused("Edition %(number)s has not been published.", number=number)
    today = bangkok_today()
    current = edition_in_force(session, today)
    if current is not None and current[0].edition == number:
        return current[0]
    begun_today = session.scalars(
        select(Adoption).where(Adoption.valid_from == today).with_for_update()
    ).one_or_none()
    if begun_today is None:
        return _add(session, actor, number)
    begun_today.edition = number
    begun_today.adopted_by, begun_today.adopted_by_position = actor.name, actor.position
    begun_today.adopted_at = func.now()
    begun_today.is_example = False
    return begun_today


def _add(session: Session, actor: Actor, number: int) -> Adoption:
    adoption = Adoption(
        district_id=actor.district_id,
        edition=number,
        valid_from=bangkok_today(),
        adopted_by=actor.name,
        adopted_by_position=actor.position,
    )
    try:
        with session.begin_nested():
            session.add(adoption)
    except IntegrityError as problem:
        raise Refused(
            "Somebody else adopted an edition at this moment. Look at the manual again."
        ) from problem
    return adoption
