"""Recording values of regulations. What was in force is never changed: a later value follows it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import FieldError
from core.i18n.dates import show_date
from core.identity.actor import Actor
from core.regulations.keys import RegulationKey
from core.regulations.models import RegulationValue
from core.tenancy import scope


def record_value(
    session: Session,
    *,
    actor: Actor,
    key: RegulationKey,
    valid_from: date,
    value: Mapping[str, int],
    source: str,
) -> RegulationValue:
    """Let a value hold from a day on; the day may be past or to come.

    Refuses a second value from the same day, numbers outside their bounds, limits that contradict
    each other, and a value without the paper it comes from.
    """
    scope.name_change(session, "regulation:recorded", source)
    _check(key, value)
    if not source.strip():
        raise FieldError("Say which paper this value comes from.", field="source")
    row = RegulationValue(
        key=key.key,
        valid_from=valid_from,
        value=dict(value),
        source=source,
        confirmed=True,
        recorded_by=actor.name,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as problem:
        raise FieldError(
            "A value from %(day)s has been recorded already. What was recorded is not changed.",
            field="valid_from",
            day=show_date(valid_from, style="numeric"),
        ) from problem
    return row


def _check(key: RegulationKey, value: Mapping[str, int]) -> None:
    for part in key.value.parts:
        if not part.least <= value[part.key] <= part.most:
            raise FieldError(
                "Type a number from %(least)s to %(most)s.",
                field=part.key,
                least=part.least,
                most=part.most,
            )
    if key is RegulationKey.COMMUNITY_COMMITTEE_SIZE and value["most"] < value["least"]:
        raise FieldError("The most members must not be fewer than the fewest.", field="most")
    if key is RegulationKey.COMMUNITY_SUPPORT and value["medium_houses"] <= value["small_houses"]:
        raise FieldError(
            "A medium community must have more houses than a small one.", field="medium_houses"
        )
