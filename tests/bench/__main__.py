"""`make bench`: ratios of ours to a reference, interleaved in one run, as JSON lines on standard output.

A benchmark that misses its goal makes the run end with 1. Absolute times are printed beside the
ratio for orientation only; machines are never compared. `make bench ONLY=B1` runs one of them, or
`ONLY=B1,B6` some.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine

from city.features import FEATURES as CITY
from core.app import create_app
from core.config import Config
from core.extensions import db
from core.tenancy import provision
from tenants.features import FEATURES as TENANTS
from tests.bench import (
    check_in,
    city,
    freshness,
    isolation,
    many_facts,
    pages,
    papers,
    rebuilding,
    seeding,
)
from tests.bench.measuring import Result
from workers.local import EmbeddedPostgres, EmbeddedValkey, disposable_state
from workers.publishing import publish, publishing_app

FIRST = "community_networks"


@dataclass
class Machine:
    """The servers of the run, and the applications over their databases."""

    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey
    state: Path
    made: list[Flask] = field(default_factory=list)

    def app(self, name: str) -> tuple[Flask, str]:
        """An application over a new, migrated database of this name, and its superuser's address."""
        superuser = self.postgres.superuser_url(FIRST)
        if name != FIRST:
            engine = create_engine(superuser, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name} OWNER community_owner")
            engine.dispose()
        owner, login, superuser = (
            url.replace(f"/{FIRST}", f"/{name}")
            for url in (self.postgres.owner_url(), self.postgres.app_url(), superuser)
        )
        provision.migrate(owner, login)
        config = Config(
            database_url=login,
            redis_url=self.valkey.url(),
            secret_key="bench",
            files_url=str(self.state / "files"),
        )
        sender = publishing_app(config)
        app = create_app([*TENANTS, *CITY], config, publish=lambda job: publish(sender, job))
        app.config["WTF_CSRF_ENABLED"] = False
        self.made.append(app)
        return app, superuser


def small_city(machine: Machine, wanted: Callable[[str], bool]) -> list[Result]:
    """What needs an office with some years of records."""
    if not any(wanted(bench) for bench in ("B2", "B3", "B9", "B11")):
        return []
    app, superuser = machine.app(FIRST)
    seeding.fill(superuser)
    login = app.extensions["config"].database_url
    found: list[Result] = []
    if wanted("B2"):
        found += isolation.results(login)
    if wanted("B3"):
        found += pages.results(app, login)
    if wanted("B9"):
        found += papers.results(app)
    if wanted("B11"):
        found += check_in.results(app)
    return found


def ten_years(machine: Machine, wanted: Callable[[str], bool]) -> list[Result]:
    """What needs the whole city: counting all of it, and one change in it."""
    if not wanted("B1"):
        return []
    app, superuser = machine.app("ten_years")
    loaded = city.fill(superuser)
    say(f"the ten-year city was loaded in {loaded.seconds:.0f} seconds: {loaded.rows}")
    return [*rebuilding.results(app, superuser), *freshness.results(app)]


def growing(machine: Machine, wanted: Callable[[str], bool]) -> list[Result]:
    if not wanted("B6"):
        return []
    return many_facts.results(lambda size: machine.app(f"facts_{size}"), say)


def say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def main() -> int:
    only = {name.strip().upper() for name in os.environ.get("ONLY", "").split(",") if name.strip()}
    state = disposable_state()
    # Both tables of a pair must fit into memory, or each would evict the other; nobody plans in parallel.
    settings = {"shared_buffers": "1GB", "jit": "off", "max_parallel_workers_per_gather": "0"}
    machine = Machine(
        EmbeddedPostgres(state, fast=True, settings=settings), EmbeddedValkey(state), state
    )
    passed = True
    try:
        machine.postgres.start()
        machine.valkey.start()
        for group in (small_city, ten_years, growing):
            for result in group(machine, lambda bench: not only or bench in only):
                passed = passed and result.passed
                sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
                sys.stdout.flush()
        for app in machine.made:
            with app.app_context():
                db.engine.dispose()
    finally:
        machine.valkey.stop()
        machine.postgres.stop()
        shutil.rmtree(state, ignore_errors=True)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
