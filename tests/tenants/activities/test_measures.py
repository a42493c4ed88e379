"""What activities count, as facts of the district."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from core.i18n.dates import bangkok_today, first_of_month
from tenants.activities.measures import TALLIES
from tenants.activities.models import Activity
from tests.support.reported import counted
from tests.support.world import BANG_NA, World

Fill = Callable[..., dict[str, str]]


def facts(owner: Engine, month: date | None = None) -> dict[tuple[str, UUID | None, str], int]:
    with owner.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT measure, zone_id, state, value FROM facts"
                " WHERE measure LIKE 'activities.%' AND month = :month AND district_id = :office"
                " AND community_id IS NULL"
            ),
            {"month": month or first_of_month(bangkok_today()), "office": BANG_NA},
        )
        return {(row[0].partition(".")[2], row[1], row[2]): int(row[3]) for row in rows}


def test_activities_become_facts_when_reported_and_again_when_accepted(
    world: World, report: Fill, owner: Engine
):
    one, two = world.community(), world.community()
    zone = world.zone(1, one)
    officer = world.sign_in()
    first = officer.post("/d/bangna/activities", data=report(holder=f"community:{one}")).headers[
        "Location"
    ]
    for holder in (f"community:{one}", f"community:{two}", f"zone:{zone}"):
        officer.post("/d/bangna/activities", data=report(holder=holder))
    world.work_off()
    found = facts(owner)
    assert found["count", None, "all"] == 4
    assert found["count", zone, "all"] == 3
    assert found["participants", None, "all"] == 48
    assert found["participants", zone, "all"] == 36
    assert found["active_communities", None, "all"] == 2
    assert found["active_communities", zone, "all"] == 1
    assert found["active_zones", None, "all"] == 1
    assert found["active_zones", zone, "all"] == 1
    assert found["count", None, "accepted"] == 0
    address = first.partition("?")[0]
    assert officer.post(f"{address}/acceptance", data={"version": "1"}).status_code == 303
    world.work_off()
    found = facts(owner)
    assert found["count", None, "accepted"] == 1
    assert found["participants", zone, "accepted"] == 12
    assert found["active_communities", zone, "accepted"] == 1
    assert found["active_zones", None, "accepted"] == 1


def test_a_month_of_the_past_is_counted_when_a_report_moves_into_it(
    world: World, report: Fill, owner: Engine
):
    officer = world.sign_in()
    holder = f"community:{world.community()}"
    address = officer.post("/d/bangna/activities", data=report(holder=holder)).headers["Location"]
    officer.post(
        address.partition("?")[0], data=report(holder=holder, held_on="5/1/2568", version="1")
    )
    world.work_off()
    assert facts(owner)["count", None, "all"] == 0
    assert facts(owner, date(2025, 1, 1))["count", None, "all"] == 1


def test_a_network_that_took_part_counts_as_active_and_the_district_counts_it_once(
    world: World, report: Fill, owner: Engine
):
    one, two = world.community(), world.community()
    host, guest = world.zone(1, one), world.zone(2, two)
    officer = world.sign_in()
    said = report(holder=f"community:{one}", stage="plan") | {"further_zones": [str(guest)]}
    address = officer.post("/d/bangna/activities", data=said).headers["Location"].partition("?")[0]
    world.work_off()
    found = facts(owner)
    assert found["count", None, "all"] == 1
    assert found["count", host, "all"] == found["count", guest, "all"] == 1
    assert found["active_zones", None, "all"] == 2
    assert found["participants", None, "all"] == 12
    assert found["participants", guest, "all"] == 12
    assert found["stage_plan", None, "all"] == found["stage_plan", guest, "all"] == 1
    assert found.get(("stage_act", guest, "all"), 0) == found["stage_act", None, "all"] == 0
    assert found["active_communities", None, "all"] == 1
    moved = said | {"held_on": "5/1/2568", "version": "1"}
    assert officer.post(address, data=moved).status_code == 303
    world.work_off()
    assert facts(owner).get(("active_zones", guest, "all"), 0) == 0
    assert facts(owner, date(2025, 1, 1))["active_zones", guest, "all"] == 1


def test_examples_count_only_while_the_district_has_nothing_else(
    world: World, report: Fill, owner: Engine
):
    officer = world.sign_in()
    example = world.community(is_example=True)
    officer.post("/d/bangna/activities", data=report(holder=f"community:{example}"))
    world.work_off()
    assert facts(owner)["count", None, "all"] == 1
    world.community("ชุมชนจริง")
    world.work_off()
    assert facts(owner)["count", None, "all"] == 0


def test_a_community_that_has_left_the_register_is_not_active(world: World):
    closed = world.community(status="closed", closed_on=date(2026, 1, 20), closing_reason="รื้อถอน")
    still_open = world.community()

    def hold(session: Any) -> None:
        session.add_all(
            Activity(
                district_id=BANG_NA,
                title="ทดสอบ",
                held_on=date(2026, 1, 5),
                kind="other",
                community_id=community,
                participants=5,
                reported_by="ทดสอบ",
                reported_by_position="",
            )
            for community in (closed, still_open)
        )

    world.in_district(hold)
    found = world.in_district(lambda session: counted(session, TALLIES[0], date(2026, 1, 31)))
    assert (found["activities.active_communities"], found["activities.count"]) == (1, 2)
