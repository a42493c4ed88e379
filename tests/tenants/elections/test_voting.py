"""Voting online from a phone: one seat, one vote, and nothing else."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, select, text

from core.access.roles import Role
from core.i18n.dates import bangkok_now, bangkok_today
from tenants.committees.queries import Body
from tenants.elections.models import Voter
from tenants.elections.queries import open_for_voter
from tests.support.world import NEIGHBOUR, World
from tests.tenants.elections.conducting import (
    HERE,
    NOBODY,
    begin,
    candidates_of,
    close,
    close_by_the_clock,
    declare,
    leave_office,
    manual,
    name_candidate,
    online_election,
    open_online,
    people_of,
    seat_chair,
    stored,
    typed,
    vote,
    zone_with_chairs,
)


def ballots(owner: Engine) -> int:
    with owner.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM election_ballots")).scalar_one()


def voted(world: World) -> int:
    return world.in_district(
        lambda session: len(session.scalars(select(Voter.id).where(Voter.has_voted)).all())
    )


def confirm(client, election_id: UUID, choice: UUID | str):
    return client.post(f"{HERE}/{election_id}/ballot/confirmation", data={"choice": str(choice)})


def test_a_leader_chooses_confirms_and_has_voted(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, (first, _) = online_election(zone)
    leader = zone.leader(2)
    page = leader.get(f"{HERE}/{election_id}/ballot").text
    assert "ไม่ประสงค์ลงคะแนน" in page
    assert "หมายเลข 1" in page
    asked = confirm(leader, election_id, first)
    assert asked.status_code == 200
    assert "ท่านเลือก" in asked.text
    assert ballots(owner) == 0
    cast = vote(leader, election_id, first)
    assert cast.status_code == 303
    assert cast.location.endswith(f"/elections/{election_id}/ballot")
    after = leader.get(cast.location).text
    assert "ท่านได้ลงคะแนนแล้ว" in after
    assert zone.names[0] not in after
    assert (ballots(owner), voted(world)) == (1, 1)


def test_a_second_vote_changes_nothing(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, (first, second) = online_election(zone)
    leader = zone.leader(0)
    vote(leader, election_id, first)
    again = vote(leader, election_id, second)
    assert again.status_code == 422
    assert "คะแนนครั้งแรกมีผล" in again.text
    assert "ท่านได้ลงคะแนนแล้ว" in confirm(leader, election_id, second).text
    assert (ballots(owner), voted(world)) == (1, 1)


def test_a_vote_for_nobody_is_a_vote(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, _ = online_election(zone)
    assert confirm(zone.leader(0), election_id, NOBODY).status_code == 200
    assert vote(zone.leader(0), election_id, NOBODY).status_code == 303
    assert ballots(owner) == 1


def test_a_choice_that_does_not_stand_is_refused(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, (first, _) = online_election(zone)
    world.sign_in().post(
        f"/d/bangna/candidates/{first}/withdrawal", data={"withdrawn_on": typed(bangkok_today())}
    )
    for choice in (first, uuid4(), "", "ไม่ใช่", "0", "' OR 1=1 --"):
        for answer in (
            confirm(zone.leader(0), election_id, choice),
            vote(zone.leader(0), election_id, choice),
        ):
            assert answer.status_code == 422
            assert "โปรดเลือกผู้สมัคร หรือเลือกไม่ประสงค์ลงคะแนน" in answer.text
    assert (ballots(owner), voted(world)) == (0, 0)


def test_who_is_not_on_the_roll_reads_why(world: World, owner: Engine):
    manual(world)
    officer = world.actor()
    zone = zone_with_chairs(world, 3, empty=1, officer=officer)
    other = zone_with_chairs(world, 2, number=2, officer=officer)
    election_id, (first, _) = online_election(zone)
    namesake = world.sign_in(
        Role.COMMUNITY_CHAIR, name=zone.names[0], community_id=zone.communities[3]
    )
    successor = world.sign_in(
        Role.COMMUNITY_CHAIR, name="นายตัวอย่าง มาใหม่", community_id=zone.communities[0]
    )
    for client in (namesake, successor):
        assert "ไม่มีชื่อท่านในบัญชี" in client.get(f"{HERE}/{election_id}/ballot").text
        answer = vote(client, election_id, first)
        assert answer.status_code == 422
        assert "ไม่มีชื่อท่านในบัญชี" in answer.text
    assert other.leader(0).get(f"{HERE}/{election_id}/ballot").status_code == 404
    assert vote(other.leader(0), election_id, first).status_code == 404
    for role in (Role.SOCIAL_DEVELOPER, Role.DIRECTOR, Role.COMMUNITY_COMMITTEE):
        assert vote(world.sign_in(role), election_id, first).status_code == 403
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    assert vote(stranger, election_id, first).status_code == 404
    assert ballots(owner) == 0


def test_the_title_before_a_name_makes_no_difference(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, (first, _) = online_election(zone)
    spelt = zone.names[0].replace("นาย", "นาย ")
    client = world.sign_in(Role.ZONE_CHAIR, name=spelt, community_id=zone.communities[0])
    assert vote(client, election_id, first).status_code == 303


def test_a_chair_who_leaves_office_during_the_vote_keeps_it(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, (first, _) = online_election(zone)
    leave_office(world, zone.officer, zone.names[2])
    moved = world.zone(2)
    world.in_district(
        lambda session: session.execute(
            text("UPDATE zone_memberships SET zone_id = :zone WHERE community_id = :community"),
            {"zone": moved, "community": zone.communities[2]},
        )
    )
    assert vote(zone.leader(2), election_id, first).status_code == 303
    assert ballots(owner) == 1


def test_nobody_votes_before_the_hour_or_after_it(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id, method="online")
    name_candidate(client, election_id, people_of(client, election_id)[0])
    wrong = open_online(client, election_id, opens="25:00", closes="9")
    assert wrong.status_code == 422
    assert "โปรดระบุเวลาเป็นชั่วโมงและนาที" in wrong.text
    over = open_online(client, election_id, closes_on=typed(bangkok_today()), closes="0:00")
    assert over.status_code == 422
    assert open_online(client, election_id, opens="23:59").status_code == 303
    first = candidates_of(world, election_id)[0]
    early = vote(zone.leader(0), election_id, first)
    assert early.status_code == 422
    assert "ยังไม่ถึงเวลาเปิดการลงคะแนน" in early.text
    close_by_the_clock(owner, election_id)
    late = vote(zone.leader(0), election_id, first)
    assert late.status_code == 422
    assert "ปิดการลงคะแนนแล้ว" in late.text
    assert ballots(owner) == 0


def test_it_is_closed_at_its_hour_or_when_everybody_has_voted(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 2)
    election_id, (first, second) = online_election(zone)
    client = world.sign_in()
    vote(zone.leader(0), election_id, first)
    early = close(client, election_id)
    assert early.status_code == 422
    assert "ยังลงคะแนนไม่ครบทุกคน" in early.text
    assert "เปิดถึง" in client.get(f"{HERE}/{election_id}/closing/new").text
    vote(zone.leader(1), election_id, second)
    assert close(client, election_id).status_code == 303


def test_while_it_is_open_officers_see_how_many_and_not_who_or_what(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, (first, _) = online_election(zone)
    vote(zone.leader(0), election_id, first)
    page = world.sign_in(Role.SECTION_HEAD).get(f"{HERE}/{election_id}").text
    assert "1 จาก 3" in page
    assert "ลงคะแนนแล้ว</span>" not in page
    declaration = world.sign_in(Role.DIRECTOR).get(f"{HERE}/{election_id}/declaration/new").text
    assert "ยังไม่มีผลให้ประกาศ" in declaration
    assert declare(world, election_id).status_code == 422


def test_after_closing_the_votes_are_counted_and_declared(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 5)
    election_id, (first, second) = online_election(zone)
    for number, choice in enumerate((second, first, second, NOBODY)):
        assert vote(zone.leader(number), election_id, choice).status_code == 303
    close_by_the_clock(owner, election_id)
    assert close(world.sign_in(), election_id).status_code == 303
    page = world.sign_in(Role.DIRECTOR).get(f"{HERE}/{election_id}/declaration/new").text
    assert zone.names[1] in page
    assert declare(world, election_id).status_code == 303
    result = stored(world, election_id).result
    assert [one["votes"] for one in result["candidates"]] == [1, 2]
    assert (result["blank"], result["spoilt"], result["voted"], result["on_roll"]) == (1, 0, 4, 5)
    assert [one["has_voted"] for one in result["roll"]].count(True) == 4


def test_zone_chairs_elect_the_chair_of_the_assembly(world: World, owner: Engine):
    manual(world)
    officer = world.actor()
    zones = [zone_with_chairs(world, 1, number=number, officer=officer) for number in (1, 2, 3)]
    for zone in zones:
        seat_chair(world, officer, Body.zone(zone.id), f"{zone.names[0]}โซน")
    client = world.sign_in()
    election_id = begin(client, "assembly", method="online")
    name_candidate(client, election_id, people_of(client, election_id)[0])
    open_online(client, election_id)
    first = candidates_of(world, election_id)[0]
    chair = world.sign_in(
        Role.ZONE_CHAIR, name=f"{zones[1].names[0]}โซน", community_id=zones[1].communities[0]
    )
    assert vote(chair, election_id, first).status_code == 303
    plain = vote(zones[1].leader(0), election_id, first)
    assert plain.status_code == 422
    assert "ไม่มีชื่อท่านในบัญชี" in plain.text
    assert ballots(owner) == 1


def test_twenty_requests_of_one_voter_are_one_ballot(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 2)
    election_id, (first, second) = online_election(zone)
    person = world.person(
        Role.COMMUNITY_CHAIR, name=zone.names[0], community_id=zone.communities[0]
    )
    clients = [world.sign_in(person=person) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(
                lambda pair: vote(pair[1], election_id, (first, second)[pair[0] % 2]).status_code,
                enumerate(clients),
            )
        )
    assert sorted(answers) == [303] + [422] * 19
    assert (ballots(owner), voted(world)) == (1, 1)


def test_twenty_voters_at_once_are_twenty_ballots(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 20)
    election_id, (first, second) = online_election(zone)
    clients = [zone.leader(number) for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(
                lambda pair: vote(pair[1], election_id, (first, second)[pair[0] % 2]).status_code,
                enumerate(clients),
            )
        )
    assert answers == [303] * 20
    assert (ballots(owner), voted(world)) == (20, 20)
    assert close(world.sign_in(), election_id).status_code == 303
    assert declare(world, election_id, drawn=str(first), witnesses="ทุกคน").status_code == 303
    result = stored(world, election_id).result
    assert [one["votes"] for one in result["candidates"]] == [10, 10]


def test_the_home_of_a_leader_learns_where_to_vote(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    election_id, (first, _) = online_election(zone)
    actor = world.actor(Role.COMMUNITY_CHAIR, name=zone.names[1], community_id=zone.communities[1])

    def waiting(moment=None) -> list[tuple[UUID, bool]]:
        return world.in_district(
            lambda session: [
                (one.election.id, one.voter.has_voted)
                for one in open_for_voter(session, actor, moment=moment or bangkok_now())
            ]
        )

    assert waiting() == [(election_id, False)]
    vote(world.sign_in(person=actor.person), election_id, first)
    assert waiting() == [(election_id, True)]
    assert waiting(bangkok_now() + timedelta(days=9)) == []
    assert re.search(r"ลงคะแนน", zone.leader(0).get(f"{HERE}/{election_id}").text)
