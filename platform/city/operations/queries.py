"""How the machinery does, of all offices at once. Runs in the sweeper's scope, which sees no content of any job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n.sorting import thai_sort_key
from core.indicators.models import (
    DirtyMark,
    FactsProof,
    FillState,
    Rebuild,
    RebuildPart,
)
from core.indicators.service import of_changes
from core.jobs.models import OutboxJob
from core.marks import mark
from core.tenancy.models import Office, OfficeKind
from core.tenancy.scope import DEPARTMENT

MOST_FAILURES = 50

LATE = timedelta(minutes=15)
"""Work that has waited for longer than this is marked: the sweeper comes every few seconds."""

QUEUE_TITLES = {
    "default": mark("General work"),
    "facts": mark("Counting of what people change"),
    "documents": mark("Making of documents"),
    "bulk": mark("Counting of everything, at night and again"),
}
"""The queues in words, in the order of the page."""

_WAITING = and_(OutboxJob.done_at.is_(None), OutboxJob.failed_at.is_(None))

_DUE = and_(
    _WAITING,
    or_(
        OutboxJob.leased_until.is_(None),
        OutboxJob.leased_until < func.now() + text("interval '1 minute'"),
    ),
)
"""What waits for a worker: not what is meant for a later hour or rests after a failed try."""


@dataclass(frozen=True)
class QueueState:
    """One queue over all offices; `oldest` is when its longest waiting job was written down that is due."""

    name: str
    waiting: int
    oldest: datetime | None
    last_done: datetime | None


@dataclass(frozen=True)
class OfficeState:
    """One office: its jobs, how far its figures lag behind, and what its last proof found.

    `oldest_mark` is the oldest change of a person that is not counted; `marked_months` is all there is to count.
    """

    office: Office
    waiting: int
    failed: int
    oldest_mark: datetime | None
    marked_months: int
    last_filled: datetime | None
    proof: Row[int, date, int, int] | None


@dataclass(frozen=True)
class Failure:
    """A job that was laid aside: which kind of problem it met, never what it was about."""

    office: Office
    job_id: UUID
    job_name: str
    failed_at: datetime
    attempts: int
    problem: str


@dataclass(frozen=True)
class State:
    queues: tuple[QueueState, ...]
    offices: tuple[OfficeState, ...]
    failures: tuple[Failure, ...]

    @property
    def failed(self) -> int:
        return sum(each.failed for each in self.offices)

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.offices)

    @property
    def last_done(self) -> datetime | None:
        return max((each.last_done for each in self.queues if each.last_done), default=None)

    @property
    def proved(self) -> int:
        return sum(1 for each in self.offices if each.proof is not None)

    @property
    def cells(self) -> int:
        return sum(each.proof.cells for each in self.offices if each.proof is not None)

    @property
    def drifted(self) -> int:
        """Figures that the last proof of each district found to differ from a full count."""
        return sum(each.proof.drifted for each in self.offices if each.proof is not None)

    @property
    def proved_day(self) -> date | None:
        return max(
            (each.proof.day for each in self.offices if each.proof is not None), default=None
        )


@dataclass(frozen=True)
class PartState:
    """How far a district is with the months of a rebuild; of each month exactly one of the four is true.

    `counted` are done; `waiting` are marked and are counted now or next; `put_aside` were waiting when
    it stopped; `ahead` are those of a district that has not begun, as many as it has figures of today.
    `knows` is whether the department's last word has arrived here.
    """

    office: Office
    counted: int = 0
    waiting: int = 0
    put_aside: int = 0
    ahead: int = 0
    has_begun: bool = False
    is_stopped: bool = False
    knows: bool = False
    done_at: datetime | None = None

    @property
    def months(self) -> int:
        return self.counted + self.waiting + self.put_aside + self.ahead


@dataclass(frozen=True)
class Progress:
    """A rebuild over all districts. What it has to count in all is the sum of four parts at any moment."""

    rebuild: Rebuild
    parts: tuple[PartState, ...]

    @property
    def months(self) -> int:
        return sum(each.months for each in self.parts)

    @property
    def counted(self) -> int:
        return sum(each.counted for each in self.parts)

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.parts)

    @property
    def put_aside(self) -> int:
        return sum(each.put_aside for each in self.parts)

    @property
    def ahead(self) -> int:
        return sum(each.ahead for each in self.parts)

    @property
    def done(self) -> int:
        return sum(1 for each in self.parts if each.done_at is not None)

    @property
    def untold(self) -> int:
        """Districts that the department's last word has not reached."""
        return sum(1 for each in self.parts if not each.knows)

    @property
    def is_stopping(self) -> bool:
        """Whether months may still be counted although it was stopped."""
        return self.rebuild.stopped_at is not None and bool(self.untold or self.waiting)


