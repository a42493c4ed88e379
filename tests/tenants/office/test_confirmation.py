"""Password and second factor at a signature: checked first, counted, and each code taken once (T20)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.i18n.dates import bangkok_today, show_date
from core.web.guard import confirmation
from tests.support.world import World
from tests.tenants.office.conftest import PASSWORD, Signer

ADDRESS = "/d/bangna/office/delegations"
WRONG_PASSWORD = "รหัสผ่านไม่ถูกต้อง"
WRONG_CODE = "รหัสไม่ถูกต้องหรือถูกใช้ไปแล้ว"


@pytest.fixture
def typed(world: World) -> dict[str, str]:
    assistant = world.actor(Role.ASSISTANT_DIRECTOR)
    return {
        "account_id": str(assistant.account_id),
        "valid_from": show_date(bangkok_today(), style="numeric"),
        "last_day": show_date(bangkok_today() + timedelta(days=2), style="numeric"),
        "basis": "คำสั่งตัวอย่าง ที่ 7/2569",
    }


def beside(page: str, field: str) -> str:
    """The sentence beside a field."""
    return page.partition(f'id="{field}-error"')[2].partition("</div>")[0]


def delegations(owner: Engine) -> int:
    with owner.connect() as connection:
        connection.execute(text("SET LOCAL app.district_id = '1047'"))
        return int(connection.execute(text("SELECT count(*) FROM delegations")).scalar() or 0)


def attempts(owner: Engine) -> list[tuple[str, bool]]:
    with owner.connect() as connection:
        rows = connection.execute(
            text("SELECT split_part(username, ':', 1), succeeded FROM sign_in_attempts ORDER BY id")
        ).all()
        return [(row[0], row[1]) for row in rows]


def test_a_wrong_password_stands_beside_its_field_and_what_was_typed_elsewhere_stays(
    signer: Callable[..., Signer], typed: dict[str, str], owner: Engine
):
    director = signer(username="director")
    code = director.code()
    wrong = {"password": "ผิดแน่นอน", "code": code}
    answer = director.client.post(ADDRESS, data=typed | wrong)
    assert answer.status_code == 422
    assert WRONG_PASSWORD in beside(answer.text, "password")
    assert WRONG_CODE not in answer.text
    assert "คำสั่งตัวอย่าง ที่ 7/2569" in answer.text
    assert "ผิดแน่นอน" not in answer.text
    assert code not in answer.text
    assert delegations(owner) == 0
    assert attempts(owner) == [("director", False)]
    # The code was not looked at, so it still works.
    right = {"password": PASSWORD, "code": code}
    assert director.client.post(ADDRESS, data=typed | right).status_code == 303


def test_a_wrong_code_stands_beside_its_field(
    signer: Callable[..., Signer], typed: dict[str, str], owner: Engine
):
    director = signer(username="director")
    answer = director.client.post(ADDRESS, data=typed | {"password": PASSWORD, "code": "000000"})
    assert answer.status_code == 422
    assert WRONG_CODE in beside(answer.text, "code")
    assert beside(answer.text, "password") == ""
    assert PASSWORD not in answer.text
    assert delegations(owner) == 0
    assert attempts(owner) == [("director", True), ("code", False)]


def test_a_code_never_works_twice_also_where_something_else_was_refused(
    signer: Callable[..., Signer], typed: dict[str, str], owner: Engine
):
    director = signer()
    right = director.confirmed()
    refused = director.client.post(ADDRESS, data=typed | right | {"account_id": "x"})
    assert refused.status_code == 422
    again = director.client.post(ADDRESS, data=typed | right)
    assert again.status_code == 422
    assert WRONG_CODE in beside(again.text, "code")
    assert delegations(owner) == 0


def test_a_code_that_opened_the_sign_in_does_not_sign_as_well(
    world: World, typed: dict[str, str], owner: Engine
):
    secret = pyotp.random_base32()
    world.person(Role.DIRECTOR, username="director", password=PASSWORD, totp_secret=secret)
    client, code = world.app.test_client(), pyotp.TOTP(secret).now()
    signed_in = client.post("/sign-in", data={"username": "director", "password": PASSWORD})
    assert signed_in.headers["Location"].startswith("/sign-in/second-factor")
    assert client.post("/sign-in/second-factor", data={"code": code}).status_code == 303
    answer = client.post(ADDRESS, data=typed | {"password": PASSWORD, "code": code})
    assert WRONG_CODE in beside(answer.text, "code")
    assert delegations(owner) == 0


@pytest.mark.parametrize("code", ["  {} {} ", "{}{}"])
def test_a_code_may_have_spaces_and_thai_digits(
    signer: Callable[..., Signer], typed: dict[str, str], code: str
):
    director = signer()
    shown = director.code()
    thai = shown.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    sent = code.format(thai[:3], thai[3:])
    answer = director.client.post(ADDRESS, data=typed | {"password": PASSWORD, "code": sent})
    assert answer.status_code == 303


def test_five_wrong_passwords_lock_the_signature_and_the_sign_in(
    world: World, signer: Callable[..., Signer], typed: dict[str, str], owner: Engine
):
    director = signer(username="director")
    for _ in range(5):
        director.client.post(ADDRESS, data=typed | {"password": "ผิด", "code": "123456"})
    answer = director.client.post(ADDRESS, data=typed | director.confirmed())
    assert answer.status_code == 422
    assert "15 นาที" in beside(answer.text, "password")
    assert delegations(owner) == 0
    fresh = world.app.test_client()
    locked = fresh.post("/sign-in", data={"username": "director", "password": PASSWORD})
    assert locked.status_code == 422
    assert "15 นาที" in locked.text


def test_five_wrong_codes_lock_the_code_and_not_the_password(
    signer: Callable[..., Signer], typed: dict[str, str], owner: Engine
):
    director = signer()
    for _ in range(5):
        director.client.post(ADDRESS, data=typed | {"password": PASSWORD, "code": "000000"})
    answer = director.client.post(ADDRESS, data=typed | director.confirmed())
    assert answer.status_code == 422
    assert "15 นาที" in beside(answer.text, "code")
    assert delegations(owner) == 0


@pytest.mark.parametrize(
    ("left_out", "sentence"), [("password", "โปรดระบุรหัสผ่าน"), ("code", "โปรดระบุตัวเลข 6 หลัก")]
)
def test_what_is_left_out_is_asked_for_and_counts_as_no_attempt(
    signer: Callable[..., Signer],
    typed: dict[str, str],
    owner: Engine,
    left_out: str,
    sentence: str,
):
    director = signer()
    answer = director.client.post(ADDRESS, data=typed | director.confirmed() | {left_out: ""})
    assert answer.status_code == 422
    assert sentence in beside(answer.text, left_out)
    assert attempts(owner) == []


def test_without_a_second_factor_there_is_a_sentence_and_the_way_to_one(
    world: World, typed: dict[str, str], owner: Engine
):
    client = world.sign_in(Role.DIRECTOR, password=PASSWORD)
    page = client.get(f"{ADDRESS}/new").text
    assert "โปรดตั้งค่าการยืนยันตัวตนขั้นที่สองก่อน" in page
    assert 'href="/account/second-factor"' in page
    answer = client.post(ADDRESS, data=typed | {"password": PASSWORD, "code": "123456"})
    assert answer.status_code == 422
    assert "ท่านยังไม่ได้ตั้งค่า" in beside(answer.text, "code")
    assert 'href="/account/second-factor"' in answer.text
    assert delegations(owner) == 0
    assert attempts(owner) == []


def test_an_account_without_a_password_confirms_nothing(
    world: World, typed: dict[str, str], owner: Engine
):
    secret = pyotp.random_base32()
    client = world.sign_in(Role.DIRECTOR, totp_secret=secret)
    code = pyotp.TOTP(secret).now()
    answer = client.post(ADDRESS, data=typed | {"password": "อะไรก็ได้", "code": code})
    assert WRONG_PASSWORD in beside(answer.text, "password")
    assert delegations(owner) == 0


def test_who_may_not_sign_is_turned_away_before_the_password_is_looked_at(
    signer: Callable[..., Signer], typed: dict[str, str], owner: Engine
):
    head = signer(Role.SECTION_HEAD)
    assert head.client.post(ADDRESS, data=typed | head.confirmed()).status_code == 403
    assert attempts(owner) == []


def test_looking_at_the_form_asks_for_nothing(signer: Callable[..., Signer], owner: Engine):
    director = signer()
    page = director.client.get(f"{ADDRESS}/new")
    assert page.status_code == 200
    assert 'autocomplete="one-time-code"' in page.text
    assert attempts(owner) == []


def test_two_signatures_at_once_with_one_code_sign_once(
    world: World, signer: Callable[..., Signer], typed: dict[str, str], owner: Engine
):
    director = signer()
    data = typed | director.confirmed()
    browsers = [world.sign_in(person=director.person) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda each: each.post(ADDRESS, data=data), browsers))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert delegations(owner) == 1


def test_a_page_that_does_not_ask_has_no_confirmation(world: World):
    with world.app.test_request_context(), pytest.raises(RuntimeError, match="confirmed=True"):
        confirmation()
