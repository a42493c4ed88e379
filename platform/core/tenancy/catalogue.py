"""The catalogue that every database begins with: offices, population, published figures, indicators.

Seeding again changes only what the product itself has corrected; nothing that people typed is here.
"""

from datetime import date
from typing import cast

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from core.db import Base, uuid7
from core.indicators.seed import seed_indicators
from core.regulations.keys import SEED
from core.regulations.models import RegulationValue
from core.tenancy import models
from core.tenancy.seed.offices import (
    offices,
    published_figures,
    subdistricts,
    tile_positions,
)

_DECEMBERS = {
    "pop_2568_total": (date(2025, 12, 31), "houses_2568"),
    "pop_2565_total": (date(2022, 12, 31), None),
    "pop_2563_total": (date(2020, 12, 31), None),
}
_POPULATION_SOURCE = "กรมการปกครอง สถิติประชากรทางการทะเบียนราษฎร"


def seed_catalogue(connection: Connection) -> None:
    """Fill or correct the global tables from the package's own seed files."""
    tiles = {tile.code: tile for tile in tile_positions()}
    rows = list(offices())
    _upsert(
        connection,
        models.Office,
        [
            {
                "code": row.code,
                "kind": row.kind.value,
                "slug": row.slug,
                "name_th": row.name_th,
                "name_en": row.name_en,
                "group_code": row.group_code,
                "group_th": row.group_th,
                "group_en": row.group_en,
                "label_lat": row.label_lat,
                "label_lon": row.label_lon,
                "tile_column": tiles[row.code].column if row.code in tiles else None,
                "tile_row": tiles[row.code].row if row.code in tiles else None,
            }
            for row in rows
        ],
    )
    _upsert(
        connection,
        models.RegisteredPopulation,
        [
            {
                "office_code": row.code,
                "as_of": as_of,
                "people": getattr(row, column),
                "houses": getattr(row, houses) if houses else None,
                "source": _POPULATION_SOURCE,
            }
            for row in rows
            for column, (as_of, houses) in _DECEMBERS.items()
            if getattr(row, column) is not None
        ],
    )
    _upsert(
        connection,
        models.Subdistrict,
        [
            {
                "code": row.code,
                "office_code": row.office_code,
                "name_th": row.name_th,
                "name_en": row.name_en,
            }
            for row in subdistricts()
        ],
    )
    _upsert(
        connection,
        models.PublishedFigure,
        [
            {
                "office_code": row.office_code,
                "key": row.key,
                "as_of": row.as_of_month,
                "value": row.value,
                "source_th": row.source_th,
                "source_en": row.source_en,
            }
            for row in published_figures()
        ],
    )
    connection.execute(
        insert(RegulationValue).on_conflict_do_nothing(index_elements=["key", "valid_from"]),
        [
            {
                "key": entry.key.key,
                "valid_from": entry.valid_from,
                "value": dict(entry.value),
                "source": entry.source,
                "confirmed": False,
                "recorded_by": "",
            }
            for entry in SEED
        ],
    )
    seed_indicators(connection)
    if not connection.execute(select(func.count()).select_from(models.Installation)).scalar_one():
        connection.execute(insert(models.Installation).values(id=uuid7(), demo=False))


def _upsert(connection: Connection, model: type[Base], rows: list[dict[str, object]]) -> None:
    table = cast("Table", model.__table__)
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: statement.excluded[name] for name in rows[0] if name not in keys},
        ),
        rows,
    )