def machinery(session: Session) -> State:
    """Five statements, however many offices and jobs there are."""
    offices = _offices(session)
    jobs = session.execute(
        select(
            OutboxJob.district_id,
            OutboxJob.queue,
            func.count().filter(_WAITING).label("waiting"),
            func.min(OutboxJob.created_at).filter(_DUE).label("oldest"),
            func.count().filter(OutboxJob.failed_at.is_not(None)).label("failed"),
            func.max(OutboxJob.done_at).label("last_done"),
        ).group_by(OutboxJob.district_id, OutboxJob.queue)
    ).all()
    filled = {row.code: row for row in session.execute(_figures_of_offices())}
    proofs = {
        row.district_id: row
        for row in session.execute(
            select(FactsProof.district_id, FactsProof.day, FactsProof.cells, FactsProof.drifted)
            .ext(distinct_on(FactsProof.district_id))
            .order_by(FactsProof.district_id, FactsProof.day.desc())
        )
    }
    return State(
        _queues(jobs),
        tuple(
            OfficeState(
                office=office,
                waiting=sum(row.waiting for row in jobs if row.district_id == code),
                failed=sum(row.failed for row in jobs if row.district_id == code),
                oldest_mark=filled[code].oldest_mark,
                marked_months=filled[code].marked_months or 0,
                last_filled=filled[code].last_filled,
                proof=proofs.get(code),
            )
            for code, office in offices.items()
        ),
        _failures(session, offices),
    )


