"""What committees count."""

from sqlalchemy import select

from core.i18n.dates import bangkok_today
from core.indicators.models import Fact
from tenants.committees import demo
from tests.support.editions import adopted, edition
from tests.support.seats import (
    OF_COMMUNITIES,
    example_zones,
    fill,
    fill_all,
)
from tests.support.world import World


def complete(world: World) -> dict[str, int]:
    """This month's facts of complete committees: of the district under "", of zones by their id."""
    world.work_off()
    month = bangkok_today().replace(day=1)
    return world.in_district(
        lambda session: {
            str(fact.zone_id or ""): int(fact.value)
            for fact in session.scalars(
                select(Fact).where(Fact.measure == "committees.complete", Fact.month == month)
            )
        }
    )


def test_a_zone_counts_from_the_day_on_which_its_last_demanded_seat_is_filled(world: World):
    edition(world)
    adopted(world)
    communities = [world.community(), world.community()]
    zone_id, officer = world.zone(1, *communities), world.sign_in()
    world.zone(2)
    fill_all(officer, zone_id, communities[:1])
    assert complete(world) == {"": 0}
    fill(officer, zone_id, OF_COMMUNITIES, "นายตัวอย่าง สุดท้าย", community=communities[1])
    assert complete(world) == {"": 1, str(zone_id): 1}


def test_the_example_district_has_one_complete_committee(world: World):
    example_zones(world)
    world.in_district(demo.load)
    assert complete(world)[""] == 1
