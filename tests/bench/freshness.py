"""B1, incremental: from an officer's saved change to the facts behind the city's dashboard, through the real worker."""

import time
from statistics import median, quantiles

from flask import Flask
from sqlalchemy import select

from core.i18n.dates import bangkok_today, first_of_month
from core.indicators.models import Fact
from tests.bench.measuring import Result
from tests.support.processes import worker
from tests.support.world import World

LIMIT = 2.0
"""Seconds in which a change must be in the facts, at the 95th percentile."""

ROUNDS = 40


def results(app: Flask) -> list[Result]:
    world = World(app, made=500)
    officer = world.sign_in()
    with worker(app):
        _change_and_wait(world, officer, 0, patience=60)
        took = sorted(_change_and_wait(world, officer, number) for number in range(1, ROUNDS + 1))
    high = quantiles(took, n=20)[-1]
    return [
        Result(
            f"B1 change to facts, seconds p95 (median {median(took):.2f})",
            high,
            LIMIT,
            high / LIMIT,
            "<= 1.0",
            high <= LIMIT,
        )
    ]


def _change_and_wait(world: World, officer, number: int, patience: float = 15) -> float:
    before = _counted(world)
    answer = officer.post(
        "/d/bangna/communities",
        data={"name": f"วัดความสด {number}", "kind": "urban", "status": "registered"},
    )
    assert answer.status_code == 303
    began = time.perf_counter()
    while _counted(world) == before:
        if time.perf_counter() - began > patience:
            raise TimeoutError("the worker did not count")
        time.sleep(0.005)
    return time.perf_counter() - began


def _counted(world: World) -> object:
    month = first_of_month(bangkok_today())
    return world.in_city(
        lambda session: session.scalars(
            select(Fact.value).where(
                Fact.district_id == 1047,
                Fact.measure == "registry.communities",
                Fact.month == month,
                Fact.zone_id.is_(None),
            )
        ).one_or_none()
    )
