"""A report's content made by hand: figures of three indicators in a few places."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from core.i18n.dates import last_of_month, shift_month
from core.indicators.models import Fact, FactState, FillState
from core.indicators.spans import parse_span
from core.reporting.content import Approval, Cell, Content, Defined, Entry, Place
from tenants.zones.models import Zone
from tests.support.world import World

ACTIVE = Defined(
    key="active_communities",
    version=2,
    code="BMA1",
    title_th="ร้อยละของชุมชนที่ดำเนินกิจกรรมการพัฒนาชุมชน",
    title_en="Share of communities with an activity",
    short_th="ชุมชนที่มีกิจกรรม",
    short_en="Active communities",
    definition_th="ชุมชนที่มีกิจกรรมในช่วงเวลา หารด้วยชุมชนทั้งหมดของเขต",
    definition_en="Communities with an activity in the period over all communities of the district",
    choice_th="นับกิจกรรมที่รายงานแล้ว",
    choice_en="Activities count when reported",
    source_th="ระบบติดตามตัวชี้วัดของกรุงเทพมหานคร",
    source_en="BMA's own monitor",
    unit_th="ร้อยละ",
    unit_en="percent",
    numerator="activities.active_communities",
    denominator="registry.communities",
    scale=100,
    decimals=1,
    direction="higher",
    level="city",
    roll_up="ratio_of_sums",
    window=None,
    steps=(40.0, 60.0, 70.0, 85.0),
    published_at="2026-10-01T00:00:00+07:00",
)
TRAINED = replace(
    ACTIVE,
    key="training.attendance",
    version=2,
    code="OUT2",
    title_th="ร้อยละของกลุ่มเป้าหมายที่เข้ารับการอบรม",
    title_en="Share of the target group that was trained",
    short_th="ผู้เข้าอบรม",
    short_en="Trained",
    numerator="training.present",
    denominator="training.invited",
    choice_th="",
)
DRIFT = replace(
    ACTIVE,
    key="networks.change",
    version=2,
    code="OUTC1",
    title_th="เครือข่ายที่เปลี่ยนแปลงจากฐาน",
    title_en="Change against the baseline",
    short_th="เปลี่ยนแปลง",
    short_en="Change",
    numerator="networks.using_manual - 5",
    denominator=None,
    scale=1,
    decimals=0,
    unit_th="เครือข่าย",
    unit_en="networks",
    steps=(1.0, 3.0),
)
DEFINITIONS = (ACTIVE, TRAINED, DRIFT)


def cell(numerator: Any = None, denominator: Any = None, **details: Any) -> Cell:
    """A figure out of its parts; without them it was not counted."""
    amount = None
    if numerator is not None:
        amount = Decimal(numerator)
        if denominator is not None:
            amount = (amount * 100 / Decimal(denominator)).quantize(Decimal("0.1"))
    return Cell(
        **{
            "standing": "not_counted" if numerator is None else "known",
            "amount": amount,
            "numerator": None if numerator is None else Decimal(numerator),
            "denominator": None if denominator is None else Decimal(denominator),
            "months": 3,
            "approved_months": 1,
            "asked_months": 3,
            "is_example": False,
            "version": 2,
        }
        | details
    )


def entry(official: Cell, target: str | None = None, *, reached: bool | None = None) -> Entry:
    return Entry(official, official, Decimal(target) if target else None, reached)


def place(name: str, code: int = 0, **figures: Cell) -> Place:
    entries = {
        ACTIVE.key: entry(figures.get("active", cell()), "70", reached=True),
        TRAINED.key: entry(figures.get("trained", cell())),
        DRIFT.key: entry(figures.get("drift", cell())),
    }
    return Place(str(code or name), code, name, name, entries)


def content(*places: Place, **details: Any) -> Content:
    """A district's report of a quarter; `places` are its zones."""
    months = tuple(shift_month(date(2026, 12, 1), offset) for offset in range(-11, 1))
    return Content(
        **{
            "office_code": 1047,
            "office_th": "สำนักงานเขตบางนา",
            "office_en": "Bang Na District Office",
            "span": parse_span("2570q1"),
            "as_of": datetime(2027, 1, 5, 3, 30, tzinfo=UTC),
            "counted_at": datetime(2027, 1, 5, 3, 0, tzinfo=UTC),
            "is_example": False,
            "definitions": DEFINITIONS,
            "earlier": (),
            "whole": place("บางนา", 1047, active=cell(27, 38), trained=cell(), drift=cell(-2)),
            "places": places,
            "trend_months": months,
            "trends": {
                ACTIVE.key: tuple(cell(20 + number, 38) for number in range(12)),
                TRAINED.key: tuple(cell() for _ in range(12)),
                DRIFT.key: tuple(cell(number - 5) for number in range(12)),
            },
            "approvals": (Approval(date(2026, 10, 1), 1, 1), Approval(date(2026, 11, 1), 0, 1)),
        }
        | details
    )


def rename(world: World, zone: UUID, name: str) -> UUID:
    """A zone under another name."""
    world.in_district(
        lambda session: session.execute(update(Zone).where(Zone.id == zone).values(name=name))
    )
    return zone


def fill(
    world: World,
    office: int,
    months: Sequence[date],
    values: Mapping[str, int],
    zones: Mapping[UUID, Mapping[str, int]] | None = None,
    *,
    is_example: bool = False,
) -> None:
    """Facts of a district as its worker would have counted them, of several months alike."""
    cells = [(None, values), *(zones or {}).items()]

    def put(session: Any) -> None:
        for month in months:
            session.execute(delete(Fact).where(Fact.month == month))
            session.execute(delete(FillState).where(FillState.month == month))
            session.add(
                FillState(
                    district_id=office,
                    month=month,
                    stock_day=last_of_month(month),
                    is_example=is_example,
                )
            )
            session.add_all(
                Fact(
                    district_id=office,
                    measure=measure,
                    month=month,
                    zone_id=zone,
                    state=FactState.ALL.value,
                    value=Decimal(value),
                    is_example=is_example,
                )
                for zone, measures in cells
                for measure, value in measures.items()
            )

    world.in_district(put, office)
