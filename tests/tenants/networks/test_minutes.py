"""Adopted minutes count for the standing of a zone's network, and may give a duty (F55, M24)."""

from sqlalchemy import select

from tenants.networks.models import Responsibility
from tests.support.world import World
from tests.tenants.meetings.minuted import make_office

DUTY = {
    "person_name": "นางสาวตัวอย่าง ขยัน",
    "person_position": "นักพัฒนาสังคมชำนาญการ",
    "valid_from": "1/10/2569",
}


def test_the_page_of_a_zone_counts_its_adopted_minutes(world: World):
    office = make_office(world)
    zone = f"/d/bangna/zones/{office.zone}"
    assert "รายงานการประชุมของเครือข่าย" in office.officer.get(zone).text
    office.adopted(office.meeting())
    page = office.officer.get(zone).text
    found = page.partition("รายงานการประชุมของเครือข่าย")[2][:200]
    assert "<strong>1</strong> ฉบับ" in found
    assert (
        "<strong>1</strong> ฉบับ"
        not in office.officer.get(f"/d/bangna/zones/{office.other_zone}").text
    )


def test_a_duty_may_be_given_by_adopted_minutes_without_typing_their_number(world: World):
    office = make_office(world)
    address = f"/d/bangna/zones/{office.zone}/responsibilities"
    assert 'name="minutes"' not in office.officer.get(f"{address}/new").text
    meeting = office.meeting()
    office.adopted(meeting)
    assert f'value="{meeting}"' in office.officer.get(f"{address}/new").text
    assert (
        f'value="{meeting}"'
        not in office.officer.get(f"/d/bangna/zones/{office.other_zone}/responsibilities/new").text
    )
    assert office.officer.post(address, data=DUTY | {"minutes": str(meeting)}).status_code == 303
    row = world.in_district(
        lambda session: session.execute(
            select(
                Responsibility.source_kind, Responsibility.source_number, Responsibility.source_on
            )
        ).one()
    )
    assert row[:2] == ("minutes", "คณะกรรมการเครือข่ายชุมชน โซน 1 ครั้งที่ 1/2569")
    assert row[2].isoformat() == "2026-01-10"
    refused = office.officer.post(address, data=DUTY | {"minutes": "", "source_kind": "minutes"})
    assert refused.status_code == 422
