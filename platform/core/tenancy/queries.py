"""Reads of the catalogue, open to every scope, and the note that an office opened the platform."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.tenancy.models import (
    Boundary,
    Installation,
    Office,
    OfficeKind,
    PublishedFigure,
    RegisteredPopulation,
    Subdistrict,
)


def office(session: Session, code: int) -> Office:
    return session.get_one(Office, code)


def code_of_slug(session: Session, slug: str) -> int | None:
    """The code of the office whose pages begin with `/d/<slug>`; None where there is none."""
    return session.scalars(select(Office.code).where(Office.slug == slug)).one_or_none()


def is_district(session: Session, code: int) -> bool:
    """Whether a district office has this code: neither the department's nor one for training."""
    found = session.get(Office, code)
    return found is not None and found.kind == OfficeKind.DISTRICT


def districts(session: Session) -> list[Office]:
    """The 50 districts, by code."""
    return list(
        session.scalars(
            select(Office).where(Office.kind == OfficeKind.DISTRICT).order_by(Office.code)
        )
    )


def subdistricts_of(session: Session, office_code: int) -> list[Subdistrict]:
    return list(
        session.scalars(
            select(Subdistrict)
            .where(Subdistrict.office_code == office_code)
            .order_by(Subdistrict.code)
        )
    )


def population_of(session: Session, office_code: int) -> RegisteredPopulation | None:
    """The newest registered population of a district."""
    return session.scalars(
        select(RegisteredPopulation)
        .where(RegisteredPopulation.office_code == office_code)
        .order_by(RegisteredPopulation.as_of.desc())
        .limit(1)
    ).one_or_none()


def populations(session: Session) -> dict[int, RegisteredPopulation]:
    """The newest registered population of each district."""
    newest = (
        select(
            RegisteredPopulation.office_code, func.max(RegisteredPopulation.as_of).label("as_of")
        )
        .group_by(RegisteredPopulation.office_code)
        .subquery()
    )
    rows = session.scalars(
        select(RegisteredPopulation).join(
            newest,
            (RegisteredPopulation.office_code == newest.c.office_code)
            & (RegisteredPopulation.as_of == newest.c.as_of),
        )
    )
    return {row.office_code: row for row in rows}


def published_figures(session: Session, office_code: int) -> dict[str, PublishedFigure]:
    """What documents published about an office, by key."""
    return {
        row.key: row
        for row in session.scalars(
            select(PublishedFigure).where(PublishedFigure.office_code == office_code)
        )
    }


def boundaries(session: Session) -> dict[int, Boundary]:
    """The outlines that were imported, by district; empty before the import."""
    return {row.office_code: row for row in session.scalars(select(Boundary))}


def boundary_of(session: Session, office_code: int) -> Boundary | None:
    return session.get(Boundary, office_code)


def is_demo(session: Session) -> bool:
    return bool(session.scalars(select(Installation.demo)).first())


def note_opening(session: Session, office_code: int, now: datetime) -> None:
    """An officer of this office was here: the department sees which offices have not opened this month."""
    session.execute(
        update(Office)
        .where(Office.code == office_code)
        .values(last_opened_at=now, first_opened_at=func.coalesce(Office.first_opened_at, now))
    )
