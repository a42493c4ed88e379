"""The value of a regulation that is in force on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.regulations.keys import RegulationKey
from core.regulations.models import RegulationValue


@dataclass(frozen=True)
class ValueInForce:
    """Numbers by part, with the day and the source they come from; `confirmed` by the department."""

    value: Mapping[str, int]
    valid_from: date
    source: str
    confirmed: bool


def value_on(session: Session, key: RegulationKey, day: date) -> ValueInForce | None:
    """The latest value whose first day has come; None where nothing is known."""
    row = session.scalars(
        select(RegulationValue)
        .where(RegulationValue.key == key.key, RegulationValue.valid_from <= day)
        .order_by(RegulationValue.valid_from.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _in_force(row)


def history_of(session: Session, key: RegulationKey) -> list[RegulationValue]:
    """All values of a key, the newest first."""
    return list(
        session.scalars(
            select(RegulationValue)
            .where(RegulationValue.key == key.key)
            .order_by(RegulationValue.valid_from.desc())
        )
    )


def committee_size(rule: Mapping[str, int], houses: int | None) -> int:
    """How many members a community's committee has (DOMAIN 4.4); the least where the houses are unknown.

    Above `houses`, one more for each `step`; a remainder above `remainder` counts as a whole step.
    """
    if houses is None or houses <= rule["houses"]:
        return rule["least"]
    steps, left = divmod(houses - rule["houses"], rule["step"])
    return min(rule["most"], rule["least"] + steps + (1 if left > rule["remainder"] else 0))


def community_committee_size(session: Session, houses: int | None, day: date) -> int | None:
    """The size by the value in force; None where the department has given none."""
    rule = value_on(session, RegulationKey.COMMUNITY_COMMITTEE_SIZE, day)
    return None if rule is None else committee_size(rule.value, houses)


def _in_force(row: RegulationValue) -> ValueInForce:
    return ValueInForce(row.value, row.valid_from, row.source, row.confirmed)