def laid_aside_name(session: Session, code: int, job_id: UUID) -> str | None:
    """What kind of work an office's job is that failed too often; None where it is done or waits again.

    NotFound where the office has no such job.
    """
    row = session.execute(
        select(OutboxJob.name, OutboxJob.failed_at).where(
            OutboxJob.district_id == code, OutboxJob.id == job_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound("This work does not exist.")
    return row.name if row.failed_at is not None else None


def rebuilds(session: Session) -> list[Rebuild]:
    """The last countings of everything, the newest first."""
    return list(session.scalars(select(Rebuild).order_by(Rebuild.started_at.desc()).limit(10)))


def progress(session: Session, rebuild: Rebuild) -> Progress:
    """How far each district is with a rebuild: what is marked with its source is still to count."""
    waiting = (
        select(DirtyMark.district_id, DirtyMark.source, func.count(DirtyMark.month.distinct()))
        .group_by(DirtyMark.district_id, DirtyMark.source)
        .subquery("waiting")
    )
    rows = {
        row.district_id: (row, months or 0)
        for row, months in session.execute(
            select(RebuildPart, waiting.c.count)
            .outerjoin(
                waiting,
                and_(
                    waiting.c.district_id == RebuildPart.district_id,
                    waiting.c.source == RebuildPart.source,
                ),
            )
            .where(RebuildPart.rebuild_id == rebuild.id)
        )
    }
    filled = select(FillState.district_id, FillState.month)
    months = filled.union(select(DirtyMark.district_id, DirtyMark.month)).subquery()
    counts = select(months.c.district_id, func.count()).group_by(months.c.district_id)
    ahead: dict[int, int] = dict(session.execute(counts).all())
    return Progress(
        rebuild,
        tuple(
            _part(office, rebuild, *rows.get(code, (None, 0)), ahead.get(code, 0))
            for code, office in _offices(session).items()
            if code != DEPARTMENT
        ),
    )


def months_to_count(session: Session) -> int:
    """How many months of districts have facts: what a full counting counts."""
    return session.scalar(select(func.count()).select_from(FillState)) or 0


def _offices(session: Session) -> dict[int, Office]:
    """The districts in the order of a Thai dictionary, and the department first."""
    found = session.scalars(
        select(Office).where(Office.kind.in_([OfficeKind.DISTRICT, OfficeKind.DEPARTMENT]))
    )
    ordered = sorted(found, key=lambda each: (each.code != DEPARTMENT, thai_sort_key(each.name_th)))
    return {office.code: office for office in ordered}


def _figures_of_offices() -> Select[int, datetime | None, int | None, datetime | None]:
    marks = (
        select(
            DirtyMark.district_id,
            func.min(DirtyMark.marked_at).filter(of_changes()).label("oldest_mark"),
            func.count(DirtyMark.month.distinct()).label("marked_months"),
        )
        .group_by(DirtyMark.district_id)
        .subquery()
    )
    filled = (
        select(FillState.district_id, func.max(FillState.filled_at).label("last_filled"))
        .group_by(FillState.district_id)
        .subquery()
    )
    return (
        select(Office.code, marks.c.oldest_mark, marks.c.marked_months, filled.c.last_filled)
        .outerjoin(marks, marks.c.district_id == Office.code)
        .outerjoin(filled, filled.c.district_id == Office.code)
    )


def _queues(
    jobs: Sequence[Row[int, str, int, datetime, int, datetime | None]],
) -> tuple[QueueState, ...]:
    names = [*QUEUE_TITLES, *sorted({row.queue for row in jobs} - {*QUEUE_TITLES})]
    return tuple(
        QueueState(
            name,
            sum(row.waiting for row in jobs if row.queue == name),
            min((row.oldest for row in jobs if row.queue == name and row.oldest), default=None),
            max(
                (row.last_done for row in jobs if row.queue == name and row.last_done), default=None
            ),
        )
        for name in names
    )


def _failures(session: Session, offices: dict[int, Office]) -> tuple[Failure, ...]:
    rows = session.execute(
        select(
            OutboxJob.district_id,
            OutboxJob.id,
            OutboxJob.name,
            OutboxJob.failed_at,
            OutboxJob.attempts,
            OutboxJob.problem,
        )
        .where(OutboxJob.failed_at.is_not(None))
        .order_by(OutboxJob.failed_at.desc())
        .limit(MOST_FAILURES)
    )
    return tuple(
        Failure(
            office=offices[row.district_id],
            job_id=row.id,
            job_name=row.name,
            failed_at=row.failed_at,
            attempts=row.attempts,
            problem=row.problem or "",
        )
        for row in rows
        if row.district_id in offices
    )


def _part(
    office: Office, rebuild: Rebuild, part: RebuildPart | None, waiting: int, ahead: int
) -> PartState:
    is_over = rebuild.finished_at is not None or bool(part and part.done_at)
    knows = is_over or bool(part and part.serial >= rebuild.serial)
    if part is None or part.months is None:
        stopped = part is not None and part.is_stopped
        return PartState(office, ahead=0 if is_over else ahead, is_stopped=stopped, knows=knows)
    aside = len(part.put_aside)
    return PartState(
        office,
        counted=max(part.months - waiting - aside, 0),
        waiting=waiting,
        put_aside=aside,
        has_begun=True,
        is_stopped=part.is_stopped,
        knows=knows,
        done_at=part.done_at,
    )
