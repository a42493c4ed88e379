"""What stands around figures of districts: when they were counted, who approved, the proof, groups of peers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, null, select, true
from sqlalchemy.orm import Session

from city.districts.queries import Outlined
from core.i18n.sorting import thai_sort_key
from core.indicators.definitions import Catalogue, Definition
from core.indicators.figures import Figure, Figures, Place, Standing
from core.indicators.models import FactsProof, FillState, ZoneNumber
from core.indicators.spans import Span
from core.tenancy.models import Boundary, Office, OfficeKind, PublishedFigure

REGISTER = "registry.communities"

SIZES = ((10, 30), (30, 50), (50, None))
"""Groups of districts by communities: from the first number on, below the second (F91)."""

SIZE = "size-"
"""How a group by size stands in an address: size-1 to size-3."""


@dataclass(frozen=True)
class Filled:
    """When a district's months of a span were counted last, how many were, and how many are approved."""

    at: datetime
    stock_day: date
    months: int
    approved: int


@dataclass(frozen=True)
class Ledger:
    """The ledger of a span by district, and a mark that changes whenever any fact was counted again."""

    districts: Mapping[int, Filled]
    newest: datetime | None
    mark: str
    since: Mapping[int, date] = field(default_factory=dict)
    """The first month that was ever counted, of each district that has one."""
    approved_months: int = 0
    """Of all districts and of all time."""


@dataclass(frozen=True)
class Proof:
    """What the newest proof found in all districts together."""

    day: date
    districts: int
    cells: int
    drifted: int


@dataclass(frozen=True)
class Progress:
    """How many districts have approved every month of a span, report without approval, and are silent."""

    approved: int
    reported: int
    silent: int

    @property
    def all(self) -> int:
        return self.approved + self.reported + self.silent


@dataclass(frozen=True)
class Published:
    """A figure that a document printed: never rolled up (M12-M17)."""

    value: Decimal
    as_of: date
    source_th: str
    source_en: str


@dataclass(frozen=True)
class Surroundings:
    """The 50 districts in the order of a Thai dictionary, with the ledger of a span and the newest proof."""

    districts: Sequence[Outlined]
    has_outlines: bool
    ledger: Ledger
    proof: Proof | None
    zone_numbers: Mapping[UUID, int] = field(default_factory=dict)
    """Of the district that was asked for, the smallest first."""

    @property
    def offices(self) -> list[Office]:
        return [each.office for each in self.districts]


def surroundings(
    session: Session, span: Span, *, rings: bool = False, zones_of: int | None = None
) -> Surroundings:
    """What stands around figures, in one statement; outlines and numbers of zones only where asked for."""
    books, proof = _books(span).subquery("books"), _newest_proof().subquery("proof")
    rows = session.execute(
        select(
            Office,
            Boundary.office_code.label("outline"),
            (Boundary.rings if rings else null()).label("rings"),
            Boundary.credit,
            _numbers_of(zones_of).label("zone_numbers"),
            *(books.c[name].label(f"books_{name}") for name in books.c.keys()),  # noqa: SIM118 - a collection of columns
            *(proof.c[name].label(f"proof_{name}") for name in proof.c.keys()),  # noqa: SIM118 - a collection of columns
        )
        .outerjoin(Boundary, Boundary.office_code == Office.code)
        .outerjoin(books, books.c.district_id == Office.code)
        .outerjoin(proof, true())
        .where(Office.kind == OfficeKind.DISTRICT)
    ).all()
    found = [Outlined(row[0], row.rings or [], row.credit or "") for row in rows]
    found.sort(key=lambda each: thai_sort_key(each.office.name_th))
    proved = next((row for row in rows if row.proof_day), None)
    return Surroundings(
        districts=found,
        has_outlines=any(row.outline is not None for row in rows),
        ledger=_ledger(
            _Book(
                row.books_district_id,
                row.books_since,
                row.books_newest,
                row.books_all_months,
                row.books_all_approved,
                row.books_at,
                row.books_stock_day,
                row.books_months,
                row.books_approved,
            )
            for row in rows
            if row.books_district_id is not None
        ),
        proof=Proof(
            proved.proof_day,
            proved.proof_districts,
            int(proved.proof_cells),
            int(proved.proof_drifted),
        )
        if proved
        else None,
        zone_numbers=_by_number(next((row.zone_numbers for row in rows if row.zone_numbers), {})),
    )


def _numbers_of(code: int | None) -> ColumnElement[Any]:
    """The numbers of one district's zones by their ids."""
    if code is None:
        return null()
    return (
        select(func.jsonb_object_agg(ZoneNumber.id, ZoneNumber.number))
        .where(ZoneNumber.district_id == Office.code, Office.code == code)
        .scalar_subquery()
    )


def _by_number(numbers: Mapping[str, int]) -> dict[UUID, int]:
    ordered = sorted(numbers.items(), key=lambda each: each[1])
    return {UUID(zone): number for zone, number in ordered}


