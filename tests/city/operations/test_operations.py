"""The platform's administrator sees how the machinery does and has the figures counted again."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.composition import composition_of
from core.db import uuid7
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.identity.sessions import now
from core.indicators import nightly, rebuilding, service
from core.indicators.models import Fact, FillState, Rebuild
from core.jobs import vitals
from core.jobs.models import OutboxJob
from core.jobs.service import enqueue
from core.tenancy import scope
from core.tenancy.scope import DEPARTMENT
from tests.support.world import BANG_NA, NEIGHBOUR, World

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
    months = world.in_district(lambda session: len(session.scalars(select(FillState.month)).all()))
    assert months > 0

    address = f"{REBUILDS}/{rebuild.id}"
    assert begin(officer).status_code == 403
    assert admin.post(f"{address}/stoppages").status_code == 303
    assert admin.post(f"{address}/stoppages").status_code == 303
    untold = words_of(officer.get(REBUILDS).text)
    assert "กำลังหยุด" in untold
    assert "เขตที่ยังไม่ได้รับคำสั่งล่าสุด 50 เขต" in untold
    assert "เขตที่ยังไม่ได้รับคำสั่งหยุดยังนับต่อ" in untold
    assert f"บางนา 0 จาก {months} 0 0 ยังไม่ได้รับคำสั่งหยุด" in untold
    world.work_off()
    stopped = words_of(officer.get(REBUILDS).text)
    assert "หยุดไว้" in stopped
    assert "ไม่มีการนับแล้ว" in stopped
    assert "การนับจะทำต่อ" not in stopped + untold
    assert f"พักไว้ตามคำสั่งหยุด {months} เดือน" in stopped
    assert f"บางนา 0 จาก {months} 0 {months} หยุดไว้" in stopped
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
    assert f"บางนา {months} จาก {months} 0 0 เสร็จแล้ว" in finished
    assert "0 จาก 0" in finished
    entries = world.in_city(
        lambda session: session.scalars(
            select(AuditEntry.action).where(AuditEntry.table_name == "rebuilds")
        ).all()
    )
    assert {"rebuild:started", "rebuild:stopped", "rebuild:resumed"} <= set(entries)


def test_what_is_left_when_a_counting_is_stopped_adds_up_with_what_is_counted(
    world: World, app: Flask
):
    admin = world.sign_in(Role.PLATFORM_ADMIN, DEPARTMENT)
    world.in_district(
        lambda session: [
            service.mark_month(session, shift_month(first_of_month(bangkok_today()), -back), "x")
            for back in range(service.MONTHS_A_JOB + 2)
        ]
    )
    world.work_off()
    assert begin(admin).status_code == 303
    rebuild_id = rebuild_of(world).id

    def tell(session, serial: int, *, runs: bool):
        told = {"rebuild": str(rebuild_id), "serial": serial, "tally": None, "runs": runs}
        return rebuilding.hear(session, told_by=DEPARTMENT, **told)

    world.in_district(lambda session: tell(session, 1, runs=True))
    world.in_district(composition_of(app).refresh_facts)
    months, left = service.MONTHS_A_JOB + 2, 2
    running = words_of(admin.get(REBUILDS).text)
    assert f"{months - left} จาก {months} ·" in running
    assert f"กำลังนับหรือรอนับ {left} เดือน พักไว้ตามคำสั่งหยุด 0 เดือน" in running
    assert "เขตที่ยังไม่ได้รับคำสั่งล่าสุด 49 เขต" in running
    assert "การนับจะทำต่อ" in running
    assert admin.post(f"{REBUILDS}/{rebuild_id}/stoppages").status_code == 303
    stopping = words_of(admin.get(REBUILDS).text)
    assert f"บางนา {months - left} จาก {months} {left} 0 ยังไม่ได้รับคำสั่งหยุด" in stopping
    world.in_district(lambda session: tell(session, 2, runs=False))
    stopped = words_of(admin.get(REBUILDS).text)
    assert f"บางนา {months - left} จาก {months} 0 {left} หยุดไว้" in stopped
    assert f"กำลังนับหรือรอนับ 0 เดือน พักไว้ตามคำสั่งหยุด {left} เดือน" in stopped


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
    world.work_off()
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


def lay_aside(session, name: str, **payload):
    row = OutboxJob(
        district_id=scope.office_of(session),
        name=name,
        queue="default",
        payload=payload,
        attempts=8,
        failed_at=now(),
        problem="RuntimeError",
    )
    session.add(row)
    session.flush()
    return row.id


def test_work_that_cannot_be_tried_again_here_says_why_and_what_the_office_can_do(world: World):
    given_up, forgotten, told = world.in_district(
        lambda session: (
            lay_aside(session, "notices.deliver", delivery_id=str(uuid7())),
            lay_aside(session, "papers.forgotten"),
            lay_aside(
                session,
                "jobs.relay",
                district_id=NEIGHBOUR,
                job_name="jobs.retry",
                key="x",
                payload={"job_id": str(uuid7())},
                tries=12,
            ),
        )
    )
    admin = world.sign_in(Role.PLATFORM_ADMIN, DEPARTMENT)
    html = admin.get(PAGE).text
    rows = {
        name: found[0]
        for name in ("notices.deliver", "papers.forgotten", "jobs.relay")
        if (found := re.search(rf"<tr((?!</tr>).)*{name}.*?</tr>", html, re.DOTALL))
    }
    assert "ลองใหม่จากหน้านี้ไม่ได้" in words_of(rows["notices.deliver"])
    assert "ข้อความที่อาจส่งไม่ถึง" in words_of(rows["notices.deliver"])
    assert "ระบบรุ่นนี้ไม่รู้จักงานนี้แล้ว" in words_of(rows["papers.forgotten"])
    assert [("/retries" in rows[name]) for name in rows] == [False, False, True]
    auditor = words_of(world.sign_in(Role.AUDITOR, DEPARTMENT).get(PAGE).text)
    assert "ผู้ดูแลระบบส่วนกลางสั่งให้ลองอีกครั้งได้" in auditor
    for job_id in (given_up, forgotten, told):
        address = f"{PAGE}/offices/{BANG_NA}/jobs/{job_id}/retries"
        assert admin.post(address, data={"record_id": str(uuid7())}).status_code == 303
    world.work_off()
    left = world.in_district(
        lambda session: set(
            session.scalars(select(OutboxJob.id).where(OutboxJob.failed_at.is_not(None)))
        )
    )
    assert left == {given_up, forgotten}
    for code, job_id in (
        (BANG_NA, uuid7()),
        (NEIGHBOUR, given_up),
        (DEPARTMENT, told),
        (9999, told),
    ):
        address = f"{PAGE}/offices/{code}/jobs/{job_id}/retries"
        assert admin.post(address, data={"record_id": str(uuid7())}).status_code == 404
    address = f"{PAGE}/offices/{BANG_NA}/jobs/{told}/retries"
    again = admin.post(address, data={"record_id": str(uuid7())}, follow_redirects=True)
    assert "ไม่มีการเปลี่ยนแปลง" in words_of(again.text)


def test_the_page_warns_when_clock_or_worker_are_silent_and_never_says_dead_of_what_it_does_not_know(
    world: World, app: Flask
):
    redis_url = app.extensions["config"].redis_url
    auditor = world.sign_in(Role.AUDITOR, DEPARTMENT)
    with vitals.client_of(redis_url) as valkey:
        valkey.delete(vitals.KEY)
    unknown = words_of(auditor.get(PAGE).text)
    assert "ไม่ทราบว่าตัวตั้งเวลาทำงานอยู่หรือไม่ เพราะไม่มีสัญญาณ" in unknown
    assert "หยุดทำงาน" not in unknown

    for part in (vitals.CLOCK, *map(vitals.worker_of, ("default", "facts", "documents"))):
        vitals.leave(redis_url, part)
    vitals.leave(redis_url, vitals.worker_of("bulk"), now() - timedelta(minutes=12))
    silent = words_of(auditor.get(PAGE).text)
    assert "ตัวประมวลผลของ “การนับทั้งหมด (กลางคืนและนับใหม่)” เงียบไป" in silent
    assert "12 นาทีที่ผ่านมา" in silent
    assert "ตัวตั้งเวลาหยุดทำงาน" not in silent

    vitals.leave(redis_url, vitals.CLOCK, now() - timedelta(minutes=20))
    stopped = words_of(auditor.get(PAGE).text)
    assert "ตัวตั้งเวลาหยุดทำงาน สัญญาณล่าสุดคือ 20 นาทีที่ผ่านมา" in stopped
    assert "เงียบไป" not in stopped

    vitals.leave(redis_url, vitals.CLOCK)
    vitals.leave(redis_url, vitals.worker_of("bulk"))

    def long_ago(session):
        for later in (None, now() + timedelta(hours=9)):
            job = enqueue(session, composition_of(app).refresh_all, not_before=later)
            job.created_at = now() - timedelta(hours=1 if later is None else 30)

    world.in_district(long_ago)
    waits = words_of(auditor.get(PAGE).text)
    assert "มีงานของ “การนับทั้งหมด (กลางคืนและนับใหม่)” รออยู่ตั้งแต่ 1 ชั่วโมงที่ผ่านมา" in waits
    assert "Valkey" not in waits

    away = world.sign_in(Role.AUDITOR, DEPARTMENT)
    config = app.extensions["config"]
    app.extensions["config"] = replace(config, redis_url="redis://127.0.0.1:1/0")
    try:
        assert "ติดต่อ Valkey ไม่ได้" in words_of(away.get(PAGE).text)
    finally:
        app.extensions["config"] = config


def test_the_scope_of_the_page_reads_no_content_of_any_office(world: World, app: Flask):
    world.community("ก")
    for statement in (select(OutboxJob.payload), select(OutboxJob.last_error), select(Fact.value)):
        with (
            app.app_context(),
            pytest.raises(DBAPIError, match="permission denied"),
            scope.work(db.session, scope.jobs_scope(read_only=True)),
        ):
            db.session.execute(statement)
