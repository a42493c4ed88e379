"""Reads of the people who may sign in to an office, without anything that lets them in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from core.errors import NotFound
from core.identity.models import Account, Membership, SignInPass
from core.paging import PAGE_SIZE, Page
from tenants.registry.models import Community


@dataclass(frozen=True)
class Filters:
    """What a reader asked the list for; `ended` shows the roles that are over instead."""

    text: str = ""
    role: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Line:
    """A role of a person in the office, with the newest slip or code that was issued to the person."""

    membership: Membership
    username: str
    disabled_at: datetime | None
    community: str | None
    last_pass: SignInPass | None


def people(session: Session, filters: Filters, *, today: date, number: int = 1) -> Page[Line]:
    """A page of the office's people by name: one statement, the total included."""
    number = max(1, number)
    statement = (
        _lines(func.count().over())
        .where(*_conditions(filters, today))
        .order_by(Membership.name, Membership.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    rows = session.execute(statement).all()
    return Page(items=[_line(row) for row in rows], number=number, total=rows[0][5] if rows else 0)


def person(session: Session, membership_id: UUID) -> Line:
    """One role of a person; NotFound for those of other offices."""
    row = session.execute(_lines().where(Membership.id == membership_id)).one_or_none()
    if row is None:
        raise NotFound("This person does not exist.")
    return _line(row)


def passes_of(session: Session, account_id: UUID, *, limit: int = 10) -> list[SignInPass]:
    """The newest slips and codes that this office issued to a person."""
    return list(
        session.scalars(
            select(SignInPass)
            .where(SignInPass.account_id == account_id)
            .order_by(SignInPass.issued_at.desc())
            .limit(limit)
        )
    )


def _lines(*more: ColumnElement[Any]) -> Select[Any]:
    newest = aliased(
        SignInPass,
        select(SignInPass)
        .where(SignInPass.account_id == Membership.account_id)
        .order_by(SignInPass.issued_at.desc())
        .limit(1)
        .lateral(),
    )
    # The office may read these columns of an account and no others.
    return (
        select(Membership, Account.username, Account.disabled_at, Community.name, newest, *more)
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(Community, Community.id == Membership.community_id)
        .outerjoin(newest, true())
    )


def _line(row: Any) -> Line:
    return Line(*row[:5])


def _conditions(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    over = Membership.last_day.is_not(None) & (Membership.last_day < today)
    conditions = [over if filters.ended else ~over]
    if filters.text:
        conditions.append(
            or_(
                *(
                    column.icontains(filters.text, autoescape=True)
                    for column in (Membership.name, Membership.position, Account.username)
                )
            )
        )
    if filters.role:
        conditions.append(Membership.role == filters.role)
    return conditions
