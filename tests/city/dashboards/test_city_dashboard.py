"""The city's dashboard, as the department reads it."""

import pytest

from core.access.roles import Role
from core.tenancy.scope import DEPARTMENT
from tests.support.world import World

OFFICER = {"role": Role.DEPARTMENT_OFFICER, "office": DEPARTMENT}


def test_the_empty_city_shows_fifty_districts_that_have_not_started(world: World):
    page = world.sign_in(**OFFICER).get("/city/")
    assert page.status_code == 200
    assert page.text.count("ยังไม่เริ่ม") >= 50
