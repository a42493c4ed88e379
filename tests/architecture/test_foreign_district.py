"""Every route, asked by people of another office and by leaders of another community: nothing comes through.

Bang Na holds the whole example office. Its words are canaries: whoever belongs elsewhere must not
see one of them in any answer, whatever the address, the method or the id.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import wraps
from html.parser import HTMLParser
from itertools import islice
from urllib.parse import urljoin
from uuid import UUID

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.routing import AnyConverter, Rule, UUIDConverter

from core import demo
from core.access.roles import Role
from core.composition import composition_of
from core.extensions import db
from core.tenancy import provision
from core.web.guard import access_of
from tests.architecture.guards.routes import look_endpoints, rules
from tests.conftest import Servers, empty
from tests.support.lookers import looker
from tests.support.world import BANG_NA, NEIGHBOUR, World

CANARIES = ("ตัวอย่าง 1", "ตัวอย่าง 12", "โซน 3", "นายตัวอย่าง หนึ่ง", "นางตัวอย่าง สอง", "นายตัวอย่าง สี่")
COMMUNITY_CANARIES = ("ตัวอย่าง 1", "ตัวอย่าง 12", "โซน 3")
"""What a leader of another community must not see; the director's name stands under public papers."""

REFUSED = {404, 403, 405}


@pytest.fixture(scope="module")
def world(app: Flask, servers: Servers, owner: Engine) -> Iterator[World]:
    """Bang Na with its example data, loaded once: nothing that is asked here changes it."""
    provision.mark_as_demo(servers.postgres.owner_url())
    with app.app_context():
        assert demo.load(db.session, composition_of(app))
    made = World(app)
    made.work_off()
    yield made
    with owner.begin() as connection:
        empty(connection)


@pytest.fixture(scope="module")
def example_office(world: World, owner: Engine) -> dict[str, list[UUID]]:
    """The ids of Bang Na's rows by table."""
    with owner.connect() as connection:
        tables = connection.execute(
            text(
                "SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = 'public' "
                "AND c.column_name = 'id' AND c.data_type = 'uuid' AND EXISTS (SELECT FROM "
                "information_schema.columns d WHERE d.table_name = c.table_name AND d.column_name = 'district_id')"
            )
        ).scalars()
        return {
            table: found
            for table in tables
            if (
                found := list(
                    connection.execute(
                        text(f"SELECT id FROM {table} WHERE district_id = {BANG_NA} LIMIT 2")
                    ).scalars()
                )
            )
        }


IRREGULAR = {"person": "people", "memorandum": "memoranda", "series": "series"}


def _ids_for(name: str, ids: dict[str, list[UUID]]) -> list[UUID]:
    """The ids that a part of an address can mean: `meeting_id` those of meetings, `item_id` of agenda items.

    A name that is like no table's gets one of every table.
    """
    word = name.removesuffix("_id")
    plurals = (
        IRREGULAR.get(word, f"{word}s"),
        f"{word}es",
        f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s",
    )
    meant = [
        found[0]
        for table, found in ids.items()
        if table in plurals or table.endswith(tuple(f"_{plural}" for plural in plurals))
    ]
    return meant or [found[0] for found in ids.values()]


def addresses(rule: Rule, slug: str, ids: dict[str, list[UUID]]) -> Iterator[str]:
    """The rule's address with the office, and with every id in the places for one that it may mean."""
    values: dict[str, object] = {
        "office_slug": slug,
        "number": 1,
        "token": "1047.x",
        "code": BANG_NA,
        "month": "2026-10",
        "indicator": "activities",
        "span": "2026-10",
        "ticket": "ABCDE-FGHJK",
    } | {
        name: next(iter(converter.items))
        for name, converter in rule._converters.items()
        if isinstance(converter, AnyConverter)
    }
    places = {
        name: _ids_for(name, ids)[: None if isinstance(converter, UUIDConverter) else 1]
        for name, converter in rule._converters.items()
        if name not in values
    }
    for turn in range(max((len(found) for found in places.values()), default=1)):
        chosen = {name: found[turn % len(found)] for name, found in places.items()}
        given = {name: values.get(name, chosen.get(name)) for name in rule.arguments}
        built = rule.build(given)
        assert built is not None, f"{rule.rule}: give the guard a value for its parameters"
        yield built[1]


def ask(client: FlaskClient, rule: Rule, address: str):
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        yield method, client.open(address, method=method)


