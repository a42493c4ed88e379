"""How a person of the register signs in: said by the section, one account for one person."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from tenants.people import queries
from tenants.people.models import Person
from tests.support.world import BANG_NA, NEIGHBOUR, World

HERE = "/d/bangna/people"


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """Two people of the register, a leader's account that bears the name of the first, and an officer."""
    leader = world.person(Role.ZONE_CHAIR, name="นายตัวอย่าง หก", username="zone.chair")
    people = [uuid7(), uuid7()]
    world.in_district(
        lambda session: session.add_all(
            Person(
                district_id=BANG_NA,
                id=person_id,
                name=name,
                match_key=queries.person_key(name),
            )
            for person_id, name in zip(people, ("นายตัวอย่าง หก", "นางตัวอย่าง เจ็ด"), strict=True)
        )
    )
    return SimpleNamespace(leader=leader, people=people, officer=world.sign_in())


def link(place: SimpleNamespace, person: UUID, account: UUID | str, version: int = 1):
    sent = {"account": str(account), "version": str(version)}
    return place.officer.post(f"{HERE}/{person}/sign-in", data=sent)


def test_the_section_says_with_which_account_a_person_signs_in(world: World, place):
    first, second = place.people
    page = place.officer.get(f"{HERE}/{first}/sign-in").text
    offered = page.partition("<select")[2].partition("</select>")[0]
    assert offered.index("ไม่ได้ใช้ระบบ") < offered.index("นายตัวอย่าง หก") < offered.index("ผู้ทดสอบ")
    account = place.leader.account_id
    for _ in range(2):
        assert link(place, first, account).status_code == 303
    assert "zone.chair" in place.officer.get(f"{HERE}/{first}").text
    assert "zone.chair" not in place.officer.get(f"{HERE}/{second}/sign-in").text
    taken = link(place, second, account)
    assert taken.status_code == 422
    assert "บัญชีนี้เป็นของบุคคลอื่นในทะเบียนแล้ว" in taken.text
    found = world.in_district(
        lambda session: (
            queries.account_of(session, place.people),
            [each.id for each in queries.people_of_account(session, account)],
        )
    )
    assert found == ({first: account}, [first])
    assert link(place, first, "", version=2).status_code == 303
    assert "ยังไม่ได้ระบุว่าบุคคลนี้ใช้บัญชีใด" in place.officer.get(f"{HERE}/{first}").text
    actions = world.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))
    assert {"person:linked", "person:unlinked"} <= actions


def test_two_people_who_link_at_once_see_both_accounts(world: World, place):
    other = world.person(Role.COMMUNITY_CHAIR, name="นางตัวอย่าง อื่น")
    assert link(place, place.people[0], place.leader.account_id).status_code == 303
    late = link(place, place.people[0], other.account_id)
    assert late.status_code == 409
    for words in ("นางตัวอย่าง อื่น", "นายตัวอย่าง หก"):
        assert words in late.text


def test_only_accounts_of_this_office_are_linked_and_only_by_the_section(world: World, place):
    stranger = world.person(office=NEIGHBOUR)
    answer = link(place, place.people[0], stranger.account_id)
    assert answer.status_code == 422
    assert "โปรดเลือก" in answer.text
    assert link(place, place.people[0], "nonsense").status_code == 404
    theirs = f"/d/phrakhanong/people/{place.people[0]}/sign-in"
    assert world.sign_in(person=stranger).get(theirs).status_code == 404
    director = world.sign_in(Role.DIRECTOR)
    assert director.get(f"{HERE}/{place.people[0]}/sign-in").status_code == 403
    assert "วิธีเข้าใช้ระบบ" not in director.get(f"{HERE}/{place.people[0]}").text
