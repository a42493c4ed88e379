"""Signing in by a password, and the limits of guessing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.identity.models import PassKind
from tests.core.identity.conftest import PASSWORD
from tests.support.world import World

SignIn = Callable[..., Any]
DEPARTMENT = 1000


def body(page: str, username: str) -> str:
    """What the page says, without the name that was typed and the one-time token of the form."""
    shown = page.partition("<main")[2].partition("</main>")[0].replace(username, "")
    return "\n".join(line for line in shown.splitlines() if "csrf_token" not in line)


def fail(sign_in: SignIn, username: str, times: int) -> Any:
    answer = None
    for _ in range(times):
        answer = sign_in(username, "ผิดแน่นอน")[1]
    return answer


def test_the_right_password_opens_the_office(world: World, sign_in: SignIn):
    world.person(username="officer", password=PASSWORD)
    client, answer = sign_in("  Officer ")
    assert answer.status_code == 303
    assert client.get("/d/bangna/communities").status_code == 200


def test_an_unknown_user_and_a_wrong_password_get_the_same_answer(world: World, sign_in: SignIn):
    world.person(username="known.person", password=PASSWORD)
    wrong, unknown = sign_in("known.person", "ผิด")[1], sign_in("no.such.one", "ผิด")[1]
    assert wrong.status_code == unknown.status_code == 422
    assert body(wrong.text, "known.person") == body(unknown.text, "no.such.one")
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in wrong.text


def test_a_disabled_account_gets_the_answer_of_a_wrong_password(
    world: World, sign_in: SignIn, owner: Engine
):
    person = world.person(username="officer", password=PASSWORD)
    open_browser = world.sign_in(person=person)
    with owner.begin() as connection:
        connection.execute(text("UPDATE accounts SET disabled_at = now()"))
    answer = sign_in("officer")[1]
    assert answer.status_code == 422
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.text
    assert open_browser.get("/d/bangna/communities").status_code == 302


def test_five_failures_lock_the_name_for_fifteen_minutes_even_for_the_right_password(
    world: World, sign_in: SignIn, earlier: Callable[..., None]
):
    world.person(username="officer", password=PASSWORD)
    world.person(username="colleague", password=PASSWORD)
    fail(sign_in, "officer", 5)
    answer = sign_in("officer")[1]
    assert answer.status_code == 422
    assert "15 นาที" in answer.text
    assert sign_in("colleague")[1].status_code == 303
    earlier("sign_in_attempts", "at", timedelta(minutes=14))
    assert sign_in("officer")[1].status_code == 422
    earlier("sign_in_attempts", "at", timedelta(minutes=2))
    assert sign_in("officer")[1].status_code == 303


def test_four_failures_and_then_the_right_password_open(world: World, sign_in: SignIn):
    world.person(username="officer", password=PASSWORD)
    fail(sign_in, "officer", 4)
    assert sign_in("officer")[1].status_code == 303
    assert fail(sign_in, "officer", 1).status_code == 422
    assert sign_in("officer")[1].status_code == 422


def test_fifty_failures_lock_the_address_for_every_name(
    world: World, sign_in: SignIn, owner: Engine
):
    world.person(username="officer", password=PASSWORD)
    with owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO sign_in_attempts (username, address, succeeded)"
                " SELECT 'name' || n, '127.0.0.1', false FROM generate_series(1, 49) n"
            )
        )
    assert sign_in("officer")[1].status_code == 303
    fail(sign_in, "somebody", 1)
    assert "15 นาที" in sign_in("officer")[1].text


def test_a_one_time_code_gets_a_locked_out_person_in_and_lets_them_choose_a_password(
    world: World, sign_in: SignIn, issue: Callable[..., str], browser: Callable[[], Any]
):
    person = world.person(username="officer", password=PASSWORD)
    fail(sign_in, "officer", 5)
    code = issue(person, PassKind.CODE)
    client = browser()
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303
    assert client.get("/d/bangna/communities").status_code == 200
    chosen = {"new": "อีกรหัสหนึ่งที่ยาว", "repeated": "อีกรหัสหนึ่งที่ยาว"}
    assert client.post("/account/password", data=chosen).status_code == 303
    assert browser().post("/sign-in/code", data={"code": code}).status_code == 422


def test_the_second_factor_is_demanded_and_a_code_never_works_twice(world: World, sign_in: SignIn):
    secret = pyotp.random_base32()
    world.person(
        Role.DEPARTMENT_OFFICER,
        DEPARTMENT,
        username="city.person",
        password=PASSWORD,
        totp_secret=secret,
    )
    client, answer = sign_in("city.person")
    assert answer.headers["Location"].startswith("/sign-in/second-factor")
    assert client.get("/account").status_code == 302
    assert client.post("/sign-in/second-factor", data={"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret).now()
    confirmed = client.post("/sign-in/second-factor", data={"code": code})
    assert confirmed.status_code == 303
    assert client.get("/account").status_code == 200
    second, _ = sign_in("city.person")
    replayed = second.post("/sign-in/second-factor", data={"code": code})
    assert replayed.status_code == 422
    assert "รหัสไม่ถูกต้องหรือถูกใช้ไปแล้ว" in replayed.text


def test_guessing_the_second_factor_is_counted_over_all_sign_ins_of_the_person(
    world: World, sign_in: SignIn
):
    secret = pyotp.random_base32()
    world.person(Role.OFFICE_ADMIN, username="admin", password=PASSWORD, totp_secret=secret)
    for _ in range(5):
        client, _answer = sign_in("admin")
        client.post("/sign-in/second-factor", data={"code": "000000"})
    client, _answer = sign_in("admin")
    answer = client.post("/sign-in/second-factor", data={"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 422
    assert "15 นาที" in answer.text


def test_a_pending_sign_in_waits_ten_minutes_for_its_second_factor(
    world: World, sign_in: SignIn, earlier: Callable[..., None]
):
    secret = pyotp.random_base32()
    world.person(Role.OFFICE_ADMIN, username="admin", password=PASSWORD, totp_secret=secret)
    client, _ = sign_in("admin")
    earlier("sign_in_sessions", "expires_at", timedelta(minutes=11))
    code = pyotp.TOTP(secret).now()
    assert client.post("/sign-in/second-factor", data={"code": code}).status_code == 422


def test_changing_the_password_ends_the_other_sessions(world: World, sign_in: SignIn):
    world.person(username="officer", password=PASSWORD)
    here, there = sign_in("officer")[0], sign_in("officer")[0]
    changed = {"current": PASSWORD, "new": "รหัสใหม่ที่ยาวพอ", "repeated": "รหัสใหม่ที่ยาวพอ"}
    assert here.post("/account/password", data=changed).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert sign_in("officer")[1].status_code == 422
    assert sign_in("officer", "รหัสใหม่ที่ยาวพอ")[1].status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"current": "ผิด"}, "รหัสผ่านปัจจุบัน"),
        ({"new": "สั้น", "repeated": "สั้น"}, "10"),
        ({"repeated": "ไม่เหมือนกันเลย"}, "ไม่ตรงกัน"),
    ],
)
def test_a_wrong_change_of_password_is_refused_in_thai(
    world: World, sign_in: SignIn, typed: dict[str, str], sentence: str
):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    right = {"current": PASSWORD, "new": "รหัสใหม่ที่ยาวพอ", "repeated": "รหัสใหม่ที่ยาวพอ"}
    answer = client.post("/account/password", data=right | typed)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_present_password_is_needed_even_where_the_field_is_left_out(
    world: World, sign_in: SignIn
):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    chosen = {"new": "รหัสใหม่ที่ยาวพอ", "repeated": "รหัสใหม่ที่ยาวพอ"}
    assert client.post("/account/password", data=chosen).status_code == 422


def test_passwords_and_tokens_are_stored_hashed(world: World, sign_in: SignIn, owner: Engine):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with owner.connect() as connection:
        accounts = str(connection.execute(text("SELECT * FROM accounts")).all())
        sessions = str(connection.execute(text("SELECT * FROM sign_in_sessions")).all())
    assert "$argon2id$" in accounts
    assert PASSWORD not in accounts
    assert token not in sessions


def test_a_form_without_its_token_is_refused(world: World, app: Flask, sign_in: SignIn):
    world.person(username="officer", password=PASSWORD)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert sign_in("officer")[1].status_code == 400
        open_browser = world.sign_in()
        assert open_browser.post("/sign-out").status_code == 400
        assert open_browser.get("/account").status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_attempts_stay_recorded_although_the_page_answers_with_a_refusal(
    world: World, sign_in: SignIn, owner: Engine
):
    world.person(username="officer", password=PASSWORD)
    fail(sign_in, "officer", 2)
    sign_in("officer")
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT succeeded, at FROM sign_in_attempts WHERE username = 'officer' ORDER BY id"
            )
        ).all()
    assert [row[0] for row in rows] == [False, False, True]
    assert rows[0][1] <= datetime.now(UTC)
