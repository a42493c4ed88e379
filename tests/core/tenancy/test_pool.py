"""Pooled connections, many threads, two offices, exceptions in between: nothing crosses."""

import random
import threading
from contextlib import suppress

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.extensions import db
from core.tenancy import scope
from tenants.registry.models import Community
from tests.support.world import BANG_NA, NEIGHBOUR, World

THREADS, ROUNDS = 24, 60


def test_no_thread_ever_sees_the_other_office(world: World, app: Flask):
    for number in range(3):
        world.community(f"บางนา {number}", BANG_NA)
        world.community(f"พระโขนง {number}", NEIGHBOUR)
    crossings: list[str] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(ROUNDS):
            office = chance.choice([BANG_NA, NEIGHBOUR])
            with (
                suppress(DBAPIError),
                app.app_context(),
                scope.work(db.session, scope.tenant_scope(office)),
            ):
                seen = set(db.session.scalars(select(Community.district_id)))
                if seen != {office}:
                    crossings.append(f"{office} saw {seen}")
                _stumble(chance.random())

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert crossings == []


def _stumble(what: float) -> None:
    """Sometimes an error ends the transaction, sometimes a savepoint is opened in it."""
    if what < 0.3:
        db.session.execute(text("SELECT 1/0"))
    elif what < 0.5:
        with db.session.begin_nested():
            db.session.execute(text("SELECT 1"))