def district_rules(app: Flask) -> list[Rule]:
    """The pages of offices that ask who is there."""
    return [
        rule for rule in rules(app) if "office_slug" in rule.arguments and not _public(app, rule)
    ]


def public_rules(app: Flask) -> list[Rule]:
    """The pages of offices that are open to everybody, for what an office has released."""
    return [rule for rule in rules(app) if "office_slug" in rule.arguments and _public(app, rule)]


def _public(app: Flask, rule: Rule) -> bool:
    declared = access_of(app.view_functions[rule.endpoint])
    return declared is not None and not declared.signed_in


def test_people_of_another_office_do_not_find_a_page_of_this_one(
    world: World, app: Flask, example_office: dict[str, list[UUID]]
):
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    for rule in district_rules(app):
        for address in addresses(rule, "bangna", example_office):
            for method, answer in ask(stranger, rule, address):
                assert answer.status_code == 404, (
                    f"{method} {address} answered {answer.status_code}"
                )


@pytest.mark.parametrize("role", [Role.SECTION_HEAD, Role.OFFICE_ADMIN, Role.DIRECTOR])
def test_staff_meet_no_id_and_no_word_of_another_office_in_their_own(
    world: World, app: Flask, example_office: dict[str, list[UUID]], role: Role
):
    stranger = world.sign_in(role, NEIGHBOUR)
    for rule in district_rules(app):
        for address in addresses(rule, "phrakhanong", example_office):
            for method, answer in ask(stranger, rule, address):
                _refuse_words(method, address, answer)
                if "<uuid:" in rule.rule:
                    assert answer.status_code in REFUSED, (
                        f"{method} {address} answered {answer.status_code} for an id of Bang Na"
                    )


def test_a_city_account_and_a_stranger_see_nothing_of_a_district(
    world: World, app: Flask, example_office: dict[str, list[UUID]], client: FlaskClient
):
    city = world.sign_in(Role.DEPARTMENT_OFFICER, 1000)
    for rule in district_rules(app):
        address = next(addresses(rule, "bangna", example_office))
        for method, answer in ask(city, rule, address):
            assert answer.status_code == 404, f"{method} {address} answered {answer.status_code}"
        for method, answer in ask(client, rule, address):
            assert answer.status_code == 302, f"{method} {address} answered {answer.status_code}"
            assert "/sign-in" in answer.headers["Location"]


CONTACTS = {
    "people": ("phone", "email", "line_id"),
    "organisations": ("phone", "email", "address"),
    "notice_settings": ("duty_phone", "mail_address", "line_user_id"),
}
CONTACT = "0-9876-CANARY"


def test_a_look_opens_its_pages_alone_and_no_way_to_reach_a_person(
    world: World, app: Flask, example_office: dict[str, list[UUID]], owner: Engine
):
    """Somebody of the department looks into Bang Na, where every contact detail is a canary."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table, columns in CONTACTS.items():
            values = ", ".join(f"{column} = '{CONTACT}'" for column in columns)
            connection.execute(text(f"UPDATE {table} SET {values}"))
    reader = looker(world)
    reader.look()
    opened, read = look_endpoints(app), 0
    for rule in district_rules(app):
        most = 2 if rule.endpoint in opened else 1
        for address in islice(addresses(rule, "bangna", example_office), most):
            for method, answer in ask(reader.client, rule, address):
                if method == "POST" or rule.endpoint not in opened:
                    assert answer.status_code == 404, f"{method} {address} opens in a look"
                    continue
                assert answer.status_code in {200, 302, 404}, f"{address} {answer.status_code}"
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    read += 1
                    body = answer.get_data(as_text=True)
                    assert CONTACT not in body, f"{address} shows how to reach a person"
                    if "<!doctype" in body:
                        assert "look-banner" in body, f"{address} has no banner"
                    assert 'method="post" action="/d/' not in body, f"{address} offers to write"
    assert read > 30


VALUE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-[0-9A-Z-]{14}")


class Ways(HTMLParser):
    """Where a page leads, and what it loads or asks by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            return
        names = ("href", "src", "action", "data", "hx-get", "data-poll-url")
        self.found |= {value for name in names if (value := given.get(name)) and value[0] in "/?"}


