"""Districts as the city's pages name them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import NotFound
from core.i18n.dates import to_bangkok
from core.tenancy.models import Office


@dataclass(frozen=True)
class Outlined:
    """A district with its imported outline, empty where none was asked for."""

    office: Office
    rings: list[Any]
    credit: str


def district_of(offices: list[Office], code: int) -> Office:
    """The district of this code; NotFound where there is none."""
    office = next((each for each in offices if each.code == code), None)
    if office is None:
        raise NotFound("This district does not exist.")
    return office


def opened_in(office: Office, month: date) -> bool:
    """Whether somebody of the office opened the platform since the month began, on Bangkok's clock."""
    return office.last_opened_at is not None and to_bangkok(office.last_opened_at).date() >= month
