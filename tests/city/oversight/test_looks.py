"""A look of the department into one district: what it takes, what it opens, and what the district sees of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.extensions import db
from core.notices.models import Notice
from core.oversight.models import OversightLook, OversightView
from core.tenancy import scope
from tests.architecture.guards.routes import look_endpoints
from tests.support.lookers import REASON, Looker, looker
from tests.support.world import BANG_NA, NEIGHBOUR, World

NEW = f"/city/districts/{BANG_NA}/looks/new"
LOOKS = f"/city/districts/{BANG_NA}/looks"
PAGE = "/d/bangna/communities"


@pytest.fixture
def officer(world: World) -> Looker:
    return looker(world, name="นางสาวตัวอย่าง ตรวจการ")


def read(world: World, *statements: Any) -> list[list[Any]]:
    """The rows of these statements in Bang Na's scope, as they are."""

    def all_of(session: Any) -> list[list[Any]]:
        found = [list(session.scalars(statement)) for statement in statements]
        session.expunge_all()
        return found

    return world.in_district(all_of)


def stored(world: World) -> list[OversightLook]:
    return read(world, select(OversightLook))[0]


def views(world: World) -> list[str]:
    return read(world, select(OversightView.path).order_by(OversightView.seen_at))[0]


def end(owner: Engine, change: str, look_id: UUID) -> None:
    """Change a look behind the application, as time or nobody could."""
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(f"UPDATE oversight_looks SET {change} WHERE id = :id"), {"id": look_id}
        )


def test_a_look_needs_a_reason_a_time_and_a_confirmation(world: World, officer: Looker):
    assert officer.client.get(PAGE).status_code == 404
    form = officer.client.get(f"{NEW}?next={PAGE}").get_data(as_text=True)
    assert "ผู้อำนวยการเขตจะได้รับแจ้งทันที" in form
    for wrong, sentence in (
        ({"reason": "ขอดู"}, "อย่างน้อย 10 ตัวอักษร"),
        ({"reason": ""}, "ระบุเหตุผล"),
        ({"minutes": "600"}, "เลือก"),
        ({"password": "ผิด"}, "รหัสผ่าน"),
        ({"code": "000000"}, "รหัส"),
    ):
        answer = officer.client.post(LOOKS, data=officer.asked(**wrong))
        assert answer.status_code == 422, wrong
        assert sentence in answer.get_data(as_text=True)
    assert stored(world) == []
    assert officer.client.get(PAGE).status_code == 404

    answer = officer.client.post(LOOKS, data=officer.asked(next=PAGE))
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert officer.client.get(NEW).status_code == 302
    second = officer.client.post(LOOKS, data=officer.asked())
    assert second.status_code == 422
    assert "ยังเปิดอยู่" in second.get_data(as_text=True)
    (look,) = stored(world)
    assert (look.name, look.reason) == ("นางสาวตัวอย่าง ตรวจการ", REASON)
    assert timedelta(minutes=14) < look.ends_at - look.opened_at <= timedelta(minutes=15)


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/d/phrakhanong/communities", "/d/bangna/\\evil"],
)
def test_an_address_elsewhere_is_never_followed(world: World, officer: Looker, wanted: str):
    answer = officer.client.post(LOOKS, data=officer.asked(next=wanted))
    (look,) = stored(world)
    assert answer.headers["Location"] == f"{LOOKS}/{look.id}"


def test_an_open_look_reads_pages_under_a_banner_and_each_is_written_down(
    world: World, officer: Looker
):
    community = world.community("ชุมชนที่เข้าดู")
    look_id = officer.look()
    page = officer.client.get(f"{PAGE}?q=%E0%B8%AB")
    body = officer.client.get(f"/d/bangna/communities/{community}").get_data(as_text=True)
    assert page.status_code == 200
    for seen in (page.get_data(as_text=True), body):
        assert "look-banner" in seen
        assert REASON in seen
        assert f"/city/districts/{BANG_NA}/looks/{look_id}/closure" in seen
        assert "/d/bangna/notices" not in seen
        assert "/d/bangna/accounts" not in seen
        assert "/edit" not in seen
    assert "ชุมชนที่เข้าดู" in body
    assert officer.client.head(PAGE).status_code == 200
    assert (
        officer.client.get("/d/bangna/orders/00000000-0000-7000-8000-000000000000").status_code
        == 404
    )
    assert views(world) == [
        PAGE,
        f"/d/bangna/communities/{community}",
        PAGE,
        "/d/bangna/orders/00000000-0000-7000-8000-000000000000",
    ]
    menu = officer.client.get(f"{LOOKS}/{look_id}").get_data(as_text=True)
    assert f'href="{PAGE}"' in menu
    assert "/d/bangna/people" not in menu
    assert "look-banner" not in menu


