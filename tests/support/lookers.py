"""People of the department who look into a district, for tests."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import update

from core.access.roles import Role
from core.db import uuid7
from core.extensions import db
from core.identity.actor import Person
from core.identity.models import Account
from core.oversight import service
from core.tenancy import scope
from tests.support.world import BANG_NA, World

PASSWORD = "รหัสผ่านยาวพอสมควร"
REASON = "ตรวจคำสั่งที่อยู่หลังตัวชี้วัด P1"


@dataclass
class Looker:
    """Somebody of the department, signed in, who can confirm by password and code."""

    world: World
    person: Person
    client: FlaskClient
    secret: str

    def code(self) -> str:
        """A code that works, as if half a minute had passed since the last one."""
        with self.world.app.app_context(), scope.work(db.session, scope.platform_scope()):
            db.session.execute(
                update(Account)
                .where(Account.id == self.person.account_id)
                .values(totp_last_step=None)
            )
        return pyotp.TOTP(self.secret).now()

    def asked(self, **values: str) -> dict[str, str]:
        """What the form sends."""
        return {
            "reason": REASON,
            "minutes": "15",
            "password": PASSWORD,
            "code": self.code(),
            "record_id": str(uuid7()),
        } | values

    def look(self, office: int = BANG_NA) -> UUID:
        """Open a look past the form; its id."""
        actor = self.person.acting_in()
        assert actor is not None

        def begin(session: Any) -> UUID:
            return service.open_look(
                session, actor=actor, record_id=uuid7(), reason=REASON, minutes=15
            ).id

        return self.world.in_district(begin, office)


def looker(world: World, role: Role = Role.DEPARTMENT_OFFICER, **details: str) -> Looker:
    secret = pyotp.random_base32()
    person = world.person(role, scope.DEPARTMENT, password=PASSWORD, totp_secret=secret, **details)
    return Looker(world, person, world.sign_in(person=person), secret)
