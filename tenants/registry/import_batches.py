"""Files that wait for their confirmation, and those that were taken over or discarded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import Message, NotFound, Refused
from core.files.service import content_of, keep
from core.files.store import FolderStore
from core.identity.actor import Actor
from core.paging import PAGE_SIZE, Page
from core.records import lock
from core.tenancy import scope
from core.tenancy.models import Subdistrict
from core.tenancy.queries import districts
from tenants.registry.import_comparison import Comparison, Fate, Outcome, compare, take_over
from tenants.registry.import_lines import read_lines
from tenants.registry.import_rows import Catalogue, Table, read_table
from tenants.registry.models import ImportBatch, ImportState

PURPOSE = "communities"
WARNINGS = "warnings"
_CONTENT_TYPES = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_MOST_LISTED = 50


@dataclass(frozen=True)
class ReportedRow:
    """A row of a report, as the page shows it."""

    line: int
    name: str
    fate: Fate
    fields: tuple[str, ...]
    refusal: Message | None
    warning: Message | None


def check_file(
    session: Session,
    store: FolderStore,
    *,
    actor: Actor,
    record_id: UUID,
    file_name: str,
    content: bytes,
    as_of: date,
    source: str,
) -> ImportBatch:
    """Keep a file and say what it would do to the register; nothing is taken over yet.

    Sent twice with one `record_id` it is one import. FieldError on `file` where it cannot be read.
    """
    scope.name_change(session, "import:checked", file_name)
    existing = session.get(ImportBatch, (actor.district_id, record_id))
    if existing is not None:
        return existing
    table = _table(session, actor, content, file_name)
    comparison = compare(session, table.readings, as_of=as_of, source=source)
    kept = keep(
        session,
        store,
        actor=actor,
        name=file_name,
        content=content,
        content_type=_content_type(file_name),
        purpose=PURPOSE,
    )
    batch = ImportBatch(
        district_id=actor.district_id,
        id=record_id,
        file_id=kept.id,
        file_name=kept.name,
        as_of=as_of,
        source=source,
        report=_report(comparison, table),
        checked_by=actor.name,
    )
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError:
        return import_batch(session, actor.district_id, record_id)
    return batch


def confirm_import(session: Session, store: FolderStore, *, actor: Actor, batch_id: UUID) -> bool:
    """Take a checked file over, in this one transaction. Confirming it once more changes nothing.

    The file is compared with the register as it is now. Where that gives another result than the
    person has seen, nothing is taken over: the report is the new one, and the answer is False.
    """
    batch = _locked(session, actor, batch_id)
    scope.name_change(session, "communities:imported", batch.source)
    if batch.state == ImportState.DONE:
        return True
    if batch.state == ImportState.DISCARDED:
        raise Refused("This import was discarded. Upload the file again.")
    _file, content = content_of(session, store, actor.district_id, batch.file_id)
    table = _table(session, actor, content, batch.file_name)
    comparison = compare(session, table.readings, as_of=batch.as_of, source=batch.source, lock=True)
    report = _report(comparison, table)
    if _decisions(report) != _decisions(batch.report):
        scope.name_change(session, "import:checked", batch.file_name)
        batch.report, batch.checked_at = report, datetime.now(UTC)
        return False
    take_over(session, comparison, changed_by=actor.name)
    batch.state, batch.done_at = ImportState.DONE.value, datetime.now(UTC)
    return True


def discard_import(session: Session, *, actor: Actor, batch_id: UUID) -> None:
    """Put a checked file aside; one that was taken over stays as it is."""
    scope.name_change(session, "import:discarded")
    batch = _locked(session, actor, batch_id)
    if batch.state == ImportState.DONE:
        raise Refused("This file has been taken over already.")
    batch.state = ImportState.DISCARDED.value


def import_batch(session: Session, district_id: int, batch_id: UUID) -> ImportBatch:
    found = session.get(ImportBatch, (district_id, batch_id))
    if found is None:
        raise NotFound("This import does not exist.")
    return found


def earlier_imports(session: Session) -> Sequence[Row[Any]]:
    """The newest imports of the office, each with its totals and without its rows."""
    return session.execute(
        select(
            ImportBatch.id,
            ImportBatch.file_name,
            ImportBatch.state,
            ImportBatch.as_of,
            ImportBatch.source,
            ImportBatch.checked_at,
            ImportBatch.checked_by,
            ImportBatch.done_at,
            ImportBatch.report["totals"].label("totals"),
        )
        .order_by(ImportBatch.checked_at.desc())
        .limit(_MOST_LISTED)
    ).all()


def rows_of(batch: ImportBatch, fate: str, number: int) -> Page[ReportedRow]:
    """A page of the report's rows: of one fate, those with WARNINGS, or (with "") all."""
    chosen = [
        row
        for row in batch.report["rows"]
        if fate in ("", row["fate"]) or (fate == WARNINGS and row["warning"])
    ]
    number = max(1, number)
    first = (number - 1) * PAGE_SIZE
    return Page(
        items=[_shown(row) for row in chosen[first : first + PAGE_SIZE]],
        number=number,
        total=len(chosen),
    )


def _table(session: Session, actor: Actor, content: bytes, file_name: str) -> Table:
    lines = read_lines(content, file_name)
    catalogue = Catalogue.of(districts(session), list(session.scalars(select(Subdistrict))))
    return read_table(lines, catalogue, home=actor.district_id)


def _locked(session: Session, actor: Actor, batch_id: UUID) -> ImportBatch:
    return lock(session, import_batch(session, actor.district_id, batch_id))


def _report(comparison: Comparison, table: Table) -> dict[str, Any]:
    return {
        "totals": comparison.totals,
        "ends_example": comparison.ends_example,
        "unused": list(table.unused),
        "rows": [_stored(outcome) for outcome in comparison.outcomes],
    }


def _stored(outcome: Outcome) -> dict[str, Any]:
    return {
        "line": outcome.reading.line,
        "name": outcome.reading.name,
        "fate": outcome.fate.value,
        "fields": list(outcome.fields),
        "refusal": _stored_message(outcome.refusal),
        "warning": _stored_message(outcome.warning),
    }


def _stored_message(message: Message | None) -> list[Any] | None:
    return None if message is None else [message.id, message.parameters]


def _shown(row: dict[str, Any]) -> ReportedRow:
    return ReportedRow(
        line=row["line"],
        name=row["name"],
        fate=Fate(row["fate"]),
        fields=tuple(row["fields"]),
        refusal=_shown_message(row["refusal"]),
        warning=_shown_message(row["warning"]),
    )


def _shown_message(stored: list[Any] | None) -> Message | None:
    return None if stored is None else Message(stored[0], **stored[1])


def _decisions(report: dict[str, Any]) -> list[tuple[int, str, list[str]]]:
    return [(row["line"], row["fate"], row["fields"]) for row in report["rows"]]


def _content_type(file_name: str) -> str:
    suffix = file_name[file_name.rfind(".") :].lower()
    return _CONTENT_TYPES.get(suffix, "text/csv")
