"""Signs of life that nobody could have left do not stop the pages that show them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.access.roles import Role
from core.jobs import vitals
from core.tenancy.scope import DEPARTMENT
from tests.support.world import World

UNREADABLE = ("garbage", "", "nan", "inf", "1e400", "-1e18", "-1", "99999999999999", b"\xff\xfe")
AHEAD = "4102444800"


@pytest.fixture
def redis_url(app: Flask) -> str:
    return str(app.extensions["config"].redis_url)


def test_a_sign_that_cannot_be_read_or_lies_ahead_is_none_and_hides_no_other(
    world: World, app: Flask, client: FlaskClient, redis_url: str
):
    admin = world.sign_in(Role.PLATFORM_ADMIN, DEPARTMENT)
    token = {"Authorization": f"Bearer {app.extensions['config'].metrics_token}"}
    with vitals.client_of(redis_url) as valkey:
        valkey.delete(vitals.KEY)
        vitals.leave(redis_url, vitals.worker_of("facts"))
        for stored in (*UNREADABLE, AHEAD):
            valkey.hset(vitals.KEY, vitals.CLOCK, stored)
            assert set(vitals.read(redis_url).at) == {vitals.worker_of("facts")}, stored
        for part, stored in (
            *((f"part {number}", stored) for number, stored in enumerate(UNREADABLE)),
            (b"\xff\xfe", "1"),
            ('x"\n{}', "0"),
        ):
            valkey.hset(vitals.KEY, part, stored)
        assert admin.get("/city/operations").status_code == 200
        assert client.get("/_ready").json["clock"] == "unknown"
        metrics = client.get("/metrics", headers=token)
        assert metrics.status_code == 200
        assert 'part="worker:facts"' in metrics.text
        assert 'part="clock"' not in metrics.text
        valkey.delete(vitals.KEY)


def test_a_key_of_another_type_is_thrown_away_by_the_next_sign(client: FlaskClient, redis_url: str):
    with vitals.client_of(redis_url) as valkey:
        valkey.set(vitals.KEY, "no hash")
    assert vitals.read(redis_url) == vitals.Signs(is_reached=True)
    assert client.get("/_ready").status_code == 200
    vitals.leave(redis_url, vitals.CLOCK)
    assert client.get("/_ready").json["clock"] == "beating"
