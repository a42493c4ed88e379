from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TableClass, uuid7


class OfficeKind(StrEnum):
    """Only districts enter the city's sums."""

    DISTRICT = "district"
    DEPARTMENT = "department"
    TRAINING = "training"


class Office(Base):
    """สำนักงานเขต (1001-1050, the codes of the Ministry of Interior) or สำนักพัฒนาสังคม (1000)."""

    __tablename__ = "offices"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    code: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    name_th: Mapped[str]
    name_en: Mapped[str]
    group_code: Mapped[str | None]
    group_th: Mapped[str | None]
    group_en: Mapped[str | None]
    label_lat: Mapped[float | None]
    label_lon: Mapped[float | None]
    tile_column: Mapped[int | None] = mapped_column(SmallInteger)
    tile_row: Mapped[int | None] = mapped_column(SmallInteger)
    first_opened_at: Mapped[datetime | None]
    last_opened_at: Mapped[datetime | None]

    @property
    def title_th(self) -> str:
        """The name on paper: สำนักงานเขตบางนา."""
        return f"สำนักงานเขต{self.name_th}" if self.kind == OfficeKind.DISTRICT else self.name_th

    @property
    def title_en(self) -> str:
        if self.kind == OfficeKind.DISTRICT:
            return f"{self.name_en} District Office"
        return self.name_en


class RegisteredPopulation(Base):
    """ประชากรตามทะเบียนราษฎร of a district at the end of a month, with its source."""

    __tablename__ = "registered_population"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    office_code: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("offices.code"), primary_key=True
    )
    as_of: Mapped[date] = mapped_column(primary_key=True)
    people: Mapped[int]
    houses: Mapped[int | None]
    source: Mapped[str]


class PublishedFigure(Base):
    """A figure as a document published it, shown beside computed figures and never rolled up (M12-M17)."""

    __tablename__ = "published_figures"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    office_code: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("offices.code"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int]
    source_th: Mapped[str]
    source_en: Mapped[str]


class Subdistrict(Base):
    """แขวง, by the code of the Department of Provincial Administration."""

    __tablename__ = "subdistricts"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office_code: Mapped[int] = mapped_column(SmallInteger, ForeignKey("offices.code"))
    name_th: Mapped[str]
    name_en: Mapped[str]


class Boundary(Base):
    """A district's outline as imported: rings of longitude and latitude (WGS84)."""

    __tablename__ = "boundaries"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    office_code: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("offices.code"), primary_key=True
    )
    rings: Mapped[list[Any]]
    credit: Mapped[str]
    imported_at: Mapped[datetime]


class Installation(Base):
    """One row: what this database is. Demo data loads only where `demo` is true."""

    __tablename__ = "installation"
    table_class: ClassVar[TableClass] = TableClass.GLOBAL

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    demo: Mapped[bool] = mapped_column(default=False)
    demo_loaded_at: Mapped[datetime | None]
