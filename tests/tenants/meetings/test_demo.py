"""The example meetings of Bang Na."""

from sqlalchemy import select

from core.i18n.dates import bangkok_today
from tenants.committees import demo as committees
from tenants.example.content import zone_id
from tenants.meetings import demo
from tenants.meetings.models import Meeting, MeetingSeries
from tests.support.seats import example_zones
from tests.support.world import World


def test_every_zone_has_held_meetings_and_one_to_come_with_the_studys_cost(
    world: World, monkeypatch
):
    example_zones(world)
    for number in (3, 4, 5):
        world.zone(number, id=zone_id(f"โซน {number}"), is_example=True)
    world.in_district(committees.load)
    person = world.person(username="bangna.developer1")
    monkeypatch.setattr(demo, "account_id_of", lambda _name: person.account_id)
    with world.app.test_request_context():
        world.in_district(demo.load)
    today = bangkok_today()

    def read(session):
        rows = session.scalars(select(Meeting)).all()
        return [(row.zone_id, row.held_on >= today, row.state, row.is_example) for row in rows]

    rows = world.in_district(read)
    zones = {row[0] for row in rows if row[0] is not None}
    assert len(zones) == 5
    for zone in zones:
        states = [(ahead, state) for found, ahead, state, _ in rows if found == zone]
        assert sorted(states) == [(False, "closed"), (False, "closed"), (True, "invited")]
    assert all(row[3] for row in rows)
    ids = world.in_district(
        lambda session: {row.body_kind: row.id for row in session.scalars(select(MeetingSeries))}
    )
    page = world.sign_in().get(f"/d/bangna/meeting-series/{ids['zone']}").text
    assert "25 บาท × 30 คน × 5 กลุ่ม × 3 ครั้ง = 11,250 บาท" in page
    assert "example-mark" in page