def ledger(session: Session) -> Ledger:
    """When each district was counted last; one small statement, good enough for a poll."""
    return _ledger(_Book(*row) for row in session.execute(_books(None)))


class _Book(NamedTuple):
    district_id: int
    since: date
    newest: datetime
    all_months: int
    all_approved: int
    at: datetime | None
    stock_day: date | None
    months: int
    approved: int


def _books(span: Span | None) -> Select[*tuple[Any, ...]]:
    inside = FillState.month.between(span.first, span.last) if span else false()
    return select(
        FillState.district_id,
        func.min(FillState.month).label("since"),
        func.max(FillState.filled_at).label("newest"),
        func.count().label("all_months"),
        func.count(FillState.approved_at).label("all_approved"),
        func.max(FillState.filled_at).filter(inside).label("at"),
        func.max(FillState.stock_day).filter(inside).label("stock_day"),
        func.count().filter(inside).label("months"),
        func.count(FillState.approved_at).filter(inside).label("approved"),
    ).group_by(FillState.district_id)


def _ledger(books: Iterable[_Book]) -> Ledger:
    known = list(books)
    newest = max((book.newest for book in known), default=None)
    count = sum(book.all_months for book in known)
    approved = sum(book.all_approved for book in known)
    return Ledger(
        districts={
            book.district_id: Filled(book.at, book.stock_day, book.months, book.approved)
            for book in known
            if book.at and book.stock_day
        },
        newest=newest,
        mark=f"{count}-{approved}-{newest.timestamp() if newest else 0:.6f}",
        since={book.district_id: book.since for book in known},
        approved_months=approved,
    )


def _newest_proof() -> Select[*tuple[Any, ...]]:
    """The proof of the last night on which one ran."""
    return (
        select(
            FactsProof.day,
            func.count().label("districts"),
            func.sum(FactsProof.cells).label("cells"),
            func.sum(FactsProof.drifted).label("drifted"),
        )
        .group_by(FactsProof.day)
        .order_by(FactsProof.day.desc())
        .limit(1)
    )


def published(session: Session, codes: Collection[int]) -> dict[int, dict[str, Published]]:
    """What documents printed about these offices, by office and key, the newest of each."""
    found: dict[int, dict[str, Published]] = {}
    for row in session.scalars(
        select(PublishedFigure)
        .where(PublishedFigure.office_code.in_(codes))
        .order_by(PublishedFigure.as_of)
    ):
        found.setdefault(row.office_code, {})[row.key] = Published(
            Decimal(row.value), row.as_of, row.source_th, row.source_en
        )
    return found


def register_of(catalogue: Catalogue) -> Definition | None:
    """The indicator that counts the communities of a district: sizes are taken from it."""
    return next(
        (
            each
            for each in catalogue.current
            if each.numerator.strip() == REGISTER and each.denominator is None
        ),
        None,
    )


def sizes_of(
    known: Figures, register: Definition | None, codes: Collection[int], span: Span
) -> dict[int, int]:
    """How many communities each district has; those that are not known are left out."""
    if register is None:
        return {}
    amounts = {code: known.of(register.key, Place(code), span).amount for code in codes}
    return {code: int(amount) for code, amount in amounts.items() if amount is not None}


def stated(figure: Figure, code: int, span: Span, books: Ledger) -> Figure:
    """Before its first counted month a district has not started: the same words on every page."""
    since = books.since.get(code)
    if figure.standing is Standing.NOT_COUNTED and (since is None or span.last < since):
        return replace(figure, standing=Standing.NOT_STARTED)
    return figure


def in_group(group: str, office: Office, sizes: Mapping[int, int]) -> bool:
    """Whether a district belongs to a group by place, or by size; every one belongs to the empty group."""
    if not group.startswith(SIZE):
        return group in ("", office.group_code)
    size = sizes.get(office.code)
    return size is not None and group == size_group(size)


def size_group(communities: int) -> str:
    """The group by size; empty for districts that are too small to be compared."""
    for number, (first, below) in enumerate(SIZES, start=1):
        if communities >= first and (below is None or communities < below):
            return f"{SIZE}{number}"
    return ""


def is_group(group: str, offices: Sequence[Office]) -> bool:
    sizes = {f"{SIZE}{number}" for number in range(1, len(SIZES) + 1)}
    return group in {"", *sizes, *(office.group_code for office in offices)}


def progress_of(codes: Collection[int], figures: Mapping[int, Figure], books: Ledger) -> Progress:
    """Districts by what they have given for a span.

    Approved: every month of the span. Reported: the indicator has a number. Silent: it has none.
    """
    approved = {code for code in codes if figures[code].is_approved}
    counted = {
        code for code in codes if code in books.districts and figures[code].standing not in _SILENT
    }
    reported = counted - approved
    return Progress(len(approved), len(reported), len(codes) - len(approved | reported))


_SILENT = (Standing.NOT_STARTED, Standing.NOT_COUNTED)
