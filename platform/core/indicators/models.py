from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, TenantRow


class Fact(TenantRow, Base):
    """The value of a measure in a district and month; `zone_id` is empty for the whole district."""

    __tablename__ = "facts"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (
        UniqueConstraint(
            "district_id",
            "month",
            "measure",
            "zone_id",
            "state",
            postgresql_nulls_not_distinct=True,
            name="uq_facts_cell",
        ),
        # What the city reads: one measure over many months, answered from the index alone.
        Index(
            "ix_facts_of_districts",
            "district_id",
            "measure",
            "month",
            "state",
            postgresql_include=["value", "is_example"],
            postgresql_where=text("zone_id IS NULL"),
        ),
        Index(
            "ix_facts_of_zones",
            "district_id",
            "measure",
            "month",
            "state",
            "zone_id",
            postgresql_include=["value"],
            postgresql_where=text("zone_id IS NOT NULL"),
        ),
    )

    measure: Mapped[str]
    month: Mapped[date]
    zone_id: Mapped[UUID | None]
    state: Mapped[str]
    value: Mapped[Decimal]
    is_example: Mapped[bool]


class FillState(TenantRow, Base):
    """When a district's month was last counted, and on which stock day: the ledger of the facts."""

    __tablename__ = "fill_states"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (UniqueConstraint("district_id", "month"),)

    month: Mapped[date]
    stock_day: Mapped[date]
    filled_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    is_example: Mapped[bool]


class DirtyMark(Base):
    """A month that changed. Marks are appended without a unique key: writers never wait for each other."""

    __tablename__ = "dirty_marks"
    table_class: ClassVar[TableClass] = TableClass.OPERATIONS

    district_id: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("offices.code"), primary_key=True
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    source: Mapped[str]
    month: Mapped[date]
    marked_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
