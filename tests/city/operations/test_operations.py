"""The platform's administrator sees how the machinery does and has the figures counted again."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.composition import composition_of
from core.extensions import db
from core.identity.sessions import now
from core.indicators import nightly
from core.indicators.models import Fact, Rebuild
from core.jobs.models import OutboxJob
from core.jobs.service import enqueue
from core.tenancy import scope
from core.tenancy.scope import DEPARTMENT
from tests.support.world import BANG_NA, World

PAGE, REBUILDS = "/city/operations", "/city/operations/rebuilds"


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rebuild_of(world: World):
    return world.in_city(
        lambda session: session.execute(select(Rebuild.id, Rebuild.finished_at)).one()
    )


def begin(client, **changes):
    return client.post(REBUILDS, data={"tally": "", "reason": "หลังซ่อมข้อมูล"} | changes)


def test_two_people_start_one_counting_stop_it_and_it_ends_by_itself(world: World, app: Flask):
    admin = world.sign_in(Role.PLATFORM_ADMIN, DEPARTMENT)
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert "ยังไม่เคยมีการนับ" in admin.get(REBUILDS).text
    world.community("ก", residents=10)
    world.work_off()
    world.in_district(
        lambda session: session.execute(
            update(Fact).where(Fact.measure == "registry.residents").values(value=77)
        )
    )
    question = words_of(admin.get(f"{REBUILDS}/new").text)
    assert "11 เดือน" in question or "เดือน" in question
    refused = begin(admin, reason="", tally="")
    assert refused.status_code == 422
    assert begin(admin).status_code == 303
    assert begin(world.sign_in(Role.PLATFORM_ADMIN, DEPARTMENT)).status_code == 303
    rebuild = rebuild_of(world)

    address = f"{REBUILDS}/{rebuild.id}"
    assert begin(officer).status_code == 403
    assert admin.post(f"{address}/stoppages").status_code == 303
    assert admin.post(f"{address}/stoppages").status_code == 303
    stopped = words_of(officer.get(REBUILDS).text)
    assert "หยุดไว้" in stopped
    assert admin.post(f"{address}/resumptions").status_code == 303
    page = officer.get(REBUILDS).text
    assert "ยังไม่เริ่ม" in words_of(page)
    assert "resumptions" not in page

    world.work_off()
    assert rebuild_of(world).finished_at is not None
    assert world.in_district(
        lambda session: (
            session.scalars(
                select(Fact.id).where(Fact.measure == "registry.residents", Fact.value == 77)
            ).all()
            == []
        )
    )
    finished = words_of(officer.get(REBUILDS).text)
    assert "50 จาก 50 เขต" in finished
    assert "0 จาก 0" in finished
    entries = world.in_city(
        lambda session: session.scalars(
            select(AuditEntry.action).where(AuditEntry.table_name == "rebuilds")
        ).all()
    )
    assert {"rebuild:started", "rebuild:stopped", "rebuild:resumed"} <= set(entries)


def test_the_page_tells_what_waits_failed_and_drifted_and_never_what_it_was_about(
    world: World, app: Flask
):
    world.community("ลับมาก", residents=10)

    def fail(session):
        job = enqueue(session, composition_of(app).refresh, secret="ความลับของเขต")
        job.failed_at, job.attempts = now(), 8
        job.last_error, job.problem = "ValueError: ความลับของเขต", "ValueError"
        session.flush()
        return job.id

    job_id = world.in_district(fail)
    world.work_off()
    with app.app_context():
        nightly.prove(db.session, composition_of(app))
    world.community("รออยู่")
    with world.statements() as statements:
        auditor = world.sign_in(Role.AUDITOR, DEPARTMENT)
        del statements[:]
        answer = auditor.get(PAGE)
    page = words_of(answer.text)
    assert answer.status_code == 200
    assert len(statements) <= 6
    assert "ValueError" in page
    assert "ลับ" not in page
    assert "indicators.refresh_facts" in page
    assert "/retries" not in answer.text
    row = re.search(r"<tr[^>]*>\s*<th[^>]*>บางนา</th>.*?บางนา</th>.*?</tr>", answer.text, re.DOTALL)
    assert row
    assert "0 จาก" in words_of(row[0])

    retries = f"{PAGE}/offices/{BANG_NA}/jobs/{job_id}/retries"
    assert auditor.post(retries).status_code == 403
    admin = world.sign_in(Role.PLATFORM_ADMIN, DEPARTMENT)
    assert "ลองอีกครั้ง" in admin.get(PAGE).text
    for _ in range(2):
        assert admin.post(retries, data={"record_id": str(job_id)}).status_code == 303
    world.work_off()
    failed = world.in_district(lambda session: session.get(OutboxJob, (BANG_NA, job_id)).failed_at)
    assert failed is None
    officer = world.sign_in(Role.DEPARTMENT_OFFICER, DEPARTMENT)
    assert officer.get(PAGE).status_code == 403
    assert world.sign_in().get(PAGE).status_code == 404


def test_the_scope_of_the_page_reads_no_content_of_any_office(world: World, app: Flask):
    world.community("ก")
    for statement in (select(OutboxJob.payload), select(OutboxJob.last_error), select(Fact.value)):
        with (
            app.app_context(),
            pytest.raises(DBAPIError, match="permission denied"),
            scope.work(db.session, scope.jobs_scope(read_only=True)),
        ):
            db.session.execute(statement)
