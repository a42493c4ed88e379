"""An operator brings a locked-out person back by a command."""

import re

from flask import Flask
from flask.testing import FlaskClient

from core.access.roles import Role
from core.identity.models import Membership
from tests.support.world import BANG_NA, LONG_AGO, World


def test_an_operator_gives_a_new_password_that_ends_all_sessions(
    world: World, app: Flask, client: FlaskClient
):
    person = world.person(Role.DIRECTOR, username="director", password="the old password")
    browser = world.sign_in(person=person)
    assert browser.get("/d/bangna/").status_code == 200
    output = app.test_cli_runner().invoke(args=["accounts", "recover", "director"]).output
    password = re.search(r"New password: (\S+)", output)
    assert password
    assert browser.get("/d/bangna/").status_code == 302
    answer = client.post("/sign-in", data={"username": "director", "password": password.group(1)})
    assert answer.status_code == 303


def test_an_unknown_account_is_a_sentence(app: Flask, world: World):
    outcome = app.test_cli_runner().invoke(args=["accounts", "recover", "nobody"])
    assert outcome.exit_code == 1
    assert "There is no account nobody" in outcome.output


def test_a_role_that_demands_a_second_factor_is_not_held_by_a_session_without_one(world: World):
    person = world.person(Role.SOCIAL_DEVELOPER, username="promoted")
    browser = world.sign_in(person=person)
    world.in_district(
        lambda session: session.add(
            Membership(
                district_id=BANG_NA,
                account_id=person.account_id,
                role=Role.OFFICE_ADMIN.key,
                name="ผู้ทดสอบ",
                position="",
                valid_from=LONG_AGO,
            )
        )
    )
    assert browser.get("/d/bangna/accounts/new").status_code == 200
    page = browser.get("/d/bangna/accounts/new").text
    assert "office_admin" not in page
