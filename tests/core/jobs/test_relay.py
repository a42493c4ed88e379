"""One office tells another something: never lost, never twice, and nothing else crosses."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.composition import composition_of
from core.feature import Job
from core.identity.sessions import now
from core.jobs import relay as relaying
from core.jobs import running
from core.jobs.models import OutboxJob
from core.jobs.relay import RELAY, tell
from core.jobs.service import enqueue
from core.tenancy import scope
from tests.support.world import BANG_NA, NEIGHBOUR, World


@pytest.fixture
def heard(app: Flask):
    """A job that writes down where it ran and what it was told."""
    said: list[tuple[int, dict[str, Any]]] = []
    job = Job(
        "tests.hear",
        "default",
        lambda session, **told: said.append((scope.office_of(session), told)),
    )
    composition_of(app).jobs[job.name] = job
    yield said
    del composition_of(app).jobs[job.name]


def waiting(world: World, office: int) -> int:
    return world.in_district(
        lambda session: session.scalar(
            select(func.count()).select_from(OutboxJob).where(OutboxJob.done_at.is_(None))
        ),
        office,
    )


def test_what_is_told_runs_in_the_other_office_which_learns_who_said_it(world: World, heard):
    world.in_district(lambda s: tell(s, NEIGHBOUR, "tests.hear", key="a:1", words="สวัสดี"))
    world.work_off()
    assert heard == [(NEIGHBOUR, {"told_by": BANG_NA, "words": "สวัสดี"})]
    assert waiting(world, BANG_NA) == waiting(world, NEIGHBOUR) == 0


def test_nothing_is_told_where_the_transaction_that_tells_rolls_back(world: World, heard):
    with pytest.raises(ZeroDivisionError):
        world.in_district(lambda s: (tell(s, NEIGHBOUR, "tests.hear", key="a:1"), 1 / 0))
    world.work_off()
    assert heard == []


def test_one_key_is_heard_once_however_often_it_is_told(world: World, heard):
    for _ in range(2):
        world.in_district(lambda s: tell(s, NEIGHBOUR, "tests.hear", key="a:1", words="หนึ่ง"))
    world.work_off()
    assert [told["words"] for _, told in heard] == ["หนึ่ง"]


@pytest.mark.parametrize("died", ["before", "after"])
def test_a_worker_that_dies_around_the_handing_over_loses_and_doubles_nothing(
    world: World, app: Flask, heard, monkeypatch: pytest.MonkeyPatch, died: str
):
    def die(district_id: int, job_id: object, handover: Any) -> None:
        if died == "after":
            handover.act()

    world.in_district(lambda s: tell(s, NEIGHBOUR, "tests.hear", key="a:1"))
    with monkeypatch.context() as patched:
        patched.setattr(running, "_hand_over", die)
        world.work_off()
    assert len(heard) == (1 if died == "after" else 0)
    later = now() + relaying.FIRST_PAUSE + timedelta(seconds=1)
    monkeypatch.setattr(running, "now", lambda: later)
    world.work_off()
    assert len(heard) == 1
    assert waiting(world, BANG_NA) == 0


def test_an_office_tells_itself_nothing_and_no_job_that_does_not_exist(world: World, app: Flask):
    with pytest.raises(ValueError, match="itself"):
        world.in_district(lambda s: tell(s, BANG_NA, "tests.hear", key="a"))
    world.in_district(lambda s: tell(s, NEIGHBOUR, "tests.unknown", key="a"))
    world.work_off()
    assert waiting(world, BANG_NA) == 1, "it stays with the teller, who tries again"


def test_what_cannot_be_told_is_laid_aside_in_the_end(world: World, app: Flask, heard):
    job_id = world.in_district(
        lambda s: (
            enqueue(
                s,
                RELAY,
                district_id=NEIGHBOUR,
                job_name="tests.hear",
                key="a",
                payload={},
                tries=relaying.MOST_TRIES,
            ).id
        )
    )
    with app.app_context():
        assert not running.run(BANG_NA, job_id)
    assert heard == []
