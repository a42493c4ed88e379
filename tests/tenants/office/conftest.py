"""A director with a password and an authenticator, who can sign; the codes of that authenticator."""

from collections.abc import Callable
from dataclasses import dataclass

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from core.access.roles import Role
from core.extensions import db
from core.identity.actor import Person
from core.identity.models import Account
from core.tenancy import scope
from tests.support.world import BANG_NA, World

PASSWORD = "รหัสผ่านยาวพอสมควร"


@dataclass
class Signer:
    """Somebody who can confirm."""

    person: Person
    client: FlaskClient
    secret: str
    world: World

    def code(self) -> str:
        """A code that works, as if half a minute had passed since the last one."""
        with self.world.app.app_context(), scope.work(db.session, scope.platform_scope()):
            db.session.execute(
                update(Account)
                .where(Account.id == self.person.account_id)
                .values(totp_last_step=None)
            )
        return pyotp.TOTP(self.secret).now()

    def confirmed(self, **values: str) -> dict[str, str]:
        return {"password": PASSWORD, "code": self.code()} | values


@pytest.fixture
def signer(world: World) -> Callable[..., Signer]:
    """A person in a role, signed in, with a password and a second factor."""

    def make(role: Role = Role.DIRECTOR, office: int = BANG_NA, **details: str) -> Signer:
        secret = pyotp.random_base32()
        person = world.person(role, office, password=PASSWORD, totp_secret=secret, **details)
        return Signer(person, world.sign_in(person=person), secret, world)

    return make
