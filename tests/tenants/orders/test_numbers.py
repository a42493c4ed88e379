"""Numbers: consecutive under any load, or as the office's register gave them, and never twice (F39, T12)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.db import uuid7
from core.errors import FieldError
from core.extensions import db
from core.i18n.dates import bangkok_today, buddhist_year, show_date
from core.tenancy import scope
from tenants.office.models import Numbering
from tenants.orders import numbers, signing
from tenants.orders.models import Order, OrderKind, OrderSeries, OrderState, Register
from tenants.orders.numbering import Signature, TypedNumber
from tenants.orders.papers import EMPTY_CONTENT
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.orders.conftest import Office

TODAY = bangkok_today()
YEAR = buddhist_year(TODAY)


def day(value: date) -> str:
    return show_date(value, style="numeric")


def proposals(world: World, count: int) -> list[UUID]:
    """Papers that wait for a signature, about no committee."""

    def make(session) -> list[UUID]:
        ids = [uuid7() for _ in range(count)]
        session.add_all(
            Order(
                district_id=BANG_NA,
                id=order_id,
                kind=OrderKind.APPOINTMENT.value,
                edition=1,
                state=OrderState.PROPOSED.value,
                subject=f"เรื่องที่ {place}",
                content=EMPTY_CONTENT
                | {"office_name": "สำนักงานเขตบางนา", "about": "ทดสอบ", "reason": "ทดสอบ"},
                drafted_by="ผู้ร่าง",
                drafted_by_position="นักพัฒนาสังคม",
            )
            for place, order_id in enumerate(ids)
        )
        return ids

    return world.in_district(make)


def given_numbers(world: World) -> list[int]:
    return world.in_district(
        lambda session: sorted(
            number for number in session.scalars(select(Order.number)) if number is not None
        )
    )


def sign(world: World, actor, order_id: UUID) -> None:
    world.in_district(
        lambda session: signing.sign_order(
            session,
            actor=actor,
            within=WHOLE_DISTRICT,
            signature=Signature(order_id, 1),
            address_of=lambda code: f"https://example.org/papers/{code}",
        )
    )


def test_fifty_signatures_at_once_get_fifty_consecutive_numbers(world: World, office: Office):
    director = world.actor(Role.DIRECTOR)
    waiting = proposals(world, 50)
    with ThreadPoolExecutor(10) as people:
        list(people.map(lambda order_id: sign(world, director, order_id), waiting))
    assert given_numbers(world) == list(range(1, 51))


def test_a_signature_that_fails_uses_no_number(world: World, office: Office):
    director = world.actor(Role.DIRECTOR)
    first, second, third = proposals(world, 3)
    sign(world, director, first)

    def fails(session) -> None:
        signing.sign_order(
            session,
            actor=director,
            within=WHOLE_DISTRICT,
            signature=Signature(second, 1),
            address_of=lambda code: code,
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        world.in_district(fails)
    sign(world, director, third)
    assert given_numbers(world) == [1, 2]


def test_own_numbers_step_over_what_the_register_has_given_already(world: World, office: Office):
    office.numbering(Numbering.REGISTRY)
    address = office.proposed()
    assert office.sign(address, number="2", dated_on=day(TODAY)).status_code == 303
    office.numbering(Numbering.OWN_SERIES)
    found = world.in_district(
        lambda session: numbers.take_numbers(
            session, district_id=BANG_NA, register=Register.ORDERS, day=TODAY, count=3
        )
    )
    assert found == [1, 3, 4]


def test_each_year_and_each_register_and_each_office_begins_with_one(world: World):
    def take(register: Register, when: date, office: int = BANG_NA) -> list[int]:
        return world.in_district(
            lambda session: numbers.take_numbers(
                session, district_id=office, register=register, day=when, count=2
            ),
            office,
        )

    assert take(Register.ORDERS, date(2026, 12, 31)) == [1, 2]
    assert take(Register.ORDERS, date(2027, 1, 1)) == [1, 2]
    assert take(Register.ORDERS, date(2026, 12, 31)) == [3, 4]
    assert take(Register.MEMOS, date(2026, 12, 31)) == [1, 2]
    assert take(Register.ORDERS, date(2026, 12, 31), NEIGHBOUR) == [1, 2]
    years = world.in_district(
        lambda session: sorted(session.scalars(select(OrderSeries.year).distinct()))
    )
    assert years == [2569, 2570]


def test_a_number_of_the_register_belongs_to_the_year_of_the_papers_date(world: World, office):
    office.numbering(Numbering.REGISTRY)
    last_year = date(TODAY.year - 1, 12, 31)

    def refuse(number: int, when: date) -> None:
        world.in_district(
            lambda session: numbers.refuse_taken(
                session, register=Register.ORDERS, number=number, day=when
            )
        )

    address = office.proposed()
    assert office.sign(address, number="7", dated_on=day(TODAY)).status_code == 303
    refuse(7, last_year)
    with pytest.raises(FieldError):
        refuse(7, date(TODAY.year, 1, 1))


def test_a_number_that_another_paper_has_is_refused_beside_the_field_and_names_it(office: Office):
    office.numbering(Numbering.REGISTRY)
    first = office.proposed()
    assert office.sign(first, number="12", dated_on=day(TODAY)).status_code == 303
    second = office.proposed(office.add_zone())
    answer = office.sign(second, number="๑๒", dated_on=day(TODAY))
    assert answer.status_code == 422
    beside = answer.text.partition('id="number-error"')[2].partition("</div>")[0]
    assert f"เลขที่ 12/{YEAR} เป็นของเรื่อง" in beside
    assert "โซน 1" in beside
    assert office.order(second).state == "proposed"
    assert office.sign(second, number="13", dated_on=day(TODAY)).status_code == 303


def test_the_same_number_typed_at_once_is_given_once(world: World, office: Office):
    office.numbering(Numbering.REGISTRY)
    director = world.actor(Role.DIRECTOR)

    def attempt(order_id: UUID) -> bool:
        with office.world.app.app_context():
            try:
                with scope.work(db.session, scope.tenant_scope(BANG_NA)):
                    signing.sign_order(
                        db.session(),
                        actor=director,
                        within=WHOLE_DISTRICT,
                        signature=Signature(order_id, 1, TypedNumber(5, TODAY)),
                        address_of=lambda code: code,
                    )
            except FieldError:
                return False
            return True

    with ThreadPoolExecutor(6) as people:
        done = list(people.map(attempt, proposals(world, 6)))
    assert done.count(True) == 1
    assert given_numbers(world) == [5]


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        (TODAY + timedelta(days=1), "วันที่"),
        (TODAY - timedelta(days=31), "วันที่"),
    ],
)
def test_a_day_in_the_future_or_long_past_is_refused_beside_the_field(office, when, sentence):
    office.numbering(Numbering.REGISTRY)
    address = office.proposed()
    answer = office.sign(address, number="1", dated_on=day(when))
    assert answer.status_code == 422
    assert sentence in answer.text.partition('id="dated_on-error"')[2].partition("</div>")[0]
    assert office.order(address).state == "proposed"


def test_a_day_within_the_last_month_is_taken_with_a_warning(office: Office):
    office.numbering(Numbering.REGISTRY)
    address = office.proposed()
    when = TODAY - timedelta(days=30)
    assert office.sign(address, number="1", dated_on=day(when)).status_code == 303
    assert "ลงวันที่ย้อนหลัง" in office.director.client.get(address).text
    order = office.order(address)
    assert (order.dated_on, order.number_year) == (when, buddhist_year(when))


def test_without_a_number_the_register_signs_nothing(office: Office):
    office.numbering(Numbering.REGISTRY)
    address = office.proposed()
    answer = office.sign(address, dated_on=day(TODAY))
    assert answer.status_code == 422
    assert "โปรดระบุเลขที่จากทะเบียน" in answer.text
