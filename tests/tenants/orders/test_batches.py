"""Several orders: drafted for every zone that is ready, and signed with one confirmation."""

import re

import pytest
from sqlalchemy import func, select

from core.access.roles import Role
from core.i18n.dates import bangkok_today, buddhist_year, show_date
from tenants.office.models import Numbering
from tenants.orders.models import Order, SigningBatch
from tests.support.world import NEIGHBOUR, World
from tests.tenants.orders.conftest import ORDERS, Office

YEAR = buddhist_year(bangkok_today())
TODAY = show_date(bangkok_today(), style="numeric")


@pytest.fixture
def waiting(office: Office) -> list[str]:
    """Three proposed orders."""
    office.add_zone()
    office.add_zone()
    return [office.proposed(zone) for zone in office.zones]


def form_of(office: Office, addresses: list[str]) -> dict[str, str]:
    """What the page of a batch sends along by itself."""
    chosen = "&".join(f"order={address.rpartition('/')[2]}" for address in addresses)
    page = office.director.client.get(f"{ORDERS}/batches/new?{chosen}").text
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]
        for name in ("papers", "record_id")
    }


def send(office: Office, **values: str):
    return office.director.client.post(
        f"{ORDERS}/batches", data=office.director.confirmed(**values)
    )


def count(world: World, model: type) -> int:
    return world.in_district(
        lambda session: session.scalar(select(func.count()).select_from(model))
    )


def test_the_orders_of_all_ready_zones_are_drafted_at_once_and_only_once(
    world: World, office: Office
):
    office.add_zone()
    world.zone(9, world.community())
    page = office.developer.get(f"{ORDERS}?view=zones").text
    assert "ร่างคำสั่งทุกโซนที่พร้อม (2 โซน)" in page
    for _ in range(2):
        assert office.developer.post(f"{ORDERS}/drafts", data={}).status_code == 303
    assert count(world, Order) == 2
    assert "ไม่มีโซนที่พร้อม" in office.developer.get(f"{ORDERS}?view=zones").text


def test_ticked_orders_are_signed_with_one_confirmation_and_consecutive_numbers(
    world: World, office: Office, waiting: list[str]
):
    page = office.director.client.get(ORDERS).text
    assert page.count('name="order"') == 3
    answer = send(office, **form_of(office, waiting))
    assert answer.status_code == 303
    orders = [office.order(address) for address in waiting]
    assert [order.number for order in orders] == [1, 2, 3]
    assert len({order.batch_id for order in orders}) == 1
    batch = answer.headers["Location"]
    progress = office.director.client.get(batch).text
    assert 'max="3" value="0"' in progress
    assert "ออกจากหน้านี้ได้" in progress
    assert batch in office.director.client.get(ORDERS).text
    mark = office.director.client.get(f"{batch}/pulse").headers["ETag"]
    world.work_off()
    assert office.director.client.get(f"{batch}/pulse").headers["ETag"] != mark
    done = office.director.client.get(batch).text
    assert "จัดทำไฟล์ครบทุกฉบับแล้ว" in done
    assert done.count("document.pdf") == 3


def test_a_batch_sent_twice_is_one_batch(world: World, office: Office, waiting: list[str]):
    sent = office.director.confirmed(**form_of(office, waiting))
    answers = [office.director.client.post(f"{ORDERS}/batches", data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert count(world, SigningBatch) == 1


def test_one_paper_that_was_sent_back_meanwhile_keeps_all_from_being_signed(
    world: World, office: Office, waiting: list[str]
):
    sent = form_of(office, waiting)
    office.director.client.post(f"{waiting[1]}/refusal", data={"comment": "แก้ไข"})
    answer = send(office, **sent)
    assert answer.status_code == 422
    assert "โซน 2” ไม่ได้อยู่ระหว่างรอลงนาม" in answer.text
    assert [office.order(address).state for address in waiting] == ["proposed", "draft", "proposed"]
    assert count(world, SigningBatch) == 0


def test_the_register_gives_each_paper_of_a_batch_its_number(office: Office, waiting: list[str]):
    office.numbering(Numbering.REGISTRY)
    sent = form_of(office, waiting)
    ids = [office.order(address).id.hex for address in waiting]
    typed = {f"number_{one}": str(number) for one, number in zip(ids, (31, 31, 40), strict=True)}
    answer = send(office, dated_on=TODAY, **sent, **typed)
    assert answer.status_code == 422
    beside = answer.text.partition(f'id="number_{ids[1]}-error"')[2].partition("</div>")[0]
    assert "เลขที่ 31 ระบุซ้ำ" in beside
    assert (
        send(office, dated_on=TODAY, **sent, **typed | {f"number_{ids[1]}": ""}).status_code == 422
    )
    answer = send(office, dated_on=TODAY, **sent, **typed | {f"number_{ids[1]}": "32"})
    assert answer.status_code == 303
    assert [office.order(address).number for address in waiting] == [31, 32, 40]


def test_a_wrong_password_signs_no_paper_of_a_batch(office: Office, waiting: list[str]):
    answer = send(office, **form_of(office, waiting), password="ผิด")
    assert answer.status_code == 422
    assert "รหัสผ่านไม่ถูกต้อง" in answer.text
    assert {office.order(address).state for address in waiting} == {"proposed"}


def test_nothing_chosen_nothing_signed(world: World, office: Office):
    assert "อย่างน้อย 1 ฉบับ" in office.director.client.get(f"{ORDERS}/batches/new").text
    assert send(office, papers="", record_id="").status_code == 422


def test_papers_and_batches_of_another_office_do_not_exist(
    world: World, office: Office, waiting: list[str]
):
    sent = form_of(office, waiting)
    batch = send(office, **sent).headers["Location"].rpartition("/")[2]
    stranger = world.sign_in(Role.DIRECTOR, NEIGHBOUR)
    here = "/d/phrakhanong/orders/batches"
    order_id = waiting[0].rpartition("/")[2]
    assert stranger.get(f"{here}/{batch}").status_code == 404
    assert stranger.get(f"{here}/{batch}/pulse").status_code == 404
    assert stranger.get(f"{here}/new?order={order_id}").status_code == 404
    assert stranger.post(here, data=sent).status_code == 404
    assert stranger.get(f"{here}/new?order=x").status_code == 404
