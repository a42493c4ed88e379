"""Work for later, work of every day, and the last step that is taken after the commit."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from core.access.roles import Tier
from core.composition import Composition, compose, composition_of
from core.extensions import db
from core.feature import Feature, Handover, Job
from core.identity.models import Account
from core.jobs import running, service
from core.jobs.daily import run_daily, run_daily_everywhere
from core.jobs.models import OutboxJob
from core.tenancy import scope
from tests.support.world import BANG_NA, NEIGHBOUR, World

DAY = date(2026, 12, 5)
NOON = datetime(2026, 12, 5, 5, 0, tzinfo=UTC)


@pytest.fixture
def register(app: Flask):
    """Make a job known to the worker for one test."""
    jobs = composition_of(app).jobs
    known = dict(jobs)

    def add(job: Job) -> Job:
        jobs[job.name] = job
        return job

    yield add
    jobs.clear()
    jobs.update(known)


@pytest.fixture
def daily(register) -> tuple[Composition, list[tuple[int, str]]]:
    """Two features with one daily job each: a district's and the department's."""
    done: list[tuple[int, str]] = []

    def note(session, *, day: str) -> None:
        done.append((scope.office_of(session), day))

    jobs = {tier: register(Job(f"tests.{tier}", "default", note)) for tier in Tier}
    features = [Feature(name=tier.value, tier=tier, daily=(jobs[tier],)) for tier in Tier]
    return compose(features), done


def test_a_job_for_later_is_not_published_before_its_moment(world: World, app: Flask, register):
    done: list[int] = []
    job = register(Job("tests.later", "default", lambda _session: done.append(1)))
    with time_machine.travel(NOON, tick=False) as clock:

        def plan(session) -> list[service.Waiting]:
            service.enqueue(session, job, not_before=NOON + timedelta(hours=1))
            session.flush()
            return service.written_in_this_transaction(session)

        assert world.in_district(plan) == []
        clock.shift(timedelta(minutes=59))
        assert world.work_off() == 0
        clock.shift(timedelta(minutes=2))
        assert world.work_off() == 1
    assert done == [1]


def test_daily_work_is_written_down_once_a_day_however_often_the_clock_strikes(
    world: World, app: Flask, daily
):
    composition, done = daily
    counts = [
        world.in_district(lambda session: run_daily(session, composition, DAY)) for _ in range(3)
    ]
    assert counts == [1, 0, 0]
    world.work_off()
    assert world.in_district(lambda session: run_daily(session, composition, DAY)) == 0
    next_day = DAY + timedelta(days=1)
    assert world.in_district(lambda session: run_daily(session, composition, next_day)) == 1
    world.work_off()
    assert done == [(BANG_NA, "2026-12-05"), (BANG_NA, "2026-12-06")]


def test_every_office_begins_its_day_and_one_that_cannot_stops_no_other(
    world: World, app: Flask, daily, monkeypatch: pytest.MonkeyPatch
):
    composition, done = daily
    real = run_daily

    def broken_in_one(session, *arguments) -> int:
        if scope.office_of(session) == NEIGHBOUR:
            raise RuntimeError("planted")
        return real(session, *arguments)

    monkeypatch.setattr("core.jobs.daily.run_daily", broken_in_one)
    with app.app_context():
        assert run_daily_everywhere(db.session, composition, DAY) == 50
        monkeypatch.undo()
        assert run_daily_everywhere(db.session, composition, DAY) == 1
    world.work_off()
    assert sorted(done) == [(code, "2026-12-05") for code in range(1000, 1051)]


def test_two_clocks_at_the_same_moment_make_one_job(world: World, app: Flask, daily):
    composition, _ = daily
    with app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA)):
        assert run_daily(db.session(), composition, DAY) == 1
    world.in_district(lambda session: run_daily(session, composition, DAY))
    found = world.in_district(
        lambda session: session.scalar(select(func.count()).select_from(OutboxJob))
    )
    assert found == 1


def test_a_handover_is_taken_after_the_commit_and_noted_in_a_transaction_of_its_own(
    world: World, app: Flask, register
):
    seen: list[object] = []

    def act() -> str:
        seen.append(("act", db.session().in_transaction()))
        with scope.work(db.session, scope.tenant_scope(BANG_NA)):
            finished = select(OutboxJob.done_at.is_not(None)).where(OutboxJob.id == job_id)
            seen.append(db.session.scalars(finished).one())
        return "answer"

    def note(session, answer: str) -> None:
        seen.append((answer, scope.office_of(session)))

    handover = Handover(act, note, lambda: seen.append("abandoned"))
    job = register(Job("tests.handover", "default", lambda _session: handover))
    job_id = world.in_district(lambda session: service.enqueue(session, job).id)
    with app.app_context():
        assert running.run(BANG_NA, job_id)
        assert not running.run(BANG_NA, job_id)
    assert seen == [("act", False), True, ("answer", BANG_NA)]


def test_a_handover_whose_step_fails_is_not_repeated(world: World, app: Flask, register):
    tried: list[int] = []

    def act() -> None:
        tried.append(1)
        raise OSError("planted")

    handover = Handover(act, lambda _session, _answer: None, lambda: None)
    job = register(Job("tests.failing", "default", lambda _session: handover))
    world.in_district(lambda session: service.enqueue(session, job))
    assert world.work_off() == 1
    assert world.work_off() == 0
    assert tried == [1]


def test_a_handover_whose_commit_fails_is_abandoned(world: World, app: Flask, register):
    seen: list[str] = []

    def run(session) -> Handover:
        # A row that the database refuses at the flush: no such account exists.
        session.add(Account(username=None, language="th"))
        return Handover(
            lambda: seen.append("act"), lambda *_: None, lambda: seen.append("abandoned")
        )

    job = register(Job("tests.refused", "default", run))
    job_id = world.in_district(lambda session: service.enqueue(session, job).id)
    with app.app_context():
        assert not running.run(BANG_NA, job_id)
    assert seen == ["abandoned"]


def test_a_job_that_is_laid_aside_may_say_what_that_means(world: World, app: Flask, register):
    said: list[tuple[str, str]] = []

    def fail(_session, *, what: str) -> None:
        raise ValueError(what)

    def give_up(_session, problem: str, *, what: str) -> None:
        said.append((problem, what))

    job = register(Job("tests.hopeless", "default", fail, give_up))
    job_id = world.in_district(lambda session: service.enqueue(session, job, what="planted").id)
    with app.app_context():
        for _ in range(app.extensions["config"].jobs.attempts):
            assert said == []
            running.run(BANG_NA, job_id)
    assert said == [("ValueError: planted", "planted")]
