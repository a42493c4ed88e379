"""The example papers of Bang Na."""

from core.demo import example_id
from tenants.committees import demo as committees
from tenants.orders import demo
from tests.support.seats import example_zones
from tests.support.world import World


def test_the_example_order_is_signed_names_everybody_and_is_marked_on_the_page_and_on_paper(
    world: World, monkeypatch
):
    example_zones(world)
    world.in_district(committees.load)
    person = world.person(username="bangna.director")
    monkeypatch.setattr(demo, "account_id_of", lambda _name: person.account_id)
    world.in_district(demo.load)
    world.work_off()
    officer = world.sign_in()
    address = f"/d/bangna/orders/{example_id('order/โซน 1')}"
    page = officer.get(address).text
    assert "ยังไม่มีชื่อ" not in page
    assert "example-mark" in page
    assert "นายตัวอย่าง สี่" in page
    assert "ลงนามแล้ว" in page
    assert "คำสั่งแต่งตั้ง ที่ 1/2568" in page
    assert officer.get(f"{address}/document.pdf").data.startswith(b"%PDF")
    assert officer.get(f"{address}/document.docx").data.startswith(b"PK")
