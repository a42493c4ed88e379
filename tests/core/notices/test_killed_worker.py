"""A worker killed in the middle of a mail: before the last dot it is sent once later, after it never again (T8)."""

import os
import signal
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core.jobs import running
from core.jobs.models import OutboxJob
from core.jobs.service import Waiting
from tests.core.notices.conftest import choose, deliveries, tell
from tests.support.mailbox import Mailbox
from tests.support.processes import worker
from tests.support.world import BANG_NA, World
from workers.publishing import publish, publishing_app


def killed_at(step: str, world: World, app: Flask, box: Mailbox) -> None:
    """A real worker takes the mail and is killed with SIGKILL while the server keeps the step's answer back."""
    officer = world.person()
    choose(world, officer, mail_address="officer@example.org")
    tell(world, officer)
    job = world.in_district(lambda session: session.scalars(select(OutboxJob.id)).one())
    box.hold = step
    with worker(app) as process:
        publish(publishing_app(app.extensions["config"]), Waiting(BANG_NA, job, "default"))
        assert box.held.wait(60)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)
    box.hold = ""
    box.go_on.set()


def recover(world: World) -> None:
    """The sweeper and another worker, after the lease and the second look are due."""
    for minutes in (3, 6):
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
            world.work_off()


def test_a_mail_whose_worker_was_killed_before_the_dot_is_sent_once_by_the_next(
    world: World, app: Flask, box: Mailbox
):
    killed_at("RCPT", world, app, box)
    assert deliveries(world) == [("mail", "waiting")]
    assert box.messages == []
    recover(world)
    assert deliveries(world) == [("mail", "sent")]
    assert len(box.messages) == 1


def test_a_mail_whose_worker_was_killed_after_the_dot_is_uncertain_and_never_sent_again(
    world: World, app: Flask, box: Mailbox
):
    killed_at("END", world, app, box)
    assert deliveries(world) == [("mail", "handing_over")]
    assert len(box.messages) == 1
    recover(world)
    assert deliveries(world) == [("mail", "uncertain")]
    assert len(box.messages) == 1
    assert box.begun == 1


def test_a_mail_whose_worker_died_between_the_commit_and_the_dot_was_not_sent_and_is_uncertain(
    world: World, app: Flask, box: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    officer = world.person()
    choose(world, officer, mail_address="officer@example.org")
    tell(world, officer)
    with monkeypatch.context() as patched:
        patched.setattr(running, "_hand_over", lambda _office, _job, handover: handover.abandon())
        world.work_off()
    assert deliveries(world) == [("mail", "handing_over")]
    recover(world)
    assert deliveries(world) == [("mail", "uncertain")]
    assert (box.begun, box.messages) == (1, [])
