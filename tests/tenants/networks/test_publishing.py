"""The public page of a network: what an office releases, and nothing else (M39)."""

from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from tenants.committees.models import Seat
from tenants.office.models import OfficeProfile
from tests.support.editions import adopted, edition
from tests.support.papers import adopted_by_law, committee, signed_order
from tests.support.world import BANG_NA, LONG_AGO, NEIGHBOUR, World

CHAIR = "นายตัวอย่าง ประธานโซน"


def network(world: World, *, order: bool = True):
    edition(world)
    adopted(world)
    zone = world.zone(1, world.community("ริมคลอง"), world.community("ตลาดใหม่"))
    if order:
        signed_order(world, zone, number=7)
        adopted_by_law(world, zone)
    committee_id = committee(world, zone)
    world.in_district(
        lambda session: session.add(
            Seat(
                district_id=BANG_NA,
                committee_id=committee_id,
                rule_key="chair",
                person_name=CHAIR,
                person_position="ประธานชุมชน",
                valid_from=LONG_AGO,
            )
        )
    )
    return zone


def visitor(world: World, zone, office: str = "bangna"):
    return world.app.test_client().get(f"/d/{office}/networks/{zone}")


def test_a_released_page_tells_everybody_what_is_on_paper_and_names_nobody(world: World):
    zone = network(world)
    head = world.sign_in(Role.SECTION_HEAD)
    assert visitor(world, zone).status_code == 404
    assert head.post(f"/d/bangna/zones/{zone}/publication").status_code == 303
    page = visitor(world, zone)
    assert page.status_code == 200
    for words in ("โซน 1", "7/2569", "ริมคลอง", "ตลาดใหม่", "จัดตั้งครบตามคู่มือ"):
        assert words in page.text
    assert CHAIR not in page.text
    assert "โซน 1" in world.app.test_client().get("/d/bangna/networks").text
    actions = world.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))
    assert "network:published" in actions


def test_the_chair_is_named_where_the_office_publishes_that(world: World):
    zone = network(world)
    world.in_district(
        lambda session: session.add(OfficeProfile(district_id=BANG_NA, publishes_chair=True))
    )
    world.sign_in(Role.DIRECTOR).post(f"/d/bangna/zones/{zone}/publication")
    assert CHAIR in visitor(world, zone).text


def test_a_page_that_was_taken_back_answers_as_if_it_had_never_been(world: World):
    zone = network(world)
    head = world.sign_in(Role.SECTION_HEAD)
    head.post(f"/d/bangna/zones/{zone}/publication")
    assert head.post(f"/d/bangna/zones/{zone}/withdrawal").status_code == 303
    assert visitor(world, zone).status_code == 404
    assert "โซน 1" not in world.app.test_client().get("/d/bangna/networks").text
    head.post(f"/d/bangna/zones/{zone}/publication")
    assert visitor(world, zone).status_code == 200


def test_the_office_is_told_when_the_papers_have_changed_since(world: World):
    zone = network(world)
    head = world.sign_in(Role.SECTION_HEAD)
    head.post(f"/d/bangna/zones/{zone}/publication")
    page = f"/d/bangna/zones/{zone}/publication/new"
    assert "เอกสารเปลี่ยนไปหลังเผยแพร่" not in head.get(page).text
    signed_order(world, zone, number=9)
    assert "เอกสารเปลี่ยนไปหลังเผยแพร่" in head.get(page).text
    head.post(f"/d/bangna/zones/{zone}/publication")
    assert "9/2569" in visitor(world, zone).text


def test_a_network_without_a_signed_order_is_not_released(world: World):
    zone = network(world, order=False)
    answer = world.sign_in(Role.SECTION_HEAD).post(f"/d/bangna/zones/{zone}/publication")
    assert answer.status_code == 422
    assert "คำสั่งลงนามแล้ว" in answer.text
    assert visitor(world, zone).status_code == 404


def test_pages_belong_to_their_district_and_to_those_who_release_them(world: World):
    zone = network(world)
    world.sign_in(Role.SECTION_HEAD).post(f"/d/bangna/zones/{zone}/publication")
    assert visitor(world, zone, "phrakhanong").status_code == 404
    assert visitor(world, zone, "nowhere").status_code == 404
    neighbour = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    assert neighbour.post(f"/d/phrakhanong/zones/{zone}/withdrawal").status_code == 404
    officer = world.sign_in()
    assert officer.get(f"/d/bangna/zones/{zone}/publication/new").status_code == 403
