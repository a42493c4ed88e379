"""Acting for the director: dated, one person at a time, taken back at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from tenants.office import queries
from tenants.office.models import Delegation
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.office.conftest import Signer

ADDRESS = "/d/bangna/office/delegations"
TODAY = bangkok_today()


def day(days: int) -> str:
    return show_date(TODAY + timedelta(days=days), style="numeric")


def typed(signer: Signer, person: Any, first: int, last: int, **more: str) -> dict[str, str]:
    return signer.confirmed(
        account_id=str(person.account_id),
        valid_from=day(first),
        last_day=day(last),
        basis="คำสั่งตัวอย่าง ที่ 5/2569",
        **more,
    )


def stored(world: World) -> list[Delegation]:
    def read(session: Any) -> list[Delegation]:
        found = queries.delegations(session)
        session.expunge_all()
        return found

    return world.in_district(read)


def right(world: World, actor: Any, days: int = 0) -> Any:
    return world.in_district(
        lambda session: queries.signing_right(
            session, actor=actor, day=TODAY + timedelta(days=days)
        )
    )


def give(world: World, actor: Any, first: int, last: int, **values: Any) -> UUID:
    """A delegation as it would lie in the database, also one of the past."""
    entry_id = uuid7()

    def add(session: Any) -> None:
        session.add(
            Delegation(
                district_id=actor.district_id,
                id=entry_id,
                account_id=actor.account_id,
                person_name=actor.name,
                person_position=actor.position,
                valid_from=TODAY + timedelta(days=first),
                last_day=TODAY + timedelta(days=last),
                basis="คำสั่งตัวอย่าง",
                **values,
            )
        )

    world.in_district(add)
    return entry_id


def test_the_director_lets_the_assistant_sign_and_both_can(
    world: World, signer: Callable[..., Signer], owner: Engine
):
    director = signer(name="นายตัวอย่าง ผอ.")
    assistant = world.actor(Role.ASSISTANT_DIRECTOR, name="นางตัวอย่าง ผู้ช่วย")
    answer = director.client.post(ADDRESS, data=typed(director, assistant, 0, 3))
    assert answer.status_code == 303
    page = director.client.get(ADDRESS).text
    assert "นางตัวอย่าง ผู้ช่วย" in page
    assert "กำลังรักษาราชการแทน" in page
    found = right(world, assistant)
    assert found.name == "นางตัวอย่าง ผู้ช่วย"
    assert found.position == "assistant_director\nรักษาราชการแทน ผู้อำนวยการเขตบางนา"
    assert found.delegation_id == stored(world)[0].id
    own = right(world, director.person.acting_in(slug="bangna"))
    assert (own.position, own.delegation_id) == ("ผู้อำนวยการเขตบางนา", None)
    with owner.connect() as connection:
        actions = connection.execute(
            text("SELECT action FROM audit_entries WHERE table_name = 'delegations'")
        ).scalars()
        assert list(actions) == ["delegation:made"]


def test_a_delegation_gives_its_right_from_the_first_to_the_last_day_and_on_no_other(world: World):
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    give(world, assistant, -2, 2)
    signs = [days for days in range(-4, 5) if right(world, assistant, days)]
    assert signs == [-2, -1, 0, 1, 2]


def test_a_delegation_that_ended_yesterday_gives_no_right_today(world: World):
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    give(world, assistant, -10, -1)
    assert right(world, assistant, -1) is not None
    assert right(world, assistant) is None


def test_from_the_day_on_which_it_is_taken_back_the_person_no_longer_signs(
    world: World, signer: Callable[..., Signer], owner: Engine
):
    director = signer()
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    entry_id = give(world, assistant, -5, 5)
    address = f"{ADDRESS}/{entry_id}/ending"
    assert director.client.get(f"{address}/new").status_code == 200
    for _ in range(2):
        assert director.client.post(address).status_code == 303
    assert right(world, assistant) is None
    assert right(world, assistant, -1) is not None
    assert "ยุติก่อนกำหนด" in director.client.get(ADDRESS).text
    assert stored(world)[0].ended_on == TODAY
    with owner.connect() as connection:
        ended = connection.execute(
            text("SELECT count(*) FROM audit_entries WHERE action = 'delegation:ended'")
        ).scalar()
    assert ended == 1


def test_a_planned_delegation_that_is_taken_back_never_begins_and_makes_room(
    world: World, signer: Callable[..., Signer]
):
    director = signer()
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    entry_id = give(world, assistant, 3, 9)
    assert director.client.post(f"{ADDRESS}/{entry_id}/ending").status_code == 303
    assert right(world, assistant, 4) is None
    assert director.client.post(ADDRESS, data=typed(director, assistant, 3, 9)).status_code == 303


def test_a_delegation_that_is_over_cannot_be_taken_back(
    world: World, signer: Callable[..., Signer]
):
    director = signer()
    entry_id = give(world, world.actor(Role.ASSISTANT_DIRECTOR), -9, -3)
    answer = director.client.post(f"{ADDRESS}/{entry_id}/ending")
    assert answer.status_code == 422
    assert "สิ้นสุดไปแล้ว" in answer.text


def test_the_right_ends_with_the_own_role(world: World, owner: Engine):
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    give(world, assistant, -5, 5)
    with owner.begin() as connection:
        connection.execute(text(f"SET LOCAL app.district_id = '{BANG_NA}'"))
        connection.execute(
            text("UPDATE memberships SET last_day = :day WHERE account_id = :account"),
            {"day": TODAY - timedelta(days=1), "account": assistant.account_id},
        )
    assert right(world, assistant) is None
    assert right(world, assistant, -1) is not None


def test_without_a_delegation_only_the_director_signs(world: World):
    for role in Role:
        if role.value.tier == "district" and role is not Role.DIRECTOR:
            assert right(world, world.actor(role)) is None, role


def test_a_delegation_helps_nobody_whose_role_may_not_act(world: World):
    developer = world.actor(Role.SOCIAL_DEVELOPER)
    give(world, developer, -1, 1)
    assert right(world, developer) is None


@pytest.mark.parametrize(("first", "last"), [(2, 3), (-3, 0), (4, 9), (0, 9), (5, 5)])
def test_two_people_cannot_act_on_one_day(
    world: World, signer: Callable[..., Signer], first: int, last: int
):
    director = signer()
    give(world, world.actor(Role.ASSISTANT_DIRECTOR, name="นางตัวอย่าง คนแรก"), 0, 5)
    head = world.actor(Role.SECTION_HEAD)
    answer = director.client.post(ADDRESS, data=typed(director, head, first, last))
    assert answer.status_code == 422
    assert "นางตัวอย่าง คนแรก" in answer.text
    assert "สองคนไม่ได้" in answer.text
    assert "คำสั่งตัวอย่าง ที่ 5/2569" in answer.text
    assert len(stored(world)) == 1


def test_two_directors_who_delegate_at_once_do_not_make_two_acting_directors(
    world: World, signer: Callable[..., Signer]
):
    directors = [signer(), signer()]
    people = [world.actor(Role.ASSISTANT_DIRECTOR), world.actor(Role.SECTION_HEAD)]
    sent = [
        (each, typed(each, person, 0, 3)) for each, person in zip(directors, people, strict=True)
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda pair: pair[0].client.post(ADDRESS, data=pair[1]), sent)
        assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert len(stored(world)) == 1


def test_the_day_after_the_first_person_the_second_may_begin(
    world: World, signer: Callable[..., Signer]
):
    director = signer()
    give(world, world.actor(Role.ASSISTANT_DIRECTOR), 0, 5)
    head = world.actor(Role.SECTION_HEAD)
    assert director.client.post(ADDRESS, data=typed(director, head, 6, 8)).status_code == 303


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"last_day": day(-1), "valid_from": day(-3)}, "วันสุดท้ายผ่านไปแล้ว"),
        ({"last_day": day(1), "valid_from": day(2)}, "วันสุดท้ายอยู่ก่อนวันแรก"),
        ({"basis": "  "}, "โปรดระบุเอกสารที่มอบหมาย"),
        ({"account_id": ""}, "โปรดเลือกผู้รักษาราชการแทน"),
        ({"account_id": "กขค"}, "โปรดเลือกผู้รักษาราชการแทน"),
        ({"account_id": str(uuid7())}, "โปรดเลือกผู้รักษาราชการแทน"),
    ],
)
def test_a_delegation_without_its_facts_is_refused_in_thai_and_stays_typed(
    world: World, signer: Callable[..., Signer], values: dict[str, str], sentence: str
):
    director = signer()
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    answer = director.client.post(ADDRESS, data=typed(director, assistant, 0, 2) | values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(world) == []


def test_nobody_of_another_office_and_no_other_role_can_be_chosen(
    world: World, signer: Callable[..., Signer]
):
    director = signer()
    stranger = world.actor(Role.ASSISTANT_DIRECTOR, NEIGHBOUR, name="นายตัวอย่าง เขตอื่น")
    developer = world.actor(Role.SOCIAL_DEVELOPER, name="นายตัวอย่าง นักพัฒนา")
    page = director.client.get(f"{ADDRESS}/new").text
    assert "นายตัวอย่าง เขตอื่น" not in page
    assert "นายตัวอย่าง นักพัฒนา" not in page
    for person in (stranger, developer, director.person):
        answer = director.client.post(ADDRESS, data=typed(director, person, 0, 2))
        assert answer.status_code == 422
        assert "โปรดเลือกผู้รักษาราชการแทน" in answer.text
    assert stored(world) == []


def test_sent_twice_it_is_one_delegation(world: World, signer: Callable[..., Signer]):
    director = signer()
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    record_id = str(uuid7())
    for _ in range(2):
        data = typed(director, assistant, 0, 2, record_id=record_id)
        assert director.client.post(ADDRESS, data=data).status_code == 303
    assert [str(entry.id) for entry in stored(world)] == [record_id]


def test_only_the_director_delegates_and_those_named_may_read(world: World):
    readers = {Role.DIRECTOR, Role.ASSISTANT_DIRECTOR, Role.SECTION_HEAD, Role.OFFICE_ADMIN}
    for role in Role:
        if role.value.tier != "district":
            continue
        client = world.sign_in(role)
        assert client.get(ADDRESS).status_code == (200 if role in readers else 403), role
        assert client.get(f"{ADDRESS}/new").status_code == (200 if role is Role.DIRECTOR else 403)
        if role is not Role.DIRECTOR:
            assert client.post(ADDRESS).status_code == 403


def test_the_director_of_another_office_finds_nothing(world: World):
    entry_id = give(world, world.actor(Role.ASSISTANT_DIRECTOR), 0, 5)
    stranger = world.sign_in(Role.DIRECTOR, NEIGHBOUR)
    assert stranger.get(ADDRESS).status_code == 404
    own = f"/d/phrakhanong/office/delegations/{entry_id}/ending"
    assert stranger.get(f"{own}/new").status_code == 404
    assert stranger.post(own).status_code == 404
