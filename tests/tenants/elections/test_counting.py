"""Paper ballots: two people count, neither sees the other's count, and differences are counted anew."""

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import uuid7
from tenants.elections.models import PaperCount
from tests.support.world import World
from tests.tenants.elections.conducting import (
    HERE,
    count,
    count_twice,
    manual,
    online_election,
    paper_election,
    zone_with_chairs,
)


def counts(world: World) -> int:
    return world.in_district(lambda session: len(session.scalars(select(PaperCount.id)).all()))


def test_two_people_who_find_the_same_agree(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world, 5), came=4)
    count_twice(world, election_id, 3, 1)
    page = world.sign_in().get(f"{HERE}/{election_id}").text
    assert "ผลการนับทั้งสองคนตรงกัน" in page


def test_one_person_cannot_enter_both_counts(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world))
    client = world.sign_in()
    assert count(client, election_id, 2, 1).status_code == 303
    again = count(client, election_id, 2, 1)
    assert again.status_code == 422
    assert "ผู้นับคนที่สองต้องเป็นคนอื่น" in again.text
    assert counts(world) == 1


def test_a_count_sent_twice_is_one(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world))
    client, record = world.sign_in(), str(uuid7())
    for _ in range(2):
        assert count(client, election_id, 2, 1, record_id=record).status_code == 303
    assert counts(world) == 1


def test_the_second_counter_sees_nothing_of_the_first_count(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world, 5), came=5)
    assert count(world.sign_in(), election_id, 4, 1).status_code == 303
    second = world.sign_in()
    for address in (f"{HERE}/{election_id}", f"{HERE}/{election_id}/counts/new"):
        page = second.get(address).text
        assert "เทียบกัน" not in page
        assert ">4<" not in page
    trail = world.in_district(
        lambda session: [
            row.after
            for row in session.scalars(
                select(AuditEntry).where(AuditEntry.table_name == "election_paper_counts")
            )
        ]
    )
    assert [(one["votes"], one["blank"], one["spoilt"]) for one in trail] == [("•••",) * 3]


def test_a_sum_that_is_not_what_was_handed_out_is_refused_and_stays_typed(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world, 5), came=4)
    answer = count(world.sign_in(), election_id, 3, 2)
    assert answer.status_code == 422
    assert "รวมได้ 5 ใบ แต่จ่ายบัตรไป 4 ใบ" in answer.text
    assert 'value="3"' in answer.text
    assert count(world.sign_in(), election_id, 2, 0, blank=1, spoilt=1).status_code == 303


def test_counts_that_differ_are_shown_side_by_side_and_counted_anew(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world, 5), came=5)
    first, second = world.sign_in(), world.sign_in()
    count(first, election_id, 3, 2)
    count(second, election_id, 2, 3)
    page = first.get(f"{HERE}/{election_id}").text
    assert "ผลการนับครั้งที่ 1 ของทั้งสองคนไม่ตรงกัน" in page
    assert "ต่างกัน 1" in page
    stale = count(first, election_id, 3, 2, pass_number=1)
    assert stale.status_code == 422
    assert "โปรดดูหน้าการเลือกตั้งและนับใหม่" in stale.text
    for client in (first, second):
        assert count(client, election_id, 2, 3, pass_number=2).status_code == 303
    assert "ผลการนับทั้งสองคนตรงกัน" in first.get(f"{HERE}/{election_id}").text
    late = count(world.sign_in(), election_id, 2, 3, pass_number=3)
    assert late.status_code == 422


def test_nonsense_figures_are_refused(world: World):
    manual(world)
    election_id = paper_election(zone_with_chairs(world))
    for votes_of_first in ("-1", "", "สาม", "99999999999"):
        answer = count(world.sign_in(), election_id, 0, 0, votes_1=votes_of_first)
        assert answer.status_code == 422
    assert counts(world) == 0


def test_online_ballots_are_not_entered_by_hand(world: World):
    manual(world)
    election_id, _ = online_election(zone_with_chairs(world))
    answer = count(world.sign_in(), election_id, 0, 0)
    assert answer.status_code == 422
