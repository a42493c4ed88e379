"""The example report of a demo's district, and the examples of the department: made when there are figures."""

from datetime import UTC, datetime

from sqlalchemy import select

from city.districts.boundaries import Outline
from city.districts.service import import_boundaries
from city.reports import demo as city_demo
from core.access.roles import Role
from core.i18n.dates import shift_month
from core.indicators import approving
from core.jobs.models import OutboxJob
from core.reporting import example
from core.reporting.content import read
from core.reporting.models import Report
from core.tenancy.queries import districts
from core.tenancy.scope import DEPARTMENT
from tenants.reports import demo
from tests.support.reports import fill
from tests.support.world import BANG_NA, World

VALUES = {"registry.communities": 38, "activities.active_communities": 27, "activities.count": 55}


def counted(world: World, *, is_example: bool = True) -> None:
    last = example.month_of_example().last
    months = [shift_month(last, -back) for back in range(18)]
    fill(world, BANG_NA, months, VALUES, is_example=is_example)

    def approve(session):
        for month in months:
            approving.approve_month(session, month)

    world.in_district(approve)


def waiting(world: World, office: int) -> list[dict]:
    def payloads(session):
        return list(
            session.scalars(select(OutboxJob.payload).where(OutboxJob.name.like("%make_example")))
        )

    return world.in_district(payloads, office)


def report_of(world: World, office: int) -> Report | None:
    def only(session):
        found = session.scalars(select(Report).where(Report.district_id == office)).one_or_none()
        session.expunge_all()
        return found

    return world.in_district(only, office)


def test_examples_wait_for_their_figures_and_bear_their_mark_everywhere(world: World):
    world.in_district(demo.make_example)
    world.in_district(lambda session: demo.make_example(session, tries=example.MOST_TRIES))
    assert report_of(world, BANG_NA) is None
    assert waiting(world, BANG_NA) == [{"tries": 1}]
    counted(world)

    def import_squares(session):
        found = [
            Outline(each.code, [[[100.5, 13.7], [100.6, 13.7], [100.6, 13.8], [100.5, 13.7]]])
            for each in districts(session)
        ]
        import_boundaries(session, outlines=found, now=datetime.now(UTC))

    world.in_city(import_squares)
    for _time in range(2):
        world.in_district(demo.make_example)
        world.in_city(city_demo.make_example)
    for office in (BANG_NA, DEPARTMENT):
        report = report_of(world, office)
        assert report is not None
        assert report.state == "published"
        assert report.is_example
        content = read(report.content)
        assert bool(content.outlines) == (office == DEPARTMENT)
        assert content.previous["communities"].is_known
        assert content.approved_offices == 1
    world.work_off()
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert "ตัวอย่าง" in officer.get("/city/reports").text
    page = officer.get(f"/city/reports/{report_of(world, DEPARTMENT).id}").text
    assert "is-map" in page
    assert "แนวเขต: " in page
    visitor = world.app.test_client()
    assert "ข้อมูลตัวอย่าง" in visitor.get("/open-data/catalogue.jsonld").text
    assert "ตัวอย่าง" in visitor.get("/open-data").text


def test_nothing_of_an_office_with_real_figures_is_published_as_an_example(world: World):
    counted(world, is_example=False)
    world.in_district(demo.make_example)
    world.in_city(city_demo.make_example)
    assert report_of(world, BANG_NA) is None
    assert report_of(world, DEPARTMENT) is None
    assert "ยังไม่มีข้อมูลที่เผยแพร่" in world.app.test_client().get("/open-data").text
