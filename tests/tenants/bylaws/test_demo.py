"""The example by-laws of Bang Na."""

from core.demo import example_id
from tenants.alliances import demo as alliances
from tenants.bylaws import demo
from tenants.bylaws.queries import by_laws_of_zones
from tenants.committees import demo as committees
from tenants.example.content import zone_id
from tenants.orders import demo as orders
from tests.support.seats import example_zones
from tests.support.world import World


def test_zone_one_has_a_by_law_after_its_order_and_zone_two_a_draft(world: World, monkeypatch):
    example_zones(world)
    world.in_district(committees.load)
    person = world.person(username="bangna.director")
    for module in (orders, demo):
        monkeypatch.setattr(module, "account_id_of", lambda _name: person.account_id)
    world.in_district(orders.load)
    world.in_district(demo.load)
    world.work_off()
    states = world.in_district(
        lambda session: [
            (bool(found.in_force), bool(found.draft))
            for name in ("โซน 1", "โซน 2")
            for found in [by_laws_of_zones(session)[zone_id(name)]]
        ]
    )
    assert states == [(True, False), (False, True)]
    officer = world.sign_in()
    address = f"/d/bangna/by-laws/{example_id('by-law/โซน 1')}"
    page = officer.get(address).text
    assert "example-mark" in page
    assert "มีผลใช้บังคับ" in page
    assert officer.get(f"{address}/files/pdf").data.startswith(b"%PDF")
    assert officer.get(f"{address}/files/docx").data.startswith(b"PK")


def test_the_example_networks_stand_across_inside_and_under_a_zone_and_are_marked(world: World):
    example_zones(world)
    world.in_district(alliances.load)
    page = world.sign_in().get("/d/bangna/alliances").text
    assert "ภายใต้ เครือข่ายตัวอย่าง ชุมชนร่วมใจต้านยาเสพติด" in page
    assert "ภายใต้ โซน 1" in page
    assert page.count("example-mark") >= 6
