"""The example office follows the first edition with a clause of its own."""

import pytest
from flask import Flask
from sqlalchemy import select

from core import demo
from core.access.roles import Role
from core.composition import composition_of
from core.evidence.models import EvidenceCard, EvidenceKind
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.parts import digest_of
from core.tenancy import provision
from tenants.adoption import queries
from tests.conftest import Servers
from tests.support.world import World


@pytest.fixture
def demonstration(world: World, app: Flask, servers: Servers) -> World:
    provision.mark_as_demo(servers.postgres.owner_url())
    with app.app_context():
        assert demo.load(db.session, composition_of(app))
    return world


def test_the_annex_and_the_card_are_there_and_marked_as_examples(demonstration: World):
    page = demonstration.sign_in(Role.SECTION_HEAD).get("/d/bangna/manual").text
    assert "ช่องทางติดต่อระหว่างการประชุม (ตัวอย่าง)" in page
    assert "เพิ่มในภาคผนวก 1 ข้อ" in page
    in_force = demonstration.in_district(
        lambda session: queries.content_in_force(session, bangkok_today())
    )
    kept = demonstration.in_district(
        lambda session: session.execute(
            select(EvidenceCard.sha256, EvidenceCard.is_example, EvidenceCard.edition).where(
                EvidenceCard.kind == EvidenceKind.ADOPTION.value
            )
        ).all()
    )
    assert [tuple(row) for row in kept] == [(digest_of(in_force.content), True, 1)]
