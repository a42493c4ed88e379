"""The example minutes of Bang Na: adopted by the next meeting, going round, and in draft."""

from datetime import timedelta

from core.i18n.dates import bangkok_today
from tenants.committees import demo as committees
from tenants.example.content import zone_id
from tenants.meetings import minutes_demo
from tests.support.seats import example_zones
from tests.support.world import World
from tests.tenants.meetings.minuted import TASKS, Office


def test_the_next_meeting_adopted_the_minutes_and_the_last_ones_go_round_or_are_a_draft(
    world: World, monkeypatch
):
    example_zones(world)
    world.in_district(committees.load)
    person = world.person(username="bangna.developer1")
    monkeypatch.setattr(minutes_demo, "account_id_of", lambda _name: person.account_id)
    today = bangkok_today()
    office = Office(world, zone_id("โซน 1"), zone_id("โซน 2"), [], world.sign_in(), person)
    first, second = (
        office.meeting(number, today - timedelta(days=days), is_example=True)
        for number, days in ((1, 60), (2, 30))
    )
    draft = office.meeting(1, today - timedelta(days=3), zone_id=office.other_zone, is_example=True)
    world.in_district(minutes_demo.load)
    world.work_off()
    states = [office.stored(meeting).state for meeting in (first, second, draft)]
    assert states == ["adopted", "circulated", "draft"]
    page = office.officer.get(TASKS).text
    assert "ผู้รับผิดชอบพ้นตำแหน่งแล้ว" in page
    assert "เกินกำหนด" in page
    assert "example-mark" in page
    assert office.officer.get(f"/d/bangna/meetings/{first}/minutes/files/pdf").data[:4] == b"%PDF"
