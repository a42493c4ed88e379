"""How many networks exist on paper: the measure behind the city's share of established zones (P1)."""

from datetime import date

from sqlalchemy import select

from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.models import Fact
from tests.support.papers import adopted_by_law, signed_order
from tests.support.world import World


def counted(world: World, month: date | None = None) -> int:
    world.work_off()
    value = world.in_district(
        lambda session: session.scalars(
            select(Fact.value).where(
                Fact.measure == "networks.established",
                Fact.zone_id.is_(None),
                Fact.month == (month or first_of_month(bangkok_today())),
            )
        ).one_or_none()
    )
    return int(value or 0)


def test_a_zone_counts_with_order_and_by_law_and_not_with_one_of_them(world: World):
    first, second = (world.zone(number, world.community(f"ก{number}")) for number in (1, 2))
    signed_order(world, first)
    assert counted(world) == 0
    adopted_by_law(world, first)
    adopted_by_law(world, second)
    assert counted(world) == 1
    signed_order(world, second, number=2)
    assert counted(world) == 2


def test_papers_count_from_their_day_on(world: World):
    today = bangkok_today()
    before = first_of_month(shift_month(first_of_month(today), -2))
    zone = world.zone(1, world.community("ก"))
    signed_order(world, zone, day=before)
    adopted_by_law(world, zone, day=shift_month(before, 1))
    assert counted(world, before) == 0
    assert counted(world, shift_month(before, 1)) == 1
    assert counted(world) == 1


def test_an_order_that_a_later_one_revokes_counts_no_longer(world: World):
    zone = world.zone(1, world.community("ก"))
    order = signed_order(world, zone)
    adopted_by_law(world, zone)
    assert counted(world) == 1
    signed_order(world, zone, number=2, day=bangkok_today(), kind="revocation", revokes_id=order)
    assert counted(world) == 0
