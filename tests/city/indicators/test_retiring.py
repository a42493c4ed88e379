"""What a retirement may not take away, and what is said to whoever asks for it."""

import threading
from datetime import date
from typing import Any

from sqlalchemy import select

from city.indicators import retiring
from core.access.roles import Role
from core.db import uuid7
from core.errors import DomainError
from core.i18n.dates import bangkok_today, first_of_month, shift_month, show_date
from core.indicators.definitions import catalogue
from core.indicators.models import IndicatorRetirement, IndicatorTarget
from core.tenancy.scope import DEPARTMENT
from tests.support.facts import FactWriter
from tests.support.lookers import PASSWORD, Looker, looker
from tests.support.world import World

LIST = "/city/indicators"


def this_month() -> date:
    return first_of_month(bangkok_today())


def sent(who: Looker, month: date, record_id: str = "") -> dict[str, str]:
    return {
        "from_month": month.isoformat(),
        "reason": "ใช้ตัวชี้วัดใหม่แทน",
        "password": PASSWORD,
        "code": who.code(),
        "record_id": record_id or str(uuid7()),
    }


def test_what_a_director_approved_does_not_disappear(world: World):
    approved, who = shift_month(this_month(), -2), looker(world)
    values = {"registry.communities": 5, "activities.count": 3}
    FactWriter(world).month(approved, values, approved=values)
    own = f"{LIST}/activities/retirement"
    page = who.client.get(f"{own}/new").text
    after = shift_month(approved, 1)
    assert f'value="{approved.isoformat()}"' not in page
    assert f'value="{after.isoformat()}"' in page
    refused = who.client.post(own, data=sent(who, approved))
    assert refused.status_code == 422
    last = show_date(date.fromordinal(after.toordinal() - 1), style="numeric")
    assert f"ผู้อำนวยการเขตรับรองตัวเลขแล้วถึงวันที่ {last}" in refused.text
    assert who.client.post(own, data=sent(who, after)).status_code == 303
    assert world.in_city(catalogue).retired == {"activities": after}


def test_the_last_indicator_stays_and_the_boards_show_it(world: World):
    actor, who = world.actor(Role.DEPARTMENT_OFFICER, DEPARTMENT), looker(world)

    def retire_others(session: Any) -> None:
        for each in catalogue(session).current:
            if each.key != "p1":
                retiring.retire(
                    session,
                    actor=actor,
                    key=each.key,
                    record_id=uuid7(),
                    from_month=shift_month(this_month(), 1),
                    reason="ทดสอบ",
                )

    world.in_city(retire_others)
    refused = who.client.post(f"{LIST}/p1/retirement", data=sent(who, this_month()))
    assert refused.status_code == 422
    assert "ตัวชี้วัดนี้เป็นตัวสุดท้ายที่ยังไม่เลิกใช้" in refused.text
    assert who.client.get("/city/").status_code == 200


def test_a_record_of_another_indicator_is_no_answer(world: World):
    who, record_id = looker(world), str(uuid7())
    client = who.client
    for key, status in (("activities", 303), ("outc3", 404), ("activities", 303)):
        answer = client.post(
            f"{LIST}/{key}/retirement", data=sent(who, shift_month(this_month(), 1), record_id)
        )
        assert answer.status_code == status
    day = show_date(shift_month(this_month(), 3), style="numeric")
    target = {"record_id": record_id, "value": "5", "source": "แผน", "valid_from": day}
    for key, status in (("outc3", 303), ("p1", 404), ("outc3", 303)):
        assert client.post(f"{LIST}/{key}/targets", data=target).status_code == status
    withdrawal = f"targets/{record_id}/withdrawal"
    for key, status in (("p1", 404), ("outc3", 303), ("outc3", 303)):
        answer = client.post(f"{LIST}/{key}/{withdrawal}", data={"reason": "ผิดวัน"})
        assert answer.status_code == status
    assert world.in_city(lambda s: s.scalars(select(IndicatorRetirement.key)).all()) == [
        "activities"
    ]
    assert not world.in_city(lambda s: s.get(IndicatorTarget, record_id))


def test_of_two_retirements_at_once_the_second_is_told_of_the_first(world: World):
    actor = world.actor(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    together, said = threading.Barrier(2), []

    def retire(month: date) -> None:
        def act(session: Any) -> None:
            together.wait()
            retiring.retire(
                session,
                actor=actor,
                key="activities",
                record_id=uuid7(),
                from_month=month,
                reason="ทดสอบ",
            )

        try:
            world.in_city(act)
        except DomainError as problem:
            said.append(problem.message.id)

    months = [shift_month(this_month(), ahead) for ahead in (1, 2)]
    both = [threading.Thread(target=retire, args=(month,)) for month in months]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert said == ["This indicator is retired from %(day)s on already."]
    stored = world.in_city(lambda s: s.scalars(select(IndicatorRetirement.from_month)).all())
    assert stored == list(world.in_city(catalogue).retired.values())
