"""Taking boundaries over. They are the city's, so one import serves all offices."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from city.districts.boundaries import CREDIT, Outline
from core.tenancy import scope
from core.tenancy.models import Boundary


def import_boundaries(
    session: Session, *, outlines: list[Outline], now: datetime, credit: str = CREDIT
) -> int:
    """Store the outlines that differ from what is stored; returns how many rows changed."""
    scope.name_change(session, "boundaries:imported")
    stored = {row.office_code: row for row in session.scalars(select(Boundary))}
    changed = 0
    for outline in outlines:
        row = stored.get(outline.code)
        if row is None:
            row = Boundary(office_code=outline.code, rings=[], credit="", imported_at=now)
            session.add(row)
        if row.rings == outline.rings and row.credit == credit:
            continue
        row.rings, row.credit, row.imported_at = outline.rings, credit, now
        changed += 1
    session.flush()
    return changed
