"""The proof of a night: what it found in a district is noted, and a district that drifted is counted again."""

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.i18n.dates import bangkok_today
from core.indicators.models import FactsProof
from core.indicators.service import Comparison, mark_filled_months
from core.tenancy import scope
from core.web.logs import log


def note_proof(session: Session, found: Comparison) -> bool:
    """Note what the comparison of today found in the open district; True where it is to be counted again.

    Done twice in a day, the later one stands.
    """
    office = scope.office_of(session)
    statement = upsert(FactsProof).values(
        district_id=office,
        id=uuid7(),
        day=bangkok_today(),
        cells=found.cells,
        drifted=len(found.drifts),
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["district_id", "day"],
            set_={
                "cells": statement.excluded.cells,
                "drifted": statement.excluded.drifted,
                "proved_at": func.clock_timestamp(),
            },
        )
    )
    if not found.drifts:
        return False
    log.error("facts drifted", district=office, facts=len(found.drifts))
    mark_filled_months(session, "proof")
    return True
