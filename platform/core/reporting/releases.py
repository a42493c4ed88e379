"""Releasing a data set to everybody, and taking a release back (F102). Nothing released is ever changed."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from core.errors import DomainError, FieldError, NotFound
from core.i18n.dates import bangkok_now, bangkok_today
from core.identity.actor import Actor
from core.indicators.spans import Span
from core.marks import mark
from core.records import lock
from core.reporting.content import fingerprint
from core.reporting.datasets import (
    LONGEST,
    Dataset,
    Released,
    Table,
    build,
)
from core.reporting.drawing import Sources
from core.reporting.models import DatasetRelease
from core.tenancy import scope

NEWER = mark("The figures have changed since you looked. Look at them again, then release them.")


def releases(session: Session) -> list[DatasetRelease]:
    """What the office has released, the newest first, with what it took back; without the rows."""
    return list(
        session.scalars(
            select(DatasetRelease)
            .where(DatasetRelease.district_id == scope.office_of(session))
            .options(defer(DatasetRelease.rows))
            .order_by(DatasetRelease.released_at.desc())
            .limit(300)
        )
    )


def release_of(session: Session, release_id: UUID) -> DatasetRelease:
    found = session.get(DatasetRelease, (scope.office_of(session), release_id))
    if found is None:
        raise NotFound("This release does not exist.")
    return found


def preview(session: Session, sources: Sources, *, dataset: Dataset, span: Span) -> Table:
    """Exactly what would become public now.

    Refuses a period that has not begun, and more months than one release may hold.
    """
    if span.first > bangkok_today():
        raise FieldError("This period has not begun yet.", field="period")
    if span.length > LONGEST:
        raise FieldError("Release at most %(most)s months at once.", field="last", most=LONGEST)
    office_code = scope.office_of(session)
    return build(
        session,
        sources,
        office_code=office_code,
        dataset=dataset,
        span=span,
        earlier=_earlier(session, span),
    )


def seal_of(table: Table) -> str:
    """The SHA-256 of the rows: the person confirms exactly these."""
    return _seal([each.name for each in table.dataset.fields], [list(row) for row in table.rows])


def release(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    table: Table,
    seen: str,
    contact: str,
    objective: str,
) -> DatasetRelease:
    """Make a table public under the next number. Refuses other figures than those that were `seen`."""
    scope.name_change(session, "dataset:released")
    known = session.get(DatasetRelease, (actor.district_id, record_id))
    if known is not None:
        return known
    if not table.rows:
        raise DomainError("There is nothing to release in this period.")
    if seal_of(table) != seen:
        raise DomainError(NEWER)
    dataset = table.dataset
    row = DatasetRelease(
        district_id=actor.district_id,
        id=record_id,
        dataset=dataset.key.value,
        number=_next_number(session, actor.district_id, dataset),
        title_th=dataset.title_th,
        title_en=dataset.title_en,
        first_month=table.span.first,
        last_month=table.span.last,
        fields=[vars(each) for each in dataset.fields],
        rows=[list(each) for each in table.rows],
        details={
            "description_th": dataset.description_th,
            "description_en": dataset.description_en,
            "objective": objective,
            "contact": contact,
            "coverage": dataset.coverage_th,
            "coverage_en": dataset.coverage_en,
            "period": table.span.key,
        },
        sha256=seal_of(table),
        suppressed=table.suppressed,
        released_by=actor.name,
        released_by_position=actor.position,
        is_example=table.is_example,
        released_at=bangkok_now(),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as problem:
        raise DomainError("Somebody else has just released this data set. Look again.") from problem
    return row


def withdraw(session: Session, *, actor: Actor, release_id: UUID, reason: str) -> DatasetRelease:
    """Take a release back: the public pages no longer know it. Once more changes nothing."""
    scope.name_change(session, "dataset:withdrawn", reason)
    row = lock(session, release_of(session, release_id))
    if row.withdrawn_at is None:
        row.withdrawn_at = bangkok_now()
        row.withdrawn_by = actor.name
        row.withdrawal_reason = reason
    return row


def last_details(found: Iterable[DatasetRelease], dataset: Dataset) -> dict[str, Any]:
    """What was said about the data set at its last release: it need not be typed again."""
    return next((each.details for each in found if each.dataset == dataset.key), {})


def _next_number(session: Session, office_code: int, dataset: Dataset) -> int:
    highest = session.scalars(
        select(func.max(DatasetRelease.number)).where(
            DatasetRelease.district_id == office_code,
            DatasetRelease.dataset == dataset.key.value,
        )
    ).one()
    return (highest or 0) + 1


def _earlier(session: Session, span: Span) -> Iterator[Released]:
    """The releases of these months that this office may read, the oldest first.

    Taken back or not: who has them keeps them. Its own; the department those of all districts, a
    district those of the department.
    """
    rows = session.execute(
        select(DatasetRelease.fields, DatasetRelease.rows)
        .where(DatasetRelease.first_month <= span.last, DatasetRelease.last_month >= span.first)
        .order_by(DatasetRelease.released_at, DatasetRelease.id)
    )
    return (([each["name"] for each in fields], lines) for fields, lines in rows)


def _seal(names: list[str], rows: list[list[Any]]) -> str:
    return fingerprint({"fields": names, "rows": rows})
