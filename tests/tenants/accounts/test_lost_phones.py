"""A person who lost the phone with the authenticator: the office helps, on record, and takes nobody over (T20, T21)."""

import re
from typing import Any
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import Engine, text

from core.access.roles import Role
from tests.support.world import NEIGHBOUR, World

ACCOUNTS = "/d/bangna/accounts"
PASSWORD = "รหัสผ่านยาวพอสมควร"
CODE = re.compile(r"1047\.[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")


@pytest.fixture
def admin(world: World) -> dict[str, Any]:
    secret = pyotp.random_base32()
    person = world.person(Role.OFFICE_ADMIN, name="นางผู้ดูแล", password=PASSWORD, totp_secret=secret)
    return {"person": person, "client": world.sign_in(person=person), "secret": secret}


def typed(admin: dict[str, Any], **values: str) -> dict[str, str]:
    code = pyotp.TOTP(admin["secret"]).now()
    return {"password": PASSWORD, "code": code, "reason": "โทรศัพท์หาย พบตัวแล้ว"} | values


def address_of(owner: Engine, person: Any) -> str:
    with owner.connect() as connection:
        found: UUID = connection.execute(
            text("SELECT id FROM memberships WHERE account_id = :id"), {"id": person.account_id}
        ).scalar_one()
    return f"{ACCOUNTS}/{found}"


def pending(world: World, username: str) -> Any:
    """A browser in which a person typed the password, and is asked for a code."""
    client = world.app.test_client()
    client.post("/sign-in", data={"username": username, "password": PASSWORD})
    return client


def test_the_administrator_reads_out_a_code_that_stands_for_the_lost_phone_once(
    world: World, admin: dict[str, Any], owner: Engine
):
    director = world.person(
        Role.DIRECTOR, username="boss", password=PASSWORD, totp_secret=pyotp.random_base32()
    )
    address = address_of(owner, director)
    assert "โทรศัพท์ที่ใช้ยืนยันตัวตนหาย" in admin["client"].get(address).text
    assert admin["client"].get(f"{address}/second-factor/new").status_code == 200
    answer = admin["client"].post(f"{address}/second-factor", data=typed(admin))
    assert answer.status_code == 200
    code = CODE.search(answer.text)[0]
    assert CODE.search(admin["client"].get(address).text) is None
    client = pending(world, "boss")
    assert client.post("/sign-in/second-factor", data={"code": code}).status_code == 303
    assert client.get(ACCOUNTS).status_code == 200
    again = pending(world, "boss")
    assert again.get(ACCOUNTS).status_code == 200


def test_the_reason_and_the_name_stand_in_the_trail(
    world: World, admin: dict[str, Any], owner: Engine
):
    address = address_of(owner, world.person(Role.DIRECTOR))
    admin["client"].post(f"{address}/second-factor", data=typed(admin))
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT district_id, actor_name, reason FROM audit_entries"
                " WHERE action = 'second_factor:reset'"
            )
        ).all()
    assert [tuple(row) for row in rows] == [(1047, "นางผู้ดูแล", "โทรศัพท์หาย พบตัวแล้ว")]
    trail = world.sign_in(Role.DIRECTOR).get("/d/bangna/changes").text
    assert "ออกรหัสสำหรับตั้งค่าการยืนยันตัวตนขั้นที่สองใหม่" in trail


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": ""}, "โปรดระบุเหตุผล"),
        ({"password": "ผิด"}, "รหัสผ่านไม่ถูกต้อง"),
        ({"code": "000000"}, "รหัสไม่ถูกต้องหรือถูกใช้ไปแล้ว"),
    ],
)
def test_without_reason_password_and_own_code_there_is_none(
    world: World, admin: dict[str, Any], owner: Engine, values: dict[str, str], sentence: str
):
    address = address_of(owner, world.person(Role.DIRECTOR))
    answer = admin["client"].post(f"{address}/second-factor", data=typed(admin, **values))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert CODE.search(answer.text) is None


def test_nobody_resets_the_own_second_factor(admin: dict[str, Any], owner: Engine):
    address = address_of(owner, admin["person"])
    assert "second-factor/new" not in admin["client"].get(address).text
    answer = admin["client"].post(f"{address}/second-factor", data=typed(admin))
    assert answer.status_code == 422
    assert "ให้ตนเองไม่ได้" in answer.text


def test_an_administrator_with_both_codes_but_no_password_does_not_become_the_director(
    world: World, admin: dict[str, Any], owner: Engine
):
    director = world.person(
        Role.DIRECTOR, username="boss", password=PASSWORD, totp_secret=pyotp.random_base32()
    )
    address = address_of(owner, director)
    factor = CODE.search(admin["client"].post(f"{address}/second-factor", data=typed(admin)).text)[
        0
    ]
    one_time = CODE.search(admin["client"].post(f"{address}/codes").text)[0]
    thief = world.app.test_client()
    assert thief.post("/sign-in/code", data={"code": one_time}).status_code == 303
    assert thief.post("/sign-in/second-factor", data={"code": factor}).status_code == 422
    assert thief.get("/account").status_code == 302


def test_only_the_administrator_of_the_own_office(
    world: World, admin: dict[str, Any], owner: Engine
):
    address = address_of(owner, world.person(Role.DIRECTOR))
    for role in (Role.DIRECTOR, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER):
        client = world.sign_in(role)
        assert client.get(f"{address}/second-factor/new").status_code == 403
        assert client.post(f"{address}/second-factor").status_code == 403
    stranger = world.sign_in(Role.OFFICE_ADMIN, NEIGHBOUR)
    for path in (address, address.replace("bangna", "phrakhanong")):
        assert stranger.get(f"{path}/second-factor/new").status_code == 404
        assert stranger.post(f"{path}/second-factor").status_code == 404
