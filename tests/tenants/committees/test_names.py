"""A seat names a person of the register: one person on several seats, two people of one name."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from core.access.roles import Role
from tenants.committees.models import Seat
from tenants.people.models import Person
from tests.support.editions import adopted, edition
from tests.support.seats import address, community_address, fill, leave, name_on, seats_of
from tests.support.world import NEIGHBOUR, World


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    edition(world)
    adopted(world)
    community = world.community("ตัวอย่าง ก")
    return SimpleNamespace(
        community=community, zone=world.zone(1, community), officer=world.sign_in()
    )


def people(world: World, office: int = 1047) -> list[tuple[str, str]]:
    return world.in_district(
        lambda session: [
            (person.name, person.position)
            for person in session.scalars(select(Person).order_by(Person.created_at))
        ],
        office,
    )


def test_one_person_sits_on_several_seats_in_any_spelling_of_the_name(world: World, place):
    fill(place.officer, place.zone, "residents", "นางสาวตัวอย่าง ใจดี")
    name_on(place.officer, community_address(place.community), "chair", "น.ส. ตัวอย่าง  ใจดี")
    assert people(world) == [("นางสาวตัวอย่าง ใจดี", "ตำแหน่งตัวอย่าง")]
    persons = world.in_district(
        lambda session: session.scalar(select(func.count(Seat.person_id.distinct())))
    )
    assert persons == 1


def test_two_people_who_share_a_name_are_told_apart_by_an_explicit_choice(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี")
    refused = fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี")
    assert refused.status_code == 422
    other = fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี", another="y")
    assert other.status_code == 303
    assert len(people(world)) == 2


def test_where_a_name_is_shared_the_officer_says_who_is_meant(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี", person_position="พ่อค้า")
    second = {"another": "y", "person_position": "ครู"}
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี", **second)
    answer = fill(place.officer, place.zone, "public_sector", "ตัวอย่าง ใจดี")
    assert answer.status_code == 422
    assert "ในทะเบียนมีผู้ใช้ชื่อนี้ 2 คน โปรดเลือกว่าหมายถึงผู้ใด" in answer.text
    assert "นายตัวอย่าง ใจดี · ครู" in answer.text
    teacher = world.in_district(
        lambda session: session.scalars(select(Person.id).where(Person.position == "ครู")).one()
    )
    chosen = {"person_id": str(teacher)}
    assert (
        fill(place.officer, place.zone, "public_sector", "นายตัวอย่าง ใจดี", **chosen).status_code
        == 303
    )
    assert seats_of(world)["นายตัวอย่าง ใจดี"].person_id == teacher
    new = fill(place.officer, place.zone, "civil_society", "นายตัวอย่าง ใจดี", person_id="another")
    assert new.status_code == 303
    assert len(people(world)) == 3


def test_a_person_of_another_office_cannot_be_chosen(world: World, place):
    stranger = world.in_district(_stranger, NEIGHBOUR)
    answer = fill(
        place.officer, place.zone, "residents", "นายตัวอย่าง ข้างเขต", person_id=str(stranger)
    )
    assert answer.status_code == 404
    assert "ข้างเขต" not in place.officer.get(f"{address(place.zone)}/seats/new?rule=residents").text


def test_the_form_knows_the_names_of_the_register_and_no_contact_details(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี")
    world.in_district(
        lambda session: session.execute(
            update(Person).values(phone="0812345678", email="a@example.org", line_id="line-ตัวอย่าง")
        )
    )
    page = place.officer.get(f"{address(place.zone)}/seats/new?rule=residents").text
    assert '<option value="นายตัวอย่าง ใจดี">' in page
    assert 'list="known-people"' in page
    for secret in ("0812345678", "a@example.org", "line-ตัวอย่าง"):
        assert secret not in page


def test_two_officers_who_type_a_new_name_at_once_register_one_person(world: World, place):
    clients = [world.sign_in(), world.sign_in()]
    places = [(address(place.zone), "residents"), (community_address(place.community), "members")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda number: name_on(clients[number], *places[number], "นายตัวอย่าง ใจดี"), range(2)
            )
        )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(people(world)) == 1


def test_a_name_that_was_typed_wrongly_is_corrected_in_the_register_as_well(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวยอ่าง ใจดี")
    seat = seats_of(world)["นายตัวยอ่าง ใจดี"]
    changed = {
        "person_name": "นายตัวอย่าง ใจดี",
        "person_position": "ตำแหน่งตัวอย่าง",
        "valid_from": "1/2/2568",
        "version": "1",
    }
    target = f"/d/bangna/seats/{seat.id}"
    assert place.officer.post(target, data=changed).status_code == 303
    assert people(world) == [("นายตัวอย่าง ใจดี", "ตำแหน่งตัวอย่าง")]
    assert seats_of(world)["นายตัวอย่าง ใจดี"].person_id == seat.person_id


def test_correcting_one_seat_of_a_person_with_several_leaves_the_others(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี")
    fill(place.officer, place.zone, "public_sector", "นายตัวอย่าง ใจดี")
    seat = seats_of(world)["นายตัวอย่าง ใจดี"]
    changed = {
        "person_name": "นายตัวอย่าง คนอื่น",
        "person_position": "ตำแหน่งตัวอย่าง",
        "valid_from": "1/2/2568",
        "version": "1",
    }
    place.officer.post(f"/d/bangna/seats/{seat.id}", data=changed)
    assert len(people(world)) == 2
    assert seats_of(world)["นายตัวอย่าง ใจดี"].person_id == seat.person_id


def test_who_reads_a_committee_sees_no_contact_details(world: World, place):
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี")
    world.in_district(lambda session: session.execute(update(Person).values(phone="0812345678")))
    assert "0812345678" not in world.sign_in(Role.ADVISER).get(address(place.zone)).text


def _stranger(session):
    person = Person(district_id=NEIGHBOUR, name="นายตัวอย่าง ข้างเขต", match_key="ตัวอย่างข้างเขต")
    session.add(person)
    session.flush()
    return person.id


@pytest.mark.parametrize("field", ["person_name", "person_position", "reason"])
def test_a_national_id_number_is_kept_in_no_field_of_a_seat(world: World, place, field: str):
    typed = {field: "ตัวอย่าง 1-2345-67890-12-1"}
    answer = fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี", **typed)
    assert answer.status_code == 422
    assert "เลขประจำตัวประชาชน" in answer.text
    assert seats_of(world) == {}
    fill(place.officer, place.zone, "residents", "นายตัวอย่าง ใจดี")
    seat = seats_of(world)["นายตัวอย่าง ใจดี"]
    sent = {
        "person_name": "นายตัวอย่าง ใจดี",
        "person_position": "ตำแหน่งตัวอย่าง",
        "valid_from": "1/2/2568",
        "term_ends_on": "1/2/2570",
        "version": "1",
    }
    assert place.officer.post(f"/d/bangna/seats/{seat.id}", data=sent | typed).status_code == 422
    assert seats_of(world)["นายตัวอย่าง ใจดี"].version == 1
    if field == "reason":
        left = leave(place.officer, seat.id, "1/6/2569", typed[field])
        assert left.status_code == 422
        assert seats_of(world)["นายตัวอย่าง ใจดี"].valid_to is None
