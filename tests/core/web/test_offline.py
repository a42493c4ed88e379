"""The server's part of forms that work with a bad connection (F112)."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.support.world import World
from ui.assets import built_file

SCRIPT = {"X-Offline": "1"}


def test_a_browser_learns_whose_session_it_holds_and_a_token_that_is_valid_now(
    world: World, app: Flask
):
    person = world.person()
    told = world.sign_in(person=person).get("/offline/session")
    assert told.json["account"] == str(person.account_id)
    assert told.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in told.headers

    stranger = app.test_client()
    token = stranger.get("/offline/session").json
    assert token["account"] == ""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        sent = {"name": "ปลูกต้นไม้", "people": "12", "csrf_token": token["token"]}
        assert stranger.post("/gallery/offline", data=sent, headers=SCRIPT).status_code == 201
        assert app.test_client().post("/gallery/offline", data=sent).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_script_is_told_where_a_taken_form_leads_and_people_are_led_there(client: FlaskClient):
    sent = {"name": "ปลูกต้นไม้", "people": "12"}
    assert client.post("/gallery/offline", data=sent).status_code == 303
    told = client.post("/gallery/offline", data=sent, headers=SCRIPT)
    assert (told.status_code, told.headers["Location"], told.data) == (
        201,
        "/gallery/offline",
        b"",
    )


def test_a_script_without_a_session_is_told_so_and_not_led_to_the_sign_in_page(
    client: FlaskClient,
):
    told = client.post("/d/bangna/communities", data={"name": "x"}, headers=SCRIPT)
    assert told.status_code == 401
    assert "Location" not in told.headers


def test_a_refusal_is_the_whole_page_with_what_was_typed(client: FlaskClient):
    refused = client.post(
        "/gallery/offline", data={"name": "ขุดคลอง", "people": "x"}, headers=SCRIPT
    )
    assert refused.status_code == 422
    assert 'class="error-summary"' in refused.text
    assert 'value="ขุดคลอง"' in refused.text


def test_the_sample_page_names_its_owner_and_the_gallery_leads_to_it(
    world: World, client: FlaskClient
):
    assert 'href="/gallery/offline"' in client.get("/gallery").text
    stranger = client.get("/gallery/offline").text
    assert 'data-offline-owner="/gallery"' in stranger
    assert re.search(r'<body data-account=""', stranger)
    person = world.person()
    own = world.sign_in(person=person).get("/gallery/offline").text
    assert f'data-offline-owner="{person.account_id}/gallery"' in own
    assert f'data-account="{person.account_id}"' in own


def test_every_page_but_an_error_says_whose_it_is(world: World, client: FlaskClient):
    person = world.person()
    officer = world.sign_in(person=person)
    assert f'data-account="{person.account_id}"' in officer.get("/account").text
    assert 'data-account=""' in client.get("/sign-in").text
    # An error page asks nobody, so it must not make a browser forget what it keeps for them.
    assert "data-account" not in officer.get("/nowhere").text
    assert "data-account" not in client.get("/nowhere").text


def test_the_service_worker_is_a_program_that_is_looked_up_afresh(client: FlaskClient):
    answer = client.get("/sw.js")
    if built_file("sw.js") is None:
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert b"offline-pages" in answer.data
