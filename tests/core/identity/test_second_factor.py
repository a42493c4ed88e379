"""Everybody's own second factor: set up, replaced, removed, demanded at sign-in (F113, T20)."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.identity.models import PassKind
from tests.core.identity.conftest import PASSWORD
from tests.support.world import BANG_NA, NEIGHBOUR, World

SignIn = Callable[..., Any]
ADDRESS = "/account/second-factor"
KEY = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")


def offered(page: str) -> str:
    """The secret that a page offers, as a person types it off."""
    found = KEY.search(page)
    assert found, page
    return found[0].replace(" ", "")


def later(secret: str) -> str:
    """The code of the next half minute: a clock that is a little ahead is allowed for."""
    return pyotp.TOTP(secret).at(int(time.time()) + 30)


def second_step(client: FlaskClient, code: str) -> Any:
    return client.post("/sign-in/second-factor", data={"code": code})


def secret_of(owner: Engine, username: str) -> str | None:
    with owner.connect() as connection:
        found = connection.execute(
            text("SELECT totp_secret FROM accounts WHERE username = :name"), {"name": username}
        )
        return found.scalar_one()


def test_a_person_sets_up_a_second_factor_and_signing_in_then_asks_for_it(
    world: World, sign_in: SignIn, owner: Engine
):
    world.person(username="officer", password=PASSWORD)
    client, elsewhere = sign_in("officer")[0], sign_in("officer")[0]
    page = client.get(ADDRESS).text
    assert "data:image/svg+xml" in page
    secret = offered(page)
    assert offered(client.get(ADDRESS).text) == secret
    new_code = pyotp.TOTP(secret).now()
    sent = {"password": PASSWORD, "new_code": f"{new_code[:3]} {new_code[3:]}"}
    assert client.post(ADDRESS, data=sent).status_code == 303
    assert secret_of(owner, "officer") == secret
    assert "ตั้งค่าการยืนยันตัวตนขั้นที่สองแล้ว" in client.get(ADDRESS).text
    assert elsewhere.get("/account").status_code == 302
    again, answer = sign_in("officer")
    assert answer.headers["Location"].startswith("/sign-in/second-factor")
    assert again.get("/d/bangna/communities").status_code == 302
    assert second_step(again, new_code).status_code == 422
    assert second_step(again, later(secret)).status_code == 303
    assert again.get("/d/bangna/communities").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "ผิด"}, "รหัสผ่านไม่ถูกต้อง"),
        ({"password": ""}, "โปรดระบุรหัสผ่าน"),
        ({"new_code": "000000"}, "รหัสนี้ไม่ตรงกับภาพ"),
        ({"new_code": ""}, "โปรดระบุตัวเลข 6 หลัก"),
    ],
)
def test_nothing_is_set_up_without_password_and_code_and_the_picture_stays(
    world: World, sign_in: SignIn, owner: Engine, typed: dict[str, str], sentence: str
):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    secret = offered(client.get(ADDRESS).text)
    right = {"password": PASSWORD, "new_code": pyotp.TOTP(secret).now()}
    answer = client.post(ADDRESS, data=right | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert offered(answer.text) == secret
    assert secret_of(owner, "officer") is None


def test_a_secret_that_somebody_sends_along_is_not_taken(
    world: World, sign_in: SignIn, owner: Engine
):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    client.get(ADDRESS)
    own = pyotp.random_base32()
    sent = {"password": PASSWORD, "new_code": pyotp.TOTP(own).now(), "secret": own}
    assert client.post(ADDRESS, data=sent).status_code == 422
    assert secret_of(owner, "officer") is None


def test_who_has_no_password_is_asked_to_set_one_first(world: World):
    page = world.sign_in().get(ADDRESS).text
    assert "ตั้งรหัสผ่าน" in page
    assert KEY.search(page) is None


def test_replacing_it_asks_for_a_code_of_the_old_one(world: World, owner: Engine):
    old = pyotp.random_base32()
    person = world.person(username="officer", password=PASSWORD, totp_secret=old)
    client = world.sign_in(person=person)
    new = offered(client.get(f"{ADDRESS}/new").text)
    sent = {"password": PASSWORD, "new_code": pyotp.TOTP(new).now()}
    for code in ("", "000000"):
        assert client.post(ADDRESS, data=sent | {"code": code}).status_code == 422
    assert secret_of(owner, "officer") == old
    assert client.post(ADDRESS, data=sent | {"code": pyotp.TOTP(old).now()}).status_code == 303
    assert secret_of(owner, "officer") == new


def test_removing_it_asks_for_password_and_code_and_ends_other_sessions(
    world: World, sign_in: SignIn, owner: Engine
):
    secret = pyotp.random_base32()
    person = world.person(username="officer", password=PASSWORD, totp_secret=secret)
    client, elsewhere = world.sign_in(person=person), sign_in("officer")[0]
    assert second_step(elsewhere, pyotp.TOTP(secret).now()).status_code == 303
    sent = {"password": PASSWORD, "code": later(secret)}
    assert f'action="{ADDRESS}/removal"' in client.get(f"{ADDRESS}/removal/new").text
    for wrong in ({"password": "ผิด"}, {"code": "000000"}, {"code": ""}):
        assert client.post(f"{ADDRESS}/removal", data=sent | wrong).status_code == 422
    assert secret_of(owner, "officer") == secret
    assert client.post(f"{ADDRESS}/removal", data=sent).status_code == 303
    assert secret_of(owner, "officer") is None
    assert elsewhere.get("/account").status_code == 302
    assert sign_in("officer")[1].headers["Location"] == "/"


def test_a_role_that_demands_it_keeps_it(world: World, owner: Engine):
    secret = pyotp.random_base32()
    admin = world.person(Role.OFFICE_ADMIN, username="admin", password=PASSWORD, totp_secret=secret)
    client = world.sign_in(person=admin)
    assert "removal" not in client.get(ADDRESS).text
    sent = {"password": PASSWORD, "code": pyotp.TOTP(secret).now()}
    answer = client.post(f"{ADDRESS}/removal", data=sent)
    assert answer.status_code == 422
    assert "ต้องมีการยืนยันตัวตนขั้นที่สองเสมอ" in answer.text
    assert secret_of(owner, "admin") == secret


def test_a_role_that_demands_it_sets_it_up_before_anything_opens(
    world: World, sign_in: SignIn, owner: Engine
):
    world.person(Role.OFFICE_ADMIN, username="admin", password=PASSWORD)
    client, answer = sign_in("admin")
    assert answer.headers["Location"].startswith("/sign-in/second-factor")
    secret = offered(client.get("/sign-in/second-factor").text)
    assert client.get("/d/bangna/accounts").status_code == 302
    wrong = second_step(client, "000000")
    assert wrong.status_code == 422
    assert offered(wrong.text) == secret
    assert second_step(client, pyotp.TOTP(secret).now()).status_code == 303
    assert client.get("/d/bangna/accounts").status_code == 200
    assert secret_of(owner, "admin") == secret


def test_two_sign_ins_at_once_cannot_both_set_it_up(world: World, sign_in: SignIn, owner: Engine):
    world.person(Role.OFFICE_ADMIN, username="admin", password=PASSWORD)
    first, second = sign_in("admin")[0], sign_in("admin")[0]
    secrets = [offered(each.get("/sign-in/second-factor").text) for each in (first, second)]
    assert secrets[0] != secrets[1]
    assert second_step(first, pyotp.TOTP(secrets[0]).now()).status_code == 303
    assert second_step(second, pyotp.TOTP(secrets[1]).now()).status_code in {302, 422}
    assert secret_of(owner, "admin") == secrets[0]
    assert second.get("/d/bangna/accounts").status_code == 302


def office_code(issue: Callable[..., str], person: Any, office: int = BANG_NA) -> str:
    return issue(person, PassKind.SECOND_FACTOR, office, lifetime=timedelta(hours=24))


def test_the_offices_code_takes_the_place_of_a_lost_phone_once(
    world: World, sign_in: SignIn, issue: Callable[..., str], owner: Engine
):
    lost = pyotp.random_base32()
    person = world.person(username="officer", password=PASSWORD, totp_secret=lost)
    elsewhere = world.sign_in(person=person)
    code = office_code(issue, person)
    client, _ = sign_in("officer")
    assert second_step(client, code.lower().replace("-", " ")).status_code == 303
    assert client.get("/d/bangna/communities").status_code == 200
    assert secret_of(owner, "officer") is None
    assert elsewhere.get("/account").status_code == 302


def test_after_a_lost_phone_a_role_that_demands_it_sets_up_a_new_one_at_once(
    world: World, sign_in: SignIn, issue: Callable[..., str], owner: Engine
):
    lost = pyotp.random_base32()
    admin = world.person(Role.OFFICE_ADMIN, username="admin", password=PASSWORD, totp_secret=lost)
    code = office_code(issue, admin)
    client, _ = sign_in("admin")
    answer = second_step(client, code)
    assert answer.headers["Location"].startswith("/sign-in/second-factor")
    assert client.get("/d/bangna/accounts").status_code == 302
    new = offered(client.get("/sign-in/second-factor").text)
    assert second_step(client, code).status_code == 422
    assert second_step(client, pyotp.TOTP(new).now()).status_code == 303
    assert client.get("/d/bangna/accounts").status_code == 200
    assert secret_of(owner, "admin") == new


def test_the_offices_code_opens_nothing_without_the_password(
    world: World, issue: Callable[..., str], browser: Callable[[], FlaskClient]
):
    person = world.person(username="officer", password=PASSWORD)
    code = office_code(issue, person)
    assert browser().post("/sign-in/code", data={"code": code}).status_code == 422
    assert browser().post(f"/sign-in/slip/{code}").status_code == 422


@pytest.mark.parametrize("kind", [PassKind.CODE, PassKind.SLIP])
def test_a_code_for_signing_in_is_no_second_factor(
    world: World, sign_in: SignIn, issue: Callable[..., str], kind: PassKind
):
    person = world.person(username="officer", password=PASSWORD, totp_secret=pyotp.random_base32())
    client, _ = sign_in("officer")
    assert second_step(client, issue(person, kind)).status_code == 422


def test_the_code_of_somebody_else_and_an_expired_one_do_not_work(
    world: World, sign_in: SignIn, issue: Callable[..., str], earlier: Callable[..., None]
):
    secret = pyotp.random_base32()
    person = world.person(username="officer", password=PASSWORD, totp_secret=secret)
    client, _ = sign_in("officer")
    assert second_step(client, office_code(issue, world.person())).status_code == 422
    code = office_code(issue, person)
    earlier("sign_in_passes", "expires_at", timedelta(hours=25))
    assert second_step(client, code).status_code == 422


def test_one_office_cannot_take_over_a_person_of_two_offices(
    world: World,
    sign_in: SignIn,
    issue: Callable[..., str],
    join: Callable[..., None],
    owner: Engine,
):
    secret = pyotp.random_base32()
    person = world.person(username="officer", password=PASSWORD, totp_secret=secret)
    join(person, Role.DIRECTOR, NEIGHBOUR)
    client, _ = sign_in("officer")
    assert second_step(client, office_code(issue, person)).status_code == 422
    assert secret_of(owner, "officer") == secret


def test_a_leader_with_a_second_factor_stays_signed_in_for_thirty_days(
    world: World, sign_in: SignIn, owner: Engine
):
    secret = pyotp.random_base32()
    world.person(Role.ZONE_CHAIR, username="leader", password=PASSWORD, totp_secret=secret)
    client, _ = sign_in("leader")
    assert second_step(client, pyotp.TOTP(secret).now()).status_code == 303
    with owner.connect() as connection:
        days = connection.execute(
            text(
                "SELECT max(expires_at - now()) FROM sign_in_sessions WHERE confirmed_at IS NOT NULL"
            )
        ).scalar_one()
    assert days > timedelta(days=29)
