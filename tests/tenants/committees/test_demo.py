"""The example committees of Bang Na."""

from core.access.permissions import WHOLE_DISTRICT
from tenants.committees import demo, queries
from tenants.example.content import zone_id
from tests.support.seats import address, example_zones
from tests.support.world import World


def test_zone_one_is_complete_and_zone_two_half_filled_and_both_are_marked(world: World):
    example_zones(world)
    world.in_district(demo.load)
    first, second = world.in_district(
        lambda session: [
            (view.is_complete, view.filled, view.minimum_missing, view.is_example)
            for view in queries.committees_of(session, WHOLE_DISTRICT)
        ]
    )
    assert first == (True, 20, 0, True)
    assert second == (False, 9, 9, True)
    officer = world.sign_in()
    assert "ตัวอย่าง</span>" in officer.get("/d/bangna/committees").text
    page = officer.get(address(zone_id("โซน 2"))).text
    assert "example-mark" in page
    assert "ยังขาด 9 ตำแหน่ง" in page