def test_nobody_else_and_nothing_else_comes_in_by_a_look(
    world: World, officer: Looker, owner: Engine
):
    world.person(Role.DIRECTOR, NEIGHBOUR)
    look_id = officer.look()
    assert officer.client.get(PAGE).status_code == 200
    assert officer.client.get("/d/phrakhanong/communities").status_code == 404
    for closed in (
        "people",
        "accounts",
        "conflicts",
        "notices",
        "changes",
        "oversight",
        "calendar",
        "office",
        "communities/new",
        "partners",
        "committees/register.xlsx",
        "my-courses",
        "",
    ):
        assert officer.client.get(f"/d/bangna/{closed}").status_code == 404, closed
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert officer.client.open(PAGE, method=method).status_code in {404, 405}
    assert looker(world, Role.AUDITOR).client.get(PAGE).status_code == 404
    assert looker(world, Role.PLATFORM_ADMIN).client.get(NEW).status_code == 403
    assert looker(world, Role.CITY_COMMITTEE).client.post(LOOKS).status_code == 403
    assert world.sign_in(Role.DIRECTOR, NEIGHBOUR).get(PAGE).status_code == 404
    for nowhere in (1000, 9001, 1):
        assert (
            officer.client.post(
                f"/city/districts/{nowhere}/looks", data=officer.asked()
            ).status_code
            == 404
        )
        assert officer.client.get(f"/city/districts/{nowhere}/looks/new").status_code == 404
    stranger = looker(world)
    assert stranger.client.post(f"{LOOKS}/{look_id}/closure").status_code == 404
    assert stranger.client.get(f"{LOOKS}/{look_id}").status_code == 404
    end(owner, "account_id = :other".replace(":other", f"'{stranger.person.account_id}'"), look_id)
    assert officer.client.get(PAGE).status_code == 404
    assert stranger.client.get(PAGE).status_code == 404, "it was opened in another session"


@pytest.mark.parametrize(
    "change", ["ends_at = now()", "closed_at = now()", "session_id = account_id"]
)
def test_a_look_that_is_over_or_of_another_session_opens_nothing(
    officer: Looker, owner: Engine, world: World, change: str
):
    look_id = officer.look()
    assert officer.client.get(PAGE).status_code == 200
    end(owner, change, look_id)
    assert officer.client.get(PAGE).status_code == 404
    assert views(world) == [PAGE]


def test_the_end_of_the_department_role_ends_the_look(officer: Looker, owner: Engine):
    officer.look()
    with owner.begin() as connection:
        connection.execute(text("UPDATE memberships SET role = 'platform_admin'"))
    assert officer.client.get(PAGE).status_code == 404


