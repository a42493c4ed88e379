"""Files of seats that wait for their confirmation, and those that were taken over or discarded."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import DomainError, Message, NotFound, Refused
from core.files.service import content_of, keep
from core.files.store import FolderStore
from core.identity.actor import Actor
from core.paging import PAGE_SIZE, Page
from core.records import lock
from core.tenancy import scope
from tenants.committees.queries import compositions_of
from tenants.committees.seat_import_checking import (
    Fate,
    Outcome,
    placing_of,
    try_out,
)
from tenants.committees.seat_import_directory import Directory, Target
from tenants.committees.seat_import_models import ImportState, SeatImport
from tenants.committees.seat_import_rows import HEADINGS, Reading, SeatTable, read_seats
from tenants.committees.seating import hold, keep_seats
from tenants.committees.service import ensure_committees
from tenants.registry.import_lines import read_lines

PURPOSE = "seats"
WARNINGS = "warnings"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_LISTED = 50


def check_file(
    session: Session,
    store: FolderStore,
    *,
    actor: Actor,
    within: Within,
    record_id: UUID,
    file_name: str,
    content: bytes,
) -> SeatImport:
    """Keep a file and say what it would do; nobody is seated yet.

    Sent twice with one `record_id` it is one import. FieldError on `file` where it cannot be read, or
    where numbers of id cards stand in it: such a file is not kept.
    """
    existing = session.get(SeatImport, (actor.district_id, record_id))
    if existing is not None:
        return existing
    table = read_seats(read_lines(content, file_name))
    outcomes = try_out(session, actor=actor, within=within, readings=table.readings)
    scope.name_change(session, "seat-import:checked", file_name)
    kept = keep(
        session,
        store,
        actor=actor,
        name=file_name,
        content=content,
        content_type=_XLSX if file_name.lower().endswith(".xlsx") else "text/csv",
        purpose=PURPOSE,
    )
    batch = SeatImport(
        district_id=actor.district_id,
        id=record_id,
        file_id=kept.id,
        file_name=kept.name,
        report=_report(outcomes, table),
        checked_by=actor.name,
    )
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError:
        return seat_import(session, actor.district_id, record_id)
    return batch


def confirm_import(
    session: Session, store: FolderStore, *, actor: Actor, within: Within, batch_id: UUID
) -> int:
    """Fill every seat that was good at the check, in this one transaction: all of them or none.

    Refused names the row that has failed by now. Confirming once more changes nothing. The answer is
    how many seats were filled.
    """
    batch = lock(session, seat_import(session, actor.district_id, batch_id))
    if batch.state == ImportState.DONE:
        return 0
    if batch.state == ImportState.DISCARDED:
        raise Refused("This import was discarded. Upload the file again.")
    outcomes = _confirmed(session, store, actor, within, batch)
    _seat_all(session, actor, within, outcomes)
    scope.name_change(session, "seat-import:confirmed", batch.file_name)
    batch.state, batch.done_at = ImportState.DONE.value, datetime.now(UTC)
    session.flush()
    return len(outcomes)


def discard_import(session: Session, *, actor: Actor, batch_id: UUID) -> None:
    """Put a checked file aside; one that was taken over stays as it is."""
    scope.name_change(session, "seat-import:discarded")
    batch = lock(session, seat_import(session, actor.district_id, batch_id))
    if batch.state == ImportState.DONE:
        raise Refused("This file has been taken over already.")
    batch.state = ImportState.DISCARDED.value


def seat_import(session: Session, district_id: int, batch_id: UUID) -> SeatImport:
    found = session.get(SeatImport, (district_id, batch_id))
    if found is None:
        raise NotFound("This import does not exist.")
    return found


def earlier_imports(session: Session) -> Sequence[Row[Any]]:
    """The newest imports of the office, each with its totals and without its rows."""
    return session.execute(
        select(
            SeatImport.id,
            SeatImport.file_name,
            SeatImport.state,
            SeatImport.checked_at,
            SeatImport.checked_by,
            SeatImport.done_at,
            SeatImport.report["totals"].label("totals"),
        )
        .order_by(SeatImport.checked_at.desc())
        .limit(_MOST_LISTED)
    ).all()


def rows_of(batch: SeatImport, fate: str, number: int) -> Page[dict[str, Any]]:
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


def _confirmed(
    session: Session, store: FolderStore, actor: Actor, within: Within, batch: SeatImport
) -> list[Outcome]:
    """The rows that were good at the check, read from the kept file again."""
    _file, content = content_of(session, store, actor.district_id, batch.file_id)
    readings = {
        reading.line: reading
        for reading in read_seats(read_lines(content, batch.file_name)).readings
    }
    directory = Directory.of(session, within)
    return [
        _understood(directory, readings[row["line"]], UUID(row["record_id"]))
        for row in batch.report["rows"]
        if row["fate"] == Fate.NEW
    ]


def _seat_all(session: Session, actor: Actor, within: Within, outcomes: Sequence[Outcome]) -> None:
    """Hold the committees and all who are named, look at them anew, and only then fill the seats."""
    scope.name_change(session, "seat:filled")
    placings = [placing_of(outcome) for outcome in outcomes]
    bodies = list(dict.fromkeys(placing.body for placing in placings))
    ensure_committees(session, actor=actor, within=within, bodies=bodies)
    situation = hold(
        session,
        actor=actor,
        views=compositions_of(session, within, bodies),
        occupants=[placing.occupant for placing in placings],
    )
    for outcome, placing in zip(outcomes, placings, strict=True):
        try:
            situation.place(actor, placing)
        except DomainError as problem:
            raise _stopped(outcome.reading.line, problem.message) from problem
    keep_seats(session, situation)


def _understood(directory: Directory, reading: Reading, record_id: UUID) -> Outcome:
    target: Target | None = directory.find(reading)
    if target is None:
        raise _stopped(reading.line, reading.problems[0].message)
    return Outcome(reading, target, Fate.NEW, record_id=record_id)


def _stopped(line: int, message: Message) -> Refused:
    return Refused(
        "Row %(line)s cannot be taken over now: %(problem)s Nobody was seated. "
        "Upload the file again to check it anew.",
        line=line,
        problem=message,
    )


def _report(outcomes: Sequence[Outcome], table: SeatTable) -> dict[str, Any]:
    totals = {fate.value: sum(each.fate is fate for each in outcomes) for fate in Fate}
    warnings = sum(each.warning is not None for each in outcomes)
    return {
        "totals": totals | {"warnings": warnings, "blank": table.blank},
        "rows": [_stored(outcome) for outcome in outcomes],
    }


def _stored(outcome: Outcome) -> dict[str, Any]:
    reading, target = outcome.reading, outcome.target
    committee = target.view.label if target else f"{reading.said['kind']} {reading.said['place']}"
    return {
        "line": reading.line,
        "name": reading.name,
        "committee": committee.strip(),
        "seat": target.group.rule.title if target else reading.said["seat"],
        "fate": outcome.fate.value,
        "problems": [
            [each.column, each.message.id, each.message.parameters] for each in reading.problems
        ],
        "warning": [outcome.warning.id, outcome.warning.parameters] if outcome.warning else None,
        "record_id": str(outcome.record_id),
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "fate": Fate(row["fate"]),
        "problems": [
            (HEADINGS[column][0] if column else "", Message(identifier, **parameters))
            for column, identifier, parameters in row["problems"]
        ],
        "warning": _shown_message(row["warning"]),
    }


def _shown_message(stored: list[Any] | None) -> Message | None:
    return None if stored is None else Message(stored[0], **stored[1])
