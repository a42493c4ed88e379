"""Anybody who holds a paper may ask whether it is genuine, and learns nothing else."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.db import uuid7
from core.evidence import service
from core.evidence.models import EvidenceKind, EvidenceState
from core.extensions import db
from core.tenancy import scope
from tests.support.world import BANG_NA, NEIGHBOUR, World

CODE = "1047-ABCD-EFGH-JKLM"


def paper(world: World, code: str | None = CODE, office: int = BANG_NA, **details):
    record_id = uuid7()
    world.in_district(
        lambda session: service.put_card(
            session,
            **{
                "kind": EvidenceKind.ORDER,
                "record_id": record_id,
                "title": "แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน ๑",
                "number": "๑๒/๒๕๖๙",
                "dated_on": date(2026, 11, 1),
                "sha256": "a" * 64,
                "verification_code": code,
            }
            | details,
        ),
        office,
    )
    return record_id


def test_the_code_of_a_paper_says_that_it_is_genuine(world: World):
    paper(world)
    page = world.app.test_client().get(f"/papers/{CODE}")
    assert page.status_code == 200
    for words in ("เอกสารฉบับนี้เป็นของจริง", "โซน ๑", "๑๒/๒๕๖๙", "1 พฤศจิกายน 2569", "a" * 64):
        assert words in page.text


def test_a_revoked_paper_says_that_it_holds_no_longer(world: World):
    record_id = paper(world)
    world.in_district(
        lambda session: service.mark_card(session, record_id=record_id, state=EvidenceState.REVOKED)
    )
    assert "ไม่มีผลใช้บังคับแล้ว" in world.app.test_client().get(f"/papers/{CODE}").text


@pytest.mark.parametrize(
    "typed", ["1047-abcd-efgh-jklm", "1047ABCDEFGHJKLM", " ๑๐๔๗ ABCD EFGH JKLM "]
)
def test_a_code_typed_by_hand_finds_the_paper(world: World, typed):
    paper(world)
    page = world.app.test_client().get(
        "/papers", query_string={"code": typed}, follow_redirects=True
    )
    assert page.status_code == 200
    assert "โซน ๑" in page.text


@pytest.mark.parametrize("address", ["/papers/1047-ABCD-EFGH-JKLN", "/papers/1009-ABCD-EFGH-JKLM"])
def test_an_unknown_code_is_not_found_and_may_be_typed_again(world: World, address):
    paper(world)
    paper(world, None, NEIGHBOUR)
    page = world.app.test_client().get(address)
    assert page.status_code == 404
    assert "ไม่พบเอกสาร" in page.text
    assert 'name="code"' in page.text


def test_something_that_is_no_code_is_asked_for_again(world: World):
    page = world.app.test_client().get("/papers", query_string={"code": "<script>"})
    assert page.status_code == 200
    assert "<script>" not in page.text.split("<main", 1)[1].split("</main", 1)[0]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT record_id FROM evidence_cards",
        "SELECT zone_id FROM evidence_cards",
        "SELECT * FROM people",
        "SELECT * FROM orders",
        "SELECT content FROM published_networks WHERE published_by = ''",
        "INSERT INTO evidence_cards (district_id) VALUES (1047)",
    ],
)
def test_a_visitor_reads_nothing_but_what_is_published(world: World, statement):
    with (
        world.app.app_context(),
        pytest.raises(DBAPIError, match=r"permission denied|read-only"),
        scope.work(db.session, scope.public_scope(BANG_NA)),
    ):
        db.session.execute(text(statement))
