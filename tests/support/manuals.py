"""An officer of the department at the draft of the manual."""

import re
from typing import Any

from flask.testing import FlaskClient

from city.manuals import service
from core.access.roles import Role
from core.manual.models import ManualEdition
from core.tenancy.scope import DEPARTMENT
from tests.support.world import World


def officer(world: World, name: str = "นางสาวนโยบาย") -> FlaskClient:
    return world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT, name=name)


def begin_draft(world: World, source: str = "packaged") -> FlaskClient:
    """An officer with a draft: of the edition that comes with the system, or an empty one."""
    client = officer(world)
    assert client.post("/city/manuals", data={"source": source}).status_code == 303
    return client


def begin_second_edition(world: World) -> FlaskClient:
    """An officer with the draft of edition 2, which says what the published edition 1 says."""
    world.in_city(service.publish_first_edition)
    return begin_draft(world, "newest")


def hidden(page: str, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def entries(name: str, number: int = 1) -> str:
    """The address of the entries of a list."""
    return f"/city/manuals/{number}/lists/{name}/entries"


def version_at(client: FlaskClient, address: str) -> str:
    """The version that the form of a part carries."""
    return hidden(client.get(f"{address}/edit").text, "version")


def content(world: World, number: int = 1) -> dict[str, Any]:
    stored: dict[str, Any] = world.in_city(
        lambda session: session.get(ManualEdition, number).content
    )
    return stored
