"""Lists of papers: what waits for the reader, and everything that is on file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.paging import PAGE_SIZE, Page
from tenants.orders.models import Order, OrderKind, OrderState, OrderStep, SigningBatch, Step
from tenants.orders.queries import HEAVY, in_reach

RECENT_BATCHES = 3


@dataclass(frozen=True)
class Duties:
    """What the reader may do to papers: it decides what waits for them."""

    drafts: bool
    proposes: bool
    signs: bool


@dataclass(frozen=True)
class Filters:
    """Choices above the list; None is everything. `year` is the Buddhist year of the number."""

    kind: OrderKind | None = None
    state: OrderState | None = None
    year: int | None = None


@dataclass(frozen=True)
class Line:
    """A paper in a list, with the last step of its way."""

    order: Order
    last: Step | None

    @property
    def waits_for_signature(self) -> bool:
        return self.order.state == OrderState.PROPOSED

    @property
    def came_back(self) -> bool:
        return self.last in {Step.RETURNED, Step.SENT_BACK}


def waiting_for(session: Session, within: Within, duties: Duties) -> list[Line]:
    """What waits for this reader: signatures first, then what came back, the oldest first."""
    wanted = _wanted(duties)
    if wanted is None:
        return []
    last = _last_step()
    rows = session.execute(
        select(Order, last)
        .where(in_reach(within), wanted)
        .order_by(
            (Order.state == OrderState.PROPOSED.value).desc(),
            Order.proposed_at,
            Order.drafted_at,
            Order.id,
        )
        .options(*HEAVY)
    )
    return [_line(order, step) for order, step in rows]


def papers(session: Session, within: Within, filters: Filters, *, page: int = 1) -> Page[Line]:
    """Every paper, the newest first: drafts, then by number."""
    conditions = [in_reach(within), *_conditions(filters)]
    number = max(1, page)
    rows = session.execute(
        select(Order, _last_step(), func.count().over())
        .where(*conditions)
        .order_by(
            func.coalesce(Order.signed_at, Order.drafted_at).desc(),
            Order.number.desc(),
            Order.id.desc(),
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(*HEAVY)
    ).all()
    return Page([_line(row[0], row[1]) for row in rows], number, rows[0][2] if rows else 0)


def years_of(session: Session) -> list[int]:
    """The Buddhist years in which the office signed papers, the newest first."""
    found = session.scalars(
        select(Order.number_year).where(Order.number_year.is_not(None)).distinct()
    )
    return sorted((year for year in found if year is not None), reverse=True)


def recent_batches(session: Session) -> Sequence[SigningBatch]:
    """The batches that were signed last, so that one left halfway is found again."""
    return session.scalars(
        select(SigningBatch).order_by(SigningBatch.signed_at.desc()).limit(RECENT_BATCHES)
    ).all()


def _wanted(duties: Duties) -> ColumnElement[bool] | None:
    drafts = Order.state == OrderState.DRAFT.value
    last = _last_step()
    found: list[ColumnElement[bool]] = []
    if duties.signs:
        found.append(Order.state == OrderState.PROPOSED.value)
    if duties.proposes:
        found.append(and_(drafts, last.in_([Step.SUBMITTED.value, Step.SENT_BACK.value])))
    if duties.drafts:
        came_back = last.in_([Step.RETURNED.value, Step.SENT_BACK.value])
        found.append(and_(drafts, or_(last.is_(None), came_back)))
    return or_(*found) if found else None


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.kind is not None:
        found.append(Order.kind == filters.kind.value)
    if filters.state is not None:
        found.append(Order.state == filters.state.value)
    if filters.year is not None:
        found.append(Order.number_year == filters.year)
    return found


def _last_step() -> ScalarSelect[str]:
    return (
        select(OrderStep.step)
        .where(OrderStep.order_id == Order.id)
        .order_by(OrderStep.taken_at.desc(), OrderStep.id.desc())
        .limit(1)
        .correlate(Order)
        .scalar_subquery()
    )


def _line(order: Order, step: str | None) -> Line:
    return Line(order, None if step is None else Step(step))
