"""The paper of a declared result: made by a worker once, from nothing but what was signed."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from core.access.roles import Role
from core.documents.wording import outline_of
from core.evidence.models import EvidenceFile
from core.jobs.service import enqueue
from tenants.elections.documents import RENDER, document_of
from tests.support.world import NEIGHBOUR, World
from tests.tenants.elections.conducting import (
    HERE,
    count_twice,
    declare,
    manual,
    paper_election,
    stored,
    zone_with_chairs,
)


@pytest.fixture
def declared(world: World) -> UUID:
    manual(world)
    zone = zone_with_chairs(world)
    election_id = paper_election(zone)
    count_twice(world, election_id, 2, 1)
    assert declare(world, election_id).status_code == 303
    return election_id


def test_the_paper_is_made_by_a_worker_and_then_offered(world: World, declared: UUID):
    client = world.sign_in()
    assert "กำลังจัดทำเอกสาร" in client.get(f"{HERE}/{declared}").text
    assert client.get(f"{HERE}/{declared}/document.pdf").status_code == 404
    waiting = client.get(f"{HERE}/{declared}/document-state")
    mark = waiting.headers["ETag"]
    same = client.get(f"{HERE}/{declared}/document-state", headers={"If-None-Match": mark})
    assert same.status_code == 304
    world.work_off()
    there = client.get(f"{HERE}/{declared}/document-state", headers={"If-None-Match": mark})
    assert there.status_code == 200
    assert "เปิดเอกสาร PDF" in client.get(f"{HERE}/{declared}").text
    answer = client.get(f"{HERE}/{declared}/document.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    assert stranger.get(f"/d/phrakhanong/elections/{declared}/document.pdf").status_code == 404


def test_the_job_run_twice_makes_one_file(world: World, declared: UUID):
    world.work_off()
    world.in_district(lambda session: enqueue(session, RENDER, election_id=str(declared)))
    world.work_off()
    files = world.in_district(
        lambda session: session.scalar(select(func.count()).select_from(EvidenceFile))
    )
    assert files == 1


def test_the_paper_says_who_was_elected_by_whom_and_until_when_it_may_be_objected_to(
    world: World, declared: UUID
):
    document = document_of(stored(world, declared))
    assert document.on_roll == 3
    assert [line.votes for line in document.candidates] == [2, 1]
    assert [line.elected for line in document.candidates] == [True, False]
    assert document.candidates[0].name in document.conclusion
    assert "คัดค้านให้ยื่นภายใน 7 วัน" in document.conclusion
    assert document.verification.url.endswith(f"/papers/{document.verification.code}")
    assert outline_of(document).heading == ("เรื่อง ผลการเลือกตั้งประธานเครือข่ายชุมชน โซน ๑",)
