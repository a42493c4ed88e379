"""How long a sign-in lasts, what ends it, and how far it reaches."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.identity.models import PassKind
from tests.core.identity.conftest import PASSWORD
from tests.support.world import BANG_NA, NEIGHBOUR, World

SignIn = Callable[..., Any]
Issue = Callable[..., str]
Browser = Callable[[], Any]
Earlier = Callable[..., None]


def newest_session(owner: Engine) -> Any:
    with owner.connect() as connection:
        return connection.execute(
            text("SELECT * FROM sign_in_sessions ORDER BY created_at DESC, id DESC LIMIT 1")
        ).one()


def leader_of(world: World, **details: Any) -> Any:
    return world.person(Role.COMMUNITY_CHAIR, community_id=world.community(), **details)


def test_a_slip_works_once(world: World, issue: Issue, browser: Browser):
    token = issue(leader_of(world))
    first = browser()
    assert first.post(f"/sign-in/slip/{token}").status_code == 303
    assert first.get("/d/bangna/communities").status_code == 200
    second = browser().post(f"/sign-in/slip/{token}")
    assert second.status_code == 422
    assert "ถูกใช้ไปแล้ว" in second.text


def test_looking_at_a_slip_shows_whose_it_is_and_does_not_use_it_up(
    world: World, issue: Issue, browser: Browser
):
    token = issue(leader_of(world, name="นางตัวอย่าง ผู้ถือใบ"))
    for _ in range(2):
        assert "นางตัวอย่าง ผู้ถือใบ" in browser().get(f"/sign-in/slip/{token}").text
    assert browser().post(f"/sign-in/slip/{token}").status_code == 303
    used = browser().get(f"/sign-in/slip/{token}").text
    assert "นางตัวอย่าง ผู้ถือใบ" not in used
    assert "<button" not in used.partition("<main")[2]


@pytest.mark.parametrize("kind", [PassKind.SLIP, PassKind.CODE])
def test_slips_and_codes_do_not_work_after_their_last_minute(
    world: World, issue: Issue, browser: Browser, kind: PassKind
):
    token = issue(leader_of(world), kind, lifetime=timedelta(seconds=-1))
    answer = (
        browser().post(f"/sign-in/slip/{token}")
        if kind is PassKind.SLIP
        else browser().post("/sign-in/code", data={"code": token})
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("token", ["1047.nonsense", "nonsense", "1009.", "๑๐๔๗.x"])
def test_a_made_up_slip_opens_nothing(world: World, browser: Browser, token: str):
    world.person()
    assert browser().get(f"/sign-in/slip/{token}").status_code == 200
    assert browser().post(f"/sign-in/slip/{token}").status_code == 422


@pytest.mark.parametrize(
    "typed", ["{}", "  {} ", "{lower}", "{spaced}", "{bare}"], ids=lambda form: form.strip()
)
def test_a_code_is_read_however_it_is_typed(
    world: World, issue: Issue, browser: Browser, typed: str
):
    code = issue(world.person(), PassKind.CODE)
    forms = {
        "lower": code.lower(),
        "spaced": code.replace("-", " ").replace(".", " . "),
        "bare": code.replace("-", "").replace(".", ""),
    }
    answer = browser().post("/sign-in/code", data={"code": typed.format(code, **forms)})
    assert answer.status_code == 303


def test_a_leader_stays_signed_in_for_thirty_days(
    world: World, issue: Issue, browser: Browser, owner: Engine, earlier: Earlier
):
    client = browser()
    answer = client.post(f"/sign-in/slip/{issue(leader_of(world))}")
    assert "Expires=" in answer.headers["Set-Cookie"]
    left = newest_session(owner).expires_at - datetime.now(UTC)
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)
    earlier("sign_in_sessions", "last_seen_at", timedelta(days=29))
    assert client.get("/account").status_code == 200
    earlier("sign_in_sessions", "expires_at", timedelta(days=30))
    assert client.get("/account").status_code == 302


def test_staff_are_signed_out_after_thirty_idle_minutes(
    world: World, sign_in: SignIn, earlier: Earlier
):
    world.person(username="officer", password=PASSWORD)
    client, answer = sign_in("officer")
    assert "Expires=" not in answer.headers["Set-Cookie"]
    earlier("sign_in_sessions", "last_seen_at", timedelta(minutes=29))
    assert client.get("/account").status_code == 200
    earlier("sign_in_sessions", "last_seen_at", timedelta(minutes=29))
    assert client.get("/account").status_code == 200
    earlier("sign_in_sessions", "last_seen_at", timedelta(minutes=31))
    assert client.get("/account").status_code == 302


def test_staff_are_signed_out_after_twelve_hours_however_busy(
    world: World, sign_in: SignIn, owner: Engine, earlier: Earlier
):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    left = newest_session(owner).expires_at - datetime.now(UTC)
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)
    earlier("sign_in_sessions", "expires_at", timedelta(hours=12))
    assert client.get("/account").status_code == 302


def test_the_second_factor_begins_the_twelve_hours(world: World, sign_in: SignIn, owner: Engine):
    secret = pyotp.random_base32()
    world.person(Role.OFFICE_ADMIN, username="admin", password=PASSWORD, totp_secret=secret)
    client, _ = sign_in("admin")
    client.post("/sign-in/second-factor", data={"code": pyotp.TOTP(secret).now()})
    left = newest_session(owner).expires_at - datetime.now(UTC)
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)


def test_signing_out_ends_the_session_even_for_a_copied_cookie(
    world: World, sign_in: SignIn, browser: Browser
):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert client.post("/sign-out").status_code == 303
    thief = browser()
    with thief.session_transaction() as cookie:
        cookie.update(kept)
    assert thief.get("/account").status_code == 302


def test_signing_out_everywhere_else_keeps_this_browser(world: World, sign_in: SignIn):
    world.person(username="officer", password=PASSWORD)
    here, there = sign_in("officer")[0], sign_in("officer")[0]
    here.post("/account/sign-out-everywhere")
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


def test_a_role_that_has_ended_opens_nothing(world: World, owner: Engine):
    person = world.person()
    client = world.sign_in(person=person)
    with owner.begin() as connection:
        connection.execute(text("SELECT set_config('app.district_id', '1047', true)"))
        connection.execute(text("UPDATE memberships SET last_day = current_date - 2"))
    assert client.get("/d/bangna/communities").status_code == 404


@pytest.mark.parametrize("kind", [PassKind.SLIP, PassKind.CODE])
def test_a_session_by_slip_or_code_stays_in_the_office_that_issued_it(
    world: World, issue: Issue, browser: Browser, join: Callable[..., None], kind: PassKind
):
    person = leader_of(world)
    join(person, Role.SOCIAL_DEVELOPER, NEIGHBOUR)
    token, client = issue(person, kind, BANG_NA), browser()
    if kind is PassKind.SLIP:
        assert client.post(f"/sign-in/slip/{token}").status_code == 303
    else:
        assert client.post("/sign-in/code", data={"code": token}).status_code == 303
    assert client.get("/d/bangna/communities").status_code == 200
    assert client.get("/d/phrakhanong/communities").status_code == 404


def test_an_office_cannot_take_over_the_account_of_somebody_who_works_elsewhere_too(
    world: World, issue: Issue, browser: Browser, join: Callable[..., None]
):
    for password in (None, PASSWORD):
        person = world.person(password=password)
        join(person, Role.SOCIAL_DEVELOPER, NEIGHBOUR)
        client = browser()
        client.post("/sign-in/code", data={"code": issue(person, PassKind.CODE)})
        chosen = {"new": "รหัสของคนอื่นที่ยาว", "repeated": "รหัสของคนอื่นที่ยาว"}
        assert client.post("/account/password", data=chosen).status_code == 422


def test_a_slip_never_lets_staff_in(world: World, issue: Issue, browser: Browser):
    for role in (Role.SOCIAL_DEVELOPER, Role.OFFICE_ADMIN):
        token = issue(world.person(role))
        assert browser().post(f"/sign-in/slip/{token}").status_code == 422


def test_a_code_does_not_replace_the_second_factor(world: World, issue: Issue, browser: Browser):
    secret = pyotp.random_base32()
    code = issue(world.person(Role.OFFICE_ADMIN, totp_secret=secret), PassKind.CODE)
    client = browser()
    answer = client.post("/sign-in/code", data={"code": code})
    assert answer.headers["Location"].startswith("/sign-in/second-factor")
    assert client.get("/account").status_code == 302
    client.post("/sign-in/second-factor", data={"code": pyotp.TOTP(secret).now()})
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/\t\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(world: World, sign_in: SignIn, wanted: str):
    world.person(username="officer", password=PASSWORD)
    _, answer = sign_in("officer", next=wanted)
    assert answer.headers["Location"] == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(
    world: World, sign_in: SignIn, browser: Browser
):
    world.person(username="officer", password=PASSWORD)
    sent = browser().get("/d/bangna/communities?q=คลอง")
    assert sent.headers["Location"].startswith("/sign-in?next=")
    _, answer = sign_in("officer", next="/d/bangna/communities?q=x")
    assert answer.headers["Location"] == "/d/bangna/communities?q=x"


def test_the_language_is_switched_kept_and_remembered_for_the_next_browser(
    world: World, sign_in: SignIn
):
    world.person(username="officer", password=PASSWORD)
    client, _ = sign_in("officer")
    assert '<html lang="th">' in client.get("/account").text
    switched = client.post("/language", data={"language": "en", "next": "/account"})
    assert switched.headers["Location"] == "/account"
    assert '<html lang="en">' in client.get("/account").text
    assert '<html lang="en">' in sign_in("officer")[0].get("/account").text
    client.post("/language", data={"language": "xx"})
    assert '<html lang="en">' in client.get("/account").text
    away = client.post("/language", data={"language": "th", "next": "//evil.example"})
    assert away.headers["Location"] == "/"


def test_a_stranger_is_sent_to_the_sign_in_page(browser: Browser):
    for path in ("/", "/account", "/d/bangna/communities"):
        answer = browser().get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in")


def test_a_person_of_two_offices_chooses_where_to_work(
    world: World, sign_in: SignIn, join: Callable[..., None]
):
    person = world.person(username="officer", password=PASSWORD)
    join(person, Role.SOCIAL_DEVELOPER, NEIGHBOUR)
    client, _ = sign_in("officer")
    page = client.get("/").text
    assert "/d/bangna/" in page
    assert "/d/phrakhanong/" in page
