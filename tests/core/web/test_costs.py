"""What a page costs: statements, and bytes on the wire for a leader's phone."""

import gzip
import re

import pytest
from flask import Flask

from core import demo
from core.access.roles import Role
from core.composition import composition_of
from core.extensions import db
from core.tenancy import provision
from tests.conftest import Servers
from tests.support.world import World
from ui.assets import BUILT

LISTS = [
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/communities"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/activities"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/activities/acceptances/new"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/activities/calendar"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/activities/joint"),
    (Role.SECTION_HEAD, 1047, "/d/bangna/periods"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/orders?view=zones"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/orders?view=all"),
    (Role.DIRECTOR, 1047, "/d/bangna/orders"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/elections"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/by-laws"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/tasks?view=all"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/people"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/meetings"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/meeting-series"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/alliances"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/partners"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/problems"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/conflicts"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/committees/communities"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/manual"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/courses"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/leader-development"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/quality/findings?state=all"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/data-quality"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/papers"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/reports"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/open-data"),
    (Role.DIRECTOR, 1047, "/d/bangna/reports"),
    (Role.DIRECTOR, 1047, "/d/bangna/open-data"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/approvals"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/reporting"),
    (Role.PLATFORM_ADMIN, 1000, "/city/operations"),
    (Role.PLATFORM_ADMIN, 1000, "/city/operations/rebuilds"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/committees"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/zones"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/changes"),
    (Role.OFFICE_ADMIN, 1047, "/d/bangna/accounts"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/notices"),
    (Role.OFFICE_ADMIN, 1047, "/d/bangna/notices/deliveries"),
    (Role.SOCIAL_DEVELOPER, 1047, "/d/bangna/questions"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/manuals"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/looks"),
    (Role.DIRECTOR, 1047, "/d/bangna/oversight"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/indicators"),
    (Role.DEPARTMENT_OFFICER, 1000, "/city/programme/bodies"),
]

FIGURES = [
    "/city/",
    "/city/?indicator=outc3&period=2570",
    "/city/matrix",
    "/city/trends?indicator=p3",
    "/city/comparison?district=1047&district=1009",
    "/city/roll-out",
    "/city/districts/1047",
    "/city/programme",
]
"""Pages of the city that read the whole catalogue of indicators for many districts."""


@pytest.fixture
def example_office(world: World, app: Flask, servers: Servers) -> None:
    provision.mark_as_demo(servers.postgres.owner_url())
    with app.app_context():
        demo.load(db.session, composition_of(app))
    world.work_off()


def test_a_list_page_takes_at_most_six_statements_and_a_page_of_figures_eight(
    world: World, app: Flask, example_office
):
    too_many = {}
    figures = [(Role.DEPARTMENT_OFFICER, 1000, address) for address in FIGURES]
    for most, pages in ((6, LISTS), (8, figures)):
        for role, office, address in pages:
            client = world.sign_in(role, office)
            with world.statements() as statements:
                answer = client.get(address)
            assert answer.status_code == 200, address
            if len(statements) > most:
                too_many[address] = statements
    assert {address: len(found) for address, found in too_many.items()} == {}


def test_the_first_page_of_a_leader_is_at_most_100_kilobytes_on_the_wire(world: World, app: Flask):
    if not (BUILT / "manifest.json").exists():
        pytest.fail("the front end is not built: run make setup")
    own = world.community("ก")
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=own)
    page = leader.get("/d/bangna/activities/new")
    assert page.status_code == 200
    assets = set(re.findall(r'/assets/([^"#]+)', page.text))
    css = next(name for name in assets if name.endswith(".css"))
    fonts = set(re.findall(r"url\(([^)]+\.woff2)\)", (BUILT / css).read_text(encoding="utf-8")))
    files = assets | {name.strip("\"'").removeprefix("./").rpartition("/")[2] for name in fonts}
    total = len(page.data)
    for name in sorted(files):
        with leader.get(f"/assets/{name}", headers={"Accept-Encoding": "gzip, br"}) as sent:
            total += len(sent.data)
            if name == css:
                assert sent.headers["Content-Encoding"] == "gzip"
                assert gzip.decompress(sent.data) == (BUILT / css).read_bytes()
    with leader.get(f"/assets/{css}") as plain:
        assert "Content-Encoding" not in plain.headers
    assert total <= 100_000, f"{total} bytes: {sorted(files)}"
