"""Joint activities of two districts: told by the one that leads, answered by the other, counted once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.composition import composition_of
from core.db import uuid7
from core.i18n.dates import bangkok_today, first_of_month, shift_month, show_date
from core.jobs import running
from core.jobs.service import Waiting
from core.notices.models import Notice
from tenants.activities import joint
from tenants.activities.counting import activities_by_month
from tenants.activities.models import ActivityReference
from tests.support.world import BANG_NA, NEIGHBOUR, World

ACTIVITIES = "/d/bangna/activities"
THERE = "/d/phrakhanong/activities/joint"
Fill = Callable[..., dict[str, Any]]


def carry_over(world: World) -> None:
    """Run what is waiting but the counting of figures, which takes its time."""
    with world.app.app_context():
        found: list[Waiting] = []
        while running.sweep(found.append):
            for job in found:
                if job.queue == "default":
                    running.run(job.district_id, job.job_id)
            found.clear()


def lead(world: World, report: Fill, **values: str) -> tuple[Any, str, dict[str, Any]]:
    """An activity that Bang Na leads with its neighbour, told and heard."""
    officer = world.sign_in()
    said = report(
        holder=f"community:{world.community()}", partner_district_id=str(NEIGHBOUR), **values
    )
    answer = officer.post(ACTIVITIES, data=said)
    assert answer.status_code == 303, answer.text
    carry_over(world)
    return officer, answer.headers["Location"].partition("?")[0], said


def heard(world: World) -> list[ActivityReference]:
    def read(session: Any) -> list[ActivityReference]:
        rows = session.scalars(select(ActivityReference)).all()
        session.expunge_all()
        return list(rows)

    return world.in_district(read, NEIGHBOUR)


def titles(world: World) -> list[str]:
    """What the staff of Bang Na were told."""
    found: list[str] = world.in_district(lambda s: list(s.scalars(select(Notice.title))))
    return found


def counted(world: World, zone: UUID) -> int:
    month = first_of_month(bangkok_today())
    found = world.in_district(
        lambda s: activities_by_month(s, WHOLE_DISTRICT, month, month), NEIGHBOUR
    )
    return found.get((zone, month), 0)


def test_the_other_office_hears_what_was_told_and_nothing_more(world: World, report: Fill):
    staff = world.person(Role.SECTION_HEAD, NEIGHBOUR)
    _, address, _ = lead(
        world,
        report,
        note="ลับของบางนา",
        gift_0_name="ภาคีลับของบางนา",
        gift_0_description="ก",
        gift_0_sector="ngo",
    )
    (entry,) = heard(world)
    assert (entry.title, entry.participants, entry.state) == ("ทำความสะอาดคลอง", 12, "offered")
    assert entry.lead_district_id == BANG_NA
    assert str(entry.lead_activity_id) == address.rpartition("/")[2]
    there = world.sign_in(person=staff)
    for page in (there.get(THERE).text, there.get(f"{THERE}/{entry.id}").text):
        assert "สำนักงานเขตบางนา" in page
        assert "ทำความสะอาดคลอง" in page
        assert "ลับของ" not in page
    assert there.get(address).status_code == 404
    (told,) = world.in_district(
        lambda s: s.execute(select(Notice.account_id, Notice.title, Notice.url)).all(), NEIGHBOUR
    )
    assert told.account_id == staff.account_id
    assert told.title.startswith("สำนักงานเขตบางนาแจ้งกิจกรรมร่วม “ทำความสะอาดคลอง”")
    assert told.url == THERE
    assert world.in_district(lambda s: s.scalars(select(ActivityReference)).all()) == []


def test_the_other_office_names_its_network_which_then_counts_as_active_there_alone(
    world: World, report: Fill, owner: Engine
):
    own = world.community(office=NEIGHBOUR)
    zone, second = world.zone(1, own, office=NEIGHBOUR), world.zone(2, office=NEIGHBOUR)
    lead(world, report)
    (entry,) = heard(world)
    there = world.sign_in(Role.SOCIAL_DEVELOPER, NEIGHBOUR)
    answer = f"{THERE}/{entry.id}/acceptance"
    empty = there.post(answer, data={"version": "1"})
    assert empty.status_code == 422
    assert "โปรดเลือกเครือข่ายที่ร่วมกิจกรรม" in empty.text
    foreign = world.zone(3, world.community())
    for unknown in (foreign, uuid7()):
        assert there.post(answer, data={"version": "1", "zone_id": str(unknown)}).status_code == 404
    for _ in range(2):
        assert there.post(answer, data={"version": "1", "zone_id": str(zone)}).status_code == 303
    assert counted(world, zone) == 1
    assert counted(world, second) == 0
    chair = world.sign_in(Role.ZONE_CHAIR, NEIGHBOUR, community_id=own)
    assert "ทำความสะอาดคลอง" in chair.get(THERE).text
    assert chair.get(f"{THERE}/{entry.id}").status_code == 403
    stranger = world.sign_in()
    assert stranger.get(f"{ACTIVITIES}/joint/{entry.id}").status_code == 404
    world.work_off()
    with owner.connect() as connection:
        facts = {
            (row.district_id, row.measure.partition(".")[2], row.zone_id): int(row.value)
            for row in connection.execute(
                text(
                    "SELECT * FROM facts WHERE measure LIKE 'activities.%' AND state = 'all'"
                    " AND month = :month"
                ),
                {"month": first_of_month(bangkok_today())},
            )
        }
    assert facts[NEIGHBOUR, "active_zones", zone] == 1
    assert facts[NEIGHBOUR, "active_zones", None] == 1
    assert facts[NEIGHBOUR, "count", zone] == 1
    assert facts.get((NEIGHBOUR, "count", None), 0) == 0, "the city counts the leader's alone"
    assert facts[BANG_NA, "count", None] == 1


def test_an_offer_is_declined_and_may_be_taken_up_later(world: World, report: Fill):
    zone = world.zone(1, office=NEIGHBOUR)
    lead(world, report)
    (entry,) = heard(world)
    there = world.sign_in(Role.SOCIAL_DEVELOPER, NEIGHBOUR)
    for _ in range(2):
        assert there.post(f"{THERE}/{entry.id}/refusal", data={"version": "1"}).status_code == 303
    assert "เราไม่ได้เข้าร่วม" in there.get(THERE).text
    answer = there.post(
        f"{THERE}/{entry.id}/acceptance", data={"version": "2", "zone_id": str(zone)}
    )
    assert answer.status_code == 303
    assert counted(world, zone) == 1
    carry_over(world)
    answers = [title for title in titles(world) if "กิจกรรมร่วม" in title or "ไม่ได้ร่วม" in title]
    assert sorted(answers) == [
        "สำนักงานเขตพระโขนงตอบรับกิจกรรมร่วม “ทำความสะอาดคลอง”",
        "สำนักงานเขตพระโขนงแจ้งว่าไม่ได้ร่วมกิจกรรม “ทำความสะอาดคลอง”",
    ]


def test_an_answer_to_an_activity_that_was_not_held_with_that_office_is_left(
    world: World, report: Fill
):
    _, address, _ = lead(world, report)
    activity_id = address.rpartition("/")[2]

    def answer(told_by: int, about: str) -> None:
        world.in_district(
            lambda s: joint.hear_answer(
                s, told_by=told_by, lead_activity_id=about, answer="accepted"
            )
        )

    answer(1001, activity_id)
    answer(NEIGHBOUR, str(uuid7()))
    assert not [title for title in titles(world) if "ตอบรับ" in title]


def test_what_the_leader_changes_or_deletes_follows(world: World, report: Fill):
    zone = world.zone(1, office=NEIGHBOUR)
    officer, address, said = lead(world, report)
    (entry,) = heard(world)
    there = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    accept = f"{THERE}/{entry.id}/acceptance"
    there.post(accept, data={"version": "1", "zone_id": str(zone)})
    earlier = show_date(shift_month(bangkok_today(), -2), style="numeric")
    changed = said | {"version": "1", "title": "ปลูกต้นไม้", "held_on": earlier}
    assert officer.post(address, data=changed).status_code == 303
    carry_over(world)
    (entry,) = heard(world)
    assert (entry.title, entry.state) == ("ปลูกต้นไม้", "accepted")
    assert entry.held_on == shift_month(bangkok_today(), -2)
    assert counted(world, zone) == 0
    officer.post(address, data=changed | {"version": "2", "note": "เพียงหมายเหตุ"})
    carry_over(world)
    assert heard(world)[0].version == entry.version, (
        "what the other office does not see is not told"
    )
    assert (
        officer.post(
            address, data=changed | {"version": "3", "partner_district_id": ""}
        ).status_code
        == 303
    )
    carry_over(world)
    assert heard(world)[0].state == "withdrawn"
    refused = there.post(accept, data={"version": "9", "zone_id": str(zone)})
    assert "เขตเจ้าภาพยกเลิกกิจกรรมนี้แล้ว" in refused.text
    officer.post(address, data=changed | {"version": "4"})
    carry_over(world)
    (entry,) = heard(world)
    assert (entry.state, entry.zone_id) == ("offered", None)
    assert officer.post(f"{address}/deletion").status_code == 303
    carry_over(world)
    assert heard(world)[0].state == "withdrawn"


def test_what_was_told_earlier_and_comes_later_changes_nothing(world: World):
    now = datetime.now(UTC)
    told = {
        "told_by": BANG_NA,
        "lead_activity_id": str(uuid7()),
        "held_on": bangkok_today().isoformat(),
        "kind": "other",
        "participants": 5,
        "is_example": False,
    }
    for title, standing, at in (
        ("ยกเลิก", "withdrawn", now),
        ("ก่อนหน้า", "held", now - timedelta(seconds=5)),
        ("ยกเลิก", "withdrawn", now),
    ):
        said = told | {"title": title, "standing": standing, "told_at": at.isoformat()}
        world.in_district(lambda s, said=said: joint.hear(s, **said), NEIGHBOUR)
    (entry,) = heard(world)
    assert (entry.title, entry.state, entry.version) == ("ยกเลิก", "withdrawn", 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "ก" * 201},
        {"held_on": "วันนี้"},
        {"kind": "no such kind"},
        {"participants": 0},
        {"participants": 10**9},
        {"standing": "maybe"},
        {"lead_activity_id": "1"},
        {"told_at": "soon"},
    ],
)
def test_what_no_office_says_is_not_stored(world: World, wrong: dict[str, Any]):
    said = {
        "told_by": BANG_NA,
        "lead_activity_id": str(uuid7()),
        "title": "กิจกรรม",
        "held_on": bangkok_today().isoformat(),
        "kind": "other",
        "participants": 5,
        "standing": "held",
        "told_at": datetime.now(UTC).isoformat(),
        "is_example": False,
    }
    job = composition_of(world.app).jobs[joint.HEARD_JOB]
    with pytest.raises(ValueError):  # noqa: PT011 - whatever says that the value is none
        world.in_district(lambda s: job.run(s, **said | wrong), NEIGHBOUR)
    assert heard(world) == []


def test_an_offer_of_a_closed_month_waits_until_it_is_open_again(world: World, report: Fill):
    zone = world.zone(1, office=NEIGHBOUR)
    month = shift_month(first_of_month(bangkok_today()), -1)
    lead(world, report, held_on=show_date(month, style="numeric"))
    (entry,) = heard(world)
    head = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    closing = f"/d/phrakhanong/periods/{month.isoformat()[:7]}/closing"
    assert head.post(closing).status_code == 303
    for path, data in (("acceptance", {"zone_id": str(zone)}), ("refusal", {})):
        refused = head.post(f"{THERE}/{entry.id}/{path}", data={"version": "1", **data})
        assert refused.status_code == 422
        assert "ปิดแล้ว" in refused.text
