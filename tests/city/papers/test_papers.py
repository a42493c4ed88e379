"""The department sees evidence cards of all districts, and never a paper or a name."""

from datetime import date

from core.access.roles import Role
from core.db import uuid7
from core.evidence import service
from core.evidence.models import EvidenceKind
from core.tenancy.scope import DEPARTMENT
from tests.support.editions import edition
from tests.support.world import BANG_NA, World


def card(world: World, kind: EvidenceKind, office: int = BANG_NA, **details) -> None:
    world.in_district(
        lambda session: service.put_card(
            session,
            kind=kind,
            record_id=uuid7(),
            title="เอกสารทดสอบ",
            dated_on=date(2026, 11, 1),
            sha256="b" * 64,
            **details,
        ),
        office,
    )


def test_the_board_says_which_edition_each_district_follows_and_counts_its_papers(world: World):
    edition(world)
    card(world, EvidenceKind.ADOPTION, edition=1)
    card(world, EvidenceKind.ORDER, number="๑/๒๕๖๙")
    card(world, EvidenceKind.ORDER, number="๒/๒๕๖๙")
    client = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    with world.statements() as statements:
        page = client.get("/city/papers").text
    assert "ฉบับที่ 1" in page
    assert page.count("<tr") == 51
    assert len(statements) <= 6


def test_the_cards_of_a_district_show_kind_number_day_and_fingerprint(world: World):
    card(world, EvidenceKind.BY_LAW, verification_code="1047-ABCD-EFGH-JKLM")
    client = world.sign_in(Role.AUDITOR, DEPARTMENT)
    page = client.get(f"/city/districts/{BANG_NA}/papers").text
    for words in ("ข้อบังคับ", "1 พ.ย. 2569", "b" * 16, "1047-ABCD-EFGH-JKLM"):
        assert words in page
    assert "ยังไม่มีเอกสาร" in client.get("/city/districts/1009/papers").text


def test_an_unknown_district_is_not_found_and_districts_may_not_look(world: World):
    client = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert client.get("/city/districts/1000/papers").status_code == 404
    assert client.get("/city/districts/4/papers").status_code == 404
    officer = world.sign_in(Role.DIRECTOR, BANG_NA)
    assert officer.get("/city/papers").status_code == 404


def test_adopted_minutes_are_counted_and_certificates_of_people_are_left_out(world: World):
    card(world, EvidenceKind.MINUTES, number="1/2569")
    card(world, EvidenceKind.CERTIFICATE, number="77/2569")
    client = world.sign_in(Role.AUDITOR, DEPARTMENT)
    page = client.get(f"/city/districts/{BANG_NA}/papers").text
    assert "รายงานการประชุม" in page
    assert "77/2569" not in page
    assert "รายงานการประชุมที่รับรองแล้ว" in client.get("/city/papers").text
