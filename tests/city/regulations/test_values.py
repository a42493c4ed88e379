"""The department records values of regulations: dated, with their source, never changed."""

from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.regulations.keys import RegulationKey
from core.regulations.models import RegulationValue
from core.tenancy.scope import DEPARTMENT
from tests.support.world import World

TERM = "/city/regulations/community_committee_term/values"


def record(client, **changes):
    return client.post(
        TERM,
        data={"valid_from": "1/10/2564", "years": "๔", "source": "ระเบียบทดสอบ ข้อ ๑๒"} | changes,
    )


def values(world: World):
    return world.in_city(
        lambda session: session.execute(
            select(
                RegulationValue.value, RegulationValue.valid_from, RegulationValue.confirmed
            ).where(RegulationValue.key == RegulationKey.COMMUNITY_COMMITTEE_TERM.key)
        ).all()
    )


def test_an_officer_records_a_term_and_sees_it_in_force(world: World):
    client = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert "ยังไม่ทราบค่า" in client.get("/city/regulations").text
    assert record(client).status_code == 303
    (row,) = values(world)
    assert (row.value, row.valid_from.isoformat(), row.confirmed) == (
        {"years": 4},
        "2021-10-01",
        True,
    )
    page = client.get("/city/regulations").text
    assert "ระเบียบทดสอบ ข้อ ๑๒" in page
    entries = world.in_city(
        lambda session: session.scalars(
            select(AuditEntry.action).where(AuditEntry.table_name == "regulation_values")
        ).all()
    )
    assert "regulation:recorded" in entries


def test_a_second_value_from_the_same_day_is_refused_and_what_was_typed_stays(world: World):
    client = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    record(client)
    answer = record(client, years="2", source="อีกฉบับ")
    assert answer.status_code == 422
    assert "1/10/2564" in answer.text
    assert "อีกฉบับ" in answer.text
    assert len(values(world)) == 1


def test_numbers_out_of_bounds_and_a_missing_source_are_refused_beside_their_fields(world: World):
    client = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert record(client, years="0").status_code == 422
    assert record(client, years="สอง").status_code == 422
    assert record(client, source=" ").status_code == 422
    assert record(client, valid_from="29/2/2564").status_code == 422
    assert values(world) == []


def test_limits_that_contradict_each_other_are_refused(world: World):
    client = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    answer = client.post(
        "/city/regulations/community_committee_size/values",
        data={
            "valid_from": "1/1/2570",
            "least": "9",
            "houses": "100",
            "step": "50",
            "remainder": "25",
            "most": "7",
            "source": "ทดสอบ",
        },
    )
    assert answer.status_code == 422


def test_who_may_only_read_finds_no_button_and_an_unknown_value_is_not_found(world: World):
    reader = world.sign_in(Role.DEPARTMENT_EXECUTIVE, DEPARTMENT)
    assert "values/new" not in reader.get("/city/regulations").text
    assert record(reader).status_code == 403
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert officer.get("/city/regulations/pay_of_angels/values/new").status_code == 404
    assert officer.get("/city/regulations/quorum/values/new").status_code == 200
