"""All values of regulations, each with what is in force today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.regulations.keys import RegulationKey
from core.regulations.models import RegulationValue


@dataclass(frozen=True)
class Regulated:
    """A key with its values, the newest first; `current` None where nothing is known."""

    key: RegulationKey
    current: RegulationValue | None
    values: tuple[RegulationValue, ...]


def regulated_values(session: Session, today: date) -> list[Regulated]:
    """Every key that the product reads, in its own order."""
    rows = session.scalars(
        select(RegulationValue).order_by(RegulationValue.valid_from.desc())
    ).all()
    return [
        _regulated(key, [row for row in rows if row.key == key.key], today) for key in RegulationKey
    ]


def _regulated(key: RegulationKey, values: list[RegulationValue], today: date) -> Regulated:
    current = next((row for row in values if row.valid_from <= today), None)
    return Regulated(key, current, tuple(values))