def test_the_person_closes_the_look_and_the_district_has_the_whole_story(
    world: World, officer: Looker
):
    director = world.sign_in(Role.DIRECTOR)
    officer.client.post(LOOKS, data=officer.asked(next=PAGE))
    officer.client.get(PAGE)
    (look,) = stored(world)
    assert "เปิดอยู่" in director.get("/d/bangna/oversight").get_data(as_text=True)
    own = officer.client.get("/city/looks").get_data(as_text=True)
    assert f"{LOOKS}/{look.id}/closure" in own
    assert "เหลือ 15 นาที" in own
    answer = officer.client.post(f"{LOOKS}/{look.id}/closure")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/city/looks")
    assert officer.client.get(PAGE).status_code == 404
    assert officer.client.post(f"{LOOKS}/{look.id}/closure").status_code == 303

    trail_of_look = select(AuditEntry).where(AuditEntry.table_name == "oversight_looks")
    (opened, closed), (notice,) = read(world, trail_of_look.order_by(AuditEntry.id), select(Notice))
    assert (opened.action, opened.reason, opened.actor_name) == (
        "oversight:opened",
        REASON,
        look.name,
    )
    assert (closed.action, closed.operation) == ("oversight:closed", "update")
    assert notice.url == f"/d/bangna/oversight/{look.id}"
    listed = director.get("/d/bangna/oversight").get_data(as_text=True)
    story = director.get(notice.url).get_data(as_text=True)
    trail = director.get("/d/bangna/changes").get_data(as_text=True)
    for page in (listed, story, trail):
        assert look.name in page
        assert REASON in page
    assert PAGE in story
    assert world.sign_in(Role.OFFICE_ADMIN).get(notice.url).status_code == 200
    assert world.sign_in(Role.SOCIAL_DEVELOPER).get(notice.url).status_code == 403
    assert (
        world.sign_in(Role.DIRECTOR, NEIGHBOUR)
        .get(notice.url.replace("bangna", "phrakhanong"))
        .status_code
        == 404
    )


def test_the_database_lets_nobody_rewrite_a_look(world: World, officer: Looker):
    look_id = officer.look()
    for change in (
        "ends_at = now() + interval '1 day'",
        "reason = 'x'",
        "account_id = gen_random_uuid()",
    ):
        with pytest.raises(Exception, match="permission denied"):
            world.in_district(
                lambda session, change=change: session.execute(
                    text(f"UPDATE oversight_looks SET {change} WHERE id = :id"), {"id": look_id}
                )
            )
    with pytest.raises(Exception, match="permission denied"):
        world.in_city(lambda session: session.execute(text("SELECT path FROM oversight_views")))


def test_a_reader_by_a_look_cannot_write_even_where_a_page_would(
    officer: Looker, monkeypatch: pytest.MonkeyPatch
):
    """The scope itself is read-only: a page with a mistake in it fails instead of changing the district."""
    officer.look()
    seen: dict[str, Any] = {}

    def planted(*_: Any, **__: Any) -> str:
        seen["scope"] = scope.current(db.session)
        return "x"

    monkeypatch.setattr("tenants.registry.routes.render_template", planted)
    assert officer.client.get(PAGE).status_code == 200
    assert (seen["scope"].read_only, seen["scope"].district_id) == (True, BANG_NA)
    assert seen["scope"].stamp.account_id == officer.person.account_id


def test_the_rules_name_permissions_and_pages_that_exist(app: Flask):
    composition = app.extensions["composition"]
    rules = composition.look_rules
    known = {each.key for f in composition.features if f.permissions for each in f.permissions}
    assert rules.reads <= known
    assert rules.closed <= set(app.view_functions)
    assert not look_endpoints(app) & rules.closed
    assert rules.showing in app.view_functions
    persons = {"training.list_trainees", "training.list_follow_ups", "activities.show_photo"}
    assert persons <= rules.closed, "who came and why not, what somebody answered, faces"


def test_an_auditor_reads_all_looks_of_the_department_and_everybody_else_the_own(
    world: World, officer: Looker
):
    look_id = officer.look()
    page = f"{LOOKS}/{look_id}"
    other = looker(world, name="นายอื่น")
    assert REASON not in other.client.get("/city/looks").text
    assert other.client.get(page).status_code == 404
    auditor = looker(world, Role.AUDITOR, name="นางตัวอย่าง ตรวจสอบ")
    listed = auditor.client.get("/city/looks").text
    for words in ("นางสาวตัวอย่าง ตรวจการ", REASON, "การเข้าดูเอกสารของเขตทุกครั้ง", page):
        assert words in listed
    shown = auditor.client.get(page).text
    assert "นางสาวตัวอย่าง ตรวจการ" in shown
    for seen in (listed, shown):
        assert "/closure" not in seen
    # It is somebody else's look: it opens nothing, and cannot be ended from here.
    assert auditor.client.get(PAGE).status_code == 404
    assert auditor.client.post(f"{page}/closure").status_code == 404
    own = auditor.look()
    mine = auditor.client.get("/city/looks").text
    assert f"{LOOKS}/{own}/closure" in mine
    assert f"{LOOKS}/{look_id}/closure" not in mine
