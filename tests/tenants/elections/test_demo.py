"""The example elections: one declared and consistent with the seats, one that can be opened at once."""

from core.access.permissions import WHOLE_DISTRICT
from tenants.committees import demo as committees
from tenants.committees.queries import Body, view_of
from tenants.elections import demo
from tenants.elections.demo import election_id
from tenants.elections.queries import declared_result, election_view
from tenants.elections.result import fingerprint
from tenants.example.content import zone_id
from tests.support.seats import example_zones
from tests.support.world import World
from tests.tenants.elections.conducting import HERE


def test_the_declared_example_agrees_with_the_chairs_seat(world: World):
    example_zones(world)
    world.in_district(committees.load)
    world.in_district(demo.load)

    def look(session):
        view = election_view(session, WHOLE_DISTRICT, election_id("โซน 1"))
        committee = view_of(session, WHOLE_DISTRICT, Body.zone(zone_id("โซน 1")))
        found = declared_result(session, committee_id=view.election.committee_id)
        assert found.winner_person_id == committee.chair.person_id
        assert found.term_ends_on == committee.chair.term_ends_on
        assert found.term_from == committee.chair.valid_from
        assert view.election.sha256 == fingerprint(view.election.result)
        assert len(view.voters) == 8
        assert view.voted == sum(one["votes"] for one in view.election.result["candidates"])
        prepared = election_view(session, WHOLE_DISTRICT, election_id("โซน 2"))
        assert prepared.election.state == "preparing"
        assert len(prepared.standing) == 2
        assert view.election.is_example
        assert prepared.election.is_example

    world.in_district(look)
    world.work_off()
    page = world.sign_in().get(f"{HERE}/{election_id('โซน 1')}").text
    assert "example-mark" in page
    assert "เปิดเอกสาร PDF" in page
