"""A served example office and a real browser: Debian's chromium, nothing downloaded."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool
from werkzeug.serving import make_server

from city.features import FEATURES as CITY
from core import demo
from core.app import create_app
from core.composition import composition_of
from core.config import Config
from core.extensions import db
from core.jobs import running
from core.jobs.service import Waiting
from core.tenancy import provision
from tenants.features import FEATURES as TENANTS
from tests import route_coverage
from tests.conftest import Servers

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


# A browser that leaves a page drops what it was loading, and Werkzeug's server leaves that file to the collector.
LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(LEFT_OPEN)
    if os.environ.get("NO_BROWSER") == "1":
        skip = pytest.mark.skip(reason="NO_BROWSER=1: the browser was left out on purpose")
        for item in items:
            if "journeys" in str(item.path):
                item.add_marker(skip)


@dataclass
class Site:
    """The served application with the accounts of its example office."""

    app: Flask
    url: str
    accounts: dict[str, demo.DemoAccount]
    behind_the_scenes: Engine

    def code_of(self, username: str) -> str:
        """A code of the authenticator that will be taken.

        A step is accepted once in its thirty seconds: a director who signs six times would wait three
        minutes. Forgetting the last step behind the product's back takes the waiting away and nothing else.
        """
        secret = self.accounts[username]["totp_secret"]
        assert secret
        with self.behind_the_scenes.begin() as connection:
            connection.execute(
                text("UPDATE accounts SET totp_last_step = NULL WHERE username = :username"),
                {"username": username},
            )
        return pyotp.TOTP(secret).now()


def free_port() -> int:
    """A port that nobody listens on: papers print the address before the server is up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(servers: Servers, owner: Engine) -> Iterator[Site]:
    """The example office that the journeys share."""
    with served(servers, owner, "journeys") as shared:
        yield shared


@contextmanager
def served(servers: Servers, owner: Engine, name: str) -> Iterator[Site]:
    """The example office on a database of this name; jobs run as soon as they are published.

    What the demo has written down is found by the sweep, as it is where a worker runs.
    """
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name} OWNER community_owner")
    owner_url, app_url = (
        servers.postgres.owner_url(name),
        servers.postgres.app_url(name),
    )
    provision.migrate(owner_url, app_url)
    provision.mark_as_demo(owner_url)

    def work(job: Waiting) -> None:
        with app.app_context():
            running.run(job.district_id, job.job_id)

    port = free_port()
    app = create_app(
        [*TENANTS, *CITY],
        Config(
            database_url=app_url,
            redis_url=servers.valkey.url(),
            secret_key="only for tests",
            files_url=str(servers.state / "files"),
            poll_seconds=1,
            public_url=f"http://127.0.0.1:{port}",
        ),
        publish=work,
    )
    route_coverage.watch(app)
    with app.app_context():
        demo.load(db.session, composition_of(app))
        accounts = {each["username"]: each for each in demo.accounts(db.session)}
        running.sweep(work)
    app.extensions["publisher"].wait_until_idle()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    behind = create_engine(servers.postgres.superuser_url(name), poolclass=NullPool)
    yield Site(app, f"http://127.0.0.1:{port}", accounts, behind)
    behind.dispose()
    server.shutdown()
    thread.join(5)
    app.extensions["publisher"].wait_until_idle()
    with app.app_context():
        db.engine.dispose()


Visit = Callable[..., Page]


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visit]:
    """Open a browser as an example person; a script's error in the page fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_as(
        username: str | None = None,
        *,
        size=DESK,
        script: bool = True,
        path: str = "/",
        with_axe: bool = False,
    ) -> Page:
        # axe is put into the page by the driver, which the page's own policy would rightly forbid.
        context = chromium.new_context(
            viewport=size,
            java_script_enabled=script,
            base_url=site.url,
            locale="th-TH",
            bypass_csp=with_axe,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda problem: errors.append(str(problem)))
        page.on(
            "console",
            lambda message: (
                errors.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        if username:
            sign_in(site, page, username)
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(site: Site, page: Page, username: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_label("รหัสผ่าน").fill(site.accounts[username]["password"])
    page.locator("main button[type=submit]").click()
    if site.accounts[username]["totp_secret"]:
        page.locator("#code").fill(site.code_of(username))
        page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
