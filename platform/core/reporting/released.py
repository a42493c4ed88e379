"""What offices have released, as everybody may read it: through the view that leaves out what was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    column,
    func,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from core.tenancy.models import Office

_published = table(
    "published_datasets",
    column("district_id", SmallInteger),
    column("id", Uuid),
    column("dataset", Text),
    column("number", Integer),
    column("title_th", Text),
    column("title_en", Text),
    column("first_month", Date),
    column("last_month", Date),
    column("fields", JSONB),
    column("rows", JSONB),
    column("details", JSONB),
    column("sha256", Text),
    column("suppressed", Integer),
    column("released_at", DateTime(timezone=True)),
    column("is_example", Boolean),
)
_HEAD = tuple(each for each in _published.c if each.name != "rows")


@dataclass(frozen=True)
class Released:
    """A release with its office; `rows` empty where only the catalogue is read."""

    office: Office
    id: UUID
    dataset: str
    number: int
    title_th: str
    title_en: str
    first_month: date
    last_month: date
    fields: Sequence[dict[str, Any]]
    rows: Sequence[Sequence[Any]]
    details: dict[str, Any]
    sha256: str
    suppressed: int
    released_at: datetime
    is_example: bool

    def title(self, language: str) -> str:
        return self.title_th if language == "th" else self.title_en

    def description(self, language: str) -> str:
        return str(self.details.get(f"description_{language}", ""))

    @property
    def names(self) -> list[str]:
        return [each["name"] for each in self.fields]

    def records(self) -> list[dict[str, Any]]:
        """The rows as objects under the names of the fields."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def catalogue_of_releases(session: Session) -> list[Released]:
    """The newest release of every data set of every office: the department's first."""
    newest = (
        select(
            _published.c.district_id,
            _published.c.dataset,
            func.max(_published.c.number).label("number"),
        )
        .group_by(_published.c.district_id, _published.c.dataset)
        .subquery()
    )
    rows = session.execute(
        select(Office, *_HEAD)
        .join(_published, _published.c.district_id == Office.code)
        .join(
            newest,
            (newest.c.district_id == _published.c.district_id)
            & (newest.c.dataset == _published.c.dataset)
            & (newest.c.number == _published.c.number),
        )
        .order_by(_published.c.district_id, _published.c.dataset)
    )
    return [_released(row) for row in rows]


def numbers_of(session: Session, office_code: int, dataset: str) -> list[tuple[int, datetime]]:
    """All numbers of a data set that are public, the newest first."""
    rows = session.execute(
        select(_published.c.number, _published.c.released_at)
        .where(_published.c.district_id == office_code, _published.c.dataset == dataset)
        .order_by(_published.c.number.desc())
    )
    return [(row.number, row.released_at) for row in rows]


def released(
    session: Session, office_code: int, dataset: str, number: int | None = None
) -> Released | None:
    """A release with its rows, the newest where no number is given; None where it is not public."""
    chosen: list[ColumnElement[bool]] = [
        _published.c.district_id == office_code,
        _published.c.dataset == dataset,
    ]
    if number is not None:
        chosen.append(_published.c.number == number)
    row = session.execute(
        select(Office, *_HEAD, _published.c.rows)
        .join(_published, _published.c.district_id == Office.code)
        .where(*chosen)
        .order_by(_published.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _released(row)


def _released(row: Any) -> Released:
    values = {each.name: getattr(row, each.name) for each in _HEAD if each.name != "district_id"}
    return Released(office=row.Office, rows=getattr(row, "rows", ()), **values)
