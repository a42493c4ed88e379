"""The declarative base of all models, the four classes of tables and the helpers that tenant tables are made with."""

import secrets
import time
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Numeric,
    SmallInteger,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    registry,
)

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class TableClass(StrEnum):
    """Who may see the rows of a table. Every model declares one; a guard compares it with the database."""

    TENANT = "tenant"
    """Rows of one office, under forced row-level security."""
    REPORTED = "reported"
    """Tenant rows that the central department may read as well: facts, never papers with names."""
    OPERATIONS = "operations"
    """Written in a district's scope, swept by the workers, who see ids and never content."""
    GLOBAL = "global"
    """One for the whole city: offices, accounts, published editions."""


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={
            datetime: DateTime(timezone=True),
            date: Date(),
            str: Text(),
            Decimal: Numeric(),
            UUID: Uuid(),
            dict[str, Any]: JSONB(),
            list[Any]: JSONB(),
        },
    )
    table_class: ClassVar[TableClass]


def uuid7() -> UUID:
    """A time-ordered identifier (RFC 9562, version 7): 48 bits of milliseconds, 74 of chance."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


class TenantRow:
    """A row of one office: key `(district_id, id)`, the id given before the row is stored."""

    table_class: ClassVar[TableClass] = TableClass.TENANT

    district_id: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("offices.code"), primary_key=True, sort_order=-20
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-19)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid7())
        super().__init__(**values)


class VersionedRow(TenantRow):
    """A row that several people edit: `version` counts its savings, and the last one is signed."""

    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_by: Mapped[str] = mapped_column(default="")


def tenant_foreign_key(
    column: str, table: str, *, on_delete: str = "RESTRICT"
) -> ForeignKeyConstraint:
    """A foreign key that cannot cross offices: row-level security does not look at plain ones."""
    rule = f"SET NULL ({column})" if on_delete == "SET NULL" else on_delete
    return ForeignKeyConstraint(
        ["district_id", column], [f"{table}.district_id", f"{table}.id"], ondelete=rule
    )
