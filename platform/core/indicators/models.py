from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
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

from core.db import Base, TableClass, TenantRow, uuid7


class Fact(TenantRow, Base):
    """The value of a measure in a month.

    Of the whole district where `zone_id` and `community_id` are empty, of a zone where `community_id`
    is, of a community otherwise; that row carries the community's zone at the end of the month.
    `state` is a `FactState`.

    The office is no foreign key here: a key is checked row by row, which was nearly half of the time
    of counting. A counting writes the month's `FillState` in the same transaction, and that has the key.
    """

    __tablename__ = "facts"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (
        UniqueConstraint(
            "district_id",
            "month",
            "measure",
            "zone_id",
            "community_id",
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
            postgresql_where=text("zone_id IS NULL AND community_id IS NULL"),
        ),
        Index(
            "ix_facts_of_zones",
            "district_id",
            "measure",
            "month",
            "state",
            "zone_id",
            postgresql_include=["value"],
            postgresql_where=text("zone_id IS NOT NULL AND community_id IS NULL"),
        ),
        Index(
            "ix_facts_of_communities",
            "district_id",
            "measure",
            "month",
            "state",
            "community_id",
            postgresql_include=["value", "zone_id"],
            postgresql_where=text("community_id IS NOT NULL"),
        ),
    )

    district_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, sort_order=-20)
    measure: Mapped[str]
    month: Mapped[date]
    zone_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    state: Mapped[str]
    value: Mapped[Decimal]
    is_example: Mapped[bool]


class FactState(StrEnum):
    """Which records a fact counts."""

    ALL = "all"
    """All that were reported."""
    ACCEPTED = "accepted"
    """Those that the section has accepted; only of measures whose records are accepted one by one."""
    APPROVED = "approved"
    """A copy made when the director approved the month: what was accepted then. Never counted again."""


class FillState(TenantRow, Base):
    """When a district's month was last counted, and on which stock day: the ledger of the facts.

    `approved_at` is set while the month's approved facts are the ones that count.
    """

    __tablename__ = "fill_states"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (UniqueConstraint("district_id", "month"),)

    month: Mapped[date]
    stock_day: Mapped[date]
    filled_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    is_example: Mapped[bool]
    approved_at: Mapped[datetime | None]


class FactsProof(TenantRow, Base):
    """What the proof of one night found in a district: how many cells it compared, how many differed."""

    __tablename__ = "facts_proofs"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (UniqueConstraint("district_id", "day"),)

    day: Mapped[date]
    cells: Mapped[int]
    drifted: Mapped[int]
    proved_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Rebuild(TenantRow, Base):
    """A full counting of all districts that the department asked for; it belongs to the department.

    `tally` names the one tally to be counted, or is empty for all. One runs at a time. `serial`
    counts what the districts were told: to begin, to stop, to go on.
    """

    __tablename__ = "rebuilds"
    __table_args__ = (
        Index(
            "uq_rebuilds_running",
            "district_id",
            unique=True,
            postgresql_where=text("finished_at IS NULL AND stopped_at IS NULL"),
        ),
    )

    tally: Mapped[str | None]
    serial: Mapped[int] = mapped_column(SmallInteger, default=1)
    started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    started_by: Mapped[str]
    stopped_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RebuildPart(TenantRow, Base):
    """A district's part of a rebuild. Its months that wait have marks with its `source`.

    `months` is how many it has in all, empty as long as it has not begun. `put_aside` are the months
    (first days) that were waiting when it was stopped. What was told with a lower `serial` is old.
    """

    __tablename__ = "rebuild_parts"
    table_class: ClassVar[TableClass] = TableClass.REPORTED
    __table_args__ = (UniqueConstraint("district_id", "rebuild_id"),)

    rebuild_id: Mapped[UUID]
    source: Mapped[str]
    serial: Mapped[int] = mapped_column(SmallInteger)
    months: Mapped[int | None] = mapped_column(SmallInteger)
    put_aside: Mapped[list[Any]] = mapped_column(default=list)
    is_stopped: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None]


class CountedTally(TenantRow, Base):
    """Which tallies this district's months were counted with: an upgrade that adds some finds out here.

    `measures` are the measures' keys with their states.
    """

    __tablename__ = "counted_tallies"
    __table_args__ = (UniqueConstraint("district_id", "tally"),)

    tally: Mapped[str]
    measures: Mapped[list[Any]]


class DefinitionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class IndicatorDefinition(Base):
    """นิยามตัวชี้วัด: one version of an indicator. A published version never changes; a newer one follows it.

    `numerator` and `denominator` are expressions over measure keys. `window` is how many full months
    `every_month` looks at; empty: the months of the period that is read. `zero_is_unknown`: a sum of zero
    means that nobody has recorded anything. `steps` divide the colours of the maps. `evidence` are
    `EvidenceKind` values. `choice_th` and `choice_en` say which reading of an ambiguous target this is.
    """

    __tablename__ = "indicator_definitions"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    key: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str]
    title_th: Mapped[str]
    title_en: Mapped[str]
    short_th: Mapped[str]
    short_en: Mapped[str]
    definition_th: Mapped[str]
    definition_en: Mapped[str]
    choice_th: Mapped[str]
    choice_en: Mapped[str]
    source_th: Mapped[str]
    source_en: Mapped[str]
    unit_th: Mapped[str]
    unit_en: Mapped[str]
    numerator: Mapped[str]
    denominator: Mapped[str | None]
    scale: Mapped[int]
    decimals: Mapped[int] = mapped_column(SmallInteger)
    direction: Mapped[str]
    level: Mapped[str]
    roll_up: Mapped[str]
    period: Mapped[str]
    window: Mapped[int | None] = mapped_column(SmallInteger)
    zero_is_unknown: Mapped[bool]
    steps: Mapped[list[Any]]
    evidence: Mapped[list[Any]]
    state: Mapped[str]
    row_version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_at: Mapped[datetime | None]


class IndicatorTarget(Base):
    """ค่าเป้าหมาย: what an indicator should reach, from a day on, until a later one takes its place.

    For every district where `office_code` is empty, for the city as a whole where it is 1000.
    """

    __tablename__ = "indicator_targets"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL
    __table_args__ = (
        UniqueConstraint("key", "office_code", "valid_from", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    key: Mapped[str]
    office_code: Mapped[int | None] = mapped_column(SmallInteger, ForeignKey("offices.code"))
    valid_from: Mapped[date]
    value: Mapped[Decimal | None]
    source: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class IndicatorRetirement(Base):
    """An indicator ends: no period that begins in `from_month` or later shows it. What was before stays.

    It holds until a version of the indicator is published after it.
    """

    __tablename__ = "indicator_retirements"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    key: Mapped[str]
    from_month: Mapped[date]
    reason: Mapped[str]
    retired_by: Mapped[str]
    retired_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ZoneNumber(TenantRow, Base):
    """The number of a zone, which is no secret: the department and the district call a zone by the same one.

    The id is the zone's own. A trigger on the zones keeps it; nothing else writes it.
    """

    __tablename__ = "zone_numbers"
    table_class: ClassVar[TableClass] = TableClass.REPORTED

    number: Mapped[int] = mapped_column(SmallInteger)


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
