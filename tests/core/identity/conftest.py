"""Browsers that type a name and a password, and the clock of the database moved behind their backs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from core.extensions import db
from core.identity import secrets
from core.identity.models import Membership, PassKind, SignInPass
from core.tenancy import scope
from tests.support.world import BANG_NA, LONG_AGO, World

PASSWORD = "รหัสผ่านยาวพอสมควร"


@pytest.fixture
def browser(app: Flask) -> Callable[[], FlaskClient]:
    """A new browser in which nobody is signed in."""
    return app.test_client


@pytest.fixture
def sign_in(browser: Callable[[], FlaskClient]) -> Callable[..., Any]:
    """Type a user name and a password into a new browser; answers the browser and what came back."""

    def type_in(username: str, password: str = PASSWORD, **more: str) -> Any:
        client = browser()
        answer = client.post("/sign-in", data={"username": username, "password": password} | more)
        return client, answer

    return type_in


@pytest.fixture
def earlier(owner: Engine) -> Callable[..., None]:
    """Move a time column back, as if so much time had passed since."""

    def move(table: str, column: str, by: timedelta) -> None:
        with owner.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {column} = {column} - :by"), {"by": by})

    return move


@pytest.fixture
def issue(world: World) -> Callable[..., str]:
    """A slip or code of an office for a person, as the accounts page stores it; its token."""

    def make(
        person: Any,
        kind: PassKind = PassKind.SLIP,
        office: int = BANG_NA,
        *,
        lifetime: timedelta = timedelta(days=7),
    ) -> str:
        token = secrets.new_token(office) if kind is PassKind.SLIP else secrets.new_code(office)

        def add(session: Any) -> None:
            session.add(
                SignInPass(
                    district_id=office,
                    account_id=person.account_id,
                    kind=kind.value,
                    token_hash=secrets.hash_token(token),
                    holder_name=person.name,
                    issued_by="ทดสอบ",
                    expires_at=datetime.now(UTC) + lifetime,
                )
            )

        world.in_district(add, office)
        return token

    return make


@pytest.fixture
def join(world: World) -> Callable[..., None]:
    """Give a person a second role in another office."""

    def add(person: Any, role: Any, office: int, **values: Any) -> None:
        with world.app.app_context(), scope.work(db.session, scope.tenant_scope(office)):
            db.session.add(
                Membership(
                    district_id=office,
                    account_id=person.account_id,
                    role=role.key,
                    name=person.name,
                    position=role.key,
                    valid_from=LONG_AGO,
                    **values,
                )
            )

    return add