def test_no_way_on_a_page_that_a_look_opens_ends_at_a_wall(
    world: World,
    app: Flask,
    example_office: dict[str, list[UUID]],
    monkeypatch: pytest.MonkeyPatch,
):
    """Every page of a look and two steps on; of addresses that differ in their values alone, two are read."""
    monkeypatch.setattr("core.oversight.service.MOST_PAGES", 100_000)
    reader, opened = looker(world), look_endpoints(app)
    reader.look()
    waiting = [
        (address, 0, "")
        for rule in district_rules(app)
        if rule.endpoint in opened
        for address in islice(addresses(rule, "bangna", example_office), 1)
    ]
    read: Counter[str] = Counter()
    words = 0
    for address, steps, source in waiting:
        path, _, asked = address.partition("#")[0].partition("?")
        kind = VALUE.sub("…", path) + re.sub(r"=[^&]*", "", asked)
        read[kind] += 1
        if path.startswith("/assets/") or read[kind] > 2:
            continue
        answer = reader.client.get(address, follow_redirects=True)
        if not source and answer.status_code == 404:
            continue
        assert answer.status_code == 200, f"{source} leads to {address}: {answer.status_code}"
        is_page = answer.mimetype == "text/html" and answer.request.path.startswith("/d/")
        if not is_page or "<!doctype" not in answer.text:
            continue
        assert "look-banner" in answer.text, f"{address} has no banner"
        words += answer.text.count("เปิดไม่ได้ในการเข้าดู") // 2
        if steps < 2:
            here = answer.request.path
            ways = sorted(Ways(answer.text).found)
            waiting += [(urljoin(here, way), steps + 1, here) for way in ways]
    assert len(read) > 80
    assert words > 10, "closed pages are named, without a way to them"


def test_open_pages_show_what_their_own_office_released_and_name_no_person(
    app: Flask, example_office: dict[str, list[UUID]], client: FlaskClient
):
    people = tuple(word for word in CANARIES if word.startswith("น"))
    for rule in public_rules(app):
        for office, words in (("bangna", people), ("phrakhanong", CANARIES)):
            for address in addresses(rule, office, example_office):
                for method, answer in ask(client, rule, address):
                    assert answer.status_code in {200, 404}, f"{method} {address}"
                    _refuse_words(method, address, answer, words)


def test_a_district_account_does_not_find_the_city(world: World, app: Flask):
    officer = world.sign_in(Role.DIRECTOR)
    for rule in rules(app):
        if rule.rule.startswith("/city"):
            for address in addresses(rule, "bangna", {"any": [UUID(int=1)]}):
                for method, answer in ask(officer, rule, address):
                    assert answer.status_code == 404, f"{method} {address}: {answer.status_code}"


@pytest.mark.parametrize("role", [Role.COMMUNITY_CHAIR, Role.COMMUNITY_COMMITTEE, Role.ZONE_CHAIR])
def test_a_leader_reads_only_what_the_grant_reaches(
    world: World, app: Flask, example_office: dict[str, list[UUID]], role: Role
):
    own = world.community()
    world.zone(90 + world.made, own)
    leader = world.sign_in(role, community_id=own)
    for rule in district_rules(app):
        for address in addresses(rule, "bangna", example_office):
            for method, answer in ask(leader, rule, address):
                _refuse_words(method, address, answer, COMMUNITY_CANARIES)


@pytest.mark.parametrize("kind", ["text/html", "text/csv", "application/pdf"])
def test_a_planted_leak_is_seen(
    world: World, app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str
):
    endpoint, leaking = "registry.show_community", Response("ตัวอย่าง 12", mimetype=kind)
    view = wraps(app.view_functions[endpoint])(lambda **_: leaking)
    monkeypatch.setitem(app.view_functions, endpoint, view)
    rule = next(rule for rule in district_rules(app) if rule.endpoint == endpoint)
    address = next(addresses(rule, "bangna", {"communities": [UUID(int=1)]}))
    stranger = world.sign_in(Role.DIRECTOR, NEIGHBOUR)
    with pytest.raises(AssertionError, match=r"shows|gave a paper"):
        _refuse_words("GET", address, stranger.get(address))


def _refuse_words(method: str, address: str, answer, words=CANARIES) -> None:
    body = answer.get_data(as_text=True) if answer.mimetype != "application/pdf" else ""
    assert answer.status_code < 500, f"{method} {address} failed with {answer.status_code}"
    assert answer.mimetype != "application/pdf", f"{method} {address} gave a paper"
    for canary in words:
        assert canary not in body, f"{method} {address} shows “{canary}” of Bang Na"
