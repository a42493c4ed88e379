"""Preparing, opening, closing and cancelling an election."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.i18n.dates import bangkok_today
from tenants.committees.queries import Body
from tenants.elections.models import Candidate, Election, Voter
from tests.support.world import NEIGHBOUR, World
from tests.tenants.elections.conducting import (
    HERE,
    begin,
    candidates_of,
    close,
    hand_out,
    leave_office,
    manual,
    name_candidate,
    open_voting,
    people_of,
    plan,
    seat_chair,
    stored,
    typed,
    voters_of,
    zone_with_chairs,
)


def test_an_officer_begins_an_election_and_sees_the_roll_with_those_missing(world: World):
    manual(world)
    zone = zone_with_chairs(world, 3, empty=1)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    page = client.get(f"{HERE}/{election_id}").text
    assert all(name in page for name in zone.names)
    assert "ทดสอบ 1/4" in page
    assert "ยังไม่มีประธาน" in page
    assert stored(world, election_id).term_ends_on.year == bangkok_today().year + 2


def test_an_election_sent_twice_is_one(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    sent = plan(chair=str(zone.id))
    first, second = client.post(HERE, data=sent), client.post(HERE, data=sent)
    assert first.location == second.location
    assert world.in_district(lambda session: len(session.scalars(select(Election.id)).all())) == 1


def test_a_chair_has_one_election_under_way(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    begin(client, zone.id)
    answer = client.post(HERE, data=plan(chair=str(zone.id)))
    assert answer.status_code == 422
    assert "มีการเลือกตั้งประธานตำแหน่งนี้อยู่แล้ว" in answer.text


def test_what_was_typed_stays_when_it_is_refused(world: World):
    manual(world, online_allowed=False)
    zone = zone_with_chairs(world)
    answer = world.sign_in().post(
        HERE, data=plan(chair=str(zone.id), method="online", term_from="1/1/2560")
    )
    assert answer.status_code == 422
    assert "คู่มือของสำนักงานเขตให้ลงคะแนนด้วยบัตรเท่านั้น" in answer.text
    assert "1/1/2560" in answer.text


def test_the_term_of_a_by_election_is_the_rest_of_the_one_that_was_left(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    seat_chair(world, zone.officer, Body.zone(zone.id), "นายตัวอย่าง ลาออก")
    client = world.sign_in()
    refused = client.post(HERE, data=plan(chair=str(zone.id), reason="by_election"))
    assert refused.status_code == 422
    assert "ไม่มีวาระที่เหลืออยู่" in refused.text
    leave_office(world, zone.officer, "นายตัวอย่าง ลาออก")
    election = stored(world, begin(client, zone.id, reason="by_election"))
    assert election.term_ends_on.isoformat() == "2027-10-01"


def test_a_candidate_comes_from_the_roll_with_a_statement_that_was_checked(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    people = people_of(client, election_id)
    assert len(people) == 3
    assert "ข้าพเจ้าขอรับรอง" in client.get(f"{HERE}/{election_id}/candidates/new").text

    unconfirmed = name_candidate(client, election_id, people[0], confirmed="")
    assert unconfirmed.status_code == 422
    assert "โปรดยืนยันว่าผู้สมัครได้ให้คำรับรอง" in unconfirmed.text
    stranger = name_candidate(client, election_id, uuid4())
    assert stranger.status_code == 422
    assert "โปรดเลือกผู้มีชื่ออยู่ในบัญชี" in stranger.text

    assert name_candidate(client, election_id, people[0]).status_code == 303
    again = name_candidate(client, election_id, people[0])
    assert again.status_code == 422
    assert name_candidate(client, election_id, people[1]).status_code == 303
    numbers = world.in_district(
        lambda session: session.scalars(select(Candidate.number).order_by(Candidate.number)).all()
    )
    assert numbers == [1, 2]
    page = client.get(f"{HERE}/{election_id}").text
    assert "นางสาวตัวอย่าง สาม หัวหน้าฝ่าย" in page


def test_a_candidate_sent_twice_is_one(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    person = people_of(client, election_id)[0]
    record = str(uuid4())
    for _ in range(2):
        answer = name_candidate(client, election_id, person, record_id=record)
        assert answer.status_code == 303
    assert len(candidates_of(world, election_id)) == 1


def test_the_voting_opens_with_a_candidate_and_on_the_day(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    tomorrow = typed(bangkok_today() + timedelta(days=1))
    election_id = begin(client, zone.id, held_on=tomorrow, term_from=tomorrow)
    none = open_voting(client, election_id)
    assert none.status_code == 422
    assert "จึงยืนยันบัญชีได้ในวันนั้น" in none.text
    today = typed(bangkok_today())
    changed = client.post(
        f"{HERE}/{election_id}", data=plan(held_on=today, version="1", term_from=today)
    )
    assert changed.status_code == 303
    early = open_voting(client, election_id)
    assert early.status_code == 422
    assert "โปรดเสนอชื่อผู้สมัครอย่างน้อย 1 คนก่อน" in early.text


def test_a_candidate_who_is_on_the_roll_no_more_has_to_withdraw_first(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    for person in people_of(client, election_id)[:2]:
        name_candidate(client, election_id, person)
    leave_office(world, zone.officer, zone.names[0])
    refused = open_voting(client, election_id)
    assert refused.status_code == 422
    assert zone.names[0] in refused.text
    first = candidates_of(world, election_id)[0]
    address = f"/d/bangna/candidates/{first}/withdrawal"
    assert "ถอนตัว" in client.get(f"{address}/new").text
    for _ in range(2):
        answer = client.post(address, data={"withdrawn_on": typed(bangkok_today())})
        assert answer.status_code == 303
    assert open_voting(client, election_id).status_code == 303
    assert len(voters_of(world, election_id)) == 2


def test_the_frozen_roll_does_not_follow_the_seats(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    name_candidate(client, election_id, people_of(client, election_id)[0])
    for _ in range(2):
        assert open_voting(client, election_id).status_code == 303
    leave_office(world, zone.officer, zone.names[2])
    seat_chair(
        world,
        zone.officer,
        Body.community(zone.communities[2]),
        "นายตัวอย่าง มาใหม่",
        bangkok_today(),
    )
    page = client.get(f"{HERE}/{election_id}").text
    assert zone.names[2] in page
    assert "นายตัวอย่าง มาใหม่" not in page
    assert len(voters_of(world, election_id)) == 3


def test_an_opened_election_takes_no_candidate_and_no_other_plan(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    people = people_of(client, election_id)
    name_candidate(client, election_id, people[0])
    open_voting(client, election_id)
    version = str(stored(world, election_id).version)
    for answer in (
        name_candidate(client, election_id, people[1]),
        client.post(f"{HERE}/{election_id}", data=plan(version=version)),
    ):
        assert answer.status_code == 422
        assert "ยืนยันบัญชีผู้มีสิทธิแล้ว" in answer.text


def test_two_officers_who_change_the_plan_see_both_texts(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client, other = world.sign_in(), world.sign_in()
    election_id = begin(client, zone.id)
    sent = {"version": "1"}
    assert client.post(f"{HERE}/{election_id}", data=plan(**sent)).status_code == 303
    answer = other.post(f"{HERE}/{election_id}", data=plan(**sent, method="online"))
    assert answer.status_code == 409
    assert "ลงคะแนนออนไลน์" in answer.text


def test_on_paper_the_officer_ticks_who_received_a_ballot(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    name_candidate(client, election_id, people_of(client, election_id)[0])
    open_voting(client, election_id)
    hand_out(client, world, election_id, 2)
    hand_out(client, world, election_id, 2)
    assert "2 จาก 3" in client.get(f"{HERE}/{election_id}").text
    voter = voters_of(world, election_id)[0]
    client.post(f"{HERE}/{election_id}/voters/{voter}", data={"received": "no"})
    voted = world.in_district(
        lambda session: session.scalars(select(Voter.id).where(Voter.has_voted)).all()
    )
    assert len(voted) == 1
    assert "ปิดการลงคะแนน" in client.get(f"{HERE}/{election_id}/closing/new").text
    for _ in range(2):
        assert close(client, election_id).status_code == 303
    late = client.post(f"{HERE}/{election_id}/voters/{voter}", data={"received": "yes"})
    assert late.status_code == 422


def test_an_election_is_cancelled_with_a_reason_and_another_can_begin(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    address = f"{HERE}/{election_id}/cancellation"
    assert "ยกเลิกการเลือกตั้ง" in client.get(f"{address}/new").text
    assert client.post(address, data={"reason": " "}).status_code == 422
    for _ in range(2):
        assert client.post(address, data={"reason": "น้ำท่วม"}).status_code == 303
    assert "น้ำท่วม" in client.get(f"{HERE}/{election_id}").text
    begin(client, zone.id)


def test_the_assemblys_chair_is_elected_by_the_zone_chairs(world: World):
    manual(world)
    officer = world.actor()
    zones = [zone_with_chairs(world, 2, number=n, officer=officer) for n in (1, 2, 3)]
    for number, zone in enumerate(zones[:2]):
        seat_chair(world, officer, Body.zone(zone.id), f"นางตัวอย่าง โซน{'กข'[number]}")
    client = world.sign_in()
    election_id = begin(client, "assembly")
    assert len(people_of(client, election_id)) == 2
    page = client.get(f"{HERE}/{election_id}").text
    assert "นางตัวอย่าง โซนก" in page
    assert "โซน 3" in page


def test_every_step_is_in_the_change_history(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    name_candidate(client, election_id, people_of(client, election_id)[0])
    open_voting(client, election_id)
    close(client, election_id)
    actions = world.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))
    assert {"election:begun", "candidate:named", "election:opened", "election:closed"} <= actions


def test_a_foreign_office_finds_nothing(world: World):
    manual(world)
    zone = zone_with_chairs(world)
    client = world.sign_in()
    election_id = begin(client, zone.id)
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    for address in (f"/d/phrakhanong/elections/{election_id}", f"{HERE}/{election_id}"):
        assert stranger.get(address).status_code == 404


def test_leaders_see_their_own_zone_and_conduct_nothing(world: World):
    manual(world)
    officer = world.actor()
    own = zone_with_chairs(world, 2, number=1, officer=officer)
    other = zone_with_chairs(world, 2, number=2, officer=officer)
    client = world.sign_in()
    ours, theirs = begin(client, own.id), begin(client, other.id)
    leader = own.leader(0)
    assert leader.get(f"{HERE}/{ours}").status_code == 200
    assert leader.get(f"{HERE}/{theirs}").status_code == 404
    assert str(theirs) not in leader.get(HERE).text
    assert leader.get(f"{HERE}/new").status_code == 403
    assert close(leader, ours).status_code == 403
    assert world.sign_in(Role.DIRECTOR).get(f"{HERE}/new").status_code == 403
    assert world.sign_in(Role.PARTNER).get(HERE).status_code == 403


def test_the_list_asks_few_questions(world: World):
    manual(world)
    officer = world.actor()
    client = world.sign_in()
    for number in range(1, 5):
        begin(client, zone_with_chairs(world, 2, number=number, officer=officer).id)
    with world.statements() as found:
        assert client.get(HERE).status_code == 200
    assert len(found) <= 6


def test_every_form_opens_and_says_what_it_does(world: World):
    manual(world)
    zone = zone_with_chairs(world, empty=1)
    client = world.sign_in()
    paper = begin(client, zone.id)
    name_candidate(client, paper, people_of(client, paper)[0])
    for address, words in (
        ("new", "จัดการเลือกตั้ง"),
        (f"{paper}/edit", "แก้ไขการเลือกตั้ง"),
        (f"{paper}/opening/new", "ยืนยันบัญชีผู้มีสิทธิ 3 คนหรือไม่"),
        (f"{paper}/counts/new", "นับบัตรได้หลังปิดการลงคะแนน"),
        (f"{paper}/objections/new", "ยังไม่มีผลการเลือกตั้งที่ประกาศแล้ว"),
        (f"{paper}/repetition/new", "การเลือกตั้งนี้ไม่ต้องจัดใหม่"),
    ):
        answer = client.get(f"{HERE}/{address}")
        assert answer.status_code == 200
        assert words in answer.text
    client.post(f"{HERE}/{paper}", data=plan(version="1", method="online"))
    assert "เวลาปิด" in client.get(f"{HERE}/{paper}/opening/new").text
