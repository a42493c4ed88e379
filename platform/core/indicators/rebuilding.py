"""Counting everything again because the department asked for it: begun, stopped and ended in each district by itself.

The department tells every district; each marks its months with the rebuild's own source, so that what
is waiting is known at any moment and nothing is lost with a worker or the broker. What was told earlier
and arrives later is recognised by its serial and changes nothing.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import DomainError, NotFound
from core.identity.actor import Actor
from core.indicators.models import DirtyMark, Rebuild, RebuildPart
from core.indicators.service import mark_filled_months
from core.jobs.relay import tell
from core.tenancy import scope
from core.tenancy.queries import districts

REBUILD, REBUILD_DONE = "indicators.rebuild", "indicators.rebuild_done"
"""The jobs by which the department tells the districts, and a district that it has finished."""


def source_of(rebuild_id: UUID, tally: str | None) -> str:
    """The source of a rebuild's marks: one tally is counted where it names one, else all."""
    return f"tally:{tally}:{rebuild_id}" if tally else f"rebuild:{rebuild_id}"


def start(
    session: Session, *, actor: Actor, rebuild_id: UUID, tally: str | None, reason: str = ""
) -> Rebuild:
    """Let every district count all its months again, or one tally of them. Where one is running, that one.

    Two people who start at the same moment start one. What the districts do meanwhile is counted as ever.
    """
    scope.name_change(session, "rebuild:started", reason)
    rebuild = Rebuild(
        district_id=actor.district_id, id=rebuild_id, tally=tally, started_by=actor.name, serial=1
    )
    try:
        with session.begin_nested():
            session.add(rebuild)
    except IntegrityError:
        sent_before = session.get(Rebuild, (actor.district_id, rebuild_id))
        return sent_before or session.scalars(_running()).one()
    _tell_districts(session, rebuild, runs=True)
    return rebuild


def stop(session: Session, *, rebuild_id: UUID) -> Rebuild:
    """Let the districts put aside what they have not begun. Facts counted so far stay counted."""
    scope.name_change(session, "rebuild:stopped")
    rebuild = _locked(session, rebuild_id)
    if rebuild.finished_at is None and rebuild.stopped_at is None:
        rebuild.stopped_at = func.clock_timestamp()
        rebuild.serial += 1
        _tell_districts(session, rebuild, runs=False)
    return rebuild


def resume(session: Session, *, rebuild_id: UUID) -> Rebuild:
    """Let the districts go on with what was put aside. DomainError where another rebuild is running."""
    scope.name_change(session, "rebuild:resumed")
    rebuild = _locked(session, rebuild_id)
    if rebuild.finished_at is None and rebuild.stopped_at is not None:
        try:
            with session.begin_nested():
                rebuild.stopped_at = None
                rebuild.serial += 1
        except IntegrityError as problem:
            raise DomainError(
                "Another counting is running. Stop it first, or wait for its end."
            ) from problem
        _tell_districts(session, rebuild, runs=True)
    return rebuild


def hear(
    session: Session, *, told_by: int, rebuild: str, serial: int, tally: str | None, runs: bool
) -> bool:
    """What a district does when it is told to begin, to stop or to go on; True where there is work to count."""
    if told_by != scope.DEPARTMENT:
        return False
    rebuild_id = UUID(rebuild)
    part = _part(session, rebuild_id, source_of(rebuild_id, tally))
    if serial <= part.serial or part.done_at is not None:
        return False
    part.serial, part.is_stopped = serial, not runs
    if not runs:
        part.put_aside = [*part.put_aside, *_put_aside(session, part)]
        return False
    if part.months is None:
        part.months = mark_filled_months(session, part.source)
    elif part.put_aside:
        office = scope.office_of(session)
        session.execute(
            insert(DirtyMark),
            [
                {"district_id": office, "source": part.source, "month": date.fromisoformat(month)}
                for month in part.put_aside
            ],
        )
        part.put_aside = []
    session.flush()
    return True


def note_end(session: Session) -> None:
    """Tell the department of each rebuild that leaves nothing to count in this district.

    Called at the end of every counting. The part is locked first: of two countings of one district
    the later one then sees what the earlier one has done.
    """
    unfinished = session.scalars(
        select(RebuildPart)
        .where(
            RebuildPart.done_at.is_(None),
            RebuildPart.months.is_not(None),
            func.jsonb_array_length(RebuildPart.put_aside) == 0,
        )
        .with_for_update()
    ).all()
    for part in unfinished:
        waiting = session.scalars(
            select(DirtyMark.id).where(DirtyMark.source == part.source).limit(1)
        ).first()
        if waiting is None:
            part.done_at = func.clock_timestamp()
            tell(
                session,
                scope.DEPARTMENT,
                REBUILD_DONE,
                key=f"{part.rebuild_id}:{part.district_id}",
                rebuild=str(part.rebuild_id),
            )


def hear_end(session: Session, *, told_by: int, rebuild: str) -> None:  # noqa: ARG001 - every told job is given who told
    """What the department does when a district has finished: the last one ends the rebuild."""
    running = session.get(Rebuild, (scope.DEPARTMENT, UUID(rebuild)), with_for_update=True)
    if running is None or running.finished_at is not None:
        return
    done = session.scalar(
        select(func.count()).where(
            RebuildPart.rebuild_id == running.id, RebuildPart.done_at.is_not(None)
        )
    )
    if (done or 0) >= len(districts(session)):
        running.finished_at = func.clock_timestamp()


def _running() -> Select[Rebuild]:
    return select(Rebuild).where(Rebuild.finished_at.is_(None), Rebuild.stopped_at.is_(None))


def _locked(session: Session, rebuild_id: UUID) -> Rebuild:
    rebuild = session.get(Rebuild, (scope.DEPARTMENT, rebuild_id), with_for_update=True)
    if rebuild is None:
        raise NotFound("This page does not exist")
    return rebuild


def _tell_districts(session: Session, rebuild: Rebuild, *, runs: bool) -> None:
    for office in districts(session):
        tell(
            session,
            office.code,
            REBUILD,
            key=f"{rebuild.id}:{rebuild.serial}",
            rebuild=str(rebuild.id),
            serial=rebuild.serial,
            tally=rebuild.tally,
            runs=runs,
        )


def _part(session: Session, rebuild_id: UUID, source: str) -> RebuildPart:
    """This district's part, locked; what is told at the same moment waits for it."""
    session.execute(
        upsert(RebuildPart)
        .values(
            district_id=scope.office_of(session),
            id=uuid7(),
            rebuild_id=rebuild_id,
            source=source,
            serial=0,
            put_aside=[],
            is_stopped=False,
        )
        .on_conflict_do_nothing()
    )
    return session.scalars(
        select(RebuildPart).where(RebuildPart.rebuild_id == rebuild_id).with_for_update()
    ).one()


def _put_aside(session: Session, part: RebuildPart) -> list[str]:
    """Take away the marks that nobody is counting just now; the months that they stood for."""
    free = (
        select(DirtyMark.id)
        .where(DirtyMark.source == part.source)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    months = session.scalars(
        delete(DirtyMark).where(DirtyMark.id.in_(free)).returning(DirtyMark.month)
    )
    return [month.isoformat() for month in sorted(set(months))]
