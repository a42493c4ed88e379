"""Reads of looks: in a district's scope its own, in the department's those of a person in all districts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.marks import mark
from core.oversight.models import OversightLook, OversightView
from core.tenancy.models import Office

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A look in a list; `ended_at` is when it could no longer be used, `views` how many pages were asked for.

    `minutes_left` is begun minutes, by the database's clock; it is filled in the department's scope alone.
    """

    look: OversightLook
    office: Office
    is_open: bool
    views: int = 0
    minutes_left: int = 0

    @property
    def ended_at(self) -> datetime:
        return self.look.closed_at or self.look.ends_at


def is_open() -> ColumnElement[bool]:
    """Whether a look can be used at this moment, by the database's clock."""
    return and_(OversightLook.closed_at.is_(None), OversightLook.ends_at > func.clock_timestamp())


def look_into(session: Session, *, slug: str, account_id: UUID, session_id: UUID) -> Listed | None:
    """A person's look into the district of this slug, begun in this very session; the department's scope.

    The one that can be used now, else the last one, which is over.
    """
    row = session.execute(
        select(OversightLook, Office, is_open())
        .join(Office, Office.code == OversightLook.district_id)
        .where(
            Office.slug == slug,
            OversightLook.account_id == account_id,
            OversightLook.session_id == session_id,
        )
        .order_by(is_open().desc(), OversightLook.opened_at.desc())
        .limit(1)
    ).one_or_none()
    return Listed(*row) if row else None


def looking_now(session: Session, account_id: UUID, session_id: UUID) -> OversightLook | None:
    """A person's look into the open district that can be used now."""
    return session.scalars(
        select(OversightLook)
        .where(
            OversightLook.account_id == account_id,
            OversightLook.session_id == session_id,
            is_open(),
        )
        .limit(1)
    ).one_or_none()


def open_into(
    session: Session, *, code: int, account_id: UUID, session_id: UUID
) -> OversightLook | None:
    """A person's look into one district that can be used now; the department's scope."""
    return session.scalars(
        select(OversightLook)
        .where(
            OversightLook.district_id == code,
            OversightLook.account_id == account_id,
            OversightLook.session_id == session_id,
            is_open(),
        )
        .limit(1)
    ).one_or_none()


def own_looks(session: Session, account_id: UUID) -> list[Listed]:
    """The newest looks of a person into any district, the open ones first; the department's scope."""
    rows = session.execute(
        select(OversightLook, Office, is_open(), _minutes_left())
        .join(Office, Office.code == OversightLook.district_id)
        .where(OversightLook.account_id == account_id)
        .order_by(is_open().desc(), OversightLook.opened_at.desc())
        .limit(PAGE)
    )
    return [_own(*row) for row in rows]


def all_looks(session: Session, *, page: int = 1) -> list[Listed]:
    """Everybody's looks, the newest first, one more than a page holds; for those who check the department."""
    rows = session.execute(
        select(OversightLook, Office, is_open(), _minutes_left())
        .join(Office, Office.code == OversightLook.district_id)
        .order_by(OversightLook.opened_at.desc(), OversightLook.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    return [_own(*row) for row in rows]


def any_look(session: Session, code: int, look_id: UUID) -> Listed:
    """One look, whoever opened it; for those who check the department."""
    return _one(session, OversightLook.district_id == code, OversightLook.id == look_id)


def own_look(session: Session, account_id: UUID, code: int, look_id: UUID) -> Listed:
    """One look of a person; NotFound for another's. The department's scope."""
    return _one(
        session,
        OversightLook.district_id == code,
        OversightLook.id == look_id,
        OversightLook.account_id == account_id,
    )


def _one(session: Session, *conditions: ColumnElement[bool]) -> Listed:
    row = session.execute(
        select(OversightLook, Office, is_open(), _minutes_left())
        .join(Office, Office.code == OversightLook.district_id)
        .where(*conditions)
    ).one_or_none()
    if row is None:
        raise NotFound(mark("This look does not exist."))
    return _own(*row)


def _own(look: OversightLook, office: Office, usable: bool, minutes: Decimal) -> Listed:  # noqa: FBT001 - columns of a row
    return Listed(look, office, usable, minutes_left=int(minutes) if usable else 0)


def _minutes_left() -> ColumnElement[Decimal]:
    left = func.extract("epoch", OversightLook.ends_at - func.clock_timestamp())
    return func.ceil(left / 60)


def looks_here(session: Session, *, page: int = 1) -> list[Listed]:
    """The looks into the open district, the newest first; one more than a page holds, where there is one."""
    views = (
        select(OversightView.look_id, func.count().label("number"))
        .group_by(OversightView.look_id)
        .subquery()
    )
    rows = session.execute(
        select(
            OversightLook,
            Office,
            is_open(),
            func.coalesce(OversightLook.pages_asked, views.c.number, 0),
        )
        .join(Office, Office.code == OversightLook.district_id)
        .outerjoin(views, views.c.look_id == OversightLook.id)
        .order_by(OversightLook.opened_at.desc(), OversightLook.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    return [Listed(*row) for row in rows]


@dataclass(frozen=True)
class Seen:
    """A page that was asked for in a look: what it called itself, how often, and when first and last."""

    path: str
    title: str
    times: int
    first: datetime
    last: datetime


def look_here(session: Session, look_id: UUID) -> tuple[Listed, list[Seen]]:
    """One look into the open district with the pages that were asked for; NotFound where there is none."""
    row = session.execute(
        select(OversightLook, Office, is_open())
        .join(Office, Office.code == OversightLook.district_id)
        .where(OversightLook.id == look_id)
    ).one_or_none()
    if row is None:
        raise NotFound(mark("This look does not exist."))
    pages = session.execute(
        select(
            OversightView.path,
            func.max(OversightView.title),
            func.count(),
            func.min(OversightView.seen_at),
            func.max(OversightView.seen_at),
        )
        .where(OversightView.look_id == look_id)
        .group_by(OversightView.path)
        .order_by(func.min(OversightView.seen_at))
    )
    seen = [Seen(*page) for page in pages]
    look: OversightLook = row[0]
    asked = sum(each.times for each in seen) if look.pages_asked is None else look.pages_asked
    return Listed(look, row[1], row[2], asked), seen
