"""The signed result: it fills the seat, it never changes, and objections stand beside it."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.evidence.models import EvidenceCard, EvidenceState
from core.i18n.dates import bangkok_today
from tenants.committees.models import Seat
from tenants.committees.queries import Body, view_of
from tenants.elections.queries import declared_result, running
from tests.support.seats import OF_COMMUNITIES, address, community_address, name_on
from tests.support.world import NEIGHBOUR, World
from tests.tenants.elections.conducting import (
    HERE,
    PASSWORD,
    Zone,
    begin,
    candidates_of,
    close,
    count_twice,
    declare,
    hand_out,
    manual,
    name_candidate,
    open_voting,
    paper_election,
    people_of,
    plan,
    seat_chair,
    stored,
    typed,
    zone_with_chairs,
)


def elected(world: World, zone: Zone, *votes: int, **others: int) -> UUID:
    """A declared election on paper with these votes."""
    election_id = paper_election(
        zone, candidates=len(votes), came=sum(votes) + sum(others.values())
    )
    count_twice(world, election_id, *votes, **others)
    answer = declare(world, election_id)
    assert answer.status_code == 303, answer.text
    return election_id


def chair_of(world: World, zone: Zone) -> Seat | None:
    def load(session: Any) -> Seat | None:
        committee = stored_committee(session, zone)
        found = session.scalars(
            select(Seat).where(
                Seat.committee_id == committee, Seat.rule_key == "chair", Seat.valid_to.is_(None)
            )
        ).one_or_none()
        if found is not None:
            session.expunge(found)
        return found

    return world.in_district(load)


def of_community(world: World, zone: Zone, number: int) -> Seat | None:
    """The newest seat of this community in the committee of the zone."""

    def load(session: Any) -> Seat | None:
        found = session.scalars(
            select(Seat)
            .where(Seat.community_id == zone.communities[number])
            .order_by(Seat.id.desc())
            .limit(1)
        ).one_or_none()
        if found is not None:
            session.expunge(found)
        return found

    return world.in_district(load)


def red_list(world: World, zone: Zone) -> set[str]:
    """The kinds of what is wrong with the committee, missing seats aside."""
    return world.in_district(
        lambda session: (
            {
                problem.kind.value
                for problem in view_of(session, WHOLE_DISTRICT, Body.zone(zone.id)).problems
            }
            - {"missing"}
        )
    )


def stored_committee(session: Any, zone: Zone) -> UUID:
    return session.scalar(
        text("SELECT id FROM committees WHERE zone_id = :zone"), {"zone": zone.id}
    )


def result_in_force(world: World, election_id: UUID) -> Any:
    committee_id = stored(world, election_id).committee_id
    return world.in_district(lambda session: declared_result(session, committee_id=committee_id))


def object_to(world: World, election_id: UUID, **changes: Any) -> Any:
    return world.sign_in().post(
        f"{HERE}/{election_id}/objections",
        data={
            "record_id": str(UUID(int=7)),
            "raised_by": "นางตัวอย่าง ผู้คัดค้าน",
            "raised_on": typed(bangkok_today()),
            "grounds": "บัญชีผู้มีสิทธิไม่ครบ",
        }
        | changes,
    )


def rule(world: World, upheld: str, **changes: Any) -> Any:
    return world.sign_in(Role.DIRECTOR).post(
        f"/d/bangna/objections/{UUID(int=7)}/ruling",
        data={"upheld": upheld, "ruling": "ตรวจแล้ว", "version": "1"} | changes,
    )


def test_the_winner_takes_the_seat_for_the_term(world: World):
    manual(world)
    zone = zone_with_chairs(world, 5)
    seat_chair(world, zone.officer, Body.zone(zone.id), "นายตัวอย่าง คนก่อน")
    election_id = elected(world, zone, 1, 4)
    seat = chair_of(world, zone)
    assert seat is not None
    assert seat.person_name == zone.names[1]
    assert seat.valid_from == bangkok_today()
    assert seat.term_ends_on == stored(world, election_id).term_ends_on
    former = world.in_district(
        lambda session: session.scalars(
            select(Seat.valid_to).where(Seat.person_name == "นายตัวอย่าง คนก่อน")
        ).one()
    )
    assert former == bangkok_today()
    page = world.sign_in().get(f"{HERE}/{election_id}").text
    for words in (zone.names[1], "มาใช้สิทธิ", "80", "SHA-256", stored(world, election_id).sha256):
        assert words in page
    found = result_in_force(world, election_id)
    assert found.winner_name == zone.names[1]


def test_a_winner_who_holds_the_communitys_seat_hands_it_on_by_the_same_act(world: World):
    manual(world)
    zone = zone_with_chairs(world, 5)
    officer, committee = world.sign_in(), address(zone.id)
    answer = officer.post(f"{committee}/community-chairs", data={"valid_from": "1/6/2569"})
    assert answer.status_code == 303
    name_on(officer, community_address(zone.communities[1]), "secretary", "นางตัวอย่าง ผู้แทน")
    elected(world, zone, 1, 4)
    assert chair_of(world, zone).person_name == zone.names[1]
    left = of_community(world, zone, 1)
    assert left.person_name == zone.names[1]
    assert (left.valid_to, left.vacated_reason) == (
        bangkok_today(),
        "ได้รับเลือกเป็นประธานเครือข่าย",
    )
    others = [of_community(world, zone, number).valid_to for number in (0, 2, 3, 4)]
    assert others == [None] * 4
    filled = name_on(
        officer,
        committee,
        OF_COMMUNITIES,
        "นางตัวอย่าง ผู้แทน",
        community=zone.communities[1],
        valid_from=typed(bangkok_today()),
        replaces_seat_id=str(left.id),
    )
    assert filled.status_code == 303
    substitute = of_community(world, zone, 1)
    assert substitute.person_name == "นางตัวอย่าง ผู้แทน"
    assert substitute.term_ends_on == left.term_ends_on
    assert red_list(world, zone) == set()


def test_a_winner_without_a_seat_leaves_none(world: World):
    manual(world)
    zone = zone_with_chairs(world, 5)
    officer = world.sign_in()
    name_on(officer, address(zone.id), OF_COMMUNITIES, zone.names[0], community=zone.communities[0])
    elected(world, zone, 1, 4)
    assert chair_of(world, zone).person_name == zone.names[1]
    assert of_community(world, zone, 0).valid_to is None
    assert of_community(world, zone, 1) is None
    page = officer.get(address(zone.id)).text
    assert "ให้กรรมการชุมชนคนอื่นดำรงตำแหน่ง" in page


def test_the_result_is_the_hash_of_its_canonical_text_and_has_a_card_without_names(world: World):
    manual(world)
    zone = zone_with_chairs(world, 3)
    election_id = elected(world, zone, 2, 1)
    election = stored(world, election_id)
    canonical = json.dumps(
        election.result, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    assert election.sha256 == sha256(canonical.encode()).hexdigest()
    assert [one["votes"] for one in election.result["candidates"]] == [2, 1]
    card = world.in_district(
        lambda session: session.execute(
            select(EvidenceCard.title, EvidenceCard.sha256, EvidenceCard.state)
        ).one()
    )
    assert card.sha256 == election.sha256
    assert card.title == "ผลการเลือกตั้งประธานเครือข่ายชุมชน โซน 1"
    assert not any(name in card.title for name in zone.names)


def test_declared_twice_it_is_one_result_and_one_seat(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    election_id = elected(world, zone, 2, 1)
    before = stored(world, election_id).sha256
    assert declare(world, election_id, Role.SECTION_HEAD).status_code == 303
    assert stored(world, election_id).sha256 == before
    again = world.sign_in().post(f"{HERE}/{election_id}/seat", data={})
    assert again.status_code == 303
    assert chair_of(world, zone) is not None


def test_a_wrong_password_or_code_declares_nothing(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    election_id = paper_election(zone)
    count_twice(world, election_id, 2, 1)
    for changes in ({"password": "ผิดแน่นอนครับ"}, {"code": "000000"}, {"password": ""}):
        answer = declare(world, election_id, **changes)
        assert answer.status_code == 422
        assert PASSWORD not in answer.text
    assert stored(world, election_id).state == "counting"


def test_who_may_declare(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world))
    for role in (Role.SOCIAL_DEVELOPER, Role.ASSISTANT_DIRECTOR, Role.ZONE_CHAIR):
        assert world.sign_in(role).get(f"{HERE}/{election_id}/declaration/new").status_code == 403
        assert declare(world, election_id, role).status_code == 403
    uncounted = declare(world, election_id)
    assert uncounted.status_code == 422
    assert "ยังประกาศผลไม่ได้" in uncounted.text
    stranger = world.sign_in(Role.DIRECTOR, NEIGHBOUR)
    assert stranger.get(f"/d/phrakhanong/elections/{election_id}").status_code == 404


def test_a_lot_decides_where_the_manual_says_so(world: World):
    manual(world)
    zone = zone_with_chairs(world, 4)
    election_id = paper_election(zone, came=4)
    count_twice(world, election_id, 2, 2)
    second = candidates_of(world, election_id)[1]
    assert (
        "จับสลาก" in world.sign_in(Role.DIRECTOR).get(f"{HERE}/{election_id}/declaration/new").text
    )
    for missing in ({}, {"drawn": str(second)}, {"drawn": str(UUID(int=9)), "witnesses": "ทุกคน"}):
        assert declare(world, election_id, **missing).status_code == 422
    answer = declare(world, election_id, drawn=str(second), witnesses="ประธานชุมชนทั้งสี่")
    assert answer.status_code == 303
    result = stored(world, election_id).result
    assert result["lot"]["witnesses"] == "ประธานชุมชนทั้งสี่"
    assert chair_of(world, zone).person_name == zone.names[1]
    assert "ประธานชุมชนทั้งสี่" in world.sign_in().get(f"{HERE}/{election_id}").text


def test_a_second_round_is_between_those_who_were_equal(world: World):
    manual(world, tie_rule="second_round")
    zone = zone_with_chairs(world, 5)
    first = paper_election(zone, candidates=3, came=5)
    count_twice(world, first, 2, 1, 2)
    assert declare(world, first).status_code == 303
    assert chair_of(world, zone) is None
    assert result_in_force(world, first) is None
    client = world.sign_in()
    assert "รอบที่สอง" in client.get(f"{HERE}/{first}/repetition/new").text
    sent = plan(reason="second_round")
    answers = [client.post(f"{HERE}/{first}/repetition", data=sent) for _ in range(2)]
    assert answers[0].location == answers[1].location
    second = UUID(answers[0].location.rpartition("/")[2])
    names = [zone.names[0], zone.names[2]]
    page = client.get(f"{HERE}/{second}").text
    assert all(name in page for name in names)
    extra = name_candidate(client, second, UUID(int=1))
    assert extra.status_code == 422
    assert open_voting(client, second).status_code == 303
    assert stored(world, second).tie_rule == "lot"
    hand_out(client, world, second)
    close(client, second)
    count_twice(world, second, 4, 1)
    assert declare(world, second).status_code == 303
    assert chair_of(world, zone).person_name == names[0]


def test_the_only_candidate_needs_more_votes_than_there_are_blank_ballots(world: World):
    manual(world)
    zone = zone_with_chairs(world, 4)
    election_id = elected(world, zone, 2, blank=2)
    assert stored(world, election_id).result["outcome"] == "nobody"
    assert chair_of(world, zone) is None
    repeated = world.sign_in().post(f"{HERE}/{election_id}/repetition", data=plan(reason="repeat"))
    assert repeated.status_code == 303


def test_who_withdrew_cannot_win(world: World):
    manual(world)
    zone = zone_with_chairs(world, 5)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    for person in people_of(client, election_id)[:3]:
        name_candidate(client, election_id, person)
    open_voting(client, election_id)
    hand_out(client, world, election_id)
    first = candidates_of(world, election_id)[0]
    client.post(
        f"/d/bangna/candidates/{first}/withdrawal", data={"withdrawn_on": typed(bangkok_today())}
    )
    close(client, election_id)
    count_twice(world, election_id, 3, 2, 0)
    assert declare(world, election_id).status_code == 303
    assert chair_of(world, zone).person_name == zone.names[1]


def test_a_term_that_begins_later_fills_the_seat_later(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    later = bangkok_today() + timedelta(days=30)
    election_id = begin(client, zone.id, term_from=typed(later))
    name_candidate(client, election_id, people_of(client, election_id)[0])
    open_voting(client, election_id)
    hand_out(client, world, election_id)
    close(client, election_id)
    count_twice(world, election_id, 3)
    assert declare(world, election_id).status_code == 303
    assert chair_of(world, zone) is None
    early = client.post(f"{HERE}/{election_id}/seat", data={})
    assert early.status_code == 422
    assert "วาระเริ่มวันที่" in early.text


def test_an_earlier_result_does_not_take_the_seat_of_a_later_one(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    earlier = elected(world, zone, 1, 2)
    later = elected(world, zone, 2, 1)
    assert chair_of(world, zone).person_name == zone.names[0]
    answer = world.sign_in().post(f"{HERE}/{earlier}/seat", data={})
    assert answer.status_code == 422
    assert "ครั้งหลัง" in answer.text
    assert chair_of(world, zone).person_name == zone.names[0]
    assert stored(world, later).state == "declared"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE elections SET result = '{}' WHERE id = :id",
        "UPDATE elections SET state = 'counting' WHERE id = :id",
        "UPDATE elections SET winner_candidate_id = NULL WHERE id = :id",
        "DELETE FROM elections WHERE id = :id",
        "UPDATE election_voters SET has_voted = NOT has_voted WHERE election_id = :id",
        "DELETE FROM election_voters WHERE election_id = :id",
        "UPDATE election_candidates SET person_name = 'x' WHERE election_id = :id",
        "UPDATE election_candidates SET withdrawn_on = now() WHERE election_id = :id",
        "UPDATE election_paper_counts SET blank = 9 WHERE election_id = :id",
        "DELETE FROM election_paper_counts WHERE election_id = :id",
        (
            "INSERT INTO election_paper_counts SELECT district_id, gen_random_uuid(), election_id, 9,"
            " 1, votes, blank, spoilt, account_id, counted_by FROM election_paper_counts LIMIT 1"
        ),
    ],
)
def test_nothing_of_a_declared_result_changes_in_the_database(
    world: World, owner: Engine, statement: str
):
    manual(world)
    election_id = elected(world, zone_with_chairs(world), 2, 1)
    with pytest.raises(DBAPIError, match=r"never changes|permission denied|does not allow"):
        world.in_district(lambda session: session.execute(text(statement), {"id": election_id}))
    with (
        owner.begin() as connection,
        pytest.raises(DBAPIError, match=r"never changes|does not allow"),
    ):
        connection.execute(text(statement), {"id": election_id})


def test_an_objection_that_is_upheld_sets_the_result_aside(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    election_id = elected(world, zone, 2, 1)
    for _ in range(2):
        assert object_to(world, election_id).status_code == 303
    page = world.sign_in(Role.DIRECTOR).get(f"{HERE}/{election_id}").text
    assert "รอคำวินิจฉัย" in page
    assert world.sign_in().get(f"/d/bangna/objections/{UUID(int=7)}/ruling/new").status_code == 403
    director = world.sign_in(Role.DIRECTOR)
    assert "บัญชีผู้มีสิทธิไม่ครบ" in director.get(f"/d/bangna/objections/{UUID(int=7)}/ruling/new").text
    assert rule(world, "yes", ruling=" ").status_code == 422
    for _ in range(2):
        assert rule(world, "yes").status_code == 303
    assert rule(world, "no").status_code == 422
    assert result_in_force(world, election_id) is None
    officer = world.sign_in()
    page = officer.get(f"{HERE}/{election_id}").text
    assert "ต้องจัดการเลือกตั้งใหม่" in page
    assert "บันทึกการพ้นจากตำแหน่ง" in page
    state = world.in_district(lambda session: session.scalars(select(EvidenceCard.state)).one())
    assert state == EvidenceState.REVOKED
    again = officer.post(f"{HERE}/{election_id}/repetition", data=plan(reason="repeat"))
    assert again.status_code == 303
    assert stored(world, UUID(again.location.rpartition("/")[2])).repeats_id == election_id
    under_way = world.in_district(lambda session: running(session, [zone.id])[zone.id].state)
    assert under_way == "preparing"


def test_an_objection_that_is_dismissed_leaves_the_result(world: World):
    manual(world)
    election_id = elected(world, zone_with_chairs(world), 2, 1)
    object_to(world, election_id)
    assert rule(world, "no").status_code == 303
    assert result_in_force(world, election_id) is not None
    refused = world.sign_in().post(f"{HERE}/{election_id}/repetition", data=plan(reason="repeat"))
    assert refused.status_code == 422
    with pytest.raises(DBAPIError, match="never changes"):
        world.in_district(
            lambda session: session.execute(text("UPDATE election_objections SET upheld = true"))
        )


def test_an_objection_is_raised_within_the_days_of_the_manual(world: World):
    manual(world, objection_days=0)
    election_id = elected(world, zone_with_chairs(world), 2, 1)
    late = object_to(world, election_id, raised_on=typed(bangkok_today() + timedelta(days=1)))
    assert late.status_code == 422
    early = object_to(world, election_id, raised_on=typed(bangkok_today() - timedelta(days=1)))
    assert early.status_code == 422
    assert "บัญชีผู้มีสิทธิไม่ครบ" in early.text
    assert object_to(world, election_id).status_code == 303
