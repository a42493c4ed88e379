"""The indicators that every database begins with: the catalogue's fourteen, those of the BMA, and plain counts.

Version 1 of each is published; further versions are drafts: other readings of an ambiguous target
that the department may preview and publish (M87-M90). Seeding again changes nothing that is there.
"""

import json
from datetime import datetime
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from core.db import uuid7
from core.i18n.dates import BANGKOK
from core.indicators.models import DefinitionState, IndicatorDefinition, IndicatorTarget

PUBLISHED_AT = datetime(2026, 10, 1, tzinfo=BANGKOK)
"""The beginning of fiscal year 2570."""


def seed_indicators(connection: Connection) -> None:
    """Add the indicators that the database has never had.

    What the department drafted, published, discarded or set stays as it is: of an indicator that is
    there nothing is added, neither versions nor targets.
    """
    known = set(connection.execute(select(IndicatorDefinition.key).distinct()).scalars())
    definitions = [row for row in seeded("definitions") if row["key"] not in known]
    targets = [row for row in seeded("targets") if row["key"] not in known]
    if definitions:
        connection.execute(
            insert(IndicatorDefinition).on_conflict_do_nothing(),
            [_stored(row) for row in definitions],
        )
    if targets:
        connection.execute(
            insert(IndicatorTarget).on_conflict_do_nothing(),
            [{**row, "id": uuid7(), "recorded_by": ""} for row in targets],
        )


def _stored(row: dict[str, Any]) -> dict[str, Any]:
    published = row["version"] == 1
    return {
        **row,
        "state": (DefinitionState.PUBLISHED if published else DefinitionState.DRAFT).value,
        "row_version": 1,
        "changed_by": "",
        "published_at": PUBLISHED_AT if published else None,
    }


def seeded(name: str) -> list[dict[str, Any]]:
    """The rows of the package: "definitions" or "targets"."""
    text = files(__name__).joinpath("indicators.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)[name]
    return rows
