"""Reads of the audit trail, in the office's own scope."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit.models import AuditEntry

PAGE = 50

_MACHINERY = frozenset(
    {"district_id", "id", "version", "changed_at", "changed_by", "match_key", "sort_key"}
)


@dataclass(frozen=True)
class FieldChange:
    """A column that changed: `table.column`, and both values as stored."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One row that somebody changed, in reading form."""

    id: int
    at: datetime
    actor_name: str
    actor_position: str
    action: str
    reason: str
    table_name: str
    operation: str
    title: str
    fields: tuple[FieldChange, ...]


def changes(
    session: Session, *, before: int | None = None, table: str = "", row_id: str = ""
) -> list[Change]:
    """The newest changes of this office, 50 at a time: `before` is the id of the last one seen."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    if table:
        statement = statement.where(AuditEntry.table_name == table)
    if row_id:
        statement = statement.where(AuditEntry.row_id == row_id)
    return [_change(entry) for entry in session.scalars(statement)]


def _change(entry: AuditEntry) -> Change:
    before, after = entry.before or {}, entry.after or {}
    names = [name for name in {**before, **after} if name not in _MACHINERY]
    everything = {**before, **after}
    return Change(
        id=entry.id,
        at=entry.at,
        actor_name=entry.actor_name,
        actor_position=entry.actor_position,
        action=entry.action,
        reason=entry.reason,
        table_name=entry.table_name,
        operation=entry.operation,
        title=str(
            everything.get("name") or everything.get("title") or everything.get("person_name") or ""
        ),
        fields=tuple(
            FieldChange(f"{entry.table_name}.{name}", before.get(name), after.get(name))
            for name in names
            if before.get(name) is not None or after.get(name) is not None
        ),
    )
