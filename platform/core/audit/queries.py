"""Reads of the audit trail, in the office's own scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.audit.models import AuditEntry

PAGE = 50

ROWS_SHOWN = 20
"""Of a change of many rows so many are read; the entry says how many there are."""

WINDOW = 5_000
"""A page is grouped from so many changed rows at most; a longer change goes on as a second entry."""

_MACHINERY = frozenset(
    {"district_id", "id", "version", "changed_at", "changed_by", "match_key", "sort_key"}
)
_NAMES = ("name", "title", "subject", "person_name", "holder_name", "file_name")
_REFERENCES = {"community_id": "communities", "zone_id": "zones", "committee_id": "committees"}


@dataclass(frozen=True)
class FieldChange:
    """A column that changed: `table.column`, and both values as stored, names in place of ids."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """One row that changed; `title` is what people call it."""

    table_name: str
    operation: str
    title: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Change:
    """What somebody did in one step: all rows of one request and action.

    `actor_name` is empty where the system itself did it. `count` is how many rows of the chief table
    changed: an import of 34 communities with figures is 34. `rows` holds at most ROWS_SHOWN, those
    of the chief table first; `first_id` is where the page before goes on.
    """

    first_id: int
    at: datetime
    actor_name: str
    actor_position: str
    action: str
    reason: str
    count: int
    rows: tuple[RowChange, ...]


def changes(
    session: Session, *, before: int | None = None, table: str = "", row_id: str = ""
) -> list[Change]:
    """The newest changes of this office, 50 at a time: `before` is the `first_id` of the last seen."""
    wanted = select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(WINDOW)
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    if table:
        wanted = wanted.where(AuditEntry.table_name == table)
    if row_id:
        wanted = wanted.where(AuditEntry.row_id == row_id)
    rows = [_Row(*found) for found in session.execute(_newest_steps(wanted.scalar_subquery()))]
    names = _names_of(session, (row.entry for row in rows))
    steps: dict[int, list[_Row]] = {}
    for row in rows:
        steps.setdefault(row.last_id, []).append(row)
    return [_change(step, names) for step in steps.values()]


@dataclass(frozen=True)
class Beginning:
    """Who stored a row first, and when."""

    at: datetime
    actor_name: str


def beginning_of(session: Session, table: str, row_id: str, **values: Any) -> Beginning | None:
    """Who began a row of this office; None where it came with the platform.

    `values` tell apart rows that share the id, as versions do.
    """
    row = session.execute(
        select(AuditEntry.at, AuditEntry.actor_name)
        .where(
            AuditEntry.table_name == table,
            AuditEntry.row_id == row_id,
            AuditEntry.operation == "insert",
            *([AuditEntry.after.contains(values)] if values else []),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Beginning(*row)


@dataclass(frozen=True)
class _Row:
    entry: AuditEntry
    first_id: int
    last_id: int
    count: int


def _newest_steps(wanted: Any) -> Any:
    """The first rows of the newest 51 steps. Work outside a request is one step by its minute."""
    step = (
        AuditEntry.account_id,
        AuditEntry.actor_name,
        AuditEntry.action,
        AuditEntry.request_id,
        case((AuditEntry.request_id == "", func.date_trunc("minute", AuditEntry.at))),
    )
    counted = (
        select(
            AuditEntry.district_id,
            AuditEntry.id,
            func.min(AuditEntry.id).over(partition_by=step).label("first_id"),
            func.max(AuditEntry.id).over(partition_by=step).label("last_id"),
            func.count().over(partition_by=(*step, AuditEntry.table_name)).label("of_table"),
            func.min(AuditEntry.id)
            .over(partition_by=(*step, AuditEntry.table_name))
            .label("began"),
        )
        .where(AuditEntry.id.in_(wanted))
        .subquery()
    )
    chief_first = (counted.c.of_table.desc(), counted.c.began, counted.c.id)
    ranked = select(
        counted,
        func.max(counted.c.of_table).over(partition_by=counted.c.last_id).label("rows"),
        func.dense_rank().over(order_by=counted.c.last_id.desc()).label("rank"),
        func.row_number().over(partition_by=counted.c.last_id, order_by=chief_first).label("place"),
    ).subquery()
    return (
        select(AuditEntry, ranked.c.first_id, ranked.c.last_id, ranked.c.rows)
        .join(
            ranked,
            and_(AuditEntry.district_id == ranked.c.district_id, AuditEntry.id == ranked.c.id),
        )
        .where(ranked.c.rank <= PAGE + 1, ranked.c.place <= ROWS_SHOWN)
        .order_by(ranked.c.last_id.desc(), ranked.c.place)
    )


def _change(step: Sequence[_Row], names: Mapping[str, str]) -> Change:
    newest = max((row.entry for row in step), key=lambda entry: entry.id)
    return Change(
        first_id=step[0].first_id,
        at=newest.at,
        actor_name=newest.actor_name if newest.account_id else "",
        actor_position=newest.actor_position,
        action=newest.action,
        reason=newest.reason,
        count=step[0].count,
        rows=tuple(_row_change(row.entry, names) for row in step),
    )


def _row_change(entry: AuditEntry, names: Mapping[str, str]) -> RowChange:
    before, after = entry.before or {}, entry.after or {}
    everything = {**before, **after}
    columns = [name for name in everything if name not in _MACHINERY]
    return RowChange(
        table_name=entry.table_name,
        operation=entry.operation,
        title=_title(entry, everything, names),
        fields=tuple(
            FieldChange(
                f"{entry.table_name}.{name}",
                _named(before.get(name), names),
                _named(after.get(name), names),
            )
            for name in columns
            if before.get(name) is not None or after.get(name) is not None
        ),
    )


def _title(entry: AuditEntry, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The row's own name, else that of what it belongs to, else the name it got when it began."""
    own = next((str(values[key]) for key in _NAMES if values.get(key)), "")
    of = next((names[str(values[key])] for key in _REFERENCES if str(values.get(key)) in names), "")
    return own or of or names.get(entry.row_id, "")


def _named(value: Any, names: Mapping[str, str]) -> Any:
    return names.get(value, value) if isinstance(value, str) else value


def _names_of(session: Session, entries: Iterable[AuditEntry]) -> dict[str, str]:
    """What the trail itself calls the rows that these entries speak of, by their ids."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        for values in (entry.before or {}, entry.after or {}):
            for column, table in _REFERENCES.items():
                if values.get(column):
                    wanted.setdefault(table, set()).add(str(values[column]))
        if entry.operation != "insert":
            wanted.setdefault(entry.table_name, set()).add(entry.row_id)
    if not wanted:
        return {}
    zone = aliased(AuditEntry)
    of_zone: ColumnElement[bool] = and_(
        AuditEntry.table_name == "committees",
        zone.district_id == AuditEntry.district_id,
        zone.table_name == "zones",
        zone.row_id == AuditEntry.after["zone_id"].as_string(),
        zone.operation == "insert",
    )
    found = session.execute(
        select(AuditEntry.row_id, AuditEntry.after, zone.after)
        .outerjoin(zone, of_zone)
        .where(
            AuditEntry.after.is_not(None),
            or_(
                *(
                    and_(AuditEntry.table_name == table, AuditEntry.row_id.in_(ids))
                    for table, ids in wanted.items()
                )
            ),
        )
        .order_by(AuditEntry.id)
    )
    names: dict[str, str] = {}
    for row_id, after, zone_after in found:
        values = {**(zone_after or {}), **after}
        if name := next((str(values[key]) for key in _NAMES if values.get(key)), ""):
            names[row_id] = name
    return names
